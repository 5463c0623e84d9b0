"""What a cell says (指标值的取值), one class a kind.

Every value is frozen, hashable and picklable and holds the verbatim cell. Two values are
equal when they say the same as written; `text`, `notes` and `alternatives` do not count.
"""

from __future__ import annotations

import enum
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from budgetkpi.messages import Note  # noqa: TC001  (attrs resolves it for cattrs)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

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

Number: TypeAlias = Decimal | Fraction
"""An exact number: a Decimal as printed, or a Fraction that has no finite decimal."""


class Kind(enum.StrEnum):
    """The kinds of value (取值类型)."""

    AMOUNT = "amount"
    RANGE = "range"
    DEADLINE = "deadline"
    LEVEL = "level"
    REFERENCE = "reference"
    SEVERAL = "several"
    TEXT = "text"
    MISSING = "missing"


class Comparator(enum.StrEnum):
    """The comparison sign of a target (指标性质); the value is its ASCII spelling."""

    GE = ">="
    GT = ">"
    LE = "<="
    LT = "<"
    EQ = "="

    @property
    def symbol(self) -> str:
        """The one-character sign that canonical text prints."""
        return {">=": "≥", "<=": "≤"}.get(self.value, self.value)

    @property
    def strict(self) -> bool:
        """Whether the number itself is excluded."""
        return self in (Comparator.GT, Comparator.LT)


class Approximation(enum.StrEnum):
    """How a number is blurred (约数)."""

    ABOUT = "about"
    """约, 左右, 上下: on either side of it."""
    JUST_OVER = "just_over"
    """余, 多: it and some more."""
    JUST_UNDER = "just_under"
    """近, 接近: a little less."""


class Change(enum.StrEnum):
    """A difference instead of a level (变化量)."""

    RISE = "rise"
    FALL = "fall"
    SAVED = "saved"
    OVERSPENT = "overspent"


class Period(enum.StrEnum):
    """What span of the calendar a deadline names (时段)."""

    DAY = "day"
    TEN_DAY = "ten_day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class Part(enum.StrEnum):
    """Which end of a period is meant (时段的部分)."""

    BEGINNING = "beginning"
    """初: has no fixed last day."""
    MIDDLE = "middle"
    """中: has no fixed last day."""
    END = "end"
    """底, 末: its last day."""


@attrs.frozen(kw_only=True)
class _Cell:
    """What every value keeps beside what it says."""

    text: str = attrs.field(default="", eq=False, repr=False)
    notes: tuple[Note, ...] = attrs.field(default=(), eq=False, repr=False)
    alternatives: tuple[Value, ...] = attrs.field(default=(), eq=False, repr=False)


@attrs.frozen
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

    def to_registry(self, registry: pint.UnitRegistry[Any]) -> pint.Quantity[object]:
        """The same quantity in a registry of the caller's own.

        Raises:
            UnitError: the registry has no unit of this amount's dimension.
        """
        from budgetkpi.units import to_registry  # noqa: PLC0415

        return to_registry(self.magnitude, self.unit, registry)

    def __str__(self) -> str:
        from budgetkpi.canonical import write  # noqa: PLC0415

        return write(self)


@attrs.frozen
class Range(_Cell):
    """All numbers between two ends (区间), as in `80-90%` or `[80%,90%)`.

    Attributes:
        low, high: the ends, low never above high.
        unit: the unit of both.
        low_inclusive, high_inclusive: whether the ends themselves belong to it.
        approximation: how the ends are blurred, None where they are plain.
    """

    low: Number
    high: Number
    unit: str = attrs.field(default="", kw_only=True)
    low_inclusive: bool = attrs.field(default=True, kw_only=True)
    high_inclusive: bool = attrs.field(default=True, kw_only=True)
    approximation: Approximation | None = attrs.field(default=None, kw_only=True)

    @property
    def kind(self) -> Kind:
        """`Kind.RANGE`."""
        return Kind.RANGE

    @property
    def approximate(self) -> bool:
        """Whether the ends are blurred."""
        return self.approximation is not None

    def __str__(self) -> str:
        from budgetkpi.canonical import write  # noqa: PLC0415

        return write(self)


