"""Puts an actual on its target's scale: every set that it can mean there (换算到同一尺度).

An actual without a unit takes the target's. Against money it is read in 元 and in 万元, a
share without % as given and as a ratio. What counts the same things under another name
(台 and 套) is taken one for one with a note; what does not compare is refused.
"""

from __future__ import annotations

import functools
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import units
from budgetkpi.evaluation.changes import growth
from budgetkpi.evaluation.reasons import Judgement, note, plain, said, undetermined
from budgetkpi.evaluation.sets import Sets, scaled, widened
from budgetkpi.messages import Note, load_table
from budgetkpi.units import RelationKind
from budgetkpi.values import Amount, Range

if TYPE_CHECKING:
    from budgetkpi.evaluation.reasons import Question
    from budgetkpi.units import Relation

__all__ = ["Reading", "readings"]

WAN: Final = Fraction(10_000)
FAR: Final = 1_000
"""A bare number that would be this many times a money target in 万元 is not meant in 万元."""


@attrs.frozen
class Reading:
    """One set that an actual can mean, in the target's unit (读法).

    Attributes:
        sets: the set, and the exact number where it is a plain one.
        factor: what a number of the target's unit is multiplied by first (1 but for a target without a unit).
        written: how this reading is written out, "" where it is the only one.
        notes: what was assumed for it.
        code: the reason's code where this and another reading disagree.
        lead: whether the attainment is taken from it when the others agree on the verdict.
        open_ratio: whether only the verdict, not the attainment, can be told.
    """

    sets: Sets
    factor: Fraction = Fraction(1)
    written: str = attrs.field(default="", kw_only=True)
    notes: tuple[Note, ...] = attrs.field(default=(), kw_only=True)
    code: str = attrs.field(default="readings-disagree", kw_only=True)
    lead: bool = attrs.field(default=False, kw_only=True)
    open_ratio: bool = attrs.field(default=False, kw_only=True)


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
        return _without_unit(target, actual, sets)
    if not target.unit:
        return _under_bare_target(target, actual, sets)
    return _converted(target, actual, sets, asked)


def _fraction(target: Amount | Range, actual: Amount, sets: Sets) -> list[Reading]:
    """28/30 is a share against a share, and the counted 28 against a count."""
    assert actual.parts is not None
    counted, total = actual.parts
    share = _per_cent_of(target.unit)
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


def _without_unit(target: Amount | Range, actual: Amount | Range, sets: Sets) -> list[Reading]:
    unit = target.unit
    taken = note("unit-taken-over", actual=said(actual), unit=unit)
    first = Reading(sets, notes=(taken,), lead=True, written=f"{said(actual)}{unit}")
    share = _per_cent_of(unit)
    if share is not None:
        if not _may_be_ratio(target, actual):
            return [first]
        code = "share-or-per-cent"
        ratio = scaled(sets, 100 * share)
        written = f"{_percent(actual)}%"
        return [
            attrs.evolve(first, code=code),
            Reading(ratio, notes=(note("share-read-as-ratio", actual=said(actual)),), written=written),
        ]
    if not _is_money(unit):
        return [first]
    yuan = units.relation("元", unit).factor or Fraction(1)
    code = "yuan-or-wan"
    in_yuan = Reading(scaled(sets, yuan), notes=(taken,), written=f"{said(actual)}元", code=code)
    in_wan = Reading(
        scaled(sets, yuan * WAN),
        notes=(note("money-read-in-wan", actual=said(actual)),),
        written=f"{said(actual)}万元",
    )
    sizes = [abs(Fraction(n)) for n in _numbers(target)]
    largest = max(abs(Fraction(n)) for n in _numbers(actual))
    if largest * yuan * WAN > max(sizes) * FAR and max(sizes):
        return [attrs.evolve(in_yuan, lead=True)]
    # 118 against 120万元 is meant in 万元, 4800 against 5000元 in 元: the nearer one gives the attainment.
    wan_leads = largest * yuan * 100 < max(sizes)
    return [attrs.evolve(in_yuan, lead=not wan_leads), attrs.evolve(in_wan, lead=wan_leads)]


