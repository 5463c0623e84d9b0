"""The public `parse`: a cell in the light of its indicator (取值的识别)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from budgetkpi.language import read_cell

if TYPE_CHECKING:
    from budgetkpi.indicators import Indicator
    from budgetkpi.values import Value

__all__ = ["parse"]


def parse(text: str, *, indicator: Indicator | None = None) -> Value:
    """Read one cell (指标值)."""
    return read_cell(text)
