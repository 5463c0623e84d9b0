"""Points for the money that was executed (预算执行得分)."""

from __future__ import annotations

from decimal import Decimal  # noqa: TC003  (attrs resolves it for cattrs)
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from budgetkpi.policy.figures_written import percent
from budgetkpi.policy.table_rules import ExecutionKind
from budgetkpi.scoring.shares import stepped

if TYPE_CHECKING:
    from budgetkpi.policy import Policy
    from budgetkpi.sheets import Sheet

__all__ = ["Executed", "executed_points"]


@attrs.frozen
class Executed:
    """What the execution of the budget earned (预算执行得分).

    Attributes:
        points: None where the money is not known or the policy has no rule.
        rate: executed ÷ adjusted full-year budget, exact.
        formula: the arithmetic.
    """

    points: Decimal | None = None
    rate: Fraction | None = None
    formula: str = ""


def executed_points(sheet: Sheet, policy: Policy) -> Executed:
    """Points for budget execution: executed ÷ adjusted full-year budget, capped at the weight."""
    rule = policy.execution
    if rule is None or sheet.executed is None or not sheet.budget or sheet.budget < 0 or sheet.executed < 0:
        return Executed()
    rate = Fraction(sheet.executed) / Fraction(sheet.budget)
    held = min(rate / rule.target, Fraction(1))
    weight = f"{rule.points:f}"
    if rule.kind is ExecutionKind.STEPS:
        step = stepped(rule.steps, min(rate, Fraction(1)))
        share, formula = step.value, step.formula.replace("{w}", weight)
    else:
        aim = "" if rule.target == 1 else f" ÷ {percent(rule.target)}"
        share, formula = held, f"{weight} × {sheet.executed:f} ÷ {sheet.budget:f}{aim}"
    points = min(policy.rounding(Fraction(rule.points) * share), rule.points)
    if rule.kind is ExecutionKind.RATIO and rate > rule.target:
        aim = f"{sheet.budget:f}" if rule.target == 1 else f"{sheet.budget:f} × {percent(rule.target)}"
        return Executed(points, rate, f"{sheet.executed:f} > {aim}: {points:f}")
    return Executed(points, rate, f"{formula} = {points:f}")
