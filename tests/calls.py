"""Calls of the whole package with made and damaged texts (随机调用): what comes of each, and in what time.

`python -m tests.calls [CALLS] [SEED]` prints figures; tests/test_calls.py makes some of them in every run.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Final

import attrs

import budgetkpi as bk
from tests.cells import known_cells
from tests.made_cells import damaged, made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SLOW: Final = 0.05
"""Seconds that a call with less than 1,000 characters may take."""


_SCRIPTS: Final = ((0x20, 0x3000), (0x4E00, 0x9FFF))


@attrs.define
class Figures:
    """What a run found."""

    calls: Counter[str] = attrs.field(factory=Counter)
    refused: Counter[str] = attrs.field(factory=Counter)
    slow: list[tuple[float, str, str]] = attrs.field(factory=list)
    wrong: list[tuple[str, str, str]] = attrs.field(factory=list)


def texts(rng: Random) -> Iterator[str]:
    """Cells without end: known, made, damaged, run together, and characters at random."""
    known = known_cells()
    while True:
        kind = rng.random()
        cell = rng.choice(known) if kind < 0.4 else made(rng)
        if kind > 0.9:
            cell = "".join(chr(rng.randrange(*rng.choice(_SCRIPTS))) for _ in range(9))
        elif kind > 0.8:
            cell = (cell * rng.randint(2, 30))[: rng.randint(1, 900)]
        yield (damaged(rng, cell) if rng.random() < 0.5 else cell)[:999]


def _law(value: bk.Value) -> None:
    """What holds of every value that was read."""
    assert bk.parse(str(value)) == value, f"{value!s} is read otherwise"
    assert bk.from_record(json.loads(json.dumps(bk.to_record(value)))) == value, f"{value!s}: its record"


def _parse(one: str, _: str, __: str) -> None:
    _law(bk.parse(one))


def _find(one: str, other: str, third: str) -> None:
    sentence = f"{one}，{other}。{third}"[:999]
    for mention in bk.find(sentence):
        assert sentence[mention.start : mention.end] == mention.text, sentence


def _row(one: str, other: str, third: str) -> bk.Indicator:
    return bk.Indicator(third, one, description=other, actual=other, level2="数量指标", points=10, earned=5)


def _evaluate(one: str, other: str, third: str) -> None:
    bk.evaluation_record(bk.evaluate(_row(one, other, third), other, fiscal_year=2024))


def _check(one: str, other: str, third: str) -> None:
    for finding in bk.check(_row(one, other, third)):
        bk.finding_record(finding)


def _score(one: str, other: str, third: str) -> None:
    bk.score_record(bk.score(_row(one, other, third)))


def _table(one: str, other: str, third: str) -> None:
    sheet = bk.Sheet(indicators=[_row(one, other, third), _row(other, third, one)])
    bk.appraisal_record(sheet.appraise())
    bk.audit_record(bk.audit(sheet))


DOORS: Final[dict[str, Callable[[str, str, str], None]]] = {
    "parse": _parse,
    "evaluate": _evaluate,
    "find": _find,
    "check": _check,
    "score": _score,
    "tables": _table,
}
_MAY_RAISE: Final = {"parse": bk.ParseError}
"""What a call may raise for what a cell says; the others raise nothing."""


def run(seed: int, number: int) -> Figures:
    """Make so many calls, each door in turn."""
    rng, figures = Random(seed), Figures()  # noqa: S311  (repeatable, no secret)
    cells, doors = texts(rng), tuple(DOORS)
    for turn in range(number):
        name = doors[turn % len(doors)]
        given = next(cells), next(cells), next(cells)
        if not given[2].strip():
            given = given[0], given[1], "甲"
        figures.calls[name] += 1
        begin = time.process_time()
        try:
            DOORS[name](*given)
        except _MAY_RAISE.get(name, ()) as error:
            figures.refused[str(getattr(error, "code", type(error).__name__))] += 1
        except Exception as error:  # noqa: BLE001  (whatever it is, it is told)
            figures.wrong.append((name, f"{type(error).__name__}: {error}"[:200], repr(given)))
        took = time.process_time() - begin
        if took > SLOW and sum(map(len, given)) < 1000:
            figures.slow.append((took, name, repr(given)))
    return figures


def main(number: int = 10_000, seed: int = 1) -> None:
    """Print what a run found; the first calls of a process, which load the language, are made before it."""
    run(0, 600)
    figures = run(seed, number)
    print(f"{figures.calls.total()} calls, seed {seed}: {dict(figures.calls)}")
    print(f"refused: {dict(figures.refused)}")
    print(f"over {SLOW * 1000:.0f} ms: {len(figures.slow)}; wrong: {len(figures.wrong)}")
    for found in (*sorted(figures.slow, reverse=True)[:10], *figures.wrong[:20]):
        print(found)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
