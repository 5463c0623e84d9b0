"""Optional libraries, loaded when they are first needed (可选依赖)."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from budgetkpi.errors import MissingExtraError
from budgetkpi.messages import Catalog

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["load"]

_say = Catalog("errors")


def load(module: str, *, extra: str) -> ModuleType:
    """The module of that name.

    Args:
        module: a dotted name, as in an import statement.
        extra: the extra of budgetkpi that installs it.

    Raises:
        MissingExtraError: it is not installed; the error says what to install.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != module.partition(".")[0]:
            raise  # the library is there, and lacks something of its own
        raise MissingExtraError(
            _say("missing-extra", library=module.partition(".")[0], extra=extra)
        ) from error
