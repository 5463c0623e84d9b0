"""How a table of scores is told to people (自评说明), in English and Chinese.

The texts stand in grammar/messages/sheets.toml; this module chooses and orders them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from budgetkpi.messages import Catalog, Message
from budgetkpi.scoring.explain import explain_score, in_language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from budgetkpi.sheets.appraisals import Appraisal

__all__ = ["explain_appraisal", "totals"]

_say: Final = Catalog("sheets")


def explain_appraisal(appraisal: Appraisal, lang: str) -> str:
    """Tell a whole table: each row, then how the points add up, the grade and the findings."""
    pick = in_language(lang)
    head = _say("explain-title", title=appraisal.sheet.title, policy=appraisal.policy.name)
    parts = [pick(head)] if appraisal.sheet.title else []
    parts += [explain_score(row, lang) for row in appraisal.rows]
    parts += [pick(line) for line in totals(appraisal)]
    parts += [pick(_say("explain-note", note=pick(note.message))) for note in appraisal.notes]
    parts += [pick(_say("explain-finding", finding=pick(finding.message))) for finding in appraisal.findings]
    return "\n".join(parts)


def totals(appraisal: Appraisal) -> Iterator[Message]:
    """How the points add up, and the grade."""
    if appraisal.execution_points is not None:
        yield _say(
            "explain-execution",
            formula=appraisal.execution_formula,
            source=appraisal.policy.execution.source if appraisal.policy.execution else "—",
        )
    shown = [row.earned for row in appraisal.rows if row.earned is not None]
    if appraisal.total is not None:
        if appraisal.execution_points is not None:
            shown.append(appraisal.execution_points)
        terms = " + ".join(f"{number:f}" for number in shown) or "0"
        yield _say(
            "explain-total", terms=terms, total=_plain(appraisal.total), out_of=_plain(appraisal.out_of)
        )
    elif appraisal.total_range is not None:
        low, high = appraisal.total_range
        yield _say("explain-range", low=_plain(low), high=_plain(high), out_of=_plain(appraisal.out_of))
    yield _say("explain-grade", grade=appraisal.grade) if appraisal.grade else _say("explain-no-grade")


def _plain(number: Decimal) -> str:
    return f"{number:f}"
