"""The sets of numbers that a target and an actual say (取值集合).

`≥95%` is all numbers from 95 on, `约100人` those within a tenth, `28台` asked at least all
from 28 on and reached the number 28 alone.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from budgetkpi.extents import extent, named
from budgetkpi.intervals import Interval, hull
from budgetkpi.results import Direction
from budgetkpi.shown import Shown
from budgetkpi.values import Amount

if TYPE_CHECKING:
    from budgetkpi.messages import Note
    from budgetkpi.values import Range

__all__ = ["Reading", "Sets", "of_actual", "of_target", "scaled", "widened"]


@attrs.frozen(repr=False)
class Sets(Shown):
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


@attrs.frozen(repr=False)
class Reading(Shown):
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
    numbers = extent(actual)
    plain = isinstance(actual, Amount) and not actual.approximate and numbers.is_point
    return Sets(numbers, numbers.low if plain else None)


def of_target(target: Amount | Range, direction: Direction) -> Interval:
    """Return the numbers that meet a target, judged `direction`; its strict sign leaves its bound out."""
    numbers = named(target)
    strict = isinstance(target, Amount) and target.comparator is not None and target.comparator.strict
    if direction is Direction.AT_LEAST:
        return numbers.and_above(strict=strict)
    if direction is Direction.AT_MOST:
        return numbers.and_below(strict=strict)
    return numbers


def scaled(sets: Sets, least: Fraction, most: Fraction | None = None) -> Sets:
    """Return the set times a factor, or times every factor from `least` to `most`."""
    if most is None:
        exact = None if sets.exact is None else sets.exact * least
        return Sets(Interval.point(exact) if exact is not None else sets.interval.scaled(least), exact)
    return Sets(hull(sets.interval.scaled(least), sets.interval.scaled(most)))


def widened(interval: Interval, *, upward: bool) -> Interval:
    """Return the set and all above it, or all between it and zero: persons are at least as many visits."""
    if upward:
        return interval.and_above()
    return Interval(Fraction(0), interval.high, high_inclusive=interval.high_inclusive)
