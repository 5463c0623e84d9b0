"""Whole tables: weights, execution, totals, grades, the reasons that are owed."""

from __future__ import annotations

import itertools
import pickle
import re
from decimal import Decimal

import pytest

import budgetkpi as bk
from budgetkpi import (
    Appraisal,
    Finding,
    Indicator,
    Message,
    Policy,
    PolicyError,
    Severity,
    Sheet,
    TableError,
)

CLASSES = {"产出": "数量指标", "效益": "社会效益指标", "满意度": "服务对象满意度指标", "成本": "经济成本指标"}


def row(
    name: str, target: str, actual: str | None, points: object = None, section: str = "产出", **more: str
) -> Indicator:
    given = None if points is None else Decimal(str(points))
    level2 = CLASSES[section]
    return Indicator(
        name,
        target,
        level1=f"{section}指标",
        level2=level2,
        actual=actual,
        points=given,
        reason=more.get("reason"),
    )


def table(*, short: str = "4场", **more: str) -> tuple[Indicator, ...]:
    return (
        row("培训场次", "≥5场", short, 50, reason=more.get("reason", "")),
        row("受益人数", "≥100人", "100人", 30, "效益"),
        row("群众满意度", "≥90%", "95%", 10, "满意度"),
    )


def codes(appraisal: Appraisal) -> list[str]:
    return [finding.code for finding in appraisal.findings]


def test_points_and_execution_add_up() -> None:
    got = Sheet("培训", budget="43.2", executed="37.24", indicators=table()).appraise()
    assert [str(scored.earned) for scored in got.rows] == ["40.00", "30.00", "10.00"]
    assert got.execution_points == Decimal("8.62")
    assert got.execution_formula == "10 × 37.24 ÷ 43.2 = 8.62"
    assert (got.total, got.total_range, got.out_of, got.grade) == (
        Decimal("88.62"),
        (Decimal("88.62"), Decimal("88.62")),
        Decimal(100),
        "良",
    )
    assert codes(got) == ["reason-owed"]
    assert pickle.loads(pickle.dumps(got)) == got  # noqa: S301


@pytest.mark.parametrize(
    ("policy", "budget", "executed", "points"),
    [
        ("hubei-2020", "1.56", "1.56", "20.00"),
        ("hubei-2020", "1.56", "0.78", "10.00"),
        ("national-2020", "1,000", "0", "0.00"),
        ("national-2020", "100", "120", "10"),
        ("mof-101", "100", "100", "10.00"),
        ("mof-101", "100", "99.9", "7.00"),
        ("mof-101", "100", "80", "7.00"),
        ("mof-101", "100", "79.9", "5.00"),
        ("mof-101", "100", "59", "0.00"),
        ("beijing-2016", "1000", "499", "4.99"),
    ],
)
def test_budget_execution(policy: str, budget: str, executed: str, points: str) -> None:
    got = Sheet(budget=budget, executed=executed, indicators=table()).appraise(policy=policy)
    assert got.execution_points == Decimal(points)


def test_without_the_money_executed_there_are_no_execution_points() -> None:
    got = Sheet(budget=100, indicators=table()).appraise()
    assert (got.execution_points, got.total, got.out_of) == (None, Decimal("80.00"), Decimal(90))
    assert got.grade == "良"
    assert [note.code for note in got.notes] == ["no-execution", "grade-scaled"]


@pytest.mark.parametrize(
    ("money", "code"),
    [
        ({"executed": 5}, "execution-without-budget"),
        ({"executed": 5, "budget": 0}, "budget-zero"),
        ({"executed": 0, "budget": 0}, "budget-zero"),
        ({"executed": -5, "budget": 10}, "negative-money"),
        ({"executed": 12, "budget": 10}, "execution-over-budget"),
        ({"executed": 7, "budget": 10}, "money-unspent"),
        ({"executed": 8, "budget": 10}, "score-over-execution"),
    ],
)
def test_what_is_wrong_with_the_money(money: dict[str, int], code: str) -> None:
    assert code in codes(Sheet(indicators=table(short="5场"), **money).appraise())  # type: ignore[arg-type]


