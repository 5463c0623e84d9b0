"""What programs hand over, and the errors that name the argument and the value (入参).

Databases and frames hold NULL, NaN, NaT, NA and numbers of numpy, pandas and pyarrow. Their types
are known by what they do, so that none of these libraries is imported. A float is taken as a
spreadsheet shows it, with 15 significant digits.
"""

from __future__ import annotations

import datetime
import enum
import math
import numbers
import os
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Self, TypeVar

from budgetkpi.bounds import YEARS, check_number
from budgetkpi.errors import FieldError, FieldTypeError
from budgetkpi.messages import Catalog, Message, Note, series
from budgetkpi.shown import clipped, printable
from budgetkpi.text import tidy

if TYPE_CHECKING:
    from collections.abc import Callable

    from budgetkpi.kinds import Number

__all__ = [
    "Printed",
    "as_choice",
    "as_instance",
    "as_name",
    "as_number",
    "as_path",
    "as_points",
    "as_published",
    "as_text",
    "as_year",
    "exact",
    "is_blank",
    "is_number",
    "listed",
    "printed",
    "refused",
    "shown",
    "unwrapped",
    "wrong_type",
]

_say: Final = Catalog("inputs")
_SHOWN_DIGITS: Final = 15
_POINTS: Final = r"(?P<number>[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)分?"
_YEAR: Final = r"(?P<year>\d{4})(?:年度?|财年|会计年度)?"
T = TypeVar("T")
E = TypeVar("E", bound=enum.StrEnum)


class Printed(str):
    """A cell made of a number, with the note of what its printing dropped (由数值得到的单元格)."""

    __slots__ = ("notes",)
    notes: tuple[Note, ...]

    def __new__(cls, text: str, notes: tuple[Note, ...] = ()) -> Self:
        """The text, and what is to be said of it."""
        made = super().__new__(cls, text)
        made.notes = notes
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return Printed, (str(self), self.notes)


# -- errors


def shown(thing: object) -> str:
    """A thing as an error quotes it; a thing that cannot say itself is called by its type."""
    try:
        said = clipped(printable(repr(thing)))
    except Exception:  # noqa: BLE001  (whatever a stranger's repr does)
        said = "…"
    return f"{type(thing).__name__} {said}"


def refused(field: str, wanted: str, thing: object, **fields: object) -> FieldError:
    """The error of a value that an argument cannot take; `wanted` is a code of messages/inputs.toml."""
    return FieldError(_refusal(field, wanted, thing, fields))


def wrong_type(field: str, wanted: str, thing: object, **fields: object) -> FieldTypeError:
    """The error of a thing that is of no type that an argument takes."""
    return FieldTypeError(_refusal(field, wanted, thing, fields))


def _refusal(field: str, wanted: str, thing: object, fields: dict[str, object]) -> Message:
    """What is said; its code tells what was wanted: not-points, not-year."""
    takes = _say(f"wanted-{wanted}", first=YEARS[0], last=YEARS[-1], **fields)
    said = _say("input-refused", field=field, wanted=takes.en, wanted_zh=takes.zh, given=shown(thing))
    return Message(f"not-{wanted}", said.en, said.zh)


# -- blanks and numbers


def is_blank(thing: object) -> bool:
    """Whether it is NULL, or one of the values that equal nothing, not even themselves."""
    if thing is None or type(thing).__name__ == "NAType":
        return True
    if isinstance(thing, Decimal):
        return thing.is_nan()
    if isinstance(thing, numbers.Number | datetime.date) or type(thing).__name__ == "datetime64":
        return bool(thing != thing)  # noqa: PLR0124  (NaN and NaT)
    return False


def is_number(thing: object) -> bool:
    """Whether it is a number; True and False are none."""
    return isinstance(thing, numbers.Number | Decimal) and not isinstance(thing, bool)


def unwrapped(thing: object) -> object:
    """What an array without dimensions (numpy) or a scalar (pyarrow) holds; anything else as it is."""
    library = type(thing).__module__.partition(".")[0]
    if library == "pyarrow" and hasattr(thing, "as_py"):
        return thing.as_py()
    if library == "numpy" and getattr(thing, "ndim", None) == 0 and not isinstance(thing, numbers.Number):
        kept = type(thing).__name__ in ("datetime64", "timedelta64", "str_", "bool", "bool_")
        return thing if kept else thing[()]  # type: ignore[index]
    return thing


def exact(thing: object, field: str, wanted: str = "finite") -> tuple[Number, tuple[Note, ...]]:
    """The exact number that a number of any library shows, and the note of what a float dropped.

    Raises:
        FieldTypeError: it is no real number; FieldError: it is not finite, or has over 100 digits.
    """
    if not is_number(thing) or isinstance(thing, complex):
        raise wrong_type(field, wanted, thing)
    if isinstance(thing, Decimal):
        return _finite(thing, field), ()
    if isinstance(thing, numbers.Integral):
        return Decimal(check_number(int(thing), field)), ()
    if isinstance(thing, numbers.Rational):
        return check_number(Fraction(int(thing.numerator), int(thing.denominator)), field), ()
    # numpy's float32 prints the digits that it holds; as a double it would show more of them.
    held = repr(float(thing)) if isinstance(thing, float) else str(thing)
    try:
        number = float(held)
    except ValueError:
        raise wrong_type(field, wanted, thing) from None
    if not math.isfinite(number):
        raise refused(field, "finite", thing)
    as_shown = check_number(Decimal(f"{number:.{_SHOWN_DIGITS}g}"), field)
    if as_shown == Decimal(held):
        return as_shown, ()
    return as_shown, (_say.note("float-as-shown", number=held, shown=f"{as_shown:f}"),)


