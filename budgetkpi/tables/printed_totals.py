"""The total, the points of budget execution and the grade that a form prints (总分、预算执行率得分、等级)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

import attrs

from budgetkpi.expressions import later
from budgetkpi.tables.headings import heading_of, plain, section, words
from budgetkpi.text import fold, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from budgetkpi.tables.heads import Head
    from budgetkpi.tables.lattice import Anchor, Lattice

__all__ = ["PrintedTotals"]

_POINTS = later(r"(?P<number>[0-9]{1,3}(?:\.[0-9]{1,20})?)分?")
_ROWS_BELOW = 12
"""How many rows below its heads a money block may have."""
_T = TypeVar("_T")


@attrs.define
class PrintedTotals:
    """What a form prints of the whole table, while it is read.

    Attributes:
        totals, executions, grades: every such cell; where two disagree there is no answer.
        parted: whether rows of indicators follow a sum, which was that of a part then.
    """

    totals: list[Decimal] = attrs.field(factory=list)
    executions: list[Decimal] = attrs.field(factory=list)
    grades: list[str] = attrs.field(factory=list)
    parted: bool = False

    @property
    def total(self) -> Decimal | None:
        """总分, None where it is not certain."""
        return _agreed(self.totals)

    @property
    def execution(self) -> Decimal | None:
        """预算执行率得分, None where it is not certain."""
        return _agreed(self.executions)

    @property
    def grade(self) -> str:
        """等级, "" where it is not certain."""
        return _agreed(self.grades) or ""

    def go_on(self) -> None:
        """A row of an indicator: a sum above it is not that of the whole table."""
        self.parted = self.parted or bool(self.totals)
        self.totals.clear()

    def above(self, lattice: Lattice, first: int, last: int) -> None:
        """Take the rows of a form above its table."""
        self.executions.extend(_executions(lattice, first, last))
        for row in range(first, last + 1):
            self.grades.extend(_grades(lattice, row))

    def below(self, lattice: Lattice, row: int, head: Head) -> None:
        """Take a sum or a foot below the table."""
        self.grades.extend(_grades(lattice, row))
        earned = head.columns.get("earned")
        if earned is None or any("得分" in header for header in head.twice):
            return
        label = plain(lattice.begun(row)[0].text)
        if label not in words("totals", "whole") | words("totals", "sums"):
            return
        number = _points_at(lattice, row, earned.first, earned.last)
        points = head.columns.get("points")
        weight = None if points is None else _points_at(lattice, row, points.first, points.last)
        blank = points is None or lattice.blank(row, points.first, points.last)
        full = Decimal(section("totals")["full"])
        unsaid = blank and not self.parted and label in words("totals", "whole")
        if number is not None and number <= full and (weight == full or unsaid):
            self.totals.append(number)


def _agreed(found: Sequence[_T]) -> _T | None:
    return found[0] if found and all(one == found[0] for one in found) else None


def _points_at(lattice: Lattice, row: int, first: int, last: int) -> Decimal | None:
    """The points in a cell of a column that covers nothing beside it, None where there are none."""
    anchor = lattice.at(row, first)
    if anchor is None or anchor.column != first or anchor.last_column > last:
        return None
    if len(lattice.written(anchor.row, first, last)) != 1:
        return None
    match = _POINTS.fullmatch(tidy(anchor.text))
    return Decimal(match["number"]) if match else None


def _column(heads: Sequence[Anchor], field: str) -> Anchor | None:
    """The one header of a row that stands for a field."""
    named = [a for a in heads if plain(a.text) in words("headers", field)]
    return named[0] if len(named) == 1 else None


def _executions(lattice: Lattice, first: int, last: int) -> Iterator[Decimal]:
    """The points of the row of the sum in a money block with columns of 分值 and 得分."""
    money = words("money", "budget") | words("money", "executed")
    for top in range(first, last + 1):
        heads = list(lattice.seen(top))
        amounts = [a for a in heads if plain(a.text) in money and _heads_amounts(a, heads)]
        points, earned = _column(heads, "points"), _column(heads, "earned")
        if not amounts or points is None or earned is None:
            continue
        for row in range(top + 1, min(last, top + _ROWS_BELOW) + 1):
            labels = [a for a in lattice.begun(row) if a.column < min(b.column for b in amounts)]
            if not any(plain(a.text).endswith(tuple(section("money")["totals"])) for a in labels):
                continue
            weight = _points_at(lattice, row, points.column, points.last_column)
            number = _points_at(lattice, row, earned.column, earned.last_column)
            listed = {Decimal(one) for one in section("money")["points"]}
            if weight is not None and weight in listed and number is not None and number <= weight:
                yield number


def _heads_amounts(anchor: Anchor, heads: Sequence[Anchor]) -> bool:
    """Whether a cell is the header of a column of amounts: the headers of points stand to its right."""
    return any(other.column > anchor.column and heading_of(other.text) is not None for other in heads)


def _grades(lattice: Lattice, row: int) -> Iterator[str]:
    """The grades that cells of a row name: 自评等级 | 优, 自评等级：优."""
    labels, names = words("grades", "labels"), section("grades")["names"]
    for anchor in lattice.begun(row):
        label, _, value = fold(anchor.text).partition(":")
        if plain(label) not in labels:
            continue
        if not tidy(value) and anchor.last_column + 1 < lattice.width:
            beside = lattice.at(row, anchor.last_column + 1)
            value = "" if beside is None or beside.row != row else beside.text
        said = re.sub(r"[。.]$", "", tidy(value))
        if said in names:
            yield said
