"""The grammar: one LALR table without conflicts, its terminals without collisions."""

from __future__ import annotations

import pickle
import re
from importlib import resources

import pytest

from budgetkpi.language.grammar import (
    FILES,
    STAND_IN,
    NotAStatementError,
    grammar_text,
    longest,
    options,
    parser,
    statement,
)


@pytest.mark.slow
def test_the_grammar_is_strictly_lalr_and_its_terminals_do_not_collide() -> None:
    pytest.importorskip("interegular")
    from lark import Lark

    Lark(grammar_text(), **options(strict=True))


def test_every_file_of_the_grammar_is_part_of_it() -> None:
    folder = resources.files("budgetkpi.grammar")
    found = {file.name.removesuffix(".lark") for file in folder.iterdir() if file.name.endswith(".lark")}
    assert set(FILES) == found
    for name in FILES:
        assert folder.joinpath(f"{name}.lark").read_text(encoding="utf-8") in grammar_text()


def test_the_parser_is_built_once() -> None:
    assert parser() is parser()


@pytest.mark.parametrize("text", ["≥95%", "80-90%", "2021年12月底前", f"12{STAND_IN}", "3天;5个"])
def test_statements(text: str) -> None:
    assert "start" == statement(text).data


@pytest.mark.parametrize(("text", "position"), [("95%满意", 3), ("完成", 0), ("", 0), ("5 5", 2)])
def test_where_the_grammar_stops(text: str, position: int) -> None:
    with pytest.raises(NotAStatementError) as caught:
        statement(text)
    assert position == caught.value.position
    assert position == pickle.loads(pickle.dumps(caught.value)).position  # noqa: S301  (made here)


@pytest.mark.parametrize(
    ("text", "start", "stop", "end"),
    [
        ("不少于5篇论文", 0, 8, 5),
        ("完成30个", 2, 5, 5),
        ("≥95%，≤100%", 0, 4, 4),
        ("完成", 0, 2, None),
        ("6月底前完成", 0, 7, 4),
    ],
)
def test_the_longest_statement(text: str, start: int, stop: int, end: int | None) -> None:
    assert end == longest(text, start, stop)


def test_no_terminal_matches_nothing() -> None:
    for terminal in parser().terminals:
        assert re.match(terminal.pattern.to_regexp(), "") is None, terminal.name
