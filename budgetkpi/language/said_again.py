"""Whether a value says itself (回读): what its canonical text is read as.

The text of most values is made of listed units and a closed set of words, which the tests hold. Where a
cell brings words of its own into a value (a unit that nobody listed, a base of a change), or its pieces make
several values, the text is read once more; a value that its own text does not say is none. Prose asks so of
what stands in several pieces and of bounds that stand elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from budgetkpi import units
from budgetkpi.canonical import BASES_OF_THEIR_OWN
from budgetkpi.errors import ParseError
from budgetkpi.values import Amount, Deadline, Range, Several

if TYPE_CHECKING:
    from collections.abc import Callable

    from budgetkpi.values import Value

__all__ = ["brings_words", "crowded", "says_itself"]

_MOST: Final = 24
"""So many values a cell may list; more are an account of something, which nobody vouches for as a target."""


def brings_words(value: Value, *, years: bool = True) -> bool:
    """Whether words of the cell's own stand in a value: a unit that nobody listed, a base, another year.

    Args:
        value: as it was read.
        years: whether the year that it is said of counts, as it does where a cell holds both.
    """
    if isinstance(value, Several):
        return any(brings_words(one, years=years) for one in value.values)
    if isinstance(value, Deadline):
        return bool(value.year_offset) and value.comparator is not None
    if not isinstance(value, Amount | Range):
        return False
    if (years and value.when is not None) or (value.unit and units.canonical(value.unit) is None):
        return True
    return isinstance(value, Amount) and bool(value.base) and value.base not in BASES_OF_THEIR_OWN


def crowded(value: Value) -> bool:
    """Whether a value is more values than a cell lists."""
    return isinstance(value, Several) and len(value.values) > _MOST


def says_itself(value: Value, read: Callable[[str], Value], cell: str | None = None) -> bool:
    """Whether the canonical text of a value is read as the same value, written the same.

    Args:
        value: as it was read.
        read: reads a text.
        cell: the whole cell that it was read from, if it was one; its own canonical text is not read again.
    """
    written = str(value)
    if written == cell:
        return True
    try:
        again = read(written)
    except ParseError:
        return False
    return again == value and str(again) == written
