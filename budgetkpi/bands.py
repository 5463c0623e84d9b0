"""A ladder of grades, each with its own limit (评价标准：优、良、中、差).

Older Hebei tables print one limit a grade instead of one target: `≥95% ≥85% ≥70% <70%`. The
first grade that holds wins, so limits of one side are nested on purpose; a range that leaves
a hole or claims what the grade above it claims is a problem of the table.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import intervals, ladders, units
from budgetkpi.extents import extent
from budgetkpi.given import as_cell, as_value
from budgetkpi.inputs import as_text, as_year, listed, unwrapped
from budgetkpi.messages import Catalog
from budgetkpi.results import Finding, Severity
from budgetkpi.shown import Shown
from budgetkpi.values import Amount, Comparator, Deadline, Level, Missing, Range, Text
from budgetkpi.wording import Grade

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.given import Given
    from budgetkpi.intervals import Interval
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
_RATIO: Final = intervals.between(0, 1, low_inclusive=False)
"""What a number beside per cents can be as a ratio."""
_WHOLE: Final = frozenset({"count", "people", "visits", "households", "print", "occurrence"})
"""What is counted in whole numbers: 7 to 5 after 10 to 8 leaves nothing out."""


@attrs.frozen(repr=False)
class Bands(Shown):
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
    _limits: tuple[Interval | None, ...] = attrs.field(default=(), kw_only=True, repr=False)
    """The numbers of each grade, in the ladder's unit and more being better."""

    def _told(self) -> str:
        pairs = zip(self.grades, self.values, strict=False)
        return ", ".join(f"{grade} {'?' if value is None else value}".strip() for grade, value in pairs)

    @classmethod
    def parse(cls, cells: Sequence[Given], grades: Sequence[str] = GRADES) -> Bands:
        """Read the cells of a ladder, from best to worst.

        Args:
            cells: one cell a grade. A bare edge counts as at least, or as at most on a
                ladder that falls. A cell that cannot be read is in `problems`.
            grades: their names, as many as there are cells.

        Raises:
            ValueError: there are not as many names as cells.
            FieldTypeError: `cells` or `grades` is no list.
        """
        texts = listed(cells, "cells", as_cell, "cells")
        names = listed(grades, "grades", as_text)
        if len(texts) != len(names):
            raise ValueError(f"{len(texts)} cells for {len(names)} grades: each grade has one cell")
        values = tuple(map(_read, texts))
        unit = next((v.unit for v in values if isinstance(v, Amount | Range) and v.unit), "")
        rising = _rises(values, unit)
        limits = tuple(
            None if value is None or rising is None else _limit(value, unit, rising=rising)
            for value in values
        )
        problems = [*_cell_problems(names, texts, values, limits, rising=rising)]
        if rising is not None:
            whole = bool(unit) and units.dimension(unit) in _WHOLE
            problems += _ladder_problems(names, texts, limits, whole=whole)
        return cls(names, values, unit=unit, rising=rising, problems=tuple(problems), limits=limits)

    def grade(
        self,
        actual: Given,
        *,
        fiscal_year: int | None = None,
    ) -> Grade | None:
        """Return the first grade that `actual` holds, None where it holds none or that cannot be told.

        Args:
            actual: what was reached; without a unit it has the ladder's. 0 to 1 beside per
                cents is read as given and as a ratio, a number without a unit beside money in
                元 and in 万元, and must hold the same grade; a word holds the grade that it
                reaches.
            fiscal_year: the year of dates that name none.

        Raises:
            FieldTypeError: it is no cell; FieldError: a number without end.
        """
        value = _given(actual)
        if value is None or isinstance(value, Missing):
            return None
        if self.rising is None:
            return _named(self._same_words(value))
        readings = _readings(value, self.unit, fiscal_year, self._largest())
        found = {self._first(reading if self.rising else reading.scaled(-1)) for reading in readings}
        return _named(found.pop() if len(found) == 1 else None)

    def _first(self, reading: Interval) -> str | None:
        for grade, limit in zip(self.grades, self._limits, strict=True):
            if limit is None or limit.disjoint(reading):
                continue
            return grade if limit.contains(reading) else None
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
        ends = [end for limit in self._limits if limit is not None for end in (limit.low, limit.high)]
        return max((abs(end) for end in ends if end is not None), default=Fraction(0))


