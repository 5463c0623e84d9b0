"""Rows of kinds to trees (语法): the rules of grammar/*.lark, asked once a row of kinds and kept.

What a cell says is decided by its kinds alone; its numbers, units and words play no part. So
each row of kinds is parsed once.
"""

from __future__ import annotations

import functools
from typing import Final, NamedTuple

from budgetkpi.language.automaton import Tables, tables

__all__ = ["Node", "Shape", "Stopped", "shape", "starts", "statements"]

_KEPT: Final = 8192
_LONGEST: Final = 48
"""How many tokens one statement may take."""
_END: Final = "$END"


class Node(NamedTuple):
    """A rule and what it holds: nodes, or the indices of tokens; and the first and the last of these."""

    rule: str
    children: tuple[Node | int, ...]
    first: int
    last: int


class Stopped(NamedTuple):
    """Where no rule goes on: the index of the token, and the kinds that could have stood there."""

    place: int
    expected: frozenset[str]


Shape = Node | Stopped


@functools.lru_cache(maxsize=_KEPT)
def shape(kinds: tuple[str, ...]) -> Shape:
    """The tree of a whole row of kinds, or where no rule goes on."""
    run = _Run(tables())
    for index, kind in enumerate(kinds):
        if not run.feed(kind, index):
            return Stopped(index, run.expected())
    return run.finished() or Stopped(len(kinds), run.expected())


@functools.lru_cache(maxsize=_KEPT)
def statements(kinds: tuple[str, ...]) -> tuple[tuple[int, Node], ...]:
    """Every statement that a row of kinds begins with, the longest first: how many tokens, and its tree."""
    run = _Run(tables())
    found: list[tuple[int, Node]] = []
    for index, kind in enumerate(kinds[:_LONGEST]):
        if not run.feed(kind, index):
            break
        tree = run.copy().finished()
        if tree is not None:
            found.append((index + 1, tree))
    return tuple(reversed(found))


@functools.cache
def starts() -> frozenset[str]:
    """The kinds that a statement may begin with; the rules say so themselves."""
    return _Run(tables()).expected()


def _node(rule: str, children: tuple[Node | int, ...]) -> Node:
    first, last = children[0], children[-1]
    return Node(
        rule,
        children,
        first if isinstance(first, int) else first.first,
        last if isinstance(last, int) else last.last,
    )


class _Run:
    """One row of kinds on its way through the tables."""

    def __init__(self, rules: Tables) -> None:
        self._tables = rules
        self._states = [0]
        self._made: list[tuple[Node | int, ...]] = []
        """What each state but the first was reached by: a node, or those that go on by themselves."""

    def copy(self) -> _Run:
        """The same run, to be tried further."""
        other = _Run(self._tables)
        other._states, other._made = self._states.copy(), self._made.copy()
        return other

    def expected(self) -> frozenset[str]:
        """The kinds that could stand next."""
        return frozenset(
            kind for kind in self._tables.actions[self._states[-1]] if kind.isupper() and kind != _END
        )

    def feed(self, kind: str, index: int) -> bool:
        """Take one token; False where it cannot stand here, and nothing more is taken."""
        if not self._reduced(kind):
            return False
        self._states.append(self._tables.actions[self._states[-1]][kind])
        self._made.append((index,))
        return True

    def finished(self) -> Node | None:
        """The tree, if the row may end here."""
        if not self._reduced(_END) or self._states[-1] != self._tables.end:
            return None
        tree = self._made[-1][0]
        return tree.children[0] if isinstance(tree, Node) and isinstance(tree.children[0], Node) else None

    def _reduced(self, kind: str) -> bool:
        """Reduce as far as a kind asks for; False where it cannot follow."""
        actions, states, made = self._tables.actions, self._states, self._made
        while True:
            action = actions[states[-1]].get(kind)
            if action is None:
                return kind == _END and states[-1] == self._tables.end
            if action >= 0:
                return True
            rule = self._tables.rules[~action]
            start = len(made) - rule.length
            children = tuple(child for one in made[start:] for child in one)
            del made[start:], states[len(states) - rule.length :]
            alone = rule.single and len(children) == 1
            made.append(children if alone or not rule.name else (_node(rule.name, children),))
            states.append(actions[states[-1]][rule.origin])
