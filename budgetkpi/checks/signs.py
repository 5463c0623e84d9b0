"""Does the sign go with what the row says (指标性质)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.checks.row import rewritten
from budgetkpi.checks.rulebook import found, table
from budgetkpi.direction import outright_direction
from budgetkpi.indicators import Subclass
from budgetkpi.language.limits import sign_of
from budgetkpi.results import Confidence, Direction
from budgetkpi.values import Amount, Comparator, Deadline, Several

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.checks.row import Row
    from budgetkpi.results import Finding

__all__ = ["check_described_sign", "check_equals", "check_sign"]

_WAY: Final = {
    Comparator.GE: Direction.AT_LEAST,
    Comparator.GT: Direction.AT_LEAST,
    Comparator.LE: Direction.AT_MOST,
    Comparator.LT: Direction.AT_MOST,
}
_FLIPPED: Final = {
    Comparator.GE: Comparator.LE,
    Comparator.LE: Comparator.GE,
    Comparator.GT: Comparator.LT,
    Comparator.LT: Comparator.GT,
}
_OPPOSITE: Final = {Direction.AT_LEAST: Direction.AT_MOST, Direction.AT_MOST: Direction.AT_LEAST}
_STATED: Final = {"labelled-reverse", "labelled-forward", "sign-in-description", "band-ladder"}
"""The rules of direction that rest on what the row says outright."""


def _signed(row: Row) -> Amount | Deadline | None:
    """The target, where it carries a limit."""
    value = row.value
    if isinstance(value, Several):
        signs = {getattr(part, "comparator", None) for part in value.values}
        first = value.values[0] if value.values and len(signs) == 1 else None
        value = first
    if isinstance(value, Amount) and value.change is not None:
        return None
    if isinstance(value, Amount | Deadline) and value.comparator in _WAY:
        return value
    return None


def check_sign(row: Row) -> Iterator[Finding]:
    """A sign against what the name or the class asks for (方向与指标含义相反)."""
    value = _signed(row)
    if value is None or value.comparator is None:
        return
    way, wanted = _WAY[value.comparator], row.expected
    if wanted.direction is not _OPPOSITE[way] or way in wanted.alternatives or not _sure(row):
        return
    if way is Direction.AT_LEAST and found(table()["reverse"]["guaranteed"], row.name):
        return  # 人均公用经费不低于800元: spending that is guaranteed
    flipped = rewritten(row, attrs.evolve(value, comparator=_FLIPPED[value.comparator]))
    whole = not isinstance(row.value, Several)
    yield row.find(
        "reverse-sign",
        sign=value.comparator.symbol,
        why=wanted.why.en,
        why_zh=wanted.why.zh,
        fix=flipped if whole else "",
    )


def _sure(row: Row) -> bool:
    """Whether the rule that fired is sure enough to object by."""
    rules, wanted = table()["reverse"], row.expected
    if found(rules["either_way"], row.name):
        return False
    if wanted.confidence in (Confidence.HIGH, Confidence.STATED):
        return True
    capped = wanted.direction is Direction.AT_LEAST and found(rules["cap"], row.name)
    return not capped and wanted.rule in rules["medium"] and bool(found(rules["medium_name"], row.name))


def check_described_sign(row: Row) -> Iterator[Finding]:
    """A sign against the row's own label or description (方向与标注、描述矛盾)."""
    value = _signed(row)
    if value is None or value.comparator is None or isinstance(row.value, Several):
        return
    column = (row.indicator.comparator or "").strip()
    bare = row.indicator if sign_of(column) is None else attrs.evolve(row.indicator, comparator=None)
    stated = outright_direction(bare, attrs.evolve(value, comparator=None))
    if (
        stated is not None
        and stated.rule in _STATED
        and stated.direction is _OPPOSITE[_WAY[value.comparator]]
    ):
        flipped = rewritten(row, attrs.evolve(value, comparator=_FLIPPED[value.comparator]))
        yield row.find(
            "direction-contradiction",
            sign=value.comparator.symbol,
            why=stated.why.en,
            why_zh=stated.why.zh,
            fix=flipped,
        )


def check_equals(row: Row) -> Iterator[Finding]:
    """= on what is a ceiling: spending less would count as missing the target (上限误用等号)."""
    value = row.value
    if not isinstance(value, Amount) or value.comparator is not Comparator.EQ or value.change is not None:
        return
    if value.magnitude == 0 or row.expected.direction is not Direction.AT_MOST:
        return
    costs = row.indicator.subclass in (Subclass.COST, Subclass.ECONOMIC_COST)
    if row.expected.rule in table()["cap"]["rules"] or (costs and row.dimension == "money"):
        capped = rewritten(row, attrs.evolve(value, comparator=Comparator.LE))
        yield row.find("equals-on-a-cap", fix=capped)
