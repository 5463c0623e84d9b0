"""What a cell says (指标值的取值), one class a kind.

Every value is frozen, hashable and picklable and holds the verbatim cell. Two values are
equal when they say the same as written; `text`, `notes` and `alternatives` do not count.
"""

from __future__ import annotations

import enum
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

import attrs

from budgetkpi import canonical
from budgetkpi.bounds import DATES, check_number, check_within
from budgetkpi.calendar import Stretch, is_day
from budgetkpi.errors import FieldError
from budgetkpi.inputs import as_choice, as_instance, as_number, as_text, as_year, listed, refused
from budgetkpi.kinds import Approximation, Change, Comparator, Kind, Number, Part, Period
from budgetkpi.messages import Catalog, Note
from budgetkpi.shown import Shown

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator

    import pint

__all__ = [
    "Amount",
    "Approximation",
    "Change",
    "Comparator",
    "Deadline",
    "Kind",
    "Level",
    "Missing",
    "Number",
    "Part",
    "Period",
    "Range",
    "Reference",
    "Several",
    "Text",
    "Value",
]

_E = TypeVar("_E", bound=enum.StrEnum)


_say: Final = Catalog("bounds")
_MONTHS: Final = range(1, 13)
_DAYS: Final = range(1, 32)
_OFFSETS: Final = range(-10, 11)
_HELD: Final = {Period.QUARTER: 4, Period.HALF: 2, Period.TEN_DAY: 3}
"""How many of a period a year holds, or a month of ten days."""


@attrs.frozen(kw_only=True, repr=False)
class _Cell(Shown):
    """What every value keeps beside what it says."""

    text: str = attrs.field(default="", eq=False, repr=False)
    notes: tuple[Note, ...] = attrs.field(default=(), eq=False, repr=False)
    alternatives: tuple[Value, ...] = attrs.field(default=(), eq=False, repr=False)
    beside: tuple[str, ...] = attrs.field(default=(), eq=False, repr=False)
    """The words of the cell that were left aside; a row may have to vouch for them."""

    def _told(self) -> str:
        return str(self)

    def _take(self, *checks: tuple[str, Callable[[Any, str], Any]]) -> None:
        """Hold each field to what it takes; a field is named in the error as `Amount.unit`."""
        for name, check in checks:
            given = getattr(self, name)
            taken = check(given, f"{type(self).__name__}.{name}")
            if taken is not given:
                object.__setattr__(self, name, taken)


def _maybe(closed: type[_E]) -> Callable[[Any, str], _E | None]:
    """What takes None or a member of a closed set."""
    return lambda thing, field: None if thing is None else as_choice(thing, field, closed)


def _maybe_deadline(thing: object, field: str) -> Deadline | None:
    return None if thing is None else as_instance(thing, field, Deadline, "value")


def _parts(thing: object, field: str) -> tuple[Decimal, Decimal] | None:
    """The counted and the total of a fraction, or None."""
    if thing is None:
        return None
    parts = listed(thing, field, as_number, "words")
    if len(parts) != 2 or not all(isinstance(part, Decimal) for part in parts):  # noqa: PLR2004  (counted, total)
        raise refused(field, "exact", thing)
    return parts  # type: ignore[return-value]


def _flag(thing: object, field: str) -> bool:
    return as_instance(thing, field, bool, "flag")


