"""What stands for one cell (单元格取值): a text, a value, a number, a date, or the blank of a database."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from budgetkpi.inputs import exact, is_blank, is_number, printed, unwrapped, wrong_type
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
    from decimal import Decimal
    from fractions import Fraction

    from budgetkpi.values import Value

__all__ = ["CELLS", "Given", "as_cell", "as_value"]

Given: TypeAlias = "str | Value | int | float | Decimal | Fraction | datetime.date | None"
"""What stands for one cell; numbers and blanks of numpy, pandas and pyarrow are taken too."""
CELLS: Final = (str, Amount, Range, Deadline, Level, Reference, Several, Text, Missing)
"""The types that are cells already."""


def as_value(thing: object, field: str) -> Value:
    """Return the value of something that is no text.

    Args:
        thing: what was handed over.
        field: what it was handed over as, for the error.

    Raises:
        FieldTypeError: it is nothing that a cell can hold; FieldError: a number without end.
    """
    thing = unwrapped(thing)
    if isinstance(thing, CELLS[1:]):
        return thing
    if is_blank(thing):
        return Missing()
    if isinstance(thing, datetime.date) or type(thing).__name__ == "datetime64":
        return _day(thing)
    if not is_number(thing):
        raise wrong_type(field, "actual", thing)
    number, notes = exact(thing, field)
    return Amount(number, text=printed(number), notes=notes)


def as_cell(thing: object, field: str) -> str:
    """Return the text of one cell of a row, "" for a blank; a value as it was read or is written.

    A float that shows less than it holds gives a `Printed`, which carries the note.

    Raises:
        FieldTypeError: it is nothing that a cell can hold; FieldError: a number without end.
    """
    if type(thing) is str:
        return thing
    thing = unwrapped(thing)
    if isinstance(thing, str):
        return thing if hasattr(thing, "notes") else str(thing)
    if is_number(thing) and not is_blank(thing):
        return printed(*exact(thing, field))
    try:
        value = as_value(thing, field)
    except TypeError:
        raise wrong_type(field, "cell", thing) from None
    return value.text or str(value)


def _day(day: Any) -> Deadline:  # noqa: ANN401  (a date of the standard library, pandas or numpy)
    if not isinstance(day, datetime.date):
        day = day.astype("datetime64[D]").item()
    text = datetime.date(day.year, day.month, day.day).isoformat()
    return Deadline(year=day.year, month=day.month, day=day.day, period=Period.DAY, text=text)
