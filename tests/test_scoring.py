"""Points for one row: published forms under named policies, and what a caller may say of a row."""

from __future__ import annotations

import itertools
import pathlib
import pickle
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from budgetkpi import Flag, Indicator, Outcome, Policy, PolicyError, Score, policies, score
from tests.tables import numbered

CASES = pathlib.Path(__file__).parent / "data" / "scores"


@attrs.frozen
class Case:
    """One line of a case table."""

    policy: str
    points: str
    level2: str
    name: str
    target: str
    actual: str
    year: str
    earned: str
    band: str
    flags: str

    def score(self) -> Score:
        row = Indicator(self.name, self.target, level2=self.level2, points=Decimal(self.points))
        return score(row, self.actual, policy=self.policy, fiscal_year=int(self.year) if self.year else None)


def cases() -> list[object]:
    """Every line of every table."""
    return [pytest.param(Case(*line), id=place) for place, line in numbered(CASES)]


@pytest.mark.parametrize("case", cases())
def test_case(case: Case) -> None:
    got = case.score()
    earned = "" if got.earned is None else f"{got.earned:f}"
    band = "" if got.band is None else f"{got.band[0]:f}–{got.band[1]:f}"
    assert (earned, band, set(got.flags)) == (case.earned, case.band, set(case.flags.split()))


@pytest.mark.parametrize("case", cases())
def test_every_score_explains_itself_and_can_be_pickled(case: Case) -> None:
    got = case.score()
    for lang in ("en", "zh"):
        told = got.explain(lang)
        assert "{" not in told
        assert all(applied.rule.source in told for applied in got.applied)
        assert got.formula in told
    again = pickle.loads(pickle.dumps(got))  # noqa: S301
    assert again.formula == got.formula
    assert again == got
    assert hash(again) == hash(got)


def row(target: str, *, level2: str = "数量指标", points: str | None = "10", **more: str) -> Indicator:
    return Indicator(
        more.get("name", "培训场次"), target, level2=level2, points=points, actual=more.get("actual")
    )


def test_the_formula_has_the_numbers() -> None:
    assert score(row("≥5"), "4").formula == "10 × 4 ÷ 5 = 8.00"
    assert score(row("≥5"), "4", policy="mof-101").formula == "10 × (4 ÷ 5 − 60%) ÷ (1 − 60%) = 5.00"
    ceiling = row("≤5%", level2="质量指标", name="故障率")
    assert score(ceiling, "6%").formula == "10 × 5 ÷ 6 = 8.33"
    assert score(ceiling, "6%", policy="system-linear").formula == "10 × (1 − (6 − 5) ÷ 5) = 8.00"
    word = row("健全", level2="可持续影响指标", name="管理制度")
    assert score(word, "部分达成预期指标").formula == "10 × [60%, 80%) = [6.00, 8.00)"


def test_the_actual_of_the_row_is_taken_where_none_is_given() -> None:
    assert score(row("≥5场", actual="4场")).earned == Decimal("8.00")
    assert score(row("≥5场", actual="4场"), "5场").earned == Decimal("10.00")


@pytest.mark.parametrize("blank", [None, "", "/", "—", "无数据"])
def test_a_missing_actual_is_no_zero(blank: str | None) -> None:
    got = score(row("≥5场"), blank)
    assert (got.earned, got.flags) == (None, (Flag.MISSING_ACTUAL,))
    assert got.possible == (Decimal(0), Decimal(10))


def test_ratios_stay_exact() -> None:
    got = score(row("≥3"), "2")
    assert (got.share, got.deviation, got.over_ratio) == (Fraction(2, 3), Fraction(-1, 3), None)
    assert score(row("≥3"), "4").over_ratio == Fraction(4, 3)
    assert score(row("=28台"), "30台").over_ratio == Fraction(15, 14)
    assert score(row("≤5%", level2="质量指标", name="故障率"), "4%").deviation == Fraction(-1, 5)


