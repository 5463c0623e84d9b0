"""Whole columns of Arrow (整列处理): read, judged, scored and checked, each distinct row once.

A Table, a RecordBatch, a ChunkedArray, an Array or anything with the Arrow PyCapsule interface comes in; the
same comes out with the result columns behind it: a RecordBatch of a RecordBatch, otherwise a Table. The
columns, their types and their meaning are in `schema(...)` and in docs/columns.md. A cell that cannot be read
never stops a batch: what is wrong with it stands in the columns that begin with `error`.

pyarrow is needed: `pip install 'budgetkpi[arrow]'`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from budgetkpi.arrow.batches import judged, plan
from budgetkpi.arrow.kernel import Kernel
from budgetkpi.arrow.schemas import schema
from budgetkpi.extras import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from budgetkpi.arrow.batches import Plan
    from budgetkpi.policy import Policy

__all__ = ["as_arrow", "check_batch", "evaluate_batch", "parse_batch", "schema", "score_batch"]


def parse_batch(  # noqa: PLR0913  (what a caller may say)
    batch: Any,  # noqa: ANN401  (Arrow data of any kind)
    column: str | None = None,
    *,
    fiscal_year: int | str | None = None,
    encoded: bool = False,
    prefix: str = "",
    results: Sequence[str] | Mapping[str, str] | None = None,
    keep: bool = True,
    processes: int | None = None,
    **row: str,
) -> Any:  # noqa: ANN401  (a Table or a RecordBatch)
    """Read a column of cells (整列识别).

    Args:
        batch: a Table, RecordBatch, ChunkedArray or Array, or anything with `__arrow_c_stream__`.
        column: the name of the column; not for an array alone.
        fiscal_year: the budget year that dates without a year are read in, or the name of its column.
        encoded: leave the results dictionary-encoded; all share one set of indices, so nothing is copied.
            A dictionary then holds one entry a distinct cell, equal ones and nulls too: for Arrow programs.
        prefix: stands in front of the name of every result column.
        results: the result columns that are wanted, or a dict from their names to the caller's.
        keep: whether the columns of `batch` come first.
        processes: how many cores judge; None for all. Other processes are started only where there are many
            distinct cells.
        row: the columns of the row that settles what a cell leaves open: `name`, `level1`, `level2`,
            `description`, `basis`, `comparator`, `unit`, `activity`.

    Returns:
        The columns of `schema("parse")` behind those of `batch`; they equal what `parse` says of each row.

    Raises:
        ColumnError: a column is not there, or a result has the name of one that is.
        TypeError: the column holds what no cell can hold (truth values, lists …).
        MissingExtraError: pyarrow is not installed.

    >>> import pyarrow as pa
    >>> from budgetkpi.arrow import parse_batch
    >>> parse_batch(pa.table({"指标值": ["≥95%", "12..5%"]}), "指标值")["error"].to_pylist()
    [None, 'bad-decimal']
    """
    given, name = _given(batch, column)
    wanted = plan(
        "parse",
        {"target": name, **row},
        fiscal_year=fiscal_year,
        prefix=prefix,
        results=results,
        keep=keep and name is column,
    )
    return _run(given, wanted, processes, encoded=encoded)


def evaluate_batch(  # noqa: PLR0913  (as above)
    batch: Any,  # noqa: ANN401
    *,
    target: str,
    actual: str,
    name: str | None = None,
    fiscal_year: int | str | None = None,
    policy: str | Policy | None = None,
    points: str | None = None,
    encoded: bool = False,
    prefix: str = "",
    results: Sequence[str] | Mapping[str, str] | None = None,
    keep: bool = True,
    processes: int | None = None,
    **row: str,
) -> Any:  # noqa: ANN401
    """Judge a column of actuals against a column of targets (整列判定).

    Args:
        batch: a Table or RecordBatch, or anything with `__arrow_c_stream__`.
        target, actual, name: the names of the columns 指标值, 实际完成值, 三级指标.
        policy: a scoring policy; where one is given, the columns of `score_batch` come out.
        points: the column 分值, for a policy.
        fiscal_year, encoded, prefix, results, keep, processes, row: as of `parse_batch`.

    Returns:
        The columns of `schema("evaluate")` behind those of `batch`: what `evaluate` says of each row.

    Raises:
        ColumnError, TypeError, MissingExtraError: as `parse_batch`.
        PolicyError: no such policy.
    """
    wanted = plan(
        "evaluate" if policy is None else "score",
        {"target": target, "actual": actual, "name": name, "points": points, **row},
        fiscal_year=fiscal_year,
        policy=policy,
        prefix=prefix,
        results=results,
        keep=keep,
    )
    return _run(_given(batch, target)[0], wanted, processes, encoded=encoded)


def score_batch(  # noqa: PLR0913  (as above)
    batch: Any,  # noqa: ANN401
    *,
    target: str,
    actual: str,
    name: str | None = None,
    points: str | None = None,
    policy: str | Policy = "national-2020",
    **options: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    """Give a column of rows their points (整列计分).

    Args:
        batch, target, actual, name: as of `evaluate_batch`.
        points: the column 分值: numbers, or texts such as `10` and `10分`.
        policy: the name of a shipped policy, or a `Policy`.
        options: the others of `evaluate_batch`.

    Returns:
        The columns of `schema("score")` behind those of `batch`.

    Raises:
        ColumnError, TypeError, MissingExtraError, PolicyError: as `evaluate_batch`.
    """
    return evaluate_batch(
        batch, target=target, actual=actual, name=name, points=points, policy=policy, **options
    )


def check_batch(  # noqa: PLR0913  (as above)
    batch: Any,  # noqa: ANN401
    *,
    name: str,
    target: str,
    fiscal_year: int | str | None = None,
    select: Sequence[str] | str | None = None,
    ignore: Sequence[str] | str | None = None,
    encoded: bool = False,
    prefix: str = "",
    results: Sequence[str] | Mapping[str, str] | None = None,
    keep: bool = True,
    processes: int | None = None,
    **row: str,
) -> Any:  # noqa: ANN401
    """Say what a reviewer would object to in each row (整列审核).

    What only a whole table shows (weights, rows that stand there twice) needs `budgetkpi.check` of a Sheet.

    Args:
        batch, name, target: as of `evaluate_batch`.
        select, ignore: the codes to look for, or to leave out, as of `budgetkpi.check`.
        fiscal_year, encoded, prefix, results, keep, processes, row: as of `parse_batch`; `points` too.

    Returns:
        The columns of `schema("check")` behind those of `batch`.

    Raises:
        ColumnError, TypeError, MissingExtraError: as `parse_batch`. CheckError: no such code.
    """
    wanted = plan(
        "check",
        {"target": target, "name": name, **row},
        fiscal_year=fiscal_year,
        prefix=prefix,
        results=results,
        keep=keep,
        select=select,
        ignore=ignore,
    )
    return _run(_given(batch, target)[0], wanted, processes, encoded=encoded)


def _run(given: Any, wanted: Plan, processes: int | None, *, encoded: bool) -> Any:  # noqa: ANN401
    with Kernel(wanted.task, processes=processes) as kernel:
        return judged(given, wanted, kernel, encoded=encoded)


def as_arrow(batch: Any) -> Any:  # noqa: ANN401
    """Arrow data of any kind as a Table or a RecordBatch.

    Raises:
        TypeError: it is none. MissingExtraError: pyarrow is not installed.
    """
    pyarrow = load("pyarrow", extra="arrow")
    if isinstance(batch, pyarrow.Table | pyarrow.RecordBatch):
        return batch
    if hasattr(batch, "__arrow_c_stream__"):
        return pyarrow.table(batch)
    if hasattr(batch, "__arrow_c_array__"):
        return pyarrow.record_batch(batch)
    raise TypeError(f"Arrow data is wanted, not {type(batch).__name__}")


def _given(batch: Any, column: str | None) -> tuple[Any, str]:  # noqa: ANN401
    """What was handed over as a Table or RecordBatch, and the name of the column in it."""
    pyarrow = load("pyarrow", extra="arrow")
    if isinstance(batch, pyarrow.Array):
        batch = pyarrow.chunked_array([batch])
    if isinstance(batch, pyarrow.ChunkedArray):
        if column is not None:
            raise TypeError(f"an array has no columns: {column!r}")
        return pyarrow.table({"": batch}), ""
    batch = as_arrow(batch)
    if not isinstance(column, str):
        raise TypeError("a table has several columns: name the one that is to be read")
    return batch, column
