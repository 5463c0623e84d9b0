"""Several units' actuals as one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from budgetkpi import Amount, Kind, UnitError, roll_up


@pytest.mark.parametrize(
    ("actuals", "wanted"),
    [
        ([("3台", None), ("4台", None)], "7台"),
        ([("3万元", 1), ("5000元", 2)], "35000元"),
        ([("1公顷", None), ("15亩", None)], "2公顷"),
        ([("90%", 300), ("80%", 100)], "87.5%"),
        ([("600元/人", 2), ("500元/人", 2)], "550元/人"),
        ([(3, None), ("4", None)], "7"),
        ([("3台", None), ("4", None)], "7台"),
        ([(Amount(Decimal(3), "台"), None), (Fraction(1, 2), None)], "3.5台"),
    ],
)
def test_several_actuals_are_rolled_up(actuals: list[tuple[object, int | None]], wanted: str) -> None:
    assert str(roll_up(actuals)) == wanted  # type: ignore[arg-type]


def test_a_roll_up_that_cannot_be() -> None:
    assert roll_up([("3台", None), ("/", None)]).kind is Kind.MISSING
    assert roll_up([]).kind is Kind.MISSING
    assert str(roll_up([("1", 1), ("2", 3)], relative=True)) == "1.75"
    for bad in (
        [("90%", None)],
        [("90%", 0)],
        [("3台", None), ("3%", None)],
        [("良好", None)],
        [("≥3台", None)],
        [("90%", -1), ("80%", 3)],
    ):
        with pytest.raises(UnitError):
            roll_up(bad)
    assert str(roll_up([(0.5, 1), (0.25, None)])) == "0.75"
