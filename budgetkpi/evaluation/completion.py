"""An actual that tells how much of the target was done (指标完成率100%).

It is a share of the target and not the value itself: 90 % of ≥60% is less than 60 %. Where
the words may also name what is measured (完成比例), both are read.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import units
from budgetkpi.evaluation.bare import per_cent_of
from budgetkpi.evaluation.quantitative import judge_amounts, sense
from budgetkpi.evaluation.reasons import Judgement, note, said, say, undetermined
from budgetkpi.evaluation.wordlists import words as listed
from budgetkpi.results import Direction, Outcome
from budgetkpi.values import Amount, Comparator, Range

if TYPE_CHECKING:
    from budgetkpi.evaluation.reasons import Question
    from budgetkpi.values import Value

__all__ = ["is_completion", "judge_completion", "without_share_words"]

_WHOLE: Final = Amount(Decimal(100), "%", comparator=Comparator.GE)


def is_completion(value: Value, asked: Question) -> bool:
    """Return whether a value is a share of its target; a row that measures completion has it as its value."""
    if not value.beside or not isinstance(value, Amount) or per_cent_of(value.unit) is None:
        return False
    words = "".join(value.beside)
    return any(word in words for word in listed("completion", "done")) and not any(
        w in asked.name for w in listed("completion", "measured")
    )


def judge_completion(target: Amount | Range, actual: Amount, asked: Question) -> Judgement:
    """Judge a share of the target."""
    answer = _as_share(target, actual, asked)
    explicit = any(word in "".join(actual.beside) for word in listed("completion", "of_target"))
    if explicit or units.dimension(target.unit) != "ratio":
        return answer
    plain = judge_amounts(target, actual, asked)
    if plain.outcome is answer.outcome:
        same = plain.attainment == answer.attainment
        return attrs.evolve(answer, attainment=answer.attainment if same else None)
    return undetermined("completion-open", *answer.notes, actual=said(actual), target=said(target))


def without_share_words(actual: Value, asked: Question) -> Value:
    """Return an actual without the words that make it a share, for which nobody need vouch."""
    if not is_completion(actual, asked):
        return actual
    words = actual.beside
    for known in (*listed("completion", "done"), *listed("completion", "of_target")):
        words = tuple(word.replace(known, "") for word in words)
    return attrs.evolve(actual, beside=tuple(filter(None, words)))


def _as_share(target: Amount | Range, actual: Amount, asked: Question) -> Judgement:
    both = {"actual": said(actual), "target": said(target)}
    taken = note("share-of-target", **both)
    way = sense(target, asked.direction)
    floor = attrs.evolve(asked, direction=Direction.AT_LEAST)
    answer = judge_amounts(attrs.evolve(_WHOLE, text=said(target)), actual, floor)
    whole = answer.outcome is Outcome.MET and Fraction(actual.magnitude) == 100 * (
        per_cent_of(actual.unit) or 1
    )
    if way is not Direction.AT_LEAST and not whole:
        short = way is Direction.EXACTLY and answer.outcome is Outcome.NOT_MET
        if not short:
            return undetermined("completion-open", taken, **both)
        answer = attrs.evolve(answer, attainment=None)
    code = {Outcome.MET: "share-whole", Outcome.NOT_MET: "share-short"}.get(answer.outcome)
    reason = say(code, **both) if code else answer.reason
    return attrs.evolve(answer, reason=reason, notes=(taken, *answer.notes))
