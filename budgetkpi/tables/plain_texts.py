"""Text files that hold tables among their lines (.txt) (文本文件中的表格).

Two layouts are known, both of programs that turn Word files into text. In one a line is a row, its cells
parted by tabs. In the other a line is a cell that begins with a tab, and an empty line ends the row.
"""

from __future__ import annotations

import enum
from collections import Counter
from typing import TYPE_CHECKING, BinaryIO

import attrs

from budgetkpi.expressions import later
from budgetkpi.messages import Catalog
from budgetkpi.results import Finding, Severity
from budgetkpi.tables.delimited import grid_of_records
from budgetkpi.tables.grid import Document, Grid, Paragraph
from budgetkpi.tables.lines import lines_of
from budgetkpi.tables.separated import Records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.tables.grid import Block, Limits

__all__ = ["read_txt"]

_say = Catalog("documents")
_BOOKMARK = later(r"\[bookmark: [^\]\n]{0,80}\]")
"""What such a program leaves of a place that a table of contents points to."""
_TABLE = 3
"""Lines and cells from which on values parted by commas are told for a table."""


def read_txt(file: BinaryIO, limits: Limits) -> Document:
    """Read the paragraphs and tables of a text (读取文本文件).

    Args:
        file: open for reading bytes; UTF-8 with or without a mark, UTF-16 with one, or GB18030.
        limits: how much of it is read.

    Returns:
        Paragraphs and grids in their order, the rows numbered by lines. A text without a tab whose lines
        are values parted by commas is read as such.

    Raises:
        DocumentError: it is no text, or over a limit.
    """
    lines = lines_of(file.read())
    if not any("\t" in line for line in lines if line) and _separated(lines):
        return Document((grid_of_records(lines, limits),))
    reader = _Reader(lines, limits)
    reader.read()
    return Document(tuple(reader.blocks), tuple(reader.findings))


def _separated(lines: Sequence[str | None]) -> bool:
    widths = Counter(line.count(",") + 1 for line in lines if line and line.strip())
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return width >= _TABLE <= count and 2 * count >= sum(widths.values())


class _Sort(enum.Enum):
    """What a line may be."""

    LOST = enum.auto()
    EMPTY = enum.auto()
    CELL = enum.auto()
    """A tab in front, and no other."""
    ROW = enum.auto()
    TEXT = enum.auto()


def _sort(line: str | None) -> _Sort:
    if line is None:
        return _Sort.LOST
    if "\t" not in line:
        return _Sort.TEXT if line.strip() else _Sort.EMPTY
    return _Sort.CELL if line.rfind("\t") == 0 else _Sort.ROW