def _finite(number: Decimal, field: str) -> Decimal:
    """A Decimal that can be written out in full."""
    if not number.is_finite():
        raise refused(field, "finite", number)
    return check_number(number, field)


def printed(number: Number, notes: tuple[Note, ...] = ()) -> str:
    """A number as a cell prints it."""
    text = str(number) if isinstance(number, Fraction) else f"{number:f}"
    return Printed(text, notes) if notes else text


# -- single fields


def as_text(thing: object, field: str) -> str:
    """A text; anything else is refused."""
    if isinstance(thing, str):
        return thing if type(thing) is str else str(thing)
    raise wrong_type(field, "text", thing)


def as_name(thing: object, field: str) -> str:
    """A text that may be blank: NULL and NaN are none; a number is its digits."""
    if type(thing) is str:
        return thing
    thing = unwrapped(thing)
    if isinstance(thing, str):
        return str(thing)
    if is_blank(thing):
        return ""
    if is_number(thing):
        return printed(exact(thing, field, "name")[0])
    raise wrong_type(field, "name", thing)


def as_number(thing: object, field: str) -> Number:
    """An exact number as a value holds it: a Decimal or a Fraction, an int as a Decimal; never a float."""
    if isinstance(thing, Fraction):
        return check_number(thing, field)
    if isinstance(thing, Decimal):
        return _finite(thing, field)
    if is_number(thing) and isinstance(thing, numbers.Integral):
        return Decimal(check_number(int(thing), field))
    if not isinstance(thing, str):
        raise wrong_type(field, "exact", thing)
    if not re.fullmatch(r"[-+]?\d+(\.\d+)?", thing.strip(), re.ASCII):
        raise refused(field, "exact", thing)
    return check_number(Decimal(thing.strip()), field)


def as_points(thing: object, field: str = "points") -> Decimal | None:
    """Points that are 0 or more: 10, 10.5, `10分`; None for a blank."""
    points = _points(thing, field, "points")
    if points is not None and points < 0:
        raise refused(field, "points", thing)
    return points


def as_published(thing: object, field: str = "earned") -> Decimal | None:
    """Points as a table published them, which may be below 0."""
    return _points(thing, field, "published")


def _points(thing: object, field: str, wanted: str) -> Decimal | None:
    if thing is None:
        return None
    thing = unwrapped(thing)
    if isinstance(thing, str):
        text = tidy(thing)
        if not text:
            return None
        match = re.fullmatch(_POINTS, text)
        if match is None:
            raise refused(field, wanted, thing)
        return check_number(Decimal(match["number"].replace(",", "")), field)
    if is_blank(thing):
        return None
    number = exact(thing, field, wanted)[0]
    if isinstance(number, Fraction):
        number = _decimal(number, field, wanted)
    return number


def _decimal(number: Fraction, field: str, wanted: str) -> Decimal:
    """A Fraction as a Decimal, where it has one."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        raise refused(field, wanted, number)
    places = number.denominator.bit_length()
    return check_number(Decimal(f"{int(number * 10**places)}E-{places}"), field)


def as_year(thing: object, field: str = "fiscal_year") -> int | None:
    """A budget year: 2020, `2020`, `2020年`; None for a blank."""
    if type(thing) is int and thing in YEARS:
        return thing
    thing = unwrapped(thing)
    if isinstance(thing, str):
        text = tidy(thing)
        match = re.fullmatch(_YEAR, text)
        if not text:
            return None
        if match is None or int(match["year"]) not in YEARS:
            raise refused(field, "year", thing)
        return int(match["year"])
    if is_blank(thing):
        return None
    number = exact(thing, field, "year")[0]
    if number.as_integer_ratio()[1] != 1 or int(number) not in YEARS:
        raise refused(field, "year", thing)
    return int(number)


def as_choice(thing: object, field: str, closed: type[E]) -> E:
    """A member of a closed set, or the member of that value."""
    if isinstance(thing, closed):
        return thing
    choices = series(member.value for member in closed)
    if not isinstance(thing, str):
        raise wrong_type(field, "member", thing, choices=choices)
    found = next((member for member in closed if member.value == thing), None)
    if found is None:
        raise refused(field, "member", thing, choices=choices)
    return found


def as_instance(thing: object, field: str, cls: type[T], wanted: str, /, **fields: object) -> T:
    """Something of a class."""
    if isinstance(thing, cls):
        return thing
    raise wrong_type(field, wanted, thing, **fields)


def as_path(thing: object, field: str) -> str | os.PathLike[str]:
    """The name of a file."""
    if isinstance(thing, str) and "\0" not in thing and not any("\ud800" <= c <= "\udbff" for c in thing):
        return thing
    if isinstance(thing, os.PathLike) and isinstance(os.fspath(thing), str):
        return thing
    raise (refused if isinstance(thing, str) else wrong_type)(field, "path", thing)


def listed(
    things: object, field: str, each: Callable[[object, str], T], wanted: str = "words", **fields: object
) -> tuple[T, ...]:
    """Each thing of a list, by its place; a text is no list, and a dict has no order that counts."""
    if isinstance(things, str | bytes | Mapping) or not isinstance(things, Iterable):
        raise wrong_type(field, wanted, things, **fields)
    return tuple(each(thing, f"{field}[{place}]") for place, thing in enumerate(things))
