"""Values: what makes two of them equal, and what each of them is."""

from __future__ import annotations

import pickle
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

import attrs
import pytest
from hypothesis import given

from budgetkpi import quantity
from budgetkpi.errors import BudgetKpiError
from budgetkpi.messages import Message, Note
from budgetkpi.records import from_record, to_record
from budgetkpi.results import Outcome
from budgetkpi.values import (
    Amount,
    Approximation,
    Change,
    Comparator,
    Deadline,
    Kind,
    Level,
    Missing,
    Part,
    Period,
    Range,
    Reference,
    Several,
    Text,
)
from tests.strategies import values

if TYPE_CHECKING:
    from budgetkpi.values import Value

ONE_OF_EACH: tuple[Value, ...] = (
    Amount(Decimal(95), "%", comparator=Comparator.GE),
    Range(Decimal(80), Decimal(90), unit="%"),
    Deadline(month=6),
    Level("健全", "soundness", rank=2),
    Reference("年初预算", Comparator.LE),
    Several((Amount(Decimal(2), "次"), Amount(Decimal(100), "人"))),
    Text("完成外墙改造"),
    Missing(),
)


def test_each_class_is_one_kind() -> None:
    assert list(Kind) == [value.kind for value in ONE_OF_EACH]


@pytest.mark.parametrize(
    ("comparator", "sign", "symbol", "strict"),
    [
        (Comparator.GE, ">=", "≥", False),
        (Comparator.GT, ">", ">", True),
        (Comparator.LE, "<=", "≤", False),
        (Comparator.LT, "<", "<", True),
        (Comparator.EQ, "=", "=", False),
    ],
)
def test_comparators(comparator: Comparator, sign: str, symbol: str, strict: bool) -> None:
    assert (sign, symbol, strict) == (comparator.value, comparator.symbol, comparator.strict)


@given(values)
def test_what_is_beside_the_value_does_not_count(value: Value) -> None:
    note = Note(Message("a", "b", "c"))
    other = attrs.evolve(
        value, text="something else", notes=(note,), alternatives=(Text("x"),), beside=("y",)
    )
    assert value == other
    assert hash(value) == hash(other)
    assert repr(value) == repr(other)


@given(values)
def test_values_are_frozen_and_cross_processes(value: Value) -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        value.text = "other"  # type: ignore[misc]
    again = pickle.loads(pickle.dumps(value))  # noqa: S301  (made here)
    assert (value, value.text, value.notes) == (again, again.text, again.notes)


def test_equality_is_of_what_is_written() -> None:
    assert Amount(Decimal("2.00"), "次") == Amount(Decimal(2), "次")
    assert Amount(Decimal(1), "公顷") != Amount(Decimal(15), "亩")
    assert Amount(Decimal(1), "公顷").quantity == Amount(Decimal(15), "亩").quantity
    assert Amount(Decimal(2), "次") != Amount(Decimal(2), "次", comparator=Comparator.GE)
    assert Amount(Fraction(1, 3)) != Amount(Decimal("0.333"))


def test_approximate() -> None:
    assert Amount(Decimal(5), approximation=Approximation.ABOUT).approximate
    assert not Amount(Decimal(5)).approximate
    assert Range(Decimal(1), Decimal(2), approximation=Approximation.ABOUT).approximate
    assert not Range(Decimal(1), Decimal(2)).approximate


def test_a_quantity_is_exact() -> None:
    assert quantity("30000", "元") == Amount(Decimal("3.0E+4"), "元").quantity
    assert Fraction(1, 3) == Amount(Fraction(1, 3), "").quantity.magnitude


def test_several_is_walked_through() -> None:
    several = ONE_OF_EACH[5]
    assert isinstance(several, Several)
    assert several.values == tuple(several)


def test_a_deadline_has_its_days() -> None:
    deadline = Deadline(month=2)
    assert ("2024-02-01", "2024-02-29") == (str(deadline.first_day(2024)), str(deadline.last_day(2024)))
    assert deadline.last_day(None) is None


# -- Every field of every value, by its type.

FIELDS = [(one, field.name) for one in ONE_OF_EACH for field in attrs.fields(type(one))]
JUNK: list[object] = [
    object(),
    None,
    True,
    0,
    1,
    -1,
    13,
    10**200,
    1.5,
    float("nan"),
    "",
    "x",
    "5",
    ">=",
    b"x",
    (),
    ("x",),
    ["x"],
    (1, 2),
    ("1", "2"),
    {"x": 1},
    {"x"},
    Decimal("NaN"),
    Decimal(5),
    Fraction(1, 3),
    Missing(),
    (Missing(),),
    [Missing()],
    Amount(Decimal(5)),
    Deadline(year=2020),
    Note(Message("a", "b", "c")),
    (Note(Message("a", "b", "c")),),
    (5,),
    Comparator.GE,
    Approximation.ABOUT,
    Period.YEAR,
    Part.END,
    Change.RISE,
    Outcome.MET,
    int,
    iter("x"),
]


def is_a(thing: object, wanted: object) -> bool:
    """Whether a thing is of a type as a field is annotated with it; True is no int."""
    origin, arguments = get_origin(wanted), get_args(wanted)
    if origin is tuple:
        if type(thing) is not tuple:
            return False
        if arguments[-1] is Ellipsis:
            return all(is_a(one, arguments[0]) for one in thing)
        return len(thing) == len(arguments) and all(map(is_a, thing, arguments))
    if arguments:
        return any(is_a(thing, one) for one in arguments)
    assert isinstance(wanted, type)
    return isinstance(thing, wanted) and not (isinstance(thing, bool) and wanted is int)


def put(given: Value, name: str, thing: object) -> Value | Exception:
    """The value with another thing in a field, or why it takes none."""
    change: dict[str, Any] = {name: thing}
    try:
        return attrs.evolve(given, **change)
    except (BudgetKpiError, TypeError) as error:
        return error


@pytest.mark.parametrize(("given", "name"), FIELDS, ids=lambda thing: getattr(thing, "kind", thing))
def test_a_field_holds_what_it_says_or_is_refused_by_its_name(given: Value, name: str) -> None:
    wanted = get_type_hints(type(given))[name]
    refused = 0
    for thing in (*JUNK, getattr(given, name)):
        made = put(given, name, thing)
        if isinstance(made, Exception):
            refused += 1
            assert name in str(made) or "the low end" in str(made), thing
        else:
            assert is_a(getattr(made, name), wanted), thing
            assert hash(made) == hash(attrs.evolve(made))
            assert from_record(to_record(made)) == made
    assert len(JUNK) / 2 < refused <= len(JUNK)


def test_a_value_that_was_pickled_when_all_stood_in_one_module_is_read() -> None:
    for one in ONE_OF_EACH:
        pickled = pickle.dumps(one, protocol=0).replace(type(one).__module__.encode(), b"budgetkpi.values")
        assert pickle.loads(pickled) == one  # noqa: S301  (our own)
