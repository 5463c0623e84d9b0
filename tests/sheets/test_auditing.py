"""Published scores held against the rule."""

from __future__ import annotations

from decimal import Decimal

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
    assert [finding.code for finding in got.findings] == ["full-marks-unmet"]
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
