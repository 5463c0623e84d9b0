"""Excel workbooks: cells as a person sees them, and workbooks that mean harm."""

from __future__ import annotations

import contextlib
import datetime
import io
import re
import time
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from budgetkpi.errors import DocumentError
from budgetkpi.tables import workbooks
from budgetkpi.tables.grid import Cell, Document, Grid, Limits
from tests.documents.seen import FORMATTED, HEAD, only_grid

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet


def book(fill: Callable[[Workbook, Worksheet], None], name: str = "自评表") -> io.BytesIO:
    """A workbook of one worksheet, written by `fill(workbook, worksheet)`."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        fill(workbook, workbook.add_worksheet(name))
    return file


def read(file: io.BytesIO, **limits: int) -> Document:
    """The document, what was found in its grids among its findings."""
    document = workbooks.read_xlsx(file, attrs.evolve(Limits(), **limits))
    inner = [f for grid in document.blocks if isinstance(grid, Grid) for _, f in grid.findings]
    return attrs.evolve(document, findings=(*document.findings, *inner))


def grid_of(file: io.BytesIO) -> Grid:
    return only_grid(read(file))


def texts(grid: Grid) -> list[list[str | None]]:
    return [[None if cell is None else cell.text for cell in row] for row in grid.rows]


def edited(file: io.BytesIO, part: str, edit: Callable[[str], str]) -> io.BytesIO:
    """The workbook with one of its parts changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(file) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            content = old.read(name).decode()
            new.writestr(name, edit(content) if name == part else content)
    return out


SHEET1 = "xl/worksheets/sheet1.xml"


def test_cells_are_what_a_person_sees_and_what_is_stored_is_kept() -> None:
    def fill(workbook: Workbook, sheet: Worksheet) -> None:
        sheet.write_row("B3", HEAD)
        sheet.write("B4", "产出指标\r\n（50分） ")
        sheet.write("C4", 0.95, workbook.add_format({"num_format": "0%"}))
        sheet.write("D4", 1268.5, workbook.add_format({"num_format": "#,##0.00"}))
        day = workbook.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        sheet.write_datetime("E4", datetime.date(2022, 11, 30), day)
        sheet.write("B5", True)
        sheet.write("C5", 94.23999999999999)
        sheet.write_formula("D5", "=1/0", None, "#DIV/0!")
        sheet.write_formula("E5", '="甲"&"乙"', None, "甲乙")

    grid = grid_of(book(fill))
    assert (("B", "C", "D", "E"), (3, 4, 5), "自评表") == (grid.column_names, grid.row_numbers, grid.name)
    assert FORMATTED == grid.rows[1]
    assert (
        Cell("TRUE", stored=True),
        Cell("94.24", stored=Decimal("94.24")),
        Cell("#DIV/0!"),
        Cell("甲乙"),
    ) == grid.rows[2]


def test_merged_ranges_are_spans() -> None:
    def fill(workbook: Workbook, sheet: Worksheet) -> None:
        plain = workbook.add_format()
        sheet.merge_range("A1:C1", "项目支出绩效自评表", plain)
        sheet.merge_range("A2:A3", "产出指标", plain)
        sheet.write_row("B2", ["数量", 1])
        sheet.write_row("B3", ["质量", 2])

    assert (
        (Cell("项目支出绩效自评表", columns=3), None, None),
        (Cell("产出指标", rows=2), Cell("数量"), Cell("1", stored=Decimal(1))),
        (None, Cell("质量"), Cell("2", stored=Decimal(2))),
    ) == grid_of(book(fill)).rows


def test_what_is_hidden_is_not_read() -> None:
    def fill(workbook: Workbook, sheet: Worksheet) -> None:
        sheet.merge_range("A1:D1", "表头", workbook.add_format())
        sheet.write_row("A2", ["甲", "藏", "乙", "丙"])
        sheet.write_row("A3", ["隐", "隐", "隐", "隐"])
        sheet.write_row("A4", ["一", "藏", "二", "三"])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
        draft = workbook.add_worksheet("初稿")
        draft.write("A1", "未定")
        draft.hide()
        sheet.write_comment("A2", "批注")

    document = read(book(fill))
    grid = only_grid(document)
    assert [["表头", None, None], ["甲", "乙", "丙"], ["一", "二", "三"]] == texts(grid)
    assert (("A", "C", "D"), (1, 2, 4)) == (grid.column_names, grid.row_numbers)
    assert ["worksheet-hidden"] == [finding.code for finding in document.findings]
    assert "初稿" in document.findings[0].message.zh


