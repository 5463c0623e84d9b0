"""The official table as a workbook, opened by another library."""

from __future__ import annotations

import re
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import budgetkpi as bk
from budgetkpi.forms.workbook import FORMS, _sheet_name
from budgetkpi.resources import load_table
from tests.forms import made

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")

EARNED = {"national": "I", "sichuan": "J", "hubei": "G"}
SHEETS: dict[str, Callable[[], bk.Sheet]] = {
    "culture": made.culture,
    "water": made.water,
    "open": made.open_rows,
    "many": lambda: made.many(25),
}


def opened(path: Path, *, values: bool = False) -> Workbook:
    book: Workbook = openpyxl.load_workbook(path, data_only=values)
    return book


def texts(sheet: Worksheet) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def row_of(sheet: Worksheet, text: str) -> int:
    """The row of the cell that holds the text."""
    cells = [cell for row in sheet.iter_rows() for cell in row]
    return next(int(cell.row) for cell in cells if cell.value == text)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", SHEETS)
def test_a_form_holds_every_cell_and_our_points(form: str, name: str, tmp_path: Path) -> None:
    appraisal = SHEETS[name]().appraise()
    bk.write_form(appraisal, tmp_path / "form.xlsx", form)
    sheet = opened(tmp_path / "form.xlsx", values=True).active
    for score in appraisal.rows:
        row = row_of(sheet, score.indicator.name)
        earned = sheet[f"{EARNED[form]}{row}"]
        assert earned.value == (None if score.earned is None else float(score.earned))
        if score.earned is not None:
            assert earned.number_format == "0.00"
        unit = "" if form == "sichuan" else score.indicator.unit or ""  # it has a column for it
        assert f"{score.indicator.actual}{unit}" in [cell.value or "" for cell in sheet[row]]
    assert appraisal.sheet.title in texts(sheet)
    assert appraisal.sheet.department in texts(sheet)
    assert str(appraisal.sheet.fiscal_year) in "".join(texts(sheet))


@pytest.mark.parametrize("form", FORMS)
def test_the_sums_are_formulas_with_our_values(form: str, tmp_path: Path) -> None:
    appraisal = made.culture().appraise()
    bk.write_form(appraisal, tmp_path / "form.xlsx", form)
    formulas = opened(tmp_path / "form.xlsx").active
    values = opened(tmp_path / "form.xlsx", values=True).active
    total = row_of(values, load_table("forms.toml")[form]["total"])
    place = f"{EARNED[form]}{total}"
    assert "SUM(" in formulas[place].value
    assert values[place].value == float(appraisal.total or 0) == 97.97
    every = [
        (cell.value, values[cell.coordinate].value)
        for row in formulas.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert all(value is not None for _, value in every)
    assert any(value == pytest.approx(158.62 / 162.35) for _, value in every)
    assert "优" in "".join(str(value) for _, value in every)


def test_an_open_row_leaves_the_total_a_range_and_says_so(tmp_path: Path) -> None:
    appraisal = made.open_rows().appraise()
    assert appraisal.total is None
    bk.write_form(appraisal, tmp_path / "form.xlsx")
    sheet = opened(tmp_path / "form.xlsx", values=True).active
    total = row_of(sheet, "总分")
    low, high = appraisal.total_range or (0, 0)
    assert sheet[f"I{total}"].value == f"{low}—{high}"
    notes = "".join(texts(sheet)[-6:])
    assert "总分尚不能确定" in notes
    for name in ("培训合格率", "培训管理制度", "学员满意度"):
        assert name in notes
        assert sheet[f"I{row_of(sheet, name)}"].value is None
    assert "16.00—20.00分" in notes


def test_a_line_that_could_not_be_read_leaves_no_formula_to_add_up(tmp_path: Path) -> None:
    sheet = made.culture()
    lost = bk.Finding(
        "row-lost",
        severity=bk.Severity.ERROR,
        message=bk.Message("row-lost", "lost", "第9行未能读取"),
        open=True,
    )
    appraisal = attrs.evolve(sheet, findings=(lost,)).appraise()
    assert appraisal.total is None
    bk.write_form(appraisal, tmp_path / "form.xlsx")
    form = opened(tmp_path / "form.xlsx").active
    total = form[f"I{row_of(form, '总分')}"]
    assert total.data_type == "s"
    assert "第9行未能读取" in "".join(texts(form))


@pytest.mark.parametrize("form", FORMS)
def test_no_text_becomes_a_formula_or_a_link(form: str, tmp_path: Path) -> None:
    bk.write_form(made.hostile().appraise(), tmp_path / "form.xlsx", form)
    sheet = opened(tmp_path / "form.xlsx").active
    held = texts(sheet)
    for text in made.HOSTILE:
        shown = text.replace("\r\n", "\n").replace("\ud800", "\ufffd")
        # openpyxl leaves control characters as the file spells them.
        spelled = shown.replace("\x01", "_x0001_").replace("\x1b", "_x001B_")
        assert spelled in held, text
    formulas = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert not [one for one in formulas if not re.match(r'=(ROUND|IF|"自评总分"|[A-Z]\d+/[A-Z]\d+$)', one)]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]


