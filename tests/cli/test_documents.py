"""Documents on the command line: several tables of a file, and what the document says of the whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import budgetkpi as bk
from budgetkpi.cli import main
from budgetkpi.cli.intake import Tabled

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分"
ROW = "产出指标 数量指标 培训场次 ≥5场 4场 90 72"
TARGETS = "一级指标 二级指标 三级指标 指标值"
PROJECT = """<p>2021年度项目支出绩效自评表</p><table>
<tr><td>项目名称</td><td colspan=6>{title}</td></tr>
<tr><td rowspan=2>项目资金（万元）</td><td></td><td>年初预算数</td><td>全年预算数</td><td>全年执行数</td>
<td>分值</td><td>得分</td></tr>
<tr><td>年度资金总额</td><td>40</td><td>40</td><td>38</td><td>10</td><td>9.5</td></tr>
{rows}</table>"""


def row(cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells.split()) + "</tr>"


def project(title: str, *rows: str) -> str:
    return PROJECT.format(title=title, rows="".join(map(row, rows)))


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def page(tmp_path: Path, *parts: str) -> str:
    path = tmp_path / "page.html"
    path.write_text(f"<html><meta charset=utf-8><body>{''.join(parts)}</body></html>", "utf-8")
    return str(path)


def test_what_the_document_says_of_the_whole_is_used_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = page(tmp_path, project("技能培训", HEAD, ROW))
    assert main(["score", path]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[1:4] == [
        "note: fiscal year 2021: taken from the document",
        "note: budget 40: taken from the document",
        "note: executed 38: taken from the document",
    ]
    assert "budget execution: 10 × 38 ÷ 40 = 9.50 (财预〔2020〕10号《项目支出绩效评价管理办法》)" in said


def test_an_option_overrules_the_document_and_that_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = page(tmp_path, project("技能培训", HEAD, ROW))
    options = ["--fiscal-year", "2020", "--executed", "40", "--json", "--budget", "40"]
    assert main(["score", path, *options]) == 1
    record = json.loads(capsys.readouterr().out)
    (entry,) = record["files"]
    assert (entry["file"], entry["title"], entry["error"]) == (path, "技能培训", None)
    assert (entry["sheet"]["fiscal_year"], entry["execution_points"]) == (2020, "10.00")
    assert [note["message"]["code"] for note in entry["notes"]][:2] == ["option-overrules"] * 2
    assert entry["notes"][0]["message"]["en"] == (
        "fiscal year 2020: from the command line; the document says 2021"
    )
    assert record["summary"]["tables"] == 1


@pytest.mark.parametrize("command", ["judge", "check", "score", "audit"])
def test_every_table_of_a_document(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = page(tmp_path, project("甲项目", HEAD, ROW), project("乙项目", HEAD, ROW, ROW))
    assert main([command, path, "--json"]) == 1 - (command == "audit")
    record = json.loads(capsys.readouterr().out)
    assert [(entry["table"], entry["title"]) for entry in record["files"]] == [
        ("table 1", "甲项目"),
        ("table 2", "乙项目"),
    ]
    assert record["summary"]["rows"] == 3
    main([command, path, "--lang", "zh"])
    assert f"{path}，第2个表格，乙项目：" in capsys.readouterr().out.splitlines()


def test_a_table_that_lacks_a_column_is_told_and_the_others_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = page(tmp_path, project("甲项目", HEAD, ROW), "<p>乙项目绩效目标表</p><table>",
                row(TARGETS), row("产出指标 数量指标 培训场次 ≥5场"), "</table>")  # fmt: skip
    assert main(["judge", path, "--json"]) == 1
    said = capsys.readouterr()
    good, bad = json.loads(said.out)["files"]
    assert (len(good["rows"]), bad["error"]["code"]) == (1, "column-missing")
    assert said.err.startswith(f"budgetkpi: {path}, table 2")
    assert "the headers found: 一级指标, 二级指标, 三级指标, 指标值" in said.err
    assert main(["check", path]) == 0


def test_a_document_in_which_no_table_has_the_column_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = page(tmp_path, "<table>", row(TARGETS), row("产出指标 数量指标 培训场次 ≥5场"), "</table>")
    assert main(["judge", path]) == 2
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)


def test_a_column_that_no_table_has_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = ("<table>", row(TARGETS), row("产出指标 数量指标 培训场次 ≥5场"), "</table>")
    path = page(tmp_path, "<p>甲项目绩效目标表</p>", *table, "<p>乙项目绩效目标表</p>", *table)
    assert main(["judge", path]) == 2
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert said.err.startswith(f"budgetkpi: {path}: all 2 tables: the table has no column 实际完成值")
    (tmp_path / "other").mkdir()
    other = page(tmp_path / "other", project("丙项目", HEAD, ROW))
    assert main(["judge", path, other, "--json"]) == 2
    bad, good = json.loads(capsys.readouterr().out)["files"]
    assert (bad["error"]["code"], len(good["rows"])) == ("column-missing", 1)


def test_a_document_without_a_table_of_indicators_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = page(tmp_path, "<table><tr><td>科目</td><td>金额</td></tr></table>")
    assert main(["judge", path]) == 2
    assert "no table of indicators" in (err := capsys.readouterr().err)
    assert "the first table begins: 科目, 金额" in err


def test_a_damaged_document_never_stops_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page(tmp_path, project("甲项目", HEAD, ROW))
    (tmp_path / "damaged.xlsx").write_bytes(b"PK\x03\x04damaged")
    assert main(["judge", str(tmp_path), "--json"]) == 2
    said = capsys.readouterr()
    damaged, good = json.loads(said.out)["files"]
    assert (damaged["error"]["code"], damaged["table"], len(good["rows"])) == ("file-damaged", None, 1)
    assert said.err.startswith(f"budgetkpi: {tmp_path / 'damaged.xlsx'}: the file is damaged")


def test_a_missing_library_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("lxml", "lxml.html", "lxml.etree"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    path = page(tmp_path, project("甲项目", HEAD, ROW))
    assert main(["judge", path]) == 2
    assert "budgetkpi[html]" in capsys.readouterr().err


def test_what_a_row_has_from_elsewhere_is_no_missing_column() -> None:
    sheet = bk.Sheet(indicators=[bk.Indicator("培训场次（90分）", "≥5场", points=90)])
    tabled = Tabled(sheet, (2,), frozenset({"name", "target"}), ("三级指标", "指标值"))
    tabled.need("target", "points")
    with pytest.raises(bk.TableError, match="no column 实际完成值"):
        tabled.need("actual")
