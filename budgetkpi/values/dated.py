"""The value that is a day or a span of days (时限型取值)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import canonical
from budgetkpi.bounds import DATES, check_within
from budgetkpi.calendar import Stretch, is_day
from budgetkpi.errors import FieldError
from budgetkpi.inputs import as_choice, as_instance, as_year
from budgetkpi.kinds import Comparator, Kind, Part, Period
from budgetkpi.messages import Catalog
from budgetkpi.values.kept import Kept, a_flag, maybe

if TYPE_CHECKING:
    import datetime

__all__ = ["Deadline", "a_deadline"]

_say: Final = Catalog("bounds")
_MONTHS: Final = range(1, 13)
_DAYS: Final = range(1, 32)
_OFFSETS: Final = range(-10, 11)
_HELD: Final = {Period.QUARTER: 4, Period.HALF: 2, Period.TEN_DAY: 3}
"""How many of a period a year holds, or a month of ten days."""


@attrs.frozen(kw_only=True, repr=False)
class Deadline(Kept):
    """A point or span of the calendar (时限), as in `≤6月份` or `每月15日前`.

    Attributes:
        comparator: the sign; `LE` for 前, 之前, 内.
        year, month, day: as written, None where not said.
        period: the smallest span that the cell names.
        ordinal: which quarter, half or ten days, counted from 1; None otherwise.
        part: which end of the span (初, 底), None where the span itself is meant.
        year_offset: 1 for 次年, -1 for 上年 and so on, 0 otherwise.
        recurring: whether it comes again each month, quarter or year (每月15日前).
        start: for a span from one date to another, the date at its start; else None.
        planned: whether the cell says it of a plan or a forecast.

    >>> from budgetkpi import parse
    >>> parse("6月底前").last_day(2020)
    datetime.date(2020, 6, 30)
    """

    comparator: Comparator | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    period: Period = Period.MONTH
    ordinal: int | None = None
    part: Part | None = None
    year_offset: int = 0
    recurring: bool = False
    start: Deadline | None = None
    planned: bool = False

    def __attrs_post_init__(self) -> None:
        recurring: object = self.recurring
        planned: object = self.planned
        if not (
            (self.comparator is None or type(self.comparator) is Comparator)
            and type(self.period) is Period
            and (self.part is None or type(self.part) is Part)
            and type(recurring) is bool
            and (self.start is None or type(self.start) is Deadline)
            and type(planned) is bool
            and self._is_kept()
        ):
            self._take(
                ("comparator", maybe(Comparator)),
                ("period", lambda thing, field: as_choice(thing, field, Period)),
                ("part", maybe(Part)),
                ("recurring", a_flag),
                ("start", a_deadline),
                ("planned", a_flag),
            )
        for name, within in (("year", DATES), ("month", _MONTHS), ("day", _DAYS), ("year_offset", _OFFSETS)):
            said: int | None = getattr(self, name)
            if said is not None or name == "year_offset":
                check_within(said, name, within)
        if self.ordinal is not None:
            check_within(self.ordinal, "ordinal", range(1, 1 + _HELD.get(self.period, 4)))
        if self.month is not None and self.day is not None and not is_day(None, self.month, self.day):
            raise FieldError(_say("no-such-day", field="day", day=self.day, month=self.month))

    @property
    def kind(self) -> Kind:
        """`Kind.DEADLINE`."""
        return Kind.DEADLINE

    def first_day(self, fiscal_year: int | None) -> datetime.date | None:
        """The first day it can mean, `fiscal_year` standing in for a year not said.

        底 and 末 are a stretch at the end: the last ten days of a month, the last month of a
        quarter, half or year. A span begins with its first date.

        Returns:
            None where it has no fixed day: recurring, no month said, or no year known.
        """
        if self.recurring:
            return None
        if self.start is not None:
            return self._first_of_span(self.start, fiscal_year)
        return self._stretch(fiscal_year).first_day

    def last_day(self, fiscal_year: int | None) -> datetime.date | None:
        """The last day it can mean, `fiscal_year` standing in for a year not said.

        Returns:
            None where it has no fixed day: recurring, no month said, or no year known, and for
            初 and 中, which no rule ends; `latest_day` says how far those can reach.
        """
        return None if self.recurring else self._stretch(fiscal_year).last_day

    def latest_day(self, fiscal_year: int | None) -> datetime.date | None:
        """The last day that it could possibly mean, also for 初 and 中.

        Good for leaving open what cannot be decided, not for calling something late.

        Returns:
            None where it has no fixed day: recurring, no month said, or no year known.
        """
        return None if self.recurring else self._stretch(fiscal_year).latest_day

    def _stretch(self, fiscal_year: int | None) -> Stretch:
        """What it names of the calendar; the year None where neither the cell nor the caller says it."""
        year = self.year
        if year is None and (given := as_year(fiscal_year)) is not None:
            year = given + self.year_offset
        return Stretch(
            self.period, year, month=self.month, day=self.day, ordinal=self.ordinal, part=self.part
        )

    def _first_of_span(self, start: Deadline, fiscal_year: int | None) -> datetime.date | None:
        """The first day of a span; a year said only at its end holds for its start, too."""
        if start.year is not None or self.year is None:
            return start.first_day(fiscal_year)
        first, end = attrs.evolve(start, year=self.year).first_day(None), self.latest_day(None)
        if first is not None and end is not None and first > end:
            return attrs.evolve(start, year=self.year - 1).first_day(None)
        return first

    def __str__(self) -> str:
        sign = self.comparator.symbol if self.comparator else ""
        start = "" if self.start is None else f"{attrs.evolve(self.start, comparator=None)}至"
        point = canonical.date_text(
            self._stretch(None), year_offset=self.year_offset, recurring=self.recurring
        )
        limit = canonical.limit_text(sign, f"{start}{point}", past_year=self.is_past_year)
        return canonical.said_of(limit, planned=self.planned, when="")

    @property
    def is_past_year(self) -> bool:
        """Whether it is a year gone by as a whole, named from the budget year (上年)."""
        whole = self.period is Period.YEAR and self.part is None and self.start is None
        return whole and self.year is None and self.year_offset < 0 and not self.recurring


def a_deadline(thing: object, field: str) -> Deadline | None:
    """A deadline, or None."""
    return None if thing is None else as_instance(thing, field, Deadline, "value")
