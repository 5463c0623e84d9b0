"""Every kind of statement about numbers, each as often as it is worth trying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.meanings.ranges import interval, negative_range, side_by_side, span_of, tolerance, two_limits
from tests.meanings.statements import blurred, changed, each, negative, reached, share, signed

if TYPE_CHECKING:
    from random import Random

    from tests.meanings.statements import Statement

__all__ = ["statement"]

_MAKERS = (
    (signed, 40),
    (share, 6),
    (span_of, 14),
    (interval, 5),
    (tolerance, 5),
    (two_limits, 7),
    (blurred, 5),
    (changed, 6),
    (reached, 2),
    (negative, 3),
    (negative_range, 2),
    (side_by_side, 2),
    (each, 3),
)
_MAKE, _WEIGHTS = zip(*_MAKERS, strict=True)


def statement(rng: Random) -> Statement:
    """Any statement about a number."""
    made: Statement = rng.choices(_MAKE, _WEIGHTS)[0](rng)
    return made
