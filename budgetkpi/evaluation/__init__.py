"""Whether an actual meets its target, how far, and why (绩效评价).

A cell says a set on a scale. Target and actual both become sets on the target's scale: an
actual inside it is met, one wholly outside is not, one across its edge is undetermined. The
modules of this folder each know one scale; this one reads the cells, finds the direction
and brings the pair to its scale.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import attrs

from budgetkpi import units, vocabulary
from budgetkpi.direction import infer_direction, of_rule, way
from budgetkpi.errors import ParseError
from budgetkpi.evaluation.pairs import judge
from budgetkpi.evaluation.reasons import ANY_ROW, Judgement, Question, RowAskedError, clipped, note, say
from budgetkpi.evaluation.wordlists import pairs
from budgetkpi.given import CELLS, Given, as_value
from budgetkpi.indicators import Indicator
from budgetkpi.inputs import Printed, as_instance, as_year, unwrapped
from budgetkpi.language import read_cell
from budgetkpi.reading import counted_deed, parse
from budgetkpi.results import Confidence, Direction, Evaluation, Inference, Outcome
from budgetkpi.values import Amount

if TYPE_CHECKING:
    from budgetkpi.messages import Note
    from budgetkpi.values import Value

__all__ = ["Actual", "Grounds", "Target", "evaluate", "evaluate_anew", "hangs_on", "in_any_row"]

Target: TypeAlias = "Given | Indicator"
"""What `evaluate` takes as a target."""
Actual: TypeAlias = "Given"
"""What `evaluate` takes as an actual."""


def evaluate(
    target: Target, actual: Actual, *, indicator: Indicator | None = None, fiscal_year: int | None = None
) -> Evaluation:
    """Judge one actual against one target (判定实际完成值).

    Args:
        target: the target's cell as an actual's, or the whole Indicator.
        actual: what was reached: the cell as printed, a Value, a number, a date, or None
            for nothing reported. Numbers and blanks of numpy and pandas (NaN, NaT, NA) are
            taken too; a float is read as a spreadsheet shows it.
        indicator: the row that settles what the target's cell leaves open.
        fiscal_year: the budget year that a date without a year is read in; the
            indicator's own where not given.

    Returns:
        The outcome, the attainment (完成率) as an exact Fraction or None, the reason and
        every assumption. What a cell says is never raised: a cell that cannot be read is
        in `errors` and leaves the outcome UNDETERMINED.

    Raises:
        TypeError: for what is no cell.
        FieldError: for a number without end or with more than 100 digits, and a year that is none of a
            budget; it names which.

    以上, 以下 and 以内 include the number (民法典 1259); the attainment of a ceiling that was
    passed is target ÷ actual, as a form of the finance ministry printed it.

    >>> from budgetkpi import evaluate
    >>> evaluate("≥95%", "96%").attainment
    Fraction(96, 95)
    >>> evaluate("≤5次", "6次").outcome
    <Outcome.NOT_MET: 'not_met'>
    """
    if indicator is not None:
        as_instance(indicator, "indicator", Indicator, "indicator")
    if fiscal_year is not None:
        fiscal_year = as_year(fiscal_year)
    if type(actual) is str and type(target) in _PRINTED and _plain_words() and _verbatim(target, indicator):
        return _seen(target, actual, indicator, fiscal_year)
    return evaluate_anew(target, actual, indicator, fiscal_year)


_PRINTED: Final = (str, Indicator)
_KEPT: Final = 2048


def _plain_words() -> bool:
    """Whether no words of the caller's own are in use."""
    return vocabulary.current() is None and not units.current().definitions


def _verbatim(target: Target, indicator: Indicator | None) -> bool:
    """Whether no cell is one that a note goes with; equal rows would hide it from each other."""
    own = type(target.target) is not Printed if isinstance(target, Indicator) else True
    return own and (indicator is None or type(indicator.target) is not Printed)


def evaluate_anew(
    target: Target, actual: Actual, indicator: Indicator | None, fiscal_year: int | None
) -> Evaluation:
    """Judge one actual against one target, as `evaluate` does of what it takes, and remember no row.

    For callers who bring each distinct row once: a memory of rows would cost them and help nobody.
    """
    row = target if isinstance(target, Indicator) else indicator
    cell = target.target if isinstance(target, Indicator) else target
    if fiscal_year is None and row is not None:
        fiscal_year = row.fiscal_year
    wanted, bad_target = _read(cell, row, "target")
    given, bad_actual = _read(actual, None, "actual")
    if given is not None and row is not None:
        given = counted_deed(given, row)
    errors = tuple(error for error in (bad_target, bad_actual) if error is not None)
    inference = None if wanted is None else _direction(row, wanted)
    direction = Direction.UNKNOWN if inference is None else inference.direction
    if wanted is None or given is None:
        judged = _unreadable(bad_target, bad_actual)
    else:
        asked = Question(direction, row, fiscal_year=fiscal_year)
        judged = _known(cell, wanted, actual, given, asked) or judge(wanted, given, asked)
    return _evaluation(wanted, given, inference, judged, errors)


