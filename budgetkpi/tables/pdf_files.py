"""PDF files, as far as their print can be taken apart (PDF 文件)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, BinaryIO

import attrs

from budgetkpi import extras
from budgetkpi.errors import DocumentError
from budgetkpi.messages import Catalog, Message
from budgetkpi.results import Finding, Severity
from budgetkpi.tables.grid import Cell, Document, Grid, Paragraph, numbered
from budgetkpi.tables.packages import damaged, size_of

if TYPE_CHECKING:
    from budgetkpi.tables.grid import Block, Limits

__all__ = ["read_pdf"]

_say = Catalog("documents")


def read_pdf(file: BinaryIO, limits: Limits) -> Document:
    """Read a PDF, as well as its print can be taken apart (读取 PDF).

    Args:
        file: open for reading bytes.
        limits: how much of it is read, and how long.

    Returns:
        Lines of text and tables, in the order of the pages. A finding says that this is best effort.

    Raises:
        DocumentError: it is damaged, under a password, a scan, in letters that no program can decode, or
            over a limit.
        MissingExtraError: pdfplumber is not installed.
    """
    limits.hold("size", size_of(file))
    if find_spec("pdfplumber") is None:
        extras.load("pdfplumber", extra="pdf")
    pages = _pages(_asked(file.read(), limits))
    blocks: list[Block] = []
    findings = [_found("pdf-best-effort", Severity.INFO)]
    cells = 0
    for page in pages:
        number = page["number"]
        found = []
        if page["undecoded"]:
            count = page["undecoded"]
            warning = _found("letters-missing", Severity.WARNING, open_=True, page=number, count=count)
            found.append((1, warning))
        for piece in page["pieces"]:
            if isinstance(piece, str):
                blocks.append(Paragraph(piece))
                continue
            cells += piece[0] * piece[1]
            limits.hold("cells", cells)
            blocks.append(_grid(piece, number, found))
            found = []
        findings += [finding for _, finding in found]
    limits.hold("paragraphs", sum(isinstance(block, Paragraph) for block in blocks))
    return Document(tuple(blocks), tuple(findings))


def _asked(content: bytes, limits: Limits) -> dict[str, Any]:
    """What the process that reads the pages answers."""
    command = [sys.executable, "-P", "-m", "budgetkpi.tables.pdf_pages", json.dumps(attrs.asdict(limits))]
    path = os.pathsep.join(place for place in sys.path if place)
    try:
        done = subprocess.run(  # noqa: S603  (our own program, and nothing of the file in the command)
            command,
            input=content,
            capture_output=True,
            timeout=limits.seconds,
            env={**os.environ, "PYTHONPATH": path},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_long(limits) from error
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:  # it was ended before it could answer
        if done.returncode < 0:  # by the system: its time was up
            raise _too_long(limits) from None
        raise damaged() from RuntimeError(done.stderr.decode(errors="replace")[-2_000:])
    return answer


def _pages(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The pages of an answer; the error that it tells."""
    if "en" in answer:
        raise DocumentError(Message(answer["code"], answer["en"], answer["zh"]), answer["place"])
    if "code" in answer:
        raise damaged(code=answer["code"])
    pages: list[dict[str, Any]] = answer["pages"]
    return pages


def _too_long(limits: Limits) -> DocumentError:
    return DocumentError(_say("over-seconds", most=f"{limits.seconds:,}"))


def _grid(piece: Any, page: int, found: list[tuple[int, Finding]]) -> Grid:  # noqa: ANN401  (JSON)
    height, width, cells = piece
    places: list[list[Cell | None]] = [[Cell("")] * width for _ in range(height)]
    for row, column, rows, columns, text in cells:
        for covered in range(row, min(row + rows, height)):
            for place in range(column, min(column + columns, width)):
                places[covered][place] = None
        places[row][column] = Cell(text, rows=rows, columns=columns)
    return Grid.of(places, name=numbered("page", page), findings=found)


def _found(code: str, severity: Severity, *, open_: bool = False, **fields: object) -> Finding:
    return Finding(code, severity=severity, message=_say(code, **fields), open=open_)
