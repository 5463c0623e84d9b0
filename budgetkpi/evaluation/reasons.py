"""What a judgement of one target against one actual says (判定理由)."""

from __future__ import annotations

import enum
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs

from budgetkpi.expressions import later
from budgetkpi.indicators import Indicator  # noqa: TC001
from budgetkpi.messages import Catalog, Message, Note
from budgetkpi.results import Direction, Outcome
from budgetkpi.shown import Shown, clipped
from budgetkpi.values import Amount, Range, Value

__all__ = [
    "ANY_ROW",
    "Judgement",
    "Question",
    "RowAskedError",
    "clipped",
    "note",
    "plain",
    "said",
    "say",
    "undetermined",
]

say: Final = Catalog("evaluation")
"""The texts of this floor: `say(code, **fields)` is a Message, `say.note(…)` a Note."""

_FIGURES: Final = later(r"[-+.,，．≤≥<>=＜＞＝≦≧\d\s]*")
"""A number, perhaps with a sign, that names no unit."""


class RowAskedError(Exception):
    """The answer hangs on the row, and the question is of any row."""


class AnyRow(enum.Enum):
    """What stands for the row where the question is what two cells say in any row."""

    ANY = "any"


ANY_ROW: Final = AnyRow.ANY


@attrs.frozen(repr=False)
class Question(Shown):
    """What is asked beside the two values: which way is better, of which row, in which year.

    Attributes:
        direction: which way is better.
        fiscal_year: the budget year that a date without a year is read in; None where not known.
    """

    direction: Direction
    _row: Indicator | AnyRow | None
    fiscal_year: int | None = attrs.field(default=None, kw_only=True)

    @property
    def row(self) -> Indicator | None:
        """The indicator, None where only two cells were given.

        Raises:
            RowAskedError: the question is of any row.
        """
        if self._row is ANY_ROW:
            raise RowAskedError
        return self._row

    @property
    def name(self) -> str:
        """The indicator's name, "" where none was given."""
        return "" if self.row is None else self.row.name


@attrs.frozen(repr=False)
class Judgement(Shown):
    """One answer: the outcome, why, how far, and what was assumed (判定).

    Attributes:
        outcome: met, not met or undetermined.
        reason: why, as a reviewer can quote it.
        attainment: 完成率, None where it means nothing.
        notes: what was assumed on the way to it.
    """

    outcome: Outcome
    reason: Message
    attainment: Fraction | None = attrs.field(default=None, kw_only=True)
    notes: tuple[Note, ...] = attrs.field(default=(), kw_only=True)


def undetermined(code: str, /, *notes: Note, **fields: object) -> Judgement:
    """Return an UNDETERMINED judgement whose reason is the message `code`."""
    return Judgement(Outcome.UNDETERMINED, say(code, **fields), notes=notes)


def note(code: str, rule: str = "", alternatives: tuple[str, ...] = (), /, **fields: object) -> Note:
    """Return a note of this floor with its fields filled in."""
    return say.note(code, rule=rule, alternatives=alternatives, **fields)


def said(value: Value) -> str:
    """Return how the cell says it: its own words without the blanks around them, cut where they are long.

    A target whose unit or sign stands in another column is written out with them, as 30 is
    beside a column 万元.
    """
    text = clipped(value.text)
    if not text or (isinstance(value, Amount | Range) and value.unit and _FIGURES.fullmatch(text)):
        return _in_full(value) if isinstance(value, Amount) else clipped(str(value))
    return text


def _in_full(value: Amount) -> str:
    """The canonical text, a long number shortened by 万 or 亿 where that leaves no long fraction."""
    number = Fraction(value.magnitude)
    for word, scale in (("亿", 10**8), ("万", 10**4)):
        short = number / scale
        if abs(short) >= 1 and (short * 10**4).denominator == 1:
            written = attrs.evolve(value, magnitude=Decimal(0), unit="")
            return str(written).replace("0", f"{plain(short)}{word}{value.unit}")
    return clipped(str(value))


def plain(number: Fraction) -> str:
    """Return an exact number as people write it: a decimal where it ends, else a fraction."""
    rest, twos, fives = number.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return str(number)
    places = max(twos, fives)
    digits = str(abs(number.numerator) * 10**places // number.denominator).rjust(places + 1, "0")
    whole, part = (digits, "") if not places else (digits[:-places], "." + digits[-places:])
    return f"{'-' if number < 0 else ''}{whole}{part}"
