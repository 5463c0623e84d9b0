"""The grammar: LALR without conflicts, kept as text, and run as Lark runs it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetkpi.language.automaton import FILE, FILES, build, grammar_text, made, tables, text_of
from budgetkpi.language.lexicon import lexicon
from budgetkpi.language.shapes import Node, Stopped, shape, starts, statements
from budgetkpi.language.tokens import tokens_of
from budgetkpi.resources import grammar, load_text
from budgetkpi.text import fold
from tests.cells import known_cells
from tests.language.test_tokens import OF_NO_RULE

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from lark import Lark, Token, Tree

DECLARED = tuple(
    kind
    for line in grammar_text().splitlines()
    if line.startswith("%declare ")
    for kind in line.removeprefix("%declare ").split()
)


@pytest.fixture(scope="module")
def fresh() -> str:
    """The tables that Lark makes of the grammar as it stands."""
    return text_of(made())


@pytest.fixture(scope="module")
def lark() -> Lark:
    """Lark's own parser; `strict=True` raises where a rule is not LALR(1)."""
    return build(strict=True)


def _kept() -> Traversable:
    from importlib import resources

    return resources.files("budgetkpi.language").joinpath(FILE)


# -- the text of the grammar


def test_every_file_of_the_grammar_is_part_of_it() -> None:
    found = {file.name.removesuffix(".lark") for file in grammar().iterdir() if file.name.endswith(".lark")}
    assert set(FILES) == found
    assert all(load_text(f"{name}.lark") in grammar_text() for name in FILES)


def test_every_declared_kind_is_a_kind_of_the_lexicon() -> None:
    assert set(DECLARED) - set(lexicon().kinds) == {"WORD"}


def test_every_kind_is_declared_once() -> None:
    assert len(DECLARED) == len(set(DECLARED))


def test_the_grammar_holds_no_regular_expression_and_no_word() -> None:
    rules = re.sub(r"//[^\n]*", "", grammar_text())
    assert not re.search(r"[/\"\u4e00-\u9fff]", rules)


# -- the tables


def test_the_grammar_is_strictly_lalr(lark: Lark) -> None:
    assert lark.options.strict
    assert lark.rules


def test_the_kept_tables_are_byte_for_byte_those_of_the_grammar(fresh: str) -> None:
    # where this fails: python -m budgetkpi.language
    assert _kept().read_text(encoding="utf-8") == fresh


def test_the_kept_tables_are_what_runs(fresh: str) -> None:
    assert text_of(tables()) == fresh
    assert tables() is tables()


@pytest.mark.parametrize(
    ("name", "other"), [("_digest", lambda: "of another grammar"), ("FILE", "missing.txt")]
)
def test_tables_that_are_old_or_missing_are_made_anew(
    name: str, other: object, fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"budgetkpi.language.automaton.{name}", other)
    tables.cache_clear()
    try:
        assert fresh.partition("\n")[2] == text_of(tables()).partition("\n")[2]
    finally:
        tables.cache_clear()


# -- the same trees as Lark's


def assert_the_same(node: Node | int, tree: Tree[Token] | Token) -> None:
    """One node after the other, down to the places of the tokens."""
    if isinstance(node, int):
        assert str(node) == tree
        return
    assert not isinstance(tree, str)
    assert node.rule == tree.data
    for child, other in zip(node.children, tree.children, strict=True):
        assert_the_same(child, other)


def rows() -> set[tuple[str, ...]]:
    """The rows of kinds of all known cells, without kinds that no rule takes."""
    found = {tuple(token.kind for token in tokens_of(fold(cell))) for cell in known_cells()}
    return {row for row in found if set(row) <= set(DECLARED)}


def test_known_cells_have_the_trees_that_lark_gives(lark: Lark) -> None:
    from lark import UnexpectedInput

    taken = 0
    for row in rows():
        tree = shape(row)
        if isinstance(tree, Node):
            assert_the_same(tree, lark.parse(" ".join(row)).children[0])
            taken += 1
        else:
            with pytest.raises(UnexpectedInput) as caught:
                lark.parse(" ".join(row))
            assert_stopped_alike(tree, caught.value, row)
    assert taken > 200


