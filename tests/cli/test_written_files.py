"""The name of the file behind -o decides of what kind it is, for every command."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING

import pytest

from budgetkpi.cli import COMMANDS, main
from budgetkpi.cli.endings import Failure
from budgetkpi.cli.written_files import PRINTED, Form, form_of
from budgetkpi.writing import suffix_of
from tests.cli.arguments import OF_CELLS, TABLE

if TYPE_CHECKING:
    from pathlib import Path

MORE = {"monitor": ["--as-of", "2025-06-30"]}
WRITTEN = {command.name: command.suffixes for command in COMMANDS}
NOBODY = (".docx", ".pdf", ".xls", ".dat", ".gz")
BEGINS = {
    ".xlsx": (b"PK",),
    ".html": (b"<!doctype html",),
    ".htm": (b"<!doctype html",),
    ".json": (b"{\n", b"[\n"),
    ".csv": ("\ufeff".encode(),),
    ".parquet": (b"PAR1",),
    ".pq": (b"PAR1",),
}
"""How the bytes of each kind of file begin; a text begins with none of these."""
ALL = sorted({suffix for suffixes in WRITTEN.values() for suffix in suffixes})


@pytest.mark.parametrize("suffix", [*ALL, *NOBODY, ".TXT", ""])
@pytest.mark.parametrize("command", WRITTEN)
def test_a_file_is_what_its_name_says(
    command: str, suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, out = tmp_path / "in.csv", tmp_path / f"结果{suffix}"
    table.write_text(TABLE, encoding="utf-8")
    given = OF_CELLS.get(command, [str(table)])
    status = main([command, *given, *MORE.get(command, ()), "-o", str(out), "--lang", "en"])
    said = capsys.readouterr()
    if suffix.lower() in (*WRITTEN[command], *[""] * (".txt" in WRITTEN[command])):
        assert status in (0, 1)
        begun = out.read_bytes()[:20]
        begins = tuple(itertools.chain(*BEGINS.values()))
        assert begun.startswith(BEGINS[suffix]) if suffix in BEGINS else not begun.startswith(begins)
        return
    assert (status, said.out, out.exists()) == (2, "", False)
    assert said.err.count(str(out)) == (suffix != "")
    for written in WRITTEN[command]:
        assert written in said.err or (suffix, written) == ("", ".htm")
    others = [name for name, suffixes in WRITTEN.items() if suffix and suffix in suffixes]
    assert all(name in said.err for name in others)


@pytest.mark.parametrize(
    ("name", "asked", "form"),
    [
        ("a.json", None, Form.JSON),
        ("a.JSON", Form.JSON, Form.JSON),
        ("a.csv", None, Form.CSV),
        ("a.csv", Form.SPREADSHEET, Form.SPREADSHEET),
        ("a.csv", Form.JSON, None),
        ("a.json", Form.CSV, None),
        ("a.json", Form.SPREADSHEET, None),
        ("a.txt", None, Form.TEXT),
        ("a.txt", Form.JSON, Form.JSON),
        ("a", Form.CSV, Form.CSV),
        ("2024.12月", None, Form.TEXT),
        ("/dev/stdout", Form.JSON, Form.JSON),
        (None, None, Form.TEXT),
        (None, Form.SPREADSHEET, Form.SPREADSHEET),
    ],
)
def test_an_option_and_a_name_that_go_together(
    name: str | None, asked: Form | None, form: Form | None
) -> None:
    if form is None:
        with pytest.raises(Failure, match=f"--{asked} is for another kind of file"):
            form_of(name, asked, "judge", {"judge": PRINTED})
    else:
        assert form_of(name, asked, "judge", {"judge": PRINTED}) is form


def test_a_report_prints_in_any_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.csv").write_text(TABLE, encoding="utf-8")
    assert main(["report", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.html"), "--json"]) in (0, 1)
    assert json.loads(capsys.readouterr().out)["grade"]


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.xlsx", ".xlsx"),
        ("a.b.XLSX", ".xlsx"),
        ("a/b.c/d", ""),
        (".xlsx", ""),
        ("a.", ""),
        ("a.12", ""),
        ("第1.5期", ""),
        ("a.spreadsheet", ""),
        ("a.csv.gz", ".gz"),
    ],
)
def test_what_a_name_says(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix
