"""Intervals: laws of sets, and what the words around a number say."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkpi import intervals
from budgetkpi.intervals import (
    EMPTY,
    EVERYTHING,
    Interval,
    Place,
    about,
    at_least,
    at_most,
    below,
    between,
    complement,
    exactly,
    from_comparator,
    hull,
    just_over,
    just_under,
    union,
)
from budgetkpi.values import Comparator

# Few ends, so that they often meet.
ENDS = st.one_of(st.none(), st.integers(-3, 3), st.fractions(-3, 3, max_denominator=3))
INTERVALS = st.builds(Interval, ENDS, ENDS, low_inclusive=st.booleans(), high_inclusive=st.booleans())
NUMBERS = st.fractions(-4, 4, max_denominator=6)
SETS = st.lists(INTERVALS, max_size=4)


def holds(pieces: tuple[Interval, ...], x: Fraction) -> bool:
    """Whether `x` lies in one of the pieces."""
    return any(x in piece for piece in pieces)


def telling(*sets: Interval) -> list[Fraction]:
    """A number at, below, above and between all ends: sets that agree on these are equal."""
    ends = sorted({end for one in sets for end in (one.low, one.high) if end is not None} or {Fraction(0)})
    middles = [(low + high) / 2 for low, high in itertools.pairwise(ends)]
    return [ends[0] - 1, *ends, *middles, ends[-1] + 1]


@given(INTERVALS, NUMBERS)
def test_an_interval_holds_what_lies_between_its_ends(a: Interval, x: Fraction) -> None:
    over = a.low is None or x > a.low or (x == a.low and a.low_inclusive)
    under = a.high is None or x < a.high or (x == a.high and a.high_inclusive)
    assert (over and under) == (x in a)
    assert (x in a) == a.contains(exactly(x))


@given(INTERVALS)
def test_an_empty_set_holds_nothing(a: Interval) -> None:
    assert a.is_empty == (not any(x in a for x in telling(a)))
    assert a.is_empty == (complement(a) == (EVERYTHING,)) == (union(a) == ())


@given(INTERVALS, INTERVALS)
def test_contains_is_told_by_points(a: Interval, b: Interval) -> None:
    points = telling(a, b)
    assert a.contains(b) == all(x in a for x in points if x in b)
    assert a.disjoint(b) == (not any(x in a and x in b for x in points))
    assert (a.contains(b) and b.contains(a)) == (union(a) == union(b))


@given(SETS)
def test_a_union_holds_what_any_holds(sets: list[Interval]) -> None:
    pieces = union(*sets)
    for x in telling(*sets):
        assert any(x in one for one in sets) == holds(pieces, x)
    assert pieces == union(*reversed(sets)) == union(*pieces)
    assert not any(piece.is_empty for piece in pieces)
    assert all(hull(a, b) not in (*union(a, b), EMPTY) for a, b in itertools.pairwise(pieces))


@given(SETS)
def test_a_complement_holds_what_none_holds(sets: list[Interval]) -> None:
    pieces = complement(*sets)
    for x in telling(*sets):
        assert any(x in one for one in sets) != holds(pieces, x)
    assert complement(*pieces) == union(*sets)
    assert (EVERYTHING,) == union(*sets, *pieces)
    assert all(one.disjoint(piece) for one in sets for piece in pieces)


@given(INTERVALS, INTERVALS)
def test_de_morgan(a: Interval, b: Interval) -> None:
    assert union(*complement(a), *complement(b)) == complement(a.intersect(b))
    both = [one.intersect(other) for one in complement(a) for other in complement(b)]
    assert union(*both) == complement(*union(a, b))


@given(INTERVALS, INTERVALS, INTERVALS)
def test_intersection_distributes_over_union(a: Interval, b: Interval, c: Interval) -> None:
    pieces = [a.intersect(piece) for piece in union(b, c)]
    assert union(*pieces) == union(a.intersect(b), a.intersect(c))


@given(SETS)
def test_a_hull_holds_all_and_no_more(sets: list[Interval]) -> None:
    around = hull(*sets)
    assert all(around.contains(one) for one in sets)
    outer = union(*sets)
    assert around == (hull(outer[0], outer[-1]) if outer else EMPTY)
    for end in (around.low, around.high):
        assert end is None or around.is_empty or any(end in (one.low, one.high) for one in outer)


@given(INTERVALS, NUMBERS)
def test_above_and_below_a_set(a: Interval, x: Fraction) -> None:
    points = [y for y in telling(a, exactly(x)) if y in a]
    assert any(y <= x for y in points) == (x in a.and_above())
    assert any(y >= x for y in points) == (x in a.and_below())
    strictly = a.and_above(strict=True)
    assert (x in strictly) == (x in a.and_above() and x != a.low)
    assert (x in a.and_below(strict=True)) == (x in a.and_below() and x != a.high)


@given(INTERVALS)
def test_whole_numbers(a: Interval) -> None:
    assert a.has_whole == any(whole in a for whole in range(-9, 10))


@given(INTERVALS, INTERVALS, NUMBERS)
def test_intersection_holds_what_both_hold(a: Interval, b: Interval, x: Fraction) -> None:
    assert (x in a and x in b) == (x in a.intersect(b))
    assert a.intersect(b) == b.intersect(a)


@given(INTERVALS, INTERVALS, NUMBERS)
def test_a_contained_set_has_no_number_of_its_own(a: Interval, b: Interval, x: Fraction) -> None:
    if a.contains(b) and x in b:
        assert x in a
    if a.disjoint(b):
        assert not (x in a and x in b)


@given(INTERVALS, INTERVALS, INTERVALS)
def test_contains_is_transitive(a: Interval, b: Interval, c: Interval) -> None:
    if a.contains(b) and b.contains(c):
        assert a.contains(c)


@given(INTERVALS, INTERVALS)
def test_containment_is_intersection(a: Interval, b: Interval) -> None:
    assert a.contains(b) == (a.intersect(b) == (EMPTY if b.is_empty else b))


@given(INTERVALS, INTERVALS)
def test_three_places(a: Interval, b: Interval) -> None:
    place = a.relation(b)
    assert (place is Place.INSIDE) == a.contains(b)
    assert (place is Place.OUTSIDE) == (a.disjoint(b) and not b.is_empty)
    if b.is_point:
        assert place is not Place.ACROSS


@given(INTERVALS, INTERVALS, st.fractions(-5, 5).filter(bool))
def test_scaling_keeps_places(a: Interval, b: Interval, factor: Fraction) -> None:
    assert a.relation(b) == a.scaled(factor).relation(b.scaled(factor))
    assert a.is_empty or a.scaled(factor).scaled(1 / factor) == a


def test_scaling_by_zero() -> None:
    assert Interval.point(0) == at_least(3).scaled(0)
    assert EMPTY.scaled(0).is_empty


@given(NUMBERS, NUMBERS)
def test_signs_compare(x: Fraction, y: Fraction) -> None:
    assert (y >= x) == (y in from_comparator(Comparator.GE, x))
    assert (y > x) == (y in from_comparator(Comparator.GT, x))
    assert (y <= x) == (y in from_comparator(Comparator.LE, x))
    assert (y < x) == (y in from_comparator(Comparator.LT, x))
    assert (y == x) == (y in from_comparator(Comparator.EQ, x))
    assert y in EVERYTHING
    assert y not in EMPTY


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (about(100), "[90, 110]"),
        (about(-100), "[-110, -90]"),
        (about(0), "[0, 0]"),
        (just_over(30), "(30, 40)"),
        (just_over(Decimal(400)), "(400, 500)"),
        (just_over(10000), "(10000, 20000)"),
        (just_over(Decimal("1E+4")), "(10000, 20000)"),
        (just_over(120), "(120, 130)"),
        (just_over(25), "(25, 26)"),
        (just_over(Decimal("12.5")), "(25/2, 63/5)"),
        (just_over(Decimal("50.00")), "(50, 60)"),
        (just_over(-30), "(-40, -30)"),
        (just_over(0), "(0, 1)"),
        (just_over(Fraction(30)), "(30, 40)"),
        (just_over(Fraction(10, 3)), "(10/3, 11/3)"),
        (just_over(Fraction(-10, 3)), "(-11/3, -10/3)"),
        (just_under(100), "[90, 100)"),
        (just_under(-100), "(-100, -90]"),
        (just_under(0), "[0, 0]"),
        (EVERYTHING, "(-∞, ∞)"),
        (below(5), "(-∞, 5)"),
        (between(5, 8, low_inclusive=False), "(5, 8]"),
    ],
)
def test_words_around_a_number(interval: Interval, expected: str) -> None:
    assert expected == str(interval)


@given(st.decimals(min_value=-(10**50), max_value=10**50, places=3))
def test_ends_are_never_rounded(x: Decimal) -> None:
    assert Fraction(x) == exactly(x).low
    assert not about(x).is_empty
    assert just_over(x).disjoint(exactly(x))


def test_what_is_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        Interval(0.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="none of"):
        from_comparator("!=", 1)
    with pytest.raises(ValueError, match="finite"):
        just_over(Decimal("NaN"))


def test_a_missing_end_is_never_in() -> None:
    assert Interval(1, None, high_inclusive=True) == Interval(1, None, high_inclusive=False)
    assert not at_most(1).is_point
    assert all(hasattr(intervals, name) for name in intervals.__all__)