def assert_stopped_alike(stopped: Stopped, error: Any, row: tuple[str, ...]) -> None:  # noqa: ANN401  (Lark's own)
    """At the same token, with the same kinds wanted there."""
    at_end = error.token.type == "$END"
    assert stopped[0] == (len(row) if at_end else int(error.token)), row
    assert stopped[1] == frozenset(error.expected) - {"$END"}, row


@pytest.fixture(scope="module")
def generated(lark: Lark) -> st.SearchStrategy[str]:
    """Rows of kinds that the grammar itself makes."""
    from hypothesis.extra.lark import from_lark

    return from_lark(lark, start="start", explicit={kind: st.just(f"{kind} ") for kind in DECLARED})


@given(st.data())
@settings(max_examples=30, suppress_health_check=list(HealthCheck))
def test_every_row_that_the_grammar_makes_is_taken(
    lark: Lark, generated: st.SearchStrategy[str], data: st.DataObject
) -> None:
    row = data.draw(generated)
    tree = shape(tuple(row.split()))
    assert isinstance(tree, Node), (row, tree)
    assert_the_same(tree, lark.parse(row).children[0])


# -- shapes


def kinds(text: str) -> tuple[str, ...]:
    return tuple(token.kind for token in tokens_of(text))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("≥95%", "opened"),
        ("95%以上", "closed"),
        ("95%", "plain"),
        ("80-90%", "range"),
        ("95%±2%", "around"),
        ("[80%,90%)", "interval"),
        ("80%≤完成率<90%", "sandwich"),
        ("2021年12月底前", "deadline"),
        ("每人每天50元", "each"),
        ("50人以上/场", "per"),
        ("较上年增长5%", "changed"),
        ("增长至5%", "reached"),
        ("第2名", "top"),
        ("20台、5台", "joined"),
        ("80%以上90%以下", "pair"),
        ("介于80%-90%之间", "within"),
        ("(万元)30-50", "aside"),
    ],
)
def test_the_rule_of_a_cell(text: str, rule: str) -> None:
    tree = shape(kinds(text))
    assert isinstance(tree, Node)
    assert rule == tree.rule


@pytest.mark.parametrize(
    ("row", "index", "wanted"),
    [
        ("GE", 1, "NUMBER"),
        ("NUMBER DASH", 2, "NUMBER"),
        ("NUMBER UNIT RPAREN", 2, None),
        ("COMMA", 0, "NUMBER"),
        ("", 0, "NUMBER"),
    ],
)
def test_where_the_rules_stop_and_what_they_want(row: str, index: int, wanted: str | None) -> None:
    stopped = shape(tuple(row.split()))
    assert isinstance(stopped, Stopped)
    assert index == stopped[0]
    assert wanted is None or wanted in stopped[1]
    assert stopped[1] <= set(DECLARED)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("不少于5篇论文", 4),
        ("≥95%,≤100%", 7),
        ("≥95%;完成", 3),
        ("完成", None),
        ("6月底前完成", 2),
        ("5次;3次", 2),
    ],
)
def test_the_longest_statement(text: str, count: int | None) -> None:
    found = statements(kinds(text))
    assert count == (found[0][0] if found else None)


@pytest.mark.parametrize("part", range(2))
def test_the_statements_of_a_row_are_its_beginnings_that_are_one(part: int) -> None:
    for row in sorted(rows())[part::2]:
        ends = [end for end in range(1, min(len(row), 48) + 1) if isinstance(shape(row[:end]), Node)]
        found = statements(row)
        assert [end for end, _ in found] == ends[::-1], row
        assert all(tree == shape(row[:end]) for end, tree in found)


def test_a_statement_begins_with_what_the_rules_say() -> None:
    assert {"NUMBER", "GE", "NOT", "DATE", "BASE", "UNIT_APART", "LBRACKET"} <= starts()
    assert not starts() & {"UNIT", "ABOVE", "COMMA", *OF_NO_RULE}


def test_rows_are_kept_and_bounded() -> None:
    row = kinds("≥95%")
    assert shape(row) is shape(row)
    assert shape.cache_info().maxsize is not None
    assert statements.cache_info().maxsize is not None
