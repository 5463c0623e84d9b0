"""Laws of the recogniser: however an office lays its form out, the same sheet comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import budgetkpi as bk
from budgetkpi.tables.grid import Document, Grid, Paragraph
from budgetkpi.tables.recogniser import recognise
from tests.documents.made import ABOVE, page, word
from tests.documents.published import SHEET, held
from tests.documents.variations import FAMILIES, Made

if TYPE_CHECKING:
    from collections.abc import Sequence


def flat(made: Made) -> list[bk.Sheet]:
    """Read as a format that keeps no merged cells has it: what is covered is blank."""
    blocks = [
        Paragraph(block)
        if isinstance(block, str)
        else Grid.of(
            [[cell.strip() if cell and cell != ABOVE else "" for cell in row] for row in block],
            name="",
            lines=True,
        )
        for block in made.blocks
    ]
    return [sheet for form in recognise(Document(tuple(blocks))) for sheet in form.sheets()]


READ = {
    "word": lambda made: list(bk.read_sheets(word(made.blocks))),
    "page": lambda made: list(bk.read_sheets(page(made.blocks))),
    "flat": flat,
}


def wrong(sheets: Sequence[bk.Sheet], told: Sequence[dict[str, Any]]) -> list[object]:
    """What differs from what must be read."""
    found: list[object] = []
    if len(sheets) != len(told):
        found.append(([sheet.title for sheet in sheets], [sheet["title"] for sheet in told]))
    for sheet, wanted in zip(sheets, told, strict=False):
        found += [difference for difference in held(sheet, wanted, SHEET, sheet.title) if difference[0]]
        names = [row.name for row in sheet.indicators], [row["name"] for row in wanted["indicators"]]
        found += [names] if len(names[0]) != len(names[1]) else []
        for row, cells in zip(sheet.indicators, wanted["indicators"], strict=False):
            found += [difference for difference in held(row, cells, tuple(cells), row.name) if difference[0]]
    return found


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("way", ["page", "flat"])
@settings(max_examples=12)
@given(data=st.data())
def test_the_same_sheets_come_out_of_every_layout(family: str, way: str, data: st.DataObject) -> None:
    made = FAMILIES[family](lambda options: data.draw(st.sampled_from(list(options))))
    assert [] == wrong(READ[way](made), made.sheets)


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=2)  # Word's library takes long to write a table
@given(data=st.data())
def test_the_same_sheets_come_out_of_word(family: str, data: st.DataObject) -> None:
    made = FAMILIES[family](lambda options: data.draw(st.sampled_from(list(options))))
    assert [] == wrong(READ["word"](made), made.sheets)
