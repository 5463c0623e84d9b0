"""Puts an actual on its target's scale: every set that it can mean there (换算到同一尺度).

An actual without a unit takes the target's. Against money it is read in 元 and in 万元, a
share without % as given and as a ratio. What counts the same things under another name
(台 and 套) is taken one for one with a note; what does not compare is refused.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import units
from budgetkpi.evaluation.bare import bare_actual, bare_target, per_cent_of, percent
from budgetkpi.evaluation.changes import growth
from budgetkpi.evaluation.reasons import Judgement, note, said, undetermined
from budgetkpi.evaluation.sets import Reading, Sets, scaled, widened
from budgetkpi.evaluation.wordlists import pairs
from budgetkpi.evaluation.wordlists import words as listed
from budgetkpi.units import RelationKind
from budgetkpi.values import Amount, Range

if TYPE_CHECKING:
    from budgetkpi.evaluation.reasons import Question
    from budgetkpi.messages import Note
    from budgetkpi.units import Relation

__all__ = ["readings"]

MONTHS_A_YEAR: Final = 12


def readings(
    target: Amount | Range, actual: Amount | Range, sets: Sets, asked: Question
) -> list[Reading] | Judgement:
    """Return every reading of `actual` in the unit of `target`, or why there is none.

    Args:
        target: gives the unit.
        actual: what was reached.
        sets: the set of `actual` in its own unit.
        asked: the row, whose name settles 人次 and growth.
    """
    if isinstance(actual, Amount) and actual.parts is not None and not actual.unit:
        return _fraction(target, actual, sets)
    if actual.unit == target.unit:
        return [Reading(sets)]
    target, slipped = _unslipped(target, asked)
    actual, also = _unslipped(actual, asked)
    found = _readings(target, actual, sets, asked)
    if isinstance(found, Judgement) or not (slipped or also):
        return found
    return [attrs.evolve(reading, notes=(*slipped, *also, *reading.notes)) for reading in found]


def _readings(
    target: Amount | Range, actual: Amount | Range, sets: Sets, asked: Question
) -> list[Reading] | Judgement:
    """The readings of an actual whose unit is written as it is meant."""
    if actual.unit == target.unit:
        return [Reading(sets)]
    if not actual.unit:
        return bare_actual(target, actual, sets, asked)
    if not target.unit:
        return bare_target(target, actual, sets, asked)
    return _converted(target, actual, sets, asked)


def _fraction(target: Amount | Range, actual: Amount, sets: Sets) -> list[Reading]:
    """28/30 is a share against a share, and the counted 28 against a count."""
    assert actual.parts is not None
    counted, total = actual.parts
    share = per_cent_of(target.unit)
    if share is not None:
        return [
            Reading(
                scaled(sets, 100 * share), notes=(note("fraction-as-share", counted=counted, total=total),)
            )
        ]
    if not target.unit:
        return [Reading(sets)]
    plain = Sets.of_number(Fraction(counted))
    return [
        Reading(plain, notes=(note("fraction-as-count", counted=counted, total=total, unit=target.unit),))
    ]


def _converted(
    target: Amount | Range, actual: Amount | Range, sets: Sets, asked: Question
) -> list[Reading] | Judgement:
    times = _times(target, actual, sets, asked)
    if times:
        return times
    relation = units.relation(actual.unit, target.unit)
    noun = _extra_noun(actual.unit, target.unit)
    if noun and noun in asked.name:
        taken = note("noun-in-unit", actual_unit=actual.unit, target_unit=target.unit, name=asked.name)
        return [Reading(sets, notes=(taken,))]
    counted = _counted_noun(target, actual)
    if counted:
        taken = note("classifier-differs", actual_unit=f"{actual.unit}{counted}", target_unit=target.unit)
        return [Reading(sets, notes=(taken,))]
    if {actual.unit, target.unit} <= _people() and asked.row is not None and _names_visits(asked.name):
        taken = note("unit-from-name", unit="人次", name=asked.name)
        return [Reading(scaled(sets, relation.factor or Fraction(1)), notes=(taken,))]
    return _related(relation, target, actual, sets)


def _related(
    relation: Relation, target: Amount | Range, actual: Amount | Range, sets: Sets
) -> list[Reading] | Judgement:
    """The reading that a unit's relation to the target's gives."""
    both = {
        "actual": said(actual),
        "target": said(target),
        "actual_unit": actual.unit,
        "target_unit": target.unit,
    }
    factor = relation.factor if relation.factor is not None else Fraction(1)
    match relation.kind:
        case RelationKind.SAME | RelationKind.CONVERTIBLE:
            return [Reading(scaled(sets, factor))]
        case RelationKind.COMPATIBLE:
            return [Reading(scaled(sets, factor), notes=(note("classifier-differs", relation.note, **both),))]
        case RelationKind.AT_LEAST_AS_MANY:
            notes = (note("at-least-as-many", relation.note, **both),)
            return [
                Reading(
                    Sets(widened(scaled(sets, factor).interval, upward=True)), notes=notes, open_ratio=True
                )
            ]
        case RelationKind.AT_MOST_AS_MANY:
            notes = (note("at-most-as-many", relation.note, **both),)
            return [
                Reading(
                    Sets(widened(scaled(sets, factor).interval, upward=False)), notes=notes, open_ratio=True
                )
            ]
    between = _between(target, actual) or relation.between
    if between is not None:
        notes = (note("conversion-bounded", relation.note, **both),)
        return [Reading(scaled(sets, *between), notes=notes, open_ratio=True)]
    if {units.dimension(actual.unit), units.dimension(target.unit)} == {"points_of_percent", "ratio"}:
        return undetermined("points-against-share", **both)
    return undetermined("units-differ", **both)


def _between(target: Amount | Range, actual: Amount | Range) -> tuple[Fraction, Fraction] | None:
    """The bounds of a part of a year in days: half a year is six months, and not 182.5 days."""
    in_years = [value.unit == "年" and _broken(value) for value in (actual, target)]
    if not any(in_years):
        return None
    from_unit, to_unit = (
        "个月" if years else value.unit for years, value in zip(in_years, (actual, target), strict=True)
    )
    bounds = units.relation(from_unit, to_unit).between
    if bounds is None:
        return None
    scale = Fraction(MONTHS_A_YEAR if in_years[0] else 1, MONTHS_A_YEAR if in_years[1] else 1)
    return bounds[0] * scale, bounds[1] * scale


def _broken(value: Amount | Range) -> bool:
    """Whether one of its numbers is not whole."""
    numbers = (value.magnitude,) if isinstance(value, Amount) else (value.low, value.high)
    return any(Fraction(number).denominator != 1 for number in numbers)


def _extra_noun(one: str, other: str) -> str:
    """The noun that one of two units has more than the other, 村 in 个村 beside 个; "" where none."""
    short, long = sorted((one, other), key=len)
    return long.removeprefix(short) if short and long.startswith(short) and not units.known(long) else ""


def _counted_noun(target: Amount | Range, actual: Amount | Range) -> str:
    """The noun that one cell counts with 个 and the other alone (3个标段 beside 3标段); "" where none."""
    for one, other in ((target, actual), (actual, target)):
        if one.unit == _PLAIN and other.unit in one.beside:
            return other.unit if one is actual else ""
    return ""


_PLAIN: Final = "个"


def _times(target: Amount | Range, actual: Amount | Range, sets: Sets, asked: Question) -> list[Reading]:
    """1.1倍 of a growth: to 1.1 times (+10 %) or by 1.1 times (+110 %)."""
    share = per_cent_of(target.unit)
    if actual.unit != "倍" or share is None:
        return []
    by = Reading(scaled(sets, 100 * share), written=f"{percent(actual)}%", code="times-open")
    if not growth(target, asked):
        return [by]
    to = Reading(
        scaled(sets.moved(Fraction(-1)), 100 * share),
        written=f"{percent(actual, less=1)}%",
        code="times-open",
        notes=(note("times-read-both-ways", actual=said(actual)),),
    )
    return [to, by]


def _unslipped(value: Amount | Range, asked: Question) -> tuple[Amount | Range, tuple[Note, ...]]:
    """80人/次 of a count is meant as 80人次."""
    meant = pairs("slips").get(value.unit)
    if meant is None or any(word in asked.name for word in listed("slip_unless", "name")):
        return value, ()
    return attrs.evolve(value, unit=meant), (note("unit-slip", actual=said(value), unit=meant),)


def _names_visits(name: str) -> bool:
    return any(word in name for word in listed("visits"))


def _people() -> frozenset[str]:
    return frozenset({"人", "人次"})
