"""What the patterns of `grammar/directions.toml` are made of, read into a tree (名称模式的写法).

A pattern is written as a small part of regular expressions:

    pattern   parts side by side | others
    part      letters, (?:pattern), <list>, [set], [^set], `.`, ^, $, (?=…), (?!…), (?<=…), (?<!…)
    repeat    a part with ?, *, + or {from,to} behind it

`<harm>` is any word of the list harm, `<RISE>` any word of that kind of grammar/words.toml. A sign of this
writing behind a backslash stands for itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Choice", "Edge", "Look", "Repeat", "Sequence", "Set", "Tree", "Words", "parse_pattern"]


class Words(NamedTuple):
    """Any of some words: those written out, and those of lists."""

    written: frozenset[str]
    lists: frozenset[str]


class Set(NamedTuple):
    """One character of a set, or one that is not; an empty set denied is any character."""

    characters: frozenset[str]
    denied: bool


class Edge(NamedTuple):
    """The beginning or the end of the name."""

    end: bool


class Look(NamedTuple):
    """What must, or must not, stand in front of a place or behind it."""

    tree: Tree
    behind: bool
    denied: bool


class Repeat(NamedTuple):
    """A part some times over; `most` is None for any number of times."""

    tree: Tree
    least: int
    most: int | None


class Sequence(NamedTuple):
    """Parts side by side."""

    parts: tuple[Tree, ...]


class Choice(NamedTuple):
    """Any of several."""

    branches: tuple[Tree, ...]


Tree: TypeAlias = Words | Set | Edge | Look | Repeat | Sequence | Choice

_LETTERS: Final = r"[^<>()\[\]{}|^$.?*+\\]+"
_TOKEN: Final = re.compile(
    rf"\(\?:(?P<words>{_LETTERS}(?:\|{_LETTERS})+)\)|(?P<letters>{_LETTERS})"
    r"|\\(?P<escaped>\W)|<(?P<list>\w+)>|(?P<open>\(\?(?:<?[=!]|:))|(?P<close>\))|(?P<bar>\|)|(?P<edge>[\^$])|(?P<any>\.)"
    r"|\[(?P<set>[^\[\]]+)\]|(?P<repeat>[?*+]|\{\d+(?:,\d*)?\})"
)
_TIMES: Final[dict[str, tuple[int, int | None]]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}


def parse_pattern(text: str) -> Tree:
    """Read a pattern.

    Raises:
        ValueError: it is not written as a pattern; the message names the place.
    """
    tokens, at = [], 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise ValueError(f"not a pattern: {text!r}, at {at}")
        tokens.append((str(found.lastgroup), str(found[str(found.lastgroup)])))
        at = found.end()
    reader = iter(tokens)
    tree, closed = _choice(reader)
    if closed:
        raise ValueError(f"not a pattern: {text!r}: a bracket is closed that was never opened")
    return tree


def _choice(tokens: Iterator[tuple[str, str]]) -> tuple[Tree, bool]:
    """What stands up to the closing bracket, and whether one closed it."""
    branches: list[Tree] = []
    parts: list[Tree] = []
    closed, before = False, ""
    for kind, text in tokens:
        if kind == "bar":
            branches.append(_side_by_side(parts))
            parts = []
        elif kind == "close":
            closed = True
            break
        elif kind == "repeat":
            if not parts:
                raise ValueError(f"not a pattern: nothing stands in front of {text}")
            if before == "letters":
                parts[-1:] = _last_letter_apart(parts[-1])
            parts[-1] = _repeated(parts[-1], text)
        else:
            parts.append(_part(kind, text, tokens))
        before = kind
    branches.append(_side_by_side(parts))
    return _any_of(branches), closed


def _part(kind: str, text: str, tokens: Iterator[tuple[str, str]]) -> Tree:
    if kind in {"letters", "escaped"}:
        return _letters(text)
    if kind == "words":
        return Words(frozenset(text.split("|")), frozenset())
    if kind == "list":
        return Words(frozenset(), frozenset((text,)))
    if kind == "set":
        return Set(frozenset(text.removeprefix("^")), text.startswith("^"))
    if kind == "any":
        return Set(frozenset(), denied=True)
    if kind == "edge":
        return Edge(text == "$")
    tree, closed = _choice(tokens)
    if not closed:
        raise ValueError("not a pattern: a bracket is never closed")
    return tree if text == "(?:" else Look(tree, behind="<" not in text, denied="!" in text)


def _repeated(part: Tree, written: str) -> Repeat:
    if written in _TIMES:
        return Repeat(part, *_TIMES[written])
    low, comma, high = written.strip("{}").partition(",")
    return Repeat(part, int(low), int(high) if high else None if comma else int(low))


def _last_letter_apart(part: Tree) -> list[Tree]:
    """Of letters only the last is repeated by what stands behind them."""
    (letters,) = part.written if isinstance(part, Words) else ("",)
    return [_letters(text) for text in (letters[:-1], letters[-1:]) if text]


def _letters(text: str) -> Words:
    return Words(frozenset((text,)), frozenset())


def _side_by_side(parts: list[Tree]) -> Tree:
    return parts[0] if len(parts) == 1 else Sequence(tuple(parts))


def _any_of(branches: list[Tree]) -> Tree:
    """One of the branches; those that are words are one set of words."""
    words = [branch for branch in branches if isinstance(branch, Words)]
    if len(branches) == 1 or len(words) < 2:  # noqa: PLR2004
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))
    written = frozenset().union(*(branch.written for branch in words))
    one = Words(written, frozenset().union(*(branch.lists for branch in words)))
    others = [branch for branch in branches if not isinstance(branch, Words)]
    return Choice((one, *others)) if others else one
