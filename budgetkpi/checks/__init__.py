"""What a reviewer objects to in a target before it is approved (绩效目标审核).

Each check is a function from a row (or from all rows of a table) to its findings; the rooms are
by concept, the words and the severities stand in `grammar/checks.toml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from budgetkpi.checks.classes import check_class
from budgetkpi.checks.figures import check_description, check_name
from budgetkpi.checks.filling import (
    check_date_serial,
    check_filled,
    check_filler,
    check_number,
    check_one_value,
)
from budgetkpi.checks.ladders_of_grades import check_ladder
from budgetkpi.checks.limits import check_low, check_misread, check_possible, check_year, check_zero
from budgetkpi.checks.named_units import check_columns, check_unit, check_unit_of_name
from budgetkpi.checks.row import Row, read_row
from budgetkpi.checks.rulebook import codes
from budgetkpi.checks.selection import selected
from budgetkpi.checks.signs import check_described_sign, check_equals, check_sign
from budgetkpi.checks.whole_tables import check_duplicates, check_same_values, check_weights
from budgetkpi.indicators import Indicator
from budgetkpi.sheets import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from budgetkpi.results import Finding

__all__ = ["check", "codes"]

_OF_ROWS: Final[tuple[Callable[[Row], Iterator[Finding]], ...]] = (
    check_filled,
    check_number,
    check_unit,
    check_unit_of_name,
    check_columns,
    check_possible,
    check_misread,
    check_date_serial,
    check_year,
    check_filler,
    check_zero,
    check_low,
    check_one_value,
    check_class,
    check_sign,
    check_described_sign,
    check_equals,
    check_name,
    check_description,
    check_ladder,
)
_OF_TABLES: Final[tuple[Callable[[Sequence[Row]], Iterator[tuple[int, Finding]]], ...]] = (
    check_duplicates,
    check_weights,
    check_same_values,
)


def check(
    given: Indicator | Sheet,
    *,
    select: Iterable[str] | str | None = None,
    ignore: Iterable[str] | str | None = None,
) -> list[Finding]:
    """Say what a reviewer would object to in a target, or in a table of targets (绩效目标审核).

    Args:
        given: a row, or a table of rows; a row without a budget year takes the table's.
        select: the codes to look for, or their beginnings; all where None.
        ignore: codes to leave out, or their beginnings.

    Returns:
        The findings in the order of the rows, those of one row in the order of their codes, those of
        the whole table (without an indicator) last. None for a row that nothing is wrong with. It never
        raises for what a cell says.

    Raises:
        CheckError: `select` or `ignore` names no code.
        TypeError: `given` is neither a row nor a table.

    >>> from budgetkpi import Indicator, check
    >>> [finding.code for finding in check(Indicator("投诉率", "≥5次", level2="质量指标"))]
    ['reverse-sign', 'unit-clash-with-name']
    """
    wanted = selected(select, ignore)
    if isinstance(given, Sheet):
        rows = [read_row(row, given.fiscal_year) for row in given.indicators]
    elif isinstance(given, Indicator):
        rows = [read_row(given, None)]
    else:
        raise TypeError(f"an Indicator or a Sheet is checked, not {type(given).__name__}")
    found = [(place, finding) for place, row in enumerate(rows) for one in _OF_ROWS for finding in one(row)]
    if isinstance(given, Sheet):
        found += [pair for one in _OF_TABLES for pair in one(rows)]
    found.sort(key=lambda pair: (pair[0], pair[1].code, pair[1].message.code, pair[1].message.en))
    return [finding for _, finding in found if finding.code in wanted]
