"""The sub-commands for whole tables (整张指标表): `judge`."""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING, Any, Final

from budgetkpi.cli.commands import Command, year_argument
from budgetkpi.cli.filewise import Work, over_files
from budgetkpi.cli.outputs import Report
from budgetkpi.cli.printing import Said, Table
from budgetkpi.cli.sources import files_argument
from budgetkpi.results import Outcome, Severity
from budgetkpi.wording import percentage

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from budgetkpi.cli.intake import Tabled
    from budgetkpi.cli.outputs import Output
    from budgetkpi.indicators import Indicator
    from budgetkpi.results import Evaluation

__all__ = ["JUDGE", "written_target"]

_HEADINGS: Final = ("line", "name", "target", "actual", "outcome", "attainment", "reason")
_CAUSE: Final = "cause: "
"""What stands before the code of a reason among the counts."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    files_argument(parser, "a table of targets and actuals")
    parser.add_argument("--notes", action="store_true", help="print every assumption under its row")
    year_argument(parser)


def _judge(options: argparse.Namespace, output: Output) -> int:
    said = Said(options.lang)
    work = Work(lambda tabled: _judged(tabled, options, said), _total)
    return over_files(options, output, work)


def _judged(tabled: Tabled, options: argparse.Namespace, said: Said) -> Report:
    """The verdicts of one table."""
    from budgetkpi.evaluation import evaluate
    from budgetkpi.records import evaluation_record, finding_record

    tabled.need("actual", "target")
    sheet = tabled.sheet
    results = [evaluate(row, row.actual, fiscal_year=sheet.fiscal_year) for row in sheet.indicators]
    rows = list(zip(tabled.lines, sheet.indicators, results, strict=True))
    cells = [
        [
            str(line),
            row.name,
            written_target(row, result),
            row.actual or "",
            said.outcome(result.outcome),
            "" if result.attainment is None else percentage(result.attainment),
            said(result.reason),
        ]
        for line, row, result in rows
    ]
    headings = [said.word(f"heading-{name}") for name in _HEADINGS]
    table = Table(headings, cells, [_below(result, said, notes=options.notes) for result in results])
    counts = _counted(results)
    lines, summary = _total(counts, said)
    record = {
        "rows": [
            {"line": line, "name": row.name, "evaluation": evaluation_record(result)}
            for line, row, result in rows
        ],
        "summary": summary,
        "findings": [finding_record(finding) for finding in sheet.findings],
    }
    found = [said.finding(finding.message) for finding in sheet.findings]
    bad = any(finding.severity is not Severity.INFO for finding in sheet.findings)
    status = int(bad or counts[Outcome.MET] < len(results))
    flat = [
        said.cells(line=line, level1=row.level1, level2=row.level2, name=row.name)
        | result.row(options.lang)
        | said.cells(target=written_target(row, result))
        for line, row, result in rows
    ]
    return Report([table, "", *lines, *found], record, status, flat=flat, told=found, counts=counts)


def written_target(row: Indicator, result: Evaluation) -> str:
    """The target as printed, or put together where the sign or the unit stand in columns of their own."""
    apart = (row.comparator or row.unit) and result.target is not None
    return str(result.target) if apart else row.target


def _below(result: Evaluation, said: Said, *, notes: bool) -> list[str]:
    """What stands under a row: the errors of its cells, and its notes if they are asked for."""
    errors = [line for error in result.errors for line in said.error(error)]
    return errors + (said.notes(result.notes) if notes else [])


def _counted(results: Sequence[Evaluation]) -> collections.Counter[str]:
    """How many rows came out which way, the undetermined ones by the code of their reason too."""
    counts = collections.Counter(result.outcome.value for result in results)
    counts.update(f"{_CAUSE}{r.reason.code}" for r in results if r.outcome is Outcome.UNDETERMINED)
    counts["rows"] = len(results)
    return counts


def _total(counts: collections.Counter[str], said: Said) -> tuple[list[str], dict[str, Any]]:
    """The line that counts the verdicts, and one that counts why rows are undetermined."""
    told = [(name.removeprefix(_CAUSE), n) for name, n in counts.most_common() if name.startswith(_CAUSE)]
    record: dict[str, Any] = {name: counts[name] for name in ("rows", *map(str, Outcome))}
    causes = said.tally(told)
    lines = [said.word("summary", **record)] + [said.word("summary-causes", causes=causes)] * bool(causes)
    return lines, record | {"causes": dict(told)}


JUDGE = Command("judge", "judge every row of tables", _arguments, _judge)
