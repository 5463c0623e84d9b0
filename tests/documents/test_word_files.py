"""Word documents: what a person sees of them, merged and nested as they may be."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

import budgetkpi as bk
from budgetkpi.tables.grid import Cell, Document, Grid, Limits, Paragraph
from budgetkpi.tables.word_files import read_docx
from tests.documents.made import ABOVE, fill, word

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import Table

HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
ROWS = [
    HEAD,
    ["产出指标", "数量指标", "举办培训", "≥5场", "6场", "50", "50"],
    [ABOVE, "质量指标", "合格率", "≥95%", "96%", "30", "30"],
    ["满意度指标", "服务对象满意度指标", "学员满意度", "≥90%", "93%", "10", "10"],
]
READ = [
    ("产出指标", "举办培训", "≥5场"),
    ("产出指标", "合格率", "≥95%"),
    ("满意度指标", "学员满意度", "≥90%"),
]


def saved(document: Word) -> io.BytesIO:
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return file


def tabled(rows: list[list[str]]) -> tuple[Word, Table]:
    document = docx.Document()
    table = document.add_table(len(rows), len(rows[0]))
    fill(table, rows)
    return document, table


def blocks(document: Word) -> Document:
    return read_docx(saved(document), Limits())


def read(document: Word) -> list[tuple[str, str, str]]:
    (sheet,) = bk.read_sheets(saved(document))
    return [(row.level1, row.name, row.target) for row in sheet.indicators]


def test_paragraphs_and_merged_cells_have_their_places() -> None:
    made = read_docx(word(["标题", [["甲", None, "乙"], [ABOVE, None, "丙\n丁"]]]), Limits())
    grid = made.blocks[1]
    assert Paragraph("标题") == made.blocks[0]
    assert isinstance(grid, Grid)
    assert ((Cell("甲", 2, 2), None, Cell("乙")), (Cell("丙\n丁"),)) == (grid.rows[0], grid.rows[1][2:])


def test_cells_before_and_behind_a_row_may_be_left_out() -> None:
    document, table = tabled(ROWS)
    row = table.rows[3]._tr
    document, table = tabled([*ROWS[:2], ["", *ROWS[2][1:]], ROWS[3]])
    row = table.rows[2]._tr
    row.remove(row.tc_lst[0])
    row.get_or_add_trPr().append(parse_xml(f'<w:gridBefore {nsdecls("w")} w:val="1"/>'))
    assert READ == read(document)
    row.remove(row.tc_lst[-1])
    row.get_or_add_trPr().append(parse_xml(f'<w:gridAfter {nsdecls("w")} w:val="1"/>'))
    assert READ == read(document)


def test_what_a_revision_deleted_is_not_seen_and_what_it_added_is() -> None:
    document, table = tabled([*ROWS, ROWS[1]])
    paragraph = table.cell(1, 3).paragraphs[0]._p
    for run in (
        '<w:del {} w:id="1" w:author="x"><w:r><w:delText>≥4场</w:delText></w:r></w:del>',
        '<w:moveFrom {} w:id="2" w:author="x"><w:r><w:t>≥3场</w:t></w:r></w:moveFrom>',
        '<w:ins {} w:id="3" w:author="x"><w:r><w:t>次</w:t></w:r></w:ins>',
        "<w:r {}><w:rPr><w:vanish/></w:rPr><w:t>不可见</w:t></w:r>",
        '<w:r {}><w:instrText>HYPERLINK "http://127.0.0.1/"</w:instrText></w:r>',
        '<w:smartTag {} w:element="date"><w:r><w:t>（含）</w:t></w:r></w:smartTag>',
    ):
        paragraph.append(parse_xml(run.format(nsdecls("w"))))
    table.rows[4]._tr.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="4" w:author="x"/>'))
    assert [("产出指标", "举办培训", "≥5场次（含）"), *READ[1:]] == read(document)


def test_a_table_inside_a_cell_is_read_where_it_stands() -> None:
    document = docx.Document()
    table = document.add_table(4, 4)
    fill(
        table,
        [
            ["项目名称", "打井", None, None],
            ["主管部门", "青禾县水利局", "年度", "2023"],
            ["绩效指标", "", None, None],
            ["合计", "", "", "90"],
        ],
    )
    inner = table.cell(2, 1).add_table(len(ROWS), len(HEAD))
    fill(inner, ROWS)
    (sheet,) = bk.read_sheets(saved(document))
    assert ("打井", "青禾县水利局", 2023) == (sheet.title, sheet.department, sheet.fiscal_year)
    assert READ == [(row.level1, row.name, row.target) for row in sheet.indicators]


def test_content_controls_and_symbols_are_seen() -> None:
    document, table = tabled(ROWS)
    paragraph = table.cell(1, 3).paragraphs[0]._p
    paragraph.clear_content()
    paragraph.append(parse_xml(f'<w:r {nsdecls("w")}><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'))
    paragraph.append(
        parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent><w:r><w:t>5场</w:t></w:r></w:sdtContent></w:sdt>")
    )
    row = table.rows[3]._tr
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    row.addprevious(control)
    control[0].append(row)
    assert READ == read(document)


def test_rows_count_as_word_counts_them() -> None:
    document, table = tabled([*ROWS[:2], ROWS[1], ["", "", "", "", "", "20", ""]])
    table.rows[2]._tr.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="4" w:author="x"/>'))
    (sheet,) = bk.read_sheets(saved(document))
    assert ["table 1, row 4: the row names no indicator; it is left out"] == [
        f.message.en for f in sheet.findings
    ]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        (
            "word/document.xml",
            b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>',
            "document-type",
        ),
        ("word/document.xml", b"<w:document", "file-damaged"),
        ("word/document.xml", b"", "file-damaged"),
    ],
)
def test_a_document_that_is_not_sound_is_refused(name: str, content: bytes, code: str) -> None:
    source, target = zipfile.ZipFile(word(["标题", ROWS])), io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for part in source.namelist():
            copy.writestr(part, content if part == name else source.read(part))
    target.seek(0)
    with pytest.raises(bk.DocumentError) as caught:
        bk.read_sheets(target)
    assert code == caught.value.code


def test_tables_in_tables_end_somewhere() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    for _ in range(60):
        cell = cell.add_table(1, 1).cell(0, 0)
    cell.text = "里"
    assert [] == list(bk.read_sheets(saved(document)))
    with pytest.raises(bk.DocumentError) as caught:
        bk.read_sheets(saved(document), limits=bk.Limits(depth=20))
    assert "over-depth" == caught.value.code
