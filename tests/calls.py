"""Calls of the whole package with made and damaged texts (随机调用): what comes of each, and in what time.

`python -m tests.calls [CALLS] [SEED]` prints figures; tests/test_calls.py makes some of them in every run.
Each call is timed by itself; what holds of its answer (tests/laws.py) is tried behind it.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import signal
import sys
import time
import traceback
from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any, Final

import attrs

import budgetkpi as bk
from tests.cells import known_cells
from tests.laws import DOORS
from tests.made_cells import damaged, made

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

__all__ = ["DOORS", "SLOW", "Figures", "call", "run", "texts"]

SLOW: Final = 0.05
"""Seconds that a call with less than 1,000 characters may take."""
SHORT: Final = 1000
_SCRIPTS: Final = ((0x20, 0x3000), (0x4E00, 0x9FFF), (0xFF00, 0xFFF0), (0x2000, 0x2100), (0x1F000, 0x1F700))
_MAY_RAISE: Final = {"parse": bk.ParseError}
"""What a call may raise for what a cell says; the others raise nothing."""


@attrs.frozen
class Slow:
    """A call that took too long, and what it was at when its time was up."""

    took: float
    door: str
    given: tuple[str, ...]
    stack: str
    again: float = 0.0
    """What the same call takes once more, with nothing kept of it."""


@attrs.define
class Figures:
    """What a run found."""

    calls: Counter[str] = attrs.field(factory=Counter)
    refused: Counter[str] = attrs.field(factory=Counter)
    slow: list[Slow] = attrs.field(factory=list)
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


class _Stop:
    """Where a call is when its time is up, and how long Python's collector took during it."""

    def __init__(self) -> None:
        self.stack = ""
        self.collecting = self.since = 0.0
        gc.callbacks.append(self._collected)
        self._able = hasattr(signal, "setitimer")
        if self._able:
            signal.signal(signal.SIGPROF, self._told)

    def _told(self, _: int, frame: FrameType | None) -> None:
        self.stack = "".join(traceback.format_stack(frame)[-7:])

    def _collected(self, phase: str, _: dict[str, int]) -> None:
        now = time.process_time()
        if phase == "start":
            self.since = now
        else:
            self.collecting += now - self.since

    def start(self) -> None:
        self.stack, self.collecting = "", 0.0
        if self._able:
            signal.setitimer(signal.ITIMER_PROF, SLOW)

    def end(self) -> None:
        if self._able:
            signal.setitimer(signal.ITIMER_PROF, 0)


def call(door: str, given: tuple[str, str, str], figures: Figures, stop: _Stop | None = None) -> float:
    """Make one call, try what holds of its answer, and write down what came of it.

    Returns:
        The seconds of the call itself, without those of Python's collector.
    """
    asked, law = DOORS[door]
    figures.calls[door] += 1
    if stop is not None:
        stop.start()
    begin = time.process_time()
    answer: Any = None
    error: BaseException | None = None
    try:
        answer = asked(*given)
    except Exception as raised:  # noqa: BLE001  (whatever it is, it is told)
        error = raised
    took = time.process_time() - begin
    if stop is not None:
        stop.end()
        took -= stop.collecting
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
    return took


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
    """Make so many calls, each door in turn."""
    rng, figures, stop = Random(seed), Figures(), _Stop()  # noqa: S311  (repeatable, no secret)
    cells, doors, caches = texts(rng), tuple(DOORS), kept()
    gc.collect()
    gc.freeze()
    for turn in range(number):
        door = doors[turn % len(doors)]
        given = next(cells), next(cells), next(cells)
        took = call(door, given, figures, stop)
        figures.longest = max(took, figures.longest)
        if took > SLOW and sum(map(len, given)) < SHORT:
            for cache in caches:
                cache.cache_clear()
            again = call(door, given, Figures())
            figures.slow.append(Slow(took, door, given, stop.stack, again))
    gc.callbacks.remove(stop._collected)
    gc.unfreeze()
    return figures


def main(number: int = 10_000, seed: int = 1) -> None:
    """Print what a run found; the first calls of a process, which load the language, are made before it."""
    run(0, 3000)
    figures = run(seed, number)
    print(f"{figures.calls.total()} calls, seed {seed}: {dict(figures.calls)}")
    print(f"refused: {dict(figures.refused)}")
    print(f"over {SLOW * 1000:.0f} ms: {len(figures.slow)} (longest {figures.longest * 1000:.1f} ms)")
    print(f"wrong: {len(figures.wrong)}")
    for slow in sorted(figures.slow, key=lambda slow: -slow.again)[:10]:
        print(f"{slow.door} {slow.took:.3f} s, again {slow.again:.3f} s: {slow.given!r}\n{slow.stack}")
    for found in figures.wrong[:40]:
        print(found)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main(*map(int, sys.argv[1:]))
