"""Indicators from a plain table of comma-separated values (绩效指标表)."""

from __future__ import annotations

import csv
import functools
import io
import os
import re
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import attrs

from budgetkpi.bounds import YEARS
from budgetkpi.errors import FieldError, TableError
from budgetkpi.indicators import Indicator
from budgetkpi.inputs import as_path, wrong_type
from budgetkpi.messages import Catalog
from budgetkpi.resources import load_table
from budgetkpi.results import Finding, Severity
from budgetkpi.shown import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Row", "Rows", "names_taken", "read_rows"]

_SAID = Catalog("tables")
_HEADER_WITHIN = 30
"""How many records from the top are looked at for the line of headers: titles may stand above it."""
_DELIMITERS = (",", "\t", ";")
_VERBATIM = (
    "target",
    "description",
    "basis",
    "comparator",
    "unit",
    "actual",
    "reason",
    "activity",
    "stage_target",
    "stage_actual",
    "forecast",
    "reviewed_actual",
)
_BRACKETED = re.compile(r"\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]|【[^【】]*】")
_NUMBER = re.compile(r"(?P<number>[0-9]{1,20}(?:\.[0-9]{1,20})?)(?P<mark>分|%|％)?")
_YEAR = re.compile(r"(?P<year>[12][0-9]{3})\s*(?:年度?)?")


@attrs.frozen(repr=False)
class Row(Shown):
    """One indicator and where it stands (指标行).

    Attributes:
        line: the line of the file at which the row begins, counted from 1.
        indicator: its cells, verbatim but for the blanks around them.
    """

    line: int
    indicator: Indicator

    def _told(self) -> str:
        return f"line {self.line} {self.indicator!r}"


@attrs.frozen(repr=False)
class Rows(Shown):
    """What was read of a table, and what could not be (指标表).

    Attributes:
        rows: the indicators in the order of the file.
        findings: rows that could not be read, and cells that could not be used.
        columns: the fields of an Indicator that the table has a column for.
        unused: the headers that say nothing about an indicator, as printed.
        headers: every header, as printed.
    """

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()
    columns: frozenset[str] = attrs.field(default=frozenset(), kw_only=True)
    unused: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    headers: tuple[str, ...] = attrs.field(default=(), kw_only=True)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def _told(self) -> str:
        return f"{len(self.rows)} rows, {len(self.findings)} findings"


def read_rows(source: str | os.PathLike[str] | IO[str] | IO[bytes]) -> Rows:
    """Read indicators from a file of comma-separated values (读取绩效指标表).

    The headers may come in any order and in any wording of grammar/headers.toml; a title may stand
    above them. Only a column of names (三级指标 or 指标名称) must be there. 一级指标 and 二级指标 are
    filled down. A row that cannot be read is a finding with its line, and the rest goes on.

    Args:
        source: a path, or an open text or binary file; bytes are UTF-8 with or without a mark,
            UTF-16 with one, or GB18030.

    Raises:
        OSError: the file cannot be opened.
        TableError: it is no text, is empty, or has no column of names.
    """
    text = _decoded(source)
    if not text.strip("\ufeff \t\r\n,;"):
        raise TableError(_SAID("file-empty"))
    for delimiter in _DELIMITERS:
        head = _head(text, delimiter)
        if head is not None:
            return _Reader(*head).read(text, delimiter)
    first = next((cells for _, cells, _ in _records(text, ",") if cells and any(cells)), [])
    found = ", ".join(cell for cell in first if cell)
    raise TableError(_SAID("header-missing", found=found[:200], names=", ".join(_headers()["name"][:3])))


def names_taken(field: str) -> tuple[str, ...]:
    """The headers by which a field of an Indicator is known, the best first (可用的表头)."""
    return tuple(_headers()[field])


