"""The words that a numeral is made of (数字的字), with their places in the text."""

from __future__ import annotations

import re
from typing import Final, NoReturn

import attrs

from budgetkpi.errors import BudgetKpiError

__all__ = ["CHARACTERS", "LONGEST", "NumeralError", "Token", "fail", "figure", "tokens_of"]

LONGEST: Final = 100
"""How many digits a number may have, in the text and in the result."""

DIGITS: Final = {
    character: value
    for value, characters in enumerate(
        ("", "一壹弌", "二贰貳两兩俩倆", "三叁叄参參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for character in characters
}
ZEROS: Final = "〇零○"
PAIR: Final = "两兩俩倆"
"""Words of two that count and never stand in a row of digits (二〇二〇) or behind 点."""
UNITS: Final = {"十": 1, "拾": 1, "百": 2, "佰": 2, "千": 3, "仟": 3}
"""Powers of ten inside a section of four places."""
TENS: Final = {"廿": 2, "卅": 3, "卌": 4}
SCALES: Final = {"万": 4, "萬": 4, "亿": 8, "億": 8, "兆": 12}
"""Powers of ten that close a section."""
POINTS: Final = "点點"
MINUS: Final = "负負-"

CHARACTERS: Final = "".join((*DIGITS, ZEROS, *UNITS, *TENS, *SCALES))
"""Every Chinese character that counts: for whoever has to find numerals in a text."""

_TOKEN: Final = re.compile(r"[0-9.,]+|\S")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_PLAIN: Final = re.compile(r"[0-9]*")


class NumeralError(BudgetKpiError, ValueError):
    """A text that is no numeral (不是数字).

    Attributes:
        code: bad-decimal, bad-grouping, bad-chinese-numeral, bad-scale or too-long.
        span: where in the numeral it fails, as (start, end) indices of characters.
    """

    def __init__(self, code: str, span: tuple[int, int]) -> None:
        super().__init__(code, span)
        self.code = code
        self.span = span

    def __str__(self) -> str:
        return f"{self.code} at {self.span[0]}-{self.span[1]}"


@attrs.frozen
class Token:
    """One word of a numeral: a run of Arabic digits, or one Chinese character."""

    text: str
    start: int
    arabic: bool = attrs.field(default=False, kw_only=True)
    mantissa: int = attrs.field(default=0, kw_only=True)
    places: int = attrs.field(default=0, kw_only=True)
    width: int = attrs.field(default=1, kw_only=True)
    """How many digits stand before the point."""

    @property
    def end(self) -> int:
        """Where the next word may begin."""
        return self.start + len(self.text)

    @property
    def one(self) -> bool:
        """Whether it is the one of 一半."""
        return DIGITS.get(self.text) == 1 or self.text == "1"


def tokens_of(text: str) -> list[Token]:
    """The words of a numeral; its length is checked before any of its digits is read."""
    if sum(c.isdigit() or c in CHARACTERS for c in text) > LONGEST:
        fail("too-long", 0, len(text))
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        word, start = match[0], match.start()
        if word[0] in "0123456789.,":
            if tokens and tokens[-1].arabic:
                fail("bad-decimal", tokens[-1].end, start + 1)  # 95 96: two numbers
            tokens.append(_arabic(word, start))
        else:
            tokens.append(Token(word, start))
    return tokens


def _arabic(word: str, start: int) -> Token:
    """A run of Arabic digits with its groups of three and its point."""
    end = start + len(word)
    whole, point, decimals = word.partition(".")
    if "." in decimals or (point and not decimals):
        fail("bad-decimal", start, end)
    if "," in decimals or ("," in whole and not _GROUPED.fullmatch(whole)):
        fail("bad-grouping", start, end)
    digits = whole.replace(",", "")
    if not _PLAIN.fullmatch(digits + decimals) or not digits + decimals:
        fail("bad-decimal", start, end)
    return Token(
        word, start, arabic=True, mantissa=int(digits + decimals), places=len(decimals), width=len(digits)
    )


def figure(token: Token) -> int | None:
    """The digit that one Chinese character writes, None for anything else."""
    if token.text in ZEROS:
        return 0
    return DIGITS.get(token.text)


def fail(code: str, start: int, end: int) -> NoReturn:
    """Raise a NumeralError for the characters from `start` to `end`."""
    raise NumeralError(code, (start, end))
