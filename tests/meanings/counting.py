"""Many made cells and cases counted by how they end."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from tests.meanings.cases import made_case
from tests.meanings.judging import Ending, judged, judged_case
from tests.meanings.places import made_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Count", "Example", "added", "counted"]

_CASES = 0.3
"""How many of all are targets with an actual."""

WRONG = (Ending.NOTED, Ending.SILENT, Ending.CRASHED)


class Example(NamedTuple):
    """One cell or case that is not read as it is meant."""

    what: str
    ending: Ending
    features: tuple[str, ...]
    text: str
    wanted: str
    got: str


class Count(NamedTuple):
    """How many ended how, and the first example of each combination of features that ended wrong."""

    endings: Counter[tuple[str, Ending]]
    features: Counter[tuple[Ending, str]]
    made: Counter[str]
    examples: dict[tuple[str, Ending, tuple[str, ...]], Example]


def _one(rng: Random) -> Example:
    if rng.random() < _CASES:
        case = made_case(rng)
        ending, got = judged_case(case)
        features = (
            *("目标" + one for one in case.target.features),
            *("完成" + one for one in case.actual.features),
        )
        text = f"{case.target.text} | {case.actual.text}"
        return Example("verdict", ending, features, text, "/".join(sorted(case.accept)), got)
    made = made_cell(rng)
    ending, got = judged(made)
    wanted = "not plainly " * bool(made.turned) + " or ".join(map(_written, made.accept))
    return Example("find" if made.sentence else "parse", ending, made.features, made.text, wanted, got)


def _written(meaning: tuple[object, ...]) -> str:
    said = {name: part for name, part in meaning._asdict().items() if part not in ("", None)}  # type: ignore[attr-defined]
    return f"{type(meaning).__name__}({', '.join(f'{name}={part}' for name, part in said.items())})"


def counted(number: int, seed: int) -> Count:
    """So many made cells, from this seed."""
    rng = Random(seed)  # noqa: S311  (repeatable, no secret)
    count = Count(Counter(), Counter(), Counter(), {})
    for _ in range(number):
        example = _one(rng)
        count.endings[example.what, example.ending] += 1
        for feature in set(example.features):
            count.made[feature] += 1
            count.features[example.ending, feature] += 1
        if example.ending not in {Ending.RIGHT, Ending.HONEST}:
            count.examples.setdefault((example.what, example.ending, example.features), example)
    return count


def added(counts: Iterable[Count]) -> Count:
    """Counts of several runs as one."""
    total = Count(Counter(), Counter(), Counter(), {})
    for count in counts:
        total.endings.update(count.endings)
        total.features.update(count.features)
        total.made.update(count.made)
        for key, example in count.examples.items():
            total.examples.setdefault(key, example)
    return total
