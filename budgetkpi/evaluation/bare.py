"""Numbers that name no unit beside numbers that do (未注明单位的取值).

A bare actual takes the unit of the row's own column or brackets (宣传经费（万元）), else the
target's. Money is read in 元 and in 万元, a share as given and as a ratio, and a number far
below a target of ten thousands or more also in 万 and 亿: 5.2 beside 5万人 is hardly five
persons. Where the readings disagree, nothing is decided.
"""

from __future__ import annotations

import functools
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import units
from budgetkpi.errors import ParseError
from budgetkpi.evaluation.reasons import Judgement, note, plain, said, undetermined
from budgetkpi.evaluation.sets import Reading, Sets, scaled
from budgetkpi.evaluation.wordlists import words as listed
from budgetkpi.indicators import Indicator
from budgetkpi.reading import parse
from budgetkpi.text import fold
from budgetkpi.units import RelationKind
from budgetkpi.values import Amount, Range

if TYPE_CHECKING:
    from budgetkpi.evaluation.reasons import Question

__all__ = ["bare_actual", "bare_target", "per_cent_of", "percent"]

WAN: Final = Fraction(10_000)
YI: Final = Fraction(100_000_000)
FAR: Final = 1_000
"""A bare number that would be this many times its target in 万元 is not meant in 万元."""
SMALL: Final = 100
"""A bare number this many times smaller than its target may leave 万 or 亿 unsaid …"""
NEAR: Final = 10
"""… where it would then be no more than this many times its target."""
_FIGURES: Final = re.compile(r"[-+0-9., ]+")
_COMPARES: Final = (RelationKind.SAME, RelationKind.CONVERTIBLE, RelationKind.COMPATIBLE)


def bare_actual(target: Amount | Range, actual: Amount | Range, sets: Sets, asked: Question) -> list[Reading]:
    """Return every reading of an actual that names no unit, in the unit of its target.

    Args:
        target: names a unit.
        actual: names none.
        sets: the set of `actual`.
        asked: the row, whose column or brackets may name the actual's unit.
    """
    unit = target.unit
    taken = note("unit-taken-over", actual=said(actual), unit=unit)
    first = Reading(sets, notes=(taken,), lead=True, written=f"{said(actual)}{unit}")
    share = per_cent_of(unit)
    if share is not None:
        if _of_column(target, actual, asked, share):
            return [attrs.evolve(first, notes=(note("unit-of-column", actual=said(actual), unit=unit),))]
        return _share(target, actual, first, share)
    in_column = _in_column(target, actual, sets, asked)
    if in_column is not None:
        return [in_column]
    if not _is_money(unit):
        return _scaled_up(target, actual, first)
    return _money(target, actual, first)


def _share(target: Amount | Range, actual: Amount | Range, first: Reading, share: Fraction) -> list[Reading]:
    """0.96 beside per cents, as given and as a ratio."""
    if not _may_be_ratio(target, actual):
        return [first]
    ratio = note("share-read-as-ratio", actual=said(actual))
    return [
        attrs.evolve(first, code="share-or-per-cent"),
        Reading(scaled(first.sets, 100 * share), notes=(ratio,), written=f"{percent(actual)}%"),
    ]


def _of_column(target: Amount | Range, actual: Amount | Range, asked: Question, share: Fraction) -> bool:
    """Whether both cells stand bare in a column of shares and are of one size: 0.3 beside 0.5 under （%）."""
    if asked.row is None or target.text != asked.row.target or not _FIGURES.fullmatch(fold(target.text)):
        return False
    one = _column(asked.row.name, asked.row.unit or "")
    if one is None or per_cent_of(one.unit) is None:
        return False
    size, largest = _size(target), _size(actual)
    return largest <= NEAR * size < largest * 100 * share


def _money(target: Amount | Range, actual: Amount | Range, first: Reading) -> list[Reading]:
    """118 beside 120万元, in 元, in 万元, and beside a target of hundreds of millions in 亿元."""
    yuan = units.relation("元", target.unit).factor or Fraction(1)
    code = "yuan-or-wan"
    found = [
        attrs.evolve(first, sets=scaled(first.sets, yuan), written=f"{said(actual)}元", code=code, lead=False)
    ]
    size, largest = _size(target), _size(actual) * yuan
    if not size or largest * WAN <= size * FAR:
        taken = note("money-read-in-wan", actual=said(actual))
        in_wan = scaled(first.sets, yuan * WAN)
        found.append(Reading(in_wan, notes=(taken,), written=f"{said(actual)}万元", code=code))
    if size >= YI * yuan and largest * WAN * SMALL <= size and largest * YI <= size * NEAR:
        taken = note("read-in-larger", actual=said(actual), unit="亿元")
        in_yi = scaled(first.sets, yuan * YI)
        found.append(Reading(in_yi, notes=(taken,), written=f"{said(actual)}亿元", code=code))
    # 118 against 120万元 is meant in 万元, 4800 against 5000元 in 元: the nearer one gives the attainment.
    lead = 2 if len(found) > 2 else 1 if len(found) > 1 and largest * SMALL < size else 0  # noqa: PLR2004
    found[lead] = attrs.evolve(found[lead], lead=True)
    return found


def _scaled_up(target: Amount | Range, actual: Amount | Range, first: Reading) -> list[Reading]:
    """5.2 beside 5万人, in persons and in ten thousands of persons."""
    size, largest = _size(target), _size(actual)
    if not largest or largest * SMALL > size:
        return [first]
    # 0.8 of anything counted in thousands is hardly 0.8 of it.
    broken = any(number.denominator != 1 for number in _numbers(actual))
    larger = [
        Reading(
            scaled(first.sets, scale),
            notes=(note("read-in-larger", actual=said(actual), unit=f"{word}{target.unit}"),),
            written=f"{said(actual)}{word}{target.unit}",
        )
        for word, scale in (("万", WAN), ("亿", YI))
        if size * (NEAR if broken else 1) >= scale and largest * scale <= size * NEAR
    ]
    if not larger:
        return [first]
    larger[-1] = attrs.evolve(larger[-1], lead=True)
    return [attrs.evolve(first, lead=False, code="scale-open"), *larger]


