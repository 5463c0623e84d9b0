"""The results of every engine as plain rows, so that they can be compared value for value."""

from __future__ import annotations

import datetime
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from budgetkpi.arrow import evaluate_batch, parse_batch, score_batch
from tests.hostile_rows import columns, hostile_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["EVALUATED", "PARSED", "SCORED", "arrow_results", "given", "plain_rows"]

PARSED: dict[str, Any] = {
    "column": "target",
    "name": "name",
    "level2": "level2",
    "fiscal_year": "fiscal_year",
}
EVALUATED: dict[str, Any] = {
    "target": "target",
    "actual": "actual",
    "name": "name",
    "level2": "level2",
    "fiscal_year": "fiscal_year",
}
SCORED: dict[str, Any] = {**EVALUATED, "points": "points", "policy": "national-2020"}


def given(count: int) -> pa.Table:
    """Rows with hostile cells, a row number among them."""
    table = pa.table({"row": range(count), **columns(hostile_rows(count, min(count, 2000)))})
    return table.set_column(6, "fiscal_year", table["fiscal_year"].cast(pa.float64()))


def arrow_results(table: pa.Table) -> dict[str, list[dict[str, Any]]]:
    """What the kernel gives, which test_arrow.py holds to the scalar path."""
    said: dict[str, Any] = {"prefix": "r_"}
    return {
        "parse": parse_batch(
            table, PARSED["column"], **said, **{k: v for k, v in PARSED.items() if k != "column"}
        ).to_pylist(),
        "evaluate": evaluate_batch(table, **said, **EVALUATED).to_pylist(),
        "score": score_batch(table, **said, **SCORED).to_pylist(),
    }


def plain_rows(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows with one kind of nothing, of number and of day."""
    return [{name: _plain(thing) for name, thing in row.items()} for row in rows]


def _plain(thing: Any) -> Any:  # noqa: ANN401
    if thing is None or type(thing).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(thing, float) and math.isnan(thing):
        return None
    if isinstance(thing, datetime.datetime):
        return thing.date()
    if isinstance(thing, Decimal):
        return Decimal(thing)
    return thing.item() if hasattr(thing, "item") else thing
