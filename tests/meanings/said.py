"""What a made cell says (真实含义), in fractions of base units, and whether a value says the same.

Nothing here asks the package what a text means: only the attributes of the value that it gave are looked at.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from tests.meanings.units import measured

if TYPE_CHECKING:
    from tests.meanings.units import Measured

__all__ = ["Both", "Day", "Meaning", "Size", "Span", "says"]


class Size(NamedTuple):
    """An amount: sign, number in base units, measure, blur and change."""

    number: Fraction
    measure: str
    sign: str = ""
    blur: str = ""
    change: str = ""


class Span(NamedTuple):
    """A range in base units."""

    low: Fraction
    high: Fraction
    measure: str
    closed: tuple[bool, bool] = (True, True)


class Day(NamedTuple):
    """A date, or a span of them where it has a start."""

    period: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    sign: str = ""
    ordinal: int | None = None
    part: str = ""
    offset: int = 0
    recurring: bool = False
    start: Day | None = None


class Both(NamedTuple):
    """Values side by side."""

    values: tuple[Size, ...]


Meaning: TypeAlias = Size | Span | Day | Both


def _read(value: Any) -> Meaning | None:  # noqa: ANN401  (a value of any class, told by its kind)
    """The meaning of a value of the package; None for words."""
    match str(value.kind):
        case "amount":
            number, measure = _base(value.magnitude, measured(value.unit))
            blur, change = str(value.approximation or ""), str(value.change or "")
            return Size(number, measure, str(value.comparator or ""), blur, change)
        case "range":
            unit = measured(value.unit)
            low, measure = _base(value.low, unit)
            high, _ = _base(value.high, unit)
            return Span(low, high, measure, (value.low_inclusive, value.high_inclusive))
        case "deadline":
            return Day(
                str(value.period),
                value.year,
                value.month,
                value.day,
                str(value.comparator or ""),
                value.ordinal,
                str(value.part or ""),
                value.year_offset,
                value.recurring,
                None if value.start is None else _day(value.start),
            )
        case "several":
            read = tuple(_read(one) for one in value.values)
            return Both(tuple(one for one in read if isinstance(one, Size)))
    return None


def _day(value: Any) -> Day | None:  # noqa: ANN401  (as above)
    read = _read(value)
    return read if isinstance(read, Day) else None


def _base(number: Any, unit: Measured) -> tuple[Fraction, str]:  # noqa: ANN401  (Decimal or Fraction)
    return Fraction(number) * unit.factor, unit.measure


def says(value: Any, meanings: tuple[Meaning, ...]) -> bool:  # noqa: ANN401  (as above)
    """Whether a value says one of these."""
    return _read(value) in meanings
