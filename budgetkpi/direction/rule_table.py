"""The rules of direction, read from `grammar/directions.toml` on first use (方向规则表)."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi.direction.index import Index
from budgetkpi.direction.matching import Pattern
from budgetkpi.language.lexicon import lexicon
from budgetkpi.resources import load_table
from budgetkpi.results import Confidence, Direction
from budgetkpi.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Case", "Rule", "Rules", "any_of", "rules", "table"]

_PLACES: Final = ("name", "name_not", "description", "either")
_KNOWN: Final = {*_PLACES, "label", "class", "value", "value_not", "follows"}


@attrs.frozen(eq=False, repr=False)
class Case:
    """One way in which a rule fires: all of it must hold."""

    rule: Rule
    name: Pattern | None
    name_not: Pattern | None
    description: Pattern | None
    either: Pattern | None
    label: tuple[str, ...]
    classes: frozenset[str]
    value: frozenset[str]
    value_not: frozenset[str]
    follows: frozenset[str]


@attrs.frozen(eq=False, repr=False)
class Rule:
    """A rule of the table.

    Attributes:
        order: its place in the table; the first that fires wins.
        stated: whether it rests on what the row says outright, not on what its name means.
    """

    code: str
    order: int
    direction: str
    confidence: Confidence
    alternatives: tuple[Direction, ...]
    stated: bool


@attrs.frozen(eq=False, repr=False)
class Rules:
    """The whole table, ready to be tried (规则表).

    Attributes:
        rules: in the order in which they are tried.
        cases: the cases of all rules, in that order.
        index: the words of all patterns.
        units: the classes of units, each with the pattern of the whole written unit.
        scores: names behind which 分 are points of a score.
        masks: words that only look as if they held a word of the rules.
    """

    rules: tuple[Rule, ...]
    cases: tuple[Case, ...]
    index: Index
    units: tuple[tuple[str, Pattern], ...]
    scores: Pattern
    masks: frozenset[str]


@functools.cache
def table() -> dict[str, Any]:
    """The whole of `grammar/directions.toml`, read once, its lists as words."""
    read = load_table("directions.toml")
    read["words"] = {name: _words(text) for name, text in read["words"].items()}
    for name in read["words"]:
        read["words"][name] = list(_spelled(name, read["words"]))
    read["masks"] = _words(read["masks"]["words"])
    return read


def _words(text: str) -> list[str]:
    """The words of a list as it is written: blanks part them, a line behind # is a remark."""
    lines = fold(text).splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def _spelled(name: str, lists: Mapping[str, list[str]]) -> dict[str, None]:
    """The words of a list, with those of the lists that it names; capitals name a kind of words.toml."""
    if name.isupper():
        return dict.fromkeys(sorted(_kind(name)))
    if name not in lists:
        raise ValueError(f"directions.toml: no such list: <{name}>")
    found: dict[str, None] = {}
    for word in lists[name]:
        found.update(_spelled(word[1:-1], lists) if word.startswith("<") else {word: None})
    return found


def _kind(name: str) -> frozenset[str]:
    """The words of a kind of grammar/words.toml that mean it without a number beside them."""
    found = frozenset(word.text for word in lexicon().words.values() if word.kind == name and not word.beside)
    if not found:
        raise ValueError(f"directions.toml: no such kind in words.toml: <{name}>")
    return found


@functools.cache
def rules() -> Rules:
    """The rules, made on first use."""
    read = table()
    index = Index(_Lists(read["words"]))
    found: list[Rule] = []
    cases: list[Case] = []
    for order, entry in enumerate(read["rule"]):
        rule = Rule(
            code=entry["code"],
            order=order,
            direction=entry["direction"],
            confidence=Confidence(entry["confidence"]),
            alternatives=tuple(Direction(word) for word in entry.get("alternatives", ())),
            stated=entry.get("stated", False),
        )
        found.append(rule)
        cases += (_case(rule, case, index) for case in entry["when"])
    masks = _masks(read["masks"], index)  # before the words of units are known too
    units = tuple(
        (name.replace("_", "-"), Pattern.of([f"^(?:{pattern})$"], index))
        for name, pattern in read["units"].items()
    )
    scores = Pattern.of(read["scores"]["name"], index)
    return Rules(tuple(found), tuple(cases), index, units, scores, masks)


class _Lists(dict[str, list[str]]):
    """The lists of the rules, and any kind of grammar/words.toml that a pattern asks for."""

    def __missing__(self, name: str) -> list[str]:
        self[name] = list(_spelled(name, self))
        return self[name]


def _case(rule: Rule, case: Mapping[str, Any], index: Index) -> Case:
    if strange := set(case) - _KNOWN:
        raise ValueError(f"directions.toml: no such condition: {', '.join(sorted(strange))}")
    return Case(
        rule=rule,
        **{place: Pattern.of(case[place], index) if place in case else None for place in _PLACES},
        label=tuple(case.get("label", ())),
        classes=frozenset(case.get("class", "").split()),
        value=frozenset(case.get("value", "").split()),
        value_not=frozenset(case.get("value_not", "").split()),
        follows=frozenset(case.get("follows", "").split()),
    )


def _masks(own: Iterable[str], index: Index) -> frozenset[str]:
    """The words to be covered: our own, and those of grammar/around.toml that only look like a denial.

    类别 holds 别 and denies nothing; 无差错率 is one word too, and denies what the rules know.
    """
    denials = _kind("NOT")
    single = {denial for denial in denials if len(denial) == 1}
    known = index.found.keys() - denials
    shielded = (
        word for word in _kind("WORD") if not single.isdisjoint(word) and known.isdisjoint(_pieces(word))
    )
    return frozenset((*own, *shielded))


def _pieces(word: str) -> Iterator[str]:
    """Every piece of a word, itself too."""
    return (word[start:end] for start in range(len(word)) for end in range(start + 1, len(word) + 1))


def any_of(words: Iterable[str]) -> str:
    """An alternation of literal words, the longest first: 不低于 before 低于."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))