def _in_column(target: Amount | Range, actual: Amount | Range, sets: Sets, asked: Question) -> Reading | None:
    """The reading in the unit that the row has for all its values, None where it has none that fits."""
    if asked.row is None:
        return None
    one = _column(asked.row.name, asked.row.unit or "")
    if one is None or one.magnitude == 1:
        return None
    relation = units.relation(one.unit, target.unit)
    if relation.kind not in _COMPARES or relation.factor is None:
        return None
    scale = Fraction(one.magnitude) * relation.factor
    size, largest = _size(target), _size(actual)
    if size and largest * scale > size * FAR:
        return None
    written = f"{said(actual)}×{one}"
    taken = note("unit-of-row", actual=said(actual), unit=asked.row.unit or asked.name)
    return Reading(scaled(sets, scale), notes=(taken,), lead=True, written=written)


@functools.lru_cache(maxsize=1024)
def _column(name: str, unit: str) -> Amount | None:
    """What a bare 1 is in a row: 10000元 under 经费（万元）; None where the row names no unit."""
    if not unit.strip() and not name.rstrip().endswith((")", "）")):
        return None
    try:
        one = parse("1", indicator=Indicator(name, unit=unit or None))
    except ParseError:
        return None
    return one if isinstance(one, Amount) and one.unit else None


def bare_target(
    target: Amount | Range, actual: Amount | Range, sets: Sets, asked: Question
) -> list[Reading] | Judgement:
    """Return every reading of an actual with a unit beside a target that names none, or why there is none."""
    taken = note("target-unit-taken-over", target=said(target), unit=actual.unit)
    first = Reading(sets, notes=(taken,), lead=True, written=f"{said(target)}{actual.unit}")
    share = per_cent_of(actual.unit)
    if share is not None and isinstance(target, Amount) and target.parts is not None:
        counted, total = target.parts
        taken = note("fraction-as-share", counted=counted, total=total)
        return [Reading(scaled(sets, 1 / (100 * share)), notes=(taken,))]
    if share is not None and _counts(asked):
        return undetermined("share-against-count", actual=said(actual), target=said(target), name=asked.name)
    if share is not None and 0 < max(_numbers(target)) <= 1:
        # 95% beside 0.95 is hardly a hundred times the target.
        as_ratio = max(_numbers(actual)) > NEAR * share * max(_numbers(target))
        return [
            attrs.evolve(first, code="target-share-open", lead=not as_ratio),
            Reading(
                scaled(sets, 1 / (100 * share)),
                notes=(note("target-share-or-per-cent", target=said(target)),),
                written=f"{percent(target)}%",
                lead=as_ratio,
            ),
        ]
    if _is_money(actual.unit):
        yuan = units.relation(actual.unit, "元").factor or Fraction(1)
        in_yuan = attrs.evolve(
            first, sets=scaled(sets, yuan), code="target-money-open", written=f"{said(target)}元"
        )
        if max(_numbers(target)) * WAN > max(_numbers(actual)) * yuan * FAR:
            return [in_yuan]
        in_wan = Reading(
            scaled(sets, yuan / WAN),
            notes=(note("target-yuan-or-wan", target=said(target)),),
            written=f"{said(target)}万元",
        )
        wan_leads = max(_numbers(target)) * 100 < max(_numbers(actual)) * yuan
        return [attrs.evolve(in_yuan, lead=not wan_leads), attrs.evolve(in_wan, lead=wan_leads)]
    return [first]


def _counts(asked: Question) -> bool:
    """Whether the row counts things, so that a share of them says nothing of its number."""
    if asked.row is None:
        return False
    if not asked.name or asked.name.endswith(listed("counts", "share")):
        return False
    return asked.name.endswith(listed("counts", "name")) or asked.row.level2.startswith(
        listed("counts", "level2")
    )


def percent(value: Amount | Range, less: int = 0) -> str:
    """Return its numbers as percentages, read as ratios."""
    return "~".join(plain((n - less) * 100) for n in _numbers(value))


def per_cent_of(unit: str) -> Fraction | None:
    """Return how many of `unit` one per cent is; None for a unit that is no share."""
    if not unit or unit == "倍" or units.dimension(unit) != "ratio":
        return None
    return units.relation("%", unit).factor


def _numbers(value: Amount | Range) -> tuple[Fraction, ...]:
    numbers = (value.magnitude,) if isinstance(value, Amount) else (value.low, value.high)
    return tuple(Fraction(n) for n in numbers)


def _size(value: Amount | Range) -> Fraction:
    """The largest of its numbers, without a sign."""
    return max(abs(number) for number in _numbers(value))


def _may_be_ratio(target: Amount | Range, actual: Amount | Range) -> bool:
    """0 to 1 may be a ratio; so may 1.05, a fraction above it, where the target is as large."""
    share = per_cent_of(target.unit) or Fraction(1)
    largest = max(_numbers(actual))
    if min(_numbers(actual)) < 0 or largest == 0:
        return False
    near = 2 * max(_numbers(target)) / (100 * share)
    return largest <= 1 or (largest.denominator > 1 and largest <= near)


def _is_money(unit: str) -> bool:
    return units.dimension(unit) == "money" and units.relation("元", unit).factor is not None
