"""Words against words, and words against numbers (定性指标的判定).

A grade is compared on its ladder. A word says of a number only that the task was not done
(未完成) or that nothing happened (零投诉); that it was done does not say how much.
"""

from __future__ import annotations

import functools
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import ladders, units
from budgetkpi.evaluation.declared import bare_words, below_zero, declared, in_time, reached, unchanged
from budgetkpi.evaluation.quantitative import judge_amounts, sense
from budgetkpi.evaluation.reasons import Judgement, note, said, say, undetermined
from budgetkpi.evaluation.wordlists import words as listed
from budgetkpi.ladders import Verdict
from budgetkpi.language.lexicon import lexicon
from budgetkpi.results import Direction, Outcome
from budgetkpi.text import tidy
from budgetkpi.values import Amount, Comparator, Deadline, Level, Missing, Range, Reference, Text

if TYPE_CHECKING:
    from budgetkpi.evaluation.reasons import Question
    from budgetkpi.values import Value

__all__ = ["judge_reference", "judge_words", "words_against_number"]

_ZERO: Final = Decimal(0)
_WHOLE: Final = Decimal(100)
"""All of a whole, in %."""
MIN_SHARED: Final = 4
"""How many characters the words must have before more may follow their denial."""


def judge_words(target: Level | Text, actual: Value) -> Judgement:
    """Judge an actual against a grade or a description in words."""
    both = {"actual": said(actual), "target": said(target)}
    if isinstance(target, Text):
        return _free_text(target, actual, both)
    spoken = _spoken(actual)
    if spoken is None:
        return undetermined("number-against-word", **both)
    if bare_words(spoken) == bare_words(target.word):
        return Judgement(Outcome.MET, say("same-words", **both))
    grade = ladders.find_word(spoken) or _grade_in(spoken)
    verdict, code = ladders.compare(target.word, spoken if grade is None else grade)
    if verdict is Verdict.AT_LEAST and isinstance(actual, Amount) and _reached_in_part(actual, spoken):
        return undetermined("number-against-word", **both)
    if verdict is Verdict.AT_LEAST:
        return Judgement(
            Outcome.MET, say("grade-reached", **both), notes=(note("ladder-compared", code, **both),)
        )
    if verdict is Verdict.BELOW:
        return Judgement(
            Outcome.NOT_MET, say("grade-below", **both), notes=(note("ladder-compared", code, **both),)
        )
    if isinstance(actual, Amount | Range | Deadline):
        return undetermined("number-against-word", **both)
    return undetermined("words-open", note("ladder-compared", code, **both), **both)


def _reached_in_part(actual: Amount, spoken: str) -> bool:
    """Whether a share that is not the whole stands directly in front of a grade: 50%达标."""
    shared = actual.unit == "%" and actual.magnitude != _WHOLE
    behind = tidy(spoken).rpartition("%")[2]
    return shared and ladders.find_word(behind) is not None


def _grade_in(spoken: str) -> ladders.Rung | None:
    """The grade that a sentence ends with, unless a sign stands before it: 低于良好 is not 良好."""
    grade = ladders.find_in(spoken)
    if grade is None:
        return None
    words = tidy(spoken)
    start = max(words.rfind(grade.word), 0)
    stem = max(words.rfind(grade.stem), start)  # 于良好 is found as 处于良好 is
    signed = any(sign in words[max(0, start - len(sign)) : stem] for sign in _signs())
    return None if signed else grade


@functools.cache
def _signs() -> tuple[str, ...]:
    """Signs in words that do not say that what stands behind them was reached."""
    kinds = ("LT", "LE", "GT", "KEEP", "NEAR")
    return tuple(word for kind in kinds for word in lexicon().of(kind) if len(word) > 1)


def judge_reference(target: Reference, actual: Value) -> Judgement:
    """Judge an actual against a bound that stands in another document."""
    both = {"actual": said(actual), "target": said(target)}
    if isinstance(actual, Reference) and bare_words(actual.title) == bare_words(target.title):
        return _about_same_bound(target.comparator, actual, both)
    return _free_text(target, actual, both, otherwise="bound-elsewhere")


