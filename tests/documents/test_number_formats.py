"""Numbers and days of a spreadsheet: what a person sees in the cell."""

from __future__ import annotations

import contextlib
import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkpi.tables import number_formats
from budgetkpi.tables.format_codes import UnshownError

# As Excel shows them; most rows were held against an independent implementation of its formats.
SHOWN = """
General | 0 | 0
General | 162.35 | 162.35
General | 94.23999999999999 | 94.24
General | -1234.5 | -1234.5
General | 0.1 | 0.1
General | 0.333333333333333 | 0.333333333
General | 1234567.891 | 1234567.891
General | 3333333333.3333 | 3333333333
General | 12345678901 | 12345678901
General | 123456789012 | 1.23457E+11
General | 0.00012345 | 0.00012345
General | 0.0000001 | 0.0000001
General | 0.000000123456 | 1.23456E-07
General | 100000000000000000000 | 1E+20
General"元" | 1268.5 | 1268.5元
G/通用格式"分" | 9.5 | 9.5分
0% | 0.95 | 95%
0.0% | 0.964 | 96.4%
0.00% | 0.986 | 98.60%
0% | 0.125 | 13%
0.00 | 0.125 | 0.13
0.00 | 2.005 | 2.01
0.00 | -0.001 | 0.00
#,##0 | 3412 | 3,412
#,##0.00 | 1268.5 | 1,268.50
#,##0.00 | -1268.5 | -1,268.50
#,##0.00;(#,##0.00) | -1268.5 | (1,268.50)
_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_  | 0 | -
_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_  | 1234.5 | 1,234.50
0"个" | 7 | 7个
"≥"0% | 0.95 | ≥95%
"≥"0"场" | 120 | ≥120场
≥0% | 0.9 | ≥90%
0.00"元/吨" | 134.09 | 134.09元/吨
[$¥-804]#,##0.00 | 5 | ¥5.00
[Red]0.0;[Blue]-0.0 | -2.25 | -2.3
0.0,"千元" | 12345 | 12.3千元
0!.0,"万" | 12345 | 1.2万
0.00,, | 1234567 | 1.23
000 | 7 | 007
000-0000 | 5551234 | 555-1234
#.## | 5 | 5.
.00 | 12.5 | 12.50
0.00E+00 | 12345.678 | 1.23E+04
##0.0E+0 | 12345.678 | 12.3E+3
0.0E-0 | 0.00123 | 1.2E-3
0.0E+0 | 9.99 | 1.0E+1
# ?/? | 0.75 | 3/4
# ?/? | 2.5 | 2 1/2
# ?/8 | 1.5 | 1 4/8
?/? | 1.5 | 3/2
# ??/?? | 3 | 3
[>=100]"多";[<0]"负";"少" | 150 | 多
[>=100]"多";[<0]"负";"少" | -5 | 负
[>=100]"多";[<0]"负";"少" | 5 | 少
[<60]"差 "0;0 | 55 | 差 55
0;-0;;@ | 0 |
;;; | 5 |
0;-0;"无" | 0 | 无
@ | 0.95 | 0.95
"达标" | 1 | 达标
yyyy/m/d | 44757 | 2022/7/15
yyyy"年"m"月"d"日" | 44895 | 2022年11月30日
yyyy年m月d日 | 44895 | 2022年11月30日
yyyy"年"m"月" | 44895 | 2022年11月
m"月"d"日";@ | 44895 | 11月30日
yyyy-mm-dd | 44895 | 2022-11-30
yy.m.d | 44895 | 22.11.30
d-mmm-yy | 44895 | 30-Nov-22
dddd, mmmm dd, yyyy | 44895 | Wednesday, November 30, 2022
[$-804]dddd | 44895 | 星期三
aaaa | 44895 | 星期三
aaa | 44899 | 日
[$-804]mmmm | 44895 | 十一月
[DBNum1][$-804]yyyy"年"m"月"d"日";@ | 44895 | 二〇二二年十一月三十日
[DBNum1][$-804]m"月"d"日";@ | 44581 | 一月二十日
yyyy/m/d h:mm | 44895.75 | 2022/11/30 18:00
h:mm AM/PM | 0.75 | 6:00 PM
上午/下午h"时"mm"分" | 0.25 | 上午6时00分
[h]:mm | 1.5 | 36:00
[mm]:ss | 0.5 | 720:00
mm:ss.0 | 0.0001 | 00:08.6
yyyy/m/d | 44561.99999999 | 2021/12/31
yyyy/m/d | 59 | 1900/2/28
yyyy/m/d | 60 | 1900/2/29
yyyy/m/d | 61 | 1900/3/1
"""


@pytest.mark.parametrize("line", SHOWN.strip().splitlines())
def test_a_number_is_shown_as_its_format_says(line: str) -> None:
    code, number, text = (part.strip() if i else part[:-1] for i, part in enumerate(line.split("|")))
    assert text == number_formats.shown(Decimal(number), code).strip()


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("yyyy/m/d", "-1"),
        ("yyyy/m/d", "3000000"),
        ("bbbb", "44895"),
        ("[DBNum2]yyyy", "44895"),
        ("[DBNum1]0", "12"),
        ("[DBNum1]General", "12"),
        ("[=>5]0;0", "1"),
        ("[>5]0", "1"),
        ("0/0/0", "1"),
        ("0 0" * 100, "1"),
    ],
)
def test_what_is_not_known_is_said(code: str, number: str) -> None:
    with pytest.raises(UnshownError):
        number_formats.shown(Decimal(number), code)


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    assert "2022/7/15" == number_formats.shown(Decimal(43295), "yyyy/m/d", since_1904=True)


@pytest.mark.parametrize(
    ("code", "number", "stored"),
    [
        ("0%", "0.95", Decimal("0.95")),
        ("yyyy/m/d", "44757", datetime.date(2022, 7, 15)),
        ("yyyy/m/d", "44757.5", datetime.datetime(2022, 7, 15, 12)),  # noqa: DTZ001
        ("h:mm", "0.5", datetime.time(12)),
        ("[h]:mm", "1.5", Decimal("1.5")),
        ("yyyy/m/d", "60", Decimal(60)),
        ("yyyy/m/d", "-5", Decimal(-5)),
    ],
)
def test_what_is_stored_is_kept(code: str, number: str, stored: object) -> None:
    assert stored == number_formats.stored(Decimal(number), code)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("General", "甲"),
        ("@", "甲"),
        ('@"元"', "甲元"),
        ("0;0;0;", ""),
        ('0;0;0;"注："@', "注：甲"),
        ("[>x]0", "甲"),
    ],
)
def test_text_is_shown_as_its_format_says(code: str, text: str) -> None:
    assert text == number_formats.shown_text("甲", code)


def test_formats_by_number_are_those_of_a_chinese_spreadsheet() -> None:
    assert ["General", "0%", "yyyy/m/d", 'm"月"d"日"', None] == [
        number_formats.builtin(number) for number in (0, 9, 14, 28, 163)
    ]
    for number in range(60):
        code = number_formats.builtin(number)
        if code is not None:
            number_formats.shown(Decimal("44895.5"), code)


@given(
    st.text(st.sampled_from('0#?.,%/E+-;"@_*\\![]<>=5 ymdhsaeGgb:元一'), max_size=20),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20),
)
def test_any_format_shows_a_number_or_says_that_it_cannot(code: str, number: Decimal) -> None:
    with contextlib.suppress(UnshownError):
        assert isinstance(number_formats.shown(number, code), str)
    number_formats.stored(number, code)
    assert isinstance(number_formats.shown_text("甲", code), str)
