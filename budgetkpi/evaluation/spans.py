"""A span of dates beside a number of days: how many days passed from one to the other (起止日期).

The first day is not counted (民法典 201), but offices count it: both are read, and a verdict
stands only where they agree. Working days are counted by the optional holiday calendar and
never converted from days of the calendar; a year that it does not cover decides nothing.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from budgetkpi import calendar
from budgetkpi.evaluation.reasons import Judgement, note, said, undetermined
from budgetkpi.values import Amount, Deadline, Period, Range

if TYPE_CHECKING:
    from budgetkpi.evaluation.reasons import Question
    from budgetkpi.messages import Note

__all__ = ["days_of_span"]

WORKING: Final = "工作日"
DAYS: Final = frozenset({"天", "日"})
ONE_DAY: Final = datetime.timedelta(days=1)


def days_of_span(
    target: Amount | Range, actual: Deadline, asked: Question
) -> tuple[tuple[Amount, ...], Note] | Judgement | None:
    """Return how many of the target's days a span of dates holds, in each way of counting.

    Args:
        target: its unit says which days are counted.
        actual: the span, from one day to another.
        asked: gives the year of days that name none.

    Returns:
        The counts and the note that says so; the judgement where working days cannot be
        counted; None where the cell is no span of days or the target counts something else.
    """
    if target.unit != WORKING and target.unit not in DAYS:
        return None
    ends = _ends(actual, asked.fiscal_year)
    if ends is None:
        return None
    first, last = ends
    found: tuple[int | None, ...]
    if target.unit == WORKING:
        found = tuple(calendar.working_days_between(day, last) for day in (first, first - ONE_DAY))
    else:
        found = ((last - first).days, (last - first).days + 1)
    fields = {"actual": said(actual), "target": said(target)}
    if any(number is None for number in found):
        return undetermined("working-days-unknown", **fields)
    counts = tuple(
        Amount(Decimal(n), target.unit, text=actual.text) for n in dict.fromkeys(found) if n is not None
    )
    listed = " / ".join(str(count) for count in counts)
    code = "working-days-counted" if target.unit == WORKING else "days-counted"
    return counts, note(code, "civil-code-201", **fields, readings=listed)


def _ends(span: Deadline, fiscal_year: int | None) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day of a span that names both; None for anything else."""
    start = span.start
    if start is None or span.recurring or span.period is not Period.DAY or start.period is not Period.DAY:
        return None
    first, last = span.first_day(fiscal_year), span.last_day(fiscal_year)
    if first is None or last is None or last < first:
        return None
    return first, last
