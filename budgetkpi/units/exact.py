"""A Fraction that prints itself (精确数); pint needs one that formats and keeps its type."""

from __future__ import annotations

import numbers
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Exact"]


class Exact(Fraction):
    """An exact number that stays one through arithmetic and prints under any format.

    Python 3.11's Fraction has no format of its own, so pint fails to print a unit with a
    power, even inside an error message.
    """

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        """A whole number as an int, another as numerator/denominator unless digits are asked for."""
        try:
            if self.denominator == 1:
                return format(self.numerator, spec)
            if spec and spec[-1] in "eEfFgG%":
                return format(Decimal(self.numerator) / Decimal(self.denominator), spec)
            return format(str(self), spec)
        except ValueError:
            return str(self)

    def __repr__(self) -> str:
        return f"Fraction({self.numerator}, {self.denominator})"


def _keeping(name: str) -> Callable[..., object]:
    plain = getattr(Fraction, name)

    def method(self: Exact, *others: object) -> object:
        result = plain(self, *others)
        return Exact(result) if isinstance(result, numbers.Rational) else result

    method.__name__ = name
    method.__doc__ = plain.__doc__
    return method


for _name in (
    "__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__", "__truediv__", "__rtruediv__",
    "__mod__", "__rmod__", "__pow__", "__pos__", "__neg__", "__abs__",
):  # fmt: skip
    setattr(Exact, _name, _keeping(_name))
