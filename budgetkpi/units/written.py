"""Written units (度量单位的写法) → canonical written units; runs in the hot path, without pint."""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from typing import Final

import attrs

from budgetkpi.units.table import Lexicon, fold, listed
from budgetkpi.units.vocabularies import Vocabulary, current, lexicon

__all__ = ["Written", "canonical", "dimension", "known", "longest_prefix", "read_unit", "scaled", "spellings"]

_BLANK: Final = re.compile(r"\s*")
_DIGITS: Final = re.compile(r"\d{1,12}(?![\d.])")
_TIMES: Final = ("clock_time", "calendar_time", "working_time", "occurrence")
_EVERY: Final = "每"


@attrs.frozen
class Written:
    """A unit taken apart (计量单位的构成): scale, what stands above the line and what below.

    Attributes:
        scale: the scale word above the line, multiplied out (万元 → 10000).
        above: the unit above the line, "" for none.
        below: scale and unit of each part below the line, in the order written.
    """

    scale: int
    above: str
    below: tuple[tuple[int, str], ...] = ()


def canonical(written: str) -> str | None:
    """Return the one written form of a unit (规范单位).

    Spellings fold (百分比 → %, ㎡ → 平方米, km → 千米, 元/（人·天） → 元/人·天); the unit stays what the
    cell names: 公顷 stays 公顷, ‰ stays ‰, 人/次 stays 人/次.

    Returns:
        None where a part is not listed; "" for "".

    >>> canonical("元/人/每天")
    '元/人·天'
    """
    return _canonical(written, current())


def known(unit: str) -> bool:
    """Whether `unit` is listed, or put together from listed parts."""
    return canonical(unit) is not None


def scaled(unit: str) -> tuple[Decimal, str]:
    """Split the scale word off what stands above the line (数量级): 万元/台 → (10000, 元/台).

    Units that merely begin with such a character (千米, 千瓦) are left whole, and so is a
    unit that nobody listed.

    >>> scaled("亿立方米")
    (Decimal('100000000'), '立方米')
    """
    taken = read_unit(unit)
    if taken is None or taken.scale == 1:
        return Decimal(1), unit
    return Decimal(taken.scale), _text(attrs.evolve(taken, scale=1), lexicon())


def spellings() -> tuple[str, ...]:
    """Every spelling of a listed unit, folded; what the grammar of cells makes its terminal of."""
    return tuple(listed().spellings)


def longest_prefix(text: str) -> int:
    """How many leading characters of `text` are a unit, as long as possible; 0 for none.

    >>> longest_prefix("台设备")
    1
    """
    found = _read(fold(text), lexicon(), whole=False)
    return found[1] if found else 0


def dimension(unit: str) -> str:
    """What a unit measures (量纲), a section of grammar/units.toml.

    Returns:
        "rate" for a unit with a fraction line ("concentration" for a mass in a volume),
        "" for no unit, "unknown" for one that nobody listed.
    """
    taken = read_unit(unit)
    if taken is None:
        return "unknown"
    units = lexicon().units
    above = units[taken.above].dimension if taken.above else ""
    if not taken.below:
        return above
    below = [units[part].dimension for _, part in taken.below]
    return "concentration" if above == "mass" and below == ["volume"] else "rate"


def read_unit(unit: str) -> Written | None:
    """Take a unit apart; None for one that nobody listed."""
    return _taken(unit, current())


@functools.lru_cache(maxsize=8192)
def _canonical(written: str, vocabulary: Vocabulary) -> str | None:
    taken = _taken(written, vocabulary)
    return None if taken is None else _text(taken, lexicon())


@functools.lru_cache(maxsize=8192)
def _taken(written: str, _vocabulary: Vocabulary) -> Written | None:
    text = "".join(fold(written).split())
    if not text:
        return Written(1, "")
    found = _read(text, lexicon(), whole=True)
    return found[0] if found and found[1] == len(text) else None


