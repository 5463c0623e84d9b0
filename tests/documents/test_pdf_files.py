"""PDF files: tables put together from letters and lines, and files that mean harm."""

from __future__ import annotations

import contextlib
import io
import sys
import zlib
from typing import TYPE_CHECKING

import attrs
import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, SimpleDocTemplate, Spacer, Table, TableStyle
from reportlab.platypus import Paragraph as Printed

import budgetkpi as bk
from budgetkpi.errors import DocumentError, MissingExtraError
from budgetkpi.tables import pdf_files, pdf_pages
from budgetkpi.tables.grid import Document, Grid, Limits, Paragraph
from budgetkpi.tables.pdf_files import read_pdf
from budgetkpi.tables.pdf_pages import read_pages

if TYPE_CHECKING:
    from collections.abc import Sequence

FONT = "STSong-Light"


@pytest.fixture(autouse=True)
def one_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests read in their own process, which is faster; those about the other one do not."""
    if "own_process" not in request.keywords:
        monkeypatch.setattr(pdf_files, "_asked", pdf_pages.answer)


pdfmetrics.registerFont(UnicodeCIDFont(FONT))
STYLE = ParagraphStyle("plain", fontName=FONT, fontSize=9, leading=12, wordWrap="CJK")
RULED = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), FONT, 9)]
HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
WIDTHS = [70, 90, 220, 90, 90, 50, 50]
ROWS = [
    ["产出指标", "数量指标", "举办培训", "≥5场", "6场", "30", "30"],
    ["", "质量指标", "培训合格率", "≥95%", "96.5%", "30", "30"],
    ["效益指标", "社会效益指标", "群众知晓率", "≥90%", "92%", "30", "30"],
]


def table(rows: Sequence[Sequence[str]], *spans: tuple[str, tuple[int, int], tuple[int, int]]) -> Table:
    cells = [[Printed(cell, STYLE) for cell in row] for row in rows]
    return Table(cells, colWidths=WIDTHS[: len(rows[0])], style=TableStyle([*RULED, *spans]))


def printed(*pieces: object, encrypt: StandardEncryption | None = None) -> io.BytesIO:
    file = io.BytesIO()
    template = SimpleDocTemplate(file, pagesize=landscape(A4), encrypt=encrypt, title="自评")
    template.build([Printed(piece, STYLE) if isinstance(piece, str) else piece for piece in pieces])
    file.seek(0)
    return file


def read(file: io.BytesIO, **limits: int) -> Document:
    file.seek(0)
    return read_pdf(file, attrs.evolve(Limits(), **limits))


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def code_of(file: io.BytesIO, **limits: int) -> str:
    with pytest.raises(DocumentError) as caught:
        read(file, **limits)
    return caught.value.code


FORM = printed(
    "青禾县档案馆2023年度自评表",
    Spacer(1, 12),
    table([HEAD, *ROWS], ("SPAN", (0, 1), (0, 2))),
    Spacer(1, 12),
    "填报人：张三",
)


def test_a_ruled_table_is_a_grid_between_the_lines_around_it() -> None:
    document = read(FORM)
    first, grid, last = document.blocks
    assert (Paragraph("青禾县档案馆2023年度自评表"), Paragraph("填报人：张三")) == (first, last)
    assert isinstance(grid, Grid)
    assert HEAD == [cell.text for cell in grid.rows[0] if cell]
    spanned = grid.rows[1][0]
    assert spanned is not None
    assert (("产出指标", 2), None) == ((spanned.text, spanned.rows), grid.rows[2][0])
    assert ["质量指标", "培训合格率", "≥95%", "96.5%"] == [cell.text for cell in grid.rows[2][1:5] if cell]
    assert "page 1" == str(grid.name)
    assert ["pdf-best-effort"] == [finding.code for finding in document.findings]


@pytest.mark.own_process
def test_the_sheet_of_a_pdf_is_read() -> None:
    FORM.seek(0)
    (sheet,) = bk.read_sheets(FORM)
    assert ["≥5场", "≥95%", "≥90%"] == [row.target for row in sheet.indicators]
    assert ["产出指标", "产出指标", "效益指标"] == [row.level1 for row in sheet.indicators]
    assert ("青禾县档案馆", 2023) == (sheet.department, sheet.fiscal_year)


@pytest.mark.parametrize("again", [0, 1])
def test_a_table_over_pages_is_one_sheet(again: int) -> None:
    rows = [
        ["产出指标", "数量指标", f"事项{number}", f"≥{number}项", f"{number}项", "1", "1"]
        for number in range(1, 61)
    ]
    long = Table(
        [[Printed(cell, STYLE) for cell in row] for row in [HEAD, *rows]],
        colWidths=WIDTHS,
        style=TableStyle(RULED),
        repeatRows=again,
    )
    file = printed("青禾县档案馆2023年度自评表", long)
    assert len(grids(read(file))) > 1
    file.seek(0)
    (sheet,) = bk.read_sheets(file)
    assert [f"≥{number}项" for number in range(1, 61)] == [row.target for row in sheet.indicators]


def test_pieces_of_a_table_have_the_same_columns() -> None:
    wide = ["绩效指标", "一级", "二级", "三级", "指标值", "完成值", "分值"]
    spans = ("SPAN", (0, 0), (1, 0)), ("SPAN", (2, 0), (6, 0))
    top = table([["项目名称", "", "培训", "", "", "", ""], wide], *spans)
    below = table([["产出指标", "", "举办培训", "≥5场", "6场", "30", "30"]], ("SPAN", (0, 0), (1, 0)))
    first, second = grids(read(printed(top, PageBreak(), below)))
    assert first.column_names == second.column_names


def test_pages_without_letters_are_a_scan() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.rect(50, 50, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()
    assert "file-without-text" == code_of(file)


def without_letters(file: io.BytesIO) -> bytes:
    """The file with a font whose letters nobody can decode."""
    return file.getvalue().replace(b"/UniGB-UCS2-H", b"/Unknown-Enc1")


def test_letters_that_cannot_be_decoded_are_an_error() -> None:
    assert code_of(io.BytesIO(without_letters(FORM))) in ("letters-undecoded", "file-without-text")


def test_a_password_is_told_and_a_file_that_opens_without_one_is_read() -> None:
    locked = printed("自评表", encrypt=StandardEncryption("geheim", ownerPassword="a", strength=128))
    assert "file-locked" == code_of(locked)
    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption("", ownerPassword="a", canCopy=0, strength=128))
    canvas.drawString(50, 50, "Plan 2023")
    canvas.save()
    assert (Paragraph("Plan 2023"),) == read(file).blocks


@pytest.mark.parametrize("share", [1, 5, 8])
def test_a_truncated_file_is_an_error_or_is_read(share: int) -> None:
    content = FORM.getvalue()
    with contextlib.suppress(DocumentError):
        read(io.BytesIO(content[: len(content) * share // 10]))


def test_limits_hold() -> None:
    file = printed("甲", PageBreak(), "乙", PageBreak(), "丙")
    for limit, most in (("pages", 2), ("size", 100), ("paragraphs", 1)):
        assert f"over-{limit}" == code_of(file, **{limit: most})
    assert "over-cells" == code_of(FORM, cells=5)


def raw(
    contents: bytes, packed: bytes = b"", resources: bytes = b"", more: Sequence[bytes] = ()
) -> io.BytesIO:
    """A PDF of one page whose contents are given as they stand."""
    kind = b"/Filter /FlateDecode " if packed else b""
    stream = packed or contents
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << "
        + resources
        + b" >> >>",
        b"<< " + kind + b"/Length %d >> stream\n" % len(stream) + stream + b"\nendstream",
        *more,
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
    return io.BytesIO(
        body
        + b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, body.index(b"xref"))
    )


@pytest.mark.own_process
def test_a_bomb_ends_within_its_memory() -> None:
    packer = zlib.compressobj(9)
    first, again = (packer.compress(b" " * 2**24) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    packed = first + again * 200
    assert code_of(raw(b"", packed), seconds=5) in ("over-memory", "over-seconds", "file-damaged")


@pytest.mark.own_process
def test_pictures_in_pictures_end_within_their_time() -> None:
    forms = []
    for number in range(5, 45):
        contents = b"/F Do /F Do /F Do"
        head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Length %d" % len(contents)
        head += b" /Resources << /XObject << /F %d 0 R >> >> >> stream\n" % min(number + 1, 44)
        forms.append(head + contents + b"\nendstream")
    file = raw(b"/F Do", resources=b"/XObject << /F 5 0 R >>", more=forms)
    assert code_of(file, seconds=3) in ("over-seconds", "file-damaged")


def test_what_a_file_names_is_not_opened() -> None:
    file = raw(b"/F Do", resources=b"/XObject << /F << /F (file:///etc/passwd) /FS /URL >> >>")
    assert code_of(file) in ("file-without-text", "file-damaged")


def test_the_library_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_files, "find_spec", lambda _: None)
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(MissingExtraError, match=r"budgetkpi\[pdf\]"):
        read(FORM)


def test_pages_are_read_in_this_process_alike() -> None:
    FORM.seek(0)
    (page,) = read_pages(FORM, Limits())
    assert [str, "Table", str] == [type(p) if isinstance(p, str) else type(p).__name__ for p in page.pieces]
    for content in (b"%PDF-1.4\n", b"", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer <</Root 1 0 R>>"):
        with pytest.raises(DocumentError):
            read_pages(io.BytesIO(content), Limits())
    FORM.seek(0)
    with pytest.raises(DocumentError, match="pages"):
        read_pages(FORM, attrs.evolve(Limits(), pages=0))
