"""Laws of the language over cells made at random, known cells damaged, and the grammar's own strings."""

from __future__ import annotations

import functools
from random import Random
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetkpi import parse
from budgetkpi.errors import ParseError
from budgetkpi.language.grammar import build, grammar_text
from budgetkpi.text import LONGEST_CELL
from tests.cells import known_cells
from tests.made_cells import assert_laws, damaged, made

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

seeds = st.integers(0, 2**32)
made_cells = seeds.map(lambda seed: made(Random(seed)))  # noqa: S311  (repeatable, no secret)
damaged_cells = st.builds(
    lambda cell, seed: damaged(Random(seed), cell),  # noqa: S311  (as above)
    st.sampled_from(known_cells()),
    seeds,
)

REFUSED = {
    "no-such-date",
    "too-long",
    "cell-too-long",
    "bad-grouping",
    "bad-chinese-numeral",
    "bad-scale",
    "mixed-units",
    "trailing-digits",
    "zero-denominator",
    "bad-decimal",
    "contradicting-signs",
}
"""What may be wrong with a text that has the shape of a statement."""


@given(made_cells)
def test_cells_put_together_keep_the_laws(cell: str) -> None:
    assert_laws(cell)


@given(damaged_cells)
@settings(max_examples=300)
def test_damaged_cells_keep_the_laws(cell: str) -> None:
    assert_laws(cell)


def refused(cell: str) -> str:
    """The code of a cell that fails, else nothing."""
    try:
        parse(cell)
    except ParseError as error:
        return error.code
    return ""


@functools.cache
def statements() -> SearchStrategy[str]:
    """Strings of the grammar itself."""
    import lark  # noqa: F401  (the strategy is an extra of Hypothesis)
    from hypothesis.extra.lark import from_lark

    printable = st.characters(exclude_categories=("Cc", "Cs"))
    return from_lark(build(), start="start", alphabet=printable)


def test_the_grammar_is_one_text() -> None:
    assert "start:" in grammar_text()


@given(st.data())
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_every_string_of_the_grammar_is_read(data: st.DataObject) -> None:
    cell = data.draw(statements())
    if len(cell) > LONGEST_CELL or "\ue000" in cell:
        return
    assert refused(cell) in {"", *REFUSED}, cell
