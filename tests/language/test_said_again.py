"""A value that brings words of its own is one only where its canonical text says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from budgetkpi import Several, Text, find, parse
from budgetkpi.language import cell as cell_room
from budgetkpi.language import said_again, sentence
from budgetkpi.language.said_again import brings_words, says_itself

if TYPE_CHECKING:
    from collections.abc import Callable

    from budgetkpi import Value

MESSY = [
    "约合１００．０~０架次／航区间及以下",
    "NT$四百零五亿零四百零四＞万处级",
    "1/3万高于万于",
    "等于（0.5个早了 ±早于“100%SGD人日)上年",
]
HALVES = ["一半半千牛/场·次（以上）", "大约亿半名", "NT$一半百工作日"]


@pytest.mark.parametrize("cell", MESSY)
def test_a_value_that_its_text_does_not_say_is_a_text(cell: str) -> None:
    value = parse(cell)
    assert isinstance(value, Text)
    assert value.text == cell
    assert [note.code for note in value.notes] == ["number-in-description"]
    assert parse(str(value)) == value


@pytest.mark.parametrize("cell", ["12轮次", "较上年增长5%", "2021年10场", "≥3轮次、5轮次"])
def test_a_value_that_brings_words_and_says_itself_is_kept(cell: str) -> None:
    value = parse(cell)
    assert not isinstance(value, Text)
    assert brings_words(value)
    assert says_itself(value, parse)


@pytest.mark.parametrize("cell", ["≥95%", "80-90%", "同比增长5%", "健全", "6月底", ""])
def test_a_value_of_listed_words_is_not_asked(cell: str) -> None:
    assert not brings_words(parse(cell))


@pytest.mark.parametrize("joint", ["；", "，", "、", "和"])
@pytest.mark.parametrize("deed", ["", "培训", "第一类"])
def test_an_account_of_more_than_a_cell_lists_is_a_text(joint: str, deed: str) -> None:
    """However it is written, so that its canonical text is read as it is."""
    for count, kind in ((24, Several), (25, Text), (60, Text)):
        value = parse(joint.join(f"{deed}{number}次" for number in range(100, 100 + count)))
        assert isinstance(value, kind)
        assert parse(str(value)) == value


def test_a_dense_cell_costs_one_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell that is its own canonical text is not read again, and a year beside a value of prose neither."""
    read: list[str] = []
    whole = said_again.says_itself

    def counted(value: Value, reader: Callable[[str], Value], cell: str | None = None) -> bool:
        def spied(text: str) -> Value:
            read.append(text)
            return reader(text)

        return whole(value, spied, cell)

    for room in (cell_room, sentence):
        monkeypatch.setattr(room, "says_itself", counted)
    parse("7301轮次")
    find("，".join(f"2019年培训{number}期" for number in range(7400, 7420)))
    assert not [text for text in read if "73" in text or "2019" in text]
    parse("７３０２轮次")
    assert "7302轮次" in read


@pytest.mark.parametrize("cell", MESSY)
def test_prose_holds_only_what_says_itself(cell: str) -> None:
    assert all(says_itself(mention.value, parse) for mention in find(f"完成{cell}，甲。"))


@pytest.mark.parametrize("cell", HALVES)
def test_a_half_behind_an_open_number_begins_no_value(cell: str) -> None:
    assert isinstance(parse(cell), Text)
    assert find(f"完成{cell}，甲。") == []


def test_a_numeral_that_was_not_read_is_no_word_beside_a_value() -> None:
    assert isinstance(parse("=>90贰82十"), Text)


def test_prose_takes_no_template_for_a_bound_elsewhere() -> None:
    assert find("≥_分实现目标") == []
