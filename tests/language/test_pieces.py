"""Statements in a row of tokens: which they are, and how often their parts are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from budgetkpi import ParseError, find
from budgetkpi.language import meaning
from budgetkpi.language.meaning import Meanings, Refused, Source, meaning_of, measures
from budgetkpi.language.pieces import pieces_of
from budgetkpi.language.shapes import statements
from budgetkpi.language.tokens import tokens_of
from budgetkpi.text import fold
from tests.cells import known_cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from budgetkpi.language.meaning.told import Measure
    from budgetkpi.language.tokens import Token

DENSE = (
    "-88和78轮次",
    "88和78轮次",
    "3年5个月",
    "3万元",
    "3个、",
    "3±5个",
    "(3,5)",
    "1kg2g",
    "一年半",
    "3日前",
    "1/2人",
    "3、5或",
)
PARTS_OF_A_TOKEN = 4
"""How often a rule may be asked for each token of a row; tried in every statement it would be up to 200."""


def outcome(asked: Callable[..., Any], *given: object) -> object:
    """What a call gives or raises; a list that is none is refused, however that is found."""
    try:
        return asked(*given)
    except Refused:
        return Refused
    except ParseError as error:
        return error.code, error.span


def test_a_part_says_the_same_whether_it_is_kept_or_not() -> None:
    for cell in known_cells()[::3]:
        tokens, source = tokens_of(fold(cell)), Source(cell)
        kept = Meanings(tokens, source)
        for at in range(len(tokens)):
            for count, tree in statements(tuple(token.kind for token in tokens[at:])):
                direct = outcome(meaning_of, tree, tokens[at : at + count], source)
                assert direct == outcome(kept.of, tree, at, at + count), cell


@pytest.mark.parametrize("shape", DENSE)
def test_no_part_of_a_dense_row_is_read_again_and_again(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (shape * 200)[:900]
    tokens = tokens_of(fold(text))
    asked, of_rule = [0], meaning._of_rule

    def counted(*given: Any) -> Any:  # noqa: ANN401  (as the function that is counted)
        asked[0] += 1
        return of_rule(*given)

    monkeypatch.setattr(meaning, "_of_rule", counted)
    pieces_of(tokens, Source(text), strict=False)
    assert asked[0] < PARTS_OF_A_TOKEN * len(tokens), asked


@pytest.mark.parametrize("shape", ["十斤", "一个", "3天", "2期3人"])
def test_each_link_of_a_chain_is_read_once(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    further = measures.further

    def counted(token: Token, unit: Token) -> Measure:
        asked.append(unit.start)
        return further(token, unit)

    monkeypatch.setattr(measures, "further", counted)
    find(shape * 40)
    assert asked
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("工期3年5年，培训3次", ["3次"]),
        ("补助3万元3万元3万元", []),
        ("补助3万元，培训3次", ["3次"]),
        ("长3千米5米，培训3次", ["3千米5米", "3次"]),
    ],
)
def test_no_part_of_what_failed_is_a_value(sentence: str, found: list[str]) -> None:
    assert found == [mention.text for mention in find(sentence)]
