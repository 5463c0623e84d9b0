"""Sets of numbers between two ends, the sets that cells with numbers say (数值区间).

`≥95%` is all numbers from 95 on, `80-90%` those between, `约100人` those within a tenth.
Everything is exact: ends are Fractions, None where a side has no end.
"""

from __future__ import annotations

import enum
import math
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeAlias

import attrs

from budgetkpi import numerals
from budgetkpi.shown import Shown

__all__ = [
    "EMPTY",
    "EVERYTHING",
    "Interval",
    "Place",
    "about",
    "above",
    "at_least",
    "at_most",
    "below",
    "between",
    "complement",
    "exactly",
    "from_comparator",
    "hull",
    "just_over",
    "just_under",
    "union",
]

Number: TypeAlias = int | Decimal | Fraction
"""What an end is made of: anything exact."""

TENTH: Final = Fraction(1, 10)
"""How far 约 and 近 reach, as a part of the number."""


class Place(enum.StrEnum):
    """Where a set lies, seen from another (相对位置)."""

    INSIDE = "inside"
    """All of it in the other."""
    OUTSIDE = "outside"
    """None of it in the other."""
    ACROSS = "across"
    """Some of it in the other and some not."""


def _fraction(value: Number | None) -> Fraction | None:
    """An end as a Fraction; TypeError for a float, which is not exact."""
    if value is None or type(value) is Fraction:
        return value
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a float: pass the printed number as a Decimal")
    return Fraction(value)


@attrs.frozen(repr=False)
class Interval(Shown):
    """All numbers between two ends (区间).

    Attributes:
        low, high: the ends, None where there is none on that side.
        low_inclusive, high_inclusive: whether the ends themselves belong to it.

    >>> at_least(95).contains(between(96, 98)), str(between(80, 90, high_inclusive=False))
    (True, '[80, 90)')
    """

    low: Fraction | None = attrs.field(default=None, converter=_fraction)
    high: Fraction | None = attrs.field(default=None, converter=_fraction)
    low_inclusive: bool = attrs.field(default=True, kw_only=True)
    high_inclusive: bool = attrs.field(default=True, kw_only=True)

    def __attrs_post_init__(self) -> None:
        # An end that does not exist is never in, so that equal sets are equal values.
        if self.low is None:
            object.__setattr__(self, "low_inclusive", False)
        if self.high is None:
            object.__setattr__(self, "high_inclusive", False)

    @classmethod
    def point(cls, x: Number) -> Interval:
        """The one number `x`."""
        end = _fraction(x)
        return cls(end, end)

    @property
    def is_point(self) -> bool:
        """Whether it holds exactly one number."""
        if not (self.low_inclusive and self.high_inclusive):  # an end that does not exist is never in
            return False
        return self.low is self.high or self.low == self.high

    @property
    def is_empty(self) -> bool:
        """Whether it holds no number."""
        if self.low is None or self.high is None:
            return False
        if self.low is self.high:
            return not self.is_point
        return self.low > self.high or (self.low == self.high and not self.is_point)

    @property
    def has_whole(self) -> bool:
        """Whether it holds a whole number (整数)."""
        end = self.high if self.low is None else self.low
        near = 0 if end is None else math.floor(end)
        return any(whole in self for whole in (near - 1, near, near + 1))

    def __contains__(self, x: Number) -> bool:
        return self.contains(Interval.point(x))

    def contains(self, other: Interval) -> bool:
        """Whether all of `other` lies in this set; the empty set lies in every set."""
        return other.is_empty or (
            not self.is_empty and _low(self) <= _low(other) and _high(other) <= _high(self)
        )

    def disjoint(self, other: Interval) -> bool:
        """Whether no number is in both."""
        return self.intersect(other).is_empty

    def relation(self, other: Interval) -> Place:
        """Where `other`, mostly what was reached, lies in this set, mostly what was asked.

        >>> at_least(95).relation(about(100))
        <Place.ACROSS: 'across'>
        """
        if other.is_point:
            return Place.INSIDE if self._holds(other.low) else Place.OUTSIDE
        if self.contains(other):
            return Place.INSIDE
        return Place.OUTSIDE if self.disjoint(other) else Place.ACROSS

    def _holds(self, number: Fraction | None) -> bool:
        """Whether one number lies between the ends."""
        assert number is not None
        low, high = self.low, self.high
        if low is not None and not (low <= number if self.low_inclusive else low < number):
            return False
        return high is None or (number <= high if self.high_inclusive else number < high)

    def intersect(self, other: Interval) -> Interval:
        """The numbers in both; `EMPTY` where there are none."""
        lower, upper = max(self, other, key=_low), min(self, other, key=_high)
        both = Interval(
            lower.low, upper.high, low_inclusive=lower.low_inclusive, high_inclusive=upper.high_inclusive
        )
        return EMPTY if both.is_empty or self.is_empty or other.is_empty else both

    def and_above(self, *, strict: bool = False) -> Interval:
        """The set and all above it; `strict`: without its lower end."""
        if self.is_empty:
            return EMPTY
        return Interval(self.low, None, low_inclusive=self.low_inclusive and not strict)

    def and_below(self, *, strict: bool = False) -> Interval:
        """The set and all below it; `strict`: without its upper end."""
        if self.is_empty:
            return EMPTY
        return Interval(None, self.high, high_inclusive=self.high_inclusive and not strict)

    def scaled(self, factor: Number) -> Interval:
        """Every number of it times `factor`; a negative factor turns it round."""
        by = _fraction(factor)
        if self.is_empty or not by:
            return EMPTY if self.is_empty else Interval.point(0)
        low = None if self.low is None else self.low * by
        high = None if self.high is None else self.high * by
        if by > 0:
            return Interval(low, high, low_inclusive=self.low_inclusive, high_inclusive=self.high_inclusive)
        return Interval(high, low, low_inclusive=self.high_inclusive, high_inclusive=self.low_inclusive)

    def __str__(self) -> str:
        low = "-∞" if self.low is None else str(self.low)
        high = "∞" if self.high is None else str(self.high)
        return f"{'[' if self.low_inclusive else '('}{low}, {high}{']' if self.high_inclusive else ')'}"


