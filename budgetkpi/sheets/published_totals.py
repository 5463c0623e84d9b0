"""The published total, execution points and grade of a table against the rule (总分复核)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.messages import Catalog, Message
from budgetkpi.policy.table_rules import Rounding
from budgetkpi.sheets.comparing import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from budgetkpi.sheets import Sheet
    from budgetkpi.sheets.appraisals import Appraisal

__all__ = ["Figure", "figures_of", "sum_of_published"]

_say: Final = Catalog("sheets")
_FULL: Final = 100
"""What the weights of a whole table come to."""


@attrs.frozen(kw_only=True)
class Figure:
    """A published figure of a whole table beside the rule's (总体复核).

    Attributes:
        name: `total`, `execution` or `grade`.
        published: as it was published.
        rule: what the rule gives, "" where it gives no single one.
        standing: how the two stand.
        message: that in words.

    >>> from budgetkpi import Indicator, Sheet, audit
    >>> row = Indicator("培训场次", "≥5场", level2="数量指标", actual="5场", points=90, earned="90")
    >>> sheet = Sheet("培训", budget="40", executed="38", published_total="95", indicators=[row])
    >>> [(figure.name, figure.published, figure.rule) for figure in audit(sheet).figures]
    [('total', '95', '99.50')]
    """

    name: str
    published: str
    rule: str
    standing: Standing
    message: Message


def figures_of(sheet: Sheet, appraisal: Appraisal) -> Iterator[Figure]:
    """One figure for each that the table published."""
    if sheet.published_execution is not None:
        points = appraisal.execution_points
        ends = None if points is None else (points, points)
        yield _number("execution", sheet.published_execution, ends)
    if sheet.published_total is not None:
        decided = appraisal.total_range if appraisal.total is not None else None
        yield _number("total", sheet.published_total, decided or _certain(appraisal))
    if sheet.published_grade:
        yield _grade(sheet.published_grade, appraisal.grade)


def _certain(appraisal: Appraisal) -> tuple[Decimal, Decimal] | None:
    """The range of the total where every weight is known, None where even that is open."""
    opened = any(finding.open for finding in appraisal.findings)
    return None if opened else appraisal.total_range


def _number(name: str, published: Decimal, ends: tuple[Decimal, Decimal] | None) -> Figure:
    what = _say(f"figure-{name}")
    fields = {"what": what.en, "what_zh": what.zh, "published": f"{published:f}"}
    if ends is None:
        message = _say("figure-open", **fields)
        standing, rule = Standing.NOT_COMPARABLE, ""
        return Figure(name=name, published=f"{published:f}", rule=rule, standing=standing, message=message)
    low, high = ends
    rule = f"{low:f}" if low == high else f"{low:f}—{high:f}"
    if low <= published <= high:
        standing = Standing.AGREES
    elif low == high and published in (Rounding(places=0)(low), Rounding(places=1)(low)):
        standing = Standing.ROUNDED
    else:
        standing = Standing.LOWER if published < low else Standing.HIGHER
    message = _say(f"figure-{standing.value}", rule=rule, **fields)
    return Figure(name=name, published=f"{published:f}", rule=rule, standing=standing, message=message)


def _grade(published: str, grade: str | None) -> Figure:
    what = _say("figure-grade")
    fields = {"what": what.en, "what_zh": what.zh, "published": published}
    if grade is None:
        standing, code = Standing.NOT_COMPARABLE, "figure-open"
    elif published.strip() == grade:
        standing, code = Standing.AGREES, "figure-agrees"
    else:
        standing, code = Standing.NOT_COMPARABLE, "figure-grade-differs"
    message = _say(code, **fields) if grade is None else _say(code, rule=grade, **fields)
    return Figure(name="grade", published=published, rule=grade or "", standing=standing, message=message)


def sum_of_published(sheet: Sheet, earned: Sequence[Decimal | None]) -> Message | None:
    """That the published total is not the sum of what was published, None where it is or is not known."""
    if sheet.published_total is None or not earned or any(one is None for one in earned):
        return None
    weights = [row.points for row in sheet.indicators]
    full = None not in weights and sum(weight for weight in weights if weight is not None) == _FULL
    if sheet.published_execution is None and not full:
        return None  # points that no row shows may be in the total
    total = sum((one for one in earned if one is not None), sheet.published_execution or Decimal(0))
    if total == sheet.published_total:
        return None
    return _say("total-not-the-sum", published=f"{sheet.published_total:f}", total=f"{total:f}")
