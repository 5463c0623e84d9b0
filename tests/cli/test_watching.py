"""The sub-command for the year under way."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from budgetkpi.cli import main
from budgetkpi.monitoring import MonitorPolicy

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "二级指标,三级指标,年度指标值,截至6月底完成情况,全年预计完成情况\n"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table with three rows: yellow, green, not reported."""
    file = tmp_path / "table.csv"
    rows = "数量指标,培训,≥10场,3场,9场\n质量指标,投诉率,≤5%,3%,\n满意度指标,满意度,≥90%,/,\n"
    file.write_text(HEAD + rows, encoding="utf-8")
    return file


def test_monitor_prints_a_row_a_line_and_the_whole(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["monitor", str(table), "--as-of", "2025-06-30", "--budget", "100", "--executed", "30"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].split() == ["line", "indicator", "target", "reached", "light", "progress", "reason"]
    assert said[2].split()[:7] == ["2", "培训", "≥10场", "3场", "yellow", "light", "60%"]
    assert "forecast" in said[3]
    title = MonitorPolicy.named("system").title
    assert any(line.startswith(f"policy: system ({title}); its weakest rule is ") for line in said)
    assert "the money: yellow light" in said
    assert "the project: no light" in said
    assert "note: the project's light is not decided: 1 row may be worse (满意度)" in said


def test_monitor_in_chinese_with_its_reasons(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["monitor", str(table), "--as-of", "2025-06-30", "--lang", "zh", "--explain", "--policy", "shanxi"])
    said = capsys.readouterr().out
    assert "\n  培训：2025-06-30，黄灯\n    理由：完成序时进度的60%：低于80%" in said


def test_monitor_for_programs(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["monitor", str(table), "--as-of", "2025-06-30", "--json"])
    record = json.loads(capsys.readouterr().out)
    assert [(row["line"], row["light"]) for row in record["rows"]] == [(2, "yellow"), (3, "green"), (4, None)]
    main(["monitor", str(table), "--as-of", "2025-06-30", "--csv"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows[0]["forecast"] == "9场"


def test_all_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "well.csv"
    file.write_text(HEAD + "数量指标,培训,≥10场,5场,10场\n", encoding="utf-8")
    options = ["--as-of", "2025-06-30", "--budget", "100", "--executed", "50"]
    assert main(["monitor", str(file), *options]) == 0
    assert "the project: green light" in capsys.readouterr().out
    assert main(["monitor", str(file), str(file), *options]) == 0
    assert "2 tables: green light 2; 0 rows without a light" in capsys.readouterr().out


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--as-of", "30.6.2025"],
        ["--as-of", "2025-06-30", "--policy", "nowhere"],
        ["--as-of", "2025-06-30", "--policy", "nowhere.toml"],
        ["--as-of", "2024-06-30", "--fiscal-year", "2025"],
    ],
)
def test_wrong_usage(options: list[str], table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status = main(["monitor", str(table), *options])
    except SystemExit as ended:
        status = int(str(ended.code))
    assert status == 2
    assert capsys.readouterr().err
