"""What programs hand over: every public function, fed with wrong things."""

from __future__ import annotations

import datetime as dt
import enum
import inspect
import io
import pickle
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest

import budgetkpi as bk
from budgetkpi import inputs

PUBLIC: list[str] = vars(bk)["__all__"]
ROW = bk.Indicator("培训场次", "≥5场", points=90, actual="4场", earned=70)
SHEET = bk.Sheet("培训", indicators=[ROW], budget=10, executed=9)
POLICY = bk.Policy.named("national-2020")


class Mute:
    """A thing that cannot even say itself."""

    def __repr__(self) -> str:
        raise RuntimeError

    __str__ = __repr__


POOL: list[Any] = [
    None,
    True,
    0,
    -5,
    10**400,
    95.5,
    float("nan"),
    float("inf"),
    Decimal("NaN"),
    Decimal("sNaN"),
    Decimal("-Infinity"),
    Decimal("1E+999999"),
    Decimal("1E-999999"),
    Fraction(1, 3),
    1j,
    b"x",
    bytearray(b"x"),
    "",
    "x",
    "10分",
    "\x00",
    "\ud800",
    "9" * 2000,
    [],
    [1],
    [None],
    [[]],
    [[[]]],
    [("x", "y", "z")],
    (1, "x"),
    {},
    {"a": 1},
    {1: object()},
    {"x"},
    range(3),
    object(),
    Mute(),
    int,
    len,
    dt.date(2020, 6, 30),
    dt.datetime(2020, 6, 30, 1, tzinfo=dt.UTC),
    dt.timedelta(3),
    bk.Outcome.MET,
    bk.Comparator.GE,
    bk.parse("≥95%"),
    bk.parse("健全"),
    ROW,
    SHEET,
    POLICY,
    bk.evaluate("≥5场", "4场"),
    ValueError("x"),
    Path("/no/such/file"),
    io.StringIO("甲,乙\n1,2\n"),
    io.BytesIO(b"\xff\xff"),
]
"""Wrong things; for some arguments one or the other of them is right."""

GOOD: dict[str, Any] = {
    "text": "≥95%",
    "sentence": "满意度达到95%以上",
    "target": "≥5场",
    "actual": "4场",
    "indicator": ROW,
    "sheet": SHEET,
    "given": ROW,
    "policy": "national-2020",
    "name": "national-2020",
    "number": "3",
    "unit": "元",
    "cells": ["≥90%", "≥80%", "≥70%", "<70%"],
    "actuals": [("90%", 300), ("80%", 100)],
    "value": bk.parse("≥95%"),
    "record": bk.to_record(bk.parse("≥95%")),
    "evaluation": bk.evaluate("≥5场", "4场"),
    "score": bk.score(ROW),
    "appraisal": SHEET.appraise(),
    "audit": bk.audit(SHEET),
    "finding": bk.check(bk.Indicator("满意度", ""))[0],
    "source": "/no/such/file",
    "path": "/no/such/file",
    "magnitude": 95,
    "low": 1,
    "high": 2,
    "word": "健全",
    "title": "年初预算",
    "values": (bk.parse("≥95%"),),
    "content": "描述",
    "rungs": [["差"], ["好"]],
    "definitions": "轮次",
    "registry": None,
}
SELF: dict[str, Any] = {
    "Amount": bk.parse("≥95%"),
    "Deadline": bk.parse("6月底前"),
    "Evaluation": GOOD["evaluation"],
    "Score": GOOD["score"],
    "Sheet": SHEET,
    "Appraisal": GOOD["appraisal"],
    "AuditRow": GOOD["audit"][0],
    "Audit": GOOD["audit"],
    "Bands": bk.Bands.parse(GOOD["cells"]),
    "Policy": POLICY,
    "Vocabulary": bk.Vocabulary(),
    "Monitoring": bk.monitor(SHEET, as_of="2025-06-30", policy="system"),
    "WatchedRow": bk.monitor(ROW, as_of="2025-06-30", policy="system"),
}
"""Something of each class whose methods take arguments."""
BY_HAND = {
    "Monitoring",
    "MonitorPolicy",
    "WatchedRow",
    "Message",
    "Note",
    "Evaluation",
    "Score",
    "Appraisal",
    "Audit",
    "AuditRow",
    "Finding",
    "Inference",
    "Mention",
    "Bands",
    "Status",
}
"""Results and what they are made of: their fields are ours to fill."""

