"""What every reader of a format hands over: paragraphs and grids of cells, in their order (文档的表格)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from budgetkpi.errors import DocumentError
from budgetkpi.messages import Catalog

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from budgetkpi.messages import Message
    from budgetkpi.results import Finding

__all__ = ["Block", "Cell", "Document", "Grid", "Limits", "Paragraph", "numbered"]

_say = Catalog("documents")


@attrs.frozen
class Limits:
    """How much of a document is read before it counts as hostile (读取上限).

    Attributes:
        size: bytes of the file.
        unpacked: bytes of everything that is packed in it.
        rows: rows of one table.
        columns: columns of one table.
        cells: cells of all its tables, the places of merged ones counted.
        cell_length: characters of one cell.
        paragraphs: paragraphs outside its tables.
        tables: tables, those inside cells too.
        depth: tables, or elements of a web page, one inside the other.
        pages: pages of a PDF.
        seconds: how long a PDF may take; other formats take time as they are long, and no more.

    >>> Limits(pages=5).pages
    5
    """

    size: int = 64 * 2**20
    unpacked: int = 256 * 2**20
    rows: int = 100_000
    columns: int = 500
    cells: int = 1_000_000
    cell_length: int = 32_767
    paragraphs: int = 100_000
    tables: int = 5_000
    depth: int = 200
    pages: int = 1_000
    seconds: int = 120

    def hold(self, what: str, found: int, place: str = "") -> None:
        """Raise the error of a document that has more of `what` (a field of this class) than is read."""
        most: int = getattr(self, what)
        if found > most:
            raise DocumentError(_say(f"over-{what.replace('_', '-')}", most=f"{most:,}"), place)


def numbered(what: Literal["table", "page"], number: int) -> Message:
    """The name of a table that has none: its number in the document, or the page that it stands on."""
    return _say(f"place-{what}", number=number)


@attrs.frozen
class Cell:
    r"""One cell of a table (单元格).

    Attributes:
        text: as a person sees it, its ends trimmed, paragraphs and line breaks as `\n`.
        rows: how many rows it covers, itself included.
        columns: how many columns it covers, itself included.
        stored: the number, the day, the truth value … that the file holds behind the text; None for text.
    """

    text: str
    rows: int = 1
    columns: int = 1
    stored: object = None


@attrs.frozen
class Paragraph:
    """A piece of text outside of tables (段落).

    Attributes:
        text: as a person sees it, its ends trimmed.
    """

    text: str


@attrs.frozen
class Grid:
    """One table as a rectangle of places (表格).

    A merged cell stands at its top left place, and None at the other places it covers. A place that
    nothing was printed at holds an empty cell.

    Attributes:
        rows: the rows, all of one length.
        row_numbers: how the person's own program counts each row: the row of a worksheet, the line
            of a text file, the row of a table in Word.
        column_names: how it names each column: `C` of a worksheet, `3` elsewhere.
        name: where in the document it stands: the worksheet's name, or `numbered("table", 2)`,
            `numbered("page", 3)`; "" for a file that is one table.
        lines: whether the row numbers are lines of a text file.
        last_lines: the line that each row ends in, () where every row is one line or none.
        findings: what could not be read of it, each with the number of its row.
    """

    rows: tuple[tuple[Cell | None, ...], ...]
    row_numbers: tuple[int, ...]
    column_names: tuple[str, ...]
    name: str | Message
    lines: bool = attrs.field(default=False, kw_only=True)
    last_lines: tuple[int, ...] = attrs.field(default=(), kw_only=True)
    findings: tuple[tuple[int, Finding], ...] = attrs.field(default=(), kw_only=True)

    def __attrs_post_init__(self) -> None:
        if len(self.row_numbers) != len(self.rows):
            raise ValueError(f"{len(self.rows)} rows and {len(self.row_numbers)} row numbers")
        if self.last_lines and len(self.last_lines) != len(self.rows):
            raise ValueError(f"{len(self.rows)} rows and {len(self.last_lines)} last lines")
        if any(len(row) != len(self.column_names) for row in self.rows):
            raise ValueError(f"rows that do not have {len(self.column_names)} places")

    @classmethod
    def of(  # noqa: PLR0913  (what a reader knows of a table)
        cls,
        rows: Iterable[Sequence[str | Cell | None]],
        *,
        name: str | Message,
        row_numbers: Sequence[int] | None = None,
        column_names: Sequence[str] | None = None,
        lines: bool = False,
        last_lines: Sequence[int] = (),
        findings: Sequence[tuple[int, Finding]] = (),
    ) -> Grid:
        """A grid of rows that may differ in length; short ones are padded with empty cells.

        Args:
            rows: texts and cells, and None for a place that a cell covers.
            name: where in the document the table stands.
            row_numbers: 1, 2, 3 … where not given.
            column_names: `1`, `2`, `3` … where not given.
            lines: whether the row numbers are lines of a text file.
            last_lines: the line that each row ends in, where a row may go on over lines.
            findings: what could not be read, each with the number of its row.
        """
        cells = [[Cell(place) if isinstance(place, str) else place for place in row] for row in rows]
        width = max(map(len, cells), default=0) if column_names is None else len(column_names)
        return cls(
            tuple((*row, *[Cell("")] * (width - len(row))) for row in cells),
            tuple(range(1, len(cells) + 1) if row_numbers is None else row_numbers),
            tuple(map(str, range(1, width + 1)) if column_names is None else column_names),
            name,
            lines=lines,
            last_lines=tuple(last_lines),
            findings=tuple(findings),
        )


Block: TypeAlias = Paragraph | Grid
"""A piece of a document."""


@attrs.frozen
class Document:
    """A document as its reader saw it (文档).

    Attributes:
        blocks: its paragraphs and tables in the order of the document; what nobody sees is not in it.
        findings: what could not be read of it.
    """

    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()
