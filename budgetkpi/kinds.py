"""The closed sets of what a value can be (取值的分类), each with a stable spelling, and the exact number."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from budgetkpi.wording import Worded

__all__ = ["Approximation", "Change", "Comparator", "Kind", "Number", "Part", "Period"]

Number: TypeAlias = Decimal | Fraction
"""An exact number: a Decimal as printed, or a Fraction that has no finite decimal."""


class Kind(Worded):
    """The kinds of value (取值类型).

    >>> from budgetkpi import parse
    >>> parse("≥95%").kind.zh
    '数量'
    """

    AMOUNT = "amount"
    RANGE = "range"
    DEADLINE = "deadline"
    LEVEL = "level"
    REFERENCE = "reference"
    SEVERAL = "several"
    TEXT = "text"
    MISSING = "missing"


class Comparator(Worded):
    """The comparison sign of a target (指标性质); the value is its ASCII spelling.

    >>> Comparator.GE.symbol, Comparator.GE.zh
    ('≥', '不低于')
    """

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


class Approximation(Worded):
    """How a number is blurred (约数).

    >>> from budgetkpi import parse
    >>> parse("约100人").approximation
    <Approximation.ABOUT: 'about'>
    """

    ABOUT = "about"
    """约, 左右, 上下: on either side of it."""
    JUST_OVER = "just_over"
    """余, 多: it and some more."""
    JUST_UNDER = "just_under"
    """近, 接近: a little less."""


class Change(Worded):
    """A difference instead of a level (变化量).

    >>> from budgetkpi import parse
    >>> parse("同比下降3%").change.zh
    '下降'
    """

    RISE = "rise"
    FALL = "fall"
    SAVED = "saved"
    OVERSPENT = "overspent"


class Period(Worded):
    """What span of the calendar a deadline names (时段).

    >>> from budgetkpi import parse
    >>> parse("第四季度").period
    <Period.QUARTER: 'quarter'>
    """

    DAY = "day"
    TEN_DAY = "ten_day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class Part(Worded):
    """Which end of a period is meant (时段的部分).

    >>> from budgetkpi import parse
    >>> parse("12月底").part
    <Part.END: 'end'>
    """

    BEGINNING = "beginning"
    """初: has no fixed last day."""
    MIDDLE = "middle"
    """中: has no fixed last day."""
    END = "end"
    """底, 末: its last day."""
