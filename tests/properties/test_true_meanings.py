"""Cells whose true meaning is known are never read wrong in silence, and their verdicts are never wrong."""

from __future__ import annotations

import multiprocessing
import os
from random import Random
from typing import TYPE_CHECKING

import cn2an
import pytest

from tests.meanings.cases import made_case
from tests.meanings.counting import added, counted
from tests.meanings.judging import Ending
from tests.meanings.numbers import chinese
from tests.meanings.places import made_cell

if TYPE_CHECKING:
    from tests.meanings.counting import Count

MADE = 3_000
MANY = 100_000
SEED = 20_221
PARTS = 20

REFUSED = 0.03
"""The share of plain cells that may end as an error or a text instead of a value."""


@pytest.fixture(scope="module")
def few() -> Count:
    return counted(MADE, SEED)


@pytest.fixture(scope="module")
def many() -> Count:
    tasks = [(MANY // PARTS, SEED + part) for part in range(PARTS)]
    with multiprocessing.get_context("spawn").Pool(os.cpu_count()) as pool:
        return added(pool.starmap(counted, tasks))


def _wrong(count: Count, what: str, *endings: Ending) -> list[str]:
    """The first cell of each combination of features that ends so."""
    return [
        f"{one.text!r} is {one.wanted}, got {one.got}"
        for one in count.examples.values()
        if one.what == what and one.ending in endings
    ]


def _refused(count: Count) -> float:
    return sum(number for (_, ending), number in count.endings.items() if ending == Ending.REFUSED) / MADE


@pytest.mark.parametrize("what", ["parse", "find", "verdict"])
def test_no_made_cell_is_read_wrong_in_silence(few: Count, what: str) -> None:
    assert [] == _wrong(few, what, Ending.SILENT, Ending.CRASHED)


@pytest.mark.parametrize("what", ["parse", "find"])
def test_no_made_cell_is_read_wrong_with_a_note(few: Count, what: str) -> None:
    assert [] == _wrong(few, what, Ending.NOTED)


def test_plain_cells_are_read(few: Count) -> None:
    assert _refused(few) < REFUSED


@pytest.mark.fuzz
@pytest.mark.parametrize("what", ["parse", "find", "verdict"])
def test_no_cell_of_many_is_read_wrong_in_silence(many: Count, what: str) -> None:
    assert [] == _wrong(many, what, Ending.SILENT, Ending.CRASHED)


def test_the_maker_spells_numbers_as_others_do() -> None:
    rng = Random(SEED)  # noqa: S311  (repeatable, no secret)
    numbers = [rng.randrange(10 ** rng.randint(1, 9)) for _ in range(500)]
    assert numbers == [cn2an.cn2an(chinese(number), "smart") for number in numbers]


def test_the_same_seed_makes_the_same_cells() -> None:
    one, other = Random(SEED), Random(SEED)  # noqa: S311  (as above)
    assert [made_cell(one) for _ in range(50)] == [made_cell(other) for _ in range(50)]
    assert [made_case(one) for _ in range(50)] == [made_case(other) for _ in range(50)]
