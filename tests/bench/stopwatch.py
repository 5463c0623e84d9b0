"""Medians of what is timed beside a bare regex, round by round."""

from __future__ import annotations

import gc
import re
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["Times", "bare", "beside", "printed", "processes"]

NUMBER = re.compile(r"(?P<before>\D*)(?P<number>\d+(?:\.\d+)?)(?P<behind>.*)", re.DOTALL)
"""The least that could be done: one number, what stands before it and behind it."""

PIECES = 16
"""A processor changes its pace within a second: a round is cut, so that both are timed at the same pace."""


@attrs.frozen
class Times:
    """Medians over the rounds, in microseconds an item; `ratio` is the median of the rounds' ratios."""

    bare: float
    measured: float
    ratio: float


def bare(cell: str) -> tuple[str | None, ...] | None:
    """One `fullmatch` with its groups."""
    match = NUMBER.fullmatch(cell)
    return None if match is None else match.groups()


def _spent(function: Callable[..., object], items: Sequence[object]) -> float:
    """The processor seconds of one pass, the loop with it; waiting for others is not counted."""
    begin = time.process_time()
    for item in items:
        function(item)
    return time.process_time() - begin


def beside(
    function: Callable[..., object],
    rounds: Iterable[tuple[Sequence[object], Sequence[str]]],
    before: Callable[[], object] = lambda: None,
    *,
    plain: Callable[[str], object] = bare,
) -> Times:
    """Time `function` over the items of each round, and the regex over its cells, piece by piece in turns.

    Args:
        function: what is measured.
        rounds: the items of each round, and the cells that the regex matches for them: as many, or
            as many for each item.
        before: what is done, untimed, before each round.
        plain: what it is measured against.
    """
    found = []
    for items, cells in rounds:
        before()
        gc.collect()
        each, size = len(cells) // len(items), -(-len(items) // PIECES)
        measured = against = 0.0
        for begin in range(0, len(items), size):
            mine = cells[begin * each : (begin + size) * each]
            first = _spent(plain, mine)
            measured += _spent(function, items[begin : begin + size])
            against += (first + _spent(plain, mine)) / 2
        found.append((against / len(items), measured / len(items)))
    return Times(
        statistics.median(against for against, _ in found) * 1e6,
        statistics.median(measured for _, measured in found) * 1e6,
        statistics.median(measured / against for against, measured in found),
    )


def _run(program: str) -> str:
    arguments = [sys.executable, "-X", "utf8", "-c", program]
    return subprocess.run(arguments, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout


def printed(program: str, runs: int) -> list[list[float]]:
    """The numbers that each of `runs` new interpreters prints."""
    return [[float(number) for number in _run(program).split()] for _ in range(runs)]


def processes(program: str, runs: int) -> tuple[float, float]:
    """A bare interpreter, and what one with `program` takes over it: medians in milliseconds."""
    whole = []
    for _ in range(runs):
        begin = time.perf_counter()
        _run("pass")
        middle = time.perf_counter()
        _run(program)
        whole.append((middle - begin, time.perf_counter() - middle))
    return (
        statistics.median(empty for empty, _ in whole) * 1e3,
        statistics.median(full - empty for empty, full in whole) * 1e3,
    )
