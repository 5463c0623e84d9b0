"""The records of a text of separated values, read on behind what is damaged (分隔值记录)."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from budgetkpi.tables.grid import Limits

__all__ = ["Record", "Records", "delimiter_of", "records"]

_DELIMITERS = (",", "\t", ";", "|")
_WITHIN = re.compile(r'[^"]*(?:""[^"]*)*')
"""What stands between the quotes of a cell; a doubled quote is one of its characters."""
_SPELLED = re.compile(r'="(?P<text>[^"]*)"')
"""How exports keep a spreadsheet from changing a text: ="001"."""
_SAMPLE = 2_000
_TABLE = 3
"""Columns from which on a line inside a quoted cell may be told for a row of its own."""


@attrs.frozen
class Record:
    """The cells of one record, or a stretch of lines that is damaged (记录).

    Attributes:
        first, last: its lines, counted from 1.
        cells: what stands in it; None where it is damaged.
        why: the code of what is wrong with it, "" where nothing is.
        stray: whether a quote stands inside a cell that does not begin with one.
    """

    first: int
    last: int
    cells: tuple[str, ...] | None
    why: str = ""
    stray: bool = False


def delimiter_of(lines: Sequence[str | None]) -> str:
    """What parts the cells: the sign that gives most lines as many cells as their fellows."""
    sample = [line for line in lines[:_SAMPLE] if line]

    def fitting(delimiter: str) -> int:
        widths = Counter(line.count(delimiter) for line in sample)
        del widths[0]
        return max((width * lines for width, lines in widths.items()), default=0)

    return max(_DELIMITERS, key=fitting)


def records(lines: Sequence[str | None], delimiter: str, limits: Limits) -> Iterator[Record]:
    """The records of a text; every line is in exactly one of them.

    A cell in quotes may go on over lines. Where a quote is not closed, is followed by text, or closes only
    after it has swallowed rows, the record is damaged, and reading goes on at the next line that has as
    many cells as the others. The time grows with the length of the text and no faster: a quote that opens in
    one line ends, well or not, at the next line that opens or closes one.

    Args:
        lines: without their ends; None for one that could not be decoded.
        delimiter: what parts the cells.
        limits: characters of a cell, cells of a record.
    """
    reader = Records(lines, delimiter, limits)
    at = 0
    while at < len(lines):
        record = reader.record(at)
        if record.cells is None:
            end = reader.next_fitting(at + 1)
            yield attrs.evolve(record, last=end)
            at = end
        else:
            yield record
            at = record.last


@attrs.define
class Records:
    """The records of a text, one by one.

    Attributes:
        lines, delimiter, limits: as for `records`.
    """

    lines: Sequence[str | None]
    delimiter: str
    limits: Limits
    usual: int = attrs.field(init=False)
    """How many cells most lines have."""
    before: int = 0
    """How many the last sound record had."""

    def __attrs_post_init__(self) -> None:
        widths = Counter(line.count(self.delimiter) + 1 for line in self.lines if line and '"' not in line)
        del widths[1]
        self.usual = widths.most_common(1)[0][0] if widths else 0

    def record(self, at: int) -> Record:
        """The record that begins at a line, counted from 0; damaged, the line alone."""
        record = self._sound(at)
        if record.cells is None:
            return record
        cells = tuple(_plain(cell) for cell in record.cells)
        why = ""
        if len(cells) > self.limits.columns:
            why = "cells-too-many"
        elif any(len(cell) > self.limits.cell_length for cell in cells):
            why = "cell-too-long"
        elif self._swallowed(record):
            why = "quote-not-closed"
        elif record.stray and self.usual and len(cells) != self.usual:
            why = "quote-not-opened"
        if why:
            return Record(record.first, record.first, None, why)
        self.before = len(cells) if len(cells) > 1 else self.before
        return attrs.evolve(record, cells=cells)

    def next_fitting(self, at: int) -> int:
        """The line from `at` on, counted from 0, that reading goes on at; the end where there is none."""
        while at < len(self.lines):
            line = self.lines[at]
            wanted = {self.usual, self.before} - {0}
            if line is not None and line.strip():
                record = self._sound(at)
                if record.cells is not None and self._fits(record, wanted):
                    return at
            at += 1
        return at

    def _fits(self, record: Record, wanted: set[int]) -> bool:
        """Whether a record behind a damaged one begins anew, and is not the rest of it."""
        cells = record.cells or ()
        if wanted and len(cells) not in wanted:
            return False
        return len(cells) > 1 and not record.stray and not self._swallowed(record)

    def _sound(self, at: int) -> Record:
        """The record that begins at a line, by its quotes alone."""
        line = self.lines[at]
        if line is None:
            return Record(at + 1, at + 1, None, "bytes-lost")
        if '"' not in line:
            return Record(at + 1, at + 1, tuple(line.split(self.delimiter)))
        cells: list[str] = []
        place, last, stray = 0, at, False
        while True:
            if not line.startswith('"', place):
                end = line.find(self.delimiter, place)
                end = len(line) if end < 0 else end
                cells.append(line[place:end])
                stray = stray or ('"' in cells[-1] and not _SPELLED.fullmatch(cells[-1]))
            else:
                found = self._quoted(last, place + 1)
                if isinstance(found, str):
                    return Record(at + 1, at + 1, None, found)
                cell, last, end = found
                line = self.lines[last] or ""
                cells.append(cell)
            if end >= len(line):
                return Record(at + 1, last + 1, tuple(cells), stray=stray)
            place = end + 1

    def _quoted(self, at: int, place: int) -> tuple[str, int, int] | str:
        """A cell in quotes: what it holds, and the line and place behind it; or what is wrong."""
        pieces: list[str] = []
        length = 0
        while at < len(self.lines):
            line = self.lines[at]
            if line is None:
                return "quote-not-closed"
            match = _WITHIN.match(line, place)
            end = match.end() if match else place
            pieces.append(line[place:end].replace('""', '"'))
            length += end - place
            if end < len(line):  # a quote that closes the cell
                behind = line[end + 1 : end + 2]
                if behind not in ("", self.delimiter):
                    return "quote-within"
                return "\n".join(pieces), at, end + 1
            if length > self.limits.cell_length:
                return "cell-too-long"
            at, place = at + 1, 0
        return "quote-not-closed"

    def _swallowed(self, record: Record) -> bool:
        """Whether a cell over several lines holds what looks like rows of the table."""
        if record.first == record.last or self.usual < _TABLE:
            return False
        cells = record.cells or ()
        for cell in cells:
            counts = [line.count(self.delimiter) for line in cell.split("\n")[1:]]
            if any(count == self.usual - 1 for count in counts[:-1]):
                return True
            if len(cells) != self.usual and any(count >= self.usual - 1 for count in counts):
                return True
        return False


def _plain(cell: str) -> str:
    match = _SPELLED.fullmatch(cell)
    return cell if match is None else match["text"]
