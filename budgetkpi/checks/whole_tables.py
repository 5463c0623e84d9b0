"""What is wrong with a table as a whole (整表审核)."""

from __future__ import annotations

import collections
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from budgetkpi.checks.row import say
from budgetkpi.checks.rulebook import pattern, severity, table
from budgetkpi.indicators import Section
from budgetkpi.results import Finding
from budgetkpi.text import tidy
from budgetkpi.values import Amount, Deadline, Range

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from budgetkpi.checks.row import Row

__all__ = ["check_classes", "check_duplicates", "check_one_twice", "check_same_values", "check_weights"]


def check_duplicates(rows: Sequence[Row]) -> Iterator[tuple[int, Finding]]:
    """A name that an earlier row of the table has (指标名称重复)."""
    seen: dict[str, int] = {}
    for place, row in enumerate(rows):
        name = tidy(row.indicator.name)
        if not name:
            continue
        first = seen.setdefault(name, place)
        if first != place:
            earlier = rows[first].indicator
            apart = tidy(earlier.description) != tidy(row.indicator.description)
            code = "duplicate-of-other" if apart else "duplicate"
            yield place, row.find("duplicate", code, first=first + 1, row=place + 1)


def check_weights(rows: Sequence[Row]) -> Iterator[tuple[int, Finding]]:
    """Points that are missing, not above 0, or do not add up (分值设置有误)."""
    points = [row.indicator.points for row in rows]
    if all(one is None for one in points):
        return
    for place, row in enumerate(rows):
        one = points[place]
        if one is None:
            yield place, row.find("weights", "weights-missing")
        elif not one.is_finite() or one <= 0:
            yield place, row.find("weights", "weights-not-positive", points=f"{one:f}")
    if any(one is None or not one.is_finite() for one in points):
        return
    total = sum((one for one in points if one is not None), Decimal(0))
    sums = table()["weights"]["sums"]
    if total not in sums:
        wanted, wanted_zh = " or ".join(map(str, sums)), "、".join(map(str, sums))
        yield len(rows), _of_table("weights", total=f"{total:f}", wanted=wanted, wanted_zh=wanted_zh)


def check_same_values(rows: Sequence[Row]) -> Iterator[tuple[int, Finding]]:
    """One value in most rows of the table, as if pasted (指标值雷同)."""
    rules = table()["same"]
    filled = [str(row.value) for row in rows if isinstance(row.value, Amount | Range | Deadline)]
    if not filled:
        return
    value, count = collections.Counter(filled).most_common(1)[0]
    if count >= rules["rows"] and Fraction(count, len(rows)) > Fraction(rules["share_over"]):
        yield len(rows), _of_table("same-value-everywhere", count=count, rows=len(rows), value=value)


def check_one_twice(rows: Sequence[Row]) -> Iterator[tuple[int, Finding]]:
    """One indicator under output and again under benefit (同一指标重复设置)."""
    seen: dict[str, int] = {}
    for place, row in enumerate(rows):
        stem = pattern(table()["twice"]["tail"]).sub("", row.name)
        if not stem or row.indicator.section not in (Section.OUTPUT, Section.OUTCOME):
            continue
        first = seen.setdefault(stem, place)
        if rows[first].indicator.section is not row.indicator.section:
            yield place, row.find("one-indicator-twice", first=first + 1, row=place + 1)


def check_classes(rows: Sequence[Row]) -> Iterator[tuple[int, Finding]]:
    """A kind of indicator of which the table has no row (指标类别不全)."""
    held = {row.subclass for row in rows}
    if not held - {""}:
        return  # a form without classes
    for entry in table()["class_missing"]["wanted"]:
        if held.isdisjoint(entry["classes"]):
            yield len(rows), _of_table("class-missing", wanted=entry["en"], wanted_zh=entry["zh"])


def _of_table(code: str, **fields: object) -> Finding:
    return Finding(code, severity=severity(code), message=say(code, **fields))
