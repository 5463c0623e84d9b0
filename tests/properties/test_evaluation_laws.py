"""Laws of evaluation: they hold for every number, unit and cell, not for chosen ones."""

from __future__ import annotations

import pickle
from decimal import Decimal
from fractions import Fraction

import attrs
import hypothesis.strategies as st
from hypothesis import assume, given

from budgetkpi import Outcome, evaluate

NUMBERS = st.decimals(min_value=0, max_value=10**6, places=2, allow_nan=False)
POSITIVE = st.decimals(min_value="0.01", max_value=10**6, places=2)
UNITS = st.sampled_from(["%", "件", "元", "公里", "个月", "人次", "元/人·天", "", "轮次"])
SIGNS = st.sampled_from(["≥", ">", "≤", "<", "="])
SCALED = st.sampled_from(
    [
        ("公顷", "亩", 15),
        ("年", "个月", 12),
        ("天", "小时", 24),
        ("%", "‰", 10),
        ("万元", "元", 10000),
        ("吨", "公斤", 1000),
    ]
)
TEXTS = st.one_of(
    st.text(max_size=12),
    st.text(alphabet="≥≤<>=0123456789.%万亿元年月日前底约余-~/（）无未完成提升第季度", max_size=10),
    st.builds("{}{}{}".format, SIGNS, NUMBERS, UNITS),
    st.sampled_from(
        [
            *(
                "—",
                "无",
                "零投诉",
                "未完成",
                "已完成",
                "提升",
                "健全",
                "12月",
                "6月底前",
                "1.1倍",
                "48/50",
                "0.96",
            ),
            *("下降3%", "超支5万元", "80%-90%", "按合同约定", "培训2次，每次100人", "44561", "每月15日前"),
            *("全年", "100余人", "95%±2%"),
        ]
    ),
)


@given(SIGNS, NUMBERS, UNITS, NUMBERS)
def test_more_never_turns_a_floor_missed_nor_less_a_ceiling(
    sign: str, number: Decimal, unit: str, actual: Decimal
) -> None:
    assume(sign != "=")
    better = actual + 1 if sign in "≥>" else max(Decimal(0), actual - 1)
    first = evaluate(f"{sign}{number}{unit}", f"{actual}{unit}").outcome
    second = evaluate(f"{sign}{number}{unit}", f"{better}{unit}").outcome
    if unit:
        assert not (first is Outcome.MET and second is not Outcome.MET)


@given(NUMBERS, NUMBERS, UNITS.filter(bool))
def test_floor_and_ceiling_complement_each_other(number: Decimal, actual: Decimal, unit: str) -> None:
    for floor, ceiling in (("≥", "<"), (">", "≤")):
        kept = evaluate(f"{floor}{number}{unit}", f"{actual}{unit}").outcome
        other = evaluate(f"{ceiling}{number}{unit}", f"{actual}{unit}").outcome
        assert {kept, other} == {Outcome.MET, Outcome.NOT_MET}


@given(st.sampled_from(["≥", "≤", "="]), POSITIVE, UNITS)
def test_the_target_itself_meets_it(sign: str, number: Decimal, unit: str) -> None:
    got = evaluate(f"{sign}{number}{unit}", f"{number}{unit}")
    assert (got.outcome, got.attainment) == (Outcome.MET, Fraction(1))


@given(st.sampled_from([">", "<"]), POSITIVE, UNITS.filter(bool))
def test_a_strict_bound_is_missed_with_full_attainment(sign: str, number: Decimal, unit: str) -> None:
    got = evaluate(f"{sign}{number}{unit}", f"{number}{unit}")
    assert (got.outcome, got.attainment) == (Outcome.NOT_MET, Fraction(1))


@given(SIGNS, SCALED, POSITIVE, POSITIVE)
def test_a_verdict_does_not_hang_on_the_unit(
    sign: str, scaled: tuple[str, str, int], number: Decimal, actual: Decimal
) -> None:
    large, small, factor = scaled
    first = evaluate(f"{sign}{number}{large}", f"{actual}{large}")
    second = evaluate(f"{sign}{number}{large}", f"{actual * factor}{small}")
    assert (first.outcome, first.attainment) == (second.outcome, second.attainment)


@given(st.sampled_from(["≥", ">"]), POSITIVE, NUMBERS, UNITS.filter(bool))
def test_the_attainment_of_a_floor_is_actual_by_target(
    sign: str, number: Decimal, actual: Decimal, unit: str
) -> None:
    wanted = Fraction(actual) / Fraction(number)
    assert evaluate(f"{sign}{number}{unit}", f"{actual}{unit}").attainment == wanted


@given(TEXTS, TEXTS, st.sampled_from([None, 2021]))
def test_two_texts_never_raise(target: str, actual: str, year: int | None) -> None:
    got = evaluate(target, actual, fiscal_year=year)
    again = pickle.loads(pickle.dumps(got))  # noqa: S301
    # Two errors are equal only where they are one, so their texts are compared.
    assert attrs.evolve(again, errors=()) == attrs.evolve(got, errors=())
    assert [str(error) for error in again.errors] == [str(error) for error in got.errors]
    assert bool(got.errors) == (got.target is None or got.actual is None)
    if got.attainment is not None:
        assert got.attainment >= 0
        assert got.outcome is not Outcome.UNDETERMINED
    if got.errors:
        assert got.outcome is Outcome.UNDETERMINED


@given(TEXTS, TEXTS)
def test_an_attainment_needs_two_numbers(target: str, actual: str) -> None:
    got = evaluate(target, actual)
    if got.target is not None and got.target.kind.value in (
        "deadline",
        "level",
        "reference",
        "text",
        "missing",
        "range",
    ):
        assert got.attainment is None