def _low(interval: Interval) -> tuple[bool, Fraction, bool]:
    """A key that grows as the lower end moves up."""
    return interval.low is not None, interval.low or Fraction(0), not interval.low_inclusive


def _high(interval: Interval) -> tuple[bool, Fraction, bool]:
    """A key that grows as the upper end moves up."""
    return interval.high is None, interval.high or Fraction(0), interval.high_inclusive


EVERYTHING: Final = Interval()
"""All numbers."""
EMPTY: Final = Interval(0, 0, low_inclusive=False, high_inclusive=False)
"""No number."""


def union(*intervals: Interval) -> tuple[Interval, ...]:
    """Return the numbers in any of the sets (并集): pieces that do not touch, from the lowest up.

    >>> [str(piece) for piece in union(between(7, 9), at_least(10), between(5, 7))]
    ['[5, 9]', '[10, ∞)']
    """
    pieces: list[Interval] = []
    for interval in sorted((one for one in intervals if not one.is_empty), key=_low):
        if pieces and _touch(pieces[-1], interval):
            upper = max(pieces[-1], interval, key=_high)
            pieces[-1] = attrs.evolve(pieces[-1], high=upper.high, high_inclusive=upper.high_inclusive)
        else:
            pieces.append(interval)
    return tuple(pieces)


def complement(*intervals: Interval) -> tuple[Interval, ...]:
    """Return the numbers in none of the sets (补集): pieces that do not touch, from the lowest up.

    >>> [str(piece) for piece in complement(between(7, 9), at_least(10))]
    ['(-∞, 7)', '(9, 10)']
    """
    pieces: list[Interval] = []
    rest = EVERYTHING
    for interval in union(*intervals):
        if interval.low is not None:
            pieces.append(attrs.evolve(rest, high=interval.low, high_inclusive=not interval.low_inclusive))
        if interval.high is None:
            return tuple(pieces)
        rest = Interval(interval.high, None, low_inclusive=not interval.high_inclusive)
    return (*pieces, rest)


