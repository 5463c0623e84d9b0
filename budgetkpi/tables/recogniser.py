"""Paragraphs and grids to sheets: one recogniser for every format (识别绩效表).

It goes through a document once. A grid with a head of indicators begins a sheet or goes on with the
last one; what stands between two tables says which, and what the sheet is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from budgetkpi.expressions import later
from budgetkpi.messages import Catalog
from budgetkpi.results import Finding, Severity
from budgetkpi.tables.funds import funds_in
from budgetkpi.tables.grid import Grid, Paragraph
from budgetkpi.tables.headings import label_of, plain
from budgetkpi.tables.heads import find_heads
from budgetkpi.tables.lattice import Lattice
from budgetkpi.tables.places import place_of
from budgetkpi.tables.read_form import Form
from budgetkpi.tables.row_kinds import Kind, kind_of
from budgetkpi.tables.surroundings import (
    Line,
    caption_in,
    continued,
    furniture,
    heading_in,
    is_goal,
    labelled,
    numbered_line,
    office_in_heading,
    office_line,
    year_alone,
    year_in,
    years_beside,
)
from budgetkpi.tables.table_rows import TableRows
from budgetkpi.text import fold, tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.tables.grid import Document
    from budgetkpi.tables.heads import Head

__all__ = ["recognise"]

_say = Catalog("documents")
_LINES_ABOVE = 12
"""How many paragraphs above a table may say what it is about."""
_HEADINGS = 400
"""How many short paragraphs are kept to find the heading of the document."""
_LONGEST_HEADING = 100
_MARK = later(r"\[bookmark:[^\]]{0,60}\]")
"""What a program that turns Word into text leaves of a bookmark."""


def recognise(document: Document, source: str | None = None, *, loose: bool = False) -> list[Form]:
    """The forms in a document, in its order; those without an indicator too.

    Args:
        document: its paragraphs and grids.
        source: the name of the file, for findings.
        loose: whether a table with a column of names and none of targets is one too.
    """
    recogniser = _Recogniser(source, loose)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            recogniser.paragraph(block.text)
        elif block.rows:
            recogniser.grid(block)
    return recogniser.forms


@attrs.define
class _Recogniser:
    """One pass over a document."""

    source: str | None
    loose: bool
    forms: list[Form] = attrs.field(factory=list)
    headings: list[str] = attrs.field(factory=list)
    between: list[Line] = attrs.field(factory=list)
    """The lines since the last row of an indicator."""
    apart: bool = False
    """Whether something stands between that is no part of a table: prose, or another table."""

    @property
    def form(self) -> Form | None:
        """The form that is read, None before the first."""
        return self.forms[-1] if self.forms else None

    def paragraph(self, text: str) -> None:
        """A line outside of the grids."""
        for line in text.split("\n"):
            stripped = _MARK.sub("", line.strip()).strip()
            if not stripped:
                continue
            if len(stripped) <= _LONGEST_HEADING and len(self.headings) < _HEADINGS:
                self.headings.append(stripped)
            self.between.append(Line((stripped,)))
            if not (furniture(stripped) or office_line(stripped) or self._seen(stripped)):
                self.apart = True

    def _seen(self, text: str) -> bool:
        """Whether a line only repeats what stood above the table on the page before."""
        form = self.form
        return form is not None and tidy(text) in {
            tidy(form.caption),
            tidy(form.title),
            tidy(form.department),
        } - {""}

    def grid(self, grid: Grid) -> None:
        """A table: rows of indicators, what stands above them, or something else."""
        lattice = Lattice(grid)
        heads = {head.first: head for head in find_heads(lattice, loose=self.loose)}
        goes_on = self._goes_on(lattice, min(heads, default=lattice.height))
        current = self.form.head if goes_on and self.form else None
        before, last = len(self.forms), -1
        for row in range(lattice.height):
            if row <= last:
                continue
            head = heads.get(row)
            if head is not None:
                self._begin(lattice, head)
                current, last = head, head.last
            elif current is None:
                self._above(lattice, row)
            elif not self._below(lattice, row, current):
                current = None
        if not heads and not goes_on:
            self._other(lattice)
        self._keep_findings(grid, max(0, before - (1 if goes_on else 0)) if before or self.forms else 0)

    def _keep_findings(self, grid: Grid, first: int) -> None:
        """What the reader could not read of a grid goes to the forms in it."""
        for number, finding in grid.findings:
            for form in self.forms[first:] or self.forms[-1:]:
                form.rows.findings.append((number, None, finding))

    # the lines above a table

    def _above(self, lattice: Lattice, row: int) -> None:
        begun = lattice.begun(row)
        if not begun:
            return
        self.between.append(Line(tuple(anchor.text for anchor in begun), lattice, row))
        if len(begun) == 1 and len(self.headings) < _HEADINGS and len(begun[0].text) <= _LONGEST_HEADING:
            self.headings.append(begun[0].text)

    def _other(self, lattice: Lattice) -> None:
        """A table of something else parts the lines above it from what follows; a form's head does not."""
        lines = [line for line in self.between if line.lattice is lattice]
        kinds = [kind for kind, _ in labelled(lines)]
        if "title" in kinds and len({*kinds}) > 1 and "" not in kinds:
            return
        if all(len(line.texts) == 1 or _goal_or_office(line) for line in lines):
            return
        self.between.clear()
        self.apart = True

    # the rows of a table

    def _goes_on(self, lattice: Lattice, height: int) -> bool:
        """Whether a grid goes on with the rows of the last table, without a head of its own."""
        form = self.form
        if form is None or form.closed or self.apart or lattice.width != form.head.width:
            return False
        kinds = [kind_of(lattice, row, form.head) for row in range(height)]
        first = next((kind for kind in kinds if kind is not Kind.BLANK), None)
        return (
            Kind.ROW in kinds
            and first not in (Kind.LABEL, Kind.GOAL)
            and self._alike(lattice, form.head, kinds)
        )

    def _alike(self, lattice: Lattice, head: Head, kinds: Sequence[Kind]) -> bool:
        """Whether most of the rows fill the columns of the names and the targets."""
        rows = [row for row, kind in enumerate(kinds) if kind is Kind.ROW]
        fields = [head.columns[field] for field in ("name", "target") if field in head.columns]
        fields += head.grades[:1]
        full = sum(all(lattice.written(row, c.first, c.last) for c in fields) for row in rows)
        return 2 * full >= len(rows)

    def _below(self, lattice: Lattice, row: int, head: Head) -> bool:
        """A row below a head; False where the table is at its end."""
        form = self.forms[-1]
        kind = kind_of(lattice, row, head)
        if kind is Kind.BLANK:
            return True
        if kind is Kind.LABEL:
            self._above(lattice, row)
            return False
        if kind is Kind.ROW and not (form.closed and len(lattice.begun(row)) == 1):
            if form.rows.add(lattice, row, head):
                self.between.clear()
                self.apart = False
                form.closed = False
                form.printed.go_on()
            return True
        if kind in (Kind.TOTAL, Kind.FOOT):
            form.closed = form.closed or kind is Kind.FOOT or _grand(lattice, row)
            form.printed.below(lattice, row, head)
            self.between.clear()
            return True
        self._above(lattice, row)
        return True

    # heads

    def _begin(self, lattice: Lattice, head: Head) -> None:
        form = self.form
        if form is None or not self._same(form, lattice, head):
            form = Form(head, lattice, TableRows(self.source))
            self.forms.append(form)
            self._tell(form)
        form.head = head
        form.heads.append(head)
        form.closed = False
        for header in head.twice:
            form.rows.find("header-repeated", Severity.WARNING, lattice, head.first, header=header)
        if head.initial is not None and "adjusted" not in form.rows.said:
            form.rows.said.add("adjusted")
            form.rows.find(
                "target-adjusted",
                Severity.INFO,
                lattice,
                head.first,
                head.columns["target"].first,
                header=head.columns["target"].header,
                other=head.initial.header,
            )
        self.between.clear()
        self.apart = False

    def _same(self, form: Form, lattice: Lattice, head: Head) -> bool:
        """Whether a head only goes on with the form above it: a page further on, or its next goal."""
        said = dict(reversed([(kind, value) for kind, value in labelled(self.between) if value]))
        named = {"title", "department", "office"} & {*said}
        if "title" in said and tidy(said["title"]) != tidy(form.title):
            return False
        captions = [line.alone for line in self.between if line.alone and caption_in(line.alone)]
        if any(continued(line.alone) for line in self.between if line.alone):
            return head.like(form.head)
        known = {tidy(form.caption), tidy(form.title)}
        if any(tidy(caption) not in known for caption in captions):
            return False
        if lattice is form.lattice:
            return not named or (not form.closed and head.like(form.head))
        if form.closed or self.apart or not head.like(form.head):
            return False
        if any(line.texts and is_goal(line.texts[0]) for line in self.between):
            return False
        return not self._restarts(form, lattice, head)

    def _restarts(self, form: Form, lattice: Lattice, head: Head) -> bool:
        """Whether the levels below a head begin again: 产出 after 满意度."""
        column = head.columns.get("level1")
        if column is None:
            return False
        for row in range(head.last + 1, lattice.height):
            written = lattice.written(row, column.first, column.last)
            if written:
                before = [tidy(level) for level in form.rows.levels[:-1]]
                return tidy(written[0].text) in before
        return False

    # what a form is about

    def _tell(self, form: Form) -> None:
        """Fill in what stands above the table: in its own grid, in lines and in headings."""
        lines = self._lines()
        said: dict[str, str] = {}
        for kind, value in labelled(lines):
            if value and kind not in said:
                said[kind] = value
        form.caption = next(
            (line.alone for line in reversed(lines) if line.alone and caption_in(line.alone)), ""
        )
        last = next((line.alone for line in reversed(lines) if not all(map(furniture, line.texts))), "")
        form.title = said.get("title", "") or form.caption or (last if numbered_line(last) else "")
        offices = [
            text
            for line in reversed(lines)
            if not any(map(label_of, line.texts))
            for text in line.texts
            if office_line(text)
        ]
        form.department = (
            said.get("department")
            or said.get("office")
            or next(map(office_line, offices), "")
            or office_in_heading([form.caption, *reversed(self.headings)])
            or said.get("unit", "")
        )
        form.fiscal_year = self._year(said, lines, form)
        self._fund(form, lines)

    def _lines(self) -> list[Line]:
        """The lines that may tell of the next table: those in grids, and the nearest paragraphs."""
        paragraphs = [line for line in self.between if line.lattice is None]
        near = {id(line) for line in paragraphs[-_LINES_ABOVE:]}
        return [line for line in self.between if line.lattice is not None or id(line) in near]

    def _year(self, said: dict[str, str], lines: Sequence[Line], form: Form) -> int | None:
        year = year_in(said.get("fiscal_year", ""))
        if year is not None:
            return year
        near = [line.alone for line in reversed(lines) if line.alone]
        told = [form.caption, *(text for text in near if year_alone(text) or heading_in(text))]
        told += [part for line in reversed(lines) for text in line.texts for part in years_beside(text)]
        headings = [text for text in reversed(self.headings) if heading_in(text)]
        return (
            next((year for year in map(year_in, told) if year is not None), None)
            or form.head.year()
            or next((year for year in map(year_in, headings) if year is not None), None)
        )

    def _fund(self, form: Form, lines: Sequence[Line]) -> None:
        unit = next((_unit(text) for line in reversed(lines) for text in line.texts if _unit(text)), "")
        lattices: dict[int, list[Line]] = {}
        for line in lines:
            if line.lattice is not None:
                lattices.setdefault(id(line.lattice), []).append(line)
        for group in reversed(list(lattices.values())):
            lattice = group[0].lattice
            if lattice is None:
                continue
            if lattice is form.lattice:
                form.printed.above(lattice, group[0].row, group[-1].row)
            funds = funds_in(lattice, group[0].row, group[-1].row, unit)
            if funds.budget is not None or funds.executed is not None:
                form.funds = funds
                break
        if form.funds.converted:
            place = place_of(self.source, form.lattice.grid)
            message = _say("money-converted", place_en=place.en, place_zh=place.zh, unit=form.funds.converted)
            finding = Finding("money-converted", severity=Severity.INFO, message=message)
            form.rows.findings.append((0, None, finding))


def _goal_or_office(line: Line) -> bool:
    return is_goal(line.texts[0]) or any(office_line(text) or furniture(text) for text in line.texts)


def _grand(lattice: Lattice, row: int) -> bool:
    """Whether a sum is that of the whole table, and not of a part of it."""
    return plain(lattice.begun(row)[0].text) != "小计"


def _unit(text: str) -> str:
    """单位：元 in a line."""
    folded = fold(text)
    label, colon, value = folded.partition(":")
    if not colon or "单位" not in label:
        return ""
    unit = tidy(value).strip(")]）")
    return unit if unit in ("元", "万元", "千元", "百万元", "亿元") else ""
