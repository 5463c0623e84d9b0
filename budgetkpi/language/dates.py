"""Dates in a folded text, each taken once (日期): points, spans and repetitions of the calendar.

A date is a word that carries its value; the rules see one DATE token. What is said around it
(前, 以内, ≤) is theirs.
"""

from __future__ import annotations

import functools
import re
from typing import Final, NamedTuple

import attrs

from budgetkpi import calendar, numerals
from budgetkpi.values import Deadline, Part, Period

__all__ = [
    "STARTS",
    "Dated",
    "months_of",
    "take",
]

_ZERO: Final = "〇零○◯Oo0"
_MONTH: Final = r"(?:[0-9]{1,2}(?:\.0+)?|十[一二]?|[一二三四五六七八九元正])"
_DAY: Final = r"(?:[0-9]{1,2}|三十一?|卅一?|(?:二?十|廿)[一二三四五六七八九]?|[一二三四五六七八九])"
_CN_YEAR: Final = rf"[一二][{_ZERO}一二三四五六七八九]{{3}}"
_RELATIVE: Final = {
    "去年": -1, "去年度": -1, "上年": -1, "上年度": -1, "上一年": -1, "上一年度": -1, "前年": -2,
    "本年": 0, "本年度": 0, "当年": 0, "当年度": 0, "今年": 0, "今年度": 0,
    "次年": 1, "次年度": 1, "翌年": 1, "明年": 1, "明年度": 1, "来年": 1, "下年": 1, "下年度": 1, "下一年": 1,
    "下一年度": 1, "后年": 2,
}  # fmt: skip
"""A year said from the year of the budget: how many years later it is."""
_ENDS: Final = {"底": Part.END, "末": Part.END, "初": Part.BEGINNING, "中": Part.MIDDLE}
_TENS: Final = {"上": 1, "中": 2, "下": 3}
_BEFORE: Final = r"(?=[之以]?前)"
_TO: Final = r"(?:[-~—]+|至|到)"
_CLOSED: Final = r"(?=$|[之以]?前|[-~—至到,;)\]”\"。、])"
"""What stands behind a day printed without 日 (12月31前)."""
_CENTURY: Final = 2000
_MONTHS_IN_A_YEAR: Final = 12
STARTS: Final = frozenset("0123456789一二三四五六七八九十元正廿卅第上下年全本当今次翌明来去前后每")
"""Characters that a date may begin with."""


def _pattern(n: str) -> str:
    """One point of the calendar; `n` ends the names of its groups."""
    relative = "|".join(sorted(_RELATIVE, key=len, reverse=True))
    year = (
        rf"(?:(?P<year{n}>(?:19|20)[0-9]{{2}}|{_CN_YEAR})年(?:度(?!假))?"
        rf"|(?P<short{n}>[0-9]{{2}})年(?=[底末]|{_MONTH}月)"
        rf"|(?P<quarterly{n}>(?:19|20)[0-9]{{2}})(?=第[一二三四1-4]季|[一二三四]季度|[上下]半年)"
        rf"|(?P<relative{n}>{relative}))"
    )
    month = (
        rf"(?P<month{n}>{_MONTH})月(?:份|(?=月[底末]))?"
        rf"(?:(?P<day{n}>{_DAY})[日号](?![元圆])|(?P<bare{n}>[0-9]{{1,2}}){_CLOSED}"
        rf"|(?P<ten{n}>[上中下])旬|月?(?P<end{n}>[底末初]))?"
    )
    quarter = (
        rf"(?:(?P<quarter{n}>第[一二三四1-4]季度?)|(?P<counted{n}>[一二三四1-4]季度))"
        rf"(?P<quarterend{n}>[底末初])?"
    )
    half = rf"(?P<half{n}>[上下])半年(?P<halfend{n}>[底末初])?"
    of_year = rf"(?:年?(?P<yearend{n}>[底末初])|年中|年?度?(?P<within{n}>内)|(?P<whole{n}>全年度?))"
    alone = (
        rf"(?:年(?P<end_alone{n}>[底末初中])|年度?(?P<within_alone{n}>内)(?!容|部)"
        rf"|(?P<whole_alone{n}>全年度?))"
    )
    figures = (
        rf"(?P<figures{n}>(?:19|20)[0-9]{{2}}(?:-[0-9]{{1,2}}-|/[0-9]{{1,2}}/|\.[0-9]{{1,2}}\.)[0-9]{{1,2}}(?![0-9.]))"
        r"(?: +[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
        rf"|(?P<digits{n}>(?:19|20)[0-9]{{4}}(?:[0-9]{{2}})?){_BEFORE}"
        rf"|(?P<monthly{n}>(?:19|20)[0-9]{{2}}(?:[-/][0-9]{{1,2}}(?![0-9.,%/])|\.(?:1[0-2]|0?[1-9])(?=月|[之以]?前|[底末已完竣建投交开验通全启结])))"
        rf"(?:月份?)?(?P<monthlyend{n}>[底末])?"
        rf"|(?P<dotted{n}>(?:1[0-2]|0?[1-9])\.(?:[12][0-9]|3[01]|0?[1-9])){_BEFORE}"
    )
    return rf"(?:{figures}|{year}(?:{month}|{quarter}|{half}|{of_year})?|{month}|{quarter}|{half}|{alone})"


