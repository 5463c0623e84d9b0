"""A real local Spark; what it gives is held to the other engines in test_engines.py."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
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


def test_the_program_of_the_manual(
    spark: Any,  # noqa: ANN401  (its session is the one that the program gets)
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = Path(__file__).parent.parent / "docs" / "columns.md"
    program = page.read_text(encoding="utf-8").partition("## Spark\n")[2].partition("```python\n")[2]
    rows = {"三级指标": ["合格率"] * 2, "年度指标值": ["≥95%"] * 2, "实际完成值": ["96%", "90%"]}
    source = tmp_path / "year.parquet"
    pq.write_table(pa.table(rows), source)
    said = program.partition("```")[0]
    for name in ("year.parquet", "judged"):  # Java has its own working directory
        said = said.replace(f'"{name}"', repr(str(tmp_path / name)))
    exec(said, {})  # noqa: S102  (the manual's own)
    assert pq.read_table(tmp_path / "judged")["outcome"].to_pylist() == ["met", "not_met"]
    assert "|    met|    1|" in capsys.readouterr().out
    assert spark is not None
