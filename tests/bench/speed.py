"""What importing, the first parse and one cell cost, beside a bare regex in the same run.

python tests/bench/speed.py [RUNS]
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import time
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

BARE = "import time; a = time.perf_counter(); print(0)"
IMPORT = "import time; a = time.perf_counter(); import budgetkpi; print(time.perf_counter() - a)"
FIRST = """
import time, budgetkpi
a = time.perf_counter(); budgetkpi.parse("≥95%"); print(time.perf_counter() - a)
"""
SECOND = """
import time, budgetkpi
budgetkpi.parse("≥95%")
a = time.perf_counter(); budgetkpi.evaluate("≥95%", "96%"); print(time.perf_counter() - a)
"""
NUMBER = re.compile(r"(?P<sign>[≥≤><=]{0,2})\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>\D*)")


def inside(program: str, runs: int) -> float:
    """The median that a new interpreter measures and prints, in milliseconds."""
    times = []
    for _ in range(runs):
        run = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", program], capture_output=True, check=True, encoding="utf-8"
        )
        times.append(float(run.stdout))
    return statistics.median(times) * 1e3


def outside(program: str, runs: int) -> float:
    """The median time of a whole interpreter, in milliseconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-X", "utf8", "-c", program], capture_output=True, check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e3


def each(function: Callable[[str], object], cells: list[str], rounds: int = 5) -> float:
    """The median time of one cell over whole rounds, in microseconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        for cell in cells:
            function(cell)
        times.append((time.perf_counter() - start) / len(cells))
    return statistics.median(times) * 1e6


def bare(cell: str) -> tuple[str, Decimal, str] | None:
    """The least that could be done: one regex and a Decimal."""
    match = NUMBER.fullmatch(cell)
    return None if match is None else (match["sign"], Decimal(match["number"]), match["unit"])


def main(runs: int) -> None:
    """Print every figure, one a line."""
    from budgetkpi import evaluate, parse

    base = outside(BARE, runs)
    print(f"bare Python                     {base:8.1f} ms")
    print(f"import budgetkpi, over that     {outside('import budgetkpi', runs) - base:8.1f} ms")
    print(f"import budgetkpi, inside        {inside(IMPORT, runs):8.1f} ms")
    print(f"first parse after the import    {inside(FIRST, runs):8.1f} ms")
    print(f"first evaluate after a parse    {inside(SECOND, runs):8.1f} ms")

    units = ("%", "次", "人", "万元", "个月", "元/本", "平方米")
    signs = ("≥", "<=", "", "=", "＜")
    cells = [f"{signs[i % 5]}{i}.{i % 90 + 10}{units[i % 7]}" for i in range(2000)]
    parse(cells[0])
    start = time.perf_counter()
    for cell in cells[1:]:
        parse(cell)
    cold = (time.perf_counter() - start) / (len(cells) - 1) * 1e6
    print(f"a cell never seen               {cold:8.1f} µs")
    few = cells[:50]
    print(f"a cell seen before              {each(parse, few):8.1f} µs")
    print(f"a bare regex and a Decimal      {each(bare, cells):8.1f} µs")
    evaluate("≥95%", "96%")
    print(f"evaluate two cells              {each(lambda cell: evaluate('≥95%', cell), few):8.1f} µs")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
