"""Count what the package makes of cells with a known meaning: `python -m tests.meanings 100000 --seed 1`."""

from __future__ import annotations

import argparse
import multiprocessing
import sys

from tests.meanings.counting import Count, added, counted
from tests.meanings.judging import Ending

_PARTS = 16


def _say(*parts: str) -> None:
    sys.stdout.write("  ".join(parts) + "\n")


def _printed(count: Count, ending: Ending, show: int) -> None:
    """The features that end so oftenest, and examples, shortest first within each first feature."""
    found = [example for (_, how, _), example in count.examples.items() if how == ending]
    if not found:
        return
    _say(f"\n== {ending}: {len(found)} combinations of features; by feature (of all made with it):")
    shares = sorted(
        ((number, feature) for (how, feature), number in count.features.items() if how == ending),
        reverse=True,
    )
    _say(
        "   "
        + "  ".join(f"{feature or '-'} {number}/{count.made[feature]}" for number, feature in shares[:30])
    )
    for example in sorted(found, key=lambda one: (one.what, one.features))[:: max(1, len(found) // show)]:
        _say(f"{example.what:8}{example.text!r}\n        is {example.wanted}\n        got {example.got}")


def main() -> int:
    """Count, print, and fail where anything ended silently wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=20000, help="how many cells and cases")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--show", type=int, default=60, help="examples of each bad ending")
    parser.add_argument("--refused", action="store_true", help="show refused cells too")
    options = parser.parse_args()
    tasks = [(options.number // _PARTS + 1, options.seed * 1000 + part) for part in range(_PARTS)]
    if options.jobs > 1:
        with multiprocessing.Pool(options.jobs) as pool:
            count = added(pool.starmap(counted, tasks))
    else:
        count = added(counted(*task) for task in tasks)
    for what in ("parse", "find", "verdict"):
        _say(f"{what:8}", *(f"{ending} {count.endings[what, ending]}" for ending in Ending))
    shown = [Ending.CRASHED, Ending.SILENT, Ending.NOTED, *([Ending.REFUSED] if options.refused else [])]
    for ending in shown:
        _printed(count, ending, options.show)
    return int(any(count.endings[what, Ending.SILENT] for what in ("parse", "find", "verdict")))


if __name__ == "__main__":
    sys.exit(main())