def _text(taken: Written, words: Lexicon) -> str:
    above = _scale_word(taken.scale, words) + taken.above
    if not taken.below:
        return above
    below = "·".join(_scale_word(scale, words) + words.units[part].under for scale, part in taken.below)
    return f"{above}/{below}"


def _scale_word(scale: int, words: Lexicon) -> str:
    if scale == 1:
        return ""
    return next((word for word, multiplier in words.scales.items() if multiplier == scale), str(scale))


def _read(text: str, words: Lexicon, *, whole: bool) -> tuple[Written, int] | None:
    """Read folded `text` from its start as far as it is a unit.

    unit: [scale] [name] ("/" | 每) part (("·" | "/" | 每) part)*
    """
    first = _term(text, 0, words, below=False)
    if first is None:
        bare = words.scale(text, 0)
        scale, end = bare or (1, 0)
        line = _under(text, end, words) if text.startswith("/", end) else None
        if line is None:
            return (Written(scale, ""), end) if bare and whole else None
        above = ""
    else:
        scale, above, end = first
        line = _under(text, end, words)
    if line is None:
        return Written(scale, above), end
    parts, end = line
    return Written(scale, above, _joined(parts, words)), end


def _term(text: str, start: int, words: Lexicon, *, below: bool) -> tuple[int, str, int] | None:
    """One unit with its scale word: (scale, canonical, end)."""
    direct = words.longest(text, start)
    if direct:
        return 1, *direct
    scale, end = 1, start
    digits = _DIGITS.match(text, start) if below else None
    if digits and int(digits[0]):
        scale, end = int(digits[0]), digits.end()
    word = words.scale(text, end)
    if word:
        scale, end = scale * word[0], word[1]
    found = words.longest(text, end) if end > start else None
    return (scale, *found) if found else None


def _under(text: str, start: int, words: Lexicon) -> tuple[list[tuple[int, str]], int] | None:
    """Everything below the line, from the sign that opens it."""
    parts: list[tuple[int, str]] = []
    end = start
    while True:
        at = _skip(text, end)
        sign = text[at : at + 1]
        if sign not in ("/", _EVERY) and not (parts and sign in ("·", ".")):
            break
        at = _skip(text, at + (sign != _EVERY))
        every = text.startswith(_EVERY, at)
        at = _skip(text, at + every)
        group = _group(text, at, words) if sign != "." else None
        if group:
            parts += group[0]
            end = group[1]
            continue
        term = _term(text, at, words, below=True)
        if term is None or (sign == "." and not every and words.units[term[1]].dimension not in _TIMES):
            break
        parts.append(term[:2])
        end = term[2]
    return (parts, end) if parts else None


def _group(text: str, start: int, words: Lexicon) -> tuple[list[tuple[int, str]], int] | None:
    """A bracket below the line, (人·天)."""
    if not text.startswith("(", start):
        return None
    parts: list[tuple[int, str]] = []
    at = start + 1
    while True:
        at = _skip(text, at)
        at = _skip(text, at + text.startswith(_EVERY, at))
        term = _term(text, at, words, below=True)
        if term is None:
            return None
        parts.append(term[:2])
        at = _skip(text, term[2])
        if text.startswith(")", at):
            return parts, at + 1
        if text[at : at + 1] not in ("·", ".", "/", _EVERY):
            return None
        at += text[at] != _EVERY


def _joined(parts: list[tuple[int, str]], words: Lexicon) -> tuple[tuple[int, str], ...]:
    """Two parts that are one unit joined (人·次), one that is two taken apart (人天)."""
    out: list[tuple[int, str]] = []
    for scale, part in parts:
        fused = words.fused.get((out[-1][1], part)) if out and scale == 1 else None
        if fused:
            out[-1] = (out[-1][0], fused)
            continue
        first, *others = words.products.get(part, (part,))
        out += [(scale, first), *((1, other) for other in others)]
    return tuple(out)


def _skip(text: str, start: int) -> int:
    match = _BLANK.match(text, start)
    return match.end() if match else start
