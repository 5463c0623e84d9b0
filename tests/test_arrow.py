"""Whole columns give what each cell alone gives."""

from __future__ import annotations

import datetime
import math
import os
import subprocess
import sys
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

import attrs
import pyarrow as pa
import pytest

import budgetkpi as bk
from budgetkpi.arrow import (
    check_batch,
    distinct,
    evaluate_batch,
    kernel,
    parse_batch,
    schema,
    score_batch,
    serving,
    workers,
)
from budgetkpi.arrow.tasks import Task, make_task
from budgetkpi.errors import ColumnError
from budgetkpi.policy import as_policy
from tests.hostile_rows import HOSTILE, columns, hostile_cells, hostile_rows
from tests.scalar import checked, judged, parsed, points, same, scored, unweighed

if TYPE_CHECKING:
    from budgetkpi.evaluation import Grounds


def test_a_column_reads_as_each_cell_alone() -> None:
    cells = hostile_cells()
    got = parse_batch(pa.chunked_array([pa.array(cells[:100]), pa.array(cells[100:])]), fiscal_year=2024)
    assert got.schema == schema("parse")
    for cell, row in zip(cells, got.to_pylist(), strict=True):
        same(row, parsed(cell, 2024))


@pytest.mark.parametrize("work", ["parse", "evaluate", "score", "check"])
def test_a_row_of_results_holds_plain_texts(work: str) -> None:
    """Arrow takes a hundred times as long over a member of an enumeration, which is a text too."""
    task = make_task(work, ("target", "actual", "name"), policy="national-2020")
    cells = hostile_rows(300)
    given = [[row[place] for row in cells] for place in (2, 3, 0)]
    for row in task._judged(given):
        assert {type(cell) for cell in row if isinstance(cell, str)} <= {str}


def test_a_column_in_the_light_of_its_row() -> None:
    given = columns(hostile_rows(500))
    table = pa.table(given)
    got = parse_batch(table, "target", name="name", level2="level2", fiscal_year="fiscal_year", keep=False)
    for (name, level, target, _, _, year), row in zip(hostile_rows(500), got.to_pylist(), strict=True):
        indicator = bk.Indicator(name, target or "", level2=level, fiscal_year=year)
        same(row, parsed(target, year, indicator))


def test_rows_are_judged_as_each_alone() -> None:
    rows = hostile_rows(1000, 600)
    got = evaluate_batch(
        pa.table(columns(rows)), target="target", actual="actual", name="name", level2="level2",
        fiscal_year="fiscal_year", keep=False,
    )  # fmt: skip
    assert got.schema == schema("evaluate")
    for (name, level, target, actual, _, year), row in zip(rows, got.to_pylist(), strict=True):
        indicator = bk.Indicator(name, target or "", level2=level, fiscal_year=year)
        same(row, judged(bk.evaluate(indicator, actual)))


SHOWN = (
    ("预算执行率", "成本指标", ""), ("投诉率", "质量指标", ""), ("培训场次（场）", "数量指标", ""),
    ("完成时间", "时效指标", ""), ("保密周期", "时效指标", ""), ("每人补助", "成本指标", "不超过3个"),
    ("每人补助", "成本指标", "不少于3个"),
    ("取消审批事项数量", "数量指标", ""), ("服务对象满意度", "满意度指标", "满意人数占比"), ("", "", ""),
    ("绿化覆盖率较上年提高", "效益指标", "不低于95%"), ("办结时限", "", "3个工作日内办结"),
)  # fmt: skip
"""Names, classes and descriptions of which each reads the same cells in its own way."""


