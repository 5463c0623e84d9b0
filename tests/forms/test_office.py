"""The workbook in LibreOffice: worked out anew, and printed."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import pytest

import budgetkpi as bk
from budgetkpi.forms.workbook import FORMS
from budgetkpi.resources import load_table
from tests.forms import made

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")
SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(
        SOFFICE is None, reason="LibreOffice is not installed: apt-get install libreoffice-calc"
    ),
]
EARNED = {"national": "I", "sichuan": "J", "hubei": "G"}


def convert(files: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """What LibreOffice makes of the files."""
    program = [str(SOFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    arguments = ["--convert-to", kind, "--outdir", str(folder / kind), *map(str, files)]
    subprocess.run([*program, *arguments], check=True, capture_output=True, timeout=180)
    return [folder / kind / file.with_suffix(f".{kind}").name for file in files]


def forget(path: Path) -> None:
    """Take the values away that stand beside the formulas, so that they must be worked out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, part in parts.items():
        if name.startswith("xl/worksheets/"):
            parts[name] = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)


def awkward() -> list[bk.Appraisal]:
    """Sheets whose sums a spreadsheet may round otherwise, or that are graded at an edge."""
    sheet = made.culture()
    money = [("2000", "801"), ("1", "0.4005"), ("3", "1"), ("100", "130"), ("0.07", "0.0245"), ("600", "480")]
    sheets = [attrs.evolve(sheet, budget=Decimal(a), executed=Decimal(b)) for a, b in money]
    sheets += [attrs.evolve(sheet, budget=None, executed=None), made.water(), made.open_rows(), made.many(8)]
    thirds = [attrs.evolve(row, points=Decimal("12.857"), actual="1") for row in sheet.indicators]
    sheets.append(attrs.evolve(sheet, indicators=thirds))
    edge = [
        attrs.evolve(sheet.indicators[0], target="≥100场", actual="75场", points=Decimal(40)),
        attrs.evolve(sheet.indicators[1], points=Decimal(50)),
    ]
    sheets.append(attrs.evolve(sheet, indicators=edge, budget=Decimal(10), executed=Decimal(10)))
    policies = ("national-2020", "mof-101", "hubei-2020")
    return [sheet.appraise(policy=policies[i % 3]) for i, sheet in enumerate([*sheets[:6], *sheets])]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def again(folder: Path) -> dict[str, Path]:
    """Each form, worked out anew by LibreOffice; `filled` is one whose open rows a person filled in."""
    files = [folder / f"{form}.xlsx" for form in FORMS]
    for file in files:
        bk.write_form(awkward(), file, file.stem)
        forget(file)
    filled = folder / "filled.xlsx"
    bk.write_form(made.open_rows().appraise(), filled)
    book = openpyxl.load_workbook(filled)
    places = {book.active[f"D{row}"].value: f"I{row}" for row in range(1, book.active.max_row)}
    for name, points in (("培训合格率", 20), ("培训管理制度", 18), ("学员满意度", 19.5)):
        book.active[places[name]] = points
    book.save(filled)
    return {file.stem: file for file in convert([*files, filled], "xlsx", folder)}


LONG = "".join(f"第{i}条，受汛期影响工期顺延，已重新排定施工计划。" for i in range(1, 31))


@pytest.fixture(scope="module")
def printed(folder: Path) -> dict[str, Path]:
    """Each form as LibreOffice prints it: a long reason, then a long table."""
    sheet = made.culture()
    rows = [attrs.evolve(sheet.indicators[0], reason=LONG, actual="118场"), *sheet.indicators[1:]]
    appraisals = [attrs.evolve(sheet, indicators=rows).appraise(), made.many(45).appraise()]
    files = [folder / f"{form}-printed.xlsx" for form in FORMS]
    for form, file in zip(FORMS, files, strict=True):
        bk.write_form(appraisals, file, form)
    return dict(zip(FORMS, convert(files, "pdf", folder), strict=True))


@pytest.mark.parametrize("form", FORMS)
def test_the_sums_are_ours_when_a_spreadsheet_works_them_out(form: str, again: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(again[form], data_only=True)
    words = load_table("forms.toml")[form]
    for sheet, appraisal in zip(book, awkward(), strict=True):
        cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
        row = cells[words["total"]].row
        said = sheet[f"{EARNED[form]}{row}"].value
        if appraisal.total is not None:
            assert Decimal(repr(said)) == appraisal.total
        else:
            low, high = appraisal.total_range or (0, 0)
            assert said == f"{low}—{high}"
        below = cells[words["money_row"] if form == "hubei" else words["money_rows"][0]].row
        numbers = [cell.value for cell in sheet[below] if isinstance(cell.value, int | float)]
        if appraisal.execution_points is not None and appraisal.execution_rate is not None:
            assert Decimal(repr(numbers[-1])) == appraisal.execution_points
            assert any(
                value == pytest.approx(float(appraisal.execution_rate), rel=1e-12) for value in numbers
            )
        graded = [cell.value for cell in sheet[row]] + [sheet[f"B{row + 1}"].value]
        if appraisal.grade is not None and (form != "sichuan" or appraisal.total is not None):
            assert any(appraisal.grade in str(value) for value in graded)


def test_the_total_is_there_once_the_last_points_are_filled_in(again: dict[str, Path]) -> None:
    sheet = openpyxl.load_workbook(again["filled"], data_only=True).active
    row = next(row for row in range(1, sheet.max_row) if sheet[f"A{row}"].value == "总分")
    assert sheet[f"I{row}"].value == 24 + 20 + 18 + 19.5 + 9.5 == 91
    assert sheet[f"J{row}"].value == "优"


@pytest.mark.parametrize(("form", "reasons"), [("national", 0.76), ("sichuan", 0.77), ("hubei", 0.13)])
def test_nothing_is_cut_on_paper(form: str, reasons: float, printed: dict[str, Path]) -> None:
    """`reasons` is how far right on the page the column of the reasons begins."""
    pdfplumber = pytest.importorskip("pdfplumber")
    with pdfplumber.open(printed[form]) as document:
        text, beside, heads = "", "", 0
        for page in document.pages:
            assert (round(page.width), round(page.height)) == (842, 595)
            all_of_it = "".join((page.extract_text() or "").split())
            heads += "三级指标" in all_of_it
            text += all_of_it
            right = page.filter(lambda one, edge=reasons * page.width: one.get("x0", 0) > edge)
            beside += "".join((right.extract_text() or "").split())
            inside = [char for char in page.chars if 20 < char["x0"] and char["x1"] < page.width - 20]
            assert len(inside) == len(page.chars)
        assert heads == len(document.pages)
    for i in range(45):
        assert f"第{i}项工作完成数量" in text
    for i in range(1, 31):
        assert f"第{i}条" in beside
    assert "公共图书馆免费开放" in text
