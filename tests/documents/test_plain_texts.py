"""Tables among the lines of a text: rows of tabs, and cells one under the other."""

from __future__ import annotations

import io
import time

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import budgetkpi as bk
from budgetkpi.errors import DocumentError
from budgetkpi.tables.grid import Document, Grid, Limits, Paragraph
from budgetkpi.tables.plain_texts import read_txt


def read(text: str | bytes, **limits: int) -> Document:
    content = text.encode() if isinstance(text, str) else text
    return read_txt(io.BytesIO(content), attrs.evolve(Limits(), **limits))


def seen(document: Document) -> list[object]:
    """The paragraphs as texts, the grids as rows of texts."""
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[None if cell is None else cell.text for cell in row] for row in block.rows]
        for block in document.blocks
    ]


ROWS = [
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "培训", "≥5场"],
    ["", "质量指标", "合格率", "≥95%"],
]


def tabbed(rows: list[list[str]]) -> str:
    return "\n".join("\t".join(row) for row in rows) + "\n"


def stacked(rows: list[list[str]], gap: str = "\n") -> str:
    return "".join("".join(f"\t{cell}\n" for cell in row) + gap for row in rows)


@pytest.mark.parametrize("table", [tabbed(ROWS), stacked(ROWS), stacked(ROWS, "\n\n \n")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_both_layouts_are_read_between_paragraphs(table: str, encoding: str) -> None:
    text = f"某某局2023年预算\n\n1、培训经费绩效目标表\n\n{table}\n二、其他说明\n"
    assert ["某某局2023年预算", "1、培训经费绩效目标表", ROWS, "二、其他说明"] == seen(
        read(text.encode(encoding))
    )


@pytest.mark.parametrize("table", [tabbed(ROWS), stacked(ROWS)])
def test_rows_are_numbered_by_lines(table: str) -> None:
    grid = read(f"标题\n\n{table}").blocks[1]
    assert isinstance(grid, Grid)
    assert grid.lines
    assert (3, 3 + table.count("\n") // 3, 3 + 2 * table.count("\n") // 3) == grid.row_numbers


def test_an_empty_line_parts_tables_of_rows_and_not_stacked_ones() -> None:
    assert [ROWS, ROWS] == seen(read(f"{tabbed(ROWS)}\n{tabbed(ROWS)}"))
    assert [ROWS + ROWS] == seen(read(f"{stacked(ROWS)}\n{stacked(ROWS)}"))


def test_a_cell_may_go_on_over_lines() -> None:
    goal = ["绩效目标", "1、培训。\n2、会议。\n3、宣传。"]
    assert [[[*goal, "", ""], *ROWS]] == seen(read(stacked([goal, *ROWS])))
    cut = [ROWS[0], ["产出指标", "数量指标", "培训\n场次", "≥5场"], ROWS[2]]
    assert [cut] == seen(read(tabbed(cut)))


def test_a_spreadsheet_writes_a_cell_of_several_lines_in_quotes() -> None:
    rows = [["年度\n目标", "指标\n值"], ["产出", "≥5"], ['"甲"', "乙"]]
    text = '"年度\n目标"\t"指标\n值"\n产出\t≥5\n"""甲"""\t乙\n'
    assert [rows] == seen(read(text))
    assert ['"甲" 乙', "丙"] == seen(read('"甲" 乙\n丙'))


def test_an_empty_line_inside_a_stacked_cell_does_not_cut_its_row() -> None:
    text = stacked(ROWS[:2]) + "\t\n\t质量指标\n\t合格率\n\n\n\t≥95%\n\n"
    assert [ROWS] == seen(read(text))
    text = "\t\n\n一级指标\n" + stacked(ROWS)[len("\t一级指标\n") :]
    assert [ROWS] == seen(read(text))


def test_heads_that_have_fewer_cells_than_the_rows_stay_apart() -> None:
    rows = [["绩效指标", "评价标准"], ["", "优", "良", "中", "差"], ["办结率", "95%", "90%", "80%", "60%"]]
    assert [[[*rows[0], "", "", ""], *rows[1:]]] == seen(read(stacked(rows)))


def test_what_a_program_leaves_of_a_bookmark_is_no_text() -> None:
    assert ["1、培训经费绩效目标表"] == seen(
        read("[bookmark: _Toc30519506]1、培训经费绩效目标表\n[bookmark: x]\n")
    )


def test_values_parted_by_commas_are_a_table_too() -> None:
    assert [ROWS] == seen(read("\n".join(",".join(row) for row in ROWS)))
    assert ["一，培训,会议,宣传。"] == seen(read("一，培训,会议,宣传。"))


def test_a_damaged_line_is_told_and_leaves_points_open() -> None:
    content = f"标题\n{tabbed([*ROWS, *ROWS[1:]])}".encode()
    at = content.index("合格率".encode())
    (_, grid) = read(content[:at] + content[at + 1 :]).blocks
    assert isinstance(grid, Grid)
    assert [(4, "line-damaged", True)] == [(n, f.code, f.open) for n, f in grid.findings]
    assert (2, 3, 5, 6) == grid.row_numbers
    document = read("标题\n正文文字\n标题标题标题".encode().replace("文字".encode(), b"\xe6\x96"))
    assert [("line-damaged", False)] == [(f.code, f.open) for f in document.findings]


def test_the_sheets_of_a_text_are_found() -> None:
    (sheet,) = bk.read_sheets(
        io.BytesIO(f"某某局2023年预算\n\n1、培训经费绩效目标表\n\n{stacked(ROWS)}\n二、其他\n".encode()),
        format="txt",
    )
    assert ("1、培训经费绩效目标表", "某某局", 2023) == (sheet.title, sheet.department, sheet.fiscal_year)
    assert [("产出指标", "培训", "≥5场"), ("产出指标", "合格率", "≥95%")] == [
        (row.level1, row.name, row.target) for row in sheet.indicators
    ]


@pytest.mark.parametrize(
    ("text", "limit", "most"),
    [
        (tabbed(ROWS * 9), "rows", 20),
        (tabbed([["甲"] * 30]), "columns", 20),
        (tabbed(ROWS * 9), "cells", 20),
        (tabbed([["甲" * 30, "乙"]]), "cell_length", 20),
        ("甲\n" * 30, "paragraphs", 20),
        (stacked(ROWS * 9), "rows", 20),
    ],
)
def test_limits_hold(text: str, limit: str, most: int) -> None:
    with pytest.raises(DocumentError) as caught:
        read(text, **{limit: most})
    assert f"over-{limit.replace('_', '-')}" == caught.value.code


@pytest.mark.parametrize(
    "line", ["\t甲\n", "\t甲\n\n", "甲\t乙\n丙\n", "甲\n", "\t\n", "\t甲\n乙\n", "\n", "\t\n\n甲\n"]
)
def test_the_time_grows_with_the_length_and_no_faster(line: str) -> None:
    times = []
    for count in (1_000, 8_000):
        text = "甲\t乙\t丙\n" + line * count
        started = time.process_time()
        read(text, rows=10**6, cells=10**8, cell_length=10**6, columns=10**6)
        times.append(time.process_time() - started)
    assert times[1] < 60 * times[0] + 1


@given(st.text("甲乙\t\n ,", max_size=60))
def test_any_text_is_read_and_no_character_is_lost(text: str) -> None:
    pieces: list[str] = []
    for block in read(text).blocks:
        rows = [[block]] if isinstance(block, Paragraph) else block.rows
        pieces += [cell.text for row in rows for cell in row if cell is not None]
    left = "\t\n ,"
    assert [c for c in text if c not in left] == [c for c in "".join(pieces) if c not in left]