def _under_bare_target(target: Amount | Range, actual: Amount | Range, sets: Sets) -> list[Reading]:
    taken = note("target-unit-taken-over", target=said(target), unit=actual.unit)
    first = Reading(sets, notes=(taken,), lead=True, written=f"{said(target)}{actual.unit}")
    share = _per_cent_of(actual.unit)
    if share is not None and isinstance(target, Amount) and target.parts is not None:
        counted, total = target.parts
        taken = note("fraction-as-share", counted=counted, total=total)
        return [Reading(scaled(sets, 1 / (100 * share)), notes=(taken,))]
    if share is not None and 0 < max(_numbers(target)) <= 1:
        return [
            attrs.evolve(first, code="share-or-per-cent"),
            Reading(
                scaled(sets, 1 / (100 * share)),
                notes=(note("target-share-or-per-cent", target=said(target)),),
                written=f"{_percent(target)}%",
            ),
        ]
    if _is_money(actual.unit):
        yuan = units.relation(actual.unit, "元").factor or Fraction(1)
        in_yuan = attrs.evolve(
            first, sets=scaled(sets, yuan), code="yuan-or-wan", written=f"{said(target)}元"
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


def _converted(
    target: Amount | Range, actual: Amount | Range, sets: Sets, asked: Question
) -> list[Reading] | Judgement:
    times = _times(target, actual, sets, asked)
    if times:
        return times
    relation = units.relation(actual.unit, target.unit)
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
    if relation.between is not None:
        notes = (note("conversion-bounded", relation.note, **both),)
        return [Reading(scaled(sets, *relation.between), notes=notes, open_ratio=True)]
    if {units.dimension(actual.unit), units.dimension(target.unit)} == {"points_of_percent", "ratio"}:
        return undetermined("points-against-share", **both)
    return undetermined("units-differ", **both)


def _times(target: Amount | Range, actual: Amount | Range, sets: Sets, asked: Question) -> list[Reading]:
    """1.1倍 of a growth: to 1.1 times (+10 %) or by 1.1 times (+110 %)."""
    share = _per_cent_of(target.unit)
    if actual.unit != "倍" or share is None:
        return []
    by = Reading(scaled(sets, 100 * share), written=f"{_percent(actual)}%", code="times-open")
    if not growth(target, asked):
        return [by]
    to = Reading(
        scaled(sets.moved(Fraction(-1)), 100 * share),
        written=f"{_percent(actual, less=1)}%",
        code="times-open",
        notes=(note("times-read-both-ways", actual=said(actual)),),
    )
    return [to, by]


def _unslipped(value: Amount | Range, asked: Question) -> tuple[Amount | Range, tuple[Note, ...]]:
    """80人/次 of a count is meant as 80人次."""
    meant = _slips().get(value.unit)
    if meant is None or any(word in asked.name for word in _unless()):
        return value, ()
    return attrs.evolve(value, unit=meant), (note("unit-slip", actual=said(value), unit=meant),)


@functools.cache
def _slips() -> dict[str, str]:
    return dict(load_table("evaluation.toml")["slips"])


@functools.cache
def _unless() -> tuple[str, ...]:
    return tuple(load_table("evaluation.toml")["slip_unless"]["name"])


def _numbers(value: Amount | Range) -> tuple[Fraction, ...]:
    numbers = (value.magnitude,) if isinstance(value, Amount) else (value.low, value.high)
    return tuple(Fraction(n) for n in numbers)


def _may_be_ratio(target: Amount | Range, actual: Amount | Range) -> bool:
    """0 to 1 may be a ratio; so may 1.05, a fraction above it, where the target is as large."""
    share = _per_cent_of(target.unit) or Fraction(1)
    largest = max(_numbers(actual))
    if min(_numbers(actual)) < 0 or largest == 0:
        return False
    near = 2 * max(_numbers(target)) / (100 * share)
    return largest <= 1 or (largest.denominator > 1 and largest <= near)


def _percent(value: Amount | Range, less: int = 0) -> str:
    """Its numbers as percentages, read as ratios."""
    return "~".join(plain((n - less) * 100) for n in _numbers(value))


def _per_cent_of(unit: str) -> Fraction | None:
    """How many of `unit` one per cent is; None for a unit that is no share."""
    if not unit or unit == "倍" or units.dimension(unit) != "ratio":
        return None
    return units.relation("%", unit).factor


def _is_money(unit: str) -> bool:
    return units.dimension(unit) == "money" and units.relation("元", unit).factor is not None


@functools.cache
def _words(key: str) -> tuple[str, ...]:
    return tuple(load_table("evaluation.toml")[key])


def _names_visits(name: str) -> bool:
    return any(word in name for word in _words("visits"))


def _people() -> frozenset[str]:
    return frozenset({"人", "人次"})
