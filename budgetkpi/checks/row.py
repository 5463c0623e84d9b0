"""A row as the checks look at it, read once (待审核的指标行)."""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import units
from budgetkpi.checks.rulebook import Measure, measures, severity
from budgetkpi.direction import expected_direction
from budgetkpi.errors import ParseError
from budgetkpi.indicators import Section, Subclass
from budgetkpi.messages import Catalog
from budgetkpi.numerals import exact
from budgetkpi.reading import parse
from budgetkpi.results import Finding
from budgetkpi.text import fold, tidy
from budgetkpi.values import Amount, Range

if TYPE_CHECKING:
    from budgetkpi.indicators import Indicator
    from budgetkpi.results import Inference
    from budgetkpi.values import Value

__all__ = ["Row", "dimension", "measured", "read_row", "rewritten", "say", "scale_only"]

say: Final = Catalog("checks")

_BRACKETS: Final = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_TRAILING: Final = re.compile(
    r"(?<=[\u4e00-\u9fff])[≥≤<>=]*\d+(?:\.\d+)?[%\u4e00-\u9fff]{0,2}[。;,:!、]*$|[。;,:!、]+$"
)
_SCALED: Final = re.compile(r"[0-9一二三四五六七八九十百千两半][万亿]")
_LONGEST_UNIT: Final = 8
_LONGEST_READ: Final = 400
"""No more of a name or a description is read than this."""


@attrs.frozen
class Row:
    """What the checks look at.

    Attributes:
        indicator: the row itself.
        year: the budget year, the sheet's where the row names none.
        value: its target in the light of the row, None where it cannot be read.
        cell: its target by itself, None where it cannot be read.
        error: why it cannot be read.
        name, description: without blanks and brackets.
        unit_in_name: the listed unit in the name's brackets, "" where there is none.
        measure: what the name measures, None where it does not say.
        described: what the description measures.
        expected: which way name and class point, whatever sign is written.
    """

    indicator: Indicator
    year: int | None
    value: Value | None
    cell: Value | None
    error: ParseError | None
    name: str
    description: str
    unit_in_name: str
    measure: Measure | None
    described: Measure | None
    expected: Inference

    def find(self, code: str, message: str = "", *, fix: str = "", **fields: object) -> Finding:
        """An objection to this row; `message` where its text is one of several of the code."""
        shown = {"name": _shown(self.indicator.name), "target": _shown(self.indicator.target)}
        return Finding(
            code,
            severity=severity(code),
            message=say(message or code, **shown, **fields),
            indicator=self.indicator,
            fix=fix,
        )

    @property
    def subclass(self) -> str:
        """The second level, or the first where only that says 成本 or 满意度."""
        row = self.indicator
        if row.subclass is not Subclass.OTHER:
            return row.subclass.value
        return row.section.value if row.section in (Section.COST, Section.SATISFACTION) else ""

    @property
    def unit(self) -> str:
        """The unit of an amount or a range, "" for anything else."""
        return self.value.unit if isinstance(self.value, Amount | Range) else ""

    @property
    def dimension(self) -> str:
        """What the target's unit measures above its fraction line: a section of units.toml, or `deadline`."""
        if isinstance(self.value, Amount | Range):
            return dimension(self.value.unit)
        return "" if self.value is None else str(self.value.kind.value)

    @property
    def per(self) -> bool:
        """Whether the target's unit has a fraction line."""
        return "/" in self.unit

    @property
    def own_unit(self) -> bool:
        """Whether the cell, the name or a column of its own names a unit."""
        cell = self.cell
        if isinstance(cell, Amount | Range) and cell.unit:
            return True
        return bool(self.unit_in_name or (self.indicator.unit or "").strip())

    @property
    def ends(self) -> tuple[Fraction, Fraction] | None:
        """The least and the greatest number of the target, None where it is no level of a number."""
        value = self.value
        if isinstance(value, Amount) and value.change is None:
            return Fraction(value.magnitude), Fraction(value.magnitude)
        if isinstance(value, Range):
            return Fraction(value.low), Fraction(value.high)
        return None


def dimension(unit: str) -> str:
    """What a unit measures above its fraction line; "" for none, "unknown" for one that nobody listed."""
    whole = units.dimension(unit)
    return units.dimension(unit.partition("/")[0]) if whole == "rate" else whole


def read_row(indicator: Indicator, year: int | None) -> Row:
    """Read a row once, for every check to look at."""
    value, cell, error = _read(indicator)
    name, description = _plain(indicator.name), _plain(indicator.description)
    return Row(
        indicator=indicator,
        year=year if indicator.fiscal_year is None else indicator.fiscal_year,
        value=value,
        cell=cell,
        error=error,
        name=name,
        description=description,
        unit_in_name=_unit_in_brackets(indicator.name[:_LONGEST_READ]),
        measure=measured(name),
        described=measured(description),
        expected=expected_direction(indicator, value),
    )


def _read(indicator: Indicator) -> tuple[Value | None, Value | None, ParseError | None]:
    try:
        return parse(indicator.target, indicator=indicator), parse(indicator.target), None
    except ParseError as error:
        return None, None, error


@functools.lru_cache(maxsize=2048)
def measured(name: str) -> Measure | None:
    """What a plain name measures, by its end; None where it does not say."""
    return next(
        (one for one in measures() if one.name.search(name) and not one.name_not.search(name)),
        None,
    )


def _plain(text: str) -> str:
    """A text as the checks read it: no blanks, no brackets, no figure or stop at its end."""
    return _TRAILING.sub("", _BRACKETS.sub("", tidy(text[:_LONGEST_READ])))


def _unit_in_brackets(name: str) -> str:
    """The last listed unit that stands alone in brackets: 办理案件数（个）, （单位：万元）."""
    for match in reversed(list(_BRACKETS.finditer(fold(name)))):
        inside = (match[1] or match[2] or "").strip().removeprefix("单位:").strip()
        if 0 < len(inside) <= _LONGEST_UNIT and units.canonical(inside):
            return inside
    return ""


def scale_only(text: str) -> bool:
    """Whether a cell holds 万 or 亿 behind its number."""
    return _SCALED.search(fold(text)) is not None


def rewritten(row: Row, value: Value) -> str:
    """A value as the cell would print it: 万 and 亿 stay where the cell has them."""
    text = fold(row.indicator.target)
    if isinstance(value, Amount) and value.change is None and not value.approximate:
        for word, scale in (("亿", 10**8), ("万", 10**4)):
            if word in text:
                number = exact(Fraction(value.magnitude) / scale)
                sign = value.comparator.symbol if value.comparator else ""
                return f"{sign}{number:f}{word}{value.unit}" if isinstance(number, Decimal) else str(value)
    return str(value)


def _shown(text: str) -> str:
    """A cell as a message quotes it: on one line and not without end."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"  # noqa: PLR2004  (as long as an error prints)
