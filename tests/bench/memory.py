"""Memory of distinct cells through parse, evaluate, check and score: `python tests/bench/memory.py [CELLS]`.

What is kept of cells, names and words is bounded: after the first tenth the figure should stay.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import budgetkpi as bk

UNITS = ("%", "个", "万元", "人次", "公里", "箱甲")
LINES = 10


def resident() -> float:
    """The memory that the process holds, in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def main(cells: int) -> None:
    """Print a line a tenth."""
    for n in range(cells):
        unit = UNITS[n % len(UNITS)]
        target, actual, name = f"≥{n}.{n % 97}{unit}", f"完成{n + 1}{unit}", f"第{n}类事项{n % 89}办理数量"
        with contextlib.suppress(bk.ParseError):
            bk.parse(f"约{n}{unit}左右的{n % 101}")
        row = bk.Indicator(name, target, description=f"说明{n}", points=10)
        bk.evaluate(row, actual)
        bk.check(row)
        bk.score(row, actual)
        if (n + 1) % (cells // LINES) == 0:
            print(f"{n + 1:>10} rows, {4 * (n + 1):>10} calls: {resident():8.1f} MB", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
