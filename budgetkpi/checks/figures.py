"""Do the numbers of name, description and target agree (数字一致性)."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from budgetkpi import units
from budgetkpi.checks.named_units import clashes_with_name
from budgetkpi.checks.row import dimension, say
from budgetkpi.checks.rulebook import pattern, table
from budgetkpi.language.sentence import find
from budgetkpi.language.tokens import tokens_of
from budgetkpi.numerals import CHARACTERS
from budgetkpi.text import fold
from budgetkpi.values import Amount, Deadline, Range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.checks.row import Row
    from budgetkpi.language.tokens import Token
    from budgetkpi.results import Finding

__all__ = ["check_description", "check_name"]

_NOT_AFTER: Final = frozenset({"EACH", "MEAN", "NTH", "NEAR", "DASH", "MINUS", "SLASH", "GT"})
"""Kinds of words behind which a number is of each one, only orders, or is the end of a span."""
_TIMES: Final = ("clock_time", "calendar_time", "working_time")
_LIMITS: Final = frozenset({"ABOVE", "BELOW", "OUTSIDE", "AROUND", "BETWEEN"})
"""Kinds of words before which a number is a threshold of what is counted (60岁以上)."""
_SAME: Final = (units.RelationKind.SAME, units.RelationKind.CONVERTIBLE, units.RelationKind.COMPATIBLE)
_LONGEST_READ: Final = 200


def _number_of(row: Row) -> tuple[Fraction, str] | None:
    """The number and unit of a plain target, in the cell's own unit."""
    value = row.value
    if not isinstance(value, Amount) or not value.unit or value.change is not None or value.approximate:
        return None
    return Fraction(value.magnitude), value.unit


def check_name(row: Row) -> Iterator[Finding]:
    """A number in the name that is not the target's (名称与指标值数字不一致)."""
    target = _number_of(row)
    if target is None or not _counts(row.indicator.name):
        return
    number, unit = target
    named = [
        (scaled, printed)
        for printed, its, other in _figures(fold(row.indicator.name[:_LONGEST_READ]))
        if (scaled := _in_unit(its, other, unit)) is not None
    ]
    if not named or number in {its for its, _ in named} or number == sum(its for its, _ in named):
        return
    yield row.find("name-value-clash", printed=named[0][1])


def _counts(text: str) -> bool:
    """Whether a number may stand in a text."""
    return any(one.isdigit() or one in CHARACTERS for one in text)


def _in_unit(number: Fraction, unit: str, wanted: str) -> Fraction | None:
    """The number in the target's unit, None where the two do not compare."""
    relation = units.relation(unit, wanted)
    if relation.kind not in _SAME:
        return None
    return number * (relation.factor if relation.factor is not None else 1)


def _figures(name: str) -> Iterator[tuple[str, Fraction, str]]:
    """The amounts in a name: printed text, number, unit; no orders, thresholds, models and years."""
    rules, tokens = table()["figures"], tokens_of(name)
    for place, (token, unit) in enumerate(itertools.pairwise(tokens)):
        if token.kind != "NUMBER" or unit.kind != "UNIT" or not unit.value.listed or "/" in unit.value.name:
            continue
        before = tokens[place - 1] if place else None
        if before is not None and before.kind in _NOT_AFTER:
            continue
        word = before.value if before is not None and before.kind == "WORD" else ""
        if word.endswith(tuple(rules["not_after"])):
            continue
        if token.value.chinese and not word.endswith(tuple(rules["verbs"])):
            continue  # 举办三期, but not 一期工程
        behind = tokens[place + 2] if place + 2 < len(tokens) else None
        if behind is not None and _bounds(behind, unit.value.name, rules["not_before"]):
            continue
        yield name[token.start : unit.end], Fraction(token.value.number), unit.value.name


def _bounds(behind: Token, unit: str, words: list[str]) -> bool:
    """Whether what stands behind an amount makes it a threshold (60岁以上) or part of a word."""
    if behind.kind in _LIMITS:
        return behind.kind != "BELOW" or dimension(unit) not in _TIMES  # 30日内 is the limit itself
    return behind.kind == "WORD" and behind.value.startswith(tuple(words))


def check_description(row: Row) -> Iterator[Finding]:
    """A description that speaks of another number or another kind of unit (描述与指标值不一致)."""
    value = row.value
    if clashes_with_name(row) or not isinstance(value, Amount | Range | Deadline):
        return
    if _described_otherwise(row):
        assert row.described is not None
        kind = say(f"kind-{row.described.kind}")
        yield row.find(
            "description-value-clash",
            "description-of-another-kind",
            kind=kind.en,
            kind_zh=kind.zh,
            description=row.indicator.description.strip()[:_LONGEST_READ],
        )
        return
    yield from _described_figures(row)


def _described_otherwise(row: Row) -> bool:
    """Whether the description measures what the target's unit cannot be the unit of."""
    value, described = row.value, row.described
    if described is None or not (row.measure is None or described.kind == "share"):
        return False
    if isinstance(value, Deadline):
        return described.kind == "share"
    if not row.unit or (isinstance(value, Amount) and value.change is not None):
        return False
    return not described.fits(row.unit, row.dimension, per=row.per)


def _described_figures(row: Row) -> Iterator[Finding]:
    target, description = _number_of(row), row.indicator.description[:_LONGEST_READ]
    if target is None or not (_counts(description) or "半" in description):
        return
    number, unit = target
    described = [
        (mention.text, mention.value)
        for mention in find(description)
        if isinstance(mention.value, Amount)
        and mention.value.change is None
        and not _each(description[: mention.start])
    ]
    limits = [(text, value) for text, value in described if value.comparator is not None]
    same = [
        (text, scaled)
        for text, value in described
        if value.unit and (scaled := _in_unit(Fraction(value.magnitude), value.unit, unit)) is not None
    ]
    if len(same) == 1 and same[0][1] != number:
        yield row.find("description-value-clash", printed=same[0][0])
    elif not same and len(limits) == 1:
        text, limit = limits[0]
        bare = not limit.unit or dimension(limit.unit) == row.dimension
        if dimension(limit.unit) == "ratio" and not bare:
            yield row.find("description-value-clash", printed=text)


def _each(before: str) -> bool:
    """Whether the number behind is of each one."""
    return pattern(["(?:<EACH>|<MEAN>|单|平均)[^,，。;；]{0,4}$"]).search(before) is not None
