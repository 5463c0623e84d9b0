"""The tables of cells: one cell a line, what it says beside it."""

from __future__ import annotations

import functools
import re
from pathlib import Path

__all__ = ["CELLS", "TABLES", "cells", "known_cells", "lines"]

CELLS = Path(__file__).parent / "data" / "cells"
TABLES = (
    "actuals",
    "approximations",
    "blanks",
    "changes",
    "damage",
    "dates",
    "forms",
    "numbers",
    "orders",
    "ranges",
    "references",
    "several",
    "signs",
    "units",
    "words",
)
"""The tables of cells that are values."""

_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


def lines(name: str) -> list[list[str]]:
    """The lines of a table, split at tabs, without comments; escaped characters are put back."""
    text = (CELLS / name).read_text(encoding="utf-8")
    return [
        [_ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), part) for part in line.split("\t")]
        for line in text.split("\n")
        if line and not line.startswith("# ")
    ]


def cells(name: str) -> list[str]:
    """The cells of one table."""
    return [line[0] for line in lines(f"{name}.tsv")]


@functools.cache
def known_cells() -> tuple[str, ...]:
    """Every cell of every table, failing ones and peers' ones too."""
    peers = CELLS.parent / "peers"
    others = [
        line.split("\t")[0]
        for name in ("microsoft.tsv", "duckling.tsv")
        for line in (peers / name).read_text(encoding="utf-8").splitlines()
        if not line.startswith("# ")
    ]
    found = [cell for name in (*TABLES, "errors", "odd") for cell in cells(name)]
    return tuple(dict.fromkeys([*found, *others]))
