"""What an actual reports as done in the year under review (实际完成值的认定).

A plan, a forecast, another year's number and a number that a word turns (取消10场) are no
result. A number among words decides only where somebody vouches for the words: the lists of
grammar/around.toml, the row itself, or the number that counts them (12名教师).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import attrs

from budgetkpi.evaluation.quantitative import sense
from budgetkpi.evaluation.reasons import Judgement, note, said, say, undetermined
from budgetkpi.evaluation.wordlists import pairs
from budgetkpi.evaluation.wordlists import words as listed
from budgetkpi.language.around import done_by_then, unvouched
from budgetkpi.language.statements import number_and_ruled_out
from budgetkpi.messages import series
from budgetkpi.reading import row_words
from budgetkpi.results import Direction, Outcome
from budgetkpi.text import tidy
from budgetkpi.values import Amount, Deadline, Range, Several, Text

if TYPE_CHECKING:
    from budgetkpi.evaluation.reasons import Question
    from budgetkpi.values import Value

__all__ = ["every_condition", "no_result", "plainly", "turned", "vouched"]

_V = TypeVar("_V", bound="Value")


def plainly(value: _V) -> _V:
    """Return a value without the plan or the year that it is said of, once these are settled."""
    if isinstance(value, Amount | Range) and (value.planned or value.when is not None):
        return attrs.evolve(value, planned=False, when=None)
    if isinstance(value, Deadline) and value.planned:
        return attrs.evolve(value, planned=False)
    return value


def no_result(target: Value, actual: Value, asked: Question) -> Judgement | None:
    """Return why the actual is no result of the year, None where it is one."""
    for part in actual.values if isinstance(actual, Several) else (actual,):
        if isinstance(part, Amount | Range | Deadline) and (part.planned or _plan_figure(part)):
            return undetermined("planned-not-done", **_both(target, actual))
        if not isinstance(part, Text) and _under_way(part, target, asked):
            return undetermined("said-under-way", **_both(target, actual))
        if (
            isinstance(part, Amount | Range)
            and part.when is not None
            and _other_year(target, part.when, asked)
        ):
            return undetermined("other-year", **_both(target, actual), year=part.when)
    if not (turned(actual) or turned(target)) or tidy(actual.text) == tidy(target.text):
        return None
    both = _both(target, actual)
    if turned(actual) and _lost(target, actual, asked):
        return Judgement(Outcome.NOT_MET, say("short", **both), notes=(note("loss-below-zero", **both),))
    for value in (actual, target):
        if turned(value):
            return undetermined("number-turned", **both, words=series(value.beside))
    return None


def _both(target: Value, actual: Value) -> dict[str, str]:
    return {"actual": said(actual), "target": said(target)}


def _plan_figure(value: Value) -> bool:
    """Whether the words beside a number call it the planned one (任务数6期)."""
    return any(word in listed("plan_figures") for word in value.beside)


def _under_way(value: Value, target: Value, asked: Question) -> bool:
    """Whether words beside a number say that it is still being done, and the row does not speak of that."""
    said_of = [word for word in listed("under_way") if any(word in beside for beside in value.beside)]
    if not said_of:
        return False
    known = _known(target, asked)
    return not all(word in known for word in said_of)


def _known(target: Value, asked: Question) -> str:
    """What a row says of itself, its target too."""
    return ("" if asked.row is None else row_words(asked.row)) + tidy(target.text)


def _lost(target: Value, actual: Value, asked: Question) -> bool:
    """Whether an actual is a loss, which lies below every floor that is no negative number."""
    if not isinstance(target, Amount) or sense(target, asked.direction) is not Direction.AT_LEAST:
        return False
    return target.magnitude >= 0 and all(word in listed("losses") for word in actual.beside)


def turned(value: Value) -> bool:
    """Return whether a word of the cell makes its number no plain result (取消10场, 尚需10场)."""
    return isinstance(value, Text) and any(note.code == "number-turned" for note in value.notes)


def _other_year(target: Value, when: Deadline, asked: Question) -> bool:
    """Whether a year is not surely the target's: that which it names, or else the budget year."""
    wanted = target.when if isinstance(target, Amount | Range) else None
    if wanted is not None and (wanted.year, wanted.year_offset) == (when.year, when.year_offset):
        return False
    year = asked.fiscal_year if wanted is None else _year(wanted, asked.fiscal_year)
    given = _year(when, asked.fiscal_year)
    return year is None or year != given


def _year(when: Deadline, fiscal_year: int | None) -> int | None:
    if when.year is not None:
        return when.year
    return None if fiscal_year is None else fiscal_year + when.year_offset


def vouched(answer: Judgement, target: Value, actual: Value, asked: Question) -> Judgement:
    """Return the answer, or that it is left open because of words for which nobody vouches."""
    if answer.outcome is Outcome.UNDETERMINED or not actual.beside:
        return answer
    known = _known(target, asked)
    strange = (unvouched(word, known) for word in actual.beside if not _told(word, actual))
    words = series(filter(None, strange))
    if not words:
        return answer
    return undetermined(
        "words-unvouched", *answer.notes, actual=said(actual), target=said(target), words=words
    )


def every_condition(answer: Judgement, target: Value, actual: Value) -> Judgement:
    """Return the answer, or that it is left open where the target also says what may not happen.

    95% reaches the number of 95%且零投诉; whether there were complaints nobody says.
    """
    if answer.outcome is not Outcome.MET or not target.beside:
        return answer
    _, ruled_out = number_and_ruled_out(target.text)
    said_too = tidy(actual.text)
    if all(tidy(condition.text) in said_too for condition in ruled_out):
        return answer
    return undetermined("several-values", *answer.notes, **_both(target, actual))


def _told(word: str, actual: Value) -> bool:
    """Whether a word beside a value says no more than that: 11月25日完工, 12名教师."""
    if isinstance(actual, Deadline):
        return done_by_then(word)
    part_of_it = word.startswith(listed("parts", "words"))  # 48万元（含设计费）
    return part_of_it or _counted(word, actual)


def _counted(word: str, actual: Value) -> bool:
    """Whether a word names the things that the number right in front of it counts (12名教师)."""
    if not isinstance(actual, Amount) or not actual.unit:
        return False
    if len(word) > pairs("things")["longest"] or not word.endswith(listed("things", "ends")):
        return False
    front = tidy(actual.text).partition(word)[0]
    return any(character.isnumeric() for character in front)
