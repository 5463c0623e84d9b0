"""One project's performance table and what it earns (绩效自评表)."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import attrs

from budgetkpi.errors import TableError
from budgetkpi.evaluation import evaluate
from budgetkpi.indicators import Indicator, cells_of
from budgetkpi.inputs import (
    as_instance,
    as_name,
    as_points,
    as_published,
    as_text,
    as_year,
    is_blank,
    listed,
    refused,
)
from budgetkpi.messages import Bilingual, Catalog
from budgetkpi.policy import DEFAULT, chosen_policy
from budgetkpi.results import Finding, Severity
from budgetkpi.scoring import score_evaluation
from budgetkpi.sheets.appraisals import Appraisal
from budgetkpi.sheets.money import as_money
from budgetkpi.sheets.rollup import roll_up
from budgetkpi.sheets.totalling import appraisal_of
from budgetkpi.sheets.weights import equal_weights
from budgetkpi.shown import Shown, clipped, counted
from budgetkpi.views import View, Viewed
from budgetkpi.wording import in_language, spoken

if TYPE_CHECKING:
    from decimal import Decimal

    from budgetkpi.given import Given
    from budgetkpi.messages import Note
    from budgetkpi.policy import Policy

__all__ = ["Appraisal", "Sheet", "roll_up"]

_say = Catalog("sheets")

Actual: TypeAlias = "Given"
"""What `evaluate` takes as an actual."""


def _rows(things: Sequence[Indicator]) -> tuple[Indicator, ...]:
    return listed(things, "indicators", _indicator, "results", kind="Indicator")


def _indicator(thing: object, field: str) -> Indicator:
    return as_instance(thing, field, Indicator, "row")


def _found(things: Sequence[Finding]) -> tuple[Finding, ...]:
    return listed(things, "findings", _finding, "results", kind="Finding")


def _finding(thing: object, field: str) -> Finding:
    return as_instance(thing, field, Finding, "result", kind="Finding")


def _as_given(thing: Any, _: str) -> Any:  # noqa: ANN401  (`evaluate` says what it takes)
    return thing


def _weight(thing: object, field: str) -> Decimal:
    points = as_points(thing, field)
    if points is None:
        raise refused(field, "points", thing)
    return points


def _title(thing: float | str | None) -> str:
    return as_name(thing, "title")


def _department(thing: float | str | None) -> str:
    return as_name(thing, "department")


def _budget(thing: float | Decimal | str | None) -> Decimal | None:
    return as_money(thing, "budget")


def _executed(thing: float | Decimal | str | None) -> Decimal | None:
    return as_money(thing, "executed")


def _published_total(thing: float | Decimal | str | None) -> Decimal | None:
    return as_published(thing, "published_total")


def _published_execution(thing: float | Decimal | str | None) -> Decimal | None:
    return as_published(thing, "published_execution")


def _published_grade(thing: str | None) -> str:
    return as_name(thing, "published_grade")


def _year(thing: float | str | None) -> int | None:
    return as_year(thing)


def _source(thing: str | os.PathLike[str] | None) -> str | None:
    if is_blank(thing):
        return None
    if isinstance(thing, Bilingual):
        return thing
    return os.fspath(thing) if isinstance(thing, os.PathLike) else as_text(thing, "source")


@attrs.frozen(repr=False)
class Sheet(Shown, Viewed):
    """One project's performance table (项目支出绩效目标表, 绩效自评表).

    >>> from budgetkpi import Indicator, Sheet
    >>> rows = [Indicator("培训场次", "≥5场", points=90, actual="4场")]
    >>> Sheet(indicators=rows, budget="43.2", executed="37.24").appraise().total
    Decimal('80.62')

    Attributes:
        title: 项目名称.
        department: 主管部门 or 实施单位.
        fiscal_year: the budget year, which a date without a year is read in.
        budget: 全年预算数, the adjusted full-year budget: a number in any unit of money, or a text; one that
            names its unit is taken in 万元 (`40万元` and `400,000元` are 40).
        executed: 全年执行数, in the same unit.
        indicators: the rows.
        source: where the table was read from, None for one made by hand. Of a document the file, and the
            table in it in English; its `zh` says the same in Chinese.
        findings: what the reading of the table found.
        published_total: 总分 as published, which `audit` holds against the rule.
        published_execution: 预算执行率得分 as published.
        published_grade: 等级 as published.

    Raises:
        FieldError: a value that a field cannot have; FieldTypeError: a thing of no type that it takes. The
            message names the field and the value.
    """

    title: str = attrs.field(default="", converter=_title)
    department: str = attrs.field(default="", converter=_department)
    fiscal_year: int | None = attrs.field(default=None, kw_only=True, converter=_year)
    budget: Decimal | None = attrs.field(default=None, kw_only=True, converter=_budget)
    executed: Decimal | None = attrs.field(default=None, kw_only=True, converter=_executed)
    indicators: tuple[Indicator, ...] = attrs.field(default=(), kw_only=True, converter=_rows)
    source: str | None = attrs.field(default=None, kw_only=True, converter=_source)
    findings: tuple[Finding, ...] = attrs.field(default=(), kw_only=True, converter=_found)
    published_total: Decimal | None = attrs.field(default=None, kw_only=True, converter=_published_total)
    published_execution: Decimal | None = attrs.field(
        default=None, kw_only=True, converter=_published_execution
    )
    published_grade: str = attrs.field(default="", kw_only=True, converter=_published_grade)

    def _told(self) -> str:
        year = "" if self.fiscal_year is None else f" {self.fiscal_year}"
        return f"{clipped(self.title)}{year} ({counted(len(self.indicators), 'row')})"

    def _view(self) -> View:
        lang = spoken()
        pick = in_language(lang)
        year = "" if self.fiscal_year is None else str(self.fiscal_year)
        title = " · ".join(filter(None, (self.title, self.department, year)))
        lines = [pick(finding.message) for finding in self.findings]
        return View.of(lang, title, [cells_of(row) for row in self.indicators], lines)

    def appraise(
        self,
        actuals: Sequence[Actual] | Mapping[str, Actual] | None = None,
        *,
        policy: str | Policy = DEFAULT,
        weights: Literal["equal"] | Sequence[Decimal | int | str] | None = None,
        choose: str | None = None,
        fiscal_year: int | None = None,
    ) -> Appraisal:
        """Score every row and add the points up (自评打分).

        Args:
            actuals: what was reached, in the order of the rows or by the name of the row; the rows' own
                where not given.
            policy: the name of a shipped policy, or a `Policy`; the name of an office (`sichuan`) takes
                the one of its policies that holds for the budget year, and a note says which.
            weights: None takes the rows' own points; `equal` splits the policy's section weights evenly
                over the rows of each section; a sequence gives each row its points.
            choose: `low`, `middle` or `high`: which number of its band a word earns; without it a word
                earns none, and the total is a range.
            fiscal_year: the budget year, where it is not the table's own.

        Returns:
            The appraisal; it never raises for what a cell says.

        Raises:
            PolicyError: no such policy, none or several of an office for the year, or one without section
                weights under `weights="equal"`.
            TableError: actuals or weights that do not go with the rows.
        """
        given_year = as_year(fiscal_year)
        year = self.fiscal_year if given_year is None else given_year
        rules, taken = chosen_policy(policy, self.year if year is None else year)
        rows, notes = self._weighted(rules, weights)
        reached, strangers = self._reached(actuals)
        scores = []
        for row, actual in zip(rows, reached, strict=True):
            read_in = year if row.fiscal_year is None else row.fiscal_year
            verdict = evaluate(row, actual, fiscal_year=read_in)
            scores.append(score_evaluation(verdict, row, rules, fiscal_year=read_in, choose=choose))
        return appraisal_of(self, tuple(scores), rules, notes=(*taken, *notes), findings=strangers)

    @property
    def year(self) -> int | None:
        """The budget year: the table's own, or one that all its rows that name one share."""
        if self.fiscal_year is not None:
            return self.fiscal_year
        years = {row.fiscal_year for row in self.indicators if row.fiscal_year is not None}
        return years.pop() if len(years) == 1 else None

    def _weighted(
        self, policy: Policy, weights: Literal["equal"] | Sequence[Decimal | int | str] | None
    ) -> tuple[tuple[Indicator, ...], tuple[Note, ...]]:
        """The rows with the points that they are scored by."""
        if weights is None:
            return self.indicators, ()
        if isinstance(weights, str) and weights == "equal":
            points, notes = equal_weights(self.indicators, policy)
        elif isinstance(weights, str):
            raise TableError(_say("weights-unknown", weights=weights))
        else:
            points = listed(weights, "weights", _weight, "weights")
            notes = (_say.note("weights-given"),)
        if len(points) != len(self.indicators):
            raise TableError(_say("weights-count", given=len(points), rows=len(self.indicators)))
        rows = zip(self.indicators, points, strict=True)
        return tuple(attrs.evolve(row, points=weight) for row, weight in rows), notes

    def _reached(
        self, actuals: Sequence[Actual] | Mapping[str, Actual] | None
    ) -> tuple[list[Actual], list[Finding]]:
        """The actual of each row, and what was given for rows that do not exist."""
        if actuals is None:
            return [row.actual for row in self.indicators], []
        if isinstance(actuals, Mapping):
            names = {row.name for row in self.indicators}
            strangers = [
                Finding(
                    "actual-without-row",
                    severity=Severity.WARNING,
                    message=_say("actual-without-row", name=name),
                )
                for name in actuals
                if name not in names
            ]
            return [actuals.get(row.name, row.actual) for row in self.indicators], strangers
        given: list[Actual] = list(listed(actuals, "actuals", _as_given, "actuals"))
        if len(given) != len(self.indicators):
            raise TableError(_say("actuals-count", given=len(given), rows=len(self.indicators)))
        return given, []
