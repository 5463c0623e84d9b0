"""What the FILE arguments name (输入文件): files, standard input, folders; and the tables in them."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.errors import TableError
from budgetkpi.messages import Catalog
from budgetkpi.results import Finding, Severity

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from budgetkpi.rows import Rows
    from budgetkpi.sheets import Sheet

__all__ = ["Source", "Tabled", "files_argument", "is_one", "sources"]

_SAID = Catalog("tables")
STANDARD_INPUT: Final = "-"
_READ: Final = (".csv", ".tsv", ".txt")
"""The suffixes of the files that are read of a folder."""
_DOCUMENTS: Final = (".docx", ".xlsx", ".xlsm", ".xls", ".html", ".htm", ".pdf")
"""Suffixes of documents that hold tables and cannot be read yet."""

_OFFICIAL: Final = {"target": "指标值", "actual": "实际完成值", "points": "分值", "earned": "得分"}
"""What the official form calls a column."""


@attrs.frozen
class Tabled:
    """A table of a file: its sheet, and where each row stands (文件中的一张表).

    Attributes:
        sheet: the indicators, and what the reading found.
        lines: the line of each indicator.
        columns: the fields of an indicator that the table has a column for.
        headers: every header, as printed.
    """

    sheet: Sheet
    lines: tuple[int, ...]
    columns: frozenset[str]
    headers: tuple[str, ...]

    def need(self, *fields: str) -> None:
        """Raise the `TableError` of a table that lacks one of these columns; grades stand in for a target."""
        for field in fields:
            if field not in self.columns and not (field == "target" and "bands" in self.columns):
                from budgetkpi.rows import names_taken

                names = names_taken(field)
                header = _OFFICIAL[field]
                found = ", ".join(header for header in self.headers if header)
                raise TableError(
                    _SAID("column-missing", header=header, names=", ".join(names), found=found[:200])
                )


@attrs.frozen
class Source:
    """A file that is to be read (输入文件).

    Attributes:
        name: what people call it: its path, or `-` for standard input.
        failed: why it cannot be read, where that is known before it is opened.
    """

    name: str
    failed: OSError | TableError | None = None

    def read(self, fiscal_year: int | None = None) -> Tabled:
        """Read its table.

        Raises:
            OSError: it cannot be opened.
            TableError: it is no table of indicators.
        """
        if self.failed is not None:
            raise self.failed
        from budgetkpi.sheets import Sheet

        rows = self._rows()
        findings = rows.findings
        if not rows.rows:
            findings += (Finding("no-rows", severity=Severity.WARNING, message=_SAID("no-rows")),)
        return Tabled(
            Sheet(
                fiscal_year=fiscal_year,
                indicators=tuple(row.indicator for row in rows),
                source=self.name,
                findings=findings,
            ),
            tuple(row.line for row in rows),
            rows.columns,
            rows.headers,
        )

    def _rows(self) -> Rows:
        from budgetkpi.rows import read_rows

        if self.name == STANDARD_INPUT:
            if sys.stdin is None:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            return read_rows(sys.stdin.buffer)
        if self.name.lower().endswith(_DOCUMENTS) and os.path.isfile(self.name):
            raise TableError(_SAID("document-unread", suffix=os.path.splitext(self.name)[1]))
        return read_rows(self.name)


def files_argument(parser: argparse.ArgumentParser, what: str) -> None:
    """Add the FILE arguments; `what` says what is in such a file."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help=f"{what}; a folder for every table in it, - for standard input",
    )


def is_one(names: Sequence[str]) -> bool:
    """Whether exactly one file is named, and no folder."""
    return len(names) == 1 and not os.path.isdir(names[0])


def sources(names: Sequence[str], *, leave: str | None = None) -> Iterator[Source]:
    """The files that are named, in their order; those of a folder by name, those of its folders behind them.

    Args:
        names: paths, and `-` for standard input.
        leave: a file in a folder that is not read: the one that results are written to.
    """
    for name in names:
        if name != STANDARD_INPUT and os.path.isdir(name):
            yield from _walked(name, leave)
        else:
            yield Source(name)


def _walked(folder: str, leave: str | None) -> Iterator[Source]:
    """The tables in a folder; hidden files and the locks of office programs are none."""
    failures: list[OSError] = []
    left = None if leave is None else os.path.realpath(leave)
    empty = True
    for place, folders, files in os.walk(folder, onerror=failures.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for file in sorted(files):
            path = os.path.join(place, file)
            wanted = file.lower().endswith(_READ + _DOCUMENTS) and not file.startswith((".", "~$"))
            if wanted and os.path.realpath(path) != left:
                empty = False
                yield Source(path)
        yield from _failed(failures)
    yield from _failed(failures)
    if empty:
        suffixes = " ".join(_READ + _DOCUMENTS)
        yield Source(folder, TableError(_SAID("folder-empty", suffixes=suffixes)))


def _failed(failures: list[OSError]) -> Iterator[Source]:
    """The folders that could not be listed since this was asked last."""
    while failures:
        error = failures.pop(0)
        yield Source(str(error.filename), error)
