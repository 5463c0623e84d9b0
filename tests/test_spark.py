"""A real local Spark; what it gives is held to the other engines in test_engines.py."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

import budgetkpi as bk
from tests.local_spark import SPARK, local_spark

if TYPE_CHECKING:
    from collections.abc import Iterator


pytestmark = SPARK


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with local_spark(100) as session:
        yield session


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
