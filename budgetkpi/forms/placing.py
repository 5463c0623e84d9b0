"""Cells of a form and where they stand (表格版面), before any spreadsheet knows of them."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.forms.wrapping import fitting, lines_of, printable, room_of
from budgetkpi.messages import Catalog

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

__all__ = ["Formula", "Layout", "Look", "Placed", "Sketch", "address"]

_say: Final = Catalog("forms")
SIZES: Final = (10, 9, 8, 7)
"""The sizes of the font, in points: a smaller one where a row would be too tall for a page."""
LINE: Final = 1.4
"""The height of a line of text for each point of its font."""
PADDING: Final = 5.0
LOWEST: Final = 21.0
"""No row is lower than this."""
_LINES_OF_A_NOTE: Final = 20
TALLEST: Final = 400.0
"""A spreadsheet's row ends a little above this; what needs more takes several rows, merged."""


class Look(enum.StrEnum):
    """How a cell is printed (单元格样式)."""

    TITLE = "title"
    YEAR = "year"
    LABEL = "label"
    WORDS = "words"
    CENTRED = "centred"
    NUMBER = "number"
    TOTAL = "total"
    NOTE = "note"
    ASIDE = "aside"
    """A line of text outside the table's frame, such as who filled it in."""


@attrs.frozen
class Formula:
    """A sum that the spreadsheet works out (公式), and what we know it to be.

    Attributes:
        text: the formula, with its `=`.
        value: what it gives now.
        shown: the number format, "" for a text.
    """

    text: str
    value: Decimal | Fraction | str
    shown: str = ""


@attrs.frozen(kw_only=True)
class Placed:
    """A cell and the places it covers, counted from 0 (单元格).

    Attributes:
        row, column: its top left place.
        rows, columns: how many places it covers.
        content: text is always text, never a formula; None is a blank cell.
        look: how it is printed.
        size: of the font, in points.
        top: whether it begins at its top: it may go over a page.
    """

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    content: str | Decimal | Formula | None
    look: Look
    size: int = SIZES[0]
    top: bool = False


@attrs.frozen(kw_only=True)
class Layout:
    """One worksheet (工作表).

    Attributes:
        name: what it is about; the worksheet is named after it.
        widths: of each column, in characters as a spreadsheet counts them.
        heights: of each row, in points.
        cells: what stands where.
        head: the row with the heads of the columns, printed on every page.
    """

    name: str
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    cells: tuple[Placed, ...]
    head: int


def address(row: int, column: int) -> str:
    """The name of a place, as a spreadsheet writes it.

    >>> address(5, 8)
    'I6'
    """
    return f"{chr(ord('A') + column)}{row + 1}"


class Sketch:
    """A worksheet in the making (版面草稿).

    Args:
        widths: of each column.
    """

    def __init__(self, widths: tuple[float, ...]) -> None:
        self.widths = widths
        self.cells: list[Placed] = []
        self.least: dict[int, float] = {}
        self.head = 0
        self.rest: list[tuple[str, str]] = []

    def put(  # noqa: PLR0913  (a cell has a place, a size, a content and a look)
        self,
        row: int,
        column: int,
        content: str | Decimal | Formula | None,
        look: Look,
        *,
        rows: int = 1,
        columns: int = 1,
        size: int | None = None,
        top: bool = False,
    ) -> None:
        """Put a cell; what no cell can hold of a text is kept for the notes.

        Without a size, the font is the largest in which the text fits its rows.
        """
        if isinstance(content, str):
            content, rest = fitting(printable(content))
            if rest:
                self.rest.append((address(row, column), rest))
                content = _say("form-cut", text=content).zh
        if size is None:
            size = self.size_for(content if isinstance(content, str) else "", column, columns, rows)
        self.cells.append(
            Placed(
                row=row,
                column=column,
                rows=rows,
                columns=columns,
                content=content,
                look=look,
                size=size,
                top=top,
            )
        )

    def at_least(self, row: int, height: float) -> None:
        """Make a row at least so high, for what a person will fill in."""
        self.least[row] = max(self.least.get(row, LOWEST), height)

    def needed(self, content: object, column: int, columns: int = 1, size: int = SIZES[0]) -> float:
        """The height that a text needs in these columns, in points."""
        if isinstance(content, Formula):
            content = content.value
        if not isinstance(content, str) or not content:
            return LOWEST
        width = sum(self.widths[column : column + columns])
        return lines_of(content, width, size) * LINE * size + PADDING

    def size_for(self, text: str, column: int, columns: int = 1, rows: int = 1) -> int:
        """The largest size of the font in which the text fits so many rows."""
        most = TALLEST * rows
        fitting_sizes = (size for size in SIZES if self.needed(text, column, columns, size) <= most)
        return next(fitting_sizes, SIZES[-1])

    def rows_for(self, contents: list[tuple[str, int, int]]) -> int:
        """How many rows of a spreadsheet one row of the form takes, so that no text is cut."""
        sized = ((*content, self.size_for(*content)) for content in contents)
        return max([1, *(-int(-self.needed(*content) // TALLEST) for content in sized)])

    def notes(self, row: int, texts: list[str]) -> int:
        """Put notes under the table, a line each, and what was too long for its cell.

        Returns:
            The row below them.
        """
        for text in texts:
            row = self._note(row, text)
        while self.rest:
            place, text = self.rest.pop(0)
            part, rest = fitting(text)
            row = self._note(row, _say("form-continued", place=place, text=part).zh)
            if rest:
                self.rest.insert(0, (place, rest))
        return row

    def _note(self, row: int, text: str) -> int:
        """A note; a long one takes several rows, so that none is taller than a page."""
        part = room_of(sum(self.widths)) * _LINES_OF_A_NOTE // 2
        for start in range(0, len(text), part):
            self.put(row, 0, text[start : start + part], Look.NOTE, columns=len(self.widths))
            row += 1
        return row

    def layout(self, name: str) -> Layout:
        """The worksheet, its rows as high as what stands in them."""
        count = max(cell.row + cell.rows for cell in self.cells)
        heights = [self.least.get(row, LOWEST) for row in range(count)]
        for cell in sorted(self.cells, key=lambda one: one.rows):
            if cell.look is Look.TITLE:
                continue
            wanted = self.needed(cell.content, cell.column, cell.columns, cell.size)
            covered = range(cell.row, cell.row + cell.rows)
            missing = wanted - sum(heights[row] for row in covered)
            if missing > 0:
                for row in covered:
                    heights[row] = min(TALLEST, heights[row] + missing / cell.rows)
        return Layout(
            name=name,
            widths=self.widths,
            heights=tuple(heights),
            cells=tuple(self.cells),
            head=self.head,
        )