ROOMS_OWN = {"units.joined", "units.longest_at", "units.take", "Limits.hold"}
"""What the rooms of the house ask each other; they are called for every cell and check nothing."""

CALLS: dict[str, Any] = {}
for _name in PUBLIC:
    _thing = getattr(bk, _name)
    if _name == "units":
        CALLS |= {
            f"units.{name}": getattr(_thing, name)
            for name in _thing.__all__
            if inspect.isfunction(getattr(_thing, name))
        }
    elif inspect.isfunction(_thing):
        CALLS[_name] = _thing
    elif isinstance(_thing, type) and not issubclass(_thing, enum.Enum | Exception):
        if _name not in BY_HAND:
            CALLS[_name] = _thing
        for _method in vars(_thing):
            if not _method.startswith("_") and callable(getattr(_thing, _method)):
                _bound = getattr(SELF.get(_name, _thing), _method)
                if inspect.signature(_bound).parameters:
                    CALLS[f"{_name}.{_method}"] = _bound

ARGUMENTS = [
    (call, parameter.name)
    for call, function in CALLS.items()
    if call not in ROOMS_OWN
    for parameter in inspect.signature(function).parameters.values()
]
RAW = re.compile(
    r"object has no attribute|not iterable|unhashable|unsupported operand|not subscriptable|has no len|"
    r"not callable|cannot unpack|values to unpack|must be (?:str|real|int|a)|can't|ordinal not in|codec can"
)
"""What Python itself says of a wrong thing that went too far."""


def called(function: Any, name: str, thing: object) -> object:  # noqa: ANN401  (any public callable)
    """Call a function with a wrong thing for one argument and good ones for those that are needed."""
    positional: list[object] = []
    named: dict[str, object] = {}
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name == name:
            given = thing
        elif parameter.default is inspect.Parameter.empty and parameter.kind not in (
            inspect.Parameter.VAR_KEYWORD,
            inspect.Parameter.VAR_POSITIONAL,
        ):
            given = GOOD.get(parameter.name, "x")
        else:
            continue
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            named |= {"over": given}
        elif parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            named[parameter.name] = given
        else:
            positional.append(given) if not named else named.update({parameter.name: given})
    return function(*positional, **named)


@pytest.mark.parametrize(("call", "argument"), ARGUMENTS)
def test_a_wrong_thing_is_taken_or_refused_in_words(call: str, argument: str) -> None:
    for thing in POOL:
        if hasattr(thing, "seek"):
            thing.seek(0)
        try:
            made = called(CALLS[call], argument, thing)
            if not isinstance(thing, Mute):
                repr(made)
        except (bk.BudgetKpiError, TypeError, ValueError) as error:
            said = str(error)
            assert said
            assert not RAW.search(said), f"{call}({argument}={type(thing).__name__}): {said}"
            if isinstance(error, UnicodeError):
                pytest.fail(said)
        except OSError:
            assert {"path", "source"} & set(inspect.signature(CALLS[call]).parameters), call
        except Exception as error:  # noqa: BLE001  (that is what the test looks for)
            pytest.fail(f"{call}({argument}={inputs.shown(thing)}): {type(error).__name__} {error}")


# -- what databases and frames hold


class NAType:
    """What pandas' NA is for a reader: its truth cannot be asked."""

    def __bool__(self) -> bool:
        raise TypeError


BLANKS = [None, float("nan"), Decimal("NaN"), Decimal("sNaN"), NAType()]


