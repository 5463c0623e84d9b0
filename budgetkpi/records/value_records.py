"""Values as JSON types, and back from them (取值的记录).

Every number is its exact text, so that no reader on the way can round it; every member of a
closed set is its stable string.
"""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from operator import eq
from typing import TYPE_CHECKING, Any, Final

from budgetkpi.bounds import LONGEST_PROSE, as_decimal, as_fraction, check_text
from budgetkpi.calendar import is_day
from budgetkpi.errors import FieldError, RecordError
from budgetkpi.inputs import wrong_type
from budgetkpi.messages import Catalog, Message, Note, series
from budgetkpi.records.plain import plain
from budgetkpi.text import CONTROLS, fold
from budgetkpi.values import (
    Amount,
    Deadline,
    Kind,
    Level,
    Missing,
    Number,
    Range,
    Reference,
    Several,
    Text,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from cattrs import Converter

__all__ = ["from_record", "to_record"]

_SAID = Catalog("tables")
_CLASSES: Final[dict[str, type[Any]]] = {
    Kind.AMOUNT: Amount,
    Kind.RANGE: Range,
    Kind.DEADLINE: Deadline,
    Kind.LEVEL: Level,
    Kind.REFERENCE: Reference,
    Kind.SEVERAL: Several,
    Kind.TEXT: Text,
    Kind.MISSING: Missing,
}
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:E[+-]?[0-9]{1,4})?|(?P<fraction>-?[0-9]+/0*[1-9][0-9]*)")
_ONE_LINE: Final = frozenset({"unit", "base", "word", "ladder"})
"""What no line break can stand in."""


