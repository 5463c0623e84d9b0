"""What may be compared with what (单位的可比性), by exact factors and without pint."""

from __future__ import annotations

import enum
import functools
import itertools
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.inputs import as_text
from budgetkpi.shown import Shown
from budgetkpi.units.vocabularies import Vocabulary, current, lexicon
from budgetkpi.units.written import canonical, read_unit

if TYPE_CHECKING:
    from budgetkpi.units.compound import Written
    from budgetkpi.units.listing import Lexicon

__all__ = ["Relation", "RelationKind", "factor", "relation"]


class RelationKind(enum.StrEnum):
    """How an actual's unit stands to its target's (单位关系)."""

    SAME = "same"
    """One and the same unit."""
    CONVERTIBLE = "convertible"
    """An exact factor: 亩 and 公顷, 万元 and 元."""
    COMPATIBLE = "compatible"
    """Interchangeable with a warning: 台 and 套, 份 and 册."""
    AT_LEAST_AS_MANY = "at_least_as_many"
    """The actual counts persons, the target visits: N persons are at least N visits."""
    AT_MOST_AS_MANY = "at_most_as_many"
    """The actual counts visits, the target persons: there may be fewer persons."""
    DIFFERENT = "different"
    """Not to be compared, unless `between` bounds it."""


@attrs.frozen(repr=False)
class Relation(Shown):
    """How an actual's unit stands to its target's (单位关系).

    Attributes:
        kind: the relation.
        factor: what an actual's number is multiplied by to stand in the target's unit;
            None where there is no such number.
        note: the code of a message of the catalog "units", "" where nothing is to be said;
            its fields are `actual` and `target`.
        between: for a pair that is bounded but not fixed (a month is 28 to 31 days), the
            least and the greatest that the factor can be; the kind is then `DIFFERENT`.
            So 1年 surely reaches 365天, while 12个月 (336 to 372) against 365天 is open.
    """

    kind: RelationKind
    factor: Fraction | None = None
    note: str = attrs.field(default="", kw_only=True)
    between: tuple[Fraction, Fraction] | None = attrs.field(default=None, kw_only=True)


_SAME: Final = Relation(RelationKind.SAME, Fraction(1))
_DIFFERENT: Final = Relation(RelationKind.DIFFERENT)
_EXACT: Final = (RelationKind.SAME, RelationKind.CONVERTIBLE)
_ORDER: Final = tuple(RelationKind)


def relation(actual_unit: str, target_unit: str) -> Relation:
    """Say how two written units compare (单位比较).

    A unit that nobody listed is the same as itself and different from everything else.

    >>> relation("亩", "公顷").factor
    Fraction(1, 15)
    >>> relation("套", "台").kind
    <RelationKind.COMPATIBLE: 'compatible'>
    """
    if type(actual_unit) is not str or type(target_unit) is not str:
        actual_unit, target_unit = as_text(actual_unit, "actual_unit"), as_text(target_unit, "target_unit")
    return _relation(actual_unit, target_unit, current())


def factor(actual_unit: str, target_unit: str) -> Fraction | None:
    """The exact factor from one unit to the other; None unless they convert."""
    found = relation(actual_unit, target_unit)
    return found.factor if found.kind in _EXACT else None


@functools.lru_cache(maxsize=8192)
def _relation(actual: str, target: str, _vocabulary: Vocabulary) -> Relation:
    one, other = read_unit(actual), read_unit(target)
    if one is None or other is None:
        return _SAME if actual == target else _DIFFERENT
    if canonical(actual) == canonical(target):
        return _SAME
    return _compound(one, other, lexicon())


def _compound(actual: Written, target: Written, words: Lexicon) -> Relation:
    """Compare part by part; below the line factors divide."""
    if len(actual.below) != len(target.below):
        return _DIFFERENT
    above = _simple(actual.above, target.above, words)
    best = min(
        ([_per(one, other, words) for one, other in zip(actual.below, order, strict=True)]
         for order in itertools.islice(itertools.permutations(target.below), 24)),
        key=_worst,
    )  # fmt: skip
    if any(part.kind in (RelationKind.AT_LEAST_AS_MANY, RelationKind.AT_MOST_AS_MANY) for part in best):
        return _DIFFERENT
    scale = Fraction(actual.scale, target.scale)
    return _product([above, *best], scale)


def _product(parts: list[Relation], scale: Fraction) -> Relation:
    factors = [part.factor for part in parts if part.factor is not None]
    if len(factors) == len(parts):
        found = max(parts, key=lambda part: _ORDER.index(part.kind))
        kind = RelationKind.CONVERTIBLE if found.kind is RelationKind.SAME else found.kind
        return Relation(kind, scale * math.prod(factors, start=Fraction(1)), note=found.note)
    low = high = scale
    for part in parts:
        exact = (part.factor, part.factor) if part.factor is not None and part.kind in _EXACT else None
        ends = part.between or exact
        if ends is None:
            return _DIFFERENT
        low, high = low * ends[0], high * ends[1]
    return Relation(RelationKind.DIFFERENT, between=(low, high))


def _worst(parts: list[Relation]) -> tuple[int, int]:
    """Sort key: nothing incomparable, then the closest relations."""
    open_ = sum(part.factor is None and part.between is None for part in parts)
    return open_, sum(_ORDER.index(part.kind) for part in parts)


def _per(actual: tuple[int, str], target: tuple[int, str], words: Lexicon) -> Relation:
    found = _simple(actual[1], target[1], words)
    scale = Fraction(target[0], actual[0])
    if found.factor is not None:
        return attrs.evolve(found, factor=scale / found.factor)
    if found.between is not None and found.between[0] > 0:
        return attrs.evolve(found, between=(scale / found.between[1], scale / found.between[0]))
    return _DIFFERENT


def _simple(actual: str, target: str, words: Lexicon) -> Relation:
    """Compare two listed units without scale or fraction line."""
    if actual == target:
        return _SAME
    if not actual or not target:
        return _DIFFERENT
    one, other = words.units[actual], words.units[target]
    if one.base == other.base:
        return Relation(RelationKind.CONVERTIBLE, one.factor / other.factor)
    for paired, kind, note in (
        (target in words.partners.get(actual, ()), RelationKind.COMPATIBLE, "classifier-differs"),
        (target in words.visits.get(actual, ()), RelationKind.AT_LEAST_AS_MANY, "persons-as-visits"),
        (actual in words.visits.get(target, ()), RelationKind.AT_MOST_AS_MANY, "visits-as-persons"),
    ):
        if paired:
            return Relation(kind, Fraction(1), note=note)
    ours, theirs = _measured(actual, words), _measured(target, words)
    if ours[0] != theirs[0]:
        return _DIFFERENT
    return Relation(RelationKind.DIFFERENT, between=(ours[1] / theirs[2], ours[2] / theirs[1]))


def _measured(unit: str, words: Lexicon) -> tuple[str, Fraction, Fraction]:
    """A unit in the base it is bounded by: (base, at least, at most)."""
    entry = words.units[unit]
    for name, share in ((unit, Fraction(1)), (entry.base, entry.factor)):
        if name in words.bounds:
            other, low, high = words.bounds[name]
            base = words.units[other]
            return base.base, low * share * base.factor, high * share * base.factor
    return entry.base, entry.factor, entry.factor
