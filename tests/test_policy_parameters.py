"""Each parameter of a rule at its threshold, just below it and just above it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkpi import Flag, Indicator, Policy, Sheet, score

NATIONAL = Policy.named("national-2020")
FLOOR = Indicator("培训场次", "≥1000场", level2="数量指标", points=10)
CHANGE = Indicator("三公经费变动率", "≤0%", level2="经济成本指标", points=10)
STAFF = Indicator("人员控制率", "≤100%", level2="质量指标", points=10)


def earned(row: Indicator, actual: str, policy: Policy | str) -> str:
    return str(score(row, actual, policy=policy).earned)


@pytest.mark.parametrize(
    ("actual", "inclusive", "exclusive"),
    [("1299场", False, False), ("1300场", True, False), ("1301场", True, True)],
)
def test_far_over_with_and_without_its_edge(actual: str, inclusive: bool, exclusive: bool) -> None:
    outside = NATIONAL.evolve(over={"inclusive": False})
    assert (Flag.OVER in score(FLOOR, actual, policy=NATIONAL).flags) is inclusive
    assert (Flag.OVER in score(FLOOR, actual, policy=outside).flags) is exclusive


@pytest.mark.parametrize(
    ("policy", "actual", "flags"),
    [
        ("guangxi", "1299场", ""),
        ("guangxi", "1300场", "over reason-required"),
        ("guangxi", "1301场", "over reason-required"),
        ("sichuan-2025", "1299场", ""),
        ("sichuan-2025", "1300场", ""),
        ("sichuan-2025", "1301场", "over reason-required"),
        ("sichuan-2023", "1300场", "over"),
        ("pidu-project-2025", "1300场", ""),
        ("pidu-project-2025", "1301场", "over reason-required"),
        ("hebei-tianjin", "1199场", ""),
        ("hebei-tianjin", "1200场", "over hand-review"),
    ],
)
def test_where_each_office_asks_for_a_reason(policy: str, actual: str, flags: str) -> None:
    got = score(FLOOR, actual, policy=policy)
    assert (str(got.earned), {flag.value for flag in got.flags}) == ("10.00", set(flags.split()))


@pytest.mark.parametrize(
    ("policy", "sign", "flags"),
    [
        ("national-2020", "=", "over equal-exceeded"),
        ("national-2020", "", "over"),
        ("hebei-tianjin", "=", "equal-exceeded hand-review"),
        ("hebei-tianjin", "", ""),
        ("hebei-tianjin", ">", "over hand-review"),
    ],
)
def test_far_over_an_equal_sign_and_a_bare_number(policy: str, sign: str, flags: str) -> None:
    row = Indicator("培训场次", f"{sign}1000场", level2="数量指标", points=10)
    assert {flag.value for flag in score(row, "1500场", policy=policy).flags} == set(flags.split())


@pytest.mark.parametrize(
    ("actual", "inclusive", "exclusive"),
    [("1499场", "10.00", "10.00"), ("1500场", "8.00", "10.00"), ("1501场", "8.00", "8.00")],
)
def test_bands_with_and_without_their_edges(actual: str, inclusive: str, exclusive: str) -> None:
    bands = NATIONAL.evolve(over={"kind": "bands", "bands": [["150%", "80%"]]})
    assert earned(FLOOR, actual, bands) == inclusive
    assert earned(FLOOR, actual, bands.evolve(over={"inclusive": False})) == exclusive


@pytest.mark.parametrize(
    ("actual", "wanted"), [("699场", "0.00"), ("700场", "7.00"), ("701场", "7.01"), ("1000场", "10.00")]
)
def test_a_shortfall_with_a_floor(actual: str, wanted: str) -> None:
    got = score(FLOOR, actual, policy=NATIONAL.evolve(shortfall={"kind": "floor", "floor": "70%"}))
    assert str(got.earned) == wanted
    assert (Flag.BELOW_PASS_MARK in got.flags) is (wanted == "0.00")


@pytest.mark.parametrize(
    ("row", "actual", "wanted"),
    [
        (STAFF, "100%", "10.00"),
        (STAFF, "100.5%", "9.50"),
        (STAFF, "101%", "9.00"),
        (STAFF, "109.9%", "0.10"),
        (STAFF, "110%", "0.00"),
        (STAFF, "111%", "0.00"),
        (CHANGE, "0%", "10.00"),
        (CHANGE, "-3%", "10.00"),
        (CHANGE, "0.1%", "9.90"),
        (CHANGE, "1%", "9.00"),
        (CHANGE, "10%", "0.00"),
        (CHANGE, "25%", "0.00"),
    ],
)
def test_a_limit_that_costs_a_step_a_percentage_point(row: Indicator, actual: str, wanted: str) -> None:
    assert earned(row, actual, NATIONAL.evolve(reverse={"kind": "per_point", "step": "10%"})) == wanted


def test_percentage_points_need_per_cent() -> None:
    policy = NATIONAL.evolve(reverse={"kind": "per_point", "step": "10%"})
    days = Indicator("办结时限", "≤5天", level2="时效指标", points=10)
    got = score(days, "6天", policy=policy)
    assert (got.earned, Flag.UNDETERMINED in got.flags) == (None, True)
    none = Indicator("事故次数", "≤0次", level2="质量指标", points=10)
    assert earned(none, "1次", policy) == "0.00"
    both = policy.evolve(equal="symmetric")
    assert earned(Indicator("占比", "=50%", level2="质量指标", points=10), "52%", both) == "8.00"


@pytest.mark.parametrize(
    ("total", "inclusive", "exclusive"), [("89.99", "良", "良"), ("90", "优", "良"), ("90.01", "优", "优")]
)
def test_grades_with_and_without_their_edges(total: str, inclusive: str, exclusive: str) -> None:
    outside = NATIONAL.evolve(grades={"inclusive": False})
    assert NATIONAL.grades is not None
    assert outside.grades is not None
    assert NATIONAL.grades.of(Decimal(total)) == inclusive
    assert outside.grades.of(Decimal(total)) == exclusive


@pytest.mark.parametrize(("total", "grade"), [("69.99", "差"), ("70", "中"), ("79.99", "中"), ("80", "良")])
def test_the_grades_of_sichuan(total: str, grade: str) -> None:
    grades = Policy.named("sichuan-2025").grades
    assert grades is not None
    assert grades.of(Decimal(total)) == grade


@pytest.mark.parametrize(
    ("executed", "wanted"), [("48", "5.00"), ("95.9", "9.99"), ("96", "10.00"), ("96.1", "10"), ("120", "10")]
)
def test_an_execution_rate_with_a_target(executed: str, wanted: str) -> None:
    policy = NATIONAL.evolve(execution={"target": "96%"})
    got = Sheet(budget=100, executed=executed, indicators=[FLOOR]).appraise(policy=policy)
    assert got.execution_points == Decimal(wanted)


@pytest.mark.parametrize(("executed", "owed"), [("89.99", True), ("90", False), ("90.01", False)])
def test_a_low_execution_owes_a_reason(executed: str, owed: bool) -> None:
    for policy in ("sichuan-2023", "sichuan-2025", "pidu-project-2025", "pidu-dept-2025"):
        got = Sheet(budget=100, executed=executed, indicators=[FLOOR]).appraise(policy=policy)
        assert ("execution-reason-owed" in [one.code for one in got.findings]) is owed


@given(st.integers(1, 4000))
def test_inclusive_differs_exactly_at_the_edge(actual: int) -> None:
    outside = NATIONAL.evolve(over={"inclusive": False})
    one, other = (score(FLOOR, f"{actual}场", policy=policy) for policy in (NATIONAL, outside))
    assert (one.flags != other.flags) is (actual == 1300)
    assert one.earned == other.earned


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_a_key_duty_rises_to_its_ceiling(a: int, b: int) -> None:
    duty = Indicator("道路养护", "≥1000公里", level1="履职效能", points=10)
    less, more = (score(duty, f"{n}公里", policy="pidu-dept-2025").earned for n in sorted((a, b)))
    assert less is not None
    assert more is not None
    if max(a, b) <= 1300:
        assert less <= more
    else:
        assert more == 0
