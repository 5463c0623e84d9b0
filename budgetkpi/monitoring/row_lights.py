"""The light of one row (单项指标监控): which rule it falls under, and what that gives.

A case that the policy has no rule for gets no light and says so; so does one whose cells do not
hold what the rule needs. A deadline that is not due yet is no miss.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from budgetkpi.evaluation import evaluate
from budgetkpi.monitoring.watch_rules import MONTHS, Light, Of
from budgetkpi.monitoring.watched import WatchedRow, say
from budgetkpi.policy import DEFAULT, policy_named
from budgetkpi.policy.figures_written import percent, written
from budgetkpi.results import Direction, Finding, Outcome, Severity
from budgetkpi.scoring.answers import Case, direction_of
from budgetkpi.scoring.scores import Applied
from budgetkpi.scoring.verdict_points import achieved
from budgetkpi.values import Amount, Deadline, Level, Missing, Range, Reference, Text
from budgetkpi.wording import percentage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.indicators import Indicator
    from budgetkpi.messages import Message
    from budgetkpi.monitoring.watch_policy import MonitorPolicy
    from budgetkpi.results import Evaluation

__all__ = ["watched_row"]


@attrs.frozen(kw_only=True)
class _Seen:
    """A light or none, and why."""

    light: Light | None
    reason: Message
    fields: tuple[str, ...] = ()
    progress: Fraction | None = None
    formula: str = ""


@attrs.frozen
class _Row:
    """A row that is looked at."""

    indicator: Indicator
    policy: MonitorPolicy
    as_of: dt.date
    months: int
    fiscal_year: int
    evaluation: Evaluation

    @property
    def case(self) -> Case:
        """The row as scoring sees it, for its direction and its ratio."""
        policy = policy_named(DEFAULT)
        return Case(self.evaluation, self.indicator, policy=policy, fiscal_year=self.fiscal_year)


def watched_row(
    indicator: Indicator, policy: MonitorPolicy, *, as_of: dt.date, months: int, fiscal_year: int
) -> WatchedRow:
    """Look at one row, `months` whole months into the budget year."""
    reached = indicator.actual if indicator.stage_actual is None else indicator.stage_actual
    evaluation = evaluate(indicator, reached, fiscal_year=fiscal_year)
    row = _Row(indicator, policy, as_of, months, fiscal_year, evaluation)
    seen = _light(row)
    made = WatchedRow(
        indicator=indicator,
        as_of=as_of,
        policy=policy.name,
        light=seen.light,
        completion=_completion(row),
        progress=seen.progress,
        formula=seen.formula,
        reason=seen.reason,
        evaluation=evaluation,
        applied=tuple(Applied(field, rule) for field in seen.fields if (rule := policy.rules.get(field))),
        notes=evaluation.notes,
    )
    return attrs.evolve(made, findings=tuple(_findings(row)))


def _silent(field: str) -> _Seen:
    what = say(f"case-{field}")
    return _Seen(light=None, reason=say("rule-silent", what=what.en, what_zh=what.zh))


def _completion(row: _Row) -> Fraction | None:
    """Actual ÷ the whole year's target, where more is better."""
    target = row.evaluation.target
    if not isinstance(target, Amount) or target.magnitude <= 0 or row.evaluation.actual is None:
        return None
    wanted = direction_of(row.case, target) in (Direction.AT_LEAST, Direction.EXACTLY)
    return row.case.ratio(target) if wanted else None


def _light(row: _Row) -> _Seen:
    evaluation = row.evaluation
    target, actual = evaluation.target, evaluation.actual
    if row.case.not_applicable:
        return _Seen(light=None, reason=say("not-applicable"))
    if isinstance(target, Deadline):
        return _deadline(row, target)
    if isinstance(actual, Missing) and evaluation.outcome is Outcome.UNDETERMINED:
        return _Seen(light=None, reason=say("not-reported"))
    if isinstance(target, Level | Text | Reference) and actual is not None:
        return _words(row)
    if target is None or actual is None or evaluation.outcome is Outcome.UNDETERMINED:
        return _undetermined(evaluation.reason)
    if isinstance(target, Range):
        return _met_or_not(row, "spans")
    if isinstance(target, Amount):
        return _amount(row, target)
    return _silent("several")


