"""One project's performance table and what it earns (绩效自评表)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal  # noqa: TC003  (attrs resolves it)
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from budgetkpi.bounds import as_decimal, as_year
from budgetkpi.errors import TableError
from budgetkpi.evaluation import evaluate
from budgetkpi.indicators import Indicator, cells_of
from budgetkpi.messages import Catalog
from budgetkpi.policy import DEFAULT, chosen_policy
from budgetkpi.results import Finding, Severity
from budgetkpi.scoring import score_evaluation
from budgetkpi.sheets.appraisals import Appraisal
from budgetkpi.sheets.rollup import roll_up
from budgetkpi.sheets.totalling import appraisal_of
from budgetkpi.sheets.weights import equal_weights
from budgetkpi.shown import Shown, clipped
from budgetkpi.views import View, Viewed
from budgetkpi.wording import in_language, spoken

if TYPE_CHECKING:
    import datetime as dt
    from fractions import Fraction

    from budgetkpi.messages import Note
    from budgetkpi.policy import Policy
    from budgetkpi.values import Value

__all__ = ["Appraisal", "Sheet", "roll_up"]

_say = Catalog("sheets")

Actual: TypeAlias = "str | Value | int | Decimal | Fraction | dt.date | None"
"""What `evaluate` takes as an actual."""


def _money(value: Decimal | int | str | None, field: str) -> Decimal | None:
    """An amount of money as a form prints it, thousands separated or not; never a float."""
    if isinstance(value, str):
        value = re.sub(r"[,，\s]", "", value)
    return None if value is None or value == "" else as_decimal(value, field)


def _budget(value: Decimal | int | str | None) -> Decimal | None:
    return _money(value, "budget")


def _executed(value: Decimal | int | str | None) -> Decimal | None:
    return _money(value, "executed")


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
        budget: 全年预算数, the adjusted full-year budget, in any unit of money.
        executed: 全年执行数, in the same unit.
        indicators: the rows.
        source: where the table was read from, None for one made by hand.
        findings: what the reading of the table found.
    """

    title: str = ""
    department: str = ""
    fiscal_year: int | None = attrs.field(default=None, kw_only=True, converter=as_year)
    budget: Decimal | None = attrs.field(default=None, kw_only=True, converter=_budget)
    executed: Decimal | None = attrs.field(default=None, kw_only=True, converter=_executed)
    indicators: tuple[Indicator, ...] = attrs.field(default=(), kw_only=True, converter=tuple[Indicator, ...])
    source: str | None = attrs.field(default=None, kw_only=True)
    findings: tuple[Finding, ...] = attrs.field(default=(), kw_only=True, converter=tuple[Finding, ...])

    def _told(self) -> str:
        year = "" if self.fiscal_year is None else f" {self.fiscal_year}"
        return f"{clipped(self.title)}{year} ({len(self.indicators)} rows)"

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
        year = self.fiscal_year if fiscal_year is None else fiscal_year
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
        if weights == "equal":
            points, notes = equal_weights(self.indicators, policy)
        elif isinstance(weights, str):
            raise TableError(_say("weights-unknown", weights=weights))
        else:
            points = tuple(as_decimal(weight, "weights", finite=False) for weight in weights)
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
        if isinstance(actuals, str) or len(actuals) != len(self.indicators):
            raise TableError(_say("actuals-count", given=len(actuals), rows=len(self.indicators)))
        return list(actuals), []
