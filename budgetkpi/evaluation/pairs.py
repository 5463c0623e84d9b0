"""Brings a target and an actual to the scale that both can stand on (取值配对).

The target's own kind is the scale. An actual of another kind is asked for the readings of
its cell that stand there (`.alternatives`): 全年 beside 12个月 is a length, 20211029 beside a
deadline a day. Where several stand there and differ in their verdict, nothing is decided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from budgetkpi.evaluation.completion import is_completion, judge_completion, without_share_words
from budgetkpi.evaluation.quantitative import judge_amounts
from budgetkpi.evaluation.reasons import Judgement, note, said, say, undetermined
from budgetkpi.evaluation.reported import every_condition, no_result, plainly, vouched
from budgetkpi.evaluation.shifts import judge_shifts, without_length
from budgetkpi.evaluation.wordlists import words as listed
from budgetkpi.results import Outcome
from budgetkpi.text import tidy
from budgetkpi.values import (
    Amount,
    Comparator,
    Deadline,
    Level,
    Missing,
    Range,
    Reference,
    Several,
    Text,
)

if TYPE_CHECKING:
    from budgetkpi.evaluation.reasons import Question
    from budgetkpi.values import Value

__all__ = ["judge"]


def judge(target: Value, actual: Value, asked: Question) -> Judgement:
    """Judge an actual against a target, whatever the two say."""
    if isinstance(target, Missing):
        return undetermined("target-missing", actual=said(actual))
    if isinstance(actual, Missing):
        return _missing(target, actual)
    answer = judge_shifts(target, actual, asked) or no_result(target, actual, asked)
    if answer is not None:
        return answer
    target, actual = plainly(target), plainly(actual)
    if isinstance(actual, Several) and not isinstance(target, Several):
        return _one_of_several(target, actual, asked)
    answer = every_condition(_matched(target, actual, asked), target, actual)
    return vouched(answer, target, without_share_words(actual, asked), asked) if actual.beside else answer


def _matched(target: Value, actual: Value, asked: Question) -> Judgement:
    """The judgement on the target's own scale."""
    if isinstance(target, Several):
        return _several(target, actual, asked)
    match target:
        case Amount() | Range():
            return _against_amount(target, actual, asked)
        case Deadline():
            return _against_deadline(target, actual, asked)
        case _:
            assert isinstance(target, Reference | Level | Text)
            return _against_words(target, actual)


def _against_words(target: Reference | Level | Text, actual: Value) -> Judgement:
    """The judgement of words, whose ladders load with the first of them."""
    from budgetkpi.evaluation.qualitative import judge_reference, judge_words  # noqa: PLC0415  (as above)

    if isinstance(target, Reference):
        return judge_reference(target, actual)
    return judge_words(target, without_length(actual))


def _in_words(
    target: Amount | Range | Deadline, actual: Level | Text | Reference, asked: Question
) -> Judgement:
    """The judgement of words beside a number or a day."""
    from budgetkpi.evaluation.qualitative import words_against_number  # noqa: PLC0415  (loads the ladders)

    return words_against_number(target, actual, asked)


def _missing(target: Value, actual: Missing) -> Judgement:
    """Nothing was reported; 无 may also say that there was none."""
    both = {"actual": said(actual), "target": said(target)}
    if any(isinstance(other, Amount) for other in actual.alternatives) and isinstance(target, Amount | Range):
        return undetermined("none-or-nothing-reported", **both)
    return undetermined("actual-missing", target=said(target))


def _against_amount(target: Amount | Range, actual: Value, asked: Question) -> Judgement:
    # A target that is told as a completion too is the value itself: 目标完成率95%.
    if isinstance(actual, Amount) and is_completion(actual, asked) and not is_completion(target, asked):
        return judge_completion(target, actual, asked)
    if isinstance(actual, Amount | Range):
        return _every_reading(target, actual, asked)
    numbers = tuple(other for other in actual.alternatives if isinstance(other, Amount | Range))
    if numbers:
        return _agreed(target, numbers, actual, asked)
    if isinstance(actual, Deadline):
        return _span_against_days(target, actual, asked)
    assert isinstance(actual, Level | Text | Reference)
    return _in_words(target, actual, asked)


def _span_against_days(target: Amount | Range, actual: Deadline, asked: Question) -> Judgement:
    """3月1日至3月12日 beside 10个工作日: the days between, where they can be counted."""
    from budgetkpi.evaluation.spans import days_of_span  # noqa: PLC0415  (few rows ask for days)

    counted = days_of_span(target, actual, asked)
    if counted is None:
        return undetermined("date-against-number", actual=said(actual), target=said(target))
    if isinstance(counted, Judgement):
        return counted
    numbers, taken = counted
    answer = _agreed(target, numbers, actual, asked)
    return attrs.evolve(answer, notes=(taken, *answer.notes))


def _every_reading(target: Amount | Range, actual: Amount | Range, asked: Question) -> Judgement:
    """Every number that the actual's cell can be read as."""
    if not actual.alternatives:
        return judge_amounts(target, actual, asked)
    if isinstance(actual, Amount):
        for other in actual.alternatives:
            # 达到90% of something done is 90 %, not a floor for it.
            if actual.comparator in _REACHED and other == attrs.evolve(actual, comparator=None):
                return judge_amounts(target, attrs.evolve(other, text=actual.text), asked)
    others = tuple(
        other for other in actual.alternatives if isinstance(other, Amount | Range) and other != actual
    )
    return (
        _agreed(target, (actual, *others), actual, asked) if others else judge_amounts(target, actual, asked)
    )


