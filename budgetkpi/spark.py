"""Columns of a Spark DataFrame (Spark 整列处理): the same kernel in every task, by `mapInArrow`.

Only plain data goes to the tasks: names of columns, a policy, a budget year, the own words of the caller. The
rules are built once in each Python worker, and each task remembers what it has judged. budgetkpi has to be
installed where the workers run.

pyspark, pyarrow and pandas are needed: `pip install 'budgetkpi[spark]'`, and a Java that Spark runs on.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

from budgetkpi.arrow.batches import judged, plan
from budgetkpi.arrow.kernel import REMEMBERED, Kernel
from budgetkpi.arrow.schemas import DIGITS, PLACES
from budgetkpi.errors import ColumnError
from budgetkpi.extras import load
from budgetkpi.messages import Catalog, series
from budgetkpi.policy import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from pyspark.sql import DataFrame

    from budgetkpi.arrow.batches import Plan
    from budgetkpi.policy import Policy

__all__ = ["check", "evaluate", "parse", "score"]

_say: Final = Catalog("columns")
_PLANNED: Final = ("fiscal_year", "policy", "prefix", "results", "keep", "select", "ignore")
_DDL: Final = {
    "text": "string",
    "number": f"decimal({DIGITS},{PLACES})",
    "float": "double",
    "day": "date",
    "whole": "int",
    "yes": "boolean",
}


def parse(df: DataFrame, column: str, **options: Any) -> DataFrame:  # noqa: ANN401
    """Read a column of cells (整列识别).

    Args:
        df: a DataFrame.
        column: the column's name.
        options: `fiscal_year`, `prefix`, `results`, `keep` and the columns of the row, as of
            `budgetkpi.arrow.parse_batch`.

    Returns:
        A DataFrame with the columns of `budgetkpi.arrow.schema("parse")`, computed when it is asked for.

    Raises:
        ColumnError: a column is not there, or a result has the name of one that is.
        MissingExtraError: pyspark, pyarrow or pandas is not installed.
    """
    return _mapped(df, "parse", {"target": column}, options)


def evaluate(  # noqa: PLR0913  (what a caller may say)
    df: DataFrame,
    *,
    target: str,
    actual: str,
    name: str | None = None,
    points: str | None = None,
    policy: str | Policy | None = None,
    **options: Any,  # noqa: ANN401
) -> DataFrame:
    """Judge a column of actuals against a column of targets (整列判定).

    Args:
        df: a DataFrame.
        target, actual, name: the names of the columns 指标值, 实际完成值, 三级指标.
        points: the column 分值, for a policy.
        policy: a scoring policy; with it the columns of `score` come out.
        options: as of `parse`.

    Returns:
        A DataFrame with the columns of `budgetkpi.arrow.schema("evaluate")`.

    Raises:
        ColumnError, MissingExtraError: as `parse`. PolicyError: no such policy.
    """
    fields = {"target": target, "actual": actual, "name": name, "points": points}
    return _mapped(df, "evaluate" if policy is None else "score", fields, {**options, "policy": policy})


def score(  # noqa: PLR0913  (as above)
    df: DataFrame,
    *,
    target: str,
    actual: str,
    name: str | None = None,
    points: str | None = None,
    policy: str | Policy = DEFAULT,
    **options: Any,  # noqa: ANN401
) -> DataFrame:
    """Give a column of rows their points (整列计分); see `evaluate`.

    Returns:
        A DataFrame with the columns of `budgetkpi.arrow.schema("score")`.
    """
    fields = {"target": target, "actual": actual, "name": name, "points": points}
    return _mapped(df, "score", fields, {**options, "policy": policy})


def check(df: DataFrame, *, name: str, target: str, **options: Any) -> DataFrame:  # noqa: ANN401
    """Say what a reviewer would object to in each row (整列审核); see `evaluate`.

    Args:
        df, name, target: as of `evaluate`.
        options: as of `parse`; `select` and `ignore` as of `budgetkpi.check`, and the column `points`.

    Returns:
        A DataFrame with the columns of `budgetkpi.arrow.schema("check")`.
    """
    return _mapped(df, "check", {"target": target, "name": name}, options)


def _mapped(df: DataFrame, work: str, fields: dict[str, str | None], options: dict[str, Any]) -> DataFrame:
    types = load("pyspark.sql.types", extra="spark")
    for library in ("pyarrow", "pandas"):  # pyspark asks for pandas before it maps Arrow batches
        load(library, extra="spark")
    said = {name: thing for name, thing in options.items() if name in _PLANNED}
    row = {name: thing for name, thing in options.items() if name not in _PLANNED}
    wanted = plan(work, {**fields, **row}, **said)
    for name in wanted.columns:
        if df.columns.count(name) != 1:
            code = "column-twice" if name in df.columns else "column-missing"
            raise ColumnError(_say(code, name=name, names=series(df.columns, 300)))
    wanted.check_names(df.columns)
    results = zip(wanted.names, wanted.task.results, strict=True)
    made = [types.StructField(name, types._parse_datatype_string(_DDL[one.type])) for name, one in results]  # noqa: SLF001
    schema = types.StructType([*(df.schema.fields if wanted.keep else ()), *made])
    return df.mapInArrow(functools.partial(_judged, wanted), schema)


def _judged(wanted: Plan, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """One task: its batches one after the other, what is judged remembered."""
    with Kernel(wanted.task, remember=REMEMBERED) as kernel:
        for batch in batches:
            yield judged(batch, wanted, kernel)
