"""The sub-commands for points (计分): `score` gives them, `audit` holds published ones against the rule."""

from __future__ import annotations

import argparse
import collections
import sys
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from budgetkpi.cli.cells import CELL_MARK, year_argument
from budgetkpi.cli.files import written_target
from budgetkpi.cli.printing import Command, Report, Said, Table
from budgetkpi.errors import TableError
from budgetkpi.messages import Catalog
from budgetkpi.results import Outcome, Severity
from budgetkpi.wording import percentage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.policy import Policy
    from budgetkpi.results import Finding
    from budgetkpi.rows import Rows
    from budgetkpi.scoring import Score
    from budgetkpi.sheets import Appraisal
    from budgetkpi.sheets.auditing import Audit, AuditRow

__all__ = ["AUDIT", "SCORE"]

_SAID = Catalog("tables")
_SCORED: Final = ("line", "name", "target", "actual", "points", "earned", "flags", "reason")
_AUDITED: Final = ("line", "name", "points", "published", "earned", "standing", "reason")
_NO_NUMBER: Final = "—"


def _money(word: str) -> Decimal:
    """An amount of money, thousands separated or not."""
    plain = word.removeprefix(CELL_MARK).replace(",", "").replace("，", "")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise argparse.ArgumentTypeError(f"not a number: {word.removeprefix(CELL_MARK)}")
    return number


def _common_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.csv", help="a table of indicators; - for standard input")
    parser.add_argument(
        "--policy", metavar="NAME|FILE.toml", help="the scoring policy (计分规则); national-2020 by default"
    )
    parser.add_argument(
        "--explain", action="store_true", help="tell under each row how its points came about"
    )
    year_argument(parser)


def _score_arguments(parser: argparse.ArgumentParser) -> None:
    _common_arguments(parser)
    parser.add_argument(
        "--weights", choices=("equal",), help="split the policy's section weights, not the table's own 分值"
    )
    parser.add_argument(
        "--choose", choices=("low", "middle", "high"), help="the number of its band that a word earns"
    )
    parser.add_argument("--budget", type=_money, metavar="NUMBER", help="全年预算数, the adjusted budget")
    parser.add_argument(
        "--executed", type=_money, metavar="NUMBER", help="全年执行数, the money executed, in the same unit"
    )


def _policy(name: str | None) -> Policy:
    """The policy that the user named, or that a file of his own holds."""
    from budgetkpi.policy import DEFAULT, Policy

    wanted = name or DEFAULT
    return Policy.from_toml(wanted) if wanted.lower().endswith(".toml") else Policy.named(wanted)


def _read(file: str, *wanted: tuple[str, str]) -> Rows:
    """The table, which must have the columns that are wanted: pairs of field and header."""
    from budgetkpi.rows import read_rows

    table = read_rows(sys.stdin.buffer if file == "-" else file)
    for field, header in wanted:
        if field not in table.columns and not (field == "target" and "bands" in table.columns):
            raise TableError(_SAID("column-missing", header=header))
    return table


def _score(options: argparse.Namespace) -> Report:
    from budgetkpi.records import appraisal_record
    from budgetkpi.sheets import Sheet

    said, policy = Said(options.lang), _policy(options.policy)
    table = _read(options.file, ("actual", "实际完成值"), ("target", "指标值"))
    appraisal = Sheet(
        fiscal_year=options.fiscal_year,
        budget=options.budget,
        executed=options.executed,
        indicators=tuple(row.indicator for row in table),
        source=options.file,
        findings=table.findings,
    ).appraise(policy=policy, weights=options.weights, choose=options.choose)
    record = appraisal_record(appraisal)
    for row, found in zip(table, record["rows"], strict=True):
        found["line"] = row.line
    cells = [[str(row.line), *_scored(score, said)] for row, score in zip(table, appraisal.rows, strict=True)]
    below = [_below(score, said, explain=options.explain) for score in appraisal.rows]
    headings = [said.word(f"heading-{name}") for name in _SCORED]
    rest = _totals(appraisal, said)
    return Report([Table(headings, cells, below), "", *rest], record, int(not _all_well(appraisal)))


