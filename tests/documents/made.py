"""Word documents and web pages made of plain grids, for tests: merged, nested, hidden as they ask for it."""

from __future__ import annotations

import html
import io
from typing import TYPE_CHECKING, TypeAlias

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.table import Table

Row: TypeAlias = "Sequence[str | None]"
"""The texts of a row; None where the cell to the left, or "^" where the cell above, covers the place."""
Blocks: TypeAlias = "Sequence[str | Sequence[Row]]"
"""Paragraphs and tables."""

ABOVE = "^"


def spans(rows: Sequence[Row]) -> list[list[tuple[int, str, int, int]]]:
    """The cells of each row as (column, text, rows, columns)."""
    made = []
    for r, row in enumerate(rows):
        cells = []
        for c, text in enumerate(row):
            if text is None or text == ABOVE:
                continue
            wide = 1
            while c + wide < len(row) and row[c + wide] is None:
                wide += 1
            deep = 1
            while r + deep < len(rows) and rows[r + deep][c] == ABOVE:
                deep += 1
            cells.append((c, text, deep, wide))
        made.append(cells)
    return made


def word(blocks: Blocks) -> io.BytesIO:
    """A Word document."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            fill(document.add_table(len(block), max(map(len, block))), block)
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return file


def fill(table: Table, rows: Sequence[Row]) -> None:
    """Fill a table of Word and merge its cells."""
    for r, cells in enumerate(spans(rows)):
        for c, text, deep, wide in cells:
            cell = table.cell(r, c)
            if deep > 1 or wide > 1:
                cell = cell.merge(table.cell(r + deep - 1, c + wide - 1))
            cell.text = text


def element(tag: str, **attributes: str) -> OxmlElement:  # type: ignore[valid-type]
    """An element of a Word document."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def page(blocks: Blocks, *, title: str = "", encoding: str = "utf-8") -> io.BytesIO:
    """A web page."""
    parts = [f'<html><head><meta charset="{encoding}"><title>{title}</title></head><body>']
    parts += [f"<p>{html.escape(block)}</p>" if isinstance(block, str) else table(block) for block in blocks]
    return io.BytesIO("\n".join([*parts, "</body></html>"]).encode(encoding))


def table(rows: Sequence[Row]) -> str:
    """A table of a web page."""
    parts = ["<table border=1>"]
    for cells in spans(rows):
        parts.append("<tr>")
        parts += [
            f'<td rowspan="{deep}" colspan="{wide}">{html.escape(text).replace(chr(10), "<br>")}</td>'
            for _, text, deep, wide in cells
        ]
        parts.append("</tr>")
    return "".join([*parts, "</table>"])
