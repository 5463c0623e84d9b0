"""The dust of binary fractions: 7.0000000000000009 in a spreadsheet shows as 7 (浮点误差).

A spreadsheet shows 15 significant digits. Where a cell holds more and what it shows is the
target, it is the target.
"""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from budgetkpi.values import Amount, Range

if TYPE_CHECKING:
    from budgetkpi.kinds import Number

__all__ = ["dust_of"]

DIGITS: Final = 15
_SHOWN: Final = decimal.Context(prec=DIGITS, rounding=decimal.ROUND_HALF_EVEN)


def dust_of(target: Amount | Range, actual: Amount | Range, number: Fraction | None) -> Fraction | None:
    """Return the number of the target that an actual differs from by dust alone, None where it does not.

    Args:
        target: its magnitude, or its ends.
        actual: the cell as read, whose digits are counted.
        number: what it is on the target's scale; None for no plain number.
    """
    if number is None or not isinstance(actual, Amount):
        return None
    edges: tuple[Number, ...] = (
        (target.magnitude,) if isinstance(target, Amount) else (target.low, target.high)
    )
    for edge in edges:
        if not (_long(actual.magnitude) or _long(edge)) or edge == number:
            continue
        if _shown(number) == _shown(Fraction(edge)):
            return Fraction(edge)
    return None


def _long(number: Number) -> bool:
    """Whether a decimal fraction has more digits than a spreadsheet shows."""
    if not isinstance(number, Decimal) or len(str(number)) <= DIGITS:
        return False
    _, digits, exponent = number.as_tuple()
    return isinstance(exponent, int) and exponent < 0 and len(digits) > DIGITS


def _shown(number: Fraction) -> Decimal:
    return _SHOWN.divide(Decimal(number.numerator), Decimal(number.denominator))
