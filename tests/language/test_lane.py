"""The fast lane says what the slow way says, for every cell."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkpi import parse
from budgetkpi.errors import ParseError
from budgetkpi.language.cell import _slow
from budgetkpi.language.lane import _KEPT, _PROBES, Lane
from budgetkpi.values import Amount
from budgetkpi.vocabulary import Vocabulary
from tests.cells import known_cells
from tests.made_cells import CLOSINGS, SCALES, SIGNS, UNITS, made
from tests.meanings.places import made_cell

if TYPE_CHECKING:
    from budgetkpi.values import Value

NUMBERS = (
    *(
        "0",
        "1",
        "2",
        "3",
        "5",
        "9",
        "10",
        "12",
        "13",
        "20",
        "30",
        "31",
        "60",
        "99",
        "100",
        "150",
        "365",
        "999",
    ),
    *(
        "1900",
        "2019",
        "2020",
        "2021",
        "2022",
        "2050",
        "2100",
        "9999",
        "44196",
        "44561",
        "20210630",
        "20211231",
    ),
    *(
        "0.0",
        "0.00",
        "1.00",
        "0.95",
        "1.5",
        "12.5",
        "6.30",
        "12.31",
        "2021.6",
        "2021.12",
        "95.00",
        "100.00",
        "00",
        "05",
    ),
)


def slow(cell: str) -> Value | str:
    """What tokens and rules say of a cell, or the code of its failure."""
    try:
        return _slow(cell)
    except ParseError as error:
        return error.code


def warmed(cell: str) -> Lane:
    """A lane that has met the words of a cell, and asked about them."""
    lane = Lane(_slow)
    for _ in range(2):
        lane.read(cell)
    return lane


def assert_the_same(cell: str) -> bool:
    """The lane knows nothing of a cell, or all that the rules say.

    Returns:
        Whether the lane reads it.
    """
    quick = warmed(cell).read(cell)
    if quick is None:
        return False
    value = slow(cell)
    assert isinstance(value, Amount), cell
    assert value == quick, cell
    assert str(value) == str(quick), cell
    assert (value.text, value.notes, value.alternatives, value.beside) == (
        quick.text,
        quick.notes,
        quick.alternatives,
        quick.beside,
    ), cell
    assert str(value.magnitude) == str(quick.magnitude), cell
    return True


@pytest.mark.parametrize("part", range(8))
def test_a_known_cell_is_the_same_in_the_lane(part: int) -> None:
    taken = [assert_the_same(cell) for cell in known_cells()[part::8]]
    assert sum(taken) > len(taken) // 8


FRAMES = [
    (sign, scale + unit + closing)
    for sign in ("", *SIGNS[:40:4])
    for scale in ("", *SCALES[:2])
    for unit in ("", "%", "年", "月", "日", "人次", "元", "万元", "元/人·天", "号", "期")
    for closing in ("", *CLOSINGS[:12:3])
]


@pytest.mark.parametrize("number", NUMBERS)
def test_words_that_were_met_once_hold_for_every_number(number: str) -> None:
    """What the lane learned of other numbers is right for this one."""
    rng = Random(number)  # noqa: S311  (repeatable, no secret)
    for before, behind in rng.sample(FRAMES, 40):
        lane = Lane(_slow)
        for other in ("3", "47"):
            lane.read(f"{before}{other}{behind}")
        cell = f"{before}{number}{behind}"
        quick = lane.read(cell)
        assert quick is None or (quick, quick.notes, str(quick)) == (
            (value := slow(cell)),
            getattr(value, "notes", ()),
            str(value),
        ), cell


seeds = st.integers(0, 2**32).map(Random)


@given(seeds)
def test_a_made_cell_is_the_same_in_the_lane(rng: Random) -> None:
    assert_the_same(made(rng))
    assert_the_same(made_cell(rng).text)


@given(
    st.sampled_from(SIGNS), st.sampled_from(NUMBERS), st.sampled_from(UNITS), st.sampled_from(("", *CLOSINGS))
)
def test_a_number_between_known_words_is_the_same(sign: str, number: str, unit: str, closing: str) -> None:
    assert_the_same(f"{sign}{number}{unit}{closing}")


@pytest.mark.parametrize("part", range(4))
def test_parse_gives_the_same_whichever_way_it_took(part: int) -> None:
    for cell in known_cells()[part::4]:
        try:
            value: Value | str = parse(cell)
        except ParseError as error:
            value = error.code
        assert value == slow(cell), cell


def test_the_lane_asks_about_words_that_come_again() -> None:
    asked: list[str] = []

    def read(cell: str) -> Value:
        asked.append(cell)
        return _slow(cell)

    lane = Lane(read)
    assert lane.read("≥95%") is None
    assert asked == []
    assert lane.read("≥96.5%") == _slow("≥96.5%")
    assert len(_PROBES) == len(asked)
    assert lane.read("≥97%") == _slow("≥97%")
    assert len(_PROBES) == len(asked)


@pytest.mark.parametrize(
    "cell", ["健全", "5-8天", "1,200台", "九十五%", "12..5%", "9" * 16, "合格率00%", "≥007个", ""]
)
def test_the_lane_takes_cells_with_one_plain_number_only(cell: str) -> None:
    assert warmed(cell).read(cell) is None


@pytest.mark.parametrize("cell", ["12月", "2021年", "0提升", "15日前", "第2名", "95%（30/30）", "13月"])
def test_words_that_mean_something_else_with_another_number_are_not_kept(cell: str) -> None:
    assert warmed(cell).read(cell) is None


def test_the_lane_forgets_before_it_grows_without_end() -> None:
    lane = Lane(_slow)
    for i in range(_KEPT + 3):
        assert lane.read(f"{chr(0x4E00 + i % 20000)}{chr(0x4E00 + i // 20000)}5") is None
    assert len(lane._known) <= _KEPT


OWN = Vocabulary().with_units("课包").with_blanks("见附件")


def test_a_vocabulary_of_ones_own_has_a_lane_of_its_own() -> None:
    cells = [f"≥{number}课包" for number in range(10, 20)]
    notes = [[note.code for note in parse(cell).notes] for cell in cells]
    assert notes == [["unit-not-listed"]] * 10
    with OWN.use():
        assert [()] * 10 == [parse(cell).notes for cell in cells]
        assert [_slow(cell) for cell in cells] == [parse(cell) for cell in cells]
    assert notes == [[note.code for note in parse(cell).notes] for cell in cells]


@pytest.mark.parametrize("part", range(8))
def test_a_known_cell_is_the_same_in_the_lane_of_a_vocabulary(part: int) -> None:
    with OWN.use():
        for cell in known_cells()[part::8]:
            assert_the_same(cell)
