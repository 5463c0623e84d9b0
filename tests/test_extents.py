"""What an amount and a range say: one set, wherever it is asked for."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkpi import Amount, Approximation, Bands, Comparator, Indicator, Outcome, Range, evaluate
from budgetkpi.evaluation.sets import of_actual, of_target
from budgetkpi.extents import extent, named
from budgetkpi.results import Direction
from tests import strategies

NUMBERS = st.integers(-120, 120).map(Decimal) | st.decimals(-120, 120, places=1)
BLURS = st.none() | st.sampled_from(Approximation)
AMOUNTS = st.builds(Amount, NUMBERS, comparator=st.none() | st.sampled_from(Comparator), approximation=BLURS)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Amount(Decimal(28)), "[28, 28]"),
        (Amount(Decimal(28), comparator=Comparator.EQ), "[28, 28]"),
        (Amount(Decimal(95), comparator=Comparator.GE), "[95, ∞)"),
        (Amount(Decimal(95), comparator=Comparator.GT), "(95, ∞)"),
        (Amount(Decimal(95), comparator=Comparator.LE), "(-∞, 95]"),
        (Amount(Decimal(95), comparator=Comparator.LT), "(-∞, 95)"),
        (Amount(Decimal(100), approximation=Approximation.ABOUT), "[90, 110]"),
        (Amount(Decimal(100), approximation=Approximation.JUST_OVER), "(100, 200)"),
        (Amount(Decimal(100), approximation=Approximation.JUST_UNDER), "[90, 100)"),
        (Amount(Decimal(100), comparator=Comparator.GE, approximation=Approximation.ABOUT), "[90, ∞)"),
        (Amount(Decimal(100), comparator=Comparator.GT, approximation=Approximation.ABOUT), "(90, ∞)"),
        (Amount(Decimal(100), comparator=Comparator.LE, approximation=Approximation.JUST_OVER), "(-∞, 200)"),
        (Amount(Fraction(-10, 3), approximation=Approximation.JUST_OVER), "(-11/3, -10/3)"),
        (Range(Decimal(80), Decimal(90)), "[80, 90]"),
        (Range(Decimal(80), Decimal(90), high_inclusive=False), "[80, 90)"),
        (Range(Decimal(80), Decimal(90), approximation=Approximation.ABOUT), "[72, 99]"),
        (
            Range(Decimal(80), Decimal(90), low_inclusive=False, approximation=Approximation.ABOUT),
            "(72, 99]",
        ),
        (Range(Decimal(80), Decimal(90), approximation=Approximation.JUST_OVER), "(80, 100)"),
    ],
    ids=lambda column: str(column) if isinstance(column, str) else None,
)
def test_what_a_value_says(value: Amount | Range, said: str) -> None:
    assert said == str(extent(value))


@given(strategies.amounts | strategies.ranges())
def test_a_sign_only_adds_numbers_on_its_side(value: Amount | Range) -> None:
    strict = isinstance(value, Amount) and value.comparator is not None and value.comparator.strict
    if not strict:
        assert extent(value).contains(named(value))


@given(strategies.amounts | strategies.ranges())
def test_an_actual_is_the_set_it_says_and_a_target_what_its_sign_adds(value: Amount | Range) -> None:
    assert extent(value) == of_actual(value).interval
    sides = {">": Direction.AT_LEAST, "<": Direction.AT_MOST}
    sign = getattr(value, "comparator", None)
    side = sides.get(str(sign)[0], Direction.EXACTLY) if sign else Direction.EXACTLY
    assert extent(value) == of_target(value, side)


@given(AMOUNTS, st.integers(-120, 120), st.booleans())
def test_a_ladder_grades_as_a_verdict_is_given(actual: Amount, edge: int, rising: bool) -> None:
    signs = ("≥", "<") if rising else ("≤", ">")
    cells = [f"{sign}{edge}" for sign in signs]
    grade = Bands.parse(cells, grades=("met", "not_met")).grade(actual)
    outcome = evaluate(Indicator("得分", cells[0]), actual).outcome
    assert outcome.value == (grade or Outcome.UNDETERMINED.value)