def _undetermined(why: Message) -> _Seen:
    return _Seen(light=None, reason=say("light-undetermined", why=why.en, why_zh=why.zh))


def _amount(row: _Row, target: Amount) -> _Seen:
    """A number: 0, a limit, or something to get to."""
    if not target.magnitude:
        return _met_or_not(row, "zeros")
    direction = direction_of(row.case, target)
    if direction is Direction.AT_MOST:
        return _met_or_not(row, "limits")
    if direction is Direction.WITHIN:
        return _met_or_not(row, "spans")
    if row.policy.in_range is not None and row.indicator.subclass in row.policy.in_range.classes:
        return _met_or_not(row, "in_range")
    if direction not in (Direction.AT_LEAST, Direction.EXACTLY):
        return _undetermined(row.evaluation.reason)
    return _goal(row, target)


def _met_or_not(row: _Row, field: str) -> _Seen:
    """Met is green, else red."""
    if row.policy.rules.get(field) is None:
        return _silent(field)
    met = row.evaluation.outcome is Outcome.MET
    why = row.evaluation.reason
    reason = say("in-range" if met else "out-of-range", why=why.en, why_zh=why.zh)
    return _Seen(light=Light.GREEN if met else Light.RED, reason=reason, fields=(field,))


def _goal(row: _Row, target: Amount) -> _Seen:
    """What was reached against what is due by now."""
    rule = row.policy.goals
    if rule is None:
        return _silent("goals")
    ratio = row.case.ratio(target)
    if ratio is None:
        return _undetermined(say("no-one-number"))
    if row.months == 0:
        return _Seen(light=None, reason=say("no-month"), fields=("goals",))
    progress = ratio * MONTHS / row.months
    bound = Fraction(target.magnitude)
    actual = written(ratio * bound)
    formula = f"{actual} ÷ ({written(bound)} × {row.months}/{MONTHS}) = {percent(progress)}"
    far = ratio if rule.blue_of is Of.YEAR else progress
    if ratio == 0:
        light, edge = Light.RED, say("edge-nothing")
    elif rule.blue_from is not None and far >= rule.blue_from:
        code = "edge-of-year" if rule.blue_of is Of.YEAR else "edge-from"
        light, edge = Light.BLUE, say(code, edge=percent(rule.blue_from), far=percentage(far))
    elif progress < rule.red_below:
        light, edge = Light.RED, say("edge-below", edge=percent(rule.red_below))
    elif progress < rule.yellow_below:
        light, edge = Light.YELLOW, say("edge-below", edge=percent(rule.yellow_below))
    else:
        light, edge = Light.GREEN, say("edge-from", edge=percent(rule.yellow_below), far=percentage(progress))
    reason = say("pro-rata", progress=percentage(progress), edge=edge.en, edge_zh=edge.zh)
    return _Seen(light=light, reason=reason, fields=("goals",), progress=progress, formula=formula)


def _words(row: _Row) -> _Seen:
    """A result in words: reached, partly, not."""
    rule, actual = row.policy.words, row.evaluation.actual
    if rule is None:
        return _silent("words")
    grade = achieved(actual) if actual is not None else None
    if grade is None and row.evaluation.outcome is Outcome.MET:
        grade = 1
    if grade is None:
        missed = row.evaluation.outcome is Outcome.NOT_MET
        return _undetermined(say("partly-or-not") if missed else row.evaluation.reason)
    return _Seen(light=rule.lights[grade - 1], reason=say(f"grade-{grade}"), fields=("words",))