def test_a_range_that_begins_in_a_hidden_row_or_column_stands_where_it_is_seen() -> None:
    def fill(workbook: Workbook, sheet: Worksheet) -> None:
        sheet.merge_range("A1:B3", "产出指标", workbook.add_format())
        for row in range(3):
            sheet.write(row, 2, f"第{row + 1}行")
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.set_column("A:A", None, None, {"hidden": True})

    assert ((Cell("产出指标", rows=2), Cell("第2行")), (None, Cell("第3行"))) == grid_of(book(fill)).rows


def test_an_empty_stretch_is_one_row() -> None:
    def fill(_: Workbook, sheet: Worksheet) -> None:
        for row in (0, 1, 900, 901):
            sheet.write_row(row, 0, ["甲", "", "乙"])

    grid = grid_of(book(fill))
    assert ((1, 2, 3, 901, 902), ("A", "C")) == (grid.row_numbers, grid.column_names)
    assert ["", ""] == texts(grid)[2]


def test_a_formula_without_a_result_is_told_and_not_evaluated() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append([*HEAD, "分值"])
    sheet.append(["产出指标", "培训", "≥5场", "6场", "=5+5"])
    file = io.BytesIO()
    workbook.save(file)
    document = read(file)
    grid = only_grid(document)
    assert ["产出指标", "培训", "≥5场", "6场", ""] == texts(grid)[1]
    (finding,) = document.findings
    assert ("formula-without-value", True) == (finding.code, finding.open)
    assert "E2" in finding.message.en


def test_runs_of_one_text_are_joined_and_how_it_is_spoken_is_left_out() -> None:
    def fill(workbook: Workbook, sheet: Worksheet) -> None:
        bold = workbook.add_format({"bold": True})
        sheet.write_rich_string("A1", bold, "指标1：", "培训#场次")
        sheet.write("B1", "甲")

    file = edited(
        book(fill),
        "xl/sharedStrings.xml",
        lambda text: text.replace("#", "_x0041_").replace("<t>甲</t>", "<t>甲</t><rPh><t>JIA</t></rPh>"),
    )
    assert [["指标1：培训A场次", "甲"]] == texts(grid_of(file))


@pytest.mark.parametrize("strict", [False, True])
def test_both_dialects_of_the_format_are_read(strict: bool) -> None:
    file = book(lambda _, sheet: sheet.write_row("A1", HEAD))
    if strict:
        out = io.BytesIO()
        with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                content = (
                    old.read(name)
                    .decode()
                    .replace(
                        "schemas.openxmlformats.org/spreadsheetml/2006", "purl.oclc.org/ooxml/spreadsheetml"
                    )
                )
                new.writestr(
                    name,
                    content.replace(
                        "schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml/officeDocument"
                    ),
                )
        file = out
    assert [HEAD] == texts(grid_of(file))


def test_an_odd_style_hurts_nobody() -> None:
    def odd(text: str) -> str:
        return re.sub(
            r"<fonts.*</fonts>", '<fonts><font><family val="99"/><b val="maybe"/></font></fonts>', text
        )

    file = edited(book(lambda _, sheet: sheet.write_row("A1", HEAD)), "xl/styles.xml", odd)
    assert [HEAD] == texts(grid_of(file))


def test_a_format_that_is_not_known_is_told() -> None:
    def fill(workbook: Workbook, sheet: Worksheet) -> None:
        sheet.write("A1", 0.5, workbook.add_format({"num_format": "[DBNum2]0"}))

    document = read(book(fill))
    assert [["0.5"]] == next(texts(grid) for grid in document.blocks if isinstance(grid, Grid))
    assert ["format-not-shown"] == [finding.code for finding in document.findings]


def test_a_cell_may_have_as_many_characters_as_excel_takes() -> None:
    file = book(lambda _, sheet: sheet.write("B2", "长" * 32_767))
    assert [["长" * 32_767]] == texts(grid_of(file))
    with pytest.raises(DocumentError) as caught:
        read(file, cell_length=100)
    assert ("over-cell-length", "自评表!B2") == (caught.value.code, caught.value.place)


def rows_of(count: int, row: str) -> Callable[[str], str]:
    return lambda text: text.replace(
        "</sheetData>", "".join(row % (n, n) for n in range(2, count)) + "</sheetData>"
    )


def test_a_million_empty_rows_cost_next_to_nothing() -> None:
    row = '<row r="%d" ht="15" customHeight="1"><c r="A%d" s="0"/></row>'
    file = edited(book(lambda _, sheet: sheet.write_row("A1", HEAD)), SHEET1, rows_of(2**20, row))
    started = time.process_time()
    assert [HEAD] == texts(grid_of(file))
    assert time.process_time() - started < 30  # minutes, if each were taken in


