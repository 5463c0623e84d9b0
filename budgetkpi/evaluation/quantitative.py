"""Numbers against numbers: does the actual's set lie inside the target's (数量的判定).

Attainment (完成率): at least → actual ÷ target, uncapped; at most → 1 if kept, else target ÷
actual; exactly → 1 if equal. None where the actual is no plain number, is negative, missed a
zero target or missed an `=`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import units
from budgetkpi.evaluation.changes import minus, signed
from budgetkpi.evaluation.dust import dust_of
from budgetkpi.evaluation.reasons import Judgement, note, said, say, undetermined
from budgetkpi.evaluation.scales import readings
from budgetkpi.evaluation.sets import Sets, of_actual, of_target
from budgetkpi.extents import point_of
from budgetkpi.intervals import Interval, Place
from budgetkpi.results import Direction, Outcome
from budgetkpi.values import Amount, Change, Range

if TYPE_CHECKING:
    from budgetkpi.evaluation.reasons import Question
    from budgetkpi.evaluation.sets import Reading
    from budgetkpi.messages import Note

__all__ = ["judge_amounts", "sense"]

_OUTCOME: Final = {
    Place.INSIDE: Outcome.MET,
    Place.OUTSIDE: Outcome.NOT_MET,
    Place.ACROSS: Outcome.UNDETERMINED,
}
_NUMERIC: Final = (Direction.AT_LEAST, Direction.AT_MOST, Direction.EXACTLY, Direction.WITHIN)
_EVERY: Final = (Direction.AT_LEAST, Direction.AT_MOST, Direction.EXACTLY)


def judge_amounts(target: Amount | Range, actual: Amount | Range, asked: Question) -> Judgement:
    """Judge a number or range of numbers against another, in every reading that the actual allows."""
    direction = sense(target, asked.direction)
    if direction is None:
        return _every_way(target, actual, asked)
    if isinstance(actual, Amount) and actual.magnitude < 0:
        fall, sure = minus(target, actual, asked)
        if fall is not None:
            return _fallen(target, actual, asked, fall, sure=sure)
    if direction is not asked.direction:
        asked = attrs.evolve(asked, direction=direction)
    sets = of_actual(actual)
    turned: tuple[Note, ...] = ()
    if isinstance(actual, Amount) and (
        actual.change is not None or getattr(target, "change", None) is not None
    ):
        way = signed(target, actual, asked)
        if isinstance(way, Judgement):
            return way
        sign, turned = way
        sets = sets if sign > 0 else sets.negated()
    found = readings(target, actual, sets, asked)
    if isinstance(found, Judgement):
        return found
    goal = of_target(target, direction)
    answers = [_judge(target, actual, direction, goal, reading) for reading in found]
    answer = answers[0] if len(answers) == 1 else _together(target, actual, found, answers)
    return attrs.evolve(answer, notes=(*turned, *answer.notes)) if turned else answer


def _fallen(
    target: Amount | Range, actual: Amount, asked: Question, fall: Change, *, sure: bool
) -> Judgement:
    """-6% as a fall of 6 %, and, where that is not sure, as what is less than nothing."""
    both = {"actual": said(actual), "target": said(target)}
    fallen = attrs.evolve(actual, magnitude=-actual.magnitude, change=fall)
    answer = attrs.evolve(judge_amounts(target, fallen, asked), attainment=None)
    taken = note("minus-as-fall", **both)
    if not sure:
        risen = judge_amounts(target, attrs.evolve(fallen, change=Change.RISE), asked)
        if risen.outcome is not answer.outcome:
            return undetermined("minus-open", note("minus-read-both-ways", actual=said(actual)), **both)
    return attrs.evolve(answer, notes=(taken, *answer.notes))


def sense(target: Amount | Range, direction: Direction) -> Direction | None:
    """Return the way that a number is judged: the row's, or what the sign says; None where neither tells."""
    comparator = getattr(target, "comparator", None)
    if comparator is not None:
        written = comparator.value
        if written in (">=", ">"):
            return Direction.AT_LEAST
        if written in ("<=", "<"):
            return Direction.AT_MOST
    if isinstance(target, Range):
        return direction if direction in (Direction.AT_LEAST, Direction.AT_MOST) else Direction.WITHIN
    if direction is Direction.WITHIN:
        return Direction.EXACTLY
    if direction in _NUMERIC:
        return direction
    return Direction.EXACTLY if comparator is not None else None


