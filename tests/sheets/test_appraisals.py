"""Fifty published tables, with actuals made up for them, recomputed by arithmetic of the test's own."""

from __future__ import annotations

import itertools
import pathlib
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from budgetkpi import Indicator, Sheet

TABLES = pathlib.Path(__file__).parent.parent / "data" / "sheets" / "tables.tsv"
SECTIONS = {"产出指标": 50, "效果指标": 30, "满意度指标": 10}


@attrs.frozen
class Line:
    """One row of a table: its cells and what a person says of them."""

    table: str
    level1: str
    level2: str
    name: str
    target: str
    actual: str
    way: str
    wanted: str
    reached: str

    @property
    def indicator(self) -> Indicator:
        return Indicator(self.name, self.target, level1=self.level1, level2=self.level2, actual=self.actual)

    def share(self, *, linear: bool) -> Fraction | None:
        """The share of the weight; None for a row that has no single one."""
        if self.way == "same":
            return Fraction(1)
        if self.way in ("word", "none"):
            return None
        wanted, reached = Fraction(self.wanted), Fraction(self.reached)
        if self.way == "at_most":
            if reached <= wanted:
                return Fraction(1)
            return max(Fraction(0), 2 - reached / wanted) if linear else wanted / reached
        return min(Fraction(1), reached / wanted)


def tables() -> list[list[Line]]:
    lines = [
        Line(*line.split("\t"))
        for line in TABLES.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    return [list(rows) for _, rows in itertools.groupby(lines, key=lambda line: line.table)]


def cents(exact: Fraction) -> int:
    """Half up."""
    return (exact * 100 + Fraction(1, 2)).__floor__()


def split(total: int, parts: list[int]) -> list[int]:
    """Cents in proportion, those left over to the largest remainders."""
    exact = [Fraction(total * part, sum(parts)) for part in parts]
    got = [part.__floor__() for part in exact]
    ranked = sorted(range(len(parts)), key=lambda i: got[i] - exact[i])
    for i in ranked[: total - sum(got)]:
        got[i] += 1
    return got


def weights(rows: list[Line]) -> list[int]:
    present = [section for section in SECTIONS if any(row.level1 == section for row in rows)]
    of_section = dict(zip(present, split(9000, [SECTIONS[section] for section in present]), strict=True))
    got = {}
    for section in present:
        # By name, not by place: a hundredth left over goes to the name that comes first.
        places = sorted((row.name, row.target, i) for i, row in enumerate(rows) if row.level1 == section)
        parts = split(of_section[section], [1] * len(places))
        got.update({i: part for (_, _, i), part in zip(places, parts, strict=True)})
    return [got[i] for i in range(len(rows))]


@pytest.mark.parametrize("policy", ["national-2020", "system-linear"])
@pytest.mark.parametrize("rows", tables(), ids=lambda rows: rows[0].table)
def test_every_table_to_the_cent(rows: list[Line], policy: str) -> None:
    sheet = Sheet(
        fiscal_year=2020, budget="43.2", executed="37.24", indicators=tuple(row.indicator for row in rows)
    )
    got = sheet.appraise(policy=policy, weights="equal")
    low = high = cents(Fraction(10) * Fraction("37.24") / Fraction("43.2"))
    decided = True
    for row, weight, scored in zip(rows, weights(rows), got.rows, strict=True):
        assert scored.points == Decimal(weight) / 100, row.name
        share = row.share(linear=policy == "system-linear")
        if share is not None:
            earned = cents(Fraction(weight, 100) * share)
            assert scored.earned == Decimal(earned) / 100, (row, scored.explain())
            low, high = low + earned, high + earned
        else:
            decided = False
            assert scored.earned is None, (row, scored.explain())
            low += cents(Fraction(weight, 100) * Fraction(4, 5)) if row.way == "word" else 0
            high += weight
    assert got.total_range == (Decimal(low) / 100, Decimal(high) / 100)
    assert got.total == (Decimal(low) / 100 if decided else None)
    assert sum((scored.points for scored in got.rows if scored.points is not None), Decimal(0)) == 90


def test_the_tables_are_all_there() -> None:
    found = tables()
    assert (len(found), sum(map(len, found))) == (50, 355)