class _WrongError(ValueError):
    """What one field of a record has wrong, carried through cattrs."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def to_record(value: Value) -> dict[str, Any]:
    """Return a value as a dict of JSON types (转为记录).

    Returns:
        `kind` and every attribute of the value's class; `text`, `notes`, `alternatives` and `beside` (the
        words left aside) too, so that a value from a record is judged as the original; numbers as exact
        text (`"100.00"`, `"27/28"`).

    Raises:
        TypeError: it is no value of budgetkpi.

    >>> from budgetkpi import parse
    >>> to_record(parse("≥95%"))["magnitude"]
    '95'
    """
    if not isinstance(value, Value):
        raise wrong_type("value", "value", value)
    record: dict[str, Any] = plain(value)
    return record


def from_record(record: Mapping[str, Any]) -> Value:
    """Return the value that a record says (由记录还原).

    Raises:
        RecordError: a field is unknown, missing, or of the wrong type; the message names every one.
        TypeError: it is no mapping.

    >>> from budgetkpi import parse
    >>> from_record(to_record(parse("≥95%")))
    <Amount ≥95%>
    """
    from cattrs import ClassValidationError, transform_error

    if not isinstance(record, Mapping):
        raise wrong_type("record", "mapping", record)
    try:
        value: Value = _converter().structure(record, Value)  # type: ignore[arg-type]
    except RecursionError:
        raise RecordError(_SAID("record-deep")) from None
    except (ClassValidationError, _WrongError, FieldError) as error:
        en, zh = ("; ".join(transform_error(error, "record", _sayer(language))) for language in ("en", "zh"))
        raise RecordError(
            Message("record", _SAID("record", what=en).en, _SAID("record", what=zh).zh)
        ) from None
    return value


@functools.cache
def _converter() -> Converter:
    """What turns records into values, built on first use: cattrs takes its time to load."""
    from cattrs import Converter

    converter = Converter(forbid_extra_keys=True)
    for exact in (str, int, bool):
        converter.register_structure_hook(exact, _strict)
    converter.register_structure_hook(Decimal, lambda found, _: _decimal(found))
    converter.register_structure_hook_func(lambda wanted: wanted == Number, lambda found, _: _number(found))
    converter.register_structure_hook_func(lambda wanted: wanted == Value, lambda found, _: _value(found))
    for several in (tuple[str, ...], tuple[Note, ...], tuple[Value, ...], tuple[Decimal, Decimal]):
        converter.register_structure_hook_func(functools.partial(eq, several), _listed(converter, several))
    for kind, cls in _CLASSES.items():
        converter.register_structure_hook(cls, _of_kind(converter, kind, cls))
    return converter


def _value(found: object) -> Value:
    """A record of any kind."""
    kind = _mapping(found).get("kind")
    if not isinstance(kind, str) or kind not in _CLASSES:
        raise _WrongError(_SAID("record-kind", found=repr(kind)))
    value: Value = _converter().structure(found, _CLASSES[kind])
    return value


def _of_kind(converter: Converter, kind: str, cls: type[Any]) -> Callable[[object, object], Any]:
    """What reads the records of one class, its `kind` held against the class."""
    from cattrs.gen import make_dict_structure_fn

    @functools.cache
    def fields() -> Callable[[Any, Any], Any]:  # when needed: a Deadline may hold a Deadline
        return make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True)

    def read(found: object, _: object) -> Any:  # noqa: ANN401  (one of the value classes)
        record = dict(_mapping(found))
        if record.pop("kind", None) != kind:
            raise _WrongError(_SAID("record-kind", found=repr(_mapping(found).get("kind"))))
        for name in _ONE_LINE & record.keys():
            if isinstance(record[name], str) and "\n" in fold(record[name]):
                raise _WrongError(_SAID("record-break", field=name))
        value = fields()(record, cls)
        if (
            isinstance(value, Deadline)
            and value.month
            and not is_day(value.year, value.month, value.day or 1)
        ):
            raise _WrongError(_SAID("record-day", year=value.year, month=value.month, day=value.day))
        return value

    return read


def _listed(converter: Converter, several: Any) -> Callable[[object, object], Any]:  # noqa: ANN401  (a generic alias)
    """What reads a JSON list, and refuses a string, which can be iterated too."""
    read = converter.get_structure_hook(several)

    def strict(found: object, wanted: object) -> Any:  # noqa: ANN401  (one of the tuples)
        if not isinstance(found, list | tuple):
            raise _WrongError(_SAID("record-type", wanted="list", found=type(found).__name__))
        return read(found, wanted)

    return strict


def _mapping(found: object) -> Mapping[str, Any]:
    if isinstance(found, Mapping):
        return found
    raise _WrongError(_SAID("record-type", wanted="object", found=type(found).__name__))


def _strict(found: object, wanted: type[Any]) -> Any:  # noqa: ANN401  (one of str, int, bool)
    """Exactly that type: True is no int, "1" is none either. A StrEnum is a str to cattrs, and comes here."""
    if issubclass(wanted, enum.Enum):
        return _choice(found, wanted)
    if type(found) is wanted:
        if isinstance(found, str):
            check_text(found, "text", LONGEST_PROSE)
            if not CONTROLS.isdisjoint(found):
                raise _WrongError(_SAID("record-control", found=repr(found)[:80]))
        return found
    raise _WrongError(_SAID("record-type", wanted=wanted.__name__, found=type(found).__name__))


def _number(found: object) -> Number:
    match = _NUMBER.fullmatch(found) if isinstance(found, str) else None
    if match is None:
        raise _WrongError(_SAID("record-number", found=repr(found)[:80]))
    read = as_fraction if match["fraction"] else as_decimal
    number: Number = read(match[0], "number")
    if isinstance(number, Fraction) and plain(number) != match[0]:
        raise _WrongError(_SAID("record-number", found=repr(found)[:80]))  # 4/2 is 2
    return number


def _decimal(found: object) -> Decimal:
    number = _number(found)
    if isinstance(number, Decimal):
        return number
    raise _WrongError(_SAID("record-number", found=repr(found)[:80]))


def _choice(found: object, wanted: type[enum.Enum]) -> enum.Enum:
    for member in wanted:
        if member.value == found:
            return member
    choices = series(member.value for member in wanted)
    raise _WrongError(_SAID("record-choice", choices=choices, found=repr(found)[:80]))


def _sayer(language: str) -> Callable[[BaseException, object], str]:
    """What says one failure in one language; cattrs adds the path."""

    def say(error: BaseException, _: object) -> str:
        from cattrs import ForbiddenExtraKeysError

        if isinstance(error, _WrongError | FieldError):
            message = error.message
        elif isinstance(error, ForbiddenExtraKeysError):
            message = _SAID("record-unknown", field=series(sorted(map(str, error.extra_fields))))
        elif isinstance(error, KeyError):
            message = _SAID("record-lacks")
        else:
            message = _SAID("record-other", what=str(error)[:80])
        return message.zh if language == "zh" else message.en

    return say
