"""Strategies for users: what is drawn is taken, and Hypothesis finds it by itself."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import budgetkpi as bk
from budgetkpi import testing


@given(testing.cells())
def test_a_cell_is_read_or_refused(cell: str) -> None:
    got = bk.evaluate(cell, "1")
    assert (got.target is None) == bool(got.errors)
    assert cell == (got.errors[0].text if got.target is None else got.target.text)


@given(testing.written_values())
def test_a_written_value_is_read_as_itself(value: bk.Value) -> None:
    assert value == bk.parse(str(value))


@given(testing.indicators(), testing.cells())
@settings(max_examples=40)
def test_points_stay_within_the_weight(row: bk.Indicator, actual: str) -> None:
    earned = bk.score(row, actual).earned
    assert row.points is not None
    assert earned is None or 0 <= earned <= row.points


@given(testing.sheets())
@settings(max_examples=20)
def test_a_sheet_adds_up(sheet: bk.Sheet) -> None:
    assert sum(row.points or 0 for row in sheet.indicators) == 90
    made = sheet.appraise()
    low, high = made.total_range or (Decimal(0), Decimal(0))
    assert 0 <= low <= high <= made.out_of
    assert made.row()["总分"] is None or low <= Decimal(str(made.row()["总分"])) <= high


@pytest.mark.parametrize(
    "wanted",
    [
        bk.Indicator,
        bk.Sheet,
        bk.Amount,
        bk.Range,
        bk.Deadline,
        bk.Level,
        bk.Reference,
        bk.Several,
        bk.Text,
        bk.Missing,
    ],
)
def test_hypothesis_finds_them_by_type(wanted: type[Any]) -> None:
    @given(st.from_type(wanted))
    @settings(max_examples=5)
    def drawn(thing: object) -> None:
        assert isinstance(thing, wanted)

    drawn()


def test_rows_of_every_outcome_are_drawn() -> None:
    seen: set[bk.Outcome] = set()

    @given(testing.indicators())
    @settings(max_examples=100)
    def drawn(row: bk.Indicator) -> None:
        seen.add(bk.evaluate(row, row.actual).outcome)

    drawn()
    assert set(bk.Outcome) == seen


def test_without_hypothesis_the_error_names_the_extra() -> None:
    code = "import sys; sys.modules['hypothesis'] = None; import budgetkpi.testing as t; t.cells()"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert "MissingExtraError" in run.stderr
    assert "budgetkpi[testing]" in run.stderr
