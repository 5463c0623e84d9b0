"""Web pages, .html (网页).

lxml parses the page and nothing that it names is fetched. A table with tables in its cells is a
layout: its cells are read one after the other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO

from budgetkpi.expressions import later
from budgetkpi.extras import load
from budgetkpi.tables.grid import Document, Limits
from budgetkpi.tables.nesting import Spread, Table, blocks_of
from budgetkpi.tables.packages import damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.tables.nesting import Piece

__all__ = ["read_html"]

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*(?P<name>[A-Za-z0-9_-]{2,20})""", re.IGNORECASE
)
_CHINESE = ("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "hz-gb-2312")
_SKIPPED = frozenset(
    {
        *("script", "style", "head", "template", "noscript", "object", "iframe", "svg", "math", "select"),
        *("option", "datalist", "textarea", "title", "meta", "link"),
    }
)
_BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "center",
            "dd",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figure",
        ),
        *(
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "nav",
            "ol",
            "p",
        ),
        *("pre", "section", "ul", "caption", "legend", "details", "summary"),
    }
)
_HIDDEN = later(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)")
_SPACES = later(r"[ \t\r\n\f]+")
_MOST_SPANNED = 65_534
"""How many rows a cell may cover, as browsers have it."""


def read_html(file: BinaryIO, limits: Limits) -> Document:
    """Read the paragraphs and tables of a web page.

    Args:
        file: open for reading bytes; UTF-8, UTF-16 or what the page says, GB18030 where it says a part of it.
        limits: how much of it is read.

    Raises:
        DocumentError: it is larger than the limits, or holds nothing that can be read.
        MissingExtraError: lxml is not installed.
    """
    html = load("lxml.html", extra="html")
    content = file.read(limits.size + 1)
    limits.hold("size", len(content))
    text = _decoded(content).replace("\0", "")
    if not text.strip():
        raise damaged(code="file-without-text")
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except Exception as error:  # lxml's errors are not ours
        raise damaged() from error
    return Document(tuple(blocks_of(_pieces(root, 1, limits), limits)))


def _decoded(content: bytes) -> str:
    if content[:3] == b"\xef\xbb\xbf":
        return content[3:].decode("utf-8", "replace")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    declared = _CHARSET.search(content[:4096])
    name = declared["name"].decode("ascii").lower() if declared else ""
    for encoding in ("gb18030",) * (name in _CHINESE) + ("utf-8", "gb18030", "big5"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("gb18030" if name in _CHINESE else "utf-8", "replace")


def _pieces(root: Any, depth: int, limits: Limits) -> tuple[Piece, ...]:  # noqa: ANN401  (lxml ships no types)
    """The paragraphs and tables inside an element, in their order."""
    reading = _Reading(limits)
    reading.walk(root, depth)
    reading.end()
    return tuple(reading.pieces)


class _Reading:
    """One pass over an element: the line that is being read, and the pieces before it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.pieces: list[Piece] = []
        self.line: list[str] = []

    def end(self) -> None:
        """The line is at its end."""
        text = _tidied("".join(self.line))
        self.line.clear()
        if text:
            self.pieces.append(text)

    def walk(self, element: Any, depth: int) -> None:  # noqa: ANN401
        """Take what somebody sees inside an element."""
        self.limits.hold("depth", depth)
        self.line.append(_SPACES.sub(" ", element.text or ""))
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _SKIPPED and not _unseen(child):
                self.take(child, child.tag, depth)
            self.line.append(_SPACES.sub(" ", child.tail or ""))

    def take(self, child: Any, tag: str, depth: int) -> None:  # noqa: ANN401
        """Take one element inside another."""
        if tag == "br":
            self.line.append("\n")
        elif tag == "table":
            self.end()
            self.pieces.append(_table(child, depth + 1, self.limits))
        elif tag == "input":
            self.line.append(child.get("value", "") if child.get("type", "text") == "text" else "")
        else:
            if tag in _BLOCKS:
                self.end()
            self.walk(child, depth + 1)
            if tag in _BLOCKS:
                self.end()


def _tidied(text: str) -> str:
    """A line as a browser shows it: white space is one blank, and none stands at its ends."""
    lines = (re.sub(" +", " ", line).strip() for line in text.split("\n"))
    return "\n".join(lines).strip()


def _unseen(element: Any) -> bool:  # noqa: ANN401
    """Whether nobody sees an element."""
    return "hidden" in element.attrib or _HIDDEN.search((element.get("style") or "").lower()) is not None


def _table(table: Any, depth: int, limits: Limits) -> Table:  # noqa: ANN401
    """A table with the spans of its cells; hidden rows and cells are left out."""
    limits.hold("depth", depth)
    rows: list[tuple[Spread, ...]] = []
    numbers: list[int] = []
    shifts: list[_Down] = []
    for number, row in enumerate(_rows(table), 1):
        hidden = _unseen(row) or (row.getparent() is not table and _unseen(row.getparent()))
        if hidden:
            for down in shifts:
                down.less(number)
            continue
        cells = []
        for cell in row:
            if cell.tag not in ("td", "th") or _unseen(cell):
                continue
            down = _Down(
                number, _span(cell, "rowspan"), _span(cell, "colspan"), _pieces(cell, depth + 1, limits)
            )
            shifts.append(down)
            cells.append(down)
        rows.append(tuple(cells))  # type: ignore[arg-type]
        numbers.append(number)
        limits.hold("rows", len(rows))
    last = max(numbers, default=0)
    spreads = tuple(tuple(down.spread(last) for down in row) for row in rows)  # type: ignore[attr-defined]
    return Table(spreads, tuple(numbers))


class _Down:
    """A cell, and how many of the rows that it spans are seen."""

    def __init__(self, row: int, rows: int, columns: int, pieces: tuple[Piece, ...]) -> None:
        self.row, self.rows, self.columns, self.pieces, self.unseen = row, rows, columns, pieces, 0

    def less(self, number: int) -> None:
        """A row is not seen."""
        self.unseen += self.rows == 0 or number < self.row + self.rows

    def spread(self, last: int) -> Spread:
        rows = last - self.row + 1 if self.rows == 0 else min(self.rows, last - self.row + 1)
        return Spread(self.pieces, max(1, rows - self.unseen), self.columns)


def _rows(table: Any) -> Iterator[Any]:  # noqa: ANN401
    """The rows as a browser shows them: the foot of a table stands at its end."""
    foot = []
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody"):
            yield from (row for row in child if row.tag == "tr")
        elif child.tag == "tfoot":
            foot += [row for row in child if row.tag == "tr"]
    yield from foot


def _span(cell: Any, name: str) -> int:  # noqa: ANN401
    match = re.match(r"\s*([0-9]{1,6})", cell.get(name) or "")
    if match is None:
        return 1
    number = int(match[1])
    if name == "rowspan":
        return min(number, _MOST_SPANNED)
    return min(max(1, number), 1000)
