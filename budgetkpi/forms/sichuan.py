"""部门预算项目支出绩效自评表 as Sichuan's departments publish it (510000_0013zp)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from budgetkpi.forms import sums
from budgetkpi.forms.cells_of_rows import actual_cell, target_fields
from budgetkpi.forms.placing import Formula, Look, Sketch
from budgetkpi.forms.sums import place
from budgetkpi.forms.tabling import Column, heading, indicator_rows, notes_of, total_row

if TYPE_CHECKING:
    from budgetkpi.forms.placing import Layout
    from budgetkpi.scoring import Score
    from budgetkpi.sheets import Appraisal

__all__ = ["sichuan_form"]

WIDTHS = (10.0, 12.0, 13.0, 22.0, 9.0, 14.0, 10.0, 15.0, 8.0, 9.0, 28.0)
LABEL, LEVEL1, LEVEL2, NAME, SIGN, TARGET, UNIT, ACTUAL, POINTS, EARNED, REASON = range(11)
LAST = REASON + 1


def sichuan_form(appraisal: Appraisal, words: dict[str, Any]) -> Layout:
    """The worksheet of one project."""
    sketch, sheet = Sketch(WIDTHS), appraisal.sheet
    heading(sketch, appraisal, words, told=LEVEL2, unit=TARGET, last=LAST)
    _goals(sketch, 4, words)
    _money(sketch, 7, appraisal, words)
    execution = 8
    row = execution + len(words["money_rows"])
    sketch.head = row
    for column, head in enumerate(words["heads"], start=LEVEL1):
        sketch.put(row, column, head, Look.LABEL)
    first = row + 1
    row = indicator_rows(sketch, first, appraisal.rows, (LEVEL1, LEVEL2), _columns(words["in_words"]))
    known = sum((score.points for score in appraisal.rows if score.points is not None), Decimal(0))
    sketch.put(
        first - 1, LABEL, words["indicators"].format(points=f"{known:f}"), Look.LABEL, rows=row - first + 1
    )
    places = total_row(
        sketch,
        appraisal,
        words["total"],
        (first, row),
        points=POINTS,
        earned=EARNED,
        execution=(execution, EARNED),
    )
    sketch.put(row, REASON, None, Look.CENTRED)
    said = _concluded(appraisal, words["concluded"], *places)
    for label, content in ((words["conclusion"], said), (words["problems"], None), (words["measures"], None)):
        row += 1
        sketch.put(row, LABEL, label, Look.LABEL)
        sketch.put(row, LEVEL1, content, Look.WORDS, columns=LAST - LEVEL1)
        sketch.at_least(row, 34)
    row += 1
    left, right = words["signatures"]
    sketch.put(row, LABEL, left, Look.ASIDE, columns=ACTUAL)
    sketch.put(row, ACTUAL, right, Look.ASIDE, columns=LAST - ACTUAL)
    sketch.notes(row + 1, notes_of(appraisal))
    return sketch.layout(sheet.title or words["caption"])


def _columns(in_words: str) -> tuple[Column, ...]:
    def field(which: int) -> Column:
        def content(score: Score) -> str:
            return target_fields(score.indicator, score.evaluation.direction, in_words)[which]

        return Column(SIGN + which, content, Look.CENTRED)

    return (
        Column(NAME, lambda score: score.indicator.name),
        field(0),
        field(1),
        field(2),
        Column(ACTUAL, actual_cell, Look.CENTRED),
        Column(POINTS, lambda score: score.points, Look.NUMBER),
        Column(EARNED, lambda score: score.earned, Look.NUMBER),
        Column(REASON, lambda score: score.indicator.reason or ""),
    )


def _goals(sketch: Sketch, row: int, words: dict[str, Any]) -> None:
    """Room for the goals of the year and how the work went, in words."""
    sketch.put(row, LABEL, words["basics"], Look.LABEL, rows=2)
    sketch.put(row, LEVEL1, words["goals"], Look.LABEL, rows=2, columns=2)
    planned, reached = words["goal_heads"]
    sketch.put(row, NAME, planned, Look.LABEL, columns=ACTUAL - NAME)
    sketch.put(row, ACTUAL, reached, Look.LABEL, columns=LAST - ACTUAL)
    sketch.put(row + 1, NAME, None, Look.WORDS, columns=ACTUAL - NAME)
    sketch.put(row + 1, ACTUAL, None, Look.WORDS, columns=LAST - ACTUAL)
    sketch.at_least(row + 1, 48)
    sketch.put(row + 2, LABEL, words["course"], Look.LABEL, columns=NAME)
    sketch.put(row + 2, NAME, None, Look.WORDS, columns=LAST - NAME)
    sketch.at_least(row + 2, 34)


def _money(sketch: Sketch, row: int, appraisal: Appraisal, words: dict[str, Any]) -> None:
    """The block of the money: what is told of the total row, room for where it came from."""
    sheet, rows = appraisal.sheet, words["money_rows"]
    rule = appraisal.policy.execution if appraisal.execution_points is not None else None
    label = words["money"].format(points=f"{rule.points:f}") if rule else words["money_without_points"]
    sketch.put(row, LABEL, label, Look.LABEL, rows=len(rows) + 1)
    places = (
        (LEVEL1, 2),
        (NAME, 1),
        (SIGN, 2),
        (UNIT, 1),
        (ACTUAL, 1),
        (POINTS, 1),
        (EARNED, 1),
        (REASON, 1),
    )
    for head, (column, columns) in zip(words["money_heads"], places, strict=True):
        sketch.put(row, column, head, Look.LABEL, columns=columns)
    total = row + 1
    budget, executed = place(total, SIGN), place(total, UNIT)
    for below, source in enumerate(rows, start=total):
        known = below == total
        sketch.put(below, LEVEL1, source, Look.WORDS, columns=2)
        sketch.put(below, NAME, None, Look.NUMBER)
        sketch.put(below, SIGN, sheet.budget if known else None, Look.NUMBER, columns=2)
        sketch.put(below, UNIT, sheet.executed if known else None, Look.NUMBER)
        rate = sums.execution_rate(appraisal, budget, executed) if known else None
        sketch.put(below, ACTUAL, rate, Look.NUMBER)
        weight = rule.points if rule else None
        sketch.put(below, POINTS, weight if known else words["untold"], Look.NUMBER)
        earned = sums.execution_points(appraisal, budget, executed) if known else words["untold"]
        sketch.put(below, EARNED, earned, Look.NUMBER)
    sketch.put(total, REASON, None, Look.WORDS, rows=len(rows))


def _concluded(
    appraisal: Appraisal, said: list[str], total_place: str, full_place: str
) -> Formula | str | None:
    """自评总分…分，等级为“…”。 that follows the total; nothing where there is none yet."""
    total = appraisal.total
    graded = sums.grade(appraisal, total_place, full_place)
    if total is None:
        return None
    start, unit, level, closed, end = said
    known = f"{start}{total:f}{unit}"
    text = f'="{start}"&TEXT({total_place},"{sums.shown_as(total)}")&"{unit}'
    if isinstance(graded, Formula):
        known += f"{level}{graded.value}{closed}"
        text += f'{level}"&{graded.text[1:]}&"{closed}'
    return Formula(f'{text}{end}"', known + end)
