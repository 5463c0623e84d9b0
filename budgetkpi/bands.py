"""A ladder of grades, each with its own limit (评价标准：优、良、中、差).

Older Hebei tables print one limit a grade instead of one target: `≥95% ≥85% ≥70% <70%`. The
first grade that holds wins, so limits of one side are nested on purpose; a range that leaves
a hole or claims what the grade above it claims is a problem of the table.
"""

from __future__ import annotations

import datetime
import itertools
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import ladders, units
from budgetkpi.errors import ParseError
from budgetkpi.messages import Catalog
from budgetkpi.results import Finding, Severity
from budgetkpi.values import Amount, Approximation, Comparator, Deadline, Level, Missing, Period, Range, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.values import Value

__all__ = ["Bands"]

_say: Final = Catalog("bands")
GRADES: Final = ("excellent", "good", "fair", "poor")
"""优, 良, 中, 差."""
WAN: Final = 10_000
FAR: Final = 1_000
"""A bare number that would be this many times the ladder's largest in 万元 is not meant in 万元."""
STAND_IN: Final = 2001
"""The year in which dates without one are put in order."""
_WHOLE: Final = frozenset({"count", "people", "visits", "households", "print", "occurrence"})
"""What is counted in whole numbers: 7 to 5 after 10 to 8 leaves nothing out."""


@attrs.frozen
class _Span:
    """The numbers of one grade, in the ladder's unit and more being better; None is without end."""

    low: Fraction | None
    high: Fraction | None
    low_inclusive: bool = True
    high_inclusive: bool = True

    def mirrored(self) -> _Span:
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low
        return _Span(low, high, self.high_inclusive, self.low_inclusive)

    def holds(self, other: _Span) -> bool:
        """Whether all of `other` lies inside."""
        return self.begins_with(other) and self.mirrored().begins_with(other.mirrored())

    def begins_with(self, other: _Span) -> bool:
        """Whether no number of `other` lies below this set."""
        if self.low is None:
            return True
        if other.low is None or other.low < self.low:
            return False
        return other.low > self.low or self.low_inclusive or not other.low_inclusive

    def meets(self, other: _Span) -> bool:
        """Whether the two have a number in common."""
        return not (self.ends_before(other) or other.ends_before(self))

    def ends_before(self, other: _Span) -> bool:
        """Whether every number of `other` lies above this set."""
        if self.high is None or other.low is None:
            return False
        return self.high < other.low or (
            self.high == other.low and not (self.high_inclusive and other.low_inclusive)
        )


@attrs.frozen
class Bands:
    """Grades from best to worst, each with its limit (评价标准).

    Attributes:
        grades: the names of the grades, the best first.
        values: what each grade's cell says; None where it cannot be read.
        unit: the unit of all limits, "" where none is printed.
        rising: whether more is better; None for a ladder of words.
        problems: gaps, overlaps, a ladder out of order, equal edges, cells that cannot be read.

    >>> from budgetkpi import Bands
    >>> Bands.parse(["≥90%", "≥80%", "≥70%", "<70%"]).grade("85%")
    'good'
    """

    grades: tuple[str, ...]
    values: tuple[Value | None, ...]
    unit: str = attrs.field(default="", kw_only=True)
    rising: bool | None = attrs.field(default=None, kw_only=True)
    problems: tuple[Finding, ...] = attrs.field(default=(), kw_only=True)
    _spans: tuple[_Span | None, ...] = attrs.field(default=(), kw_only=True, repr=False)

    @classmethod
    def parse(cls, cells: Sequence[str], grades: Sequence[str] = GRADES) -> Bands:
        """Read the cells of a ladder, from best to worst.

        Args:
            cells: one cell a grade. A bare edge counts as at least, or as at most on a
                ladder that falls. A cell that cannot be read is in `problems`.
            grades: their names, as many as there are cells.

        Raises:
            ValueError: there are not as many names as cells.
        """
        if len(cells) != len(grades):
            raise ValueError(f"{len(cells)} cells for {len(grades)} grades: each grade has one cell")
        names, values = tuple(grades), tuple(_read(cell) for cell in cells)
        unit = next((v.unit for v in values if isinstance(v, Amount | Range) and v.unit), "")
        rising = _rises(values, unit)
        spans = tuple(
            None if value is None or rising is None else _span(value, unit, rising=rising) for value in values
        )
        problems = [*_cell_problems(names, cells, values, spans, rising=rising)]
        if rising is not None:
            whole = bool(unit) and units.dimension(unit) in _WHOLE
            problems += _ladder_problems(names, cells, spans, whole=whole)
        return cls(names, values, unit=unit, rising=rising, problems=tuple(problems), spans=spans)

    def grade(
        self,
        actual: str | Value | int | Decimal | Fraction | datetime.date | None,
        *,
        fiscal_year: int | None = None,
    ) -> str | None:
        """Return the first grade that `actual` holds, None where it holds none or that cannot be told.

        Args:
            actual: what was reached; without a unit it has the ladder's. 0 to 1 beside per
                cents is read as given and as a ratio, a bare number beside money in 元 and in
                万元, and must hold the same grade; a word holds the grade that it reaches.
            fiscal_year: the year of dates that name none.

        Raises:
            TypeError: for a float and anything else that is no cell.
        """
        value = _given(actual)
        if value is None or isinstance(value, Missing):
            return None
        if self.rising is None:
            return self._same_words(value)
        readings = _readings(value, self.unit, fiscal_year, self._largest())
        found = {self._first(reading if self.rising else reading.mirrored()) for reading in readings}
        return found.pop() if len(found) == 1 else None

    def _first(self, reading: _Span) -> str | None:
        for grade, span in zip(self.grades, self._spans, strict=True):
            if span is None:
                continue
            if span.holds(reading):
                return grade
            if span.meets(reading):
                return None
        return None

    def _same_words(self, value: Value) -> str | None:
        for grade, cell in zip(self.grades, self.values, strict=True):
            if cell == value:
                return grade
        if not isinstance(value, Level) or not all(isinstance(cell, Level) for cell in self.values):
            return None
        for grade, cell in zip(self.grades, self.values, strict=True):
            assert isinstance(cell, Level)
            verdict = ladders.compare(cell.word, value.word)[0]
            if verdict is ladders.Verdict.AT_LEAST:
                return grade
            if verdict is not ladders.Verdict.BELOW:
                return None
        return None

    def _largest(self) -> Fraction:
        """The largest number on the ladder, without a sign."""
        ends = [end for span in self._spans if span is not None for end in (span.low, span.high)]
        return max((abs(end) for end in ends if end is not None), default=Fraction(0))


