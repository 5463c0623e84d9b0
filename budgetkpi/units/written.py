"""Written units (度量单位的写法) → canonical written units; runs in the hot path, without pint."""

from __future__ import annotations

import functools
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from budgetkpi.inputs import as_text
from budgetkpi.units.compound import Written, printed, read, settled
from budgetkpi.units.listing import listed
from budgetkpi.units.table import fold
from budgetkpi.units.vocabularies import Vocabulary, current, lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "based",
    "canonical",
    "dimension",
    "joined",
    "known",
    "longest_at",
    "longest_prefix",
    "read_unit",
    "scaled",
    "spellings",
    "take",
]

LONGEST = 40
"""How many characters a unit with its fraction line may take."""


def canonical(written: str) -> str | None:
    """Return the one written form of a unit (规范单位).

    Spellings fold (百分比 → %, ㎡ → 平方米, km → 千米, 元/（人·天） → 元/人·天); the unit stays what the
    cell names: 公顷 stays 公顷, ‰ stays ‰, 人/次 stays 人/次.

    Returns:
        None where a part is not listed; "" for "".

    >>> canonical("元/人/每天")
    '元/人·天'
    """
    return _canonical(_unit(written), current())


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
    taken = read_unit(_unit(unit))
    if taken is None or taken.scale == 1:
        return Decimal(1), unit
    return Decimal(taken.scale), printed(taken._replace(scale=1), lexicon())


def spellings() -> tuple[str, ...]:
    """Every spelling of a listed unit, folded; what the grammar of cells makes its terminal of."""
    return tuple(listed().spellings)


def longest_at(text: str, start: int, *, below: bool = False) -> tuple[str, int] | None:
    """The longest listed unit at a place, without scale word or fraction line (单位).

    Args:
        text: folded as every cell is.
        start: where the unit begins.
        below: whether it stands under a fraction line, where `a` is 年 and `A` 安培.

    Returns:
        Its canonical form and where it ends; None where no unit of the vocabulary in use
        begins, or where one in letters would end inside a run of letters.

    >>> longest_at("3台设备", 1)
    ('台', 2)
    """
    words = lexicon()
    return (words.lined if below else words.plain).longest(text, start)


def take(text: str, start: int, *, below: bool = False) -> tuple[int, str, int] | None:
    """The longest unit at a place with its scale word and fraction line (带数量级的单位).

    Args:
        text: folded as every cell is, without blanks.
        start: where the unit begins.
        below: whether it stands under a fraction line, or behind 每.

    Returns:
        The scale word multiplied out, the canonical unit without it, and where it ends;
        None where no unit begins there.

    >>> take("万元/人·天", 0), take("人每天", 0, below=True)
    ((10000, '元/人·天', 6), (1, '人·天', 3))
    """
    taken = _at(text[start : start + LONGEST], current(), below)
    return None if taken is None else (taken[0], taken[1], start + taken[2])


@functools.lru_cache(maxsize=8192)
def _at(window: str, _vocabulary: Vocabulary, below: bool) -> tuple[int, str, int] | None:  # noqa: FBT001
    words = lexicon()
    found = read(f"/{window}" if below else window, words, whole=False)
    if found is None or not (found[0].below if below else found[0].above or found[0].below):
        return None
    written, end = found
    name = printed(written._replace(scale=1) if written.scale != 1 else written, words)
    return (1, name[1:], end - 1) if below else (written.scale, name, end)


def joined(scale: int, above: str, below: Sequence[tuple[int, str]] = ()) -> str:
    """The canonical text of a unit put together of canonical parts (组合单位).

    Args:
        scale: the scale word above the line, multiplied out; 1 for none.
        above: the unit above the line, "" for none.
        below: scale and unit of each part below the line.

    >>> joined(1, "元", [(1, "人"), (1, "天")])
    '元/人·天'
    """
    return _joined(scale, above, tuple(below), current())


def longest_prefix(text: str) -> int:
    """How many leading characters of `text` are a unit, as long as possible; 0 for none.

    >>> longest_prefix("台设备")
    1
    """
    found = read(fold(as_text(text, "text")), lexicon(), whole=False)
    return found[1] if found else 0


def dimension(unit: str) -> str:
    """What a unit measures (量纲), a section of grammar/units.toml.

    Returns:
        "rate" for a unit with a fraction line ("concentration" for a mass in a volume),
        "" for no unit, "unknown" for one that nobody listed.
    """
    taken = read_unit(_unit(unit))
    if taken is None:
        return "unknown"
    units = lexicon().units
    above = units[taken.above].dimension if taken.above else ""
    if not taken.below:
        return above
    below = [units[part].dimension for _, part in taken.below]
    return "concentration" if above == "mass" and below == ["volume"] else "rate"


def based(unit: str) -> tuple[Fraction, str] | None:
    """A unit in the bases of its parts (基本单位): how many of them it is, and their canonical text.

    Returns:
        None for a unit that nobody listed; 1 and "" for none.

    >>> based("元/亩")
    (Fraction(3, 2000), '元/平方米')
    """
    taken = read_unit(_unit(unit))
    if taken is None:
        return None
    listed_units = lexicon().units
    factor, above = Fraction(taken.scale), taken.above
    if above:
        factor, above = factor * listed_units[above].factor, listed_units[above].base
    below = []
    for scale, part in taken.below:
        factor /= scale * listed_units[part].factor
        below.append((1, listed_units[part].base))
    return factor, joined(1, above, below)


def _unit(unit: str) -> str:
    """A unit as text, nothing else."""
    return unit if type(unit) is str else as_text(unit, "unit")


def read_unit(unit: str) -> Written | None:
    """Take a unit apart; None for one that nobody listed."""
    return _taken(unit, current())


@functools.lru_cache(maxsize=8192)
def _joined(scale: int, above: str, below: tuple[tuple[int, str], ...], _vocabulary: Vocabulary) -> str:
    words = lexicon()
    return printed(settled(scale, above, below, words), words)


@functools.lru_cache(maxsize=8192)
def _canonical(written: str, vocabulary: Vocabulary) -> str | None:
    taken = _taken(written, vocabulary)
    return None if taken is None else printed(taken, lexicon())


@functools.lru_cache(maxsize=8192)
def _taken(written: str, _vocabulary: Vocabulary) -> Written | None:
    text = "".join(fold(written).split())
    if not text:
        return Written(1, "")
    found = read(text, lexicon(), whole=True)
    return found[0] if found and found[1] == len(text) else None