def hull(*intervals: Interval) -> Interval:
    """Return the smallest interval that holds all of the sets; `EMPTY` where there is no number.

    >>> str(hull(between(7, 9), exactly(3)))
    '[3, 9]'
    """
    pieces = union(*intervals)
    if not pieces:
        return EMPTY
    low, high = pieces[0], pieces[-1]
    return Interval(low.low, high.high, low_inclusive=low.low_inclusive, high_inclusive=high.high_inclusive)


def _touch(lower: Interval, upper: Interval) -> bool:
    """Whether no number lies between two sets, the one that begins lower first."""
    if lower.high is None or upper.low is None or upper.low < lower.high:
        return True
    return upper.low == lower.high and (upper.low_inclusive or lower.high_inclusive)


def exactly(x: Number) -> Interval:
    """The one number `x` (等于)."""
    return Interval.point(x)


def at_least(x: Number) -> Interval:
    """`x` and above (不低于, 以上: the number is included, 民法典 1259)."""
    return Interval(x)


def above(x: Number) -> Interval:
    """Above `x` (超过: the number is excluded, 民法典 1259)."""
    return Interval(x, low_inclusive=False)


def at_most(x: Number) -> Interval:
    """`x` and below (不超过, 以下, 以内: the number is included, 民法典 1259)."""
    return Interval(None, x)


def below(x: Number) -> Interval:
    """Below `x` (不满, 低于: the number is excluded, 民法典 1259)."""
    return Interval(None, x, high_inclusive=False)


def between(
    low: Number, high: Number, *, low_inclusive: bool = True, high_inclusive: bool = True
) -> Interval:
    """From `low` to `high` (区间)."""
    return Interval(low, high, low_inclusive=low_inclusive, high_inclusive=high_inclusive)


_BY_SIGN: Final = {">=": at_least, ">": above, "<=": at_most, "<": below, "=": exactly}


def from_comparator(comparator: str, x: Number) -> Interval:
    """What a sign and a number say; a `Comparator` is its sign (指标性质).

    Raises:
        ValueError: no such sign.

    >>> str(from_comparator("<", 5))
    '(-∞, 5)'
    """
    try:
        make = _BY_SIGN[str(comparator)]
    except KeyError:
        raise ValueError(f"{comparator!r} is none of {' '.join(_BY_SIGN)}") from None
    return make(x)


def about(x: Number) -> Interval:
    """Within a tenth of `x` on either side (约, 左右).

    >>> str(about(100)), str(about(-100))
    ('[90, 110]', '[-110, -90]')
    """
    middle = Fraction(x)
    reach = abs(middle) * TENTH
    return Interval(middle - reach, middle + reach)


def just_over(x: Number) -> Interval:
    """More than `x` by less than one of its last written digit (余, 多).

    The digit is the last that is not zero: 30多 lies between 30 and 40, 25余 between 25
    and 26. A fraction without a last digit is passed by less than a tenth. A negative number
    is mirrored.

    Raises:
        ValueError: the number is not finite.

    >>> str(just_over(30)), str(just_over(Decimal("12.5")))
    ('(30, 40)', '(25/2, 63/5)')
    """
    if isinstance(x, Decimal) and not x.is_finite():
        raise ValueError(f"{x} is not finite")
    start, step = Fraction(x), _last_digit(x)
    end = start - step if start < 0 else start + step
    return Interval(min(start, end), max(start, end), low_inclusive=False, high_inclusive=False)


def _last_digit(x: Number) -> Fraction:
    """One of the last digit of `x` that is not zero, a tenth of what has no last digit."""
    number = numerals.exact(x) if isinstance(x, Fraction) else Decimal(x)
    if isinstance(number, Fraction):
        return abs(number) * TENTH
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    if any(digits):
        exponent += len(digits) - len("".join(map(str, digits)).rstrip("0"))
    return Fraction(10) ** exponent


def just_under(x: Number) -> Interval:
    """Less than `x` by a tenth at most (近, 接近); nearly zero is zero.

    >>> str(just_under(100))
    '[90, 100)'
    """
    end = Fraction(x)
    if not end:
        return Interval.point(0)
    start = end * (1 - TENTH)
    if end > 0:
        return Interval(start, end, high_inclusive=False)
    return Interval(end, start, low_inclusive=False)