def test_the_lights_have_edges() -> None:
    # A score rate of 100 % exceeds 95 % by exactly 5 % of itself: no red light yet.
    assert "score-over-execution" not in codes(
        Sheet(indicators=table(short="5场"), budget=100, executed=95).appraise()
    )
    assert "score-over-execution" in codes(
        Sheet(indicators=table(short="5场"), budget=100, executed="94.9").appraise()
    )
    assert "money-unspent" not in codes(Sheet(indicators=table(), budget=100, executed=80).appraise())
    assert "money-unspent" in codes(Sheet(indicators=table(), budget=100, executed="79.9").appraise())


def test_low_execution_owes_a_reason_where_the_policy_asks() -> None:
    low = Sheet(indicators=table(), budget=100, executed="89.9")
    assert "execution-reason-owed" in codes(low.appraise(policy="sichuan-2023"))
    assert "execution-reason-owed" not in codes(low.appraise())
    even = Sheet(indicators=table(), budget=100, executed=90)
    assert "execution-reason-owed" not in codes(even.appraise(policy="sichuan-2023"))


def test_weights_that_do_not_add_up() -> None:
    rows = (row("培训场次", "≥5场", "5场", 50), row("受益人数", "≥100人", "100人", 30, "效益"))
    got = Sheet(indicators=rows, budget=1, executed=1).appraise()
    assert codes(got) == ["weights-sum"]
    assert got.findings[0].severity is Severity.ERROR
    assert (got.total, got.out_of, got.grade) == (Decimal("90.00"), Decimal(90), "优")
    whole = (row("培训场次", "≥5场", "5场", 70), row("受益人数", "≥100人", "100人", 30, "效益"))
    assert codes(Sheet(indicators=whole).appraise()) == []
    assert codes(Sheet(indicators=whole, budget=1, executed=1).appraise()) == ["weights-sum"]


def test_a_row_without_points_leaves_the_total_open_and_is_named() -> None:
    got = Sheet(indicators=(*table(), row("附带", "≥5场", "5场"))).appraise()
    assert (got.total, got.total_range, got.grade) == (None, (Decimal("80.00"), Decimal("80.00")), None)
    assert "row-without-points" in codes(got)
    assert "附带" in str(got.findings[-1].message)


def test_a_weight_that_is_not_known_leaves_what_the_table_lacks_open() -> None:
    rows = (row("培训场次", "≥5场", "5场", 10), row("受益人数", "≥100人", "100人", None, "效益"))
    got = Sheet(indicators=rows, budget=1, executed=1).appraise()
    assert (got.total, got.grade, got.out_of) == (None, None, Decimal(100))
    assert got.total_range == (Decimal("20.00"), Decimal("100.00"))
    assert "weights-sum" not in codes(got)
    assert [note.code for note in got.notes] == ["weights-open"]
    assert "受益人数" in got.findings[-1].message.zh


def test_what_could_not_be_read_leaves_the_total_open() -> None:
    said = Message("row-broken", "line 7: the row cannot be taken apart", "第7行：无法拆分单元格")
    lost = Finding("row-broken", severity=Severity.ERROR, message=said, open=True)
    remark = Finding("note", severity=Severity.INFO, message=said)
    got = Sheet(indicators=table(short="5场"), findings=(lost, remark)).appraise()
    assert (got.total, got.grade) == (None, None)
    assert got.total_range == (Decimal("90.00"), Decimal("90.00"))
    assert "line 7" in got.findings[-1].message.en
    assert Sheet(indicators=table(short="5场"), findings=(remark,)).appraise().grade == "优"


def test_a_light_that_is_certain_is_shown_while_rows_are_open() -> None:
    rows = (row("培训场次", "≥5场", "5场", 89), row("制度", "健全", None, 1, "效益"))
    got = Sheet(indicators=rows, budget=100, executed=50).appraise()
    assert "score-over-execution-open" in codes(got)
    unsure = (row("培训场次", "≥5场", "5场", 45), row("制度", "健全", None, 45, "效益"))
    assert "score-over-execution-open" not in codes(
        Sheet(indicators=unsure, budget=100, executed=50).appraise()
    )


def test_a_table_without_points_has_no_total() -> None:
    got = Sheet(indicators=(row("培训场次", "≥5场", "5场"),)).appraise()
    assert (got.total, got.total_range, got.grade) == (None, None, None)
    assert Sheet().appraise().total is None