def _read(cell: str) -> Value | None:
    from budgetkpi.language import read_or_none  # noqa: PLC0415  (the grammar loads on first use)

    return read_or_none(cell)


def _given(actual: Given) -> Value | None:
    """The value of an actual; None for a text that cannot be read."""
    cell = unwrapped(actual)
    return _read(cell) if isinstance(cell, str) else as_value(cell, "actual")


def _readings(value: Value, unit: str, fiscal_year: int | None, largest: Fraction) -> list[Interval]:
    """Every set that an actual can be in the ladder's unit; none where it does not compare."""
    if isinstance(value, Deadline):
        year = as_year(fiscal_year) or STAND_IN
        first, last = value.first_day(year), value.last_day(year)
        if first is None or last is None:
            return []
        return [intervals.between(first.toordinal(), last.toordinal())]
    if not isinstance(value, Amount | Range):
        return []
    numbers = extent(value)
    return [numbers.scaled(scale) for scale in _scales(value, unit, largest)]


def _scales(value: Amount | Range, unit: str, largest: Fraction) -> list[Fraction]:
    """What an actual's numbers can be multiplied by to be in the ladder's unit.

    Without a unit, 0 to 1 can be a ratio beside per cents, and money be meant in 元 and in 万元.
    """
    scale = _factor(value.unit, unit)
    if scale is None:
        return []
    if isinstance(value, Amount) and value.parts is not None and unit == "%":
        return [100 * scale]
    if value.unit or not unit:
        return [scale]
    printed = [
        Fraction(n) for n in ((value.magnitude,) if isinstance(value, Amount) else (value.low, value.high))
    ]
    if unit == "%" and all(number in _RATIO for number in printed):
        return [scale, 100 * scale]
    yuan = _factor("元", unit) if units.dimension(unit) == "money" else None
    if yuan is None:
        return [scale]
    far = max(map(abs, printed)) * yuan * WAN > largest * FAR
    return [yuan] if far else [yuan, yuan * WAN]


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


def _limit(value: Value, unit: str, *, rising: bool) -> Interval | None:
    """The numbers of one cell, mirrored on a ladder that falls; None for what is no limit."""
    match value:
        case Amount() | Range():
            scale = _factor(value.unit, unit)
            if scale is None:
                return None
            numbers = extent(value).scaled(scale)
        case Deadline():
            day = value.last_day(STAND_IN)
            if day is None:
                return None
            numbers = intervals.from_comparator(value.comparator or Comparator.EQ, day.toordinal())
        case _:
            return None
    if isinstance(value, Amount | Deadline) and value.comparator is None:
        numbers = numbers.and_above() if rising else numbers.and_below()
    return numbers if rising else numbers.scaled(-1)


def _cell_problems(
    names: tuple[str, ...],
    cells: Sequence[str],
    values: tuple[Value | None, ...],
    limits: tuple[Interval | None, ...],
    *,
    rising: bool | None,
) -> list[Finding]:
    """Cells that say no limit."""
    found = []
    for name, cell, value, limit in zip(names, cells, values, limits, strict=True):
        words = rising is None and isinstance(value, Level | Text)
        if limit is not None or words:
            continue
        code = "band-units-differ" if isinstance(value, Amount | Range) else "band-unreadable"
        found.append(
            Finding(code, severity=Severity.ERROR, message=_say(code, grade=name, text=cell.strip()))
        )
    return found


def _ladder_problems(
    names: tuple[str, ...], cells: Sequence[str], limits: tuple[Interval | None, ...], *, whole: bool
) -> list[Finding]:
    """What is wrong between each grade and the next."""
    found = []
    read = [
        (name, cell, limit)
        for name, cell, limit in zip(names, cells, limits, strict=True)
        if limit is not None
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


def _between(upper: Interval, lower: Interval, *, whole: bool) -> str | None:
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
    if not lower.disjoint(upper):
        return "band-overlap"
    missing = any(
        gap.has_whole or not whole
        for gap in intervals.complement(lower, upper)
        if gap.low is not None and gap.high is not None
    )
    return "band-gap" if missing else None


def _named(grade: str | None) -> Grade | None:
    return None if grade is None else Grade(grade)
