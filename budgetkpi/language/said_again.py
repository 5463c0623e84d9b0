"""Whether a value says itself (回读): what its canonical text is read as.

The text of most values is made of listed units and a closed set of words, which the tests hold. Where a
cell brings words of its own into a value (a unit that nobody listed, a base of a change), or its pieces make
several values, the text is read once more; a value that its own text does not say is none. Prose asks so of
what stands in several pieces and of bounds that stand elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from budgetkpi import units
from budgetkpi.canonical import BASES_OF_THEIR_OWN
from budgetkpi.errors import ParseError
from budgetkpi.values import Amount, Deadline, Range, Several

if TYPE_CHECKING:
    from collections.abc import Callable

    from budgetkpi.values import Value

__all__ = ["brings_words", "says_itself"]


def brings_words(value: Value) -> bool:
    """Whether words of the cell's own stand in a value: a unit that nobody listed, a base, another year."""
    if isinstance(value, Several):
        return any(map(brings_words, value.values))
    if isinstance(value, Deadline):
        return bool(value.year_offset) and value.comparator is not None
    if not isinstance(value, Amount | Range):
        return False
    if value.when is not None or (value.unit and units.canonical(value.unit) is None):
        return True
    return isinstance(value, Amount) and bool(value.base) and value.base not in BASES_OF_THEIR_OWN


def says_itself(value: Value, read: Callable[[str], Value]) -> bool:
    """Whether the canonical text of a value is read as the same value, written the same."""
    written = str(value)
    try:
        again = read(written)
    except ParseError:
        return False
    return again == value and str(again) == written
