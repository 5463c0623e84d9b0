"""Why a cell that tries to be a number or a date fails, and where (识别失败的原因).

A text that fits none of these shapes is words, not a failed number.
"""

from __future__ import annotations

import re
from typing import Final

from budgetkpi import units
from budgetkpi.errors import ParseError
from budgetkpi.messages import Catalog

__all__ = ["EXPECTED", "diagnose", "failed"]

say: Final = Catalog("errors")

EXPECTED: Final = {
    "sign-alone": "expected-amount",
    "sign-and-unit": "expected-number",
    "bad-decimal": "expected-digits",
    "bad-grouping": "expected-groups",
    "open-range": "expected-second-end",
    "open-tolerance": "expected-amount",
    "stray-sign": "expected-amount",
    "contradicting-signs": "expected-one-sign",
    "trailing-digits": "expected-unit",
    "two-numbers": "expected-one-number",
    "doubled-minus": "expected-number",
    "bad-chinese-numeral": "expected-numeral",
    "bad-scale": "expected-numeral",
    "mixed-units": "expected-unit",
    "zero-denominator": "expected-not-zero",
    "no-such-date": "expected-real-day",
    "control-character": "expected-printable",
    "too-long": "expected-few-digits",
    "cell-too-long": "expected-short",
    "unreadable-number": "expected-amount",
}
"""Code of a failure: code of what could have stood there."""

_SIGNS: Final = "≥≤><=≮≯"
_UNIT_CHARACTER: Final = "%‰℃°㎡"
_QUOTED: Final = re.compile(r"《[^》]*》?|“[^”]*”|\"[^\"]*\"|〔[^〕]*〕?号?")
_SHAPES: Final = tuple(
    (code, re.compile(pattern))
    for code, pattern in (
        ("sign-alone", rf"^ *([{_SIGNS}](?: *[{_SIGNS}])*) *$"),
        ("contradicting-signs", r"([≥>] *=? *[≤<]|[≤<] *=? *[≥>])"),
        ("doubled-minus", r"(?:^|(?<=[≥≤><=~—]))(- *- *)(?=[0-9.])"),
        ("bad-decimal", r"([0-9]+。[0-9]+|[0-9]*\.(?: *\.)+[0-9]*|[0-9]+\.[0-9]+\.[0-9.]*(?=[^0-9]|$)|(?:^|(?<=[≥≤<>= ]))\.(?![0-9])|[0-9]+\.(?=[%‰]))"),
        ("bad-grouping", r"([0-9]*,(?:,[0-9]*)+|[0-9],[0-9]{1,2}(?![0-9])[0-9,]*|[0-9],[0-9]{4,}[0-9,]*|[0-9]{4,},[0-9]{3}(?![0-9])[0-9,]*)"),
        ("open-tolerance", r"(±) *(?=$|[,;。)])"),
        ("open-range", r"(?:[0-9%‰一-鿿]) *([-~—至到]+) *$|(?:^|[(\[]) *([,]) *(?=[0-9])|^[\[(] *[0-9.]+[%‰一-鿿]{0,3} *,? *[0-9.%‰]* *()$|[0-9%‰] *(,) *[)\]]|^ *([~—]+) *(?=[0-9])"),
        ("two-numbers", r"[0-9](?:[%‰]?)( +)(?=[0-9])"),
        ("trailing-digits", r"[%‰]([0-9][0-9.,]*)"),
        ("stray-sign", rf"([{_SIGNS}±](?: *[{_SIGNS}±])*) *(?:$|(?=[,;。、)]))"),
    )
)
"""Failures in the order they are looked for; a group marks the place."""

_LEADING_SIGN: Final = re.compile(rf"^ *([{_SIGNS}](?: *[{_SIGNS}])*) *(.*)$", re.DOTALL)
_STARTS_AS_NUMBER: Final = re.compile(r"^ *[-+]?[0-9.,]+ *[%‰]")
_WORDS_AHEAD: Final = re.compile(r"[一-鿿＿]{2}|[0-9.]+:[0-9.]+$")
"""What may stand behind a sign without being a number: words, or a proportion (1:18)."""


def failed(code: str, text: str, span: tuple[int, int], **fields: object) -> ParseError:
    """The error `code` at `span` of the cell `text`."""
    return ParseError(say(code, **fields), text, span, (say(EXPECTED[code]),))


def diagnose(folded: str, text: str, *, shapes_only: bool = False) -> ParseError | None:
    """Why a folded cell fails as a number, None where it never tried to be one.

    Args:
        folded: the folded cell.
        text: the same cell verbatim.
        shapes_only: only what no value may hold anywhere, not a cell that merely begins as a number.
    """
    bare = _QUOTED.sub(lambda match: "＿" * len(match.group()), folded)
    for code, shape in _SHAPES:
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
            return failed("unreadable-number", text, (signed.start(2), len(folded.rstrip())))
        if not _WORDS_AHEAD.match(rest):
            return failed("stray-sign", text, (start, end))
    if _STARTS_AS_NUMBER.match(bare):
        start = len(bare) - len(bare.lstrip())
        return failed("unreadable-number", text, (start, len(bare.rstrip())))
    return None
