"""What days a stretch of the calendar holds (时段), and sets of days.

Ten days (上旬 中旬 下旬) end on the 10th, the 20th and the last day of the month.
"""

from __future__ import annotations

import bisect
import datetime
import functools
import importlib
import itertools
from calendar import isleap
from typing import TYPE_CHECKING, Final, Protocol, cast

import attrs

from budgetkpi.intervals import Place
from budgetkpi.kinds import Part, Period
from budgetkpi.shown import Shown

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "DaySpan",
    "Stretch",
    "add_working_days",
    "is_day",
    "looks_like_serial",
    "serial_date",
    "working_days_between",
]

MONTHS: Final = {Period.QUARTER: 3, Period.HALF: 6}
"""How many months one of several periods of a year spans."""
LATEST: Final = {
    (Period.QUARTER, Part.BEGINNING): 1,
    (Period.QUARTER, Part.MIDDLE): 2,
    (Period.HALF, Part.BEGINNING): 2,
    (Period.HALF, Part.MIDDLE): 4,
    (Period.YEAR, Part.BEGINNING): 3,
    (Period.YEAR, Part.MIDDLE): 9,
}
"""After how many months 初 and 中 of a period are over at the latest. Ours: no rule fixes it."""
LAST_DAY_OF: Final = {Part.BEGINNING: 10, Part.MIDDLE: 20}
"""The last day that 初 and 中 of a month can mean, as 上旬 and 中旬 end."""
END_OF_MONTH_BEGINS: Final = 21
"""月底 lies in the last ten days (下旬)."""

_WEEKEND: Final = 5
"""Saturday, as weekdays are counted from Monday."""
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


@attrs.frozen(repr=False)
class Stretch(Shown):
    """A day, ten days, month, quarter, half or year of the calendar, or the part of one (时段).

    Attributes:
        period: how long it is.
        year: None where nobody knows it; then it has no days.
        month, day: as written, None where not said.
        ordinal: which quarter, half or ten days, counted from 1; None otherwise.
        part: which end of it is meant (初, 底), None where it is meant itself.

    >>> Stretch(Period.QUARTER, 2021, ordinal=3, part=Part.END).first_day
    datetime.date(2021, 9, 1)
    """

    period: Period
    year: int | None
    month: int | None = attrs.field(default=None, kw_only=True)
    day: int | None = attrs.field(default=None, kw_only=True)
    ordinal: int | None = attrs.field(default=None, kw_only=True)
    part: Part | None = attrs.field(default=None, kw_only=True)

    @property
    def first_day(self) -> datetime.date | None:
        """The first day it can mean; 底 and 末 are the last ten days of a month, else the last month."""
        months = self._months
        if months is None:
            return None
        first, last = months
        if self.period is Period.DAY:
            return _date(self.year, first, self.day)
        if self.period is Period.TEN_DAY:
            return _date(self.year, first, 10 * ((self.ordinal or 1) - 1) + 1)
        if self.part is Part.END:
            return _date(self.year, last, END_OF_MONTH_BEGINS if self.period is Period.MONTH else 1)
        return _date(self.year, first, 1)

    @property
    def last_day(self) -> datetime.date | None:
        """The last day it can mean; None for 初 and 中, which no rule ends."""
        return None if self.part in LAST_DAY_OF else self.latest_day

    @property
    def latest_day(self) -> datetime.date | None:
        """The last day it could possibly mean, also for 初 and 中.

        月初 ends by the 10th, 月中 by the 20th, 年初 with the first quarter, 季度初 with its first
        month.
        """
        months = self._months
        if months is None:
            return None
        first, last = months
        if self.period is Period.DAY:
            return _date(self.year, first, self.day)
        if self.period is Period.TEN_DAY and self.ordinal in (1, 2):  # the third ends the month
            return _date(self.year, first, 10 * self.ordinal)
        if self.part is not None:
            if self.period is Period.MONTH and self.part in LAST_DAY_OF:
                return _date(self.year, first, LAST_DAY_OF[self.part])
            last = first - 1 + LATEST.get((self.period, self.part), last - first + 1)
        return _end_of_month(self.year, last)

    @property
    def _months(self) -> tuple[int, int] | None:
        """The first and the last month of the period, None where not known."""
        if self.period is Period.YEAR:
            return 1, 12
        if self.period in MONTHS:
            if self.ordinal is None:
                return None
            last = self.ordinal * MONTHS[self.period]
            return last - MONTHS[self.period] + 1, last
        return None if self.month is None else (self.month, self.month)


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
    package = _holidays()
    if package is None:
        return None
    if last == first:
        return 0
    begin = first + datetime.timedelta(days=1)
    passed = 0
    for year in range(begin.year, last.year + 1):
        worked = _worked(package, year)
        if not worked:
            return None
        passed += worked[_day_of_year(last) if year == last.year else -1]
        passed -= worked[_day_of_year(begin) - 1] if year == begin.year else 0
    return passed


def add_working_days(start: datetime.date, n: int) -> datetime.date | None:
    """The `n`-th working day (工作日) after a day, which itself is not counted.

    Returns:
        None where chinesecalendar is not installed or does not know the years.

    Raises:
        ValueError: a negative number of days.
    """
    if n < 0:
        raise ValueError(f"{n} days: count forward only")
    package = _holidays()
    if package is None:
        return None
    if not n:
        return start
    if start == datetime.date.max:
        return None
    begin = start + datetime.timedelta(days=1)
    year, worked = begin.year, _worked(package, begin.year)
    n += worked[_day_of_year(begin) - 1] if worked else 0
    while worked and n > worked[-1]:
        n, year = n - worked[-1], year + 1
        worked = _worked(package, year)
    if not worked:
        return None
    return datetime.date(year, 1, 1) + datetime.timedelta(days=bisect.bisect_left(worked, n) - 1)


def _day_of_year(day: datetime.date) -> int:
    return day.timetuple().tm_yday


@functools.lru_cache(maxsize=128)
def _worked(package: _Holidays, year: int) -> tuple[int, ...]:
    """How many working days of a year passed before it and up to each of its days; () where not known."""
    try:
        first = datetime.date(year, 1, 1)
        package.is_workday(first)
    except (NotImplementedError, ValueError):
        return ()
    days = [first + datetime.timedelta(days=n) for n in range(365 + isleap(year))]
    worked = (
        day in package.workdays or (day.weekday() < _WEEKEND and day not in package.holidays) for day in days
    )
    return (0, *itertools.accumulate(map(int, worked)))


@attrs.frozen(repr=False)
class DaySpan(Shown):
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

    holidays: Mapping[datetime.date, str]
    workdays: Mapping[datetime.date, str]
    """Weekends that are worked in exchange."""

    def __hash__(self) -> int: ...

    @staticmethod
    def is_workday(day: datetime.date) -> bool:
        """Whether a day of a year that is known is worked."""


def _holidays() -> _Holidays | None:
    """The package chinesecalendar, imported on first use; None where it is not installed."""
    try:
        return cast("_Holidays", importlib.import_module("chinese_calendar"))
    except ImportError:
        return None


def _date(year: int | None, month: int, day: int | None) -> datetime.date | None:
    """The date, None where there is none such."""
    if year is None or day is None:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _end_of_month(year: int | None, month: int) -> datetime.date | None:
    if year is None or not (datetime.MINYEAR <= year <= datetime.MAXYEAR and 1 <= month <= 12):  # noqa: PLR2004
        return None
    last = max(day for day in range(28, 32) if is_day(year, month, day))
    return datetime.date(year, month, last)