@attrs.define
class _Reader:
    """One pass over the lines."""

    lines: Sequence[str | None]
    limits: Limits
    sorts: list[_Sort] = attrs.field(init=False)
    records: Records = attrs.field(init=False)
    blocks: list[Block] = attrs.field(factory=list)
    findings: list[Finding] = attrs.field(factory=list)
    rows: list[tuple[int, list[str]]] = attrs.field(factory=list)
    """The table that is read: the line and the cells of each row."""
    width: int = 0
    """The most cells of a row of it."""
    stacked: bool = False
    """Whether its cells stand one under the other."""
    lost: list[int] = attrs.field(factory=list)
    """The damaged lines in it."""
    cells: int = 0
    paragraphs: int = 0

    def __attrs_post_init__(self) -> None:
        self.sorts = [*map(_sort, self.lines), _Sort.EMPTY]
        self.records = Records(self.lines, "\t", self.limits)

    def read(self) -> None:
        at = 0
        while at < len(self.lines):
            sort = self.sorts[at]
            if sort is _Sort.LOST:
                self.lose(at)
                at += 1
            elif sort is _Sort.EMPTY:
                at = self.empty(at)
            elif sort is _Sort.TEXT and not self.begins_quoted(at):
                self.paragraph(self.lines[at] or "")
                at += 1
            elif sort is _Sort.CELL and self.begins_stacked(at):
                at = self.stacked_row(at)
            else:
                if self.stacked:
                    self.end()
                at = self.row(at)
        self.end()

    def lose(self, at: int) -> None:
        if self.rows:
            self.lost.append(at + 1)
        else:
            self.findings.append(_lost(at + 1, open_=False))

    def empty(self, at: int) -> int:
        """An empty line ends a table whose rows are lines; between stacked rows it says nothing."""
        while at < len(self.lines) and self.sorts[at] is _Sort.EMPTY:
            at += 1
        if not (self.stacked and self.sorts[at] is _Sort.CELL):
            self.end()
        return at

    # a line is a row

    def begins_quoted(self, at: int) -> bool:
        """Whether a line without a tab is the beginning of a first cell of several lines, in quotes."""
        if not (self.lines[at] or "").startswith('"'):
            return False
        cells = self.records.record(at).cells
        return cells is not None and len(cells) > 1

    def row(self, at: int) -> int:
        """A row and the lines that its last cell goes on over; return the line behind it."""
        line = self.lines[at] or ""
        cells, end = line.split("\t"), at + 1
        if '"' in line:  # a spreadsheet that saves text writes a cell of several lines in quotes
            record = self.records.record(at)
            if record.cells is not None:
                cells, end = [*record.cells], record.last
        while len(cells) < self.width:
            last = end
            while self.sorts[last] is _Sort.TEXT:
                last += 1
            more = (self.lines[last] or "").split("\t") if self.sorts[last] is _Sort.ROW else []
            if len(more) != self.width - len(cells) + 1:
                break
            cells[-1] = "\n".join([cells[-1], *(line or "" for line in self.lines[end:last]), more[0]])
            cells += more[1:]
            end = last + 1
        self.take(at, cells)
        return end

    # a line is a cell

    def begins_stacked(self, at: int) -> bool:
        """Whether a line that may be a cell is one, and no row whose first cell is empty."""
        if self.stacked or self.rows:
            return self.stacked
        return self.sorts[at + 1] is _Sort.CELL or self._cell_goes_on(at + 1, [self.lines[at] or ""])

    def stacked_row(self, at: int) -> int:
        """A row of stacked cells; lines without a tab go on with the cell above them."""
        self.stacked = True
        cells: list[list[str]] = []
        end = at
        while end < len(self.lines):
            line = self.lines[end] or ""
            match self.sorts[end]:
                case _Sort.CELL:
                    cells.append([line[1:]])
                case _Sort.TEXT:
                    cells[-1].append(line)
                case _Sort.LOST:
                    self.lost.append(end + 1)
                case _Sort.EMPTY if self._cell_goes_on(end, cells[-1]):
                    pass
                case _:
                    break
            end += 1
        self.take(at, ["\n".join(cell) for cell in cells])
        return end

    def _cell_goes_on(self, at: int, cell: Sequence[str]) -> bool:
        """Whether an empty line stands inside a cell: text without a tab follows, and then cells again."""
        if any(line.strip() for line in cell):
            return False
        while at < len(self.lines) and self.sorts[at] is _Sort.EMPTY:
            at += 1
        return self.sorts[at] is _Sort.TEXT and self.sorts[at + 1] is _Sort.CELL

    # blocks

    def take(self, at: int, cells: list[str]) -> None:
        cells = [_tidied(cell) for cell in cells]
        for cell in cells:
            self.limits.hold("cell_length", len(cell), str(at + 1))
        self.limits.hold("columns", len(cells), str(at + 1))
        self.rows.append((at + 1, cells))
        self.width = max(self.width, len(cells))
        self.limits.hold("rows", len(self.rows))

    def paragraph(self, line: str) -> None:
        self.end()
        text = _tidied(line)
        if text:
            self.paragraphs += 1
            self.limits.hold("paragraphs", self.paragraphs)
            self.blocks.append(Paragraph(text))

    def end(self) -> None:
        """The end of a table."""
        whole = _rejoined(self.rows) if self.stacked else self.rows
        rows = [(number, cells) for number, cells in whole if any(cells)]
        if rows:
            width = max(len(cells) for _, cells in rows)
            self.cells += width * len(rows)
            self.limits.hold("cells", self.cells)
            numbers = [number for number, _ in rows]
            found = [(number, _lost(number, open_=True)) for number in self.lost]
            self.blocks.append(
                Grid.of(
                    [cells for _, cells in rows], name="", row_numbers=numbers, lines=True, findings=found
                )
            )
        else:
            self.findings += [_lost(number, open_=False) for number in self.lost]
        self.rows, self.lost, self.stacked, self.width = [], [], False, 0


def _rejoined(rows: Sequence[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The rows, those put together again that an empty line inside a cell has cut in two."""
    widths = Counter(len(cells) for _, cells in rows)
    usual = widths.most_common(1)[0][0] if widths else 0
    joined: list[tuple[int, list[str]]] = []
    below = False  # rows above the first whole one are heads, which may be shorter
    cut = False
    for number, cells in rows:
        if cut and len(joined[-1][1]) + len(cells) == usual:
            joined[-1][1].extend(cells)
        else:
            joined.append((number, [*cells]))
        cut = below and len(joined[-1][1]) < usual
        below = below or len(cells) == usual
    return joined


def _tidied(text: str) -> str:
    return (_BOOKMARK.sub("", text) if "[bookmark" in text else text).strip()


def _lost(line: int, *, open_: bool) -> Finding:
    why = _say("bytes-lost")
    message = _say("line-damaged", line=line, why_en=why.en, why_zh=why.zh)
    return Finding("line-damaged", severity=Severity.ERROR, message=message, open=open_)
