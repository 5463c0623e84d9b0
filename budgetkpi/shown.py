"""How values and results show themselves in a session of Python (取值与结果的显示): one line each.

attrs would compile a `__repr__` for each class when its module is imported, which takes as long
as the rest of the class; here is one method for every class.
"""

from __future__ import annotations

from typing import Any, ClassVar

import attrs

from budgetkpi.escaping import escaped

__all__ = ["Shown", "clipped", "counted", "plural", "printable"]

_WIDTH = 40
"""How many characters of a text stand in a line."""


class Shown:
    """What shows itself in one line: `<Amount ≥95%>`.

    A class says in `_told` what it holds; one that does not shows its fields by name.
    """

    __slots__ = ()
    __attrs_attrs__: ClassVar[Any]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {printable(self._told())}".rstrip() + ">"

    def _told(self) -> str:
        """What it holds, for a person."""
        shown = (
            f"{field.name}={getattr(self, field.name)!r}" for field in attrs.fields(type(self)) if field.repr
        )
        return ", ".join(shown)


def printable(text: str) -> str:
    """A text in one line: blanks and line breaks as one blank, what cannot be printed as its escape."""
    return escaped(" ".join(text.split()))


def clipped(text: str) -> str:
    """The beginning of a text, with the sign that more follows where it does."""
    line = " ".join(text.split())
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"


def plural(number: object, one: str, several: str) -> str:
    """The words that English puts behind a number: `one` behind a plain 1 (1.0 points are several)."""
    return one if str(number) == "1" else several


def counted(number: int, one: str, several: str = "") -> str:
    """A number and what it counts; the plural is written with s where none is given.

    >>> counted(1, "row"), counted(2, "row")
    ('1 row', '2 rows')
    """
    return f"{number} {plural(number, one, several or one + 's')}"
