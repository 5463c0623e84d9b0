"""What is written as a form is read as the same sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import budgetkpi as bk
from tests.forms import made

pytest.importorskip("xlsxwriter")

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHEETS: dict[str, Callable[[], bk.Sheet]] = {
    "culture": made.culture,
    "water": made.water,
    "open": made.open_rows,
    "many": lambda: made.many(30),
}
PRINTED = ("name", "level1", "level2")
"""The cells that every form prints as they are."""


def read(path: Path) -> bk.Sheet:
    sheets = bk.read_sheets(path)
    assert sheets.findings == ()
    (sheet,) = sheets
    assert sheet.findings == ()
    return sheet


def told(row: bk.Indicator) -> object:
    """What a target says, whether in one cell or in three."""
    return bk.parse(row.target, indicator=row)


@pytest.mark.parametrize("form", ["national", "sichuan", "hubei"])
@pytest.mark.parametrize("name", SHEETS)
def test_the_same_sheet_comes_back(form: str, name: str, tmp_path: Path) -> None:
    appraisal = SHEETS[name]().appraise()
    bk.write_form(appraisal, tmp_path / "form.xlsx", form)
    again, sheet = read(tmp_path / "form.xlsx"), appraisal.sheet
    for field in ("title", "department", "fiscal_year", "budget", "executed"):
        assert getattr(again, field) == getattr(sheet, field)
    assert len(again.indicators) == len(sheet.indicators)
    for row, score in zip(again.indicators, appraisal.rows, strict=True):
        given = score.indicator
        assert [getattr(row, field) or "" for field in PRINTED] == [
            getattr(given, field) or "" for field in PRINTED
        ]
        assert told(row) == told(given)
        assert bk.evaluate(row, row.actual or "", fiscal_year=2022).outcome == score.evaluation.outcome
        assert (row.actual or "").startswith(given.actual or "")
        assert row.earned == score.earned
        if form == "hubei":  # it has no columns for these
            assert (row.points, row.reason) == (None, None)
        else:
            assert row.points == given.points
            assert (row.reason or "") == (given.reason or "")
    if form != "hubei":
        assert again.appraise().total == appraisal.total


def test_cells_of_one_target_come_back_to_the_letter(tmp_path: Path) -> None:
    sheet = made.culture()
    bk.write_form(sheet.appraise(), tmp_path / "form.xlsx")
    assert [row.target for row in read(tmp_path / "form.xlsx").indicators] == [
        row.target for row in sheet.indicators
    ]


def test_a_reason_over_several_rows_of_the_spreadsheet_comes_back_whole(tmp_path: Path) -> None:
    sheet = made.culture()
    long = "受自然灾害影响工期顺延，下一步倒排工期。" * 120
    rows = [attrs.evolve(sheet.indicators[0], reason=long), *sheet.indicators[1:]]
    bk.write_form(attrs.evolve(sheet, indicators=rows).appraise(), tmp_path / "form.xlsx")
    again = read(tmp_path / "form.xlsx")
    assert len(again.indicators) == len(rows)
    assert again.indicators[0].reason == long


TARGETS = st.sampled_from(
    [
        "≥95%",
        "≤5次",
        "=3项",
        "12场",
        "2022年6月底前",
        "健全",
        "90%以上",
        "约100人",
        "80-90%",
        "≥1.5万元/亩",
        "≥",
    ]
)
ACTUALS = st.sampled_from(
    ["96%", "4次", "3项", "", "2022年5月", "健全", "120人", "无数据", "-3", "=3", "1.20"]
)
NAMES = st.text(st.sampled_from("培训合格率数量资金次场满意度（）、-=+@0123"), min_size=1, max_size=12).map(
    lambda text: f"某{text}项"
)
ROWS = st.builds(
    bk.Indicator,
    NAMES,
    TARGETS,
    level1=st.sampled_from(["产出指标", "效益指标"]),
    level2=st.sampled_from(["数量指标", "质量指标"]),
    actual=ACTUALS,
    points=st.sampled_from(["10", "22.5", "7.25"]),
    reason=st.sampled_from(["", "=1+1", "工期顺延。", "第一点；\n第二点"]),
)


@settings(max_examples=25)
@given(st.lists(ROWS, min_size=2, max_size=6))
def test_any_rows_come_back(rows: list[bk.Indicator]) -> None:
    import tempfile
    from pathlib import Path

    sheet = bk.Sheet("某项目", "某局", fiscal_year=2022, budget="10", executed="9.5", indicators=rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        bk.write_form(sheet.appraise(), path)
        again = read(path)
    cells = ("name", "level1", "level2", "target", "actual", "points", "reason")
    expected = [tuple(getattr(row, cell) or "" for cell in cells) for row in rows]
    assert [tuple(getattr(row, cell) or "" for cell in cells) for row in again.indicators] == expected
