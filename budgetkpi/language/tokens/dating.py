"""Dates and times of day in a text (日期的切分)."""

from __future__ import annotations

import re
from typing import Final

from budgetkpi.language import dates
from budgetkpi.language.tokens.counting import Counting
from budgetkpi.language.tokens.token import CN, DIGITS, NAME_REST, Bad

_CLOCK: Final = re.compile(
    r"(?:每天|每日|当日|次日)?(?:上午|下午|早上|早晨|早|晚上|晚间|晚|凌晨|中午|傍晚|夜间|清晨|午后|零晨)(?:[0-9]{1,2}|[零一二三四五六七八九十两]{1,3})(?:点|时)(?:钟|整|半|[0-9一二三四五十]{1,3}分?|[一二三]刻)?(?:[之以]?[前后])?"
    r"|(?:[0-9]{1,2}|[零一二三四五六七八九十两]{1,3})点(?:钟|整|半|[0-9]{1,2}分?|[一二三四五]?十[一二三四五六七八九]?分|[一二三]刻|(?=[之以]?[前后](?![一-鿿])|[至到~-]))(?:[之以]?[前后])?"
    r"|(?:每天|每日)[0-9一二三四五六七八九十两]{1,3}[点时](?![0-9间])"
    r"|(?<![0-9:])[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?![0-9:])"
)
"""A time of day: it counts nothing."""
_HOUR: Final = re.compile(r"[0-9]{1,2}[点时](?:[0-9]{1,2}分|半|整)?")
_DURATION: Final = re.compile(r"[的]?(?:工资|补贴|龄|租金|津贴)")


class Dating(Counting):
    """Takes dates, and times of day, which count nothing."""

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
        if character in DIGITS:
            return self._number(at)
        if character == "." and self.word_start is None:
            return self._point(at)
        if (
            character == "."
            and text[at - 1].isascii()
            and text[at - 1].isalpha()
            and (rest := NAME_REST.match(text, at + 1))
        ):
            return self._into_word(at, rest.end())
        if character in CN or character == "半":
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
            self.text[clock.end() : clock.end() + 1] in tuple("%零一二三四五六七八九")
            and word[-1] not in "半整钟分刻"
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
        if (
            taken.form == "month"
            and last is not None
            and (last.kind == "AND_ZERO" or (last.kind == "UNIT" and last.value.name == "年"))
        ):
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
