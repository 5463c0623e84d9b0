"""How the cells of other projects' tests are read: as well as theirs, or different for a reason given."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from budgetkpi import parse, units
from budgetkpi.errors import ParseError
from budgetkpi.values import Amount, Comparator, Range, Value
from tests.tables import lines

TABLES = Path(__file__).parent / "data" / "peers"
INTERVAL = re.compile(r"([\[(])([-0-9.]*),([-0-9.]*)([\])])(?: (\S+))?")
ENDS = {
    Comparator.GE: ("[", "low"),
    Comparator.GT: ("(", "low"),
    Comparator.LE: ("]", "high"),
    Comparator.LT: (")", "high"),
}


def same(number: Decimal | Fraction, unit: str, wanted: str, wanted_unit: str) -> bool:
    """The same number: converted where both units are known, else as it stands."""
    factor = units.factor(unit, wanted_unit) if unit and wanted_unit else None
    value = Fraction(number) * (factor or 1)
    if "E" in wanted:  # the peer holds a float: its digits are all that can be compared
        return f"{Decimal(value.numerator):.14E}" == f"{Decimal(wanted):.14E}"
    return value == Fraction(wanted)


def interval(
    value: Value,
) -> tuple[str, Decimal | Fraction | None, Decimal | Fraction | None, str, str] | None:
    if isinstance(value, Range):
        opening, closing = "[("[not value.low_inclusive], "])"[not value.high_inclusive]
        return opening, value.low, value.high, closing, value.unit
    if isinstance(value, Amount) and value.comparator in ENDS:
        bracket, side = ENDS[value.comparator]
        if side == "low":
            return bracket, value.magnitude, None, ")", value.unit
        return "(", None, value.magnitude, bracket, value.unit
    return None


def agrees(cell: str, expected: str) -> bool:
    """Whether our reading of a cell is what the peer expects of it."""
    try:
        value = parse(cell)
    except ParseError:
        return False
    if expected == "none":
        return not isinstance(value, Amount | Range)
    wanted = INTERVAL.fullmatch(expected)
    if wanted is None:
        number, _, unit = expected.partition(" ")
        return isinstance(value, Amount) and same(value.magnitude, value.unit, number, unit)
    found = interval(value)
    if found is None:
        return False
    opening, low, high, closing, unit = found
    ends = ((low, wanted[2]), (high, wanted[3]))
    return (opening, closing) == (wanted[1], wanted[4]) and all(
        end is None if not number else end is not None and same(end, unit, number, wanted[5] or "")
        for end, number in ends
    )


def differences() -> dict[str, str]:
    return {row[0]: row[-1] for row in lines(TABLES / "differences.tsv")}


@pytest.mark.parametrize(
    ("name", "total", "least"),
    [("microsoft.tsv", 293, Fraction(285, 293)), ("duckling.tsv", 182, Fraction(95, 100))],
)
def test_as_many_as_promised_are_read_alike(name: str, total: int, least: Fraction) -> None:
    cases = lines(TABLES / name)
    assert total == len(cases)
    wrong = [row for row in cases if not agrees(row[0], row[2])]
    assert Fraction(len(cases) - len(wrong), len(cases)) >= least, wrong


@pytest.mark.parametrize("name", ["microsoft.tsv", "duckling.tsv"])
def test_every_difference_is_listed_with_its_reason(name: str) -> None:
    listed = differences()
    differ = {cell for cell, _, expected in lines(TABLES / name) if not agrees(cell, expected)}
    assert differ <= set(listed)


def test_no_difference_is_listed_that_is_none() -> None:
    cases = {
        cell: expected
        for name in ("microsoft.tsv", "duckling.tsv")
        for cell, _, expected in lines(TABLES / name)
    }
    agreeing = [
        cell for cell, reason in differences().items() if cell not in cases or agrees(cell, cases[cell])
    ]
    assert not agreeing
    assert all(differences().values())
