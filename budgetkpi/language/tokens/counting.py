"""Numerals in digits (阿拉伯数字的切分): where each begins and ends, and whether it counts at all."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from budgetkpi import numerals, units
from budgetkpi.expressions import later
from budgetkpi.language.tokens.spoken import BEFORE_DIGITS, CN_DIGITS, LONGEST_SPOKEN, Spoken, reads
from budgetkpi.language.tokens.token import (
    BEHIND,
    CN,
    ENDS_VALUE,
    NAME_REST,
    SCALES,
    Bad,
)

_BEHIND_SCALE: Final = frozenset("零0123456789")
_ARABIC: Final = re.compile(r"(?:[0-9]+(?:,[0-9]+)*|(?=\.[0-9]))(?:\.[0-9]+)?")
_GROUPED: Final = later(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_RUN: Final = re.compile(r"(?:[0-9.,][0-9.,]*)")
_PROPORTION: Final = later(r"(?<![0-9.])[0-9.]++:[0-9.]++")
"""1:3: no number that can be held against another."""
_MODEL: Final = later(r"(?<![0-9])[0-9]++(?:[GDKSPR](?![A-Za-z])(?=[/一-鿿])|×[0-9]++[^,;。、]{0,2})")
"""A name that begins with digits: 5G, 4K, 6×4."""
_OF_MODELS: Final = frozenset("GDKSPR×")
_LONGEST_MODEL: Final = 16
_LONGEST_INTERVAL: Final = 120
_ZEROS_BEHIND: Final = later(r"[0-9],0[0-9]")
_GOES_ON_SPOKEN: Final = later(f"\\.(?:[{''.join(sorted(CN))}半]|\\.[0-9])")
"""A point behind a number with more of it behind that point."""
_DASHED: Final = later(r"[~—至到]|[0-9%A-Za-z一-鿿)]-|以[上下内]|左右")


class Counting(Spoken):
    """Takes numerals in digits, with the scale words behind them."""

    def _number(self, at: int) -> int | None:
        """An Arabic numeral, with Chinese scale words behind it."""
        text = self.text
        if model := self._model(at) or _PROPORTION.match(text, at):
            return self._into_word(at, model.end())
        if self.word_start is not None and text[at - 1].isascii() and text[at - 1].isalpha():
            name = NAME_REST.match(text, at)
            return self._into_word(at, at + 1 if name is None else name.end())
        end = self._end_of_digits(at)
        written = text[at:end]
        pair = None
        if "," in written:
            pair = self._pair(written)
            if pair and self._interval_open(self._gap(at + written.index(",") + 1)):
                end = at + written.index(",")
                written = written[: written.index(",")]
                pair = None
            if self._last_kind() not in ("LPAREN", "LBRACKET"):
                pair = None
        if self.word_start is not None and written.startswith("00"):
            return self._into_word(at, end)  # 引00%: a digit that scanning broke
        if not _ARABIC.fullmatch(written) or ("," in written and not _GROUPED.fullmatch(written)):
            return self._put("BAD", Bad(_bad_code(written)), at, end)
        end = self._spoken_point(self._scales(end, at), at)
        if naming := self._naming(end):
            return self._into_word(at, naming)
        return self._numeral(at, end, pair)

    def _model(self, at: int) -> re.Match[str] | None:
        """A name made of digits and letters, unless the letter begins a unit (5K字节)."""
        if _OF_MODELS.isdisjoint(self.text[at : at + _LONGEST_MODEL]):
            return None
        model = _MODEL.match(self.text, at)
        if model is None or not model.group()[-1].isalpha() or not model.group()[0].isdecimal():
            return model
        end = model.end()
        if end < len(self.text) and self._limit_at(end):
            return None
        unit = units.take(self.text, end - 1)
        counted = unit is not None and unit[2] > end and not self.text[end + 1 : end + 2].isdecimal()
        return None if counted else model  # but 5G/4G网络

    def _end_of_digits(self, at: int) -> int:
        """Where a run of digits, points and commas ends, without the mark that ends a sentence."""
        text = self.text
        run = _RUN.match(text, at)
        assert run is not None
        end = run.end()
        while end > at + 1 and text[end - 1] == ",":
            end -= 1
        if (
            text[end - 1] == "."
            and end - at > 1
            and not text[at : end - 1].endswith(".")
            and self._stops(end)
        ):
            end -= 1
        return end

    def _spoken_point(self, end: int, at: int) -> int:
        """0点一: digits in words behind 点."""
        text, stop = self.text, end + 1
        while stop < len(text) and text[stop] in CN_DIGITS:
            stop += 1
        spoken = text[end : end + 1] == "点" and stop > end + 1 and reads(text[at:stop])
        return stop if spoken and (stop == len(text) or self._unit(stop) is not None) else end

    def _naming(self, end: int) -> int:
        """Where the word ends that makes a number a name (12345热线, 75周年); 0 where none does."""
        stop = end + self.words.naming_at(self.text, end)
        if not end < stop < len(self.text):
            return 0
        unit = self._unit_end(end)
        counted = unit is not None and (unit > stop or (unit == stop and self._limit_at(stop)))
        return 0 if counted else stop

    def _point(self, at: int) -> int:
        """A point with no digit in front: of .5, at the end of a sentence, or a failed number."""
        if self.text[at + 1 : at + 2].isdecimal():
            return self._number(at) or at + 1
        on = self._last_kind() == "NUMBER" or (
            self._last_kind() == "UNIT" and self.text[at + 1 : at + 2] == "."
        )
        if on and _GOES_ON_SPOKEN.match(self.text, at) and not self._gap(at + 1):
            return self._put("BAD", Bad("bad-decimal"), at, at + 1)  # 六十.七十, 千万..5
        if self._last_kind() in ENDS_VALUE | BEHIND:
            return self._put("STOP", ".", at, at + 1)
        run = _RUN.match(self.text, at)
        assert run is not None
        return self._put("BAD", Bad("bad-decimal"), at, run.end())

    def _stops(self, end: int) -> bool:
        """Whether a point behind digits ends the sentence: nothing that counts follows it."""
        return self.text[end : end + 1] not in tuple("%‰") and (
            end == len(self.text) or not self.text[end].isdecimal()
        )

    def _pair(self, written: str) -> tuple[Decimal, Decimal] | None:
        low, _, high = written.partition(",")
        if "," in high or not low or not high or not _plain(low) or not _plain(high):
            return None
        return Decimal(low), Decimal(high)

    def _interval_open(self, parted: bool) -> bool:  # noqa: FBT001
        """Whether a comma in the open bracket parts the ends of an interval and groups no digits.

        Args:
            parted: whether a blank stands behind the comma.
        """
        opening = self._last_kind()
        if opening not in ("LBRACKET", "LPAREN") and not (
            opening == "MINUS" and len(self.found) > 1 and self.found[-2].kind in ("LBRACKET", "LPAREN")
        ):
            return False
        inside, closing = _inside(self.text, self._squeezed_place(self.found[-1].start) + 1)
        if _DASHED.search(inside) or _ZEROS_BEHIND.search(inside):
            return False
        if parted or opening != "LPAREN" or closing != ")":
            return True
        return _GROUPED.match(inside) is None or _up_to_hundred(inside)

    def _scales(self, end: int, at: int) -> int:
        """The scale words and further digits behind Arabic digits: 3万5千, 2亿3千万, 30百万."""
        text, digits = self.text, end
        while end < len(text) and end - digits < LONGEST_SPOKEN and self._goes_on(end):
            if text[end] in SCALES and self._belongs_to_unit(end, at):
                break
            end += 1
            if text.startswith("分之", end):
                break
        best = at + numerals.longest(text[at:end]) if end > digits else end
        while best > digits and text[best - 1] == "零":
            best = at + numerals.longest(text[at : best - 1])
        best = max(best, digits)
        if end > best and text[best : best + 1] in tuple(SCALES) and not self._belongs_to_unit(best, at):
            return end  # 5万万亿亿: a numeral that fails
        return best

    def _goes_on(self, at: int) -> bool:
        """Whether an Arabic numeral with scale words goes on: 3万|5千, 2亿|3千万."""
        character = self.text[at]
        return character in SCALES or (character in _BEHIND_SCALE and self.text[at - 1] in BEFORE_DIGITS)


def _bad_code(written: str) -> str:
    """Which failure a run of digits, points and commas is."""
    return "bad-grouping" if "," in written and ".." not in written else "bad-decimal"


def _inside(text: str, start: int) -> tuple[str, str]:
    """What the brackets opened before a place hold, and the bracket that closes them; "" for none."""
    depth = 0
    for at in range(start, min(len(text), start + _LONGEST_INTERVAL)):
        if text[at] in "([":
            depth += 1
        elif text[at] in ")]":
            if not depth:
                return text[start:at], text[at]
            depth -= 1
    return "", ""


def _up_to_hundred(inside: str) -> bool:
    """（80,100）: two shares; eighty thousand one hundred is written without brackets."""
    return re.fullmatch(r"[1-9][0-9],100", inside) is not None


def _plain(digits: str) -> bool:
    return re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", digits) is not None
