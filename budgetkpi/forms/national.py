"""项目支出绩效自评表 as the finance ministry's annex prints it (财预〔2020〕10号 annex 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from budgetkpi.forms import sums
from budgetkpi.forms.cells_of_rows import actual_with_unit, target_cell
from budgetkpi.forms.placing import Look, Sketch
from budgetkpi.forms.sums import place
from budgetkpi.forms.tabling import Column, heading, indicator_rows, notes_of, total_row

if TYPE_CHECKING:
    from budgetkpi.forms.placing import Layout
    from budgetkpi.sheets import Appraisal

__all__ = ["national_form"]

WIDTHS = (7.0, 11.0, 14.0, 13.0, 15.0, 17.0, 17.0, 8.0, 9.0, 30.0)
# The columns: label, level 1, level 2, name (two), target, actual, points, earned, reason.
LABEL, LEVEL1, LEVEL2, NAME, MORE, TARGET, ACTUAL, POINTS, EARNED, REASON = range(10)
LAST = REASON + 1


def national_form(appraisal: Appraisal, words: dict[str, Any]) -> Layout:
    """The worksheet of one project."""
    sketch, sheet = Sketch(WIDTHS), appraisal.sheet
    heading(sketch, appraisal, words, told=LEVEL2, unit=TARGET, last=LAST)
    row = _money(sketch, 4, appraisal, words)
    execution = row - len(words["money_rows"])
    row = _goals(sketch, row, words)
    sketch.head = row
    for head, column in zip(words["heads"], (1, 2, 3, 5, 6, 7, 8, 9), strict=True):
        sketch.put(row, column, head, Look.LABEL, columns=2 if column == NAME else 1)
    first = row + 1
    row = indicator_rows(
        sketch,
        first,
        appraisal.rows,
        (LEVEL1, LEVEL2),
        (
            Column(NAME, lambda score: score.indicator.name, columns=2),
            Column(TARGET, lambda score: target_cell(score.indicator), Look.CENTRED),
            Column(ACTUAL, actual_with_unit, Look.CENTRED),
            Column(POINTS, lambda score: score.points, Look.NUMBER),
            Column(EARNED, lambda score: score.earned, Look.NUMBER),
            Column(REASON, lambda score: score.indicator.reason or ""),
        ),
    )
    sketch.put(first - 1, LABEL, words["indicators"], Look.LABEL, rows=row - first + 1)
    places = total_row(
        sketch,
        appraisal,
        words["total"],
        (first, row),
        points=POINTS,
        earned=EARNED,
        execution=(execution, REASON),
    )
    sketch.put(row, REASON, sums.grade(appraisal, *places), Look.CENTRED)
    sketch.notes(row + 1, notes_of(appraisal))
    return sketch.layout(sheet.title or words["caption"])


def _money(sketch: Sketch, row: int, appraisal: Appraisal, words: dict[str, Any]) -> int:
    """The block of the money: what is told of the total row, room for where it came from."""
    sheet, rows = appraisal.sheet, words["money_rows"]
    sketch.put(row, LABEL, words["money"], Look.LABEL, rows=len(rows) + 1, columns=2)
    sketch.put(row, LEVEL2, None, Look.LABEL, columns=2)
    for column, head in enumerate(words["money_heads"], start=MORE):
        sketch.put(row, column, head, Look.LABEL)
    total = row + 1
    budget, executed = place(total, TARGET), place(total, ACTUAL)
    scored = appraisal.execution_points is not None and appraisal.policy.execution is not None
    weight = appraisal.policy.execution.points if scored and appraisal.policy.execution else None
    for below, label in enumerate(rows, start=total):
        sketch.put(below, LEVEL2, label, Look.WORDS, columns=2)
        sketch.put(below, MORE, None, Look.NUMBER)
        known = below == total
        sketch.put(below, TARGET, sheet.budget if known else None, Look.NUMBER)
        sketch.put(below, ACTUAL, sheet.executed if known else None, Look.NUMBER)
        sketch.put(below, POINTS, weight if known else words["untold"], Look.NUMBER)
        rate = sums.execution_rate(appraisal, budget, executed) if known else None
        sketch.put(below, EARNED, rate, Look.NUMBER)
        earned = sums.execution_points(appraisal, budget, executed) if known else words["untold"]
        sketch.put(below, REASON, earned, Look.NUMBER)
    return total + len(rows)


def _goals(sketch: Sketch, row: int, words: dict[str, Any]) -> int:
    """Room for the goals of the year in words."""
    sketch.put(row, LABEL, words["goals"], Look.LABEL, rows=2)
    planned, reached = words["goal_heads"]
    sketch.put(row, LEVEL1, planned, Look.LABEL, columns=TARGET - LEVEL1)
    sketch.put(row, TARGET, reached, Look.LABEL, columns=LAST - TARGET)
    sketch.put(row + 1, LEVEL1, None, Look.WORDS, columns=TARGET - LEVEL1)
    sketch.put(row + 1, TARGET, None, Look.WORDS, columns=LAST - TARGET)
    sketch.at_least(row + 1, 48)
    return row + 2