def _scored(score: Score, said: Said) -> list[str]:
    row = score.indicator
    return [
        row.name,
        written_target(row, score.evaluation),
        row.actual or "",
        _NO_NUMBER if score.points is None else f"{score.points:f}",
        _earned(score),
        " ".join(flag.value for flag in score.flags),
        said(score.evaluation.reason),
    ]


def _earned(score: Score) -> str:
    """Points, the band of a word, or the share of a weight that is not known."""
    if score.earned is not None:
        return f"{score.earned:f}"
    if score.band is not None:
        return f"{score.band[0]:f}–{score.band[1]:f}"
    if score.points is None and score.share is not None:
        return percentage(score.share)
    return _NO_NUMBER


def _below(score: Score, said: Said, *, explain: bool) -> list[str]:
    """What stands under a row: how its points came about, or the errors of its cells."""
    if explain:
        return [f"  {line}" for line in score.explain("zh" if said.zh else "en").splitlines()]
    return [line for error in score.evaluation.errors for line in said.error(error)]


def _totals(appraisal: Appraisal, said: Said) -> list[str]:
    """How the points add up, the policy that gave them, and what the whole table is told."""
    policy = appraisal.policy
    lines = [said.word("policy", name=policy.name, title=policy.title, status=policy.status.value)]
    lines += [said(message) for message in appraisal.sums()]
    lines += [said.pair("heading-note", said(note.message)).strip() for note in appraisal.notes]
    return lines + _found(appraisal.findings, said)


def _found(findings: Sequence[Finding], said: Said) -> list[str]:
    return [said.pair("heading-finding", said(finding.message)).strip() for finding in findings]


def _all_well(appraisal: Appraisal) -> bool:
    """Every row met and scored, and nothing found that is more than a remark."""
    met = all(row.evaluation.outcome is Outcome.MET and row.earned is not None for row in appraisal.rows)
    return met and not _any_bad(appraisal.findings)


def _any_bad(findings: Sequence[Finding]) -> bool:
    return any(finding.severity is not Severity.INFO for finding in findings)


def _audit(options: argparse.Namespace) -> Report:
    from budgetkpi.records import audit_record, finding_record
    from budgetkpi.sheets import Sheet
    from budgetkpi.sheets.auditing import Standing, audit

    said, policy = Said(options.lang), _policy(options.policy)
    wanted = (("actual", "实际完成值"), ("target", "指标值"), ("points", "分值"), ("earned", "得分"))
    table = _read(options.file, *wanted)
    sheet = Sheet(fiscal_year=options.fiscal_year, indicators=tuple(row.indicator for row in table))
    made = audit(sheet, policy=policy)
    record = audit_record(made)
    record["policy"] = policy.name
    record["findings"] = [finding_record(one) for one in table.findings] + record["findings"]
    for row, found in zip(table, record["rows"], strict=True):
        found["line"] = row.line
    cells = [[str(row.line), *_audited(found, said)] for row, found in zip(table, made, strict=True)]
    below = [_below(row.score, said, explain=options.explain) for row in made]
    headings = [said.word(f"heading-{name}") for name in _AUDITED]
    findings = (*table.findings, *made.findings)
    rest = [*_counted(made, said), *_found(findings, said)]
    held = all(row.standing in (Standing.AGREES, Standing.ROUNDED) for row in made)
    return Report([Table(headings, cells, below), "", *rest], record, int(not held or _any_bad(findings)))


def _audited(row: AuditRow, said: Said) -> list[str]:
    points = row.score.points
    return [
        row.score.indicator.name,
        _NO_NUMBER if points is None else f"{points:f}",
        _NO_NUMBER if row.published is None else f"{row.published:f}",
        _earned(row.score),
        said(row.standing),
        said(row.message),
    ]


def _counted(made: Audit, said: Said) -> list[str]:
    """How many published scores stand to the rule in which way."""
    counts = collections.Counter(row.standing for row in made)
    told = [(said(way), n) for way, n in counts.most_common()]
    return [said.word("summary-audit", rows=len(made), counts=", ".join(f"{way} {n}" for way, n in told))]


SCORE = Command(
    "score", "give every row of a CSV file its points, and the table its total", _score_arguments, _score
)
AUDIT = Command(
    "audit", "hold the published scores of a CSV file against the rule", _common_arguments, _audit
)