def test_a_row_that_cannot_be_scored_gives_a_range() -> None:
    rows = (*table()[:2], row("管理制度", "健全", "部分达成预期指标", 10, "效益"))
    got = Sheet(indicators=rows, budget=10, executed=10).appraise()
    assert (got.total, got.total_range) == (None, (Decimal("86.00"), Decimal("87.99")))
    assert got.grade == "良"
    missing = Sheet(
        indicators=(*table()[:2], row("群众满意度", "≥90%", None, 10, "满意度")), budget=10, executed=10
    )
    assert missing.appraise().total_range == (Decimal("80.00"), Decimal("90.00"))
    assert missing.appraise().grade is None
    assert "total-open" in codes(missing.appraise())


def test_a_word_can_be_given_one_number() -> None:
    rows = (*table()[:2], row("管理制度", "健全", "健全", 10, "效益"))
    assert Sheet(indicators=rows).appraise(choose="high").total == Decimal("80.00")
    assert Sheet(indicators=rows).appraise(choose="low").total == Decimal("78.00")


def test_reasons_are_owed_below_the_weight_and_far_above_the_target() -> None:
    assert codes(Sheet(indicators=table()).appraise()) == ["reason-owed"]
    assert codes(Sheet(indicators=table(reason="疫情影响")).appraise()) == []
    over = Sheet(indicators=table(short="8场")).appraise(policy="guangxi")
    assert codes(over) == ["reason-owed-over"]
    assert over.findings[0].indicator is over.rows[0].indicator


def test_equal_weights_split_the_sections() -> None:
    rows = tuple(row(f"产出{n}", "≥5场", "5场") for n in range(3))
    rows += (row("受益人数", "≥100人", "100人", None, "效益"), row("满意度", "≥90%", "90%", None, "满意度"))
    got = Sheet(indicators=rows).appraise(weights="equal")
    assert [str(scored.points) for scored in got.rows] == ["16.67", "16.67", "16.66", "30.00", "10.00"]
    assert got.total == Decimal(90)
    assert got.notes[0].code == "weights-equal"


@pytest.mark.parametrize(
    ("policy", "sections", "points", "note"),
    [
        ("national-2020", ("产出", "效益"), ["56.25", "33.75"], "section-absent"),
        ("mof-101", ("产出", "效益"), ["50.00", "40.00"], "satisfaction-absent"),
        (
            "mof-101",
            ("成本", "产出", "效益", "满意度"),
            ["20.00", "40.00", "20.00", "10.00"],
            "weights-equal",
        ),
        (
            "national-2020",
            ("成本", "产出", "效益", "满意度"),
            ["25.00", "25.00", "30.00", "10.00"],
            "cost-with-output",
        ),
        ("hubei-2020", ("产出", "效益", "满意度"), ["40.00", "20.00", "20.00"], "weights-equal"),
        ("sichuan-2023", ("产出", "效益", "满意度"), ["30.00", "30.00", "30.00"], "weights-equal"),
    ],
)
def test_section_weights(policy: str, sections: tuple[str, ...], points: list[str], note: str) -> None:
    rows = tuple(row(section, "≥5个", "5个", None, section) for section in sections)
    got = Sheet(indicators=rows).appraise(policy=policy, weights="equal")
    assert [str(scored.points) for scored in got.rows] == points
    assert note in [found.code for found in got.notes]


def test_a_row_under_no_known_section_makes_all_weigh_the_same() -> None:
    rows = (row("培训场次", "≥5场", "5场"), Indicator("别的", "≥5个", level1="履职效能", actual="5个"))
    got = Sheet(indicators=rows).appraise(weights="equal")
    assert [str(scored.points) for scored in got.rows] == ["45.00", "45.00"]
    assert "section-unknown" in [note.code for note in got.notes]


@pytest.mark.parametrize("points", ["0", "10"])
def test_equal_weights_of_nothing(points: str) -> None:
    """No rows share nothing, and rows of a section that weighs nothing have nothing each."""
    assert Sheet().appraise(weights="equal").rows == ()
    nothing = Policy.named("national-2020").evolve(sections={"weights": {"output": points}})
    got = Sheet(indicators=(row("培训场次", "≥5场", "5场"),) * 3).appraise(policy=nothing, weights="equal")
    assert sum(scored.points or 0 for scored in got.rows) == Decimal(points)


