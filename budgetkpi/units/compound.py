"""Units put together of parts (组合单位): scale word, fraction line, products; taken apart and printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from budgetkpi.units.listing import Lexicon

__all__ = ["Written", "printed", "read", "settled"]

_DIGITS: Final = re.compile(r"\d{1,24}(?![\d.])")
_MOST_BELOW: Final = 10**24
"""What counts below a line, multiplied out, has no more digits than can be read there."""
_TIMES: Final = ("clock_time", "calendar_time", "working_time", "occurrence")
_EVERY: Final = "每"


class Written(NamedTuple):
    """A unit taken apart (计量单位的构成): scale, what stands above the line and what below.

    Attributes:
        scale: the scale word above the line, multiplied out (万元 → 10000).
        above: the unit above the line, "" for none.
        below: scale and unit of each part below the line, in the order written.
    """

    scale: int
    above: str
    below: tuple[tuple[int, str], ...] = ()


def printed(taken: Written, words: Lexicon) -> str:
    """The canonical text of a unit that is settled."""
    above = _scale_word(taken.scale, words) + taken.above
    if not taken.below:
        return above
    below = "·".join(_scale_word(scale, words) + _under_line(part, words) for scale, part in taken.below)
    return f"{above}/{below}"


def settled(scale: int, above: str, below: Iterable[tuple[int, str]], words: Lexicon) -> Written:
    """The parts of a unit as its canonical text has them.

    What has a spelling of its own is that unit, wherever the parts came from: 千 and 瓦 are
    千瓦, 人 and 次 under a line are 人次, 比特 for each 秒 is bps. One word for two units
    under a line is taken apart (人天).
    """
    parts: list[tuple[int, str]] = []
    for part in below:
        scaled = _lifted(*part, words)
        both = f"{_under_line(parts[-1][1], words)}·{_under_line(scaled[1], words)}" if parts else ""
        fused = words.spellings.get(both) if scaled[0] == 1 else None
        if fused:
            scaled = _lifted(parts.pop()[0], fused, words)
        first, *others = words.products.get(scaled[1], (scaled[1],))
        parts += [(scaled[0], first), *((1, other) for other in others)]
    scale, above = _lifted(scale, above, words)
    if len(parts) == 1 and parts[0][0] == 1:
        line = f"{above}/{_under_line(parts[0][1], words)}"
        whole = words.spellings.get(_scale_word(scale, words) + line)
        if whole:
            return Written(1, whole)
        whole = words.spellings.get(line)
        if whole:
            return Written(*_lifted(scale, whole, words))
    return Written(scale, above, tuple(parts))


def _lifted(scale: int, unit: str, words: Lexicon) -> tuple[int, str]:
    """A scale word and a unit that together spell another unit: 千 and 瓦 are 千瓦."""
    if scale == 1 or not unit:
        return scale, unit
    whole = words.spellings.get(_scale_word(scale, words) + unit)
    return (1, whole) if whole else (scale, unit)


def _scale_word(scale: int, words: Lexicon) -> str:
    return "" if scale == 1 else words.scale_words.get(scale) or str(scale)


def _under_line(unit: str, words: Lexicon) -> str:
    entry = words.units.get(unit)
    return entry.under if entry else unit


def read(text: str, words: Lexicon, *, whole: bool) -> tuple[Written, int] | None:
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
        return settled(scale, "", line[0], words), line[1]
    scale, above, end = first
    line = _under(text, end, words)
    return settled(scale, above, line[0] if line else (), words), line[1] if line else end


def _term(text: str, start: int, words: Lexicon, *, below: bool) -> tuple[int, str, int] | None:
    """One unit with its number and scale word, as long as possible: (scale, canonical, end)."""
    digits = _DIGITS.match(text, start) if below else None
    if digits and int(digits[0]):
        found = _scaled(text, digits.end(), words, below=below)
        scale = int(digits[0]) * found[0] if found else 0
        return (scale, *found[1:]) if found and scale < _MOST_BELOW else None
    return _scaled(text, start, words, below=below)


def _scaled(text: str, start: int, words: Lexicon, *, below: bool) -> tuple[int, str, int] | None:
    direct = words.longest(text, start, below=below)
    scale, end = words.scale(text, start) or (1, start)
    found = words.longest(text, end, below=below) if end > start else None
    if found and (direct is None or found[1] > direct[1]):
        return (scale, *found)
    return (1, *direct) if direct else None


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


def _skip(text: str, start: int) -> int:
    while text[start : start + 1].isspace():
        start += 1
    return start
