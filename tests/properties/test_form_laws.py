"""Laws of form (形式律): where a statement stands and how its parts are written does not change what it says.

A doubt is always honest: an error, or a text, instead of a value.
"""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from budgetkpi import find, parse
from budgetkpi.errors import ParseError
from budgetkpi.values import Amount, Comparator, Range, Text
from tests.made_cells import made
from tests.meanings.dates import date
from tests.meanings.makers import statement
from tests.meanings.numbers import chinese
from tests.meanings.places import PLACES, TRADITIONAL, TURNING, made_cell
from tests.meanings.signs import DENIALS, DENIED, limit_words

if TYPE_CHECKING:
    from budgetkpi.values import Value

seeds = st.integers(0, 2**32).map(Random)
many = settings(max_examples=200)


def read(cell: str) -> Value | None:
    """The value of a cell; None for an honest doubt."""
    try:
        value = parse(cell)
    except ParseError:
        return None
    return None if isinstance(value, Text) else value


def assert_same(one: str, other: str) -> None:
    """Two cells say the same, as far as both are read."""
    value, again = read(one), read(other)
    if value is not None and again is not None:
        assert value == again, (one, other)


def left_aside(value: Value) -> list[str]:
    """The words that a value says were left aside."""
    return [
        found[1]
        for note in value.notes
        if note.code == "words-left-aside" and (found := re.search("“(.*)”", note.message.zh, re.DOTALL))
    ]


@given(seeds, st.sampled_from(PLACES))
@many
def test_a_statement_says_the_same_wherever_it_stands(rng: Random, place: str) -> None:
    said = date(rng) if rng.random() < 0.2 else statement(rng)
    assume(said.joins or place not in {"完成{}", "共{}"})
    assume("\n" not in said.text)
    assert_same(said.text, place.format(said.text))


@given(seeds, st.sampled_from(("年内合格率{}，并通过验收。", "本项目完成任务{}；群众反映良好。")))
@many
def test_a_statement_says_the_same_in_a_sentence(rng: Random, sentence: str) -> None:
    said = statement(rng)
    value = read(said.text)
    assume(value is not None and value.kind in {"amount", "range"})
    assume(set("\n,，;；、").isdisjoint(said.text))
    start = sentence.index("{")
    mentions = [one for one in find(sentence.format(said.text)) if one.end > start]
    # one that is missed is honest; a part of it is not
    if mentions:
        assert [value] == [one.value for one in mentions], said.text


@given(seeds, st.booleans())
@many
def test_no_word_with_a_meaning_is_left_aside(rng: Random, known: bool) -> None:
    cell = made_cell(rng).text if known else made(rng)
    value = read(cell)
    for words in left_aside(value) if value is not None else ():
        assert read(words) is None or read(words).kind in {"missing", "level", "reference"}, (cell, words)  # type: ignore[union-attr]
        assert [] == find(words), (cell, words)
        meant = [word for word in (limit_words() | TURNING if known else limit_words()) if word in words]
        assert [] == meant, (cell, words)


numbers = st.sampled_from(("5", "30", "1,200", "12.5", "三十"))
ranges = st.sampled_from(("30-50", "3~5", "95±2", "三十至五十", "1,200-1,500"))
signs = st.sampled_from(("", "≥", "不低于", "不超过"))
scales = st.sampled_from(("", "万", "千", "亿"))
units = st.sampled_from(("元", "人次", "台", "亩", "元/人·天"))
sides = st.sampled_from(
    ("（{1}）{0}", "{0}（{1}）", "{0}（单位：{1}）", "（单位：{1}）{0}", "({1}){0}", "{0}({1})")
)


@given(signs, numbers | ranges, scales, units, sides)
@many
def test_a_unit_says_the_same_in_front_and_behind(
    sign: str, number: str, scale: str, unit: str, side: str
) -> None:
    assert_same(f"{sign}{number}{scale}{unit}", side.format(sign + number, scale + unit))


amounts = st.tuples(st.integers(1, 99), st.sampled_from("元人亩")).map(
    lambda pair: tuple(
        form + pair[1]
        for form in (f"{pair[0]}万", f"{pair[0]}0000", f"{pair[0] * 10000:,}", f"{chinese(pair[0])}万")
    )
)
frames = st.sampled_from(
    (
        "{}",
        "{}-999万{u}",
        "1{u}至{}",
        "{}±5{u}",
        "999万{u}±{}",
        "≥{}",
        "{}以上",
        "[{},999万{u}]",
        "（{}）",
        "约{}",
        "增长{}",
    )
)


@given(amounts, frames, st.integers(1, 3))
@many
def test_scale_and_grouping_are_the_same_number(forms: tuple[str, ...], frame: str, other: int) -> None:
    one, again = (frame.replace("{u}", form[-1]).format(form) for form in (forms[0], forms[other]))
    assert_same(one, again)


@given(seeds, st.sampled_from("-~至到"))
@many
def test_a_scale_behind_a_range_holds_for_both_ends(rng: Random, dash: str) -> None:
    low, scale, unit = rng.randint(1, 40), rng.choice("万亿千"), rng.choice(("元", "人次", "台"))
    high = low + rng.randint(1, 50)
    forms = ((str(low), str(high)), (chinese(low), chinese(high)))
    first, last = forms[rng.randrange(2)]
    assert_same(f"{low}{scale}{unit}{dash}{high}{scale}{unit}", f"{first}{dash}{last}{scale}{unit}")
    if low < high:
        assert_same(f"{low}{scale}{unit}±1{scale}{unit}", f"{first}±1{scale}{unit}")


@given(st.sampled_from(DENIALS), st.sampled_from(sorted(DENIED)), st.data(), numbers, units)
@many
def test_a_negated_limit_is_the_other_limit(
    denial: str, says: str, data: st.DataObject, number: str, unit: str
) -> None:
    word = data.draw(st.sampled_from(DENIED[says]))
    value = read(f"{denial}{word}{number}{unit}")
    if isinstance(value, Amount):
        assert Comparator(says) == value.comparator
    else:
        assert value is None


@given(seeds)
@many
def test_traditional_characters_read_as_simplified(rng: Random) -> None:
    said = date(rng) if rng.random() < 0.2 else statement(rng)
    assert_same(said.text, said.text.translate(TRADITIONAL))


@given(st.integers(1, 10**6), signs, units, st.sampled_from(("", "以上", "左右")))
@many
def test_chinese_numerals_read_as_arabic_ones(number: int, sign: str, unit: str, closing: str) -> None:
    assume(not (sign and closing))
    assert_same(f"{sign}{number}{unit}{closing}", f"{sign}{chinese(number)}{unit}{closing}")


@given(seeds)
@many
def test_canonical_text_reads_back_as_the_value(rng: Random) -> None:
    value = read(made_cell(rng).text)
    if value is not None:
        assert value == parse(str(value)), (value.text, str(value))


@given(
    seeds, st.sampled_from(("人", "户", "亩", "年", "月", "季度", "天")), st.sampled_from(("", "≥", "不超过"))
)
@many
def test_a_rate_in_words_reads_back(rng: Random, below: str, sign: str) -> None:
    value = read(f"每{below}{sign}{rng.randint(1, 9999)}元")
    if value is not None:
        assert value == parse(str(value)), (value.text, str(value))
        assert "/" in str(value), value.text


@given(seeds)
@many
def test_a_range_is_never_upside_down(rng: Random) -> None:
    value = read(made_cell(rng).text)
    if isinstance(value, Range):
        assert value.low <= value.high
