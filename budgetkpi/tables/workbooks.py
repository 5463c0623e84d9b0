"""Excel workbooks (.xlsx, .xlsm) as a person sees them (Excel 工作簿).

Formats decide what is shown: 0.95 under `0%` is 95%. A workbook is read in one pass over its parts, so that a
million empty rows cost next to nothing, a formula without a stored result can be told from an empty cell, and
odd styles hurt nobody. Formulas are never evaluated and nothing that a workbook names is opened.
"""

from __future__ import annotations

import functools
import io
import posixpath
import re
from typing import TYPE_CHECKING, BinaryIO
from xml.etree import ElementTree as ET

import attrs

from budgetkpi.expressions import later
from budgetkpi.tables import number_formats, packages
from budgetkpi.tables.worksheets import Area, Tabs, Worksheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from budgetkpi.tables.grid import Document, Limits
    from budgetkpi.tables.packages import Package

__all__ = ["read_xlsx"]

_PLACE = later(r"\$?(?P<column>[A-Z]{1,3})\$?(?P<row>[0-9]{1,7})")
_ESCAPED = later(r"_x([0-9A-Fa-f]{4})_")
_EMPTY_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"[^<>]*/>')
_EMPTY_ROW = re.compile(rb'<row r="[0-9]{1,7}"(?![^<>]*hidden)[^<>]*(?:/>|>\s*</row>)')
_OF_WORKSHEETS = frozenset({"row", "col", "mergeCell"})
_ROWS, _COLUMNS = 2**20, 2**14
"""What a worksheet has at most."""
_ELEMENTS = 500_000
"""Elements inside one row, one text or the list of styles: ten times what Excel writes at most."""
_DIGITS = 9
_GENERAL = "General"


def read_xlsx(file: BinaryIO, limits: Limits) -> Document:
    """Read a workbook (读取 Excel 工作簿).

    Args:
        file: open for reading bytes.
        limits: how much of it is read.

    Returns:
        A grid for each worksheet that shows something, in the order of the tabs.

    Raises:
        DocumentError: it is damaged, under a password, over a limit, or no workbook.
    """
    package = packages.opened(file, limits)
    book = _book(package)
    texts = _texts(package, book.texts)
    formats = _formats(package, book.styles)
    tabs = Tabs(limits)
    for name, part, hidden in book.sheets:
        if hidden:
            tabs.leave_hidden(name)
            continue
        tabs.put(_Reader(Worksheet(name, limits, book.since_1904), texts, formats).read(package, part))
    return tabs.document()


@attrs.frozen
class _Book:
    """The parts of a workbook: worksheets as (name, part, hidden), shared texts and styles."""

    sheets: tuple[tuple[str, str, bool], ...]
    texts: str | None
    styles: str | None
    since_1904: bool


def _book(package: Package) -> _Book:
    part = _related(package, "").get("officeDocument", [""])[0]
    if part not in package.names:
        raise packages.damaged()
    related = _related(package, part, by_id=True)
    by_sort = _related(package, part)
    root = package.tree(part)
    sheets = []
    since_1904 = False
    for element in root.iter():
        tag = _local(element.tag)
        if tag == "workbookPr":
            since_1904 = element.get("date1904") in ("1", "true")
        elif tag == "sheet":
            said = {_local(key): value for key, value in element.items()}
            sort, target = related.get(said.get("id", ""), ["", ""])
            if sort == "worksheet":
                hidden = said.get("state", "visible") != "visible"
                sheets.append((said.get("name", ""), target, hidden))
    return _Book(
        tuple(sheets),
        texts=next(iter(by_sort.get("sharedStrings", [])), None),
        styles=next(iter(by_sort.get("styles", [])), None),
        since_1904=since_1904,
    )


