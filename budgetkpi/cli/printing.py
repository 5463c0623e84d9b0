"""What a sub-command says, and how it is printed (输出)."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.errors import columns
from budgetkpi.messages import Catalog

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from budgetkpi.errors import ParseError
    from budgetkpi.messages import Message, Note
    from budgetkpi.results import Outcome
    from budgetkpi.wording import Worded

__all__ = ["Command", "Report", "Said", "Table", "show"]

_SAID = Catalog("tables")
_WIDEST: Final = 40
"""How many terminal columns a column of a table may take, the last one excepted."""


@attrs.frozen
class Table:
    """A table for people (表格).

    Attributes:
        headings: one a column.
        rows: the cells of each row.
        below: for each row, the lines to print under it.
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    below: Sequence[Sequence[str]]


@attrs.frozen
class Report:
    """What a sub-command has to say (输出).

    Attributes:
        parts: lines and tables for people.
        record: the same for programs, of JSON types.
        status: the exit status.
    """

    parts: Sequence[str | Table]
    record: object
    status: int = 0


@attrs.frozen
class Command:
    """A sub-command (子命令).

    Attributes:
        name: what the user types.
        summary: one line of help.
        arguments: adds the command's own arguments to its parser.
        run: does the work; raises OSError or TableError for input that cannot be read.
    """

    name: str
    summary: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], Report]


class Said:
    """Messages in the language that the user asked for."""

    def __init__(self, language: str) -> None:
        self.zh = language == "zh"

    def __call__(self, message: Message | Worded) -> str:
        """The message, or the word for a member of a closed set, in that language."""
        return message.zh if self.zh else message.en

    def word(self, code: str, **fields: object) -> str:
        """A text of the command line's own."""
        return self(_SAID(code, **fields))

    def pair(self, code: str, text: str) -> str:
        """A labelled line."""
        return f"  {self.word(code)}{'：' if self.zh else ': '}{text}"

    def error(self, error: ParseError) -> list[str]:
        """A cell that cannot be read, with carets under the place."""
        expected = ("、" if self.zh else ", ").join(map(self, error.expected))
        lines = [self.pair("heading-error", f"{self(error.message)} [{error.code}]")]
        if expected:
            lines.append("  " + self.word("expected", expected=expected))
        return [*lines, *error.marked().splitlines()]

    def outcome(self, outcome: Outcome) -> str:
        """The word for an outcome."""
        return self(outcome)

    def notes(self, notes: Sequence[Note]) -> list[str]:
        """Assumptions, one a line, each with its code."""
        return [self.pair("heading-note", f"{self(note.message)} [{note.code}]") for note in notes]


def show(report: Report, *, as_json: bool) -> None:
    """Print a report; a reader that closes the pipe early has read enough."""
    try:
        if as_json:
            encoding = getattr(sys.stdout, "encoding", None) or ""
            unicode = encoding.lower().replace("-", "") == "utf8"
            print(json.dumps(report.record, ensure_ascii=not unicode, indent=2))
        else:
            for part in report.parts:
                if isinstance(part, Table):
                    _show_table(part)
                else:
                    print(part)
        sys.stdout.flush()
    except BrokenPipeError:
        # Keep the interpreter from flushing into the closed pipe at its end.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _show_table(table: Table) -> None:
    """A table: rich's on a terminal where it is installed, plain lines otherwise."""
    if sys.stdout.isatty():
        try:
            from rich.console import Console
            from rich.table import Table as RichTable
            from rich.text import Text
        except ImportError:
            pass
        else:
            rich = RichTable(*table.headings)
            for row, below in zip(table.rows, table.below, strict=True):
                last = "\n".join([row[-1], *(line.strip() for line in below)])
                rich.add_row(*map(Text, [*row[:-1], last]))  # Text: a cell may hold [brackets]
            Console().print(rich)
            return
    for line in lines(table):
        print(line)


def lines(table: Table) -> list[str]:
    """A table as plain text, wide characters counted as two columns."""
    rows = [[" ".join(cell.split()) for cell in row] for row in table.rows]
    body = [[*map(_cut, row[:-1]), row[-1]] for row in [list(table.headings), *rows]]
    widths = [max(columns(row[i]) for row in body) for i in range(len(table.headings) - 1)] + [0]

    def line(row: Sequence[str]) -> str:
        padded = (cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True))
        return "  ".join(padded).rstrip()

    rule = ["-" * width for width in widths[:-1]] + ["-" * columns(table.headings[-1])]
    printed = [line(body[0]), line(rule)]
    for row, below in zip(body[1:], table.below, strict=True):
        printed += [line(row), *below]
    return printed


def _cut(cell: str) -> str:
    """A cell cut to the widest that a column may be."""
    if columns(cell) <= _WIDEST:
        return cell
    kept = ""
    for character in cell:
        if columns(kept + character) >= _WIDEST:
            break
        kept += character
    return kept + "…"
