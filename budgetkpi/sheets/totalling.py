"""How the rows of a table add up (自评汇总): execution, total, grade, and what is owed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.messages import Catalog
from budgetkpi.policy.table_rules import ExecutionKind
from budgetkpi.results import Finding, Severity
from budgetkpi.scoring.scores import Flag
from budgetkpi.scoring.shares import percent, stepped, written
from budgetkpi.sheets.appraisals import Appraisal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from budgetkpi.messages import Note
    from budgetkpi.policy import Policy
    from budgetkpi.scoring.scores import Score
    from budgetkpi.sheets import Sheet

__all__ = ["appraisal_of"]

_say: Final = Catalog("sheets")
HUNDRED: Final = Decimal(100)


@attrs.frozen
class _Execution:
    points: Decimal | None = None
    rate: Fraction | None = None
    formula: str = ""


def appraisal_of(
    sheet: Sheet,
    scores: tuple[Score, ...],
    policy: Policy,
    *,
    notes: tuple[Note, ...] = (),
    findings: Sequence[Finding] = (),
) -> Appraisal:
    """Add scored rows up into an appraisal."""
    execution = _executed(sheet, policy)
    weighted = [row for row in scores if row.points is not None]
    full = sum((row.points for row in weighted if row.points is not None), Decimal(0))
    owed = policy.execution.points if execution.points is not None and policy.execution else Decimal(0)
    out_of = full + owed
    shown = [row.earned for row in weighted if row.earned is not None]
    base = execution.points or Decimal(0)
    ends = [row.possible for row in weighted]
    low = sum((end[0] for end in ends), base)
    high = sum((end[1] for end in ends), base)
    decided = bool(weighted) and len(shown) == len(weighted)
    said = [*notes]
    if execution.points is None:
        said.append(_say.note("no-execution", points=f"{full:f}"))
    if out_of != HUNDRED and out_of:
        said.append(_say.note("grade-scaled", out_of=f"{out_of:f}"))
    made = Appraisal(
        sheet=sheet,
        policy=policy,
        rows=scores,
        execution_points=execution.points,
        execution_rate=execution.rate,
        execution_formula=execution.formula,
        total=sum(shown, base) if decided else None,
        total_range=(low, high) if weighted else None,
        out_of=out_of,
        grade=_grade(policy, low, high, out_of) if weighted else None,
        notes=tuple(said),
    )
    return attrs.evolve(made, findings=(*sheet.findings, *findings, *_findings(made)))


def _executed(sheet: Sheet, policy: Policy) -> _Execution:
    """Points for budget execution: executed ÷ adjusted full-year budget, capped at the weight."""
    rule = policy.execution
    if rule is None or sheet.executed is None or not sheet.budget or sheet.budget < 0 or sheet.executed < 0:
        return _Execution()
    rate = Fraction(sheet.executed) / Fraction(sheet.budget)
    capped = min(rate, Fraction(1))
    if rule.kind is ExecutionKind.STEPS:
        step = stepped(rule.steps, capped)
        share, formula = step.value, step.formula.replace("{w}", f"{rule.points:f}")
    else:
        share, formula = capped, f"{rule.points:f} × {sheet.executed:f} ÷ {sheet.budget:f}"
    points = min(policy.rounding(Fraction(rule.points) * share), rule.points)
    if rate > 1 and rule.kind is ExecutionKind.RATIO:
        return _Execution(points, rate, f"{sheet.executed:f} > {sheet.budget:f}: {points:f}")
    return _Execution(points, rate, f"{formula} = {points:f}")


def _grade(policy: Policy, low: Decimal, high: Decimal, out_of: Decimal) -> str | None:
    """The grade of a total out of 100, where both ends of its range have the same."""
    if policy.grades is None or not out_of:
        return None
    least, most = (policy.grades.of(Fraction(end) * 100 / Fraction(out_of)) for end in (low, high))
    return least if least == most else None


def _found(code: str, severity: Severity, row: Score | None = None, **fields: object) -> Finding:
    message = _say(code, **fields)
    return Finding(code, severity=severity, message=message, indicator=None if row is None else row.indicator)


def _findings(made: Appraisal) -> Iterator[Finding]:
    yield from _weights(made)
    for row in made.rows:
        yield from _owed(made.policy, row)
    yield from _money(made)
    yield from _lights(made)
    if made.total is None and made.total_range is not None:
        low, high = made.total_range
        open_rows = sum(row.earned is None and row.points is not None for row in made.rows)
        yield _found("total-open", Severity.INFO, count=open_rows, low=f"{low:f}", high=f"{high:f}")


def _weights(made: Appraisal) -> Iterator[Finding]:
    """Weights that do not add up, rows without any, cost rows over their cap."""
    for row in made.rows:
        if row.points is None:
            yield _found("row-without-points", Severity.WARNING, row, name=row.indicator.name)
    weights = [row.points for row in made.rows if row.points is not None]
    if not weights:
        return
    total, rule = sum(weights, Decimal(0)), made.policy.execution
    wanted = HUNDRED - (rule.points if rule is not None else Decimal(0))
    whole_without_execution = total == HUNDRED and made.execution_points is None
    if total != wanted and not whole_without_execution:
        yield _found("weights-sum", Severity.ERROR, total=f"{total:f}", wanted=f"{wanted:f}")
    cap = made.policy.cost_cap
    costs = [
        row
        for row in made.rows
        if row.points is not None and "成本" in f"{row.indicator.level1}{row.indicator.level2}"
    ]
    spent = sum((row.points for row in costs if row.points is not None), Decimal(0))
    if cap is not None and spent > cap.points:
        yield _found("cost-over-cap", Severity.INFO, spent=f"{spent:f}", cap=f"{cap.points:f}")


def _owed(policy: Policy, row: Score) -> Iterator[Finding]:
    """The reasons that a row owes: for points lost, for too much of a good thing."""
    if row.points is None or (row.indicator.reason or "").strip():
        return
    name = row.indicator.name
    best = row.possible[1] if row.band is not None else row.earned
    if policy.reasons is not None and policy.reasons.below_weight and best is not None and best < row.points:
        yield _found("reason-owed", Severity.WARNING, row, name=name, lost=f"{row.points - best:f}")
    elif Flag.REASON_REQUIRED in row.flags or Flag.OVER in row.flags:
        ratio = percent(row.over_ratio) if row.over_ratio is not None else "—"
        yield _found("reason-owed-over", Severity.WARNING, row, name=name, ratio=ratio)


def _money(made: Appraisal) -> Iterator[Finding]:
    """What is wrong with the money, and a low execution that the policy wants explained."""
    sheet, rule = made.sheet, made.policy.execution
    if sheet.executed is not None and not sheet.budget:
        yield _found("execution-without-budget", Severity.WARNING)
    elif (sheet.executed is not None and sheet.executed < 0) or (
        sheet.budget is not None and sheet.budget < 0
    ):
        yield _found("negative-money", Severity.ERROR)
    rate = made.execution_rate
    if rate is None:
        return
    if rate > 1:
        yield _found("execution-over-budget", Severity.WARNING, rate=_rate(rate))
    if rule is not None and rule.reason_below is not None and rate < rule.reason_below:
        yield _found(
            "execution-reason-owed", Severity.WARNING, rate=_rate(rate), limit=percent(rule.reason_below)
        )


def _lights(made: Appraisal) -> Iterator[Finding]:
    """Red: the score rate runs ahead of the execution rate. Yellow: too much money unspent."""
    rule, rate = made.policy.lights, made.execution_rate
    if rule is None or rate is None:
        return
    weighted = [row for row in made.rows if row.points is not None]
    shown = [row.earned for row in weighted if row.earned is not None]
    full = sum((row.points for row in weighted if row.points is not None), Decimal(0))
    if full and len(shown) == len(weighted):
        scored = Fraction(sum(shown, Decimal(0))) / Fraction(full)
        if scored - rate > rule.score_over_execution * scored:
            limit = percent(rule.score_over_execution)
            yield _found(
                "score-over-execution", Severity.WARNING, scored=_rate(scored), rate=_rate(rate), limit=limit
            )
    if 1 - rate > rule.unspent:
        yield _found("money-unspent", Severity.WARNING, unspent=_rate(1 - rate), limit=percent(rule.unspent))


def _rate(rate: Fraction) -> str:
    """A rate for people: per cent to two places, rounded half up."""
    cents = (rate * 10_000 + Fraction(1, 2)).__floor__()
    return f"{written(Fraction(cents, 100))}%"
