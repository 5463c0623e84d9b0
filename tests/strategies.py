"""Values of every class, as Hypothesis draws them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from budgetkpi.messages import Message, Note
from budgetkpi.values import (
    Amount,
    Approximation,
    Change,
    Comparator,
    Deadline,
    Level,
    Missing,
    Part,
    Period,
    Range,
    Reference,
    Several,
    Text,
    Value,
)

if TYPE_CHECKING:
    from fractions import Fraction

    from hypothesis.strategies import SearchStrategy

UNITS = (
    "",
    "%",
    "‰",
    "个",
    "台",
    "次",
    "人",
    "人次",
    "元",
    "元/本",
    "元/人·月",
    "平方米",
    "公顷",
    "个月",
    "天",
    "工作日",
)
"""Written units that a table of published targets may hold, canonical ones."""

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12)
comparators = st.sampled_from(Comparator)
maybe_comparators = st.none() | comparators
units = st.sampled_from(UNITS)

decimals: SearchStrategy[Decimal] = st.decimals(
    min_value=Decimal("-1e12"), max_value=Decimal("1e12"), allow_nan=False, allow_infinity=False, places=3
) | st.integers(-(10**18), 10**18).map(Decimal)
fractions: SearchStrategy[Fraction] = st.fractions(min_value=-1000, max_value=1000, max_denominator=999)
numbers: SearchStrategy[Decimal | Fraction] = decimals | fractions

messages = st.builds(Message, st.from_regex(r"[a-z]+(-[a-z]+){0,3}", fullmatch=True), words, words)
notes = st.builds(Note, messages, words, st.lists(words, max_size=2).map(tuple))


def _cells(alternatives: SearchStrategy[Any]) -> dict[str, SearchStrategy[Any]]:
    """What every value keeps beside what it says."""
    return {
        "text": words,
        "notes": st.lists(notes, max_size=2).map(tuple),
        "alternatives": st.lists(alternatives, max_size=1).map(tuple),
    }


texts: SearchStrategy[Text] = st.builds(Text, words, text=words)
kept = _cells(texts)

amounts: SearchStrategy[Amount] = st.builds(
    Amount,
    numbers,
    units,
    comparator=maybe_comparators,
    approximation=st.none() | st.sampled_from(Approximation),
    change=st.none() | st.sampled_from(Change),
    base=st.sampled_from(("", "上年", "同比")),
    parts=st.none() | st.tuples(decimals, decimals),
    **kept,
)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    """A range whose low end is not above its high end."""
    low, high = sorted((draw(numbers), draw(numbers)))
    cell = {name: draw(strategy) for name, strategy in kept.items()}
    return Range(
        low,
        high,
        unit=draw(units),
        low_inclusive=draw(st.booleans()),
        high_inclusive=draw(st.booleans()),
        approximation=draw(st.none() | st.sampled_from(Approximation)),
        **cell,
    )


def _deadlines(start: SearchStrategy[Any]) -> SearchStrategy[Deadline]:
    return st.builds(
        Deadline,
        comparator=maybe_comparators,
        year=st.none() | st.integers(1990, 2099),
        month=st.none() | st.integers(1, 12),
        day=st.none() | st.integers(1, 28),
        period=st.sampled_from(Period),
        ordinal=st.none() | st.integers(1, 4),
        part=st.none() | st.sampled_from(Part),
        year_offset=st.integers(-2, 2),
        recurring=st.booleans(),
        start=start,
        **kept,
    )


deadlines: SearchStrategy[Deadline] = _deadlines(st.none() | _deadlines(st.none()))
levels: SearchStrategy[Level] = st.builds(
    Level, words, words, rank=st.none() | st.integers(-3, 9), negated=st.booleans(), **kept
)
references: SearchStrategy[Reference] = st.builds(Reference, words, maybe_comparators, **kept)
missing: SearchStrategy[Missing] = st.builds(Missing, **kept)

single: SearchStrategy[Value] = st.one_of(amounts, ranges(), deadlines, levels, references, texts, missing)
several: SearchStrategy[Several] = st.builds(
    Several, st.lists(single, min_size=2, max_size=3).map(tuple), **kept
)
values: SearchStrategy[Value] = single | several
