"""One cell by itself to its value (单元格).

Most cells are one statement of the grammar and are read here; every other cell is read by
`loose`, which is loaded with the first of them.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import units, vocabulary
from budgetkpi.language.grammar import NotAStatementError
from budgetkpi.language.refusals import failed
from budgetkpi.language.statements import read_statement
from budgetkpi.text import CONTROLS, LONGEST_CELL, fold

if TYPE_CHECKING:
    from budgetkpi.values import Value

__all__ = ["ENDS", "read_cell", "read_whole"]

_DOUBLED_PERCENT: Final = re.compile(r"%(?: *%)+")
"""％% says no more than %; the blanks keep every place."""

_DIGITS: Final = re.compile(r"[0-9]")

_SLASHED: Final = re.compile(r"[^0-9/ ] *[/*]$")

_INNER_BLANKS: Final = re.compile(r"(?<![0-9.]) +| +(?![0-9. ])")

_INTERVAL: Final = re.compile(
    r" *(?P<opening>[\[(]) *-?[0-9.]+[^,\[\]()]*(?P<comma>,)"
    r" *-?[0-9.]+[^,\[\]()]*(?P<closing>[\])])(?P<rest>.*)"
)

ENDS: Final = "。;；,，、. "


def read_cell(text: str) -> Value:
    """Read one cell (指标值), with what was assumed in its notes.

    Args:
        text: the cell, verbatim.

    Returns:
        The plain reading; other readings are in `.alternatives`.

    Raises:
        TypeError: `text` is no str.
        ParseError: the cell tries to be a number or a date and fails.
    """
    if not isinstance(text, str):
        raise TypeError(f"a cell is a str, not {type(text).__name__}")
    if len(text) > LONGEST_CELL:
        raise failed("cell-too-long", text, (LONGEST_CELL, len(text)))
    return _read(text, units.current(), vocabulary.current())


@functools.lru_cache(maxsize=4096)
def _read(text: str, _units: units.Vocabulary, _vocabulary: vocabulary.Vocabulary | None) -> Value:
    """Columns repeat themselves: each distinct cell is read once, the words in use being part of it."""
    for place, character in enumerate(text):
        if character in CONTROLS:
            raise failed("control-character", text, (place, place + 1))
    return attrs.evolve(_value(text), text=text)


def _value(text: str) -> Value:
    folded = _DOUBLED_PERCENT.sub(lambda match: "%".ljust(len(match.group())), fold(text))
    stripped = folded.rstrip(ENDS)
    if _SLASHED.search(stripped):
        stripped = stripped[:-1]
    stripped = _with_separators(stripped)
    stopped = None
    if _DIGITS.search(stripped):
        try:
            return read_whole(stripped, text)
        except NotAStatementError as error:
            stopped = error
    from budgetkpi.language.loose import read_loose  # noqa: PLC0415  (loads with the first such cell)

    return read_loose(text, folded, stripped, stopped)


def _with_separators(stripped: str) -> str:
    """Tell the comma of an interval from one that groups digits: [80,100]."""
    match = _INTERVAL.fullmatch(stripped)
    if match is None or (match["opening"] + match["closing"] == "()" and match["rest"].strip()):
        return stripped
    place = match.start("comma")
    return f"{stripped[:place]}\ue001{stripped[place + 1 :]}"


def read_whole(stripped: str, text: str) -> Value:
    """The cell as one statement; blanks inside its words mean nothing, those between digits do.

    Raises:
        NotAStatementError: it is none.
        ParseError: it is one, of a number or a date that is none.
    """
    try:
        return read_statement(stripped, text)
    except NotAStatementError as error:
        joined = _INNER_BLANKS.sub("", stripped)
        if joined in (stripped, stripped.strip()):
            raise
        stopped = error
    try:
        return read_statement(joined, text)
    except NotAStatementError:
        raise stopped from None
