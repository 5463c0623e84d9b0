"""What a score says of itself, kept as texts in both languages and read by people."""

from __future__ import annotations

import pathlib
import re

import pytest

from budgetkpi import Flag, Indicator, score

TEXTS = pathlib.Path(__file__).parent / "data" / "explained"


def q(
    target: str, actual: str, name: str = "培训场次", level2: str = "数量指标", **more: str | int
) -> Indicator:
    """A row with ten points, or with those given."""
    points = more.pop("points", "10")
    return Indicator(name, target, level2=level2, points=points, actual=actual, **more)  # type: ignore[arg-type]


CASES = [
    ("a goal missed", q("≥5场", "4场"), "national-2020"),
    ("a goal met", q("≥5场", "6场"), "national-2020"),
    ("far above", q("≥5场", "7场"), "sichuan-2025"),
    ("pass mark", q("≥5场", "2.9场"), "mof-101"),
    ("a limit passed", q("≤5%", "6%", "故障率", "质量指标"), "national-2020"),
    ("a limit passed, line", q("≤5%", "6%", "故障率", "质量指标"), "system-linear"),
    ("silent", q("≤5%", "6%", "故障率", "质量指标"), "mof-101"),
    ("strict", q("<5%", "5%", "差错率", "质量指标"), "national-2020"),
    ("exactly passed", q("=28台", "30台", "采购数量"), "national-2020"),
    ("zero", q("=0次", "1次", "事故次数", "质量指标"), "national-2020"),
    ("bare number", q("5%", "6%", "故障率", "质量指标"), "national-2020"),
    ("word", q("健全", "部分达成预期指标", "管理制度", "可持续影响指标"), "hubei-2020"),
    ("word by hand", q("健全", "健全", "管理制度", "可持续影响指标", hand_points=9), "hebei-tianjin"),
    ("deadline late", q("6月底前", "7月5日", "完成时间", "时效指标", fiscal_year=2021), "national-2020"),
    ("range", q("80%-90%", "72%", "利用率", "质量指标"), "national-2020"),
    ("missing", q("≥5场", "/"), "national-2020"),
    ("unreadable", q("≥5场", "12..5场"), "national-2020"),
    ("satisfaction", q("≥95%", "93%", "群众满意度", "服务对象满意度指标"), "mof-101"),
    ("deduction", q("≥5场", "4场", deduction=1, deduction_reason="迟报"), "guangxi"),
    ("not applicable", q("不适用", "", "本项目不适用此指标"), "central-2016"),
    ("readings", q("≥90%", "0.88", "合格率", "质量指标"), "national-2020"),
    ("fraction", q("≥9场", "7场", points="9.5"), "national-2020"),
]


def kept(lang: str) -> dict[str, str]:
    """The kept texts by the names of their cases."""
    text = (TEXTS / f"{lang}.txt").read_text(encoding="utf-8")
    parts = [part.split("\n", 1) for part in text.split("## ")[1:]]
    return {name: said.rstrip("\n") for name, said in parts}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("name", "row", "policy"), CASES, ids=[case[0] for case in CASES])
def test_the_text_that_was_read_by_people(name: str, row: Indicator, policy: str, lang: str) -> None:
    assert score(row, policy=policy).explain(lang) == kept(lang)[name]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_kept_text_has_its_case_and_no_code_word(lang: str) -> None:
    texts = kept(lang)
    assert list(texts) == [case[0] for case in CASES]
    codes = {flag.value for flag in Flag if "-" in flag.value} | {"not_met", "at_least", "at_most", "✓", "✗"}
    for text in texts.values():
        assert not [code for code in codes if code in text]
        if lang == "zh":
            assert not re.search(
                r"(?<![a-z0-9-])(unknown|reverse|ranges|over|undetermined)(?![a-z0-9-])", text
            )
