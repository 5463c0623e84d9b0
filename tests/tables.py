"""The tables of cases (tests/data/*/*.tsv): one case a line, a comment behind #."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["lines", "numbered"]


def numbered(folder: Path) -> list[tuple[str, list[str]]]:
    """The lines of every table of a folder, split at tabs, each with its place: file:line."""
    return [
        (f"{table.stem}:{number}", line.split("\t"))
        for table in sorted(folder.glob("*.tsv"))
        for number, line in enumerate(table.read_text(encoding="utf-8").splitlines(), start=1)
        if line and not line.startswith("#")
    ]


def lines(table: Path) -> list[list[str]]:
    """The lines of one table, split at tabs."""
    text = table.read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