def _related(package: Package, part: str, *, by_id: bool = False) -> dict[str, list[str]]:
    """What a part is related to: parts by sort, or sort and part by id. Nothing outside is looked at."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, list[str]] = {}
    if path not in package.names:
        return found
    for element in package.tree(path):
        if element.get("TargetMode") == "External":
            continue
        target = element.get("Target", "").replace("\\", "/")
        target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        sort = element.get("Type", "").rpartition("/")[2]
        if by_id:
            found[element.get("Id", "")] = [sort, target]
        else:
            found.setdefault(sort, []).append(target)
    return found


@functools.lru_cache(1_024)
def _local(tag: str) -> str:
    """A name without its namespace: both dialects of the format have the same names."""
    return tag.rpartition("}")[2]


def _worksheet(package: Package, part: str) -> bytes:
    """A worksheet without the rows and cells that show nothing, of which there may be a million.

    A search does in a tenth of a second what a parser does in ten; what it does not know, a parser does.
    """
    content = package.xml(part)
    return content if b"<![CDATA[" in content else _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", content))


def _elements(content: bytes, part: str, wanted: frozenset[str]) -> Iterator[tuple[str, ET.Element]]:
    """The elements of a part by name, each whole; what was given or is not wanted is dropped at once."""
    path: list[ET.Element] = []
    within, inner = 0, 0
    try:
        for event, element in ET.iterparse(io.BytesIO(content), ("start", "end")):  # noqa: S314
            name = _local(element.tag)
            if event == "start":
                path.append(element)
                within += name in wanted
                continue
            path.pop()
            inner += 1
            if inner > _ELEMENTS:
                raise packages.damaged(part)
            if name in wanted:
                within -= 1
                yield name, element
            if not within:
                inner = 0
                if path:
                    path[-1].remove(element)
    except ET.ParseError as error:
        raise packages.damaged(part) from error


def _texts(package: Package, part: str | None) -> list[str]:
    """The texts that cells share."""
    if part is None or part not in package.names:
        return []
    return [_text(element) for _, element in _elements(package.xml(part), part, frozenset({"si"}))]


def _text(element: ET.Element) -> str:
    """The text of its runs, without the signs above that tell how it is spoken."""
    pieces = []
    for child in element:
        name = _local(child.tag)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces += [run.text or "" for run in child if _local(run.tag) == "t"]
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return match[0] if 0xD800 <= number < 0xE000 else chr(number)  # noqa: PLR2004  (half a character)


def _formats(package: Package, part: str | None) -> list[str]:
    """The number format of each style of cells."""
    if part is None or part not in package.names:
        return []
    own: dict[str, str] = {}
    formats: list[str] = []
    for name, element in _elements(package.xml(part), part, frozenset({"numFmt", "cellXfs"})):
        if name == "numFmt":
            own[element.get("numFmtId", "")] = element.get("formatCode", _GENERAL)
        elif name == "cellXfs":
            numbers = [style.get("numFmtId", "0") for style in element]
            formats = [own.get(number) or _builtin(number) for number in numbers]
    return formats


def _builtin(number: str) -> str:
    return (number_formats.builtin(int(number)) if number.isdecimal() else None) or _GENERAL


@attrs.define
class _Reader:
    """One pass over a worksheet."""

    sheet: Worksheet
    texts: list[str]
    formats: list[str]
    row: int = 0

    def read(self, package: Package, part: str) -> Worksheet:
        for name, element in _elements(_worksheet(package, part), part, _OF_WORKSHEETS):
            if name == "row":
                self.take_row(element)
            elif name == "col":
                self.take_columns(element)
            else:
                self.take_range(element.get("ref", ""))
        return self.sheet

    def take_columns(self, element: ET.Element) -> None:
        if element.get("hidden") in ("1", "true") or element.get("width") in ("0", "0.0"):
            first, last = element.get("min", ""), element.get("max", "")
            if first.isdecimal() and last.isdecimal() and len(first + last) <= _DIGITS:
                self.sheet.hidden_columns.add(int(first), min(int(last), _COLUMNS))

    def take_range(self, text: str) -> None:
        start, _, end = text.partition(":")
        first, last = _PLACE.fullmatch(start), _PLACE.fullmatch(end or start)
        if first and last:
            rows = sorted((int(first["row"]), int(last["row"])))
            columns = sorted((_column(first["column"]), _column(last["column"])))
            self.sheet.areas.append(Area(rows[0], columns[0], rows[1], columns[1]))

    def take_row(self, element: ET.Element) -> None:
        number = element.get("r", "")
        self.row = int(number) if number.isdecimal() and len(number) <= _DIGITS else self.row + 1
        column = 0
        for cell in element:
            if _local(cell.tag) != "c":
                continue
            row, column = self.placed(cell.get("r"), column + 1)
            if len(cell):
                self.take_cell(cell, row, column)
        if element.get("hidden") in ("1", "true") or element.get("ht") in ("0", "0.0"):
            self.sheet.hidden_rows.add(self.row, self.row)

    def placed(self, name: str | None, column: int) -> tuple[int, int]:
        if name is None:
            row = self.row
        else:
            match = _PLACE.fullmatch(name)
            if match is None:
                raise packages.damaged(f"{self.sheet.name}!{name[:20]}")
            row, column = int(match["row"]), _column(match["column"])
        if not (0 < row <= _ROWS and column <= _COLUMNS):
            raise packages.damaged(f"{self.sheet.name}!{(name or '')[:20]}")
        return row, column

    def take_cell(self, cell: ET.Element, row: int, column: int) -> None:
        said = {_local(child.tag): child for child in cell}
        value = said["v"].text or "" if "v" in said else ""
        sort = cell.get("t", "n")
        if "f" in said and not value and sort != "str":
            self.sheet.tell("formula-without-value", row, column)
            return
        code = self.format_of(cell.get("s"), row, column)
        match sort:
            case "inlineStr":
                self.sheet.put_text(row, column, _text(said["is"]) if "is" in said else "", code)
            case "s":
                self.take_shared(row, column, value, code)
            case "b":
                self.sheet.put(row, column, "TRUE" if value == "1" else "FALSE", value == "1")
            case "n" if value:
                self.sheet.put_number(row, column, value.strip(), code)
            case _:  # "str" the text of a formula, "e" an error, "d" a day in ISO's notation
                self.sheet.put_text(row, column, _unescaped(value), code)

    def format_of(self, style: str | None, row: int, column: int) -> str:
        """The number format of a cell; General where it names none."""
        number = 0 if style is None else _index(style, self.formats)
        if number is None:
            self.sheet.tell("format-not-shown", row, column, f"s={style}"[:20])
        return self.formats[number] if number is not None and self.formats else _GENERAL

    def take_shared(self, row: int, column: int, value: str, code: str) -> None:
        number = _index(value.strip(), self.texts)
        if number is None:
            self.sheet.tell("cell-unreadable", row, column)
        else:
            self.sheet.put_text(row, column, self.texts[number], code)


def _index(text: str, among: Sequence[object]) -> int | None:
    """The place in a list that a cell names; None where there is none."""
    number = int(text) if text.isdecimal() and len(text) <= _DIGITS else -1
    return number if 0 <= number < len(among) else None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
