"""Worksheets to grids: what is hidden left out, merged ranges as spans, empty stretches folded (工作表)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from decimal import Context, Decimal, InvalidOperation
from math import inf
from typing import TYPE_CHECKING

import attrs

from budgetkpi.messages import Catalog, series
from budgetkpi.results import Finding, Severity
from budgetkpi.tables import number_formats
from budgetkpi.tables.format_codes import UnshownError
from budgetkpi.tables.grid import Cell, Document, Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.tables.grid import Limits

__all__ = ["Area", "Ranges", "Tabs", "Worksheet", "column_name"]

_say = Catalog("documents")
_NAMED = 10
"""How many cells of one kind a finding names."""
_LETTERS = 26
_KEPT = Context(prec=15)
_LARGEST = 308
"""The largest power of ten of a number that a spreadsheet holds."""


@attrs.frozen
class Area:
    """A merged range, rows and columns counted from 1, both ends in it (合并区域)."""

    top: int
    left: int
    bottom: int
    right: int


@attrs.define
class Ranges:
    """Rows or columns, kept as ranges: a million hidden rows are one entry (行列区间)."""

    _ranges: list[tuple[int, int]] = attrs.field(factory=list)
    _sorted: bool = True

    def add(self, first: int, last: int) -> None:
        """Take in `first` to `last`."""
        before = self._ranges[-1] if self._ranges else (0, 0)
        if self._ranges and first == before[1] + 1:
            self._ranges[-1] = before[0], last
        else:
            self._sorted = self._sorted and first > before[1]
            self._ranges.append((first, last))

    def __contains__(self, number: int) -> bool:
        return self.behind(number) != number

    def behind(self, number: int) -> int:
        """The first from `number` on that is not in them."""
        if not self._sorted:
            self._sort()
        at = bisect_right(self._ranges, (number, inf)) - 1
        while 0 <= at < len(self._ranges) and self._ranges[at][0] <= number <= self._ranges[at][1]:
            number = self._ranges[at][1] + 1
            at += 1
        return number

    def _sort(self) -> None:
        ranges, self._ranges = sorted(self._ranges), []
        for first, last in ranges:
            before = self._ranges[-1] if self._ranges else (0, 0)
            if self._ranges and first <= before[1] + 1:
                self._ranges[-1] = before[0], max(before[1], last)
            else:
                self._ranges.append((first, last))
        self._sorted = True


def column_name(column: int) -> str:
    """The letters of a column that is counted from 1: 3 is C."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters


