"""A file that cannot be read or written is named once, on one line, and nothing is printed: status 2."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from budgetkpi.cli import COMMANDS, main
from tests.cli.arguments import OF_CELLS, TABLE

if TYPE_CHECKING:
    from collections.abc import Callable

MORE = {"monitor": ["--as-of", "2025-06-30"], "report": ["-o", "out.html"]}
NAMES = [command.name for command in COMMANDS]
OF_FILES = [name for name in NAMES if name not in OF_CELLS]
ENDINGS = ("csv", "xlsx", "docx", "xls", "pdf", "html", "txt", "parquet", "csv.gz", "zip", "")


def _contents(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


BAD: dict[str, Callable[[Path], object]] = {
    "missing": lambda _: None,
    "a folder": lambda path: path.mkdir(),
    "empty": _contents(b""),
    "bytes": _contents(bytes(range(256)) * 20),
    "zeros": _contents(b"\0" * 500),
    "Parquet": _contents(b"PAR1" + b"\0" * 100 + b"PAR1"),
    "a zip that was cut off": _contents(b"PK\x03\x04" + b"x" * 50),
    "a PDF that was cut off": _contents(b"%PDF-1.4\nxx"),
    "Parquet that was cut off": _contents(b"PAR1xxxxPAR1"),
    "an old workbook that was cut off": _contents(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "no table": _contents("没有表格\n".encode()),
    "no indicators": _contents(b"a,b\n1,2\n"),
    "a link to nothing": lambda path: path.symlink_to("nowhere"),
    "a link to itself": lambda path: path.symlink_to(path.name),
}
BAD_WORDS = {
    **{kind: make for kind, make in BAD.items() if kind != "empty"},
    "a list that stays open": _contents(b"units = ["),
    "no such key": _contents(b"reversed = 3"),
    "a wrong type": _contents(b"units = 5\nover = 5"),
    "a list of lists": _contents(b"[ladders]\n'x' = []\n[over]\nat = 'x'"),
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.csv").write_text(TABLE, encoding="utf-8")


def assert_named_once(arguments: list[str], name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for lang in ("en", "zh"):
        status = main([*arguments, "--lang", lang])
        said = capsys.readouterr()
        lines = [line for line in said.err.splitlines() if "out.html" not in line]
        assert (status, said.out, len(lines)) == (2, "", 1), (arguments, said)
        assert lines[0].count(name.rpartition("/")[2]) == 1, lines
        assert not Path("out.html").exists()


PAIRS = [
    *(("read", ending) for ending in ENDINGS),
    *((command, ENDINGS[i % len(ENDINGS)]) for i, command in enumerate(OF_FILES) if command != "read"),
    ("score", "parquet"),
]
"""Every command, and every ending: one reader is behind all of them but streams."""


@pytest.mark.parametrize(("command", "ending"), PAIRS)
def test_a_file_that_cannot_be_read(
    command: str, ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind, make in BAD.items():
        path = tmp_path / f"坏的 {kind}.{ending}".rstrip(".")
        if "PDF" in kind and ending != "pdf":
            continue  # each takes a process
        make(path)
        for name in (str(path), f"./{path.name}"):
            assert_named_once([command, name, *MORE.get(command, [])], name, capsys)


@pytest.mark.parametrize("option", ["--vocabulary", "--policy"])
@pytest.mark.parametrize("command", NAMES)
def test_a_file_of_words_or_rules_that_cannot_be_read(
    command: str, option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if option == "--policy" and command not in ("score", "audit", "monitor", "report"):
        pytest.skip("it takes no policy")
    given = OF_CELLS.get(command, ["good.csv", *MORE.get(command, [])])
    for kind, make in BAD_WORDS.items():
        path = tmp_path / f"坏的 {kind}.toml"
        make(path)
        for name in (str(path), f"./{path.name}"):
            assert_named_once([command, *given, option, name], name, capsys)


@pytest.mark.parametrize("command", NAMES)
def test_a_file_that_cannot_be_written(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ending = "html" if command == "report" else "txt"
    (tmp_path / f"a folder.{ending}").mkdir()
    (tmp_path / "a file").touch()
    given = [*OF_CELLS.get(command, ["good.csv"]), *MORE.get(command, [])[: 2 * (command == "monitor")]]
    for name in (f"no folder/结果.{ending}", f"a file/结果.{ending}", f"a folder.{ending}", "结果.odd"):
        before = sorted(path.name for path in tmp_path.rglob("*"))
        if command == "report" and name != "结果.odd":
            assert main([command, *given, "-o", name]) == 2  # it prints its totals first
            said = capsys.readouterr().err
            assert (len(said.splitlines()), said.count(name)) == (1, 1)
        else:
            assert_named_once([command, *given, "-o", name], name, capsys)
        assert sorted(path.name for path in tmp_path.rglob("*")) == before