@pytest.mark.parametrize("blank", BLANKS, ids=lambda blank: type(blank).__name__)
def test_a_row_of_blanks_is_a_blank_row(blank: Any) -> None:  # noqa: ANN401
    fields = [field.name for field in attrs.fields(bk.Indicator)]
    assert bk.Indicator(**dict.fromkeys(fields, blank)) == bk.Indicator("")
    assert bk.Sheet(blank, blank, fiscal_year=blank, budget=blank, executed=blank, source=blank) == bk.Sheet()


@pytest.mark.parametrize(
    ("thing", "text"),
    [
        (120, "120"),
        (95.0, "95"),
        (0.1 + 0.2, "0.3"),
        (Decimal("95.50"), "95.50"),
        (Fraction(27, 28), "27/28"),
        (dt.date(2020, 6, 30), "2020-06-30"),
        (bk.parse("≥95%"), "≥95%"),
        (bk.Amount(Decimal(95), "%"), "95%"),
        (bk.parse("无"), "无"),
        (bk.Comparator.GE, ">="),
    ],
)
def test_a_cell_may_be_a_number_a_date_or_a_value(thing: Any, text: str) -> None:  # noqa: ANN401
    row = bk.Indicator("指标", thing, actual=thing, comparator=thing, bands=[thing])
    assert (text, text, text, (text,)) == (row.target, row.actual, row.comparator, row.bands)
    assert row == bk.Indicator("指标", text, actual=text, comparator=text, bands=[text])


def test_a_float_in_a_row_is_told_of_as_one_by_itself() -> None:
    """Equal rows, one of them made of a float, do not hide the note from each other."""
    plain = bk.Indicator("节能率", "≥0.3倍", actual="0.3")
    dusty = bk.Indicator("节能率", "≥0.3倍", actual=0.1 + 0.2)
    for row, noted in ((plain, False), (dusty, True), (plain, False)):
        for told in (bk.evaluate(row, row.actual), bk.score(row).evaluation):
            assert noted == ("float-as-shown" in {note.code for note in told.notes})
    target = bk.Indicator("节能率", 0.1 + 0.2, comparator="≥", unit="倍")
    for row in (target, pickle.loads(pickle.dumps(target))):  # noqa: S301  (our own)
        assert "float-as-shown" in {note.code for note in bk.evaluate(row, "0.4").notes}
        assert row.target == "0.3"
    assert "float-as-shown" not in {
        note.code
        for note in bk.evaluate(bk.Indicator("节能率", "0.3", comparator="≥", unit="倍"), "0.4").notes
    }


@pytest.mark.parametrize(
    ("given", "points"),
    [
        ("10分", "10"),
        (" １０ 分", "10"),
        ("1,000", "1000"),
        (22.5, "22.5"),
        (8, "8"),
        (Fraction(1, 8), "0.125"),
        ("", None),
        (0, "0"),
    ],
)
def test_points_and_their_texts(given: Any, points: str | None) -> None:  # noqa: ANN401
    row = bk.Indicator("指标", points=given, earned=given)
    expected = None if points is None else Decimal(points)
    assert (expected, expected) == (row.points, row.earned)


