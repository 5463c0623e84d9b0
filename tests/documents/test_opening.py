"""One door for every format: what a file is, and what is said of one that cannot be read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

import budgetkpi as bk
from tests.documents.made import page, word

if TYPE_CHECKING:
    from pathlib import Path

FORM = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "举办培训", "≥5场", "6场", "50", "50"],
    ["^", "质量指标", "培训合格率", "≥95%", "96%", "40", "40"],
]
MADE = {
    "docx": word(["青禾县档案馆2023年度自评表", FORM]),
    "html": page(["青禾县档案馆2023年度自评表", FORM]),
}


@pytest.mark.parametrize("kind", MADE)
def test_a_path_and_an_open_file_are_read_alike(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"自评.{kind}"
    path.write_bytes(MADE[kind].getvalue())
    with path.open("rb") as file:
        for source in (path, str(path), file, io.BytesIO(path.read_bytes())):
            sheets = bk.read_sheets(source)
            assert ["≥5场", "≥95%"] == [row.target for row in sheets[0].indicators]
            assert ["产出指标"] * 2 == [row.level1 for row in sheets[0].indicators]
            assert (1, "青禾县档案馆", 2023) == (len(sheets), sheets[0].department, sheets[0].fiscal_year)
    assert "自评." + kind == bk.read_sheets(path).source


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.docx", b"", "file-without-text"),
        ("空.html", b" \r\n", "file-without-text"),
        ("空.html", b"<html><body><table><tr><td></td></tr></table></body></html>", "file-without-text"),
        ("表.docx", MADE["html"].getvalue(), "file-misnamed"),
        ("表.html", MADE["docx"].getvalue(), "file-misnamed"),
        ("表.pdf", MADE["docx"].getvalue(), "file-misnamed"),
        ("表.docx", MADE["docx"].getvalue()[:4000], "file-damaged"),
        (
            "表.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "format-not-read",
        ),
        (
            "表.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "file-locked",
        ),
        ("表.rtf", b"{\\rtf1 ...}", "format-not-read"),
        ("表.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "format-not-read"),
        ("表.bin", b"\0\1\2\3", "format-not-read"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(
    name: str, content: bytes, code: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(bk.DocumentError) as caught:
        bk.read_sheets(path)
    assert (code, True) == (caught.value.code, caught.value.place.startswith(name))


def test_the_format_can_be_said() -> None:
    file = io.BytesIO(MADE["html"].getvalue())
    file.name = "自评.xls"
    with pytest.raises(bk.DocumentError):
        bk.read_sheets(file)
    file.seek(0)
    assert 2 == len(bk.read_sheets(file, format="html")[0].indicators)
    with pytest.raises(ValueError, match="format takes one of docx"):
        bk.read_sheets(file, format="doc")  # type: ignore[arg-type]


def test_a_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        bk.read_sheets(tmp_path / "没有.docx")


@pytest.mark.parametrize("what", ["size", "rows", "columns", "cells", "cell_length", "tables", "paragraphs"])
@pytest.mark.parametrize("kind", MADE)
def test_limits_hold(kind: str, what: str) -> None:
    with pytest.raises(bk.DocumentError) as caught:
        bk.read_sheets(io.BytesIO(MADE[kind].getvalue()), limits=bk.Limits(**{what: 0}))
    assert f"over-{what.replace('_', '-')}" == caught.value.code
