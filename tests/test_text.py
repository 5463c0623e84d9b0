"""Folding: each character to its one spelling, and nothing moves."""

from __future__ import annotations

import pathlib
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from budgetkpi import numerals
from budgetkpi.text import _LOOK_ALIKES, CONTROLS, fold, tidy, traditional

GRAMMAR = pathlib.Path(__file__).parent.parent / "grammar"
TO_SIMPLIFIED, TO_TRADITIONAL = OpenCC("t2s"), OpenCC("s2t")
IN_NAMES_ONLY = "後於徵夥摺菸麽"
"""Traditional characters that GB 2312 holds and that are read as simplified all the same."""


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("≧９５％", "≥95%"),
        ("﹥＝９８．５﹪", ">=98.5%"),
        ("１，２００人次", "1,200人次"),
        ("￥100", "¥100"),
        ("80％〜90％", "80%~90%"),
        ("【80%，90%）", "[80%,90%)"),
        ("5\u20138", "5—8"),
        ("−3%", "-3%"),
        ("元/人•天", "元/人·天"),
        ("℃ ㎡ ½ ① Ⅱ", "℃ ㎡ ½ ① Ⅱ"),
        ("a\u3000b\tc\xa0d\u200be", "a b c d e"),
        ("3場\n5場\r\n8場\r", "3场\n5场\n\n8场\n"),
        ("a\vb\fc\u2028d\u2029e", "a\nb\nc\nd\ne"),
        ("服務對象滿意度≥９５％", "服务对象满意度≥95%"),
        ("參訓 1.5 萬餘人次、２億圓", "参训 1.5 万余人次、2亿圆"),
        ("顯著提升、全覆蓋", "显著提升、全覆盖"),
        ("乾县瞭望塔、狼藉", "乾县瞭望塔、狼藉"),
        ("\ue000≥\uf8ff", "\ue000≥\uf8ff"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert folded == fold(text)


def test_tidy_leaves_no_blank() -> None:
    assert "≥95%以上" == tidy(" ≧ ９５\u3000％\n以上\u200b")


@given(st.text())
def test_folding_keeps_every_place_and_folds_once(text: str) -> None:
    folded = fold(text)
    assert len(text) == len(folded)
    assert folded == fold(folded)
    assert not set(tidy(text)) & {" ", "\u3000", "\t", "\n"}


@given(st.characters())
def test_white_space_is_a_blank_or_a_line_break(character: str) -> None:
    folded = fold(character)
    if character.isspace() and character not in CONTROLS:
        assert folded == ("\n" if character.splitlines() == [""] else " ")
    else:
        assert folded != "\n"


def test_every_look_alike_folds_to_a_character_that_stays() -> None:
    for folded, alike in _LOOK_ALIKES.items():
        assert folded == fold(folded)
        for character in alike:
            assert folded == fold(character), unicodedata.name(character, repr(character))


def test_every_full_width_sign_folds_to_ascii() -> None:
    for code in range(0x21, 0x7F):
        assert chr(code) == fold(chr(code + 0xFEE0))


def test_controls_are_no_white_space_of_a_cell() -> None:
    assert all(unicodedata.category(character) == "Cc" for character in CONTROLS)
    assert not CONTROLS & set("\t\n\r\v\f")
    assert {"\x00", "\x07", "\x1b", "\x7f", "\x85"} <= CONTROLS


def test_what_is_read_as_simplified_is_what_opencc_says() -> None:
    table = traditional()
    assert table == {character: TO_SIMPLIFIED.convert(character) for character in table}
    assert all(len(folded) == len(character) == 1 for character, folded in table.items())
    assert not table.keys() & set(table.values())


def test_no_character_stands_twice_in_the_table() -> None:
    lines = (GRAMMAR / "traditional.txt").read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    assert all(len(word) > 1 for word in words)
    assert len(traditional()) == sum(len(word) - 1 for word in words)
    assert len({word[0] for word in words}) == len(words)


def test_every_character_of_the_language_is_read_in_its_traditional_form() -> None:
    files = [path for path in GRAMMAR.iterdir() if path.suffix in {".toml", ".lark"}]
    characters = {c for path in files for c in path.read_text(encoding="utf-8") if c >= "\u3400"}
    assert len(characters) > 1000
    missed = {
        c: other for c in characters if (other := TO_TRADITIONAL.convert(c)) != c and fold(other) != fold(c)
    }
    assert missed == {}


def test_every_common_character_is_read_in_its_traditional_form() -> None:
    # The first level of GB 2312: 3,755 characters, the common ones.
    common = [bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)]
    assert [c for c in common if fold(TO_TRADITIONAL.convert(c)) != fold(c)] == []


def test_simplified_characters_stay() -> None:
    # All of GB 2312: a character that simplified texts print is not read as another.
    rows = [
        bytes((row, cell)).decode("gb2312", "ignore")
        for row in range(0xB0, 0xF8)
        for cell in range(0xA1, 0xFF)
    ]
    assert sorted(IN_NAMES_ONLY) == sorted(c for c in rows if c and fold(c) != c)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("參萬", "叁万"),
        ("貳億", "贰亿"),
        ("陸佰貳拾", "陆佰贰拾"),
        ("兩千", "两千"),
        ("負壹點伍", "负壹点伍"),
        ("叄", "叁"),
        ("倆", "俩"),
        ("弌", "一"),
    ],
)
def test_traditional_numerals_say_the_same(written: str, number: str) -> None:
    assert numerals.read(number) == numerals.read(fold(written)) == numerals.read(written)


def test_the_table_is_read_with_the_first_chinese_character() -> None:
    code = (
        "import budgetkpi; from budgetkpi import text\n"
        "text.fold('≧９５％'); assert text._FOLDS.awaits_traditional\n"
        "text.fold('台'); assert not text._FOLDS.awaits_traditional"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
