"""Files to sheets: one door for every format (读取绩效文件)."""

from __future__ import annotations

import importlib
import io
import os
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Literal, cast

import attrs

from budgetkpi.errors import DocumentError
from budgetkpi.inputs import as_instance, as_path, as_text, listed, refused, wrong_type
from budgetkpi.messages import Catalog, series
from budgetkpi.results import Finding
from budgetkpi.sheets import Sheet
from budgetkpi.shown import Shown, clipped, counted
from budgetkpi.tables.grid import Limits, Paragraph
from budgetkpi.tables.packages import damaged
from budgetkpi.tables.recogniser import recognise
from budgetkpi.tables.sniffing import FORMATS, format_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from budgetkpi.tables.grid import Document

__all__ = ["Layout", "Sheets", "document_of", "read_sheets"]

_say = Catalog("documents")

_READERS = {
    "docx": ("word_files", "read_docx"),
    "html": ("web_pages", "read_html"),
    "csv": ("delimited", "read_csv"),
    "pdf": ("pdf_files", "read_pdf"),
    "txt": ("plain_texts", "read_txt"),
    "xls": ("old_workbooks", "read_xls"),
    "xlsx": ("workbooks", "read_xlsx"),
}
"""The room and the function that read a format; a reader takes a binary file and the limits."""


@attrs.frozen
class Layout:
    """Where a sheet stands in its document (表格位置).

    Attributes:
        rows: the row of each indicator, as the person's own program counts it.
        columns: the fields of an Indicator that the table has a column for.
        headers: every header, as printed.
    """

    rows: tuple[int, ...]
    columns: frozenset[str]
    headers: tuple[str, ...]


def _sheets(things: Iterable[Sheet]) -> tuple[Sheet, ...]:
    def sheet(thing: object, field: str) -> Sheet:
        return as_instance(thing, field, Sheet, "result", kind="Sheet")

    return listed(things, "sheets", sheet, "results", kind="Sheet")


def _found(things: Iterable[Finding]) -> tuple[Finding, ...]:
    def finding(thing: object, field: str) -> Finding:
        return as_instance(thing, field, Finding, "result", kind="Finding")

    return listed(things, "findings", finding, "results", kind="Finding")


def _layouts(things: Iterable[Layout]) -> tuple[Layout, ...]:
    def layout(thing: Any, _: str) -> Any:  # noqa: ANN401  (a layout)
        return thing

    return listed(things, "layouts", layout, "results", kind="Layout")


def _source(thing: str | None) -> str | None:
    return None if thing is None else as_text(thing, "source")


@attrs.frozen(repr=False)
class Sheets(Shown):
    r"""The sheets of one document, and what was found in reading it (文档中的绩效表).

    Attributes:
        sheets: one a project's form, in the order of the document.
        findings: everything that was found, what the sheets carry themselves included.
        source: the file's name, None where it has none.
        layouts: for each sheet where it stands.

    >>> import io
    >>> from budgetkpi import read_sheets
    >>> table = "三级指标,指标值,实际完成值\n培训场次,≥5场,4场\n".encode()
    >>> read_sheets(io.BytesIO(table), format="csv")
    <Sheets (1 sheet, 0 findings)>
    """

    sheets: tuple[Sheet, ...] = attrs.field(default=(), converter=_sheets)
    findings: tuple[Finding, ...] = attrs.field(default=(), kw_only=True, converter=_found)
    source: str | None = attrs.field(default=None, kw_only=True, converter=_source)
    layouts: tuple[Layout, ...] = attrs.field(default=(), kw_only=True, converter=_layouts)

    def _told(self) -> str:
        held = f"{counted(len(self.sheets), 'sheet')}, {counted(len(self.findings), 'finding')}"
        return f"{clipped(self.source or '')} ({held})"

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets)

    def __len__(self) -> int:
        return len(self.sheets)

    def __getitem__(self, place: int) -> Sheet:
        return self.sheets[place]


