"""The sub-commands for points (计分): `score` gives them, `audit` holds published ones against the rule."""

from __future__ import annotations

import argparse
import collections
from typing import TYPE_CHECKING, Final, TypeVar

from budgetkpi.bounds import as_decimal, shown
from budgetkpi.cli.commands import Command, as_typed, year_argument
from budgetkpi.cli.endings import failed, refused
from budgetkpi.cli.filewise import Work, over_files
from budgetkpi.cli.outputs import Report
from budgetkpi.cli.printing import Said, Table
from budgetkpi.cli.sources import files_argument
from budgetkpi.cli.streaming import score_stream
from budgetkpi.cli.verdicts import written_target
from budgetkpi.cli.written_files import SCORED
from budgetkpi.errors import FieldError, PolicyError
from budgetkpi.results import Outcome, Severity
from budgetkpi.wording import percentage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from budgetkpi.cli.intake import Tabled
    from budgetkpi.cli.outputs import Output
    from budgetkpi.policy import Policy
    from budgetkpi.results import Finding
    from budgetkpi.scoring import Score
    from budgetkpi.sheets import Appraisal
    from budgetkpi.sheets.auditing import AuditRow

__all__ = [
    "AUDIT",
    "SCORE",
    "all_well",
    "asked_for",
    "counted",
    "money_arguments",
    "policy_of",
    "scoring_arguments",
    "total_of",
    "totals_of",
]

_SCORED: Final = ("line", "name", "target", "actual", "points", "earned", "flags", "reason")
_AUDITED: Final = ("line", "name", "points", "published", "earned", "standing", "reason")
_NO_NUMBER: Final = "—"
T = TypeVar("T")


def _money(word: str) -> Decimal:
    """An amount of money, thousands separated or not."""
    plain = as_typed(word).replace(",", "").replace("，", "")
    try:
        return as_decimal(plain, "")
    except FieldError:
        raise argparse.ArgumentTypeError(f"not a number: {shown(as_typed(word))}") from None


def _common_arguments(parser: argparse.ArgumentParser) -> None:
    files_argument(parser, "a table of indicators")
    parser.add_argument(
        "--policy",
        metavar="NAME|FILE.toml",
        help="the scoring policy (计分规则), or an office, by its budget year; national-2020 by default",
    )
    parser.add_argument(
        "--explain", action="store_true", help="tell under each row how its points came about"
    )
    year_argument(parser)


def scoring_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what says how a table is scored."""
    _common_arguments(parser)
    parser.add_argument(
        "--weights", choices=("equal",), help="split the policy's section weights, not the table's own 分值"
    )
    parser.add_argument(
        "--choose", choices=("low", "middle", "high"), help="the number of its band that a word earns"
    )
    money_arguments(parser)


def money_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options for the money of a table."""
    parser.add_argument("--budget", type=_money, metavar="NUMBER", help="全年预算数, the adjusted budget")
    parser.add_argument(
        "--executed", type=_money, metavar="NUMBER", help="全年执行数, the money executed, in the same unit"
    )


def policy_of(options: argparse.Namespace) -> Policy | str:
    """The policy that a file of the user's own holds, or the name of one, or of an office, that there is."""
    from budgetkpi.policy import DEFAULT, Policy, chosen_policy

    return asked_for(options.policy or DEFAULT, options.fiscal_year, Policy.from_toml, chosen_policy)


def asked_for(
    wanted: str,
    year: int | None,
    from_toml: Callable[[str], T],
    chosen: Callable[[str, int | None], tuple[T, object]],
) -> T | str:
    """What a file of the user's own holds, or the name as it was given where there is such a policy.

    An office may have a policy for each year: without --fiscal-year, the year of each table chooses.

    Raises:
        Failure: there is none, or none or several for the year.
    """
    try:
        if wanted.lower().endswith(".toml"):
            return from_toml(wanted)
        chosen(wanted, year)
    except PolicyError as error:
        if error.code != "policy-year-needed":
            raise refused(wanted, error) from None
    except OSError as error:
        raise failed(wanted, error) from None
    return wanted


def _streamed(options: argparse.Namespace) -> int:
    """Score files larger than memory."""
    return score_stream(options, policy_of(options))


def _score(options: argparse.Namespace, output: Output) -> int:
    said = Said(options.lang)
    policy = policy_of(options)
    work = Work(lambda tabled: _points(tabled, options, policy, said), total_of)
    return over_files(options, output, work)


def _points(tabled: Tabled, options: argparse.Namespace, policy: Policy | str, said: Said) -> Report:
    """The points of one table."""
    from budgetkpi.records import appraisal_record

    tabled.need("actual", "target")
    sheet = tabled.sheet
    appraisal = sheet.appraise(policy=policy, weights=options.weights, choose=options.choose)
    record = appraisal_record(appraisal)
    for line, found in zip(tabled.lines, record["rows"], strict=True):
        found["line"] = line
    cells = [
        [str(line), *_scored(score, said)] for line, score in zip(tabled.lines, appraisal.rows, strict=True)
    ]
    below = [_below(score, said, explain=options.explain) for score in appraisal.rows]
    table = Table([said.word(f"heading-{name}") for name in _SCORED], cells, below)
    flat = [
        said.cells(line=line)
        | score.row(options.lang)
        | said.cells(target=written_target(score.indicator, score.evaluation))
        for line, score in zip(tabled.lines, appraisal.rows, strict=True)
    ]
    totals = totals_of(appraisal, said)
    status = int(not all_well(appraisal))
    return Report([table, "", *totals], record, status, flat=flat, told=totals, counts=counted(appraisal))


