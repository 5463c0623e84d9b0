"""Marks in a text (符号的切分): signs, brackets, separators, lines, and names that hold digits."""

from __future__ import annotations

import re
from typing import Final

from budgetkpi.expressions import later
from budgetkpi.language import dates
from budgetkpi.language.lexicon import drawn_sign
from budgetkpi.language.tokens.dating import Dating
from budgetkpi.language.tokens.token import BEHIND, ENDS_VALUE, Bad

_LISTED: Final = later(
    r"2(?![0-9.,月])|[0-9一二三四五六七八九十]+(?:[、和及与或]|[月年季号日](?=$|[、,和及与])|[个次]?$)"
)
"""What stands behind 1、 in a list of numbers (1、3月), where it is no list number."""
_DOCUMENT: Final = later(
    r"[〔\[(][0-9]{4}[〕\])](?:第)?[0-9]+号|[0-9]{4}年?第[0-9]+号|[0-9]{1,2}·[0-9]{1,2}"
    r"|第[0-9一二三四五六七八九十百]+(?:批|期|届|次|轮|季(?!度)|条|项|章|号|款|类|方|线|产业|届|中学|小学|医院|人民医院|阶段|名录|版|册|卷|部分|组|天|年度?|个|师|幼儿园|产业|标段|站|位置|级)?"
)
"""Digits that belong to a document, a day of history or an ordinal."""
_RANKED: Final = later(r"第(?=[0-9一二三四五六七八九十]+(?:名|位次|位)(?![一-鿿]))")
_BULLET: Final = later(
    r"\(?[0-9]{1,2}(?:\)|[.、](?![0-9]))|1、(?=[0-9])|\([一二三四五六七八九十]{1,3}\)"
    r"|[一二三四五六七八九十]{1,3}、|[①-⑳]|第[一二三四五六七八九十],|其[一二三四五六],"
)
_MARKED: Final = later(r"\((?P<out>不)?(?:包含|包括|含)(?:本数|本级|该数|[0-9.]+[^()]{0,4})?\)")
_AMOUNT: Final = later(r"[≥≤<>=]{0,4}[0-9]")
_UNIT_LABEL: Final = later(r"(?P<open>[(\[])?(?P<label>(?:计量)?单位[:为是]?)?")
_TITLE: Final = later(r"《[^《》]*+(?:《[^《》]*+》[^《》]*+)*+》(?:\([^()]{0,60}[0-9][^()]{0,60}\))?")
_SIMPLE: Final = {
    "(": "LPAREN",
    ")": "RPAREN",
    "[": "LBRACKET",
    "]": "RBRACKET",
    "+": "PLUS",
    "、": "PAUSE",
} | {
    ";": "SEMICOLON",
    "。": "STOP",
    "!": "STOP",
    "?": "STOP",
}
_LINK: Final = re.compile(
    r"[是为有在]?:?(?=[0-9.〇零一二三四五六七八九十百千万亿两半+±(\[≥≤<>=¥$约近大不低高超至-])"
)
"""What may stand between a sign and its number: 不低于：95%, 最多为3次."""
_MOST_INSIDE: Final = 12
_WINDOW: Final = 24
_LISTING: Final = frozenset("(0123456789一二三四五六七八九十第其①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_DOCUMENTED: Final = frozenset("〔[(0123456789第")
_OF_DOCUMENTS: Final = frozenset("号第·")
_AFTER_LINE: Final = tuple("0123456789.∞")
_INSIDE: Final = frozenset({"NUMBER", "UNIT", "COMMA", "DASH", "TOLERANCE", "MINUS", "INFINITY", "SHARE"})


class Marking(Dating):
    """Takes marks, and tells a minus from a dash and a list number from a number."""

    def _mark(self, at: int) -> int | None:
        """Signs, brackets, separators, lines, list numbers, titles, and names that hold digits."""
        character = self.text[at]
        if character in "≥≤<>=":
            return self._sign(at)
        named = self._list_number(at) or self._named(at) or self._apart(at)
        if named is not None:
            return named
        if character == "," and self._last_kind() == "UNIT_APART" and self._begins_line(before=1):
            return at + 1  # 单位：万亩，12.5
        if character == ",":
            return self._put("COMMA", ",", at, at + 1)
        if character == "/":
            return self._slash(at)
        if character in "-~—":
            return self._line(at)
        kind = _SIMPLE.get(character)
        return None if kind is None else self._simple(kind, at)

    def _list_number(self, at: int) -> int | None:
        """A list number in front of a clause: 1. （1） ①."""
        if self.text[at] not in _LISTING or not self._begins_clause(at):
            return None
        bullet = _BULLET.match(self.text, at)
        if bullet is None or not self._lists(bullet):
            return None
        return self._put("BULLET", bullet.group(), at, bullet.end())

    def _named(self, at: int) -> int | None:
        """A title, or digits that belong to a document, a day of history or an ordinal."""
        text, character = self.text, self.text[at]
        if character == "《":
            title = _TITLE.match(text, at)
            return None if title is None else self._into_word(at, title.end())
        if character not in _DOCUMENTED or _OF_DOCUMENTS.isdisjoint(text[at : at + _WINDOW]):
            return None
        document = _DOCUMENT.match(text, at)
        if document is None:
            return None
        if _RANKED.match(text, at):
            return self._put("NTH", "第", at, at + 1)
        dated = character in dates.STARTS and dates.take(text, at) is not None
        return None if dated else self._into_word(at, document.end())

    def _apart(self, at: int) -> int | None:
        """What brackets set apart: a unit, a word of limit, 含 or 不含."""
        text, character = self.text, self.text[at]
        if character in "([单计" or (character in "百千万亿" and self._begins_line()):
            apart = self._unit_apart(at)
            if apart is not None:
                return apart
        if character != "(":
            return None
        limit = self._limit_in_brackets(at)
        if limit is not None:
            return limit
        marked = _MARKED.match(text, at)
        if marked is None:
            return None
        return self._put("EXCLUDED" if marked["out"] else "INCLUDED", marked.group(), at, marked.end())

    def _simple(self, kind: str, at: int) -> int:
        """A bracket, a separator or a plus."""
        if kind == "PLUS" and self.text.startswith("∞", at + 1):
            return self._put("INFINITY", "∞", at, at + 2)
        if kind not in ("RPAREN", "RBRACKET") or not self._closes_interval():
            return self._put(kind, self.text[at], at, at + 1)
        self._put(kind, self.text[at], at, at + 1)
        unit = self._unit(at + 1)
        return at + 1 if unit is None else self._put("UNIT", unit[0], at + 1, unit[1])

    def _unit_apart(self, at: int) -> int | None:
        """A unit in brackets of its own or behind 单位: （万元）, [台], 单位：万元."""
        label = _UNIT_LABEL.match(self.text, at)
        assert label is not None
        start = label.end()
        unit = self._unit(start) if start < len(self.text) else None
        if unit is None:
            return None
        value, end = unit
        if (
            not label["label"]
            and not label["open"]
            and (value.scale == 1 or not _AMOUNT.match(self.text, end))
        ):
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
        if self.text[end : end + 1] != ")" or self._last_kind() not in BEHIND:
            return None
        return self._put(word.kind, word.text, at, end + 1)

    def _closes_interval(self) -> bool:
        """Whether the open bracket holds two ends."""
        held: list[str] = []
        for token in reversed(self.found[-_MOST_INSIDE:]):
            if token.kind in ("LPAREN", "LBRACKET"):
                return (
                    self.word_start is None
                    and bool({"COMMA", "DASH", "TOLERANCE"} & set(held))
                    and set(held) <= _INSIDE
                )
            held.append(token.kind)
        return False

    def _begins_line(self, *, before: int = 0) -> bool:
        """Whether nothing of the line was met yet, or nothing but so many tokens."""
        if self.word_start is not None or len(self.found) < before:
            return False
        return len(self.found) == before or self.found[-1 - before].kind == "BREAK"

    def _begins_clause(self, at: int) -> bool:
        if self.word_start is not None:
            return False
        return (
            not self.found
            or self.found[-1].kind in ("SEMICOLON", "STOP", "COMMA", "BREAK")
            or self._circled(at)
        )

    def _circled(self, at: int) -> bool:
        return "①" <= self.text[at] <= "⑳"

    def _lists(self, bullet: re.Match[str]) -> bool:
        """Whether a list number is one: something that it numbers stands behind it."""
        if bullet.group()[0].isdecimal() and bullet.group().endswith(")") and self._closes_interval():
            return False  # [80,90)分
        rest = self.text[bullet.end() :]
        below_nought = bullet.group().endswith("、") and rest[:1] == "-" and rest[1:2].isdecimal()
        if not rest or (rest[0] in "%,;、~-—+." and not below_nought):
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
        text, end = self.text, at
        while end < len(text) and text[end] in "-~—":
            end += 1
        run = text[at:end]
        digit = text[end : end + 1] in _AFTER_LINE
        if self.word_start is not None:
            joined = text[at - 1].isascii() and text[at - 1].isalnum()
            return (
                self._put("MINUS", "-", at, end)
                if digit and run == "-" and not joined
                else self._into_word(at, end)
            )
        if self._last_kind() in ENDS_VALUE:
            return self._dash(run, at, end, digit=digit)
        if run == "-" and text.startswith("∞", end):
            return self._put("INFINITY", "-∞", at, end + 1)
        if digit and run == "-":
            return self._put("MINUS", "-", at, end)
        if digit and set(run) == {"-"}:
            return self._put("BAD", Bad("doubled-minus"), at, end)
        return self._put("DASH", run, at, end)

    def _dash(self, run: str, at: int, end: int, *, digit: bool) -> int:
        """The line behind a value, perhaps with the minus of the second end (-10--5)."""
        second = digit and len(run) > 1 and run[-1] == "-"
        if second and (set(run) != {"-"} or self._first_is_negative()):
            self._put("DASH", run[:-1], at, end - 1)
            return self._put("MINUS", "-", end - 1, end)
        return self._put("DASH", run, at, end)

    def _first_is_negative(self) -> bool:
        """Whether the value in front of a doubled line has a minus of its own (-20℃--15℃)."""
        for token in reversed(self.found):
            if token.kind == "MINUS":
                return True
            if token.kind not in ("NUMBER", "UNIT"):
                return False
        return False
