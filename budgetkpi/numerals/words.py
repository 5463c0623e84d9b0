"""The words that a numeral is made of (数字的字), and the number that they say together."""

from __future__ import annotations

import re
from typing import Final, NoReturn

import attrs

from budgetkpi.bounds import MOST_DIGITS
from budgetkpi.errors import BudgetKpiError

__all__ = [
    "CHARACTERS",
    "MINUS",
    "SCALES",
    "UNITS",
    "Numeral",
    "NumeralError",
    "Token",
    "fail",
    "reach",
    "tokens_of",
]

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
WAN: Final = SCALES["万"]
YI: Final = SCALES["亿"]
POINTS: Final = "点點"
MINUS: Final = "负負-"

CHARACTERS: Final = "".join((*DIGITS, ZEROS, *UNITS, *TENS, *SCALES))
"""Every Chinese character that counts: for whoever has to find numerals in a text."""

_TOKEN: Final = re.compile(r"[0-9.,]+|\S")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_PLAIN: Final = re.compile(r"[0-9]*")


_APART: Final = re.compile(
    "[{units}{tens}{scales}](?=[百佰千仟])|[十拾{tens}](?=[十拾{tens}])|[亿億兆](?=[万萬亿億])|兆(?=兆)".format(
        units="".join(UNITS), tens="".join(TENS), scales="".join(SCALES)
    )
)
"""Two words that stand side by side in no numeral."""


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
    if sum(c.isdigit() or c in CHARACTERS for c in text) > MOST_DIGITS:
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


def reach(text: str) -> int:
    """How many characters the longest numeral that a text begins with can have at most."""
    apart = _APART.search(text)
    return len(text) if apart is None else apart.end()


def figure(token: Token) -> int | None:
    """The digit that one Chinese character writes, None for anything else."""
    if token.text in ZEROS:
        return 0
    return DIGITS.get(token.text)


def fail(code: str, start: int, end: int) -> NoReturn:
    """Raise a NumeralError for the characters from `start` to `end`."""
    raise NumeralError(code, (start, end))


@attrs.define
class Numeral:
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
            inner = Numeral(before)
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
            # 十五, 三百十五 and 一千零十 leave the one out; 百三 and 千万 only in front.
            if not (self.at == 0 or (unit == 1 and (self.zero or self.unit is None or self.unit > 1))):
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