@pytest.mark.parametrize("form", FORMS)
def test_it_prints_on_a4(form: str, tmp_path: Path) -> None:
    appraisals = [made.culture().appraise(), made.many(45).appraise()]
    bk.write_form(appraisals, tmp_path / "form.xlsx", form)
    short = 0 if form == "sichuan" else 1
    for sheet, pages in zip(opened(tmp_path / "form.xlsx"), (short, 0), strict=True):
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.page_setup.fitToWidth in (None, 1)  # 1 is what is not written
        assert (sheet.page_setup.fitToHeight in (None, 1)) == (pages == 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        last = sheet.print_area.rpartition("$")[2]
        assert int(last) == sheet.max_row
        head = int(sheet.print_title_rows.rpartition("$")[2])
        assert "三级指标" in [cell.value for cell in sheet[head]]


@pytest.mark.parametrize("form", FORMS)
def test_no_two_cells_overlap_and_the_frame_is_whole(form: str) -> None:
    layout = FORMS[form](made.open_rows().appraise(), load_table("forms.toml")[form])
    covered: dict[tuple[int, int], str] = {}
    for cell in layout.cells:
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                assert (row, column) not in covered, (row, column)
                covered[row, column] = str(cell.content)
    columns, last = len(layout.widths), len(layout.heights)
    assert {(row, column) for row in range(last) for column in range(columns)} == set(covered)


@pytest.mark.parametrize(
    ("repeated", "size", "wide"), [(20, 10, 15), (35, 9, 16.5), (60, 7, 21.5), (300, 7, 21.5)]
)
def test_rows_are_as_high_as_their_text(repeated: int, size: int, wide: float, tmp_path: Path) -> None:
    sheet = made.culture()
    long = "受自然灾害影响工期顺延。" * repeated
    rows = [attrs.evolve(sheet.indicators[0], reason=long), *sheet.indicators[1:]]
    bk.write_form(attrs.evolve(sheet, indicators=rows).appraise(), tmp_path / "form.xlsx")
    form = opened(tmp_path / "form.xlsx").active
    first = row_of(form, long)
    last = row_of(form, sheet.indicators[1].name)
    heights = [form.row_dimensions[row].height for row in range(first, last)]
    assert max(heights) <= 409
    # A column of 30 is 215 pixels wide; at 10 points a Chinese character takes 13 or 14 of them.
    assert sum(heights) >= len(long) / wide * size * 1.3
    assert form.cell(first, 10).font.size == size


def test_a_text_longer_than_a_cell_goes_on_under_the_table(tmp_path: Path) -> None:
    sheet = made.culture()
    long = "".join(chr(0x4E00 + i % 5000) for i in range(12_000)) + "\U0001f600" * 20_000
    rows = [attrs.evolve(sheet.indicators[0], reason=long), *sheet.indicators[1:]]
    bk.write_form(attrs.evolve(sheet, indicators=rows).appraise(), tmp_path / "form.xlsx")
    held = texts(opened(tmp_path / "form.xlsx").active)
    assert all(len(text.encode("utf-16-le")) // 2 <= 32_767 for text in held)
    first = next(i for i, text in enumerate(held) if text.endswith("……（续见表下）"))
    goes_on = next(i for i, text in enumerate(held) if text.startswith("J13（续）："))
    parts = [held[first], *held[goes_on:]]
    joined = "".join(re.sub(r"J13（续）：|……（续见表下）$", "", part) for part in parts)
    assert joined == long


def test_several_projects_make_a_worksheet_each(tmp_path: Path) -> None:
    titles = ["一个很长的项目名称" * 6] * 2 + [
        "a/b:c*[d]?\\",
        "History",
        "history",
        "'引号'",
        "",
        "",
        "\U0001f600" * 40,
    ]
    appraisals = [attrs.evolve(made.culture(), title=title).appraise() for title in titles]
    bk.write_form(appraisals, tmp_path / "form.xlsx")
    names = opened(tmp_path / "form.xlsx").sheetnames
    assert len(names) == len(titles)
    assert names[0].startswith("一个很长的项目名称")
    assert names[2] == "a b c d"


@given(st.lists(st.text(max_size=40), min_size=1, max_size=12))
def test_a_worksheet_has_a_name_that_a_spreadsheet_takes(titles: list[str]) -> None:
    taken: set[str] = set()
    names = [_sheet_name(title, taken) for title in titles]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 1 <= len(name.encode("utf-16-le", "surrogatepass")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\]", name)
        assert name.strip("'") == name
        assert name.casefold() != "history"


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda path: bk.write_form(made.culture().appraise(), path, "regional"), "form-unknown"),
        (lambda path: bk.write_form([], path), "nothing-to-write"),
        (lambda path: bk.write_form(made.culture().appraise(), path.with_suffix(".xls")), "suffix-wrong"),
    ],
)
def test_what_cannot_be_written_is_an_error_and_no_file(
    call: Callable[[Path], None], code: str, tmp_path: Path
) -> None:
    with pytest.raises(bk.FormError) as error:
        call(tmp_path / "form.xlsx")
    assert error.value.code == code
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("write", [bk.write_form, bk.write_review])
@pytest.mark.parametrize("given_instead", [made.culture(), [made.culture()], None, "自评表"])
def test_only_appraisals_are_written(
    write: Callable[..., None], given_instead: object, tmp_path: Path
) -> None:
    suffix = ".xlsx" if write is bk.write_form else ".html"
    with pytest.raises(TypeError, match="an Appraisal is written, not"):
        write(given_instead, tmp_path / f"out{suffix}")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"old")
    monkeypatch.setattr("budgetkpi.forms.workbook._write_sheet", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bk.write_form(made.culture().appraise(), path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_without_xlsxwriter_the_error_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(bk.MissingExtraError, match=r"budgetkpi\[forms\]"):
        bk.write_form(made.culture().appraise(), tmp_path / "form.xlsx")


def test_what_stands_in_three_columns_says_the_same_in_one() -> None:
    from budgetkpi.forms.cells_of_rows import target_cell, target_fields

    for row in made.water().indicators:
        alone = attrs.evolve(row, target=target_cell(row), comparator=None, unit=None)
        assert bk.parse(row.target, indicator=row) == bk.parse(alone.target, indicator=alone)
    for row in made.culture().indicators:
        sign, target, unit = target_fields(row, bk.Direction.AT_LEAST, "定性")
        apart = attrs.evolve(row, target=target, comparator=sign or None, unit=unit or None)
        assert bk.parse(row.target, indicator=row) == bk.parse(apart.target, indicator=apart)
        assert (sign != "") == row.target.startswith(("≥", "≤"))


@pytest.mark.parametrize(
    ("cell", "fields"),
    [
        ("≥45万人次", ("≥", "45", "万人次")),
        ("≤1.80元", ("≤", "1.80", "元")),
        ("90%以上", ("≥", "90", "%")),
        ("40座", ("", "40座", "")),
        ("约100人", ("", "约100人", "")),
        ("", ("", "", "")),
    ],
)
def test_only_a_sign_that_is_written_is_taken_apart(cell: str, fields: tuple[str, str, str]) -> None:
    from budgetkpi.forms.cells_of_rows import target_fields

    assert target_fields(bk.Indicator("某项", cell), bk.Direction.AT_LEAST, "定性") == fields


def test_words_are_marked_as_words() -> None:
    from budgetkpi.forms.cells_of_rows import target_fields

    assert target_fields(bk.Indicator("制度", "健全"), bk.Direction.QUALITATIVE, "定性") == (
        "定性",
        "健全",
        "",
    )


def test_points_that_a_spreadsheet_cannot_hold_are_written_as_text(tmp_path: Path) -> None:
    sheet = attrs.evolve(made.culture(), budget=Decimal("123456789012345.6789"), executed=Decimal(1))
    bk.write_form(sheet.appraise(), tmp_path / "form.xlsx")
    form = opened(tmp_path / "form.xlsx").active
    assert form["F6"].value == "123456789012345.6789"
    assert form["J6"].data_type == "n"


def test_writing_loads_nothing_before_it_is_asked() -> None:
    code = "import sys, budgetkpi.forms; print('xlsxwriter' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    assert run.stdout.strip() == "False"


def test_the_heads_of_the_forms_are_heads_that_the_readers_know() -> None:
    known = {word for words in load_table("headers.toml")["headers"].values() for word in words}
    for form in FORMS:
        heads = {re.sub("（.*）", "", head) for head in load_table("forms.toml")[form]["heads"]}
        assert heads <= known
