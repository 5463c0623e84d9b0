"""Does the row stand in the class that it belongs to (指标分类)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from budgetkpi.checks.named_units import clashes_with_name
from budgetkpi.checks.rulebook import found, table
from budgetkpi.values import Amount, Missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.checks.row import Row
    from budgetkpi.results import Finding

__all__ = ["check_class"]

_BENEFIT = ("economic", "social", "environmental", "sustained")


def check_class(row: Row) -> Iterator[Finding]:
    """A name or a unit that belongs to another second-level class (二级指标归类不当)."""
    if row.value is None or isinstance(row.value, Missing):
        return
    for rule in table()["class"]:
        if row.subclass in rule["in"] and rule["belongs"] not in row.indicator.level2 and _holds(rule, row):
            level2 = row.indicator.level2 or row.indicator.level1
            yield row.find("wrong-class", level2=level2, belongs=rule["belongs"], fix=rule["belongs"])
            return


def _holds(rule: dict[str, Any], row: Row) -> bool:
    if "name" in rule and not found(rule["name"], row.name):
        return False
    texts = [row.name, row.description]
    if "either" in rule and not any(found(rule["either"], text) for text in texts):
        return False
    if found(rule.get("not", ()), row.name):
        return False
    if row.subclass in _BENEFIT and found(rule.get("benefit_not", ()), row.name):
        return False
    if "units" in rule and row.dimension not in rule["units"]:
        return False
    if row.per and not rule.get("per", True):
        return False
    if "signs" in rule:
        sign = row.value.comparator if isinstance(row.value, Amount) else None
        if ("" if sign is None else sign.value) not in rule["signs"]:
            return False
    if "direction" in rule and row.expected.direction.value != rule["direction"]:
        return False
    # A name against its own unit is one fault already; which class it would be in is open.
    return not clashes_with_name(row)
