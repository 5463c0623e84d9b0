"""How long before or after its time something was done (提前、延后): 提前3天 misses 提前6天.

The length belongs to the word in front of it. Early, more is better; late, less is. A target
that only asks for 提前完成 is met by any length.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import units
from budgetkpi.errors import ParseError
from budgetkpi.evaluation.quantitative import judge_amounts
from budgetkpi.evaluation.reasons import Judgement, note, said, say, undetermined
from budgetkpi.reading import parse
from budgetkpi.resources import load_table
from budgetkpi.results import Direction, Outcome
from budgetkpi.text import tidy
from budgetkpi.values import Amount, Comparator, Deadline, Level, Text

if TYPE_CHECKING:
    from budgetkpi.evaluation.reasons import Question
    from budgetkpi.values import Value

__all__ = ["judge_shifts", "without_length"]

_TIMES: Final = frozenset({"clock_time", "working_time", "calendar_time"})
_FLOORS: Final = "≥=>"


@attrs.frozen
class _Shift:
    """So long before or after the time that was set (提前6天).

    Attributes:
        early: whether before it.
        length: how long, with the sign that a target puts in front of the word.
        words: the cell without the length (提前完成).
    """

    early: bool
    length: Amount
    words: str


def judge_shifts(target: Value, actual: Value, asked: Question) -> Judgement | None:
    """Judge an actual that says how early or late it was; None where neither cell says so."""
    goal, given = _shift(target), _shift(actual)
    both = {"actual": said(actual), "target": said(target)}
    if isinstance(target, Deadline) and given is not None:
        outcome, code = (Outcome.MET, "said-in-time") if given.early else (Outcome.NOT_MET, "said-not-done")
        return Judgement(outcome, say(code, **both), notes=(note("words-for-number", **both),))
    if goal is None:
        return None
    if tidy(target.text) == tidy(actual.text):
        return Judgement(Outcome.MET, say("same-words", **both))
    if given is None:
        return undetermined("length-not-said", **both)
    if goal.early is not given.early:
        outcome, code = (Outcome.NOT_MET, "said-not-done") if goal.early else (Outcome.MET, "said-in-time")
        return Judgement(outcome, say(code, **both))
    way = (Comparator.GE, Direction.AT_LEAST) if goal.early else (Comparator.LE, Direction.AT_MOST)
    wanted = attrs.evolve(goal.length, comparator=way[0], text=target.text)
    answer = judge_amounts(
        wanted, attrs.evolve(given.length, text=actual.text), attrs.evolve(asked, direction=way[1])
    )
    return attrs.evolve(answer, attainment=None)


def without_length(actual: Value) -> Value:
    """Return an actual in words without how long: 提前5天完成 is 提前完成."""
    shift = _shift(actual)
    return actual if shift is None else attrs.evolve(parse(shift.words), text=actual.text)


def _shift(value: Value) -> _Shift | None:
    return _read(value.text) if isinstance(value, Level | Text) else None


@functools.lru_cache(maxsize=1024)
def _read(text: str) -> _Shift | None:
    words = tidy(text).lstrip(_FLOORS)
    for early, shifted in _table():
        if words.startswith(shifted):
            try:
                length = parse(words.removeprefix(shifted))
            except ParseError:
                return None
            if not isinstance(length, Amount) or length.comparator or length.planned or length.when:
                return None
            if units.dimension(length.unit) not in _TIMES:
                return None
            behind = "".join(length.beside)
            return _Shift(early, length, shifted + (behind or "完成"))
    return None


@functools.cache
def _table() -> tuple[tuple[bool, str], ...]:
    """The words in front of a length, each with whether it is early; the longest first."""
    words = load_table("evaluation.toml")["shifts"]
    pairs = [(key == "early", word) for key in ("early", "late") for word in words[key]]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[1])))
