"""What is said against a project's rows (问题): by the checks of targets and by the appraisal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from budgetkpi.checks import check
from budgetkpi.indicators import Indicator
from budgetkpi.results import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.messages import Message
    from budgetkpi.results import Finding
    from budgetkpi.scoring import Score
    from budgetkpi.sheets import Appraisal

__all__ = ["Objections", "objections_of"]


@attrs.frozen
class Objections:
    """The findings of a project, each where it belongs (问题清单).

    Attributes:
        rows: those of each row, in its order.
        table: those of the whole table.
    """

    rows: tuple[tuple[Finding, ...], ...]
    table: tuple[Finding, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.table) + sum(map(len, self.rows))

    def causes(self, score: Score, place: int) -> Iterator[tuple[str, Message]]:
        """The codes that a row can be looked for by: why it is not met, what is said against it."""
        if score.evaluation.outcome is not Outcome.MET:
            yield score.evaluation.reason.code, score.evaluation.reason
        for finding in self.rows[place]:
            yield finding.code, finding.message


def objections_of(appraisal: Appraisal) -> Objections:
    """What the checks object to, and what the appraisal found."""
    given = appraisal.sheet.indicators
    places: dict[int, int] = {}
    equal: dict[Indicator, list[int]] = {}
    for place, score in enumerate(appraisal.rows):
        for row in {id(score.indicator): score.indicator, id(given[place]): given[place]}.values():
            places[id(row)] = place
            equal.setdefault(row, []).append(place)
    rows: list[list[Finding]] = [[] for _ in appraisal.rows]
    table: list[Finding] = []
    for finding in (*check(appraisal.sheet), *appraisal.findings):
        about = finding.indicator
        found = places.get(id(about))
        if found is None and isinstance(about, Indicator):
            found = next(iter(equal.get(about, ())), None)
        said = table if found is None else rows[found]
        if finding not in said:
            said.append(finding)
    return Objections(tuple(map(tuple, rows)), tuple(table))
