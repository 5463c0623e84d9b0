"""The strategies of the tests are those that users get."""

from __future__ import annotations

from budgetkpi.testing.drawn_values import amounts, ranges, values, written

__all__ = ["amounts", "ranges", "values", "written"]