def _deadline(row: _Row, target: Deadline) -> _Seen:
    """A deadline: done in time, not due yet, or late by so much."""
    rule, evaluation = row.policy.deadlines, row.evaluation
    if evaluation.outcome is Outcome.MET:
        reason = say("in-time", why=evaluation.reason.en, why_zh=evaluation.reason.zh)
        light = None if rule is None else Light.GREEN
        return _Seen(light=light, reason=reason, fields=("deadlines",)) if rule else _silent("deadlines")
    due = target.last_day(row.fiscal_year)
    if due is None:
        return _undetermined(say("day-unknown"))
    if evaluation.outcome is Outcome.UNDETERMINED and row.as_of <= due:
        return _Seen(light=None, reason=say("not-due", day=due))
    if rule is None:
        return _silent("deadlines")
    done = evaluation.actual.first_day(row.fiscal_year) if isinstance(evaluation.actual, Deadline) else None
    if evaluation.outcome is Outcome.UNDETERMINED or done is None:
        if isinstance(evaluation.actual, Missing):
            return _Seen(light=None, reason=say("past-due", day=due))
        return _undetermined(evaluation.reason)
    late = _months_between(due, done)
    lit = [light for months, light in zip(rule.months, rule.lights, strict=True) if late >= months]
    reason = say("late" if lit else "late-without-light", months=late, day=done, due=due)
    return _Seen(light=lit[-1] if lit else None, reason=reason, fields=("deadlines",))


def _months_between(due: dt.date, done: dt.date) -> int:
    """Whole months from the last day in time to the day on which it was done."""
    end_of_month = (done + dt.timedelta(days=1)).day == 1
    months = (done.year - due.year) * MONTHS + done.month - due.month
    return max(0, months if done.day >= due.day or end_of_month else months - 1)


def _findings(row: _Row) -> Iterator[Finding]:
    """Warnings of one row: its forecast, its stage value, its cost."""
    yield from _forecast(row)
    yield from _stage(row)
    yield from _cost(row)


def _found(row: _Row, code: str, severity: Severity, **fields: object) -> Finding:
    message = say(code, name=row.indicator.name, **fields)
    return Finding(code, severity=severity, message=message, indicator=row.indicator)


def _forecast(row: _Row) -> Iterator[Finding]:
    """A forecast that misses the whole year's target (全年预计完成情况)."""
    expected = (row.indicator.forecast or "").strip()
    if not expected:
        return
    found = evaluate(row.indicator, expected, fiscal_year=row.fiscal_year)
    fields = {"forecast": expected, "why": found.reason.en, "why_zh": found.reason.zh}
    if found.outcome is Outcome.NOT_MET:
        yield _found(row, "forecast-misses", Severity.WARNING, **fields)
    elif found.outcome is Outcome.UNDETERMINED and not isinstance(found.actual, Missing):
        yield _found(row, "forecast-open", Severity.INFO, **fields)


def _stage(row: _Row) -> Iterator[Finding]:
    """A row that is off its stage value by more than the rule allows owes reasons and measures."""
    rule, stage = row.policy.stage, (row.indicator.stage_target or "").strip()
    if rule is None or row.months > rule.until or row.indicator.subclass not in rule.classes:
        return
    if not stage:
        yield _found(row, "stage-unknown", Severity.INFO)
        return
    part = attrs.evolve(row.indicator, target=stage)
    evaluation = evaluate(part, row.evaluation.actual, fiscal_year=row.fiscal_year)
    looked = attrs.evolve(row, indicator=part, evaluation=evaluation)
    target = evaluation.target
    ratio = looked.case.ratio(target) if isinstance(target, Amount) and target.magnitude > 0 else None
    if ratio is None:
        yield _found(row, "stage-undetermined", Severity.INFO, stage=stage)
    elif abs(ratio - 1) > rule.off and not (row.indicator.reason or "").strip():
        fields = {"stage": stage, "off": percentage(abs(ratio - 1)), "limit": percent(rule.off)}
        yield _found(row, "stage-reason-owed", Severity.WARNING, **fields)


def _cost(row: _Row) -> Iterator[Finding]:
    """A cost that passed its limit by more than the rule allows."""
    rule, target = row.policy.cost, row.evaluation.target
    about_cost = "cost" in (row.indicator.section.value, *row.indicator.subclass.value.split("_"))
    if rule is None or not about_cost or not isinstance(target, Amount) or target.magnitude <= 0:
        return
    ratio = row.case.ratio(target)
    if ratio is not None and ratio - 1 > rule.off:
        yield _found(
            row, "cost-freezes", Severity.WARNING, over=percentage(ratio - 1), limit=percent(rule.off)
        )
