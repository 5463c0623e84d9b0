"""A terminal shows text and never obeys it: a law over every command and every place a text can stand in."""

from __future__ import annotations

import csv
import io
import json
import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest

from budgetkpi.cli import COMMANDS, main
from tests.cli.arguments import OF_CELLS

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = (
    "\x1b[2J\x1b]0;FAKE\x07",
    "\x9b31mFAKE\x85FAKE",
    "\u202eFAKE\u2066FAKE\u200f",
    "\u2028FAKE\u2029FAKE",
    "\nFAKE\r\nFAKE\rFAKE\x0bFAKE\x0cFAKE\x1cFAKE",
    "\tFAKE\x7f\x08FAKE\ufeff",
    "[bold]FAKE[/bold]%s{FAKE}",
    "\udc80FAKE",
)
CELLS = {
    "项目名称": "甲",
    "一级指标": "产出指标",
    "二级指标": "数量指标",
    "三级指标": "培训场次",
    "指标解释": "场次",
    "指标性质": "≥",
    "指标值": "5",
    "度量单位": "场",
    "分值": "50",
    "实际完成值": "4场",
    "得分": "40",
    "偏差原因": "停用",
    "年度": "2020",
}
TERMINAL, POOR_TERMINAL = "TERMINAL", "POOR TERMINAL"
FORMS = (
    ["--lang", "zh"],
    ["--json"],
    ["--csv", "--lang", "en"],
    ["--lang", "en", TERMINAL],
    ["--lang", "zh", POOR_TERMINAL],
)
OF_FILES = [command.name for command in COMMANDS if command.name not in OF_CELLS]


def written(path: Path, rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path.write_text(text.getvalue(), "utf-8", errors="replace")
    return str(path)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def run(
    arguments: list[str], form: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run a command and hold what it printed against the law."""
    if arguments[0] == "report" and "-o" not in arguments:
        arguments = [*arguments, "-o", "out.html"]
    if arguments[0] == "monitor":
        arguments = [*arguments, "--as-of", "2025-06-30"]
    with monkeypatch.context() as patch:
        if TERMINAL in " ".join(form):
            patch.setenv("COLUMNS", "120")
            patch.setattr(sys.stdout, "isatty", lambda: True)
        if POOR_TERMINAL in form:
            patch.setitem(sys.modules, "rich.console", None)
        try:
            status: int | str | None = main([*arguments, *(word for word in form if TERMINAL not in word)])
        except SystemExit as usage:
            status = usage.code
    assert status in (0, 1, 2)
    said = capsys.readouterr()
    for text in (said.out, said.err):
        obeyed = [c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and c != "\n"]
        assert obeyed == [], (arguments, text)
    lines = said.err.split("\n")
    if "--json" in form:
        assert not said.out or json.loads(said.out) is not None
    elif "--csv" in form:
        assert len({len(row) for row in csv.reader(io.StringIO(said.out))}) <= 1
    else:
        lines += said.out.split("\n")
    assert not [line for line in lines if line.startswith("FAKE")], (arguments, lines)


@pytest.mark.parametrize("form", FORMS, ids=" ".join)
@pytest.mark.parametrize("command", OF_FILES)
def test_a_text_in_any_cell_or_header(
    command: str,
    form: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [
        [cell + hostile if i == place else cell for i, cell in enumerate(CELLS.values())]
        for hostile in HOSTILE
        for place in range(len(CELLS))
    ] + [
        [hostile if i == place else cell for i, cell in enumerate(CELLS.values())]
        for hostile in HOSTILE
        for place in range(len(CELLS))
    ]
    path = written(tmp_path / "table.csv", [list(CELLS), *rows])
    extra = {"judge": ["--notes"], "read": []}.get(command, ["--explain"] * (command != "check"))
    run([command, path, *extra], form, monkeypatch, capsys)
    for headers in ("三级指标", "编号"):
        rows = [[headers, *HOSTILE], ["甲"] * 9]
        run([command, written(tmp_path / "table.csv", rows)], form, monkeypatch, capsys)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="no such names elsewhere")
@pytest.mark.parametrize("form", FORMS, ids=" ".join)
@pytest.mark.parametrize("command", OF_FILES)
def test_a_text_in_the_name_of_a_file_or_folder(
    command: str,
    form: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [list(CELLS), ["12..5场" if cell == "4场" else cell for cell in CELLS.values()]]
    for hostile in HOSTILE:
        folder = tmp_path / hostile.replace("/", "")
        folder.mkdir()
        path = folder / f"{folder.name}.csv"
        for given in ([path], [folder], [path, folder]):  # nothing there
            run([command, *map(str, given)], form, monkeypatch, capsys)
        written(path, rows)
        for given in ([path], [folder], [path, folder]):
            run([command, *map(str, given)], form, monkeypatch, capsys)
        run([command, str(path), "-o", str(folder)], form, monkeypatch, capsys)


@pytest.mark.parametrize("form", FORMS, ids=" ".join)
@pytest.mark.parametrize("command", OF_CELLS)
def test_a_text_on_the_command_line(
    command: str, form: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for hostile in HOSTILE:
        for cell in (hostile, f"≥95%{hostile}", f"12..5{hostile}", f"{hostile}"):
            cells = [cell] if command == "parse" else [cell, cell]
            run([command, *cells], form, monkeypatch, capsys)
            given = [f"--{name}={hostile}" for name in ("name", "level1", "level2", "description", "unit")]
            run([command, *cells, *given, f"--sign=≥{hostile}"], form, monkeypatch, capsys)


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_a_text_in_wrong_usage(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for hostile in HOSTILE:
        for wrong in (f"--{hostile}", f"--lang={hostile}", f"--fiscal-year={hostile}", f"-o={hostile}/x"):
            run([command, "a", "b", wrong], [], monkeypatch, capsys)
        run([hostile, command], [], monkeypatch, capsys)


@pytest.mark.parametrize("command", ["score", "audit"])
def test_a_text_in_a_policy(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good, policy = written(tmp_path / "good.csv", [list(CELLS), list(CELLS.values())]), tmp_path / "own.toml"
    for hostile in HOSTILE[:-1]:
        text = json.dumps(hostile)
        for line in (
            f"name = {text}",
            f"title = {text}",
            f"base = {text}",
            f"{text} = 1",
            f"shortfall = {{ kind = 'binary', source = {text} }}",
            f"shortfall = {{ kind = {text} }}",
            f"[over]\n{text} = 1",
            f"name = {hostile}",
        ):
            policy.write_text(line, "utf-8")
            for form in FORMS:
                run([command, good, "--explain", "--policy", str(policy)], form, monkeypatch, capsys)
        run([command, good, f"--policy={hostile}"], [], monkeypatch, capsys)
        run([command, good, f"--policy={hostile}.toml"], [], monkeypatch, capsys)
    for option in ("--budget", "--executed"):
        if command == "score":
            run([command, good, f"{option}={HOSTILE[0]}"], [], monkeypatch, capsys)


def test_a_text_in_the_codes_of_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = written(tmp_path / "good.csv", [list(CELLS), list(CELLS.values())])
    for hostile in HOSTILE:
        run(["check", good, f"--select={hostile}"], [], monkeypatch, capsys)
