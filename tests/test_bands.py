"""Grade ladders: what each grades, and what is wrong with some."""

from __future__ import annotations

import datetime
import pathlib
import pickle
from decimal import Decimal

import pytest

from budgetkpi import Amount, Bands
from budgetkpi.results import Severity

LINES = (pathlib.Path(__file__).parent / "data" / "bands.tsv").read_text(encoding="utf-8").splitlines()
CASES = [
    pytest.param(*line.split("\t"), id=line.partition("\t")[0]) for line in LINES if not line.startswith("#")
]


@pytest.mark.parametrize(("cells", "problems", "graded"), CASES)
def test_ladder(cells: str, problems: str, graded: str) -> None:
    bands = Bands.parse(cells.split("|"))
    assert [found.code for found in bands.problems] == [code for code in problems.split("|") if code]
    for pair in graded.split("|"):
        actual, _, grade = pair.rpartition("=")
        assert bands.grade(actual) == (None if grade == "none" else grade), actual


def test_any_number_of_grades() -> None:
    bands = Bands.parse(["≥60分", "<60分"], grades=("合格", "不合格"))
    assert (bands.grade("61分"), bands.grade("59分")) == ("合格", "不合格")


def test_dates_fall_from_best_to_worst() -> None:
    bands = Bands.parse(["6月底前", "9月底前", "12月底前"], grades=("优", "良", "中"))
    assert bands.rising is False
    assert bands.grade("7月15日") == "良"
    assert bands.grade(datetime.date(2001, 6, 30)) == "优"
    assert (
        Bands.parse(["2021年6月底前", "2021年9月底前"], grades=("优", "良")).grade("8月1日", fiscal_year=2021)
        == "良"
    )


def test_actuals_that_are_no_text() -> None:
    bands = Bands.parse(["≥90%", "≥80%", "≥70%", "<70%"])
    assert bands.grade(Decimal(85)) == "good"
    assert bands.grade(95) == "excellent"
    assert bands.grade(Amount(Decimal(750), "‰")) == "fair"
    assert bands.grade(None) is None
    assert bands.grade(85.0) == "good"
    assert bands.grade(0.85) is None  # 0.85 % or 85 %
    with pytest.raises(TypeError, match="bytes"):
        bands.grade(b"85%")  # type: ignore[arg-type]


def test_each_grade_has_one_cell() -> None:
    with pytest.raises(ValueError, match="3 cells for 4 grades"):
        Bands.parse(["≥90%", "≥80%", "≥70%"])


def test_a_problem_says_which_grades_it_is_about() -> None:
    (found,) = Bands.parse(["≥90%", "≥80%", "≥70%", "<60%"]).problems
    assert found.severity is Severity.WARNING
    assert "fair" in found.message.en
    assert "<60%" in found.message.zh


def test_bands_can_be_pickled() -> None:
    bands = Bands.parse(["≥90%", "≥80%", "≥70%", "<60%"])
    assert pickle.loads(pickle.dumps(bands)) == bands  # noqa: S301
