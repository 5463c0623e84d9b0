"""The lines of a text file, whatever its encoding and however it was damaged (文本行)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from budgetkpi.tables.packages import damaged

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["lines_of"]

_UTF_16 = {
    b"\xff\xfe": ("utf-16-le", re.compile(rb"\r\0\n\0|\n\0|\r\0")),
    b"\xfe\xff": ("utf-16-be", re.compile(rb"\0\r\0\n|\0\n|\0\r")),
}
"""By the mark at its start: the encoding, and where a line ends, at an odd byte too where one was lost."""
_MARK = b"\xef\xbb\xbf"
_WIDE = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}")
"""A Chinese character in UTF-8; GB18030 seldom has three such bytes in a row."""
_OTHER = re.compile(rb"[\x80-\xff]")


def lines_of(content: bytes) -> list[str | None]:
    """The lines of a text without their ends, as an editor counts them; None for one that is damaged.

    The text is UTF-8 with or without a mark, UTF-16 with one, or GB18030. A line that is not valid in
    the encoding of the others is damaged; the lines around it are not.

    Raises:
        DocumentError: `file-damaged`, where most of it is text in none of these encodings.
    """
    pieces, encoding = _pieces(content)
    lines = [_decoded(piece, encoding) for piece in pieces]
    lost = sum(map(len, (piece for piece, line in zip(pieces, lines, strict=True) if line is None)))
    if 2 * lost > sum(map(len, pieces)):
        raise damaged(code="text-undecodable")
    return lines


def _pieces(content: bytes) -> tuple[Sequence[bytes], str]:
    """The bytes of each line, and their encoding."""
    if content[:2] in _UTF_16:
        encoding, end = _UTF_16[content[:2]]
        pieces = end.split(content[2:])
        return pieces if pieces[-1] else pieces[:-1], encoding
    content = content.removeprefix(_MARK)
    return content.splitlines(), "utf-8" if _is_utf_8(content) else "gb18030"


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return 2 * 3 * len(_WIDE.findall(content)) > len(_OTHER.findall(content))
    return True


def _decoded(piece: bytes, encoding: str) -> str | None:
    try:
        line = piece.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in line else line