def read_sheets(
    source: str | os.PathLike[str] | IO[bytes] | IO[str],
    *,
    limits: Limits | None = None,
    format: Literal["docx", "xlsx", "xls", "csv", "html", "pdf", "txt"] | None = None,  # noqa: A002
) -> Sheets:
    r"""Read the performance tables of a document (读取绩效目标表、自评表).

    Word (.docx), Excel (.xlsx, .xls), web pages (.html), PDF, CSV and text files. The tables are known by
    the words at their heads; other tables are left alone, and a document without one gives no sheets.
    Cells stay verbatim. Nothing that the document names is opened or fetched.

    Args:
        source: a path, or a file open for reading.
        limits: how much of a document is read, `Limits()` where not given.
        format: what the file is, where neither its name nor what it holds is to decide.

    Returns:
        The sheets, and what could not be read, each finding with its place.

    Raises:
        OSError: the file cannot be opened.
        DocumentError: it is damaged, locked, empty, larger than the limits, or not what its name says.
        MissingExtraError: the library for its format is not installed.

    >>> import io
    >>> file = io.StringIO("一级指标,三级指标,指标值\n产出指标,培训场次,≥5场\n")
    >>> read_sheets(file, format="csv")[0].indicators
    (<Indicator 培训场次 ≥5场>,)
    """
    if not isinstance(source, str | os.PathLike) and not hasattr(source, "read"):
        raise wrong_type("source", "file", source)
    if isinstance(source, str | os.PathLike):
        as_path(source, "source")
    bounds = Limits() if limits is None else as_instance(limits, "limits", Limits, "result", kind="Limits")
    name = _name(source)
    document = document_of(source, limits=bounds, format=format)
    forms = recognise(document, name or None)
    read = [(form, rows, sheet) for form in forms for rows, sheet in form.numbered()]
    found = [*document.findings, *(finding for form in forms for finding in form.found())]
    return Sheets(
        [sheet for _, _, sheet in read],
        findings=[*dict.fromkeys(found)],
        source=name or None,
        layouts=[Layout(rows, form.columns, form.headers) for form, rows, _ in read],
    )


def document_of(
    source: str | os.PathLike[str] | IO[bytes] | IO[str],
    *,
    limits: Limits,
    format: str | None = None,  # noqa: A002
) -> Document:
    """The paragraphs and grids of a file; errors as `read_sheets`."""
    if format is not None and format not in tuple(FORMATS):
        raise refused("format", "member", format, choices=series(FORMATS))
    name = _name(source)
    try:
        if isinstance(source, str | os.PathLike):
            with Path(source).open("rb") as file:
                return _read(file, name, limits, format)
        return _read(_binary(source, limits), name, limits, format)
    except DocumentError as error:
        place = ", ".join(part for part in (name, error.place) if part)
        raise DocumentError(error.message, place) from error


def _read(file: BinaryIO, name: str, limits: Limits, chosen: str | None) -> Document:
    limits.hold("size", file.seek(0, os.SEEK_END))
    file.seek(0)
    reader = _reader(chosen or format_of(file, name, limits))
    document = reader(file, limits)
    if not any(_says(block) for block in document.blocks):
        raise damaged(code="file-without-text")
    return document


def _says(block: object) -> bool:
    if isinstance(block, Paragraph):
        return bool(block.text)
    rows = getattr(block, "rows", ())
    return any(cell is not None and cell.text for row in rows for cell in row)


def _reader(found: str) -> Callable[[BinaryIO, Limits], Document]:
    if found not in _READERS:
        raise DocumentError(_say("format-not-read", found=found, known=series(_READERS)))
    room, function = _READERS[found]
    reader = getattr(importlib.import_module(f"budgetkpi.tables.{room}"), function)
    return cast("Callable[[BinaryIO, Limits], Document]", reader)


def _name(source: object) -> str:
    """The name of a file without its folders."""
    named = source if isinstance(source, str | os.PathLike) else getattr(source, "name", "")
    return Path(named).name if isinstance(named, str | os.PathLike) else ""


def _binary(source: IO[bytes] | IO[str], limits: Limits) -> BinaryIO:
    """A file to read bytes from at any place."""
    content = source.read(limits.size + 1)
    limits.hold("size", len(content))
    return io.BytesIO(content.encode() if isinstance(content, str) else content)
