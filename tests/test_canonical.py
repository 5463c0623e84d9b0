"""Canonical text, written from values that no cell was read for."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkpi import ParseError, from_record, parse, to_record
from budgetkpi.canonical import number_text
from budgetkpi.values import (
    Amount,
    Approximation,
    Change,
    Comparator,
    Deadline,
    Level,
    Missing,
    Part,
    Period,
    Range,
    Reference,
    Several,
    Text,
)
from tests.strategies import written

if TYPE_CHECKING:
    from budgetkpi.values import Value

D = Decimal
YEAR = Deadline(year=2021, period=Period.YEAR)
LAST_YEAR = Deadline(year_offset=-1, period=Period.YEAR)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (D("95"), "95"),
        (D("95.00"), "95"),
        (D("100"), "100"),
        (D("0.00"), "0"),
        (D("-0"), "0"),
        (D("1E+6"), "1000000"),
        (D("1E-7"), "0.0000001"),
        (D("-3.50"), "-3.5"),
        (Fraction(27, 28), "27/28"),
        (Fraction(-1, 3), "-1/3"),
    ],
)
def test_numbers(number: Decimal | Fraction, text: str) -> None:
    assert text == number_text(number)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20))
def test_a_number_is_written_exactly(number: Decimal) -> None:
    text = number_text(number)
    assert number == D(text)
    assert "E" not in text
    assert not text.endswith(".")


CASES: list[tuple[str, Value]] = [
    ("≤100元/本", Amount(D("100.00"), "元/本", comparator=Comparator.LE)),
    ("28/30", Amount(Fraction(14, 15), parts=(D(28), D(30)))),
    ("约100人", Amount(D(100), "人", approximation=Approximation.ABOUT)),
    ("近100人", Amount(D(100), "人", approximation=Approximation.JUST_UNDER)),
    ("100余人", Amount(D(100), "人", approximation=Approximation.JUST_OVER)),
    ("同比下降3%", Amount(D(3), "%", change=Change.FALL, base="同比")),
    ("较上年增长≥5%", Amount(D(5), "%", change=Change.RISE, base="上年", comparator=Comparator.GE)),
    ("节约30000元", Amount(D(30000), "元", change=Change.SAVED)),
    ("超支5%", Amount(D(5), "%", change=Change.OVERSPENT)),
    ("80~90%", Range(D(80), D(90), unit="%")),
    ("-2~2%", Range(D(-2), D(2), unit="%")),
    ("≤6月", Deadline(comparator=Comparator.LE, month=6)),
    ("2021年12月31日", Deadline(year=2021, month=12, day=31, period=Period.DAY)),
    ("次年3月底", Deadline(month=3, part=Part.END, year_offset=1)),
    ("7月中旬", Deadline(month=7, period=Period.TEN_DAY, ordinal=2)),
    ("第四季度", Deadline(period=Period.QUARTER, ordinal=4)),
    ("2021年上半年", Deadline(year=2021, period=Period.HALF, ordinal=1)),
    ("≤年底", Deadline(comparator=Comparator.LE, period=Period.YEAR, part=Part.END)),
    ("2021年", Deadline(year=2021, period=Period.YEAR)),
    ("≤2021年底", Deadline(comparator=Comparator.LE, year=2021, period=Period.YEAR, part=Part.END)),
    ("≤每月15日", Deadline(comparator=Comparator.LE, day=15, period=Period.DAY, recurring=True)),
    ("每季度底", Deadline(period=Period.QUARTER, part=Part.END, recurring=True)),
    ("2021年3月至2021年10月", Deadline(year=2021, month=10, start=Deadline(year=2021, month=3))),
    ("不超过年初预算", Reference("年初预算", Comparator.LE)),
    (
        "≥2次；≥100人",
        Several(tuple(Amount(D(n), u, comparator=Comparator.GE) for n, u in ((2, "次"), (100, "人")))),
    ),
    ("计划30人", Amount(D(30), "人", planned=True)),
    ("计划≥95%", Amount(D(95), "%", comparator=Comparator.GE, planned=True)),
    ("2021年≥95%", Amount(D(95), "%", comparator=Comparator.GE, when=YEAR)),
    ("2021年计划30人", Amount(D(30), "人", planned=True, when=YEAR)),
    ("上年10场", Amount(D(10), "场", when=LAST_YEAR)),
    ("计划80~90%", Range(D(80), D(90), unit="%", planned=True)),
    ("2021年80~90%", Range(D(80), D(90), unit="%", when=YEAR)),
    ("计划≤6月底", Deadline(comparator=Comparator.LE, month=6, part=Part.END, planned=True)),
    (
        "2021年95%；2022年98%",
        Several((Amount(D(95), "%", when=YEAR), Amount(D(98), "%", when=attrs.evolve(YEAR, year=2022)))),
    ),
    ("完成外墙改造", Text("完成外墙改造")),
    ("", Missing()),
]


@pytest.mark.parametrize(("text", "value"), CASES, ids=[text for text, _ in CASES])
def test_canonical_text_reads_back(text: str, value: Value) -> None:
    assert text == str(value)
    assert value == parse(text)


@pytest.mark.parametrize("text", ["健全", "未达标", "部分达成预期指标并具有一定效果", "显著提升"])
def test_a_level_is_its_word(text: str) -> None:
    level = parse(text)
    assert isinstance(level, Level)
    assert text == str(level)
    assert level == parse(str(level))


@pytest.mark.parametrize("unit", ["", "%", "个", "元/人·天"])
@pytest.mark.parametrize("inclusive", [(True, False), (False, True), (False, False)])
@pytest.mark.parametrize("ends", [(D(80), D(90)), (D(80), D(100)), (D("-0.5"), D(1200)), (D(1), D(234))])
def test_half_open_ranges_read_back(
    ends: tuple[Decimal, Decimal], inclusive: tuple[bool, bool], unit: str
) -> None:
    low_inclusive, high_inclusive = inclusive
    value = Range(*ends, unit=unit, low_inclusive=low_inclusive, high_inclusive=high_inclusive)
    assert value == parse(str(value))


@given(written)
def test_the_canonical_text_of_a_value_reads_as_the_value(value: Value) -> None:
    assert value == parse(str(value)), str(value)


ODD = (
    "达×定标准",
    "根据《《法》》",
    "根据《甲》和《乙》",
    "依据《甲（《乙》）》",
    "[0,0)次次",
    "90>X≥0平",
    "（年）2千-3千",
    "（年）1.5-2000左右",
    "（年）0-1999",
    "（年）[2000, 3000)",
    "（年）(200，2003]",
    "9" * 99 + "周3天",
    "24196拾",
    "8.2拾分",
    "50 m 2",
    "两到陆佰天",
)


@pytest.mark.parametrize("cell", ODD)
def test_what_nobody_types_is_read_back_too(cell: str) -> None:
    value = parse(cell)
    assert value == parse(str(value))
    assert value == from_record(to_record(value))


UNMISTAKABLE: list[tuple[str, str, str]] = [
    # 成 is ten of a hundred, whatever number stands before it or apart from it
    ("≥百成", "amount", "≥1000%"),
    ("半\t成16", "several", "5%；16"),
    ("（成）8", "amount", "80%"),
    ("（成）3~5", "range", "30~50%"),
    ("廿十成/170亩", "amount", "2000%/170亩"),
    # a fraction: with a scale word, with a unit, with a number below the line
    ("万元1十/1000", "text", "万元1十/1000"),
    ("（万元）28/30", "text", "（万元）28/30"),
    ("（人）28/30", "text", "（人）28/30"),
    ("（%）28/30", "amount", "28/30"),
    ("半万/19台", "text", "半万/19台"),
    ("3万/10万人", "amount", "30000/十万人"),
    ("10/10万亿个月", "text", "10/10万亿个月"),
    ("七分之一千九百", "amount", "7分之1900"),
    ("-7分之2000", "amount", "-7分之2000"),
    ("2021/1/", "text", "2021/1/"),
    ("较上年提高-21分之一", "amount", "较上年下降1/21"),
    ("提高-7分之1900", "amount", "下降7分之1900"),
    # a word that nobody listed as a unit
    ("00事故", "text", "00事故"),
    ("0.0投诉", "text", "0.0投诉"),
    ("年 底8算", "text", "年 底8算"),
    ("上下不超过2021.12", "text", "上下不超过2021.12"),
    ("1提前3天", "text", "1提前3天"),
    ("2095.2--2,097.2", "text", "2095.2--2,097.2"),
    ("2021年6轮次", "amount", "2021年6轮次"),
    ("2021年8算", "amount", "2021年8算"),
    ("年内8算", "text", "年内8算"),
    ("截至2021年8算", "text", "截至2021年8算"),
    ("不高于656<=3轮次", "several", "≤656；≤3轮次"),
    # 百分之 that has its number behind it is no unit
    ("[5422年/百分之九人次)", "text", "[5422年/百分之九人次)"),
    ("5元/百分之九", "several", "5元；9%"),
    ("5元/百分之", "amount", "5元/%"),
    ("节约5里/百分比", "amount", "节约5里/%"),
    ("5~6元/%左右", "range", "5~6元/%左右"),
    ("95/%", "text", "95/%"),
    ("95/百分之", "text", "95/百分之"),
    # a base that makes another word with the change behind it, a year gone by that is no date
    ("较上年年递递增5%", "amount", "上年增长5%"),
    ("较上年递增5%", "amount", "较上年增长5%"),
    ("好好于去年", "text", "好好于去年"),
    ("不得超过提前53百天", "text", "不得超过提前53百天"),
    # how early, in any writing: a word and a length; how late is a grade
    ("提前\n1个月", "text", "提前\n1个月"),
    ("提前五百天", "text", "提前五百天"),
    ("提前半年", "text", "提前半年"),
    ("提前多天", "text", "提前多天"),
    ("提前三天完成", "level", "提前三天完成"),
    ("逾期约二十个工作日", "level", "逾期约二十个工作日"),
    ("逾期3次", "text", "逾期3次"),
    # a sign in front of a grade, and grades that contradict each other
    ("不满满意", "text", "不满满意"),
    ("不满优秀", "text", "不满优秀"),
    ("不满", "level", "不满"),
    ("提高降低", "text", "提高降低"),
    ("优秀、良好", "text", "优秀、良好"),
    ("良好/优秀", "text", "良好/优秀"),
    # a base that would make another word behind 较
    ("比高于上年减少3起", "text", "比高于上年减少3起"),
    # a length of time that a sign in words leaves open, in whatever rule
    ("近74614日（含）", "text", "近74614日（含）"),
    ("近5个工作日（不含）", "text", "近5个工作日（不含）"),
    ("按时提前完成", "level", "按时提前完成"),
    # a bound whose words may be read on, or that begins with no word
    ("控制在批复范围内内", "text", "控制在批复范围内内"),
    ("不突破预算 《朝花夕拾》是鲁迅的作品", "text", "不突破预算 《朝花夕拾》是鲁迅的作品"),
    ("绝不超过--不得低于计划", "text", "绝不超过--不得低于计划"),
    ("控制在批复范围内", "reference", "不超过批复"),
    # a word behind a second number that is signed is no unit
    ("提高到-86提高到-86提", "text", "提高到-86提高到-86提"),
    ("[-5,-3轮次]", "range", "-5~-3轮次"),
    # a number and a word that are a date when they are written plainly; years and months that are none
    (".00月次", "amount", "0个月"),
    ("6月/达标当年", "several", "6月；全年"),
    ("1999.0年", "text", "1999.0年"),
    ("（年/人）1900", "text", "（年/人）1900"),
    ("（学年）0~1900", "range", "（学年）0~1900"),
    ("±205.61十月", "range", "-2056.1~2056.1个月"),
    ("±2056.1年", "range", "-2056.1年~2056.1年"),
    ("2021.1-2022.3个月", "range", "2021.1~2022.3个月"),
    ("2021.1-2022.3月", "deadline", "2021年1月至2022年3月"),
    ("（交易日）2000.1", "amount", "2000.1交易日"),
    ("2021.10通过验收", "deadline", "2021年10月"),
    # a name that is a unit where a limit or a fraction line stands behind it
    ("约1~2平台", "range", "1~2平台左右"),
    ("约5~6G", "range", "5~6G左右"),
    ("每月5G", "amount", "5G/月"),
    # a share below a line is a value of its own
    ("每%5元", "amount", "5元/%"),
    ("3千米（(十十份/1680％", "several", "3千米；100份；1680%"),
    ("4个季度/季度", "amount", "4个季度/季度"),
    ("（季度/人）4", "amount", "4个季度/人"),
    ("每2个百分点5元", "amount", "5元/2百分点"),
    ("每2%奖励5元", "several", "2%；5元"),
    ("每月5平台", "amount", "5平台/月"),
    ("5G/4G网络", "text", "5G/4G网络"),
    ("6×4", "text", "6×4"),
    ("=0.00健全", "level", "健全"),
    ("好于去年", "reference", "高于去年"),
    ("达到或者高于等于或者低于部级限额", "text", "达到或者高于等于或者低于部级限额"),
    ("高于或者等于部级限额", "reference", "不低于部级限额"),
]


@pytest.mark.parametrize(("cell", "kind", "text"), UNMISTAKABLE, ids=[cell for cell, _, _ in UNMISTAKABLE])
def test_a_cell_is_read_as_what_its_canonical_text_says_or_not_at_all(
    cell: str, kind: str, text: str
) -> None:
    value = parse(cell)
    assert (kind, text) == (value.kind.value, str(value))
    assert value == parse(text)


@pytest.mark.parametrize("cell", ["提前1\u30000天", "提前1 0天", "逾期1 0天", "提前1.2.3天"])
def test_a_blank_between_digits_parts_two_numbers_in_words_too(cell: str) -> None:
    with pytest.raises(ParseError):
        parse(cell)


@pytest.mark.parametrize("cell", ["每2%5元", "每2%00元", "每10%5元"])
def test_no_unit_is_a_number_of_per_cent(cell: str) -> None:
    with pytest.raises(ParseError) as raised:
        parse(cell)
    assert raised.value.code == "trailing-digits"


@given(st.integers(1, 3000), st.integers(1, 40), st.sampled_from(("", "-", "提高", "提高-", "较上年下降-")))
def test_a_fraction_in_words_is_read_back(above: int, below: int, front: str) -> None:
    value = parse(f"{front}{below}分之{above}")
    assert value == parse(str(value)), str(value)


@pytest.mark.parametrize("cell", ["9" * 97 + "亿元", "9" * 100 + "周3天", "9" * 100 + "周"])
def test_a_number_that_grows_over_a_hundred_digits_is_an_error_or_read_back(cell: str) -> None:
    try:
        value = parse(cell)
    except ParseError as error:
        said = error.code
    else:
        said = "too-long" if parse(str(value)) == value else "another"
    assert said == "too-long"