def counted(appraisal: Appraisal) -> collections.Counter[str]:
    """What is counted of a table over all files."""
    counts = collections.Counter(score.evaluation.outcome.value for score in appraisal.rows)
    return counts + collections.Counter(
        rows=len(appraisal.rows), tables=1, without_total=int(appraisal.total is None)
    )


def total_of(counts: collections.Counter[str], said: Said) -> tuple[list[str], dict[str, int]]:
    """How many tables and rows there are, and how many have no certain total."""
    record = {name: counts[name] for name in ("tables", "without_total", "rows", *map(str, Outcome))}
    return [said.word("summary-score", **record), said.word("summary", **record)], record


def _scored(score: Score, said: Said) -> list[str]:
    row = score.indicator
    return [
        row.name,
        written_target(row, score.evaluation),
        row.actual or "",
        _NO_NUMBER if score.points is None else f"{score.points:f}",
        _earned(score),
        said.listed(map(said, score.flags)),
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
        return [f"  {line}" for line in score.explain("zh" if said.zh else "en").split("\n")]
    return [line for error in score.evaluation.errors for line in said.error(error)]


def totals_of(appraisal: Appraisal, said: Said) -> list[str]:
    """How the points add up, the policy that gave them, and what the whole table is told."""
    policy = appraisal.policy
    lines = [said.word("policy", name=policy.name, title=policy.title, status=said(policy.status))]
    lines += [said(message) for message in appraisal.sums()]
    lines += [said.pair("heading-note", said(note.message)).strip() for note in appraisal.notes]
    return lines + _found(appraisal.findings, said)


def _found(findings: Sequence[Finding], said: Said) -> list[str]:
    return [said.pair("heading-finding", said(finding.message)).strip() for finding in findings]


def all_well(appraisal: Appraisal) -> bool:
    """Every row met and scored, and nothing found that is more than a remark."""
    met = all(row.evaluation.outcome is Outcome.MET and row.earned is not None for row in appraisal.rows)
    return met and not _any_bad(appraisal.findings)


def _any_bad(findings: Sequence[Finding]) -> bool:
    return any(finding.severity is not Severity.INFO for finding in findings)


def _audit(options: argparse.Namespace, output: Output) -> int:
    said = Said(options.lang)
    policy = policy_of(options)
    work = Work(lambda tabled: _held(tabled, options, policy, said), _counted)
    return over_files(options, output, work)


def _held(tabled: Tabled, options: argparse.Namespace, policy: Policy | str, said: Said) -> Report:
    """The published scores of one table, held against the rule."""
    from budgetkpi.policy import chosen_policy
    from budgetkpi.records import audit_record, finding_record
    from budgetkpi.sheets.auditing import Standing, audit

    tabled.need("actual", "target", "points", "earned")
    sheet = tabled.sheet
    made = audit(sheet, policy=policy)
    record = audit_record(made)
    record["policy"] = chosen_policy(policy, sheet.year)[0].name
    record["findings"] = [finding_record(one) for one in sheet.findings] + record["findings"]
    for line, found in zip(tabled.lines, record["rows"], strict=True):
        found["line"] = line
    cells = [[str(line), *_audited(row, said)] for line, row in zip(tabled.lines, made, strict=True)]
    below = [_below(row.score, said, explain=options.explain) for row in made]
    table = Table([said.word(f"heading-{name}") for name in _AUDITED], cells, below)
    findings = (*sheet.findings, *made.findings)
    counts = collections.Counter(row.standing.value for row in made)
    counts["rows"] = len(made)
    lines, _ = _counted(counts, said)
    held = all(row.standing in (Standing.AGREES, Standing.ROUNDED) for row in made)
    flat = [
        said.cells(line=line)
        | row.row(options.lang)
        | said.cells(target=written_target(row.score.indicator, row.score.evaluation))
        for line, row in zip(tabled.lines, made, strict=True)
    ]
    found = _found(findings, said)
    status = int(not held or _any_bad(findings))
    return Report([table, "", *lines, *found], record, status, flat=flat, told=found, counts=counts)


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


def _counted(counts: collections.Counter[str], said: Said) -> tuple[list[str], dict[str, int]]:
    """How many published scores stand to the rule in which way."""
    from budgetkpi.sheets.auditing import Standing

    record = {name: counts[name] for name in ("rows", *map(str, Standing))}
    ways = sorted(Standing, key=lambda way: -counts[way.value])
    told = said.tally((said(way), counts[way.value]) for way in ways if counts[way.value])
    return [said.word("summary-audit", rows=counts["rows"], counts=told)], record


SCORE = Command(
    "score",
    "give every row its points, and the table its total",
    scoring_arguments,
    _score,
    suffixes=SCORED,
    streamed=_streamed,
)
AUDIT = Command("audit", "hold published scores against the rule", _common_arguments, _audit)
