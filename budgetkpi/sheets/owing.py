"""What a whole table is told (自评提示): weights, reasons that are owed, money, lights."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from budgetkpi.messages import Catalog
from budgetkpi.policy.figures_written import percent
from budgetkpi.results import Finding, Severity
from budgetkpi.scoring.scores import Flag
from budgetkpi.wording import percentage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from budgetkpi.policy import Policy
    from budgetkpi.scoring.scores import Score
    from budgetkpi.sheets import Sheet

__all__ = [
    "HUNDRED",
    "hand_findings",
    "left_out",
    "light_findings",
    "money_findings",
    "owed_reasons",
    "weight_findings",
    "weightless",
]

_say: Final = Catalog("sheets")
HUNDRED: Final = Decimal(100)


def weightless(scores: Sequence[Score]) -> Iterator[Finding]:
    """Rows without a weight that can be used: what they would add is open."""
    for row in scores:
        if row.points is None and Flag.NOT_APPLICABLE not in row.flags:
            yield _found(
                "row-without-points", Severity.WARNING, row, leaves_open=True, name=row.indicator.name
            )


def weight_findings(
    scores: Sequence[Score], policy: Policy, *, executed: bool, whole: bool
) -> Iterator[Finding]:
    """Weights that do not add up, cost rows over their cap.

    Args:
        scores: the scored rows.
        policy: the policy.
        executed: whether there are points for execution.
        whole: whether every row and every weight could be read.
    """
    weights = [row.points for row in scores if row.points is not None]
    if not weights:
        return
    total, rule = sum(weights, Decimal(0)), policy.execution
    wanted = HUNDRED - (rule.points if rule is not None else Decimal(0))
    whole_without_execution = total == HUNDRED and not executed
    if total != wanted and not whole_without_execution and (whole or total > wanted):
        yield _found("weights-sum", Severity.ERROR, total=f"{total:f}", wanted=f"{wanted:f}")
    cap = policy.cost_cap
    costs = [
        row.points
        for row in scores
        if row.points is not None and "成本" in f"{row.indicator.level1}{row.indicator.level2}"
    ]
    spent = sum(costs, Decimal(0))
    if cap is not None and spent > cap.points:
        yield _found("cost-over-cap", Severity.INFO, spent=f"{spent:f}", cap=f"{cap.points:f}")


def owed_reasons(policy: Policy, row: Score) -> Iterator[Finding]:
    """The reasons that a row owes: for points lost, for too much of a good thing."""
    given = (row.indicator.reason, row.indicator.deduction_reason)
    if row.points is None or left_out(row) or any((reason or "").strip() for reason in given):
        return
    name = row.indicator.name
    best = row.possible[1] if row.band is not None else row.earned
    if policy.reasons is not None and policy.reasons.below_weight and best is not None and best < row.points:
        lost = f"{row.points - best:f}"
        message = _say(
            "reason-owed" if row.earned is not None else "reason-owed-at-least", name=name, lost=lost
        )
        yield Finding("reason-owed", severity=Severity.WARNING, message=message, indicator=row.indicator)
    elif Flag.REASON_REQUIRED in row.flags or Flag.OVER in row.flags:
        ratio = percent(row.over_ratio) if row.over_ratio is not None else "—"
        yield _found("reason-owed-over", Severity.WARNING, row, name=name, ratio=ratio)


def money_findings(sheet: Sheet, policy: Policy, rate: Fraction | None) -> Iterator[Finding]:
    """What is wrong with the money, and a low execution that the policy wants explained."""
    rule = policy.execution
    if sheet.executed is not None and sheet.budget is None:
        yield _found("execution-without-budget", Severity.WARNING, executed=f"{sheet.executed:f}")
    elif sheet.executed is not None and not sheet.budget:
        yield _found("budget-zero", Severity.WARNING, executed=f"{sheet.executed:f}")
    elif (sheet.executed is not None and sheet.executed < 0) or (
        sheet.budget is not None and sheet.budget < 0
    ):
        yield _found("negative-money", Severity.ERROR)
    if rate is None:
        return
    if rate > 1:
        yield _found("execution-over-budget", Severity.WARNING, rate=percentage(rate))
    if rule is not None and rule.target != 1 and rate < rule.target:
        yield _found(
            "execution-under-target", Severity.INFO, rate=percentage(rate), target=percent(rule.target)
        )
    if rule is not None and rule.reason_below is not None and rate < rule.reason_below:
        yield _found(
            "execution-reason-owed",
            Severity.WARNING,
            rate=percentage(rate),
            limit=percent(rule.reason_below),
        )


def left_out(row: Score) -> bool:
    """Whether a row does not apply and the policy leaves such rows out of the total."""
    return Flag.NOT_APPLICABLE in row.flags and Flag.RULE_SILENT not in row.flags


def hand_findings(row: Score) -> Iterator[Finding]:
    """What a person gave for a row and could not be taken."""
    for note in row.notes:
        if note.code == "hand-refused":
            message = _say(
                "hand-not-taken", name=row.indicator.name, why=note.message.en, why_zh=note.message.zh
            )
            yield Finding("hand-refused", severity=Severity.ERROR, message=message, indicator=row.indicator)


def light_findings(
    policy: Policy, rate: Fraction | None, scored: tuple[Fraction, Fraction] | None
) -> Iterator[Finding]:
    """Red: the score rate runs ahead of the execution rate. Yellow: too much money unspent.

    Args:
        policy: the policy.
        rate: the execution rate.
        scored: the least and the most that the score rate of the indicators can be; a light that the
            least already shows is certain whatever the open rows earn.
    """
    rule = policy.lights
    if rule is None or rate is None:
        return
    if scored is not None and scored[0] - rate > rule.score_over_execution * scored[0]:
        limit, (low, high) = percent(rule.score_over_execution), scored
        code = "score-over-execution" if low == high else "score-over-execution-open"
        yield _found(code, Severity.WARNING, scored=percentage(low), rate=percentage(rate), limit=limit)
    if 1 - rate > rule.unspent:
        yield _found(
            "money-unspent", Severity.WARNING, unspent=percentage(1 - rate), limit=percent(rule.unspent)
        )


def _found(
    code: str, severity: Severity, row: Score | None = None, *, leaves_open: bool = False, **fields: object
) -> Finding:
    indicator = None if row is None else row.indicator
    return Finding(
        code, severity=severity, message=_say(code, **fields), indicator=indicator, open=leaves_open
    )
