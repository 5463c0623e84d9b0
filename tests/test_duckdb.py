"""SQL functions, and files larger than memory."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

import budgetkpi as bk
from budgetkpi.arrow import evaluate_batch, parse_batch, score_batch
from budgetkpi.cli import main
from budgetkpi.duckdb import Progress, register, scans, score_files, streams
from tests.engines import EVALUATED, given
from tests.hostile_rows import columns, hostile_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def connection() -> Iterator[Any]:
    with duckdb.connect() as opened:
        yield register(opened)


# -- SQL functions


def test_functions_say_what_the_kernel_says(connection: Any) -> None:  # noqa: ANN401
    table = given(300)
    connection.register("given", table)
    said = {name: column for name, column in EVALUATED.items() if name in ("target", "actual", "name")}
    query = "SELECT kpi_evaluate(target, actual, name) AS r FROM given ORDER BY row"
    rows = [row[0] for row in connection.sql(query).fetchall()]
    assert rows == evaluate_batch(table, keep=False, **said).to_pylist()
    rows = [row[0] for row in connection.sql("SELECT kpi_parse(target) FROM given ORDER BY row").fetchall()]
    assert rows == parse_batch(table, "target", keep=False).to_pylist()
    rows = connection.sql("SELECT kpi_score(target, actual, name, points) FROM given ORDER BY row").fetchall()
    expected = score_batch(table, keep=False, points="points", **said).to_pylist()
    assert [row[0] for row in rows] == expected


def test_one_function_for_one_column(connection: Any) -> None:  # noqa: ANN401
    query = (
        "SELECT kpi_outcome('≥95%', '96%', '合格率'), kpi_attainment('≥95%', 96), kpi_reason('≥95%', NULL)"
    )
    assert connection.sql(query).fetchall() == [("met", 96 / 95, "actual-missing")]
    assert connection.sql("SELECT kpi_earned('≥5场', '4场', '培训场次', 10)").fetchall() == [(Decimal(8),)]
    assert connection.sql("SELECT kpi_parse('≤6月').last_day").fetchall() == [(None,)]
    assert connection.sql("SELECT kpi_parse(x).kind FROM (SELECT 1 AS x WHERE false)").fetchall() == []


def test_a_connection_may_have_its_own_names_policy_and_year() -> None:
    with duckdb.connect() as connection:
        register(connection, prefix="绩效_", policy="system-linear", fiscal_year=2024)
        assert connection.sql("SELECT 绩效_score('≥5场', '4场', 'x', 10).policy").fetchall() == [
            ("system-linear",)
        ]
        assert str(connection.sql("SELECT 绩效_parse('≤6月').last_day").fetchall()[0][0]) == "2024-06-30"


def test_too_few_arguments_are_said(connection: Any) -> None:  # noqa: ANN401
    with pytest.raises(duckdb.Error, match="from 2 to 3 arguments: target, actual, name"):
        connection.sql("SELECT kpi_outcome('≥95%')").fetchall()


def test_many_rows_in_parallel(connection: Any) -> None:  # noqa: ANN401
    outcome = "kpi_outcome('≥95%', (range % 100) || '%')"
    query = f"SELECT {outcome} AS o, count(*) FROM range(300000) GROUP BY o ORDER BY o"  # noqa: S608
    assert connection.sql(query).fetchall() == [("met", 15000), ("not_met", 285000)]


def test_duckdb_missing_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(bk.MissingExtraError, match=r"budgetkpi\[duckdb\]"):
        register(object())


# -- files


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def big(rows: int = 1000) -> pa.Table:
    told = columns(hostile_rows(rows, min(rows, 300)))
    return pa.table({
        "预算单位": [f"第{n % 3}局" for n in range(rows)],
        "三级指标": told["name"],
        "二级指标": told["level2"],
        "年度指标值": told["target"],
        "实际完成值": told["actual"],
        "分值": told["points"],
        "年度": pa.array(told["fiscal_year"], pa.int64()),
    })  # fmt: skip


SAID: dict[str, Any] = {
    "target": "年度指标值",
    "actual": "实际完成值",
    "name": "三级指标",
    "level2": "二级指标",
    "points": "分值",
    "fiscal_year": "年度",
}


def test_a_file_is_scored_as_its_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "BATCH", 128)
    pq.write_table(big(), tmp_path / "big.parquet", row_group_size=300)
    told: list[Progress] = []
    out = tmp_path / "out.parquet"
    found = score_files([str(tmp_path / "big.parquet")], str(out), progress=told.append)
    expected = score_batch(big(), **SAID)
    assert pq.read_table(out).to_pylist() == expected.to_pylist()
    assert told[-1] == Progress(rows=1000, total=1000, file=1, files=1)
    assert {one.total for one in told} == {1000}
    assert [one.rows for one in told] == sorted({0, *(one.rows for one in told)})
    outcomes = expected["outcome"].to_pylist()
    assert found.rows == 1000
    assert found.outcomes == {name: outcomes.count(name) for name in set(outcomes)}
    assert found.causes.total() == found.outcomes["undetermined"]
    assert {name: counts.total() for name, counts in found.offices.items()} == {
        "第0局": 334,
        "第1局": 333,
        "第2局": 333,
    }
    assert found.scored == 1000 - expected["earned"].null_count
    assert names(tmp_path) == ["big.parquet", "out.parquet"]


def test_a_folder_a_pattern_and_csv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    plain = pa.table(
        {"三级指标": ["合格率", "含,逗号\n与换行"], "指标值": ["≥95%", "≥5场"], "实际完成值": ["96%", None]}
    )
    (tmp_path / "in [1]").mkdir()
    pq.write_table(plain, "in [1]/a.parquet")
    pacsv.write_csv(plain.append_column("备注", pa.array(["x", "y"])), "in [1]/b.csv")
    (tmp_path / "in [1]" / "c.txt").write_text("no table")
    found = score_files(scans.files_of(["in [1]"]), "out.csv")
    assert found.outcomes == {"met": 2, "undetermined": 2}
    assert found.causes == {"actual-missing": 2}
    with duckdb.connect() as connection:
        read = connection.sql(
            "SELECT 三级指标, 备注, outcome FROM read_csv('out.csv', all_varchar = true)"
        ).fetchall()
    assert read == [
        ("合格率", None, "met"),
        ("含,逗号\n与换行", None, "undetermined"),
        ("合格率", "x", "met"),
        ("含,逗号\n与换行", "y", "undetermined"),
    ]
    assert scans.files_of(["*/*.parquet", "in [1]/b.csv"]) == ["in [1]/a.parquet", "in [1]/b.csv"]


COLUMNS = {"预算单位": ["甲局", "乙局"], "指标值": ["≥95%", "≥5场"], "实际完成值": ["96%", "4场"]}


def test_each_file_by_its_own_headers(tmp_path: Path) -> None:
    """Others name their columns otherwise, have more, or other types: each is read as if it were alone."""
    named = ("单位名称", "年度指标值", "完成值")
    tables = {
        "a": pa.table(COLUMNS),
        "b": pa.table(dict(zip(named, COLUMNS.values(), strict=True))),
        "c": pa.table(COLUMNS | {"实际完成值": [96.5, 4.0], "分值": [10, 5]}),
    }
    for name, table in tables.items():
        pq.write_table(table, tmp_path / f"{name}.parquet")
    told: list[Progress] = []
    out = str(tmp_path / "out.parquet")
    found = score_files(scans.files_of([str(tmp_path)]), out, progress=told.append)
    assert found.outcomes == {"met": 3, "not_met": 3}
    assert {name: counts.total() for name, counts in found.offices.items()} == {"甲局": 3, "乙局": 3}
    assert (found.scored, told[-1]) == (2, Progress(rows=6, total=6, file=3, files=3))
    written = pq.read_table(out)
    assert written.column_names[:7] == [*COLUMNS, *named, "分值"]
    assert written["实际完成值"].to_pylist() == ["96%", "4场", None, None, "96.5", "4"]
    assert written["完成值"].to_pylist() == [None, None, "96%", "4场", None, None]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_csv_as_offices_save_it(tmp_path: Path, encoding: str, packed: bool, sign: str) -> None:
    lines = [
        "某局绩效自评表",
        sign.join(("备注", "备注", "指标值", "实际完成值")),
        f'"甲\n乙"{sign}{sign}≥95%{sign}96%',
    ]
    content = "\r\n".join([*lines, ""]).encode(encoding)
    path = tmp_path / ("a.csv.gz" if packed else "a.csv")
    path.write_bytes(gzip.compress(content) if packed else content)
    out = str(tmp_path / "out.parquet")
    assert score_files([str(path)], out).outcomes == {"met": 1}
    assert pq.read_table(out).to_pylist()[0].items() >= {"备注": "甲\n乙", "备注_1": None}.items()


HEAD = "指标值,实际完成值\n≥95%,96%\n"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", HEAD + "≥5\n", "a.csv: line 3 cannot be read: Expected Number of Columns: 2 Found: 1"),
        ("a.csv", HEAD + "≥5,6,7\n", "a.csv: line 3 cannot be read"),
        ("a.csv", HEAD + '"≥5,6\n', "a.csv: line 3 cannot be read"),
        ("a.csv", HEAD.encode("gb18030") + b"\xff\xff,1\n", "a.csv: no text in UTF-8"),
        (
            "a.csv",
            HEAD.encode("gb18030") * 70_000 + b"\xff\xff,1\n",
            "a.csv: line 140001 cannot be read: gb18030",
        ),
        ("a.csv", b"\xef\xbb\xbf \n", "a.csv: there is nothing in it"),
        ("a.csv.gz", b"no gzip", "a.csv.gz: cannot be read"),
        ("a.csv.gz", gzip.compress(HEAD.encode())[:-12], "a.csv.gz: cannot be read"),
        ("a.csv", "指标值,指标值,完成值\n1,2,3\n", "a.csv: which of the columns 指标值 and 指标值 is meant"),
        ("a.csv", "指标值,备注\n1,2\n", "a.csv: there is no column 实际完成值; there are 指标值, 备注"),
    ],
)
def test_csv_that_cannot_be_read(tmp_path: Path, name: str, content: str | bytes, said: str) -> None:
    """Nothing is skipped in silence: a line that is no row is told, and where it stands."""
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises((bk.DocumentError, bk.ColumnError)) as caught:
        score_files([str(path)], str(tmp_path / "out.parquet"))
    assert said in str(caught.value)
    assert names(tmp_path) == [name]


def test_columns_of_types_that_do_not_go_together(tmp_path: Path) -> None:
    for name, held in (("a", [[1], [2]]), ("b", ["x", "y"])):
        pq.write_table(pa.table({**COLUMNS, "x": held}), tmp_path / f"{name}.parquet")
    with pytest.raises(bk.ColumnError, match="the column x holds string here and list"):
        score_files(scans.files_of([str(tmp_path)]), None)


@pytest.mark.parametrize(
    ("column", "kind"),
    [("指标值", "bool"), ("实际完成值", "list<l: string>"), ("三级指标", "int64"), ("分值", "binary")],
)
def test_a_column_that_holds_no_cells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], column: str, kind: str
) -> None:
    odd: dict[str, Any] = {"bool": True, "list<l: string>": ["5"], "int64": 5, "binary": b"5"}
    table = {**COLUMNS, "三级指标": ["甲", "乙"], "分值": ["5", "5"], column: [odd[kind]] * 2}
    pq.write_table(pa.table(table), tmp_path / "a.parquet")
    assert main(["score", str(tmp_path / "a.parquet"), "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert f"a.parquet: {column}: a column of texts" in told
    assert f"not of {kind}" in told


def test_an_office_that_is_a_list_is_none(tmp_path: Path) -> None:
    pq.write_table(pa.table({**COLUMNS, "预算单位": [["甲"], ["乙"]]}), tmp_path / "a.parquet")
    assert score_files([str(tmp_path / "a.parquet")], None).offices == {}


@pytest.mark.parametrize("name", ["out.xlsx", "out", "out.csv.gz"])
def test_rows_are_written_to_what_is_said_to_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    pq.write_table(pa.table(COLUMNS), tmp_path / "a.parquet")
    assert main(["score", str(tmp_path / "a.parquet"), "-o", str(tmp_path / name), "--lang", "en"]) == 2
    assert f"{name}: rows are written to files that end with .parquet .pq .csv" in capsys.readouterr().err
    assert main(["score", str(tmp_path / "a.parquet"), "--csv", "--lang", "en"]) == 2
    assert "-o rows.csv" in capsys.readouterr().err
    assert names(tmp_path) == ["a.parquet"]


def test_the_output_is_no_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pq.write_table(pa.table(COLUMNS), tmp_path / "a.parquet")
    before = (tmp_path / "a.parquet").read_bytes()
    assert main(["score", str(tmp_path), "-o", str(tmp_path / "a.parquet"), "--lang", "en"]) == 2
    assert "a.parquet: the output is one of the files that are read" in capsys.readouterr().err
    assert (tmp_path / "a.parquet").read_bytes() == before


def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:  # noqa: ANN401
    return subprocess.run(
        [sys.executable, "-m", "budgetkpi", *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        **options,
    )


def test_the_command_sums_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = str(tmp_path / "big.parquet"), tmp_path / "out.parquet"
    pq.write_table(big(100), source)
    assert main(["score", source, "-o", str(out), "--lang", "zh"]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("共100行：达成")
    assert "按单位" in said.out
    assert said.err == ""  # no bar where nobody looks
    assert pq.read_metadata(out).num_rows == 100
    assert main(["score", source, "--json"]) == 1
    record = json.loads(capsys.readouterr().out)
    assert record["rows"] == 100
    assert sum(record["outcomes"].values()) == 100
    assert set(record["offices"]) == {"第0局", "第1局", "第2局"}


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices of POSIX")
def test_nobody_reads_what_is_printed(tmp_path: Path) -> None:
    """A reader that leaves ends nothing; a device that is full is told."""
    pq.write_table(pa.table(COLUMNS), tmp_path / "a.parquet")
    command = [sys.executable, "-m", "budgetkpi", "score", str(tmp_path / "a.parquet"), "--lang", "en"]
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as pipe:
        done = subprocess.run(command, stdout=pipe, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    if os.path.exists("/dev/full"):  # noqa: PTH110
        with open("/dev/full", "wb") as device:  # noqa: PTH123
            done = subprocess.run(command, stdout=device, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 2
        assert done.stderr.count(b"\n") == 1


def test_all_met_is_status_0(tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"指标值": ["≥5场"], "实际完成值": ["6场"], "分值": ["10"]}), tmp_path / "a.parquet"
    )
    assert main(["score", str(tmp_path / "a.parquet")]) == 0


def broken(path: Path) -> None:
    """A file whose third row group of five is damaged."""
    pq.write_table(big(), path, row_group_size=200, compression="zstd", use_dictionary=False)
    column = pq.read_metadata(path).row_group(2).column(3)
    with path.open("r+b") as file:
        file.seek(column.data_page_offset)
        file.write(b"\xff" * column.total_compressed_size)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("broken.parquet", "row group 3 of 5 cannot be read"),
        ("no.parquet", "there is no such file"),
        ("text.parquet", "cannot be read"),
        ("short.parquet", "there is no column 实际完成值; there are 指标值"),
        ("taken.parquet", "the result column outcome has the name of a column"),
    ],
)
def test_what_cannot_be_read_is_status_2_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    broken(tmp_path / "broken.parquet")
    (tmp_path / "text.parquet").write_text("no Parquet")
    pq.write_table(pa.table({"指标值": ["5"]}), tmp_path / "short.parquet")
    pq.write_table(
        pa.table({"指标值": ["5"], "实际完成值": ["5"], "outcome": ["x"]}), tmp_path / "taken.parquet"
    )
    before = names(tmp_path)
    assert main(["score", str(tmp_path / name), "-o", str(tmp_path / "out.parquet"), "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert name in told
    assert told.count("\n") == 1
    assert names(tmp_path) == before


def test_options_of_one_table_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pq.write_table(big(10), tmp_path / "a.parquet")
    assert main(["score", str(tmp_path / "a.parquet"), "--weights", "equal", "--lang", "en"]) == 2
    assert "--weights: this option is about one table" in capsys.readouterr().err
    assert main(["score", str(tmp_path / "a.parquet"), "--policy", "none-such"]) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="limits of this kind are of POSIX")
def test_a_full_disk_is_status_2_and_leaves_what_was_there(tmp_path: Path) -> None:
    """A limit of the size of a file stands for the disk: the write fails in the same place."""
    import resource

    pq.write_table(big(3000), tmp_path / "big.parquet")
    out = tmp_path / "out.parquet"
    out.write_bytes(b"as it was")

    def little() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = run("score", str(tmp_path / "big.parquet"), "-o", str(out), "--lang", "en", preexec_fn=little)
    assert done.returncode == 2
    assert done.stderr.startswith("budgetkpi: ")
    assert "out.parquet: " in done.stderr
    assert "Traceback" not in done.stderr
    assert out.read_bytes() == b"as it was"
    assert names(tmp_path) == ["big.parquet", "out.parquet"]


def test_a_kill_in_the_middle_leaves_no_half_file(tmp_path: Path) -> None:
    """A real process, killed when it has begun to write."""
    rows = 60_000
    table = pa.table({"指标值": ["≥95%"] * rows, "实际完成值": [f"{n / 7:.4f}%" for n in range(rows)]})
    pq.write_table(table, tmp_path / "big.parquet", row_group_size=2000)
    out = tmp_path / "out.parquet"
    program = (
        "import sys\nfrom budgetkpi.cli import main\nfrom budgetkpi.duckdb import streams\n"
        "streams.BATCH = 2048\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    arguments = [sys.executable, "-c", program, "score", str(tmp_path / "big.parquet"), "-o", str(out)]
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        until = time.monotonic() + 120
        written = 0
        while written < 10_000 and process.poll() is None and time.monotonic() < until:
            written = max((path.stat().st_size for path in tmp_path.glob(".out.parquet.*.tmp")), default=0)
            time.sleep(0.01)
        assert process.poll() is None
        process.kill()
    assert written >= 10_000
    assert not out.exists()
    assert pq.read_metadata(tmp_path / "big.parquet").num_rows == rows  # what was read is as it was


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_file_that_was_scored_already_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    plain, scored = tmp_path / "a.parquet", tmp_path / "scored.parquet"
    pq.write_table(pa.table(COLUMNS), plain)
    score_files([str(plain)], str(scored))
    assert main(["score", str(plain), str(scored), "--lang", lang]) == 2
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert (said.err.count("scored.parquet"), said.err.count("a.parquet")) == (1, 0)


YEARS: dict[str, list[int | str | None]] = {
    "none": [None, None],
    "one": [2024, 2024],
    "another": ["2026", "2026年"],
    "two": [2024, 2026],
    "some": [2024, None],
    "no year": [2024, "明年"],
}


@pytest.mark.parametrize("policy", [None, "sichuan", "sichuan-2025"])
@pytest.mark.parametrize("option", [None, 2023, 2025, 2012])
@pytest.mark.parametrize("years", YEARS)
def test_streams_and_tables_take_the_same_year(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], years: str, option: int | None, policy: str | None
) -> None:
    rows = [f"{'' if year is None else year},完成时间,6月底前,2024年7月,50" for year in YEARS[years]]
    source, out = tmp_path / "a.csv", tmp_path / "out.parquet"
    source.write_text("\n".join(["年度,三级指标,指标值,实际完成值,分值", *rows, ""]), encoding="utf-8")
    asked = ["score", str(source), "--lang", "en"]
    asked += [] if option is None else ["--fiscal-year", str(option)]
    asked += [] if policy is None else ["--policy", policy]
    whole = main([*asked, "--json"])
    table = capsys.readouterr()
    streamed = main([*asked, "-o", str(out)])
    assert (whole == 2) == (streamed == 2)
    if whole == 2:
        assert table.err == capsys.readouterr().err
        return
    found = pq.read_table(out).to_pylist()
    for one, other in zip(json.loads(table.out)["rows"], found, strict=True):
        assert one["evaluation"]["outcome"] == other["outcome"]
        if other["error"] is None:  # a cell that is no year is a finding of the whole table
            assert one["earned"] == (None if other["earned"] is None else f"{other['earned']:.2f}")
