"""Several units' actuals as one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from budgetkpi import Amount, Indicator, Kind, UnitError, parse, roll_up


@pytest.mark.parametrize(
    ("actuals", "wanted"),
    [
        ([("3台", None), ("4台", None)], "7台"),
        ([("3万元", 1), ("5000元", 2)], "35000元"),
        ([("1公顷", None), ("15亩", None)], "2公顷"),
        ([("90%", 300), ("80%", 100)], "87.5%"),
        ([("600元/人", 2), ("500元/人", 2)], "550元/人"),
        ([(3, None), ("4", None)], "7"),
        ([("3台", None), ("4", None)], "7台"),
        ([(Amount(Decimal(3), "台"), None), (Fraction(1, 2), None)], "3.5台"),
    ],
)
def test_several_actuals_are_rolled_up(actuals: list[tuple[object, int | None]], wanted: str) -> None:
    assert str(roll_up(actuals)) == wanted  # type: ignore[arg-type]


def test_a_roll_up_that_cannot_be() -> None:
    assert roll_up([("3台", None), ("/", None)]).kind is Kind.MISSING
    assert roll_up([]).kind is Kind.MISSING
    assert str(roll_up([("1", 1), ("2", 3)], relative=True)) == "1.75"
    for bad in (
        [("90%", None)],
        [("90%", 0)],
        [("3台", None), ("3%", None)],
        [("良好", None), ("3台", None)],
        [("≥3台", None)],
        [("90%", -1), ("80%", 3)],
    ):
        with pytest.raises(UnitError):
            roll_up(bad)
    assert str(roll_up([(0.5, 1), (0.25, None)])) == "0.75"


@pytest.mark.parametrize(
    ("actuals", "wanted", "notes"),
    [
        ([("90%", 3), ("80%", 4)], "59/70", ["rolled-up-mean", "rolled-up-fraction"]),
        ([("100元/人", 1), ("200元/人", 2)], "166.666667元/人", ["rolled-up-mean", "rolled-up-rounded"]),
        ([("3台", None), ("4", None)], "7台", ["rolled-up-sum", "rolled-up-unit-taken"]),
        ([("3台", None), ("4套", None)], "7台", ["rolled-up-sum", "rolled-up-alike"]),
        ([("90%", 1), ("85", 1)], "87.5%", ["rolled-up-mean", "rolled-up-unit-taken"]),
        ([("2021年6月底", None), ("2021年9月30日", None)], "2021年9月30日", ["rolled-up-latest"]),
        ([("达成预期指标", None), ("部分达成预期指标", None)], "部分达成预期指标", ["rolled-up-lowest"]),
    ],
)
def test_what_is_told_of_a_roll_up(
    actuals: list[tuple[object, int | None]], wanted: str, notes: list[str]
) -> None:
    got = roll_up(actuals)  # type: ignore[arg-type]
    assert str(got) == wanted
    assert [note.code for note in got.notes if note.code.startswith("rolled-up")] == notes
    assert parse(wanted) == got


@pytest.mark.parametrize(
    "actuals",
    [
        [("90%", 1), ("0.8", 1)],
        [("90%", 1), (1, 1)],
        [("3万元", None), ("4", None)],
        [("第2名", None), ("第3名", None)],
        [("60分贝", 1), ("50分贝", 1)],
        [("36℃", 1), ("37℃", 1)],
        [("达成预期指标", None), ("健全", None)],
        [("6月底", None), ("9月底", None)],
        [("3台", None), ("6月底", None)],
    ],
)
def test_what_does_not_add_up_is_refused(actuals: list[tuple[object, int | None]]) -> None:
    with pytest.raises(UnitError):
        roll_up(actuals)  # type: ignore[arg-type]


def test_a_roll_up_for_a_row() -> None:
    row = Indicator("采购数量", "≥10套", level2="数量指标")
    assert str(roll_up([("3台", None), ("4", None)], indicator=row)) == "7套"
    late = Indicator("完成时间", "9月底前", level2="时效指标", fiscal_year=2021)
    assert str(roll_up([("6月底", None), ("10月8日", None)], indicator=late)) == "10月8日"
    assert roll_up([("4", None)], indicator=Indicator("名称", "健全")) == parse("4")
