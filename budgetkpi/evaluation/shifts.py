"""How long before or after its time something was done (提前、延后): 提前3天 misses 提前6天.

The length belongs to the word in front of it. Early, more is better; late, less is. A target
that only asks for 提前完成 is met by any length.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final, NamedTuple

import attrs

from budgetkpi import units
from budgetkpi.errors import ParseError
from budgetkpi.evaluation.quantitative import judge_amounts
from budgetkpi.evaluation.reasons import Judgement, note, said, say, undetermined
from budgetkpi.evaluation.wordlists import words as listed
from budgetkpi.language.around import unvouched
from budgetkpi.reading import parse
from budgetkpi.results import Outcome
from budgetkpi.text import tidy
from budgetkpi.values import Amount, Comparator, Deadline, Level, Range, Text

if TYPE_CHECKING:
    from budgetkpi.evaluation.reasons import Question
    from budgetkpi.values import Value

__all__ = ["judge_shifts", "without_length"]

_TIMES: Final = frozenset({"clock_time", "working_time", "calendar_time"})
_SIGNS: Final = {True: (Comparator.GE, Comparator.GT), False: (Comparator.LE, Comparator.LT)}
"""The signs that a length may have: early, more is better; late, less is."""


class _Shift(NamedTuple):
    """So long before or after the time that was set (提前6天).

    Attributes:
        early: whether before it.
        length: how long, with the sign that stands at it.
        words: the cell without the length (提前完成).
    """

    early: bool
    length: Amount | Range
    words: str


def judge_shifts(target: Value, actual: Value, asked: Question) -> Judgement | None:
    """Judge an actual that says how early or late it was; None where the target asks for no length."""
    goal, given = _shift(target), _shift(actual)
    if isinstance(target, Deadline) and given is not None:
        outcome, code = (Outcome.MET, "said-in-time") if given.early else (Outcome.NOT_MET, "said-not-done")
        both = {"actual": said(actual), "target": said(target)}
        return Judgement(outcome, say(code, **both), notes=(note("words-for-number", **both),))
    if goal is None and not _asks_for_length(target):
        return None
    both = {"actual": said(actual), "target": said(target)}
    if tidy(target.text) == tidy(actual.text):
        return Judgement(Outcome.MET, say("same-words", **both))
    if goal is None or given is None or not isinstance(goal.length, Amount):
        return undetermined("length-not-said", **both)
    if goal.early is not given.early:
        outcome, code = (Outcome.NOT_MET, "said-not-done") if goal.early else (Outcome.MET, "said-in-time")
        return Judgement(outcome, say(code, **both))
    sign = goal.length.comparator or _SIGNS[goal.early][0]
    wanted = attrs.evolve(goal.length, comparator=sign, text=target.text)
    reached = attrs.evolve(given.length, text=actual.text)
    return attrs.evolve(judge_amounts(wanted, reached, asked), attainment=None)


def without_length(actual: Value) -> Value:
    """Return an actual in words without how long: 提前5天完成 is 提前完成."""
    shift = _shift(actual)
    return actual if shift is None else attrs.evolve(parse(shift.words), text=actual.text)


def _shift(value: Value) -> _Shift | None:
    return _read(value.text) if isinstance(value, Level | Text) else None


def _asks_for_length(value: Value) -> bool:
    """Whether words hold a number right behind 提前 that could not be read as a length."""
    if not isinstance(value, Level | Text):
        return False
    words = tidy(value.text)
    return any(words.partition(word)[2][:1].isnumeric() for _, word in _table())


@functools.lru_cache(maxsize=1024)
def _read(text: str) -> _Shift | None:
    words = tidy(text)
    early, shifted = next(((early, word) for early, word in _table() if word in words), (False, ""))
    if not shifted:
        return None
    try:
        length = parse(words.replace(shifted, "", 1))
    except ParseError:
        return None
    if not isinstance(length, Amount | Range) or length.planned or length.when:
        return None
    if units.dimension(length.unit) not in _TIMES or "".join(map(unvouched, length.beside)):
        return None
    if isinstance(length, Amount) and length.comparator not in (None, *_SIGNS[early]):
        return None
    return _Shift(early, length, shifted + ("".join(length.beside) or "完成"))


@functools.cache
def _table() -> tuple[tuple[bool, str], ...]:
    """The words in front of a length, each with whether it is early; the longest first."""
    pairs = [(key == "early", word) for key in ("early", "late") for word in listed("shifts", key)]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[1])))
