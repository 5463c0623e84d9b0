"""Tokens: what is told apart here, and nowhere else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkpi.language.lexicon import lexicon, parse_lexicon
from budgetkpi.language.tokens import Token, tokens_of
from budgetkpi.resources import load_text
from budgetkpi.text import fold
from tests.cells import known_cells

KINDS = [
    # blanks and line breaks
    ("≥ 95 %", "GE NUMBER UNIT"),
    ("5 5", "NUMBER NUMBER"),
    ("5五", "BAD"),
    ("百余万人", "SCALE MORE SCALE UNIT"),
    ("5余5人", "BAD UNIT"),
    ("3\n5", "NUMBER BREAK NUMBER"),
    ("500元\n300元", "NUMBER UNIT BREAK NUMBER UNIT"),
    ("\n5次\n", "NUMBER UNIT"),
    ("大于\n5次", "GT BREAK NUMBER UNIT"),
    # a minus and a dash
    ("-5%", "MINUS NUMBER UNIT"),
    ("5-8%", "NUMBER DASH NUMBER UNIT"),
    ("-20℃--15℃", "MINUS NUMBER UNIT DASH MINUS NUMBER UNIT"),
    ("5——8天", "NUMBER DASH NUMBER UNIT"),
    ("5至8天", "NUMBER DASH NUMBER UNIT"),
    ("增长-5%", "RISE MINUS NUMBER UNIT"),
    ("增长至5%", "RISE TO NUMBER UNIT"),
    ("负百分之三", "MINUS SHARE"),
    # grouping commas and commas that part
    ("1,200台", "NUMBER UNIT"),
    ("5次,3次", "NUMBER UNIT COMMA NUMBER UNIT"),
    ("[80%,90%)", "LBRACKET NUMBER UNIT COMMA NUMBER UNIT RPAREN"),
    ("[1,200)", "LBRACKET NUMBER COMMA NUMBER RPAREN"),
    ("[80,+∞)", "LBRACKET NUMBER COMMA INFINITY RPAREN"),
    # list numbers
    ("1.培训3期", "BULLET WORD NUMBER UNIT"),
    ("(1)3场;(2)5场", "BULLET NUMBER UNIT SEMICOLON BULLET NUMBER UNIT"),
    ("①3场", "BULLET NUMBER UNIT"),
    ("1.5场", "NUMBER UNIT"),
    ("1、3月", "NUMBER PAUSE DATE"),
    # names that hold digits, ordinals, clocks
    ("HQ9000", "WORD"),
    ("第2名", "NTH NUMBER UNIT"),
    ("第3批", "WORD"),
    ("《办法》(2020)", "WORD"),
    ("前10名", "TOP NUMBER UNIT"),
    # words that mean something beside a number only
    ("传达", "WORD"),
    ("达90%", "REACH NUMBER UNIT"),
    ("国内5次", "WORD NUMBER UNIT"),
    ("5次内", "NUMBER UNIT BELOW"),
    ("超市5家", "WORD NUMBER UNIT"),
    ("超5家", "GT NUMBER UNIT"),
    ("不低于5次", "NOT LT NUMBER UNIT"),
    ("不断完善", "WORD"),
    ("取消10场", "UNDONE NUMBER UNIT"),
    ("计划30人", "PLAN NUMBER UNIT"),
    ("去年10场", "DATE NUMBER UNIT"),
    ("往年10场", "EARLIER NUMBER UNIT"),
    # limits of limits
    ("5%以下(不含)", "NUMBER UNIT BELOW EXCLUDED"),
    ("3次(以上)", "NUMBER UNIT ABOVE"),
    ("95%(含本数)", "NUMBER UNIT INCLUDED"),
    ("三百一天", "NUMBER PER"),
    ("二○二○年十二月底前", "DATE BEFORE"),
    # a base is one token
    ("较上年增长5%", "BASE RISE NUMBER UNIT"),
    ("同比下降3%", "COMPARED FALL NUMBER UNIT"),
    # damage
    ("12..5%", "BAD WORD"),
    ("><5%", "BAD NUMBER UNIT"),
    ("13月", "BAD"),
    ("\ue000", "STRAY"),
]


def kinds(text: str) -> str:
    return " ".join(token.kind for token in tokens_of(text))


@pytest.mark.parametrize(("text", "wanted"), KINDS)
def test_kinds(text: str, wanted: str) -> None:
    assert wanted == kinds(text)


NUMBERS = [
    # a text, its number with scale words multiplied in, the unit
    ("1,200台", "1200", "台"),
    ("13万元", "130000", "元"),
    ("3千米", "3", "千米"),
    ("3千克", "3", "千克"),
    ("3千元", "3000", "元"),
    ("3千人次", "3000", "人次"),
    ("九十五%", "95", "%"),
    # letter case decides
    ("5mW", "5", "毫瓦"),
    ("5MW", "5", "兆瓦"),
    ("5GB", "5", "GB"),
    ("3t/a", "3", "吨/年"),
]


@pytest.mark.parametrize(("text", "number", "unit"), NUMBERS)
def test_numbers_and_units_carry_their_values(text: str, number: str, unit: str) -> None:
    first, second = tokens_of(fold(text))
    assert ("NUMBER", "UNIT") == (first.kind, second.kind)
    assert (Decimal(number), unit) == (first.value.number * second.value.scale, second.value.name)


def test_a_comma_in_brackets_keeps_both_readings() -> None:
    (number,) = (token for token in tokens_of("(1,200台)") if token.kind == "NUMBER")
    assert (Decimal(1200), (Decimal(1), Decimal(200))) == (number.value.number, number.value.pair)


def test_a_lexicon_of_ones_own() -> None:
    around = load_text("around.toml")
    words = parse_lexicon(load_text("words.toml").replace("≥ 至少", "≥ 不逊色于 至少", 1), around)
    assert ["GE", "NUMBER", "UNIT"] == [token.kind for token in tokens_of("不逊色于5次", words)]
    assert ["DENIAL", "WORD", "NUMBER", "UNIT"] == [token.kind for token in tokens_of("不逊色于5次")]


def assert_sound(text: str, tokens: list[Token]) -> None:
    """Tokens stand in order and side by side; what lies between them is blank.

    Of a date that is none, only the part that is wrong is the token.
    """
    end = 0
    for token in [*tokens, Token("", "", len(text), len(text), gap=False)]:
        assert end <= token.start, (text, tokens)
        assert token.kind == "BAD" or not text[end : token.start].strip(), (text, tokens)
        end = token.end
    for token in tokens:
        assert token.start <= token.end
        assert token.kind in lexicon().kinds or token.kind in OF_NO_RULE, token


OF_NO_RULE = {"WORD", "BAD", "BULLET", "CLOCK", "DENIAL", "STRAY"}
"""Kinds that no word bears and no rule takes, but a WORD between two signs."""


@pytest.mark.parametrize("part", range(4))
def test_every_character_of_a_known_cell_belongs_to_a_token(part: int) -> None:
    for cell in known_cells()[part::4]:
        folded = fold(cell)
        assert_sound(folded, tokens_of(folded))


alphabet = st.sampled_from(
    "0123456789.,%≥≤<>=-~—()[]/、;。 \n万千百十一二三两半年月日底前以上下内约近不低于超过元台人次个米㎡第每"
)


@given(st.text(alphabet, max_size=30))
def test_every_character_of_any_text_belongs_to_a_token(text: str) -> None:
    folded = fold(text)
    assert_sound(folded, tokens_of(folded))
