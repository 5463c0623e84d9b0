"""Records: values to JSON types and back, and what a wrong record is told."""

from __future__ import annotations

import json
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given

from budgetkpi import Appraisal, Indicator, Policy, Score, Sheet, audit, evaluate, parse, policies, score
from budgetkpi.errors import ParseError, RecordError
from budgetkpi.messages import Message, Note
from budgetkpi.records import (
    appraisal_record,
    audit_record,
    error_record,
    evaluation_record,
    finding_record,
    from_record,
    policy_record,
    score_record,
    to_record,
)
from budgetkpi.results import Direction, Evaluation, Finding, Outcome, Severity
from budgetkpi.values import Amount, Comparator, Deadline, Missing, Range, Text, Value
from tests.strategies import values


@given(values)
def test_a_value_comes_back_from_json_as_it_was(value: Value) -> None:
    record = json.loads(json.dumps(to_record(value)))
    back = from_record(record)
    assert back == value
    assert type(back) is type(value)
    assert to_record(back) == record
    assert (back.text, back.notes, back.alternatives, back.beside) == (
        value.text,
        value.notes,
        value.alternatives,
        value.beside,
    )


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
        "planned": False,
        "when": None,
        "beside": [],
    }


JUDGED = [
    ("≥10场", "取消10场"),
    ("≥10场", "计划10场"),
    ("≥10场", "10场（踏勘）"),
    ("≥10场", "踏勘10场"),
    ("≥10场", "10场"),
    ("≥95%", "2019年95%"),
    ("2021年≥95%", "2021年96%"),
    ("≤100万元", "亏损20万元"),
    ("≥10家", "10家企业"),
]


@pytest.mark.parametrize(("target", "actual"), JUDGED)
def test_a_value_from_a_record_is_judged_as_the_original(target: str, actual: str) -> None:
    """What a verdict hangs on is in the record: planned, when, and the words beside the number."""
    values = (parse(target), parse(actual))
    backs = (from_record(json.loads(json.dumps(to_record(value)))) for value in values)
    assert evaluation_record(evaluate(*values)) == evaluation_record(evaluate(*backs))


def test_a_year_that_is_named_comes_back() -> None:
    value = parse("2021年≥95%")
    record = to_record(value)
    assert (record["when"]["kind"], record["when"]["year"]) == ("deadline", 2021)
    assert value == from_record(record)


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
        ({"kind": "amount", "magnitude": "9" * 101}, "a number of more than 100 digits @ record.magnitude"),
        ({"kind": "amount", "magnitude": "1E9999"}, "a number of more than 100 digits @ record.magnitude"),
        ({"kind": "amount", "magnitude": "4/2"}, "no exact number: '4/2' @ record.magnitude"),
        ({"kind": "range", "low": "2", "high": "1"}, "low is above high"),
        ({"kind": "deadline", "month": 13}, "month is a whole number from 1 to 12, not 13"),
        ({"kind": "deadline", "year": 2023, "month": 2, "day": 29}, "there is no day 29 of month 2 in 2023"),
        (
            {"kind": "amount", "magnitude": "1", "unit": "\x1b[31m"},
            "a control character in '\\x1b[31m' @ record.unit",
        ),
        ({"kind": "amount", "magnitude": "1", "unit": "台\n"}, "a line break in unit"),
        ({"kind": "text", "content": "x" * 40_000}, "a text of 40000 characters"),
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
        ({"kind": "amount", "magnitude": "1", "planned": 1}, "expected bool, found int @ record.planned"),
        (
            {"kind": "amount", "magnitude": "1", "when": {"kind": "text"}},
            "no kind of value: 'text' @ record.when",
        ),
        ({"kind": "text", "content": "x", "beside": [3]}, "found int @ record.beside[0]"),
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
    with pytest.raises(TypeError, match=r"Text\.content takes a text"):
        Text(object())  # type: ignore[arg-type]


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


# results


ROWS = (
    Indicator("培训场次", "≥5场", level1="产出指标", points=50, actual="4场"),
    Indicator("管理制度", "健全", level1="效益指标", points=30, actual="部分达成预期指标"),
    Indicator("群众满意度", "≥90%", level1="满意度指标", points=10, actual="12..5%"),
)


def test_a_score_is_json_with_exact_texts() -> None:
    record = score_record(score(ROWS[0]))
    assert json.loads(json.dumps(record)) == record
    assert {field.name for field in attrs.fields(Score)} | {"possible"} == set(record)
    assert (record["earned"], record["points"], record["share"], record["deviation"]) == (
        "40.00",
        "50",
        "4/5",
        "-1/5",
    )
    assert record["possible"] == ["40.00", "40.00"]
    assert record["evaluation"] == evaluation_record(score(ROWS[0]).evaluation)
    assert record["indicator"]["name"] == "培训场次"
    assert record["policy"] == "national-2020"
    (applied,) = record["applied"]
    assert (applied["field"], applied["rule"]["kind"], applied["rule"]["status"]) == (
        "shortfall",
        "ratio",
        "provisional",
    )


