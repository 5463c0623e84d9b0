"""Days against days: does the actual's span end before the target's does (时限的判定).

A month alone is some day of it, and its last day the bound: 6月 meets ≤6月份. A year not
said is the budget year; where that is not known, only what does not hang on it is judged.
Early is in time, also for a deadline with `=`. A deadline has no attainment.
"""

from __future__ import annotations

import datetime
from calendar import monthrange as _monthrange
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.evaluation.reasons import Judgement, note, said, say, undetermined
from budgetkpi.results import Direction, Outcome
from budgetkpi.values import Amount, Comparator, Deadline, Period

if TYPE_CHECKING:
    from budgetkpi.evaluation.reasons import Question
    from budgetkpi.messages import Note

__all__ = ["as_deadlines", "judge_deadlines", "late_enough"]

STAND_IN: Final = 2001
"""A common year that stands in where neither side nor the caller says one: only the order of days counts."""
NEXT_YEAR: Final = 62
"""A day without a year that would be at most this many days late in the next year may lie there."""
MONTHS: Final = 12
LEAP_YEAR: Final = 2000
YEARS: Final = range(1990, 2100)
"""What stands before the point in 2022.1, where it is a year."""


def as_deadlines(actual: Amount) -> list[tuple[Deadline, Note]]:
    """Return the dates that a bare number can stand for beside a deadline, each with the note that says so.

    Eight digits and a spreadsheet's serial number are what the reader offers beside the
    number; 1 to 12 is taken as the month. 2022.1 is a month of a year and 12.31 a day of a
    month; a spreadsheet drops the last nought, so that 2022.1 may be October and 6.3 the 30th.
    """
    for other in actual.alternatives:
        if isinstance(other, Deadline):
            return [(other, note("number-as-date", actual=said(actual), date=str(other)))]
    if actual.unit or actual.comparator or actual.approximate or actual.change or actual.magnitude < 1:
        return []
    if actual.magnitude != int(actual.magnitude):
        return _dotted(actual)
    number = int(actual.magnitude)
    if number > MONTHS:
        return []
    taken = note("number-as-month", actual=said(actual), month=number)
    return [(Deadline(month=number, text=actual.text), taken)]


def _dotted(actual: Amount) -> list[tuple[Deadline, Note]]:
    """2022.1 and 12.31: what stands before and behind the point."""
    if not isinstance(actual.magnitude, Decimal):
        return []  # 9945/98
    whole, _, part = f"{actual.magnitude:f}".partition(".")
    before = int(whole)
    found = []
    for behind in dict.fromkeys(int(digits) for digits in (part, part.ljust(2, "0")) if len(digits) <= 2):  # noqa: PLR2004
        if before in YEARS and 1 <= behind <= MONTHS:
            day = Deadline(year=before, month=behind, text=actual.text)
        elif 1 <= before <= MONTHS and 1 <= behind <= _monthrange(LEAP_YEAR, before)[1]:
            day = Deadline(month=before, day=behind, period=Period.DAY, text=actual.text)
        else:
            continue
        found.append((day, note("number-as-date", actual=said(actual), date=str(day))))
    return found


def judge_deadlines(target: Deadline, actual: Deadline, asked: Question) -> Judgement:
    """Judge a day or span of days against another."""
    both = {"actual": said(actual), "target": said(target)}
    if target == actual and (target.recurring or target.part is not None):
        return Judgement(Outcome.MET, say("same-words", **both))
    if target.recurring or actual.recurring:
        return undetermined("deadline-recurring", **both)
    years, target_year, notes = _years(target, actual, asked)
    if not years:
        return undetermined("year-unknown", **both)
    answers = [_judge(target, target_year, actual, year, asked) for year in years]
    first = answers[0]
    if any(answer.outcome is not first.outcome for answer in answers):
        return undetermined("year-open", *notes, **both, years=", ".join(map(str, years)))
    return attrs.evolve(first, notes=(*notes, *first.notes))


def _shown(day: datetime.date, target: Deadline, year: int) -> str:
    """A day as a reason prints it, without a year that nobody said."""
    stands_in = target.year is None and year == STAND_IN
    return f"{day:%m-%d}" if stands_in else day.isoformat()


