"""Errors: one root, each the fitting builtin too, all of them picklable, a caret under the place."""

from __future__ import annotations

import copy
import pickle

import pytest

from budgetkpi import errors, evaluate
from budgetkpi.errors import BudgetKpiError, ParseError, columns
from budgetkpi.messages import Catalog

say = Catalog("errors")
SAID = (
    errors.DocumentError,
    errors.MissingExtraError,
    errors.PolicyError,
    errors.RecordError,
    errors.TableError,
    errors.UnitError,
)
PARSE = ParseError(
    say("two-numbers"), "满意度９5 96%", (5, 6), (say("expected-one-number"), say("expected-unit"))
)


@pytest.mark.parametrize("kind", [getattr(errors, name) for name in errors.__all__])
def test_one_root(kind: type[Exception]) -> None:
    assert issubclass(kind, BudgetKpiError)
    others: dict[object, type[Exception]] = {
        errors.MissingExtraError: ImportError,
        errors.FieldTypeError: TypeError,
    }
    fitting = others.get(kind, ValueError)
    assert kind is BudgetKpiError or issubclass(kind, fitting)


@pytest.mark.parametrize("kind", SAID)
def test_an_error_says_its_message_and_crosses_processes(kind: type[errors._Said]) -> None:
    error = kind(say("sign-alone"))
    assert ("sign-alone", error.message.en) == (error.code, str(error))
    assert "只有比较符号，后面没有数值" == error.zh
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301  (made here)
        assert type(error) is type(again)
        assert (error.message, str(error)) == (again.message, str(again))


def test_a_document_error_names_its_place() -> None:
    error = errors.DocumentError(say("sign-alone"), "a.docx, table 2")
    for again in (error, pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301  (made here)
        assert ("a.docx, table 2", error.message) == (again.place, again.message)
        assert f"a.docx, table 2: {error.message.en}" == str(again)


def test_a_parse_error_keeps_what_it_knows() -> None:
    for again in (PARSE, pickle.loads(pickle.dumps(PARSE)), copy.copy(PARSE)):  # noqa: S301  (made here)
        assert ("满意度９5 96%", (5, 6), "two-numbers") == (again.text, again.span, again.code)
        assert ["expected-one-number", "expected-unit"] == [message.code for message in again.expected]
        assert str(PARSE) == str(again)


def test_what_a_parse_error_prints() -> None:
    said, shown, carets = str(PARSE).split("\n")
    assert said == (
        "two numbers with only a blank between them; expected one number or a unit or the end of the cell"
    )
    assert "    满意度９5 96%" == shown
    assert " " * (4 + 6 + 2 + 1) + "^" == carets


def test_three_things_are_joined_in_words() -> None:
    expected = tuple(map(say, ("expected-number", "expected-amount", "expected-digits")))
    said = str(ParseError(say("sign-alone"), "≥", (0, 1), expected)).split("\n")[0]
    assert "a sign and nothing after it; expected a number, a number with its unit or digits" == said


def test_without_an_expectation_nothing_is_said_of_one() -> None:
    assert "a sign and nothing after it\n    ≥\n    ^" == str(ParseError(say("sign-alone"), "≥", (0, 1)))


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("ab", 2), ("≥95%", 4), ("９５％", 6), ("满意", 4), ("e\u0301", 1), ("　", 2)],
)
def test_columns(text: str, width: int) -> None:
    assert width == columns(text)


def test_what_cannot_be_printed_is_shown_as_one_sign() -> None:
    shown, carets = ParseError(say("control-character"), "9\x07\n5%", (1, 2)).marked().split("\n")
    assert "    9\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}5%" == shown
    assert "     ^" == carets


def test_a_place_at_the_end_has_a_caret() -> None:
    assert "    95%±\n        ^" == ParseError(say("open-tolerance"), "95%±", (4, 4)).marked()


@pytest.mark.parametrize(
    ("text", "span", "cell", "carets"),
    [
        ("1" * 200 + "x" + "2" * 200, (200, 201), f"…{'1' * 30}x{'2' * 29}…", " " * 31 + "^"),
        ("x" + "2" * 200, (0, 1), f"x{'2' * (errors.LONGEST_SHOWN - 1)}…", "^"),
        ("九十ab%", (2, 4), "九十ab%", "    ^^"),
    ],
)
def test_a_long_cell_is_cut_around_the_place(
    text: str, span: tuple[int, int], cell: str, carets: str
) -> None:
    assert f"    {cell}\n    {carets}" == ParseError(say("sign-alone"), text, span).marked()


def test_parse_errors_that_say_the_same_are_equal() -> None:
    for again in (pickle.loads(pickle.dumps(PARSE)), copy.copy(PARSE)):  # noqa: S301  (made here)
        assert PARSE == again
        assert hash(PARSE) == hash(again)


@pytest.mark.parametrize(
    "other",
    [
        ParseError(say("sign-alone"), PARSE.text, PARSE.span, PARSE.expected),
        ParseError(PARSE.message, "95 96%", PARSE.span, PARSE.expected),
        ParseError(PARSE.message, PARSE.text, (5, 7), PARSE.expected),
        ParseError(PARSE.message, PARSE.text, PARSE.span),
        errors.TableError(PARSE.message),
        str(PARSE),
    ],
)
def test_parse_errors_differ_in_any_part(other: object) -> None:
    assert PARSE != other
    assert 2 == len({PARSE, copy.copy(PARSE), other})


@pytest.mark.parametrize("actual", ["12..5%", "≥%", "13月"])
def test_an_evaluation_with_errors_is_equal_after_pickling(actual: str) -> None:
    result = evaluate("≥95%", actual)
    assert result.errors
    again = pickle.loads(pickle.dumps(result))  # noqa: S301  (made here)
    assert result == again
    assert hash(result) == hash(again)
