"""The sub-command for objections: what it prints, and how it ends."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from budgetkpi.cli import main

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "项目名称,二级指标,三级指标,指标值,分值\n"
FAULTY = "甲,成本指标,印刷成本节约率,25万元,50\n甲,质量指标,差错率,≥5%,40\n"
CLEAN = "甲,数量指标,培训场次,≥5场,50\n甲,质量指标,培训合格率,≥95%,40\n"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def faulty(tmp_path: Path) -> str:
    file = tmp_path / "faulty.csv"
    file.write_text(HEAD + FAULTY, encoding="utf-8")
    return str(file)


@pytest.fixture
def clean(tmp_path: Path) -> str:
    file = tmp_path / "clean.csv"
    file.write_text(HEAD + CLEAN, encoding="utf-8")
    return str(file)


def test_check_prints_an_objection_a_line(faulty: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", faulty]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].split() == ["line", "indicator", "target", "severity", "code", "instead", "objection"]
    assert [line.split()[:5] for line in said[2:4]] == [
        ["2", "印刷成本节约率", "25万元", "warning", "unit-clash-with-name"],
        ["3", "差错率", "≥5%", "error", "reverse-sign"],
    ]
    assert said[3].split()[5] == "≤5%"
    assert said[-1] == "2 rows, 2 findings: 1 error, 1 warning, 0 info"


def test_check_speaks_chinese(faulty: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", faulty, "--lang", "zh"]) == 1
    said = capsys.readouterr().out
    assert "名称要求的是比率（%），而“25万元”的单位是“元”" in said
    assert said.splitlines()[-1] == "2行，问题2个：错误1个，警告1个，提示0个"


def test_nothing_found_is_success(clean: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", clean]) == 0
    assert capsys.readouterr().out == "2 rows, 0 findings: 0 errors, 0 warnings, 0 info\n"


def test_several_files_and_json(faulty: str, clean: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", clean, faulty, "--json", "--select", "reverse-,weights"]) == 1
    record = json.loads(capsys.readouterr().out)
    assert record["summary"] == {"rows": 4, "error": 1, "warning": 0, "info": 0}
    assert [file["file"] for file in record["files"]] == [clean, faulty]
    (finding,) = record["files"][1]["findings"]
    assert (finding["line"], finding["code"], finding["fix"]) == (3, "reverse-sign", "≤5%")
    assert main(["check", clean, faulty]) == 1
    assert f"{faulty}:" in capsys.readouterr().out.splitlines()


def test_codes_can_be_left_out(faulty: str) -> None:
    assert main(["check", faulty, "--ignore", "reverse-sign", "--ignore", "unit-"]) == 0


def test_each_project_of_a_file_is_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "two.csv"
    file.write_text(HEAD + CLEAN + CLEAN.replace("甲", "乙"), encoding="utf-8")
    assert main(["check", str(file)]) == 0
    file.write_text(HEAD + CLEAN + CLEAN, encoding="utf-8")
    assert main(["check", str(file)]) == 1
    said = capsys.readouterr().out
    assert "duplicate" in said
    assert "the points of the table add up to 180" in said


def test_the_budget_year(tmp_path: Path) -> None:
    file = tmp_path / "late.csv"
    file.write_text("三级指标,指标值\n验收完成时间,2022年6月底前\n", encoding="utf-8")
    assert main(["check", str(file)]) == 0
    assert main(["check", str(file), "--fiscal-year", "2021"]) == 1


def test_what_the_reading_found_is_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "broken.csv"
    file.write_text("三级指标,指标值,分值\n培训场次,≥5场,多\n", encoding="utf-8")
    assert main(["check", str(file)]) == 1
    assert "points-unreadable" in capsys.readouterr().out


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO((HEAD + CLEAN).encode())

    monkeypatch.setattr("sys.stdin", Input)
    assert main(["check", "-"]) == 0


def test_usage(faulty: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["check", faulty, "--select", "B101"])
    assert caught.value.code == 2
    assert "no such code: B101; there are empty, placeholder" in capsys.readouterr().err
    assert main(["check", str(tmp_path / "none.csv")]) == 2
    bare = tmp_path / "bare.csv"
    bare.write_text("三级指标,分值\n培训场次,5\n", encoding="utf-8")
    assert main(["check", str(bare)]) == 2
    assert f"{bare}: " in capsys.readouterr().err


@pytest.mark.parametrize(("files", "columns"), [(1, 7), (2, 10)])
def test_rows_of_nothing_have_their_headings(
    files: int, columns: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "good.csv"
    path.write_text(HEAD + CLEAN, encoding="utf-8")
    assert main(["check", *[str(path)] * files, "--csv"]) == 0
    (heading,) = csv.reader(io.StringIO(capsys.readouterr().out))
    assert len(heading) == columns
