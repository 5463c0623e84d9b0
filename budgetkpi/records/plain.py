"""What a value or a result holds, as JSON types (JSON 类型): numbers as exact text, members as strings."""

from __future__ import annotations

import enum
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from budgetkpi.errors import ParseError
from budgetkpi.inputs import wrong_type
from budgetkpi.values import Value

__all__ = ["error_record", "held", "plain"]


def plain(value: Any) -> Any:  # noqa: ANN401  (any JSON type; one line a type)
    """Anything that a result holds, as JSON types."""
    match value:
        case enum.Enum():
            return value.value
        case None | bool() | int() | str():
            return value
        case Decimal():
            return str(value)
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case tuple():
            return [plain(part) for part in value]
        case ParseError():
            return error_record(value)
        case _ if attrs.has(type(value)):
            kind = {"kind": value.kind.value} if isinstance(value, Value) else {}
            return kind | {
                field.name: plain(getattr(value, field.name)) for field in attrs.fields(type(value))
            }
    raise TypeError(f"no record of {type(value).__name__}")


def error_record(error: ParseError) -> dict[str, Any]:
    """Return a ParseError as a dict of JSON types (错误的记录)."""
    held(error, "error", "ParseError")
    return {
        "code": error.code,
        "en": error.en,
        "zh": error.zh,
        "text": error.text,
        "span": list(error.span),
        "expected": [plain(message) for message in error.expected],
    }


def held(thing: object, field: str, kind: str) -> None:
    """Refuse what is not of that class; its floor is not loaded to ask."""
    if all(cls.__name__ != kind for cls in type(thing).__mro__):
        raise wrong_type(field, "result", thing, kind=kind)
