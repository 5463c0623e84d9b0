"""Dates of made cells (时限)."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING

from tests.meanings.numbers import chinese
from tests.meanings.said import Day
from tests.meanings.statements import Statement

if TYPE_CHECKING:
    from random import Random

__all__ = ["date"]

_ZEROS = "〇○零◯"


def _year(year: int | None, zero: str) -> str:
    if year is None:
        return ""
    if zero:
        return (
            "".join(zero if digit == "0" else "零一二三四五六七八九"[int(digit)] for digit in str(year))
            + "年"
        )
    return f"{year}年"


def _point(rng: Random, year: int | None, zero: str) -> tuple[str, Day, str]:
    """A day, month, quarter, half or year: text, what it says, name of the form."""
    head = _year(year, zero)
    month = rng.randint(1, 12)
    day = rng.randint(1, calendar.monthrange(year or 2022, month)[1])
    pick = rng.random()
    its_month = chinese(month) if zero or pick > 0.9 else str(month)
    if pick < 0.3:
        its_day = chinese(day) if zero else str(day)
        return f"{head}{its_month}月{its_day}{rng.choice('日日号')}", Day("day", year, month, day), "日"
    if pick < 0.5:
        return f"{head}{its_month}{rng.choice(('月', '月份'))}", Day("month", year, month), "月"
    if pick < 0.7:
        return f"{head}{its_month}月{rng.choice('底末')}", Day("month", year, month, part="end"), "月底"
    if pick < 0.8:
        number = rng.randint(1, 4)
        text = rng.choice((f"第{chinese(number)}季度", f"{chinese(number)}季度", f"第{number}季度"))
        return head + text, Day("quarter", year, ordinal=number), "季度"
    if pick < 0.85:
        half = rng.randint(1, 2)
        return f"{head}{'上下'[half - 1]}半年", Day("half", year, ordinal=half), "半年"
    if year and pick < 0.92:
        return f"{head}{rng.choice('底末')}", Day("year", year, part="end"), "年底"
    if year and not zero:
        dash = rng.choice("-./")
        two = rng.random() < 0.5
        numbers = (f"{month:02}", f"{day:02}") if two else (str(month), str(day))
        return dash.join((str(year), *numbers)), Day("day", year, month, day), "数字日期" + dash
    part = rng.choice(("上旬", "中旬", "下旬"))
    ordinal = ("上旬", "中旬", "下旬").index(part) + 1
    return f"{head}{its_month}月{part}", Day("ten_day", year, month, ordinal=ordinal), "旬"


def _span(rng: Random, year: int | None, zero: str) -> Statement:
    head = _year(year, zero)
    start, end = sorted(rng.sample(range(1, 13), 2))
    dash = rng.choice("-至~到")
    if rng.random() < 0.5:
        low, high = (chinese(start), chinese(end)) if zero else (str(start), str(end))
        text = rng.choice(
            (
                f"{head}{low}月{dash}{high}月",
                f"{head}{low}{dash}{high}月",
                f"{head}{low}月{dash}{head}{high}月",
            )
        )
        said = Day("month", year, end, start=Day("month", year, start))
        return Statement(text, (said,), "月份跨度", zero or "阿拉伯", plain=False)
    first, last = rng.randint(1, 28), rng.randint(1, 28)
    text = rng.choice(
        (
            f"{head}{start}月{first}日{dash}{end}月{last}日",
            f"{head}{start}月{first}日{dash}{head}{end}月{last}日",
        )
    )
    said = Day("day", year, end, last, start=Day("day", year, start, first))
    return Statement(text, (said,), "日期跨度", zero or "阿拉伯", plain=False)


_RELATIVE = {
    "今年": 0,
    "本年": 0,
    "当年": 0,
    "次年": 1,
    "明年": 1,
    "翌年": 1,
    "去年": -1,
    "上年": -1,
    "前年": -2,
    "后年": 2,
}


def date(rng: Random) -> Statement:
    """Any date, with or without a limit."""
    year = rng.choice((None, None, rng.randint(2015, 2030), rng.randint(2015, 2030)))
    zero = rng.choice(_ZEROS) if rng.random() < 0.3 else ""
    if rng.random() < 0.1:
        return _span(rng, year, zero)
    text, said, form = _point(rng, year, zero)
    plain = form != "旬" and "◯" not in text
    if year is None and said.period == "month" and rng.random() < 0.15:
        word = rng.choice(tuple(_RELATIVE))
        text, said, form = word + text, said._replace(offset=_RELATIVE[word]), form + "相对年"
        plain = False
    pick = rng.random()
    if pick < 0.45:
        text, sign, said = text + rng.choice(("前", "之前", "以前", "前完成")), "前", said._replace(sign="<=")
    elif pick < 0.6:
        text, sign, said = rng.choice(("≤", "<=", "≦")) + text, "≤", said._replace(sign="<=")
    elif pick < 0.68:
        text, sign, said = (
            rng.choice(("不晚于", "不迟于", "最迟", "不得晚于")) + text,
            "不晚于",
            said._replace(sign="<="),
        )
    elif pick < 0.72 and said.period in {"month", "quarter", "half"} and not said.part:
        text, sign, said = text + "内", "内", said._replace(sign="<=")
    elif pick < 0.76 and said.period == "day":
        text, sign = text + rng.choice(("起", "止")), "起止"
        said = said._replace(sign=">=" if text.endswith("起") else "<=")
    else:
        sign = ""
    if not sign and form.startswith("月") and not said.part and year is None and not said.offset:
        plain = False  # 12月 may be a length of time
    return Statement(text, (said,), "日期" + form, "○" if zero else "阿拉伯", sign, plain)