@pytest.mark.parametrize(
    ("row", "earned", "band", "flags"),
    [
        (ROWS[1], None, ["18.00", "24.00"], []),
        (ROWS[2], None, None, ["undetermined"]),
        (Indicator("故障次数", "=0次", points=10, actual="1次"), "0.00", None, ["zero-target"]),
        (Indicator("培训场次", "≥5场", actual="4场"), None, None, []),
        (Indicator("培训场次", "≥5场", points=10, actual="10场"), "10.00", None, ["over"]),
    ],
)
def test_what_a_score_leaves_open_is_null(
    row: Indicator, earned: str | None, band: list[str] | None, flags: list[str]
) -> None:
    record = score_record(score(row))
    assert (record["earned"], record["band"], record["flags"]) == (earned, band, flags)


def test_a_ratio_of_a_result_is_written_as_people_do() -> None:
    record = score_record(score(Indicator("培训场次", "≥5场", points=10, actual="10场")))
    assert (record["share"], record["over_ratio"], record["evaluation"]["attainment"]) == ("1", "2", "2")


def test_an_appraisal_is_json() -> None:
    sheet = Sheet("培训", "教育局", budget="43.2", executed="37.24", indicators=ROWS, source="table.csv")
    appraisal = sheet.appraise()
    record = appraisal_record(appraisal)
    assert json.loads(json.dumps(record)) == record
    assert {field.name for field in attrs.fields(Appraisal)} == set(record)
    assert record["sheet"] == {
        "title": "培训",
        "department": "教育局",
        "fiscal_year": None,
        "budget": "43.2",
        "executed": "37.24",
        "source": "table.csv",
    }
    assert record["rows"] == [score_record(row) for row in appraisal.rows]
    assert (record["execution_points"], record["execution_rate"]) == ("8.62", "931/1080")
    assert (record["total"], record["total_range"], record["out_of"]) == (None, ["66.62", "82.61"], "100")
    assert record["findings"] == [finding_record(finding) for finding in appraisal.findings]
    assert {finding["indicator"] for finding in record["findings"]} >= {"培训场次", None}


@pytest.mark.parametrize("name", policies())
def test_the_rules_of_a_policy_record_make_the_policy_again(name: str) -> None:
    policy = Policy.named(name)
    record = json.loads(json.dumps(policy_record(policy)))
    assert (record["name"], record["title"], record["status"]) == (name, policy.title, policy.status.value)
    other = Policy.named("mof-101" if name != "mof-101" else "guangxi")
    head = {name: record[name] for name in ("name", "title", "office", "first_year", "last_year")}
    assert other.evolve(**head, **record["rules"]) == policy


def test_sections_that_share_their_points_are_joined() -> None:
    rules = policy_record(Policy.named("hubei-2020"))["rules"]
    assert rules["sections"]["weights"]["outcome+satisfaction"] == "40"
    assert rules["deduction"] is None


def test_an_audit_is_json() -> None:
    rows = (
        attrs.evolve(ROWS[0], points=10, earned=10),
        attrs.evolve(ROWS[0], points=10, earned=8),
        attrs.evolve(ROWS[0], points=10),
    )
    made = audit(Sheet(indicators=rows))
    record = audit_record(made)
    assert json.loads(json.dumps(record)) == record
    assert [row["standing"] for row in record["rows"]] == ["higher", "agrees", "not_comparable"]
    assert [row["published"] for row in record["rows"]] == ["10", "8", None]
    assert record["rows"][0]["score"] == score_record(made[0].score)
    assert record["rows"][0]["message"]["code"] == "audit-higher"
    assert [finding["code"] for finding in record["findings"]] == ["full-marks-unmet", "likely-cause"]
    assert record["rows"][0]["findings"] == record["findings"]


def test_a_finding_names_its_row() -> None:
    message = Message("odd", "odd", "怪")
    finding = Finding("odd", severity=Severity.INFO, message=message, indicator=ROWS[0], fix="≥6场")
    assert finding_record(finding) == {
        "code": "odd",
        "severity": "info",
        "en": "odd",
        "zh": "怪",
        "indicator": "培训场次",
        "fix": "≥6场",
        "open": False,
    }
    assert finding_record(attrs.evolve(finding, indicator=None))["indicator"] is None
