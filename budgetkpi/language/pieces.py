"""The statements that stand in a row of tokens (取值片段), for cells and sentences alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from budgetkpi.errors import ParseError
from budgetkpi.language.meaning import Meanings, NoList, Refused, Source
from budgetkpi.language.shapes import Node, starts, statements
from budgetkpi.language.tokens import open_number

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
    kinds = tuple([token.kind for token in tokens])
    at, may_start, said, windows = 0, starts(), Meanings(tokens, source), _Windows(kinds)
    while at < len(tokens):
        if kinds[at] not in may_start:
            at += 1
            continue
        try:
            piece = _piece(tokens, kinds, at, said, windows.stop(at))
        except ParseError as error:
            if _begins_in_chinese(tokens[at]):  # 万 of 万无一失 is no failed number
                at += 1
                continue
            if strict:
                raise
            at = _behind(tokens, at, error.span[1])
            continue
        if piece is None:
            at += 1
            continue
        found.append(piece)
        at = piece.stop
    return found


def _behind(tokens: Sequence[Token], at: int, end: int) -> int:
    """The first token behind what failed; a part of it is no value (3年5年)."""
    at += 1
    while at < len(tokens) and tokens[at].start < end:
        at += 1
    return at


class _Windows:
    """How far a statement may go at the most from each place of a row, asked from left to right."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        self._kinds = kinds
        self._foreign = -1
        """The first token that no rule takes, from where was asked last."""
        run = longest = 0
        for kind in kinds:
            run = run + 1 if kind in _ENDS else 0
            longest = max(longest, run)
        self._crowded = longest > _MOST_BESIDE

    def stop(self, at: int) -> int:
        """The first token that no statement from a place on can take."""
        kinds = self._kinds
        if self._foreign < at:
            self._foreign = next((i for i in range(at, len(kinds)) if kinds[i] in _FOREIGN), len(kinds))
        stop = min(self._foreign, at + _WINDOW)
        beside = 0
        for place in range(at, stop if self._crowded else at):
            beside = beside + 1 if kinds[place] in _ENDS else 0
            if beside > _MOST_BESIDE:
                return place
        return stop


def _piece(
    tokens: Sequence[Token], kinds: tuple[str, ...], at: int, said: Meanings, stop: int
) -> Piece | None:
    if kinds[at] == "TOLERANCE" and at and kinds[at - 1] in _ENDS:
        return None  # the number in front of it was not read
    if kinds[at] == "HALF" and open_number(tokens[max(0, at - 2) : at]):
        return None  # 一半|百工作日, 亿|半名
    longest = _WINDOW
    for count, tree in statements(kinds[at:stop]):
        if tree.rule == "joined" and _joined(tree) > longest:
            continue
        try:
            value = said.of(tree, at, at + count)
        except NoList as error:
            longest = error.place + 1
            continue
        except Refused:
            continue
        return Piece(value, at, at + count, _begins_in_chinese(tokens[at]))
    return None


def _joined(tree: Node) -> int:
    """How many values a row joins."""
    return (len(tree.children) + 1) // 2  # one word between each two, and perhaps 之间


def _begins_in_chinese(token: Token) -> bool:
    return token.kind == "NUMBER" and bool(token.value.chinese)
