"""Frames of every kind give what Arrow gives, and come back as they were."""

from __future__ import annotations

import datetime
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import budgetkpi as bk
from budgetkpi import frames
from budgetkpi.arrow import workers
from budgetkpi.errors import ColumnError
from tests.engines import plain_rows

if TYPE_CHECKING:
    from collections.abc import Callable


def test_it_reads_as_a_pandas_user_expects() -> None:
    df = pd.DataFrame(
        {"三级指标": ["合格率", "投诉率"], "年度指标值": ["≥95%", "≤5%"], "实际完成值": [96.5, None]},
        index=pd.Index([7, 7], name="row"),
    )
    df.attrs["source"] = "mine"
    judged = df.pipe(bk.frames.evaluate, target="年度指标值", actual="实际完成值", name="三级指标")
    assert isinstance(judged, pd.DataFrame)
    assert list(judged.columns[:4]) == ["三级指标", "年度指标值", "实际完成值", "outcome"]
    assert judged.index.equals(df.index)
    assert judged.index.name == "row"
    assert judged.attrs == {"source": "mine"}
    assert judged["outcome"].tolist() == ["met", "undetermined"]
    assert judged["reason"].tolist() == ["reached", "actual-missing"]
    assert list(df.columns) == ["三级指标", "年度指标值", "实际完成值"]  # the frame given is left alone
    alone = bk.frames.evaluate(
        df, target="年度指标值", actual="实际完成值", results={"outcome": "结论"}, keep=False
    )
    assert alone.to_dict("list") == {"结论": ["met", "undetermined"]}
    assert alone.index.equals(df.index)


def test_the_types_that_pandas_gets() -> None:
    got = frames.parse(pd.DataFrame({"t": ["≥95%", "≤2024年6月", "80-90%", "健全", None]}), "t", keep=False)
    assert got["magnitude"].tolist()[0] == Decimal(95)
    assert got["last_day"].dtype.kind == "M"
    assert got["last_day"][1] == pd.Timestamp(2024, 6, 30)
    assert got["low_inclusive"].dtype == pd.BooleanDtype()
    assert got["rank"].dtype == pd.Int32Dtype()
    assert got["kind"].tolist() == ["amount", "deadline", "range", "level", "missing"]


class Odd:
    """What no cell can hold, and cannot be hashed."""

    __hash__ = None  # type: ignore[assignment]


MIXED = ["≥95%", 0.95, 95, None, pd.NA, pd.NaT, float("nan"), True, 2**70, Decimal("1.50"), datetime.date(2024, 6, 30), b"x", Odd(), "\ud800"]  # fmt: skip  # noqa: E501
SAID = ["≥95%", "0.95", "95", "", "", "", "", None, str(2**70), "1.5", "2024年6月30日", None, None, "\\ud800"]


def test_a_column_that_mixes_types_as_spreadsheets_do() -> None:
    got = frames.parse(pd.DataFrame({"t": pd.Series(MIXED, dtype=object)}), "t")
    assert plain_rows(got[["canonical"]].to_dict("records")) == [{"canonical": said} for said in SAID]
    assert [code for code in got["error"] if isinstance(code, str)] == ["no-cell"] * 3
    polars = frames.parse(pl.DataFrame({"t": pl.Series(MIXED[:3], dtype=pl.Object)}), "t")
    assert polars["canonical"].to_list() == SAID[:3]


def test_mixed_cells_in_other_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH", 2)
    monkeypatch.setattr(workers, "CELLS_WORTH", 2)
    frame = pd.DataFrame({"t": pd.Series([*MIXED[:-2], pd.Timestamp(2024, 6, 30)], dtype=object)})
    assert frames.parse(frame, "t", processes=2).equals(frames.parse(frame, "t", processes=1))


def test_cells_that_cannot_go_to_other_processes_are_judged_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH", 2)
    monkeypatch.setattr(workers, "CELLS_WORTH", 2)
    frame = pd.DataFrame({"t": pd.Series(["5%", lambda: 5, "6%", "x", "7人"], dtype=object)})
    got = frames.parse(frame, "t", processes=2)
    assert got["error"].fillna("").tolist() == ["", "no-cell", "", "", ""]


