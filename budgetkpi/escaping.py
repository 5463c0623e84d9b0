"""Text that is shown and never obeyed (控制字符的转义).

A cell, a header or the name of a file may hold what a terminal acts on: control characters, the
overrides of writing direction, separators of lines. Whoever prints such a text prints it escaped.
"""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["escaped", "escaped_json"]

_OBEYED: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories that are not plain text: controls, formats such as overrides, halves of pairs, separators."""
_KEPT: Final = 0xFFFF
"""The last code point whose escape is kept, so that no text makes the table grow without end."""


class _Escapes(dict[int, int | str]):
    """What each code point is printed as; what it does not know yet is learnt when it is met."""

    def __missing__(self, code: int) -> int | str:
        character = chr(code)
        found = self.escape(character) if unicodedata.category(character) in _OBEYED else code
        if code <= _KEPT:
            self[code] = found
        return found

    def escape(self, character: str) -> str:
        r"""As Python writes it: `\x1b`, `\u202e`, `\n`."""
        return character.encode("unicode_escape").decode("ascii")


class _JsonEscapes(_Escapes):
    r"""The same as JSON writes it: `\u001b`, two halves beyond the first plane; line breaks are its own."""

    def __missing__(self, code: int) -> int | str:
        return code if code == ord("\n") else super().__missing__(code)

    def escape(self, character: str) -> str:
        """Each half of UTF-16 by itself."""
        halves = character.encode("utf-16-be", "surrogatepass")
        return "".join(f"\\u{halves[i]:02x}{halves[i + 1]:02x}" for i in range(0, len(halves), 2))


_PLAIN: Final = _Escapes()
_JSON: Final = _JsonEscapes()


def escaped(text: str) -> str:
    r"""Return `text` on one line, with a visible escape for every character that a terminal would obey.

    Line breaks, tabs, ESC and the other control characters, overrides of writing direction and other
    formats, separators of lines and paragraphs and halves of surrogate pairs are escaped as Python
    writes them; a backslash stays one.

    >>> escaped("≥95%\n\x1b[2J\u202e")
    '≥95%\\n\\x1b[2J\\u202e'
    """
    return text if text.isprintable() else text.translate(_PLAIN)


def escaped_json(text: str) -> str:
    r"""Return JSON in which the same characters are escaped inside its strings.

    >>> escaped_json('{\n  "name": "\u202e"\n}')
    '{\n  "name": "\\u202e"\n}'
    """
    return text.translate(_JSON)
