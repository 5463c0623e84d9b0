"""Arrow, pandas, Polars, DuckDB and Spark give the same values, and Arrow what each row alone gives."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import budgetkpi as bk
from budgetkpi import frames
from budgetkpi.duckdb import register, score_files
from tests.engines import SCORED, WORKS, Columns, arrow_results, as_columns, given, plain_rows, typed
from tests.local_spark import SPARK, local_spark
from tests.scalar import checked, judged, parsed, points, same, scored, unweighed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

COUNTS = [200, pytest.param(100_000, marks=pytest.mark.large)]


def of_pandas(frame: pd.DataFrame) -> Columns:
    """As pandas holds them, not by way of Arrow."""
    return by_column({name: frame[name].tolist() for name in frame.columns})


def by_column(found: dict[str, list[Any]]) -> Columns:
    return {name: [row["x"] for row in plain_rows({"x": cell} for cell in found[name])] for name in found}


ENGINES: dict[str, tuple[Callable[[pa.Table], Any], Callable[[Any], Columns]]] = {
    "pyarrow": (lambda table: table, as_columns),
    "pandas": (lambda table: table.to_pandas(integer_object_nulls=True), of_pandas),
    "pandas, Arrow types": (lambda table: table.to_pandas(types_mapper=pd.ArrowDtype), of_pandas),
    "polars": (pl.from_arrow, lambda frame: by_column(frame.to_dict(as_series=False))),
    "polars, lazy": (
        lambda table: pl.DataFrame(table).lazy(),
        lambda frame: by_column(frame.collect().to_dict(as_series=False)),
    ),
    "duckdb": (duckdb.from_arrow, lambda relation: as_columns(relation.to_arrow_table())),
}


@functools.cache
def expected(count: int, work: str, actual: str = "") -> Columns:
    """What Arrow gives of the rows, or of one column of `typed`."""
    if not actual:
        return as_columns(arrow_results(given(count), work, prefix="r_", **WORKS[work]))
    said = {"target": "target", "actual": actual, "prefix": "r_"}
    return as_columns(arrow_results(typed(count)[0], work, **said))


def agree(got: Columns, wanted: Columns, *said: object) -> None:
    assert list(got) == list(wanted), said
    for name, column in wanted.items():
        if got[name] != column:
            pairs = zip(got[name], column, strict=True)
            place, pair = next((row, pair) for row, pair in enumerate(pairs) if pair[0] != pair[1])
            pytest.fail(f"{said}: {name}, row {place}: {pair[0]!r} is not {pair[1]!r}")


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("work", WORKS)
def test_arrow_gives_what_each_row_gives(work: str, count: int) -> None:
    """Every distinct row by the single functions, and each of the others as its twin."""
    table = given(count)
    results = arrow_results(table, work, keep=False, **WORKS[work]).to_pylist()
    alone: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row, got in zip(table.drop_columns("row").to_pylist(), results, strict=True):
        key = tuple(row.values())
        if key not in alone:
            alone[key] = got
            same(got, single(work, row))
        elif got is not alone[key]:
            assert got == alone[key]


def single(work: str, row: dict[str, Any]) -> dict[str, Any]:
    """What the single functions say of a row, by column."""
    year = None if row["fiscal_year"] is None else int(row["fiscal_year"])
    weight = points(row["points"]) if work in ("score", "check") else None
    indicator = bk.Indicator(
        row["name"], row["target"] or "", level2=row["level2"], points=weight, fiscal_year=year
    )
    if work == "parse":
        return parsed(row["target"], year, indicator)
    if work == "evaluate":
        return judged(bk.evaluate(indicator, row["actual"]))
    if work == "check":
        return checked(bk.check(indicator)) | unweighed(row["points"])
    said = scored(bk.score(indicator, row["actual"], policy=SCORED["policy"]))
    return said | (unweighed(row["points"]) if said["error"] is None else {})


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("engine", ENGINES)
def test_a_frame_gives_the_same_values(engine: str, count: int) -> None:
    make, columns = ENGINES[engine]
    for work, said in WORKS.items():
        got = getattr(frames, work)(make(given(count)), prefix="r_", **said)
        agree(columns(got), expected(count, work), engine, work)
    table, names = typed(count)
    for name in names:
        got = frames.evaluate(make(table), target="target", actual=name, prefix="r_")
        agree(columns(got), expected(count, "evaluate", name), engine, name)


@pytest.mark.parametrize("count", COUNTS)
def test_a_file_gives_the_same_values(tmp_path: Path, count: int) -> None:
    """The command's way: the headings say what the columns are."""
    heads = {
        "row": "row",
        "name": "三级指标",
        "level2": "二级指标",
        "target": "年度指标值",
        "actual": "实际完成值",
        "points": "分值",
        "fiscal_year": "年度",
    }
    table = given(count)
    source, out = str(tmp_path / "in.parquet"), str(tmp_path / "out.parquet")
    pq.write_table(table.rename_columns([heads[name] for name in table.column_names]), source)
    score_files([source], out, policy=SCORED["policy"], prefix="r_")
    got = pq.read_table(out)
    got = got.rename_columns([*table.column_names, *got.column_names[table.num_columns :]])
    agree(as_columns(got), expected(count, "score"), "file")


@pytest.mark.parametrize("count", COUNTS)
def test_sql_gives_the_same_values(count: int) -> None:
    """The functions take the row by place: target, actual, name and points, without a level or a year."""
    table = given(count)
    said = {"target": "target", "actual": "actual", "name": "name"}
    asked = {
        "parse": ("kpi_parse(target)", {"column": "target"}),
        "evaluate": ("kpi_evaluate(target, actual, name)", said),
        "score": ("kpi_score(target, actual, name, points)", {**said, "points": "points"}),
    }
    with duckdb.connect() as connection:
        register(connection).register("given", table)
        for work, (call, columns) in asked.items():
            query = f"SELECT row, unnest({call}) FROM given"  # noqa: S608  (our own)
            got = connection.sql(query).to_arrow_table()
            wanted = arrow_results(table, work, keep=False, **columns).add_column(0, "row", table["row"])
            agree(as_columns(got), as_columns(wanted), "sql", work)


class TestSpark:
    """A real local Spark, which reads and writes Parquet."""

    pytestmark = SPARK

    @pytest.fixture(scope="class")
    def spark(self) -> Iterator[Any]:
        with local_spark(5000) as session:
            yield session

    @pytest.mark.parametrize("count", COUNTS)
    def test_spark_gives_the_same_values(self, spark: Any, count: int, tmp_path: Path) -> None:  # noqa: ANN401
        def through(df: Any, work: str, **said: Any) -> Columns:  # noqa: ANN401
            out = str(tmp_path / "out")
            getattr(bk.spark, work)(df, prefix="r_", **said).write.mode("overwrite").parquet(out)
            return as_columns(pq.read_table(out))

        pq.write_table(given(count), tmp_path / "given.parquet")
        df = spark.read.parquet(str(tmp_path / "given.parquet")).repartition(3)
        for work, said in WORKS.items():
            agree(through(df, work, **said), expected(count, work), "spark", work)
        table, names = typed(count)
        pq.write_table(table, tmp_path / "typed.parquet")
        df = spark.read.parquet(str(tmp_path / "typed.parquet"))
        for name in names:
            got = through(df, "evaluate", target="target", actual=name)
            agree(got, expected(count, "evaluate", name), "spark", name)
