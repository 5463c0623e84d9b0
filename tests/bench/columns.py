"""What whole columns cost beside a bare `re.fullmatch` over the same cells, in one run.

python tests/bench/columns.py [ROWS] [ROUNDS]

Times are of the clock, for processes are counted too: run it on a machine that does nothing else.
"""

from __future__ import annotations

import functools
import gc
import importlib
import os
import statistics
import sys
import threading
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Self

import attrs
import numpy as np
import pyarrow as pa

import budgetkpi as bk
from budgetkpi.arrow import evaluate_batch, parse_batch
from budgetkpi.arrow.value_rows import value_row
from budgetkpi.arrow.verdict_rows import Said, verdict_row
from budgetkpi.arrow.workers import cores

sys.path.append(str(Path(__file__).parents[2]))  # a script knows only its own folder, hence E402 below

from tests.bench.material import AREAS, Fresh, published, published_rows
from tests.bench.stopwatch import NUMBER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pandas as pd

    Work = Callable[[int | None], object]
    """What is timed, on one core (1) or on all (None)."""

SAMPLE = 500_000
"""So many cells the regex is timed over: Python holds no more of them at ease."""
MAPPED = 1_000_000
"""So many rows pandas maps: it takes a minute for more."""
ALL_NEW = 100_000
"""So many rows where all are distinct; four times as many cells, which are read alone."""
PARTS = 12
"""In so many parts works take turns: a multiple of their number, so that each is first as often."""
FLAT: dict[str, Any] = {"target": "target", "actual": "actual", "name": "name", "keep": False}
MEGA = 1 << 20


# -- rows


def rows_of_their_own() -> Iterator[tuple[str, str, str]]:
    """(name, target, actual) in the mix of published tables, no name and no target twice."""
    fresh, turn = Fresh(), 0
    while True:
        places = (turn // len(AREAS) ** step % len(AREAS) for step in (1, 2))
        front = "".join(AREAS[place] for place in places if place)
        for row, actual in published_rows(turn, fresh):
            yield f"{front}{row.name}", row.target, actual
        turn += 1


@attrs.define
class Growth:
    """How the distinct cells of a column grow with the distinct rows: `start * rows ** power` of them."""

    start: float
    power: float

    @classmethod
    def between(cls, few: tuple[float, float], many: tuple[float, float]) -> Growth:
        """The law through two counts of (rows, distinct cells)."""
        power = float(np.log(many[1] / few[1]) / np.log(many[0] / few[0]))
        return cls(many[1] / many[0] ** power, power)

    def chance(self, rows: int) -> float:
        """How likely the next row has a new cell."""
        return float(min(1.0, self.start * self.power * max(rows, 1) ** (self.power - 1)))


NAMES = Growth.between((46, 41), (278, 223))
"""Names (三级指标): in 50 rows of five published documents drawn at random, and in all 355."""
TARGETS = Growth.between((46, 36), (278, 157))
"""Targets (指标值): likewise; the first number is the pairs of name and target."""


def published_like(count: int) -> pa.Table:
    """So many distinct rows of which names and targets repeat themselves as in published documents.

    A cell that is not new is that of an earlier row made of the same published one.
    """
    rng, new = Random(1), rows_of_their_own()  # noqa: S311  (repeatable, no secret)
    names: dict[str, list[str]] = {}
    answers: dict[str, list[tuple[str, str]]] = {}
    known: dict[tuple[str, str, str], None] = {}
    while len(known) < count:
        name, target, actual = next(new)
        kind = name.lstrip("".join(AREAS))
        if kind in names and rng.random() > NAMES.chance(len(known)):
            name = rng.choice(names[kind])
        if kind in answers and rng.random() > TARGETS.chance(len(known)):
            target, actual = rng.choice(answers[kind])
        if (name, target, actual) not in known:
            known[name, target, actual] = None
            names.setdefault(kind, []).append(name)
            answers.setdefault(kind, []).append((target, actual))
    return as_table(known)


def as_table(rows: Iterable[tuple[str, str, str]]) -> pa.Table:
    """The rows as three columns."""
    columns = zip(*rows, strict=True)
    return pa.table(dict(zip(("name", "target", "actual"), map(list, columns), strict=True)))


def repeated(table: pa.Table, rows: int) -> pa.Table:
    """`rows` rows drawn of a table."""
    places = np.random.default_rng(1).integers(0, table.num_rows, rows, dtype=np.int32)
    return table.take(pa.array(places))


# -- clocks


def clock(work: Callable[[], object]) -> float:
    """Seconds of one call."""
    gc.collect()
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def bare(cells: Sequence[str]) -> float:
    """Seconds that the regex takes a cell, the loop with it: the median of five runs, for it is soon done."""
    match, taken = NUMBER.fullmatch, []
    for _ in range(5):
        begin = time.perf_counter()
        for cell in cells:
            match(cell)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken) / len(cells)


