"""The sub-command that shows what was read (读取结果): `read`."""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING, Final

from budgetkpi.cli.commands import Command
from budgetkpi.cli.filewise import Work, over_files
from budgetkpi.cli.outputs import Report
from budgetkpi.cli.printing import Said, Table
from budgetkpi.cli.sources import files_argument
from budgetkpi.results import Severity

if TYPE_CHECKING:
    import argparse

    from budgetkpi.cli.intake import Tabled
    from budgetkpi.cli.outputs import Output
    from budgetkpi.indicators import Indicator
    from budgetkpi.wording import Plain

__all__ = ["READ"]

_WHOLE: Final = ("title", "department", "fiscal_year", "budget", "executed")
_BANDS: Final = ("band-1", "band-2", "band-3", "band-4")


def _arguments(parser: argparse.ArgumentParser) -> None:
    files_argument(parser, "a document with tables of indicators")


def _read(options: argparse.Namespace, output: Output) -> int:
    said = Said(options.lang)
    return over_files(options, output, Work(lambda tabled: _contents(tabled, said), _total))


def _contents(tabled: Tabled, said: Said) -> Report:
    """What a table says."""
    from budgetkpi.records import sheet_record

    sheet = tabled.sheet
    whole = [
        said.field(name.replace("_", "-"), str(getattr(sheet, name)))
        for name in _WHOLE
        if getattr(sheet, name) not in (None, "")
    ]
    flat = [said.cells(line=line) | said.cells(**_cells(row)) for line, row in _placed(tabled)]
    record = sheet_record(sheet)
    for line, row in zip(tabled.lines, record["rows"], strict=True):
        row["line"] = line
    found = [said.finding(finding.message) for finding in sheet.findings]
    bad = any(finding.severity is not Severity.INFO for finding in sheet.findings)
    counts = collections.Counter(tables=1, rows=len(sheet.indicators), findings=len(sheet.findings))
    parts: list[str | Table] = [*whole, *([_table(flat)] if flat else []), *found]
    return Report(parts, record, int(bad), flat=flat, told=found, counts=counts)


def _placed(tabled: Tabled) -> list[tuple[int, Indicator]]:
    return list(zip(tabled.lines, tabled.sheet.indicators, strict=True))


def _cells(row: Indicator) -> dict[str, Plain]:
    """Every cell of a row, by the names of the columns of the form."""
    from budgetkpi.indicators import cells_of

    bands = dict(zip(_BANDS, row.bands or (), strict=False))
    return (
        {"activity": row.activity}
        | cells_of(row)
        | {"target": row.target, "description": row.description, "basis": row.basis}
        | {name: bands.get(name) for name in _BANDS}
    )


def _table(flat: list[dict[str, Plain]]) -> Table:
    """The rows for people: the columns that say something."""
    headings = [name for name in flat[0] if any(row[name] not in (None, "") for row in flat)]
    cells = [["" if row[name] is None else str(row[name]) for name in headings] for row in flat]
    return Table(headings, cells, [[] for _ in flat])


def _total(counts: collections.Counter[str], said: Said) -> tuple[list[str], dict[str, int]]:
    """How many tables and rows were read."""
    record = {name: counts[name] for name in ("tables", "rows", "findings")}
    return [said.word("summary-read", **record)], record


READ = Command("read", "show the tables of indicators in documents", _arguments, _read)
