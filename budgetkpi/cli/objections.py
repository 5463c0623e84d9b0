"""The sub-command for targets before they are approved (绩效目标审核): `check`."""

from __future__ import annotations

import argparse
import collections
import sys
from typing import TYPE_CHECKING, Any, Final

from budgetkpi.cli.cells import year_argument
from budgetkpi.cli.printing import Command, Report, Said, Table
from budgetkpi.errors import CheckError, TableError
from budgetkpi.messages import Catalog
from budgetkpi.results import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.results import Finding
    from budgetkpi.rows import Row, Rows

__all__ = ["CHECK"]

_SAID = Catalog("tables")
_SAYS = Catalog("checks")
_HEADINGS: Final = (
    (_SAID, "heading-line"),
    (_SAID, "heading-name"),
    (_SAID, "heading-target"),
    (_SAYS, "heading-severity"),
    (_SAYS, "heading-code"),
    (_SAYS, "heading-fix"),
    (_SAYS, "heading-message"),
)


def _codes(word: str) -> list[str]:
    """Codes or their beginnings, separated by commas; usage where one is none."""
    from budgetkpi.checks.selection import selected

    try:
        selected(word, None)
    except CheckError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return word.split(",")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", metavar="FILE.csv", help="a table of targets; - for standard input"
    )
    for option, told in (
        ("--select", "look for these codes only; a beginning names all of its codes"),
        ("--ignore", "leave these codes out"),
    ):
        parser.add_argument(option, type=_codes, action="extend", metavar="CODE,…", help=told)
    year_argument(parser)


def _check(options: argparse.Namespace) -> Report:
    said = Said(options.lang)
    parts: list[str | Table] = []
    records = []
    counts: collections.Counter[Severity] = collections.Counter()
    rows = 0
    for file in options.files:
        options.file = file  # what an error of reading names
        table = _read(file)
        found = list(_found(table, options))
        counts.update(finding.severity for _, finding in found)
        rows += len(table.rows)
        if len(options.files) > 1:
            parts.append(f"{file}:")
        parts += _shown(found, said)
        findings = [_record(*pair) for pair in found]
        records.append({"file": file, "rows": len(table.rows), "findings": findings})
    counted = {severity.value: counts[severity] for severity in Severity}
    parts.append(said(_SAYS("summary", rows=rows, findings=counts.total(), **counted)))
    record: dict[str, Any] = {"files": records, "summary": {"rows": rows, **counted}}
    return Report(parts, record, int(bool(counts)))


def _read(file: str) -> Rows:
    """The table, which must have a column of targets or of grades."""
    from budgetkpi.rows import read_rows

    table = read_rows(sys.stdin.buffer if file == "-" else file)
    if not {"target", "bands"} & table.columns:
        raise TableError(_SAID("column-missing", header="指标值"))
    return table


def _found(table: Rows, options: argparse.Namespace) -> Iterator[tuple[Row | None, Finding]]:
    """What the reading found, then what the checks find; each project of the file is a table."""
    from budgetkpi.checks import check
    from budgetkpi.sheets import Sheet

    yield from ((None, finding) for finding in table.findings)
    projects: dict[str | None, list[Row]] = {}
    for row in table:
        projects.setdefault(row.indicator.activity, []).append(row)
    for rows in projects.values():
        sheet = Sheet(fiscal_year=options.fiscal_year, indicators=tuple(row.indicator for row in rows))
        lines = {id(row.indicator): row for row in rows}
        for finding in check(sheet, select=options.select, ignore=options.ignore):
            yield lines.get(id(finding.indicator)), finding


def _shown(found: list[tuple[Row | None, Finding]], said: Said) -> list[str | Table]:
    if not found:
        return []
    cells = [
        [
            "" if row is None else str(row.line),
            "" if row is None else row.indicator.name,
            "" if row is None else row.indicator.target,
            said(_SAYS(f"severity-{finding.severity.value}")),
            finding.code,
            finding.fix,
            said(finding.message),
        ]
        for row, finding in found
    ]
    headings = [said(catalog(code)) for catalog, code in _HEADINGS]
    return [Table(headings, cells, [[] for _ in cells]), ""]


def _record(row: Row | None, finding: Finding) -> dict[str, Any]:
    from budgetkpi.records import finding_record

    return {"line": None if row is None else row.line, **finding_record(finding)}


CHECK = Command("check", "say what a reviewer objects to in the targets of CSV files", _arguments, _check)
