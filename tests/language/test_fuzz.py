"""A long random run over made and damaged cells: `pytest --fuzz -m fuzz`, BUDGETKPI_FUZZ_CELLS of them."""

from __future__ import annotations

import os
from random import Random

import pytest

from tests.cells import known_cells
from tests.made_cells import assert_laws, damaged, made


def run(seed: int, number: int) -> int:
    """Try so many cells; how many of them were values."""
    rng = Random(seed)  # noqa: S311  (a repeatable run, no secret)
    known = known_cells()
    values = 0
    for _ in range(number):
        cell = rng.choice(known) if rng.random() < 0.5 else made(rng)
        values += assert_laws(damaged(rng, cell) if rng.random() < 0.8 else cell)
    return values


def test_a_short_run() -> None:
    assert run(20211231, 1500) > 500


@pytest.mark.fuzz
@pytest.mark.slow
def test_a_long_run() -> None:
    number = int(os.environ.get("BUDGETKPI_FUZZ_CELLS", "20000"))
    seed = int(os.environ.get("BUDGETKPI_FUZZ_SEED", "1"))
    assert run(seed, number) > number // 3
