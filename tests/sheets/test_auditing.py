"""Published scores held against the rule."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from budgetkpi import Indicator, Sheet, Standing, audit


def published(target: str, actual: str | None, points: str, earned: str | None, **more: str) -> Indicator:
    return Indicator(
        more.get("name", "培训场次"),
        target,
        level2=more.get("level2", "数量指标"),
        actual=actual,
        points=Decimal(points),
        earned=None if earned is None else Decimal(earned),
    )


STANDINGS = [
    (published("≥5场", "4场", "10", "8"), "agrees"),
    (published("≥3场", "2场", "10", "6.67"), "agrees"),
    (published("≥3场", "2场", "10", "6.66"), "rounded"),
    (published("≥3场", "2场", "10", "6.7"), "rounded"),
    (published("≥3场", "2场", "10", "7"), "rounded"),
    (published("≥43.2万元", "37.24万元", "10", "9", name="到位资金"), "rounded"),
    (published("≥3场", "2场", "10", "6"), "lower"),
    (published("≥3场", "2场", "10", "10"), "higher"),
    (published("≥5场", "5场", "10", "9.5"), "lower"),
    (published("≥5场", "5场", "10", None), "not_comparable"),
    (published("≥5场", None, "10", "10"), "not_comparable"),
    (published("≥5场", "5场", "10", "NaN"), "not_comparable"),
    (published("健全", "健全", "10", "9", level2="可持续影响指标", name="管理制度"), "agrees"),
    (published("健全", "健全", "10", "7", level2="可持续影响指标", name="管理制度"), "lower"),
    (published("健全", "部分达成预期指标", "10", "8", level2="可持续影响指标", name="管理制度"), "higher"),
]


@pytest.mark.parametrize(("row", "standing"), STANDINGS)
def test_standing(row: Indicator, standing: str) -> None:
    (got,) = audit(Sheet(indicators=[row]))
    assert got.standing == Standing(standing)
    assert got.message.code.startswith("audit-")
    assert got.message.zh


def test_the_policy_decides() -> None:
    row = published("≤5%", "6%", "10", "8", level2="质量指标", name="设备故障率")
    sheet = Sheet(indicators=(row,))
    assert audit(sheet)[0].standing is Standing.ROUNDED
    assert audit(sheet, policy="system-linear")[0].standing is Standing.AGREES


def test_full_marks_on_an_unmet_target() -> None:
    got = audit(
        Sheet(
            indicators=(
                published("≥5场", "4场", "10", "10"),
                published("<5%", "5%", "10", "10", name="差错率"),
            )
        )
    )
    assert [finding.code for finding in got.findings] == ["full-marks-unmet", "likely-cause"]
    assert got.findings[0].indicator is got[0].score.indicator
    assert len(got) == 2
    assert got[0:1] == got.rows[:1]


def test_more_points_than_the_weight() -> None:
    assert [f.code for f in audit(Sheet(indicators=(published("≥5场", "5场", "10", "11"),))).findings] == [
        "points-over-weight"
    ]


def test_a_word_that_answers_a_number() -> None:
    got = audit(Sheet(indicators=(published("≥5场", "达成预期指标", "10", "10"),)))
    assert [finding.code for finding in got.findings] == ["word-answers-number"]


def test_actual_equals_target_everywhere() -> None:
    rows = [published(f"≥{n}场", f"{n}场", "10", "10") for n in range(3)]
    assert [f.code for f in audit(Sheet(indicators=tuple(rows))).findings] == [
        "actual-equals-target-everywhere"
    ]
    rows.append(published("≥5场", "6场", "10", "10"))
    assert audit(Sheet(indicators=tuple(rows))).findings == ()
    assert audit(Sheet(indicators=tuple(rows[:2]))).findings == ()


@pytest.mark.parametrize(
    ("target", "actual", "earned", "policy", "wanted"),
    [
        # a limit scored like a goal: full where it was passed, too little where it was kept
        ("≤5%", "4%", "8", "national-2020", ["limit_as_goal"]),
        ("≤5%", "6%", "10", "national-2020", ["limit_as_goal", "weight_copied"]),
        ("≤5%", "6%", "8", "national-2020", ["whole_points", "linear"]),
        ("≤5%", "7%", "6", "national-2020", ["linear"]),
        ("≤5%", "7%", "7.14", "system-linear", ["inverse_ratio"]),
        # rounding
        ("≥3场", "2场", "7", "national-2020", ["whole_points"]),
        ("≥3场", "2场", "6.7", "national-2020", ["one_place"]),
        ("≥3场", "2场", "6.66", "national-2020", ["cut"]),
        ("≥3场", "2场", "6.667", "national-2020", []),
        ("≥3场", "2场", "6.67", "national-2020", []),
        ("≥3场", "2场", "10", "national-2020", ["weight_copied"]),
        ("≥3场", "2场", "5", "national-2020", []),
    ],
)
def test_likely_causes(target: str, actual: str, earned: str, policy: str, wanted: list[str]) -> None:
    row = Indicator("情况", target, level2="质量指标", points=10, actual=actual, earned=earned)
    (got,) = audit(Sheet(indicators=[row]), policy=policy)
    assert [cause.value for cause in got.causes] == wanted
    assert ("likely-cause" in [one.code for one in got.findings]) is bool(wanted)


def test_full_marks_for_nothing() -> None:
    rows = [
        Indicator("甲", "≥5场", points=10, actual="/", earned=10),
        Indicator("乙", "≥5场", points=10, actual="12..5场", earned=10),
        Indicator("丙", "≥5场", points=10, actual="/", earned=3),
    ]
    got = audit(Sheet(indicators=rows))
    assert [one.code for row in got for one in row.findings] == [
        "full-marks-missing",
        "full-marks-unreadable",
    ]
    assert [row.message.code for row in got] == ["audit-no-rule"] * 3
    assert audit(Sheet(indicators=[Indicator("甲", "≥5场", points=10, actual="4场")]))[0].message.code == (
        "audit-no-published"
    )


def test_the_published_figures_of_the_whole() -> None:
    row = Indicator("培训", "≥5场", points=90, actual="4场", earned=72)
    kept = Sheet(indicators=[row], budget=100, executed=90)
    got = audit(attrs.evolve(kept, published_total="81", published_execution="9", published_grade="良"))
    assert [(one.name, one.standing.value) for one in got.figures] == [
        ("execution", "agrees"),
        ("total", "agrees"),
        ("grade", "agrees"),
    ]
    assert not got.findings
    wrong = audit(attrs.evolve(kept, published_total="90", published_execution="10", published_grade="优"))
    codes = [one.code for one in wrong.findings]
    assert codes == ["published-execution", "published-total", "published-grade", "total-not-the-sum"]
    assert "优" in wrong.figures[2].message.zh
    opened = audit(
        Sheet(indicators=[row, Indicator("附带", "≥5场")], published_total="90", published_grade="优")
    )
    assert [one.standing.value for one in opened.figures] == ["not_comparable", "not_comparable"]


def test_a_review_beside_the_self_evaluation() -> None:
    row = Indicator(
        "培训", "≥5场", points=10, actual="5场", earned=10, reviewed_actual="4场", reviewed_earned=8
    )
    (got,) = audit(Sheet(indicators=[row]))
    assert got.review is not None
    assert str(got.review.earned) == "8.00"
    assert [one.code for one in got.findings] == ["review-differs", "review-value-differs"]
    cells = got.row()
    assert (cells["复核完成值"], cells["复核得分"], cells["偏差"]) == ("4场", 8, -2)
    odd = audit(Sheet(indicators=[attrs.evolve(row, reviewed_earned=6)]))[0]
    assert "review-not-the-rule" in [one.code for one in odd.findings]
    assert "8.00" in odd.findings[-1].message.zh


def test_the_audit_says_which_policy_of_an_office_it_took() -> None:
    got = audit(Sheet(fiscal_year=2025, indicators=[]), policy="sichuan")
    assert [note.code for note in got.notes] == ["policy-chosen"]