def test_without_a_weight_only_the_share_is_known() -> None:
    got = score(row("≥5", points=None), "4")
    assert (got.earned, got.points, got.share) == (None, None, Fraction(4, 5))
    assert "80%" in got.explain()


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="points takes points: a number, 0 or more"):
        row("≥5", points="-3")


def test_a_cell_that_cannot_be_read_does_not_raise() -> None:
    got = score(row("≥5场"), "12..5%")
    assert (got.earned, got.flags) == (None, (Flag.UNDETERMINED,))
    assert got.evaluation.errors


def test_a_float_is_scored_as_a_spreadsheet_shows_it() -> None:
    assert score(row("≥5场"), 4.0).earned == score(row("≥5场"), "4").earned


def test_over_achievement_never_costs_points_under_a_shipped_policy() -> None:
    for name in policies():
        got = score(row("≥5场"), "50场", policy=name)
        assert got.earned == Decimal("10.00")


def test_over_bands_have_to_be_filled_in() -> None:
    with pytest.raises(PolicyError, match=r"over\.bands"):
        score(row("≥5场"), "50场", policy="over-bands")
    bands = [["150%", "80%"], ["200%", "50%"]]
    strict = Policy.named("national-2020").evolve(over={"kind": "bands", "bands": bands})
    earned = [score(row("≥10场"), f"{n}场", policy=strict).earned for n in (10, 14, 15, 19, 20, 90)]
    assert list(map(str, earned)) == ["10.00", "10.00", "8.00", "8.00", "5.00", "5.00"]


@pytest.mark.parametrize(
    ("kind", "actual", "wanted", "band"),
    [
        ("binary", "7月5日", "0.00", ""),
        ("text_grade", "7月5日", "", "6.00–8.00"),
        ("time_rate", "7月1日", "9.94", ""),
        ("time_rate", "7月", "", ""),
        ("time_rate", "已完成", "", ""),
        ("time_rate", "6月30日", "10.00", ""),
    ],
)
def test_the_other_ways_to_score_a_late_date(kind: str, actual: str, wanted: str, band: str) -> None:
    policy = Policy.named("national-2020").evolve(dates=kind)
    got = score(row("6月30日前", level2="时效指标", name="完成时间"), actual, policy=policy, fiscal_year=2021)
    assert ("" if got.earned is None else str(got.earned)) == wanted
    assert ("" if got.band is None else f"{got.band[0]}–{got.band[1]}") == band


def test_a_late_date_by_steps() -> None:
    policy = Policy.named("national-2020").evolve(dates={"kind": "per_step", "step": "10%", "days": 5})
    late = row("6月30日前", level2="时效指标", name="完成时间")
    days = ("7月1日", "7月5日", "7月6日", "12月1日")
    earned = [score(late, day, policy=policy, fiscal_year=2021).earned for day in days]
    assert list(map(str, earned)) == ["9.00", "9.00", "8.00", "0.00"]


def test_a_missed_range_under_a_policy_with_a_rule_for_it() -> None:
    band = row("80%-90%", level2="质量指标", name="利用率")
    nearest = Policy.named("national-2020").evolve(ranges="nearest_edge")
    assert score(band, "72%", policy=nearest).earned == Decimal("9.00")
    assert score(band, "100%", policy=nearest).earned == Decimal("9.00")
    assert score(band, "72%", policy=nearest.evolve(ranges="binary")).earned == Decimal("0.00")
    assert Flag.RULE_SILENT in score(band, "72%", policy=nearest.evolve(ranges=None)).flags


@pytest.mark.parametrize(
    ("kind", "actual", "wanted"),
    [
        ("symmetric", "35台", "8.00"),
        ("symmetric", "21台", "7.50"),
        ("exact", "27台", "0.00"),
        ("exact", "28台", "10.00"),
    ],
)
def test_the_other_ways_to_score_an_equal_sign(kind: str, actual: str, wanted: str) -> None:
    policy = Policy.named("national-2020").evolve(equal=kind)
    assert str(score(row("=28台"), actual, policy=policy).earned) == wanted


