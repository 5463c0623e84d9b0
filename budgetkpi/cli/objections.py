"""The sub-command for targets before they are approved (绩效目标审核): `check`."""

from __future__ import annotations

import argparse
import collections
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi.cli.commands import Command, year_argument
from budgetkpi.cli.filewise import Work, over_files
from budgetkpi.cli.outputs import Report
from budgetkpi.cli.printing import Said, Table
from budgetkpi.cli.sources import files_argument
from budgetkpi.errors import CheckError
from budgetkpi.indicators import Indicator
from budgetkpi.messages import Catalog
from budgetkpi.results import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.cli.intake import Tabled
    from budgetkpi.cli.outputs import Output
    from budgetkpi.results import Finding
    from budgetkpi.wording import Plain

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
    files_argument(parser, "a table of targets")
    for option, told in (
        ("--select", "look for these codes only; a beginning names all of its codes"),
        ("--ignore", "leave these codes out"),
    ):
        parser.add_argument(option, type=_codes, action="extend", metavar="CODE,…", help=told)
    year_argument(parser)


def _check(options: argparse.Namespace, output: Output) -> int:
    said = Said(options.lang)
    work = Work(lambda tabled: _checked(tabled, options, said), _total, _alone)
    return over_files(options, output, work)


def _checked(tabled: Tabled, options: argparse.Namespace, said: Said) -> Report:
    """The objections to one table, which must have a column of targets or of grades."""
    tabled.need("target")
    found = list(_found(tabled, options))
    counts = collections.Counter(finding.severity.value for _, _, finding in found)
    counts["rows"] = len(tabled.lines)
    record = {"rows": len(tabled.lines), "findings": [_record(line, finding) for line, _, finding in found]}
    table = _table(found, said)
    status = int(bool(found))
    flat: list[dict[str, Plain]] = [dict(zip(table.headings, row, strict=True)) for row in table.rows]
    parts: list[str | Table] = [table, ""] if found else []
    return Report(parts, record, status, flat=flat, headings=table.headings, counts=counts)


def _total(counts: collections.Counter[str], said: Said) -> tuple[list[str], dict[str, int]]:
    """The line that counts the objections."""
    record = {name: counts[name] for name in ("rows", *map(str, Severity))}
    findings = sum(counts[name] for name in map(str, Severity))
    return [said(_SAYS("summary", findings=findings, **record))], record


def _alone(report: Report, said: Said) -> Report:
    """The report of the only file, summed up as that of several."""
    lines, summary = _total(collections.Counter(report.counts), said)
    record = {"files": [report.record], "summary": summary}
    return attrs.evolve(report, parts=[*report.parts, *lines], record=record)


def _found(
    tabled: Tabled, options: argparse.Namespace
) -> Iterator[tuple[int | None, Indicator | None, Finding]]:
    """What the reading found, then what the checks find; each project of the file is a table."""
    from budgetkpi.checks import check

    sheet = tabled.sheet
    yield from ((None, None, finding) for finding in sheet.findings)
    projects: dict[str | None, list[tuple[int, Indicator]]] = {}
    for line, row in zip(tabled.lines, sheet.indicators, strict=True):
        projects.setdefault(row.activity, []).append((line, row))
    for rows in projects.values():
        lines = {id(row): line for line, row in rows}
        project = attrs.evolve(sheet, indicators=[row for _, row in rows], findings=())
        for finding in check(project, select=options.select, ignore=options.ignore):
            about = finding.indicator
            named = about if isinstance(about, Indicator) else None
            yield lines.get(id(about)), named, finding


def _table(found: list[tuple[int | None, Indicator | None, Finding]], said: Said) -> Table:
    cells = [
        [
            "" if line is None else str(line),
            "" if row is None else row.name,
            "" if row is None else row.target,
            said(_SAYS(f"severity-{finding.severity.value}")),
            finding.code,
            finding.fix,
            said(finding.message),
        ]
        for line, row, finding in found
    ]
    headings = [said(catalog(code)) for catalog, code in _HEADINGS]
    return Table(headings, cells, [[] for _ in cells])


def _record(line: int | None, finding: Finding) -> dict[str, Any]:
    from budgetkpi.records import finding_record

    return {"line": line, **finding_record(finding)}


CHECK = Command("check", "say what a reviewer objects to in the targets of tables", _arguments, _check)
