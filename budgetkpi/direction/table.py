"""The rules of direction, read from `grammar/directions.toml` and compiled on first use (方向规则表)."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi.messages import load_table
from budgetkpi.results import Confidence, Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Case", "Rule", "any_of", "rules", "table"]


_REPEATED_GROUP: Final = re.compile(r"(\([^()]*<\w+>[^()]*\))\*")
_REPEATS: Final = {"*": "{0,4}", "+": "{1,4}"}


@attrs.frozen
class Case:
    """One way in which a rule fires: all of it must hold."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    name_not: re.Pattern[str] | None
    classes: frozenset[str]
    value: frozenset[str]
    value_not: frozenset[str]
    follows: frozenset[str]


@attrs.frozen
class Rule:
    """A rule of the table."""

    code: str
    direction: str
    confidence: Confidence
    alternatives: tuple[Direction, ...]
    stated: bool
    cases: tuple[Case, ...]


@functools.cache
def table() -> dict[str, Any]:
    """The whole of `grammar/directions.toml`, read once."""
    return load_table("directions.toml")


@functools.cache
def rules() -> tuple[Rule, ...]:
    """The rules, compiled on first use."""
    read = table()
    return tuple(
        Rule(
            code=entry["code"],
            direction=entry["direction"],
            confidence=Confidence(entry["confidence"]),
            alternatives=tuple(Direction(word) for word in entry.get("alternatives", ())),
            stated=entry.get("stated", False),
            cases=tuple(_case(case, read["words"]) for case in entry["when"]),
        )
        for entry in read["rule"]
    )


def _case(case: Mapping[str, list[str]], words: Mapping[str, list[str]]) -> Case:
    known = {"name", "description", "either", "label", "name_not", "class", "value", "value_not", "follows"}
    if strange := set(case) - known:
        raise ValueError(f"directions.toml: no such condition: {', '.join(sorted(strange))}")
    places = ("name", "description", "either", "label")
    return Case(
        patterns=tuple((place, _pattern(case[place], words)) for place in places if place in case),
        name_not=_pattern(case["name_not"], words) if "name_not" in case else None,
        classes=frozenset(case.get("class", ())),
        value=frozenset(case.get("value", ())),
        value_not=frozenset(case.get("value_not", ())),
        follows=frozenset(case.get("follows", ())),
    )


def _pattern(patterns: Iterable[str], words: Mapping[str, list[str]]) -> re.Pattern[str]:
    """One regular expression for a list of patterns, `<list>` spelled out, the longest word first.

    A repeated list, or group that holds one, repeats at most four times: words of one list overlap
    (案件 is 案 and 件), and a hostile name must not make the search run away.
    """

    def spelled(found: re.Match[str]) -> str:
        return f"(?:{any_of(words[found[1]])}){_REPEATS.get(found[2], found[2])}"

    bounded = (_REPEATED_GROUP.sub(rf"\1{_REPEATS['*']}", pattern) for pattern in patterns)
    return re.compile("|".join(re.sub(r"<(\w+)>([*+]?)", spelled, pattern) for pattern in bounded))


def any_of(words: Iterable[str]) -> str:
    """An alternation of literal words, the longest first: 不低于 before 低于."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))