def _read(cell: str) -> Value | None:
    from budgetkpi.language import read_cell  # noqa: PLC0415  (the grammar loads on first use)

    try:
        return read_cell(cell)
    except ParseError:
        return None


def _given(actual: str | Value | int | Decimal | Fraction | datetime.date | None) -> Value | None:
    """The value of an actual; None for a text that cannot be read."""
    if isinstance(actual, str):
        return _read(actual)
    if isinstance(actual, float | bool):
        raise TypeError(f"an actual is never a {type(actual).__name__}: pass the printed text or a Decimal")
    if isinstance(actual, int):
        return Amount(Decimal(actual))
    if isinstance(actual, Decimal | Fraction):
        return Amount(actual)
    if isinstance(actual, datetime.date):
        return Deadline(year=actual.year, month=actual.month, day=actual.day, period=Period.DAY)
    if actual is None or hasattr(actual, "kind"):
        return actual
    raise TypeError(
        f"an actual is a text, a Value, an exact number, a date or None, not {type(actual).__name__}"
    )


def _readings(value: Value, unit: str, fiscal_year: int | None, largest: Fraction) -> list[_Span]:
    """Every set that an actual can be in the ladder's unit; none where it does not compare."""
    if isinstance(value, Amount) and value.comparator is None and not value.approximate:
        bare = Fraction(value.magnitude)
        if value.parts is not None and unit == "%":
            bare *= 100
        elif not value.unit and unit == "%" and 0 < bare <= 1:
            return [_Span(bare, bare), _Span(100 * bare, 100 * bare)]
        scale = _factor(value.unit, unit)
        if scale is None:
            return []
        scales = [scale] if value.unit else _scales(bare, unit, largest)
        return [_Span(bare * each, bare * each) for each in scales]
    if isinstance(value, Amount) and value.approximation is not None:
        scale = _factor(value.unit, unit)
        return [] if scale is None else [_blurred(value, scale)]
    if isinstance(value, Deadline):
        year = fiscal_year or STAND_IN
        first, last = value.first_day(year), value.last_day(year)
        if first is None or last is None:
            return []
        return [_Span(Fraction(first.toordinal()), Fraction(last.toordinal()))]
    span = _span(value, unit, rising=True)
    return [] if span is None else [span]


def _scales(bare: Fraction, unit: str, largest: Fraction) -> list[Fraction]:
    """What a number without a unit is multiplied by: money can be meant in 元 and in 万元."""
    yuan = _factor("元", unit) if unit and units.dimension(unit) == "money" else None
    if yuan is None:
        return [Fraction(1)]
    far = abs(bare) * yuan * WAN > largest * FAR
    return [yuan] if far else [yuan, yuan * WAN]


def _blurred(value: Amount, scale: Fraction) -> _Span:
    """About a number is within a tenth of it, on the side that 余 and 近 name."""
    number = Fraction(value.magnitude) * scale
    low, high = sorted((number * Fraction(9, 10), number * Fraction(11, 10)))
    if value.approximation is Approximation.JUST_OVER:
        return _Span(number, high, low_inclusive=False)
    if value.approximation is Approximation.JUST_UNDER:
        return _Span(low, number, high_inclusive=False)
    return _Span(low, high)