def _unique(pattern: str) -> str:
    """Give each group a name of its own: the same group stands in several branches."""
    count: dict[str, int] = {}

    def named(match: re.Match[str]) -> str:
        name = match[1]
        count[name] = count.get(name, 0) + 1
        return f"(?P<{name}_{count[name]}>"

    return re.sub(r"\(\?P<(\w+)>", named, pattern)


@functools.cache
def _point() -> re.Pattern[str]:
    return re.compile(_unique(_pattern("")))


@functools.cache
def _spans() -> re.Pattern[str]:
    """What may follow a date as the end of a span, and spans that begin with a bare number."""
    return re.compile(
        rf"(?P<to>{_TO})(?:(?P<day>{_DAY})[日号](?![元圆])|(?P<months>{_MONTH})月(?:份)?(?![底末初0-9]))?"
    )


@functools.cache
def _numbered() -> re.Pattern[str]:
    """Spans whose first end is a number alone: 3-5月, 2021-2022年, 2022.05-2023.02, 2021.1-12."""
    return re.compile(
        rf"(?P<first>(?:19|20)[0-9]{{2}})\.(?P<first_month>[0-9]{{1,2}}){_TO}(?:(?P<last>(?:19|20)[0-9]{{2}})\.)?(?P<last_month>1[0-2]|0?[1-9])(?![0-9.%])(?:月份?)?"
        rf"|(?P<from_year>(?:(?:19|20)[0-9]{{2}}))年?{_TO}(?P<to_year>(?:19|20)[0-9]{{2}})年度?(?![0-9])"
        rf"|(?:(?P<of>(?:19|20)[0-9]{{2}}|{_CN_YEAR})年)?(?P<from_month>{_MONTH}){_TO}(?P<to_month>{_MONTH})月份?(?![底末初0-9上中下])"
    )


@functools.cache
def _repeated() -> re.Pattern[str]:
    return re.compile(
        rf"每(?:年(?:(?P<month>{_MONTH})月(?:份|(?=月[底末]))?(?:(?P<day>{_DAY})[日号]|月?(?P<end>[底末初]))?|年?(?P<yearend>[底末初]))"
        rf"|个?月(?:份)?(?:(?P<monthday>{_DAY})[日号]|(?P<ten>[上中下])旬|月?(?P<monthend>[底末初]))"
        r"|个?季度?(?P<quarterend>[底末初])?末?(?<=[底末初]))"
    )


class Dated(NamedTuple):
    """A date as one token (日期).

    Attributes:
        deadline: what it says, without a sign; None for a day that no calendar has.
        end: where it ends.
        form: what it may be confused with: "month" (6月), "quarter" (一季度), "whole-year"
            (全年), "year" (2021年), "relative" (当年), or "".
        within: whether 内 belongs to it (年内).
        bad: where an impossible day stands.
    """

    deadline: Deadline | None
    end: int
    form: str = ""
    within: bool = False
    bad: tuple[int, int] = (0, 0)


def take(text: str, start: int) -> Dated | None:
    """The longest date of folded `text` at `start`, None where none begins there."""
    if text[start] == "每":
        match = _repeated().match(text, start)
        return None if match is None else _repetition(match)
    numbered = _numbered().match(text, start)
    if numbered is not None and (found := _numbered_span(numbered)) is not None:
        return found
    match = _point().match(text, start)
    if match is None or not match.group():
        return None
    first = _read(match)
    if first is None or first.deadline is None:
        return first
    return _with_end(text, first) or first


def _said(match: re.Match[str]) -> dict[str, tuple[str, int]]:
    """The groups that took part, by the name before the number of the branch."""
    return {
        name.rsplit("_", 1)[0]: (text, match.start(name))
        for name, text in match.groupdict().items()
        if text is not None
    }