def test_without_grades_there_is_no_grade() -> None:
    got = Sheet(indicators=table()).appraise(policy=Policy.named("national-2020").evolve(grades=None))
    assert (got.total, got.grade) == (Decimal("80.00"), None)


def test_the_points_of_an_absent_satisfaction_go_to_nobody_where_there_are_none() -> None:
    policy = Policy.named("mof-101").evolve(sections={"weights": {"output": 50, "outcome+satisfaction": 40}})
    rows = tuple(row(section, "≥5个", "5个", None, section) for section in ("产出", "效益"))
    got = Sheet(indicators=rows).appraise(policy=policy, weights="equal")
    assert [str(scored.points) for scored in got.rows] == ["50.00", "40.00"]
    assert [note.code for note in got.notes][:1] == ["weights-equal"]
    assert "satisfaction-absent" not in [note.code for note in got.notes]


def test_weights_given_by_the_caller() -> None:
    got = Sheet(indicators=table()).appraise(weights=[40, "30.5", Decimal("19.5")])
    assert [str(scored.points) for scored in got.rows] == ["40", "30.5", "19.5"]
    for bad in ([1], "even"):
        with pytest.raises(TableError):
            Sheet(indicators=table()).appraise(weights=bad)
    with pytest.raises(PolicyError, match="sections"):
        Sheet(indicators=table()).appraise(
            weights="equal", policy=Policy.named("national-2020").evolve(sections=None)
        )


def test_actuals_by_place_and_by_name() -> None:
    sheet = Sheet(indicators=table())
    assert sheet.appraise(["5场", "50人", None]).rows[1].earned == Decimal("15.00")
    named = sheet.appraise({"受益人数": "50人", "没有的": "1"})
    assert [str(scored.earned) for scored in named.rows] == ["40.00", "15.00", "10.00"]
    assert "actual-without-row" in codes(named)
    with pytest.raises(TableError):
        sheet.appraise(["5场"])
    with pytest.raises(TypeError, match="actuals takes a list of actuals"):
        sheet.appraise("5场5场5")


def test_the_sheet_keeps_what_reading_it_found() -> None:
    found = Finding("torn", severity=Severity.INFO, message=Message("torn", "torn", "破损"))
    assert Sheet(indicators=table(), findings=[found]).appraise().findings[0] is found


def test_the_cost_cap_of_a_policy() -> None:
    rows = (*table(), row("监理费", "≤5万元", "5万元", 6, "成本"))
    assert "cost-over-cap" in codes(Sheet(indicators=rows).appraise(policy="shanxi"))
    assert "cost-over-cap" not in codes(Sheet(indicators=rows).appraise())


def test_money_is_exact() -> None:
    assert Sheet(budget="1，234.50").budget == Decimal("1234.50")
    assert Sheet(budget="").budget is None
    assert Sheet(budget=1.5).budget == Decimal("1.5")
    assert Sheet(budget=Decimal("NaN")).budget is None
    with pytest.raises(ValueError, match="budget takes a finite number"):
        Sheet(budget=Decimal("Infinity"))


@pytest.mark.parametrize(
    ("text", "wan"),
    [
        ("40万元", "40"),
        ("400,000元", "40"),
        ("0.4亿元", "4000"),
        ("40万", "40"),
        ("40", "40"),
        ("１２３．４万元", "123.4"),
        ("1元", "0.0001"),
        ("/", None),
    ],
)
def test_money_that_names_its_unit_is_taken_in_ten_thousands(text: str, wan: str | None) -> None:
    assert Sheet(budget=text).budget == (None if wan is None else Decimal(wan))


@pytest.mark.parametrize(
    "text", ["40万美元", "约40万元", "≤40万元", "40%", "四十多万", "12月", "30-40万元", "≥", "计划40万元"]
)
def test_what_is_no_plain_money_is_refused_by_name_and_value(text: str) -> None:
    with pytest.raises(bk.FieldError, match="budget takes an amount of money.*" + re.escape(text)):
        Sheet(budget=text)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_appraisal_explains_itself(lang: str) -> None:
    told = Sheet("培训", budget="43.2", executed="37.24", indicators=table()).appraise().explain(lang)
    for part in (
        "培训",
        "10 × 37.24 ÷ 43.2 = 8.62",
        "40.00 + 30.00 + 10.00 + 8.62 = 88.62",
        {"en": "good", "zh": "良"}[lang],
    ):
        assert part in told
    open_told = Sheet(indicators=(row("管理制度", "健全", "健全", 90),)).appraise().explain(lang)
    assert "72.00" in open_told
    assert "{" not in told + open_told


