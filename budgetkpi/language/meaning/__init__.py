"""What a tree says (含义): one function a rule, from the values of its tokens to a value.

A function is named like its rule and gets what its children say: a token, or whatever their
own rules gave. None of them sees text. `Refused` says that the row is no statement after all
(三个月1次 is neither three months nor one time); a ParseError, that it is one of a number or a
date that is none.
"""

from __future__ import annotations

import functools
import importlib
from typing import TYPE_CHECKING, Any, Final

from budgetkpi.errors import FieldError, ParseError
from budgetkpi.language.meaning.told import OF_STATED, Joined, NoList, Refused, Source, Stated
from budgetkpi.language.shapes import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType

    from budgetkpi.language.tokens import Token
    from budgetkpi.values import Value

__all__ = ["ROOMS", "Meanings", "NoList", "Refused", "Source", "function_of", "meaning_of"]


ROOMS: Final = ("measures", "amounts", "days", "differences", "joins", "ranges")
"""The modules of this folder that hold the functions of rules, the commonest first."""


@functools.cache
def function_of(rule: str) -> Callable[..., Any]:
    """The function that says what a rule means; its room loads with the first row that needs it."""
    rooms = (importlib.import_module(f"{__name__}.{room}") for room in ROOMS)
    function: Callable[..., Any] = next(room.RULES[rule] for room in rooms if rule in room.RULES)
    return function


def meaning_of(tree: Node | int, tokens: Sequence[Token], source: Source) -> Value:
    """What a row of tokens says.

    Args:
        tree: its shape.
        tokens: the tokens that the tree's numbers stand for.
        source: the cell, for errors.

    Raises:
        Refused: it is no statement after all.
        ParseError: there is no such number or date.
    """
    try:
        return _whole(_said(tree, tokens, source), source)
    except FieldError:  # numbers that are short, and their sum or their product is not
        source.fail("too-long", (tokens[0].start, tokens[-1].end))


class Meanings:
    """What parts of one row say (局部含义), each part once, however many statements it is tried in.

    A part is known by its rule and by its first and last token: the rules are unambiguous.
    """

    def __init__(self, tokens: Sequence[Token], source: Source) -> None:
        self._tokens, self._source = tokens, source
        self._told: dict[tuple[str, int, int], Any] = {}
        self._links: dict[int, Any] = {}
        """What each number of a chain but its first says with its unit, by the place of the unit."""

    def of(self, tree: Node | int, start: int, stop: int) -> Value:
        """What the tokens from a place on say, as `meaning_of` has it."""
        try:
            return _whole(self._said(tree, start), self._source)
        except FieldError:
            self._source.fail("too-long", (self._tokens[start].start, self._tokens[stop - 1].end))

    def _said(self, tree: Node | int, start: int) -> Any:  # noqa: ANN401  (each rule has its own)
        if isinstance(tree, int):
            return self._tokens[start + tree]
        part = tree.rule, start + tree.first, start + tree.last
        told = self._told.get(part)
        if told is None:
            try:
                if tree.rule == "chain" and not isinstance(tree.children[0], int):
                    told = self._chain(tree, start)
                else:
                    told = _of_rule(tree, self._children(tree, start), self._source)
            except (Refused, ParseError, FieldError) as error:
                told = error
            self._told[part] = told
        if isinstance(told, Exception):
            raise told.with_traceback(None)
        return told

    def _chain(self, tree: Node, start: int) -> Any:  # noqa: ANN401  (as above)
        """Numbers with units in a row: each is read once, in however many chains it stands."""
        ends: list[int] = []
        while isinstance(head := tree.children[0], Node) and head.rule == "chain":
            ends.append(start + tree.last)
            tree = head
        before = _of_rule(tree, self._children(tree, start), self._source)
        return _measures().longer(before, [self._link(end) for end in reversed(ends)]) if ends else before

    def _link(self, end: int) -> tuple[Token, Token, Any]:
        """The number and the unit that end a chain, and what they say."""
        number, unit = self._tokens[end - 1], self._tokens[end]
        told = self._links.get(end)
        if told is None:
            told = self._links[end] = _measures().further(number, unit)
        return number, unit, told

    def _children(self, tree: Node, start: int) -> list[Any]:
        if tree.rule != "joined":
            tokens = self._tokens
            return [
                tokens[start + child] if isinstance(child, int) else self._said(child, start)
                for child in tree.children
            ]
        children: list[Any] = []
        for place, child in enumerate(tree.children):
            try:
                children.append(self._said(child, start))
            except Refused:
                raise NoList(place // 2) from None
        return children


def _whole(told: Any, source: Source) -> Value:  # noqa: ANN401  (each rule has its own)
    """The value that a whole row told."""
    if isinstance(told, Joined):
        return _of_joined(told, source)
    value: Value = told.value if isinstance(told, Stated) else told
    return value


def _of_joined(told: Joined, source: Source) -> Value:
    """What amounts side by side say; their room loads with the first of them."""
    value: Value = _joins().resolved(told, source)
    return value


@functools.cache
def _measures() -> ModuleType:
    return importlib.import_module(f"{__name__}.measures")


@functools.cache
def _joins() -> ModuleType:
    return importlib.import_module(f"{__name__}.joins")


def _said(tree: Node | int, tokens: Sequence[Token], source: Source) -> Any:  # noqa: ANN401  (each rule has its own)
    if isinstance(tree, int):
        return tokens[tree]
    return _of_rule(tree, [_said(child, tokens, source) for child in tree.children], source)


def _of_rule(tree: Node, children: list[Any], source: Source) -> Any:  # noqa: ANN401  (each rule has its own)
    if tree.rule not in OF_STATED:
        children = [child.value if isinstance(child, Stated) else child for child in children]
    return function_of(tree.rule)(children, source)
