"""Values of every class, as Hypothesis draws them (取值)."""

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
        "beside": st.lists(words, max_size=2).map(tuple),
    }


texts: SearchStrategy[Text] = st.builds(Text, words, text=words)
kept = _cells(texts)

years: SearchStrategy[Deadline] = st.builds(
    Deadline, year=st.integers(1990, 2099), period=st.just(Period.YEAR)
) | st.builds(Deadline, year_offset=st.sampled_from((-2, -1, 1, 2)), period=st.just(Period.YEAR))
"""Years as a cell names them beside its number: 2021年, 上年."""
said_of: dict[str, SearchStrategy[Any]] = {"planned": st.booleans(), "when": st.none() | years}
"""Of what an amount or a range is said."""

amounts: SearchStrategy[Amount] = st.builds(
    Amount,
    numbers,
    units,
    comparator=maybe_comparators,
    approximation=st.none() | st.sampled_from(Approximation),
    change=st.none() | st.sampled_from(Change),
    base=st.sampled_from(("", "上年", "同比")),
    parts=st.none() | st.tuples(decimals, decimals),
    **said_of,
    **kept,
)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    """A range whose low end is not above its high end."""
    low, high = sorted((draw(numbers), draw(numbers)))
    cell = {name: draw(strategy) for name, strategy in (said_of | kept).items()}
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
        ordinal=st.none() | st.integers(1, 2),
        part=st.none() | st.sampled_from(Part),
        year_offset=st.integers(-2, 2),
        recurring=st.booleans(),
        start=start,
        planned=st.booleans(),
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


# -- values that a cell can say, each with one canonical text

_written_numbers = st.integers(0, 10**9).map(Decimal) | st.decimals(0, 10**6, places=2)
_stated = st.sampled_from((None, *Comparator))
_units_of_cells = st.sampled_from([unit for unit in UNITS if unit])

written_amounts: SearchStrategy[Amount] = st.builds(
    Amount, _written_numbers, _units_of_cells, comparator=_stated, **said_of
) | st.builds(
    Amount,
    _written_numbers,
    st.sampled_from(("%", "元", "人次")),
    comparator=_stated,
    change=st.sampled_from(Change),
    base=st.sampled_from(("", "上年", "同比")),
    **said_of,
)


@st.composite
def written_ranges(draw: st.DrawFn) -> Range:
    """A range as a cell writes it."""
    low, high = sorted(draw(st.lists(_written_numbers, min_size=2, max_size=2, unique=True)))
    inclusive = (draw(st.booleans()), draw(st.booleans()))
    return Range(
        low,
        high,
        unit=draw(_units_of_cells),
        low_inclusive=inclusive[0],
        high_inclusive=inclusive[1],
        planned=draw(st.booleans()),
        when=draw(st.none() | years),
    )


written_deadlines: SearchStrategy[Deadline] = st.builds(
    Deadline,
    comparator=st.sampled_from((None, Comparator.LE)),
    year=st.none() | st.integers(1990, 2099),
    month=st.integers(1, 12),
    part=st.sampled_from((None, Part.END)),
    planned=st.booleans(),
) | st.builds(
    Deadline,
    comparator=st.sampled_from((None, Comparator.LE)),
    year=st.integers(1990, 2099),
    month=st.integers(1, 12),
    day=st.integers(1, 28),
    period=st.just(Period.DAY),
    planned=st.booleans(),
)
written_single: SearchStrategy[Value] = st.one_of(written_amounts, written_ranges(), written_deadlines)
written: SearchStrategy[Value] = written_single | st.builds(
    Several, st.lists(written_single, min_size=2, max_size=3).map(tuple)
)
"""Values whose canonical text is read as themselves."""


def of_class(name: str) -> SearchStrategy[Any]:
    """Values of one class."""
    drawn: dict[str, SearchStrategy[Any]] = {
        "Amount": amounts,
        "Range": ranges(),
        "Deadline": deadlines,
        "Level": levels,
        "Reference": references,
        "Several": several,
        "Text": texts,
        "Missing": missing,
    }
    return drawn[name]
