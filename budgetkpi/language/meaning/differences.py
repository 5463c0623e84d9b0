"""Differences (变化量): the rules of grammar/changes.lark."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi.language.meaning.told import Child, Refused, Source, say, token_of
from budgetkpi.values import Amount, Change, Comparator, Range

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from budgetkpi.language.tokens import Token
    from budgetkpi.values import Value

__all__ = ["RULES"]

_CHANGES: Final = {
    "RISE": Change.RISE,
    "FALL": Change.FALL,
    "SAVED": Change.SAVED,
    "OVERSPENT": Change.OVERSPENT,
}
_TIMES: Final = {"": 100, "一": 100, "了一": 100, "两": 300, "了两": 300, "二": 300, "三": 700}
"""翻一番 is twice as much, a rise of 100 %; each 番 doubles again."""
_HUNDRED: Final = 100


def change(children: Sequence[Child], _source: Source) -> Token:
    """change: RISE | FALL | SAVED | OVERSPENT."""
    found: Token = children[0]
    return found


def changed(children: Sequence[Child], _source: Source) -> Value:
    """changed: _base? change (plain | limit | range)."""
    value = children[-1]
    if isinstance(value, Range):
        raise Refused(children)
    if not isinstance(value, Amount):
        raise Refused(children)
    word = children[-2]
    base = _base(children)
    notes = value.notes if base else (*value.notes, say.note("base-not-named"))
    kind = Change.FALL if value.magnitude < 0 and word.kind == "RISE" else _CHANGES[word.kind]
    magnitude, parts = value.magnitude, value.parts
    if kind is not _CHANGES[word.kind]:
        magnitude = -magnitude
        if isinstance(magnitude, Fraction):
            parts = (Decimal(magnitude.numerator), Decimal(magnitude.denominator))
    others = (other for other in value.alternatives if isinstance(other, Amount) and other.comparator is None)
    return attrs.evolve(
        value,
        magnitude=magnitude,
        parts=parts,
        change=kind,
        base=base,
        notes=notes,
        alternatives=tuple(attrs.evolve(other, change=kind, base=base) for other in others),
    )


def _base(children: Sequence[Child]) -> str:
    """What a change is measured against, as canonical text prints it."""
    token = token_of(children, "BASE", "COMPARED", "MEAN")
    if token is None:
        return ""
    return "年均" if token.kind == "MEAN" else str(token.value)


def doubled(children: Sequence[Child], _source: Source) -> Amount:
    """doubled: (BASE | COMPARED | MEAN)? DOUBLED; 翻两番."""
    word = str(children[-1].value)
    times = _TIMES[word[1:-1]] if word.endswith("番") else _HUNDRED
    note = say.note("doubled", rise=times)
    return Amount(Decimal(times), "%", change=Change.RISE, base=_base(children), notes=(note,))


def unchanged(children: Sequence[Child], _source: Source) -> Amount:
    """unchanged: (BASE | COMPARED | MEAN)? UNCHANGED; 零增长."""
    base = _base(children)
    notes = () if base else (say.note("base-not-named"),)
    return Amount(Decimal(0), "%", change=Change.RISE, base=base, notes=notes)


def reached(children: Sequence[Child], _source: Source) -> Amount:
    """reached: (FROM measure)? (RISE | FALL) TO (plain | limit); 提高到95%, 由5天缩短为3天."""
    word, to, value = children[-3:]
    if not isinstance(value, Amount):
        raise Refused(children)
    if word.kind == "FALL" and value.comparator is None:
        value = attrs.evolve(value, comparator=Comparator.LE)
        if to.value == "为":
            note = say.note("level-reached", word=f"{word.value}{to.value}")
            return attrs.evolve(value, notes=(*value.notes, note))
        return value
    if word.kind == "FALL":
        return value
    note = say.note("level-reached", word=f"{word.value}{to.value}")
    return attrs.evolve(value, notes=(*value.notes, note))


RULES: Final[dict[str, Callable[[Sequence[Any], Source], Any]]] = {
    "change": change,
    "changed": changed,
    "doubled": doubled,
    "unchanged": unchanged,
    "reached": reached,
}
