"""How far long work has come (进度): a bar on standard error, on a terminal where rich is installed."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from budgetkpi.escaping import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["progress"]


@contextlib.contextmanager
def progress(files: int, *, shown: bool) -> Iterator[Callable[[str], None]]:
    """A function to call with the name of each file when its turn comes.

    Args:
        files: how many there are; one needs no bar.
        shown: whether there is room for a bar: results that are printed to the same terminal show by
            themselves how far the work has come.
    """
    if not shown or files <= 1 or sys.stderr is None or not sys.stderr.isatty():
        yield lambda _: None
        return
    try:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    except ImportError:
        yield lambda _: None
        return
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    console = Console(file=sys.stderr)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("", total=files)
        turn = 0

        def begun(name: str) -> None:
            nonlocal turn
            bar.update(task, completed=turn, description=escaped(name))
            turn += 1

        yield begun