def _read(match: re.Match[str]) -> Dated | None:
    said = _said(match)
    text, end = match.group(), match.end()
    if "figures" in said or "digits" in said or "monthly" in said:
        word, at = said.get("figures") or said.get("digits") or said["monthly"]
        year, month, day = _figures(word)
        part = Part.END if "monthlyend" in said else None
        return _checked(year, month, day, (at, at + len(word)), end, part=part)
    if "dotted" in said:
        word, at = said["dotted"]
        return _checked(None, int(word.partition(".")[0]), int(word.partition(".")[2]), (at, end), end)
    return _in_words(said, text, end)


def _in_words(said: dict[str, tuple[str, int]], text: str, end: int) -> Dated:
    """A date told in 年, 月, 日, quarters or halves."""
    year, offset, form = _year(said)
    if "month" in said:
        return _month(said, year, offset, end)
    quarter = said.get("quarter") or said.get("counted")
    if quarter is not None:
        part = _part(said, "quarterend")
        ordinal = _figure(quarter[0].strip("第季度"))
        deadline = Deadline(year=year, year_offset=offset, period=Period.QUARTER, ordinal=ordinal, part=part)
        plain = "counted" in said and year is None and not offset and part is None and "relative" not in said
        return Dated(deadline, end, "quarter" if plain else "")
    if "half" in said:
        ordinal = 1 if said["half"][0] == "上" else 2
        return Dated(
            Deadline(
                year=year,
                year_offset=offset,
                period=Period.HALF,
                ordinal=ordinal,
                part=_part(said, "halfend"),
            ),
            end,
        )
    part = (
        _part(said, "yearend") or _part(said, "end_alone") or (Part.MIDDLE if text.endswith("年中") else None)
    )
    whole = "whole" in said or "whole_alone" in said
    within = "within" in said or "within_alone" in said
    deadline = Deadline(year=year, year_offset=offset, period=Period.YEAR, part=part)
    return Dated(deadline, end, "whole-year" if whole else "" if part or within else form, within)


def _year(said: dict[str, tuple[str, int]]) -> tuple[int | None, int, str]:
    if "relative" in said:
        return None, _RELATIVE[said["relative"][0]], "relative"
    for name in ("year", "quarterly"):
        if name in said:
            return _year_figure(said[name][0]), 0, "year"
    if "short" in said:
        return _CENTURY + int(said["short"][0]), 0, "year"
    return None, 0, ""


_AS_ZERO: Final = dict.fromkeys(map(ord, "○◯Oo0"), "〇")


def _month(said: dict[str, tuple[str, int]], year: int | None, offset: int, end: int) -> Dated:
    word, at = said["month"]
    month = _figure(word)
    last = said.get("day") or said.get("bare")
    day = None if last is None else _figure(last[0])
    ordinal = _TENS[said["ten"][0]] if "ten" in said else None
    part = _part(said, "end")
    plain = year is None and "relative" not in said and day is None and ordinal is None and part is None
    return _checked(
        year,
        month,
        day,
        (at, end),
        end,
        part=part,
        ordinal=ordinal,
        offset=offset,
        form="month" if plain else "",
    )


def _part(said: dict[str, tuple[str, int]], name: str) -> Part | None:
    return _ENDS[said[name][0]] if name in said else None


def _figure(word: str) -> int:
    """The number that a calendar word holds (12, 十二, 二〇二一, 元)."""
    if word in ("元", "正"):
        return 1
    return int(numerals.read(word.partition(".")[0]))


def _year_figure(word: str) -> int:
    """A year in Arabic digits, or in Chinese ones with any of the signs for zero."""
    return int(word) if word.isdecimal() else _figure(word.translate(_AS_ZERO))


def _figures(written: str) -> tuple[int, int, int | None]:
    """Year, month and day of a date in figures alone: 2021-12-31, 20211231, 2021.12."""
    figures = re.findall(r"[0-9]+", written)
    if len(figures) == 1:
        digits = figures[0]
        figures = [digits[:4], digits[4:6], *([digits[6:]] if digits[6:] else [])]
    return int(figures[0]), int(figures[1]), int(figures[2]) if len(figures) > 2 else None  # noqa: PLR2004


def _checked(  # noqa: PLR0913  (a date has that many parts)
    year: int | None,
    month: int,
    day: int | None,
    span: tuple[int, int],
    end: int,
    *,
    part: Part | None = None,
    ordinal: int | None = None,
    offset: int = 0,
    form: str = "",
) -> Dated:
    if not calendar.is_day(year, month, 1 if day is None else day):
        return Dated(None, end, bad=span)
    period = Period.DAY if day is not None else Period.TEN_DAY if ordinal is not None else Period.MONTH
    deadline = Deadline(
        year=year, month=month, day=day, period=period, ordinal=ordinal, part=part, year_offset=offset
    )
    return Dated(deadline, end, form)


