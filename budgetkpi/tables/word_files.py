"""Word documents, .docx (Word 文档).

python-docx opens the file; the elements are walked here, since its own rows repeat merged cells, lose
cells before the first one, and keep what a revision deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from budgetkpi.extras import load
from budgetkpi.tables.grid import Document, Limits
from budgetkpi.tables.nesting import Spread, Table, blocks_of
from budgetkpi.tables.packages import damaged, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.tables.nesting import Piece

__all__ = ["read_docx"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_THROUGH = {
    *(
        _W + name
        for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple")
    ),
    *(_W + name for name in ("dir", "bdo", "r", "txbxContent", "pict", "object", "drawing")),
    _MC + "AlternateContent",
    _MC + "Choice",
}
"""Elements that only hold others; what is not named here, a deletion or a comment, is not looked into."""
_BREAKS = {_W + "br", _W + "cr"}
_SIGNS = {_W + "noBreakHyphen": "-", _W + "tab": "\t", _W + "ptab": "\t"}

_SYMBOLS = {0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB9: "≠", 0x3C: "<", 0x3D: "=", 0x3E: ">"}
"""What the font Symbol shows at a place."""


def read_docx(file: BinaryIO, limits: Limits) -> Document:
    """Read the paragraphs and tables of a Word document.

    Args:
        file: open for reading bytes.
        limits: how much of it is read.

    Raises:
        DocumentError: it is damaged, locked, larger than the limits, or no Word document.
        MissingExtraError: python-docx is not installed.
    """
    docx = load("docx", extra="docx")
    package = opened(file, limits)
    if "word/document.xml" not in package.names and not any(
        n.endswith("document.xml") for n in package.names
    ):
        raise damaged()
    package.vet()
    file.seek(0)
    try:
        body = docx.Document(file).element.body
    except Exception as error:  # what python-docx, lxml and zipfile raise for a damaged part is not listed
        raise damaged() from error
    return Document(tuple(blocks_of(_pieces(body, 1, limits), limits)))


def _pieces(parent: Any, depth: int, limits: Limits) -> Iterator[Piece]:  # noqa: ANN401  (lxml ships no types)
    """The paragraphs and tables of a body or cell, in their order."""
    limits.hold("depth", depth)
    for element in parent:
        if element.tag == _W + "p":
            yield _text(element)
            for box in element.iter(_W + "txbxContent"):
                if not any(above.tag == _MC + "Fallback" for above in box.iterancestors()):
                    yield from _pieces(box, depth + 1, limits)
        elif element.tag == _W + "tbl":
            yield _table(element, depth, limits)
        elif element.tag in _THROUGH:
            yield from _pieces(element, depth + 1, limits)


def _text(paragraph: Any) -> str:  # noqa: ANN401
    """What a person sees of a paragraph."""
    parts: list[str] = []

    def walk(element: Any) -> None:  # noqa: ANN401
        for child in element:
            tag = child.tag
            if tag == _W + "t":
                parts.append(child.text or "")
            elif tag in _BREAKS:
                parts.append("\n")
            elif tag in _SIGNS:
                parts.append(_SIGNS[tag])
            elif tag == _W + "sym":
                parts.append(_symbol(child))
            elif tag == _W + "r" and _hidden(child):
                continue
            elif tag in _THROUGH and tag not in (
                _W + "txbxContent",
                _W + "drawing",
                _W + "pict",
                _W + "object",
            ):
                walk(child)

    walk(paragraph)
    return "".join(parts).strip()


def _hidden(run: Any) -> bool:  # noqa: ANN401
    """Whether nobody sees a run (隐藏文字)."""
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(_W + "val") not in ("0", "false", "off")


def _symbol(element: Any) -> str:  # noqa: ANN401
    """A character of a symbol font, which keeps ≥ and ≤ at places of its own."""
    code = int(element.get(_W + "char", "0") or "0", 16) & 0xFF
    return _SYMBOLS.get(code, "") if (element.get(_W + "font") or "").lower() == "symbol" else ""


def _table(table: Any, depth: int, limits: Limits) -> Table:  # noqa: ANN401
    """A table with its merged cells joined; deleted rows are left out."""
    kept: list[list[_Open]] = []
    numbers: list[int] = []
    open_at: dict[int, _Open] = {}
    for number, row in enumerate(_rows(table), 1):
        if row.find(f"{_W}trPr/{_W}del") is not None or _gone(row):
            continue
        cells: list[_Open] = []
        column = _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        still: dict[int, _Open] = {}
        for cell in _cells(row):
            properties = cell.find(_W + "tcPr")
            wide = max(1, _number(None if properties is None else properties.find(_W + "gridSpan"), 1))
            merge = None if properties is None else properties.find(_W + "vMerge")
            above = open_at.get(column)
            goes_on = merge is not None and merge.get(_W + "val", "continue") != "restart"
            if goes_on and above is not None and above.columns == wide:
                above.rows += 1
                still[column] = above
            else:
                made = _Open(tuple(_pieces(cell, depth + 1, limits)), column, wide)
                cells.append(made)
                if merge is not None:
                    still[column] = made
            column += wide
            limits.hold("columns", column)
        open_at = still
        kept.append(cells)
        numbers.append(number)
        limits.hold("rows", len(kept))
    rows = tuple(tuple(cell.spread() for cell in cells) for cells in kept)
    return Table(rows, tuple(numbers))


class _Open:
    """A cell that rows further down may go on with."""

    def __init__(self, pieces: tuple[Piece, ...], column: int, columns: int) -> None:
        self.pieces, self.column, self.columns, self.rows = pieces, column, columns, 1

    def spread(self) -> Spread:
        return Spread(self.pieces, self.rows, self.columns, self.column)


def _rows(table: Any) -> Iterator[Any]:  # noqa: ANN401
    yield from _within(table, _W + "tr")


def _cells(row: Any) -> Iterator[Any]:  # noqa: ANN401
    yield from _within(row, _W + "tc")


def _within(parent: Any, tag: str) -> Iterator[Any]:  # noqa: ANN401
    """The rows of a table or cells of a row, those inside content controls and insertions too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _THROUGH:
            yield from _within(child, tag)


def _gone(row: Any) -> bool:  # noqa: ANN401
    """Whether nobody sees a row: it is hidden."""
    hidden = row.find(f"{_W}trPr/{_W}hidden")
    return hidden is not None and hidden.get(_W + "val") not in ("0", "false", "off")


def _number(element: Any, default: int) -> int:  # noqa: ANN401
    try:
        return default if element is None else int(element.get(_W + "val", default))
    except ValueError:
        return default
