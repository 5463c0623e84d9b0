"""Does the ladder of grades hold (评价标准的档次)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from budgetkpi.bands import GRADES, Bands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.checks.row import Row
    from budgetkpi.results import Finding

__all__ = ["check_ladder"]


def check_ladder(row: Row) -> Iterator[Finding]:
    """Grades 优 良 中 差 with holes, overlaps or out of order (评价标准不连续)."""
    cells = row.indicator.bands
    if not cells:
        return
    grades = GRADES if len(cells) == len(GRADES) else [str(place) for place in range(1, len(cells) + 1)]
    for problem in Bands.parse(cells, grades).problems:
        yield row.find("ladder-with-holes", why=problem.message.en, why_zh=problem.message.zh)