def words_against_number(
    target: Amount | Range | Deadline, actual: Level | Text | Reference, asked: Question
) -> Judgement:
    """Judge words against a number or a day."""
    both = {"actual": said(actual), "target": said(target)}
    words = _spoken(actual) or ""
    if isinstance(target, Deadline):
        answer = in_time(target, words, asked)
    else:
        answer = (
            _about_ceiling(target, actual, asked)
            or _against_zero(target, actual, asked)
            or unchanged(target, actual, asked)
            or below_zero(target, words, asked)
            or declared(target, words, asked)
        )
    if answer is not None:
        return answer
    if not isinstance(target, Deadline) and _unmeasured(target, words, asked.name):
        return undetermined("not-measured", **both)
    if _says(words, "undone") or (_timed(target) and _says(words, "late")):
        if _is_ceiling(target, asked):
            # What was not done spent nothing: that the ceiling was kept or passed is not said.
            return undetermined("undone-under-ceiling", **both)
        return Judgement(
            Outcome.NOT_MET, say("said-not-done", **both), notes=(note("words-for-number", **both),)
        )
    if any(word in words for word in listed("under_way")):
        return undetermined("said-under-way", **both)
    if any(word in words for word in listed("done")):
        return undetermined("done-but-when" if isinstance(target, Deadline) else "done-but-how-much", **both)
    return undetermined("word-against-number", **both)


def _says(words: str, key: str) -> bool:
    """Whether the words hold one of a list that no denial stands before: 未逾期 is not 逾期."""
    for word in listed(key):
        place = words.find(word)
        while place >= 0:
            if not words[:place].endswith(listed("undenied")):
                return True
            place = words.find(word, place + 1)
    return False


def _is_ceiling(target: Amount | Range | Deadline, asked: Question) -> bool:
    """Whether the target is a limit from above on something that is no time."""
    if isinstance(target, Deadline) or _timed(target):
        return False
    return sense(target, asked.direction) is Direction.AT_MOST


def _timed(target: Amount | Range | Deadline) -> bool:
    """Whether the target is a day or a length of time."""
    return isinstance(target, Deadline) or units.dimension(target.unit) in _TIMES


_TIMES: Final = frozenset({"clock_time", "working_time", "calendar_time"})


def _unmeasured(target: Amount | Range, words: str, name: str) -> bool:
    """未开展满意度调查 beside a satisfaction: what nobody measured is not missed."""
    if units.dimension(target.unit) not in _MEASURED:
        return False
    if any(word in words for word in listed("pending")):
        return True
    deeds = [deed for deed in listed("measuring") if deed in words]
    return any(words.startswith(listed("denials")) and ("满意" in name or deed not in name) for deed in deeds)


_MEASURED: Final = frozenset({"ratio", "score"})


def _about_ceiling(
    target: Amount | Range, actual: Level | Text | Reference, asked: Question
) -> Judgement | None:
    """超支 and 未超支 beside a ceiling of money say whether it was kept, not what was spent."""
    if sense(target, asked.direction) is not Direction.AT_MOST or units.dimension(target.unit) != "money":
        return None
    both = {"actual": said(actual), "target": said(target)}
    words = bare_words(_spoken(actual) or "")
    for key, outcome, code in (
        ("not_over", Outcome.MET, "saved"),
        ("over", Outcome.NOT_MET, "overspent"),
    ):
        if words.startswith(listed(key)):
            return Judgement(outcome, say(code, **both), notes=(note("words-for-number", **both),))
    return None


def _against_zero(
    target: Amount | Range, actual: Level | Text | Reference, asked: Question
) -> Judgement | None:
    """零投诉 beside a ceiling or a zero is the number 0; beside a floor it may speak of something else."""
    way = sense(target, asked.direction)
    wants_zero = isinstance(target, Amount) and not target.magnitude
    if way is not Direction.AT_MOST and not (wants_zero and way is Direction.EXACTLY):
        return None
    if units.dimension(target.unit) not in _COUNTED or not _says_zero(actual, asked.name):
        return None
    none = Amount(_ZERO, target.unit, text=actual.text)
    answer = judge_amounts(target, none, asked)
    taken = note("word-as-zero", actual=said(actual), unit=target.unit)
    return attrs.evolve(answer, notes=(taken, *answer.notes))


