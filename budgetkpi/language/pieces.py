"""The statements that stand in a row of tokens (取值片段), for cells and sentences alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from budgetkpi.errors import ParseError
from budgetkpi.language.meaning import Refused, Source, meaning_of
from budgetkpi.language.shapes import starts, statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.language.tokens import Token
    from budgetkpi.values import Value

__all__ = ["Piece", "pieces_of"]

_FOREIGN: Final = frozenset(
    {
        "STOP",
        "BULLET",
        "CLOCK",
        "BAD",
        "DENIAL",
        "PLAN",
        "EARLIER",
        "LATER",
        "UNDONE",
        "SHORT",
        "LOSS",
        "SHIFTED",
    }
)
"""Kinds that no rule takes: a statement ends before them at the latest."""
_ENDS: Final = frozenset({"NUMBER", "UNIT", "SHARE", "UNIT_APART"})
_WINDOW: Final = 48
_MOST_BESIDE: Final = 14
"""How many numbers and units may follow one another: 1年2个月3天4小时5分6秒 has twelve."""


class Piece(NamedTuple):
    """A statement and the tokens that it takes, as indices."""

    value: Value
    start: int
    stop: int
    chinese: bool = False
    """Whether its number is written in Chinese characters."""


def pieces_of(tokens: Sequence[Token], source: Source, *, strict: bool = True) -> list[Piece]:
    """Every statement of a row, from left to right, each as long as it can be.

    Args:
        tokens: the row.
        source: the cell or sentence, for errors.
        strict: whether a failed number is an error, as in a cell; a sentence goes on.

    Raises:
        ParseError: a statement is of a number or a date that is none.
    """
    found: list[Piece] = []
    at, may_start = 0, starts()
    while at < len(tokens):
        if tokens[at].kind not in may_start:
            at += 1
            continue
        piece = _piece(tokens, at, source, strict=strict)
        if piece is None:
            at += 1
            continue
        found.append(piece)
        at = piece.stop
    return found


def _piece(tokens: Sequence[Token], at: int, source: Source, *, strict: bool) -> Piece | None:
    if tokens[at].kind == "TOLERANCE" and at and tokens[at - 1].kind in _ENDS:
        return None  # the number in front of it was not read
    stop, beside = at, 0
    while stop < len(tokens) and stop - at < _WINDOW and tokens[stop].kind not in _FOREIGN:
        beside = beside + 1 if tokens[stop].kind in _ENDS else 0
        if beside > _MOST_BESIDE:
            break
        stop += 1
    kinds = tuple(token.kind for token in tokens[at:stop])
    for count, tree in statements(kinds):
        try:
            value = meaning_of(tree, tokens[at : at + count], source)
            return Piece(value, at, at + count, _begins_in_chinese(tokens[at]))
        except Refused:
            continue
        except ParseError:
            if not strict or _begins_in_chinese(tokens[at]):  # 万 of 万无一失 is no failed number
                return None
            raise
    return None


def _begins_in_chinese(token: Token) -> bool:
    return token.kind == "NUMBER" and bool(token.value.chinese)