@pytest.mark.parametrize(
    "column",
    [
        pd.Series(["≥95%", None, "≥95%"], dtype="category"),
        pd.Series(["≥95%", None, "≥95%"], dtype="string"),
        pd.Series(["≥95%", None, "≥95%"], dtype=object),
        pd.Series(["≥95%", None, "≥95%"], dtype=pd.ArrowDtype(pa.large_string())),
        pl.Series(["≥95%", None, "≥95%"]),
        pl.Series(["≥95%", None, "≥95%"], dtype=pl.Categorical),
        pl.Series(["≥95%", None, "≥95%"], dtype=pl.Enum(["≥95%", "其他"])),
    ],
)
def test_every_way_to_hold_texts(column: Any) -> None:  # noqa: ANN401
    got = frames.parse(column)
    assert type(got).__module__.partition(".")[0] == type(column).__module__.partition(".")[0]
    assert list(got["canonical"]) == ["≥95%", "", "≥95%"]


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (pd.Series([95, 96]), ["95", "96"]),
        (pd.Series([0.1 + 0.2, None]), ["0.3", ""]),
        (pd.Series([95, None], dtype="Int64"), ["95", ""]),
        (pd.Series([0.1], dtype="float32"), ["0.1"]),
        (pd.Series(pd.to_datetime(["2024-06-30", None])), ["2024年6月30日", ""]),
        (pd.Series([95, 96], dtype="category"), ["95", "96"]),
        (pl.Series([0.1, float("nan"), None]), ["0.1", "", ""]),
        (pl.Series([datetime.date(2024, 6, 30)]), ["2024年6月30日"]),
    ],
)
def test_numbers_and_days(column: Any, said: list[str]) -> None:  # noqa: ANN401
    assert list(frames.parse(column)["canonical"]) == said


def test_a_column_of_nothing_may_stand_for_texts() -> None:
    df = pd.DataFrame({"n": [float("nan")] * 2, "t": ["≥95%"] * 2, "a": ["96%"] * 2})
    assert frames.evaluate(df, target="t", actual="a", name="n")["outcome"].tolist() == ["met", "met"]


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table])
def test_columns_that_are_not_there(make: Callable[[dict[str, list[str]]], Any]) -> None:
    frame = make({"a": ["≥95%"], "kind": ["x"]})
    with pytest.raises(ColumnError, match="there is no column t; there are a, kind"):
        frames.parse(frame, "t", prefix="r_")
    with pytest.raises(ColumnError, match="the result column kind"):
        frames.parse(frame, "a")
    with pytest.raises(TypeError, match="target: a column of texts, numbers or dates"):
        frames.parse(make({"a": [True]}), "a")  # type: ignore[list-item]


def test_a_label_may_be_a_number_and_must_be_alone() -> None:
    df = pd.DataFrame([["≥95%", "5%"]])
    assert frames.parse(df, 0)["canonical"].tolist() == ["≥95%"]
    df.columns = pd.Index(["a", "a"])
    with pytest.raises(ColumnError, match="more than one column is called a"):
        frames.parse(df, "a")


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table])
def test_no_rows(make: Callable[[dict[str, Any]], Any]) -> None:
    got = frames.evaluate(make({"t": [], "a": []}), target="t", actual="a")
    assert len(got) == 0
    assert "outcome" in list(getattr(got, "column_names", getattr(got, "columns", ())))


def test_a_relation_stays_in_its_connection() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t AS SELECT '≥95%' AS target, '96%' AS actual")
        judged = frames.evaluate(connection.table("t"), target="target", actual="actual")
        joined = judged.set_alias("j").join(connection.table("t").set_alias("t"), "j.target = t.target")
        assert joined.select("outcome").fetchall() == [("met",)]


def test_checks_of_a_frame() -> None:
    df = pd.DataFrame({"n": ["投诉率"], "t": ["≥5次"]})
    assert frames.check(df, name="n", target="t", select="reverse-sign")["findings"].tolist() == [
        "reverse-sign"
    ]


def test_what_is_no_frame() -> None:
    with pytest.raises(TypeError, match="a frame of pandas, Polars, PyArrow or DuckDB is wanted"):
        frames.parse([1], "a")


@pytest.mark.parametrize("missing", ["narwhals.stable.v2", "pyarrow"])
def test_what_is_missing_is_one_clear_error(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """Whichever it is, what installs all that frames need is named."""
    monkeypatch.setitem(sys.modules, missing, None)
    monkeypatch.setitem(sys.modules, missing.partition(".")[0], None)
    with pytest.raises(bk.MissingExtraError, match=r"budgetkpi\[frames\]"):
        frames.parse(pl.DataFrame({"a": ["5%"]}), "a")
