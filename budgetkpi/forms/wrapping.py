"""How many lines a text takes in a cell (折行), as spreadsheets break Chinese and Latin text."""

from __future__ import annotations

import re
from typing import Final

from budgetkpi.errors import columns

__all__ = ["MOST", "fitting", "lines_of", "printable", "room_of"]

MOST: Final = 32_767
"""So many characters a cell of a spreadsheet holds, those outside the first plane counted as two."""
_SPARE: Final = 100
"""What is left for the words that say where a text goes on."""

_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_PIECES: Final = re.compile(r"[!-~]+[ ]*|\s+|.", re.DOTALL)
"""Latin words and numbers stay together; a Chinese character stands alone."""
_UNIT: Final = 7.0
"""Pixels of a character of the font that widths are counted in."""
_HALF: Final = 0.7
"""Pixels of half a Chinese character for each point of its font, a little rounded up."""
_LOST: Final = 6.0
"""Pixels that the edges of a cell take."""


def printable(text: str) -> str:
    """The text as a file can hold it: line breaks are line feeds, half characters a visible stand-in."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)


def fitting(text: str) -> tuple[str, str]:
    """What a cell can hold of a text, and the rest."""
    if _units(text) <= MOST:
        return text, ""
    low = MOST - _SPARE
    while _units(text[:low]) > MOST - _SPARE:
        low -= _units(text[:low]) - (MOST - _SPARE) + 1 >> 1
    return text[:low], text[low:]


def _units(text: str) -> int:
    return len(text) + sum(c > "\uffff" for c in text)


def lines_of(text: str, width: float, size: int = 10) -> int:
    """How many lines `text` takes in a column of that width.

    Args:
        text: line breaks in it count.
        width: in characters, as a spreadsheet counts the width of a column.
        size: of the font, in points.

    >>> lines_of("一二三四五六七八九十", 12)
    2
    """
    room = room_of(width, size)
    return sum(_lines(line, room) for line in text.split("\n"))


def room_of(width: float, size: int = 10) -> int:
    """How many characters fit a line, a Chinese one counted as two."""
    return max(2, int((width * _UNIT - _LOST) / (_HALF * size)))


def _lines(line: str, room: int) -> int:
    count, used = 1, 0
    for piece in _PIECES.findall(line):
        size = columns(piece)
        if used + columns(piece.rstrip()) <= room:
            used += size
            continue
        if used:
            count += 1
        # A word longer than the line is broken wherever the line ends.
        count += max(0, -(-columns(piece.rstrip()) // room) - 1)
        used = size if size <= room else size % room or room
    return count
