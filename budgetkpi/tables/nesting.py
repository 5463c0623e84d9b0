"""Tables inside the cells of tables: one after the other, in the order that they are read in (嵌套表格)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs

from budgetkpi.tables.grid import Cell, Grid, Limits, Paragraph, numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from budgetkpi.messages import Message
    from budgetkpi.tables.grid import Block

__all__ = ["Piece", "Spread", "Table", "blocks_of", "laid_out"]


@attrs.frozen
class Spread:
    """A cell as a format keeps it, before it has a place.

    Attributes:
        pieces: its paragraphs and the tables inside it, in their order.
        rows, columns: how many it covers.
        column: where it begins, None for the next free place.
    """

    pieces: tuple[Piece, ...]
    rows: int = 1
    columns: int = 1
    column: int | None = None

    @property
    def text(self) -> str:
        """Its paragraphs."""
        return "\n".join(piece for piece in self.pieces if isinstance(piece, str)).strip()

    @property
    def nests(self) -> bool:
        """Whether a table stands in it."""
        return any(not isinstance(piece, str) for piece in self.pieces)


Piece: TypeAlias = "str | Table"
"""A paragraph, or a table."""


@attrs.frozen
class Table:
    """A table as a format keeps it: rows of cells, which may differ in length.

    Attributes:
        rows: the rows that somebody sees.
        numbers: the number of each row, counted from 1, unseen ones counted too.
    """

    rows: tuple[tuple[Spread, ...], ...]
    numbers: tuple[int, ...]


def blocks_of(pieces: Iterable[Piece], limits: Limits) -> Iterator[Block]:
    """Paragraphs and tables of a document as blocks, in their order; blank paragraphs are left out."""
    tables, paragraphs = _Tables(limits), 0
    for piece in pieces:
        if not isinstance(piece, str):
            yield from tables.blocks(piece)
        elif piece.strip():
            paragraphs += 1
            limits.hold("paragraphs", paragraphs)
            yield Paragraph(piece.strip())


@attrs.define
class _Tables:
    """Turns tables into blocks, and counts them."""

    limits: Limits
    count: int = 0
    cells: int = 0

    def blocks(self, table: Table, depth: int = 1) -> Iterator[Block]:
        """A table and those inside it: a row with tables in its cells is read cell by cell."""
        self.limits.hold("depth", depth)
        self.count += 1
        self.limits.hold("tables", self.count)
        self.limits.hold("rows", len(table.rows))
        name = numbered("table", self.count)
        start = 0
        for at, row in enumerate(table.rows):
            if not any(cell.nests for cell in row):
                continue
            yield from self._grid(table, start, at, name)
            for cell in row:
                yield from self._cell(cell, depth)
            start = at + 1
        yield from self._grid(table, start, len(table.rows), name)

    def _cell(self, cell: Spread, depth: int) -> Iterator[Block]:
        for piece in cell.pieces:
            if not isinstance(piece, str):
                yield from self.blocks(piece, depth + 1)
            elif piece.strip():
                yield Paragraph(piece.strip())

    def _grid(self, table: Table, start: int, end: int, name: Message) -> Iterator[Grid]:
        if start == end:
            return
        rows = laid_out(table.rows[start:end], self.limits)
        self.cells += sum(map(len, rows))
        self.limits.hold("cells", self.cells)
        yield Grid.of(rows, name=name, row_numbers=table.numbers[start:end])


def laid_out(rows: Sequence[Sequence[Spread]], limits: Limits) -> list[list[Cell | None]]:
    """Cells at their places, None where a cell of the row or of one above covers a place.

    A cell whose place is covered goes to the next free one, as browsers have it.
    """
    grid: list[list[Cell | None]] = []
    taken: dict[int, int] = {}  # column → how many rows more it is covered
    height = len(rows)
    for at, row in enumerate(rows):
        places: dict[int, Cell | None] = {column: None for column, left in taken.items() if left > 0}
        below = {column: left - 1 for column, left in taken.items() if left > 1}
        column = 0
        for cell in row:
            column = max(column, cell.column or 0)
            while column in places:
                column += 1
            limits.hold("columns", column + cell.columns)
            limits.hold("cell_length", len(cell.text))
            deep = min(cell.rows, height - at)
            wide = next((i for i in range(1, cell.columns) if column + i in places), cell.columns)
            places[column] = Cell(cell.text, deep, wide)
            for i in range(wide):
                places.setdefault(column + i, None)
                if deep > 1:
                    below[column + i] = deep - 1
            column += wide
        taken = below
        width = max(places, default=-1) + 1
        grid.append([places.get(c, Cell("")) for c in range(width)])
    return grid
