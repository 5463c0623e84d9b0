"""What a reviewer objects to in a target before it is approved (绩效目标审核).

Each check is a function from a row (or from all rows of a table) to its findings; the rooms are
by concept, the words and the severities stand in `grammar/checks.toml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from budgetkpi.checks.attainable import (
    check_low,
    check_possible,
    check_uncountable,
    check_year,
    check_zero,
)
from budgetkpi.checks.classes import check_class
from budgetkpi.checks.damage import check_damaged, check_misread
from budgetkpi.checks.figures import check_description, check_name
from budgetkpi.checks.filling import (
    check_date_serial,
    check_filled,
    check_filler,
    check_number,
)
from budgetkpi.checks.ladders_of_grades import check_ladder
from budgetkpi.checks.named_units import check_columns, check_unit, check_unit_of_name
from budgetkpi.checks.reviewing import (
    check_basis,
    check_payment,
    check_soft_words,
    check_survey,
    check_unrelated,
)
from budgetkpi.checks.row import Row, read_row
from budgetkpi.checks.rulebook import codes, explained, optional
from budgetkpi.checks.selection import selected
from budgetkpi.checks.several import check_one_value
from budgetkpi.checks.signs import check_described_sign, check_equals, check_sign
from budgetkpi.checks.whole_tables import (
    check_classes,
    check_duplicates,
    check_one_twice,
    check_same_values,
    check_weights,
)
from budgetkpi.indicators import Indicator
from budgetkpi.inputs import wrong_type
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
    check_damaged,
    check_misread,
    check_date_serial,
    check_year,
    check_filler,
    check_zero,
    check_low,
    check_uncountable,
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
_ASKED_OF_ROWS: Final = (check_soft_words, check_payment, check_survey, check_basis, check_unrelated)
_ASKED_OF_TABLES: Final = (check_one_twice, check_classes)
"""What is looked for where one of the optional codes is wanted."""


def check(
    given: Indicator | Sheet,
    *,
    select: Iterable[str] | str | None = None,
    ignore: Iterable[str] | str | None = None,
) -> list[Finding]:
    """Say what a reviewer would object to in a target, or in a table of targets (绩效目标审核).

    Args:
        given: a row, or a table of rows; a row without a budget year takes the table's.
        select: the codes to look for, or their beginnings; where None all but the optional ones
            (`[optional]` of grammar/checks.toml), which need judgement or columns that few tables have.
        ignore: codes to leave out, or their beginnings.

    Returns:
        The findings in the order of the rows, those of one row in the order of their codes, those of
        the whole table (without an indicator) last. None for a row that nothing is wrong with. What
        another finding of the row explains is left out. It never raises for what a cell says.

    Raises:
        CheckError: `select` or `ignore` names no code.
        TypeError: `given` is neither a row nor a table.

    >>> from budgetkpi import Indicator, check
    >>> [finding.code for finding in check(Indicator("投诉率", "≥5次", level2="质量指标"))]
    ['reverse-sign', 'unit-clash-with-name']
    """
    wanted = selected(select, ignore)
    asked = not wanted.isdisjoint(optional())
    if isinstance(given, Sheet):
        rows = [read_row(row, given.fiscal_year, given.title) for row in given.indicators]
    elif isinstance(given, Indicator):
        rows = [read_row(given, None)]
    else:
        raise wrong_type("given", "checked", given)
    of_rows = (*_OF_ROWS, *_ASKED_OF_ROWS) if asked else _OF_ROWS
    found = [(place, finding) for place, row in enumerate(rows) for finding in _rooted(row, of_rows)]
    if isinstance(given, Sheet):
        of_tables = (*_OF_TABLES, *_ASKED_OF_TABLES) if asked else _OF_TABLES
        found += [pair for one in of_tables for pair in one(rows)]
    found.sort(key=lambda pair: (pair[0], pair[1].code, pair[1].message.code, pair[1].message.en))
    return [finding for _, finding in found if finding.code in wanted]


def _rooted(row: Row, checks: Iterable[Callable[[Row], Iterator[Finding]]]) -> list[Finding]:
    """The findings of a row, without those that others of them explain (同源问题只报一次)."""
    found = [finding for one in checks for finding in one(row)]
    if len(found) <= 1:
        return found
    left = explained({word for finding in found for word in (finding.code, finding.message.code)})
    return [finding for finding in found if left.isdisjoint((finding.code, finding.message.code))]
