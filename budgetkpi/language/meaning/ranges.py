"""Ranges (区间): the rules of grammar/ranges.lark, and two limits on one number."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from budgetkpi import numerals, units
from budgetkpi.canonical import number_text
from budgetkpi.language import date_figures, dates
from budgetkpi.language.meaning.amounts import measured
from budgetkpi.language.meaning.measures import as_measure, exactly, scaled
from budgetkpi.language.meaning.told import (
    Chain,
    Child,
    Measure,
    Refused,
    Sign,
    Source,
    say,
    token_of,
    tokens_in,
)
from budgetkpi.language.tokens import Token, Unit
from budgetkpi.values import Amount, Approximation, Comparator, Range, Several

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from budgetkpi.messages import Note
    from budgetkpi.values import Number, Value

__all__ = ["RULES", "between_ends", "range_of_limits", "shared_scale"]

_TEN, _HUNDRED, _THOUSAND, _WAN, _YI = 10, 100, 1000, 10**4, 10**8
_MUCH_NEARER: Final = 10
"""How many times nearer two ends must be in one reading of a shared scale word than in the other."""


class End(NamedTuple):
    """One end of a range, and whether it belongs to it; None where that is not said."""

    measure: Measure
    inclusive: bool | None = None


def end(children: Sequence[Child], source: Source) -> End:
    """end: measure mark_end?."""
    inclusive = children[1] if len(children) > 1 else None
    return End(as_measure(children[0], source), inclusive)


def mark_end(children: Sequence[Child], _source: Source) -> bool:
    """mark_end: INCLUDED | EXCLUDED."""
    return bool(children[0].kind == "INCLUDED")


def range_(children: Sequence[Child], source: Source) -> Range:
    """range: (sign | FROM)? blur? end _to end AROUND?."""
    told = children[0]
    if isinstance(told, Sign) and told.kind not in ("KEEP", "REACH", "EQ"):
        raise Refused(told)  # another sign before a range leaves open which end it means
    first, second = (child for child in children if isinstance(child, End))
    blurred = next((child for child in children if isinstance(child, Approximation)), None)
    if token_of(children, "AROUND") is not None:
        blurred = Approximation.ABOUT
    inclusive = (first.inclusive is not False, second.inclusive is not False)
    return between_ends(first.measure, second.measure, source, inclusive=inclusive, blur=blurred)


def between(children: Sequence[Child], _source: Source) -> Value:
    """between: range BETWEEN."""
    found: Value = children[0]
    return found


def between_ends(
    low: Measure,
    high: Measure,
    source: Source,
    *,
    inclusive: tuple[bool, bool] = (True, True),
    blur: Approximation | None = None,
) -> Range:
    """The range between two ends, in the unit of either, in whatever order they are printed.

    Raises:
        Refused: nobody prints such a range.
        ParseError: the units of the ends do not go together.
    """
    notes: tuple[Note, ...] = (*low.notes, *high.notes)
    if low.unit and high.unit.startswith(f"{low.unit}/"):
        low = low._replace(unit=high.unit)  # 5000元-6000元/月
    if low.unit and high.unit and low.unit != high.unit:
        factor = units.factor(low.unit, high.unit)
        if factor is None:
            source.fail("mixed-units", high.span, first=low.unit, second=high.unit)
        low = low._replace(number=numerals.exact(Fraction(low.number) * factor))
    elif not low.unit and low.scale == _THOUSAND and high.scale == 1 and high.unit.startswith("千"):
        low = low._replace(number=exactly(Fraction(low.number) / _THOUSAND))  # 36千--74千米
    elif not low.unit and (shared := shared_scale(low, high)) is not None:
        notes = (*notes, say.note("scale-shared", scale=str(high.scale), low=str(low.number)))
        low = shared
    unit = high.unit or low.unit
    blurred = bool(low.approximation or high.approximation or blur)
    a, b = low.number, high.number
    if _is_no_range(a, b, unit) or (blurred and not all(inclusive)):
        raise Refused(low)
    first, last = inclusive
    if a > b:
        a, b, first, last = b, a, last, first
        notes = (*notes, say.note("range-high-to-low"))
    if first and last and not unit and _are_months(number_text(a), number_text(b)):
        raise Refused(low)
    return Range(
        a,
        b,
        unit=unit,
        low_inclusive=first,
        high_inclusive=last,
        approximation=Approximation.ABOUT if blurred else None,
        notes=notes,
    )


def shared_scale(low: Measure, high: Measure) -> Measure | None:
    """The first end with the scale word of the second (3-5万元), None where it has its own reading.

    3万 to 5万 is what anybody writes; a first end in single yuan would lie ten thousand
    times lower. 8000-1万元 needs no such help: its ends lie near each other as they are.
    """
    if high.tenths:
        return low._replace(number=exactly(Fraction(low.number) * _TEN), unit=high.unit, tenths=True)
    if low.scale == _TEN and high.scale < _WAN:
        low = low._replace(scale=1)  # 三十至五十千元
    if (
        high.scale <= low.scale
        or high.scale < _HUNDRED
        or low.scale >= _WAN
        or not low.number
        or isinstance(low.number, Fraction)
    ):
        return None
    alone, together = abs(low.number), abs(Fraction(high.number))
    if not together or (low.scale > 1 and high.scale < _WAN):
        return None
    scale = (
        _nearest(Fraction(alone), together, high.scale)
        if low.scale == 1
        else _YI
        if high.scale >= _YI
        else _WAN
    )
    shared = Fraction(alone) * scale
    if shared > together and (low.scale > 1 or (high.chinese and high.scale < _WAN)):
        return None  # 三千至五万元, 九至六百个
    if shared > together and _apart(shared, together) * _MUCH_NEARER > _apart(Fraction(alone), together):
        return None
    return low._replace(number=exactly(Fraction(low.number) * scale), scale=high.scale)


def _nearest(alone: Fraction, together: Fraction, scale: int) -> int:
    """The scale word of the second end that brings the first one nearest to it from below."""
    scales = _scales_of(scale)
    rising = [one for one in scales if alone * one <= together] or scales
    return min(rising, key=lambda one: _apart(alone * one, together))


def _scales_of(scale: int) -> tuple[int, ...]:
    """The scale words that a number in 百万 may share: 3-5百万, 八十至一百万."""
    return tuple({scale, *(large for large in (_WAN, _YI) if scale > large and scale % large == 0)})


def _apart(one: Fraction, other: Fraction) -> Fraction:
    """How many times the larger is the smaller."""
    return max(one, other) / min(one, other)


def _is_no_range(low: Number, high: Number, unit: str) -> bool:
    """Ends that nobody prints as a range: without a finite decimal, months of a year, years."""
    if isinstance(low, Fraction) or isinstance(high, Fraction):
        return True
    ends = (f"{low:f}", f"{high:f}") if not unit else (number_text(low), number_text(high))
    if unit.partition("/")[0] in ("年", "学年", "财年"):
        return any(map(date_figures.year_of_digits, ends))
    if unit:
        return False
    years = [date_figures.year_of_digits(end) is not None for end in ends]
    return all(map(date_figures.month_of_digits, ends)) or (years[0] and high < 100)  # noqa: PLR2004  (2012-13)


def _are_months(low: str, high: str) -> bool:
    """Whether two numbers are written as months of two years are: 2095.2--2097.2."""
    first = low.removeprefix("-")  # -2021.12~2021.12
    return "." in low and "." in high and dates.take(f"{first}~{high}", 0) is not None


# -- tolerances


def tolerance(children: Sequence[Child], source: Source) -> Range:
    """tolerance: sign? TOLERANCE measure BELOW?; ±10%, 偏差不超过±5%以内."""
    told = children[0]
    if isinstance(told, Sign) and told.comparator is not Comparator.LE:
        raise Refused(told)
    off = measured(children, source)
    half = off._replace(number=abs(off.number) if isinstance(off.number, Fraction) else off.number.copy_abs())
    low = half._replace(
        number=-half.number if isinstance(half.number, Fraction) else half.number.copy_negate(),
        notes=(),
        scale=1,
    )
    return between_ends(low, half._replace(scale=1), source)


def around(children: Sequence[Child], source: Source) -> Range:
    """around: measure TOLERANCE measure; 95%±2%, 100±5万元, 50人（±2人）."""
    middle, off = (as_measure(child, source) for child in children if isinstance(child, Measure | Chain))
    notes: tuple[Note, ...] = (*middle.notes, *off.notes)
    if not middle.unit and off.scale > middle.scale and middle.scale < _WAN and off.unit != "%":
        given, by = abs(Fraction(middle.number)), abs(Fraction(off.number))
        if given >= off.scale and by * 2 <= given:
            raise Refused(middle)  # 50000±5千: the scale word may reach the first number or not
        scales = (off.scale,) if middle.scale <= _TEN else _scales_of(off.scale)
        scale = next((one for one in sorted(scales) if by <= given * one), None)
        if scale is None:
            raise Refused(middle)
        notes = (*notes, say.note("scale-shared", scale=str(off.scale), low=str(middle.number)))
        middle = middle._replace(number=exactly(Fraction(middle.number) * scale))
    by = Fraction(off.number)
    if off.unit == "%" and middle.unit != "%" and (middle.unit or not 1 <= middle.number <= _HUNDRED):
        by = by / 100 * Fraction(middle.number)
        notes = (*notes, say.note("relative-tolerance"))
    elif off.unit and middle.unit and off.unit != middle.unit and (middle.unit, off.unit) != ("%", "百分点"):
        factor = units.factor(off.unit, middle.unit)
        if factor is None:
            source.fail("mixed-units", off.span, first=middle.unit, second=off.unit)
        by *= factor
    by, at = abs(by), Fraction(middle.number)
    relative = any(note.code == "relative-tolerance" for note in notes)
    unit = middle.unit if relative else middle.unit or off.unit
    low, high = (Measure(numerals.exact(edge), unit) for edge in (at - by, at + by))
    found = between_ends(low, high, source)
    return attrs.evolve(found, notes=notes)


def around_counted(children: Sequence[Child], source: Source) -> Range:
    """around_counted: LPAREN measure TOLERANCE measure RPAREN UNIT; (80±5)万元."""
    unit: Unit = children[-1].value
    ends = [
        scaled(as_measure(child, source), unit.scale)
        for child in children
        if isinstance(child, Measure | Chain)
    ]
    if any(one.unit for one in ends):
        raise Refused(unit)
    return around([one._replace(unit=unit.name, scale=1) for one in ends], source)


# -- brackets and signs around a name


def interval(children: Sequence[Child], source: Source) -> Value:
    """interval: _open measure (COMMA | DASH) measure _close UNIT?; [80%,90%), [95%,+∞)."""
    brackets = [token.kind for token in tokens_in(children) if token.kind.endswith(("PAREN", "BRACKET"))]
    inclusive = (brackets[0] == "LBRACKET", brackets[1] == "RBRACKET")
    if brackets == ["LBRACKET", "RBRACKET"] and _groups(children):
        raise Refused(children)  # [1,200元] may be twelve hundred
    if brackets == ["LPAREN", "RPAREN"] and token_of(children, "DASH") is not None:
        inclusive = (True, True)  # （3-5）台 only brackets a range
    ends = [as_measure(child, source) for child in children if isinstance(child, Measure | Chain)]
    unit = token_of(children, "UNIT")
    if unit is not None:
        ends = [
            scaled(one, unit.value.scale)._replace(unit=unit.value.name) if not one.unit else one
            for one in ends
        ]
    if len(ends) == 2:  # noqa: PLR2004
        found = between_ends(ends[0], ends[1], source, inclusive=inclusive)
        return _or_grouped(found) if brackets == ["LBRACKET", "RBRACKET"] and not ends[0].unit else found
    endless_first = isinstance(children[1], Token) and children[1].kind == "INFINITY"
    (one,) = ends
    if endless_first:
        comparator = Comparator.LE if inclusive[1] else Comparator.LT
    else:
        comparator = Comparator.GE if inclusive[0] else Comparator.GT
    return Amount(one.number, one.unit, comparator=comparator, notes=one.notes)


def _or_grouped(found: Range) -> Range:
    """Name the one number that [16,117天] may be as well."""
    low, high = found.low, found.high
    if not (isinstance(low, Decimal) and isinstance(high, Decimal)) or low != int(low) or low <= 0:
        return found
    if not _HUNDRED <= high < 10 * _HUNDRED:
        return found
    other = Amount(low * 1000 + high, found.unit)
    note = say.note("grouped-or-interval", alternatives=(str(other),), number=str(other.magnitude))
    return attrs.evolve(found, notes=(*found.notes, note), alternatives=(other,))


def _groups(children: Sequence[Child]) -> bool:
    """Whether the comma of an interval may as well group the digits of one number."""
    ends = [child for child in children if isinstance(child, Measure | Chain)]
    if len(ends) != 2 or token_of(children, "COMMA") is None or not isinstance(ends[0], Measure):  # noqa: PLR2004
        return False
    low = ends[0].number
    high = ends[1].number if isinstance(ends[1], Measure) else ends[1].measures[0].number
    return 0 < low * 10 <= high and low == int(low) and 100 <= high < 1000  # noqa: PLR2004


def sandwich(children: Sequence[Child], source: Source) -> Range:
    """sandwich: measure (LE | LT) WORD (LE | LT) measure, or downwards; 80%≤完成率<90%."""
    first, second = (token.kind for token in tokens_in(children) if token.kind in ("LE", "LT", "GE", "GT"))
    one, other = (as_measure(child, source) for child in children if isinstance(child, Measure | Chain))
    inclusive = (first in ("LE", "GE"), second in ("LE", "GE"))
    if first in ("GE", "GT"):
        one, other, inclusive = other, one, (inclusive[1], inclusive[0])
    found = between_ends(one, other, source, inclusive=inclusive)
    if any(note.code == "range-high-to-low" for note in found.notes):
        source.fail("contradicting-signs", one.span)
    return found


def range_of_limits(lower: tuple[Amount, Measure], upper: tuple[Amount, Measure]) -> Value:
    """Two limits on one number, one from below and one from above, as a range; both where they clash."""
    (low, first), (high, second) = lower, upper
    notes: tuple[Note, ...] = (*low.notes, *high.notes)
    if not first.unit and (shared := shared_scale(first, second)) is not None:
        notes = (*notes, say.note("scale-shared", scale=str(second.scale), low=str(first.number)))
        first = shared
    elif not second.unit and (shared := shared_scale(second, first)) is not None:
        second = shared
    factor = units.factor(first.unit, second.unit) if first.unit and second.unit else Fraction(1)
    blurred = low.approximate or high.approximate
    several = Several((low, high))
    if isinstance(first.number, Fraction) or isinstance(second.number, Fraction):
        return several
    if blurred and (low.comparator is Comparator.GT or high.comparator is Comparator.LT):
        return several  # an edge cannot be both open and vague
    if factor is None or Fraction(first.number) * factor > Fraction(second.number):
        return several
    if _is_no_range(first.number, second.number, second.unit or first.unit):
        return several
    return Range(
        numerals.exact(Fraction(first.number) * factor) if factor != 1 else first.number,
        second.number,
        unit=second.unit or first.unit,
        low_inclusive=low.comparator is Comparator.GE,
        high_inclusive=high.comparator is Comparator.LE,
        approximation=Approximation.ABOUT if blurred else None,
        notes=(*notes, say.note("two-limits", alternatives=(str(low), str(high)))),
    )


RULES: Final[dict[str, Callable[[Sequence[Any], Source], Any]]] = {
    "end": end,
    "mark_end": mark_end,
    "range": range_,
    "between": between,
    "tolerance": tolerance,
    "around": around,
    "around_counted": around_counted,
    "interval": interval,
    "sandwich": sandwich,
}
