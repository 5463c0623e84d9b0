"""Where the language stands as data (语言数据): the folder `grammar/`, wherever the package was started from.

Installed, from a wheel or a zip of one, it lies in the package; in a clone it lies beside it. So
Python that is started in the root of a clone finds it however the package was installed.

A file on disk is opened by its name: `importlib.resources` and `pathlib`, which a zip needs, take
longer to import than a table takes to read.
"""

from __future__ import annotations

import functools
import os
import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["grammar", "load_table", "load_text"]


@functools.cache
def grammar() -> Traversable:
    """The folder `grammar/`; found once."""
    folder = _folder()
    if folder is None:
        from importlib import resources  # noqa: PLC0415  (only a zip needs it)

        return resources.files("budgetkpi").joinpath("grammar")
    from pathlib import Path  # noqa: PLC0415  (a table is opened by its name)

    return Path(folder)


def load_text(*path: str) -> str:
    """Read one text file of `grammar/`."""
    folder = _folder()
    if folder is None:
        return grammar().joinpath(*path).read_text(encoding="utf-8")
    with open(os.path.join(folder, *path), encoding="utf-8") as file:
        return file.read()


def load_table(*path: str) -> dict[str, Any]:
    """Read one TOML file of `grammar/`."""
    return tomllib.loads(load_text(*path))


@functools.cache
def _folder() -> str | None:
    """The name of the folder `grammar/` on disk; None where the package is in a zip."""
    package = os.path.dirname(__file__)
    folders = (os.path.join(place, "grammar") for place in (package, os.path.dirname(package)))
    return next(filter(os.path.isdir, folders), None)