_REACHED = (Comparator.GE, Comparator.LE)


def _agreed(
    target: Amount | Range, read: tuple[Amount | Range, ...], actual: Value, asked: Question
) -> Judgement:
    """The verdict of all readings, UNDETERMINED and the readings named where they differ."""
    answers = [judge_amounts(target, attrs.evolve(reading, text=actual.text), asked) for reading in read]
    written = tuple(dict.fromkeys(str(reading) for reading in read))
    fields = {"actual": said(actual), "readings": " / ".join(written)}
    fitting = [answer for answer in answers if answer.reason.code not in _UNFIT]
    if not fitting:
        return answers[0]
    first = fitting[0]
    if any(answer.outcome is not first.outcome for answer in fitting):
        return undetermined("readings-disagree", note("readings-named", "", written, **fields), **fields)
    same = all(answer.attainment == first.attainment for answer in fitting)
    taken = note("reading-chosen", "", written, **fields)
    return attrs.evolve(first, attainment=first.attainment if same else None, notes=(taken, *first.notes))


_UNFIT = frozenset({"units-differ", "change-against-level", "points-against-share"})


def _against_deadline(target: Deadline, actual: Value, asked: Question) -> Judgement:
    from budgetkpi.evaluation.deadlines import judge_deadlines  # noqa: PLC0415  (loads with the first of them)

    both = {"actual": said(actual), "target": said(target)}
    if isinstance(actual, Deadline):
        return judge_deadlines(target, actual, asked)
    if isinstance(actual, Amount):
        return _as_day(target, actual, asked)
    if isinstance(actual, Range):
        return undetermined("length-against-date", **both)
    for other in actual.alternatives:
        if isinstance(other, Deadline):
            return judge_deadlines(target, attrs.evolve(other, text=actual.text), asked)
    assert isinstance(actual, Level | Text | Reference)
    return _in_words(target, actual, asked)


def _as_day(target: Deadline, actual: Amount, asked: Question) -> Judgement:
    """A bare number beside a deadline, in every date that it can be."""
    from budgetkpi.evaluation.deadlines import as_deadlines, judge_deadlines  # noqa: PLC0415

    both = {"actual": said(actual), "target": said(target)}
    read = as_deadlines(actual)
    if not read:
        return undetermined("length-against-date", **both)
    answers = [judge_deadlines(target, attrs.evolve(day, text=actual.text), asked) for day, _ in read]
    taken = tuple(said_so for _, said_so in read)
    first = answers[0]
    if any(answer.outcome is not first.outcome for answer in answers):
        written = tuple(str(day) for day, _ in read)
        fields = {"actual": said(actual), "readings": " / ".join(written)}
        return undetermined("readings-disagree", note("readings-named", "", written, **fields), **fields)
    return attrs.evolve(first, notes=(*taken, *first.notes))


def _one_of_several(target: Value, actual: Several, asked: Question) -> Judgement:
    """More than one value beside one target: the total of parts, or what is not the share of it, counts."""
    both = {"actual": said(actual), "target": said(target)}
    rest = tuple(part for part in actual.values if not is_completion(part, asked))
    total = _total(actual)
    if total is not None:
        taken = note("total-taken", "", (str(total),), **both, total=total)
    elif len(rest) == 1:
        total, taken = rest[0], note("share-beside-value", "", (str(rest[0]),), **both, value=rest[0])
    else:
        return undetermined("several-values", **both)
    answer = judge(target, attrs.evolve(total, text=total.text or actual.text), asked)
    return attrs.evolve(answer, notes=(taken, *answer.notes))


def _total(actual: Several) -> Value | None:
    """The total where the other values are parts of it: 10场（含线上2场）, 100人，其中女30人."""
    total, *parts = actual.values
    if not isinstance(total, Amount):
        return None
    behind = _behind_part_word(tidy(actual.text))
    if not behind or any(word in behind for word in listed("parts", "done")):
        return None
    within = all(
        isinstance(part, Amount) and part.unit == total.unit and part.magnitude <= total.magnitude
        for part in parts
    )
    return total if within else None


def _behind_part_word(text: str) -> str:
    """What stands behind the first word that leads in a part, "" where none does."""
    places = [(text.find(word), word) for word in listed("parts", "words") if word in text]
    return text.partition(min(places)[1])[2] if places else ""


def _several(target: Several, actual: Value, asked: Question) -> Judgement:
    """More than one value: part against part where there are as many; a sum is a guess."""
    both = {"actual": said(actual), "target": said(target)}
    if not isinstance(actual, Several):
        return undetermined("several-values", **both)
    if target == actual:
        return Judgement(Outcome.MET, say("same-words", **both))
    if len(target.values) != len(actual.values):
        return undetermined("several-values", **both)
    answers = [judge(part, given, asked) for part, given in zip(target.values, actual.values, strict=True)]
    notes = tuple(dict.fromkeys(n for answer in answers for n in answer.notes))
    outcomes = {answer.outcome for answer in answers}
    if outcomes == {Outcome.MET}:
        return Judgement(Outcome.MET, say("every-part-met", **both), notes=notes)
    if Outcome.UNDETERMINED in outcomes:
        return undetermined("several-values", *notes, **both)
    return Judgement(Outcome.NOT_MET, say("a-part-missed", **both), notes=notes)
