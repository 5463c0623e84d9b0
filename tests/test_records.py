"""Records: values to JSON types and back, and what a wrong record is told."""

from __future__ import annotations

import json
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from budgetkpi.errors import ParseError, RecordError
from budgetkpi.messages import Message, Note
from budgetkpi.records import error_record, evaluation_record, from_record, to_record
from budgetkpi.results import Direction, Evaluation, Outcome
from budgetkpi.values import Amount, Comparator, Deadline, Missing, Range, Text, Value
from tests.strategies import values


@given(values)
def test_a_value_comes_back_from_json_as_it_was(value: Value) -> None:
    record = json.loads(json.dumps(to_record(value)))
    back = from_record(record)
    assert back == value
    assert type(back) is type(value)
    assert to_record(back) == record
    assert (back.text, back.notes, back.alternatives) == (value.text, value.notes, value.alternatives)


def test_a_record_holds_every_attribute_and_exact_numbers() -> None:
    note = Note(Message("code", "English", "中文"), "a-rule", ("x",))
    value = Amount(Decimal("100.00"), "元/本", comparator=Comparator.LE, text="<=100.00元/本", notes=(note,))
    assert to_record(value) == {
        "kind": "amount",
        "text": "<=100.00元/本",
        "notes": [
            {
                "message": {"code": "code", "en": "English", "zh": "中文"},
                "rule": "a-rule",
                "alternatives": ["x"],
            }
        ],
        "alternatives": [],
        "magnitude": "100.00",
        "unit": "元/本",
        "comparator": "<=",
        "approximation": None,
        "change": None,
        "base": "",
        "parts": None,
    }


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Decimal("100.00"), "100.00"),
        (Decimal("1E+5"), "1E+5"),
        (Decimal(-3), "-3"),
        (Fraction(27, 28), "27/28"),
        (Fraction(3), "3/1"),
    ],
)
def test_a_number_keeps_its_type_and_its_places(number: Decimal | Fraction, text: str) -> None:
    assert to_record(Amount(number))["magnitude"] == text
    back = from_record({"kind": "amount", "magnitude": text})
    assert isinstance(back, Amount)
    assert (type(back.magnitude), str(back.magnitude)) == (type(number), str(number))


def test_what_has_a_default_may_be_left_out() -> None:
    assert from_record({"kind": "missing"}) == Missing()
    assert from_record({"kind": "deadline", "month": 6}) == Deadline(month=6)
    assert from_record({"kind": "range", "low": "1", "high": "2"}) == Range(Decimal(1), Decimal(2))


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({}, "no kind of value: None @ record"),
        ({"kind": "number"}, "no kind of value: 'number' @ record"),
        ({"kind": ["amount"]}, "no kind of value: ['amount'] @ record"),
        ({"kind": "amount"}, "the field is missing @ record.magnitude"),
        ({"kind": "amount", "magnitude": 1}, "no exact number: 1 @ record.magnitude"),
        ({"kind": "amount", "magnitude": "NaN"}, "no exact number: 'NaN' @ record.magnitude"),
        ({"kind": "amount", "magnitude": "1/0"}, "no exact number: '1/0' @ record.magnitude"),
        ({"kind": "amount", "magnitude": "9" * 1001}, "no exact number: '99999"),
        (
            {"kind": "amount", "magnitude": "1", "parts": ["1/2", "3"]},
            "no exact number: '1/2' @ record.parts[0]",
        ),
        ({"kind": "amount", "magnitude": "1", "parts": ["1"]}, "@ record.parts"),
        ({"kind": "amount", "magnitude": "1", "unit": None}, "expected str, found NoneType @ record.unit"),
        ({"kind": "amount", "magnitude": "1", "comparator": "≥"}, "not one of >=, >, <=, <, =: '≥'"),
        ({"kind": "amount", "magnitude": "1", "colour": 1}, "unknown field colour @ record"),
        ({"kind": "deadline", "month": True}, "expected int, found bool @ record.month"),
        (
            {"kind": "deadline", "start": {"kind": "text", "content": ""}},
            "no kind of value: 'text' @ record.start",
        ),
        ({"kind": "text", "content": "x", "notes": "ab"}, "expected list, found str @ record.notes"),
        ({"kind": "text", "content": "x", "alternatives": [3]}, "found int @ record.alternatives[0]"),
        (
            {"kind": "several", "values": [{"kind": "text", "content": 3}]},
            "expected str, found int @ record.values[0].content",
        ),
    ],
)
def test_a_wrong_record_names_the_field(record: dict[str, Any], said: str) -> None:
    with pytest.raises(RecordError) as caught:
        from_record(record)
    assert isinstance(caught.value, ValueError)
    assert str(caught.value).startswith("the record cannot be read: ")
    assert said in str(caught.value)
    assert caught.value.zh.startswith("无法读取记录：")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301  (our own)


def test_every_wrong_field_is_named_at_once() -> None:
    with pytest.raises(RecordError) as caught:
        from_record({"kind": "amount", "magnitude": 1, "unit": 2})
    assert "record.magnitude" in caught.value.en
    assert "record.unit" in caught.value.en


@pytest.mark.parametrize("wrong", ["amount", None, 3, ["kind"]])
def test_what_is_no_record_at_all_is_a_type_error(wrong: object) -> None:
    with pytest.raises(TypeError, match="takes a dict"):
        from_record(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", ["≥95%", None, 3])
def test_what_is_no_value_has_no_record(wrong: object) -> None:
    with pytest.raises(TypeError, match="takes a value"):
        to_record(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="no record of object"):
        to_record(Text(object()))  # type: ignore[arg-type]


def test_an_evaluation_is_json_too() -> None:
    error = ParseError(Message("bad", "bad", "坏"), "≥", (1, 1), (Message("number", "a number", "数字"),))
    evaluation = Evaluation(
        Outcome.MET,
        Fraction(6, 5),
        direction=Direction.AT_LEAST,
        target=Amount(Decimal(10), "%"),
        actual=None,
        reason=Message("why", "why", "为何"),
        errors=(error,),
    )
    record = evaluation_record(evaluation)
    assert json.loads(json.dumps(record)) == record
    assert record["outcome"] == "met"
    assert record["attainment"] == "6/5"
    assert record["target"] == to_record(Amount(Decimal(10), "%"))
    assert record["actual"] is None
    assert record["reason"] == {"code": "why", "en": "why", "zh": "为何"}
    assert record["errors"] == [error_record(error)]
    assert record["errors"][0]["span"] == [1, 1]
    assert record["errors"][0]["expected"] == [{"code": "number", "en": "a number", "zh": "数字"}]


def test_no_attainment_is_none() -> None:
    evaluation = Evaluation(
        Outcome.UNDETERMINED,
        None,
        direction=Direction.UNKNOWN,
        target=Text("x"),
        actual=Missing(),
        reason=Message("why", "why", "为何"),
    )
    assert evaluation_record(evaluation)["attainment"] is None
