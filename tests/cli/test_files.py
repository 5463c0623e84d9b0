"""Many files, standard input and folders: what each command makes of them, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
from typing import TYPE_CHECKING

import pytest

from budgetkpi.cli import main
from budgetkpi.cli.intake import Intake, taken_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from budgetkpi.cli.sources import Source

    Write = Callable[..., str]

HEAD = "三级指标,指标值,分值,实际完成值,得分\n"
MET = HEAD + "培训场次,≥5场,90,5场,90\n"
UNMET = HEAD + "培训场次,≥5场,90,4场,72\n"
COMMANDS = ("judge", "check", "score", "audit")


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of the test's folder and gives its path."""

    def written(name: str, text: str = MET) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, status: int) -> tuple[str, str]:
    assert main(arguments) == status
    said = capsys.readouterr()
    return said.out, said.err


@pytest.mark.parametrize("command", COMMANDS)
def test_several_files_one_behind_the_other(
    command: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    good, other = write("a.csv"), write("b.csv", UNMET + ",≥5场,1,4场,1\n")
    out, err = printed(capsys, command, good, other, status=1)
    assert err == ""
    lines = out.splitlines()
    assert f"{other}:" in lines
    assert any("2 rows" in line for line in lines[-2:])


@pytest.mark.parametrize("command", COMMANDS)
def test_a_bad_file_never_stops_the_others(
    command: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad, none = write("a.csv"), write("b.csv", "编号\n1\n"), write("c.csv") + "x"
    out, err = printed(capsys, command, bad, none, good, "--json", status=2)
    first, second, third = json.loads(out)["files"]
    assert [bad, none, good] == [first["file"], second["file"], third["file"]]
    assert first["error"]["code"] == "header-missing"
    assert "No such file" in second["error"]["en"]
    assert third["error"] is None
    assert [line.split(": ")[:2] for line in err.splitlines()] == [["budgetkpi", bad], ["budgetkpi", none]]


@pytest.mark.parametrize("command", ["judge", "score", "audit"])
def test_json_of_a_file_among_several_is_that_of_the_file_alone(
    command: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write("a.csv")
    alone = json.loads(printed(capsys, command, path, "--json", status=0)[0])
    among = json.loads(printed(capsys, command, path, path, "--json", status=0)[0])
    head: dict[str, object] = {"file": path, "table": None, "title": "", "error": None, "notes": []}
    assert [head | alone] * 2 == among["files"]
    assert among["summary"]["rows"] == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_is_walked_in_the_order_of_names(
    command: str, tmp_path: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["z.csv", "b/c.CSV", "a/x.tsv", "a/.hidden.csv", "a/~$x.csv", ".git/y.csv", "a/notes.md"]
    for name in names:
        write(name, MET.replace(",", "\t") if name.endswith("tsv") else MET)
    out, _ = printed(capsys, command, str(tmp_path), "--json", status=0)
    found = [os.path.relpath(file["file"], tmp_path) for file in json.loads(out)["files"]]
    assert [os.path.normpath(name) for name in ["z.csv", "a/x.tsv", "b/c.CSV"]] == found


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_in_a_folder_is_no_table(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.csv", MET)
    os.mkfifo(tmp_path / "b.csv")
    out, _ = printed(capsys, "judge", str(tmp_path), "--json", status=0)
    assert [str(tmp_path / "a.csv")] == [file["file"] for file in json.loads(out)["files"]]


@pytest.mark.parametrize(
    "arguments",
    [["judge", ""], *(["score", "{}", option, ""] for option in ("-o", "--vocabulary", "--policy"))],
)
def test_an_empty_name_is_no_file(
    arguments: list[str], write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write("a.csv", MET)
    out, err = printed(capsys, *(word.format(path) for word in arguments), status=2)
    assert ("", "budgetkpi: '': No such file or directory\n") == (out, err)


def test_a_folder_without_tables_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no table in this folder" in printed(capsys, "judge", str(tmp_path), status=2)[1]


def test_a_table_of_headers_alone_is_a_finding(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = write("a.csv", HEAD)
    for command in ("read", *COMMANDS):
        assert "the table has headers and no rows" in printed(capsys, command, path, status=1)[0]


def test_a_missing_column_is_told_with_those_found(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    _, err = printed(capsys, "judge", write("a.csv", "三级指标,完成得怎样\n甲,1\n"), status=2)
    assert "no column 实际完成值" in err
    assert "全年实际完成值" in err
    assert "the headers found: 三级指标, 完成得怎样" in err


def test_standard_input_among_files(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Input:
        buffer = io.BytesIO(MET.encode())

    monkeypatch.setattr("sys.stdin", Input)
    out, _ = printed(capsys, "judge", write("a.csv"), "-", "--json", status=0)
    assert json.loads(out)["files"][1]["file"] == "-"


def test_standard_input_that_is_closed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert "budgetkpi: -: " in printed(capsys, "judge", "-", status=2)[1]


@pytest.mark.parametrize("command", COMMANDS)
def test_csv_of_one_and_of_several(command: str, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = write("a.csv", UNMET + "差错率,≥5%,5,1%,5\n")
    alone = list(csv.reader(io.StringIO(printed(capsys, command, path, "--csv", status=1)[0])))
    among = list(csv.reader(io.StringIO(printed(capsys, command, path, path, "--csv", status=1)[0])))
    head, rows = ["file", "table", "project"], [[path, "", "", *row] for row in alone[1:]]
    assert [head + alone[0], *rows * 2] == among
    assert len({len(row) for row in alone}) == 1
    assert len(alone) > 1


def test_no_text_is_a_formula_for_spreadsheets(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["=HYPERLINK(1)", "+1+1", "-1+1", "@SUM(1)", "＝1+1", "-3.5%", "+5", "甲=乙", "'=1"]
    path = write("a.csv", HEAD + "".join(f"{name},=2.00次,1,2次,1\n" for name in names))
    plain, safe = (
        list(csv.DictReader(io.StringIO(printed(capsys, "score", path, form, status=1)[0])))
        for form in ("--csv", "--csv-for-spreadsheets")
    )
    assert names == [row["indicator"] for row in plain]
    assert {"=2.00次"} == {row["target"] for row in plain}
    assert {"'=2.00次"} == {row["target"] for row in safe}
    changed = ["'=HYPERLINK(1)", "'+1+1", "'-1+1", "'@SUM(1)", "'＝1+1"]
    assert [*changed, *names[5:]] == [row["indicator"] for row in safe]
    printed(capsys, "score", path, "--csv-for-spreadsheets", "-o", str(tmp_path / "out.csv"), status=1)
    assert (tmp_path / "out.csv").read_bytes().startswith("\ufeffline".encode())


def test_results_go_to_a_file_whole_or_not_at_all(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, target = write("a.csv"), tmp_path / "out.csv"
    assert printed(capsys, "judge", path, "--csv", "-o", str(target), status=0) == ("", "")
    assert target.read_bytes().startswith("\ufeffline,level 1,level 2,indicator".encode())
    printed(capsys, "judge", str(tmp_path / "none.csv"), "-o", str(target), status=2)
    assert target.read_bytes().startswith("\ufeffline,level 1,level 2,indicator".encode())
    told = tmp_path / "out.json"
    told.write_text("{}")
    printed(capsys, "judge", str(tmp_path / "a.csv"), str(tmp_path / "a.csv"), "-o", str(told), status=0)
    assert [file["file"] for file in json.loads(told.read_text())["files"]] == [path, path]
    _, err = printed(capsys, "judge", path, "-o", str(tmp_path / "no" / "out"), status=2)
    assert "No such file" in err


@pytest.mark.parametrize("command", COMMANDS)
def test_no_file_that_is_read_is_written_over(
    command: str, write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, other = write("a.csv"), write("b.csv")
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    for output in (path, str(link)):
        _, err = printed(capsys, command, other, path, "-o", output, status=2)
        assert err == f"budgetkpi: {output}: the output is one of the files that are read\n"
    words = write("words.toml", 'units = ["轮次"]\n')
    printed(capsys, command, path, "--vocabulary", words, "-o", words, status=2)
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == MET
    assert (tmp_path / "words.toml").read_text(encoding="utf-8") == 'units = ["轮次"]\n'


@pytest.mark.parametrize("year", ["20200", "-2020", "1899", "2500", "two", "２０２０", "2020.0"])
@pytest.mark.parametrize("command", ["evaluate", *COMMANDS])
def test_a_year_that_cannot_be_meant_is_wrong_usage(
    command: str, year: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["≥5场", "5场"] if command == "evaluate" else [write("a.csv")]
    with pytest.raises(SystemExit) as caught:
        main([command, *given, "--fiscal-year", year])
    assert caught.value.code == 2
    assert f"not a year from 1900 to 2099: {year}" in capsys.readouterr().err


def test_a_fault_of_ours_in_one_file_never_stops_the_others(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def faulty(source: Source, told: object) -> Intake:
        if "bad" in source.name:
            raise KeyError("oh")
        return taken_in(source, told)  # type: ignore[arg-type]

    monkeypatch.setattr("budgetkpi.cli.filewise.taken_in", faulty)
    bad, good = write("bad.csv"), write("good.csv")
    out, err = printed(capsys, "judge", bad, good, "--json", status=2)
    assert [file["error"] is None for file in json.loads(out)["files"]] == [False, True]
    assert err == (
        f"budgetkpi: {bad}: a fault of budgetkpi (KeyError: 'oh'); please report it with the file\n"
    )


@pytest.mark.parametrize(("option", "number"), [("--budget", "1e-400000"), ("--executed", "1E+999999999")])
def test_money_that_nobody_could_print_is_wrong_usage(
    option: str, number: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["score", write("a.csv"), option, number])
    assert caught.value.code == 2
    assert f"not a number: {number}" in capsys.readouterr().err


def test_a_policy_in_gb18030(write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy = tmp_path / "own.toml"
    policy.write_bytes('name = "本县"\nshortfall = "binary"\n'.encode("gb18030"))
    out, _ = printed(capsys, "score", write("a.csv", UNMET), "--policy", str(policy), status=1)
    assert "policy: 本县 (本县)" in out
    policy.write_bytes(b"\xff\xff\n")
    assert (
        "UTF-8 or GB18030" in printed(capsys, "score", write("a.csv"), "--policy", str(policy), status=2)[1]
    )


@pytest.mark.parametrize("at", ["150", "-1", '"1500%"', '"-20%"', "0"])
def test_an_edge_that_no_policy_can_mean(
    at: str, write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = tmp_path / "own.toml"
    policy.write_text(f"[over]\nat = {at}\n", "utf-8")
    _, err = printed(capsys, "score", write("a.csv"), "--policy", str(policy), status=2)
    assert "over.at: cannot be read" in err
