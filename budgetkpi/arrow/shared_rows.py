"""Verdict rows that many rows of a table share, made once (同判的行)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from budgetkpi.arrow.verdict_rows import verdict_row
from budgetkpi.evaluation import hangs_on, in_any_row
from budgetkpi.indicators import Indicator

if TYPE_CHECKING:
    from collections.abc import Callable

    from budgetkpi.arrow.value_rows import Row
    from budgetkpi.arrow.verdict_rows import Said
    from budgetkpi.evaluation import Grounds

__all__ = ["SharedRows"]

_MOST: Final = 1 << 14
"""So many verdict rows are kept at a time."""

Cells: TypeAlias = "dict[str, Any]"
"""The cells of a row by their fields."""


class _Around(NamedTuple):
    """The cells around two, and the row that they make; None where one is neither a text nor a year."""

    cells: list[Any]
    row: Indicator | None


class SharedRows:
    """The verdict rows of a task by what they hang on, and the last surroundings of two cells.

    Rows that follow each other share their name more often than not. Another process begins with none.
    """

    def __init__(self) -> None:
        self._rows: dict[Grounds, Row] = {}
        self._around = _Around([], Indicator(""))

    def __reduce__(self) -> tuple[type[SharedRows], tuple[()]]:
        return SharedRows, ()

    def row(
        self,
        cells: Cells,
        year: int | None,
        said: Said,
        *,
        around: Callable[[Cells], Indicator],
        judge: Callable[[Cells, Said], Row],
    ) -> Row:
        """The verdict row of some cells.

        Args:
            cells: `target` and `actual` among them.
            year: the budget year that they are read in.
            said: what values said already.
            around: makes a row of cells.
            judge: makes the verdict row of cells that share it with no other.
        """
        grounds = self._grounds(cells, year, around)
        if grounds is None:
            return judge(cells, said)
        known = self._rows.get(grounds)
        if known is not None:
            return known
        found = in_any_row(grounds)
        if found is None:
            return judge(cells, said)
        if len(self._rows) >= _MOST:
            self._rows.clear()
        known = self._rows[grounds] = verdict_row(found, said)
        return known

    def _grounds(
        self, cells: Cells, year: int | None, around: Callable[[Cells], Indicator]
    ) -> Grounds | None:
        target, actual = cells["target"], cells["actual"]
        if type(target) is not str or type(actual) is not str:
            return None
        beside = {field: cell for field, cell in cells.items() if field not in ("target", "actual")}
        told, row = self._around
        if told != (held := list(beside.values())):
            plain = all(
                cell is None or type(cell) is str for field, cell in beside.items() if field != "fiscal_year"
            )
            row = around(beside) if plain else None
            self._around = _Around(held, row)
        return None if row is None else hangs_on(target, actual, row, year)