_COUNTED: Final = frozenset({"", "ratio", "count", "occurrence", "people", "visits", "households", "print"})
"""What nothing at all can be zero of; nobody says 无投诉 of a length or a sum."""


def _says_zero(actual: Level | Text | Reference, name: str) -> bool:
    """无投诉 beside 投诉率, 未发生错案 beside 错案率: nothing of what the indicator counts."""
    words = bare_words(_spoken(actual) or "")
    rung = ladders.find_word(words)
    if rung is not None and rung.zero:
        # 未发生安全事故 is said of 安全责任事故起数 too: the end of the word names the thing.
        return not rung.stem or not name or _counts_all(rung.stem, words, name)
    denial = next((word for word in listed("none") if words.startswith(word)), None)
    return (
        denial is not None
        and len(words) > len(denial)
        and _counts_all(words.removeprefix(denial), words, name)
    )


def _counts_all(thing: str, words: str, name: str) -> bool:
    """Whether there is nothing of what the name counts, when there is no such thing.

    No 重大事故 leaves the lesser ones open that 事故起数 counts, too.
    """
    if any(word in words and word not in name for word in listed("narrowing")):
        return False
    return thing in name or (len(thing) > 1 and thing[-2:] in name)


def _free_text(
    target: Text | Reference | Level, actual: Value, both: dict[str, str], otherwise: str = "text-open"
) -> Judgement:
    """The same words meet, their denial does not; anything else a person must read."""
    wanted, given = bare_words(target.text or str(target)), bare_words(actual.text or str(actual))
    if given == wanted or _asked_for(wanted) == _asked_for(given):
        return Judgement(Outcome.MET, say("same-words", **both))
    if isinstance(actual, Level | Text) and reached(given):
        return Judgement(Outcome.MET, say("said-reached", **both))
    if _denied(wanted, given):
        return Judgement(Outcome.NOT_MET, say("words-denied", **both))
    return undetermined(otherwise, **both)


def _asked_for(words: str) -> str:
    """The words without the verb that asks for them: 做到X and X."""
    lead = next((word for word in listed("asking") if words.startswith(word)), "")
    rest = words.removeprefix(lead)
    return rest if len(rest) >= MIN_SHARED else words


def _denied(wanted: str, given: str) -> bool:
    for denial in listed("denials"):
        if given.startswith(denial) and given.removeprefix(denial) in (wanted, wanted.removeprefix("已")):
            return True
        # 按合同约定 and 未按合同约定执行: the same words, denied, with a verb after them.
        if len(wanted) >= MIN_SHARED and given.startswith(denial + wanted):
            return True
    return False


def _about_same_bound(wanted: Comparator | None, actual: Reference, both: dict[str, str]) -> Judgement:
    """Two signs about one bound that nobody wrote down: 超过概算 lies outside 不超过概算."""
    given = actual.comparator
    if given is wanted:
        return Judgement(Outcome.MET, say("same-words", **both))
    if wanted is None or given is None:
        return undetermined("bound-elsewhere", **both)
    inside = _INSIDE.get(wanted, frozenset())
    if given in inside:
        return Judgement(Outcome.MET, say("same-bound-kept", **both))
    if given in _OUTSIDE.get(wanted, frozenset()):
        return Judgement(Outcome.NOT_MET, say("same-bound-missed", **both))
    return undetermined("bound-elsewhere", **both)


_INSIDE: Final = {
    Comparator.LE: frozenset({Comparator.LT, Comparator.EQ}),
    Comparator.GE: frozenset({Comparator.GT, Comparator.EQ}),
}
_OUTSIDE: Final = {
    Comparator.LE: frozenset({Comparator.GT}),
    Comparator.LT: frozenset({Comparator.GT, Comparator.GE, Comparator.EQ}),
    Comparator.GE: frozenset({Comparator.LT}),
    Comparator.GT: frozenset({Comparator.LT, Comparator.LE, Comparator.EQ}),
    Comparator.EQ: frozenset({Comparator.LT, Comparator.GT}),
}


def _spoken(actual: Value) -> str | None:
    """The words that an actual says; None for a number that has none of its own."""
    if isinstance(actual, Level):
        return actual.word
    if isinstance(actual, Text):
        return actual.content
    if isinstance(actual, Missing):
        return None
    words = actual.text.strip()
    return words or None
