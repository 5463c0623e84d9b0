"""The same rows for every engine, what is asked of them, and results by column to be compared."""

from __future__ import annotations

import datetime
import math
import random
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from budgetkpi.arrow import check_batch, evaluate_batch, parse_batch, score_batch
from tests.hostile_rows import FIELDS, hostile_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = [
    "CHECKED", "EVALUATED", "PARSED", "SCORED", "WORKS", "Columns", "arrow_results", "as_columns", "given",
    "plain_rows", "published_rows", "typed",
]  # fmt: skip

_ROW: Final[dict[str, Any]] = {"name": "name", "level2": "level2", "fiscal_year": "fiscal_year"}
PARSED: Final[dict[str, Any]] = {"column": "target", **_ROW}
EVALUATED: Final[dict[str, Any]] = {"target": "target", "actual": "actual", **_ROW}
SCORED: Final[dict[str, Any]] = {**EVALUATED, "points": "points", "policy": "national-2020"}
CHECKED: Final[dict[str, Any]] = {"target": "target", "points": "points", **_ROW}
WORKS: Final = {"parse": PARSED, "evaluate": EVALUATED, "score": SCORED, "check": CHECKED}
"""What is asked of each engine, for `given`."""

_BATCHES: Final[dict[str, Callable[..., pa.Table]]] = {
    "parse": parse_batch, "evaluate": evaluate_batch, "score": score_batch, "check": check_batch
}  # fmt: skip
_PUBLISHED: Final = Path(__file__).parent / "data" / "checks" / "published.tsv"

Columns = dict[str, list[Any]]


def published_rows() -> list[tuple[str, str, str]]:
    """Level, name and target of the rows of published budgets."""
    lines = [line.split("\t") for line in _PUBLISHED.read_text(encoding="utf-8").splitlines()]
    return [(line[1], line[2], line[3]) for line in lines if not line[0].startswith("#") and line[2] != "*"]


def _published(rng: random.Random) -> list[tuple[Any, ...]]:
    """They as `FIELDS`, with what was done: the target, another row's, a word of work, nothing."""
    rows = published_rows()
    targets = [target for _, _, target in rows]
    return [
        (name, level, target, rng.choice((target.lstrip("≥≤<>="), rng.choice(targets), "已完成", None)),
         rng.choice(("10", "5", "12.5")), 2024)
        for level, name, target in rows
    ]  # fmt: skip


def given(count: int) -> pa.Table:
    """Published rows and hostile ones, drawn again and again, a row number among them.

    Of 100,000 rows 3 % are distinct.
    """
    rng = random.Random(22)  # noqa: S311  (no secret)
    distinct = min(count, 3000)
    hostile = hostile_rows(distinct)
    some = [*_published(rng), *hostile]
    rng.shuffle(some)
    rows = [*hostile, *rng.choices(some, k=count - distinct)] if count > distinct else some[:count]
    table = {field: [row[place] for row in rows] for place, field in enumerate(FIELDS)}
    return pa.table({
        "row": pa.array(range(count), pa.int64()),
        **{field: pa.array(table[field], pa.string()) for field in FIELDS[:-1]},
        "fiscal_year": pa.array(table["fiscal_year"], pa.float64()),
    })  # fmt: skip


_DAYS: Final = (datetime.date(2024, 6, 30), datetime.date(1, 1, 1), datetime.date(9999, 12, 31), None)
_TYPED: Final[dict[str, tuple[pa.DataType, tuple[Any, ...]]]] = {
    "float": (
        pa.float64(),
        (95.0, 0.95, 0.1 + 0.2, -0.0, 1e308, 5e-324, 1e22, math.nan, math.inf, -math.inf, None),
    ),
    "short_float": (pa.float32(), (0.1, 95.5, 3.4e38, math.nan, None)),
    "whole": (pa.int64(), (0, 95, -1, 2**63 - 1, -(2**63), None)),
    "exact": (pa.decimal128(20, 4), (Decimal("95.0000"), Decimal("0.1234"), Decimal(-5), None)),
    "day": (pa.date32(), _DAYS),
    "moment": (
        pa.timestamp("us"),
        (
            datetime.datetime(2024, 6, 30, 12, 30, 15, 123456),  # noqa: DTZ001  (columns often name none)
            datetime.datetime(1970, 1, 1),  # noqa: DTZ001
            None,
        ),
    ),
}
"""Types of columns that a cell may come in, with the edges of each."""


def typed(count: int) -> tuple[pa.Table, tuple[str, ...]]:
    """Rows whose actuals are numbers, days and moments, a column each, and the names of those columns."""
    rng = random.Random(23)  # noqa: S311  (no secret)
    targets = ("≥95%", "=0.3元", "≤2024年6月30日", "2024年底前", "≥5", "及时", "12..5%", None)
    table = {"row": pa.array(range(count), pa.int64()), "target": pa.array(rng.choices(targets, k=count))}
    table |= {name: pa.array(rng.choices(cells, k=count), kind) for name, (kind, cells) in _TYPED.items()}
    return pa.table(table), tuple(_TYPED)


def arrow_results(table: pa.Table, work: str, **said: Any) -> pa.Table:  # noqa: ANN401
    """What the kernel gives."""
    return _BATCHES[work](table, **said)


def as_columns(table: pa.Table) -> Columns:
    """A table by column, each a list of plain values, in the order of the column `row`."""
    table = table.sort_by("row")
    return {name: [_plain(thing) for thing in table[name].to_pylist()] for name in table.column_names}


def plain_rows(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows with one kind of nothing, of number and of day."""
    return [{name: _plain(thing) for name, thing in row.items()} for row in rows]


def _plain(thing: Any) -> Any:  # noqa: ANN401
    """NULL, None, NaN, NaT and NA are one nothing; a moment at midnight is a day."""
    if thing is None or type(thing) in (str, int, bool, Decimal):
        return thing
    if type(thing).__name__ in ("NAType", "NaTType") or (isinstance(thing, float) and math.isnan(thing)):
        return None
    if isinstance(thing, datetime.datetime):
        return thing.date()
    return thing.item() if hasattr(thing, "item") else thing