class Peak:
    """The most memory that this process held inside a `with` block above what it held before, in bytes."""

    above = 0
    held = 0
    """What it holds at the end of the block above what it held before."""

    def __enter__(self) -> Self:
        pa.default_memory_pool().release_unused()
        self._before = _resident()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        pa.default_memory_pool().release_unused()
        self.held = max(0, _resident() - self._before)

    def _watch(self) -> None:
        while not self._done.wait(0.005):
            self.above = max(self.above, _resident() - self._before)


def _resident() -> int:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def line(label: str, *columns: str) -> None:
    """One line of a table."""
    print(f"{label:46}" + "".join(f"{column:>11}" for column in columns), flush=True)


# -- what is measured


def repetitive(rows: int, rounds: int) -> None:
    """(a) One row in a hundred is a new one; every line has the regex before and behind it."""
    distinct = published_like(max(rows // 100, 1))
    table = repeated(distinct, rows)
    cells = table["target"].slice(0, SAMPLE).to_pylist()
    count = {name: len(distinct[name].unique()) for name in distinct.column_names}
    print(f"\n{rows:,} rows, 1 % distinct: {distinct.num_rows:,} rows of {count}")
    line(
        "µs a row, and times a regex over its target",
        "1 core",
        "× regex",
        f"{cores()} cores",
        "× regex",
        "MiB above",
    )

    def evaluated(table: pa.Table) -> Work:
        return lambda processes: evaluate_batch(table, processes=processes, **FLAT)

    def encoded(table: pa.Table) -> Work:
        return lambda processes: evaluate_batch(table, processes=processes, encoded=True, **FLAT)

    column = table["target"]
    works: tuple[tuple[str, Work], ...] = (
        ("parse a column", lambda processes: parse_batch(column, processes=processes)),
        ("… encoded", lambda processes: parse_batch(column, encoded=True, processes=processes)),
        ("evaluate (name, target, actual)", evaluated(table)),
        ("… encoded", encoded(table)),
    )
    for label, work in works:
        beside(label, work, cells, rows, rounds)
    own = repeated(
        as_table(row for _, row in zip(range(distinct.num_rows), rows_of_their_own(), strict=False)), rows
    )
    beside("evaluate, every cell in one distinct row only", evaluated(own), cells, rows, rounds)
    beside("… encoded", encoded(own), cells, rows, rounds)
    series = column.slice(0, MAPPED).to_pandas()
    costs = [(clock(lambda: mapped(series)) / len(series), bare(cells)) for _ in range(rounds)]
    cost, plain = (statistics.median(times) for times in zip(*costs, strict=True))
    line(f"pandas: .map of {len(set(series)):,} parsed cells", f"{cost * 1e6:.3f}", f"{cost / plain:.2f}")


def beside(label: str, work: Work, cells: Sequence[str], rows: int, rounds: int) -> None:
    """Medians of the rounds; the work and the regex in turns."""
    told: list[str] = []
    most = 0
    for processes in (1, None):
        costs, ratios = [], []
        for _ in range(rounds):
            gc.collect()
            first = bare(cells)
            with Peak() as peak:
                begin = time.perf_counter()
                made = work(processes)
                cost = (time.perf_counter() - begin) / rows
            most = max(most, peak.above - peak.held)
            del made
            costs.append(cost)
            ratios.append(cost / ((first + bare(cells)) / 2))
        told += [f"{statistics.median(costs) * 1e6:.3f}", f"{statistics.median(ratios):.2f}"]
    line(label, *told, f"{most / MEGA:.0f}")


def mapped(series: pd.Series[Any]) -> list[pd.Series[Any]]:
    """The same columns by pandas alone: distinct cells parsed in a loop, each column mapped from a dict."""
    rows = {cell: flat(cell) for cell in series.unique()}
    width = len(next(iter(rows.values())))
    return [series.map({cell: row[place] for cell, row in rows.items()}) for place in range(width)]


def flat(cell: str) -> tuple[Any, ...]:
    """The columns of one cell."""
    try:
        return value_row(bk.parse(cell), None)
    except bk.ParseError:
        return (None,) * 34


def all_new(rows: int, rounds: int) -> None:
    """(b) Every row is a new one: the kernel beside a loop over the rows that gives the same columns.

    On one core they go part by part in turns, so that a machine that changes its pace changes it for all;
    on all cores the whole goes at once, before and behind them.
    """
    cells = Fresh().cells(published(), copies=4 * rows // len(published()) + 1)[: 4 * rows]
    told = [row for _, row in zip(range(rows), rows_of_their_own(), strict=False)]
    column, table = pa.array(cells), as_table(told)
    print(f"\n{len(cells):,} cells and {rows:,} rows, all distinct")
    line("seconds, and times the loop", "loop", "1 core", "× loop", f"{cores()} cores", "× loop")

    def parsed(part: slice) -> object:
        return parse_batch(_part(column, part), processes=1)

    def judged(part: slice) -> object:
        return evaluate_batch(_part(table, part), processes=1, **FLAT)

    works: dict[str, tuple[int, Callable[[], object], tuple[Callable[[slice], object], ...]]] = {
        "parse": (
            len(cells),
            lambda: parse_batch(column, processes=None),
            (
                lambda part: [flat(cell) for cell in cells[part]],
                lambda part: [read(cell) for cell in cells[part]],
                parsed,
            ),
        ),
        "evaluate": (
            rows,
            lambda: evaluate_batch(table, processes=None, **FLAT),
            (
                lambda part: [verdict_row(judge(*row), Said()) for row in told[part]],
                lambda part: [judge(*row) for row in told[part]],
                judged,
            ),
        ),
    }
    for label, (count, whole, three) in works.items():
        times = []
        for _ in range(rounds):
            first = clock(whole)
            in_parts = in_turns(three, count)
            times.append((*in_parts, (first + clock(whole)) / 2))
        *alone, one, every = (statistics.median(each) for each in zip(*times, strict=True))
        for said, loop in zip(("into the same columns", "that keeps the result alone"), alone, strict=True):
            ratios = f"{one:.2f}", f"{one / loop:.2f}", f"{every:.2f}", f"{every / loop:.2f}"
            line(f"{label}, a loop {said}", f"{loop:.2f}", *ratios)


def in_turns(works: Sequence[Callable[[slice], object]], count: int) -> list[float]:
    """Seconds of each work over all of so many things, each part of them given to one after the other."""
    taken = [0.0] * len(works)
    for turn in range(PARTS):
        part = slice(count * turn // PARTS, count * (turn + 1) // PARTS)
        for place in range(len(works)):
            which = (turn + place) % len(works)
            taken[which] += clock(functools.partial(works[which], part))
    return taken


def _part(given: Any, part: slice) -> Any:  # noqa: ANN401  (an Arrow array or table)
    return given.slice(part.start, part.stop - part.start)


def read(cell: str) -> object:
    """The value of a cell, or its error."""
    try:
        return bk.parse(cell)
    except bk.ParseError as error:
        return error


def judge(name: str, target: str, actual: str) -> bk.Evaluation:
    """One row."""
    return bk.evaluate(bk.Indicator(name, target), actual)


def growing(rows: int) -> None:
    """(c) The cost of a row against how many there are, on one core, the least of two runs."""
    print()
    line("rows, 1 % distinct: µs a row on 1 core", "parse", "encoded", "evaluate", "encoded")
    count = 10_000
    while count <= rows:
        table = repeated(published_like(count // 100), count)
        works: tuple[Callable[[], object], ...] = (
            lambda t=table: parse_batch(t["target"], processes=1),  # type: ignore[misc]
            lambda t=table: parse_batch(t["target"], encoded=True, processes=1),  # type: ignore[misc]
            lambda t=table: evaluate_batch(t, processes=1, **FLAT),  # type: ignore[misc]
            lambda t=table: evaluate_batch(t, processes=1, encoded=True, **FLAT),  # type: ignore[misc]
        )
        line(f"{count:,}", *(f"{min(clock(work) for _ in range(2)) / count * 1e6:.3f}" for work in works))
        count *= 10


def constants(rows: int, rounds: int) -> None:
    """(d) What a bill is made of: r a row and s a distinct row on one core, m its memory."""
    distinct = published_like(max(rows // 100, 1))
    table = repeated(distinct, rows)
    news, alls, encodeds = [], [], []
    for _ in range(rounds):
        news.append(clock(lambda: evaluate_batch(distinct, processes=1, **FLAT)))
        alls.append(clock(lambda: evaluate_batch(table, processes=1, **FLAT)))
        encodeds.append(clock(lambda: evaluate_batch(table, processes=1, encoded=True, **FLAT)))
    new, whole, encoded = (statistics.median(times) for times in (news, alls, encodeds))
    memory = (distinct.nbytes + evaluate_batch(distinct, processes=1, **FLAT).nbytes) / distinct.num_rows
    print(
        f"\nevaluating {rows:,} rows, 1 % distinct: r = {(whole - new) / rows * 1e6:.3f} µs a row "
        f"({(encoded - new) / rows * 1e6:.3f} encoded), s = {new / distinct.num_rows * 1e6:.0f} µs and "
        f"m = {memory:.0f} bytes a distinct row"
    )


def rival() -> None:
    """(e) jionlp over amounts of money, where it is installed."""
    try:
        parse_money = importlib.import_module("jionlp").parse_money
    except ImportError:
        print("\njionlp: not installed")
        return
    cells = [f"{n}.5万元" for n in range(500)]
    theirs = clock(lambda: [parse_money(cell) for cell in cells]) / len(cells) * 1e6
    ours = clock(lambda: parse_batch(pa.array(cells), processes=1)) / len(cells) * 1e6
    print(f"\nµs a cell: jionlp.parse_money {theirs:.1f}, parse_batch {ours:.1f}")


def main(rows: int = 1_000_000, rounds: int = 3) -> None:
    """Print everything."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"Python {sys.version.split()[0]}, pyarrow {pa.__version__}, {cores()} cores, load {load}")
    parse_batch(pa.array(["≥95%"]))  # the language is loaded before anything is timed
    evaluate_batch(published_like(100), **FLAT)
    repetitive(rows, rounds)
    all_new(min(rows, ALL_NEW), rounds)
    growing(rows)
    constants(rows, rounds)
    rival()
    print("load at the end " + ", ".join(f"{one:.1f}" for one in os.getloadavg()))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
