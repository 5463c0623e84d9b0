"""Dates and times of day in a text (日期的切分)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from budgetkpi.expressions import later
from budgetkpi.language import dates
from budgetkpi.language.tokens.counting import Counting
from budgetkpi.language.tokens.token import CN, DIGITS, NAME_REST, NUMERALS, Bad

if TYPE_CHECKING:
    import re

_WINDOW: Final = 24
"""How far behind its beginning a date or a time of day says that it is one."""
_CALENDAR: Final = frozenset("年月日号季旬半-/.前全底末内")
"""A date holds one of these."""
_OF_DATES: Final = frozenset("年月日号")
"""Units that name one day, month or year behind digits, and count none."""
_TAKE_DIGITS: Final = NUMERALS | {"SLASH", "EACH"}
"""Kinds that the digits directly behind them belong to."""
_HOURS: Final = frozenset("点时:")
_OF_DAY: Final = frozenset("0123456789上下早晚凌中傍夜清午每当次零一二三四五六七八九十两")
"""What a time of day may begin with."""
_HOUR: Final = r"(?:[0-9]{1,2}|[零一二三四五六七八九十两]{1,3})"
_GOES_ON: Final = later(r",[0-9]{3}(?![0-9])")
"""Further digits of a number behind a comma."""
_WATCH: Final = "上午|下午|早上|早晨|早|晚上|晚间|晚|凌晨|中午|傍晚|夜间|清晨|午后|零晨"
_DURATION: Final = later(r"的?(?:工资|补贴|龄|租金|津贴)")
_CLOCK: Final = later(
    rf"(?:每天|每日|当日|次日)?(?:{_WATCH}){_HOUR}[点时](?:钟|整|半|[0-9一二三四五十]{{1,3}}分?|[一二三]刻)?(?:[之以]?[前后])?"
    rf"|{_HOUR}点(?:钟|整|半|[0-9]{{1,2}}分?|[一二三四五]?十[一二三四五六七八九]?分|[一二三]刻"
    r"|(?=[之以]?[前后](?![一-鿿])|[至到~-]))(?:[之以]?[前后])?"
    rf"|{_HOUR}时(?=[之以]?前(?![一-鿿]))(?:[之以]?前)?"
    r"|(?:每天|每日)[0-9一二三四五六七八九十两]{1,3}[点时](?![0-9间])"
    r"|(?<![0-9:])[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?![0-9:])"
)
"""A time of day: it counts nothing."""
_HOUR_BEHIND: Final = later(r"[0-9]{1,2}[点时](?:[0-9]{1,2}分|半|整)?")
"""The second time of a pair (8点至18点)."""
_DECIMAL: Final = later(r"[零一二三四五六七八九十百]+点[零一二三四五六七八九]+")
"""A spoken decimal, which looks like a time of day (九十八点六)."""


class Dating(Counting):
    """Takes dates, and times of day, which count nothing."""

    def _counted(self, at: int) -> int | None:
        """A date, a time of day, a share or a numeral, with the unit behind it."""
        character = self.text[at]
        taken = self._time(at) or self._date(at)
        if taken is not None:
            return taken
        if character in DIGITS:
            return self._number(at)
        if character == ".":
            return self._dotted(at)
        if character in CN or character == "半":
            return self._chinese(at)
        return None

    def _dotted(self, at: int) -> int | None:
        """A point in front of digits, or inside a name (M.6)."""
        if self.word_start is None:
            return self._point(at)
        before = self.text[at - 1]
        name = NAME_REST.match(self.text, at + 1) if before.isascii() and before.isalpha() else None
        return None if name is None else self._into_word(at, name.end())

    def _time(self, at: int) -> int | None:
        text = self.text
        if text[at] not in _OF_DAY or _HOURS.isdisjoint(text[at : at + _WINDOW]):
            return None
        clock = _HOUR_BEHIND.match(text, at) if text[at] in DIGITS and self._behind_clock() else None
        if clock is None:
            clock = _CLOCK.match(text, at)
            if clock is None or self._spoken_decimal(clock):
                return None
        return self._put("CLOCK", clock.group(), at, clock.end())

    def _behind_clock(self) -> bool:
        """Whether a time of day stands in front, perhaps with a dash (8点至18点)."""
        kinds = [token.kind for token in self.found[-2:]]
        return self.word_start is None and (kinds[-1:] == ["CLOCK"] or kinds == ["CLOCK", "DASH"])

    def _spoken_decimal(self, clock: re.Match[str]) -> bool:
        """九十八点六 is a number, and so is a score of 20点."""
        word, behind = clock.group(), self.text[clock.end() : clock.end() + 1]
        if _DECIMAL.fullmatch(word):
            return True
        return behind in tuple("%零一二三四五六七八九") and word[-1] not in "半整钟分刻"

    def _date(self, at: int) -> int | None:
        text = self.text
        if text[at] not in dates.STARTS or _CALENDAR.isdisjoint(text[at : at + _WINDOW]):
            return None
        if self._hides_a_date(at):
            return None
        taken = dates.take(text, at)
        if taken is None:
            return None
        if taken.deadline is None:
            start, stop = taken.bad
            self._put("BAD", Bad("no-such-date"), start, stop)
            return max(taken.end, stop)
        if text[taken.end - 1].isdecimal() and self._counts_on(at, taken):
            return None
        if taken.form == "month" and self._of_a_length():
            return None
        word = self.words.longest(text, at)
        if word is not None and len(word.text) > taken.end - at:
            return None
        if taken.form in ("month", "quarter") and _DURATION.match(text, taken.end):
            return None
        return self._put("DATE", taken, at, taken.end)

    def _counts_on(self, at: int, taken: dates.Dated) -> bool:
        """Whether digits that look like months go on as numbers (2095.2交易日, 2095.2~2097.2元)."""
        end = taken.end
        unit = self._unit(end)
        if taken.deadline is None or taken.deadline.start is None:
            decimal = self.text.count(".", at, end) == 1
            return decimal and unit is not None and unit[1] > end + 1  # but 2021.10通过
        if unit is not None:
            return unit[0].written not in _OF_DATES
        return _GOES_ON.match(self.text, end) is not None

    def _hides_a_date(self, at: int) -> bool:
        """Whether what stands directly in front takes the characters of a date to itself."""
        if self.word_start is not None:
            return self.text[at] not in DIGITS and self._joined_before(at)
        return self._last_kind() in _TAKE_DIGITS and not self._gap(at)

    def _of_a_length(self) -> bool:
        """Whether a month goes on a length of years (3年6月)."""
        last = self.found[-1] if self.found and self.word_start is None else None
        if last is None:
            return False
        return last.kind == "AND_ZERO" or (last.kind == "UNIT" and last.value.name == "年")
