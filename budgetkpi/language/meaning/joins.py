"""Values joined to one cell (多个取值): the rules of grammar/cell.lark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi import units
from budgetkpi.language.meaning.amounts import amount_of
from budgetkpi.language.meaning.measures import in_per_cent, scaled
from budgetkpi.language.meaning.ranges import between_ends, range_of_limits
from budgetkpi.language.meaning.told import (
    Child,
    Joined,
    Measure,
    NoList,
    Refused,
    Source,
    Stated,
    say,
    tokens_in,
)
from budgetkpi.values import Amount, Comparator, Deadline, Range, Several

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from budgetkpi.language.tokens import Unit
    from budgetkpi.values import Value

__all__ = ["RULES", "aside_of", "counted_in", "flat", "resolved", "together"]

_LOWER: Final = (Comparator.GE, Comparator.GT)
_UPPER: Final = (Comparator.LE, Comparator.LT)


def flat(values: Sequence[Value]) -> tuple[Value, ...]:
    """Values without one inside another."""
    return tuple(
        part for value in values for part in (value.values if isinstance(value, Several) else (value,))
    )


def joined(children: Sequence[Child], _source: Source) -> Joined:
    """joined: item (_joiner item)+ BETWEEN?."""
    items = tuple(child for child in children if isinstance(child, Stated | Amount | Range | Several))
    return Joined(items, frozenset(token.kind for token in tokens_in(children)))


def resolved(told: Joined, source: Source) -> Value:
    """What joined values say together."""
    if "BETWEEN" in told.by or ("AND" in told.by and _of_rooms(told.items)):
        return _between(told.items, source)
    return together(told.items)


def _value(item: Stated | Value) -> Value:
    return item.value if isinstance(item, Stated) else item


def _amount(item: Stated | Value) -> Amount:
    value = _value(item)
    if not isinstance(value, Amount):
        raise Refused(item)
    return value


def _measure(item: Stated | Value) -> Measure:
    if isinstance(item, Stated):
        return item.measure
    amount = _amount(item)
    return Measure(amount.magnitude, amount.unit)


def _of_rooms(items: Sequence[Stated | Value]) -> bool:
    """Whether 间 hangs on the second number as if it were a unit of rooms (20和30间)."""
    values = [_value(item) for item in items]
    return [value.unit for value in values if isinstance(value, Amount) and value.comparator is None] == [
        "",
        "间",
    ]


def together(items: Sequence[Stated | Value]) -> Value:
    """Several values of one cell: two limits on one number, one limit for all, or each its own."""
    values = [_value(item) for item in items]
    amounts = [value for value in values if isinstance(value, Amount)]
    if len(amounts) == len(values) == 2:  # noqa: PLR2004
        found = two_limits(items)
        if found is not None:
            return found
    if len(amounts) == len(values):
        if len(amounts) == 2 and _clash(amounts):  # noqa: PLR2004
            return Several(tuple(amounts), notes=(say.note("limits-clash"),))
        amounts, shared = _one_limit(amounts)
        _same_count(amounts)
        return Several(tuple(amounts), notes=(say.note("limit-shared"),) if shared else ())
    _same_count(values)
    return Several(flat(values))


def two_limits(items: Sequence[Stated | Value]) -> Value | None:
    """One limit from below and one from above on one number, else None."""
    stated = [item for item in items if isinstance(_value(item), Amount)]
    lower = [item for item in stated if _limits(item, _LOWER)]
    upper = [item for item in stated if _limits(item, _UPPER)]
    if len(lower) != 1 or len(upper) != 1:
        return None
    (low,), (high,) = lower, upper
    found = range_of_limits((_amount(low), _measure(low)), (_amount(high), _measure(high)))
    return found if isinstance(found, Range) else None


def _limits(item: Stated | Value, signs: Sequence[Comparator]) -> bool:
    value = _value(item)
    return isinstance(value, Amount) and value.comparator in signs and value.change is None


def _clash(amounts: Sequence[Amount]) -> bool:
    """Whether two limits on one number leave none: ≥90%且≤80%."""
    signs = {a.comparator for a in amounts}
    return bool(signs & set(_LOWER)) and bool(signs & set(_UPPER)) and len({a.unit for a in amounts}) == 1


def _one_limit(amounts: Sequence[Amount]) -> tuple[list[Amount], bool]:
    """分别不低于90%、85%: one word of limit in front of a list, or behind it, holds for each."""
    said = [amount.comparator is not None for amount in amounts]
    outer = (amounts[0].comparator, amounts[-1].comparator)
    if sum(said) == 2 and all(outer) and outer[0] == outer[1] and len(amounts) > 2:  # noqa: PLR2004
        return [attrs.evolve(a, comparator=outer[0], notes=_without_reach(a)) for a in amounts], True
    if sum(said) != 1 or not (said[0] or said[-1]):
        return list(amounts), False
    limit = (amounts[0] if said[0] else amounts[-1]).comparator
    return [attrs.evolve(a, comparator=limit, notes=_without_reach(a)) for a in amounts], True


def _without_reach(amount: Amount) -> tuple[Any, ...]:
    return tuple(note for note in amount.notes if note.code != "reach-word")


def _same_count(values: Sequence[Value]) -> None:
    """Bare numbers beside numbers that say what they count (3、4个; 1、2~7个; 6、9月) are no list.

    Raises:
        NoList: there are both.
    """
    bare = [_is_bare(value) if isinstance(value, Amount | Range) else None for value in values]
    if True in bare and False in bare:
        raise NoList(max(bare.index(True), bare.index(False)))


def _is_bare(value: Amount | Range) -> bool:
    if isinstance(value, Range):
        return not value.unit
    return not value.unit and value.comparator is None and value.parts is None


def _between(items: Sequence[Stated | Value], source: Source) -> Value:
    """20和30之间; 间 alone is a unit of rooms too, so it may hang on the second number."""
    values = [_value(item) for item in items]
    if len(values) != 2 or not all(isinstance(v, Amount) and v.comparator is None for v in values):  # noqa: PLR2004
        raise Refused(values)
    low, high = (_measure(item) for item in items if isinstance(item, Stated | Amount))
    if high.unit == "间" and not low.unit:
        high = high._replace(unit="")
    return between_ends(low, high, source)


def dates(children: Sequence[Child], _source: Source) -> Value:
    """dates: deadline (_joiner deadline)+; 6月和12月, 2021年及2022年底前."""
    return Several(tuple(child for child in children if isinstance(child, Deadline)))


def pair(children: Sequence[Child], _source: Source) -> Value:
    """pair: two limits without a word between them; 大于80%小于90%."""
    items = [child for child in children if isinstance(child, Stated | Amount)]
    found = two_limits(items)
    if found is not None:
        return found
    amounts = [value for value in map(_value, items) if isinstance(value, Amount)]
    return Several(tuple(amounts), notes=(say.note("limits-clash"),) if _clash(amounts) else ())


def within(children: Sequence[Child], source: Source) -> Value:
    """within: WITHIN (joined | range | between | tolerance | amount); 介于80%-90%之间, 在30人、20人以上."""
    told = children[1]
    if not isinstance(told, Joined):
        return _value(told)
    if told.by == {"AND"} and all(_is_plain(item) for item in told.items):
        return _between(told.items, source)
    return resolved(told, source)


def _is_plain(item: Stated | Value) -> bool:
    value = _value(item)
    return isinstance(value, Amount) and value.comparator is None


def aside(children: Sequence[Child], _source: Source) -> Value:
    """aside: UNIT_APART told; （万元）30-50."""
    return aside_of(children[1], children[0].value)


def aside_of(value: Value, unit: Unit) -> Value:
    """A value counted in a unit that stands apart from it; 28/30 is a share of a hundred by itself.

    Raises:
        Refused: it has another unit already, or is a part of a whole that nothing else can count.
    """
    if not isinstance(value, Amount | Range):
        raise Refused(value)
    if isinstance(value, Amount) and value.parts is not None:
        if units.dimension(unit.name) != "ratio":
            raise Refused(value)
        return value
    if value.unit:
        if units.factor(value.unit, unit.name) is None:
            raise Refused(value)
        return value
    if isinstance(value, Range):
        low, high = (in_per_cent(scaled(Measure(n, unit.name), unit.scale)) for n in (value.low, value.high))
        return attrs.evolve(value, low=low.number, high=high.number, unit=low.unit)
    return counted_in(value, unit)


def counted_in(value: Amount, unit: Unit) -> Amount:
    """A bare amount counted in a unit that stands apart from it, its scale word multiplied in."""
    measure = in_per_cent(scaled(Measure(value.magnitude, unit.name), unit.scale))
    found = amount_of(measure._replace(approximation=value.approximation), value.comparator)
    kept = tuple(note for note in value.notes if note.code.startswith(("reach", "sign", "kept")))
    return attrs.evolve(found, change=value.change, base=value.base, notes=(*kept, *found.notes))


RULES: Final[dict[str, Callable[[Sequence[Any], Source], Any]]] = {
    "joined": joined,
    "dates": dates,
    "pair": pair,
    "within": within,
    "aside": aside,
}
