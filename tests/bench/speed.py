"""What starting, reading, judging and finding cost, beside a bare regex in the same run.

python tests/bench/speed.py [RUNS]
"""

from __future__ import annotations

import random
import re
import statistics
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from budgetkpi import Amount, Comparator, Indicator, check, evaluate, find, infer_direction, parse, score
from budgetkpi.language import cell as cells_read

ROOT = str(Path(__file__).parents[2])
sys.path.append(ROOT)  # a script knows only its own folder, hence E402 below

from tests.bench.material import (  # noqa: E402
    ASCII_UNITS,
    Fresh,
    clauses,
    one_number,
    prose,
    published,
    published_rows,
)
from tests.bench.rivals import RIVALS, load  # noqa: E402
from tests.bench.stopwatch import NUMBER, Times, beside, printed, processes  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

COPIES = 8
"""So often the published cells are taken in a round, each time with other numbers."""
FEW = 50
ROW = 'b.Indicator("设备验收合格率", "≥96%", level2="质量指标")'
FIRST_PARSE = """
import time, budgetkpi
a = time.perf_counter(); budgetkpi.parse("≥95%"); print(time.perf_counter() - a)
"""
FIRST_VERDICT = f"import budgetkpi as b; b.evaluate({ROW}, '97%')"
NEW_FORMS = f"""
import sys
sys.path.append({ROOT!r})
from tests.bench import speed
speed.new_forms()
"""
DIGITS = re.compile(r"\d+(?:\.\d+)?")
PER = 1000


def line(label: str, times: Times) -> None:
    """Print one line of the table."""
    print(f"{label:46}{times.bare:10.2f}{times.measured:12.2f}{times.ratio:9.1f} ×", flush=True)


def heading(text: str, *columns: str) -> None:
    """Print a heading with its columns."""
    print(f"\n{text:46}" + "".join(f"{column:>11}" for column in columns), flush=True)


def new_forms() -> None:
    """Print the figures of `parse` where every form is a new one."""
    cells = Fresh().cells(published())
    parse("≥95%")
    times = beside(parse, [(cells, cells)])
    print(times.bare, times.measured, times.ratio)


def start(runs: int) -> None:
    """(a) New interpreters."""
    heading("start: milliseconds, new interpreters", "bare Python", "over that")
    for label, program in (
        ("import budgetkpi", "import budgetkpi"),
        ("to the first verdict: evaluate(Indicator, …)", FIRST_VERDICT),
    ):
        empty, over = processes(program, runs)
        print(f"{label:46}{empty:11.1f}{over:11.1f}", flush=True)
    first = statistics.median(found[0] for found in printed(FIRST_PARSE, runs)) * 1e3
    print(f"{'first parse after the import':46}{'':11}{first:11.1f}", flush=True)


def reading(runs: int, fresh: Fresh) -> None:
    """(b) to (e): cells by themselves."""
    forget: Callable[[], None] = vars(cells_read)["_plain"].cache_clear
    heading("parse: microseconds a cell", "bare regex", "parse", "ratio")
    parse("≥95%")
    for cell in (*one_number(runs), *published(), *clauses(fresh, 1)):
        parse(cell)  # every form is known from here on, as in a long column

    def same(made: Callable[[int], list[str]]) -> Iterator[tuple[Sequence[object], Sequence[str]]]:
        for turn in range(runs):
            cells = made(turn)
            random.Random(turn).shuffle(cells)  # noqa: S311  (an order, no secret)
            yield cells, cells

    line("one number, 4,000 distinct", beside(parse, same(one_number), forget))
    mix = beside(parse, same(lambda _: fresh.cells(published(), COPIES)), forget)
    line("published tables, all distinct", mix)
    found = zip(*printed(NEW_FORMS, runs), strict=True)
    line("published tables, each form for the first time", Times(*map(statistics.median, found)))
    seen = one_number(0)[:FEW]
    for cell in seen:
        parse(cell)
    line("seen before", beside(parse, same(lambda _: seen * 40)))
    line("values among words, all distinct", beside(parse, same(lambda _: clauses(fresh, 40)), forget))


