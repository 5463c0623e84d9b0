"""What a whole table earned, and how that is told (绩效自评结果)."""

from __future__ import annotations

from decimal import Decimal  # noqa: TC003  (attrs resolves it for cattrs)
from fractions import Fraction  # noqa: TC003
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.messages import Catalog, Message, Note
from budgetkpi.policy import Policy  # noqa: TC001
from budgetkpi.results import Finding  # noqa: TC001
from budgetkpi.scoring.scores import Score  # noqa: TC001
from budgetkpi.wording import Grade, in_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.sheets import Sheet

__all__ = ["Appraisal"]

_say: Final = Catalog("sheets")


@attrs.frozen(kw_only=True)
class Appraisal:
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
        grade: the grade of the total, None where the range spans two.
        findings: reasons that are owed, weights that do not add up, lights, and what the sheet brought.
        notes: what was assumed for the whole table.
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
    grade: Grade | None = None
    findings: tuple[Finding, ...] = ()
    notes: tuple[Note, ...] = ()

    def explain(self, lang: str = "en") -> str:
        """Say how every row was scored and how the points add up (自评说明).

        Args:
            lang: `en` or `zh`.

        Raises:
            ValueError: another language.
        """
        pick = in_language(lang)
        head = _say("explain-title", title=self.sheet.title, policy=self.policy.name)
        parts = [pick(head)] if self.sheet.title else []
        parts += [row.explain(lang) for row in self.rows]
        parts += [pick(line) for line in self.sums()]
        parts += [pick(_say("explain-note", note=pick(note.message))) for note in self.notes]
        parts += [pick(_say("explain-finding", finding=pick(finding.message))) for finding in self.findings]
        return "\n".join(parts)

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
            yield _say("explain-total", terms=terms, total=f"{self.total:f}", out_of=out_of)
        elif self.total_range is not None:
            low, high = (f"{end:f}" for end in self.total_range)
            yield _say("explain-range", low=low, high=high, out_of=out_of)
        yield _say("explain-grade", grade=self.grade) if self.grade else _say("explain-no-grade")
