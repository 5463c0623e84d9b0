"""The pages of a PDF to paragraphs and grids (PDF 页面).

A PDF knows letters and lines and no tables: cells are the rectangles that lines enclose, and what is printed
in one is its text. This is run in a process of its own, `python -m budgetkpi.tables.pdf_pages`, which takes
the file on its standard input and writes what it found as JSON: the library that reads PDFs trusts them, and
a process can be given a limit of time and memory.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, BinaryIO

import attrs

from budgetkpi import extras
from budgetkpi.errors import DocumentError
from budgetkpi.tables.grid import Limits
from budgetkpi.tables.packages import damaged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Page", "Table", "answer", "read_pages"]

_NEAR = 3.0
"""Points within which two edges are one."""
_OBJECTS = 200_000
"""Letters and lines of a page; a page full of small print has ten thousand."""
_EDGES = 5_000
"""Lines of a page that tables are looked for among."""
_MEMORY = 2 * 2**30
_UNDECODED = "(cid:"

Box = tuple[float, float, float, float]
Span = tuple[int, int, int, int, str]
"""A cell: row, column, rows, columns, text."""


@attrs.define
class Table:
    """A table of one page.

    Attributes:
        boxes: its cells, as left, top, right, bottom in points.
        texts: what is printed in each.
        edges: where its columns begin and end; those of the whole table where it goes on over pages.
    """

    boxes: list[Box]
    texts: list[str]
    edges: list[float]

    @property
    def sides(self) -> tuple[float, float]:
        """Its left and its right edge."""
        return self.edges[0], self.edges[-1]

    def spans(self) -> tuple[int, int, list[Span]]:
        """How many rows and columns it has, and its cells by their places."""
        levels = _clustered([edge for box in self.boxes for edge in (box[1], box[3])])
        cells = []
        for (left, top, right, bottom), text in zip(self.boxes, self.texts, strict=True):
            row, column = _place(levels, top), _place(self.edges, left)
            rows, columns = _place(levels, bottom) - row, _place(self.edges, right) - column
            cells.append((row, column, max(1, rows), max(1, columns), text))
        return len(levels) - 1, len(self.edges) - 1, cells


@attrs.frozen
class Page:
    """What is printed on a page, from top to bottom: lines of text and tables."""

    number: int
    pieces: list[str | Table]
    undecoded: int


def read_pages(file: BinaryIO, limits: Limits) -> list[Page]:
    """The pages of a PDF.

    Raises:
        DocumentError: it is damaged, under a password, over a limit, or has no text.
        MissingExtraError: pdfplumber is not installed.
    """
    plumber = extras.load("pdfplumber", extra="pdf")
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it tells of every oddity
    try:
        with plumber.open(file) as pdf:
            limits.hold("pages", len(pdf.pages))
            pages = []
            for number, page in enumerate(pdf.pages, 1):
                pages.append(_page(page, number, limits))
                page.close()
    except (DocumentError, MemoryError):
        raise
    except RecursionError as error:
        raise damaged() from error
    except Exception as error:  # the library trusts what it reads, and fails in any way on damage
        locked = "password" in f"{error!r} {error.args!r}".lower()
        raise damaged(code="file-locked" if locked else "file-damaged") from error
    letters = sum(len("".join(_texts(page)).split()) for page in pages)
    if not letters:
        raise damaged(code="file-without-text")
    if 2 * len(_UNDECODED) * sum(page.undecoded for page in pages) > letters:
        raise damaged(code="letters-undecoded")
    _join_columns(pages)
    return pages


def _texts(page: Page) -> Iterator[str]:
    for piece in page.pieces:
        if isinstance(piece, str):
            yield piece
        else:
            yield from piece.texts


def _page(page: Any, number: int, limits: Limits) -> Page:  # noqa: ANN401  (of a library that is loaded late)
    if sum(map(len, page.objects.values())) > _OBJECTS or len(page.edges) > _EDGES:
        raise damaged(str(number), "page-too-full")
    page = page.dedupe_chars()  # bold print is often the same letter twice
    letters = [letter for letter in page.chars if letter["text"].strip() or letter["text"] == " "]
    found = sorted(page.find_tables(), key=lambda table: table.bbox[1])
    pieces: list[str | Table] = []
    outside = letters
    for table in found:
        left, top, right, bottom = table.bbox
        above = [letter for letter in outside if _middle(letter)[1] < top]
        pieces += _lines(above)
        inside = [
            letter
            for letter in outside
            if left <= _middle(letter)[0] <= right and top <= _middle(letter)[1] <= bottom
        ]
        gone = {*map(id, above), *map(id, inside)}
        outside = [letter for letter in outside if id(letter) not in gone]
        limits.hold("cells", len(table.cells))
        pieces.append(_table(table.cells, inside))
    pieces += _lines(outside)
    return Page(number, pieces, sum(letter["text"].startswith(_UNDECODED) for letter in letters))


def _middle(letter: dict[str, Any]) -> tuple[float, float]:
    return (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2


def _lines(letters: Sequence[dict[str, Any]]) -> list[str]:
    return [line.strip() for line in _printed(letters).split("\n") if line.strip()]


def _printed(letters: Sequence[dict[str, Any]]) -> str:
    if not letters:
        return ""
    text: str = extras.load("pdfplumber", extra="pdf").utils.extract_text(letters)
    return text.strip()


def _table(boxes: Sequence[Box], letters: Sequence[dict[str, Any]]) -> Table:
    """The cells of a table with the letters in each."""
    edges = _clustered([edge for box in boxes for edge in (box[0], box[2])])
    levels = _clustered([edge for box in boxes for edge in (box[1], box[3])])
    at: dict[tuple[int, int], int] = {}
    for number, (left, top, right, bottom) in enumerate(boxes):
        for row in range(_place(levels, top), _place(levels, bottom)):
            for column in range(_place(edges, left), _place(edges, right)):
                at.setdefault((row, column), number)
    held: list[list[dict[str, Any]]] = [[] for _ in boxes]
    for letter in letters:
        x, y = _middle(letter)
        place = at.get((bisect_right(levels, y) - 1, bisect_right(edges, x) - 1))
        if place is not None:
            held[place].append(letter)
    return Table([*boxes], [_printed(own) for own in held], edges)


def _clustered(numbers: Sequence[float]) -> list[float]:
    """The numbers in order, those that are near each other once."""
    kept: list[float] = []
    for number in sorted(numbers):
        if not kept or number - kept[-1] > _NEAR:
            kept.append(number)
    return kept


def _place(edges: Sequence[float], edge: float) -> int:
    """The number of the edge that a place is nearest to."""
    at = bisect_right(edges, edge)
    near = [number for number in (at - 1, at) if 0 <= number < len(edges)]
    return min(near, key=lambda number: abs(edges[number] - edge))


def _join_columns(pages: Sequence[Page]) -> None:
    """Give a table that goes on over pages the columns of all of its pieces."""
    joined: list[Table] = []
    for page in pages:
        tables = [piece for piece in page.pieces if isinstance(piece, Table)]
        for number, table in enumerate(tables):
            if (
                joined
                and number == 0
                and all(abs(a - b) <= _NEAR for a, b in zip(joined[-1].sides, table.sides, strict=True))
            ):
                joined.append(table)
            else:
                joined = [table]
            edges = _clustered([edge for piece in joined for edge in piece.edges])
            for piece in joined:
                piece.edges = edges
        if not tables:
            joined = []


def _as_json(page: Page) -> dict[str, object]:
    pieces = [piece if isinstance(piece, str) else piece.spans() for piece in page.pieces]
    return {"number": page.number, "undecoded": page.undecoded, "pieces": pieces}


def _hold_resources(seconds: int) -> None:
    """Bound what this process may take, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  (not on every system)

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def answer(content: bytes, limits: Limits) -> dict[str, object]:
    """What this process tells the other: the pages, or the error that reading them raised."""
    try:
        return {"pages": [_as_json(page) for page in read_pages(io.BytesIO(content), limits)]}
    except DocumentError as error:
        return {"code": error.code, "en": error.en, "zh": error.zh, "place": error.place}
    except MemoryError:
        return {"code": "over-memory"}


def main() -> None:
    """Read a PDF from standard input with the limits of the first argument; write JSON."""
    limits = Limits(**json.loads(sys.argv[1]))
    _hold_resources(limits.seconds)
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read(), limits)))


if __name__ == "__main__":
    main()
