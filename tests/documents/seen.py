"""What a person sees of a workbook, whichever format it is kept in."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from budgetkpi.tables.grid import Cell, Grid

if TYPE_CHECKING:
    from budgetkpi.tables.grid import Document

HEAD = ["一级指标", "三级指标", "年度指标值", "实际完成值"]

# A text with a note under it, 0.95 under 0%, 1268.5 under #,##0.00, a day under yyyy"年"m"月"d"日".
FORMATTED = (
    Cell("产出指标\n（50分）"),
    Cell("95%", stored=Decimal("0.95")),
    Cell("1,268.50", stored=Decimal("1268.5")),
    Cell("2022年11月30日", stored=datetime.date(2022, 11, 30)),
)


def only_grid(document: Document) -> Grid:
    """The one grid of a document."""
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    return grid
