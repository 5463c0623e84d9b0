"""Where the language stands as data (语言数据): the folder `grammar/`, wherever the package was started from.

Installed, from a wheel or a zip of one, it lies in the package; in a clone it lies beside it. So
Python that is started in the root of a clone finds it however the package was installed.
"""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["grammar", "load_table", "load_text"]


@functools.cache
def grammar() -> Traversable:
    """The folder `grammar/`; found once."""
    installed = resources.files("budgetkpi").joinpath("grammar")
    return installed if installed.is_dir() else Path(__file__).parent.parent / "grammar"


def load_text(*path: str) -> str:
    """Read one text file of `grammar/`."""
    return grammar().joinpath(*path).read_text(encoding="utf-8")


def load_table(*path: str) -> dict[str, Any]:
    """Read one TOML file of `grammar/`."""
    return tomllib.loads(load_text(*path))
