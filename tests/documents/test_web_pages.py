"""Web pages: what a person sees of them, in the encodings and layouts of old sites."""

from __future__ import annotations

import io

import pytest

import budgetkpi as bk
from budgetkpi.tables.grid import Cell, Grid, Limits, Paragraph
from budgetkpi.tables.web_pages import read_html
from tests.documents.made import ABOVE, page, table

ROWS = [
    ["一级指标", "三级指标", "年度指标值", "实际完成值"],
    ["产出指标", "举办㵲溪培训", "≥5场", "6场"],
    [ABOVE, "合格率", "≥95%", "96%"],
]
READ = [("产出指标", "举办㵲溪培训", "≥5场"), ("产出指标", "合格率", "≥95%")]


def blocks(html: str) -> list[Paragraph | Grid]:
    return list(read_html(io.BytesIO(f"<html><body>{html}</body></html>".encode()), Limits()).blocks)


def grid(html: str) -> list[list[str | None]]:
    """The one table of a page, its covered places None."""
    (made,) = [block for block in blocks(html) if isinstance(block, Grid)]
    return [[None if cell is None else cell.text for cell in row] for row in made.rows]


def read(html: str) -> list[tuple[str, str, str]]:
    (sheet,) = bk.read_sheets(io.BytesIO(f"<html><body>{html}</body></html>".encode()))
    return [(row.level1, row.name, row.target) for row in sheet.indicators]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("declared", ["gb2312", "gbk", "GB18030", "utf-8", ""])
def test_the_encoding_is_that_of_the_bytes(encoding: str, declared: str) -> None:
    text = page(["青禾县档案馆2023年度自评表", ROWS]).getvalue().decode()
    text = text.replace('charset="utf-8"', f'charset="{declared}"' if declared else "")
    (sheet,) = bk.read_sheets(io.BytesIO(text.encode(encoding)))
    assert READ == [(row.level1, row.name, row.target) for row in sheet.indicators]


def test_what_a_person_sees_and_nothing_else() -> None:
    made = blocks(
        "<script>var a = '<table><tr><td>一级指标</td></tr></table>'</script><style>p {}</style>"
        "<!-- <table><tr><td>三级指标</td></tr></table> --><p>一</p><p style='display: none'>二</p>"
        "<div hidden>三</div><p>四&nbsp;五<br>六   七\n八</p><template><p>九</p></template>"
        "<h1>十<b>一</b></h1>十二"
    )
    assert ["一", "四\xa0五\n六 七 八", "十一", "十二"] == [
        block.text for block in made if isinstance(block, Paragraph)
    ]


def test_spans_cover_their_places() -> None:
    assert [["甲", None, "乙"], [None, None, "丙"], ["丁", "戊", "己"]] == grid(
        "<table><tr><td rowspan=2 colspan=2>甲<td>乙<tr><td>丙<tr><td>丁<td>戊<td>己</table>"
    )
    assert [["甲", "乙"], [None, "丙"]] == grid(
        "<table><tr><td rowspan=0>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>"
    )
    assert [["甲", "乙"]] == grid(
        "<table><tr><td rowspan=9 colspan=x>甲</td><td colspan=0>乙</td></tr></table>"
    )


def test_hidden_rows_and_cells_are_left_out_and_spans_shrink() -> None:
    rows = (
        "<table><thead><tr><th>名</th><th>值</th></tr></thead><tfoot><tr><td>合计</td><td>9</td></tr></tfoot>"
        "<tr><td rowspan=3>甲</td><td>1</td></tr><tr style='display:none'><td>2</td></tr><tr><td>3</td></tr>"
        "<tr><td hidden>x</td><td>乙</td><td>4</td></tr></table>"
    )
    assert [["名", "值"], ["甲", "1"], [None, "3"], ["乙", "4"], ["合计", "9"]] == grid(rows)
    made = [block for block in blocks(rows) if isinstance(block, Grid)]
    assert (1, 2, 4, 5, 6) == made[0].row_numbers
    assert Cell("甲", rows=2) == made[0].rows[1][0]


def test_layout_tables_hold_what_stands_in_them() -> None:
    inner = f"<td><h1>青禾县档案馆2023年度自评表</h1><table><tr><td>{table(ROWS)}</td></tr></table></td>"
    assert READ == read(f"<table><tr><td><table><tr><td>首页</td></tr></table></td>{inner}</tr></table>")


@pytest.mark.parametrize(
    "html",
    [
        "<table>" * 3000,
        "<div>" * 3000,
        "<table><tr><td>" * 150,
        f"<table><tr><td colspan=1000000000 rowspan=1000000000>甲{'<td colspan=1000>乙' * 50}</table>",
        "<p>" + "甲" * 200_000,
        "<table>" + "<tr><td>" * 100_001,
        "&lt;table>" * 10_000,
    ],
)
def test_hostile_pages_end_soon(html: str) -> None:
    try:
        assert [] == list(bk.read_sheets(io.BytesIO(f"<html>{html}".encode())))
    except bk.DocumentError as error:
        assert error.code.startswith(("over-", "file-"))  # noqa: PT017  (either is right)
