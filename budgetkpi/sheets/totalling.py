"""How the rows of a table add up (自评汇总): total, range, grade."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.messages import Catalog, series
from budgetkpi.results import Finding, Severity
from budgetkpi.sheets.appraisals import Appraisal
from budgetkpi.sheets.executed import Executed, executed_points
from budgetkpi.sheets.owing import (
    HUNDRED,
    hand_findings,
    left_out,
    light_findings,
    money_findings,
    owed_reasons,
    weight_findings,
    weightless,
)
from budgetkpi.wording import percentage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from budgetkpi.messages import Message, Note
    from budgetkpi.policy import Policy
    from budgetkpi.scoring.scores import Score
    from budgetkpi.sheets import Sheet
    from budgetkpi.wording import Grade

__all__ = ["appraisal_of"]

_say: Final = Catalog("sheets")
ZERO: Final = Decimal(0)
NAMED: Final = 8
"""So many open rows are named; the others are counted."""


@attrs.frozen
class _Sum:
    """What the rows earn together (指标得分合计).

    Attributes:
        full: what the rows with a known weight weigh that apply.
        absent: what the rows weigh that do not apply and are left out.
        low, high: the least and the most that all rows can earn.
        spare: what rows without a known weight may weigh: what the table lacks to be whole.
        decided: whether every row with a weight has a number, and every row a weight.
    """

    full: Decimal
    absent: Decimal
    low: Decimal
    high: Decimal
    spare: Decimal
    decided: bool

    @property
    def rates(self) -> tuple[Fraction, Fraction] | None:
        """The least and the most that the score rate can be."""
        out_of = Fraction(self.full + self.spare)
        return (Fraction(self.low) / out_of, Fraction(self.high) / out_of) if out_of else None


def appraisal_of(
    sheet: Sheet,
    scores: tuple[Score, ...],
    policy: Policy,
    *,
    notes: tuple[Note, ...] = (),
    findings: Sequence[Finding] = (),
) -> Appraisal:
    """Add scored rows up into an appraisal."""
    execution = executed_points(sheet, policy)
    found = [*sheet.findings, *findings, *weightless(scores)]
    whole = not any(finding.open for finding in found)
    weighted = any(row.points is not None and not left_out(row) for row in scores)
    rows = _added(scores, policy, whole=whole)
    base = execution.points or ZERO
    owed = policy.execution.points if execution.points is not None and policy.execution else ZERO
    out_of = rows.full + rows.spare + owed + rows.absent
    applying = out_of - rows.absent
    low, high = (_scaled(policy, end + base, out_of, applying) for end in (rows.low, rows.high))
    said = [*notes, *_execution_notes(sheet, policy, execution, rows.full + rows.spare)]
    if rows.absent:
        said.append(_left_out(scores, rows.absent, out_of))
    if rows.spare and weighted:
        said.append(_say.note("weights-open", spare=f"{rows.spare:f}", wanted=f"{rows.full + rows.spare:f}"))
    elif out_of != HUNDRED and out_of:
        said.append(_say.note("grade-scaled", out_of=f"{out_of:f}"))
    found += weight_findings(scores, policy, executed=execution.points is not None, whole=whole)
    for row in scores:
        found += owed_reasons(policy, row)
    found += money_findings(sheet, policy, execution.rate)
    # Weights that are already too many say nothing of what the open rows weigh.
    certain = rows.rates if weighted and (whole or rows.spare) else None
    found += light_findings(policy, execution.rate, certain)
    for row in scores:
        found += hand_findings(row)
    decided = weighted and whole and rows.decided
    if weighted and not decided:
        found.append(_still_open(scores, found, low, high))
    return Appraisal(
        sheet=sheet,
        policy=policy,
        rows=scores,
        execution_points=execution.points,
        execution_rate=execution.rate,
        execution_formula=execution.formula,
        total=low if decided else None,
        total_range=(low, high) if weighted else None,
        out_of=out_of,
        absent=rows.absent,
        grade=_grade(policy, low, high, out_of) if weighted and whole else None,
        findings=tuple(found),
        notes=tuple(said),
    )


def _added(scores: Sequence[Score], policy: Policy, *, whole: bool) -> _Sum:
    """What the rows earn, where some may not be known."""
    weighted = [row for row in scores if row.points is not None and not left_out(row)]
    full = sum((row.points for row in weighted if row.points is not None), ZERO)
    absent = sum((row.points for row in scores if row.points is not None and left_out(row)), ZERO)
    wanted = HUNDRED - (policy.execution.points if policy.execution is not None else ZERO)
    spare = ZERO if whole else max(ZERO, (wanted if full + absent <= wanted else HUNDRED) - full - absent)
    low = sum((row.possible[0] for row in weighted), ZERO)
    high = sum((row.possible[1] for row in weighted), spare)
    return _Sum(full, absent, low, high, spare, all(row.earned is not None for row in weighted))


def _scaled(policy: Policy, points: Decimal, out_of: Decimal, applying: Decimal) -> Decimal:
    """Points scaled up to the whole table where some of it does not apply."""
    if applying in (out_of, ZERO):
        return points
    return min(policy.rounding(Fraction(points) * Fraction(out_of) / Fraction(applying)), out_of)


def _left_out(scores: Sequence[Score], absent: Decimal, out_of: Decimal) -> Note:
    """The note of how the total was scaled for rows that do not apply."""
    names = series(row.indicator.name for row in scores if row.points is not None and left_out(row))
    return _say.note("not-applicable-rescaled", rows=names, points=f"{absent:f}", out_of=f"{out_of:f}")


def _execution_notes(sheet: Sheet, policy: Policy, execution: Executed, points: Decimal) -> Iterator[Note]:
    """Why there are no points for execution, or that more than the whole counts as the whole."""
    rule = policy.execution
    if rule is None or not rule.points:
        return
    if execution.points is None:
        code = "no-execution" if sheet.executed is None else "no-execution-rate"
        yield _say.note(code, points=f"{points:f}")
    elif execution.rate is not None and execution.rate > 1:
        yield _say.note("execution-capped", rate=percentage(execution.rate), points=f"{rule.points:f}")


def _grade(policy: Policy, low: Decimal, high: Decimal, out_of: Decimal) -> Grade | None:
    """The grade of a total out of 100, where both ends of its range have the same."""
    if policy.grades is None or not out_of:
        return None
    least, most = (policy.grades.of(Fraction(end) * 100 / Fraction(out_of)) for end in (low, high))
    return least if least == most else None


def _still_open(scores: Sequence[Score], found: Sequence[Finding], low: Decimal, high: Decimal) -> Finding:
    """That the total is not final, and what it waits for: rows by name, lines that could not be read."""
    waiting = [*_open_rows(scores), *_open_lines(found)]
    left = len(waiting) - NAMED
    more = (_say("and-more", count=left),) if left > 0 else ()
    shown = [*waiting[:NAMED], *more]
    en, zh = "; ".join(one.en for one in shown), "；".join(one.zh for one in shown)
    message = _say("total-open", low=f"{low:f}", high=f"{high:f}", rows=en, rows_zh=zh)
    return Finding("total-open", severity=Severity.INFO, message=message)


def _open_rows(scores: Sequence[Score]) -> Iterator[Message]:
    for row in scores:
        if row.points is not None and row.earned is None and not left_out(row):
            yield _say("open-row", name=row.indicator.name)


def _open_lines(found: Sequence[Finding]) -> Iterator[Message]:
    for finding in found:
        if finding.open:
            yield finding.message