def _factor(unit: str, wanted: str) -> Fraction | None:
    """What a number of `unit` is multiplied by; None where it does not compare."""
    if not unit or not wanted or unit == wanted:
        return Fraction(1)
    relation = units.relation(unit, wanted)
    exact = {units.RelationKind.SAME, units.RelationKind.CONVERTIBLE, units.RelationKind.COMPATIBLE}
    if relation.kind not in exact:
        return None
    return relation.factor if relation.factor is not None else Fraction(1)


def _rises(values: tuple[Value | None, ...], unit: str) -> bool | None:
    """Whether more is better: the best edge against the worst, or their signs; None without numbers."""
    edges = [edge for value in values if value is not None and (edge := _edge(value, unit)) is not None]
    if not edges:
        return None
    if edges[0] != edges[-1]:
        return edges[0] > edges[-1]
    signs = [getattr(value, "comparator", None) for value in values if value is not None]
    return not (signs[0] in (Comparator.LE, Comparator.LT) or signs[-1] in (Comparator.GE, Comparator.GT))


def _edge(value: Value, unit: str) -> Fraction | None:
    """The number a grade turns on."""
    match value:
        case Amount():
            scale = _factor(value.unit, unit)
            return None if scale is None else Fraction(value.magnitude) * scale
        case Range():
            scale = _factor(value.unit, unit)
            return None if scale is None else (Fraction(value.low) + Fraction(value.high)) / 2 * scale
        case Deadline():
            day = value.last_day(STAND_IN)
            return None if day is None else Fraction(day.toordinal())
    return None


def _span(value: Value, unit: str, *, rising: bool) -> _Span | None:
    """The numbers of one cell, mirrored on a ladder that falls; None for what is no limit."""
    if isinstance(value, Range):
        scale = _factor(value.unit, unit)
        if scale is None:
            return None
        low, high = Fraction(value.low) * scale, Fraction(value.high) * scale
        span = _Span(low, high, value.low_inclusive, value.high_inclusive)
        return span if rising else span.mirrored()
    edge = _edge(value, unit)
    if edge is None or not isinstance(value, Amount | Deadline):
        return None
    match value.comparator:
        case Comparator.GE | Comparator.GT:
            span = _Span(edge, None, low_inclusive=not value.comparator.strict)
        case Comparator.LE | Comparator.LT:
            span = _Span(None, edge, high_inclusive=not value.comparator.strict)
        case Comparator.EQ:
            span = _Span(edge, edge)
        case _:
            return _Span(edge if rising else -edge, None)
    return span if rising else span.mirrored()


def _cell_problems(
    names: tuple[str, ...],
    cells: Sequence[str],
    values: tuple[Value | None, ...],
    spans: tuple[_Span | None, ...],
    *,
    rising: bool | None,
) -> list[Finding]:
    """Cells that say no limit."""
    found = []
    for name, cell, value, span in zip(names, cells, values, spans, strict=True):
        words = rising is None and isinstance(value, Level | Text)
        if span is not None or words:
            continue
        code = "band-units-differ" if isinstance(value, Amount | Range) else "band-unreadable"
        found.append(
            Finding(code, severity=Severity.ERROR, message=_say(code, grade=name, text=cell.strip()))
        )
    return found


def _ladder_problems(
    names: tuple[str, ...], cells: Sequence[str], spans: tuple[_Span | None, ...], *, whole: bool
) -> list[Finding]:
    """What is wrong between each grade and the next."""
    found = []
    read = [
        (name, cell, span) for name, cell, span in zip(names, cells, spans, strict=True) if span is not None
    ]
    for (better, better_text, upper), (worse, worse_text, lower) in itertools.pairwise(read):
        code = _between(upper, lower, whole=whole)
        if code is None:
            continue
        message = _say(
            code, better=better, better_text=better_text.strip(), worse=worse, worse_text=worse_text.strip()
        )
        found.append(Finding(code, severity=Severity.WARNING, message=message))
    return found


def _between(upper: _Span, lower: _Span, *, whole: bool) -> str | None:
    """The code of what is wrong between a grade and the next, None where they join."""
    if upper.low is None:
        # A better grade without a lower end leaves nothing to the worse one.
        return "band-out-of-order"
    if lower.low is not None:
        if lower.low > upper.low:
            return "band-out-of-order"
        if lower.low == upper.low:
            same = lower.low_inclusive == upper.low_inclusive or upper.low_inclusive
            return "band-equal-edges" if same else None
    if lower.high is None:
        return None
    step = upper.low - lower.high
    if step < 0:
        return "band-overlap"
    if step == 0:
        if lower.high_inclusive and upper.low_inclusive:
            return "band-overlap"
        return None if lower.high_inclusive or upper.low_inclusive else "band-gap"
    closed = lower.high_inclusive and upper.low_inclusive
    return None if whole and step == 1 and closed and lower.high.denominator == 1 else "band-gap"
