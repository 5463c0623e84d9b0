"""Errors: what they carry, how they print, and that they survive a pickle."""

from __future__ import annotations

import pickle

import pytest

import budgetkpi as bk
from budgetkpi.errors import LONGEST_SHOWN, columns
from budgetkpi.messages import Message

BAD = Message("bad", "bad", "坏")
NUMBER = Message("number", "a number", "数字")
SIGN = Message("sign", "a sign", "符号")
UNIT = Message("unit", "a unit", "单位")


def error(text: str = "≥", span: tuple[int, int] = (1, 1), *expected: Message) -> bk.ParseError:
    return bk.ParseError(BAD, text, span, expected)


@pytest.mark.parametrize(
    ("cls", "builtin"),
    [
        (bk.ParseError, ValueError),
        (bk.UnitError, ValueError),
        (bk.PolicyError, ValueError),
        (bk.RecordError, ValueError),
        (bk.TableError, ValueError),
    ],
)
def test_every_error_has_one_root_and_a_builtin(cls: type[Exception], builtin: type[Exception]) -> None:
    assert issubclass(cls, bk.BudgetKpiError)
    assert issubclass(cls, builtin)


@pytest.mark.parametrize("cls", [bk.UnitError, bk.PolicyError, bk.RecordError, bk.TableError])
def test_an_error_carries_its_message_through_a_pickle(
    cls: type[bk.UnitError | bk.PolicyError | bk.RecordError | bk.TableError],
) -> None:
    back = pickle.loads(pickle.dumps(cls(BAD)))  # noqa: S301  (our own)
    assert type(back) is cls
    assert (back.code, back.en, back.zh, str(back)) == ("bad", "bad", "坏", "bad")


def test_a_parse_error_is_equal_after_pickling() -> None:
    one = error("≥95..5%", (4, 5), NUMBER)
    back = pickle.loads(pickle.dumps(one))  # noqa: S301  (our own)
    assert back == one
    assert hash(back) == hash(one)
    assert (back.text, back.span, back.expected) == (one.text, one.span, one.expected)


@pytest.mark.parametrize(
    "other",
    [
        error("≤"),
        error("≥", (0, 1)),
        error("≥", (1, 1), NUMBER),
        bk.ParseError(NUMBER, "≥", (1, 1)),
        bk.TableError(BAD),
        "≥",
    ],
)
def test_a_parse_error_differs_in_any_part(other: object) -> None:
    assert error() != other
    assert error() == error()
    assert len({error(), error(), other}) == 2


@pytest.mark.parametrize("actual", ["12..5%", "≥%", "13月"])
def test_an_evaluation_with_errors_is_equal_after_pickling(actual: str) -> None:
    result = bk.evaluate("≥95%", actual)
    assert result.errors
    back = pickle.loads(pickle.dumps(result))  # noqa: S301  (our own)
    assert back == result
    assert hash(back) == hash(result)


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ((), "bad\n"),
        ((NUMBER,), "bad; expected a number\n"),
        ((NUMBER, SIGN), "bad; expected a number or a sign\n"),
        ((NUMBER, SIGN, UNIT), "bad; expected a number, a sign or a unit\n"),
    ],
)
def test_what_was_expected_is_a_sentence(expected: tuple[Message, ...], said: str) -> None:
    assert str(error("≥", (1, 1), *expected)).startswith(said)


@pytest.mark.parametrize(
    ("text", "span", "cell", "carets"),
    [
        ("12..5%", (3, 4), "12..5%", "   ^"),
        ("≥", (1, 1), "≥", " ^"),  # an end of the cell: one caret behind it
        ("九十ab%", (2, 4), "九十ab%", "    ^^"),
        ("9５％", (1, 2), "9５％", " ^^"),
        ("9\x005", (1, 2), "9\N{REPLACEMENT CHARACTER}5", " ^"),
        ("9\u30005", (2, 3), "9\u30005", "   ^"),
        ("e\u03015", (2, 3), "e\u03015", " ^"),  # a combining mark takes no column
        ("1" * 200 + "x" + "2" * 200, (200, 201), f"…{'1' * 30}x{'2' * 29}…", " " * 31 + "^"),
        ("x" + "2" * 200, (0, 1), f"x{'2' * (LONGEST_SHOWN - 1)}…", "^"),
    ],
)
def test_the_caret_stands_under_the_place(text: str, span: tuple[int, int], cell: str, carets: str) -> None:
    assert error(text, span).marked().splitlines() == [f"    {cell}", f"    {carets}"]


@pytest.mark.parametrize(("text", "wide"), [("", 0), ("ab", 2), ("九十", 4), ("９５％", 6), ("≥", 1)])
def test_columns(text: str, wide: int) -> None:
    assert columns(text) == wide
