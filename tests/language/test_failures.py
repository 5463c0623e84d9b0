"""Which failures there are, where they are shown and in what words."""

from __future__ import annotations

import pytest

from budgetkpi import parse
from budgetkpi.errors import ParseError, columns
from budgetkpi.language.automaton import tables
from budgetkpi.language.lexicon import lexicon
from budgetkpi.language.refusals import EXPECTED, MOST_PHRASES, failed, phrases, say
from tests.cells import CELLS, lines

BLOCKS = [
    block.split("\n")
    for block in (CELLS / "error-texts.txt").read_text(encoding="utf-8").strip("\n").split("\n\n")
]


def failure(cell: str) -> ParseError:
    with pytest.raises(ParseError) as caught:
        parse(cell)
    return caught.value


@pytest.mark.parametrize(("cell", "code", "span"), lines("errors.tsv"))
def test_failures(cell: str, code: str, span: str) -> None:
    error = failure(cell)
    assert (code, span) == (error.code, "{}-{}".format(*error.span))
    assert cell == error.text
    assert error.expected


@pytest.mark.parametrize(("said", "shown", "carets", "zh"), BLOCKS)
def test_what_an_error_prints(said: str, shown: str, carets: str, zh: str) -> None:
    error = failure(shown[4:])
    assert [said, shown, carets] == str(error).split("\n")
    assert zh == error.zh


@pytest.mark.parametrize(("cell", "code", "span"), lines("errors.tsv"))
def test_the_carets_stand_under_the_place(cell: str, code: str, span: str) -> None:
    start, end = map(int, span.split("-"))
    shown, carets = failure(cell).marked().split("\n")
    del code, shown
    assert 4 + columns(cell[:start]) == len(carets) - len(carets.lstrip())
    assert max(1, columns(cell[start : max(end, start + 1)])) == carets.count("^")


def test_a_number_has_a_longest_length() -> None:
    assert 10**100 - 1 == parse("9" * 100).magnitude  # type: ignore[union-attr]
    for digits in (101, 999):
        error = failure("9" * digits)
        assert ("too-long", (0, digits)) == (error.code, error.span)


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9f"])
@pytest.mark.parametrize("cell", ["{}", "≥{}95%", "95%{}", "健{}全", "{}   "])
def test_a_control_character_is_named(cell: str, character: str) -> None:
    error = failure(cell.format(character))
    place = cell.index("{}")
    assert ("control-character", (place, place + 1)) == (error.code, error.span)


def test_every_failure_has_a_text_and_says_what_was_expected() -> None:
    codes = set(say.codes())
    assert {*EXPECTED, *EXPECTED.values()} <= codes


@pytest.mark.parametrize("code", sorted(EXPECTED))
def test_every_code_says_its_own_expected_phrase(code: str) -> None:
    error = failed(code, "≥5", (0, 1), first="台", second="套")
    assert (say(EXPECTED[code]),) == error.expected
    assert code == error.code
    assert error.en
    assert error.zh


def test_every_code_of_the_table_of_failures_is_known() -> None:
    shown = {code for _, code, _ in lines("errors.tsv")}
    assert shown <= set(EXPECTED)


# -- what could have stood there, from the words of the language


def test_every_kind_that_a_rule_takes_has_its_phrase() -> None:
    taken = {kind for row in tables().actions for kind in row if kind.isupper() and kind != "$END"}
    for kind in taken - {"WORD"}:
        (phrase,) = phrases([kind])
        assert phrase == lexicon().kinds[kind].phrase


def test_phrases_come_once_each_the_likeliest_first() -> None:
    said = [message.en for message in phrases(["RISE", "LE", "NUMBER", "GE", "MINUS", "UNIT"])]
    assert ["a number", "a unit", "a comparison sign", "a word of change such as 增长"] == said
    assert MOST_PHRASES == len(phrases(list(lexicon().kinds)))
    assert phrases(["WORD"]) == ()


@pytest.mark.parametrize("cell", ["≥80%<~0%", "80%-9~0%", "≧5=～未发生十二月"])
def test_an_error_says_in_words_what_the_rules_want_where_they_stop(cell: str) -> None:
    said = [message.en for message in failure(cell).expected]
    assert set(said) <= {kind.phrase.en for kind in lexicon().kinds.values()}
    assert len(set(said)) == len(said) <= MOST_PHRASES


def test_a_long_cell_is_cut_to_the_place() -> None:
    shown, carets = failure("完成" * 200 + "≥95%≤" + "，按期完成" * 20).marked().split("\n")
    assert shown.startswith("    …")
    assert shown.endswith("…")
    assert "≤" == "".join(
        c for c, mark in zip(_spread(shown), carets.ljust(400), strict=False) if mark == "^"
    )


def _spread(shown: str) -> list[str]:
    """One entry a column; a wide character takes two, the second of them empty."""
    return [
        part for character in shown for part in ((character, "") if columns(character) > 1 else (character,))
    ]
