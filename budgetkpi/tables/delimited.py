"""Text files of separated values (.csv, .tsv) (CSV 表格)."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from budgetkpi.expressions import later
from budgetkpi.messages import Catalog
from budgetkpi.results import Finding, Severity
from budgetkpi.tables.grid import Document, Grid
from budgetkpi.tables.lines import lines_of
from budgetkpi.tables.separated import delimiter_of, records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.tables.grid import Limits
    from budgetkpi.tables.separated import Record

__all__ = ["grid_of_records", "read_csv"]

_say = Catalog("documents")
_SEPARATOR = later(r"sep=(?P<sign>.)\s*")
"""A first line by which a file tells a spreadsheet what parts its cells."""


def read_csv(file: BinaryIO, limits: Limits) -> Document:
    """Read a text of values that commas, tabs, semicolons or bars part (读取 CSV).

    Args:
        file: open for reading bytes; UTF-8 with or without a mark, UTF-16 with one, or GB18030.
        limits: how much of it is read.

    Returns:
        One grid, its rows numbered by lines; a line with fewer cells than others has holes at its end.
        What is damaged is a finding with its lines, and the rest is read.

    Raises:
        DocumentError: it is no text, or over a limit.
    """
    return Document((grid_of_records(lines_of(file.read()), limits),))


def grid_of_records(lines: Sequence[str | None], limits: Limits) -> Grid:
    """The one table that a text of separated values is."""
    told = _SEPARATOR.fullmatch(lines[0] or "") if lines else None
    skipped = 0 if told is None else 1
    delimiter = delimiter_of(lines) if told is None else told["sign"]
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    ends: list[int] = []
    found: list[tuple[int, Finding]] = []
    width = 0
    for record in records(lines[skipped:], delimiter, limits):
        if record.cells is None:
            found.append((record.first + skipped, _damaged(record, skipped)))
            continue
        cells = tuple(cell.strip() for cell in record.cells)
        if not any(cells) and (not rows or not any(rows[-1])):
            continue  # one row of a blank stretch is enough
        width = max(width, len(cells))
        rows.append(cells)
        numbers.append(record.first + skipped)
        ends.append(record.last + skipped)
        limits.hold("rows", len(rows))
        limits.hold("cells", len(rows) * width)
    holed = [(*row, *[None] * (width - len(row))) for row in rows]
    return Grid.of(holed, name="", row_numbers=numbers, lines=True, last_lines=ends, findings=found)


def _damaged(record: Record, skipped: int) -> Finding:
    why = _say(record.why)
    first, last = record.first + skipped, record.last + skipped
    code = "lines-damaged" if last > first else "line-damaged"
    message = _say(code, first=first, last=last, line=first, why_en=why.en, why_zh=why.zh)
    return Finding(code, severity=Severity.ERROR, message=message, open=True)