@attrs.frozen(kw_only=True)
class Deadline(_Cell):
    """A point or span of the calendar (时限), as in `≤6月份` or `每月15日前`.

    Attributes:
        comparator: the sign; `LE` for 前, 之前, 内.
        year, month, day: as written, None where not said.
        period: the smallest span that the cell names.
        ordinal: which quarter, half or ten days, counted from 1; None otherwise.
        part: which end of the span (初, 底), None where the span itself is meant.
        year_offset: 1 for 次年, 0 otherwise.
        recurring: whether it comes again each month, quarter or year (每月15日前).
        start: for a span from one date to another, the date at its start; else None.
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

    @property
    def kind(self) -> Kind:
        """`Kind.DEADLINE`."""
        return Kind.DEADLINE

    def first_day(self, fiscal_year: int | None) -> datetime.date | None:
        """The first day it can mean, `fiscal_year` standing in for a year not said.

        Returns:
            None where it has no fixed day: recurring, no month said, or no year known.
        """
        from budgetkpi.calendar import first_day  # noqa: PLC0415

        return first_day(self, fiscal_year)

    def last_day(self, fiscal_year: int | None) -> datetime.date | None:
        """The last day it can mean, `fiscal_year` standing in for a year not said.

        Returns:
            None where it has no fixed day: recurring, 初, no month said, or no year known.
        """
        from budgetkpi.calendar import last_day  # noqa: PLC0415

        return last_day(self, fiscal_year)

    def __str__(self) -> str:
        from budgetkpi.canonical import write  # noqa: PLC0415

        return write(self)


@attrs.frozen
class Level(_Cell):
    """A grade in words (定性等级), as in `健全` or `部分达成预期指标`.

    Attributes:
        word: the word, a filler number before it dropped.
        ladder: which ladder of words it stands on, "" for a word on none.
        rank: its place on the ladder, higher is better; None where it has none.
        negated: whether the word denies (未达标, 不健全).
    """

    word: str
    ladder: str = ""
    rank: int | None = attrs.field(default=None, kw_only=True)
    negated: bool = attrs.field(default=False, kw_only=True)

    @property
    def kind(self) -> Kind:
        """`Kind.LEVEL`."""
        return Kind.LEVEL

    def __str__(self) -> str:
        return self.word


@attrs.frozen
class Reference(_Cell):
    """A bound that stands in another document (引用依据), as in `按照《…》执行`.

    Attributes:
        title: the document's or the base's name, without 《》.
        comparator: the sign of `不超过年初预算`, None where none is stated.
    """

    title: str
    comparator: Comparator | None = None

    @property
    def kind(self) -> Kind:
        """`Kind.REFERENCE`."""
        return Kind.REFERENCE

    def __str__(self) -> str:
        from budgetkpi.canonical import write  # noqa: PLC0415

        return write(self)


@attrs.frozen
class Several(_Cell):
    """More than one value in a cell (多个取值), as in `培训2次，每次100人`.

    Attributes:
        values: the values in the order of the cell; never nested.
    """

    values: tuple[Value, ...]

    @property
    def kind(self) -> Kind:
        """`Kind.SEVERAL`."""
        return Kind.SEVERAL

    def __iter__(self) -> Iterator[Value]:
        return iter(self.values)

    def __str__(self) -> str:
        from budgetkpi.canonical import write  # noqa: PLC0415

        return write(self)


@attrs.frozen
class Text(_Cell):
    """A free description (文字描述).

    Attributes:
        content: the words, without the blanks around them.
    """

    content: str

    @property
    def kind(self) -> Kind:
        """`Kind.TEXT`."""
        return Kind.TEXT

    def __str__(self) -> str:
        return self.content


@attrs.frozen
class Missing(_Cell):
    """Nothing was filled in (未填); missing is not zero."""

    @property
    def kind(self) -> Kind:
        """`Kind.MISSING`."""
        return Kind.MISSING

    def __str__(self) -> str:
        return ""


Value: TypeAlias = Amount | Range | Deadline | Level | Reference | Several | Text | Missing
"""Anything that a cell can say."""
