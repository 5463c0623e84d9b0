"""Quantities away from home: pickles, copies, other processes, other registries, written units."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from multiprocessing import get_context
from typing import Any

import pint
import pytest

import budgetkpi as bk
from budgetkpi.units.listing import listed

OURS = bk.units.registry()
WRITTEN = [
    ("15", "亩"),
    ("3", "万元"),
    ("2", "元/平方米"),
    ("5", "人/万人"),
    ("90", "%"),
    ("12", "个月"),
    ("1.5", "吨标准煤/万元"),
]


def doubled(quantity: pint.Quantity[Any]) -> pint.Quantity[Any]:
    twice: pint.Quantity[Any] = quantity * 2
    return twice


@pytest.mark.parametrize(("number", "unit"), WRITTEN)
@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])  # noqa: S301
def test_a_quantity_comes_back_in_our_registry(again: Any, number: str, unit: str) -> None:  # noqa: ANN401
    one = bk.quantity(number, unit)
    for made in (again(one), bk.quantity(1, "") * again(one.magnitude) * again(one.units)):
        assert made == one
        assert isinstance(made, OURS.Quantity)
        assert type(made.magnitude) is type(one.magnitude)
        assert made.to(unit) == one


def test_a_quantity_from_another_process_is_ours() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        made = pool.submit(doubled, bk.quantity(15, "亩")).result()
    assert isinstance(made, OURS.Quantity)
    assert made.to("公顷").magnitude == 2


OWN = """
import pickle, sys
import budgetkpi as bk
with bk.Vocabulary().with_units("甲乙", *{extra!r}, "大轮 = 3 轮次").use():
    made = [bk.quantity(2, "大轮"), bk.quantity(1, "次/轮次"), bk.quantity(1, "轮次/大轮")]
    sys.stdout.buffer.write(pickle.dumps(made))
"""


@pytest.mark.parametrize("extra", [["轮次"], ["块块", "轮次"]])
def test_a_unit_of_the_caller_s_own_comes_along(extra: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", OWN.format(extra=extra)], capture_output=True, check=True
    )
    with bk.Vocabulary().with_units("轮次", "大轮 = 3 轮次").use():
        here = [bk.quantity(6, "轮次"), bk.quantity(1, "次/轮次"), bk.quantity(1, "轮次/大轮")]
        assert here == pickle.loads(run.stdout)  # noqa: S301  (made above)


def test_a_name_that_means_something_else_here_gets_another() -> None:
    with bk.Vocabulary().with_units("小组 = 7 人").use():
        one = bk.quantity(1, "小组")
        seven = pickle.dumps(one)
    with bk.Vocabulary().with_units("小组 = 9 人").use():
        assert bk.quantity(1, "小组").to("人").magnitude == 9
        assert pickle.loads(seven).to("人").magnitude == 7  # noqa: S301  (made above)


@pytest.mark.parametrize(
    ("quantity", "unit", "number"),
    [
        (("15", "亩"), "公顷", 1),
        (("15", "亩"), " 平方米 ", 10000),
        (("30000", "元"), "万元", 3),
        (("3000", "元/亩"), "元/平方米", Fraction(9, 2)),
        (("90", "%"), "‰", 900),
        (("2", "斤"), "kg", 1),
        (("1", "年"), "月", 12),
    ],
)
def test_to_takes_written_units(quantity: tuple[str, str], unit: str, number: int | Fraction) -> None:
    assert number == bk.quantity(*quantity).to(unit).magnitude
    assert bk.quantity(*quantity) == OURS(" ".join(quantity))


@pytest.mark.parametrize("unit", ["亩x", "≥95%", "两百元", "元 * 台", "９５％ 人", "甲乙丙"])
def test_what_is_no_unit_is_pint_s_error_and_no_other_unit(unit: str) -> None:
    with pytest.raises(pint.UndefinedUnitError):
        bk.quantity(1, "元").to(unit)


def test_every_listed_unit_is_known_by_its_word_and_its_name() -> None:
    for unit in listed().units.values():
        assert OURS.Unit(unit.written) == OURS.Unit(unit.name)


def test_another_registry_gets_what_it_lacks_when_it_is_asked_for() -> None:
    theirs: pint.UnitRegistry[Any] = pint.UnitRegistry()
    with pytest.raises(bk.UnitError, match="元"):
        bk.units.to_registry("58.4", "万元", theirs)
    cost = bk.units.to_registry("58.4", "万元", theirs, define=True)
    assert cost.magnitude == 584000
    assert cost.to("元") == cost == theirs.Quantity(584000, "yuan")
    each = bk.units.to_registry("3", "元/平方米", theirs, define=True)
    assert each.to("元/hectare").magnitude == pytest.approx(30000)
    rate = bk.units.to_registry(5, "人/万人", theirs, define=True)
    assert not rate.dimensionless
    assert bk.units.to_registry(15, "亩", theirs, define=True).to("hectare").magnitude == pytest.approx(1)
    three, two, five = (bk.units.to_registry(n, "台", theirs, define=True) for n in (3, 2, 5))
    assert three + two == five


def test_a_name_that_the_other_registry_uses_is_left_alone() -> None:
    theirs: pint.UnitRegistry[Any] = pint.UnitRegistry()
    theirs.define("yuan = 7 * meter")
    cost = bk.units.to_registry(3, "元", theirs, define=True)
    assert str(cost.units) == "cn_yuan"
    assert theirs.Quantity(1, "yuan").to("meter").magnitude == 7
    assert cost == bk.units.to_registry(3, "元", theirs, define=True)


def test_every_listed_unit_can_be_defined_elsewhere() -> None:
    theirs: pint.UnitRegistry[Any] = pint.UnitRegistry(non_int_type=Fraction)
    for unit in listed().units.values():
        made = bk.units.to_registry(1, unit.written, theirs, define=True)
        base = bk.units.to_registry(unit.factor, unit.base, theirs, define=True)
        assert made.is_compatible_with(base), unit