@attrs.frozen(repr=False)
class Amount(_Cell):
    """A number with a unit and perhaps a sign (数量), as in `≥95%` or `57947.3平方米`.

    Attributes:
        magnitude: the exact number, 万 and 亿 multiplied in.
        unit: the canonical written unit, "" where the cell names none.
        comparator: the sign, None where none is stated.
        approximation: how the number is blurred, None where it is plain.
        change: what kind of difference this is, None for a level.
        base: what the difference is measured against (上年, 同比 …), "" where not said.
        parts: counted and total where the cell prints a fraction such as 28/30, else None.
        planned: whether the cell says it of a plan or a forecast (计划, 预计).
        when: the year that the cell says it of (2019年95%, 去年95%), None where not said.

    >>> from budgetkpi import parse
    >>> parse("<=100.00元/本").magnitude
    Decimal('100.00')
    """

    magnitude: Number
    unit: str = ""
    comparator: Comparator | None = attrs.field(default=None, kw_only=True)
    approximation: Approximation | None = attrs.field(default=None, kw_only=True)
    change: Change | None = attrs.field(default=None, kw_only=True)
    base: str = attrs.field(default="", kw_only=True)
    parts: tuple[Decimal, Decimal] | None = attrs.field(default=None, kw_only=True)
    planned: bool = attrs.field(default=False, kw_only=True)
    when: Deadline | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        magnitude = self.magnitude
        if (
            (type(magnitude) is Decimal or type(magnitude) is Fraction)
            and type(self.unit) is str
            and (self.comparator is None or type(self.comparator) is Comparator)
            and (self.approximation is None or type(self.approximation) is Approximation)
            and (self.change is None or type(self.change) is Change)
            and type(self.base) is str
            and self.parts is None
            and self.when is None
        ):
            check_number(magnitude, "magnitude")
            return  # what the reader of cells makes; a call for each field would double the time
        self._take(
            ("magnitude", as_number),
            ("unit", as_text),
            ("comparator", _maybe(Comparator)),
            ("approximation", _maybe(Approximation)),
            ("change", _maybe(Change)),
            ("base", as_text),
            ("parts", _parts),
            ("planned", _flag),
            ("when", _maybe_deadline),
        )

    @property
    def kind(self) -> Kind:
        """`Kind.AMOUNT`."""
        return Kind.AMOUNT

    @property
    def approximate(self) -> bool:
        """Whether the number is blurred."""
        return self.approximation is not None

    @property
    def quantity(self) -> pint.Quantity[Fraction]:
        """The number and unit as an exact pint Quantity of budgetkpi's own registry.

        Raises:
            UnitError: nobody listed the unit.
        """
        from budgetkpi.units import quantity  # noqa: PLC0415  (pint loads on first use)

        return quantity(self.magnitude, self.unit)

    def to_registry(self, registry: pint.UnitRegistry[Any], *, define: bool = False) -> pint.Quantity[Any]:
        """The same quantity in a registry of the caller's own.

        Args:
            registry: the caller's.
            define: whether a unit that it lacks (元, 台, 人 …) is defined in it.

        Raises:
            UnitError: the registry has no unit of this amount's dimension, and none is to be defined.
        """
        from budgetkpi.units import to_registry  # noqa: PLC0415

        return to_registry(self.magnitude, self.unit, registry, define=define)

    def __str__(self) -> str:
        number = canonical.fraction_text(*self.parts) if self.parts else canonical.number_text(self.magnitude)
        change = canonical.change_text(self.change, self.base)
        said = canonical.amount_text(change, self.comparator, self.approximation, number, self.unit)
        return canonical.said_of(said, planned=self.planned, when=str(self.when or ""))


@attrs.frozen(repr=False)
class Range(_Cell):
    """All numbers between two ends (区间), as in `80-90%` or `[80%,90%)`.

    Attributes:
        low, high: the ends, low never above high.
        unit: the unit of both.
        low_inclusive, high_inclusive: whether the ends themselves belong to it.
        approximation: how the ends are blurred, None where they are plain.
        planned, when: as of an Amount.

    >>> from budgetkpi import parse
    >>> parse("80-90%")
    <Range 80~90%>
    """

    low: Number
    high: Number
    unit: str = attrs.field(default="", kw_only=True)
    low_inclusive: bool = attrs.field(default=True, kw_only=True)
    high_inclusive: bool = attrs.field(default=True, kw_only=True)
    approximation: Approximation | None = attrs.field(default=None, kw_only=True)
    planned: bool = attrs.field(default=False, kw_only=True)
    when: Deadline | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        low, high = self.low, self.high
        if (
            (type(low) is Decimal or type(low) is Fraction)
            and (type(high) is Decimal or type(high) is Fraction)
            and type(self.unit) is str
            and (self.approximation is None or type(self.approximation) is Approximation)
            and all(type(flag) is bool for flag in (self.low_inclusive, self.high_inclusive, self.planned))
            and self.when is None
        ):
            check_number(low, "Range.low")  # as in an Amount
            check_number(high, "Range.high")
        else:
            self._take(
                ("low", as_number),
                ("high", as_number),
                ("unit", as_text),
                ("low_inclusive", _flag),
                ("high_inclusive", _flag),
                ("approximation", _maybe(Approximation)),
                ("planned", _flag),
                ("when", _maybe_deadline),
            )
        if self.low > self.high:
            raise FieldError(_say("range-ends"))

    @property
    def kind(self) -> Kind:
        """`Kind.RANGE`."""
        return Kind.RANGE

    @property
    def approximate(self) -> bool:
        """Whether the ends are blurred."""
        return self.approximation is not None

    def __str__(self) -> str:
        low, high = canonical.number_text(self.low), canonical.number_text(self.high)
        if self.low_inclusive and self.high_inclusive:
            said = canonical.range_text(low, high, self.unit, about=self.approximate)
        else:
            said = canonical.interval_text(low, high, self.unit, (self.low_inclusive, self.high_inclusive))
        return canonical.said_of(said, planned=self.planned, when=str(self.when or ""))


