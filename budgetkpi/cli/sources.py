"""What the FILE arguments name (输入文件): files, standard input, and the files in folders."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.errors import TableError
from budgetkpi.messages import Catalog

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

__all__ = ["STANDARD_INPUT", "Source", "files_argument", "is_one", "sources"]

_SAID = Catalog("tables")
STANDARD_INPUT: Final = "-"


@attrs.frozen
class Source:
    """A file that is to be read (输入文件).

    Attributes:
        name: what people call it: its path, or `-` for standard input.
        failed: why it cannot be read, where that is known before it is opened.
    """

    name: str
    failed: OSError | TableError | None = None


def files_argument(parser: argparse.ArgumentParser, what: str) -> None:
    """Add the FILE arguments; `what` says what is in such a file."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help=f"{what}; a folder for every table in it, - for standard input",
    )


def is_one(names: Sequence[str], found: Sequence[Source]) -> bool:
    """Whether exactly one file is named, and no folder but one in which none is found."""
    return len(names) == 1 and [source.name for source in found] == [*names]


def sources(names: Sequence[str], *, leave: str | None = None) -> Iterator[Source]:
    """The files that are named, in their order; those of a folder by name, those of its folders behind them.

    Args:
        names: paths, and `-` for standard input.
        leave: a file in a folder that is not read: the one that results are written to.
    """
    for name in names:
        if name != STANDARD_INPUT and os.path.isdir(name):
            yield from _walked(name, leave)
        else:
            yield Source(name)


def _walked(folder: str, leave: str | None) -> Iterator[Source]:
    """The tables in a folder; hidden files and the locks of office programs are none."""
    from budgetkpi.tables.sniffing import SUFFIXES

    failures: list[OSError] = []
    left = None if leave is None else os.path.realpath(leave)
    empty = True
    for place, folders, files in os.walk(folder, onerror=failures.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for file in sorted(files):
            path = os.path.join(place, file)
            wanted = file.lower().endswith(SUFFIXES) and not file.startswith((".", "~$"))
            if wanted and os.path.realpath(path) != left and not _waits(path):
                empty = False
                yield Source(path)
        yield from _failed(failures)
    yield from _failed(failures)
    if empty:
        yield Source(folder, TableError(_SAID("folder-empty", suffixes=" ".join(SUFFIXES))))


def _waits(path: str) -> bool:
    """Whether a name in a folder stands for a pipe, a socket or a device: reading it might never end."""
    return os.path.exists(path) and not os.path.isfile(path)


def _failed(failures: list[OSError]) -> Iterator[Source]:
    """The folders that could not be listed since this was asked last."""
    while failures:
        error = failures.pop(0)
        yield Source(str(error.filename), error)
