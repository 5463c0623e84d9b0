"""Laws of the language: any text is a value or a ParseError, and its spelling decides nothing."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetkpi import parse
from budgetkpi.bounds import LONGEST_CELL
from budgetkpi.errors import ParseError
from budgetkpi.text import tidy
from budgetkpi.values import Text
from tests.cells import known_cells
from tests.made_cells import NUMERALS, SIGNS, UNITS, assert_laws, full_width

alphabet = "".join(
    sorted(
        set("".join([*SIGNS, *UNITS]) + NUMERALS + "0123456789.,%()[]~-—；;，。、《》 前底末初约左右以上下内")
    )
)

QUICK = 2.0
"""Seconds that no cell may take, on the slowest machine; one of the usual length takes a thousandth."""


@given(st.text(max_size=40) | st.text(alphabet, max_size=40))
@settings(max_examples=300)
def test_any_text_is_a_value_or_a_parse_error(cell: str) -> None:
    assert_laws(cell)


@given(st.text(alphabet, min_size=300, max_size=LONGEST_CELL))
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_a_long_text_is_read_quickly(cell: str) -> None:
    begin = time.process_time()
    with contextlib.suppress(ParseError):
        parse(cell)
    assert time.process_time() - begin < QUICK


signs = st.sampled_from(("", "≥", ">=", "不低于", "约", "同比增长"))
numbers = st.sampled_from(("5", "12.5", "1,200", "3万", "九十五", "2亿3千万"))
units = st.sampled_from(("", "%", "人次", "元", "元/人·天", "个月", "平方米"))
closings = st.sampled_from(("", "以上", "左右"))


@given(signs, numbers, units, closings, st.text(" \u3000\xa0\t", min_size=1, max_size=3))
@settings(max_examples=300)
def test_blanks_between_the_parts_of_a_cell_change_nothing(
    sign: str, number: str, unit: str, closing: str, blank: str
) -> None:
    parts = [part for part in (sign, number, unit, closing) if part]
    narrow, wide = said("".join(parts)), said(blank.join(parts))
    if isinstance(narrow, Text) and isinstance(wide, Text):  # its words keep their blanks
        narrow, wide = tidy(narrow.content), tidy(wide.content)
    assert narrow == wide


def said(cell: str) -> object:
    """The value of a cell, or the code of its failure."""
    try:
        return parse(cell)
    except ParseError as error:
        return error.code


@pytest.mark.parametrize("cell", [cell for cell in known_cells() if not cell.startswith("《")])
def test_full_width_reads_as_half_width(cell: str) -> None:
    wide, narrow = said(full_width(cell)), said(cell)
    if isinstance(narrow, str) or getattr(narrow, "kind", "") != "text":
        assert narrow == wide
