"""How closed sets, columns and figures are worded; flat rows of results."""

from __future__ import annotations

import json
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import budgetkpi as bk
from budgetkpi.messages import Catalog
from budgetkpi.resources import load_table
from budgetkpi.wording import Grade, Worded, in_language, number, percentage

PUBLIC_SETS = [
    bk.Approximation,
    bk.Cause,
    bk.Change,
    bk.Comparator,
    bk.Confidence,
    bk.Direction,
    bk.Flag,
    bk.Kind,
    bk.Light,
    bk.Outcome,
    bk.Part,
    bk.Period,
    bk.Section,
    bk.Severity,
    bk.Standing,
    bk.Status,
    bk.Subclass,
]
FORM = [
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
]
ROW = bk.Indicator(
    "培训场次",
    "≥5场",
    level1="产出指标",
    level2="数量指标",
    points=10,
    actual="4场",
    earned="9.5",
    reason="疫情",
)


@pytest.mark.parametrize("closed", PUBLIC_SETS)
def test_every_member_has_a_word_in_both_languages(closed: type[Worded]) -> None:
    words = [(member.en, member.zh) for member in closed]
    assert len(set(words)) == len(words)
    assert all(en.isascii() and not zh.isascii() for en, zh in words)


def test_every_public_closed_set_is_worded() -> None:
    public = {getattr(bk, name) for name in vars(bk)["__all__"]}
    assert {one for one in public if isinstance(one, type) and issubclass(one, Worded)} == set(PUBLIC_SETS)


def test_verdicts_are_called_as_the_glossary_says() -> None:
    assert [outcome.zh for outcome in bk.Outcome] == ["达成", "未达成", "待定"]
    assert [outcome.en for outcome in bk.Outcome] == ["met", "not met", "undetermined"]


@pytest.mark.parametrize("name", ["scoring", "sheets", "tables", "direction", "checks"])
def test_no_message_calls_a_verdict_otherwise(name: str) -> None:
    """工作未完成 is said of work; of a target it is 未达成, and what is open is 待定."""
    said = " ".join(texts["zh"] for texts in load_table("messages", f"{name}.toml").values())
    assert "未完成" not in said.replace("未完成原因", "")
    assert "无法判定" not in said


@pytest.mark.parametrize(
    ("name", "en", "zh"),
    [
        ("优", "excellent", "优"),
        ("excellent", "excellent", "优"),
        ("较差", "poor", "较差"),
        ("poor", "poor", "差"),
        ("甲等", "甲等", "甲等"),
        ("A", "A", "A"),
    ],
)
def test_a_grade_is_its_name_and_has_words(name: str, en: str, zh: str) -> None:
    grade = pickle.loads(pickle.dumps(Grade(name)))  # noqa: S301  (our own)
    assert (name, en, zh) == (grade, grade.en, grade.zh)
    assert json.dumps([name]) == json.dumps([grade])


def test_grades_of_ladders_and_tables_have_words() -> None:
    held = bk.Bands.parse(["≥90%", "≥80%", "≥70%", "<70%"]).grade("85%")
    appraisal = bk.Sheet(indicators=[bk.Indicator("场次", "5场", points=100, actual="5场")]).appraise()
    assert held is not None
    assert appraisal.grade is not None
    assert ("good", "良", "优", "excellent") == (held, held.zh, appraisal.grade, appraisal.grade.en)


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [
        (Fraction(2, 3), "66.67%"),
        (Fraction(1, 3), "33.33%"),
        (Fraction(6, 5), "120%"),
        (Fraction(99995, 1000000), "10%"),
        (Fraction(12345, 1000000), "1.23%"),
        (Fraction(123450, 10000000), "1.23%"),
        (Fraction(123500, 10000000), "1.24%"),
        (Fraction(-1, 3), "-33.33%"),
        (Fraction(-1, 10**6), "0%"),
        (Fraction(0), "0%"),
    ],
)
def test_percentages_are_rounded_half_up(ratio: Fraction, shown: str) -> None:
    assert shown == percentage(ratio)


@pytest.mark.parametrize(
    ("exact", "held"),
    [
        (Decimal("8.00"), 8),
        (Decimal("8.62"), 8.62),
        (Decimal("1E+2"), 100),
        (Decimal("0.10000000000000000001"), "0.10000000000000000001"),
        (Decimal("NaN"), None),
        (None, None),
    ],
)
def test_a_number_is_json_s_where_json_loses_nothing(exact: Decimal | None, held: object) -> None:
    shown = number(exact)
    assert held == shown
    assert type(held) is type(shown)