def test_rows_that_share_two_cells_are_judged_as_each_alone() -> None:
    """A verdict is made once for all rows of the same cells that find the same way by the same rule."""
    cells = ["3个", *[cell for cell in hostile_cells() if cell is not None and len(cell) < 40][::40]]
    pairs = [(target, actual) for target in cells for actual in (target, cells[len(target)], "2", "完成")]
    rows = [(*shown, *pair, sign) for pair in pairs for shown in SHOWN for sign in (None, "≤")]
    rows.sort(key=lambda row: (row[0], row[5] or "", row[3]))
    fields = ("name", "level2", "description", "target", "actual", "comparator")
    task = make_task("evaluate", fields, fiscal_year=2024)
    names = [column.name for column in task.results]
    got = task._judged([list(column) for column in zip(*rows, strict=True)])
    for (name, level, said, target, actual, sign), row in zip(rows, got, strict=True):
        indicator = bk.Indicator(name, target, level2=level, description=said, comparator=sign)
        same(dict(zip(names, row, strict=True)), judged(bk.evaluate(indicator, actual, fiscal_year=2024)))
    assert 0 < len(task._shared._rows) < len(rows) / 3


def test_two_cells_without_a_row() -> None:
    rows = hostile_rows(500)
    got = evaluate_batch(
        pa.table(columns(rows)), target="target", actual="actual", fiscal_year=2024, keep=False
    )
    for (_, _, target, actual, _, _), row in zip(rows, got.to_pylist(), strict=True):
        same(row, judged(bk.evaluate(target, actual, fiscal_year=2024)))


def test_rows_are_scored_as_each_alone() -> None:
    rows = hostile_rows(500)
    got = score_batch(
        pa.table(columns(rows)), target="target", actual="actual", name="name", level2="level2",
        points="points", fiscal_year="fiscal_year", policy="system-linear", keep=False,
    )  # fmt: skip
    assert got.schema == schema("score")
    bad = 0
    for (name, level, target, actual, weight, year), row in zip(rows, got.to_pylist(), strict=True):
        indicator = bk.Indicator(name, target or "", level2=level, points=points(weight), fiscal_year=year)
        expected = scored(bk.score(indicator, actual, policy="system-linear"))
        if weight in ("x", "-1") and expected["error"] is None:
            bad += 1
            expected |= unweighed(weight)
        same(row, expected)
    assert bad


def test_rows_are_checked_as_each_alone() -> None:
    rows = hostile_rows(150)
    got = check_batch(
        pa.table(columns(rows)), target="target", name="name", level2="level2", points="points",
        fiscal_year="fiscal_year", keep=False,
    )  # fmt: skip
    assert got.schema == schema("check")
    for (name, level, target, _, weight, year), row in zip(rows, got.to_pylist(), strict=True):
        indicator = bk.Indicator(name, target or "", level2=level, points=points(weight), fiscal_year=year)
        same(row, checked(bk.check(indicator)) | unweighed(weight))


def test_what_is_checked_can_be_chosen() -> None:
    table = pa.table({"n": ["投诉率"], "t": ["≥5次"]})
    got = check_batch(table, name="n", target="t", select="reverse-sign")
    assert got["findings"].to_pylist() == ["reverse-sign"]
    with pytest.raises(bk.CheckError):
        check_batch(table, name="n", target="t", select="no-such-code")


# -- what comes in and what comes out


def test_a_batch_gives_a_batch_and_a_table_a_table() -> None:
    table = pa.table({"t": ["≥95%", None]}, metadata={"made": "by me"})
    got = parse_batch(table, "t")
    assert isinstance(got, pa.Table)
    assert got.column_names == ["t", *schema("parse").names]
    assert got.schema.metadata == {b"made": b"by me"}
    batch = parse_batch(table.to_batches()[0], "t")
    assert isinstance(batch, pa.RecordBatch)
    assert batch.to_pylist() == got.to_pylist()


