"""Which failures there are, where they are shown and in what words."""

from __future__ import annotations

import pytest

from budgetkpi import parse
from budgetkpi.errors import ParseError, columns
from budgetkpi.language.grammar import parser
from budgetkpi.language.refusals import EXPECTED, phrase_of, phrases, say
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


def test_every_terminal_of_the_grammar_has_its_phrase() -> None:
    names = [terminal.name for terminal in parser().terminals if not terminal.name.startswith("__IGNORE")]
    assert all(phrase_of(name) for name in names)
    assert "number" in " ".join(message.en for message in phrases(["NUMBER"]))


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
