"""What a tree says (含义): one function a rule, from the values of its tokens to a value.

A function is named like its rule and gets what its children say: a token, or whatever their
own rules gave. None of them sees text. `Refused` says that the row is no statement after all
(三个月1次 is neither three months nor one time); a ParseError, that it is one of a number or a
date that is none.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from budgetkpi.language.meaning import amounts, days, joins, measures, ranges
from budgetkpi.language.meaning.told import Refused, Source, Stated

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from budgetkpi.language.shapes import Node
    from budgetkpi.language.tokens import Token
    from budgetkpi.values import Value

__all__ = ["Refused", "Source", "meaning_of", "rules"]


@functools.cache
def rules() -> dict[str, Callable[..., Any]]:
    """The function of each rule of the grammar."""
    return {**measures.RULES, **amounts.RULES, **ranges.RULES, **days.RULES, **joins.RULES}


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
    value = _said(tree, tokens, source)
    return joins.finished(value, source)


def _said(tree: Node | int, tokens: Sequence[Token], source: Source) -> Any:  # noqa: ANN401  (each rule has its own)
    if isinstance(tree, int):
        return tokens[tree]
    children = [_said(child, tokens, source) for child in tree.children]
    if tree.rule not in joins.OF_STATED:
        children = [child.value if isinstance(child, Stated) else child for child in children]
    return rules()[tree.rule](children, source)
