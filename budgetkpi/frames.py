"""Columns of a frame, as natural as a cell (数据框整列处理): pandas, Polars, PyArrow, DuckDB and others.

A frame of the kind that was given comes back with the result columns behind its own; a frame of pandas keeps
its index. pandas, Polars and DuckDB are the caller's own; `pip install 'budgetkpi[frames]'` adds what stands
between them and Arrow.

>>> import pandas as pd
>>> import budgetkpi as bk
>>> df = pd.DataFrame({"三级指标": ["合格率"], "年度指标值": ["≥95%"], "实际完成值": [96.5]})
>>> judged = df.pipe(bk.frames.evaluate, target="年度指标值", actual="实际完成值", name="三级指标")
>>> judged[["outcome", "attainment"]].values.tolist()
[['met', '193/190']]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from budgetkpi import arrow
from budgetkpi.arrow.batches import as_codes, plan, results_of
from budgetkpi.arrow.distinct import coded_objects
from budgetkpi.arrow.kernel import Kernel
from budgetkpi.arrow.tasks import TEXT_FIELDS
from budgetkpi.errors import ColumnError
from budgetkpi.extras import load
from budgetkpi.messages import Catalog, series

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pyarrow as pa

    from budgetkpi.arrow.batches import Plan
    from budgetkpi.arrow.distinct import Coded
    from budgetkpi.policy import Policy

__all__ = ["check", "evaluate", "parse", "score"]

_say: Final = Catalog("columns")


def parse(frame: Any, column: Any = None, *, processes: int | None = None, **options: Any) -> Any:  # noqa: ANN401
    """Read a column of cells (整列识别).

    Args:
        frame: a frame, or a Series alone.
        column: the column's name; none for a Series.
        processes: how many cores judge, None for all; 1 starts no process.
        options: `fiscal_year`, `prefix`, `results`, `keep` and the columns of the row, as of
            `budgetkpi.arrow.parse_batch`.

    Returns:
        A frame of the same kind, with the columns of `budgetkpi.arrow.schema("parse")`. In pandas texts have
        the default type of texts, exact numbers are `Decimal`, days `datetime64`, `yes` is `boolean` and
        `whole` is `Int32`.

    Raises:
        ColumnError: a column is not there, or a result has the name of one that is.
        TypeError: no frame, or a column of what no cell can hold.
        MissingExtraError: a library is not installed.
    """
    if column is None and hasattr(frame, "to_frame") and hasattr(frame, "name"):
        frame, column, options = frame.to_frame("cell"), "cell", {**options, "keep": False}
    return _frame(frame, "parse", {"target": column}, processes, options)


def evaluate(  # noqa: PLR0913  (what a caller may say)
    frame: Any,  # noqa: ANN401
    *,
    target: Any,  # noqa: ANN401
    actual: Any,  # noqa: ANN401
    name: Any = None,  # noqa: ANN401
    points: Any = None,  # noqa: ANN401
    policy: str | Policy | None = None,
    processes: int | None = None,
    **options: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    """Judge a column of actuals against a column of targets (整列判定).

    Args:
        frame: a frame.
        target, actual, name: the names of the columns 指标值, 实际完成值, 三级指标.
        points: the column 分值, for a policy.
        policy: a scoring policy; with it the columns of `score` come out.
        processes, options: as of `parse`.

    Returns:
        A frame of the same kind, with the columns of `budgetkpi.arrow.schema("evaluate")`.

    Raises:
        ColumnError, TypeError, MissingExtraError: as `parse`. PolicyError: no such policy.
    """
    fields = {"target": target, "actual": actual, "name": name, "points": points}
    work = "evaluate" if policy is None else "score"
    return _frame(frame, work, fields, processes, {**options, "policy": policy})


def score(  # noqa: PLR0913  (as above)
    frame: Any,  # noqa: ANN401
    *,
    target: Any,  # noqa: ANN401
    actual: Any,  # noqa: ANN401
    name: Any = None,  # noqa: ANN401
    points: Any = None,  # noqa: ANN401
    policy: str | Policy = "national-2020",
    processes: int | None = None,
    **options: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    """Give a column of rows their points (整列计分); see `evaluate`.

    Returns:
        A frame of the same kind, with the columns of `budgetkpi.arrow.schema("score")`.
    """
    fields = {"target": target, "actual": actual, "name": name, "points": points}
    return _frame(frame, "score", fields, processes, {**options, "policy": policy})


def check(
    frame: Any,  # noqa: ANN401
    *,
    name: Any,  # noqa: ANN401
    target: Any,  # noqa: ANN401
    processes: int | None = None,
    **options: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    """Say what a reviewer would object to in each row (整列审核); see `evaluate`.

    Args:
        frame, name, target, processes: as of `evaluate`.
        options: as of `parse`; `select` and `ignore` as of `budgetkpi.check`, and the column `points`.

    Returns:
        A frame of the same kind, with the columns of `budgetkpi.arrow.schema("check")`.
    """
    return _frame(frame, "check", {"target": target, "name": name}, processes, options)


_PLANNED: Final = ("fiscal_year", "policy", "prefix", "results", "keep", "select", "ignore")


def _frame(
    frame: Any,  # noqa: ANN401
    work: str,
    fields: dict[str, Any],
    processes: int | None,
    options: dict[str, Any],
) -> Any:  # noqa: ANN401
    """Any frame through a plan, and back as its own kind."""
    load("pyarrow", extra="frames")
    said = {name: thing for name, thing in options.items() if name in _PLANNED}
    row = {name: thing for name, thing in options.items() if name not in _PLANNED}
    wanted = plan(work, {**fields, **row}, **said)
    with Kernel(wanted.task, processes=processes) as kernel:
        for is_one, through in _KINDS:
            if is_one(frame):
                return through(frame, wanted, kernel)
    raise TypeError(_say("no-frame", kind=type(frame).__name__).en)


def _of(library: str, name: str) -> Callable[[Any], bool]:
    """Whether something is an instance of a class, without importing its library."""

    def is_one(frame: Any) -> bool:  # noqa: ANN401
        return any(
            kind.__module__.partition(".")[0] == library and kind.__name__ == name
            for kind in type(frame).__mro__
        )

    return is_one


def _results(codes: Iterable[Coded], wanted: Plan, kernel: Kernel) -> pa.Table:
    return results_of(kernel.pieces(codes), wanted, encoded=False, cores=kernel.cores)


# -- pandas: the index is kept, and a column may hold anything


def _pandas(frame: Any, wanted: Plan, kernel: Kernel) -> Any:  # noqa: ANN401
    pandas, pyarrow = load("pandas", extra="frames"), load("pyarrow", extra="frames")
    wanted.check_names(list(frame.columns))
    series = [_series(frame, name) for name in wanted.columns]
    codes = map(_pandas_codes, series, wanted.task.fields)
    kinds = {pyarrow.bool_(): pandas.BooleanDtype(), pyarrow.int32(): pandas.Int32Dtype()}
    made = _results(codes, wanted, kernel).to_pandas(types_mapper=kinds.get, date_as_object=False)
    made.index = frame.index
    return frame.assign(**{name: made[name] for name in made.columns}) if wanted.keep else made


def _series(frame: Any, name: Any) -> Any:  # noqa: ANN401
    places = [place for place, label in enumerate(frame.columns) if label == name]
    if len(places) == 1:
        return frame.iloc[:, places[0]]
    code = "column-twice" if places else "column-missing"
    raise ColumnError(_say(code, name=name, names=series(frame.columns, 300)))


def _pandas_codes(series: Any, field: str) -> Coded:  # noqa: ANN401
    """A Series by its distinct cells; one that mixes types, as spreadsheets do, cell by cell."""
    pyarrow = load("pyarrow", extra="frames")
    try:
        column = pyarrow.Array.from_pandas(series)
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError, OverflowError, UnicodeEncodeError):
        return _mixed(series.tolist(), field)
    return as_codes(column, field)


def _mixed(cells: list[Any], field: str) -> Coded:
    """A list of anything; beside texts what is no number equals none is a blank."""
    if field in TEXT_FIELDS:
        cells = [cell if isinstance(cell, str) or not _blank(cell) else None for cell in cells]
    return coded_objects(cells)


def _blank(cell: Any) -> bool:  # noqa: ANN401
    """NaN, NaT and NA."""
    return type(cell).__name__ == "NAType" or (isinstance(cell, float) and cell != cell)  # noqa: PLR0124


# -- Arrow, DuckDB, and what narwhals knows


def _arrow(frame: Any, wanted: Plan, kernel: Kernel) -> Any:  # noqa: ANN401
    from budgetkpi.arrow.batches import judged  # noqa: PLC0415

    return judged(frame, wanted, kernel)


def _relation(frame: Any, wanted: Plan, kernel: Kernel) -> Any:  # noqa: ANN401
    """A relation of the same connection."""
    made = _arrow(frame.to_arrow_table(), wanted, kernel)  # noqa: F841  (the query looks for it by its name)
    return frame.query("given", "SELECT * FROM made")


def _eager(frame: Any, wanted: Plan, kernel: Kernel) -> Any:  # noqa: ANN401
    narwhals = load("narwhals.stable.v2", extra="frames")
    own = narwhals.from_native(frame, eager_only=True)
    wanted.check_names(own.columns)
    for name in wanted.columns:
        if name not in own.columns:
            raise ColumnError(_say("column-missing", name=name, names=series(own.columns, 300)))
    codes = map(_narwhals_codes, map(own.__getitem__, wanted.columns), wanted.task.fields)
    made = narwhals.from_arrow(_results(codes, wanted, kernel), backend=own.implementation)
    return (narwhals.concat([own, made], how="horizontal") if wanted.keep else made).to_native()


def _narwhals_codes(series: Any, field: str) -> Coded:  # noqa: ANN401
    narwhals = load("narwhals.stable.v2", extra="frames")
    if series.dtype == narwhals.Object:
        return _mixed(series.to_list(), field)
    return as_codes(series.to_arrow(), field)


def _lazy(frame: Any, wanted: Plan, kernel: Kernel) -> Any:  # noqa: ANN401
    return _eager(frame.collect(), wanted, kernel).lazy()


def _is_arrow(frame: Any) -> bool:  # noqa: ANN401
    pyarrow = load("pyarrow", extra="frames")
    return isinstance(frame, pyarrow.Table | pyarrow.RecordBatch)


def _is_eager(frame: Any) -> bool:  # noqa: ANN401
    narwhals = load("narwhals.stable.v2", extra="frames")
    return (
        hasattr(frame, "columns")
        and narwhals.from_native(frame, eager_only=True, pass_through=True) is not frame
    )


def _capsule(frame: Any, wanted: Plan, kernel: Kernel) -> Any:  # noqa: ANN401
    return _arrow(arrow.as_arrow(frame), wanted, kernel)


_KINDS: Final[tuple[tuple[Callable[[Any], bool], Callable[[Any, Plan, Kernel], Any]], ...]] = (
    (_of("pandas", "DataFrame"), _pandas),
    (_is_arrow, _arrow),
    (_of("_duckdb", "DuckDBPyRelation"), _relation),
    (_of("duckdb", "DuckDBPyRelation"), _relation),
    (_of("polars", "LazyFrame"), _lazy),
    (_is_eager, _eager),
    (lambda frame: hasattr(frame, "__arrow_c_stream__") or hasattr(frame, "__arrow_c_array__"), _capsule),
)
"""Kinds of frame, and what is done with each."""
