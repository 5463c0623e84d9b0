"""A real local Spark gives what Arrow gives; it runs where pyspark and Java are found."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import warnings
from typing import TYPE_CHECKING, Any

import pytest

import budgetkpi as bk
from tests.engines import EVALUATED, PARSED, SCORED, arrow_results, given, plain_rows

if TYPE_CHECKING:
    from collections.abc import Iterator


def java_runs() -> bool:
    java = shutil.which("java")
    if java is None:
        return False
    return subprocess.run([java, "-version"], capture_output=True, check=False).returncode == 0


pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed"),
    pytest.mark.skipif(not java_runs(), reason="no Java that runs"),
    pytest.mark.filterwarnings("ignore"),  # pyspark's own
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", "100")
            .getOrCreate()
        )
    yield session
    session.stop()


def agree(spark: Any, count: int) -> None:  # noqa: ANN401
    table = given(count)
    expected = arrow_results(table)
    names = table.column_names
    rows = [tuple(row[name] for name in names) for row in table.to_pylist()]
    kinds = ", ".join(f"{name} string" for name in names[1:-1])
    kinds = f"row long, {kinds}, fiscal_year double"
    df = spark.createDataFrame(rows, kinds).repartition(3)
    for work, said in {"parse": PARSED, "evaluate": EVALUATED, "score": SCORED}.items():
        got = getattr(bk.spark, work)(df, prefix="r_", **said).collect()
        found = sorted((row.asDict() for row in got), key=lambda row: int(row["row"]))
        assert plain_rows(found) == plain_rows(expected[work]), work


def test_spark_gives_the_same_values(spark: Any) -> None:  # noqa: ANN401
    agree(spark, 150)


@pytest.mark.large
def test_spark_gives_the_same_values_of_100_000_rows(spark: Any) -> None:  # noqa: ANN401
    agree(spark, 100_000)


def test_own_words_go_to_the_tasks(spark: Any) -> None:  # noqa: ANN401
    df = spark.createDataFrame([("见附件", "≥5轮次")], "a string, t string")
    with bk.Vocabulary().with_units("轮次").with_blanks("见附件").use():
        judged = bk.spark.evaluate(df, target="t", actual="a", results=["reason", "notes"], keep=False)
    assert [tuple(row) for row in judged.collect()] == [("actual-missing", "")]


def test_columns_that_are_not_there(spark: Any) -> None:  # noqa: ANN401
    df = spark.createDataFrame([("≥95%", "x")], "t string, kind string")
    with pytest.raises(bk.ColumnError, match="there is no column target; there are t, kind"):
        bk.spark.parse(df, "target")
    with pytest.raises(bk.ColumnError, match="the result column kind"):
        bk.spark.parse(df, "t")
    got = bk.spark.check(df, name="kind", target="t", results=["findings"])
    assert got.columns == ["t", "kind", "findings"]


def test_pyspark_missing_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql.types", None)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    nothing: Any = object()
    with pytest.raises(bk.MissingExtraError, match=r"budgetkpi\[spark\]"):
        bk.spark.parse(nothing, "t")
