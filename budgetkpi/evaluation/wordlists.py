"""The words of `grammar/evaluation.toml`, read once (判定用词)."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from budgetkpi.resources import load_table

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["pairs", "words"]


@functools.cache
def words(*path: str) -> tuple[str, ...]:
    """Return one list of words: `words("losses")`, `words("parts", "done")`."""
    return tuple(_at(path))


@functools.cache
def pairs(name: str) -> Mapping[str, Any]:
    """Return one table (`pairs("slips")["人/次"]`, `pairs("things")["longest"]`), not to be changed."""
    found: dict[str, Any] = _at((name,))
    return found


def _at(path: tuple[str, ...]) -> Any:  # noqa: ANN401  (what TOML holds)
    found: Any = _table()
    for key in path:
        found = found[key]
    return found


@functools.cache
def _table() -> dict[str, Any]:
    return load_table("evaluation.toml")
