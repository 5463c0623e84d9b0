"""Points and spans of the calendar in the tree (时限)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi import calendar, numerals
from budgetkpi.language.grammar import NotAStatementError
from budgetkpi.language.refusals import failed
from budgetkpi.language.tree import Source, say, tokens, unit_named
from budgetkpi.values import Amount, Comparator, Deadline, Part, Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lark import Tree
    from lark.lexer import Token

    from budgetkpi.messages import Note
    from budgetkpi.values import Value

__all__ = [
    "day_of_digits",
    "day_of_serial",
    "month_of_digits",
    "read_deadline",
    "span_of_months",
    "year_of_digits",
]

_COMPARATORS: Final = {
    "at_least": Comparator.GE,
    "more_than": Comparator.GT,
    "at_most": Comparator.LE,
    "less_than": Comparator.LT,
    "equal": Comparator.EQ,
    "NOT_AFTER": Comparator.LE,
    "BEFORE": Comparator.LE,
    "LE_AFTER": Comparator.LE,
    "GE_AFTER": Comparator.GE,
    "AFTER": Comparator.GE,
}
_FIGURES: Final = re.compile(r"[0-9]+")
_TEN_DAYS: Final = {"上": 1, "中": 2, "下": 3}
_PARTS: Final = {
    "END": Part.END,
    "START": Part.BEGINNING,
    "YEAR_END": Part.END,
    "YEAR_START": Part.BEGINNING,
    "YEAR_MIDDLE": Part.MIDDLE,
}
_MONTHS_IN_A_YEAR: Final = 12


def read_deadline(children: Sequence[Any], source: Source) -> Value:
    """Read a point of the calendar with its sign; the plain reading, others in `.alternatives`.

    Raises:
        ParseError: there is no such day.
    """
    comparator, when = None, None
    for child in children:
        kind = str(getattr(child, "data", "") or getattr(child, "type", ""))
        if kind in ("date", "span", "recurring"):
            when = child
        elif kind != "FROM":
            comparator = comparator or _COMPARATORS[kind]
    if when is None:
        raise AssertionError(children)
    read = {"date": _date, "span": _span, "recurring": _recurring}[str(when.data)]
    deadline = read(when, source)
    if comparator is None and any(t.type == "YEAR_WITHIN" for t in tokens(when)):
        comparator = Comparator.LE
    deadline = attrs.evolve(deadline, comparator=comparator)
    closing = str(getattr(children[-1], "type", ""))
    alternatives, notes = _others(deadline, when, closing)
    return attrs.evolve(deadline, alternatives=alternatives, notes=notes)


def _others(
    deadline: Deadline, when: Tree[Token], closing: str
) -> tuple[tuple[Value, ...], tuple[Note, ...]]:
    """The other readings of a deadline, and the notes that name them."""
    found = tokens(when)
    types = {token.type for token in found}
    if len(found) == 1 and types == {"MONTH"} and deadline.month is not None:
        if closing == "BEFORE":
            earlier = _month_before(deadline)
            return (earlier,), (say.note("month-before", alternatives=(str(earlier),), month=deadline.month),)
        if closing != "LE_AFTER":
            length = Amount(Decimal(deadline.month), unit_named("个月")[0], comparator=deadline.comparator)
            return (length,), (
                say.note("month-or-length", alternatives=(str(length),), month=deadline.month),
            )
    if (
        len(found) == 1
        and types == {"QUARTER"}
        and not str(found[0]).startswith("第")
        and deadline.ordinal is not None
    ):
        length = Amount(Decimal(deadline.ordinal), unit_named("季度")[0], comparator=deadline.comparator)
        return (length,), (
            say.note("quarter-or-length", alternatives=(str(length),), quarter=deadline.ordinal),
        )
    if "WHOLE_YEAR" in types:
        length = Amount(Decimal(1), "年", comparator=deadline.comparator)
        return (length,), (say.note("whole-year", alternatives=(str(length),)),)
    if deadline.start is not None:
        months = _months_between(deadline.start, deadline)
        if months is not None:
            length = Amount(Decimal(months), unit_named("个月")[0])
            return (length,), (say.note("span-or-length", alternatives=(str(length),)),)
        return (), (say.note("span-end"),)
    return (), ()


def _month_before(deadline: Deadline) -> Deadline:
    if deadline.month == 1:
        offset = deadline.year_offset - (deadline.year is None)
        year = None if deadline.year is None else deadline.year - 1
        return attrs.evolve(deadline, month=_MONTHS_IN_A_YEAR, year=year, year_offset=offset)
    return attrs.evolve(deadline, month=(deadline.month or 1) - 1)


def _months_between(start: Deadline, end: Deadline) -> int | None:
    """How many months a span covers, both of its ends counted."""
    if start.month is None or end.month is None or start.day is not None or end.day is not None:
        return None
    if start.year is not None and end.year is not None:
        years = end.year - start.year
    else:
        years = 1 if end.month < start.month else 0
    months = years * _MONTHS_IN_A_YEAR + end.month - start.month + 1
    return months if months > 0 else None


def _figure(token: Token | str) -> int:
    """The number that a calendar word holds (12月, 十二月, 二〇二一年)."""
    word = str(token).replace(" ", "")
    digits = _FIGURES.search(word)
    if digits is not None:
        return int(digits.group())
    stem = word.rstrip("年度月份日号季")
    if stem in ("元", "正"):
        return 1
    try:
        return int(numerals.read(stem.removeprefix("第")))
    except numerals.NumeralError:
        raise NotAStatementError(0) from None


def _year(node: Tree[Token]) -> tuple[int | None, int]:
    """The year as (calendar year, offset from the fiscal year)."""
    token = tokens(node)[0]
    if token.type == "NEXT_YEAR":
        return None, 1
    if token.type == "THIS_YEAR":
        return None, 0
    return _full_year(_figure(token)), 0


def _full_year(figure: int) -> int:
    return figure + 2000 if figure < 100 else figure  # noqa: PLR2004  (18年10月)


def _date(node: Tree[Token], source: Source) -> Deadline:
    year, offset = None, 0
    said: dict[str, Token] = {}
    for child in node.children:
        if getattr(child, "data", "") == "year":
            year, offset = _year(child)  # type: ignore[arg-type]
        else:
            said[child.type] = child  # type: ignore[union-attr,assignment]
    part = next((_PARTS[name] for name in said if name in _PARTS), None)
    whole = next((said[name] for name in ("FULL_DATE", "YEAR_MONTH") if name in said), None)
    if whole is not None:
        year, month, day = _figures(str(whole))
        return _checked(year, month, day, source, (whole, whole), part=part)
    if "MONTH_DAY" in said:
        token = said["MONTH_DAY"]
        month, day = (int(figure) for figure in str(token).split("."))
        return _checked(None, month, day, source, (token, token))
    if "MONTH" in said:
        month = _figure(said["MONTH"])
        last = said.get("DAY") or said.get("NUMBER") or said["MONTH"]
        day = None if last is said["MONTH"] else _day(last, source)
        ordinal = _TEN_DAYS[str(said["TEN_DAYS"])[0]] if "TEN_DAYS" in said else None
        return _checked(
            year, month, day, source, (said["MONTH"], last), part=part, ordinal=ordinal, offset=offset
        )
    if "QUARTER" in said:
        return Deadline(
            year=year, year_offset=offset, period=Period.QUARTER, ordinal=_figure(said["QUARTER"]), part=part
        )
    if "HALF_YEAR" in said:
        ordinal = 1 if str(said["HALF_YEAR"]).startswith("上") else 2
        return Deadline(year=year, year_offset=offset, period=Period.HALF, ordinal=ordinal, part=part)
    return Deadline(year=year, year_offset=offset, period=Period.YEAR, part=part)


def _figures(written: str) -> tuple[int, int, int | None]:
    """Year, month and day of a date in figures alone: 2021-12-31, 20211231, 2021.12月."""
    figures = _FIGURES.findall(written)
    if len(figures) == 1:
        digits = figures[0]
        figures = [digits[:4], digits[4:6], *([digits[6:]] if digits[6:] else [])]
    return int(figures[0]), int(figures[1]), int(figures[2]) if len(figures) > 2 else None  # noqa: PLR2004


def _day(token: Token, source: Source) -> int:
    """The day behind a month, 日 left out or not."""
    if token.type == "NUMBER" and not _FIGURES.fullmatch(str(token)):
        raise failed("no-such-date", source.text, source.place(token.start_pos or 0, token.end_pos or 0))
    return _figure(token)


def _checked(  # noqa: PLR0913  (a date has that many parts)
    year: int | None,
    month: int,
    day: int | None,
    source: Source,
    ends: tuple[Token, Token],
    *,
    part: Part | None = None,
    ordinal: int | None = None,
    offset: int = 0,
) -> Deadline:
    if not calendar.is_day(year, month, 1 if day is None else day):
        place = source.place(ends[0].start_pos or 0, ends[1].end_pos or 0)
        raise failed("no-such-date", source.text, place)
    period = Period.DAY if day is not None else Period.TEN_DAY if ordinal is not None else Period.MONTH
    return Deadline(
        year=year, month=month, day=day, period=period, ordinal=ordinal, part=part, year_offset=offset
    )


def _recurring(node: Tree[Token], source: Source) -> Deadline:
    said = {token.type: token for token in tokens(node)}
    part = next((_PARTS[name] for name in said if name in _PARTS), None)
    if "YEARS" in said or "YEAR_END" in said or "YEAR_START" in said:
        if "MONTH" not in said:
            return Deadline(period=Period.YEAR, part=part, recurring=True)
        month = _figure(said["MONTH"])
        day = _figure(said["DAY"]) if "DAY" in said else None
        last = said.get("DAY", said["MONTH"])
        return attrs.evolve(
            _checked(None, month, day, source, (said["MONTH"], last), part=part), recurring=True
        )
    if "QUARTERS" in said:
        return Deadline(period=Period.QUARTER, part=part, recurring=True)
    if "DAY" in said:
        day = _figure(said["DAY"])
        if not calendar.is_day(None, 1, day):
            place = source.place(said["DAY"].start_pos or 0, said["DAY"].end_pos or 0)
            raise failed("no-such-date", source.text, place)
        return Deadline(day=day, period=Period.DAY, recurring=True)
    if "TEN_DAYS" in said:
        ordinal = _TEN_DAYS[str(said["TEN_DAYS"])[0]]
        return Deadline(period=Period.TEN_DAY, ordinal=ordinal, recurring=True)
    if "MONTH_END" in said:
        part = Part.END
    return Deadline(period=Period.MONTH, part=part, recurring=True)


def _span(node: Tree[Token], source: Source) -> Deadline:
    """A span is held as its end, with its start beside it."""
    parts = [child for child in node.children if getattr(child, "type", "") not in ("FROM", "HYPHEN", "DASH")]
    year = _year(parts.pop(0))[0] if getattr(parts[0], "data", "") == "year" else None  # type: ignore[arg-type]
    first, last = parts
    start = _date(first, source) if getattr(first, "data", "") == "date" else None  # type: ignore[arg-type]
    if getattr(last, "data", "") == "date":
        end = _date(last, source)  # type: ignore[arg-type]
    elif last.type == "DAY" and start is not None:  # type: ignore[union-attr]
        end = _checked(start.year, start.month or 1, _figure(last), source, (last, last))  # type: ignore[arg-type]
    elif last.type == "YEAR":  # type: ignore[union-attr]
        end = Deadline(year=_full_year(_figure(last)), period=Period.YEAR)  # type: ignore[arg-type]
    else:
        end = _checked(year, _figure(last), None, source, (last, last))  # type: ignore[arg-type]
    if start is None:
        figure = tokens(first)[-1]
        value = _figure(figure)
        if end.period is Period.YEAR:
            if year_of_digits(str(_full_year(value))) is None:
                raise NotAStatementError(0)
            start = Deadline(year=_full_year(value), period=Period.YEAR)
        else:
            start = _checked(end.year, value, None, source, (figure, figure))
    if start.year is None and end.year is not None and start.period is not Period.YEAR:
        start = attrs.evolve(start, year=end.year if (start.month or 0) <= (end.month or 0) else end.year - 1)
    elif end.year is None and start.year is not None:
        later = (end.month or 0, end.day or 0) < (start.month or 0, start.day or 0)
        end = attrs.evolve(end, year=start.year + 1 if later else start.year)
    return attrs.evolve(end, start=start)


def span_of_months(low: str, high: str) -> Deadline | None:
    """Two numbers printed as YYYY.MM (2022.05-2023.02) as a span of months, else None."""
    first = re.fullmatch(r"((?:19|20)[0-9]{2})\.([0-9]{1,2})", low)
    last = re.fullmatch(r"(?:((?:19|20)[0-9]{2})\.)?([0-9]{1,2})", high)
    if first is None or last is None:
        return None
    if not all(1 <= int(match.group(2)) <= _MONTHS_IN_A_YEAR for match in (first, last)):
        return None
    start = Deadline(year=int(first.group(1)), month=int(first.group(2)))
    end = Deadline(year=int(last.group(1) or first.group(1)), month=int(last.group(2)))
    months = _months_between(start, end)
    if months is None:
        return None
    length = Amount(Decimal(months), unit_named("个月")[0])
    note = say.note("span-or-length", alternatives=(str(length),))
    return attrs.evolve(end, start=start, alternatives=(length,), notes=(note,))


def day_of_digits(digits: str) -> Deadline | None:
    """Eight digits that are a day (20211029), else None."""
    if not re.fullmatch(r"(?:19|20)[0-9]{6}", digits):
        return None
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    return (
        Deadline(year=year, month=month, day=day, period=Period.DAY)
        if calendar.is_day(year, month, day)
        else None
    )


def year_of_digits(digits: str) -> Deadline | None:
    """Four digits that may be a year (2021), else None."""
    if not re.fullmatch(r"(?:19|20)[0-9]{2}", digits):
        return None
    return Deadline(year=int(digits), period=Period.YEAR)


def month_of_digits(digits: str) -> Deadline | None:
    """A number printed as YYYY.MM (2022.05) as a month, else None."""
    match = re.fullmatch(r"((?:19|20)[0-9]{2})\.(0[1-9]|1[0-2])", digits)
    return None if match is None else Deadline(year=int(match.group(1)), month=int(match.group(2)))


def day_of_serial(number: int) -> Deadline | None:
    """A whole number that may be a spreadsheet's date serial (44561), else None."""
    if not calendar.looks_like_serial(number):
        return None
    day = calendar.serial_date(number)
    return Deadline(year=day.year, month=day.month, day=day.day, period=Period.DAY)
