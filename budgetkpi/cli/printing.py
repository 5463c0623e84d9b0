"""What a sub-command says, and how it looks (输出)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.errors import columns
from budgetkpi.escaping import escaped
from budgetkpi.messages import Catalog
from budgetkpi.wording import flat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from budgetkpi.errors import ParseError
    from budgetkpi.messages import Message, Note
    from budgetkpi.results import Outcome
    from budgetkpi.tables.places import Place
    from budgetkpi.wording import Plain, Worded

__all__ = ["Said", "Table", "plain_lines", "rich_text"]

_SAID = Catalog("tables")
_NAMES = Catalog("wording")
_WIDEST: Final = 40
"""How many terminal columns a column of a table takes before its cells are wrapped."""
_NARROWEST: Final = 12
"""How many columns the last column of a table has at least, however narrow the terminal is."""
_BETWEEN: Final = 2


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


class Said:
    """Messages in the language that the user asked for."""

    def __init__(self, language: str) -> None:
        self.zh = language == "zh"

    def __call__(self, message: Message | Worded | Place) -> str:
        """The message, or the word for a member of a closed set, in that language."""
        return message.zh if self.zh else message.en

    def word(self, code: str, **fields: object) -> str:
        """A text of the command line's own."""
        return self(_SAID(code, **fields))

    def pair(self, code: str, text: str) -> str:
        """A labelled line."""
        return f"  {self.word(code)}{'：' if self.zh else ': '}{text}"

    def field(self, name: str, text: str) -> str:
        """What is said under a heading of the form, on a line."""
        return f"{self(_NAMES(f'column-{name}'))}{'：' if self.zh else ': '}{text}"

    def error(self, error: ParseError) -> list[str]:
        """A cell that cannot be read, with carets under the place."""
        expected = ("、" if self.zh else ", ").join(map(self, error.expected))
        lines = [self.pair("heading-error", f"{self(error.message)} [{error.code}]")]
        if expected:
            lines.append("  " + self.word("expected", expected=expected))
        return [*lines, *error.marked().split("\n")]

    def finding(self, message: Message) -> str:
        """What was found, on a line."""
        return self.pair("heading-finding", self(message)).strip()

    def headed(self, title: str) -> str:
        """A line above what is said of a file."""
        return f"{title}{'：' if self.zh and not title.isascii() else ':'}"

    def tally(self, counts: Iterable[tuple[str, int]]) -> str:
        """How often each of several things stands there: `lower 2, higher 1`, `偏低2，偏高1`."""
        return self.listed(f"{name}{' ' if name.isascii() else ''}{count}" for name, count in counts)

    def listed(self, parts: Iterable[str]) -> str:
        """The parts that say something, one behind the other."""
        return ("，" if self.zh else ", ").join(filter(None, parts))

    def cells(self, **cells: Plain) -> dict[str, Plain]:
        """Cells of a flat row under the headings of the form."""
        return flat("zh" if self.zh else "en", **cells)

    def outcome(self, outcome: Outcome) -> str:
        """The word for an outcome."""
        return self(outcome)

    def notes(self, notes: Sequence[Note]) -> list[str]:
        """Assumptions, one a line, each with its code."""
        return [self.pair("heading-note", f"{self(note.message)} [{note.code}]") for note in notes]


def rich_text(table: Table, width: int) -> str | None:
    """A table as rich draws it on a terminal of `width` columns, None where rich is not installed."""
    try:
        from rich.console import Console
        from rich.table import Table as RichTable
        from rich.text import Text
    except ImportError:
        return None
    drawn = RichTable()
    for heading in table.headings:
        drawn.add_column(Text(escaped(heading)), overflow="fold")
    for row, below in zip(table.rows, table.below, strict=True):
        last = "\n".join(map(escaped, [row[-1], *(line.strip() for line in below)]))
        drawn.add_row(*(Text(escaped(cell)) for cell in row[:-1]), Text(last))  # a cell may hold [brackets]
    text = io.StringIO()
    Console(file=text, width=width).print(drawn)
    return text.getvalue()


def plain_lines(table: Table, width: int | None = None) -> Iterator[str]:
    """A table as plain text, wide characters counted as two columns; long cells are wrapped, never cut.

    Args:
        table: the table.
        width: how many columns the terminal has; None where no terminal is written to, and the last
            column goes on as long as it needs.
    """
    body = [[escaped(cell) for cell in row] for row in [table.headings, *table.rows]]
    widths = [min(_WIDEST, max(columns(row[i]) for row in body)) for i in range(len(table.headings) - 1)]
    used = sum(widths) + _BETWEEN * len(widths)
    last = None if width is None else max(_NARROWEST, width - used)

    def printed(row: Sequence[str]) -> Iterator[str]:
        cells = [_wrapped(cell, most) for cell, most in zip(row, [*widths, last], strict=True)]
        for i in range(max(map(len, cells))):
            parts = [cell[i] if i < len(cell) else "" for cell in cells]
            padded = (part + " " * (most - columns(part)) for part, most in zip(parts, widths, strict=False))
            yield (" " * _BETWEEN).join([*padded, parts[-1]]).rstrip()

    yield from printed(body[0])
    yield from printed(["-" * most for most in [*widths, columns(body[0][-1])]])
    for row, below in zip(body[1:], table.below, strict=True):
        yield from printed(row)
        yield from map(escaped, below)


def _wrapped(cell: str, most: int | None) -> list[str]:
    """A cell in lines of at most `most` columns, between words where there is a blank."""
    lines = []
    while most is not None and columns(cell) > most:
        end = _fitting(cell, most)
        blank = cell.rfind(" ", 0, end + 1)
        kept = blank if blank > 0 else end
        lines.append(cell[:kept].rstrip())
        cell = cell[kept:].lstrip()
    return [*lines, cell]


def _fitting(cell: str, most: int) -> int:
    """How many characters of a cell fit into `most` columns, one at least."""
    taken = 0
    for i, character in enumerate(cell):
        taken += columns(character)
        if taken > most:
            return max(i, 1)
    return len(cell)