@pytest.mark.parametrize(
    ("field", "wrong", "said"),
    [
        ("points", -5, "points takes points: a number, 0 or more, or its text (10, 10分), not int -5"),
        ("points", "十分", "points takes points"),
        ("points", "10%", "points takes points"),
        ("points", True, "points takes points"),
        ("points", float("inf"), "points takes a finite number, not float inf"),
        ("points", Fraction(1, 3), "points takes points"),
        ("earned", "优", "earned takes points"),
        ("fiscal_year", 20200, "fiscal_year takes a year from 1900 to 2099"),
        ("fiscal_year", "20年", "fiscal_year takes a year"),
        ("target", float("inf"), "target takes a finite number, not float inf"),
        ("actual", [5], "actual takes a text, a number, a date, a Value or None, not list [5]"),
        ("name", ["a"], "name takes a text or None, not list ['a']"),
        ("bands", "≥90%", "bands takes a list of cells, not str '≥90%'"),
        ("bands", [b"x"], "bands[0] takes"),
    ],
)
def test_an_indicator_says_at_once_what_it_cannot_take(field: str, wrong: Any, said: str) -> None:  # noqa: ANN401
    with pytest.raises(bk.BudgetKpiError) as caught:
        bk.Indicator(**({"name": "指标"} | {field: wrong}))
    error = caught.value
    assert isinstance(error, bk.FieldError | bk.FieldTypeError)
    assert str(error).startswith(said)
    assert field in error.zh
    assert type(error) is type(pickle.loads(pickle.dumps(error)))  # noqa: S301  (our own)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: bk.Amount(95.5, "%"), "Amount.magnitude takes an exact number"),  # type: ignore[arg-type]
        (lambda: bk.Amount(Decimal(95), None), "Amount.unit takes a text, not NoneType None"),  # type: ignore[arg-type]
        (lambda: bk.Sheet(indicators="行"), "indicators takes a list of Indicator objects, not str '行'"),  # type: ignore[arg-type]
        (lambda: bk.Sheet(indicators=["行"]), "indicators[0] takes an Indicator, not str '行'"),  # type: ignore[list-item]
        (lambda: bk.Vocabulary().with_ladder("新", "差好"), "rungs takes a list of lists of words"),
        (lambda: bk.Vocabulary().with_ladder("新", ["差", "好"]), "rungs[0] takes a list of lists of words"),
        (lambda: bk.Policy("新", over="cap"), "over takes a Over of budgetkpi, not str 'cap'"),  # type: ignore[arg-type]
        (lambda: bk.Bands.parse("≥90%"), "cells takes a list of cells"),
        (lambda: bk.evaluate("≥5", "4", indicator="满意度"), "indicator takes an Indicator or None"),  # type: ignore[arg-type]
        (lambda: bk.quantity("3", 3), "unit takes a text, not int 3"),  # type: ignore[arg-type]
    ],
)
def test_others_say_so_too(call: Any, said: str) -> None:  # noqa: ANN401
    with pytest.raises(bk.BudgetKpiError) as caught:
        call()
    assert str(caught.value).startswith(said)


def test_an_amount_takes_an_int_and_a_sign_as_it_is_written() -> None:
    assert bk.Amount(95, "%", comparator=">=") == bk.parse("≥95%")  # type: ignore[arg-type]


def test_numbers_and_blanks_of_numpy_pandas_and_pyarrow() -> None:
    numpy, pandas = pytest.importorskip("numpy"), pytest.importorskip("pandas")
    pyarrow = pytest.importorskip("pyarrow")
    fives = [
        numpy.int64(5),
        numpy.float32(5),
        numpy.array(5),
        numpy.str_("5"),
        pyarrow.scalar(5),
        pyarrow.scalar("5"),
    ]
    for five in fives:
        row = bk.Indicator("场次", five, unit="场", points=five, actual=five)
        assert ("5", "5", Decimal(5)) == (row.target, row.actual, row.points)
        assert bk.evaluate("≥5场", five).outcome is bk.Outcome.MET
    for blank in (
        pandas.NA,
        pandas.NaT,
        numpy.nan,
        numpy.datetime64("NaT"),
        pyarrow.scalar(None, pyarrow.int64()),
    ):
        assert bk.Indicator("场次", blank, points=blank, fiscal_year=blank) == bk.Indicator("场次")
        assert bk.evaluate("≥5场", blank).actual == bk.Missing()
    for day in (
        pandas.Timestamp(2021, 6, 30),
        numpy.datetime64("2021-06-30"),
        pyarrow.scalar(dt.date(2021, 6, 30)),
    ):
        assert bk.Indicator("时限", "6月底前", actual=day).actual == "2021-06-30"
    assert bk.Indicator("x", fiscal_year=numpy.int16(2020)).fiscal_year == 2020
    series = pandas.Series([4, None])
    sheet = bk.Sheet(
        indicators=[bk.Indicator("甲", "≥5场", points=50), bk.Indicator("乙", "≥5场", points=50)]
    )
    assert [score.earned for score in sheet.appraise(series).rows] == [Decimal("40.00"), None]
