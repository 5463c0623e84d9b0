"""Files that are written whole or not at all (整体写入文件)."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["COLUMNAR", "PAGES", "SEPARATED", "WORKBOOKS", "is_same_file", "suffix_of", "whole_file"]

PAGES: Final = (".html", ".htm")
"""How the name of a page ends."""
WORKBOOKS: Final = (".xlsx",)
"""How the name of a workbook ends."""
COLUMNAR: Final = (".parquet", ".pq")
"""How the name of a Parquet file ends."""
SEPARATED: Final = (".csv",)
"""How the name of separated values ends, where they are written."""

_LONGEST: Final = 40
"""How many characters of its name the file beside it bears: file systems limit the bytes of a name."""
_LONGEST_SUFFIX: Final = len(".parquet")


@contextlib.contextmanager
def whole_file(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """A file to write, which takes the place of `path` at the end of the `with` block (原子写入).

    The bytes go to a new file in the same folder. It replaces `path` when all of it is on the disk;
    where the block raises, or the disk is full, the new file is removed and `path` stays as it was.
    A link stays a link, and a file that was there keeps its permissions. What is no plain file, such
    as a pipe or a device, is written to directly.

    Args:
        path: the file to be written.

    Raises:
        OSError: the file cannot be written; what was at `path` is as it was.
    """
    target = os.path.realpath(path)
    try:
        there = os.stat(target)
    except FileNotFoundError:
        there = None
    if there is not None and not stat.S_ISREG(there.st_mode):
        with open(target, "wb") as file:  # IsADirectoryError for a folder
            yield file
        return
    folder, name = os.path.split(target)
    beside = os.path.join(folder, f".{name[:_LONGEST]}.{secrets.token_hex(8)}.tmp")
    try:
        with open(beside, "xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if there is not None:
            os.chmod(beside, stat.S_IMODE(there.st_mode))
        os.replace(beside, target)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        if isinstance(error, OSError) and error.filename == beside:
            error.filename, error.filename2 = os.fspath(path), None  # the name that the caller knows
        raise


def suffix_of(path: str | os.PathLike[str]) -> str:
    """What the name of a file says of its kind: `.xlsx`, "" for nothing (扩展名).

    Capital letters say the same as small ones. A dot before anything but a short word of letters and digits
    is part of the name.

    >>> suffix_of("自评表.XLSX"), suffix_of("2024.12月"), suffix_of(".csv")
    ('.xlsx', '', '')
    """
    suffix = os.path.splitext(path)[1].lower()
    known = suffix[1:2].isalpha() and suffix[1:].isalnum() and suffix.isascii()
    return suffix if known and len(suffix) <= _LONGEST_SUFFIX else ""


def is_same_file(one: str | os.PathLike[str], other: str | os.PathLike[str]) -> bool:
    """Whether two paths lead to one file that is there; a pipe or a device is none."""
    try:
        return os.path.isfile(one) and os.path.samefile(one, other)
    except OSError:
        return False
