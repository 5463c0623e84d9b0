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

from budgetkpi.errors import FieldError
from budgetkpi.language.meaning.told import OF_STATED, Joined, Refused, Source, Stated

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from budgetkpi.language.shapes import Node
    from budgetkpi.language.tokens import Token
    from budgetkpi.values import Value

__all__ = ["ROOMS", "Refused", "Source", "function_of", "meaning_of"]


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
        told = _said(tree, tokens, source)
        if isinstance(told, Joined):
            return _of_joined(told, source)
    except FieldError:  # numbers that are short, and their sum or their product is not
        source.fail("too-long", (tokens[0].start, tokens[-1].end))
    value: Value = told.value if isinstance(told, Stated) else told
    return value


def _of_joined(told: Joined, source: Source) -> Value:
    """What amounts side by side say; their room loads with the first of them."""
    value: Value = importlib.import_module(f"{__name__}.joins").resolved(told, source)
    return value


def _said(tree: Node | int, tokens: Sequence[Token], source: Source) -> Any:  # noqa: ANN401  (each rule has its own)
    if isinstance(tree, int):
        return tokens[tree]
    children = [_said(child, tokens, source) for child in tree.children]
    if tree.rule not in OF_STATED:
        children = [child.value if isinstance(child, Stated) else child for child in children]
    return function_of(tree.rule)(children, source)
