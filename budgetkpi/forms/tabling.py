"""What the forms have in common (各表样共用): head, indicators, total, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from budgetkpi.forms import sums
from budgetkpi.forms.placing import Look, Sketch
from budgetkpi.forms.sums import Where, place
from budgetkpi.messages import Catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal
    from typing import Any

    from budgetkpi.forms.placing import Formula
    from budgetkpi.scoring import Score
    from budgetkpi.sheets import Appraisal

__all__ = ["Column", "heading", "indicator_rows", "notes_of", "total_row", "year_of"]

_say: Final = Catalog("forms")
Content: TypeAlias = "str | Decimal | Formula | None"


@attrs.frozen
class Column:
    """A column of the table of indicators (指标列).

    Attributes:
        place: the first place that it covers.
        content: what it says of a row.
        look: how it is printed.
        columns: how many places it covers.
    """

    place: int
    content: Callable[[Score], Content]
    look: Look = Look.WORDS
    columns: int = 1


def heading(  # noqa: PLR0913  (where its parts stand)
    sketch: Sketch, appraisal: Appraisal, words: dict[str, Any], *, told: int, unit: int, last: int
) -> None:
    """Title, year, project and offices in the first four rows (表头).

    Args:
        sketch: the form.
        appraisal: the project.
        words: those of the form.
        told: the column where what a label asks for is written.
        unit: the column of the label of the unit that carries the project out.
        last: the column behind the last.
    """
    sheet, room = appraisal.sheet, unit + 2
    sketch.put(0, 0, words["caption"], Look.TITLE, columns=last)
    sketch.at_least(0, 32)
    sketch.put(1, 0, words["year"].format(year=year_of(appraisal)), Look.YEAR, columns=last)
    sketch.put(2, 0, words["project"], Look.LABEL, columns=told)
    sketch.put(2, told, sheet.title, Look.CENTRED, columns=last - told)
    sketch.put(3, 0, words["department"], Look.LABEL, columns=told)
    sketch.put(3, told, sheet.department, Look.CENTRED, columns=unit - told)
    sketch.put(3, unit, words["unit"], Look.LABEL, columns=room - unit)
    sketch.put(3, room, None, Look.CENTRED, columns=last - room)


def indicator_rows(
    sketch: Sketch, row: int, scores: Sequence[Score], levels: tuple[int, int], columns: Sequence[Column]
) -> int:
    """Put the rows of indicators; equal levels that follow each other share a cell.

    Args:
        sketch: the worksheet.
        row: the first row.
        scores: the rows of the table, scored.
        levels: the places of 一级指标 and 二级指标.
        columns: the others.

    Returns:
        The row below the last.
    """
    starts = []
    for score in scores:
        starts.append(row)
        contents = [(column, column.content(score)) for column in columns]
        texts = [
            (content, column.place, column.columns)
            for column, content in contents
            if isinstance(content, str)
        ]
        rows = sketch.rows_for(texts)
        for column, content in contents:
            size = sketch.size_for(content if isinstance(content, str) else "", column.place, column.columns)
            sketch.put(
                row,
                column.place,
                content,
                column.look,
                rows=rows,
                columns=column.columns,
                size=size,
                top=rows > 1,
            )
        row += rows
    starts.append(row)
    named = [(score.indicator.level1, score.indicator.level2) for score in scores]
    _levels(sketch, starts, [level1 for level1, _ in named], levels[0])
    _levels(sketch, starts, named, levels[1])
    return row


def total_row(  # noqa: PLR0913  (where its parts stand)
    sketch: Sketch,
    appraisal: Appraisal,
    label: str,
    rows: tuple[int, int],
    *,
    points: int,
    earned: int,
    execution: tuple[int, int],
) -> tuple[str, str]:
    """Put what the table is out of and the total under the rows of indicators (总分).

    Args:
        sketch: the form.
        appraisal: the project.
        label: what stands in front.
        rows: the first row of indicators, and the row under the last, which it takes.
        points: the column of 分值.
        earned: the column of 得分.
        execution: the row of the money, and the column there of the points for execution.

    Returns:
        The places of the total and of what it is out of.
    """
    first, row = rows
    last, (money, scored) = max(first, row - 1), execution
    where = Where(
        earned=place(first, earned, last),
        points=place(first, points, last),
        execution=place(money, scored) if appraisal.execution_points is not None else "",
        execution_points=place(money, points),
    )
    sketch.put(row, 0, label, Look.LABEL, columns=points)
    sketch.put(row, points, sums.full_points(appraisal, where), Look.TOTAL)
    sketch.put(row, earned, sums.total(appraisal, where), Look.TOTAL)
    return place(row, earned), place(row, points)


def _levels(
    sketch: Sketch, starts: Sequence[int], named: Sequence[str | tuple[str, str]], column: int
) -> None:
    """One cell for each run of rows of one level."""
    first = 0
    for i in range(1, len(named) + 1):
        if i == len(named) or named[i] != named[first]:
            name = named[first]
            said = name if isinstance(name, str) else name[1]
            rows = starts[i] - starts[first]
            sketch.put(starts[first], column, said, Look.CENTRED, rows=rows)
            first = i


def year_of(appraisal: Appraisal) -> str:
    """The budget year, or room for it."""
    year = appraisal.sheet.fiscal_year
    return "    " if year is None else str(year)


def notes_of(appraisal: Appraisal) -> list[str]:
    """What stands under the table: whose rule the points follow, and what is open."""
    policy = appraisal.policy
    said = [_say("form-policy", policy=policy.name, title=policy.title or policy.name).zh]
    said += [note.message.zh for note in appraisal.notes]
    said += [finding.message.zh for finding in appraisal.findings if finding.code == "total-open"]
    for score in appraisal.rows:
        if score.earned is not None or score.points is None:
            continue
        name = score.indicator.name.strip() or "—"
        if score.band is not None:
            low, high = (f"{end:f}" for end in score.band)
            said.append(_say("form-row-band", name=name, low=low, high=high).zh)
        else:
            said.append(_say("form-row-open", name=name, reason=score.evaluation.reason.zh).zh)
    numbered = [f"{number}.{text}" for number, text in enumerate(dict.fromkeys(said), start=1)]
    numbered[0] = _say("form-note").zh + numbered[0]
    return numbered
