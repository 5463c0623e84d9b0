"""Words of the user's own on every command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from budgetkpi.cli import COMMANDS, main

TRAINING = str(Path(__file__).resolve().parents[2] / "docs/examples/training.csv")
OWN = """
units = ["轮次"]
blanks = ["见附件"]
[ladders]
"进度" = [["滞后"], ["正常"], ["超前"]]
"""
GIVEN = {
    "parse": ["1"],
    "evaluate": ["1", "1"],
    "monitor": [TRAINING, "--as-of", "2020-06-30"],
    "report": [TRAINING, "-o", "out.html"],
}


@pytest.fixture(autouse=True)
def _english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)


def test_a_unit_and_a_ladder_of_one_s_own(capsys: pytest.CaptureFixture[str]) -> None:
    Path("own.toml").write_text(OWN, "utf-8")
    words = ["--vocabulary", "own.toml"]
    assert main(["parse", "≥18轮次", "见附件", "--json", *words]) == 0
    unit, blank = json.loads(capsys.readouterr().out)
    assert (unit["value"]["unit"], unit["value"]["notes"], blank["value"]["kind"]) == ("轮次", [], "missing")
    assert main(["evaluate", "正常", "超前", *words]) == 0
    Path("a.csv").write_text("三级指标,指标值,实际完成值\n进度,正常,超前\n", "utf-8")
    assert main(["judge", "a.csv", *words]) == 0
    assert main(["judge", "a.csv"]) == 1  # what one run knows, the next does not


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "own.toml: No such file"),
        ("unit = 1", "own.toml, unit: "),
        ("units = [", "own.toml: "),
        ('units = ["\\u001b[2J"]', "own.toml, units: "),
    ],
)
def test_a_file_of_words_that_cannot_be_had_ends_with_2(
    command: str, content: str | None, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        Path("own.toml").write_text(content, "utf-8")
    assert main([command, *GIVEN.get(command, [TRAINING]), "--vocabulary", "own.toml"]) == 2
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert why in said.err
    assert "\x1b" not in said.err
    assert not Path("out.html").exists()
