"""The words and codes of the checks, read from `grammar/checks.toml` on first use (审核规则表)."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi.direction.rule_table import any_of
from budgetkpi.direction.rule_table import table as _directions
from budgetkpi.language.lexicon import lexicon
from budgetkpi.resources import load_table
from budgetkpi.results import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Measure", "codes", "explained", "found", "measures", "optional", "pattern", "severity", "table"]

_LONGEST: Final = 120
"""The end of a name says what is measured; no more of it than this is searched."""


@functools.cache
def table() -> dict[str, Any]:
    """The whole of `grammar/checks.toml`, read once."""
    return load_table("checks.toml")


def codes() -> tuple[str, ...]:
    """Every code that a finding of `check` may have, in the order of the manual."""
    return tuple(table()["severity"])


@functools.cache
def optional() -> frozenset[str]:
    """The codes that only a caller who names them gets: they ask for judgement (默认不审)."""
    return frozenset(table()["optional"]["codes"])


def explained(raised: Iterable[str]) -> frozenset[str]:
    """What needs no saying where these codes or messages are raised: it has the same root (同源问题)."""
    roots = table()["roots"]
    return frozenset(one for code in raised for one in roots.get(code, ()))


@functools.cache
def severity(code: str) -> Severity:
    """How much an objection of this code matters."""
    return Severity(table()["severity"][code])


def pattern(patterns: Iterable[str]) -> re.Pattern[str]:
    """One regular expression for a list of patterns, `<list>` spelled out, the longest word first.

    `<KIND>` is any word of that kind of grammar/words.toml.
    """
    return _compiled(tuple(patterns))


def found(patterns: Iterable[str], text: str) -> str:
    """The first words of `text` that any of the patterns fits, "" where none does."""
    match = pattern(patterns).search(text[-_LONGEST:])
    return match[0] if match else ""


@functools.cache
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(_spelled, patterns)) or "(?!)")


@functools.cache
def _spelled(text: str) -> str:
    return re.sub(r"<([A-Za-z_]+)>", lambda name: f"(?:{_words(name[1])})", text)


@functools.cache
def _words(name: str) -> str:
    """Return an alternation of one list; a list may name another, capitals a kind of word;
    a pattern of the table stands for itself.
    """
    if name in table()["patterns"]:
        return str(table()["patterns"][name])
    if name.isupper():
        return any_of(lexicon().of(name))
    words = table()["words"].get(name) or _directions()["words"][name]
    lists = [word.strip("<>") for word in words if word.startswith("<")]
    own = any_of(word for word in words if not word.startswith("<"))
    return "|".join([*map(_words, lists), own])


@attrs.frozen
class Measure:
    """A kind of thing that a name can measure, and the units that fit it (指标的计量类别)."""

    kind: str
    name: re.Pattern[str]
    name_not: re.Pattern[str]
    accepts: frozenset[str] | None
    rejects: frozenset[str]
    also: frozenset[str]
    per: bool
    asks: bool

    def fits(self, unit: str, dimension: str, *, per: bool) -> bool:
        """Whether a number in this unit can be the value of such a measure; an unlisted unit may be."""
        if unit in self.also or dimension == "unknown":
            return True
        if per and self.per and dimension not in {"money", "foreign_money"}:
            return True
        return dimension not in self.rejects and (self.accepts is None or dimension in self.accepts)


@functools.cache
def measures() -> tuple[Measure, ...]:
    """Every kind of measure, in the order in which they are tried."""
    return tuple(
        Measure(
            kind=entry["kind"],
            name=pattern(entry["name"]),
            name_not=pattern(entry.get("name_not", ())),
            accepts=frozenset(entry["accepts"]) if "accepts" in entry else None,
            rejects=frozenset(entry.get("rejects", ())),
            also=frozenset(entry.get("also", ())),
            per=entry.get("per", False),
            asks=entry.get("asks", False),
        )
        for entry in table()["measure"]
    )
