"""Workbooks of Excel 97 to 2003 (.xls) as a person sees them (旧版 Excel 工作簿)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, BinaryIO

from budgetkpi import extras
from budgetkpi.errors import DocumentError
from budgetkpi.tables import number_formats, packages
from budgetkpi.tables.worksheets import Area, Ranges, Tabs, Worksheet

if TYPE_CHECKING:
    from budgetkpi.tables.grid import Document, Limits

__all__ = ["read_xls"]

_VISIBLE = 0
_TEXT, _NUMBER, _DAY, _TRUTH, _ERROR = 1, 2, 3, 4, 5
"""xlrd's kinds of cells; 0 and 6 are empty ones."""
_GENERAL = "General"


def read_xls(file: BinaryIO, limits: Limits) -> Document:
    """Read an old workbook (读取旧版 Excel 工作簿).

    Args:
        file: open for reading bytes.
        limits: how much of it is read.

    Returns:
        A grid for each worksheet that shows something, in the order of the tabs.

    Raises:
        DocumentError: it is damaged, under a password, over a limit, or no such workbook.
        MissingExtraError: xlrd is not installed.
    """
    limits.hold("size", packages.size_of(file))
    xlrd = extras.load("xlrd", extra="xls")
    try:
        book = xlrd.open_workbook(
            file_contents=file.read(),
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
            logfile=io.StringIO(),
        )
    except xlrd.XLRDError as error:
        locked = "encrypt" in str(error).lower()
        raise packages.damaged(code="file-locked" if locked else "file-damaged") from error
    except Exception as error:  # the library trusts what it reads, and fails in any way on damage
        raise packages.damaged() from error
    tabs = Tabs(limits)
    for number, name in enumerate(book.sheet_names()):
        try:
            source = book.sheet_by_index(number)
            if source.visibility != _VISIBLE:
                tabs.leave_hidden(name)
                continue
            sheet = _worksheet(book, source, limits, xlrd.error_text_from_code)
        except DocumentError:
            raise
        except Exception as error:
            raise packages.damaged(name) from error
        finally:
            book.unload_sheet(number)
        tabs.put(sheet)
    return tabs.document()


def _worksheet(book: Any, source: Any, limits: Limits, errors: dict[int, str]) -> Worksheet:  # noqa: ANN401
    """What is in a worksheet of xlrd's."""
    sheet = Worksheet(source.name, limits, since_1904=book.datemode == 1)
    for row in range(source.nrows):
        values, kinds = source.row_values(row), source.row_types(row)
        for column, (value, kind) in enumerate(zip(values, kinds, strict=True)):
            if kind in (_TEXT, _NUMBER, _DAY):
                code = _format(book, source, row, column)
                put = sheet.put_text if kind == _TEXT else sheet.put_number
                put(row + 1, column + 1, value, code)
            elif kind == _TRUTH:
                sheet.put(row + 1, column + 1, "TRUE" if value else "FALSE", bool(value))
            elif kind == _ERROR:
                sheet.put(row + 1, column + 1, errors.get(value, "#N/A"))
    for top, bottom, left, right in source.merged_cells:  # the ends are one further
        sheet.areas.append(Area(top + 1, left + 1, bottom, right))
    _hide(
        sheet.hidden_rows, {row: kept.hidden or not kept.height for row, kept in source.rowinfo_map.items()}
    )
    _hide(
        sheet.hidden_columns,
        {column: kept.hidden or not kept.width for column, kept in source.colinfo_map.items()},
    )
    return sheet


def _hide(ranges: Ranges, hidden: dict[int, bool]) -> None:
    for number in sorted(hidden):
        if hidden[number]:
            ranges.add(number + 1, number + 1)


def _format(book: Any, source: Any, row: int, column: int) -> str:  # noqa: ANN401
    """The number format of a cell, as a Chinese spreadsheet shows those that have only a number."""
    number = book.xf_list[source.cell_xf_index(row, column)].format_key
    code = number_formats.builtin(number)
    if code is not None:
        return code
    known = book.format_map.get(number)
    return _GENERAL if known is None else known.format_str
