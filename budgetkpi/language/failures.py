"""Why a cell that tries to be a number or a date fails, and where (识别失败的原因).

A text that fits none of these shapes is words, not a failed number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from budgetkpi import units
from budgetkpi.language.refusals import failed

if TYPE_CHECKING:
    from budgetkpi.errors import ParseError
    from budgetkpi.language.grammar import NotAStatementError

__all__ = ["diagnose"]

_SIGNS: Final = "≥≤><=≮≯"
_UNIT_CHARACTER: Final = "%‰℃°㎡"
_QUOTED: Final = re.compile(r"《[^》]*》?|“[^”]*”|\"[^\"]*\"|〔[^〕]*〕?号?")
_SHAPES: Final = {
    code: re.compile(pattern)
    for code, pattern in {
        "sign-alone": rf"^ *([{_SIGNS}](?: *[{_SIGNS}])*) *$",
        "contradicting-signs": r"([≥>] *=? *[≤<]|[≤<] *=? *[≥>])",
        "doubled-minus": r"(?:^ *|(?<=[≥≤><=~—]))(- *- *)(?=[0-9.])",
        "bad-decimal": (
            r"((?<![0-9])[0-9]+。[0-9]+|(?<![0-9])[0-9]*\.(?: *\.)+[0-9]*|(?<![0-9])[0-9]+\.[0-9]+\.[0-9.]*"
            r"|(?:^|(?<=[≥≤<>= ]))\.(?![0-9])|(?<![0-9])[0-9]+\.(?=[%‰]))"
        ),
        "bad-grouping": (
            r"((?<![0-9])[0-9]*,(?:,[0-9]*)+|[0-9],[0-9]{1,2}(?![0-9])[0-9,]*|[0-9],[0-9]{4,}[0-9,]*"
            r"|(?<![0-9])[0-9]{4,},[0-9]{3}(?![0-9])[0-9,]*)"
        ),
        "open-tolerance": r"(±) *(?=$|[,;。)])",
        "open-range": (
            r"(?:[0-9%‰一-鿿]) *([-~—至到]+) *$|(?:^|[(\[]) *([,]) *(?=[0-9])"
            r"|^ *[\[(] *[0-9.]+[%‰一-鿿]{0,3} *,? *[0-9.%‰]* *()$|[0-9%‰] *(,) *[)\]]"
            r"|^ *([~—]+) *(?=[0-9])"
        ),
        "two-numbers": r"[0-9](?:[%‰]?)( +)(?=[0-9])",
        "trailing-digits": r"[%‰]([0-9][0-9.,]*)",
        "stray-sign": rf"(?<![{_SIGNS}±])([{_SIGNS}±](?: *[{_SIGNS}±])*+) *+(?:$|(?=[,;。、)]))",
    }.items()
}
"""Failures in the order they are looked for; a group marks the place."""

_LEADING_SIGN: Final = re.compile(rf"^ *([{_SIGNS}](?: *[{_SIGNS}])*) *(.*)$", re.DOTALL)
_STARTS_AS_NUMBER: Final = re.compile(r"^ *[-+]?[0-9.,]+ *[%‰]")
_WORDS_AHEAD: Final = re.compile(r"[Ⅰ-Ⅻ一-鿿＿]{2}|[A-Za-z]{2}|[0-9.]+:[0-9.]+$")
"""What may stand behind a sign without being a number: words, or a proportion (1:18)."""


def diagnose(
    folded: str, text: str, *, shapes_only: bool = False, stopped: NotAStatementError | None = None
) -> ParseError | None:
    """Why a folded cell fails as a number, None where it never tried to be one.

    Args:
        folded: the folded cell.
        text: the same cell verbatim.
        stopped: where the grammar gave up on the whole cell, and what it had expected there.
        shapes_only: only what no value may hold anywhere, not a cell that merely begins as a number.
    """
    bare = _QUOTED.sub(lambda match: "＿" * len(match.group()), folded)
    for code, shape in _SHAPES.items():
        match = shape.search(bare)
        if match is not None:
            group = match.lastindex or 0
            start, end = match.span(group)
            return failed(code, text, (start, max(end, start)))
    if shapes_only:
        return None
    signed = _LEADING_SIGN.match(bare)
    if signed is not None:
        rest = signed.group(2).strip()
        start, end = signed.span(1)
        if units.known(rest):
            return failed("sign-and-unit", text, (end, len(folded.rstrip())))
        if rest[:1].isdigit() and not _WORDS_AHEAD.match(rest):
            return _unreadable(folded, text, signed.start(2), stopped)
        if not _WORDS_AHEAD.match(rest):
            return failed("stray-sign", text, (start, end))
    if _STARTS_AS_NUMBER.match(bare):
        return _unreadable(folded, text, len(bare) - len(bare.lstrip()), stopped)
    return None


def _unreadable(folded: str, text: str, start: int, stopped: NotAStatementError | None) -> ParseError:
    """A number that no shape explains: the place where the grammar gave up, and what it wanted."""
    end = len(folded.rstrip())
    if stopped is None or not start < stopped.position < end:
        return failed("unreadable-number", text, (start, end))
    return failed("unreadable-number", text, (stopped.position, end), stopped.expected)
