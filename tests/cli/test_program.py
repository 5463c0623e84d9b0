"""The command line: what it prints, in which language, and how it ends."""

from __future__ import annotations

import io
import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import get_args

import attrs
import pytest

import budgetkpi as bk
from budgetkpi.cli import COMMANDS, main
from budgetkpi.cli.printing import Table, plain_lines
from budgetkpi.messages import Catalog
from budgetkpi.records import to_record

EXAMPLE = str(Path(__file__).resolve().parents[2] / "docs/examples/hotline.csv")


def run(*arguments: str, encoding: str = "utf-8", stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The program in an interpreter of its own."""
    return subprocess.run(
        [sys.executable, "-m", "budgetkpi", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"},
    )


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


# parse


def test_parse_says_what_a_cell_means(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", "<=100.00元/本"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "<=100.00元/本",
        "  amount  ≤100元/本",
        "  magnitude: 100.00",
        "  unit: 元/本",
        "  comparator: <=",
    ]


def test_parse_speaks_chinese_all_through(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["parse", "--lang", "zh", "<=100.00元/本", "约100人", "每月15日前", "培训2次，每次100人"]) == 0
    )
    said = capsys.readouterr().out
    for line in (
        "  数量  ≤100元/本",
        "  数值：100.00",
        "  指标性质：不超过",
        "  约数：约",
        "  是否周期性：是",
        "  各取值：2次；每次100人",
    ):
        assert line in said.splitlines()
    assert not re.search(r"[a-z]：|: | ;", said)


def test_each_attribute_of_a_value_has_its_words() -> None:
    begun = "holds-"
    worded = {code.removeprefix(begun) for code in Catalog("tables").codes() if code.startswith(begun)}
    held = {field.name.replace("_", "-") for one in get_args(bk.Value) for field in attrs.fields(one)}
    assert held - {"text", "notes", "alternatives"} == worded - {"true", "false"}


def test_evaluate_says_the_direction_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    for lang, line in (("zh", "  方向：越高越好"), ("en", f"  direction: {bk.Direction.AT_LEAST.en}")):
        assert main(["evaluate", "≥95%", "94", "--lang", lang]) == 1
        assert line in capsys.readouterr().out.splitlines()


def test_parse_takes_several_cells_and_ends_with_1_if_one_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", "≥95%", "12..5%", "提升"]) == 1
    out = capsys.readouterr().out
    assert "  amount  ≥95%" in out
    assert "  error: " in out
    assert "^" in out
    assert "  level  提升" in out


def test_parse_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", "--json", "≥95%", "≥"]) == 1
    good, bad = json.loads(capsys.readouterr().out)
    assert good == {"text": "≥95%", "value": to_record(bk.parse("≥95%")), "error": None}
    assert (bad["text"], bad["value"]) == ("≥", None)
    assert {"code", "en", "zh", "span", "expected"} <= set(bad["error"])


def test_the_row_settles_what_a_cell_leaves_open(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", "12月", "--name", "保密周期", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["value"]["unit"] == "个月"


@pytest.mark.parametrize("cell", ["-3%", "-3", "-.5", "-12万元"])
def test_a_negative_number_is_a_cell_and_no_option(cell: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["parse", cell, "--json"])
    assert json.loads(capsys.readouterr().out)[0]["text"] == cell


# evaluate


@pytest.mark.parametrize(
    ("target", "actual", "status", "first"),
    [("≥95%", "96%", 0, "met"), ("≥95%", "94%", 1, "not met"), ("≥10%", "0.12", 1, "undetermined")],
)
def test_evaluate_gives_the_verdict_first(
    target: str, actual: str, status: int, first: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", target, actual]) == status
    said = capsys.readouterr().out.splitlines()
    assert said[0] == first
    assert said[1].startswith("  reason: ")


def test_evaluate_speaks_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "≥95%", "96%", "--lang", "zh"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "达成"
    assert said[1].startswith("  理由：")


def test_the_environment_chooses_the_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert main(["evaluate", "≥95%", "96%"]) == 0
    assert capsys.readouterr().out.startswith("达成")


def test_evaluate_shows_a_cell_that_cannot_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "≥95%", "12..5%"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("undetermined")
    assert "    12..5%" in out


def test_evaluate_prints_the_exact_attainment_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "≥95%", "96%", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["outcome"], record["attainment"]) == ("met", "96/95")


# judge


def test_judge_prints_a_row_a_line_and_a_summary(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["judge", EXAMPLE, "--fiscal-year", "2020"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].split()[:3] == ["line", "indicator", "target"]
    assert [line.split()[0] for line in said[2:13]] == [str(line) for line in range(2, 13)]
    assert said[14] == "11 rows: 9 met, 1 not met, 1 undetermined"


def test_judge_counts_undetermined_rows_by_cause(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "table.csv"
    path.write_text("三级指标,指标值,实际完成值\n甲率,≥90%,\n乙率,≥90%,/\n丙率,≥90%,91%\n", encoding="utf-8")
    assert main(["judge", str(path)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[-2] == "3 rows: 1 met, 0 not met, 2 undetermined"
    assert said[-1] == "undetermined by cause: actual-missing 2"


def test_judge_ends_with_0_when_all_is_met(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("三级指标,指标值,实际完成值\n合格率,≥90%,91%\n".encode("gb18030"))
    assert main(["judge", str(path)]) == 0
    assert "1 row: 1 met" in capsys.readouterr().out


def test_judge_reports_a_bad_row_and_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "table.csv"
    path.write_text("三级指标,指标值,实际完成值\n合格率,≥90%,91%\n长,1,2,3\n", encoding="utf-8")
    assert main(["judge", str(path)]) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("finding: table.csv, line 3")


def test_judge_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["judge", EXAMPLE, "--fiscal-year", "2020", "--json"]) == 1
    record = json.loads(capsys.readouterr().out)
    assert [row["line"] for row in record["rows"]] == list(range(2, 13))
    assert record["summary"] == {
        "rows": 11,
        "met": 9,
        "not_met": 1,
        "undetermined": 1,
        "causes": {"words-open": 1},
    }
    assert record["findings"] == []


def test_judge_prints_the_notes_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    main(["judge", EXAMPLE, "--notes"])
    assert "\n  note: " in capsys.readouterr().out


def test_judge_reads_standard_input() -> None:
    done = run("judge", "-", stdin="三级指标,指标值,实际完成值\n合格率,≥90%,91%\n".encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"1 met" in done.stdout


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the file holds no text"),
        ("编号,指标值\n1,2\n".encode(), "no column of indicator names"),
        ("三级指标,指标值\n甲,2\n".encode(), "no column 实际完成值"),
        ("三级指标,实际完成值\n甲,2\n".encode(), "no column 指标值"),
    ],
)
def test_a_table_that_cannot_be_judged_ends_with_2(
    content: bytes, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    assert main(["judge", str(path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert why in said.err
    assert "table.csv" in said.err


def test_a_file_that_is_not_there_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["judge", str(tmp_path / "none.csv")]) == 2
    assert "No such file" in capsys.readouterr().err
    assert main(["judge", str(tmp_path)]) == 2


# usage and consoles


@pytest.mark.parametrize(
    "wrong", [[], ["judge"], ["parse"], ["evaluate", "≥95%"], ["grade", "x"], ["parse", "--x"]]
)
def test_wrong_usage_ends_with_2(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(wrong)
    assert caught.value.code == 2
    assert "usage: budgetkpi" in capsys.readouterr().err


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith("budgetkpi 0.")


def test_every_command_is_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    said = capsys.readouterr().out
    assert all(f"    {command.name}" in said and command.summary in said for command in COMMANDS)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "cp437", "utf-8"])
def test_no_console_is_too_poor(encoding: str) -> None:
    done = run("parse", "≥95㎡", "𠮷", "≥", "--lang", "zh", encoding=encoding)
    assert (done.returncode, done.stderr) == (1, b"")
    as_json = run("parse", "≥95㎡", "𠮷", "--json", encoding=encoding)
    assert [cell["text"] for cell in json.loads(as_json.stdout.decode(encoding))] == ["≥95㎡", "𠮷"]


@pytest.mark.skipif(os.name == "nt", reason="a pipe that closes is another error there")
def test_a_pipe_that_closes_early_is_no_failure() -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "budgetkpi", "parse", "--json", *(["≥95%"] * 200)],
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_pipe_that_closes_keeps_the_status(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Closed())
    assert main(["evaluate", "≥95%", "94%"]) == 1


def test_the_module_is_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["budgetkpi", "evaluate", "≥95%", "94%"])
    with pytest.raises(SystemExit) as caught:
        runpy.run_module("budgetkpi", run_name="__main__")
    assert caught.value.code == 1
    assert capsys.readouterr().out.startswith("not met")


# printing


@pytest.mark.parametrize("installed", [True, False])
def test_a_terminal_gets_a_table_with_rich_or_without(
    *, installed: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if installed:
        pytest.importorskip("rich")
    else:
        monkeypatch.setitem(sys.modules, "rich.console", None)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["judge", EXAMPLE, "--fiscal-year", "2020"]) == 1
    out = capsys.readouterr().out
    assert "市长信箱按时办结率" in out
    assert ("┃" in out) is installed
    assert "11 rows: " in out


def test_wide_characters_take_two_columns() -> None:
    table = Table(["a", "名称", "reason"], [["1", "满意度", "x"], ["22", "ab", "y\nz"]], [[], ["  note"]])
    assert list(plain_lines(table)) == [
        "a   名称    reason",
        "--  ------  ------",
        "1   满意度  x",
        "22  ab      y\\nz",
        "  note",
    ]


def test_a_long_cell_is_wrapped_and_the_last_one_goes_on() -> None:
    printed = list(plain_lines(Table(["name", "reason"], [["满" * 45, "满" * 50]], [[]])))
    assert printed[2:] == [f"{'满' * 20}  {'满' * 50}", "满" * 20, "满" * 5]


def test_a_terminal_wraps_the_last_cell_too() -> None:
    printed = list(plain_lines(Table(["name", "reason"], [["甲", "one two three four"]], [[]]), 20))
    assert printed[2:] == ["甲    one two three", "      four"]


def test_a_word_is_wrapped_at_a_blank_or_anywhere() -> None:
    long = "a" * 50
    printed = list(plain_lines(Table(["name", "reason"], [[f"b {long}", "x"]], [[]])))
    assert printed[2:] == ["b" + " " * 41 + "x", "a" * 40, "a" * 10]