def _judge(target: Deadline, target_year: int, actual: Deadline, year: int, asked: Question) -> Judgement:
    """One reading of the years."""
    both = {"actual": said(actual), "target": said(target)}
    span = _span(actual, year)
    goal = _span(target, target_year)
    if span is None or goal is None:
        return undetermined("no-fixed-day", **both)
    way = _way(target, asked.direction)
    first, last = _reported(actual, span)
    if way is Direction.AT_LEAST:
        outcome = (
            Outcome.MET if first >= goal[0] else Outcome.NOT_MET if last < goal[0] else Outcome.UNDETERMINED
        )
        return Judgement(outcome, say(_LATER[outcome], **both, day=_shown(goal[0], target, target_year)))
    # 初 and 中 have no fixed last day: the bound lies somewhere in the span.
    sure = target.last_day(target_year) is not None
    by = goal[1] if sure else goal[0]
    latest = goal[1]
    if target.comparator is Comparator.LT:
        by = latest = goal[0] - datetime.timedelta(days=1)
    if last <= by:
        return Judgement(Outcome.MET, say("in-time", **both, day=_shown(latest, target, target_year)))
    if first > latest:
        return Judgement(Outcome.NOT_MET, say("late", **both, day=_shown(latest, target, target_year)))
    return undetermined("across-deadline", **both, day=_shown(latest, target, target_year))


def _reported(
    actual: Deadline, span: tuple[datetime.date, datetime.date]
) -> tuple[datetime.date, datetime.date]:
    """The first and the last day that an actual may mean: 6月后 has no last one."""
    match actual.comparator:
        case Comparator.GE:
            return span[0], datetime.date.max
        case Comparator.GT:
            return span[1], datetime.date.max
        case _:
            return span


_LATER: Final = {
    Outcome.MET: "late-enough",
    Outcome.NOT_MET: "too-early",
    Outcome.UNDETERMINED: "across-deadline",
}


def _way(target: Deadline, direction: Direction) -> Direction:
    """A day is a bound at its end, unless its sign or the row says that it is one at its beginning."""
    if target.comparator in (Comparator.GE, Comparator.GT):
        return Direction.AT_LEAST
    if target.comparator in (Comparator.LE, Comparator.LT):
        return Direction.AT_MOST
    return Direction.AT_LEAST if direction is Direction.AT_LEAST else Direction.AT_MOST


def late_enough(target: Deadline, direction: Direction) -> bool:
    """Return whether a deadline asks for a day that is not before it."""
    return _way(target, direction) is Direction.AT_LEAST


def _span(value: Deadline, year: int) -> tuple[datetime.date, datetime.date] | None:
    """The first and the latest day that it can mean; None where it has none."""
    first, latest = value.first_day(year), value.latest_day(year)
    if first is None or latest is None:
        return None
    return first, latest


def _years(
    target: Deadline, actual: Deadline, asked: Question
) -> tuple[tuple[int, ...], int, tuple[Note, ...]]:
    """The years the actual may lie in and the target's; no year where they cannot be told."""
    known = asked.fiscal_year
    target_said, actual_said = _year_said(target), _year_said(actual)
    target_year = target_said or known
    notes: list[Note] = []
    if target_year is None:
        if actual_said is not None:
            return (), STAND_IN, ()
        notes.append(note("same-year-assumed"))
        target_year = known = STAND_IN
    elif target_said is None:
        notes.append(note("year-from-budget", cell=said(target), year=target_year))
    if actual_said is not None:
        return (actual_said,), target_year, tuple(notes)
    years = [year for year in dict.fromkeys((known, target_year)) if year is not None]
    if known != STAND_IN or asked.fiscal_year is not None:
        notes.append(note("year-from-budget", cell=said(actual), year=years[0]))
    if len(years) == 1 and _perhaps_next_year(target, target_year, actual, years[0]):
        years.append(years[0] + 1)
    return tuple(years), target_year, tuple(notes)


def _year_said(value: Deadline) -> int | None:
    """The year that the cell names itself."""
    return value.year


def _perhaps_next_year(target: Deadline, target_year: int, actual: Deadline, year: int) -> bool:
    """1月 beside a deadline in December: eleven months early, or one month late in the next year."""
    if actual.year_offset or actual.period in (Period.YEAR, Period.HALF):
        return False
    goal, span, later = _span(target, target_year), _span(actual, year), _span(actual, year + 1)
    if goal is None or span is None or later is None:
        return False
    late, early = (later[1] - goal[1]).days, (goal[1] - span[1]).days
    return 0 < late <= NEXT_YEAR and late < early