@pytest.mark.parametrize(
    "field", ["shortfall", "reverse", "equal", "zero", "qualitative", "dates", "negative"]
)
def test_a_policy_without_a_rule_is_silent(field: str) -> None:
    missed = {
        "shortfall": (row("≥5场"), "4场"),
        "reverse": (row("≤5%", level2="质量指标", name="故障率"), "6%"),
        "equal": (row("=28台"), "21台"),
        "zero": (row("=0次", level2="质量指标", name="事故次数"), "1次"),
        "qualitative": (row("健全", level2="可持续影响指标", name="管理制度"), "健全"),
        "dates": (row("6月30日前", level2="时效指标", name="完成时间"), "7月1日"),
        "negative": (row("≥6%", level2="经济效益指标", name="收入增长率"), "-2%"),
    }
    indicator, actual = missed[field]
    policy = Policy.named("national-2020").evolve(**{field: None})
    got = score(indicator, actual, policy=policy, fiscal_year=2021)
    assert got.earned is None
    assert Flag.RULE_SILENT in got.flags


def test_a_number_for_a_word_is_given_or_said_to_be_assumed() -> None:
    word = row("健全", level2="可持续影响指标", name="管理制度")
    second = "部分达成预期指标"
    chosen = {choice: score(word, second, choose=choice) for choice in ("low", "middle", "high")}
    assert [str(got.earned) for got in chosen.values()] == ["6.00", "7.00", "7.99"]
    assert all("band-number-assumed" in {note.code for note in got.notes} for got in chosen.values())
    given = score(word, second, choose=Decimal("6.5"))
    assert given.earned == Decimal("6.50")
    assert given.band == (Decimal("6.00"), Decimal("8.00"))
    with pytest.raises(PolicyError, match="outside the band"):
        score(word, second, choose=8)
    assert score(word, "健全", choose="high").earned == Decimal("10.00")
    assert score(word, "健全", policy="hebei-tianjin", choose=9).earned == Decimal("9.00")
    assert score(word, "健全", policy="hebei-tianjin", choose="high").earned is None
    assert score(row("≥5"), "4", choose="high").earned == Decimal("8.00")
    with pytest.raises(PolicyError, match="choose"):
        score(word, second, choose="best")


def test_points_taken_off_by_hand() -> None:
    got = score(row("≥5"), "4", policy="guangxi", deduction=3)
    assert (got.earned, got.formula) == (Decimal("5.00"), "max(0, 8.00 − 3) = 5.00")
    assert score(row("≥5"), "4", policy="guangxi", deduction=30).earned == Decimal("0.00")
    with pytest.raises(PolicyError, match="taken off"):
        score(row("≥5"), "4", deduction=3)


def test_a_score_says_whose_rule_it_is() -> None:
    told = score(row("≥5"), "4").explain()
    assert "财预〔2020〕10号" in told
    assert "provisional" in told
    assert "10 × 4 ÷ 5 = 8.00" in told
    assert score(row("≥5"), "4").evaluation.outcome is Outcome.NOT_MET
    with pytest.raises(ValueError, match="en or zh"):
        score(row("≥5"), "4").explain("fr")


PAGE = (pathlib.Path(__file__).parent.parent / "docs" / "scoring.md").read_text(encoding="utf-8")


def rows_of(heading: str) -> list[list[str]]:
    """The rows of the page's table under `heading`."""
    below = PAGE.split(f"{heading}\n", 1)[1].splitlines()[1:]
    lines = itertools.takewhile(lambda line: line.startswith("|"), below)
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize(
    ("policy", "target", "actual", "wanted"), rows_of("| policy | target | actual | points of 10 |")
)
def test_the_points_of_the_manual(policy: str, target: str, actual: str, wanted: str) -> None:
    level2 = "可持续影响指标" if target == "健全" else "质量指标"
    got = score(row(target, level2=level2, name="情况"), actual, policy=policy)
    if got.earned is not None:
        assert wanted == f"{got.earned}"
    elif got.band is not None:
        assert wanted == f"{got.band[0]} to {got.band[1]}"
    else:
        assert wanted == f"none: {got.flags[0]}"


