"""What a whole table earned, and how that is told (绩效自评结果)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction  # noqa: TC003
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.escaping import escaped
from budgetkpi.messages import Bilingual, Catalog, Message, Note
from budgetkpi.policy import Policy  # noqa: TC001
from budgetkpi.results import Finding  # noqa: TC001
from budgetkpi.scoring.scores import Score, looked_at
from budgetkpi.shown import Shown, clipped, counted
from budgetkpi.views import View, Viewed
from budgetkpi.wording import Grade, flat, in_language, joined, number, percentage, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.sheets import Sheet
    from budgetkpi.wording import Plain

__all__ = ["Appraisal"]

_say: Final = Catalog("sheets")


@attrs.frozen(kw_only=True, repr=False)
class Appraisal(Shown, Viewed):
    """What a project's table earned under a policy (绩效自评结果).

    Attributes:
        sheet: the table.
        policy: the policy.
        rows: the score of each row, in the order of the table.
        execution_points: points for budget execution, None without the money executed.
        execution_rate: executed ÷ adjusted full-year budget, exact; None where not known.
        execution_formula: the arithmetic of the execution points.
        total: the sum of the points shown, None where a row has no number.
        total_range: the least and the most that the total can be.
        out_of: what the total is out of.
        absent: the points of rows that do not apply and were left out; the total is scaled up for them.
        grade: the grade of the total, None where the range spans two.
        findings: reasons that are owed, weights that do not add up, lights, and what the sheet brought.
        notes: what was assumed for the whole table.

    >>> from budgetkpi import Indicator, Sheet
    >>> Sheet("培训", indicators=[Indicator("场次", "≥5场", points=90, actual="5场")]).appraise()
    <Appraisal 90.00 of 90 优 培训 (1 row, national-2020)>
    """

    sheet: Sheet
    policy: Policy
    rows: tuple[Score, ...]
    execution_points: Decimal | None = None
    execution_rate: Fraction | None = None
    execution_formula: str = ""
    total: Decimal | None
    total_range: tuple[Decimal, Decimal] | None
    out_of: Decimal
    absent: Decimal = Decimal(0)
    grade: Grade | None = None
    findings: tuple[Finding, ...] = ()
    notes: tuple[Note, ...] = ()

    def row(self, lang: str = "zh") -> dict[str, Plain]:
        """One flat row of JSON types for the whole table (自评汇总行): what a list of projects takes.

        Args:
            lang: `zh` for Chinese headers, `en` for English ones; so are the words in the cells.

        Returns:
            项目名称, the money and its execution rate, 总分 and 等级, the policy, findings and notes. 总分 is
            a number, None where a row has none; 总分区间 then says the least and the most that it can be.

        Raises:
            ValueError: another language.

        >>> from budgetkpi import Indicator, Sheet
        >>> rows = [Indicator("培训场次", "≥5场", points=90, actual="4场")]
        >>> row = Sheet("培训", indicators=rows, budget="43.2", executed="37.24").appraise().row()
        >>> row["项目名称"], row["执行率"], row["总分"], row["等级"]
        ('培训', '86.2%', 80.62, '良')
        """
        pick, sheet = in_language(lang), self.sheet
        return flat(
            lang,
            title=sheet.title,
            department=sheet.department,
            fiscal_year=sheet.fiscal_year,
            budget=number(sheet.budget),
            executed=number(sheet.executed),
            execution_rate=None if self.execution_rate is None else percentage(self.execution_rate),
            execution_points=number(self.execution_points),
            total=number(self.total),
            total_range=self._between() if self.total is None else None,
            out_of=number(self.out_of),
            grade=None if self.grade is None else pick(self.grade),
            policy=self.policy.name,
            findings=joined((pick(finding.message) for finding in self.findings), lang),
            notes=joined((pick(note.message) for note in self.notes), lang),
        )

    def _between(self) -> str | None:
        """The least and the most that the total can be."""
        return None if self.total_range is None else "—".join(f"{end:f}" for end in self.total_range)

    def _told(self) -> str:
        total = self._between() if self.total is None else f"{self.total:f}"
        told = [f"{total or '—'} of {self.out_of:f}", self.grade or "", clipped(self.sheet.title)]
        return f"{' '.join(filter(None, told))} ({counted(len(self.rows), 'row')}, {self.policy.name})"

    def _view(self) -> View:
        lang = spoken()
        pick = in_language(lang)
        lines = [pick(line) for line in self.sums()]
        lines += [pick(_say("explain-note", note=pick(note.message))) for note in self.notes]
        lines += [pick(_say("explain-finding", finding=pick(finding.message))) for finding in self.findings]
        title = pick(_say("explain-title", title=self.sheet.title or "—", policy=self.policy.name))
        return View.of(lang, title, [looked_at(row, lang) for row in self.rows], lines)

    def explain(self, lang: str = "en") -> str:
        """Say how every row was scored and how the points add up (自评说明).

        Args:
            lang: `en` or `zh`.

        Raises:
            ValueError: another language.
        """
        pick = in_language(lang)
        head = _say("explain-title", title=self.sheet.title, policy=self.policy.name)
        above = [pick(head)] if self.sheet.title else []
        rows = [row.explain(lang) for row in self.rows]
        parts = [pick(line) for line in self.sums()]
        parts += [pick(_say("explain-note", note=pick(note.message))) for note in self.notes]
        parts += [pick(_say("explain-finding", finding=pick(finding.message))) for finding in self.findings]
        return "\n".join([*map(escaped, above), *rows, *map(escaped, parts)])

    def sums(self) -> Iterator[Message]:
        """How the points add up, and the grade (合计与等级)."""
        if self.execution_points is not None:
            source = self.policy.execution.source if self.policy.execution else "—"
            yield _say("explain-execution", formula=self.execution_formula, source=source)
        out_of = f"{self.out_of:f}"
        if self.total is not None:
            shown = [row.earned for row in self.rows if row.earned is not None]
            if self.execution_points is not None:
                shown.append(self.execution_points)
            terms = " + ".join(f"{number:f}" for number in shown) or "0"
            if self.absent:
                terms = f"({terms}) × {out_of} ÷ ({out_of} − {self.absent:f})"
            yield _say("explain-total", terms=terms, total=f"{self.total:f}", out_of=out_of)
        elif self.total_range is not None:
            low, high = (f"{end:f}" for end in self.total_range)
            yield _say("explain-range", low=low, high=high, out_of=out_of)
        yield (
            _say("explain-grade", grade=Bilingual(self.grade.en, self.grade.zh))
            if self.grade
            else _say("explain-no-grade")
        )
