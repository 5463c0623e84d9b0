"""Where the results of a sub-command go (结果输出): a terminal, a pipe or a file; as text, JSON or CSV."""

from __future__ import annotations

import contextlib
import csv
import enum
import io
import json
import os
import shutil
import sys
from typing import TYPE_CHECKING, Any, Final, TextIO

import attrs

from budgetkpi.cli.printing import Table, plain_lines, rich_text
from budgetkpi.escaping import escaped, escaped_json
from budgetkpi.writing import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from budgetkpi.messages import Message

__all__ = ["Failure", "Form", "Output", "Report", "complain", "failed", "opened", "prepare_streams"]

_FILE: Final = "file"


class Form(enum.StrEnum):
    """In which form results are printed (输出格式)."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


class Failure(Exception):  # noqa: N818  (it ends a file or the command, and is no error of the library)
    """What could not be read or written, and why (失败); it means exit status 2.

    Attributes:
        name: what people call it; "" for standard output.
        why: the reason, in the user's language.
        record: the reason for programs.
    """

    def __init__(self, name: str, why: str, message: Message | None = None) -> None:
        super().__init__(name, why)
        self.name = name
        self.why = why
        told = {"code": "failed", "en": why, "zh": why}
        self.record = told if message is None else attrs.asdict(message)


def failed(name: str, error: OSError) -> Failure:
    """The failure of an operation of the system."""
    return Failure(name, error.strerror or str(error))


@attrs.frozen
class Report:
    """What a sub-command has to say, of one file or at once (输出).

    Attributes:
        parts: lines and tables for people.
        record: the same for programs, of JSON types.
        status: the exit status.
        flat: the same as one table, for CSV.
        counts: what is added up over all files.
    """

    parts: Sequence[str | Table]
    record: Any
    status: int = 0
    flat: Table | None = attrs.field(default=None, kw_only=True)
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
        self._csv: Any = csv.writer(_Lines(self._write), lineterminator="\n")

    def alone(self, report: Report) -> None:
        """Print what there is to say at once."""
        if self._form is Form.JSON:
            self._json(report.record)
            self._write("\n")
        elif self._form is Form.CSV:
            self._flat(report)
        else:
            self._text(report.parts)
        self._flush()

    def of_file(self, name: str, report: Report) -> None:
        """Print what there is to say of one file among several."""
        if self._form is Form.JSON:
            self._write(",\n" if self._begun else '{\n  "files": [\n')
            self._json(report.record, indent=4)
        elif self._form is Form.CSV:
            self._flat(report, name)
        else:
            if report.parts:
                self._text([*[""] * self._begun, f"{name}:"])
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
        if not self._stream.isatty():
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

    def _flat(self, report: Report, name: str | None = None) -> None:
        """The rows of a report as CSV; the headings once, and the file in front where there are several."""
        if report.flat is None:
            return
        if not self._begun:
            self._csv.writerow([*[_FILE] * (name is not None), *report.flat.headings])
        for row in report.flat.rows:
            cells = [name, *row] if name is not None else row
            self._csv.writerow(["\n".join(map(escaped, (cell or "").split("\n"))) for cell in cells])

    def _write(self, text: str) -> None:
        if not self.closed:
            with self._watched():
                self._stream.write(text)

    def _flush(self) -> None:
        if not self.closed:
            with self._watched():
                self._stream.flush()

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        """A reader that closes the pipe has read enough; any other failure is a `Failure`."""
        try:
            yield
        except BrokenPipeError:
            self.closed = True
            _silence(self._stream)
        except (OSError, ValueError) as error:  # ValueError: the stream was closed
            _silence(self._stream)
            raise Failure(self._name, getattr(error, "strerror", None) or str(error)) from error


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
            raise Failure("", os.strerror(9))
        yield Output(sys.stdout, form)
        return
    try:
        with whole_file(path) as file:
            encoding = (
                "utf-8-sig" if form is Form.CSV else "utf-8"
            )  # the mark tells spreadsheets the encoding
            stream = io.TextIOWrapper(file, encoding, errors="backslashreplace", newline="\n")
            yield Output(stream, form, name=path)
            stream.flush()
            stream.detach()
    except OSError as error:
        raise failed(path, error) from error


def complain(name: str, why: str) -> None:
    """Say on standard error what went wrong and with what; never on standard output."""
    if sys.stderr is None:
        return
    said = ": ".join(["budgetkpi", *[escaped(name)] * bool(name), escaped(why)])
    try:
        sys.stderr.write(said + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        _silence(sys.stderr)


def prepare_streams() -> None:
    """Let the standard streams print every character: one that the console lacks is escaped."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):  # closed, or a stream of the caller's own
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def _silence(stream: TextIO) -> None:
    """Keep the interpreter from flushing into a stream that failed at its end."""
    with contextlib.suppress(OSError, ValueError, AttributeError), open(os.devnull, "wb") as nothing:
        os.dup2(nothing.fileno(), stream.fileno())
