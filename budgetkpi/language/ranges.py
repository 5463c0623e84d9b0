"""Ranges in the tree (区间): two ends, a tolerance, brackets, a variable between two signs."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from budgetkpi import numerals, units
from budgetkpi.language import dates
from budgetkpi.language.grammar import NotAStatementError
from budgetkpi.language.measures import Measure, blur_of, measure
from budgetkpi.language.refusals import failed
from budgetkpi.language.tree import Source, is_a, say, tokens, unit_text
from budgetkpi.values import Approximation, Range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.messages import Note
    from budgetkpi.values import Number, Value

__all__ = ["read_interval", "read_range", "read_sandwich", "read_tolerance", "read_within"]


def read_range(children: Sequence[Any], source: Source) -> Value:
    """Two ends joined by a dash or 至; two months printed as 2022.05-2023.02 are a span."""
    ends = next(child for child in children if is_a(child, "ends", "ends_and"))
    first, second = [c for c in ends.children if not is_a(c, "HYPHEN", "DASH", "AND")]
    span = (
        dates.span_of_months(str(tokens(first)[-1]), str(tokens(second)[-1]))
        if is_a(second, "number")
        else None
    )
    if span is not None:
        return span
    return _between(measure(first, source), measure(second, source), source, blur=blur_of(children))


def read_within(children: Sequence[Any], source: Source) -> Value:
    """20和30之间; 间 alone is a unit of rooms too, so it may hang on the second number."""
    value = read_range(children, source)
    if is_a(children[-1], "BETWEEN"):
        return value
    if isinstance(value, Range) and value.unit == "间":
        return attrs.evolve(value, unit="")
    raise NotAStatementError(0)


def _between(
    low: Measure,
    high: Measure,
    source: Source,
    *,
    inclusive: tuple[bool, bool] = (True, True),
    blur: Approximation | None = None,
) -> Range:
    notes = (*low.notes, *high.notes)
    if low.unit and high.unit.startswith(f"{low.unit}/"):
        low = attrs.evolve(low, unit=high.unit)  # 5000元-6000元/月
    if low.unit and high.unit and low.unit != high.unit:
        factor = units.factor(low.unit, high.unit)
        if factor is None:
            raise failed(
                "mixed-units", source.text, source.place(*high.span), first=low.unit, second=high.unit
            )
        low = attrs.evolve(low, number=numerals.exact(Fraction(low.number) * factor))
    elif (
        high.scale > 1
        and low.scale == 1
        and not low.unit
        and 0 < low.number < Fraction(high.number) / high.scale
    ):
        # 3-5万元 means 3万 to 5万: a low end in single yuan would be no range anybody writes
        low = attrs.evolve(low, number=numerals.exact(Fraction(low.number) * high.scale))
        notes = (*notes, say.note("scale-shared", scale=str(high.scale), low=str(low.number)))
    unit = high.unit or low.unit
    blurred = bool(low.approximation or high.approximation or blur)
    a, b = low.number, high.number
    if _is_no_range(a, b, unit) or (blurred and not all(inclusive)):
        raise NotAStatementError(0)
    (first, last) = inclusive
    if a > b:
        a, b, first, last = b, a, last, first
        notes = (*notes, say.note("range-high-to-low"))
    return Range(
        a,
        b,
        unit=unit,
        low_inclusive=first,
        high_inclusive=last,
        approximation=Approximation.ABOUT if blurred else None,
        notes=notes,
    )


def _is_no_range(low: Number, high: Number, unit: str) -> bool:
    """Ends that nobody prints as a range: without a finite decimal, months of a year, years."""
    if isinstance(low, Fraction) or isinstance(high, Fraction):
        return True
    ends = (f"{low:f}", f"{high:f}")
    if unit in ("年", "学年", "财年"):
        return any(map(dates.year_of_digits, ends))
    return not unit and all(map(dates.month_of_digits, ends))


def read_tolerance(children: Sequence[Any], source: Source) -> Range:
    """95%±2%, 100万元±5%, ±10%."""
    skipped = ("TOLERANCE", "WITHIN", "LE_AFTER", "at_most")
    measures = [measure(child, source) for child in children if not is_a(child, *skipped)]
    off = measures[-1]
    if len(measures) == 1:
        half = attrs.evolve(off, number=_negated(off.number) if off.number < 0 else off.number)
        return _between(attrs.evolve(half, number=_negated(half.number), notes=()), half, source)
    middle = measures[0]
    by = Fraction(off.number)
    notes = (*middle.notes, *off.notes)
    if off.unit == "%" and middle.unit != "%":
        by = by / 100 * Fraction(middle.number)
        notes = (*notes, say.note("relative-tolerance"))
    elif off.unit and middle.unit and off.unit != middle.unit and (middle.unit, off.unit) != ("%", "百分点"):
        factor = units.factor(off.unit, middle.unit)
        if factor is None:
            raise failed(
                "mixed-units", source.text, source.place(*off.span), first=middle.unit, second=off.unit
            )
        by *= factor
    by = abs(by)
    at = Fraction(middle.number)
    low, high = (Measure(numerals.exact(end), middle.unit or off.unit) for end in (at - by, at + by))
    return attrs.evolve(_between(low, high, source), notes=notes)


def _negated(number: Number) -> Number:
    return number.copy_negate() if isinstance(number, Decimal) else -number


def read_interval(children: Sequence[Any], source: Source) -> Range:
    """[80%,90%): a square bracket includes its end, a round one does not."""
    opening, closing = (c for c in children if is_a(c, "LBRACKET", "LPAREN", "RBRACKET", "RPAREN"))
    ends = [measure(c, source) for c in children if is_a(c, "bare", "chain", "chain_coin")]
    notes: tuple[Note, ...] = ()
    if is_a(children[-1], "unit"):
        unit, notes = unit_text(children[-1], source)
        ends = [attrs.evolve(end, unit=end.unit or unit, notes=notes) for end in ends]
    inclusive = (opening.type == "LBRACKET", closing.type == "RBRACKET")
    return _between(ends[0], ends[1], source, inclusive=inclusive)


def read_sandwich(children: Sequence[Any], source: Source) -> Range:
    """80≤x<90 or 90>x≥80."""
    first, second = (c for c in children if is_a(c, "LE_SIGN", "LT_SIGN", "GE_SIGN", "GT_SIGN"))
    one, other = measure(children[0], source), measure(children[-1], source)
    inclusive = (first.type in ("LE_SIGN", "GE_SIGN"), second.type in ("LE_SIGN", "GE_SIGN"))
    if first.type in ("GE_SIGN", "GT_SIGN"):
        one, other, inclusive = other, one, (inclusive[1], inclusive[0])
    if one.number > other.number:
        raise failed("contradicting-signs", source.text, source.place(*one.span))
    return _between(one, other, source, inclusive=inclusive)
