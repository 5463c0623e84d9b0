"""Points that a person gives: where the rules leave room for them, and where not."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from budgetkpi import Flag, Indicator, Policy, PolicyError, Sheet, score

FLOOR = Indicator("培训场次", "≥5场", level2="数量指标", points=10)
CEILING = Indicator("故障率", "≤5%", level2="质量指标", points=10)
WORD = Indicator("管理制度", "健全", level2="可持续影响指标", points=10)


def by_hand(row: Indicator, actual: str, points: str, policy: str) -> tuple[str, list[str], str]:
    """What was earned with points in the row, its flags about hands, and the last note."""
    got = score(attrs.evolve(row, actual=actual, hand_points=points), policy=policy)
    flags = [flag.value for flag in got.flags if flag in (Flag.BY_HAND, Flag.HAND_REFUSED)]
    return str(got.earned), flags, got.notes[-1].message.en if got.notes else ""


@pytest.mark.parametrize(
    ("row", "actual", "points", "policy", "earned", "flag", "said"),
    [
        # words: by hand, within a band, where the policy is silent
        (WORD, "健全", "9", "hebei-tianjin", "9.00", "by-hand", "no number here"),
        (WORD, "健全", "11", "hebei-tianjin", "None", "hand-refused", "0 to the weight of 10"),
        (WORD, "健全", "8", "national-2020", "8.00", "by-hand", "within the 8.00 to 10.00"),
        (WORD, "健全", "7.99", "national-2020", "None", "hand-refused", "outside the band"),
        (WORD, "部分达成预期指标", "8", "national-2020", "None", "hand-refused", "outside the band"),
        (WORD, "健全", "3", "zhejiang", "3.00", "by-hand", "no number here"),
        # a passed limit that the policy opens, or has no rule for, or computes
        (CEILING, "6%", "5", "hebei-tianjin", "5.00", "by-hand", "in place of the 8.00"),
        (CEILING, "6%", "5", "mof-101", "5.00", "by-hand", "no number here"),
        (CEILING, "6%", "5", "national-2020", "8.33", "hand-refused", "does not let a person"),
        (CEILING, "6%", "8.33", "national-2020", "8.33", "", ""),
        # a floor may be changed in one office only
        (FLOOR, "4场", "9", "zhejiang", "9.00", "by-hand", "in place of the 8.00"),
        (FLOOR, "6场", "9", "zhejiang", "9.00", "by-hand", "in place of the 10.00"),
        (FLOOR, "4场", "9", "system-linear", "8.00", "hand-refused", "does not let a person"),
        (FLOOR, "4场", "-1", "zhejiang", "8.00", "hand-refused", "outside 0"),
        # what the cells do not decide
        (FLOOR, "12..5场", "4", "national-2020", "4.00", "by-hand", "no number here"),
        (FLOOR, "/", "4", "national-2020", "4.00", "by-hand", "no number here"),
    ],
)
def test_points_in_a_row(
    row: Indicator, actual: str, points: str, policy: str, earned: str, flag: str, said: str
) -> None:
    got = by_hand(row, actual, points, policy)
    assert got[:2] == (earned, [flag] if flag else [])
    assert said in got[2]


def test_points_without_a_weight_or_for_a_row_that_does_not_apply() -> None:
    bare = attrs.evolve(FLOOR, points=None, actual="4场", hand_points=3)
    assert Flag.HAND_REFUSED in score(bare).flags
    absent = Indicator("本项目不适用此指标", "/", points=10, hand_points=3)
    assert Flag.HAND_REFUSED in score(absent, policy="central-2016").flags
    assert str(score(absent).earned) == "3.00"


def test_a_number_that_the_caller_gives_and_that_does_not_fit_is_an_error() -> None:
    with pytest.raises(PolicyError, match="does not let a person"):
        score(FLOOR, "4场", choose=9)
    with pytest.raises(PolicyError, match="outside 0"):
        score(WORD, "健全", policy="hebei-tianjin", choose=11)
    assert str(score(FLOOR, "4场", choose=8).earned) == "8.00"
    chosen = score(attrs.evolve(WORD, hand_points="8.5"), "健全", choose="low")
    assert str(chosen.earned) == "8.50"


def test_points_taken_off() -> None:
    row = attrs.evolve(FLOOR, actual="4场", deduction=3, deduction_reason="迟报")
    got = score(row, policy="guangxi")
    assert (str(got.earned), got.deduction, got.share) == ("5.00", Decimal(3), None)
    assert Flag.BY_HAND in got.flags
    assert "迟报" in got.notes[-1].message.zh
    assert (
        "未说明原因" in score(attrs.evolve(row, deduction_reason=None), policy="guangxi").notes[-1].message.zh
    )
    refused = score(row)
    assert (str(refused.earned), Flag.HAND_REFUSED in refused.flags) == ("8.00", True)
    assert Flag.HAND_REFUSED in score(attrs.evolve(row, deduction="-1"), policy="guangxi").flags


def test_points_taken_off_what_is_not_one_number() -> None:
    word = attrs.evolve(WORD, actual="健全", deduction=3, deduction_reason="迟报")
    got = score(word, policy="guangxi")
    assert (got.earned, got.band) == (None, (Decimal("5.00"), Decimal("7.00")))
    assert str(score(word, policy="guangxi", choose="high").earned) == "7.00"
    nothing = score(attrs.evolve(FLOOR, actual="/", deduction=3), policy="guangxi")
    assert (nothing.earned, nothing.possible) == (None, (Decimal(0), Decimal(7)))
    assert str(score(attrs.evolve(word, hand_points=9), policy="guangxi").earned) == "6.00"


def test_a_sheet_tells_what_was_not_taken() -> None:
    rows = (attrs.evolve(FLOOR, points=90, actual="4场", hand_points=90),)
    got = Sheet(indicators=rows).appraise()
    refused = [finding for finding in got.findings if finding.code == "hand-refused"]
    assert len(refused) == 1
    assert "培训场次" in refused[0].message.zh
    assert str(got.total) == "72.00"


def test_a_reason_for_points_taken_off_is_a_reason() -> None:
    rows = (attrs.evolve(FLOOR, points=90, actual="5场", deduction=3, deduction_reason="迟报"),)
    got = Sheet(indicators=rows).appraise(policy="guangxi")
    assert "reason-owed" not in [finding.code for finding in got.findings]


def test_the_high_end_of_a_band_by_hand() -> None:
    policy = Policy.named("national-2020")
    second = attrs.evolve(WORD, actual="部分达成预期指标")
    assert str(score(attrs.evolve(second, hand_points="7.99"), policy=policy).earned) == "7.99"
    assert score(attrs.evolve(second, hand_points="7.995"), policy=policy).earned is None
