"""How a value shows itself in a session of Python (取值的显示): one method for every class.

attrs would compile a `__repr__` for each class when its module is imported, which takes as long
as the rest of the class.
"""

from __future__ import annotations

from typing import Any, ClassVar

import attrs

__all__ = ["Shown"]


class Shown:
    """What prints itself as attrs prints: the class, and every field that is to be shown."""

    __slots__ = ()
    __attrs_attrs__: ClassVar[Any]

    def __repr__(self) -> str:
        shown = (
            f"{field.name}={getattr(self, field.name)!r}" for field in attrs.fields(type(self)) if field.repr
        )
        return f"{type(self).__qualname__}({', '.join(shown)})"
