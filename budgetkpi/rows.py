"""Indicators from a plain table of separated values (绩效指标表)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, TYPE_CHECKING

import attrs

from budgetkpi.errors import DocumentError, TableError
from budgetkpi.indicators import Indicator  # noqa: TC001  (attrs resolves it)
from budgetkpi.inputs import as_path, wrong_type
from budgetkpi.messages import Catalog, series
from budgetkpi.results import Finding  # noqa: TC001  (as above)
from budgetkpi.shown import Shown, counted
from budgetkpi.tables.delimited import grid_of_records
from budgetkpi.tables.grid import Document, Limits
from budgetkpi.tables.headings import section
from budgetkpi.tables.lines import lines_of
from budgetkpi.tables.recogniser import recognise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.tables.grid import Grid

__all__ = ["Row", "Rows", "names_taken", "read_rows"]

_SAID = Catalog("tables")


@attrs.frozen(repr=False)
class Row(Shown):
    """One indicator and where it stands (指标行).

    Attributes:
        line: the line of the file at which the row begins, counted from 1.
        indicator: its cells, verbatim but for the blanks around them.
    """

    line: int
    indicator: Indicator

    def _told(self) -> str:
        return f"line {self.line} {self.indicator!r}"


@attrs.frozen(repr=False)
class Rows(Shown):
    """What was read of a table, and what could not be (指标表).

    Attributes:
        rows: the indicators in the order of the file.
        findings: rows that could not be read, and cells that could not be used.
        columns: the fields of an Indicator that the table has a column for.
        unused: the headers that say nothing about an indicator, as printed.
        headers: every header, as printed.
    """

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()
    columns: frozenset[str] = attrs.field(default=frozenset(), kw_only=True)
    unused: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    headers: tuple[str, ...] = attrs.field(default=(), kw_only=True)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def _told(self) -> str:
        return f"{counted(len(self.rows), 'row')}, {counted(len(self.findings), 'finding')}"


def read_rows(source: str | os.PathLike[str] | IO[str] | IO[bytes]) -> Rows:
    r"""Read indicators from a file of separated values (读取绩效指标表).

    It is read as `read_sheets` reads a .csv, but what stands round the table is left aside, and only a column
    of names (三级指标 or 指标名称) must be there. The headers may come in any order and in any wording of
    grammar/headers.toml; a title may stand above them. 一级指标 and 二级指标 are filled down. A row that
    cannot be read is a finding with its line, and the rest goes on.

    Args:
        source: a path, or an open text or binary file; bytes are UTF-8 with or without a mark,
            UTF-16 with one, or GB18030.

    Raises:
        OSError: the file cannot be opened.
        TableError: it is no text, is empty, or has no column of names.

    >>> import io
    >>> read_rows(io.StringIO("三级指标,指标值\n培训场次,≥5场\n"))
    <Rows 1 row, 0 findings>
    """
    grid = _grid(source)
    if not any(cell is not None and cell.text for row in grid.rows for cell in row):
        raise TableError(_SAID("file-empty"))
    forms = recognise(Document((grid,)), loose=True)
    if not forms:
        first = next(row for row in grid.rows if any(cell is not None and cell.text for cell in row))
        found = series((cell.text for cell in first if cell is not None and cell.text), 200)
        raise TableError(_SAID("header-missing", found=found, names=series(names_taken("name")[:3])))
    rows = tuple(Row(row.number, row.indicator) for form in forms for row in form.rows.rows)
    found_in = sorted((entry for form in forms for entry in form.rows.findings), key=lambda entry: entry[0])
    head = max((head for form in forms for head in form.heads), key=lambda head: len(head.fields))
    return Rows(
        rows,
        tuple(dict.fromkeys(finding for _, _, finding in found_in)),
        columns=frozenset().union(*(form.columns for form in forms)),
        unused=head.unused,
        headers=head.headers,
    )


def names_taken(field: str) -> tuple[str, ...]:
    """The headers by which a field of an Indicator is known, the best first (可用的表头)."""
    return tuple(section("headers")[field])


def _grid(source: str | os.PathLike[str] | IO[str] | IO[bytes]) -> Grid:
    if isinstance(source, str | os.PathLike):
        content: object = Path(as_path(source, "source")).read_bytes()
    elif hasattr(source, "read"):
        content = source.read()
    else:
        raise wrong_type("source", "file", source)
    if not isinstance(content, str | bytes):
        raise wrong_type("source", "file", source)
    try:
        lines = lines_of(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
        return grid_of_records(lines, Limits())
    except DocumentError as error:
        code = "file-not-text" if error.code == "text-undecodable" else ""
        raise TableError(_SAID(code) if code else error.message) from error
