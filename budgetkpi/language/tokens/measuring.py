"""Units behind numbers (单位的切分): with scale word and fraction line, listed or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from budgetkpi import units
from budgetkpi.canonical import number_text
from budgetkpi.expressions import later
from budgetkpi.kinds import Period
from budgetkpi.language import dates
from budgetkpi.language.tokens.scan import Scan
from budgetkpi.language.tokens.token import CN, COUNTING, DIGITS, ENDS_VALUE, SCALES, TENTHS, Unit

if TYPE_CHECKING:
    from budgetkpi.language.lexicon import Word

_UNLISTED: Final = later(r"[一-鿿A-Za-z°′″Α-ω℀-⅏㎀-㏿]{1,4}(?:/(?:10)?[百千万亿]?[一-鿿A-Za-z]{1,6})?")
_NO_UNIT: Final = frozenset(
    "〇零一二三四五六七八九两十百千万亿拾佰仟廿卅壹贰叁肆伍陆柒捌玖成半多余几来每均不未无前后内外上下左右年月日号旬季第底初末起至到元之间中的和与及或且并为是达超约近等以"
)
_COUNTED: Final = later(r"[十百千万亿]{0,4}+/(?!10[万亿](?![十百千万亿]))[0-9]")
"""28/30人 counts 28 of 30; 3/10万人 is a rate."""
_LINE_BELOW: Final = later(r"/(?:10)?[百千万亿]?(?P<name>[一-鿿]{1,6})(?=[,;、。)]|$)")
_NO_UNIT_BELOW: Final = CN | {"半"}
_ENDS: Final = ",;、。)]~-—至到0123456789"
_WITHIN_ONE: Final = frozenset({"DASH", "TOLERANCE", "COMMA", "MINUS", "SLASH"})
"""What stands between two numbers of one value."""
_CALENDAR: Final = frozenset("年月日号季旬")
_COUNTS: Final = frozenset(COUNTING)
_FURTHER: Final = later(r"[、-][一-鿿]")
"""A further part below a fraction line behind another sign."""


class Measuring(Scan):
    """Takes the unit behind a number."""

    def _take_unit(self, at: int) -> int:
        """The unit at a place behind a number, where one stands there."""
        text = self.text
        if at < len(text) and text[at] in "余多来几" and self._more(at):
            at = self._put("MORE", text[at], at, at + 1)
            scale = 1
            while at < len(text) and text[at] in SCALES and not self._belongs_to_unit(at, at):
                scale, at = scale * SCALES[text[at]], at + 1
            if scale > 1:
                self._put("SCALE", scale, at - 1, at)
        unit = self._unit(at)
        if unit is not None and (unlisted := self._of_classifiers(at, unit[1])):
            unit = unlisted
        if unit is None:
            if at < len(text) and text[at] == "半":
                return at
            return self._take_unlisted(at)
        value, end = self._with_more_below(*unit)
        self._put("UNIT", value, at, end)
        if text[end : end + 1] == "零" and text[end + 1 : end + 2].isdecimal():
            return self._put("AND_ZERO", "零", end, end + 1)
        each = self._one_each(value, end)
        return end if each is None else each

    def _with_more_below(self, unit: Unit, end: int) -> tuple[Unit, int]:
        """元/人、月 and 元/人-天: a further part below the line behind another sign."""
        text = self.text
        below = self._below(end + 1) if "/" in unit.name and _FURTHER.match(text, end) else None
        if below is None or (below[1] < len(text) and not self._limit_at(below[1])):
            return unit, end
        name = units.canonical(f"{unit.name}·{below[0]}")
        if name is None:
            return unit, end
        return unit._replace(name=name, written=text[end - len(unit.written) : below[1]]), below[1]

    def _of_classifiers(self, at: int, end: int) -> tuple[Unit, int] | None:
        """Two classifiers in a row that nobody listed together, at the end (12轮次, 1.5人/万车)."""
        text = self.text
        line = _LINE_BELOW.match(text, end) if text.startswith("/", end) else None
        if line is not None and _NO_UNIT_BELOW.isdisjoint(line["name"]):
            end = line.end()
        elif (
            end - at == 1
            and not text[at].isascii()
            and text[end : end + 1] in tuple("次套批期")
            and (end + 1 == len(text) or text[end + 1] in _ENDS or self._limit_at(end + 1))
        ):
            end += 1
        else:
            return None
        word = text[at:end]
        return None if self._is_dated(word) else (Unit(1, word, word, listed=False), end)

    def _is_dated(self, word: str) -> bool:
        """Whether the last number and the word behind it are a date when they are written plainly (3月次)."""
        if self._last_kind() != "NUMBER" or _CALENDAR.isdisjoint(word[0]):
            return False
        return dates.take(f"{number_text(self.found[-1].value.number)}{word}", 0) is not None

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
        """The unit at a place, with its fraction line; none where a longer word begins there."""
        text = self.text
        if at >= len(text) or text.startswith("分之", at):
            return None
        taken = self._rated(at)
        if taken is None:
            return None
        scale, name, end = taken
        if scale > 1 and name == TENTHS:
            return None  # 十成 is a number of tenths
        if text[at:end] == "两" and text[end : end + 1] in tuple(SCALES):
            return None  # 35两千三: another number begins
        word = self.words.longest(text, at)
        if word is not None and self._is_no_unit(word, name, at, end):
            return None
        while text.startswith("%", end) and text[end - 1] == "%":
            end += 1
        foreign = units.take(text, end) if name == "元" and end < len(text) else None
        if foreign is not None and units.dimension(foreign[1]) == "foreign_money":
            name, end = foreign[1], foreign[2]
        return Unit(scale, name, text[at:end]), end

    def _rated(self, at: int) -> tuple[int, str, int] | None:
        """A unit as the floor of units takes it, without a fraction line that is none."""
        text = self.text
        taken = units.take(text, at)
        if taken is not None and self.gaps:
            parted = (
                place for place in range(at + 1, taken[2]) if self._gap(place) and text[place].isdecimal()
            )
            if place := next(parted, 0):
                taken = units.take(text[:place], at)  # the 2 of the next line makes no km of this one square
        if taken is None or "/" not in taken[1]:
            return taken
        if _COUNTED.match(text, at):
            return None
        every = text.find("每", at, taken[2])
        if every > 0 and text[taken[2] : taken[2] + 1] in COUNTING:
            return units.take(text[:every], at)  # 2期每期5天
        if taken[1] == "/%":
            return None  # 95/% names the sign of its column
        below = text.find("/", at, taken[2]) + 1
        shared = (text[taken[2] - 1] == "%" and below < taken[2] - 1) or self._names_a_share(taken[2])
        line = text.find("/", at, taken[2]) if shared else -1
        return taken if line < 0 else units.take(text[:line], at)  # 95%/98%, 3十份/5%: two values

    def _names_a_share(self, end: int) -> bool:
        """Whether the 百分之 that ends there has its number behind it, and is no unit."""
        return self.text.endswith("分之", 0, end) and self.text[end : end + 1] in CN | DIGITS

    def _is_no_unit(self, word: Word, name: str, at: int, end: int) -> bool:
        """Whether a word at the place of a unit takes its characters: 3家长会, 2支|队伍 does not."""
        stop = at + len(word.text)
        if stop > end:
            return not self._noun_follows(end, stop)
        return word.kind in ("DASH", "BEFORE", "AFTER") and word.text != name.partition("/")[0]

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

    def _noun_follows(self, end: int, stop: int) -> bool:
        """Whether the word behind a unit reaches beyond the longer word: 2支|队伍, not 支队."""
        word = self.words.longest(self.text, end)
        return word is not None and word.kind == "WORD" and end + len(word.text) > stop

    def _below(self, at: int) -> tuple[str, int] | None:
        """What stands under a fraction line: 场, 人·天, 每人."""
        taken = units.take(self.text, at, below=True) if at < len(self.text) else None
        return None if taken is None or self._names_a_share(taken[2]) else (taken[1], taken[2])

    def _take_unlisted(self, at: int) -> int:
        """A short word behind a number that may be a unit nobody listed (12轮次)."""
        unlisted = self._unlisted(at)
        if unlisted is None:
            return at
        return self._put("UNIT", Unit(1, unlisted, unlisted, listed=False), at, at + len(unlisted))

    def _unlisted(self, at: int) -> str | None:
        """The word behind a number, up to a word of limit or the end of the cell."""
        text = self.text
        if self.word_start is not None or not self.whole or self.measured or not self._stands_first():
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
        if word[0].isascii() != word[-1].isascii() and "/" not in word:
            return None  # 2O台: a digit that scanning broke
        if (end < len(text) and not self._limit_at(end)) or any(
            c in _NO_UNIT for c in word.partition("/")[0]
        ):
            return None
        if not _COUNTS.isdisjoint(text[end:]):
            return None  # one of several values: only the whole of a cell makes a word a unit
        whole = self.words.longest(text, at)
        if (whole is not None and whole.kind != "WORD") or self.words.naming_at(text, at):
            return None
        said = text[self._squeezed_place(self.found[-1].start) :] if self.found else text
        plainly = (
            f"{number_text(self.found[-1].value.number)}{word}" if self._last_kind() == "NUMBER" else said
        )
        return None if any(map(_is_grade, (word, said, plainly))) else word

    def _stands_first(self) -> bool:
        """Whether the last number is of the first value; behind another one a word is no unit."""
        if self._last_kind() == "NUMBER" and self.numbers > 1:
            *before, joint = [token.kind for token in self.found[-3:-1]]
            signed = joint == "MINUS" and not (before and before[0] in ENDS_VALUE | _WITHIN_ONE)
            if signed or joint not in _WITHIN_ONE:
                return False
        return not self.dated or (self.dated == 1 and self._of_a_year())

    def _of_a_year(self) -> bool:
        """Whether the one date that was met is a year in front of all (2021年12轮次)."""
        first = self.found[0]
        if first.kind != "DATE" or first.value.within:
            return False
        date = first.value.deadline
        return date.period is Period.YEAR and date.part is None and date.start is None and not date.recurring

    def _limit_at(self, at: int) -> bool:
        """Whether a word of limit stands at a place."""
        if self.text.startswith(("(含", "(不含"), at):
            return True
        word = self.words.longest(self.text, at)
        return word is not None and word.kind in ("ABOVE", "BELOW", "AROUND", "BETWEEN", "OUTSIDE")


def _is_grade(word: str) -> bool:
    from budgetkpi import ladders  # noqa: PLC0415  (loads with the first word behind a number)

    return ladders.find_word(word) is not None