# -- spans


def _with_end(text: str, first: Dated) -> Dated | None:
    """The span that a date begins (10月1日-15日, 2021年3月至10月), None where it begins none."""
    match = _spans().match(text, first.end)
    start = first.deadline
    if match is None or start is None or start.period is Period.TEN_DAY:
        return None
    if match["day"] is not None:
        if start.day is None or start.month is None:
            return None
        last = _checked(start.year, start.month, _figure(match["day"]), match.span("day"), match.end())
    else:
        at = match.end("to")
        point = _point().match(text, at) if at < len(text) else None
        read = None if point is None or not point.group() else _read(point)
        if read is None:
            return None
        last = read
    if last.deadline is None:
        return last
    return _joined(start, last.deadline, last.end, (match.end("to"), last.end))


def _numbered_span(match: re.Match[str]) -> Dated | None:
    end, span = match.end(), match.span()
    if match["first"] is not None:
        months = (int(match["first_month"]), int(match["last_month"]))
        if not 1 <= months[0] <= _MONTHS_IN_A_YEAR:
            return None
        year = int(match["first"])
        start = Deadline(year=year, month=months[0])
        last = Deadline(year=int(match["last"] or year), month=months[1])
        return _joined(start, last, end, span) if months_of(start, last) else None
    if match["from_year"] is not None:
        start = Deadline(year=int(match["from_year"]), period=Period.YEAR)
        return _joined(start, Deadline(year=int(match["to_year"]), period=Period.YEAR), end, span)
    of = _year_figure(match["of"]) if match["of"] else None
    first = _checked(of, _figure(match["from_month"]), None, match.span("from_month"), end)
    last_month = _checked(of, _figure(match["to_month"]), None, match.span("to_month"), end)
    if first.deadline is None or last_month.deadline is None:
        return first if first.deadline is None else last_month
    return _joined(first.deadline, last_month.deadline, end, span)


def _joined(start: Deadline, end: Deadline, at: int, span: tuple[int, int]) -> Dated | None:
    """A span is held as its end, with its start beside it; a year said once holds for both."""
    if start.year is None and end.year is not None and start.period is not Period.YEAR:
        start = attrs.evolve(start, year=end.year if (start.month or 0) <= (end.month or 0) else end.year - 1)
    elif end.year is None and start.year is not None:
        later = (end.month or 0, end.day or 0) < (start.month or 0, start.day or 0)
        end = attrs.evolve(end, year=start.year + 1 if later else start.year)
    elif end.year is None and start.year_offset and not end.year_offset:
        end = attrs.evolve(end, year_offset=start.year_offset)
    for one in (start, end):
        if one.month is not None and not calendar.is_day(one.year, one.month, one.day or 1):
            return Dated(None, at, bad=span)
    return Dated(attrs.evolve(end, start=start), at)


def months_of(start: Deadline, end: Deadline) -> int | None:
    """How many months a span covers, both of its ends counted; None where it covers no whole months."""
    if start.month is None or end.month is None or start.day is not None or end.day is not None:
        return None
    if start.year is not None and end.year is not None:
        years = end.year - start.year
    else:
        years = 1 if end.month < start.month else 0
    months = years * _MONTHS_IN_A_YEAR + end.month - start.month + 1
    return months if months > 0 else None


def _repetition(match: re.Match[str]) -> Dated:
    end = match.end()
    if match["month"] is not None:
        month, part = _figure(match["month"]), _ENDS.get(match["end"] or "")
        day = _figure(match["day"]) if match["day"] else None
        found = _checked(None, month, day, (match.start("month"), end), end, part=part)
    elif match["yearend"] is not None:
        found = Dated(Deadline(period=Period.YEAR, part=_ENDS[match["yearend"]]), end)
    elif match["monthday"] is not None:
        day = _figure(match["monthday"])
        if not calendar.is_day(None, 1, day):
            return Dated(None, end, bad=(match.start("monthday"), end))
        found = Dated(Deadline(day=day, period=Period.DAY), end)
    elif match["ten"] is not None:
        found = Dated(Deadline(period=Period.TEN_DAY, ordinal=_TENS[match["ten"]]), end)
    elif match["monthend"] is not None:
        found = Dated(Deadline(period=Period.MONTH, part=_ENDS[match["monthend"]]), end)
    else:
        last = match["quarterend"] or match.group()[-1]
        found = Dated(Deadline(period=Period.QUARTER, part=_ENDS[last]), end)
    if found.deadline is None:
        return found
    return found._replace(deadline=attrs.evolve(found.deadline, recurring=True))
