"""Documents to sheets: the tables that offices publish, read out of their files (读取绩效表)."""

from __future__ import annotations

__all__: list[str] = []