def _decoded(source: str | os.PathLike[str] | IO[str] | IO[bytes]) -> str:
    if isinstance(source, str | os.PathLike):
        content: object = Path(as_path(source, "source")).read_bytes()
    elif hasattr(source, "read"):
        content = source.read()
    else:
        raise wrong_type("source", "file", source)
    if not isinstance(content, str | bytes):
        raise wrong_type("source", "file", source)
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:  # a workbook or a picture may decode by chance
            return text
    raise TableError(_SAID("file-not-text"))


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | None, str]]:
    """The records as (first line, stripped cells or None where broken, what is broken)."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, None, str(error)
        else:
            yield line, [cell.strip() for cell in cells], ""


@functools.cache
def _headers() -> dict[str, list[str]]:
    headers: dict[str, list[str]] = load_table("headers.toml")["headers"]
    return headers


def _plain(header: str) -> str:
    """A header without blanks and without what stands in brackets, nested ones too."""
    bare, before = "".join(header.split()), None
    while bare != before:
        bare, before = _BRACKETED.sub("", bare), bare
    return bare


def _head(text: str, delimiter: str) -> tuple[int, list[str], dict[str, int]] | None:
    """The line of the headers, the headers, and the column of each field; None where there is none."""
    best: tuple[int, list[str], dict[str, int]] | None = None
    for count, (line, cells, _) in enumerate(_records(text, delimiter)):
        if count == _HEADER_WITHIN:
            break
        columns = _columns(cells or [])
        if "name" in columns and (best is None or len(columns) > len(best[2])):
            best = line, cells or [], columns
    return best


def _columns(cells: Sequence[str]) -> dict[str, int]:
    plain = [_plain(cell) for cell in cells]
    return {
        field: plain.index(word)
        for field, words in _headers().items()
        for word in [next((word for word in words if word in plain), None)]
        if word is not None
    }


@attrs.define
class _Reader:
    """One pass over the records below the headers."""

    head_line: int
    headers: list[str]
    columns: dict[str, int]
    grades: list[int] = attrs.field(init=False)
    rows: list[Row] = attrs.field(init=False, factory=list)
    findings: list[Finding] = attrs.field(init=False, factory=list)
    level1: str = attrs.field(init=False, default="")
    level2: str = attrs.field(init=False, default="")
    percent: bool = attrs.field(init=False, default=False)

    def __attrs_post_init__(self) -> None:
        plain = [_plain(header) for header in self.headers]
        sets: list[list[str]] = load_table("headers.toml")["grades"]["sets"]
        complete = next((words for words in sets if {*words} <= {*plain}), [])
        self.grades = [plain.index(word) for word in complete]
        for header in dict.fromkeys(header for header in plain if header and plain.count(header) > 1):
            self.find("header-repeated", Severity.WARNING, line=self.head_line, header=header)

    def read(self, text: str, delimiter: str) -> Rows:
        for line, cells, broken in _records(text, delimiter):
            if line <= self.head_line:
                continue
            if cells is None:
                self.find("row-broken", Severity.ERROR, leaves_open=True, line=line, why=broken)
            elif any(cells):
                self.take(line, cells)
        used = {*self.columns.values(), *self.grades}
        unused = tuple(header for i, header in enumerate(self.headers) if header and i not in used)
        columns = frozenset(self.columns) | ({"bands"} if self.grades else set())
        headers = tuple(self.headers)
        return Rows(tuple(self.rows), tuple(self.findings), columns=columns, unused=unused, headers=headers)

    def take(self, line: int, cells: list[str]) -> None:
        """One record below the headers, with something in it."""
        if cells == self.headers:  # printed again on the next page
            return
        wanted = max(i for i, header in enumerate(self.headers, 1) if header)
        if len(cells) < wanted or any(cells[wanted:]):
            found = len(cells)
            self.find("row-columns", Severity.ERROR, leaves_open=True, line=line, found=found, wanted=wanted)
            return
        said = {field: cells[column] for field, column in self.columns.items()}
        if _plain(next(cell for cell in cells if cell)) in _totals():
            return
        self.fill_down(said)
        if not said["name"]:
            weighs = bool(said.get("points"))
            self.find("row-without-name", Severity.WARNING, leaves_open=weighs, line=line)
            return
        try:
            self.rows.append(Row(line, self.indicator(line, cells, said)))
        except FieldError as error:  # a name of a thousand characters is none, a year of 2999 is no budget's
            why = {"why": error.en, "why_zh": error.zh}
            self.find("row-unreadable", Severity.ERROR, leaves_open=True, line=line, **why)

    def fill_down(self, said: dict[str, str]) -> None:
        """A merged cell is printed once: the rows below it leave it blank."""
        if said.get("level1") and said["level1"] != self.level1:
            self.level1, self.level2 = said["level1"], ""
        self.level2 = said.get("level2") or self.level2

    def indicator(self, line: int, cells: list[str], said: dict[str, str]) -> Indicator:
        fields: dict[str, Any] = {field: said[field] for field in _VERBATIM if said.get(field)}
        for field in ("points", "earned", "hand_points", "deduction", "reviewed_earned"):
            if said.get(field):
                fields[field] = self.points(line, said[field], field)
        if said.get("fiscal_year"):
            fields["fiscal_year"] = self.year(line, said["fiscal_year"])
        if any(cells[column] for column in self.grades):
            fields["bands"] = tuple(cells[column] for column in self.grades)
        return Indicator(said["name"], level1=self.level1, level2=self.level2, **fields)

    def points(self, line: int, cell: str, field: str) -> Decimal | None:
        """分值 or 得分: a number, perhaps with 分; a weight in per cent counts of 100 points."""
        match = _NUMBER.fullmatch(cell)
        if match is None:
            header = self.headers[self.columns[field]]
            # A published score that cannot be read leaves the rule's points as they are.
            weighs = field not in ("earned", "reviewed_earned")
            self.find(
                "points-unreadable", Severity.WARNING, leaves_open=weighs, line=line, cell=cell, header=header
            )
            return None
        if match["mark"] in ("%", "％") and not self.percent:
            self.percent = True
            self.find("points-from-percent", Severity.INFO, line=line, cell=cell)
        return Decimal(match["number"])

    def year(self, line: int, cell: str) -> int | None:
        match = _YEAR.fullmatch(cell)
        if match is None or int(match["year"]) not in YEARS:
            self.find("year-unreadable", Severity.WARNING, line=line, cell=cell)
            return None
        return int(match["year"])

    def find(self, code: str, severity: Severity, *, leaves_open: bool = False, **fields: object) -> None:
        message = _SAID(code, **fields)
        self.findings.append(Finding(code, severity=severity, message=message, open=leaves_open))


@functools.cache
def _totals() -> frozenset[str]:
    """The words that begin a row of sums."""
    return frozenset(load_table("headers.toml")["totals"]["words"])
