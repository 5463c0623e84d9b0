"""Where in a file something stands, as the person's own program counts it (位置)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from budgetkpi.messages import Catalog, Message

if TYPE_CHECKING:
    from budgetkpi.tables.grid import Grid

__all__ = ["Place", "place_of"]

_say = Catalog("documents")


@attrs.frozen
class Place:
    """A place in both languages.

    Attributes:
        en, zh: its words.
    """

    en: str
    zh: str


def place_of(
    source: str | None, grid: Grid | None, row: int | None = None, column: int | None = None
) -> Place:
    """The words for a place: file, table, row and column, as far as they are known.

    Args:
        source: the file, None where it has no name.
        grid: the table.
        row: an index into the rows of the grid.
        column: an index into its columns.
    """
    parts: list[Message] = []
    if source:
        parts.append(Message("", source, source))
    if grid is not None:
        name = grid.name
        if isinstance(name, Message):
            parts.append(name)
        elif name:
            parts.append(_say("place-worksheet", name=name))
        if row is not None:
            parts.append(_row(grid, row))
        if column is not None:
            parts.append(_say("place-column", name=grid.column_names[column]))
    return Place(", ".join(part.en for part in parts), "，".join(part.zh for part in parts))


def _row(grid: Grid, row: int) -> Message:
    number = grid.row_numbers[row]
    if not grid.lines:
        return _say("place-row", number=number)
    last = grid.last_lines[row] if grid.last_lines else number
    return (
        _say("place-lines", first=number, last=last) if last > number else _say("place-line", number=number)
    )
