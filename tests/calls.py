"""Calls of the whole package with made and damaged texts (随机调用): what comes of each, and in what time.

`python -m tests.calls [CALLS] [SEED]` prints figures; tests/test_calls.py makes some of them in every run.
Each turn goes through one door and tries what holds of its answer (tests/laws.py), which asks for more.
Every call is counted and timed by itself; no text has 1,000 characters.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import sys
from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any, Final

import attrs

import budgetkpi as bk
from tests.asking import SLOW, Watch
from tests.cells import known_cells
from tests.laws import DOORS
from tests.made_cells import damaged, made

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.asking import Slow

__all__ = ["DOORS", "Figures", "call", "run", "texts"]

_SCRIPTS: Final = ((0x20, 0x3000), (0x4E00, 0x9FFF), (0xFF00, 0xFFF0), (0x2000, 0x2100), (0x1F000, 0x1F700))
_MAY_RAISE: Final = {"parse": bk.ParseError}
"""What a call may raise for what a cell says; the others raise nothing."""


@attrs.define
class Figures:
    """What a run found."""

    calls: Counter[str] = attrs.field(factory=Counter)
    refused: Counter[str] = attrs.field(factory=Counter)
    slow: list[tuple[Slow, float]] = attrs.field(factory=list)
    """Calls that took too long, and what the longest of the same turn takes with nothing kept."""
    wrong: list[tuple[str, str, str]] = attrs.field(factory=list)
    longest: float = 0.0


@functools.cache
def words() -> tuple[str, ...]:
    """Every word, unit, blank and mark that the language knows by itself."""
    from budgetkpi import units
    from budgetkpi.language.lexicon import lexicon

    known = lexicon()
    return tuple(sorted({*known.words, *known.vouched, *units.spellings()}))


def texts(rng: Random) -> Iterator[str]:
    """Cells without end: known, made, of words in any order, damaged, run together, of any characters."""
    known = known_cells()
    while True:
        kind = rng.random()
        if kind < 0.4:
            cell = rng.choice(known)
        elif kind < 0.67:
            cell = made(rng)
        elif kind < 0.75:
            cell = "".join(rng.choice(words()) for _ in range(rng.randint(1, 6)))
        elif kind < 0.79:
            cell = (rng.choice((made(rng), rng.choice(words()))) * rng.randint(2, 60))[: rng.randint(1, 330)]
        elif kind < 0.83:
            joint = rng.choice(("", "，", "。", "\n", " ", "；"))
            cell = joint.join(rng.choice((made(rng), rng.choice(known))) for _ in range(rng.randint(2, 5)))
        else:
            cell = "".join(chr(rng.randrange(*rng.choice(_SCRIPTS))) for _ in range(rng.randint(1, 9)))
        yield (damaged(rng, cell) if rng.random() < 0.5 else cell)[:330]


def call(door: str, given: tuple[str, str, str], figures: Figures) -> None:
    """Go through one door, try what holds of its answer, and write down what came of it."""
    asked, law = DOORS[door]
    answer: Any = None
    error: BaseException | None = None
    try:
        answer = asked(*given)
    except Exception as raised:  # noqa: BLE001  (whatever it is, it is told)
        error = raised
    if isinstance(error, _MAY_RAISE.get(door, ())):
        figures.refused[str(getattr(error, "code", ""))] += 1
        answer, error = error, None
    try:
        if error is None:
            law(answer, *given)
    except Exception as broken:  # noqa: BLE001  (as above)
        error = broken
    if error is not None:
        figures.wrong.append((door, f"{type(error).__name__}: {error}"[:400], repr(given)))


def kept() -> list[Any]:
    """What the package keeps of cells, names and words; its tables, which do not grow, are not among it."""
    return [
        thing
        for thing in gc.get_objects()
        if isinstance(thing, functools._lru_cache_wrapper)
        and str(thing.__module__).startswith("budgetkpi")
        and thing.cache_parameters()["maxsize"] is not None
    ]


def run(seed: int, number: int) -> Figures:
    """Go through so many doors, each in turn; every call of the package on the way is counted and timed."""
    rng, figures = Random(seed), Figures()  # noqa: S311  (repeatable, no secret)
    cells, doors, caches = texts(rng), tuple(DOORS), kept()
    gc.collect()
    gc.freeze()
    for turn in range(number):
        door, given = doors[turn % len(doors)], (next(cells), next(cells), next(cells))
        with Watch(calls=figures.calls, longest=figures.longest) as watch:
            call(door, given, figures)
        figures.longest = watch.longest
        if watch.slow:
            for cache in caches:
                cache.cache_clear()
            with Watch() as again:
                call(door, given, Figures())
            figures.slow += [(slow, again.longest) for slow in watch.slow]
    gc.unfreeze()
    return figures


def main(number: int = 10_000, seed: int = 1) -> None:
    """Print what a run found; the first calls of a process, which load the language, are made before it."""
    run(0, 1200)
    figures = run(seed, number)
    print(f"{figures.calls.total()} calls, {number} turns, seed {seed}: {dict(figures.calls)}")
    print(f"refused: {dict(figures.refused)}")
    print(f"over {SLOW * 1000:.0f} ms: {len(figures.slow)} (longest {figures.longest * 1000:.1f} ms)")
    print(f"wrong: {len(figures.wrong)}")
    for slow, again in sorted(figures.slow, key=lambda one: -one[1])[:10]:
        print(
            f"{slow.door} {slow.took:.3f} s, once more with nothing kept {again:.3f} s:",
            slow.given,
            slow.stack,
            sep="\n",
        )
    for found in figures.wrong[:40]:
        print(found)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main(*map(int, sys.argv[1:]))