@attrs.frozen(kw_only=True, repr=False)
class Deadline(_Cell):
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
        self._take(
            ("comparator", _maybe(Comparator)),
            ("period", lambda thing, field: as_choice(thing, field, Period)),
            ("part", _maybe(Part)),
            ("recurring", _flag),
            ("start", _maybe_deadline),
            ("planned", _flag),
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


@attrs.frozen(repr=False)
class Level(_Cell):
    """A grade in words (定性等级), as in `健全` or `部分达成预期指标`.

    Attributes:
        word: the word, a filler number before it dropped.
        ladder: which ladder of words it stands on, "" for a word on none.
        rank: its place on the ladder, higher is better; None where it has none.
        negated: whether the word denies (未达标, 不健全).

    >>> from budgetkpi import parse
    >>> parse("=0.00健全")
    <Level 健全>
    """

    word: str
    ladder: str = ""
    rank: int | None = attrs.field(default=None, kw_only=True)
    negated: bool = attrs.field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        self._take(("word", as_text), ("ladder", as_text))

    @property
    def kind(self) -> Kind:
        """`Kind.LEVEL`."""
        return Kind.LEVEL

    def __str__(self) -> str:
        return self.word


@attrs.frozen(repr=False)
class Reference(_Cell):
    """A bound that stands in another document (引用依据), as in `按照《…》执行`.

    Attributes:
        title: the document's or the base's name, without 《》.
        comparator: the sign of `不超过年初预算`, None where none is stated.

    >>> from budgetkpi import parse
    >>> parse("不超过年初预算").title
    '年初预算'
    """

    title: str
    comparator: Comparator | None = None

    def __attrs_post_init__(self) -> None:
        self._take(("title", as_text), ("comparator", _maybe(Comparator)))

    @property
    def kind(self) -> Kind:
        """`Kind.REFERENCE`."""
        return Kind.REFERENCE

    def __str__(self) -> str:
        return canonical.reference_text(self.title, self.comparator)


@attrs.frozen(repr=False)
class Several(_Cell):
    """More than one value in a cell (多个取值), as in `培训2次，每次100人`.

    Attributes:
        values: the values in the order of the cell; never nested.

    >>> from budgetkpi import parse
    >>> len(parse("培训2次，每次100人").values)
    2
    """

    values: tuple[Value, ...]

    def __attrs_post_init__(self) -> None:
        self._take(("values", _values))

    @property
    def kind(self) -> Kind:
        """`Kind.SEVERAL`."""
        return Kind.SEVERAL

    def __iter__(self) -> Iterator[Value]:
        return iter(self.values)

    def __str__(self) -> str:
        return "；".join(map(str, self.values))


@attrs.frozen(repr=False)
class Text(_Cell):
    """A free description (文字描述).

    Attributes:
        content: the words, without the blanks around them.

    >>> from budgetkpi import parse
    >>> parse("完成旧楼外墙改造")
    <Text 完成旧楼外墙改造>
    """

    content: str

    def __attrs_post_init__(self) -> None:
        self._take(("content", as_text))

    @property
    def kind(self) -> Kind:
        """`Kind.TEXT`."""
        return Kind.TEXT

    def __str__(self) -> str:
        return self.content


@attrs.frozen(repr=False)
class Missing(_Cell):
    """Nothing was filled in (未填); missing is not zero.

    >>> from budgetkpi import parse
    >>> parse("/")
    <Missing>
    """

    @property
    def kind(self) -> Kind:
        """`Kind.MISSING`."""
        return Kind.MISSING

    def __str__(self) -> str:
        return ""


def _values(things: object, field: str) -> tuple[Value, ...]:
    """The values of a cell that says several."""
    if type(things) is tuple and all(isinstance(thing, _Cell) for thing in things):
        return things
    return listed(things, field, lambda thing, at: as_instance(thing, at, _Cell, "value"), "values")  # type: ignore[arg-type,return-value]


Value: TypeAlias = Amount | Range | Deadline | Level | Reference | Several | Text | Missing
"""Anything that a cell can say."""
