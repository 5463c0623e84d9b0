"""What programs hand over as a cell: numbers, dates and the blanks of databases and frames (单元格取值).

A float is taken as a spreadsheet shows it, with 15 significant digits. NULL, NaN, NaT and
pandas' NA are cells that nobody filled in. The types of numpy and pandas are known by what
they do, so that neither is imported.
"""

from __future__ import annotations

import datetime
import numbers
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from budgetkpi.bounds import as_decimal, check_number
from budgetkpi.evaluation.reasons import note
from budgetkpi.values import (
    Amount,
    Deadline,
    Level,
    Missing,
    Period,
    Range,
    Reference,
    Several,
    Text,
)

if TYPE_CHECKING:
    from budgetkpi.values import Value

__all__ = ["CELLS", "Given", "as_value"]

Given: TypeAlias = "str | Value | int | float | Decimal | Fraction | datetime.date | None"
"""What stands for one cell."""
CELLS: Final = (str, Amount, Range, Deadline, Level, Reference, Several, Text, Missing)
"""The types that are cells already."""


def as_value(thing: object, field: str) -> Value:
    """Return the value of something that is no text.

    Args:
        thing: what was handed over.
        field: what it was handed over as, for the error.

    Raises:
        TypeError: it is nothing that a cell can hold.
        FieldError: an infinite number, or one that cannot be printed.
    """
    if _is_blank(thing):
        return Missing()
    if isinstance(thing, datetime.date):
        return _day(thing)
    if type(thing).__name__ == "datetime64":
        return _day(thing.astype("datetime64[D]").item())  # type: ignore[attr-defined]
    if not isinstance(thing, bool) and isinstance(thing, numbers.Number | Decimal):
        return _number(thing, field)
    raise TypeError(
        f"{field} is a text, a Value, a number, a date or None, not {type(thing).__name__}: {thing!r}"
    )


def _is_blank(thing: object) -> bool:
    """Whether it is NULL, or one of the values that equal nothing, not even themselves."""
    if thing is None or type(thing).__name__ == "NAType":
        return True
    if isinstance(thing, Decimal):
        return thing.is_nan()
    if isinstance(thing, numbers.Number | datetime.date) or type(thing).__name__ == "datetime64":
        return bool(thing != thing)  # noqa: PLR0124  (NaN and NaT)
    return False


def _number(thing: object, field: str) -> Value:
    if isinstance(thing, numbers.Integral):
        return _amount(as_decimal(int(thing), field))
    if isinstance(thing, Decimal):
        return _amount(check_number(thing, field))
    if isinstance(thing, numbers.Rational):
        number = check_number(Fraction(int(thing.numerator), int(thing.denominator)), field)
        return Amount(number, text=str(number))
    # numpy's float32 prints the digits that it holds; as a double it would show more of them.
    held = repr(float(thing)) if isinstance(thing, float) else str(thing)
    if isinstance(thing, complex) or not isinstance(thing, float | numbers.Real):
        raise TypeError(f"{field} is a real number, not {type(thing).__name__}: {held}")
    shown = as_decimal(f"{float(held):.15g}", field)
    value = _amount(shown)
    if shown == Decimal(held):
        return value
    return attrs.evolve(value, notes=(note("float-as-shown", number=held, shown=value.text),))


def _amount(number: Decimal) -> Amount:
    return Amount(number, text=f"{number:f}")


def _day(day: datetime.date) -> Deadline:
    text = datetime.date(day.year, day.month, day.day).isoformat()
    return Deadline(year=day.year, month=day.month, day=day.day, period=Period.DAY, text=text)
