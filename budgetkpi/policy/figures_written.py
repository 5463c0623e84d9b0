"""How the numbers of rules and points are written for people (数的写法)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from budgetkpi.wording import percentage

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = ["percent", "written"]

PLACES: Final = 6
"""Longer decimals are written as a fraction."""


def written(number: Fraction) -> str:
    """An exact number as people write it: a short decimal where it is one, else a fraction."""
    scaled = number * 10**PLACES
    if scaled.denominator != 1:
        return f"({number})"
    digits = f"{abs(scaled.numerator):0{PLACES + 1}d}"
    text = f"{digits[:-PLACES]}.{digits[-PLACES:]}".rstrip("0").rstrip(".")
    return f"-{text}" if number < 0 else text


def percent(share: Fraction) -> str:
    """A share in per cent: exactly where that is short, else to two places with the fraction behind it.

    >>> from fractions import Fraction
    >>> percent(Fraction(4, 5)), percent(Fraction(2, 3))
    ('80%', '66.67% (2/3)')
    """
    if (share * 100 * 10**PLACES).denominator == 1:
        return f"{written(share * 100)}%"
    return f"{percentage(share)} ({share})"
