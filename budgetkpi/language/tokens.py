"""A folded text as tokens: kind, value, place (词法).

Numerals, units and dates are taken by the floors that know them, each once, and the token
carries the value. Here and nowhere else it is settled what a blank parts, whether a line is a
minus or a dash, whether a comma groups digits or parts two ends, whether 千 belongs to the
number or to 千米, and whether a word that could mean something does so where it stands.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from budgetkpi import ladders, numerals, units
from budgetkpi.language import dates
from budgetkpi.language.lexicon import Lexicon, drawn_sign, lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.values import Number

__all__ = ["Bad", "Numeral", "Share", "Token", "Unit", "tokens_of"]


class Token(NamedTuple):
    """One token of a text.

    Attributes:
        kind: as the rules in grammar/*.lark call it; WORD for what belongs to nothing.
        value: what it says: a Numeral, a Unit, a Dated, a Bad, or the word.
        start, end: where it stands in the text.
        gap: whether a blank stands in front of it.
    """

    kind: str
    value: Any
    start: int
    end: int
    gap: bool


@attrs.frozen
class Numeral:
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
    chinese: bool = attrs.field(default=False, kw_only=True)
    pair: tuple[Decimal, Decimal] | None = attrs.field(default=None, kw_only=True)
    leading_zero: bool = attrs.field(default=False, kw_only=True)


@attrs.frozen
class Share:
    """A part of a whole in words: 百分之五, 九成五, 三分之二."""

    number: Number
    unit: str = ""
    parts: tuple[Decimal, Decimal] | None = None
    tenths: bool = False


@attrs.frozen
class Unit:
    """A unit (单位): its scale word, its canonical name without it, and how it is written."""

    scale: int
    name: str
    written: str
    listed: bool = True


@attrs.frozen
class Bad:
    """What tries to be a number or a date and fails: the code of the failure."""

    code: str


_PRIVATE: Final = ("Co", "Cn", "Cs")
"""Characters that mean nothing by themselves: private, unassigned, half of a pair."""
_DIGITS: Final = frozenset("0123456789")
_SCALES: Final = {"十": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "拾": 10, "万": 10**4, "亿": 10**8}
_CN: Final = frozenset(numerals.CHARACTERS) - {"○", "兆"}
_CN_DIGITS: Final = frozenset("一二三四五六七八九")
_ARABIC: Final = re.compile(r"(?:[0-9]+(?:,[0-9]+)*|(?=\.[0-9]))(?:\.[0-9]+)?")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_RUN: Final = re.compile(r"(?:[0-9.,][0-9.,]*)")
_PROPORTION: Final = re.compile(r"[0-9.]+:[0-9.]+(?![0-9.])")
"""1:3: no number that can be held against another."""
_MODEL: Final = re.compile(
    r"[A-Za-z]+[-/]?[0-9][A-Za-z0-9.-]*(?:级(?=.))?|[0-9]+[GDK](?![A-Za-zBb])(?=[/一-鿿])|[0-9]+×[0-9]+[^,;。、]{0,2}"
)
"""A name made of letters and digits: PM10, 5G, COD2."""
_NAME_REST: Final = re.compile(r"[0-9][A-Za-z0-9]*(?:[.-][A-Za-z0-9]+)*")
_LISTED: Final = re.compile(r"2(?![0-9.,])|[0-9一二三四五六七八九十]+(?:[、和及与或]|[月年期季号日班类批级组](?=$|[、,;和及与])|[个次]?$)")
"""What stands behind 1、 in a list of numbers (1、3月), where it is no list number."""
_DOCUMENT: Final = re.compile(
    r"[〔\[(][0-9]{4}[〕\])](?:第)?[0-9]+号|[0-9]{4}年?第[0-9]+号|[0-9]{1,2}·[0-9]{1,2}"
    r"|第[0-9一二三四五六七八九十百]+(?:批|期|届|次|轮|季(?!度)|条|项|章|号|款|类|方|线|产业|届|中学|小学|医院|人民医院|阶段|名录|版|册|卷|部分|组|天|年度?|个|师|幼儿园|产业|标段|站|位置|级)?"
)
"""Digits that belong to a document, a day of history or an ordinal."""
_RANKED: Final = re.compile(r"第(?=[0-9一二三四五六七八九十]+(?:名|位次|位)(?![一-鿿]))")
_CLOCK: Final = re.compile(
    r"(?:每天|每日|当日|次日)?(?:上午|下午|早上|早晨|早|晚上|晚间|晚|凌晨|中午|傍晚|夜间|清晨|午后|零晨)(?:[0-9]{1,2}|[零一二三四五六七八九十两]{1,3})(?:点|时)(?:钟|整|半|[0-9一二三四五十]{1,3}分?|[一二三]刻)?(?:[之以]?[前后])?"
    r"|(?:[0-9]{1,2}|[零一二三四五六七八九十两]{1,3})点(?:钟|整|半|[0-9]{1,2}分?|[一二三四五]?十[一二三四五六七八九]?分|[一二三]刻|(?=[之以]?[前后](?![一-鿿])|[至到~-]))(?:[之以]?[前后])?"
    r"|(?:每天|每日)[0-9一二三四五六七八九十两]{1,3}[点时](?![0-9间])"
    r"|(?<![0-9:])[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?![0-9:])"
)
"""A time of day: it counts nothing."""
_ZEROS_BEHIND: Final = re.compile(r"[0-9],0[0-9]")
_DASHED: Final = re.compile(r"[~—至到]|[0-9%一-鿿]-")
_HOUR: Final = re.compile(r"[0-9]{1,2}[点时](?:[0-9]{1,2}分|半|整)?")
_BULLET: Final = re.compile(
    r"\(?[0-9]{1,2}(?:\)|[.、](?![0-9]))|1、(?=[0-9])|\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、|[①-⑳]|第[一二三四五六七八九十],|其[一二三四五六],"
)
_MARKED: Final = re.compile(r"\((?P<out>不)?(?:包)?含(?:本数|本级|该数|[0-9.]+[^()]{0,4})?\)")
_EXCLUDED_BEHIND: Final = re.compile(r"不(?:包)?含(?:本数|本级|该数|[0-9.]+[^()一-鿿]?[一-鿿]{0,3}(?=$|[,;。)]))")
_AMOUNT: Final = re.compile(r"[≥≤<>=]*[0-9]")
_UNIT_LABEL: Final = re.compile(r"(?P<open>[(\[])?(?P<label>(?:计量)?单位[:为是]?)?")
_TITLE: Final = re.compile(r"《[^》]*》(?:\([^()]*[0-9][^()]*\))?")
_SIMPLE: Final = {
    "(": "LPAREN", ")": "RPAREN", "[": "LBRACKET", "]": "RBRACKET", "、": "PAUSE", ";": "SEMICOLON", "。": "STOP",
    "+": "PLUS", "!": "STOP", "?": "STOP", "！": "STOP",
}  # fmt: skip
_SIGN_KINDS: Final = frozenset({"GE", "LE", "GT", "LT", "EQ", "REACH", "KEEP", "LATEST"})
_LINKED: Final = _SIGN_KINDS | {"RISE", "FALL", "SAVED", "OVERSPENT", "TO", "ABOUT", "NOT"}
_LINK: Final = re.compile(r"[是为有在]?:?(?=[0-9.〇零一二三四五六七八九十百千万亿两半+±(\[≥≤<>=¥$约近大不低高超至-])")
"""What may stand between a sign and its number: 不低于：95%, 最多为3次."""
_CHANGES: Final = frozenset({"RISE", "FALL", "SAVED", "OVERSPENT"})
_NUMBERS: Final = frozenset({"NUMBER", "SHARE", "FRACTION", "HALF", "SCALE", "DATE", "BAD"})
_OPENERS: Final = _NUMBERS | {"MINUS", "PLUS", "MONEY_SIGN", "TOLERANCE", "LPAREN", "LBRACKET"}
"""What a number can begin with."""
_AHEAD: Final = _SIGN_KINDS | _CHANGES | {
    "NOT", "ABOUT", "NEAR", "WITHIN", "COMPARED", "BASE", "EACH", "MEAN", "FROM", "TO", "DOUBLED", "PLAN", "EARLIER",
    "LATER", "UNDONE", "SHORT", "LOSS", "SHIFTED", "TOP", "NTH", "TOLERANCE", "MONEY_SIGN",
}  # fmt: skip
"""Kinds of words that stand in front of what they speak of."""
_INSIDE: Final = frozenset({"NUMBER", "UNIT", "COMMA", "DASH", "MINUS", "INFINITY", "SHARE"})
_BEHIND: Final = frozenset({"UNIT", "NUMBER", "SHARE", "FRACTION", "HALF", "SCALE", "MORE", "RPAREN", "DATE", "INCLUDED", "EXCLUDED", "AROUND", "PER", "RBRACKET", "ABOVE", "BELOW", "BEFORE", "BETWEEN", "OUTSIDE", "AFTER"})
"""What ends a value, so that a word behind it may speak of it."""
_ENDS_VALUE: Final = frozenset({"UNIT", "NUMBER", "SHARE", "FRACTION", "HALF", "SCALE", "MORE", "DATE", "RPAREN", "INCLUDED", "EXCLUDED", "INFINITY", "RBRACKET"})
_MEASURED_CHANGE: Final = re.compile(r"(?:率|比例|幅度|幅|额|量|数|指数|工程|行动|计划|点|机制|情况|速度|水平)")
_BASE: Final = re.compile(r"(?:较|比|相比|相较|与|同)(?P<base>(?:[0-9]{4}年|[^0-9,;:。≥≤<>=()])+?)(?:相比|相较|比较|比)?(?:,)?")
_BASE_LENGTH: Final = 16
_UNLISTED: Final = re.compile(r"[一-鿿A-Za-z°′″Α-ω℀-⅏㎀-㏿]{1,4}(?:/(?:10)?[百千万亿]?[一-鿿A-Za-z]{1,6})?")
_RANGES_ON: Final = re.compile(r"(?:[-~—]+|至|到)[0-9一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟廿卅]")
_COUNTING: Final = tuple("0123456789一二三四五六七八九十百")
_NO_UNIT: Final = frozenset("〇零一二三四五六七八九两十百千万亿成半多余几来每均不未无前后内外上下左右年月日号旬季第底初末起至到元之间中的和与及或且并为是达超约近等以")


def tokens_of(text: str, words: Lexicon | None = None) -> list[Token]:
    """The tokens of a folded text, in order.

    Args:
        text: folded; its blanks and line breaks still in it.
        words: the lexicon; the one of grammar/words.toml where not given.
    """
    return _Lexer(text, words or lexicon()).run()


class _Lexer:
    """Reads a text once, from left to right."""

    def __init__(self, text: str, words: Lexicon) -> None:
        self.words = words
        self.found: list[Token] = []
        self.text, self.places, self.gaps, self.breaks = _squeezed(text)
        self.word_start: int | None = None

    def run(self) -> list[Token]:
        at, text = 0, self.text
        while at < len(text):
            if at in self.breaks and (self.found or self.word_start is not None):
                self._close(at)
                if self.found[-1].kind != "BREAK":
                    self.found.append(Token("BREAK", "\n", self._place(at), self._place(at), True))
            at = self._next(at)
        self._close(len(text))
        return _settled(self.found, self.words)

    def _next(self, at: int) -> int:
        """Take the token at a place; where it ends."""
        text = self.text
        character = text[at]
        if character == " ":
            self._close(at)
            return at + 1
        if unicodedata.category(character) in _PRIVATE:
            return self._put("STRAY", character, at, at + 1)
        taken = self._mark(at) or self._counted(at) or self._worded(at)
        if taken is not None:
            return taken
        if self.word_start is None:
            self.word_start = at
        return at + 1

    # -- marks and names

    def _mark(self, at: int) -> int | None:
        """Brackets, separators, signs, titles, bullets and names that hold digits."""
        text, character = self.text, self.text[at]
        if self._begins_clause(at) and (bullet := _BULLET.match(text, at)) and self._lists(bullet):
            return self._put("BULLET", bullet.group(), at, bullet.end())
        if character == "《" and (title := _TITLE.match(text, at)):
            return self._into_word(at, title.end())
        if character in "〔[(0123456789第" and (document := _DOCUMENT.match(text, at)):
            if _RANKED.match(text, at):
                return self._put("NTH", "第", at, at + 1)
            if not dates.take(text, at):
                return self._into_word(at, document.end())
        if character in "([" or text.startswith(("单位", "计量单位"), at) or (at == 0 and character in "百千万亿"):
            apart = self._unit_apart(at)
            if apart is not None:
                return apart
        if character == "(" and (limit := self._limit_in_brackets(at)):
            return limit
        if character == "(" and (marked := _MARKED.match(text, at)):
            return self._put("EXCLUDED" if marked["out"] else "INCLUDED", marked.group(), at, marked.end())
        if character in "≥≤<>=":
            return self._sign(at)
        if character == "," or (character == "，"):
            return self._put("COMMA", ",", at, at + 1)
        if character == "/":
            return self._slash(at)
        if character in "-~—":
            return self._line(at)
        kind = _SIMPLE.get(character)
        if kind in ("RPAREN", "RBRACKET") and self._closes_interval():
            self._put(kind, character, at, at + 1)
            unit = self._unit(at + 1)
            return at + 1 if unit is None else self._put("UNIT", unit[0], at + 1, unit[1])
        if kind is not None:
            if kind == "PLUS" and text.startswith("∞", at + 1):
                return self._put("INFINITY", "∞", at, at + 2)
            return self._put(kind, character, at, at + 1)
        return None

    def _unit_apart(self, at: int) -> int | None:
        """A unit in brackets of its own or behind 单位: （万元）, [台], 单位：万元."""
        label = _UNIT_LABEL.match(self.text, at)
        assert label is not None
        start = label.end()
        unit = self._unit(start) if start < len(self.text) else None
        if unit is None:
            return None
        value, end = unit
        if not label["label"] and not label["open"] and (value.scale == 1 or not _AMOUNT.match(self.text, end)):
            return None
        if label["open"]:
            if self.text[end : end + 1] != {"(": ")", "[": "]"}[label["open"]]:
                return None
            end += 1
        if label["label"]:
            self._drop_comma()
        return self._put("UNIT_APART", value, at, end)

    def _drop_comma(self) -> None:
        """A comma before 单位：万元 or 不含本数 joins it to its number."""
        if self.word_start is None and self.found and self.found[-1].kind == "COMMA":
            self.found.pop()

    def _limit_in_brackets(self, at: int) -> int | None:
        """（以上）, （以内）: the word of limit with its brackets."""
        word = self.words.longest(self.text, at + 1) if at + 1 < len(self.text) else None
        if word is None or word.kind not in ("ABOVE", "BELOW", "AROUND"):
            return None
        end = at + 1 + len(word.text)
        if self.text[end : end + 1] != ")" or self._last_kind() not in _BEHIND:
            return None
        return self._put(word.kind, word.text, at, end + 1)

    def _closes_interval(self) -> bool:
        """Whether the open bracket holds two ends."""
        held: list[str] = []
        for token in reversed(self.found):
            if token.kind in ("LPAREN", "LBRACKET"):
                return self.word_start is None and bool({"COMMA", "DASH"} & set(held)) and set(held) <= _INSIDE
            held.append(token.kind)
        return False

    def _begins_clause(self, at: int) -> bool:
        if self.word_start is not None:
            return False
        return not self.found or self.found[-1].kind in ("SEMICOLON", "STOP", "COMMA", "BREAK") or self._circled(at)

    def _circled(self, at: int) -> bool:
        return "①" <= self.text[at] <= "⑳"

    def _lists(self, bullet: re.Match[str]) -> bool:
        """Whether a list number is one: something that it numbers stands behind it."""
        rest = self.text[bullet.end() :]
        if not rest or rest[0] in "%,;、~-—+.":
            return False
        if bullet.group().endswith("、") and not self._circled(bullet.start()):
            return _LISTED.match(rest) is None and (_BULLET.match(rest) is None or rest[1:2] == ".")
        return not (bullet.group().startswith("(") and re.match(r"[0-9.]+$", rest))

    def _sign(self, at: int) -> int:
        kind, end = drawn_sign(self.text, at)
        if not kind:
            return self._put("BAD", Bad("contradicting-signs"), at, end)
        return self._put(kind, self.text[at:end], at, self._linked(end))

    def _linked(self, end: int) -> int:
        """The place behind the words that only join a sign to its number."""
        link = _LINK.match(self.text, end)
        return end if link is None else link.end()

    def _slash(self, at: int) -> int:
        """A fraction line: of 28/30, or of a unit below (以上/场)."""
        taken = self._below(at + 1)
        if taken is not None and not self.text[at + 1 : at + 2].isdecimal():
            below, end = taken
            return self._put("PER", below, at, end)
        if self._last_kind() in ("NUMBER", "UNIT") and self.text[at + 1 : at + 2].isdecimal():
            return self._put("SLASH" if self._last_kind() == "NUMBER" else "PAUSE", "/", at, at + 1)
        if self.word_start is None:
            self.word_start = at
        return at + 1

    def _line(self, at: int) -> int:
        """A minus in front of a number, or the dash of a range."""
        text = self.text
        end = at
        while end < len(text) and text[end] in "-~—":
            end += 1
        run = text[at:end]
        digit = end < len(text) and (text[end].isdecimal() or text[end] == "." or text[end] == "∞")
        kind = self._last_kind()
        if kind in _ENDS_VALUE and self.word_start is None:
            if digit and run[-1] == "-" and len(run) > 1 and (set(run) != {"-"} or self._first_is_negative()):
                self._put("DASH", run[:-1], at, end - 1)
                return self._put("MINUS", "-", end - 1, end)
            return self._put("DASH", run, at, end)
        if run == "-" and text.startswith("∞", end):
            return self._put("INFINITY", "-∞", at, end + 1)
        if digit and run == "-" and self.word_start is None:
            return self._put("MINUS", "-", at, end)
        if digit and self.word_start is not None and run == "-":
            if text[at - 1].isascii() and text[at - 1].isalnum():
                return self._into_word(at, end)
            return self._put("MINUS", "-", at, end)
        if digit and set(run) == {"-"}:
            return self._put("BAD", Bad("doubled-minus"), at, end)
        if self.word_start is None:
            if end == len(text) or not digit:
                return self._put("DASH", run, at, end)
            return self._put("DASH", run, at, end)
        return self._into_word(at, end)

    def _first_is_negative(self) -> bool:
        """Whether the value in front of a doubled line has a minus of its own (-20℃--15℃)."""
        for token in reversed(self.found):
            if token.kind == "MINUS":
                return True
            if token.kind not in ("NUMBER", "UNIT"):
                return False
        return False

    # -- numbers, units, dates

    def _counted(self, at: int) -> int | None:
        """A date, a clock, a share or a numeral, with the unit behind it."""
        text, character = self.text, self.text[at]
        if character in "0123456789" and self._behind_clock() and (hour := _HOUR.match(text, at)):
            return self._put("CLOCK", hour.group(), at, hour.end())
        if character in "0123456789" or character in "上下早晚凌中傍夜清午每当次零一二三四五六七八九十两":
            clock = _CLOCK.match(text, at)
            if clock is not None and not self._spoken_decimal(clock):
                return self._put("CLOCK", clock.group(), at, clock.end())
        if character in dates.STARTS and (dated := self._date(at)) is not None:
            return dated
        if character in _DIGITS:
            return self._number(at)
        if character == "." and self.word_start is None:
            return self._point(at)
        if character == "." and text[at - 1].isascii() and text[at - 1].isalpha() and (rest := _NAME_REST.match(text, at + 1)):
            return self._into_word(at, rest.end())
        if character in _CN or character == "半":
            return self._chinese(at)
        if character in "几数" and self.word_start is None:
            return None
        return None

    def _behind_clock(self) -> bool:
        """Whether a time of day stands in front, perhaps with a dash (8点至18点)."""
        kinds = [token.kind for token in self.found[-2:]]
        return self.word_start is None and (kinds[-1:] == ["CLOCK"] or kinds == ["CLOCK", "DASH"])

    def _spoken_decimal(self, clock: re.Match[str]) -> bool:
        """九十八点六 is a number, and so is a score of 20点."""
        word = clock.group()
        return bool(re.fullmatch(r"[零一二三四五六七八九十百]+点[零一二三四五六七八九]+", word)) or (
            self.text[clock.end() : clock.end() + 1] in tuple("%零一二三四五六七八九") and word[-1] not in "半整钟分刻"
        )

    def _date(self, at: int) -> int | None:
        taken = dates.take(self.text, at)
        if taken is None:
            return None
        text, end = self.text, taken.end
        if self.word_start is not None and not text[at].isdecimal() and self._joined_before(at):
            return None
        if self._last_kind() in ("NUMBER", "SLASH", "EACH") and not self._gap(at) and self.word_start is None:
            return None
        last = self.found[-1] if self.found and self.word_start is None else None
        if taken.form == "month" and last is not None and (last.kind == "AND_ZERO" or (last.kind == "UNIT" and last.value.name == "年")):
            return None  # 3年6月 is a length
        if taken.deadline is None:
            start, stop = taken.bad
            self._put("BAD", Bad("no-such-date"), start, stop)
            return max(end, stop)
        if self.words.longest(text, at) is not None and len(self.words.longest(text, at).text) > end - at:  # type: ignore[union-attr]
            return None
        if taken.form in ("month", "quarter") and _DURATION.match(text, end):
            return None
        return self._put("DATE", taken, at, end)

    def _joined_before(self, at: int) -> bool:
        """Whether the character in front makes one word with what follows (统一 of 统一季度)."""
        return self.text[at] in _CN_DIGITS and self.text[at - 1] in "第唯统任逐之万专单如其同某每进"

    def _number(self, at: int) -> int | None:
        """An Arabic numeral, with Chinese scale words behind it."""
        text = self.text
        if model := _MODEL.match(text, at) or _PROPORTION.match(text, at):
            return self._into_word(at, model.end())
        if self.word_start is not None and text[at - 1].isascii() and text[at - 1].isalpha():
            name = _NAME_REST.match(text, at)
            return self._into_word(at, at + 1 if name is None else name.end())
        run = _RUN.match(text, at)
        assert run is not None
        end = run.end()
        while end > at + 1 and text[end - 1] == ",":
            end -= 1
        if text[end - 1] == "." and end - at > 1 and not text[at : end - 1].endswith(".") and self._stops(end):
            end -= 1
        written = text[at:end]
        pair = None
        if "," in written:
            pair = self._pair(written)
            if pair and self._interval_open():
                end = at + written.index(",")
                written = written[: written.index(",")]
                pair = None
            if self._last_kind() not in ("LPAREN", "LBRACKET"):
                pair = None
        if not _ARABIC.fullmatch(written) or ("," in written and not _GROUPED.fullmatch(written)):
            return self._put("BAD", Bad(_bad_code(written)), at, end)
        end = self._spoken_point(self._scales(end, at), at)
        if naming := self._naming(end):
            return self._into_word(at, naming)
        return self._numeral(at, end, pair)

    def _spoken_point(self, end: int, at: int) -> int:
        """0点一: digits in words behind 点."""
        text, stop = self.text, end + 1
        while stop < len(text) and text[stop] in _CN_DIGITS:
            stop += 1
        spoken = text[end : end + 1] == "点" and stop > end + 1 and _reads(text[at:stop])
        return stop if spoken and (stop == len(text) or self._unit(stop) is not None) else end

    def _naming(self, end: int) -> int:
        """Where the word ends that makes a number a name (12345热线, 75周年); 0 where none does."""
        for word in self.words.around["naming"]["behind"]:
            if len(word) > 1 and self.text.startswith(word, end) and end + len(word) < len(self.text):
                return end + len(word)
        return 0

    def _point(self, at: int) -> int:
        """A point with no digit in front: of .5, at the end of a sentence, or a failed number."""
        if self.text[at + 1 : at + 2].isdecimal():
            return self._number(at) or at + 1
        if self._last_kind() in _ENDS_VALUE | _BEHIND:
            return self._put("STOP", ".", at, at + 1)
        end = at
        while end < len(self.text) and self.text[end] == ".":
            end += 1
        return self._put("BAD", Bad("bad-decimal"), at, end)

    def _stops(self, end: int) -> bool:
        """Whether a point behind digits ends the sentence: nothing that counts follows it."""
        return self.text[end : end + 1] not in tuple("%‰") and (end == len(self.text) or not self.text[end].isdecimal())

    def _pair(self, written: str) -> tuple[Decimal, Decimal] | None:
        low, _, high = written.partition(",")
        if "," in high or not low or not high or not _plain(low) or not _plain(high):
            return None
        return Decimal(low), Decimal(high)

    def _interval_open(self) -> bool:
        """Whether a comma in the open bracket parts the ends of an interval and groups no digits."""
        opening = self._last_kind()
        if opening not in ("LBRACKET", "LPAREN") and not (
            opening == "MINUS" and len(self.found) > 1 and self.found[-2].kind in ("LBRACKET", "LPAREN")
        ):
            return False
        rest = self.text
        at = self._squeezed_place(self.found[-1].start)
        closing = re.search(r"[)\]]", rest[at + 1 :])
        inside = rest[at + 1 : at + 1 + closing.start()] if closing else ""
        if "(" in inside or _DASHED.search(inside) or _ZEROS_BEHIND.search(inside):
            return False
        if opening != "LPAREN" or closing is None or closing.group() != ")":
            return True
        grouped = _GROUPED.match(inside)
        return grouped is None or _up_to_hundred(inside)

    def _squeezed_place(self, place: int) -> int:
        return place if self.places is None else self.places.index(place)

    def _scales(self, end: int, at: int) -> int:
        """The scale words and further digits behind Arabic digits: 3万5千, 2亿3千万, 30百万."""
        text = self.text
        best = end
        while end < len(text) and (text[end] in _SCALES or (text[end] in "零0123456789" and end > best - 1 and text[end - 1] in "十百千万亿零0123456789佰仟拾兆")):
            if text[end] in _SCALES or text[end].isdecimal():
                end += 1
                if text[end - 1] in _SCALES and self._belongs_to_unit(end - 1, at):
                    end -= 1
                    break
                if _reads(text[at:end]):
                    best = end
            elif text[end] == "零":
                end += 1
            else:
                break
            if text.startswith("分之", end):
                break
        if end > best and text[best : best + 1] in tuple(_SCALES) and not self._belongs_to_unit(best, at):
            return end  # 5万万亿亿: a numeral that fails
        return best

    def _belongs_to_unit(self, at: int, start: int) -> bool:
        """Whether the scale word at a place begins the unit: 5千米, 2万千瓦, but 3万5千|米."""
        text = self.text
        if text.startswith(("分之", "分比", "分点"), at + 1):
            return True
        unit = units.longest_at(text, at)
        if unit is None or unit[1] == at + 1:
            return False
        before = text[start:at]
        larger = any(c in "万亿" for c in before) and before[-1] not in "万亿"
        return not (larger and text[at] in "千仟")

    def _chinese(self, at: int) -> int | None:
        """A Chinese numeral, where it is one and no part of a word."""
        text = self.text
        word = self.words.longest(text, at)
        if word is not None and word.kind == "WORD" and not self._outgrown(at, at + len(word.text)):
            return None
        if self.word_start is not None and self._joined_before(at):
            return None
        if text[at] == "半":
            return self._half(at)
        share = self._share(at)
        if share is not None:
            return share
        end = at
        while end < len(text) and (
            text[end] in _CN
            or (text[end] in _DIGITS and end > at and text[end - 1] in "十百千万亿零佰仟拾0123456789")
            or (text[end] == "点" and end > at and end + 1 < len(text) and text[end + 1] in _CN and text[end + 1] not in "十百千万亿")
        ):
            if text[end] in _SCALES and end > at and self._belongs_to_unit(end, at):
                break
            if text[end] == "两" and end > at and text[end + 1 : end + 2] not in tuple("百千万亿"):
                break  # 三十两: a weight
            end += 1
        run = end
        while end > at and not _reads(text[at:end]):
            end -= 1
        if end == at:
            if text[at] in _SCALES and self._scale_alone(at):
                return self._scale_word(at, at + 1)
            return self._bad_chinese(at)
        written = text[at:end]
        if all(c in _SCALES for c in written):
            return self._scale_word(at, end)
        if len(written) == 2 and all(c in _CN_DIGITS | {"两"} for c in written) and not text.startswith("年", end):  # noqa: PLR2004
            return self._into_word(at, end)  # 三五个: the one or the other
        if not self._counts(at, end):
            return self._bad_chinese(at) if run > end else None
        if written[-1] == "一" and written[-2:-1] in tuple("百千万亿") and self._unit(end) is not None:
            end -= 1  # 三百一顿 is 300 each
            self._numeral(at, end, None)
            below = self._below(end + 1)
            if below is not None:
                return self._put("PER", below[0], end, below[1])
            return end
        return self._numeral(at, end, None)

    def _outgrown(self, at: int, stop: int) -> bool:
        """Whether a numeral and its unit reach beyond the word that hides them (三公升, not 三公)."""
        end = at
        while end < stop and self.text[end] in _CN:
            end += 1
        unit = units.take(self.text, end) if at < end < stop else None
        return unit is not None and unit[2] > stop

    def _bad_chinese(self, at: int) -> int | None:
        """A row of characters that count and say no number together: 三十百五."""
        text, end = self.text, at
        while end < len(text) and text[end] in _CN:
            end += 1
        if end - at < 3 or self.word_start is not None or not self._counts(at, end):  # noqa: PLR2004
            return None
        try:
            numerals.read(text[at:end])
        except numerals.NumeralError as error:
            return self._put("BAD", Bad(error.code), at, end)
        return None

    def _scale_word(self, at: int, end: int) -> int | None:
        """万 or 百 without a number: of 百余人, 近百人, （万元）; 十 alone is ten."""
        if self.text[at] in "十拾" and self._counts(at, end):
            return self._numeral(at, end, None)
        if self._scale_alone(at):
            scale = 1
            for character in self.text[at:end]:
                scale *= _SCALES[character]
            self._put("SCALE", scale, at, end)
            return self._take_unit(end)
        return None

    def _scale_alone(self, at: int) -> bool:
        kind = self._last_kind()
        return self.word_start is None and (kind in ("NEAR", "ABOUT", "GT", "MORE", "EACH", "GE") or self.text[at + 1 : at + 2] in ("余", "多", "来", "几"))

    def _counts(self, at: int, end: int) -> bool:
        """Whether a Chinese numeral counts here: what follows could follow a number."""
        text = self.text
        if self._gap(end) or end == len(text):
            return self.word_start is None or self._gap(at) or text[at - 1] in "为是有共计约:"
        follows = text[end]
        if follows == "±" or _RANGES_ON.match(text, end):
            return True
        if follows in "%‰":
            return True
        if follows in ")],;。、-~—至到/%‰.≥≤<>=":
            return self.word_start is None or text[at - 1] in "为是有共计约:"
        if follows in "余多来几半成年月日":
            return True
        word = self.words.longest(text, end)
        if word is not None and word.kind in ("ABOVE", "BELOW", "AROUND", "DASH", "OUTSIDE", "BETWEEN", "LT", "GT", "JOIN", "AND", "REACH"):
            return self.word_start is None
        if word is not None and word.kind == "WORD" and len(word.text) > 1 and self._unit_end(end) is not None:
            return len(word.text) <= self._unit_end(end) - end  # type: ignore[operator]
        if self._unit_end(end) is not None:
            return True
        return end - at > 1 and self.word_start is None and self._unlisted(end) is not None

    def _half(self, at: int) -> int | None:
        kind = self._last_kind()
        if self.text.startswith("成", at + 1) and self.word_start is None and self._stops_at(at + 2):
            return self._put("SHARE", Share(Decimal(5), "%"), at, at + 2)
        if self.word_start is None and (kind in ("UNIT", "NUMBER", "SHARE") or self._unit(at + 1) is not None):
            self._put("HALF", "半", at, at + 1)
            if kind == "NUMBER" or self._unit(at + 1) is not None:
                return self._take_unit(at + 1)
            return at + 1
        return None

    def _share(self, at: int) -> int | None:
        """百分之五, 三分之二: the numerator and the denominator in words."""
        text = self.text
        line = text.find("分之", at, at + 12)
        if text.startswith("百分百", at):
            return self._put("SHARE", Share(Decimal(100), "%"), at, at + 3)
        if line < 0 or not all(c in _CN or c.isdecimal() or c in ".," for c in text[at:line]):
            return None
        end = line + 2
        while end < len(text) and (text[end] in _CN or text[end].isdecimal() or text[end] in ".,点负"):
            end += 1
        while end > line + 2:
            try:
                above, below = numerals.share(text[at:end])
            except (numerals.NumeralError, ZeroDivisionError):
                end -= 1
                continue
            if text[line + 2 : end] and text[end - 1] not in ".,点":
                return self._put("SHARE", _share_of(above, below), at, end)
            end -= 1
        return None

    def _numeral(self, at: int, end: int, pair: tuple[Decimal, Decimal] | None) -> int:
        """Put a numeral, then the unit behind it."""
        text = self.text
        if text.startswith("分之", end) and (share := self._share(at)):
            return share
        try:
            number = numerals.read(text[at:end])
        except numerals.NumeralError as error:
            unit = self._unit(end)
            return self._put("BAD", Bad(error.code), at, end if unit is None else unit[1])
        scale = _scale_of(text[at:end])
        if text[end : end + 1] == "成" and (tenths := self._tenths(number, at, end)):
            return tenths
        chinese = not any(c.isdecimal() for c in text[at:end])
        zero = text[at] in "零〇0" and end - at > 1
        self._put("NUMBER", Numeral(number, scale, chinese=chinese, pair=pair, leading_zero=zero), at, end)
        return self._take_unit(end)

    def _tenths(self, number: Decimal, at: int, end: int) -> int | None:
        """九成五, 三成半, 八成."""
        text, stop, rest = self.text, end + 1, Fraction(0)
        word = self.words.longest(text, end)
        if word is not None and len(word.text) > 1:
            return None
        if text[stop : stop + 1] == "半":
            rest, stop = Fraction(5), stop + 1
        elif text[stop : stop + 1] in tuple("一二三四五六七八九123456789") and self._stops_at(stop + 1):
            rest, stop = Fraction(numerals.read(text[stop])), stop + 1
        value = numerals.exact(Fraction(number) * 10 + rest)
        return self._put("SHARE", Share(value, "%", tenths=True), at, stop)

    def _stops_at(self, at: int) -> bool:
        return at >= len(self.text) or not (self.text[at] in _CN or self.text[at].isdecimal())

    def _take_unit(self, at: int) -> int:
        """The unit at a place behind a number, where one stands there."""
        text = self.text
        if at < len(text) and text[at] in "余多来几" and self._more(at):
            at = self._put("MORE", text[at], at, at + 1)
            scale = 1
            while at < len(text) and text[at] in _SCALES and not self._belongs_to_unit(at, at):
                scale, at = scale * _SCALES[text[at]], at + 1
            if scale > 1:
                self._put("SCALE", scale, at - 1, at)
        unit = self._unit(at)
        if unit is not None and (unlisted := self._of_classifiers(at, unit[1])):
            unit = unlisted
        if unit is None:
            if at < len(text) and text[at] == "半":
                return at
            return self._take_unlisted(at)
        value, end = unit
        self._put("UNIT", value, at, end)
        if text[end : end + 1] == "零" and text[end + 1 : end + 2].isdecimal():
            return self._put("AND_ZERO", "零", end, end + 1)
        each = self._one_each(value, end)
        return end if each is None else each

    def _of_classifiers(self, at: int, end: int) -> tuple[Unit, int] | None:
        """Two classifiers in a row that nobody listed together, at the end (12轮次, 1.5人/万车)."""
        text = self.text
        rest = text[end:]
        if re.fullmatch(r"/(?:10)?[百千万亿]?[一-鿿]{1,6}", rest):
            return Unit(1, text[at:], text[at:], listed=False), len(text)
        if end - at == 1 and text[end : end + 1] in tuple("次套批期") and (end + 1 == len(text) or self._limit_at(end + 1)):
            return Unit(1, text[at : end + 1], text[at : end + 1], listed=False), end + 1
        return None

    def _more(self, at: int) -> bool:
        word = self.words.longest(self.text, at)
        return word is None or word.kind == "MORE" or self._unit(at + 1) is not None

    def _one_each(self, unit: Unit, at: int) -> int | None:
        """50元一本: 一 behind money is each."""
        text = self.text
        if text[at : at + 1] == "一" and units.dimension(unit.name) in ("money", "foreign_money"):
            below = self._below(at + 1)
            if below is not None and (below[1] == len(text) or text[below[1]] in ",;。、)"):
                return self._put("PER", below[0], at, below[1])
        return None

    def _unit_end(self, at: int) -> int | None:
        unit = self._unit(at)
        return None if unit is None else unit[1]

    def _unit(self, at: int) -> tuple[Unit, int] | None:
        """The unit at a place, with its fraction line, none where a longer word begins there."""
        text = self.text
        if at >= len(text):
            return None
        taken = units.take(text, at)
        if taken is None:
            return None
        scale, name, end = taken
        if "/" in name and (every := text.find("每", at, end)) > 0 and text[end : end + 1] in _COUNTING:
            taken = units.take(text[:every], at)  # 2期每期5天
            if taken is None:
                return None
            scale, name, end = taken
        if "/" in name and text[end - 1] == "%":  # 95%/98%: two shares
            atom = units.longest_at(text, at)
            if atom is not None:
                name, end = atom
        word = self.words.longest(text, at)
        if word is not None and at + len(word.text) > end and not self._noun_follows(end, at + len(word.text)):
            return None
        if word is not None and word.kind in ("DASH", "BEFORE", "AFTER") and word.text != name:
            return None
        if text[at] == "分" and text.startswith("分之", at):
            return None
        while text.startswith("%", end) and text[end - 1] == "%":
            end += 1
        foreign = units.take(text, end) if name == "元" and end < len(text) else None
        if foreign is not None and units.dimension(foreign[1]) == "foreign_money":
            name, end = foreign[1], foreign[2]
        return Unit(scale, name, text[at:end]), end

    def _noun_follows(self, end: int, stop: int) -> bool:
        """Whether the word behind a unit reaches beyond the longer word: 2支|队伍, not 支队."""
        word = self.words.longest(self.text, end)
        return word is not None and word.kind == "WORD" and end + len(word.text) > stop

    def _below(self, at: int) -> tuple[str, int] | None:
        """What stands under a fraction line: 场, 人·天, 每人."""
        taken = units.take(self.text, at, below=True) if at < len(self.text) else None
        return None if taken is None else (taken[1], taken[2])

    def _take_unlisted(self, at: int) -> int:
        """A short word behind a number that may be a unit nobody listed (12轮次)."""
        unlisted = self._unlisted(at)
        if unlisted is None:
            return at
        return self._put("UNIT", Unit(1, unlisted, unlisted, listed=False), at, at + len(unlisted))

    def _unlisted(self, at: int) -> str | None:
        """The word behind a number, up to a word of limit or the end of the cell."""
        text = self.text
        if self.word_start is not None or any(token.kind in ("WORD", "COMMA", "PAUSE", "SEMICOLON") for token in self.found):
            return None
        match = _UNLISTED.match(text, at)
        if match is None:
            return None
        word = match.group()
        for place in range(1, len(word)):
            if self._limit_at(at + place):
                word = word[:place]
                break
        end = at + len(word)
        if (end < len(text) and not self._limit_at(end)) or any(c in _NO_UNIT for c in word.partition("/")[0]):
            return None
        whole = self.words.longest(text, at)
        if whole is not None and whole.kind != "WORD":
            return None
        return None if ladders.find_word(word) or ladders.find_word(text) else word

    def _limit_at(self, at: int) -> bool:
        """Whether a word of limit stands at a place."""
        if self.text.startswith(("(含", "(不含"), at):
            return True
        word = self.words.longest(self.text, at)
        return word is not None and word.kind in ("ABOVE", "BELOW", "AROUND", "BETWEEN", "OUTSIDE")

    # -- words

    def _worded(self, at: int) -> int | None:
        """A word of the lexicon, or the unit that brackets, 每 or 单位 lead in."""
        text = self.text
        base = self._base(at)
        if base is not None:
            return base
        if text[at] == "前" and self._ranks(at):
            return self._put("TOP", "前", at, at + 1)
        if text[at] == "年" and self.word_start is None:
            change = self.words.longest(text, at + 1) if at + 1 < len(text) else None
            if change is not None and change.kind in ("RISE", "FALL"):
                return self._put("MEAN", "年", at, at + 1)
        word = self.words.longest(text, at)
        if word is None:
            return None
        end = at + len(word.text)
        if word.kind in ("WORD", "BASE"):
            return self._into_word(at, end)
        if word.kind == "EACH":
            return self._each(at, end)
        if word.kind == "DASH" and self._last_kind() in ("RISE", "FALL") and self.word_start is None:
            return self._put("TO", word.text, at, end)
        if word.kind in ("NOT", "UNDONE", "EXCLUDED") and (excluded := _EXCLUDED_BEHIND.match(text, at)) and self._limit_behind():
            self._drop_comma()
            return self._put("EXCLUDED", excluded.group(), at, excluded.end())
        if word.kind in _CHANGES and _MEASURED_CHANGE.match(text, end):
            return self._into_word(at, end)
        if word.kind in ("RISE", "FALL") and text[end : end + 1] in ("到", "至", "为") and word.text[-1] not in "幅速":
            self._put(word.kind, word.text, at, end)
            return self._put("TO", text[end], end, self._linked(end + 1 + text.startswith("了", end + 1)))
        if word.kind in _LINKED:
            stop = self._linked(end)
            return self._put(word.kind, word.text, at, stop)
        return self._put(word.kind, word.text, at, end)

    def _limit_behind(self) -> bool:
        """Whether the last token but a comma ends a value or a limit."""
        last = [token.kind for token in self.found[-2:] if token.kind != "COMMA"]
        return self.word_start is None and bool(last) and last[-1] in _BEHIND

    def _ranks(self, at: int) -> bool:
        """Whether 前 stands before a rank: 前3名, 排名前10."""
        text = self.text
        if text[at + 1 : at + 2] not in _COUNTING:
            return False
        if self.word_start is None:
            return not self.found or self.found[-1].kind in ("COMMA", "SEMICOLON", "STOP", "BREAK", "BULLET", "PLAN", "WITHIN")
        return text[self.word_start : at].endswith(tuple(self.words.around["rank"]["leads"]))

    def _each(self, at: int, end: int) -> int:
        """每 with what it counts by: 每人, 每季度, 每半年."""
        below = self._below(end)
        word = self.words.longest(self.text, at)
        if below is None or (word is not None and at + len(word.text) > below[1]):
            return self._into_word(at, end)
        return self._put("EACH", below[0], at, below[1])

    def _base(self, at: int) -> int | None:
        """What a change is measured against: 较上年, 与2020年相比."""
        text = self.text
        if text[at] not in "较比与同相":
            return None
        shield = self.words.longest(text, at)
        if shield is not None and shield.kind in ("WORD", "COMPARED"):
            return None
        window = min(len(text), at + _BASE_LENGTH + 4)
        for place in range(at + 2, window):
            character = text[place]
            if character in ",;:。≥≤<>=()、":
                return None
            word = self.words.longest(text, place)
            if word is None or word.kind not in _CHANGES:
                continue
            if len(word.text) == 1 and not text[place + 1 : place + 2].isdecimal():
                continue
            match = _BASE.fullmatch(text, at, place)
            if match is None:
                return None
            if text[at] in "与同" and not re.search(r"(?:相比|相较|比较|比),?$", match.group()):
                return None
            base = match["base"].removesuffix("的").removesuffix("相比").removesuffix("相较")
            return self._put("BASE", base, at, place)
        return None

    # -- putting

    def _put(self, kind: str, value: Any, at: int, end: int) -> int:  # noqa: ANN401  (each kind has its own)
        self._close(at)
        self.found.append(Token(kind, value, self._place(at), self._end_place(end), self._gap(at)))
        return end

    def _into_word(self, at: int, end: int) -> int:
        if self.word_start is None:
            self.word_start = at
        return end

    def _close(self, at: int) -> None:
        """End the word that is open."""
        start = self.word_start
        if start is None:
            return
        self.word_start = None
        if at > start:
            self.found.append(
                Token("WORD", self.text[start:at], self._place(start), self._end_place(at), self._gap(start))
            )

    def _last_kind(self) -> str:
        if self.word_start is not None:
            return "WORD"
        return self.found[-1].kind if self.found else ""

    def _place(self, at: int) -> int:
        if self.places is None:
            return at
        return self.places[at] if at < len(self.places) else self.places[-1] + 1 if self.places else 0

    def _end_place(self, end: int) -> int:
        return self._place(end - 1) + 1 if end else 0

    def _gap(self, at: int) -> bool:
        return at in self.gaps


_DURATION: Final = re.compile(r"[的]?(?:工资|补贴|龄|租金|津贴)")


def _scale_of(written: str) -> int:
    """The scale word that a numeral ends with: of 3百万 百万, of 五十万 only 万."""
    stem = written.rstrip("".join(_SCALES))
    scale = 1
    if stem and stem[-1] in _DIGITS:
        for character in written[len(stem) :]:
            scale *= _SCALES[character]
        return scale
    if "点" in stem or (len(stem) == 1 and not written[1:].startswith(("十", "拾"))):
        for character in written[len(stem) :]:
            scale *= _SCALES[character]
        return scale
    return next((_SCALES[c] for c in written[-1:] if c in "万亿"), 1)


def _bad_code(written: str) -> str:
    """Which failure a run of digits, points and commas is."""
    return "bad-grouping" if "," in written and ".." not in written else "bad-decimal"


def _up_to_hundred(inside: str) -> bool:
    """（80,100）: two shares; eighty thousand one hundred is written without brackets."""
    return re.fullmatch(r"[1-9][0-9],100", inside) is not None


def _plain(digits: str) -> bool:
    return re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", digits) is not None


def _reads(written: str) -> bool:
    try:
        numerals.read(written)
    except numerals.NumeralError:
        return False
    return True


def _share_of(above: Decimal, below: Decimal) -> Share:
    unit, times = {100: ("%", 1), 1000: ("‰", 1), 10000: ("%", Fraction(1, 100))}.get(int(below), ("", 0))
    if times:
        value = above if times == 1 else numerals.exact(Fraction(above) * times)
        return Share(value, unit)
    parts = (above, below) if above >= 0 else None
    return Share(numerals.exact(Fraction(above) / Fraction(below)), parts=parts)


def _squeezed(text: str) -> tuple[str, list[int] | None, frozenset[int], frozenset[int]]:
    """The text without the blanks that mean nothing, and where each character stood.

    A blank stays between two digits, where it parts numbers. Places in front of which a
    blank or a line break stood are told beside it.
    """
    if " " not in text and "\n" not in text:
        return text, None, frozenset(), frozenset()
    kept: list[str] = []
    places: list[int] = []
    gaps, breaks = set(), set()
    blank = line = False
    for place, character in enumerate(text):
        if character in " \n":
            blank, line = blank or bool(kept), line or (character == "\n" and bool(kept))
            continue
        if blank:
            if character in "0123456789." and kept[-1] in "0123456789.":
                kept.append(" ")
                places.append(place - 1)
            gaps.add(len(kept))
            if line:
                breaks.add(len(kept))
            blank = line = False
        kept.append(character)
        places.append(place)
    return "".join(kept), places, frozenset(gaps), frozenset(breaks)


# -- what a word means where it stands


def _settled(found: Sequence[Token], words: Lexicon) -> list[Token]:
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


_GLYPHS: Final = frozenset("≥≤<>=±")
_FIXED: Final = frozenset({
    "WORD", "NUMBER", "UNIT", "DATE", "SHARE", "FRACTION", "BAD", "SCALE", "PER", "EACH", "LPAREN", "RPAREN", "LBRACKET",
    "RBRACKET", "COMMA", "PAUSE", "SEMICOLON", "STOP", "BREAK", "MINUS", "PLUS", "HALF", "MORE", "BULLET", "CLOCK", "NTH",
    "INFINITY", "TO", "SLASH", "BASE", "INCLUDED", "EXCLUDED", "MONEY_SIGN",
})  # fmt: skip


def _denies(kept: Sequence[Token], i: int) -> bool:
    """不, 未, 无 deny whatever word follows them."""
    return i + 1 < len(kept)


def _limits(kept: Sequence[Token], i: int) -> bool:
    return i + 1 < len(kept) and kept[i + 1].kind in _SIGN_KINDS | {"OVERSPENT", "LATEST"}


def _stands_beside(kept: Sequence[Token], i: int) -> bool:
    """Whether a word stands where its kind speaks of a number."""
    kind = kept[i].kind
    before = kept[i - 1].kind if i else ""
    after = kept[i + 1].kind if i + 1 < len(kept) else ""
    if kind in ("AND", "JOIN", "DASH"):
        return (before in _BEHIND and (after in _OPENERS or after in _AHEAD)) or (kind == "DASH" and after in _OPENERS)
    if kind == "TOLERANCE":
        return after in _OPENERS
    if kind in ("WITHIN",):
        return after in _OPENERS or after in ("GE", "GT", "EACH")
    if kind in _AHEAD:
        return after in _OPENERS or after in _AHEAD
    if kind in ("BEFORE", "AFTER"):
        return before in ("DATE", "BELOW", "ABOVE") or (before in ("UNIT", "RPAREN") and False)
    return before in _BEHIND or before == "LPAREN"


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
