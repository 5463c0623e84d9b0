"""A grid seen from its places: which cell covers one, what is written in a stretch of a row (单元格定位)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from budgetkpi.text import tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.tables.grid import Cell, Grid

__all__ = ["Anchor", "Lattice"]


@attrs.frozen
class Anchor:
    """A cell and the place of its top left corner.

    Attributes:
        row, column: where it begins, counted from 0.
        cell: the cell.
    """

    row: int
    column: int
    cell: Cell

    @property
    def text(self) -> str:
        """What is written in it."""
        return self.cell.text

    @property
    def last_row(self) -> int:
        """The last row that it covers."""
        return self.row + self.cell.rows - 1

    @property
    def last_column(self) -> int:
        """The last column that it covers."""
        return self.column + self.cell.columns - 1


class Lattice:
    """A grid, and for each place the cell that covers it."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.width = len(grid.column_names)
        self.height = len(grid.rows)
        self._covering: dict[tuple[int, int], Anchor] = {}
        for r, row in enumerate(grid.rows):
            for c, cell in enumerate(row):
                if cell is not None and (cell.rows > 1 or cell.columns > 1):
                    self._cover(Anchor(r, c, cell))

    def _cover(self, anchor: Anchor) -> None:
        for r in range(anchor.row, min(anchor.last_row + 1, self.height)):
            for c in range(anchor.column, min(anchor.last_column + 1, self.width)):
                if self.grid.rows[r][c] is None:
                    self._covering[r, c] = anchor

    def at(self, row: int, column: int) -> Anchor | None:
        """The cell that covers a place; None where the grid has a hole."""
        cell = self.grid.rows[row][column]
        return Anchor(row, column, cell) if cell is not None else self._covering.get((row, column))

    def begun(self, row: int) -> list[Anchor]:
        """The cells with something in them that begin in a row."""
        return [
            Anchor(row, c, cell)
            for c, cell in enumerate(self.grid.rows[row])
            if cell is not None and cell.text
        ]

    def seen(self, row: int) -> Iterator[Anchor]:
        """The cells that cover a row, each once, from left to right."""
        last = None
        for c in range(self.width):
            anchor = self.at(row, c)
            if anchor is not None and (last is None or anchor != last):
                yield anchor
                last = anchor

    def blank(self, row: int, first: int, last: int) -> bool:
        """Whether nothing begins in a stretch of a row."""
        return not any(cell is not None and cell.text for cell in self.grid.rows[row][first : last + 1])

    def written(self, row: int, first: int, last: int) -> list[Anchor]:
        """The cells with something in them that begin in a stretch of a row."""
        cells = enumerate(self.grid.rows[row][first : last + 1], first)
        return [Anchor(row, c, cell) for c, cell in cells if cell is not None and tidy(cell.text)]
