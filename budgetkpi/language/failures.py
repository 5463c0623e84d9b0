"""Why a cell that tries to be a number or a date fails, and where (识别失败的原因), told over kinds.

A row of tokens that fits none of these is words, not a failed number.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from budgetkpi.language.refusals import failed
from budgetkpi.language.shapes import Stopped, shape
from budgetkpi.language.tokens import SEPARATORS, open_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.errors import ParseError
    from budgetkpi.language.tokens import Token

__all__ = ["broken", "unreadable"]

_SIGNS: Final = frozenset({"GE", "LE", "GT", "LT", "EQ"})
_VALUES: Final = frozenset({"UNIT", "NUMBER", "SHARE", "DATE", "MORE"})
_NUMERIC: Final = _SIGNS | {
    "NUMBER",
    "MINUS",
    "PLUS",
    "DASH",
    "TOLERANCE",
    "SHARE",
    "SLASH",
    "UNIT",
    "SCALE",
    "HALF",
    "INFINITY",
}
"""Kinds that a number cannot go on with by mistake only; words make it a text."""
_LEADING: Final = ("SHARE", "NUMBER", "MINUS", "PLUS")


def broken(tokens: Sequence[Token], text: str) -> ParseError | None:
    """What no cell may hold anywhere: a failed numeral, a sign with nothing behind it, an open range."""
    for token in tokens:
        if token.kind == "BAD":
            return failed(token.value.code, text, (token.start, token.end))
    glyphs = [_glyph(token) for token in tokens]
    if tokens and all(glyphs):
        return failed("sign-alone", text, (tokens[0].start, tokens[-1].end))
    for i, token in enumerate(tokens):
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        closes = after is None or after.kind in SEPARATORS or after.kind == "RPAREN"
        if (glyphs[i] and i and closes and after is None) or (glyphs[i] and closes and after is not None):
            return failed("stray-sign", text, (token.start, token.end))
        if token.kind == "TOLERANCE" and token.value == "±" and closes:
            return failed("open-tolerance", text, (token.start, token.end))
        if (
            after is not None
            and after.gap
            and open_number(tokens[max(0, i - 1) : i + 1])
            and open_number([after])
        ):
            return failed("two-numbers", text, (token.end, max(after.start, token.end + 1)))
        if (
            after is not None
            and token.kind == "UNIT"
            and token.value.written in ("%", "‰")
            and after.kind == "NUMBER"
            and not after.gap
        ):
            return failed("trailing-digits", text, (after.start, after.end))
        if (
            token.kind == "DASH"
            and not token.value[0].isalpha()
            and (after is None or after.kind in SEPARATORS)
            and i
            and tokens[i - 1].kind in _VALUES
        ):
            return failed("open-range", text, (token.start, token.end))
    return _open_brackets(tokens, text)


def _glyph(token: Token) -> bool:
    """Whether a token is a sign that is drawn, not a word."""
    return token.kind in _SIGNS and token.value[:1] in "≥≤<>="


_CLOSING: Final = ("RPAREN", "RBRACKET")


def _open_brackets(tokens: Sequence[Token], text: str) -> ParseError | None:
    """Half an interval: [80%,90%  (,90%]  （80%，."""
    kinds = [token.kind for token in tokens]
    if not kinds:
        return None
    if kinds[0] in ("LPAREN", "LBRACKET") and len(kinds) > 1:
        if kinds[1] == "COMMA" and "NUMBER" in kinds:
            return failed("open-range", text, (tokens[1].start, tokens[1].end))
        inner = [kind for kind in kinds[1:] if kind not in ("NUMBER", "UNIT", "COMMA", "MINUS")]
        if not inner and "NUMBER" in kinds:
            end = len(text.rstrip())
            return failed("open-range", text, (end, end))
        held = itertools.takewhile(lambda kind: kind not in _CLOSING, kinds)
        one_end = sum(kind == "NUMBER" for kind in held) == 1
        if one_end and inner[:1] in (["RPAREN"], ["RBRACKET"]) and kinds[-2:-1] == ["COMMA"]:
            return failed("open-range", text, (tokens[-2].start, tokens[-2].end))
    if kinds[0] == "DASH" and tokens[0].value[0] in "~—" and kinds[1:2] == ["NUMBER"]:
        return failed("open-range", text, (tokens[0].start, tokens[0].end))
    return None


def unreadable(tokens: Sequence[Token], text: str) -> ParseError | None:
    """A cell that begins as a number and goes on as none: where the rules stop, and what they want."""
    if not tokens:
        return None
    signs = list(itertools.takewhile(_glyph, tokens))
    rest = tokens[len(signs) :]
    end = len(text.rstrip())
    if signs and rest:
        first = rest[0]
        if first.kind == "UNIT_APART" or (first.kind == "WORD" and _is_unit(first.value)):
            return failed("sign-and-unit", text, (signs[-1].end, end))
        if (
            first.kind not in (*_LEADING, "WORD", "DATE", "LPAREN", "SCALE", "CLOCK", "TITLE")
            and first.kind in SEPARATORS
        ):
            return failed("stray-sign", text, (signs[0].start, signs[-1].end))
        if first.kind in _LEADING and not (len(rest) > 1 and rest[1].kind == "WORD"):
            return _stopped(tokens, text, first.start, end)
    elif len(tokens) > 1 and tokens[0].kind in _LEADING and _percent(tokens):
        return _stopped(tokens, text, tokens[0].start, end)
    return None


def _is_unit(word: str) -> bool:
    from budgetkpi import units  # noqa: PLC0415

    return units.known(word)


def _percent(tokens: Sequence[Token]) -> bool:
    unit = next((token for token in tokens[:3] if token.kind == "UNIT"), None)
    return unit is not None and unit.value.name in ("%", "‰")


def _stopped(tokens: Sequence[Token], text: str, start: int, end: int) -> ParseError | None:
    """A number that no shape explains: the place where the rules give up, and what they wanted."""
    found = shape(tuple(token.kind for token in tokens))
    if (
        isinstance(found, Stopped)
        and 0 < found.place < len(tokens)
        and start < tokens[found.place].start < end
    ):
        if tokens[found.place].kind not in _NUMERIC:
            return None
        return failed("unreadable-number", text, (tokens[found.place].start, end), found.expected)
    return failed("unreadable-number", text, (start, end))
