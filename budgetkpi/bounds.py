"""How large a number, how far a year and how long a text may be (取值范围), wherever they come from.

A cell has at most 1,000 characters and a number in it at most 100 digits. What programs, records,
policy files and the command line hand over is held to the same, so that nothing later works on a
number that nobody could print.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeVar

from budgetkpi.errors import FieldError
from budgetkpi.messages import Catalog

__all__ = [
    "DATES",
    "LONGEST_CELL",
    "LONGEST_PROSE",
    "MOST_DIGITS",
    "YEARS",
    "as_decimal",
    "as_fraction",
    "check_number",
    "check_text",
    "check_within",
    "shown",
]

MOST_DIGITS: Final = 100
"""How many digits a number may have, printed in full; of a fraction each of its two numbers."""
LONGEST_CELL: Final = 1000
"""How many characters a cell may have; a longer one is no indicator value, and no name."""
LONGEST_PROSE: Final = 32_767
"""How many a description, a basis or a reason may have: what a cell of a spreadsheet can hold."""
YEARS: Final = range(1900, 2100)
"""The budget years, and the years that a cell can name."""
DATES: Final = range(1, 10_000)
"""The years that a date can have that a program hands over."""
_SURELY_SHORT: Final = 30
"""A finite number that is written with as many characters and no exponent needs no count of its digits."""

_LARGEST: Final = 10**MOST_DIGITS
_LONGEST_WRITTEN: Final = 2 * MOST_DIGITS + 10
"""How many characters the text of a number may have: a fraction, its line, blanks, an exponent."""
_LONGEST_SHOWN: Final = 40

_say: Final = Catalog("bounds")
_N = TypeVar("_N", bound=Decimal | Fraction | int)


def check_number(value: _N, field: str) -> _N:
    """Return a number that can be printed; `field` names it in the error.

    Raises:
        FieldError: it is NaN or infinite, or has more than 100 digits in front of and behind its point.
        TypeError: it is a bool.

    >>> check_number(Decimal("1E+3"), "points")
    Decimal('1E+3')
    """
    if isinstance(value, Decimal):
        written = str(value)
        if not value.is_finite():
            raise FieldError(_say("not-finite", field=field, found=written))
        fits = (len(written) <= _SURELY_SHORT and "E" not in written) or _fits(value)
    elif isinstance(value, Fraction):
        fits = -_LARGEST < value.numerator < _LARGEST and value.denominator < _LARGEST
    elif type(value) is bool:
        raise TypeError(f"{field} is a Decimal, a Fraction or an int, not a bool")
    else:
        fits = -_LARGEST < value < _LARGEST
    if not fits:
        raise FieldError(_say("number-long", field=field, most=MOST_DIGITS))
    return value


def as_decimal(value: Decimal | int | str, field: str, *, finite: bool = True) -> Decimal:
    """Read a number exactly, from its text too; never from a float.

    Args:
        value: what was given.
        field: what it was given as.
        finite: whether NaN and infinity are errors; else they are handed back.

    Raises:
        FieldError: the text is no number, or the number is none that can be printed.
        TypeError: it is of another type.

    >>> as_decimal("22.5", "points")
    Decimal('22.5')
    """
    if isinstance(value, Decimal):
        return value if not finite and not value.is_finite() else check_number(value, field)
    if isinstance(value, str):
        if len(value) > _LONGEST_WRITTEN:
            raise FieldError(_say("number-long", field=field, most=MOST_DIGITS))
        try:
            number = Decimal(value)
        except ArithmeticError:
            raise FieldError(_say("no-number", field=field, found=shown(value))) from None
        return as_decimal(number, field, finite=finite)
    if isinstance(value, float):
        raise TypeError(f"{field} is a Decimal, an int or their text, not a float: 22.5 is Decimal('22.5')")
    return Decimal(check_number(value, field))


def as_fraction(value: Decimal | Fraction | int | str, field: str) -> Fraction:
    """Read a number exactly, from `1/3` too; never from a float.

    Raises:
        FieldError, TypeError: as `as_decimal`.

    >>> as_fraction("13/10", "over.at")
    Fraction(13, 10)
    """
    if isinstance(value, Fraction):
        return check_number(value, field)
    if isinstance(value, str) and "/" in value and len(value) <= _LONGEST_WRITTEN:
        try:
            return check_number(Fraction(value), field)
        except (ValueError, ZeroDivisionError) as error:
            if isinstance(error, FieldError):
                raise
            raise FieldError(_say("no-number", field=field, found=shown(value))) from None
    return Fraction(as_decimal(value, field))


def check_text(value: str, field: str, most: int = LONGEST_CELL) -> str:
    """Return a text that is no longer than a cell may be; `field` names it in the error.

    Raises:
        FieldError: it is longer than `most` characters.
    """
    if len(value) > most:
        raise FieldError(_say("text-long", field=field, most=most, found=len(value)))
    return value


def check_within(value: object, field: str, within: range) -> int:
    """Return a whole number that lies within a range.

    Raises:
        FieldError: it does not.
        TypeError: it is no whole number.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{field} is a whole number, not {type(value).__name__}")
    if value not in within:
        first, last = within.start, within.stop - 1
        raise FieldError(_say("whole-number", field=field, first=first, last=last, found=shown(value)))
    return value


def shown(value: object) -> str:
    """What was given, as an error prints it: short, and without writing out a number of a million digits."""
    if isinstance(value, int) and not -_LARGEST < value < _LARGEST:
        return "…"
    written = value if isinstance(value, str) else str(value)
    return written if len(written) <= _LONGEST_SHOWN else written[:_LONGEST_SHOWN] + "…"


def _fits(value: Decimal) -> bool:
    """Whether a finite number has few enough digits, printed without an exponent."""
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    return len(digits) + exponent <= MOST_DIGITS and max(len(digits), 1 - exponent) <= MOST_DIGITS
