"""The ParseErrors of the language by their codes, with what could have stood there (识别错误)."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from budgetkpi.errors import ParseError
from budgetkpi.messages import Catalog, Message, load_table

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["EXPECTED", "failed", "phrase_of", "phrases"]

say: Final = Catalog("errors")
words: Final = Catalog("terminals")
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
    terminals: Iterable[str] = (),
    **fields: object,
) -> ParseError:
    """The error `code` at `span` of the cell `text`.

    What could have stood there is told by `terminals` of the grammar where they are given,
    else by the code; `fields` fill in the message.
    """
    expected = phrases(terminals) or (say(EXPECTED[code]),)
    return ParseError(say(code, **fields), text, span, expected)


@functools.cache
def _phrase_codes() -> dict[str, str]:
    table = load_table("messages", "terminals.toml")
    return {name: code for code, entry in table.items() for name in entry["terminals"]}


def phrase_of(terminal: str) -> str:
    """The code of the phrase that names a terminal; KeyError for one without."""
    return _phrase_codes()[terminal]


def phrases(terminals: Iterable[str]) -> tuple[Message, ...]:
    """What a reader is told of the terminals that could stand somewhere, the likeliest first."""
    codes = _phrase_codes()
    said = {codes[name] for name in terminals if name in codes}
    ordered = [code for code in words.codes() if code in said]
    return tuple(words(code) for code in ordered[:MOST_PHRASES])
