"""What a clause says a value is about (指标名称): the words in front of it, or else those behind."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from budgetkpi.language.around import longest_first
from budgetkpi.language.lexicon import lexicon
from budgetkpi.language.tokens import SEPARATORS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from budgetkpi.language.tokens import Token

__all__ = ["CLOSING", "LEAD", "WINDOW", "prose", "subject_of"]

CLOSING: Final = SEPARATORS | {"RPAREN", "RBRACKET"}
"""Kinds that end what is said of a value."""
LEAD: Final = 12
"""How many tokens beside a value are looked at."""
WINDOW: Final = 120
"""And how many characters in front of it."""


@functools.cache
def prose(name: str) -> tuple[str, ...]:
    """The words of prose of one list, the longest first."""
    return longest_first(tuple(lexicon().around["prose"][name]))


def subject_of(row: Sequence[Token], start: int, stop: int, folded: str) -> str:
    """What the clause says the value is about: the words in front, or else those behind."""
    begin = row[0].end if row[0].kind == "BULLET" else row[0].start
    front = folded[max(begin, row[start].start - WINDOW) : row[start].start] if start else ""
    subject = front.strip()
    for end in _repeat(subject, prose("ends"), at_end=True):
        subject = end
    shorter = subject
    for rest in _repeat(shorter, prose("leads"), at_end=False):
        word = lexicon().longest(shorter, 0)
        if word is not None and len(shorter) - len(rest) < len(word.text):
            break  # 使 of 使用面积
        shorter = rest
    noun = ""
    if stop < len(row) and row[stop].kind not in CLOSING:
        last = row[min(len(row), stop + LEAD) - 1]
        noun = folded[row[stop].start : last.start if last.kind in SEPARATORS else last.end]
    return (shorter or subject or noun.rstrip("，。；、,;!?:.")).strip(" 　:：(（\n")


def _repeat(text: str, words: tuple[str, ...], *, at_end: bool) -> Iterator[str]:
    """The text with one linking word after the other taken off."""
    while True:
        word = next((w for w in words if (text.endswith(w) if at_end else text.startswith(w))), "")
        if not word or word == text:
            return
        text = text[: -len(word)] if at_end else text[len(word) :]
        yield text
