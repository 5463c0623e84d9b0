"""The statements of a cell, each by itself (分项陈述): 95%且零投诉 is a number and what may not happen."""

from __future__ import annotations

import functools
import itertools
import re
from typing import TYPE_CHECKING, Final

from budgetkpi.language.cell import read_or_none
from budgetkpi.language.lexicon import lexicon
from budgetkpi.language.tokens import SEPARATORS, tokens_of
from budgetkpi.text import fold
from budgetkpi.values import Amount, Deadline, Level, Range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.values import Value

__all__ = ["number_and_ruled_out"]

_MARKS: Final = SEPARATORS | {"LPAREN", "RPAREN"}
"""The kinds of marks that set one statement apart from another."""
_RULED_OUT: Final = "absence"
"""The ladder of what may not happen: 零投诉, 无事故."""


def number_and_ruled_out(text: str) -> tuple[tuple[Value, ...], tuple[Level, ...]]:
    """The numbers and dates of a cell, and what it says may not happen beside them.

    Returns:
        Nothing of either where the cell states one of the two alone; a number that is 0 says the same.

    >>> [[str(one) for one in each] for each in number_and_ruled_out("满意度95%且零投诉")]
    [['95%'], ['零投诉']]
    """
    parts = [part for part in map(read_or_none, _statements(fold(text))) if part is not None]
    ruled_out = tuple(one for one in parts if isinstance(one, Level) and one.ladder == _RULED_OUT)
    numbers = tuple(
        one
        for one in parts
        if isinstance(one, Range | Deadline) or (isinstance(one, Amount) and one.magnitude != 0)
    )
    return (numbers, ruled_out) if numbers and ruled_out else ((), ())


def _statements(text: str) -> Iterator[str]:
    """The parts of a cell between marks and joining words."""
    start = 0
    for token in [*tokens_of(text), None]:
        if token is None or token.kind in _MARKS:
            yield from filter(None, _joining().split(text[start : None if token is None else token.start]))
            start = start if token is None else token.end


@functools.cache
def _joining() -> re.Pattern[str]:
    """The words between two statements, the longest first."""
    words = itertools.chain.from_iterable(lexicon().of(kind) for kind in ("JOIN", "AND"))
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