def rows(runs: int, fresh: Fresh) -> None:
    """(f) Whole rows."""
    heading("rows: microseconds a row", "bare regex", "budgetkpi", "ratio")
    made = [published_rows(turn, fresh) for turn in range(4 * runs + 1)]

    def timed(label: str, function: Callable[[tuple[Indicator, str]], object], turns: Sequence[int]) -> None:
        for row in made[-1]:
            function(row)
        pairs = [(made[turn], [text for row, actual in made[turn] for text in (row.target, actual)])
                 for turn in turns]  # fmt: skip
        line(label, beside(function, pairs))

    def judged(row: tuple[Indicator, str]) -> object:
        return evaluate(row[0], row[1])

    timed("evaluate(row, actual), distinct", judged, range(runs))
    timed("evaluate(row, actual), seen", judged, [4 * runs] * runs)
    timed("score(row, actual), distinct", lambda row: score(row[0], row[1]), range(runs, 2 * runs))
    timed("score(row, actual), seen", lambda row: score(row[0], row[1]), [4 * runs] * runs)
    timed("check(row), distinct", lambda row: check(row[0]), range(2 * runs, 3 * runs))
    values = {row.target: parse(row.target) for turn in made for row, _ in turn}
    timed(
        "infer_direction(row, value), distinct",
        lambda row: infer_direction(row[0], values[row[0].target]),
        range(3 * runs, 4 * runs),
    )


def finding(runs: int) -> None:
    """(f) Prose."""
    heading("find: microseconds per 1,000 characters", "findall", "find", "ratio")
    find(prose(0))
    texts = [prose(turn + 1) for turn in range(runs)]
    whole = beside(find, [([text], [text]) for text in texts], plain=DIGITS.findall)
    share = PER / statistics.median(len(text) for text in texts)
    line("distinct text", Times(whole.bare * share, whole.measured * share, whole.ratio))


def others(runs: int) -> None:
    """(g) Other libraries, last: what they load stays in memory."""
    heading("other libraries: microseconds a cell", "bare regex", "library", "ratio")
    for place, rival in enumerate(RIVALS):
        turns = []
        for turn in range(runs + 1):
            numbers = [f"{(place + 2) * 10000 + turn * 1000 + k}.{k % 90 + 10}" for k in range(1000)]
            made = (
                rival.cell(number, unit) for number, unit in zip(numbers, list(ASCII_UNITS) * 50, strict=True)
            )
            turns.append([cell for cell in made if cell is not None][: rival.most])
        label = f"{rival.name} {rival.what}"
        loaded = load(rival, turns[0])
        if loaded is None:
            print(f"{label:46}not installed")
            continue
        function, found = loaded
        same = [(cells, cells) for cells in turns[1:]]
        line(f"{label}, finds {found} of {len(turns[0])}", beside(function, same))
        if rival.reads_ours:
            line("  parse, the same cells", beside(parse, same))


def floor(runs: int) -> None:
    """(h) What nothing at all costs."""
    heading("floor: microseconds a call, the loop with it", "bare regex", "call", "ratio")
    cells = one_number(0)
    table = dict.fromkeys(cells, 0)
    number = Decimal("95.5")

    def nothing(_cell: str) -> None:
        return None

    def amount(cell: str) -> Amount:
        return Amount(number, "%", comparator=Comparator.GE, text=cell)

    calls: tuple[tuple[str, Callable[[str], object], list[str]], ...] = (
        ("an empty function", nothing, cells),
        ("a dict lookup", table.__getitem__, cells),
        ("Decimal(text)", Decimal, [f"{k}.25" for k in range(len(cells))]),
        ("Amount(…)", amount, cells),
        ("re.fullmatch alone, no groups taken", NUMBER.fullmatch, cells),
    )
    for label, function, items in calls:
        line(label, beside(function, [(items, cells)] * runs))


def main(runs: int) -> None:
    """Print every figure, one a line."""
    print(f"medians of {runs}; the ratio is to the bare regex of the same line, and is what to compare")
    fresh = Fresh()
    start(runs)
    floor(runs)
    reading(runs, fresh)
    rows(runs, fresh)
    finding(runs)
    others(runs)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
