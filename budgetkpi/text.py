"""Fold full-width and look-alike characters to one spelling (全角、形近字归一).

Every character folds to exactly one character, so a span in the folded text is the same
span in the source. NFKC is not used: it turns ① into 1 and ½ into three characters.
"""

from __future__ import annotations

from typing import Final

__all__ = ["CONTROLS", "LONGEST_CELL", "fold", "tidy"]

LONGEST_CELL: Final = 1000
"""How many characters a cell may have; a longer one is no indicator value."""

_LOOK_ALIKES: Final = {
    " ": "\t\n\r\v\f\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff",
    "≥": "≧⩾≮⋝⪰≽",
    "≤": "≦⩽≯⋜⪯≼",
    ">": "﹥›〉",
    "<": "﹤‹〈",
    "=": "═﹦⹀",
    "%": "﹪٪",
    "‰": "؉",
    "¥": "￥",
    "~": "〜∼∽⁓˷",
    "—": "–―─━‒﹘ー",
    "-": "‐‑−﹣⁃˗",
    "·": "•‧・⋅∙･",
    "+": "﹢",
    "(": "﹙❨",
    ")": "﹚❩",
    "[": "【",
    "]": "】",
    ",": "﹐",
    ".": "﹒",
    ":": "﹕∶",
    ";": "﹔",
    "/": "∕⁄",
    "°": "º˚",
    "μ": "µ",
}
"""Folded character: the characters that are read as it."""

CONTROLS: Final = frozenset(
    c for c in map(chr, [*range(0x20), 0x7F, *range(0x80, 0xA0)]) if c not in "\t\n\r\v\f"
)
"""Control characters that no cell may hold; white space is not among them."""

_FOLD: Final = {0xFEE0 + i: chr(i) for i in range(0x21, 0x7F)} | {
    ord(character): folded for folded, characters in _LOOK_ALIKES.items() for character in characters
}


def fold(text: str) -> str:
    """Return `text` with each character in its one spelling; the length stays.

    >>> fold("≧９５％")
    '≥95%'
    """
    return text.translate(_FOLD)


def tidy(text: str) -> str:
    """Return folded `text` without blanks: what words are compared by."""
    return "".join(fold(text).split())