@pytest.mark.parametrize(
    ("changes", "target", "actual", "earned", "flags"),
    [
        # a target below 0 has no ratio: met or nothing to say
        ({}, "≥-2%", "-1%", "10.00", ""),
        ({}, "≥-2%", "-3%", "", "rule-silent"),
        # the bound of a strict 0
        ({}, "<0次", "0次", "0.00", "zero-target strict-bound"),
        ({"zero": None}, "<0次", "0次", "", "zero-target strict-bound rule-silent"),
        # too much or too little of what should be exact
        ({"equal": "exact"}, "=28台", "35台", "0.00", "equal-exceeded"),
        ({"equal": "symmetric", "reverse": None}, "=28台", "35台", "", "equal-exceeded rule-silent"),
        ({"shortfall": None}, "=28台", "21台", "", "rule-silent"),
        ({}, "=28台", "30-35台", "", "undetermined"),
        ({}, "≤5%", "6-7%", "", "undetermined"),
        ({"reverse": None}, "≤5%", "6-7%", "", "rule-silent"),
        # several targets in a cell
        ({}, "培训2次，每次100人", "培训2次，每次100人", "10.00", ""),
        ({}, "培训2次，每次100人", "培训1次，每次100人", "", "rule-silent"),
        # a deadline passed
        ({"dates": "text_grade", "qualitative": None}, "6月30日前", "7月5日", "", "late rule-silent"),
        ({"dates": "text_grade", "qualitative": "by_hand"}, "6月30日前", "7月5日", "", "late rule-silent"),
        ({"dates": "time_rate"}, "6月30日前", "7月初", "", "late undetermined"),
        ({"dates": "time_rate"}, "2021年3月-6月", "7月15日", "8.77", "late"),
        # a range missed, by the nearer edge
        ({"ranges": "nearest_edge"}, "80%-90%", "60-70%", "", "undetermined"),
        ({"ranges": "nearest_edge"}, "0-5次", "7次", "7.14", ""),
        ({"ranges": "nearest_edge", "reverse": None}, "0-5次", "7次", "", "rule-silent"),
        ({"ranges": "nearest_edge", "shortfall": None}, "3-5次", "2次", "", "rule-silent"),
    ],
)
def test_rules_of_the_caller_s_own(
    changes: dict[str, str | None], target: str, actual: str, earned: str, flags: str
) -> None:
    policy = Policy.named("national-2020").evolve(**changes)
    got = score(row(target, level2="质量指标", name="情况"), actual, policy=policy, fiscal_year=2021)
    assert ("" if got.earned is None else str(got.earned)) == earned
    assert set(got.flags) == set(flags.split())
    assert got.explain()


def test_full_points_need_no_arithmetic() -> None:
    assert score(row("≥5场"), "6场").formula == "6 > 5: 10.00"
    assert (
        score(row("健全", points="20"), "健全", choose="high").formula == "20 × [80%, 100%] = [16.00, 20.00]"
    )


def test_a_satisfaction_without_a_unit_is_per_cent() -> None:
    served = row("≥90", level2="服务对象满意度指标", name="服务对象评价")
    got = score(served, "88", policy="mof-101")
    assert (got.earned, got.flags) == (Decimal("8.00"), (Flag.STEPS,))
    assert "satisfaction-in-per-cent" in {note.code for note in got.notes}
    points = row("≥90分", level2="服务对象满意度指标", name="群众满意度")
    assert Flag.STEPS not in score(points, "88分", policy="mof-101").flags