@attrs.define
class Worksheet:
    """One worksheet while it is read; rows and columns are counted from 1 (工作表).

    Attributes:
        name: what stands on its tab.
        limits: how much of it is read.
        since_1904: the workbook counts its days from 1904.
        cells: what it shows where it shows something, in hidden rows and columns too.
        areas: its merged ranges.
        hidden_rows: rows that nobody sees.
        hidden_columns: columns that nobody sees.
    """

    name: str
    limits: Limits
    since_1904: bool = False
    cells: dict[tuple[int, int], Cell] = attrs.field(factory=dict)
    areas: list[Area] = attrs.field(factory=list)
    hidden_rows: Ranges = attrs.field(factory=Ranges)
    hidden_columns: Ranges = attrs.field(factory=Ranges)
    _told: dict[tuple[str, str], list[tuple[int, int]]] = attrs.field(factory=dict)

    def put(self, row: int, column: int, text: str, stored: object = None) -> None:
        """Take in what a cell shows; nothing is kept of one that shows nothing and holds nothing."""
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        if text or stored is not None:
            self.limits.hold("cell_length", len(text), self.place(row, column))
            self.cells[row, column] = Cell(text, stored=stored)
            self.limits.hold("cells", len(self.cells), self.name)

    def put_number(self, row: int, column: int, number: str | float, code: str) -> None:
        """Take in a number as its format shows it, and the number or the day behind it."""
        exact = _exact(number if isinstance(number, str) else repr(number))
        if exact is None:
            self.tell("cell-unreadable", row, column)
            return
        try:
            text = number_formats.shown(exact, code, since_1904=self.since_1904)
        except UnshownError:
            self.tell("format-not-shown", row, column, code[:60])
            text = number_formats.general(exact)
        stored = number_formats.stored(exact, code, since_1904=self.since_1904)
        self.put(row, column, text, stored)

    def put_text(self, row: int, column: int, text: str, code: str) -> None:
        """Take in text as its format shows it."""
        self.put(row, column, number_formats.shown_text(text, code) if "@" in code and code != "@" else text)

    def place(self, row: int, column: int) -> str:
        """A cell as people name it: 成果!C7."""
        return f"{self.name}!{column_name(column)}{row}"

    def tell(self, code: str, row: int, column: int, what: str = "") -> None:
        """Note what is wrong with a cell; cells of one fault become one finding."""
        self._told.setdefault((code, what), []).append((row, column))

    def findings(self) -> list[tuple[int, Finding]]:
        """What could not be read of it, one finding a kind of fault, with its row and its first cells."""
        return [
            (
                places[0][0],
                Finding(
                    code,
                    severity=Severity.INFO if code == "format-not-shown" else Severity.WARNING,
                    message=_say(
                        code,
                        sheet=self.name,
                        what=what,
                        count=len(places),
                        cells=series((f"{column_name(c)}{r}" for r, c in places), first=_NAMED),
                    ),
                    open=code != "format-not-shown",
                ),
            )
            for (code, what), places in self._told.items()
        ]

    def grid(self) -> Grid | None:
        """What a person sees of it; None where that is nothing.

        Rows and columns that show nothing are left out, but for one row of each empty stretch between
        others: a gap parts two tables. A range that a hidden row or column cuts stands at the first place
        of it that is seen. Of ranges that overlap, the first in the file holds.
        """
        seen = {
            place: cell
            for place, cell in self.cells.items()
            if place[0] not in self.hidden_rows and place[1] not in self.hidden_columns
        }
        self._move_hidden_anchors(seen)
        if not any(cell.text for cell in seen.values()):
            return None
        rows = _with_gaps(sorted({row for row, _ in seen}), self.hidden_rows)
        columns = sorted({column for _, column in seen})
        self.limits.hold("rows", len(rows), self.name)
        self.limits.hold("columns", len(columns), self.name)
        self.limits.hold("cells", len(rows) * len(columns), self.name)
        empty = Cell("")
        places: list[list[Cell | None]] = [
            [seen.get((row, column), empty) for column in columns] for row in rows
        ]
        self._merge(places, rows, columns)
        return Grid(
            tuple(map(tuple, places)),
            tuple(rows),
            tuple(map(column_name, columns)),
            self.name,
            findings=tuple(self.findings()),
        )

    def _move_hidden_anchors(self, seen: dict[tuple[int, int], Cell]) -> None:
        for area in self.areas:
            anchor = area.top, area.left
            row, column = self.hidden_rows.behind(area.top), self.hidden_columns.behind(area.left)
            if anchor in self.cells and row <= area.bottom and column <= area.right:
                seen[row, column] = self.cells[anchor]

    def _merge(self, places: list[list[Cell | None]], rows: Sequence[int], columns: Sequence[int]) -> None:
        """Spread the merged ranges over the places that are left of them."""
        taken = [bytearray(len(columns)) for _ in rows]
        budget = 2 * self.limits.cells
        for area in self.areas:
            top, bottom = bisect_left(rows, area.top), bisect_right(rows, area.bottom)
            left, right = bisect_left(columns, area.left), bisect_right(columns, area.right)
            height, width = bottom - top, right - left
            if height < 1 or width < 1 or height * width == 1:
                continue
            budget -= height  # each row of a range costs one look
            if budget < 0 or any(any(taken[row][left:right]) for row in range(top, bottom)):
                self.tell("ranges-overlap", area.top, area.left)
                continue
            anchor = places[top][left] or Cell("")
            for row in range(top, bottom):
                taken[row][left:right] = b"\1" * width
                places[row][left:right] = [None] * width
            places[top][left] = attrs.evolve(anchor, rows=height, columns=width)


@attrs.define
class Tabs:
    """The worksheets of one workbook while they are read, in the order of its tabs (工作簿的各表).

    Attributes:
        limits: how much of it is read.
    """

    limits: Limits
    _grids: list[Grid] = attrs.field(factory=list, init=False)
    _findings: list[Finding] = attrs.field(factory=list, init=False)
    _cells: int = attrs.field(default=0, init=False)

    def leave_hidden(self, name: str) -> None:
        """Tell that a worksheet is not read because nobody sees it."""
        message = _say("worksheet-hidden", sheet=name)
        self._findings.append(Finding("worksheet-hidden", severity=Severity.INFO, message=message))

    def put(self, sheet: Worksheet) -> None:
        """Take in a worksheet; of one that shows nothing, what could not be read of it."""
        grid = sheet.grid()
        if grid is None:
            self._findings += [finding for _, finding in sheet.findings()]
        else:
            self._cells += len(grid.rows) * len(grid.column_names)
            self.limits.hold("cells", self._cells)
            self._grids.append(grid)

    def document(self) -> Document:
        """A grid for each worksheet that shows something."""
        return Document(tuple(self._grids), tuple(self._findings))


def _exact(text: str) -> Decimal | None:
    """The number that a spreadsheet keeps of its stored digits; None where they are no number."""
    try:
        exact = _KEPT.create_decimal(text)
    except InvalidOperation:
        return None
    if not exact.is_finite() or abs(exact.adjusted()) > _LARGEST:
        return None
    integral = exact == exact.to_integral_value()
    return exact.quantize(Decimal(1)) if integral and exact.adjusted() < _KEPT.prec else exact.normalize()


def _with_gaps(rows: Sequence[int], hidden: Ranges) -> list[int]:
    """The rows, and the first that is seen of each empty stretch between them."""
    kept: list[int] = []
    for row in rows:
        gap = hidden.behind(kept[-1] + 1) if kept else row
        if gap < row:
            kept.append(gap)
        kept.append(row)
    return kept
