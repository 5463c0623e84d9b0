"""Deadlines (时限): the rule of grammar/dates.lark."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi.language import dates
from budgetkpi.language.meaning.told import Child, Refused, Sign, Source, say, tokens_in
from budgetkpi.values import Amount, Comparator, Deadline, Period

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from budgetkpi.language.dates import Dated
    from budgetkpi.messages import Note
    from budgetkpi.values import Value

__all__ = ["RULES"]

_COMPARATORS: Final = {
    "LATEST": Comparator.LE,
    "BEFORE": Comparator.LE,
    "BELOW": Comparator.LE,
    "ABOVE": Comparator.GE,
    "AFTER": Comparator.GE,
}
_MONTHS_IN_A_YEAR: Final = 12


def deadline(children: Sequence[Child], _source: Source) -> Value:
    """deadline: (LATEST | sign | FROM)? DATE (BEFORE | BELOW | ABOVE | AFTER)?."""
    told = next((child for child in children if isinstance(child, Sign)), None)
    found: Dated = next(token.value for token in tokens_in(children) if token.kind == "DATE")
    closing = next((token.kind for token in tokens_in(children) if token.kind in _COMPARATORS), "")
    comparator = told.comparator if told is not None else _COMPARATORS.get(closing)
    if told is not None and told.kind == "REACH":
        comparator = _COMPARATORS.get(closing)
    if comparator is None and found.within:
        comparator = Comparator.LE
    assert found.deadline is not None
    value = attrs.evolve(found.deadline, comparator=comparator)
    if value.is_past_year and comparator is not None and comparator.strict:
        raise Refused(value)  # 高于去年 speaks of what was reached then
    alternatives, notes = _others(value, found.form, closing)
    return attrs.evolve(value, alternatives=alternatives, notes=notes)


def _others(value: Deadline, form: str, closing: str) -> tuple[tuple[Value, ...], tuple[Note, ...]]:
    """The other readings of a deadline, and the notes that name them."""
    if form == "month" and value.month is not None:
        if closing == "BEFORE":
            earlier = _month_before(value)
            return (earlier,), (say.note("month-before", alternatives=(str(earlier),), month=value.month),)
        if closing != "BELOW":
            length = Amount(Decimal(value.month), "个月", comparator=value.comparator)
            return (length,), (say.note("month-or-length", alternatives=(str(length),), month=value.month),)
    if form == "quarter" and value.ordinal is not None:
        length = Amount(Decimal(value.ordinal), "季度", comparator=value.comparator)
        return (length,), (say.note("quarter-or-length", alternatives=(str(length),), quarter=value.ordinal),)
    if form == "whole-year":
        length = Amount(Decimal(1), "年", comparator=value.comparator)
        return (length,), (say.note("whole-year", alternatives=(str(length),)),)
    if value.start is not None:
        months = dates.months_of(value.start, value)
        if months is not None and value.start.period is Period.MONTH:
            length = Amount(Decimal(months), "个月")
            return (length,), (say.note("span-or-length", alternatives=(str(length),)),)
        return (), (say.note("span-end"),)
    return (), ()


def _month_before(value: Deadline) -> Deadline:
    if value.month == 1:
        offset = value.year_offset - (value.year is None)
        year = None if value.year is None else value.year - 1
        return attrs.evolve(value, month=_MONTHS_IN_A_YEAR, year=year, year_offset=offset)
    return attrs.evolve(value, month=(value.month or 1) - 1)


RULES: Final[dict[str, Callable[[Sequence[Any], Source], Any]]] = {"deadline": deadline}
