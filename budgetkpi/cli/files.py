"""The sub-commands for whole tables (整张指标表): `judge`."""

from __future__ import annotations

import collections
import sys
from typing import TYPE_CHECKING, Any, Final

from budgetkpi.cli.cells import year_argument
from budgetkpi.cli.printing import Command, Report, Said, Table
from budgetkpi.errors import TableError
from budgetkpi.messages import Catalog
from budgetkpi.results import Outcome, Severity
from budgetkpi.wording import percentage

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from budgetkpi.indicators import Indicator
    from budgetkpi.results import Evaluation

__all__ = ["JUDGE", "written_target"]

_SAID = Catalog("tables")
_HEADINGS: Final = ("line", "name", "target", "actual", "outcome", "attainment", "reason")


def _judge_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE.csv", help="a table of targets and actuals; - for standard input"
    )
    parser.add_argument("--notes", action="store_true", help="print every assumption under its row")
    year_argument(parser)


def _judge(options: argparse.Namespace) -> Report:
    from budgetkpi.evaluation import evaluate
    from budgetkpi.records import evaluation_record, finding_record
    from budgetkpi.rows import read_rows

    said = Said(options.lang)
    table = read_rows(sys.stdin.buffer if options.file == "-" else options.file)
    for column, header in (("actual", "实际完成值"), ("target", "指标值")):
        if column not in table.columns and not (column == "target" and "bands" in table.columns):
            raise TableError(_SAID("column-missing", header=header))
    rows = [row.indicator for row in table]
    results = [evaluate(row, row.actual, fiscal_year=options.fiscal_year) for row in rows]
    cells = [
        [
            str(row.line),
            row.indicator.name,
            written_target(row.indicator, result),
            row.indicator.actual or "",
            said.outcome(result.outcome),
            "" if result.attainment is None else percentage(result.attainment),
            said(result.reason),
        ]
        for row, result in zip(table, results, strict=True)
    ]
    headings = [said.word(f"heading-{name}") for name in _HEADINGS]
    below = [_below(result, said, notes=options.notes) for result in results]
    counted = _counted(results)
    record = {
        "rows": [
            {"line": row.line, "name": row.indicator.name, "evaluation": evaluation_record(result)}
            for row, result in zip(table, results, strict=True)
        ],
        "summary": counted,
        "findings": [finding_record(finding) for finding in table.findings],
    }
    found = [f"{said.word('heading-finding')}: {said(finding.message)}" for finding in table.findings]
    good = counted[Outcome.MET] == len(results)
    bad = any(finding.severity is not Severity.INFO for finding in table.findings)
    return Report(
        [Table(headings, cells, below), "", *_summary(counted, said), *found], record, int(bad or not good)
    )


def written_target(row: Indicator, result: Evaluation) -> str:
    """The target as printed, or put together where the sign or the unit stand in columns of their own."""
    apart = (row.comparator or row.unit) and result.target is not None
    return str(result.target) if apart else row.target


def _below(result: Evaluation, said: Said, *, notes: bool) -> list[str]:
    """What stands under a row: the errors of its cells, and its notes if they are asked for."""
    errors = [line for error in result.errors for line in said.error(error)]
    return errors + (said.notes(result.notes) if notes else [])


def _counted(results: Sequence[Evaluation]) -> dict[str, Any]:
    """How many rows came out which way, the undetermined ones by the code of their reason."""
    counts = collections.Counter(result.outcome for result in results)
    causes = collections.Counter(r.reason.code for r in results if r.outcome is Outcome.UNDETERMINED)
    return {
        "rows": len(results),
        **{outcome.value: counts[outcome] for outcome in Outcome},
        "causes": dict(causes.most_common()),
    }


def _summary(counted: dict[str, Any], said: Said) -> list[str]:
    """The line that counts the verdicts, and one that counts why rows are undetermined."""
    causes = ", ".join(f"{code} {count}" for code, count in counted["causes"].items())
    return [said.word("summary", **counted)] + [said.word("summary-causes", causes=causes)] * bool(causes)


JUDGE = Command("judge", "judge every row of a CSV file", _judge_arguments, _judge)