def test_a_budget_of_0_is_called_that() -> None:
    got = Sheet(indicators=table(), budget=0, executed=0).appraise()
    assert "no-execution-rate" in [note.code for note in got.notes]
    said = next(finding.message for finding in got.findings if finding.code == "budget-zero")
    assert "not known" not in said.en
    assert "0" in said.zh


def test_more_than_the_budget_counts_as_the_whole_and_that_is_said() -> None:
    got = Sheet(indicators=table(), budget=100, executed=120).appraise()
    assert got.execution_points == Decimal(10)
    assert "execution-capped" in [note.code for note in got.notes]


ABSENT = "本项目不适用此指标"


def test_rows_that_do_not_apply_are_scaled_away_where_the_policy_says_so() -> None:
    rows = (
        row("培训场次", "≥5场", "4场", 40),
        row(ABSENT, "/", "", 20, "效益"),
        row("满意度", "≥90%", "90%", 30),
    )
    got = Sheet(indicators=rows, budget=100, executed=90).appraise(policy="central-2016")
    # (32 + 30 + 9) × 100 ÷ (100 − 20)
    assert (got.total, got.out_of, got.absent) == (Decimal("88.75"), Decimal(100), Decimal(20))
    assert got.grade == "良"
    assert [note.code for note in got.notes] == ["not-applicable-rescaled"]
    assert "× 100 ÷ (100 − 20)" in got.explain()
    assert "× 100 ÷ (100 − 20)" in got.explain("zh")
    silent = Sheet(indicators=rows, budget=100, executed=90).appraise()
    assert (silent.total, silent.total_range) == (None, (Decimal("71.00"), Decimal("91.00")))


def test_a_row_that_does_not_apply_needs_no_weight() -> None:
    rows = (*table(short="5场"), row("无", "无", "", None, "效益"))
    got = Sheet(indicators=rows).appraise()
    assert (got.total, got.grade) == (Decimal("90.00"), "优")


def test_a_table_of_which_nothing_applies_has_no_total() -> None:
    rows = (row(ABSENT, "/", "", 90),)
    got = Sheet(indicators=rows).appraise(policy="central-2016")
    assert (got.total, got.total_range, got.grade) == (None, None, None)


def test_spare_hundredths_do_not_follow_the_order_of_the_rows() -> None:
    rows = [row(name, "≥5场", "5场") for name in ("丙", "甲", "乙")]
    weights = {}
    for order in itertools.permutations(rows):
        got = Sheet(indicators=order).appraise(weights="equal")
        weights[tuple(sorted((one.indicator.name, one.points) for one in got.rows))] = order
    assert len(weights) == 1


def test_a_department_s_key_duties() -> None:
    duties = [
        Indicator("道路养护", "≥100公里", level1="履职效能指标", level2="数量指标", points=25, actual=actual)
        for actual in ("69公里", "70公里", "130公里", "131公里")
    ]
    got = Sheet(indicators=duties, budget=100, executed=95).appraise(policy="pidu-dept-2025")
    assert [str(one.earned) for one in got.rows] == ["0.00", "17.50", "25.00", "0.00"]
    assert got.execution_points == 0
    assert "execution-under-target" in codes(got)
    assert "execution-reason-owed" not in codes(got)
    assert (got.out_of, got.total) == (Decimal(100), Decimal("42.50"))


def test_an_appraisal_says_which_policy_of_an_office_it_took() -> None:
    got = Sheet(fiscal_year=2025, indicators=table(short="5场")).appraise(policy="sichuan")
    assert got.policy.name == "sichuan-2025"
    assert "policy-chosen" in [note.code for note in got.notes]
    assert (
        Sheet(indicators=table()).appraise(policy="sichuan", fiscal_year=2024).policy.name == "sichuan-2023"
    )
    with pytest.raises(PolicyError, match="fiscal year"):
        Sheet(indicators=table()).appraise(policy="sichuan")
