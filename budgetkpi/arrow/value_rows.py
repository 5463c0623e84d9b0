"""What a value says, as one row of plain things (取值转为一行)."""

from __future__ import annotations

import functools
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from budgetkpi import numerals, units
from budgetkpi.arrow.schemas import PARSED
from budgetkpi.values import Amount, Deadline, Level, Range

if TYPE_CHECKING:
    from collections.abc import Iterable

    from budgetkpi.errors import ParseError
    from budgetkpi.kinds import Number
    from budgetkpi.messages import Message, Note
    from budgetkpi.values import Value

__all__ = ["Row", "codes", "error_row", "exactly", "ratio", "value_row"]

Row: TypeAlias = "tuple[Any, ...]"
"""One thing a column, in the order of the schema."""

_NAMES: Final = tuple(column.name for column in PARSED if not column.name.startswith("error"))
_PLACE: Final = {name: place for place, name in enumerate(_NAMES)}
_EMPTY: Final = (None,) * len(_NAMES)
_NO_ERROR: Final = (None,) * 6


def value_row(value: Value, fiscal_year: int | None) -> Row:
    """A value in the columns of `PARSED`."""
    row: list[Any] = [*_EMPTY, *_NO_ERROR]
    row[0], row[1] = value.kind.value, str(value)
    match value:
        case Amount():
            _amount(value, row)
        case Range():
            _range(value, row)
        case Deadline():
            row[_PLACE["comparator"]] = _said(value.comparator)
            row[_PLACE["first_day"]] = value.first_day(fiscal_year)
            row[_PLACE["last_day"]] = value.last_day(fiscal_year)
            row[_PLACE["recurring"]] = value.recurring
            row[_PLACE["planned"]] = value.planned
        case Level():
            row[_PLACE["word"]] = value.word
            row[_PLACE["rank"]] = value.rank
            row[_PLACE["negated"]] = value.negated
        case _:
            row[_PLACE["comparator"]] = _said(getattr(value, "comparator", None))
    if value.alternatives:
        row[_PLACE["alternatives"]] = "\n".join(map(str, value.alternatives))
    row[_PLACE["notes"]] = codes(value.notes)
    return tuple(row)


_AMOUNT: Final = _PLACE["comparator"]
_BASE: Final = _PLACE["base_magnitude"]
_BLUR: Final = _PLACE["approximation"]
_ENDS: Final = _PLACE["low"]
_PLANNED: Final = _PLACE["planned"]


def _amount(value: Amount, row: list[Any]) -> None:
    number, unit = value.magnitude, value.unit
    row[_AMOUNT : _AMOUNT + 4] = _said(value.comparator), number, exactly(number), unit
    factor = _factor(unit, units.current())
    if factor is not None:
        share, base = factor
        based = number if share == 1 else numerals.exact(Fraction(number) * share)
        row[_BASE : _BASE + 3] = based, exactly(based), base
    row[_BLUR : _BLUR + 3] = _said(value.approximation), _said(value.change), value.base
    row[_PLANNED : _PLANNED + 2] = value.planned, None if value.when is None else str(value.when)


def _range(value: Range, row: list[Any]) -> None:
    row[_PLACE["unit"]] = value.unit
    row[_ENDS : _ENDS + 6] = (
        *(value.low, exactly(value.low), value.low_inclusive),
        *(value.high, exactly(value.high), value.high_inclusive),
    )
    row[_BLUR] = _said(value.approximation)
    row[_PLANNED : _PLANNED + 2] = value.planned, None if value.when is None else str(value.when)


@functools.lru_cache(maxsize=4096)
def _factor(unit: str, _vocabulary: units.Vocabulary) -> tuple[Fraction, str] | None:
    return units.based(unit)


def _said(member: Any) -> str | None:  # noqa: ANN401  (a member of any closed set)
    return None if member is None else member.value


def exactly(number: Number) -> str:
    """A number without loss: as many decimals as it was written with, or a fraction."""
    return f"{number:f}" if isinstance(number, Decimal) else f"{number.numerator}/{number.denominator}"


def ratio(share: Fraction | None) -> str | None:
    """A ratio as people write it: 1 and not 1/1."""
    return None if share is None else str(share)


def codes(notes: Iterable[Note]) -> str:
    """The codes of notes, each once, in their order."""
    return " ".join(dict.fromkeys([note.message.code for note in notes]))


def error_row(error: ParseError | Message, field: str) -> Row:
    """What is wrong with the cell of a field, in the columns that begin with `error`."""
    start, end = getattr(error, "span", (None, None))
    return error.code, field, error.en, error.zh, start, end
