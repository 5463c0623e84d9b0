"""Values joined to one cell (多个取值): the rules of grammar/cell.lark."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi import units
from budgetkpi.language.meaning.amounts import amount_of
from budgetkpi.language.meaning.measures import as_measure, scaled
from budgetkpi.language.meaning.ranges import between_ends, range_of_limits
from budgetkpi.language.meaning.told import Chain, Child, Measure, Refused, Source, say, token_of, tokens_in
from budgetkpi.language.tokens import Unit
from budgetkpi.values import Amount, Comparator, Deadline, Range, Several

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from budgetkpi.values import Value

__all__ = ["RULES", "finished", "flat", "together"]

_LOWER: Final = (Comparator.GE, Comparator.GT)
_UPPER: Final = (Comparator.LE, Comparator.LT)


def finished(told: Child, source: Source) -> Value:
    """The value of a whole statement."""
    if isinstance(told, Measure | Chain):
        return amount_of(as_measure(told, source), None)
    value: Value = told
    return value


def flat(values: Sequence[Value]) -> tuple[Value, ...]:
    """Values without one inside another."""
    return tuple(part for value in values for part in (value.values if isinstance(value, Several) else (value,)))


def joined(children: Sequence[Child], source: Source) -> Value:
    """joined: item (_joiner item)+ BETWEEN?."""
    values = [child for child in children if isinstance(child, Amount | Range | Deadline | Several)]
    if token_of(children, "BETWEEN") is not None:
        return _between(values, source)
    if token_of(children, "AND") is not None and _of_rooms(values):
        return _between([values[0], attrs.evolve(values[1], unit="")], source)
    return together(values)


def _of_rooms(values: Sequence[Value]) -> bool:
    """Whether 间 hangs on the second number as if it were a unit of rooms (20和30间)."""
    units_said = [value.unit for value in values if isinstance(value, Amount) and value.comparator is None]
    return units_said == ["", "间"]


def together(values: Sequence[Value]) -> Value:
    """Several values of one cell: two limits on one number, one limit for all, or each its own."""
    amounts = [value for value in values if isinstance(value, Amount)]
    if len(amounts) == len(values) == 2:  # noqa: PLR2004
        found = two_limits(amounts)
        if found is not None:
            return found
    if len(amounts) == len(values):
        amounts, shared = _one_limit(amounts)
        _same_count(amounts)
        notes = (say.note("limit-shared"),) if shared else ()
        return Several(tuple(amounts), notes=notes)
    _same_count(amounts)
    return Several(flat(values))


def two_limits(amounts: Sequence[Amount]) -> Value | None:
    """One limit from below and one from above on one number, else None."""
    lower = [a for a in amounts if a.comparator in _LOWER and a.change is None]
    upper = [a for a in amounts if a.comparator in _UPPER and a.change is None]
    if len(lower) != 1 or len(upper) != 1:
        return None
    scales = {id(a): _scale_in(a) for a in amounts}
    return range_of_limits(lower[0], upper[0], low_scale=scales[id(lower[0])], high_scale=scales[id(upper[0])])


def _scale_in(amount: Amount) -> int:
    """The scale word that a limit was printed with, from its unit's money: 5万元 ends in 万."""
    number = amount.magnitude
    if not isinstance(number, Decimal):
        return 1
    return next((scale for scale in (10**8, 10**4) if amount.unit and number % scale == 0 and number), 1)


def _one_limit(amounts: Sequence[Amount]) -> tuple[list[Amount], bool]:
    """分别不低于90%、85%: one word of limit in front of a list, or behind it, holds for each."""
    said = [amount.comparator is not None for amount in amounts]
    if sum(said) != 1 or not (said[0] or said[-1]):
        return list(amounts), False
    limit = (amounts[0] if said[0] else amounts[-1]).comparator
    return [attrs.evolve(a, comparator=limit, notes=_without_reach(a)) for a in amounts], True


def _without_reach(amount: Amount) -> tuple[Any, ...]:
    return tuple(note for note in amount.notes if note.code != "reach-word")


def _same_count(amounts: Sequence[Amount]) -> None:
    """Bare numbers beside numbers that say what they count (3、4个; 6、9月) are no list.

    Raises:
        Refused: there are both.
    """
    bare = [not a.unit and a.comparator is None and a.parts is None for a in amounts]
    if any(bare) and not all(bare):
        raise Refused(amounts)


def _between(values: Sequence[Value], source: Source) -> Value:
    """20和30之间."""
    if len(values) != 2 or not all(isinstance(v, Amount) and v.comparator is None for v in values):  # noqa: PLR2004
        raise Refused(values)
    low, high = (Measure(v.magnitude, v.unit) for v in values if isinstance(v, Amount))
    return between_ends(low, high, source)


def dates(children: Sequence[Child], _source: Source) -> Value:
    """dates: deadline (_joiner deadline)+; 6月和12月, 2021年及2022年底前."""
    return Several(tuple(child for child in children if isinstance(child, Deadline)))


def pair(children: Sequence[Child], _source: Source) -> Value:
    """pair: two limits without a word between them; 大于80%小于90%."""
    amounts = [child for child in children if isinstance(child, Amount)]
    return two_limits(amounts) or Several(tuple(amounts))


def within(children: Sequence[Child], source: Source) -> Value:
    """within: WITHIN (joined | range | between | amount); 介于80%-90%之间, 保持在95%以上."""
    value: Value = children[1]
    if isinstance(value, Several):
        if all(isinstance(v, Amount) and v.comparator is None for v in value.values):
            last = value.values[-1]
            if isinstance(last, Amount) and last.unit == "间":
                value = Several((*value.values[:-1], attrs.evolve(last, unit="")))
            return _between(value.values, source)
        return value
    return value


def aside(children: Sequence[Child], _source: Source) -> Value:
    """aside: UNIT_APART told; （万元）30-50."""
    unit: Unit = children[0].value
    value = children[1]
    if not isinstance(value, Amount | Range):
        raise Refused(value)
    if value.unit:
        if units.factor(value.unit, unit.name) is None:
            raise Refused(value)
        return value
    if isinstance(value, Range):
        low, high = (scaled(Measure(n), unit.scale).number for n in (value.low, value.high))
        return attrs.evolve(value, low=low, high=high, unit=unit.name)
    return _counted_in(value, unit)


def _counted_in(value: Amount, unit: Unit) -> Amount:
    measure = scaled(Measure(value.magnitude, parts=value.parts), unit.scale)
    found = amount_of(
        attrs.evolve(measure, unit=unit.name, approximation=value.approximation), value.comparator
    )
    kept = tuple(note for note in value.notes if note.code.startswith(("reach", "sign", "kept")))
    return attrs.evolve(found, change=value.change, base=value.base, notes=(*kept, *found.notes))


RULES: Final[dict[str, Callable[[Sequence[Any], Source], Any]]] = {
    "joined": joined,
    "dates": dates,
    "pair": pair,
    "within": within,
    "aside": aside,
}
