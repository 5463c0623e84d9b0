"""Days and times of a spreadsheet as it shows them (日期格式)."""

from __future__ import annotations

import datetime
import functools
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import attrs

from budgetkpi.resources import load_table
from budgetkpi.tables.format_codes import UnshownError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.tables.format_codes import Section, Token

__all__ = ["Moment", "moment", "shown_day"]

_SECONDS = 86_400
_LAST_SERIAL = 2_958_466
"""The first day after 31 December 9999."""
_OFFSET_1904 = 1_462
_LEAP_BUG = 60
"""A spreadsheet counts a 29 February 1900 that never was; days before it are one off."""
_BEFORE_1900 = datetime.date(1899, 12, 30)
_NOON = 12
_TEENS = 20
_SUNDAY = 6
_AS_NUMBER = 2
"""Letters of a day or a month that print its number; three and more print its name."""


@attrs.frozen
class Moment:
    """A day and a time as a spreadsheet counts them, with the days that only it knows (时刻)."""

    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: Decimal
    weekday: int
    serial: Decimal

    def value(self) -> datetime.date | datetime.datetime | datetime.time | Decimal:
        """The day, the moment or the time of day; the number itself where no calendar has the day."""
        time = datetime.time(self.hour, self.minute, int(self.second))
        if 0 <= self.serial < 1:
            return time
        try:
            day = datetime.date(self.year, self.month, self.day)
        except ValueError:
            return self.serial
        return day if self.serial == int(self.serial) else datetime.datetime.combine(day, time)


def moment(number: Decimal, *, since_1904: bool = False, places: int = 0) -> Moment:
    """The moment that the number of a cell stands for, rounded to `places` of a second.

    Raises:
        UnshownError: the number is before or after the days that a spreadsheet shows.
    """
    serial = number + _OFFSET_1904 if since_1904 else number
    if not 0 <= serial < _LAST_SERIAL:
        raise UnshownError(str(number))
    seconds = (serial * _SECONDS).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    days, rest = divmod(seconds, _SECONDS)
    count = int(days)
    day = _BEFORE_1900 + datetime.timedelta(days=count + (count < _LEAP_BUG))
    year, month, number_of_day = day.year, day.month, day.day
    if count == _LEAP_BUG:
        year, month, number_of_day = 1900, 2, 29
    if count == 0:
        year, month, number_of_day = 1900, 1, 0
    minutes, second = divmod(rest, 60)
    hour, minute = divmod(int(minutes), 60)
    weekday = (count + 5) % 7
    return Moment(year, month, number_of_day, hour, minute, second, weekday, seconds / _SECONDS)


def shown_day(section: Section, number: Decimal, *, since_1904: bool = False) -> str:
    """What a section of a format prints for a day, a time or a length of time.

    Raises:
        UnshownError: the day is on no calendar of a spreadsheet, or the format asks for another calendar.
    """
    tokens = _with_minutes(section.tokens)
    places = _places(tokens)
    timed = any(token.text[0].lower() in "hns" for token in tokens if token.kind in ("part", "elapsed"))
    now = moment(number if timed else Decimal(int(number)), since_1904=since_1904, places=places)
    halves = any(token.kind == "noon" for token in tokens)
    printed: list[str] = []
    skipped = 0
    for at, token in enumerate(tokens):
        if at < skipped:
            continue
        if token.kind == "literal" or token.text == "/":
            printed.append(token.text)
        elif token.kind == "noon":
            printed.append(_noon(token.text, now))
        elif token.kind == "elapsed":
            printed.append(_elapsed(token.text.lower(), now))
        elif token.kind == "part":
            printed.append(_part(token.text.lower(), now, section, halves=halves))
        elif token.text == "." and places and tokens[at + 1].kind == "digit":
            printed.append(f"{now.second % 1:.{places}f}"[1:])
            skipped = at + 1 + places
        elif token.kind in ("sign", "digit"):
            printed.append(token.text)
        elif token.kind != "text":
            raise UnshownError(token.text)
    return "".join(printed)


