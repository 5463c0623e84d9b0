"""The words and codes of the checks, read from `grammar/checks.toml` on first use (审核规则表)."""

from __future__ import annotations

import functools
import re
import threading
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi.direction.index import Index, Name
from budgetkpi.direction.matching import Pattern
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
_MADE: Final[dict[tuple[str, ...], Pattern]] = {}
"""The patterns asked for so far, ready to be tried."""
_MAKING: Final = threading.Lock()
_NAMED: Final = re.compile(r"<(\w+)>")


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
    """One regular expression for a list of patterns, for what must fit a whole text or be taken out of it.

    `<KIND>` is any word of that kind of grammar/words.toml, the longest word first.
    """
    return _compiled(tuple(patterns))


def found(patterns: Iterable[str], text: str) -> str:
    """The words of `text` that the first of the patterns to be found fits, "" where none is.

    `<list>` is any word of that list here or in directions.toml, as in the patterns of direction.
    """
    return _sought(tuple(patterns)).words(_name(text))


@functools.cache
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    spelled = (re.sub(r"<([A-Z_]+)>", lambda name: f"(?:{any_of(_words(name[1]))})", one) for one in patterns)
    return re.compile("|".join(spelled) or "(?!)")


def _sought(patterns: tuple[str, ...]) -> Pattern:
    """The patterns, ready to be tried; a pattern of the table that they name stands for itself."""
    made = _MADE.get(patterns)
    if made is None:
        own = table()["patterns"]
        written = [_NAMED.sub(lambda name: own.get(name[1], name[0]), one) for one in patterns]
        with _MAKING:
            made = _MADE.setdefault(patterns, Pattern.of(written, _index()))
    return made


def _name(text: str) -> Name:
    """The end of a text as the patterns see it; a row asks the same of one name many times."""
    return _read(text[-_LONGEST:], len(_MADE))


@functools.lru_cache(maxsize=64)
def _read(text: str, _known: int) -> Name:
    """A name is read anew once more patterns are made: it may hold words of theirs."""
    return Name(text, _index())


@functools.cache
def _index() -> Index:
    return Index(_Lists())


class _Lists(dict[str, frozenset[str]]):
    """The lists that the patterns name, each read when it is asked for."""

    def __missing__(self, name: str) -> frozenset[str]:
        self[name] = _words(name)
        return self[name]


@functools.cache
def _words(name: str) -> frozenset[str]:
    """The words of one list; a list may name another, capitals a kind of word."""
    if name.isupper():
        return lexicon().of(name)
    found: set[str] = set()
    for word in table()["words"].get(name) or _directions()["words"][name]:
        found |= _words(word[1:-1]) if word.startswith("<") else {word}
    return frozenset(found)


@attrs.frozen
class Sought:
    """Patterns that are looked for in a name, made ready when they are first asked for (名称模式)."""

    patterns: tuple[str, ...]

    def search(self, text: str) -> bool:
        """Whether any of the patterns is found."""
        return _sought(self.patterns).found(_name(text))


@attrs.frozen
class Measure:
    """A kind of thing that a name can measure, and the units that fit it (指标的计量类别)."""

    kind: str
    name: Sought
    name_not: Sought
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
            name=Sought(tuple(entry["name"])),
            name_not=Sought(tuple(entry.get("name_not", ()))),
            accepts=frozenset(entry["accepts"]) if "accepts" in entry else None,
            rejects=frozenset(entry.get("rejects", ())),
            also=frozenset(entry.get("also", ())),
            per=entry.get("per", False),
            asks=entry.get("asks", False),
        )
        for entry in table()["measure"]
    )
