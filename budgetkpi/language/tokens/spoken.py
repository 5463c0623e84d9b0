"""Numerals and shares in words (汉字数字): 三百五十, 百分之五, 九成五, 半, and 万 alone."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from budgetkpi import numerals, units
from budgetkpi.expressions import later
from budgetkpi.language.tokens.measuring import Measuring
from budgetkpi.language.tokens.token import CN, DIGITS, SCALES, TENTHS, Bad, Numeral, Share

__all__ = ["BEFORE_DIGITS", "CN_DIGITS", "LONGEST_SPOKEN", "Spoken", "reads"]

BEFORE_DIGITS: Final = frozenset("十百千万亿零佰仟拾0123456789")
_DECIMALS: Final = tuple("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖")
CN_DIGITS: Final = frozenset("一二三四五六七八九")
_PAIRED: Final = CN_DIGITS | {"两"}
_HAN: Final = later(r"[一-鿿]")
LONGEST_SPOKEN: Final = 64
"""More characters that count are no numeral."""
_RANGES_ON: Final = later(
    r"(?:(?<![-~—])[-~—]++|至|到)[0-9一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟廿卅]"
)


class Spoken(Measuring):
    """Takes numerals and shares in words."""

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
        return self._share(at) or self._spoken(at)

    def _spoken(self, at: int) -> int | None:
        """The longest numeral in words at a place, with its unit."""
        text, run = self.text, self._run_of_words(at)
        if run - at > LONGEST_SPOKEN:
            return self._into_word(at, run)
        end = at + numerals.longest(text[at:run])
        written = text[at:end]
        if not written:
            alone = text[at] in SCALES and self._scale_alone(at)
            return self._scale_word(at, at + 1) if alone else self._bad_chinese(at)
        if all(c in SCALES for c in written):
            return self._scale_word(at, end)
        if len(written) == len("三五") and _PAIRED.issuperset(written) and not text.startswith("年", end):
            return self._into_word(at, end)  # 三五个: the one or the other
        if not self._counts(at, end):
            return self._bad_chinese(at) if run > end else None
        if written[-1] == "一" and written[-2:-1] in tuple("百千万亿"):
            if self._unit(end) is not None:
                return self._each_of(at, end - 1)
            if _HAN.match(text, end) and not self._limit_at(end):
                return self._into_word(at, end)  # 八百一晚
        return self._numeral(at, end, None)

    def _run_of_words(self, at: int) -> int:
        """Where the characters end that may belong to one numeral in words."""
        text, end = self.text, at
        while end < len(text):
            if text[end] in CN:
                if end > at and self._begins_unit(end, at):
                    break
            elif text[end] == "点":
                if end == at or text[end + 1 : end + 2] not in _DECIMALS:
                    break
            elif end == at or text[end] not in DIGITS or text[end - 1] not in BEFORE_DIGITS:
                break
            end += 1
        return end

    def _begins_unit(self, at: int, start: int) -> bool:
        """Whether a character that counts begins the unit: 千米, or the weight of 三十两."""
        if self.text[at] in SCALES:
            return self._belongs_to_unit(at, start)
        return self.text[at] == "两" and self.text[at + 1 : at + 2] not in tuple("百千万亿")

    def _each_of(self, at: int, end: int) -> int:
        """三百一顿 is 300 for each 顿."""
        self._numeral(at, end, None)
        below = self._below(end + 1)
        return end if below is None else self._put("PER", below[0], end, below[1])

    def _joined_before(self, at: int) -> bool:
        """Whether the character in front makes one word with what follows (统一 of 统一季度)."""
        return self.text[at] in CN_DIGITS and self.text[at - 1] in "第唯统任逐之万专单如其同某每进"

    def _outgrown(self, at: int, stop: int) -> bool:
        """Whether a numeral and its unit reach beyond the word that hides them (三公升, not 三公)."""
        end = at
        while end < stop and self.text[end] in CN:
            end += 1
        unit = units.take(self.text, end) if at < end < stop else None
        return unit is not None and unit[2] > stop

    def _bad_chinese(self, at: int) -> int | None:
        """A row of characters that count and say no number together: 三十百五."""
        text, end = self.text, at
        while end < len(text) and text[end] in CN:
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
                scale *= SCALES[character]
            self._put("SCALE", scale, at, end)
            return self._take_unit(end)
        return None

    def _scale_alone(self, at: int) -> bool:
        kind = self._last_kind()
        return self.word_start is None and (
            kind in ("NEAR", "ABOUT", "GT", "MORE", "EACH", "GE")
            or self.text[at + 1 : at + 2] in ("余", "多", "来", "几")
        )

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
        if word is not None and word.kind in (
            "ABOVE",
            "BELOW",
            "AROUND",
            "DASH",
            "OUTSIDE",
            "BETWEEN",
            "LT",
            "GT",
            "JOIN",
            "AND",
            "REACH",
        ):
            return self.word_start is None
        if (
            word is not None
            and word.kind == "WORD"
            and len(word.text) > 1
            and self._unit_end(end) is not None
        ):
            return len(word.text) <= self._unit_end(end) - end  # type: ignore[operator]
        if self._unit_end(end) is not None:
            return True
        return end - at > 1 and self.word_start is None and self._unlisted(end) is not None

    def _half(self, at: int) -> int | None:
        kind = self._last_kind()
        if self.text.startswith(TENTHS, at + 1) and self.word_start is None and self._stops_at(at + 2):
            return self._put("SHARE", Share(Decimal(5), "%"), at, at + 2)
        if self.word_start is None and (
            kind in ("UNIT", "NUMBER", "SHARE") or self._unit(at + 1) is not None
        ):
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
        if line < 0 or not all(c in CN or c.isdecimal() or c in ".," for c in text[at:line]):
            return None
        end = line + 2
        while end < len(text) and (text[end] in CN or text[end].isdecimal() or text[end] in ".,点负"):
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
            return self._put("BAD", Bad(error.code), at, end)
        scale = _scale_of(text[at:end])
        if text.startswith(TENTHS, end) and (tenths := self._tenths(number, at, end)):
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
        return at >= len(self.text) or not (self.text[at] in CN or self.text[at].isdecimal())


def _scale_of(written: str) -> int:
    """The scale word that a numeral ends with: of 3百万 百万, of 五十万 only 万."""
    stem = written.rstrip("".join(SCALES))
    scale = 1
    if stem and stem[-1] in DIGITS:
        for character in written[len(stem) :]:
            scale *= SCALES[character]
        return scale
    if "点" in stem or (len(stem) == 1 and not written[1:].startswith(("十", "拾"))):
        for character in written[len(stem) :]:
            scale *= SCALES[character]
        return scale
    piled = written[-2:-1] in tuple(SCALES)  # 三十千: thirty of a thousand
    return next((SCALES[c] for c in written[-1:] if c in SCALES and (piled or c in "万亿十拾")), 1)


def reads(written: str) -> bool:
    """Whether a text as a whole is a numeral."""
    try:
        numerals.read(written)
    except numerals.NumeralError:
        return False
    return True


def _share_of(above: Decimal, below: Decimal) -> Share:
    if below in (100, 1000):
        return Share(above, "%" if below == 100 else "‰")  # noqa: PLR2004
    if below == 10**4:
        return Share(numerals.exact(Fraction(above) / 100), "%")
    parts = (above, below) if above >= 0 else None
    return Share(numerals.exact(Fraction(above) / Fraction(below)), parts=parts)
