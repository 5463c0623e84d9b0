"""Fold full-width, look-alike and traditional characters to one spelling (全角、形近字、繁体字归一).

Every character folds to exactly one character, so a span in the folded text is the same
span in the source. NFKC is not used: it turns ① into 1 and ½ into three characters.
"""

from __future__ import annotations

from typing import Final

from budgetkpi.resources import load_text

__all__ = ["CONTROLS", "IN_NUMBERS", "fold", "squeezed", "tidy"]

_LOOK_ALIKES: Final = {
    "\n": "\r\v\f\u2028\u2029",
    " ": "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200c\u200d\u202f\u205f\u2060\u3000\ufeff",
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

IN_NUMBERS: Final = frozenset("0123456789.")
"""Characters of a number in digits: a blank between two of them parts two numbers."""

_IDEOGRAPHS: Final = 0x3400
"""The first code point that a character of Chinese script can have."""
_KEPT: Final = 0xFFFF
"""The last code point whose folding is kept, so that no text makes the table grow without end."""


class _Folds(dict[int, int | str]):
    """What each code point folds to; what it does not know yet is learnt when it is met.

    The traditional characters are read with the first Chinese character, and a character that
    stays is kept as itself: a miss costs more than a look-up.
    """

    def __init__(self) -> None:
        super().__init__({0xFEE0 + i: chr(i) for i in range(0x21, 0x7F)})
        for folded, characters in _LOOK_ALIKES.items():
            self.update((ord(character), folded) for character in characters)
        self.awaits_traditional = True

    def __missing__(self, code: int) -> int | str:
        if code >= _IDEOGRAPHS and self.awaits_traditional:
            self.update((ord(character), folded) for character, folded in traditional().items())
            self.awaits_traditional = False
            return self[code]
        if code <= _KEPT:
            self[code] = code
        return code


_FOLDS: Final = _Folds()


def traditional() -> dict[str, str]:
    """Return each traditional or variant character and the simplified one that it is read as (繁简对照).

    >>> traditional()["萬"]
    '万'
    """
    lines = load_text("traditional.txt").splitlines()
    words = (word for line in lines if not line.startswith("#") for word in line.split())
    return {character: word[0] for word in words for character in word[1:]}


def fold(text: str) -> str:
    r"""Return `text` with each character in its one spelling; the length stays.

    Every line break is read as "\n", which parts what stands before and behind it; every
    other white space as one blank.

    >>> fold("≧９５％"), fold("滿意度\t≥９５％\r")
    ('≥95%', '满意度 ≥95%\n')
    """
    return text.translate(_FOLDS)


def tidy(text: str) -> str:
    """Return folded `text` without blanks and line breaks: what words are compared by.

    >>> tidy("提前 ３ 天"), tidy("1 0天")
    ('提前3天', '1 0天')
    """
    return squeezed(fold(text))


def squeezed(folded: str) -> str:
    """Return a folded text without its blanks; between two numbers one stays, which parts them."""
    parts = folded.split()
    if len(parts) > 1:
        for place in range(len(parts) - 1):
            if parts[place][-1] in IN_NUMBERS and parts[place + 1][0] in IN_NUMBERS:
                parts[place] += " "
    return "".join(parts)
