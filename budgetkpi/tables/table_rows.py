"""The rows of a table of indicators, and the indicators that they make (指标行)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from budgetkpi.errors import FieldError
from budgetkpi.expressions import later
from budgetkpi.indicators import Indicator
from budgetkpi.language.grades import blank, placeholder
from budgetkpi.messages import Catalog, series
from budgetkpi.results import Finding, Severity
from budgetkpi.tables.headings import label_of, plain, section, words
from budgetkpi.tables.places import place_of
from budgetkpi.tables.surroundings import year_in
from budgetkpi.text import tidy

if TYPE_CHECKING:
    from budgetkpi.tables.heads import Head
    from budgetkpi.tables.lattice import Lattice

__all__ = ["TableRow", "TableRows"]

_say = Catalog("documents")
_OPTIONAL = (
    "comparator",
    "unit",
    "actual",
    "reason",
    "stage_target",
    "stage_actual",
    "forecast",
    "reviewed_actual",
)
"""Fields that are None where a table has no column for them, and "" where a cell is empty."""
_TEXTS = ("target", "description", "basis", *_OPTIONAL)
_NUMBER = later(r"(?P<number>[0-9]{1,20}(?:\.[0-9]{1,20})?)(?P<mark>分|%)?")
_NUMBERED = later(r"(?:三级)?指标[0-9一二三四五六七八九十]*[:.、]?")
_DOTS = later(r"[.…·。]+")


@attrs.frozen
class TableRow:
    """One indicator and where it stands.

    Attributes:
        number: its row as the person's program counts it.
        project: the project that a column of the table names, None where there is no such column.
        indicator: its cells.
    """

    number: int
    project: str | None
    indicator: Indicator


@attrs.define
class TableRows:
    """One pass over the rows below the heads of one sheet."""

    source: str | None
    rows: list[TableRow] = attrs.field(factory=list)
    findings: list[tuple[int, str | None, Finding]] = attrs.field(factory=list)
    levels: list[str] = attrs.field(factory=list)
    level1: str = ""
    level2: str = ""
    activity: str = ""
    said: set[str] = attrs.field(factory=set)
    pending: str = ""
    """A group of a tree of which it is not known yet whether it is the first level or the second."""

    def add(self, lattice: Lattice, row: int, head: Head) -> bool:
        """Take a row; return whether it made an indicator."""
        cells = {field: self._cell(lattice, row, head, field) for field in head.columns}
        if self._too_long(lattice, row, head):
            return False
        if self._left_over(lattice, row, head, cells):
            return False
        tree = not {"level1", "level2"} & {*head.columns} and not head.grades
        if tree and self._group(cells):
            return False
        self._fill_down(cells)
        if not self._names_indicator(lattice, row, head, cells):
            return False
        self._shared(lattice, row, head)
        project = self.activity if _names_projects(head) else None
        try:
            indicator = self._indicator(lattice, row, head, cells)
        except FieldError as error:  # a name of a thousand characters is none
            self.find(
                "row-unreadable", Severity.ERROR, lattice, row, open=True, why=error.en, why_zh=error.zh
            )
            return False
        self._too_short(lattice, row, head)
        self.rows.append(TableRow(lattice.grid.row_numbers[row], project, indicator))
        return True

    def _cell(self, lattice: Lattice, row: int, head: Head, field: str) -> str:
        column = head.columns[field]
        parts = [anchor.text for anchor in lattice.written(row, column.first, column.last)]
        return ("" if field in ("target", "actual") else "\n").join(parts)

    def _too_long(self, lattice: Lattice, row: int, head: Head) -> bool:
        """A line with more cells than the headers stands for nothing that can be known."""
        if not lattice.grid.lines:
            return False
        wanted = (
            1 + max(anchor.last_column for r in (head.first, head.last) for anchor in lattice.begun(r))
            if head.width == lattice.width and head.last < lattice.height
            else lattice.width
        )
        found = lattice.written(row, wanted, lattice.width)
        if not found:
            return False
        self.find(
            "row-columns",
            Severity.ERROR,
            lattice,
            row,
            open=True,
            found=found[-1].column + 1,
            wanted=wanted,
        )
        return True

    def _too_short(self, lattice: Lattice, row: int, head: Head) -> None:
        """A line that lacks cells is read as if its last ones were blank; it may lack another."""
        found, wanted = _held(lattice, row), _needed(head)
        if found < wanted:
            self.find("row-short", Severity.WARNING, lattice, row, found=found, wanted=wanted)

    def _left_over(self, lattice: Lattice, row: int, head: Head, cells: dict[str, str]) -> bool:
        """Whether a line that lacks cells names no indicator: the rest of one that was parted, no group."""
        found, wanted = _held(lattice, row), _needed(head)
        if found >= wanted or cells["name"]:
            return False
        written = [anchor.text for anchor in lattice.begun(row) if anchor.text]
        group = len(written) == 1 and not any(map(str.isdecimal, written[0]))
        if group and _is_level(written[0]):
            return False
        severity = Severity.INFO if group else Severity.WARNING
        self.find("row-left-over", severity, lattice, row, open=not group, found=found, wanted=wanted)
        return not group

    # levels

    def _fill_down(self, cells: dict[str, str]) -> None:
        """A merged cell is printed once: the rows below it leave it blank."""
        said = cells.get("level1", "")
        if said and tidy(said) != tidy(self.level1):
            self.level1, self.level2 = said, ""
            self.levels.append(said)
        self.level2 = cells.get("level2") or self.level2
        self.activity = cells.get("activity") or self.activity

    def _group(self, cells: dict[str, str]) -> bool:
        """Whether a row of a tree only names a level; the level it names holds for the rows below."""
        if any(cells.get(field) for field in ("target", "actual", "comparator", "unit")):
            if self.pending:
                self._settle(first=not self.level1)
            return False
        bare = plain(cells["name"])
        name = bare.removesuffix("指标") or bare
        tree = section("tree")
        if name in tree["either"]:
            self._settle(first=True)
            self.pending = cells["name"]
        elif name in tree["first"]:
            self._settle(first=False)
            self.level1, self.level2 = cells["name"], ""
            self.levels.append(cells["name"])
        elif name in tree["second"] or bare.endswith("指标"):
            self._settle(first=True)
            self.level2 = cells["name"]
        else:
            return False
        return True

    def _settle(self, *, first: bool) -> None:
        """成本指标 is a first level where another group follows at once, else a second one."""
        if self.pending and first:
            self.level1, self.level2 = self.pending, ""
            self.levels.append(self.pending)
        elif self.pending:
            self.level2 = self.pending
        self.pending = ""

    # rows

    def _names_indicator(self, lattice: Lattice, row: int, head: Head, cells: dict[str, str]) -> bool:
        """Whether the row is an indicator; what it leaves open where it is none is found."""
        bands = [lattice.written(row, column.first, column.last) for column in head.grades]
        target = cells.get("target", "")
        valued = (bool(target) and not _unfilled(target)) or any(bands)
        if not _placeholder(cells["name"]) or (cells["name"] and valued):
            return True
        if not cells["name"] and cells.get("level2") and cells.get("description") and not head.grades:
            self.find("name-blank", Severity.WARNING, lattice, row)
            return True
        reached = any(cells.get(field) and not _unfilled(cells[field]) for field in ("actual", "earned"))
        weight = cells.get("points", "")
        weighs = bool(weight) and not _unfilled(weight) and tidy(weight) not in ("0", "0分")
        if valued or reached or weighs:
            leaves_open = weighs or "points" not in head.columns
            self.find("row-without-name", Severity.WARNING, lattice, row, open=leaves_open)
        return False

    def _shared(self, lattice: Lattice, row: int, head: Head) -> None:
        """A weight over several rows cannot be told apart; a target or actual over them is not copied."""
        for field in ("points", "target", "actual"):
            column = head.columns.get(field)
            over = None if column is None else lattice.at(row, column.first)
            if column is not None and over is not None and over.row < row and over.text:
                self.find(
                    "cell-shared",
                    Severity.WARNING,
                    lattice,
                    row,
                    column.first,
                    open=field == "points",
                    header=column.header,
                    cell=over.text,
                )

    def _indicator(self, lattice: Lattice, row: int, head: Head, cells: dict[str, str]) -> Indicator:
        fields: dict[str, Any] = {field: cells[field] for field in _TEXTS if field in cells}
        if head.initial is not None and not fields.get("target"):
            first, last = head.initial.first, head.initial.last
            fields["target"] = "".join(anchor.text for anchor in lattice.written(row, first, last))
        for field in ("points", "earned", "hand_points", "deduction", "reviewed_earned"):
            if cells.get(field):
                fields[field] = self._points(lattice, row, head, field, cells[field])
        if cells.get("fiscal_year"):
            fields["fiscal_year"] = self._year(lattice, row, head, cells["fiscal_year"])
        if "activity" in head.columns and self.activity:
            fields["activity"] = self.activity
        grades = [lattice.written(row, column.first, column.last) for column in head.grades]
        if any(grades):
            fields["bands"] = tuple("".join(anchor.text for anchor in written) for written in grades)
        if head.places:
            self._split(lattice, row, head)
        return Indicator(cells["name"], level1=self.level1, level2=self.level2, **fields)

    def _points(self, lattice: Lattice, row: int, head: Head, field: str, cell: str) -> Decimal | None:
        """分值 or 得分: a number, perhaps with 分; a weight in per cent counts of 100 points."""
        match = _NUMBER.fullmatch(tidy(cell))
        if match is None:
            if any(map(str.isalnum, cell)):
                self.find(
                    "points-unreadable",
                    Severity.WARNING,
                    lattice,
                    row,
                    head.columns[field].first,
                    open=field
                    not in (
                        "earned",
                        "reviewed_earned",
                    ),  # a published score leaves the rule's points as they are
                    cell=cell,
                    header=head.columns[field].header,
                )
            return None
        if match["mark"] == "%" and "percent" not in self.said:
            self.said.add("percent")
            self.find("points-from-percent", Severity.INFO, lattice, row, cell=cell)
        return Decimal(match["number"])

    def _year(self, lattice: Lattice, row: int, head: Head, cell: str) -> int | None:
        year = year_in(cell)
        if year is None:
            column = head.columns["fiscal_year"].first
            self.find("year-unreadable", Severity.WARNING, lattice, row, column, cell=cell)
        return year

    def _split(self, lattice: Lattice, row: int, head: Head) -> None:
        """A target that each place has its own of is none for the row."""
        names = series(column.header for column in head.places)
        self.find("target-of-places", Severity.WARNING, lattice, row, head.places[0].first, places=names)

    def find(  # noqa: PLR0913  (a place, and what is said of it)
        self,
        code: str,
        severity: Severity,
        lattice: Lattice,
        row: int,
        column: int | None = None,
        *,
        open: bool = False,  # noqa: A002  (as in Finding)
        **fields: object,
    ) -> None:
        """Note a finding at its place."""
        place = place_of(self.source, lattice.grid, row, column)
        message = _say(code, place_en=place.en, place_zh=place.zh, **fields)
        finding = Finding(code, severity=severity, message=message, open=open)
        self.findings.append((lattice.grid.row_numbers[row], self.activity or None, finding))


def _is_level(text: str) -> bool:
    """Whether a text names a level of a table (产出指标)."""
    bare, tree = plain(text), section("tree")
    return bare.endswith("指标") or any(bare in tree[level] for level in ("first", "second", "either"))


def _held(lattice: Lattice, row: int) -> int:
    """How many cells a line of separated values has; the whole width for a row of anything else."""
    cells = lattice.grid.rows[row]
    if not lattice.grid.lines:
        return len(cells)
    return next((place + 1 for place in range(len(cells) - 1, -1, -1) if cells[place] is not None), 0)


def _needed(head: Head) -> int:
    """How many cells a line has to have, to fill the columns that are read."""
    return 1 + max(column.last for column in head.columns.values())


def _names_projects(head: Head) -> bool:
    activity = head.columns.get("activity")
    return activity is not None and label_of(activity.header) == "title"


def _unfilled(cell: str) -> bool:
    """Whether no value was filled in: a blank, a dash, 无, a mark of the template."""
    tidied = tidy(cell)
    return _nothing(cell) or placeholder(tidied) is not None


def _nothing(cell: str) -> bool:
    tidied = tidy(cell)
    return blank(tidied) is not None or _DOTS.fullmatch(tidied) is not None


def _placeholder(name: str) -> bool:
    """Whether a cell for a name says that there is none (……, 无, 指标2：…, 本项目不适用此指标)."""
    tidied = tidy(name)
    numbered = _NUMBERED.match(tidied)
    return (
        _nothing(name)
        or plain(name) in words("placeholders")
        or (numbered is not None and _nothing(tidied[numbered.end() :]))
    )
