"""Grids of cells: a rectangle, counted as the reader counts it; and the limits of a document."""

from __future__ import annotations

import attrs
import pytest

from budgetkpi.errors import DocumentError
from budgetkpi.tables.grid import Cell, Grid, Limits


def test_short_rows_are_padded() -> None:
    wide = Cell("总分", columns=2)
    grid = Grid.of([["一级指标", "指标值", "分值"], [wide, None], []], name="table 1")
    assert ((wide, None, Cell("")), (Cell(""),) * 3) == grid.rows[1:]
    assert ((1, 2, 3), ("1", "2", "3")) == (grid.row_numbers, grid.column_names)


def test_rows_and_columns_are_named_as_the_program_names_them() -> None:
    grid = Grid.of([["甲"]], name="Sheet1", row_numbers=[7], column_names=["C", "D"])
    assert (((Cell("甲"), Cell("")),), (7,), ("C", "D")) == (grid.rows, grid.row_numbers, grid.column_names)


@pytest.mark.parametrize(("numbers", "names"), [((1,), ("1",)), ((1, 2), ("1", "2")), ((1, 2, 3), ("1",))])
def test_a_grid_is_a_rectangle(numbers: tuple[int, ...], names: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="row"):
        Grid(((Cell("甲"),), (Cell("乙"),)), numbers, names, "table 1")


@pytest.mark.parametrize("what", [field.name for field in attrs.fields(Limits)])
def test_a_limit_holds_and_says_what_it_held(what: str) -> None:
    limits = attrs.evolve(Limits(), **{what: 1_000})
    limits.hold(what, 1_000)
    with pytest.raises(DocumentError, match="1,000") as caught:
        limits.hold(what, 1_001, "a.docx")
    assert (f"over-{what.replace('_', '-')}", "a.docx") == (caught.value.code, caught.value.place)
    assert str(caught.value).startswith("a.docx: ")