def test_ranges_may_be_giant_cyclic_and_overlapping() -> None:
    def ranges(text: str) -> str:
        merged = "".join(
            f'<mergeCell ref="{ref}"/>'
            for ref in ("A1:B2", "B2:A1", "B2:C3", "A1:XFD1048576", "D1:D1048576", "A3", "x", "A0:A9999999")
        )
        return text.replace("</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>")

    def fill(_: Workbook, sheet: Worksheet) -> None:
        for row in range(4):
            sheet.write_row(row, 0, [f"{row}{column}" for column in range(4)])

    document = read(edited(book(fill), SHEET1, ranges))
    grid = only_grid(document)
    assert Cell("00", rows=2, columns=2) == grid.rows[0][0]
    assert Cell("03", rows=4) == grid.rows[0][3]
    assert [None, None, "12", None] == texts(grid)[1]
    assert ["ranges-overlap"] == [finding.code for finding in document.findings]


def test_many_giant_ranges_take_bounded_time() -> None:
    def ranges(text: str) -> str:
        merged = "".join(f'<mergeCell ref="B{n}:XFD1048576"/>' for n in range(1, 20_000))
        return text.replace("</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>")

    def fill(_: Workbook, sheet: Worksheet) -> None:
        for row in range(2_000):
            sheet.write_row(row, 0, ["甲", "乙"])

    started = time.process_time()
    read(edited(book(fill), SHEET1, ranges))
    assert time.process_time() - started < 60  # hours, if each were spread


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text.replace('r="A1"', 'r="A1048577"'), "file-damaged"),
        (lambda text: text.replace('r="A1"', 'r="XFE1"'), "file-damaged"),
        (lambda text: text.replace('r="A1"', 'r="=1"'), "file-damaged"),
        (lambda text: text.replace("</sheetData>", ""), "file-damaged"),
        (lambda text: text[: len(text) // 2], "file-damaged"),
        (lambda text: '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + text, "document-type"),
    ],
)
def test_a_damaged_worksheet_is_an_error(change: Callable[[str], str], code: str) -> None:
    file = edited(book(lambda _, sheet: sheet.write_row("A1", HEAD)), SHEET1, change)
    with pytest.raises(DocumentError) as caught:
        read(file)
    assert code == caught.value.code


@pytest.mark.parametrize(
    "change",
    [
        lambda text: re.sub(r"<v>\d+</v>", "<v>999</v>", text, count=1),
        lambda text: re.sub(r"<v>\d+</v>", "<v>-1</v>", text, count=1),
        lambda text: re.sub(r' t="s"><v>\d+</v>', "><v>1E+999</v>", text, count=1),
        lambda text: re.sub(r' t="s"><v>\d+</v>', "><v>甲</v>", text, count=1),
    ],
)
def test_a_damaged_cell_is_told_and_the_rest_goes_on(change: Callable[[str], str]) -> None:
    document = read(edited(book(lambda _, sheet: sheet.write_row("A1", HEAD)), SHEET1, change))
    grid = only_grid(document)
    assert [HEAD[1:]] == texts(grid)
    assert [("cell-unreadable", True)] == [(finding.code, finding.open) for finding in document.findings]
    assert "A1" in document.findings[0].message.en


def test_too_many_cells_are_refused() -> None:
    def diagonal(_: Workbook, sheet: Worksheet) -> None:
        for place in range(300):
            sheet.write(place, place, "甲")

    for limit, code in (("cells", "over-cells"), ("rows", "over-rows"), ("columns", "over-columns")):
        with pytest.raises(DocumentError) as caught:
            read(book(diagonal), **{limit: 200})
        assert code == caught.value.code


def test_outside_files_that_a_workbook_names_are_not_looked_at() -> None:
    def outside(text: str) -> str:
        return re.sub(
            r'Target="worksheets/sheet1.xml"', 'Target="http://localhost:9/a.xml" TargetMode="External"', text
        )

    file = edited(book(lambda _, sheet: sheet.write_row("A1", HEAD)), "xl/_rels/workbook.xml.rels", outside)
    assert () == read(file).blocks


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", SHEET1])
def test_a_part_that_is_cut_is_an_error_or_told(part: str) -> None:
    file = book(lambda _, sheet: sheet.write_row("A1", HEAD))
    for share in range(1, 10):
        with pytest.raises(DocumentError):
            read(edited(file, part, lambda text, share=share: text[: len(text) * share // 10]))  # type: ignore[misc]


@given(st.binary(max_size=300))
def test_bytes_that_are_no_workbook_are_an_error(content: bytes) -> None:
    with pytest.raises(DocumentError):
        read(io.BytesIO(content))


@given(st.data())
def test_a_workbook_with_wrong_bytes_is_read_or_is_an_error(data: st.DataObject) -> None:
    content = bytearray(WORKBOOK)
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(DocumentError):
        read(io.BytesIO(bytes(content)))


WORKBOOK = book(lambda _, sheet: sheet.write_row("A1", HEAD)).getvalue()
