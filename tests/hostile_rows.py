"""Rows of a column as they come: known cells, made ones, damaged ones, blanks, and what is no cell at all."""

from __future__ import annotations

import functools
import random
from typing import TYPE_CHECKING, Any

from tests.cells import known_cells
from tests.made_cells import damaged, made

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FIELDS", "HOSTILE", "columns", "hostile_cells", "hostile_rows"]

HOSTILE = (
    "", " ", "/", "—", "\u3000", "≥", "≥%", "12..5%", "95 96%", "80%-",
    "[80%,90%", "13月", "6月31日", "95%\x00", "\ufeff≥95%",
    "９" * 101, "9" * 100 + "%", "0." + "0" * 90 + "1%", "27/28",
    "1" * 29 + "元", "0.12345678901%", "≥" * 500, "(" * 500,
    "字" * 1000, "字" * 1001, "培训2次，每次100人", "e\u0301",
    "\u202e95%", "🙂", "NaN", "nan", "None", "inf", "-0", "1e308",
    "=1+1", "'95%", '"95%"', "95%\n", "9\t5%", "2月30日",
    "0000年", "9999年12月31日", "次年3月底前", "每月15日前",
)  # fmt: skip
NAMES = (
    "采购设备合格率",
    "培训场次",
    "投诉率",
    "预算控制数",
    "完成时间",
    "服务对象满意度",
    "取消审批事项数量",
    "",
    "指标\x00名",
)
LEVELS = ("数量指标", "质量指标", "时效指标", "成本指标", "满意度指标", "")
FIELDS = ("name", "level2", "target", "actual", "points", "fiscal_year")


@functools.cache
def hostile_cells(count: int = 2500) -> tuple[str | None, ...]:
    """Cells of every kind, the same ones every time."""
    rng = random.Random(20)  # noqa: S311  (no secret)
    known = known_cells()
    cells: list[str | None] = [None, *HOSTILE, *known]
    while len(cells) < count:
        cell = made(rng)
        cells += [cell, damaged(rng, cell), damaged(rng, rng.choice(known))]
    return tuple(cells)


def hostile_rows(count: int, distinct: int | None = None) -> list[tuple[Any, ...]]:
    """Rows of `FIELDS`, `distinct` of them drawn again and again."""
    rng = random.Random(21)  # noqa: S311  (as above)
    cells = hostile_cells()
    rows = [
        (
            rng.choice(NAMES),
            rng.choice(LEVELS),
            rng.choice(cells),
            rng.choice(cells),
            rng.choice(("10", "7.5", "", None, "0", "x", "-1")),
            rng.choice((2020, 2024, None)),
        )
        for _ in range(distinct or count)
    ]
    return rows if len(rows) == count else [rng.choice(rows) for _ in range(count)]


def columns(rows: Sequence[tuple[Any, ...]]) -> dict[str, list[Any]]:
    """The same rows by column."""
    return {field: [row[place] for row in rows] for place, field in enumerate(FIELDS)}