def assert_flat(row: dict[str, Any]) -> None:
    assert json.loads(json.dumps(row, ensure_ascii=False, allow_nan=False)) == row
    assert all(cell is None or isinstance(cell, str | int | float) for cell in row.values())


@pytest.mark.parametrize(
    ("target", "actual", "verdict", "attainment"),
    [
        ("≥95%", "96%", "达成", "101.05%"),
        ("≥95%", None, "待定", None),
        ("≥", "96%", "待定", None),
        ("≥95%", "≥", "待定", None),
        (5, 4, "待定", None),
        ("健全", "健全", "达成", None),
    ],
)
def test_the_row_of_an_evaluation(
    target: str | int, actual: str | int | None, verdict: str, attainment: str | None
) -> None:
    row = bk.evaluate(target, actual).row()
    assert_flat(row)
    assert ["年度指标值", "实际完成值"] == list(row)[:2]
    assert [str(target), "" if actual is None else str(actual)] == list(row.values())[:2]
    assert (verdict, attainment) == (row["判定"], row["完成率"])
    assert row["理由"]


def test_the_row_of_a_score_begins_as_the_form_does() -> None:
    row = bk.score(ROW).row()
    assert_flat(row)
    assert FORM == list(row)[: len(FORM)]
    values = ["产出指标", "数量指标", "培训场次", "≥5场", "4场", 10, 8, "疫情"]
    assert values == list(row.values())[: len(FORM)]
    assert ("未达成", "80%", None, "10 × 4 ÷ 5 = 8.00") == (
        row["判定"],
        row["完成率"],
        row["得分区间"],
        row["计分算式"],
    )


def test_a_score_without_a_number_says_what_it_can_be() -> None:
    word = bk.score(bk.Indicator("制度", "健全", points=10), "部分达成预期指标").row()
    row = bk.score(bk.Indicator("制度", "≥5场", points=10)).row()
    assert (None, "6.00—7.99") == (word["得分"], word["得分区间"])
    assert (None, "0—10", "待定", "未填实际完成值") == (
        row["得分"],
        row["得分区间"],
        row["判定"],
        row["得分提示"],
    )


def test_the_row_of_an_audit_has_both_scores() -> None:
    (made,) = bk.audit(bk.Sheet(indicators=[ROW]))
    row = made.row()
    assert_flat(row)
    assert (8, 9.5, "偏高") == (row["得分"], row["公布得分"], row["复核结论"])
    assert list(bk.score(ROW).row()) == list(row)[:-8]


@pytest.mark.parametrize(
    "made", [bk.evaluate("≥5场", "4场"), bk.score(ROW), bk.audit(bk.Sheet(indicators=[ROW]))[0]]
)
def test_a_row_has_the_same_columns_in_english(made: bk.Evaluation | bk.Score | bk.AuditRow) -> None:
    zh, en = made.row(lang="zh"), made.row(lang="en")
    assert_flat(en)
    assert len(zh) == len(en)
    assert all(heading.isascii() for heading in en)
    assert "not met" == en["verdict"]
    with pytest.raises(ValueError, match="en or zh"):
        made.row("fr")


def test_every_column_is_some_row_s() -> None:
    say = Catalog("wording")
    headings = {say(code).zh for code in say.codes() if code.startswith("column-")}
    sheet = bk.Sheet(indicators=[ROW])
    apart = {"指标性质", "度量单位"}  # columns of a sheet's own view
    apart |= {
        "文件",
        "表格",
        "行",
        "活动名称",
        "指标解释",
        "指标值确定依据",
        *"优良中差",
    }  # of the command line
    watched = bk.monitor(ROW, as_of="2025-06-30", policy="system").row()
    assert headings == {*bk.audit(sheet)[0].row(), *sheet.appraise().row(), *watched, *apart}


def test_the_row_of_a_whole_table() -> None:
    sheet = bk.Sheet("培训", "某局", fiscal_year=2020, indicators=[ROW], budget="1,000", executed=900)
    row = sheet.appraise().row()
    assert_flat(row)
    assert ["培训", "某局", 2020, 1000, 900, "90%", 9, 17, None, 20, "良"] == list(row.values())[:11]
    word = bk.Sheet(indicators=[bk.Indicator("制度", "健全", points=10, actual="部分达成预期指标")])
    assert (None, "6.00—7.99") == (word.appraise().row()["总分"], word.appraise().row()["总分区间"])
    assert word.appraise().row("en")["possible total"] == "6.00—7.99"


def test_in_language_takes_what_has_both() -> None:
    assert "达成" == in_language("zh")(bk.Outcome.MET)
