"""What a named change says against its target: 下降3% of a growth is -3 % (变化量)."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from budgetkpi.evaluation.reasons import Judgement, note, said, say, undetermined
from budgetkpi.evaluation.wordlists import words as listed
from budgetkpi.results import Direction, Outcome
from budgetkpi.values import Amount, Change, Range

if TYPE_CHECKING:
    from budgetkpi.evaluation.reasons import Question
    from budgetkpi.messages import Note

__all__ = ["growth", "measured", "minus", "signed"]

_UP: Final = frozenset({Change.RISE, Change.OVERSPENT})


def measured(target: Amount | Range, asked: Question) -> Change | None:
    """Return which change the target measures, by its own words or the row's name; None for a level."""
    if isinstance(target, Amount) and target.change is not None:
        return target.change
    return _named(asked.name) if asked.name else None


def growth(target: Amount | Range, asked: Question) -> bool:
    """Return whether the target measures a rise."""
    return measured(target, asked) is Change.RISE


def signed(
    target: Amount | Range, actual: Amount, asked: Question
) -> tuple[int, tuple[Note, ...]] | Judgement:
    """Return the sign that a changed actual has on its target's scale, or the judgement that it is.

    A change against a target that measures a change counts for it or against it. Against a
    ceiling, what was overspent or saved is the distance to the ceiling itself (超支5万元).
    """
    scale = measured(target, asked)
    own = isinstance(target, Amount) and target.change is not None
    if actual.change is None:
        taken = (note("change-taken-over", actual=said(actual), target=said(target)),) if own else ()
        return 1, taken
    if scale is not None:
        if (actual.change in _UP) == (scale in _UP):
            return 1, ()
        return -1, (note("change-turned", actual=said(actual), target=said(target)),)
    return _against_level(target, actual, asked)


def minus(target: Amount | Range, actual: Amount, asked: Question) -> tuple[Change | None, bool]:
    """Return the fall that a bare minus may stand for (-6% beside 下降5%), and whether it surely does.

    Beside a target that says 下降 itself the minus is the fall. Under a name that measures a
    fall (下降率) it may be one, or a rise. A saving below zero is an excess, and no fall.
    """
    plain = actual.change is None and actual.comparator is None and actual.approximation is None
    if not plain or actual.magnitude >= 0 or measured(target, asked) is not Change.FALL:
        return None, False
    return Change.FALL, isinstance(target, Amount) and target.change is Change.FALL


def _against_level(target: Amount | Range, actual: Amount, asked: Question) -> Judgement:
    both = {"actual": said(actual), "target": said(target)}
    if asked.direction is Direction.AT_MOST and actual.change is Change.OVERSPENT and actual.magnitude > 0:
        return Judgement(
            Outcome.NOT_MET, say("overspent", **both), notes=(note("distance-to-ceiling", **both),)
        )
    if asked.direction is Direction.AT_MOST and actual.change is Change.SAVED and actual.magnitude >= 0:
        return Judgement(Outcome.MET, say("saved", **both), notes=(note("distance-to-ceiling", **both),))
    return undetermined("change-against-level", **both)


@functools.lru_cache(maxsize=4096)
def _named(name: str) -> Change | None:
    """The change that an indicator's name measures: the word nearest to its end decides."""
    table = _table()
    last, found = -1, None
    for change, words in table:
        for word in words:
            place = name.rfind(word)
            if place > last:
                last, found = place, change
    return found


@functools.cache
def _table() -> tuple[tuple[Change, tuple[str, ...]], ...]:
    return tuple(
        (change, listed(key))
        for change, key in ((Change.SAVED, "saving"), (Change.FALL, "fall"), (Change.RISE, "rise"))
    )
