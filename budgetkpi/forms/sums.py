"""The sums of a form as formulas (合计公式): a spreadsheet that works them out gets exactly our numbers.

A spreadsheet reckons with 15 digits. Where a formula would not give our number, the number itself is
written.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.forms.placing import Formula, address
from budgetkpi.messages import Catalog
from budgetkpi.policy.table_rules import ExecutionKind

if TYPE_CHECKING:
    from budgetkpi.policy.table_rules import Execution
    from budgetkpi.sheets import Appraisal

__all__ = ["Where", "execution_points", "execution_rate", "full_points", "grade", "held", "total"]

_say: Final = Catalog("forms")


@attrs.frozen(kw_only=True)
class Where:
    """Where the numbers of a form stand (单元格位置).

    Attributes:
        earned: the column of 得分, from the first row to the last.
        points: the column of 分值, None where the form has none.
        execution: the points for execution, "" where there are none.
        execution_points: what execution weighs, "" where it does not stand in a cell.
    """

    earned: str
    points: str | None = None
    execution: str = ""
    execution_points: str = ""


def held(number: Decimal) -> bool:
    """Whether a spreadsheet holds the number exactly."""
    value = float(number)
    return math.isfinite(value) and Decimal(repr(value)) == number and len(number.as_tuple().digits) <= 15  # noqa: PLR2004  (its digits)


def execution_rate(appraisal: Appraisal, budget: str, executed: str) -> Formula | str | None:
    """执行率: executed ÷ budget; None where it is not known."""
    rate = appraisal.execution_rate
    if rate is None:
        return None
    if not _money_held(appraisal):
        return f"{_half_up(rate * 100, 2):f}%"
    return Formula(f"={executed}/{budget}", rate, "0.00%")


def execution_points(appraisal: Appraisal, budget: str, executed: str) -> Formula | Decimal | None:
    """得分 of the execution, by the rule of the policy."""
    points, rule = appraisal.execution_points, appraisal.policy.execution
    if points is None or rule is None or not _money_held(appraisal):
        return points
    budget_number, executed_number = appraisal.sheet.budget, appraisal.sheet.executed
    assert budget_number is not None
    assert executed_number is not None
    places = appraisal.policy.rounding.places
    share = float(executed_number) / float(budget_number)
    if rule.kind is ExecutionKind.STEPS:
        text = _steps(rule, appraisal, budget, executed)
        reckoned = points
    else:
        text = f"=ROUND(MIN(1,{executed}/{budget})*{rule.points:f},{places})"
        reckoned = _half_up(Decimal(f"{min(1.0, share) * float(rule.points):.15g}"), places)
    return Formula(text, points, shown_as(points)) if reckoned == points else points


def _steps(rule: Execution, appraisal: Appraisal, budget: str, executed: str) -> str:
    """The points of the highest edge that the rate reaches."""
    rounded = appraisal.policy.rounding
    text, closed = "", 0
    for edge, share in rule.steps:
        points = min(rounded(Fraction(rule.points) * share), rule.points)
        reached = f"ROUND({executed}*{edge.denominator},6)>=ROUND({budget}*{edge.numerator},6)"
        text += f"IF({reached},{points:f},"
        closed += 1
    return f"={text}0{')' * closed}"


def full_points(appraisal: Appraisal, where: Where) -> Formula | Decimal:
    """What the total is out of: the sum of the weights, where it is that."""
    weights = [row.points for row in appraisal.rows if row.points is not None]
    known = sum(weights, Decimal(0))
    parts = f"SUM({where.points})"
    if appraisal.execution_points is not None and appraisal.policy.execution is not None:
        known += appraisal.policy.execution.points
        parts += f"+{where.execution_points}" if where.execution_points else ""
    if where.points is None or known != appraisal.out_of or not all(map(held, weights)):
        return appraisal.out_of
    return Formula(f"=ROUND({parts},{_places(weights)})", known, shown_as(known))


def total(appraisal: Appraisal, where: Where) -> Formula | Decimal | str | None:
    """总分: the sum of the points, where every row has some.

    Where a row is open, the cell shows the range, and the sum as soon as somebody fills in the last
    open points. Where a line of the table could not be read there is nothing to add up.
    """
    earned = [row.earned for row in appraisal.rows if row.earned is not None and row.points is not None]
    weighted = sum(row.points is not None for row in appraisal.rows)
    parts = [*earned, *([appraisal.execution_points] if appraisal.execution_points is not None else [])]
    exact = all(map(held, parts))
    places = _places(parts)
    added = f"ROUND(SUM({where.earned}){f'+{where.execution}' if where.execution else ''},{places})"
    if appraisal.total is not None:
        return Formula(f"={added}", appraisal.total, shown_as(appraisal.total)) if exact else appraisal.total
    if appraisal.total_range is None:
        return None
    low, high = (f"{end:f}" for end in appraisal.total_range)
    said = f"{low}—{high}"
    if any(finding.open for finding in appraisal.findings) or not exact:
        return said
    now = f"AND(COUNT({where.earned})={len(earned)},{added}={sum(parts, Decimal(0)):f})"
    return Formula(
        f'=IF(COUNT({where.earned})={weighted},{added},IF({now},"{said}",""))', said, shown_as(None)
    )


def grade(appraisal: Appraisal, total_place: str, full_place: str) -> Formula | str | None:
    """The grade of the total, which follows it."""
    rule = appraisal.policy.grades
    if rule is None or not appraisal.out_of:
        return None
    known = appraisal.grade or _say("form-no-grade").zh
    if any(finding.open for finding in appraisal.findings):
        return known
    text = ""
    for name, edge in zip(rule.names, rule.edges, strict=False):
        bound = f"{full_place}*{edge.numerator}" if full_place else f"{appraisal.out_of * edge.numerator:f}"
        text += f'IF(ROUND({total_place}*{100 * edge.denominator},6)>=ROUND({bound},6),"{_quoted(name)}",'
    text += f'"{_quoted(rule.names[-1])}"{")" * len(rule.edges)}'
    return Formula(f'=IF(ISNUMBER({total_place}),{text},"{_quoted(known)}")', known)


def shown_as(number: Decimal | None) -> str:
    """The format that shows a number with its own decimal places."""
    places = 2 if number is None else _places([number])
    return f"0.{'0' * places}" if places else "0"


def place(row: int, column: int, last: int | None = None) -> str:
    """A place, or a column of places from `row` to `last`."""
    first = address(row, column)
    return first if last is None else f"{first}:{address(last, column)}"


def _money_held(appraisal: Appraisal) -> bool:
    return all(
        number is not None and held(number) for number in (appraisal.sheet.budget, appraisal.sheet.executed)
    )


def _places(numbers: list[Decimal]) -> int:
    exponents = [number.as_tuple().exponent for number in numbers]
    return max([0, *(-one for one in exponents if isinstance(one, int))])


def _half_up(number: Decimal | Fraction, places: int) -> Decimal:
    if isinstance(number, Fraction):
        scaled = (number * 10**places + Fraction(1, 2)).__floor__()
        return Decimal(scaled).scaleb(-places)
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _quoted(text: str) -> str:
    return text.replace('"', '""')
