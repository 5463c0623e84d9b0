"""Words that declare a target kept without its number (以文字申报完成).

按时完成 beside a day, 达成预期指标 beside a zero or a ceiling, 按该标准发放 beside a standard,
与上年持平 beside a rise. They decide only where nothing in them limits what they say.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import units
from budgetkpi.evaluation.changes import growth
from budgetkpi.evaluation.deadlines import late_enough
from budgetkpi.evaluation.quantitative import judge_amounts, sense
from budgetkpi.evaluation.reasons import Judgement, clipped, note, said, say
from budgetkpi.evaluation.wordlists import words as listed
from budgetkpi.language.around import done_by_then, unvouched
from budgetkpi.results import Direction, Outcome
from budgetkpi.text import tidy
from budgetkpi.values import Amount, Change

if TYPE_CHECKING:
    from budgetkpi.evaluation.reasons import Question
    from budgetkpi.values import Deadline, Level, Range, Reference, Text

__all__ = ["bare_words", "below_zero", "declared", "in_time", "reached", "unchanged"]

_ZERO: Final = Decimal(0)
_NOT_WORDS: Final = re.compile(r"[\s\u3000《》〈〉“”\"'（）()，,。.；;：:、！!]+")


def bare_words(words: str) -> str:
    """Return the words without the marks between them."""
    return _NOT_WORDS.sub("", words)


def in_time(target: Deadline, words: str, asked: Question) -> Judgement | None:
    """Judge 按时完成 beside a day: it was kept, where nothing is said that limits it (基本按时, 力争如期)."""
    bare = bare_words(words)
    if late_enough(target, asked.direction) or not any(word in bare for word in listed("in_time")):
        return None
    for word in sorted(listed("in_time"), key=len, reverse=True):
        bare = bare.replace(word, "")
    if any(word in bare for word in listed("hedged")):
        return None
    if unvouched(bare, tidy(asked.name)) and not done_by_then(bare):
        return None
    both = {"actual": clipped(words), "target": said(target)}
    return Judgement(Outcome.MET, say("said-in-time", **both), notes=(note("words-for-number", **both),))


def declared(target: Amount | Range, words: str, asked: Question) -> Judgement | None:
    """Judge 达成预期指标 beside a zero or a ceiling, 按该标准发放 beside a standard: it was kept."""
    both = {"actual": clipped(words), "target": said(target)}
    wants_zero = isinstance(target, Amount) and not target.magnitude
    if reached(words) and (wants_zero or sense(target, asked.direction) is Direction.AT_MOST):
        return Judgement(Outcome.MET, say("said-reached", **both), notes=(note("words-for-number", **both),))
    bare = bare_words(words)
    kept = next((word for word in listed("as_laid_down") if bare.startswith(word)), "")
    if kept and not unvouched(bare.removeprefix(kept), tidy(asked.name)):
        return Judgement(
            Outcome.MET, say("said-as-laid-down", **both), notes=(note("words-for-number", **both),)
        )
    return None


def reached(words: str) -> bool:
    """Return whether the words are those of the form for a target that was reached, and nothing else."""
    return bare_words(words).removeprefix("已") in listed("reached")


def unchanged(target: Amount | Range, actual: Level | Text | Reference, asked: Question) -> Judgement | None:
    """Judge 与上年持平 beside a target that says 增长 or 下降 as a change of nothing."""
    change = target.change if isinstance(target, Amount) else None
    if change is None or units.dimension(target.unit) != "ratio":
        return None
    denied = {Change.RISE: "no_rise", Change.FALL: "no_fall"}.get(change)
    if bare_words(actual.text) not in listed("unchanged") + (listed(denied) if denied else ()):
        return None
    none = Amount(_ZERO, target.unit, change=change, text=actual.text)
    answer = judge_amounts(target, none, asked)
    taken = note("word-as-no-change", actual=said(actual))
    return attrs.evolve(answer, notes=(taken, *answer.notes))


def below_zero(target: Amount | Range, words: str, asked: Question) -> Judgement | None:
    """Judge 负增长 beside a growth and 亏损 beside a profit: how much is not said, less than 0 is."""
    if not isinstance(target, Amount) or sense(target, asked.direction) is not Direction.AT_LEAST:
        return None
    if target.magnitude < 0 or target.approximate:
        return None
    said_so = bare_words(words)
    dimension = units.dimension(target.unit)
    grew = dimension == "ratio" and said_so in listed("below_zero_change") and growth(target, asked)
    if not grew and not (dimension == "money" and said_so in listed("below_zero_money")):
        return None
    both = {"actual": words, "target": said(target)}
    return Judgement(Outcome.NOT_MET, say("short", **both), notes=(note("loss-below-zero", **both),))
