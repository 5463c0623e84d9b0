"""The budget year under way (绩效运行监控): progress against the time gone, lights, warnings.

Goals and money are both watched (双监控). The rules are those of named policies, each with its
source and status; a case for which a policy has no rule gets no light.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, overload

import attrs

from budgetkpi.errors import FieldError
from budgetkpi.indicators import Indicator
from budgetkpi.messages import series
from budgetkpi.monitoring.row_lights import watched_row
from budgetkpi.monitoring.watch_policy import MonitorPolicy, chosen_monitor_policy, monitor_policies
from budgetkpi.monitoring.watch_rules import MONTHS, Light, MoneyKind
from budgetkpi.monitoring.watched import Monitoring, WatchedRow, say
from budgetkpi.policy.figures_written import percent
from budgetkpi.results import Finding, Severity
from budgetkpi.sheets import Sheet
from budgetkpi.wording import percentage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.messages import Note

__all__ = [
    "OPEN_REASONS",
    "Light",
    "MonitorPolicy",
    "Monitoring",
    "WatchedRow",
    "monitor",
    "monitor_policies",
]

_NAMED: Final = 8
"""How many rows a note names."""
OPEN_REASONS: Final = ("light-undetermined", "not-reported", "past-due")
"""Reasons for no light behind which any light may stand."""


@overload
def monitor(
    what: Sheet, *, as_of: dt.date | str, policy: str | MonitorPolicy, fiscal_year: int | None = None
) -> Monitoring: ...
@overload
def monitor(
    what: Indicator, *, as_of: dt.date | str, policy: str | MonitorPolicy, fiscal_year: int | None = None
) -> WatchedRow: ...
def monitor(
    what: Sheet | Indicator,
    *,
    as_of: dt.date | str,
    policy: str | MonitorPolicy,
    fiscal_year: int | None = None,
) -> Monitoring | WatchedRow:
    """Look at a table or a row while the year runs (绩效运行监控).

    Args:
        what: a table with what was reached so far (`stage_actual`, or `actual`), the money executed so far,
            and forecasts; or one row.
        as_of: the day, a date or its text `2025-06-30`. What is due by pro rata counts the months that
            have wholly passed by it.
        policy: the name of a shipped monitoring policy, the name of an office (`sichuan`: the one of its
            policies that holds for the budget year), or a `MonitorPolicy`.
        fiscal_year: the budget year; the table's or the row's own where not given, else that of `as_of`.

    Returns:
        The lights, the warnings and the reasons that are owed; it never raises for what a cell says.

    Raises:
        PolicyError: no such policy, or none or several of an office for that year.
        FieldError: a day that is no date, or lies before the budget year.
        TypeError: it is neither a table nor a row.

    >>> from budgetkpi import Indicator, monitor
    >>> row = Indicator("培训场次", "≥10场", level2="数量指标", stage_actual="3场")
    >>> monitor(row, as_of="2025-06-30", policy="system").light
    <Light.YELLOW: 'yellow'>
    """
    day = _day(as_of)
    if not isinstance(what, Sheet | Indicator):
        raise TypeError(f"monitor takes a Sheet or an Indicator, not {type(what).__name__}")
    own = what.year if isinstance(what, Sheet) else what.fiscal_year
    year = fiscal_year or own or day.year
    rules, chosen = chosen_monitor_policy(policy, year)
    months = _months(day, year)
    notes = (*chosen, *_notes(day, year, months))
    if isinstance(what, Indicator):
        made = watched_row(what, rules, as_of=day, months=months, fiscal_year=year)
        return attrs.evolve(made, notes=(*made.notes, *notes))
    rows = tuple(
        watched_row(row, rules, as_of=day, months=months, fiscal_year=row.fiscal_year or year)
        for row in what.indicators
    )
    return _whole(what, rules, rows, as_of=day, months=months, notes=notes)


def _day(as_of: dt.date | str) -> dt.date:
    if isinstance(as_of, dt.datetime):
        return as_of.date()
    if isinstance(as_of, dt.date):
        return as_of
    if not isinstance(as_of, str):
        raise TypeError(f"as_of is a date or its text, not {type(as_of).__name__}")
    try:
        return dt.date.fromisoformat(as_of)
    except ValueError:
        raise FieldError(say("no-date", found=as_of[:40])) from None


def _months(day: dt.date, year: int) -> int:
    """How many months of the budget year have wholly passed by the end of a day."""
    if day.year < year:
        raise FieldError(say("before-the-year", day=day, year=year))
    if day.year > year:
        return MONTHS
    return day.month if (day + dt.timedelta(days=1)).day == 1 else day.month - 1


def _notes(day: dt.date, year: int, months: int) -> Iterator[Note]:
    if day.year > year:
        yield say.note("after-the-year", day=day, year=year)
    elif (day + dt.timedelta(days=1)).day != 1:
        yield say.note("month-begun", day=day, months=months)


def _whole(  # noqa: PLR0913  (what is known of the whole)
    sheet: Sheet,
    policy: MonitorPolicy,
    rows: tuple[WatchedRow, ...],
    *,
    as_of: dt.date,
    months: int,
    notes: tuple[Note, ...],
) -> Monitoring:
    rate = _rate(sheet)
    money, progress = _money_light(sheet, policy, rate, months)
    found = [finding for row in rows for finding in row.findings]
    found += _money_findings(sheet, policy, rate, months)
    apart, said = _apart(policy, rows, rate)
    found += apart
    if policy.answer is not None and any(one.severity is Severity.WARNING for one in found):
        found.append(_found("answer-due", Severity.INFO, days=policy.answer.days))
    light, open_note = _project(policy, rows)
    return Monitoring(
        sheet=sheet,
        policy=policy,
        as_of=as_of,
        months=months,
        rows=rows,
        light=light,
        money_light=money,
        execution_rate=rate,
        money_progress=progress,
        findings=(*sheet.findings, *found),
        notes=(*notes, *said, *open_note),
    )


def _found(code: str, severity: Severity, **fields: object) -> Finding:
    return Finding(code, severity=severity, message=say(code, **fields))


def _rate(sheet: Sheet) -> Fraction | None:
    """Executed ÷ budget, None where one is not known or nothing can be divided."""
    if sheet.executed is None or not sheet.budget or sheet.budget < 0 or sheet.executed < 0:
        return None
    return Fraction(sheet.executed) / Fraction(sheet.budget)


def _money_light(
    sheet: Sheet, policy: MonitorPolicy, rate: Fraction | None, months: int
) -> tuple[Light | None, Fraction | None]:
    """The light of the money by pro rata, and how much of what is due was executed."""
    rule = policy.money
    if rule is None or rule.kind is not MoneyKind.PRO_RATA:
        return None, None
    if sheet.budget is not None and sheet.budget == 0:
        return Light.RED, None
    if rate is None or months == 0 or rule.red_below is None or rule.yellow_below is None:
        return None, None
    progress = rate * MONTHS / months
    if progress < rule.red_below:
        return Light.RED, progress
    return (Light.YELLOW if progress < rule.yellow_below else Light.GREEN), progress


def _money_findings(
    sheet: Sheet, policy: MonitorPolicy, rate: Fraction | None, months: int
) -> Iterator[Finding]:
    """Warnings of the money: under what is due, none executed, none known."""
    rule = policy.money
    if rule is not None and rate is None:
        zero = sheet.budget is not None and sheet.budget == 0
        yield _found("monitor-budget-zero" if zero else "money-unknown", Severity.INFO)
    if rule is not None and rate is not None and rule.kind is MoneyKind.STEPS:
        passed = [(month, share) for month, share in rule.steps if month <= months]
        if not passed:
            yield _found("money-not-due", Severity.INFO, month=rule.steps[0][0])
        elif rate < passed[-1][1]:
            month, share = passed[-1]
            yield _found(
                "money-behind", Severity.WARNING, rate=percentage(rate), month=month, due=percent(share)
            )
    stage = policy.stage
    if stage is not None and months <= stage.until and sheet.executed is not None and not sheet.executed:
        yield _found("money-none", Severity.WARNING, until=stage.until)


def _apart(
    policy: MonitorPolicy, rows: tuple[WatchedRow, ...], rate: Fraction | None
) -> tuple[list[Finding], list[Note]]:
    """Goals and money that run apart: the mean completion of the rows against the execution rate."""
    rule = policy.apart
    counted = [(row, min(row.completion, Fraction(1))) for row in rows if row.completion is not None]
    if rule is None or rate is None or not counted:
        return [], []
    points = [row.indicator.points or Decimal(0) for row, _ in counted]
    weighted = all(one.is_finite() and one > 0 for one in points)
    weights = [Fraction(one) if weighted else Fraction(1) for one in points]
    mean = sum((w * c for w, (_, c) in zip(weights, counted, strict=True)), Fraction(0)) / sum(weights)
    code = "goals-mean-weighted" if weighted else "goals-mean"
    note = say.note(code, count=len(counted), rows=len(rows), mean=percentage(mean))
    if abs(mean - rate) <= rule.points:
        return [], [note]
    fields = {"mean": percentage(mean), "rate": percentage(rate)}
    limit = percent(rule.points).removesuffix("%")
    return [_found("goals-and-money-apart", Severity.WARNING, limit=limit, **fields)], [note]


def _project(policy: MonitorPolicy, rows: tuple[WatchedRow, ...]) -> tuple[Light | None, tuple[Note, ...]]:
    """The worst light of the rows; none while a row that is open may be worse."""
    rule = policy.worst
    if rule is None:
        return None, ()
    worst = rule.of([row.light for row in rows if row.light is not None])
    waiting = [row.indicator.name for row in rows if row.reason.code in OPEN_REASONS]
    if not waiting or worst is rule.order[0]:
        return worst, ()
    return None, (say.note("light-open", rows=series(waiting, first=_NAMED), count=len(waiting)),)
