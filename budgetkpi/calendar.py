"""What days a deadline means (时限), and sets of days.

Pure functions over a `Deadline`. A year that is not said is the budget year; where it is not
known either, there is no day. Ten days (上旬 中旬 下旬) end on the 10th, the 20th and the last
day of the month.
"""

from __future__ import annotations

import calendar as _gregorian
import datetime
import importlib
from typing import TYPE_CHECKING, Final, Protocol, cast

import attrs

from budgetkpi.intervals import Place

if TYPE_CHECKING:
    from budgetkpi.values import Deadline

__all__ = [
    "DaySpan",
    "add_working_days",
    "first_day",
    "is_day",
    "last_day",
    "latest_day",
    "looks_like_serial",
    "serial_date",
    "working_days_between",
]

MONTHS: Final = {"month": 1, "ten_day": 1, "quarter": 3, "half": 6, "year": 12}
"""How many months each period spans."""
LATEST: Final = {
    ("quarter", "beginning"): 1,
    ("quarter", "middle"): 2,
    ("half", "beginning"): 2,
    ("half", "middle"): 4,
    ("year", "beginning"): 3,
    ("year", "middle"): 9,
}
"""After how many months 初 and 中 of a period are over at the latest. Ours: no rule fixes it."""
LAST_DAY_OF: Final = {"beginning": 10, "middle": 20}
"""The last day that 初 and 中 of a month can mean, as 上旬 and 中旬 end."""
END_OF_MONTH_BEGINS: Final = 21
"""月底 lies in the last ten days (下旬)."""

EPOCH: Final = datetime.date(1899, 12, 30)
"""Day 0 of a spreadsheet. Its 1900 is wrongly a leap year; from March 1900 on this is right."""
FIRST_SERIAL: Final = 61
SERIALS: Final = (36526, 73050)
"""2000-01-01 and 2099-12-31 as date serials."""


def is_day(year: int | None, month: int, day: int) -> bool:
    """Whether there is such a day; 29 February passes where the year is not known.

    >>> is_day(2021, 2, 29), is_day(None, 2, 29), is_day(None, 6, 31)
    (False, True, False)
    """
    try:
        datetime.date(2000 if year is None else year, month, day)
    except (ValueError, OverflowError):
        return False
    return True


def first_day(deadline: Deadline, fiscal_year: int | None) -> datetime.date | None:
    """The first day that a deadline can mean.

    底 and 末 are a stretch at the end: the last ten days of a month, the last month of a
    quarter, half or year. A span begins with its first date.

    Args:
        deadline: what the cell says.
        fiscal_year: stands in for a year not said.

    Returns:
        None where it comes again and again, or its year or month is not known.
    """
    if deadline.recurring:
        return None
    if deadline.start is not None:
        return _first_of_span(deadline, deadline.start, fiscal_year)
    months = _months(deadline, fiscal_year)
    if months is None:
        return None
    year, first, last = months
    period, part = str(deadline.period), _part(deadline)
    if period == "day":
        return _date(year, first, deadline.day)
    if period == "ten_day":
        return _date(year, first, 10 * ((deadline.ordinal or 1) - 1) + 1)
    if part == "end":
        return _date(year, last, END_OF_MONTH_BEGINS if period == "month" else 1)
    return _date(year, first, 1)


def last_day(deadline: Deadline, fiscal_year: int | None) -> datetime.date | None:
    """The last day that a deadline can mean; for 底 and 末 the last day of the period.

    Returns:
        None where it comes again and again, where its year or month is not known, and for
        初 and 中, which no rule ends; `latest_day` says how far those can reach.
    """
    if _part(deadline) in LAST_DAY_OF:
        return None
    return latest_day(deadline, fiscal_year)


def latest_day(deadline: Deadline, fiscal_year: int | None) -> datetime.date | None:
    """The last day that a deadline could possibly mean, also for 初 and 中.

    月初 ends by the 10th, 月中 by the 20th, 年初 with the first quarter, 季度初 with its first
    month. Good for leaving open what cannot be decided, not for calling something late.

    Returns:
        None where it comes again and again, or its year or month is not known.
    """
    if deadline.recurring:
        return None
    months = _months(deadline, fiscal_year)
    if months is None:
        return None
    year, first, last = months
    period, part = str(deadline.period), _part(deadline)
    if period == "day":
        return _date(year, first, deadline.day)
    if period == "ten_day" and (deadline.ordinal or 3) < 3:  # noqa: PLR2004  (the third ends the month)
        return _date(year, first, 10 * (deadline.ordinal or 3))
    if period == "month" and part in LAST_DAY_OF:
        return _date(year, first, LAST_DAY_OF[part])
    return _end_of_month(year, first + LATEST.get((period, part), last - first + 1) - 1)


def serial_date(n: int) -> datetime.date:
    """The day that a spreadsheet's date serial means (1900 system).

    Raises:
        ValueError: before March 1900, where the serials are off by one, or past year 9999.

    >>> serial_date(44561)
    datetime.date(2021, 12, 31)
    """
    if n < FIRST_SERIAL:
        raise ValueError(f"{n} is before March 1900, where date serials are ambiguous")
    try:
        return EPOCH + datetime.timedelta(days=n)
    except OverflowError:
        raise ValueError(f"{n} is past the last date") from None


