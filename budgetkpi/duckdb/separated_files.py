"""Separated values as DuckDB is told to read them (CSV 文件): nothing is guessed behind the caller's back.

The encoding, the sign between cells and the line of headers are found as for any other table; every line
behind it must have as many cells.
"""

from __future__ import annotations

import codecs
import contextlib
import gzip
import os
import tempfile
import zlib
from typing import IO, TYPE_CHECKING, Any, Final, cast

import attrs

from budgetkpi.errors import DocumentError
from budgetkpi.messages import Catalog
from budgetkpi.tables.grid import Limits
from budgetkpi.tables.headings import heading_of
from budgetkpi.tables.separated import delimiter_of, records

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["READ", "Separated", "separated"]

_say: Final = Catalog("columns")
READ: Final = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
_HEAD: Final = 1 << 20
"""So many bytes are looked at for the encoding and the headers."""
_ABOVE: Final = 20
"""So many lines may stand above the headers: a title, a unit."""
_COPIED: Final = 1 << 22
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@attrs.frozen(kw_only=True)
class Separated:
    """How one file is to be read (读取方式).

    Attributes:
        path: the file in UTF-8, which is a copy where the given one is in another encoding.
        packed: whether that file is packed by gzip.
        delimiter: what parts the cells.
        skip: the lines above the headers.
        headers: as they stand in the file.
    """

    path: str
    packed: bool
    delimiter: str
    skip: int
    headers: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """A name of its own for each column: a header that stands twice, or is empty, gets a number."""
        taken: set[str] = set()
        names = []
        for place, header in enumerate(self.headers):
            base = header or f"column{place}"
            name, number = base, 1
            while name.casefold() in taken:
                name, number = f"{base}_{number}", number + 1
            taken.add(name.casefold())
            names.append(name)
        return tuple(names)


@contextlib.contextmanager
def separated(path: str, *, rows: bool = True) -> Iterator[Separated]:
    """How a file is read, for as long as the block runs.

    Args:
        path: the file.
        rows: whether its rows are wanted; else no copy is made of one in another encoding.

    Raises:
        DocumentError: it is empty, or no text in UTF-8, UTF-16 with a mark, or GB18030.
        OSError: it cannot be read, or its copy not be written.
    """
    try:
        with _opened(path) as file:
            head = file.read(_HEAD)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DocumentError(_say("file-unreadable", why=str(error)), path) from error
    encoding = _encoding(head, whole=len(head) < _HEAD, path=path)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head).removeprefix("\ufeff")
    if not text.strip():
        raise DocumentError(_say("file-empty"), path)
    found = _laid_out(path, text.splitlines())
    if encoding == "utf-8" or not rows:
        yield found
        return
    with tempfile.TemporaryDirectory(prefix="budgetkpi-") as folder:
        copy = os.path.join(folder, "utf-8.csv")
        _copied(path, copy, encoding)
        yield attrs.evolve(found, path=copy, packed=False)


def _opened(path: str) -> IO[bytes]:
    if path.lower().endswith(".gz"):
        return cast("IO[bytes]", gzip.open(path, "rb"))
    return open(path, "rb")


def _encoding(head: bytes, *, whole: bool, path: str) -> str:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    for encoding in ("utf-8", "gb18030"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(head, final=whole)
        except UnicodeDecodeError:
            continue
        return encoding
    raise DocumentError(_say("no-text-file"), path)


def _laid_out(path: str, lines: list[str]) -> Separated:
    """The sign, and the first line that has both a target and an actual; else the first."""
    lines = lines[:2000]
    told = lines[0].lower().startswith("sep=") and len(lines[0].strip()) == len("sep=,")
    delimiter = lines[0][4] if told else delimiter_of(lines)
    first = None
    for record in records(lines[told:], delimiter, Limits()):
        if record.first > _ABOVE or record.cells is None:
            break
        fields = {heading.field for heading in map(heading_of, record.cells) if heading is not None}
        if first is None or {"target", "actual"} <= fields:
            first = record
        if {"target", "actual"} <= fields:
            break
    if first is None or first.cells is None:
        raise DocumentError(_say("line-unreadable", line=1 + told, why="quotes"), path)
    return Separated(
        path=path,
        packed=path.lower().endswith(".gz"),
        delimiter=delimiter,
        skip=first.first - 1 + told,
        headers=tuple(cell.strip() for cell in first.cells),
    )


def _copied(path: str, copy: str, encoding: str) -> None:
    """The same text in UTF-8, piece by piece."""
    decoder: Any = codecs.getincrementaldecoder(encoding)()
    lines = 1
    with _opened(path) as source, open(copy, "wb") as target:
        piece = b"\n"
        while piece:
            try:
                piece = source.read(_COPIED)
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                line = lines + error.object[: error.start].count(b"\n")
                raise DocumentError(_say("line-unreadable", line=line, why=encoding), path) from error
            except (EOFError, gzip.BadGzipFile, zlib.error) as error:
                raise DocumentError(_say("file-unreadable", why=str(error)), path) from error
            lines += text.count("\n")
            _written(target, text.encode(), copy)


def _written(target: IO[bytes], content: bytes, copy: str) -> None:
    try:
        target.write(content)
    except OSError as error:  # a full disk is not that of the output
        error.filename = error.filename or copy
        raise
