"""Files to tables of indicators (读取输入文件): whatever the format, each row with its place."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import attrs

from budgetkpi.cli.endings import failed, refused
from budgetkpi.cli.sources import STANDARD_INPUT
from budgetkpi.errors import BudgetKpiError, TableError
from budgetkpi.messages import Bilingual, Catalog, series
from budgetkpi.results import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from budgetkpi.cli.sources import Source
    from budgetkpi.messages import Message, Note
    from budgetkpi.sheets import Sheet
    from budgetkpi.tables.grid import Document
    from budgetkpi.tables.places import Place
    from budgetkpi.tables.read_form import Form

__all__ = ["Intake", "Tabled", "taken_in"]

_SAID: Final = Catalog("tables")
_NAMES: Final = Catalog("wording")
_OFFICIAL: Final = {"target": "指标值", "actual": "实际完成值", "points": "分值", "earned": "得分"}
"""What the official form calls a column."""
_MOST_SHOWN: Final = 200
_MOST_NAMES: Final = 8


@attrs.frozen
class Tabled:
    """A table of a file: its sheet, and where each row stands (文件中的一张表).

    Attributes:
        sheet: the indicators, what the options or the document say of the whole, and what was found.
        lines: the row of each indicator, as the person's own program counts it.
        columns: the fields of an indicator that the table has a column for.
        headers: every header, as printed.
        place: where in the file it stands; None where a file is one table.
        notes: what was taken from the document, and what an option overrules.
    """

    sheet: Sheet
    lines: tuple[int, ...]
    columns: frozenset[str]
    headers: tuple[str, ...]
    place: Place | None = None
    notes: tuple[Note, ...] = ()

    def need(self, *fields: str) -> None:
        """Raise the `TableError` of a table that lacks one of these columns; grades stand in for a target."""
        for field in fields:
            if field in self.columns or (field == "target" and "bands" in self.columns):
                continue
            if any(getattr(row, field) not in (None, "") for row in self.sheet.indicators):
                continue  # said elsewhere, such as points in the name of a section
            header, found = _OFFICIAL[field], _listed(self.headers)
            raise TableError(_SAID("column-missing", header=header, names=_names(field), found=found))


@attrs.frozen
class Intake:
    """What a file holds (文件内容).

    Attributes:
        tables: its tables, in their order; one at least.
        plain: whether it is a text of separated values, which is one table by itself.
    """

    tables: tuple[Tabled, ...]
    plain: bool


def taken_in(source: Source, told: Mapping[str, Any]) -> Intake:
    """Read the tables of a file.

    Args:
        source: the file.
        told: what the options say of the whole: `fiscal_year`, `budget`, `executed`; None where they say
            nothing, and the document is asked.

    Raises:
        Failure: it cannot be read, or holds no table of indicators.
    """
    try:
        if source.failed is not None:
            raise source.failed
        with _opened(source.name) as file:
            tables, plain = _tables(file, source.name)
    except OSError as error:
        raise failed(source.name, error) from error
    except BudgetKpiError as error:
        raise refused(source.name, error) from error
    return Intake(tuple(_told(tabled, told) for tabled in tables), plain)


def _opened(name: str) -> BinaryIO:
    """The file, at whose every place can be read."""
    if name != STANDARD_INPUT:
        return open(name, "rb")
    if sys.stdin is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    from budgetkpi.tables.grid import Limits

    most = Limits()
    content = sys.stdin.buffer.read(most.size + 1)
    most.hold("size", len(content))
    return io.BytesIO(content)


def _tables(file: BinaryIO, name: str) -> tuple[list[Tabled], bool]:
    """The tables in a file, and whether it is a text of separated values."""
    from budgetkpi.tables.grid import Limits
    from budgetkpi.tables.opening import document_of
    from budgetkpi.tables.recogniser import recognise
    from budgetkpi.tables.sniffing import format_of

    limits, known = Limits(), "" if name == STANDARD_INPUT else os.path.basename(name)
    found = format_of(file, known, limits)
    plain = found == "csv"
    document = document_of(file, limits=limits, format=found)
    forms = recognise(document, known or None, loose=plain)
    tables = [tabled for form in forms for tabled in _of_form(form, name, plain=plain)]
    if not tables:
        raise TableError(_without_tables(document, plain=plain))
    findings = (*document.findings, *tables[0].sheet.findings)
    first = attrs.evolve(tables[0], sheet=attrs.evolve(tables[0].sheet, findings=findings))
    return [first, *tables[1:]], plain


def _of_form(form: Form, name: str, *, plain: bool) -> Iterator[Tabled]:
    """The sheets of a form, each with the rows of its indicators."""
    from budgetkpi.sheets import Sheet
    from budgetkpi.tables.places import place_of

    numbers = {id(row.indicator): row.number for row in form.rows.rows}
    columns = frozenset[str]().union(*(head.fields for head in form.heads))
    heads = range(form.head.first, form.head.last + 1)
    headers = tuple(anchor.text for row in heads for anchor in form.lattice.begun(row))
    place = None if plain else place_of(None, form.lattice.grid)
    for sheet in list(form.sheets()) or [Sheet(title=form.title, findings=form.found())]:
        lines = tuple(numbers[id(row)] for row in sheet.indicators)
        yield Tabled(attrs.evolve(sheet, source=name), lines, columns, headers, place)


def _without_tables(document: Document, *, plain: bool) -> Message:
    """What is said of a document without a table of indicators, with the headers of its first table."""
    rows = (row for block in document.blocks for row in getattr(block, "rows", ()))
    texts = ([cell.text for cell in row if cell is not None and cell.text] for row in rows)
    found = next(filter(None, texts), [])
    names, listed = _names("name"), _listed(found) or "—"
    if plain:
        return _SAID("header-missing", names=names, found=listed)
    return _SAID("no-tables", names=names, targets=_names("target"), found=listed)


def _told(tabled: Tabled, told: Mapping[str, Any]) -> Tabled:
    """The table with what the options say of the whole; what is taken from the document is noted."""
    sheet = tabled.sheet
    notes: list[Note] = []
    for field, option in told.items():
        written, name = _written(sheet, field), _NAMES(f"column-{field.replace('_', '-')}")
        said = {"what": name.en, "what_zh": name.zh, "written": written, "option": option}
        if written is None or written == option:
            continue
        notes.append(_SAID.note("from-document" if option is None else "option-overrules", **said))
    changes: dict[str, Any] = {field: option for field, option in told.items() if option is not None}
    if changes.get("fiscal_year") is not None:
        year = changes["fiscal_year"]
        changes["indicators"] = tuple(
            row if row.fiscal_year in (None, year) else attrs.evolve(row, fiscal_year=year)
            for row in sheet.indicators
        )
    if not sheet.indicators:
        empty = Finding("no-rows", severity=Severity.WARNING, message=_SAID("no-rows"))
        changes["findings"] = (*sheet.findings, empty)
    return attrs.evolve(tabled, sheet=attrs.evolve(sheet, **changes), notes=tuple(notes))


def _written(sheet: Sheet, field: str) -> object:
    """What a document says of the whole: the years of its rows, where the table names none."""
    written = getattr(sheet, field)
    if field != "fiscal_year" or written is not None:
        return written
    years = sorted({row.fiscal_year for row in sheet.indicators if row.fiscal_year is not None})
    return (years[0] if len(years) == 1 else series(years)) if years else None


def _names(field: str) -> str:
    """Some of the headers by which a field is known."""
    from budgetkpi.rows import names_taken

    names = names_taken(field)
    return series(names, first=_MOST_NAMES)


def _listed(headers: Sequence[str]) -> str:
    listed = series(" ".join(header.split()) for header in headers if header)
    if len(listed) <= _MOST_SHOWN:
        return listed
    return Bilingual(f"{listed[:_MOST_SHOWN]}…", f"{listed.zh[:_MOST_SHOWN]}…")
