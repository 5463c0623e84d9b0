"""Is there one value in the cell (一格一值)."""

from __future__ import annotations

import functools
import itertools
import re
from typing import TYPE_CHECKING, Final

from budgetkpi.checks.filling import LONGEST, RUN_TOGETHER, read_word
from budgetkpi.checks.rulebook import table
from budgetkpi.language.lexicon import lexicon
from budgetkpi.language.sentence import find
from budgetkpi.language.tokens import tokens_of
from budgetkpi.language.tokens.token import SEPARATORS
from budgetkpi.text import fold, tidy
from budgetkpi.values import Amount, Deadline, Level, Range, Several, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.checks.row import Row
    from budgetkpi.results import Finding
    from budgetkpi.values import Value

__all__ = ["check_one_value"]

_BETWEEN: Final = re.compile(r"[/、,;|]|或")
_MARKS: Final = SEPARATORS | {"LPAREN", "RPAREN"}
"""The kinds of marks that set one statement apart from another."""
_RULED_OUT: Final = "absence"
"""The ladder of what may not happen: 零投诉, 无事故."""


def check_one_value(row: Row) -> Iterator[Finding]:
    """Several values, or a whole scale, in one cell (一格多值)."""
    value = row.value
    if _is_proportion(row):
        return
    if isinstance(value, Several) and not any(note.code == "total-and-parts" for note in value.notes):
        yield row.find("several-values", count=len(value.values), fix=" | ".join(map(str, value.values)))
    elif row.error is not None and row.error.code == RUN_TOGETHER:
        yield row.find("several-values", count=2)
    elif len(amounts := _amounts(row)) > 1:
        yield row.find("several-values", count=len(amounts), fix=" | ".join(map(str, amounts)))
    elif len(parts := _with_ruled_out(row)) > 1:
        yield row.find("several-values", count=len(parts), fix=" | ".join(map(str, parts)))
    if _is_scale(row):
        yield row.find("scale-for-value")


def _is_proportion(row: Row) -> bool:
    """Whether the cell holds one number to another (1:3), which is one value."""
    if not isinstance(row.value, Several) or ":" not in fold(row.indicator.target):
        return False
    tokens = tokens_of(fold(row.indicator.target))
    return [token.kind for token in tokens] == ["NUMBER", "WORD", "NUMBER"] and tokens[1].value == ":"


def _amounts(row: Row) -> list[Amount]:
    """The amounts in a text that should have been one number: 3期共150人."""
    asked = row.subclass in table()["no_number"]["classes"] or (row.measure is not None and row.measure.asks)
    if not asked or not isinstance(row.value, Text) or len(row.value.content) > LONGEST:
        return []
    mentions = find(row.value.content)
    return [one.value for one in mentions if isinstance(one.value, Amount) and one.value.unit]


def _with_ruled_out(row: Row) -> list[Value]:
    """A number and what may not happen: 95%且零投诉; nothing where the number is 0, which says the same."""
    target = fold(row.indicator.target)
    if len(target) > LONGEST:
        return []
    parts = [read_word(part) for part in _statements(target)]
    ruled_out = [one for one in parts if isinstance(one, Level) and one.ladder == _RULED_OUT]
    numbers = [
        one
        for one in parts
        if isinstance(one, Range | Deadline) or (isinstance(one, Amount) and one.magnitude != 0)
    ]
    return [*numbers, *ruled_out] if numbers and ruled_out else []


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


def _is_scale(row: Row) -> bool:
    """Whether the cell names all grades of a scale instead of one."""
    value = row.value
    if isinstance(value, Level) and value.ladder == "scale":
        return True
    if not isinstance(value, Level | Text):
        return False
    parts = [part for part in _BETWEEN.split(tidy(row.indicator.target)[:LONGEST]) if part]
    grades = [one for part in parts if isinstance(one := read_word(part), Level)]
    if len(grades) < len(parts):
        return False
    pairs = [
        (one, other)
        for one, other in itertools.combinations(grades, 2)
        if one.ladder and one.ladder == other.ladder
    ]
    many = len(grades) > 2  # noqa: PLR2004  (优、良 may be one target, 优、良、差 cannot)
    return any(one.negated != other.negated or (many and one.rank != other.rank) for one, other in pairs)
