"""Rows that say that they do not apply to the project (不适用的指标)."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from budgetkpi.direction.rule_table import any_of
from budgetkpi.language.lexicon import lexicon
from budgetkpi.reading import parse
from budgetkpi.resources import load_table
from budgetkpi.text import tidy
from budgetkpi.values import Missing, Text

if TYPE_CHECKING:
    from budgetkpi.indicators import Indicator
    from budgetkpi.values import Value

__all__ = ["applies_not", "says_not_applicable"]

_LONGEST: Final = 40
"""A longer text says more than that nothing applies."""


def says_not_applicable(text: str) -> bool:
    """Whether the whole of a cell says that the row does not apply: 不适用, 本项目没有该类指标.

    >>> says_not_applicable("本项目不适用此指标"), says_not_applicable("不适用范围扩大")
    (True, False)
    """
    return len(text) < _LONGEST and _pattern().fullmatch(tidy(text)) is not None


def applies_not(row: Indicator, target: Value | None) -> bool:
    """Whether a row says, by its target or its name, that it does not apply.

    Args:
        row: the row.
        target: its target as it was read. A name counts only where no target stands beside it.
    """
    if not isinstance(target, Missing | Text):
        return False
    if says_not_applicable(row.target):
        return True
    return isinstance(target, Missing) and (says_not_applicable(row.name) or _blank(row.name))


def _blank(name: str) -> bool:
    """Whether a name only says that there is no indicator: 无, /."""
    return bool(name.strip()) and len(name) < _LONGEST and isinstance(_read(name), Missing)


@functools.lru_cache(maxsize=1024)
def _read(name: str) -> Value | None:
    try:
        return parse(name)
    except ValueError:
        return None


@functools.cache
def _pattern() -> re.Pattern[str]:
    """The patterns of grammar/blanks.toml; `<KIND>` is any word of that kind of words.toml."""
    written = load_table("blanks.toml")["not_applicable"]["text"]
    spelled = (
        re.sub(r"<([A-Z_]+)>", lambda name: f"(?:{any_of(lexicon().of(name[1]))})", one) for one in written
    )
    return re.compile("|".join(spelled))
