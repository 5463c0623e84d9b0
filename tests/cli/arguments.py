"""What a command is given where any of its kind will do."""

from __future__ import annotations

__all__ = ["OF_CELLS", "TABLE"]

TABLE = "三级指标,指标值,实际完成值,分值,得分\n培训场次,≥5场,5场,100,100\n"
"""A file for the commands of files."""
OF_CELLS = {"parse": ["≥95%"], "evaluate": ["≥95%", "96%"]}
"""The commands of cells, and cells."""
