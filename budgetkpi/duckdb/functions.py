"""SQL functions over the columns' kernel (SQL 函数)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from budgetkpi.arrow.batches import as_codes
from budgetkpi.arrow.kernel import REMEMBERED, Kernel
from budgetkpi.arrow.schemas import DIGITS, PLACES, RESULTS
from budgetkpi.arrow.tasks import make_task
from budgetkpi.extras import load
from budgetkpi.policy import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable

    from budgetkpi.policy import Policy

__all__ = ["register"]

_SQL: Final = {
    "text": "VARCHAR",
    "number": f"DECIMAL({DIGITS},{PLACES})",
    "float": "DOUBLE",
    "day": "DATE",
    "whole": "INTEGER",
    "yes": "BOOLEAN",
}
_FUNCTIONS: Final = (
    ("parse", "parse", ("target",), None),
    ("evaluate", "evaluate", ("target", "actual", "name"), None),
    ("outcome", "evaluate", ("target", "actual", "name"), "outcome"),
    ("attainment", "evaluate", ("target", "actual", "name"), "attainment_float"),
    ("reason", "evaluate", ("target", "actual", "name"), "reason"),
    ("score", "score", ("target", "actual", "name", "points"), None),
    ("earned", "score", ("target", "actual", "name", "points"), "earned"),
)
"""Name, work, what the arguments are, and the one column that comes out, None for all as a STRUCT."""
_LEAST: Final = {"parse": 1, "evaluate": 2, "score": 2}


def register(
    connection: Any,  # noqa: ANN401  (a connection of DuckDB)
    *,
    prefix: str = "kpi_",
    policy: str | Policy = DEFAULT,
    fiscal_year: int | None = None,
) -> Any:  # noqa: ANN401
    """Add the SQL functions to a connection of the caller's (注册 SQL 函数).

    | function | gives |
    | --- | --- |
    | `kpi_parse(cell)` | a STRUCT of the columns of `budgetkpi.arrow.schema("parse")` |
    | `kpi_evaluate(target, actual, name)` | a STRUCT of those of `evaluate` |
    | `kpi_outcome`, `kpi_attainment`, `kpi_reason` | the verdict, the attainment, the reason's code |
    | `kpi_score(target, actual, name, points)` | a STRUCT of those of `score` |
    | `kpi_earned(target, actual, name, points)` | the points alone |

    `name` and `points` may be left out. Cells are texts, numbers or dates. Each distinct row is judged once
    while the connection is open; what is remembered is bounded.

    Args:
        connection: what `duckdb.connect()` gives.
        prefix: what the names begin with.
        policy: the scoring policy of `kpi_score` and `kpi_earned`.
        fiscal_year: the budget year of dates without a year.

    Returns:
        The connection.

    Raises:
        MissingExtraError: DuckDB or pyarrow is not installed.

    >>> import duckdb
    >>> with duckdb.connect() as con:
    ...     register(con).sql("SELECT kpi_outcome('≥95%', '96%')").fetchall()
    [('met',)]
    """
    duckdb = load("duckdb", extra="duckdb")
    load("pyarrow", extra="duckdb")
    for name, work, fields, column in _FUNCTIONS:
        connection.create_function(
            f"{prefix}{name}",
            _function(work, fields, column, policy if work == "score" else None, fiscal_year),
            None,
            duckdb.sqltype(_type(work, column)),
            type="arrow",
            null_handling="special",
        )
    return connection


def _type(work: str, column: str | None) -> str:
    """The SQL type of what comes out."""
    if column is not None:
        return next(_SQL[one.type] for one in RESULTS[work] if one.name == column)
    return f"STRUCT({', '.join(f'{one.name} {_SQL[one.type]}' for one in RESULTS[work])})"


def _function(
    work: str, fields: tuple[str, ...], column: str | None, policy: str | Policy | None, year: int | None
) -> Callable[..., Any]:
    """What DuckDB calls with a column an argument, one kernel a number of arguments."""
    kernels: dict[int, Kernel] = {}

    def judge(*arguments: Any) -> Any:  # noqa: ANN401  (chunked arrays)
        arrow = load("pyarrow", extra="duckdb")
        if not _LEAST[work] <= len(arguments) <= len(fields):
            raise TypeError(f"from {_LEAST[work]} to {len(fields)} arguments: {', '.join(fields)}")
        kernel = kernels.get(len(arguments))
        if kernel is None:
            results = None if column is None else [column]
            task = make_task(work, fields[: len(arguments)], policy=policy, fiscal_year=year, results=results)
            kernel = kernels[len(arguments)] = Kernel(task, remember=REMEMBERED)
        codes = [as_codes(cells, field) for cells, field in zip(arguments, fields, strict=False)]
        made = []
        for facts, places in kernel.pieces(codes):
            arrays = [chunked.combine_chunks().take(places) for chunked in facts.columns]
            made.append(
                arrays[0] if column else arrow.StructArray.from_arrays(arrays, names=facts.column_names)
            )
        return arrow.chunked_array(made)

    return judge
