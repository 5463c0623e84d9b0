"""The sets of numbers that a target and an actual say (取值集合).

`≥95%` is all numbers from 95 on, `约100人` those within a tenth, `28台` asked at least all
from 28 on and reached the number 28 alone.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from budgetkpi import intervals
from budgetkpi.intervals import Interval
from budgetkpi.results import Direction
from budgetkpi.values import Amount, Approximation, Range

if TYPE_CHECKING:
    from budgetkpi.messages import Note
    from budgetkpi.values import Number

__all__ = ["Reading", "Sets", "of_actual", "of_target", "scaled", "widened"]


@attrs.frozen
class Sets:
    """What an actual says on its target's scale (实际值的集合).

    Attributes:
        interval: every number that it allows.
        exact: the number where it is a plain one, which an attainment can be taken from; else None.
    """

    interval: Interval
    exact: Fraction | None = None

    @classmethod
    def of_number(cls, number: Fraction) -> Sets:
        """The one plain number."""
        return cls(Interval.point(number), number)

    def negated(self) -> Sets:
        """The set on the other side of zero: a fall seen as a rise."""
        return scaled(self, Fraction(-1))

    def moved(self, by: Fraction) -> Sets:
        """The set with every number moved by `by`."""
        old = self.interval
        low = None if old.low is None else old.low + by
        high = None if old.high is None else old.high + by
        new = Interval(low, high, low_inclusive=old.low_inclusive, high_inclusive=old.high_inclusive)
        return Sets(new, None if self.exact is None else self.exact + by)


@attrs.frozen
class Reading:
    """One set that an actual can mean, in the target's unit (读法).

    Attributes:
        sets: the set, and the exact number where it is a plain one.
        factor: what a number of the target's unit is multiplied by first (1 but for a target without a unit).
        written: how this reading is written out, "" where it is the only one.
        notes: what was assumed for it.
        code: the reason's code where this and another reading disagree.
        lead: whether the attainment is taken from it when the others agree on the verdict.
        open_ratio: whether only the verdict, not the attainment, can be told.
    """

    sets: Sets
    factor: Fraction = Fraction(1)
    written: str = attrs.field(default="", kw_only=True)
    notes: tuple[Note, ...] = attrs.field(default=(), kw_only=True)
    code: str = attrs.field(default="readings-disagree", kw_only=True)
    lead: bool = attrs.field(default=False, kw_only=True)
    open_ratio: bool = attrs.field(default=False, kw_only=True)


def of_actual(actual: Amount | Range) -> Sets:
    """Return what was reached, in its own unit; a sign before it allows all the numbers it names."""
    if isinstance(actual, Range):
        return Sets(_range(actual))
    number = Fraction(actual.magnitude)
    if actual.approximation is not None:
        return Sets(_blurred(actual.magnitude, actual.approximation))
    if actual.comparator is None or actual.comparator.value == "=":
        return Sets.of_number(number)
    return Sets(intervals.from_comparator(actual.comparator, number))


def of_target(target: Amount | Range, direction: Direction) -> Interval:
    """Return the numbers that meet a target, judged `direction`; its strict sign leaves its bound out."""
    if isinstance(target, Range):
        whole = _range(target)
    elif target.approximation is not None:
        whole = _blurred(target.magnitude, target.approximation)
    else:
        whole = Interval.point(Fraction(target.magnitude))
    strict = isinstance(target, Amount) and target.comparator is not None and target.comparator.strict
    if direction is Direction.AT_LEAST:
        return Interval(whole.low, None, low_inclusive=whole.low_inclusive and not strict)
    if direction is Direction.AT_MOST:
        return Interval(None, whole.high, high_inclusive=whole.high_inclusive and not strict)
    return whole


def scaled(sets: Sets, least: Fraction, most: Fraction | None = None) -> Sets:
    """Return the set times a factor, or times every factor from `least` to `most`."""
    if most is None:
        exact = None if sets.exact is None else sets.exact * least
        return Sets(Interval.point(exact) if exact is not None else sets.interval.scaled(least), exact)
    one, other = sets.interval.scaled(least), sets.interval.scaled(most)
    low = min((one, other), key=lambda found: (found.low is not None, found.low or Fraction(0)))
    high = max((one, other), key=lambda found: (found.high is None, found.high or Fraction(0)))
    return Sets(
        Interval(low.low, high.high, low_inclusive=low.low_inclusive, high_inclusive=high.high_inclusive)
    )


def widened(interval: Interval, *, upward: bool) -> Interval:
    """Return the set and all above it, or all between it and zero: persons are at least as many visits."""
    if upward:
        return Interval(interval.low, None, low_inclusive=interval.low_inclusive)
    return Interval(Fraction(0), interval.high, high_inclusive=interval.high_inclusive)


def _range(value: Range) -> Interval:
    return Interval(
        Fraction(value.low),
        Fraction(value.high),
        low_inclusive=value.low_inclusive,
        high_inclusive=value.high_inclusive,
    )


def _blurred(number: Number, approximation: Approximation) -> Interval:
    if approximation is Approximation.ABOUT:
        return intervals.about(number)
    if approximation is Approximation.JUST_UNDER:
        return intervals.just_under(number)
    if isinstance(number, Decimal):
        return intervals.just_over(number)
    return Interval(number, number * Fraction(11, 10), low_inclusive=False, high_inclusive=False)