class Capsule:
    """Nothing but the Arrow PyCapsule interface."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


def test_anything_with_the_capsule_interface() -> None:
    table = pa.table({"t": ["≥95%"]})
    assert parse_batch(Capsule(table), "t") == parse_batch(table, "t")
    with pytest.raises(TypeError, match="Arrow data is wanted, not list"):
        parse_batch(["≥95%"], "t")
    with pytest.raises(TypeError, match="name the one"):
        parse_batch(table)
    with pytest.raises(TypeError, match="has no columns"):
        parse_batch(table["t"], "t")


def coded(codes: list[int | None], words: list[str | None]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int8()), pa.array(words))


@pytest.mark.parametrize(
    "column",
    [
        pa.array(["≥95%", None, "≥95%", "其他"], pa.large_string()),
        pa.array(["≥95%", None, "≥95%", "其他"], pa.string_view()),
        pa.array(["≥95%", None, "≥95%", "其他"]).dictionary_encode(),
        coded([1, 0, 1, 2], [None, "≥95%", "其他", "≥", "≥95%"]),
        coded([0, None, 3, 1], ["≥95%", "其他", "y", "≥95%"]),
        pa.array(["y", "≥95%", None, "≥95%", "其他"]).slice(1),
    ],
)  # fmt: skip
def test_every_way_to_hold_texts(column: pa.Array) -> None:
    got = parse_batch(column)
    assert got["canonical"].to_pylist() == ["≥95%", "", "≥95%", "其他"]
    assert got["kind"].to_pylist() == ["amount", "missing", "amount", "text"]


def test_chunks_with_dictionaries_of_their_own() -> None:
    column = pa.chunked_array(
        [pa.array(["5%", "6%"]).dictionary_encode(), pa.array(["6%", None]).dictionary_encode()]
    )
    assert parse_batch(column)["canonical"].to_pylist() == ["5%", "6%", "6%", ""]


@pytest.mark.parametrize(
    "column", [pa.array([], pa.string()), pa.chunked_array([], pa.string()), pa.array([], pa.null())]
)
def test_no_rows(column: pa.Array) -> None:
    for encoded in (False, True):
        got = parse_batch(column, encoded=encoded)
        assert (got.num_rows, got.column_names) == (0, schema("parse").names)
    empty = pa.table({"t": column})
    assert evaluate_batch(empty, target="t", actual="t").num_rows == 0
    batch = pa.record_batch([pa.array([], pa.string())], ["t"])
    assert parse_batch(batch, "t").num_rows == 0


NUMBERS = [
    (pa.array([95, None]), 95),
    (pa.array([0.1 + 0.2, math.nan]), 0.1 + 0.2),
    (pa.array([0.1, None], pa.float32()), 0.1),
    (pa.array([Decimal("95.00"), None]), Decimal("95.00")),
    (pa.array([datetime.date(2024, 6, 30), None]), datetime.date(2024, 6, 30)),
    (pa.array([datetime.datetime(2024, 6, 30, 12), None]), datetime.date(2024, 6, 30)),  # noqa: DTZ001
    (pa.array([datetime.datetime(2024, 6, 30, 12), None], pa.timestamp("ns", "Asia/Shanghai")), datetime.date(2024, 6, 30)),  # noqa: DTZ001, E501
]  # fmt: skip


@pytest.mark.parametrize(("column", "cell"), NUMBERS)
def test_numbers_and_days_stand_for_cells(column: pa.Array, cell: Any) -> None:  # noqa: ANN401
    table = pa.table({"t": ["≥50%", "≤6月"], "a": column})
    got = evaluate_batch(table, target="t", actual="a", fiscal_year=2024, keep=False).to_pylist()
    same(got[0], judged(bk.evaluate("≥50%", cell, fiscal_year=2024)))
    same(got[1], judged(bk.evaluate("≤6月", None, fiscal_year=2024)))
    assert got[1]["reason"] == "actual-missing"


def test_numbers_as_targets_take_the_columns_of_their_row() -> None:
    table = pa.table({"n": ["合格率"], "t": [95.0], "c": ["≥"], "u": ["%"], "a": ["96%"]})
    got = evaluate_batch(table, target="t", actual="a", name="n", comparator="c", unit="u").to_pylist()[0]
    assert (got["outcome"], got["target_canonical"]) == ("met", "≥95%")
    read = parse_batch(table, "t", name="n", comparator="c", unit="u").to_pylist()[0]
    assert read["canonical"] == "≥95%"


def test_what_no_cell_holds_is_an_error_of_its_row() -> None:
    table = pa.table({"t": ["≥95%", "≥95%", "≥"], "a": [math.inf, 96.0, -math.inf]})
    got = score_batch(table, target="t", actual="a").to_pylist()
    assert [row["outcome"] for row in got] == ["undetermined", "met", "undetermined"]
    assert [row["error"] for row in got] == ["not-finite", None, "not-finite"]
    assert got[0]["reason"] == "actual-unreadable"
    assert "inf" in got[0]["reason_en"]
    late = pa.array([10**7], pa.int32()).cast(pa.date32())
    assert parse_batch(late)["error"].to_pylist() == ["no-cell"]


@pytest.mark.parametrize(
    "column", [[True], [b"95%"], [["95%"]], [datetime.time(1)], [datetime.timedelta(1)], [{"a": 1}]]
)
def test_a_column_of_what_is_no_cell_is_a_type_error(column: list[Any]) -> None:
    with pytest.raises(TypeError, match="target: a column of texts, numbers or dates"):
        parse_batch(pa.array(column))


def test_a_name_is_a_text() -> None:
    with pytest.raises(TypeError, match="name: a column of texts is wanted, not of int64"):
        evaluate_batch(pa.table({"n": [1], "t": ["1"]}), target="t", actual="t", name="n")


def test_a_text_that_is_no_utf8_is_still_a_row() -> None:
    broken = pa.Array.from_buffers(
        pa.string(),
        2,
        [None, pa.py_buffer(b"\0\0\0\0\3\0\0\0\7\0\0\0"), pa.py_buffer(b"9\xff%\xe2\x89\xa59")],
    )
    got = parse_batch(broken).to_pylist()
    assert got[0]["kind"] is None or "\\udcff" in got[0]["canonical"]
    assert got[1]["canonical"] == "≥9"


@pytest.mark.parametrize("year", [2024, 2024.0, "2024", "2024年度", Decimal(2024)])
def test_a_budget_year_in_a_column(year: Any) -> None:  # noqa: ANN401
    table = pa.table({"t": ["≤6月"], "y": [year]})
    assert parse_batch(table, "t", fiscal_year="y")["last_day"].to_pylist() == [datetime.date(2024, 6, 30)]


def test_a_year_that_is_none_leaves_the_row_without_one() -> None:
    table = pa.table({"t": ["≤6月", "≥"], "y": ["去年", "2024"]})
    got = parse_batch(table, "t", fiscal_year="y").to_pylist()
    assert (got[0]["canonical"], got[0]["last_day"], got[0]["error"], got[0]["error_field"]) == (
        "≤6月", None, "not-year", "fiscal_year",
    )  # fmt: skip
    assert got[1]["error"] == "sign-alone"


# -- names


def test_results_are_called_as_the_caller_wants() -> None:
    table = pa.table({"t": ["≥95%"], "unit": ["x"]})
    with pytest.raises(ColumnError, match="the result column unit has the name of a column"):
        parse_batch(table, "t")
    assert "值_unit" in parse_batch(table, "t", prefix="值_").column_names
    assert parse_batch(table, "t", keep=False).column_names == schema("parse").names
    assert parse_batch(table, "t", results=["kind", "magnitude"]).column_names == [
        "t",
        "unit",
        "kind",
        "magnitude",
    ]
    got = parse_batch(table, "t", results={"unit": "度量单位", "magnitude": "数值"})
    assert got.column_names == ["t", "unit", "度量单位", "数值"]
    assert got["度量单位"].to_pylist() == ["%"]
    with pytest.raises(ValueError, match="parse gives no column 'outcome'; it gives kind, "):
        parse_batch(table, "t", results=["outcome"])
    with pytest.raises(ColumnError, match="the result column a"):
        parse_batch(table, "t", results={"unit": "a", "kind": "a"})


def test_columns_that_are_not_there() -> None:
    with pytest.raises(ColumnError, match="there is no column 指标值; there are a, b"):
        parse_batch(pa.table({"a": ["1"], "b": ["2"]}), "指标值")
    with pytest.raises(ColumnError, match="more than one column is called a"):
        parse_batch(pa.table([pa.array(["1"]), pa.array(["2"])], names=["a", "a"]), "a")
    with pytest.raises(TypeError, match="a row has no field 'level3'"):
        parse_batch(pa.table({"a": ["1"]}), "a", level3="a")


# -- encoded, in pieces, remembered, in processes: the same


def test_encoded_columns_share_their_indices() -> None:
    rows = hostile_rows(2000, 300)
    table = pa.table(columns(rows))
    said: dict[str, Any] = {"target": "target", "actual": "actual", "name": "name", "keep": False}
    flat, encoded = evaluate_batch(table, **said), evaluate_batch(table, encoded=True, **said)
    chunks = [column.chunk(0) for column in encoded.columns]
    assert len({chunk.indices.buffers()[1].address for chunk in chunks}) == 1
    assert all(len(chunk.dictionary) < 600 for chunk in chunks)
    for column, plain in zip(encoded.columns, flat.columns, strict=True):
        decoded = [
            value for chunk in column.chunks for value in chunk.dictionary.take(chunk.indices).to_pylist()
        ]
        assert decoded == plain.to_pylist()


def test_in_pieces_as_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    table = pa.table(columns(hostile_rows(1500, 300)))
    said: dict[str, Any] = {"target": "target", "actual": "actual", "name": "name"}
    whole = evaluate_batch(table, **said)
    monkeypatch.setattr(kernel, "MOST_DISTINCT", 100)
    monkeypatch.setattr(kernel, "PIECE", 64)
    monkeypatch.setattr(kernel, "LONGEST", 1000)
    monkeypatch.setattr(kernel, "SLICE", 10)
    pieces = evaluate_batch(table, **said)
    assert pieces == whole
    assert pieces["outcome"].num_chunks > 20
    encoded = evaluate_batch(table, encoded=True, **said)
    assert encoded["reason"].cast(pa.string()).to_pylist() == whole["reason"].to_pylist()


def test_a_stream_remembers_what_it_has_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    judge = workers.Pool.judged

    def counted(pool: Any, slices: Any, count: int) -> Any:  # noqa: ANN401
        asked.append(count)
        return judge(pool, slices, count)

    monkeypatch.setattr(workers.Pool, "judged", counted)
    cells = [*HOSTILE, *HOSTILE[:10]]
    with kernel.Kernel(make_task("parse", ("target",)), remember=50) as stream:

        def read(some: list[str]) -> list[Any]:
            coded = distinct.coded(pa.chunked_array([pa.array(some)]))
            return [row for facts, codes in stream.pieces([coded]) for row in facts.take(codes).to_pylist()]

        expected = parse_batch(pa.array(cells)).to_pylist()
        assert read(cells) == expected
        assert read(cells[::-1]) == expected[::-1]
        assert read(["5%", "≥"]) == parse_batch(pa.array(["5%", "≥"])).to_pylist()
        many = [f"{n}%" for n in range(60)]
        read(many)
        assert read(cells) == expected  # forgotten, and judged again
    known = len(HOSTILE)
    assert asked == [known, known, 1, 2, 59, known]  # two are those of the columns compared with


def test_other_processes_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH", 10)
    monkeypatch.setattr(workers, "CELLS_WORTH", 10)
    monkeypatch.setattr(kernel, "SLICE", 100)
    table = pa.table(columns(hostile_rows(500)))
    own = bk.Vocabulary().with_units("轮次").with_blanks("见附件")
    judge = Task.judge
    here: list[int] = []

    def counted(task: Task, rows: Any) -> pa.Table:  # noqa: ANN401
        here.append(len(rows[0]))
        return judge(task, rows)

    said: dict[str, Any] = {
        "target": "target",
        "actual": "actual",
        "name": "name",
        "points": "points",
        "policy": "national-2020",
        "prefix": "r_",
    }
    with own.use():
        expected = evaluate_batch(table, processes=1, **said)
        monkeypatch.setattr(Task, "judge", counted)
        assert evaluate_batch(table, processes=2, **said) == expected
        assert set(here) == {0}  # none of the rows was judged in this process
        cells = pa.array([*(f"{n}轮次" for n in range(200)), "见附件"])
        got = parse_batch(cells, processes=2)
        assert got == parse_batch(cells, processes=1)
    assert got["kind"].to_pylist()[-1] == "missing"
    assert set(got["notes"].to_pylist()) == {""}


def test_a_process_that_dies_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH", 10)
    monkeypatch.setattr(workers, "CELLS_WORTH", 10)
    monkeypatch.setattr(workers, "_PROGRAM", "raise SystemExit(3)")
    cells = pa.array([f"{n}%" for n in range(100)])
    with pytest.warns(RuntimeWarning, match="has ended"):
        got = parse_batch(cells, processes=2)
    assert got == parse_batch(cells, processes=1)


@pytest.mark.skipif(not serving.FORKS, reason="this system does not fork")
@pytest.mark.parametrize("fault", ["no room", "killed"])
def test_a_process_that_another_did_not_become_is_done_without(
    monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    faults = {
        "no room": "import os\ndef fork(): raise BlockingIOError\nos.fork = fork\n",
        "killed": "import os\nreal = os.fork\ndef fork(): return real() or os._exit(9)\nos.fork = fork\n",
    }
    monkeypatch.setattr(workers, "WORTH", 10)
    monkeypatch.setattr(kernel, "SLICE", 50)
    monkeypatch.setattr(workers, "_PROGRAM", faults[fault] + workers._PROGRAM)
    table = pa.table(columns(hostile_rows(500)))
    said: dict[str, Any] = {"target": "target", "actual": "actual", "name": "name"}
    with pytest.warns(RuntimeWarning, match="has ended"):
        got = evaluate_batch(table, processes=4, **said)
    assert got == evaluate_batch(table, processes=1, **said)


def test_processes_end_with_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    ends: list[int] = []
    launch = workers._launched

    def kept(task: Task, count: int) -> Any:  # noqa: ANN401
        launched = launch(task, count)
        ends.extend(os.dup(worker._pipes[1].fileno()) for worker in launched if worker._pipes)
        return launched

    monkeypatch.setattr(workers, "WORTH", 10)
    monkeypatch.setattr(workers, "_launched", kept)
    table = pa.table(columns(hostile_rows(500)))
    evaluate_batch(table, processes=3, target="target", actual="actual")
    assert len(ends) == 3
    for end in ends:
        os.set_blocking(end, False)
        assert os.read(end, 1) == b""  # nobody is left who could write to it
        os.close(end)


def test_a_task_that_cannot_go_to_other_processes_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    class Own(bk.Policy):
        """A class that no other process knows."""

    monkeypatch.setattr(workers, "WORTH", 10)
    monkeypatch.setattr(workers, "CELLS_WORTH", 10)
    shipped = as_policy("national-2020")
    own = Own(**{field.name: getattr(shipped, field.name) for field in attrs.fields(bk.Policy)})
    table = pa.table({"t": [f"{n}%" for n in range(100)], "a": ["50%"] * 100, "p": ["10"] * 100})
    said: dict[str, Any] = {"target": "t", "actual": "a", "points": "p"}
    with pytest.warns(RuntimeWarning, match="cannot go to other processes"):
        got = score_batch(table, policy=own, processes=2, **said)
    assert got == score_batch(table, processes=1, **said)


def test_processes_are_counted() -> None:
    with pytest.raises(ValueError, match="processes is at least 1"):
        parse_batch(pa.array(["1"]), processes=0)
    assert workers.cores() >= 1
    assert parse_batch(pa.array(["1%"]), processes=None)["kind"].to_pylist() == ["amount"]


def test_processes_need_no_main_guard() -> None:
    """A program without `if __name__ == "__main__"`, read from standard input."""
    program = (
        "import pyarrow as pa\nfrom budgetkpi.arrow import parse_batch, workers\nworkers.CELLS_WORTH = 10\n"
        "units = parse_batch(pa.array([f'{n}%' for n in range(5000)]), processes=2)['unit'].to_pylist()\n"
        "print(units == ['%'] * 5000)"
    )
    run = subprocess.run(
        [sys.executable, "-"], input=program, capture_output=True, check=True, encoding="utf-8"
    )
    assert run.stdout == "True\n"


def test_a_fault_of_our_own_is_told_and_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from budgetkpi import evaluation
    from budgetkpi.arrow import shared_rows

    made = evaluation.in_any_row

    def in_any_row(grounds: Grounds) -> bk.Evaluation | None:
        if grounds.actual == "2":
            raise ZeroDivisionError("by zero")
        return made(grounds)

    monkeypatch.setattr(shared_rows, "in_any_row", in_any_row)
    got = evaluate_batch(pa.table({"t": ["1"] * 3, "a": ["1", "2", "3"]}), target="t", actual="a").to_pylist()
    assert [row["error"] for row in got] == [None, "unforeseen", None]
    assert "ZeroDivisionError: by zero" in got[1]["error_en"]


def test_pyarrow_missing_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(bk.BudgetKpiError, match=r"budgetkpi\[arrow\]") as raised:
        parse_batch(object(), "a")
    assert isinstance(raised.value, ImportError)


A_DAY = datetime.date(2024, 6, 30)
COLUMNS: dict[pa.DataType, list[Any]] = {
    pa.string(): ["甲", "乙", "", "丙", "5%"],
    pa.large_string(): ["1", None, "年底"],
    pa.string_view(): ["1", None, "年底"],
    pa.null(): [None],
    pa.int8(): [3, 1, 2],
    pa.uint64(): [2**63, None],
    pa.float16(): [1.5, 2.5, None],
    pa.float32(): [1.5, 0.25],
    pa.float64(): [float("inf"), 1.5, None],
    pa.decimal128(20, 4): [Decimal("1.5"), Decimal(7)],
    pa.decimal256(50, 4): [Decimal("1.5"), None],
    pa.date32(): [A_DAY, None],
    pa.date64(): [A_DAY],
    pa.timestamp("us"): [datetime.datetime(2024, 6, 30, 12), None],  # noqa: DTZ001  (as columns hold it)
    pa.dictionary(pa.int32(), pa.string()): ["甲", "乙", None],
}


@pytest.mark.parametrize("cores", [1, 2, 7])
def test_columns_encoded_in_parts_hold_what_they_held(cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(cores)  # noqa: S311  (repeatable, no secret)
    held = [
        pa.chunked_array([pa.array(rng.choices(some, k=count), kind) for count in (50, 7)])
        for kind, some in COLUMNS.items()
    ]
    monkeypatch.setattr(distinct, "TOGETHER", 9)
    columns = [distinct.coded(column, cores) for column in held]
    for column, coded in zip(held, columns, strict=True):
        assert distinct.plain(coded.cells.take(coded.codes)) == column.to_pylist(), column.type
        assert coded.codes.type == pa.int32()
    codes, groups = distinct.grouped(columns, cores)
    for column, coded, group in zip(held, columns, groups, strict=True):
        assert distinct.plain(coded.cells.take(group.take(codes))) == column.to_pylist(), column.type
    assert len(groups[0]) == len(set(zip(*(column.to_pylist() for column in held), strict=True)))
    empty = distinct.coded(pa.chunked_array([], pa.string()), cores)
    assert (len(empty.codes), len(empty.cells)) == (0, 0)
    assert len(distinct.grouped([empty, empty], cores)[0]) == 0
