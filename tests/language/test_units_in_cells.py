"""Every written unit of the table is read behind a number, wherever the two stand."""

from __future__ import annotations

import re

import pytest

from budgetkpi import parse, units
from budgetkpi.errors import ParseError
from budgetkpi.language.lexicon import lexicon
from budgetkpi.values import Amount, Range, Several, Value

NOT_BEHIND_A_NUMBER = re.compile(r".*分[之比点]|百分号|月|半年|个半年|成")
"""Shares that stand in front of their number, and words that say a time or share of their own behind one."""

NAMES = {*lexicon().around["naming"]["behind"], "G", "点", "季度"}
"""Units that make another thing of a number where more words stand behind them: 12345平台, 5G, 5点, 5季度."""


@pytest.mark.parametrize("spelling", sorted(units.spellings()))
def test_every_spelling_is_read_behind_a_number(spelling: str) -> None:
    if NOT_BEHIND_A_NUMBER.fullmatch(spelling):
        return
    for number in ("5", "12.5", "3万", "≥1,200"):
        value = parse(f"{number}{spelling}")
        assert isinstance(value, Amount)
        assert units.canonical(spelling) == value.unit
        assert value == parse(str(value))


def measured(cell: str) -> list[str]:
    """The units of the numbers that a cell says."""
    try:
        value = parse(cell)
    except ParseError:
        return []
    values: tuple[Value, ...] = value.values if isinstance(value, Several) else (value,)
    return [one.unit for one in values if isinstance(one, Amount | Range)]


PLACES = (
    *(
        "5{}以上",
        "5{}及以上",
        "5{}以内",
        "5{}左右",
        "约5{}",
        "不超过5{}",
        "五{}",
        "5 {}",
        "增长5{}",
        "完成5{}",
    ),
    *("3-5{}", "5{}至8{}", "[3{},5{}]", "5{}±1{}", "不低于5{}，不超过8{}"),
)


@pytest.mark.parametrize("place", PLACES)
def test_a_unit_is_the_same_in_every_place(place: str) -> None:
    known = [
        unit for unit in units.spellings() if not NOT_BEHIND_A_NUMBER.fullmatch(unit) and unit not in NAMES
    ]
    wrong = [unit for unit in known if measured(place.format(*[unit] * 2)) != [units.canonical(unit)]]
    assert [] == wrong


@pytest.mark.parametrize("place", ["5{}；3次", "3次；5{}", "3次、5{}"])
def test_a_unit_is_the_same_beside_another_value(place: str) -> None:
    """Neither of the two numbers is ever left aside."""
    known = [
        unit for unit in units.spellings() if not NOT_BEHIND_A_NUMBER.fullmatch(unit) and unit not in NAMES
    ]
    wrong = [
        unit
        for unit in known
        if sorted(measured(place.format(unit))) != sorted([units.canonical(unit) or "", "次"])
    ]
    assert [] == wrong


@pytest.mark.parametrize("below", ["/年", "/人", "/场"])
def test_every_classifier_is_read_above_a_line(below: str) -> None:
    counted = [
        unit
        for unit in units.spellings()
        if units.dimension(unit) in ("count", "occurrence") and unit not in NAMES
    ]
    assert len(counted) > 100
    assert [] == [unit for unit in counted if not measured(f"5{unit}{below}")]


DATED = (
    *("{u}，2000.1", "（{u}）2000.1", "（{u}）0~1900", "1999.0{u}", "约0~5{u}", "约0~2000.1{u}", "每月5{u}"),
    *("±2000.1{u}", "[2000.1{u}，2001.2{u})", "2000.1{u}次", "提前1900{u}", "每人2000.12{u}"),
)


@pytest.mark.parametrize("place", DATED)
def test_numbers_that_look_like_dates_are_read_back_in_every_unit(place: str) -> None:
    wrong = []
    for unit in sorted({units.canonical(spelling) or spelling for spelling in units.spellings()}):
        try:
            value = parse(place.format(u=unit))
        except ParseError:
            continue
        if value != parse(str(value)):
            wrong.append((value.text, str(value)))
    assert [] == wrong
