"""What every value keeps beside what it says (各取值共有的内容), and how a field is held to what it takes."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs

from budgetkpi.inputs import as_choice, as_instance, as_text, listed
from budgetkpi.messages import Note
from budgetkpi.shown import Shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from budgetkpi.values import Value

__all__ = ["NONE", "Kept", "a_flag", "all_are", "maybe", "values_of"]

_E = TypeVar("_E", bound=enum.StrEnum)

NONE: Final = ()
"""Python knows one empty tuple only: what is this one needs no look at what it holds."""


@attrs.frozen(kw_only=True, repr=False)
class Kept(Shown):
    """What every value keeps beside what it says.

    Attributes:
        text: the cell verbatim.
        notes: what was assumed or doubted in reading it.
        alternatives: what else the cell could mean.
        beside: the words of the cell that were left aside; a row may have to vouch for them.
    """

    text: str = attrs.field(default="", eq=False, repr=False)
    notes: tuple[Note, ...] = attrs.field(default=(), eq=False, repr=False)
    alternatives: tuple[Value, ...] = attrs.field(default=(), eq=False, repr=False)
    beside: tuple[str, ...] = attrs.field(default=(), eq=False, repr=False)

    def _told(self) -> str:
        return str(self)

    def _is_kept(self) -> bool:
        """Whether the fields that every value has are what they take, at a glance."""
        return (
            type(self.text) is str
            and (self.notes is NONE or all_are(self.notes, Note))
            and (self.alternatives is NONE or all_are(self.alternatives, Kept))
            and (self.beside is NONE or all_are(self.beside, str))
        )

    def _take(self, *checks: tuple[str, Callable[[Any, str], Any]]) -> None:
        """Hold each field to what it takes; a field is named in the error as `Amount.unit`."""
        for name, check in (*checks, *_KEPT):
            given = getattr(self, name)
            taken = check(given, f"{type(self).__name__}.{name}")
            if taken is not given:
                object.__setattr__(self, name, taken)


def all_are(things: object, kind: type) -> bool:
    """Whether it is a tuple of things of one class."""
    return type(things) is tuple and all(isinstance(thing, kind) for thing in things)


def maybe(closed: type[_E]) -> Callable[[Any, str], _E | None]:
    """What takes None or a member of a closed set."""
    return lambda thing, field: None if thing is None else as_choice(thing, field, closed)


def a_flag(thing: object, field: str) -> bool:
    """True or False."""
    return as_instance(thing, field, bool, "flag")


def values_of(things: object, field: str) -> tuple[Value, ...]:
    """Several values."""
    if all_are(things, Kept):
        return things  # type: ignore[return-value]
    return listed(things, field, lambda thing, at: as_instance(thing, at, Kept, "value"), "values")  # type: ignore[arg-type,return-value]


def _notes(things: object, field: str) -> tuple[Note, ...]:
    if all_are(things, Note):
        return things  # type: ignore[return-value]
    return listed(
        things,
        field,
        lambda thing, at: as_instance(thing, at, Note, "result", kind="Note"),
        "results",
        kind="Note",
    )


def _words(things: object, field: str) -> tuple[str, ...]:
    return things if all_are(things, str) else listed(things, field, as_text)  # type: ignore[return-value]


_KEPT: Final = (("text", as_text), ("notes", _notes), ("alternatives", values_of), ("beside", _words))
