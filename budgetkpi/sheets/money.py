"""Amounts of money as a form or a program gives them (金额).

The forms count money in 万元, so a number by itself is one of 万元 where others name a unit.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from budgetkpi.errors import ParseError
from budgetkpi.inputs import exact, is_blank, refused, unwrapped
from budgetkpi.reading import parse
from budgetkpi.text import tidy
from budgetkpi.values import Amount, Missing

if TYPE_CHECKING:
    from budgetkpi.kinds import Number

__all__ = ["as_money"]

WAN: Final = 10_000


def as_money(thing: object, field: str) -> Decimal | None:
    """An amount of money: a number as it is, a text with a unit (40万元, 400,000元) in 万元.

    Raises:
        FieldError: a text that is no plain amount of 元; FieldTypeError: neither number nor text.
    """
    thing = unwrapped(thing)
    if isinstance(thing, str):
        return _written(thing, field)
    if is_blank(thing):
        return None
    return _decimal(exact(thing, field, "money")[0], thing, field)


def _written(text: str, field: str) -> Decimal | None:
    """The money that a text says."""
    try:
        value = parse(text)
    except ParseError:
        raise refused(field, "money", text) from None
    if isinstance(value, Missing):
        return None
    plain = (
        isinstance(value, Amount)
        and value.unit in ("", "元")
        and value.comparator is None
        and value.approximation is None
        and value.change is None
        and value.when is None
        and not (value.planned or value.beside or value.parts)
    )
    if not (plain and isinstance(value, Amount)):
        raise refused(field, "money", text)
    counted = value.unit == "元" or any(scale in tidy(text) for scale in "万亿千百")
    magnitude = Fraction(value.magnitude) / WAN if counted else value.magnitude
    return _decimal(magnitude, text, field)


def _decimal(number: Number, thing: object, field: str) -> Decimal:
    """The number as a Decimal, which every amount of 分 has."""
    if isinstance(number, Decimal):
        return number
    places = number.denominator.bit_length()
    scaled = number * 10**places
    if scaled.denominator != 1:
        raise refused(field, "money", thing)
    digits = f"{scaled.numerator}E-{places}"
    return Decimal(digits).normalize() if len(digits) < 28 else Decimal(digits)  # noqa: PLR2004  (a context's digits)