def looks_like_serial(n: int) -> bool:
    """Whether a number in a date's place can be a date serial, of 2000 to 2099."""
    return SERIALS[0] <= n <= SERIALS[1]


def working_days_between(first: datetime.date, last: datetime.date) -> int | None:
    """How many working days (工作日) passed from one day to another.

    The first day is not counted (民法典 201). Holidays and the weekends worked in exchange
    come from the optional package chinesecalendar.

    Returns:
        None where the package is not installed or does not know the years; negative where
        `last` is before `first`.
    """
    if last < first:
        turned = working_days_between(last, first)
        return None if turned is None else -turned
    calendar = _holidays()
    if calendar is None:
        return None
    span = ((first + datetime.timedelta(days=n + 1)) for n in range((last - first).days))
    try:
        return sum(map(calendar.is_workday, span))
    except NotImplementedError:
        return None


def add_working_days(start: datetime.date, n: int) -> datetime.date | None:
    """The `n`-th working day (工作日) after a day, which itself is not counted.

    Returns:
        None where chinesecalendar is not installed or does not know the years.

    Raises:
        ValueError: a negative number of days.
    """
    if n < 0:
        raise ValueError(f"{n} days: count forward only")
    calendar = _holidays()
    if calendar is None:
        return None
    day = start
    try:
        while n:
            day += datetime.timedelta(days=1)
            n -= calendar.is_workday(day)
    except (NotImplementedError, OverflowError):
        return None
    return day


@attrs.frozen
class DaySpan:
    """All days from one to another, both counted in (日期区间); None has no end.

    >>> asked, done = DaySpan(None, datetime.date(2021, 6, 30)), datetime.date(2021, 7, 1)
    >>> asked.relation(DaySpan(done, done))
    <Place.OUTSIDE: 'outside'>
    """

    first: datetime.date | None = None
    last: datetime.date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it holds no day."""
        return self._first > self._last

    def __contains__(self, day: datetime.date) -> bool:
        return self._first <= day <= self._last

    def contains(self, other: DaySpan) -> bool:
        """Whether all days of `other` are in it; the empty span is in every one."""
        return other.is_empty or (self._first <= other._first and other._last <= self._last)

    def disjoint(self, other: DaySpan) -> bool:
        """Whether no day is in both."""
        return max(self._first, other._first) > min(self._last, other._last)

    def relation(self, other: DaySpan) -> Place:
        """Where `other`, mostly what was reached, lies in this span, mostly what was asked."""
        if self.contains(other):
            return Place.INSIDE
        return Place.OUTSIDE if self.disjoint(other) else Place.ACROSS

    # No end is the end of all dates: nothing lies beyond.
    @property
    def _first(self) -> datetime.date:
        return datetime.date.min if self.first is None else self.first

    @property
    def _last(self) -> datetime.date:
        return datetime.date.max if self.last is None else self.last


class _Holidays(Protocol):
    """What is used of the package chinesecalendar."""

    @staticmethod
    def is_workday(day: datetime.date) -> bool: ...


def _holidays() -> _Holidays | None:
    """The package chinesecalendar, imported on first use; None where it is not installed."""
    try:
        return cast("_Holidays", importlib.import_module("chinese_calendar"))
    except ImportError:
        return None


def _part(deadline: Deadline) -> str:
    return "" if deadline.part is None else str(deadline.part)


def _months(deadline: Deadline, fiscal_year: int | None) -> tuple[int, int, int] | None:
    """The year and the first and last month of a deadline's period, None where not known."""
    year = deadline.year if deadline.year is not None else fiscal_year
    if year is None:
        return None
    if deadline.year is None:
        year += deadline.year_offset
    period = str(deadline.period)
    if period == "year":
        return year, 1, 12
    if period in ("quarter", "half"):
        if deadline.ordinal is None:
            return None
        last = deadline.ordinal * MONTHS[period]
        return year, last - MONTHS[period] + 1, last
    return None if deadline.month is None else (year, deadline.month, deadline.month)


def _first_of_span(deadline: Deadline, start: Deadline, fiscal_year: int | None) -> datetime.date | None:
    """The first day of a span; a year said only at its end holds for its start, too."""
    if start.year is not None or deadline.year is None:
        return first_day(start, fiscal_year)
    end = latest_day(deadline, fiscal_year)
    first = first_day(attrs.evolve(start, year=deadline.year), fiscal_year)
    if first is not None and end is not None and first > end:
        return first_day(attrs.evolve(start, year=deadline.year - 1), fiscal_year)
    return first


def _date(year: int, month: int, day: int | None) -> datetime.date | None:
    """The date, None where there is none such."""
    if day is None:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _end_of_month(year: int, month: int) -> datetime.date | None:
    if not (datetime.MINYEAR <= year <= datetime.MAXYEAR and 1 <= month <= 12):  # noqa: PLR2004
        return None
    return datetime.date(year, month, _gregorian.monthrange(year, month)[1])
