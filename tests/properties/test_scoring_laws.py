"""Laws of points, whatever the numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkpi import Flag, Indicator, Policy, Sheet, policies, score
from budgetkpi.sheets.weights import largest_remainder

names = st.sampled_from(policies())
numbers = st.decimals(min_value=0, max_value=10**6, places=2, allow_nan=False, allow_infinity=False)
positive = st.decimals(
    min_value=Decimal("0.01"), max_value=10**6, places=2, allow_nan=False, allow_infinity=False
)
weights = st.decimals(min_value=0, max_value=100, places=2, allow_nan=False, allow_infinity=False)
signs = st.sampled_from(["≥", ">", "≤", "<", "=", ""])
cells = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "",
            "/",
            "健全",
            "达成预期指标",
            "6月底前",
            "7月1日",
            "80-90%",
            "约30人",
            "-2%",
            "同比下降2%",
            "48/50",
        ]
    ),
    st.builds(lambda sign, number: f"{sign}{number}%", signs, numbers),
)


def floor(target: Decimal, points: Decimal | None = Decimal(10)) -> Indicator:
    return Indicator("培训场次", f"≥{target}场", level2="数量指标", points=points)


def ceiling(target: Decimal) -> Indicator:
    return Indicator("设备故障率", f"≤{target}%", level2="质量指标", points=Decimal(10))


@given(cells, cells, weights, names)
def test_points_lie_between_0_and_the_weight_whatever_comes(
    target: str, actual: str, points: Decimal, name: str
) -> None:
    row = Indicator("完成率", target, level2="质量指标", points=points)
    got = score(row, actual, policy=name, fiscal_year=2021)
    low, high = got.possible
    assert 0 <= low <= high <= points
    if got.earned is not None:
        assert got.earned == low == high
        assert got.band is None
    if got.band is not None:
        assert 0 <= got.band[0] <= got.band[1] <= points
    if got.earned is None and got.band is None:
        assert {Flag.UNDETERMINED, Flag.MISSING_ACTUAL, Flag.RULE_SILENT, Flag.HAND_REVIEW} & set(got.flags)
    assert got.explain("en")
    assert got.explain("zh")


@given(positive, numbers, numbers, names)
def test_points_never_fall_as_an_at_least_actual_rises(
    target: Decimal, a: Decimal, b: Decimal, name: str
) -> None:
    less, more = (score(floor(target), f"{n}场", policy=name).earned for n in sorted((a, b)))
    assert less is not None
    assert more is not None
    assert less <= more


@given(positive, numbers, numbers, names.filter(lambda name: name != "mof-101"))
def test_points_never_rise_as_an_at_most_actual_rises(
    target: Decimal, a: Decimal, b: Decimal, name: str
) -> None:
    less, more = (score(ceiling(target), f"{n}%", policy=name).earned for n in sorted((a, b)))
    assert less is not None
    assert more is not None
    assert more <= less


@given(positive, numbers, st.integers(1, 1000), names)
def test_scaling_target_and_actual_together_changes_nothing(
    target: Decimal, actual: Decimal, times: int, name: str
) -> None:
    one = score(floor(target), f"{actual}场", policy=name)
    many = score(floor(target * times), f"{actual * times}场", policy=name)
    assert (one.earned, one.flags, one.share) == (many.earned, many.flags, many.share)


@given(positive, numbers)
def test_the_share_is_the_ratio_exactly(target: Decimal, actual: Decimal) -> None:
    got = score(floor(target), f"{actual}场")
    assert got.share == min(Fraction(1), Fraction(actual) / Fraction(target))


@given(st.lists(st.tuples(numbers, weights), min_size=1, max_size=8), numbers, positive, names)
def test_totals_are_the_sum_of_what_is_shown(
    rows: list[tuple[Decimal, Decimal]], executed: Decimal, budget: Decimal, name: str
) -> None:
    indicators = tuple(floor(Decimal(100), points) for _, points in rows)
    sheet = Sheet(indicators=indicators, budget=budget, executed=executed)
    got = sheet.appraise([f"{actual}场" for actual, _ in rows], policy=name)
    shown = [row.earned for row in got.rows if row.earned is not None]
    assert got.execution_points is not None
    assert len(shown) == len(rows)
    assert got.total == sum(shown, got.execution_points)
    assert got.total_range == (got.total, got.total)
    assert got.total <= got.out_of


@given(weights, st.lists(st.integers(0, 50), min_size=1, max_size=20).filter(any))
def test_split_weights_add_up_exactly(total: Decimal, shares: list[int]) -> None:
    parts = largest_remainder(total, shares)
    assert sum(parts) == total
    for part, share in zip(parts, shares, strict=True):
        exact = Fraction(total) * share / sum(shares)
        assert abs(Fraction(part) - exact) < Fraction(1, 100)


@pytest.mark.parametrize("field", ["shortfall", "reverse"])
@given(target=positive, over=st.integers(2, 9))
def test_a_silent_policy_earns_nothing_and_says_so(field: str, target: Decimal, over: int) -> None:
    policy = Policy.named("national-2020").evolve(**{field: None})
    missed = floor(target * over) if field == "shortfall" else ceiling(target)
    actual = f"{target}场" if field == "shortfall" else f"{target * over}%"
    got = score(missed, actual, policy=policy)
    assert (got.earned, Flag.RULE_SILENT in got.flags) == (None, True)
