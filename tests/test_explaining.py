"""How a verdict is told."""

from __future__ import annotations

import re

import pytest

import budgetkpi as bk
from budgetkpi.resources import load_table

EQUAL = bk.Indicator("满意度", "=95%", level2="满意度指标", points=10)
CASES = [
    bk.evaluate("≥95%", "96%"),
    bk.evaluate("≥95%", None),
    bk.evaluate("≥", "95 96%"),
    bk.evaluate("≤5次", "6次"),
    bk.evaluate("健全", "基本健全"),
    bk.evaluate(EQUAL, "96%"),
    bk.evaluate("95", "0.96"),
    bk.evaluate("6月底前", "2020年7月"),
]


@pytest.mark.parametrize("evaluation", CASES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_verdict_is_told_in_lines(evaluation: bk.Evaluation, lang: str) -> None:
    first, *lines = evaluation.explain(lang).splitlines()
    outcome = evaluation.outcome.zh if lang == "zh" else evaluation.outcome.en
    assert outcome in first
    assert (evaluation.reason.zh if lang == "zh" else evaluation.reason.en) in first
    assert all(line.startswith("  ") for line in lines)
    assert bool(evaluation.errors) == any("^" in line for line in lines)


def test_the_attainment_is_rounded_half_up() -> None:
    assert "attainment: 66.67%" in bk.evaluate("≥3次", "2次").explain()
    assert "完成率：66.67%" in bk.evaluate("≥3次", "2次").explain("zh")


def test_another_language_is_an_error() -> None:
    with pytest.raises(ValueError, match="en or zh"):
        CASES[0].explain("de")


def test_a_line_break_in_a_cell_breaks_no_line() -> None:
    told = bk.evaluate("\n≥95%\n", "96%\r\n").explain()
    assert len(told.splitlines()) == len(bk.evaluate("≥95%", "96%").explain().splitlines())


def test_a_sign_that_gave_way_is_not_called_unwritten() -> None:
    """The note says why the written = is no equal sign; it does not say that nothing was written."""
    told = bk.evaluate(EQUAL, "96%")
    assert "=" in " ".join(note.message.en for note in told.notes)
    assert "not written" not in told.explain()
    assert "未注明" not in told.explain("zh")


WRITTEN = [rule for rule in load_table("messages", "direction.toml").values() if "written" in rule["en"]]


@pytest.mark.parametrize("rule", WRITTEN)
def test_no_reason_says_both_written_and_not_written(rule: dict[str, str]) -> None:
    said = load_table("messages", "evaluation.toml")["direction-inferred"]
    for text in (said["en"].replace("{why_en}", rule["en"]), said["zh"].replace("{why_zh}", rule["zh"])):
        denied = re.search(r"not written|未注明|没有写", text)
        assert not (denied and re.search(r"the written|states|所写|写明", text))


def test_other_readings_are_in_the_reader_s_language() -> None:
    assert "另一种可能：等于该数" in bk.evaluate(EQUAL, "96%").explain("zh")
    assert "could also be: exactly" in bk.score(EQUAL, "96%").explain()
