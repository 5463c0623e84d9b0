"""项目自评表 as Hubei's offices publish it: goals with shares of their own, reasons under the table."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from budgetkpi.forms import sums
from budgetkpi.forms.cells_of_rows import actual_with_unit, target_cell
from budgetkpi.forms.placing import Look, Sketch
from budgetkpi.forms.sums import Where, place
from budgetkpi.forms.tabling import Column, indicator_rows, notes_of, year_of
from budgetkpi.messages import Catalog
from budgetkpi.policy.table_rules import ExecutionKind

if TYPE_CHECKING:
    from budgetkpi.forms.placing import Layout
    from budgetkpi.scoring import Score
    from budgetkpi.sheets import Appraisal

__all__ = ["hubei_form"]

_say: Final = Catalog("forms")
WIDTHS = (19.0, 14.0, 16.0, 30.0, 21.0, 22.0, 18.0)
LABEL, LEVEL1, LEVEL2, NAME, TARGET, ACTUAL, EARNED = range(7)
LAST = EARNED + 1
_COLUMNS: Final = (
    Column(NAME, lambda score: score.indicator.name),
    Column(TARGET, lambda score: target_cell(score.indicator), Look.CENTRED),
    Column(ACTUAL, actual_with_unit, Look.CENTRED),
    Column(EARNED, lambda score: score.earned, Look.NUMBER),
)


def hubei_form(appraisal: Appraisal, words: dict[str, Any]) -> Layout:
    """The worksheet of one project."""
    sketch, sheet = Sketch(WIDTHS), appraisal.sheet
    caption = words["caption"].format(year=year_of(appraisal), title=sheet.title)
    sketch.put(0, LABEL, caption, Look.TITLE, columns=LAST)
    sketch.at_least(0, max(32, 1.7 * sketch.needed(caption, LABEL, LAST)))
    office = words["office"].format(department=sheet.department)
    sketch.put(1, LABEL, office, Look.ASIDE, columns=TARGET)
    sketch.put(1, TARGET, words["filled_in"], Look.ASIDE, columns=LAST - TARGET)
    sketch.put(2, LABEL, words["project"], Look.LABEL)
    sketch.put(2, LEVEL1, sheet.title, Look.CENTRED, columns=LAST - LEVEL1)
    sketch.put(3, LABEL, words["department"], Look.LABEL)
    sketch.put(3, LEVEL1, sheet.department, Look.CENTRED, columns=3)
    sketch.put(3, TARGET, words["unit"], Look.LABEL)
    sketch.put(3, ACTUAL, None, Look.CENTRED, columns=2)
    row = 4
    for label, boxes in words["boxes"]:
        sketch.put(row, LABEL, label, Look.LABEL)
        sketch.put(row, LEVEL1, boxes, Look.WORDS, columns=LAST - LEVEL1)
        row += 1
    execution = row + 1
    _money(sketch, row, appraisal, words)
    first = row + 2
    row = _goals(sketch, first, appraisal, words)
    where = Where(
        earned=place(first, EARNED, max(first, row - 1)),
        execution=place(execution, EARNED) if appraisal.execution_points is not None else "",
    )
    graded = sums.grade(appraisal, place(row, EARNED), "")
    sketch.put(row, LABEL, words["total"], Look.LABEL, columns=ACTUAL)
    sketch.put(row, ACTUAL, graded, Look.CENTRED)
    sketch.put(row, EARNED, sums.total(appraisal, where), Look.TOTAL)
    for label, text in ((words["reasons"], _reasons(appraisal)), (words["measures"], None)):
        row += 1
        rows = sketch.rows_for([(text or "", LEVEL1, LAST - LEVEL1)])
        size = sketch.size_for(text or "", LEVEL1, LAST - LEVEL1)
        sketch.put(row, LABEL, label, Look.LABEL, rows=rows)
        sketch.put(row, LEVEL1, text, Look.WORDS, rows=rows, columns=LAST - LEVEL1, size=size, top=rows > 1)
        sketch.at_least(row, 34)
        row += rows - 1
    sketch.notes(row + 1, notes_of(appraisal))
    return sketch.layout(sheet.title or caption)


def _money(sketch: Sketch, row: int, appraisal: Appraisal, words: dict[str, Any]) -> None:
    rule = appraisal.policy.execution if appraisal.execution_points is not None else None
    points = "" if rule is None else f"{rule.points:f}"
    label = words["money"].format(points=points) if rule else words["money_without_points"]
    sketch.put(row, LABEL, label, Look.LABEL, rows=2)
    sketch.put(row, LEVEL1, None, Look.LABEL, columns=2)
    by_ratio = rule is not None and rule.kind is ExecutionKind.RATIO
    earned = words["money_earned"].format(points=points) if by_ratio else words["money_earned_otherwise"]
    for column, head in enumerate((*words["money_heads"], earned), start=NAME):
        sketch.put(row, column, head, Look.LABEL)
    below = row + 1
    budget, executed = place(below, NAME), place(below, TARGET)
    sketch.put(below, LEVEL1, words["money_row"], Look.WORDS, columns=2)
    sketch.put(below, NAME, appraisal.sheet.budget, Look.NUMBER)
    sketch.put(below, TARGET, appraisal.sheet.executed, Look.NUMBER)
    sketch.put(below, ACTUAL, sums.execution_rate(appraisal, budget, executed), Look.NUMBER)
    sketch.put(below, EARNED, sums.execution_points(appraisal, budget, executed), Look.NUMBER)


def _goals(sketch: Sketch, row: int, appraisal: Appraisal, words: dict[str, Any]) -> int:
    """A block for each goal, with the heads of the columns over each."""
    goals = [list(rows) for _, rows in groupby(appraisal.rows, key=_goal)] or [[]]
    sketch.head = row
    for number, scores in enumerate(goals, start=1):
        points = sum((score.points for score in scores if score.points is not None), Decimal(0))
        label = words["goal"].format(number=number if len(goals) > 1 else "", points=f"{points:f}")
        said = f"{label}\n{_goal(scores[0])}" if scores and _goal(scores[0]) else label
        for column, head in enumerate(words["heads"], start=LEVEL1):
            sketch.put(row, column, head, Look.LABEL)
        below = indicator_rows(sketch, row + 1, scores, (LEVEL1, LEVEL2), _COLUMNS)
        sketch.put(row, LABEL, said, Look.LABEL, rows=below - row)
        row = below
    return row


def _goal(score: Score) -> str:
    return (score.indicator.activity or "").strip()


def _reasons(appraisal: Appraisal) -> str:
    """The reasons of all rows, numbered, a line each."""
    told = [row.indicator for row in appraisal.rows if (row.indicator.reason or "").strip()]
    lines = (
        _say("form-reason", number=number, name=row.name.strip(), reason=(row.reason or "").strip()).zh
        for number, row in enumerate(told, start=1)
    )
    return "\n".join(lines)
