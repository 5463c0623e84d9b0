"""The sub-commands that show what was read and write what goes to others."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import budgetkpi as bk
from budgetkpi.cli import main
from budgetkpi.indicators import cells_of
from budgetkpi.records import sheet_record

EXAMPLES = Path(__file__).resolve().parents[2] / "docs/examples"
TRAINING = str(EXAMPLES / "training.csv")


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def test_read_shows_the_columns_that_say_something(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", TRAINING, "--lang", "zh"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].split()[:7] == [
        "行",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "年度指标值",
        "度量单位",
    ]
    assert said[2].split()[:7] == ["2", "产出指标", "数量指标", "培训场次", "≥", "5", "场"]


def test_read_prints_the_record_of_a_sheet(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", TRAINING, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    (sheet,) = bk.read_sheets(TRAINING)
    assert [row.pop("line") for row in record["rows"]] == list(range(2, 9))
    assert sheet_record(sheet) | {"source": TRAINING} == record


def said_in(row: bk.Indicator) -> dict[str, object]:
    """The cells that say something."""
    return {name: cell for name, cell in cells_of(row).items() if cell not in (None, "")}


def test_what_read_writes_is_read_as_the_same(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    graded = tmp_path / "graded.csv"
    graded.write_text("三级指标,优,良,中,差\n合格率,≥95%,≥90%,≥80%,<80%\n", "utf-8")
    for source in (TRAINING, str(EXAMPLES / "hotline.csv"), str(graded)):
        assert main(["read", source, "--csv", "-o", str(target), "--lang", "zh"]) == 0
        (before,), (after,) = bk.read_sheets(source), bk.read_sheets(target)
        assert len(before.indicators) == len(after.indicators)
        for one, other in zip(before.indicators, after.indicators, strict=True):
            assert [v or None for v in cells_of(one).values()] == [
                v or None for v in cells_of(other).values()
            ]
            assert (one.bands, one.description, one.target) == (other.bands, other.description, other.target)


def test_report_writes_a_page_and_prints_the_totals(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.html"
    options = ["--fiscal-year", "2020", "--budget", "40", "--executed", "38", "-o", str(target)]
    assert main(["report", TRAINING, *options]) == 1
    assert "total: between 93.04 and 95.04 of 100" in capsys.readouterr().out.splitlines()
    page = target.read_text("utf-8")
    assert page.lstrip().lower().startswith("<!doctype html")
    assert "学员满意度" in page


def test_report_writes_the_official_form_that_is_read_back(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    assert main(["report", TRAINING, "--choose", "high", "-o", str(target)]) == 1
    (sheet,) = bk.read_sheets(target)
    assert [row.name for row in bk.read_sheets(TRAINING)[0].indicators] == [
        row.name for row in sheet.indicators
    ]


def test_report_takes_the_tables_that_can_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "out.html"
    assert main(["report", TRAINING, str(tmp_path / "none.csv"), "--csv", "-o", str(target)]) == 2
    said = capsys.readouterr()
    assert len(list(csv.reader(io.StringIO(said.out)))) == 2
    assert "No such file" in said.err
    assert target.exists()


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ([], "say where to write the report"),
        (["-o", "out"], "say where to write the report"),
        (["-o", "out.xlsx", "--form", "none"], "out.xlsx: "),
        (["-o", "no/out.html"], "no/out.html: No such file or directory"),
    ],
)
def test_report_that_cannot_be_written_ends_with_2(
    options: list[str],
    why: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["report", TRAINING, *options]) == 2
    assert why in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_report_of_nothing_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "out.html"
    missing = [str(tmp_path / name) for name in ("a.csv", "b.csv")]
    assert main(["report", *missing, "-o", str(target)]) == 2
    assert "nothing was written" in capsys.readouterr().err
    assert not target.exists()
