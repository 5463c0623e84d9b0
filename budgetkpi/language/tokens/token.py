"""What a token is, and what the tokens of numbers and units carry (词)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from budgetkpi import numerals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from budgetkpi.kinds import Number

__all__ = [
    "BEHIND",
    "CHANGES",
    "CN",
    "COUNTING",
    "DIGITS",
    "ENDS_VALUE",
    "NAME_REST",
    "NUMERALS",
    "SCALES",
    "SEPARATORS",
    "SIGN_KINDS",
    "TENTHS",
    "Bad",
    "Numeral",
    "Share",
    "Token",
    "Unit",
    "open_number",
]


class Token(NamedTuple):
    """One token of a text (词).

    Attributes:
        kind: as the rules in grammar/*.lark call it; WORD for what belongs to nothing.
        value: what it says: a Numeral, a Unit, a Dated, a Bad, or the word.
        start: where it begins in the text.
        end: where it ends.
        gap: whether a blank stands in front of it.
    """

    kind: str
    value: Any
    start: int
    end: int
    gap: bool


class Numeral(NamedTuple):
    """A numeral (数).

    Attributes:
        number: exact, scale words multiplied in.
        scale: the scale word that it ends with, multiplied out; 1 for none.
        chinese: whether it is written in Chinese characters alone.
        pair: the two numbers that a comma in brackets may part instead.
        leading_zero: whether it begins with 零 (三块零四).
    """

    number: Decimal
    scale: int = 1
    chinese: bool = False
    pair: tuple[Decimal, Decimal] | None = None
    leading_zero: bool = False


class Share(NamedTuple):
    """A part of a whole in words: 百分之五, 九成五, 三分之二 (比例).

    Attributes:
        number: exact.
        unit: % or ‰, "" for a fraction.
        parts: numerator and denominator of a fraction.
        tenths: whether it is told in 成.
    """

    number: Number
    unit: str = ""
    parts: tuple[Decimal, Decimal] | None = None
    tenths: bool = False


class Unit(NamedTuple):
    """A unit (单位).

    Attributes:
        scale: its scale word, multiplied out.
        name: its canonical name without it; an unlisted one as written.
        written: as the cell writes it.
        listed: whether anybody listed it.
    """

    scale: int
    name: str
    written: str
    listed: bool = True


class Bad(NamedTuple):
    """What tries to be a number or a date and fails: the code of the failure."""

    code: str


DIGITS: Final = frozenset("0123456789")
SCALES: Final = {"十": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "拾": 10, "万": 10**4, "亿": 10**8}
CN: Final = frozenset(numerals.CHARACTERS) - {"○", "兆"}
NAME_REST: Final = re.compile(r"[0-9][A-Za-z0-9]*(?:[.-][A-Za-z0-9]+)*")
TENTHS: Final = "成"
"""Ten of a hundred: behind a number a unit, behind digits in words a part of them (九成五)."""
NUMERALS: Final = frozenset({"NUMBER", "SHARE", "SCALE"})
"""Kinds that say a number by themselves: two of them have something between them."""
SIGN_KINDS: Final = frozenset({"GE", "LE", "GT", "LT", "EQ", "REACH", "KEEP", "LATEST"})
SEPARATORS: Final = frozenset({"COMMA", "PAUSE", "SEMICOLON", "STOP", "BREAK"})
"""What parts the clauses of a text."""
CHANGES: Final = frozenset({"RISE", "FALL", "SAVED", "OVERSPENT"})
BEHIND: Final = frozenset(
    {
        "UNIT",
        "NUMBER",
        "SHARE",
        "HALF",
        "SCALE",
        "MORE",
        "RPAREN",
        "DATE",
        "INCLUDED",
        "EXCLUDED",
        "AROUND",
        "PER",
        "RBRACKET",
        "ABOVE",
        "BELOW",
        "BEFORE",
        "BETWEEN",
        "OUTSIDE",
        "AFTER",
    }
)
"""What ends a value, so that a word behind it may speak of it."""
ENDS_VALUE: Final = frozenset(
    {
        "UNIT",
        "NUMBER",
        "SHARE",
        "HALF",
        "SCALE",
        "MORE",
        "DATE",
        "RPAREN",
        "INCLUDED",
        "EXCLUDED",
        "INFINITY",
        "RBRACKET",
    }
)
COUNTING: Final = tuple("0123456789一二三四五六七八九十百")

_GO_ON: Final = frozenset({"MORE", "HALF"})


def open_number(tokens: Sequence[Token]) -> int:
    """How many tokens the number at the end of a row has that no unit closes, 0 where none stands there.

    Two for 百余 and 一半. A number behind it has something between them, or neither is one.
    """
    kinds = [token.kind for token in tokens[-2:]]
    if kinds and kinds[-1] in NUMERALS:
        return 1
    return 2 if len(kinds) > 1 and kinds[-1] in _GO_ON and kinds[0] in NUMERALS else 0
