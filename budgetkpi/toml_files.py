"""TOML files of the caller's own (使用者的TOML文件): read whole, or refused with the place.

Whoever writes a policy or a list of words may write anything. A file that would take long to
read, or that no table can come of, is an error of its reader with the line where it goes wrong.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from budgetkpi.bounds import LONGEST_CELL
from budgetkpi.messages import Catalog

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from budgetkpi.errors import BudgetKpiError
    from budgetkpi.messages import Message

__all__ = ["LARGEST_FILE", "MOST_PARTS", "read_toml"]

LARGEST_FILE: Final = 500_000
"""How many bytes a file of a policy or of words may have; the largest of our own has a seventh of it."""
MOST_PARTS: Final = 50_000
"""How many places a file may have at which something new begins; 5,000 units on a line each take 10,000."""

_MOST_POINTS: Final = 500
"""How many points a line may have: a key of more parts takes the square of their number to read."""
_DEEPEST: Final = 50
"""How deep arrays and tables may stand in one another."""
_LONGEST_KEY: Final = 100
"""How many characters a key may have."""
_PART: Final = re.compile(r"[,\n.\[{]")
"""Each number, text, key, table and line of a file follows one of these, so that they are as many at most."""
_DOTTED: Final = re.compile(
    r"(?:^|[\[{,])[ \t]*+(?:(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+){50}", re.MULTILINE
)
"""A key of more parts than tables may stand in one another; many of them take long to read."""
_LONG_NUMBER: Final = re.compile(r"(?<![0-9_])[0-9_]{4000}")

_say: Final = Catalog("bounds")


def read_toml(path: str | os.PathLike[str], refuse: Callable[[Message], BudgetKpiError]) -> dict[str, Any]:
    """Read a TOML file, its decimals as Decimals.

    Args:
        path: the file.
        refuse: makes the reader's own error of what is wrong, the line in it.

    Raises:
        BudgetKpiError: what `refuse` makes: the file is no TOML, has more than 500,000 bytes or 50,000
            parts, is nested more than 50 deep, or holds a key, a text or a number that is longer than any is.
        OSError: the file cannot be opened.
    """
    with Path(path).open("rb") as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise refuse(_say("toml-large", most=LARGEST_FILE))
    text = _decoded(content)
    if text is None:
        raise refuse(_say("toml-encoding", line=_undecoded_line(content)))
    too_much = _too_much(text)
    if too_much is not None:
        raise refuse(too_much)
    try:
        table = tomllib.loads(text, parse_float=_decimal)
    except tomllib.TOMLDecodeError as error:
        raise refuse(_say("toml-syntax", why=str(error))) from None
    except RecursionError:
        raise refuse(_say("toml-deep", line=_deepest_line(text), most=_DEEPEST)) from None
    except _Unreadable as error:
        raise refuse(_say("toml-exponent", line=_line(text, text.find(error.written)))) from None
    except ValueError:  # a whole number that Python does not read
        found = _LONG_NUMBER.search(text)
        raise refuse(_say("toml-number", line=_line(text, found.start() if found else 0))) from None
    _check(table, text, refuse)
    return table


def _too_much(text: str) -> Message | None:
    """What would take long to read, found before it is read."""
    over = next(itertools.islice(_PART.finditer(text), MOST_PARTS, None), None)
    if over is not None:
        return _say("toml-parts", line=_line(text, over.start()), most=MOST_PARTS)
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > _MOST_POINTS:
            return _say("toml-points", line=number, most=_MOST_POINTS)
    dotted = _DOTTED.search(text)
    return None if dotted is None else _say("toml-deep", line=_line(text, dotted.end() - 1), most=_DEEPEST)


class _Unreadable(ValueError):  # noqa: N818  (never seen outside)
    """A number with decimals whose exponent is beyond what a Decimal holds."""

    def __init__(self, written: str) -> None:
        super().__init__(written)
        self.written = written


def _decimal(written: str) -> Decimal:
    try:
        return Decimal(written)
    except InvalidOperation:
        raise _Unreadable(written) from None


def _line(text: str, at: int) -> int:
    """The line of a place, counted from 1; the first where the place is not known."""
    return 1 + text.count("\n", 0, max(at, 0))


def _decoded(content: bytes) -> str | None:
    """The text: UTF-8 with or without a mark, or GB18030 as older editors write; None where it is neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _undecoded_line(content: bytes) -> int:
    """The first line that is not UTF-8."""
    lines = content.split(b"\n")
    return next(number for number, line in enumerate(lines, 1) if _no_utf8(line))


def _no_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _check(table: dict[str, Any], text: str, refuse: Callable[[Message], BudgetKpiError]) -> None:
    """Refuse what stands too deep, and keys and texts that are too long, without going down by recursion."""
    level: list[Any] = [table]
    for _ in range(_DEEPEST):
        held: list[Any] = []
        for outer in level:
            if isinstance(outer, dict):
                for key in outer:
                    if len(key) > _LONGEST_KEY or not key.isprintable():
                        raise refuse(_say("toml-key", line=_written_at(key, text), most=_LONGEST_KEY))
            held.extend(outer.values() if isinstance(outer, dict) else outer)
        for one in held:
            if isinstance(one, str) and len(one) > LONGEST_CELL:
                raise refuse(_say("toml-text", line=_written_at(one, text), most=LONGEST_CELL))
        level = [one for one in held if isinstance(one, dict | list)]
        if not level:
            return
    raise refuse(_say("toml-deep", line=_deepest_line(text), most=_DEEPEST))


def _written_at(said: str, text: str) -> int:
    """The line of a key or a text; of one that is written in escapes, the longest line."""
    at = text.find(said[:_LONGEST_KEY])
    if at >= 0:
        return _line(text, at)
    return max(enumerate(text.split("\n"), 1), key=lambda place: len(place[1]))[0]


def _deepest_line(text: str) -> int:
    """The line at which most brackets stand open, or the one with the longest key."""
    lines = text.split("\n")
    opened = itertools.accumulate(
        line.count("[") + line.count("{") - line.count("]") - line.count("}") for line in lines
    )
    inside = (
        max(left, line.count("["), line.count("{"), line.count("."))
        for left, line in zip(opened, lines, strict=True)
    )
    return max(enumerate(inside, 1), key=lambda place: place[1])[0]
