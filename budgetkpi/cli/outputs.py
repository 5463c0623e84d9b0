"""Where the results of a sub-command go (结果输出): a terminal, a pipe or a file; as text, JSON or CSV."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import shutil
import sys
from typing import TYPE_CHECKING, Any, Final, TextIO

import attrs

from budgetkpi.cli.endings import complain, failed, watched
from budgetkpi.cli.printing import Table, plain_lines, rich_text
from budgetkpi.cli.written_files import Form
from budgetkpi.escaping import escaped, escaped_json
from budgetkpi.writing import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from budgetkpi.wording import Plain

__all__ = ["Output", "Report", "opened"]


_FORMULA: Final = re.compile(r"(?![-+]?[0-9]+(?:\.[0-9]+)?%?\Z)[=+\-@＝＋－＠]")
"""What a spreadsheet takes for the beginning of a formula; a plain number is none."""


@attrs.frozen
class Report:
    """What a sub-command has to say, of one file or at once (输出).

    Attributes:
        parts: lines and tables for people.
        record: the same for programs, of JSON types.
        status: the exit status.
        flat: the same as flat rows under their headings, for CSV.
        headings: those of `flat`, where all is well with no row in it.
        told: what CSV has no row for; it goes to standard error there.
        counts: what is added up over all files.
    """

    parts: Sequence[str | Table]
    record: Any
    status: int = 0
    flat: Sequence[dict[str, Plain]] = attrs.field(default=(), kw_only=True)
    headings: Sequence[str] = attrs.field(default=(), kw_only=True)
    told: Sequence[str] = attrs.field(default=(), kw_only=True)
    counts: Mapping[str, Any] = attrs.field(factory=dict, kw_only=True)


class Output:
    """Prints reports as they come; nothing is kept, so that a folder of files needs no memory.

    Attributes:
        closed: whether the reader of a pipe has read enough: what is written since is dropped.
    """

    def __init__(self, stream: TextIO, form: Form, *, name: str = "") -> None:
        """Print to `stream`; `name` is what an error calls it, "" for standard output."""
        self.closed = False
        self._stream = stream
        self._form = form
        self._name = name
        self._begun = False
        self._headed = False
        self._csv: Any = csv.writer(_Lines(self._write), lineterminator="\n")

    @property
    def on_terminal(self) -> bool:
        """Whether people see what is printed at once."""
        return self._stream.isatty()

    def alone(self, report: Report, name: str = "") -> None:
        """Print what there is to say at once; `name` is the only file that is named."""
        if self._form is Form.JSON:
            self._json(report.record)
            self._write("\n")
        elif self._form.rows:
            self._flat(name, report)
        else:
            self._text(report.parts)
        self._flush()

    def of_file(self, name: str, report: Report, heading: str) -> None:
        """Print what there is to say of one file among several, in a text under its heading."""
        if self._form is Form.JSON:
            self._write(",\n" if self._begun else '{\n  "files": [\n')
            self._json(report.record, indent=4)
        elif self._form.rows:
            self._flat(name, report)
        else:
            if report.parts:
                self._text([*[""] * self._begun, heading])
            self._text(report.parts)
        self._begun = True
        self._flush()

    def at_end(self, lines: Sequence[str], record: object) -> None:
        """Print what there is to say of all files together."""
        if self._form is Form.JSON:
            self._write("\n  ],\n" if self._begun else '{\n  "files": [],\n')
            self._write('  "summary": ')
            self._json(record, indent=2, first=False)
            self._write("\n}\n")
        elif self._form is Form.TEXT:
            self._text([*[""] * self._begun, *lines])
        self._flush()

    def _text(self, parts: Sequence[str | Table]) -> None:
        for part in parts:
            if isinstance(part, Table):
                self._table(part)
            else:
                self._write(escaped(part) + "\n")

    def _table(self, table: Table) -> None:
        """A table: rich's on a terminal where it is installed, plain lines otherwise."""
        if not self.on_terminal:
            text = "".join(f"{line}\n" for line in plain_lines(table))
        else:
            width = shutil.get_terminal_size().columns
            text = rich_text(table, width) or "".join(f"{line}\n" for line in plain_lines(table, width))
        self._write(text)

    def _json(self, record: object, *, indent: int = 0, first: bool = True) -> None:
        encoding = getattr(self._stream, "encoding", None) or ""
        unicode = encoding.lower().replace("-", "").startswith("utf8")
        text = escaped_json(json.dumps(record, ensure_ascii=not unicode, indent=2))
        margin = " " * indent
        self._write(margin * first + text.replace("\n", "\n" + margin))

    def _flat(self, name: str, report: Report) -> None:
        """The rows of a report as CSV, the headings once."""
        for line in report.told:
            complain(name, line)
        headings = report.flat[0] if report.flat else report.headings
        if headings and not self._headed:
            self._csv.writerow(map(self._cell, headings))
            self._headed = True
        for row in report.flat:
            self._csv.writerow(map(self._cell, row.values()))

    def _cell(self, content: Plain) -> str:
        """A cell of CSV: line breaks stay, which are quoted there; what a terminal would obey is escaped."""
        text = "" if content is None else "\n".join(map(escaped, str(content).split("\n")))
        formula = self._form is Form.SPREADSHEET and isinstance(content, str) and _FORMULA.match(text)
        return f"'{text}" if formula else text

    def _write(self, text: str) -> None:
        with self._watched():
            self._stream.write(text)

    def _flush(self) -> None:
        with self._watched():
            self._stream.flush()

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        """A reader that closes the pipe has read enough: what is written from then on goes nowhere."""
        try:
            with watched(self._stream, self._name):
                yield
        except BrokenPipeError:
            self.closed = True
            self._stream = io.StringIO()


@attrs.frozen
class _Lines:
    """What csv writes its lines to."""

    write: Any


@contextlib.contextmanager
def opened(path: str | None, form: Form) -> Iterator[Output]:
    """The output that the user asked for: a file, which is written whole or not at all, or standard output.

    Raises:
        Failure: it cannot be written.
    """
    if path is None:
        if sys.stdout is None:  # the program was started with it closed
            raise failed("", ValueError())
        yield Output(sys.stdout, form)
        return
    try:
        with whole_file(path) as file:
            encoding = "utf-8-sig" if form.rows else "utf-8"  # the mark tells spreadsheets the encoding
            stream = io.TextIOWrapper(file, encoding, errors="backslashreplace", newline="\n")
            yield Output(stream, form, name=path)
            stream.flush()
            stream.detach()
    except OSError as error:
        raise failed(path, error) from error