def _evaluation(
    wanted: Value | None,
    given: Value | None,
    inference: Inference | None,
    judged: Judgement,
    errors: tuple[ParseError, ...],
) -> Evaluation:
    return Evaluation(
        judged.outcome,
        judged.attainment,
        direction=Direction.UNKNOWN if inference is None else inference.direction,
        target=wanted,
        actual=given,
        reason=judged.reason,
        notes=(*_notes(wanted), *_notes(given), *_inferred(inference), *judged.notes),
        errors=errors,
        inference=inference,
    )


class Grounds(NamedTuple):
    """All that the verdict of two texts hangs on where the rest of their row does not matter (判定所依)."""

    target: str
    actual: str
    direction: Direction
    rule: str
    fiscal_year: int | None


def hangs_on(target: str, actual: str, row: Indicator, fiscal_year: int | None) -> Grounds | None:
    """What the verdict of two texts in a row hangs on, which other rows may have in common with it.

    Rows of which it says the same, and whose cells are judged alike `in_any_row`, have the same verdict,
    reason and notes but for the words on why the direction is what it is, which name the row.

    Args:
        target: its cell.
        actual: its cell.
        row: the row that they stand in; its own cell of the target is not looked at.
        fiscal_year: the budget year, None for none.

    Returns:
        None where the row says what a cell means, where one cannot be read, and by words of the caller's own.
    """
    if row.comparator or row.unit or not _plain_words():
        return None
    try:
        wanted, given = read_cell(target), read_cell(actual)
        if parse(target, indicator=row) is not wanted or counted_deed(given, row) is not given:
            return None
    except ParseError:
        return None
    return Grounds(target, actual, *way(row, wanted), fiscal_year)


def in_any_row(grounds: Grounds) -> Evaluation | None:
    """The evaluation of every row that hangs on the same, None where the judgement asks for more of its row.

    The words on why the direction is what it is name no row.
    """
    target, actual, direction, rule, year = grounds
    judged = _of_cells(target, actual, direction, year)
    if judged is None:
        return None
    return _evaluation(read_cell(target), read_cell(actual), of_rule(rule, direction), judged, ())


_seen: Final = functools.lru_cache(maxsize=_KEPT)(evaluate_anew)
"""Published tables repeat their rows; each distinct one is judged once."""


def _known(cell: object, wanted: Value, actual: object, given: Value, asked: Question) -> Judgement | None:
    """The judgement that two cells have in any row; None where it hangs on theirs.

    Both values must be what their cells say by themselves: a unit in a column of its own makes another.
    """
    if type(cell) is not str or type(actual) is not str or not _plain_words():
        return None
    if read_cell(cell) is not wanted or read_cell(actual) is not given:
        return None
    return _of_cells(cell, actual, asked.direction, asked.fiscal_year)


@functools.lru_cache(maxsize=4096)
def _of_cells(target: str, actual: str, direction: Direction, year: int | None) -> Judgement | None:
    """The judgement of two cells, once for all rows that hold them; None where it hangs on the row."""
    try:
        return judge(read_cell(target), read_cell(actual), Question(direction, ANY_ROW, fiscal_year=year))
    except RowAskedError:
        return None


def _read(cell: object, row: Indicator | None, field: str) -> tuple[Value | None, ParseError | None]:
    """The value of a cell, or the error of one that cannot be read.

    A number stands in the row's columns as its text does, and takes their sign and unit.
    """
    notes: tuple[Note, ...] = cell.notes if type(cell) is Printed else ()
    if not isinstance(cell, CELLS) and not isinstance(cell := unwrapped(cell), CELLS):
        cell = as_value(cell, field)
        if row is None or not isinstance(cell, Amount):
            return cell, None
        notes, cell = cell.notes, cell.text
    if type(cell) is Printed:
        cell = str(cell)
    if not isinstance(cell, str):
        return cell, None
    try:
        value = parse(cell, indicator=row)
    except ParseError as error:
        return None, error
    return attrs.evolve(value, notes=(*value.notes, *notes)) if notes else value, None


def _direction(row: Indicator | None, value: Value) -> Inference:
    """Which way is better."""
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
    return {way: (said[0], said[1]) for way, said in pairs("ways").items()}


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
