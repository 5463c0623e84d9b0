"""Workbooks of Excel 97 to 2003: cells as a person sees them, and files that are damaged."""

from __future__ import annotations

import contextlib
import datetime
import io
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from budgetkpi.errors import DocumentError, MissingExtraError
from budgetkpi.tables.grid import Cell, Document, Grid, Limits
from budgetkpi.tables.old_workbooks import read_xls
from tests.documents.seen import FORMATTED, HEAD, only_grid

if TYPE_CHECKING:
    from collections.abc import Callable


def book(fill: Callable[[xlwt.Workbook, xlwt.Worksheet], None]) -> io.BytesIO:
    workbook = xlwt.Workbook()
    fill(workbook, workbook.add_sheet("自评表"))
    file = io.BytesIO()
    workbook.save(file)
    file.seek(0)
    return file


def read(file: io.BytesIO, **limits: int) -> Document:
    return read_xls(file, attrs.evolve(Limits(), **limits))


def grid_of(file: io.BytesIO) -> Grid:
    return only_grid(read(file))


def shown(code: str) -> xlwt.XFStyle:
    return xlwt.easyxf(num_format_str=code)


def test_cells_are_what_a_person_sees_and_what_is_stored_is_kept() -> None:
    def fill(_: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
        for column, text in enumerate(HEAD):
            sheet.write(2, column + 1, text)
        sheet.write(3, 1, "产出指标\r\n（50分） ")
        sheet.write(3, 2, 0.95, shown("0%"))
        sheet.write(3, 3, 1268.5, shown("#,##0.00"))
        sheet.write(3, 4, datetime.date(2022, 11, 30), shown('yyyy"年"m"月"d"日"'))
        sheet.write(4, 1, True)
        sheet.write(4, 2, 94.24)
        sheet.write(4, 3, datetime.date(2022, 7, 15), shown("M/D/YY"))  # format 14, of the system

    grid = grid_of(book(fill))
    assert (("B", "C", "D", "E"), (3, 4, 5), "自评表") == (grid.column_names, grid.row_numbers, grid.name)
    assert FORMATTED == grid.rows[1]
    assert (
        Cell("TRUE", stored=True),
        Cell("94.24", stored=Decimal("94.24")),
        Cell("2022/7/15", stored=datetime.date(2022, 7, 15)),
        Cell(""),
    ) == grid.rows[2]


def test_merged_ranges_are_spans_and_what_is_hidden_is_not_read() -> None:
    def fill(workbook: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
        sheet.write_merge(0, 0, 0, 3, "项目支出绩效自评表")
        sheet.write_merge(1, 3, 0, 0, "产出指标")
        for row in (1, 2, 3):
            for column, text in enumerate(["藏", "数量", "质量"], 1):
                sheet.write(row, column, text)
        sheet.row(2).hidden = True
        sheet.col(1).hidden = True
        draft = workbook.add_sheet("初稿")
        draft.write(0, 0, "未定")
        draft.visibility = 1

    document = read(book(fill))
    grid = only_grid(document)
    assert (
        (Cell("项目支出绩效自评表", columns=3), None, None),
        (Cell("产出指标", rows=2), Cell("数量"), Cell("质量")),
        (None, Cell("数量"), Cell("质量")),
    ) == grid.rows
    assert ((1, 2, 4), ("A", "C", "D")) == (grid.row_numbers, grid.column_names)
    assert ["worksheet-hidden"] == [finding.code for finding in document.findings]


def test_a_workbook_without_cells_gives_nothing() -> None:
    assert () == read(book(lambda _, __: None)).blocks


def test_limits_hold() -> None:
    def fill(_: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
        for place in range(50):
            sheet.write(place, place, "甲" * 50)

    file = book(fill)
    for limit, most in (("cells", 20), ("rows", 20), ("columns", 20), ("cell_length", 20), ("size", 1000)):
        file.seek(0)
        with pytest.raises(DocumentError) as caught:
            read(file, **{limit: most})
        assert f"over-{limit.replace('_', '-')}" == caught.value.code


def plain() -> bytes:
    def fill(_: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
        for column, text in enumerate(HEAD):
            sheet.write(0, column, text)

    return book(fill).getvalue()


PLAIN = plain()


@pytest.mark.parametrize("share", range(10))
def test_a_truncated_workbook_is_an_error_or_is_read(share: int) -> None:
    with contextlib.suppress(DocumentError):
        read(io.BytesIO(PLAIN[: len(PLAIN) * share // 10]))


def test_a_password_is_told() -> None:
    # A record FILEPASS behind the first record of the workbook says that what follows is encrypted.
    at = PLAIN.index(b"\x09\x08\x10\x00\x00\x06") + 20
    locked = PLAIN[:at] + b"\x2f\x00\x36\x00" + b"\1\0\1\0\1\0" + PLAIN[at + 10 :]
    with pytest.raises(DocumentError) as caught:
        read(io.BytesIO(locked))
    assert "file-locked" == caught.value.code


@given(st.data())
def test_a_workbook_with_wrong_bytes_is_read_or_is_an_error(data: st.DataObject) -> None:
    content = bytearray(PLAIN)
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(DocumentError):
        read(io.BytesIO(bytes(content)))


def test_the_library_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlrd", None)
    with pytest.raises(MissingExtraError, match=r"budgetkpi\[xls\]"):
        read(io.BytesIO(PLAIN))