def _with_minutes(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with the m that stand for minutes, behind hours or in front of seconds, as M."""
    found = list(tokens)
    parts = [at for at, token in enumerate(found) if token.kind in ("part", "elapsed")]
    for place, at in enumerate(parts):
        text = found[at].text.lower()
        if found[at].kind != "part" or text not in ("m", "mm"):
            continue
        before = found[parts[place - 1]].text.lower() if place else ""
        after = found[parts[place + 1]].text.lower() if place + 1 < len(parts) else ""
        if before.startswith("h") or after.startswith("s"):
            found[at] = attrs.evolve(found[at], text="n" * len(text))
    return found


def _places(tokens: Sequence[Token]) -> int:
    """How many places of a second are printed: the digits behind a point behind seconds."""
    for at, token in enumerate(tokens[:-1]):
        if token.kind in ("part", "elapsed") and token.text.lower().startswith("s"):
            behind = tokens[at + 1 :]
            if behind[0].text == ".":
                return next(
                    (count for count, token in enumerate(behind[1:]) if token.kind != "digit"),
                    len(behind) - 1,
                )
    return 0


def _noon(text: str, now: Moment) -> str:
    words = text.split("/")
    return words[now.hour >= _NOON]


def _elapsed(text: str, now: Moment) -> str:
    unit = {"h": 3_600, "m": 60, "s": 1}[text[0]]
    return str(int(now.serial * _SECONDS) // unit).zfill(len(text))


def _part(text: str, now: Moment, section: Section, *, halves: bool) -> str:
    letter, count = text[0], len(text)
    if letter in "ye":
        return _numeral(
            now.year % 100 if text in ("y", "yy") else now.year, 2 if text in ("y", "yy") else 4, section
        )
    if letter in "dm" and count > _AS_NUMBER:
        return _month(now.month, count, section) if letter == "m" else _weekday(now, text, section)
    if letter == "a":
        return _weekday(now, text, section)
    hour = (now.hour - 1) % _NOON + 1 if halves else now.hour
    numbers = {"m": now.month, "d": now.day, "h": hour, "n": now.minute, "s": int(now.second)}
    if letter not in numbers:
        raise UnshownError(text)
    return _numeral(numbers[letter], count, section)


def _month(month: int, count: int, section: Section) -> str:
    if section.chinese:
        return _counted(month) + str(_words()["month"])
    name = str(_words()["months"][month - 1])
    return {3: name[:3], 5: name[:1]}.get(count, name)


def _weekday(now: Moment, text: str, section: Section) -> str:
    """The name of a weekday: Wednesday or Wed; 星期三 or 周三 in Chinese; 星期三 or 三 under aaaa and aaa."""
    words, short = _words(), len(text) == _AS_NUMBER + 1
    if text[0] == "d" and not section.chinese:
        name = str(words["weekdays"][now.weekday])
        return name[:3] if short else name
    number = str(words["sunday"] if now.weekday == _SUNDAY else words["numerals"][now.weekday + 1])
    if text[0] == "a" and short:
        return number
    return str(words["weekday_short" if short else "weekday"]) + number


def _numeral(number: int, width: int, section: Section) -> str:
    """A number of a day, padded, or in the Chinese numerals that the section asks for."""
    if not section.numerals:
        return str(number).zfill(min(width, 4))
    if section.numerals != 1:
        raise UnshownError(str(section.numerals))
    if width == 4 or number >= 100:  # noqa: PLR2004
        return "".join(_words()["numerals"][int(digit)] for digit in str(number))
    return _counted(number)


def _counted(number: int) -> str:
    """A number below a hundred as it is counted: 十二, 三十."""
    digits, ten = _words()["numerals"], str(_words()["ten"])
    tens, ones = divmod(number, 10)
    if not tens:
        return str(digits[ones])
    return (digits[tens] if number >= _TEENS else "") + ten + (digits[ones] if ones else "")


@functools.cache
def _words() -> dict[str, list[str]]:
    words: dict[str, list[str]] = load_table("number_formats.toml")["words"]
    return words
