"""Units of the caller's own that the language can read (自定义单位的校验)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from budgetkpi.errors import ParseError, UnitError
from budgetkpi.language import read_cell
from budgetkpi.messages import Catalog
from budgetkpi.units import vocabularies
from budgetkpi.values import Amount

if TYPE_CHECKING:
    from budgetkpi.units.vocabularies import Vocabulary

__all__ = ["define"]

_SAY: Final = Catalog("units")
_CELLS: Final = (("5{}", "{}"), ("5元/{}", "元/{}"))
"""Cells that a unit stands in, and the unit that each must have."""


def define(*definitions: str, base: Vocabulary | None = None) -> Vocabulary:
    """Make a vocabulary of units that nobody listed (自定义单位).

    Args:
        definitions: `"轮次"` for a measure of its own, `"标箱 = 2 集装箱"` for an exact
            multiple, `"捆 ~ 件"` for a unit that 件 may stand for with a warning.
        base: a vocabulary to add to; it stays as it is.

    Raises:
        UnitError: a definition cannot be read, names an unknown unit, or would change a
            unit that is listed already; or no cell could say the unit, as its word means
            something else behind a number (余箱: 5余 is more than five).

    >>> from budgetkpi.units import factor, use
    >>> own = define("卷宗袋", "标卷 = 50 卷宗袋")
    >>> with use(own):
    ...     factor("标卷", "卷宗袋")
    Fraction(50, 1)
    """
    made = vocabularies.define(*definitions, base=base)
    kept = 0 if base is None else len(base.definitions)
    with vocabularies.use(made):
        for definition in made.definitions[kept:]:
            if not all(_reads(cell, unit, definition.written) for cell, unit in _CELLS):
                raise UnitError(_SAY("unit-unreadable", unit=definition.written))
    return made


def _reads(cell: str, unit: str, written: str) -> bool:
    """Whether a cell with the unit is read as an amount of it, and nothing is doubted."""
    try:
        value = read_cell(cell.format(written))
    except ParseError:
        return False
    listed = all(note.code != "unit-not-listed" for note in value.notes)
    return isinstance(value, Amount) and value.unit == unit.format(written) and listed
