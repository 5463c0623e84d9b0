"""Whether an actual meets its target, how far, and why (绩效评价).

A cell says a set on a scale. Target and actual both become sets on the target's scale: an
actual inside it is met, one wholly outside is not, one across its edge is undetermined. The
modules of this folder each know one scale; this one reads the cells, finds the direction
and brings the pair to its scale.
"""

from __future__ import annotations

import datetime
import functools
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from budgetkpi.direction import infer_direction
from budgetkpi.errors import ParseError
from budgetkpi.evaluation.pairs import judge
from budgetkpi.evaluation.reasons import Judgement, Question, clipped, note, say
from budgetkpi.indicators import Indicator
from budgetkpi.reading import parse
from budgetkpi.resources import load_table
from budgetkpi.results import Confidence, Direction, Evaluation, Inference, Outcome
from budgetkpi.values import (
    Amount,
    Deadline,
    Level,
    Missing,
    Period,
    Range,
    Reference,
    Several,
    Text,
)

if TYPE_CHECKING:
    from budgetkpi.messages import Note
    from budgetkpi.values import Value

__all__ = ["Actual", "Target", "evaluate"]

Target: TypeAlias = "str | Value | Indicator"
"""What `evaluate` takes as a target."""
Actual: TypeAlias = "str | Value | int | Decimal | Fraction | datetime.date | None"
"""What `evaluate` takes as an actual."""

_CELLS: Final = (str, Amount, Range, Deadline, Level, Reference, Several, Text, Missing)


def evaluate(
    target: Target, actual: Actual, *, indicator: Indicator | None = None, fiscal_year: int | None = None
) -> Evaluation:
    """Judge one actual against one target (判定实际完成值).

    Args:
        target: the target's cell, its Value, or the whole Indicator.
        actual: what was reached: the cell as printed, a Value, an exact number, a date, or
            None for nothing reported.
        indicator: the row that settles what the target's cell leaves open.
        fiscal_year: the budget year that a date without a year is read in; the
            indicator's own where not given.

    Returns:
        The outcome, the attainment (完成率) as an exact Fraction or None, the reason and
        every assumption. What a cell says is never raised: a cell that cannot be read is
        in `errors` and leaves the outcome UNDETERMINED.

    Raises:
        TypeError: for a float (its digits are not the printed ones) and for anything
            else that is no cell; ValueError for a number that is not finite.

    以上, 以下 and 以内 include the number (民法典 1259); the attainment of a ceiling that was
    passed is target ÷ actual, as a form of the finance ministry printed it.

    >>> from budgetkpi import evaluate
    >>> evaluate("≥95%", "96%").attainment
    Fraction(96, 95)
    >>> evaluate("≤5次", "6次").outcome
    <Outcome.NOT_MET: 'not_met'>
    """
    if isinstance(target, Indicator):
        row: Indicator | None = target
        target_cell: str | Value = target.target
    elif isinstance(target, _CELLS):
        row, target_cell = indicator, target
    else:
        raise TypeError(f"a target is a text, a Value or an Indicator, not {type(target).__name__}")
    answer = actual if isinstance(actual, _CELLS) else _exact(actual)
    if fiscal_year is None and row is not None:
        fiscal_year = row.fiscal_year
    wanted, bad_target = _read(target_cell, row)
    given, bad_actual = _read(answer, None)
    errors = tuple(error for error in (bad_target, bad_actual) if error is not None)
    inference = None if wanted is None else _direction(row, wanted)
    direction = Direction.UNKNOWN if inference is None else inference.direction
    if wanted is None or given is None:
        judged = _unreadable(bad_target, bad_actual)
    else:
        judged = judge(wanted, given, Question(direction, row, fiscal_year=fiscal_year))
    return Evaluation(
        judged.outcome,
        judged.attainment,
        direction=direction,
        target=wanted,
        actual=given,
        reason=judged.reason,
        notes=(*_notes(wanted), *_notes(given), *_inferred(inference), *judged.notes),
        errors=errors,
        inference=inference,
    )


def _read(cell: str | Value, row: Indicator | None) -> tuple[Value | None, ParseError | None]:
    """The value of a cell, or the error of one that cannot be read."""
    if not isinstance(cell, str):
        return cell, None
    try:
        return parse(cell, indicator=row), None
    except ParseError as error:
        return None, error


def _exact(actual: int | Decimal | Fraction | datetime.date | None) -> Value:
    """The value of an actual that is no text."""
    if actual is None:
        return Missing()
    if isinstance(actual, float):
        raise TypeError(
            f"an actual is never a float: pass the printed text or Decimal({str(actual)!r}), which is exact"
        )
    if isinstance(actual, bool):
        raise TypeError("an actual is a text, a Value, an exact number, a date or None, not bool")
    if isinstance(actual, int):
        actual = Decimal(actual)
    if isinstance(actual, Decimal):
        if not actual.is_finite():
            raise ValueError(f"an actual is a finite number, not {actual}")
        return Amount(actual, text=f"{actual:f}")
    if isinstance(actual, Fraction):
        return Amount(actual, text=str(actual))
    if isinstance(actual, datetime.date):
        day = datetime.date(actual.year, actual.month, actual.day)
        return Deadline(year=day.year, month=day.month, day=day.day, period=Period.DAY, text=day.isoformat())
    raise TypeError(
        f"an actual is a text, a Value, an exact number, a date or None, not {type(actual).__name__}"
    )


@functools.lru_cache(maxsize=4096)
def _direction(row: Indicator | None, value: Value) -> Inference:
    """Which way is better; cached, for published columns repeat their rows."""
    return infer_direction(Indicator("") if row is None else row, value)


def _unreadable(target: ParseError | None, actual: ParseError | None) -> Judgement:
    """The judgement where a cell raised: UNDETERMINED, and what was wrong with it."""
    error = target or actual
    assert error is not None
    code = "target-unreadable" if target is not None else "actual-unreadable"
    return Judgement(Outcome.UNDETERMINED, say(code, text=clipped(error.text), en=error.en, zh=error.zh))


def _notes(value: Value | None) -> tuple[Note, ...]:
    return () if value is None else value.notes


@functools.cache
def _ways() -> dict[str, tuple[str, str]]:
    """How a note says each direction, in English and Chinese."""
    return {way: (said[0], said[1]) for way, said in load_table("evaluation.toml")["ways"].items()}


def _inferred(inference: Inference | None) -> tuple[Note, ...]:
    """The note that a direction was not written but inferred, and by which rule."""
    if inference is None or inference.confidence is Confidence.STATED:
        return ()
    if inference.direction in (Direction.UNKNOWN, Direction.QUALITATIVE):
        return ()
    way_en, way_zh = _ways()[inference.direction.value]
    fields = {
        "direction_en": way_en,
        "direction_zh": way_zh,
        "why_en": inference.why.en,
        "why_zh": inference.why.zh,
    }
    others = tuple(other.value for other in inference.alternatives)
    return (note("direction-inferred", inference.rule, others, **fields),)