def _every_way(target: Amount | Range, actual: Amount | Range, asked: Question) -> Judgement:
    """No direction is known: a verdict stands only where every direction gives it."""
    answers = [judge_amounts(target, actual, attrs.evolve(asked, direction=way)) for way in _EVERY]
    first = answers[0]
    if any(answer.outcome is Outcome.UNDETERMINED for answer in answers):
        return next(answer for answer in answers if answer.outcome is Outcome.UNDETERMINED)
    both = {"actual": said(actual), "target": said(target)}
    doubtful = isinstance(target, Amount) and not target.magnitude and not target.unit
    if doubtful or any(answer.outcome is not first.outcome for answer in answers):
        # A bare zero whose meaning nobody knows may be what is left of a word.
        code = "zero-target-unclear" if doubtful else "direction-unknown"
        return undetermined(code, *first.notes, **both)
    return attrs.evolve(first, notes=(*first.notes, note("every-direction-agrees", **both)))


def _judge(
    target: Amount | Range, actual: Amount | Range, direction: Direction, goal: Interval, reading: Reading
) -> Judgement:
    """One reading of the actual against the target's set."""
    sets, notes = reading.sets, reading.notes
    both = {"actual": said(actual), "target": said(target)}
    edge = dust_of(target, actual, sets.exact)
    if edge is not None:
        sets = Sets.of_number(edge)
        notes = (*notes, note("dust-left-off", **both))
    outcome = _OUTCOME[goal.relation(sets.interval)]
    attainment, at_bound = None, False
    if isinstance(target, Amount) and sets.exact is not None:
        bound = point_of(target.magnitude).low
        assert bound is not None
        attainment = _attainment(direction, outcome, sets.exact, bound, blurred=target.approximate)
        at_bound = outcome is Outcome.NOT_MET and sets.exact == bound
        if attainment != 1 and units.dimension(target.unit) == _TEMPERATURE:
            attainment = None
    code = "at-strict-bound" if at_bound else _CODE[direction, outcome]
    return Judgement(
        outcome, say(code, **both), attainment=None if reading.open_ratio else attainment, notes=notes
    )


_TEMPERATURE: Final = "temperature"
"""Degrees have no ratio scale: half of 10℃ is not 5℃."""


_CODE: Final = {
    (Direction.AT_LEAST, Outcome.MET): "reached",
    (Direction.AT_LEAST, Outcome.NOT_MET): "short",
    (Direction.AT_LEAST, Outcome.UNDETERMINED): "across-floor",
    (Direction.AT_MOST, Outcome.MET): "kept",
    (Direction.AT_MOST, Outcome.NOT_MET): "exceeded",
    (Direction.AT_MOST, Outcome.UNDETERMINED): "across-ceiling",
    (Direction.EXACTLY, Outcome.MET): "equal",
    (Direction.EXACTLY, Outcome.NOT_MET): "not-equal",
    (Direction.EXACTLY, Outcome.UNDETERMINED): "perhaps-equal",
    (Direction.WITHIN, Outcome.MET): "within",
    (Direction.WITHIN, Outcome.NOT_MET): "outside",
    (Direction.WITHIN, Outcome.UNDETERMINED): "across-edge",
}


def _attainment(
    direction: Direction, outcome: Outcome, number: Fraction, bound: Fraction, *, blurred: bool
) -> Fraction | None:
    if number.numerator < 0 or bound.numerator < 0:
        return None
    if number == bound:
        return Fraction(1)
    if blurred and outcome is Outcome.MET and direction is not Direction.AT_MOST and number < bound:
        return None
    if direction is Direction.AT_LEAST:
        return number / bound if bound else None
    if direction is Direction.AT_MOST:
        if outcome is Outcome.MET:
            return Fraction(1)
        return bound / number if bound else None
    return None


def _together(
    target: Amount | Range, actual: Amount | Range, found: list[Reading], answers: list[Judgement]
) -> Judgement:
    """The readings' common verdict; UNDETERMINED, and both readings named, where they differ."""
    written = tuple(reading.written for reading in found)
    notes = tuple(dict.fromkeys(n for answer in answers for n in answer.notes))
    first = answers[0]
    doubted = said(target if found[0].code.startswith("target-") else actual)
    if (
        any(answer.outcome is not first.outcome for answer in answers)
        or first.outcome is Outcome.UNDETERMINED
    ):
        listed = {"actual": said(actual), "target": said(target), "readings": " / ".join(written)}
        named = note("readings-named", "", written, actual=doubted, readings=listed["readings"])
        return undetermined(found[0].code, named, *notes, **listed)
    lead = next((answer for reading, answer in zip(found, answers, strict=True) if reading.lead), first)
    leads = any(reading.lead for reading in found)
    same = all(answer.attainment == first.attainment for answer in answers)
    attainment = lead.attainment if leads or same else None
    agreed = note("readings-agree", "", written, actual=doubted, readings=" / ".join(written))
    return attrs.evolve(lead, attainment=attainment, notes=(agreed, *notes))
