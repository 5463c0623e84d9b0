"""What a sub-command is, and the arguments that several of them take (子命令)."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.bounds import YEARS
from budgetkpi.cli.written_files import PRINTED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from budgetkpi.cli.outputs import Output

__all__ = ["CELL_MARK", "Command", "as_typed", "year_argument"]

CELL_MARK: Final = "\ue000"
"""Set before an argument such as -3%, which argparse would take for an option; `as_typed` drops it."""


@attrs.frozen
class Command:
    """A sub-command (子命令).

    Attributes:
        name: what the user types.
        summary: one line of help.
        arguments: adds the command's own arguments to its parser.
        run: does the work, prints it, and returns the exit status; raises `Failure` where it cannot.
        suffixes: how the names of the files end that -o may name.
        writes: whether it writes the file of -o by itself, and prints to standard output all the same.
        streamed: the same for files larger than memory, None for a command that has nothing of the kind.
    """

    name: str
    summary: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Output], int]
    suffixes: Sequence[str] = PRINTED
    writes: bool = False
    streamed: Callable[[argparse.Namespace], int] | None = None


def as_typed(word: str) -> str:
    """The argument as the user typed it."""
    return word.removeprefix(CELL_MARK)


def year_argument(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the budget year."""
    parser.add_argument(
        "--fiscal-year", type=_year, metavar="YEAR", help="the budget year of dates without a year"
    )


def _year(word: str) -> int:
    """A budget year, or wrong usage."""
    plain = as_typed(word)
    if not (plain.isascii() and plain.isdigit() and len(plain) == len("2020") and int(plain) in YEARS):
        raise argparse.ArgumentTypeError(f"not a year from {YEARS[0]} to {YEARS[-1]}: {plain}")
    return int(plain)
