"""What a word means where it stands (词义): some mean something only beside a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from budgetkpi.language.tokens.token import BEHIND, CHANGES, SIGN_KINDS, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.language.lexicon import Lexicon

_NUMBERS: Final = frozenset({"NUMBER", "SHARE", "HALF", "SCALE", "DATE", "BAD"})
_OPENERS: Final = _NUMBERS | {"MINUS", "PLUS", "MONEY_SIGN", "TOLERANCE", "LPAREN", "LBRACKET"}
"""What a number can begin with."""
_AHEAD: Final = (
    SIGN_KINDS
    | CHANGES
    | {
        "NOT",
        "ABOUT",
        "NEAR",
        "WITHIN",
        "COMPARED",
        "BASE",
        "EACH",
        "MEAN",
        "FROM",
        "TO",
        "DOUBLED",
        "PLAN",
        "EARLIER",
        "LATER",
        "UNDONE",
        "SHORT",
        "LOSS",
        "SHIFTED",
        "TOP",
        "NTH",
        "TOLERANCE",
        "MONEY_SIGN",
    }
)
"""Kinds of words that stand in front of what they speak of."""
_GLYPHS: Final = frozenset("≥≤<>=±")
_FIXED: Final = frozenset(
    {
        "WORD",
        "NUMBER",
        "UNIT",
        "DATE",
        "SHARE",
        "BAD",
        "SCALE",
        "PER",
        "EACH",
        "LPAREN",
        "RPAREN",
        "LBRACKET",
        "RBRACKET",
        "COMMA",
        "PAUSE",
        "SEMICOLON",
        "STOP",
        "BREAK",
        "MINUS",
        "PLUS",
        "HALF",
        "MORE",
        "BULLET",
        "CLOCK",
        "NTH",
        "INFINITY",
        "TO",
        "SLASH",
        "BASE",
        "INCLUDED",
        "EXCLUDED",
        "MONEY_SIGN",
    }
)


def settled(found: Sequence[Token], words: Lexicon) -> list[Token]:
    """Words that mean something only beside a number are plain words elsewhere."""
    kept = list(found)
    for i in range(len(kept) - 1, -1, -1):
        token = kept[i]
        if token.kind in _FIXED or not isinstance(token.value, str) or token.value[0] in _GLYPHS:
            continue
        word = words.words.get(token.value)
        beside = word is not None and word.beside
        if token.kind == "NOT" and len(token.value) > 1:
            beside = False
        if beside and not _stands_beside(kept, i):
            kept[i] = token._replace(kind="DENIAL" if token.kind == "NOT" and _denies(kept, i) else "WORD")
        elif token.kind == "NOT" and not _limits(kept, i):
            kept[i] = token._replace(kind="DENIAL")
    return _merged(kept)


def _denies(kept: Sequence[Token], i: int) -> bool:
    """不, 未, 无 deny whatever word follows them."""
    return i + 1 < len(kept)


def _limits(kept: Sequence[Token], i: int) -> bool:
    return i + 1 < len(kept) and kept[i + 1].kind in SIGN_KINDS | {"OVERSPENT", "LATEST"}


def _stands_beside(kept: Sequence[Token], i: int) -> bool:
    """Whether a word stands where its kind speaks of a number."""
    kind = kept[i].kind
    before = kept[i - 1].kind if i else ""
    after = kept[i + 1].kind if i + 1 < len(kept) else ""
    if kind in ("AND", "JOIN", "DASH"):
        return (before in BEHIND and (after in _OPENERS or after in _AHEAD)) or (
            kind == "DASH" and after in _OPENERS
        )
    if kind == "TOLERANCE":
        return after in _OPENERS
    if kind == "WITHIN":
        return after in _OPENERS or after in ("GE", "GT", "EACH")
    if kind in _AHEAD:
        return after in _OPENERS or after in _AHEAD
    if kind in ("BEFORE", "AFTER"):
        return before in ("DATE", "BELOW", "ABOVE") or (kind == "BEFORE" and before == "UNIT")
    return before in BEHIND or before == "LPAREN"


def _merged(kept: Sequence[Token]) -> list[Token]:
    """Words side by side are one."""
    merged: list[Token] = []
    for token in kept:
        if token.kind == "WORD" and merged and merged[-1].kind == "WORD" and merged[-1].end == token.start:
            last = merged[-1]
            merged[-1] = Token("WORD", f"{last.value}{token.value}", last.start, token.end, last.gap)
        else:
            merged.append(token)
    return merged
