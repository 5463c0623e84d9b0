"""Is there one value in the cell (一格一值)."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final

from budgetkpi.checks.filling import RUN_TOGETHER
from budgetkpi.checks.row import LONGEST
from budgetkpi.checks.rulebook import table
from budgetkpi.language import read_or_none
from budgetkpi.language.sentence import find
from budgetkpi.language.statements import number_and_ruled_out
from budgetkpi.language.tokens import tokens_of
from budgetkpi.text import fold, tidy
from budgetkpi.values import Amount, Level, Several, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.checks.row import Row
    from budgetkpi.results import Finding
    from budgetkpi.values import Value

__all__ = ["check_one_value"]

_BETWEEN: Final = re.compile(r"[/、,;|]|或")


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
    """A number and what may not happen: 95%且零投诉."""
    target, cell = row.indicator.target, row.cell
    if len(target) > LONGEST or (isinstance(cell, Amount) and not cell.notes):
        return []  # too long for a cell, or nothing stands beside its number
    return [*itertools.chain.from_iterable(number_and_ruled_out(target))]


def _is_scale(row: Row) -> bool:
    """Whether the cell names all grades of a scale instead of one."""
    value = row.value
    if isinstance(value, Level) and value.ladder == "scale":
        return True
    if not isinstance(value, Level | Text):
        return False
    parts = [part for part in _BETWEEN.split(tidy(row.indicator.target)[:LONGEST]) if part]
    grades = [one for part in parts if isinstance(one := read_or_none(part), Level)]
    if len(grades) < len(parts):
        return False
    pairs = [
        (one, other)
        for one, other in itertools.combinations(grades, 2)
        if one.ladder and one.ladder == other.ladder
    ]
    many = len(grades) > 2  # noqa: PLR2004  (优、良 may be one target, 优、良、差 cannot)
    return any(one.negated != other.negated or (many and one.rank != other.rank) for one, other in pairs)
