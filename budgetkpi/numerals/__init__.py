"""Arabic, grouped and Chinese numerals to exact numbers (数字).

`read` takes one numeral, already folded to half-width characters, and gives the number that
it says. Whatever is no numeral raises; nothing is repaired. All arithmetic is on integers,
so no number is ever rounded, and the work grows with the length of the numeral only.
"""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeAlias

from budgetkpi.bounds import MOST_DIGITS
from budgetkpi.numerals.words import (
    CHARACTERS,
    MINUS,
    POINTS,
    SCALES,
    TENS,
    UNITS,
    Numeral,
    NumeralError,
    fail,
    reach,
    tokens_of,
)

__all__ = ["CHARACTERS", "NumeralError", "exact", "longest", "quotient", "read", "share"]

Number: TypeAlias = Decimal | Fraction
"""An exact number: a Decimal, or a Fraction that has no finite decimal."""

_PLAIN: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
"""A numeral that Decimal reads as it stands."""
_FAILS_ALIKE: Final = ("bad-chinese-numeral", "bad-scale")
"""What a word does not fit behind the words in front of it, whatever follows."""
_NO_FIGURES: Final = re.compile(f"[{''.join((*UNITS, *TENS, *SCALES, *POINTS))}]")
_SHARE: Final = re.compile(r"(.*?)分\s*之(.*)", re.DOTALL)


def read(text: str) -> Decimal:
    """Read one numeral (数字), exactly.

    Args:
        text: folded text; spaces may stand between its words, not between its digits.

    Returns:
        The number. Plain Arabic digits keep the decimals they print.

    Raises:
        NumeralError: the text is no numeral, or has more than 100 digits.

    >>> read("1,234.50"), read("3万4000"), read("两千三点一")
    (Decimal('1234.50'), Decimal('34000'), Decimal('2300.1'))
    """
    if _PLAIN.fullmatch(text) and len(text) <= MOST_DIGITS:
        return Decimal(text)
    return _in_words(text)


@functools.lru_cache(maxsize=1024)
def _in_words(text: str) -> Decimal:
    """A numeral that holds more than digits and a point; kept, for it is read to find its end too."""
    tokens = tokens_of(text)
    negative = bool(tokens) and tokens[0].text in MINUS
    if negative:
        del tokens[0]
    if not tokens:
        fail("bad-decimal", 0, len(text))
    *before, last = tokens
    if last.text == "半" and all(t.one for t in before) and len(before) < len("一半"):
        return _decimal(negative, 5, 1)
    if len(tokens) == 1 and tokens[0].arabic:
        return _decimal(negative, tokens[0].mantissa, tokens[0].places)
    mantissa, places = Numeral(tokens).value()
    while places and mantissa % 10 == 0:
        mantissa, places = mantissa // 10, places - 1
    if len(str(mantissa)) > MOST_DIGITS:
        fail("too-long", 0, len(text))
    return _decimal(negative, mantissa, places)


def longest(text: str) -> int:
    """How many characters the longest numeral has that a text begins with; 0 where none begins there.

    Few prefixes are read: one that fails at a word fails there however far it goes on, unless it may be
    figures alone.

    >>> longest("两千三百五十个"), longest("三千三千"), longest("元")
    (6, 3, 0)
    """
    end = reach(text)
    while end:
        try:
            read(text[:end])
        except NumeralError as error:
            stop = error.span[1]
            alike = (
                error.code in _FAILS_ALIKE
                and 0 < stop < end
                and _NO_FIGURES.search(text, 0, stop) is not None
            )
            end = stop - 1 if alike else end - 1
        else:
            return end
    return 0


def share(text: str) -> tuple[Decimal, Decimal]:
    """Read a share in words (X分之Y) as its numerator and its denominator.

    The words 百 千 万 亿 alone are read here too: 百分之九十五 is (95, 100).

    Raises:
        NumeralError: one of the two is no numeral, or the denominator is zero.

    >>> share("百分之九十五"), share("负三分之二")
    ((Decimal('95'), Decimal('100')), (Decimal('-2'), Decimal('3')))
    """
    match = _SHARE.fullmatch(text)
    if match is None:
        fail("bad-chinese-numeral", 0, len(text))
    below = match[1].lstrip()
    start = len(match[1]) - len(below)
    negative = below[:1] in tuple(MINUS)
    if negative:
        below, start = below[1:], start + 1
    denominator = _power_or_number(below, start)
    numerator = _power_or_number(match[2], match.start(2))
    if denominator <= 0:
        fail("bad-chinese-numeral", start, match.end(1))
    if negative:
        if numerator < 0:
            fail("bad-chinese-numeral", *match.span(2))
        numerator = numerator.copy_negate() if numerator else numerator
    return numerator, denominator


def quotient(numerator: Number, denominator: Number) -> Number:
    """Divide exactly: a Decimal where the quotient has a finite one, else a Fraction.

    Raises:
        ZeroDivisionError: the denominator is zero.

    >>> quotient(Decimal(3), Decimal(8)), quotient(Decimal(27), Decimal(28))
    (Decimal('0.375'), Fraction(27, 28))
    """
    return exact(Fraction(numerator) / Fraction(denominator))


def exact(value: Fraction) -> Number:
    """Give a Fraction as a Decimal where it has a finite one, without rounding.

    >>> exact(Fraction(1, 4)), exact(Fraction(1, 3))
    (Decimal('0.25'), Fraction(1, 3))
    """
    twos = (value.denominator & -value.denominator).bit_length() - 1
    odd, fives = value.denominator >> twos, 0
    while odd % 5 == 0:
        odd, fives = odd // 5, fives + 1
    if odd != 1:
        return value
    places = max(twos, fives)
    mantissa = value.numerator * 10**places // value.denominator
    return _decimal(mantissa < 0, abs(mantissa), places)


def _decimal(negative: bool, mantissa: int, places: int) -> Decimal:  # noqa: FBT001
    """A Decimal made of its digits: arithmetic on Decimals would round at 28 of them."""
    if not mantissa:
        negative = False
    return Decimal((int(negative), tuple(map(int, str(mantissa))), -places))


def _power_or_number(text: str, offset: int) -> Decimal:
    """百 千 万 亿 alone, as in 百分之百, or any numeral; errors are placed in the whole text."""
    power = {**UNITS, **SCALES}.get(text.strip())
    if power:
        return Decimal(10**power)
    try:
        return read(text)
    except NumeralError as error:
        raise NumeralError(error.code, (error.span[0] + offset, error.span[1] + offset)) from None
