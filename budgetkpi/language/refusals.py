"""The ParseErrors of the language by their codes, with what could have stood there (识别错误)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from budgetkpi.errors import ParseError
from budgetkpi.language.lexicon import lexicon
from budgetkpi.messages import Catalog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from budgetkpi.messages import Message

__all__ = ["EXPECTED", "failed", "phrases"]

say: Final = Catalog("errors")
MOST_PHRASES: Final = 4
"""How many things an error names that could have stood there."""

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
    "numbers-touch": "expected-one-number",
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


def failed(
    code: str,
    text: str,
    span: tuple[int, int],
    kinds: Iterable[str] = (),
    **fields: object,
) -> ParseError:
    """The error `code` at `span` of the cell `text`.

    What could have stood there is told by `kinds` where they are given,
    else by the code; `fields` fill in the message.
    """
    expected = phrases(kinds) or (say(EXPECTED[code]),)
    return ParseError(say(code, **fields), text, span, expected)


def phrases(kinds: Iterable[str]) -> tuple[Message, ...]:
    """What a reader is told of the kinds that could stand somewhere, the likeliest first."""
    return lexicon().phrases(kinds, MOST_PHRASES)
