"""Values and results show themselves in one line."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest
from hypothesis import given

import budgetkpi as bk
from budgetkpi.shown import Shown, clipped, printable
from tests.strategies import values

ROWS = [
    bk.Indicator("培训场次", "≥5场", points=60, actual="4场", earned="9.5"),
    bk.Indicator("满意度", "95", comparator="≥", unit="%", points=30),
]
SHEET = bk.Sheet("培训项目", fiscal_year=2020, indicators=ROWS)
BANDS = bk.Bands.parse(["≥90%", "≥80%", "≥70%", "≥%"])
OWN = bk.Vocabulary().with_units("轮次").with_ladder("新", [["差"], ["好"]]).with_blanks("见附件")

LINES = [
    (bk.parse("≥95%"), "<Amount ≥95%>"),
    (bk.parse("80-90%"), "<Range 80~90%>"),
    (bk.parse("2020年12月底前"), "<Deadline ≤2020年12月底>"),
    (bk.parse("健全"), "<Level 健全>"),
    (bk.parse("不超过年初预算"), "<Reference 不超过年初预算>"),
    (bk.parse("培训2次，每次100人"), "<Several 2次；每次100人>"),
    (bk.Text("一\n二\x1b[31m"), r"<Text 一 二\x1b[31m>"),
    (bk.parse("/"), "<Missing>"),
    (bk.Message("code", "English", "中文"), "<Message code: English>"),
    (bk.Note(bk.Message("code", "English", "中文")), "<Note code: English>"),
    (bk.evaluate("≥95%", "96%"), "<Evaluation met 96% ≥95%>"),
    (bk.evaluate("≥95%", "94%"), "<Evaluation not_met 94% ≥95%>"),
    (bk.evaluate("≥", None), "<Evaluation undetermined — ?>"),
    (bk.infer_direction(bk.Indicator("满意度", "≥95%")), "<Inference at_least stated-sign stated>"),
    (ROWS[0], "<Indicator 培训场次 ≥5场 actual 4场 points 60>"),
    (ROWS[1], "<Indicator 满意度 ≥95% points 30>"),
    (bk.Indicator("满意度" * 30), f"<Indicator {('满意度' * 30)[:39]}…>"),
    (bk.score(ROWS[0]), "<Score 48.00 of 60 培训场次 national-2020>"),
    (bk.score(ROWS[1]), "<Score 0—30 of 30 满意度 national-2020>"),
    (bk.score(bk.Indicator("场次", "≥5场"), "4场"), "<Score 80% of — 场次 national-2020>"),
    (SHEET, "<Sheet 培训项目 2020 (2 rows)>"),
    (bk.Sheet(), "<Sheet (0 rows)>"),
    (SHEET.appraise(), "<Appraisal 48.00—78.00 of 90 培训项目 (2 rows, national-2020)>"),
    (bk.audit(SHEET), "<Audit 2 rows: 1 lower, 1 not_comparable>"),
    (bk.audit(SHEET)[0], "<AuditRow lower published 9.5 rule 48.00 培训场次>"),
    (bk.Policy.named("national-2020"), "<Policy national-2020"),
    (BANDS, "<Bands excellent ≥90%, good ≥80%, fair ≥70%, poor ?>"),
    (OWN, "<Vocabulary units 轮次; ladders 新; blanks 见附件>"),
    (bk.Vocabulary(), "<Vocabulary empty>"),
    (bk.find("群众满意度达到90%以上。")[0], "<Mention 5:12 群众满意度 ≥90%>"),
    (bk.check(bk.Indicator("满意度", ""))[0], "<Finding error empty: 满意度: no target is filled in>"),
]


@pytest.mark.parametrize(("thing", "line"), LINES, ids=[line for _, line in LINES])
def test_what_a_thing_holds_stands_in_one_line(thing: object, line: str) -> None:
    shown = repr(thing)
    assert line == shown or (not line.endswith(">") and shown.startswith(line))
    assert shown.isprintable()


@given(values)
def test_a_value_shows_its_canonical_text(value: bk.Value) -> None:
    assert f"<{type(value).__name__} {printable(str(value))}".rstrip() + ">" == repr(value)


@attrs.frozen(repr=False)
class Ours(Shown):
    number: Decimal
    hidden: str = attrs.field(default="", repr=False, kw_only=True)


def test_a_class_that_says_nothing_shows_its_fields() -> None:
    assert "<Ours number=Decimal('1.50')>" == repr(Ours(Decimal("1.50"), hidden="x"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\r\n b\t c", "a b c"),
        ("\u202e甲", r"\u202e甲"),
        ("\ud800", r"\ud800"),
        ("\x00", r"\x00"),
        ("甲乙", "甲乙"),
    ],
)
def test_what_cannot_be_printed_is_escaped(text: str, shown: str) -> None:
    assert shown == printable(text)


def test_a_long_text_is_clipped() -> None:
    assert ("甲" * 40, "甲" * 39 + "…") == (clipped("甲" * 40), clipped("甲" * 41))
