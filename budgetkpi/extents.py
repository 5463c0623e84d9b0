"""The numbers that an amount or a range says (数值的取值集合): its number, blur, sign and ends.

Written once, so that grades and verdicts never differ in what 约, 余 or 以上 mean.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from budgetkpi import intervals
from budgetkpi.intervals import Interval
from budgetkpi.values import Amount, Approximation, Comparator

if TYPE_CHECKING:
    from budgetkpi.values import Number, Range

__all__ = ["extent", "named", "point_of"]

_BLURS: Final = {
    Approximation.ABOUT: intervals.about,
    Approximation.JUST_OVER: intervals.just_over,
    Approximation.JUST_UNDER: intervals.just_under,
}


def extent(value: Amount | Range) -> Interval:
    """Return every number that a value says, in its own unit (取值集合).

    A sign takes in all that lies above or below what its number names: ≥约100 begins at 90.

    >>> from budgetkpi import parse
    >>> [str(extent(parse(cell))) for cell in ("≥95%", "100余人", "80-90%", "28台")]
    ['[95, ∞)', '(100, 200)', '[80, 90]', '[28, 28]']
    """
    numbers = named(value)
    match value.comparator if isinstance(value, Amount) else None:
        case Comparator.GE | Comparator.GT as sign:
            return numbers.and_above(strict=sign.strict)
        case Comparator.LE | Comparator.LT as sign:
            return numbers.and_below(strict=sign.strict)
    return numbers


def named(value: Amount | Range) -> Interval:
    """Return the numbers that a value names, whatever sign stands before them.

    Of a blurred range both ends are blurred: 约80-90 reaches from 72 to 99.

    >>> from budgetkpi import parse
    >>> str(named(parse("≥95%"))), str(named(parse("约100人")))
    ('[95, 95]', '[90, 110]')
    """
    if isinstance(value, Amount):
        return _blurred(value.magnitude, value.approximation)
    low, high = (_blurred(end, value.approximation) for end in (value.low, value.high))
    return Interval(
        low.low,
        high.high,
        low_inclusive=low.low_inclusive and value.low_inclusive,
        high_inclusive=high.high_inclusive and value.high_inclusive,
    )


@functools.lru_cache(maxsize=4096)
def point_of(number: Number) -> Interval:
    """Return the one number that is meant by a plain one; tables repeat theirs."""
    return Interval.point(number)


def _blurred(number: Number, approximation: Approximation | None) -> Interval:
    return point_of(number) if approximation is None else _BLURS[approximation](number)
