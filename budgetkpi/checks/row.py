"""A row as the checks look at it, read once (待审核的指标行)."""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import units
from budgetkpi.checks.rulebook import Measure, measures, severity, table
from budgetkpi.direction import expected_direction
from budgetkpi.errors import ParseError
from budgetkpi.indicators import Section, Subclass
from budgetkpi.language import read_or_none
from budgetkpi.language.tokens import tokens_of
from budgetkpi.messages import Catalog
from budgetkpi.numerals import exact
from budgetkpi.reading import parse
from budgetkpi.results import Finding
from budgetkpi.text import fold, tidy
from budgetkpi.values import Amount, Comparator, Range

if TYPE_CHECKING:
    from budgetkpi.indicators import Indicator
    from budgetkpi.results import Inference
    from budgetkpi.values import Value

__all__ = ["LONGEST", "SIGNS", "Row", "dimension", "measured", "read_row", "rewritten", "say", "scale_of"]

say: Final = Catalog("checks")

_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_STOPS: Final = "。;,:!、"
_LABEL: Final = "单位:"
LONGEST: Final = 40
"""A longer cell is a sentence."""
SIGNS: Final = frozenset({*Comparator.__members__, "REACH", "KEEP", "NOT"})
"""The kinds of words that make a sign in front of a number."""
_SCALES: Final = (("亿", 10**8), ("万", 10**4))
_LONGEST_READ: Final = 400
"""No more of a name or a description is read than this."""


@attrs.frozen
class Row:
    """What the checks look at; what only some of them ask for is read when it is first asked for.

    Attributes:
        indicator: the row itself.
        year: the budget year, the sheet's where the row names none.
        project: what the money is for, as the title of the table or the row says it.
        value: its target in the light of the row, None where it cannot be read.
        cell: its target by itself, None where it cannot be read.
        error: why it cannot be read.
    """

    indicator: Indicator
    year: int | None
    project: str
    value: Value | None
    cell: Value | None
    error: ParseError | None

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

    @functools.cached_property
    def subclass(self) -> str:
        """The second level, or the first where only that says 成本 or 满意度."""
        row = self.indicator
        if row.subclass is not Subclass.OTHER:
            return row.subclass.value
        return row.section.value if row.section in (Section.COST, Section.SATISFACTION) else ""

    @functools.cached_property
    def name(self) -> str:
        """The name without blanks and brackets."""
        return _plain(self.indicator.name)

    @functools.cached_property
    def description(self) -> str:
        """The description without blanks and brackets."""
        return _plain(self.indicator.description)

    @functools.cached_property
    def unit_in_name(self) -> str:
        """The listed unit in the name's brackets, "" where there is none."""
        return _unit_in_brackets(self.indicator.name[:_LONGEST_READ])

    @functools.cached_property
    def measure(self) -> Measure | None:
        """What the name measures, None where it does not say."""
        return measured(self.name)

    @functools.cached_property
    def described(self) -> Measure | None:
        """What the description measures."""
        return measured(self.description)

    @functools.cached_property
    def expected(self) -> Inference:
        """Which way name and class point, whatever sign is written."""
        return expected_direction(self.indicator, self.value)

    @functools.cached_property
    def named(self) -> Value | None:
        """What the name is when it is read as a cell; None where it is too long for one or cannot be read."""
        name = self.indicator.name
        return read_or_none(name) if len(name) < LONGEST else None

    @property
    def unit(self) -> str:
        """The unit of an amount or a range, "" for anything else."""
        return self.value.unit if isinstance(self.value, Amount | Range) else ""

    @functools.cached_property
    def dimension(self) -> str:
        """What the target's unit measures above its fraction line: a section of units.toml, or `deadline`."""
        if isinstance(self.value, Amount | Range):
            return dimension(self.value.unit)
        return "" if self.value is None else str(self.value.kind.value)

    @functools.cached_property
    def in_percent(self) -> tuple[Fraction, Fraction] | None:
        """The least and the greatest number in per cent, None where the target is in another unit."""
        ends, factor = self.ends, units.factor(self.unit, "%") if self.unit else None
        if ends is None or factor is None or self.unit == "倍":
            return None
        return ends[0] * factor, ends[1] * factor

    @property
    def per(self) -> bool:
        """Whether the target's unit has a fraction line."""
        return "/" in self.unit

    @property
    def own_unit(self) -> bool:
        """Whether the cell, the name or a column of its own names a unit; 300/人 says only of whom."""
        cell = self.cell
        if isinstance(cell, Amount | Range) and cell.unit and not cell.unit.startswith("/"):
            return True
        return bool(self.unit_in_name or (self.indicator.unit or "").strip())

    @functools.cached_property
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


def read_row(indicator: Indicator, year: int | None, title: str = "") -> Row:
    """Read a row once, for every check to look at; year and title are those of its table."""
    value, cell, error = _read(indicator)
    return Row(
        indicator=indicator,
        year=year if indicator.fiscal_year is None else indicator.fiscal_year,
        project=f"{title} {indicator.activity or ''}".strip(),
        value=value,
        cell=cell,
        error=error,
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
    plain = _BRACKETS.sub("", tidy(text[:_LONGEST_READ])).rstrip(_STOPS)
    if not any(character.isdigit() for character in plain):
        return plain
    tokens = tokens_of(plain)
    end = len(tokens) - (tokens[-1].kind == "UNIT")
    if tokens[end - 1 : end] and tokens[end - 1].kind == "NUMBER":
        end -= 1
        while end and tokens[end - 1].kind in SIGNS:
            end -= 1
        return plain[: tokens[end].start] if end else plain
    return plain


def _unit_in_brackets(name: str) -> str:
    """The listed unit that the name ends in, or is labelled with: 办理案件数（个）, （单位：万元）.

    What is glossed inside a name is no unit of it: 扶持村（社区）数量.
    """
    folded = fold(name)
    if "(" not in folded and "[" not in folded and _LABEL not in folded:
        return ""
    held = [token for token in tokens_of(folded) if token.kind == "UNIT_APART" and token.value.listed]
    for token in reversed(held):
        ends = not _BRACKETS.sub("", folded[token.end :]).strip(_STOPS + " ")
        written: str = token.value.written
        if _LABEL in folded[token.start : token.end] or (ends and written not in table()["gloss"]["nouns"]):
            return written
    return ""


def scale_of(text: str) -> tuple[str, int]:
    """The scale word in the numbers of a cell, 万 or 亿, and its size; ("", 1) where none stands there."""
    folded = fold(text)
    if any(word in folded for word, _ in _SCALES):
        scales = [token.value.scale for token in tokens_of(folded) if token.kind == "NUMBER"]
        for word, size in _SCALES:
            if any(scale % size == 0 for scale in scales):
                return word, size
    return "", 1


def rewritten(row: Row, value: Value) -> str:
    """A value as the cell would print it: 万 and 亿 stay where the cell has them."""
    word, scale = scale_of(row.indicator.target)
    if word and isinstance(value, Amount) and value.change is None and not value.approximate:
        number = exact(Fraction(value.magnitude) / scale)
        sign = value.comparator.symbol if value.comparator else ""
        return f"{sign}{number:f}{word}{value.unit}" if isinstance(number, Decimal) else str(value)
    return str(value)


def _shown(text: str) -> str:
    """A cell as a message quotes it: on one line and not without end."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"  # noqa: PLR2004  (as long as an error prints)
