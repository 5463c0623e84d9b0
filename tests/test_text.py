"""Folding: each character to its one spelling, and nothing moves."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkpi.text import _LOOK_ALIKES, CONTROLS, fold, tidy


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
        ("a\u3000b\tc\nd", "a b c d"),
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
