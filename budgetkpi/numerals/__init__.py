"""Arabic, grouped and Chinese numerals to exact numbers (数字).

`read` takes one numeral, already folded to half-width characters, and gives the number that
it says. Whatever is no numeral raises; nothing is repaired. All arithmetic is on integers,
so no number is ever rounded, and the work grows with the length of the numeral only.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final, NoReturn, TypeAlias

import attrs

from budgetkpi.numerals.words import (
    CHARACTERS,
    DIGITS,
    LONGEST,
    MINUS,
    PAIR,
    POINTS,
    SCALES,
    TENS,
    UNITS,
    ZEROS,
    NumeralError,
    Token,
    fail,
    figure,
    tokens_of,
)

__all__ = ["CHARACTERS", "LONGEST", "NumeralError", "exact", "quotient", "read", "share"]

Number: TypeAlias = Decimal | Fraction
"""An exact number: a Decimal, or a Fraction that has no finite decimal."""

WAN: Final = SCALES["万"]
YI: Final = SCALES["亿"]

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
    mantissa, places = _Numeral(tokens).value()
    while places and mantissa % 10 == 0:
        mantissa, places = mantissa // 10, places - 1
    if len(str(mantissa)) > LONGEST:
        fail("too-long", 0, len(text))
    return _decimal(negative, mantissa, places)


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


@attrs.define
class _Numeral:
    """Reads the words of a numeral from left to right, each once.

    Numbers are integers in units of the last printed decimal. A numeral is a row of groups
    (亿, then 万, then the section without a scale), each smaller than the scale before it;
    a section is a row of coefficients with falling units (千 百 十).
    """

    tokens: list[Token]
    at: int = 0
    one: int = 1
    """What the number 1 is, in units of the last decimal."""
    whole: int = 0
    """All groups closed by 亿 or 兆."""
    tens_of_thousands: int = 0
    """The group closed by 万 since."""
    section: int = 0
    unit: int | None = None
    """The last unit of this section."""
    pending: Token | None = None
    """A number that waits for its unit."""
    zero: bool = False
    top: int | None = None
    """The last scale among 亿 and 兆, as a power of ten."""
    scale: int | None = None
    """The last scale of any kind."""
    decimal: Token | None = None
    """The one coefficient that prints decimals."""

    def value(self) -> tuple[int, int]:
        """The number as a mantissa and how many of its digits are decimals."""
        if all(figure(t) is not None for t in self.tokens):
            return self._figures(self.tokens), 0
        for i, token in enumerate(self.tokens):
            if token.text in POINTS:
                return self._with_point(i)
        places = max(t.places for t in self.tokens)
        self.one = 10**places
        return self._integer(), places

    def _figures(self, tokens: list[Token]) -> int:
        """Digits one after the other (二〇二〇)."""
        if len(tokens) > 1:
            for token in tokens:
                if token.text in PAIR:
                    self._refuse(token)
        return int("".join(str(figure(t)) for t in tokens))

    def _with_point(self, i: int) -> tuple[int, int]:
        """Words before 点, digits behind it, perhaps a scale at the end (三点二万)."""
        before, behind = self.tokens[:i], self.tokens[i + 1 :]
        point = self.tokens[i]
        if not before or any(t.arabic and t.places for t in before) or not behind:
            self._refuse(point)
        digits, n = "", 0
        if behind[0].arabic:
            if "." in behind[0].text or "," in behind[0].text:
                fail("bad-decimal", behind[0].start, behind[0].end)
            digits, n = behind[0].text, 1
        else:
            while n < len(behind) and (one := figure(behind[n])) is not None:
                if behind[n].text in PAIR:
                    self._refuse(behind[n])
                digits, n = digits + str(one), n + 1
        if not digits:
            self._refuse(behind[0])
        if all(figure(t) is not None for t in before):
            whole, plain = self._figures(before), True
        else:
            inner = _Numeral(before)
            whole, plain = inner._integer(), inner.scale is None
        power = self._powers(behind[n:])
        if power and not plain:
            self._refuse(behind[n])
        return (whole * 10 ** len(digits) + int(digits)) * 10**power, len(digits)

    def _powers(self, tokens: list[Token]) -> int:
        """The scales behind a decimal number: one 百 or 千, then rising 万 亿 兆."""
        power, last = 0, 0
        for token in tokens:
            step = SCALES.get(token.text) or (UNITS.get(token.text, 0) if not last else 0)
            if step <= UNITS["十"]:
                self._refuse(token)
            if step <= last and not (step == last == WAN and power < YI):
                fail("bad-scale", token.start, token.end)
            power, last = power + step, step
        return power

    def _integer(self) -> int:
        for i, token in enumerate(self.tokens):
            self.at = i
            if token.text in UNITS:
                self._take_unit(token, UNITS[token.text])
            elif token.text in TENS:
                if self.pending is not None:
                    self._refuse(token)
                self._add(token, TENS[token.text] * self.one, 1)
            elif token.text in SCALES:
                self._take_scale(token, SCALES[token.text])
            else:
                self._take_digit(token)
        return self._close()

    def _take_digit(self, token: Token) -> None:
        if self.pending is not None or self.decimal is not None:
            self._refuse(token)
        if token.text in ZEROS:
            if self.zero or self.at == 0:
                self._refuse(token)
            self.zero = True
        elif token.arabic or token.text in DIGITS:
            self.pending = token
            if token.places:
                self.decimal = token
        else:
            self._refuse(token)

    def _take_unit(self, token: Token, unit: int) -> None:
        if self.pending is None:
            # 十五 and 一千零十 leave the one out; 百三 and 千万 only in front.
            if not (self.at == 0 or (unit == 1 and (self.zero or self.unit is None))):
                self._refuse(token)
            if self.at == 0 and unit > 1 and len(self.tokens) == 1:
                self._refuse(token)
            self._add(token, self.one, unit)
        else:
            self._add(token, self._amount(self.pending), unit)

    def _add(self, token: Token, coefficient: int, unit: int) -> None:
        value = coefficient * 10**unit
        if self.unit is not None and value >= self.one * 10**self.unit:
            self._refuse(token)
        self.section += value
        self.unit, self.pending, self.zero = unit, None, False

    def _take_scale(self, token: Token, scale: int) -> None:
        previous = SCALES.get(self.tokens[self.at - 1].text) if self.at else None
        if previous == scale == WAN:
            self._pile(token)
            return
        if previous is not None and (previous != WAN or scale == WAN):
            fail("bad-scale", token.start, token.end)  # 亿万, 亿亿
        if self.at == 0:
            if len(self.tokens) == 1:
                self._refuse(token)
            self.section = self.one
        section = self._end_section(token)
        if scale == WAN:
            if self.tens_of_thousands:
                fail("bad-scale", token.start, token.end)
            self.tens_of_thousands = section * self._power(WAN)
            self._fits(self.tens_of_thousands, self.top, token)
        else:
            if self.top is not None and scale >= self.top:
                fail("bad-scale", token.start, token.end)
            if self.tens_of_thousands:
                self._fits(section, WAN, token)
            coefficient = (self.tens_of_thousands + section) * self._power(scale)
            self._fits(coefficient, self.top, token)
            self.whole += coefficient
            self.tens_of_thousands, self.top = 0, scale
        self.scale = scale

    def _pile(self, token: Token) -> None:
        """万万 is 亿."""
        if self.top is not None and self.top <= YI:
            fail("bad-scale", token.start, token.end)
        self.whole += self.tens_of_thousands * self._power(YI - WAN)
        self.tens_of_thousands, self.top, self.scale = 0, YI, YI

    def _end_section(self, token: Token) -> int:
        """The section that a scale or the end closes."""
        if self.pending is None:
            if self.zero:
                self._refuse(token)
            value = self.section
        else:
            rest = self._amount(self.pending)
            if self.unit is not None:
                if self._elided(self.pending):
                    rest *= self._power(self.unit - 1)
                elif rest >= self.one * 10**self.unit:
                    self._refuse(self.pending)
            value = self.section + rest
        self.section, self.unit, self.pending, self.zero = 0, None, None, False
        return value

    def _close(self) -> int:
        last = self.tokens[-1]
        pending, bare = self.pending, self.unit is None
        if pending is not None and pending.places and pending.width <= 1 and self.at:
            self._refuse(pending)  # 3万4.5: nobody can say what the 4 counts
        elided = pending is not None and bare and self.scale is not None and self._elided(pending)
        rest = self._end_section(last)
        if elided and self.scale is not None:
            rest *= self._power(self.scale - 1)
        self._fits(rest, self.scale, last)
        return self.whole + self.tens_of_thousands + rest

    def _elided(self, token: Token) -> bool:
        """Whether one digit behind a unit counts the next lower one (两千三 is 2300)."""
        if self.zero or (token.arabic and (token.width > 1 or token.places)):
            return False
        if token.arabic and not token.mantissa:
            self._refuse(token)
        return True

    def _fits(self, value: int, scale: int | None, token: Token) -> None:
        if scale is not None and value >= self.one * 10**scale:
            fail("bad-scale", token.start, token.end)

    def _amount(self, token: Token) -> int:
        if not token.arabic:
            return DIGITS[token.text] * self.one
        return token.mantissa * self.one // self._power(token.places)

    @staticmethod
    def _power(exponent: int) -> int:
        return int(10**exponent)

    def _refuse(self, token: Token) -> NoReturn:
        fail("bad-chinese-numeral", token.start, token.end)


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
