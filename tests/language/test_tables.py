"""The kept tables of the parser are those of the grammar as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from budgetkpi.language import grammar, tables
from budgetkpi.language.statements import read_statement

if TYPE_CHECKING:
    from pathlib import Path

CELLS = ["≥95%", "57947.3平方米", "2021年12月底前", "80-90%", "每人每天50元", "较上年增长5%"]


def test_the_kept_tables_are_fresh() -> None:
    # where this fails: python -m budgetkpi.language.tables
    assert tables.fresh()


def test_tables_and_text_make_the_same_parser() -> None:
    built = grammar.build()
    for cell in CELLS:
        assert built.parse(cell) == grammar.parser().parse(cell)


def test_tables_that_are_written_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / tables.FILE
    tables.write(file)
    monkeypatch.setattr(tables, "_file", lambda: file)
    parser = tables.read()
    assert parser is not None
    assert parser.parse("≥95%") == grammar.build().parse("≥95%")


def test_tables_of_another_grammar_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_made_from", lambda: ["another grammar"])
    assert tables.read() is None
    assert not tables.fresh()


def test_missing_tables_are_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_file", lambda: tmp_path / tables.FILE)
    assert tables.read() is None
    assert not tables.fresh()


@pytest.mark.parametrize("cell", CELLS)
def test_a_statement_is_read_from_the_tables(cell: str) -> None:
    assert str(read_statement(cell, cell))
