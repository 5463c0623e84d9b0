"""Numbers, years and texts that nobody could print are refused at once, by the name of the field."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import budgetkpi as bk
from budgetkpi.bounds import (
    LONGEST_CELL,
    LONGEST_PROSE,
    MOST_DIGITS,
    as_decimal,
    as_fraction,
    check_number,
    check_within,
)
from budgetkpi.inputs import as_year

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HUGE: list[Any] = [
    Decimal("1E+999999999"),
    Decimal("1E-999999999"),
    Decimal("9" * 101),
    Decimal("0." + "1" * 101),
    10**4000,
    -(10**100),
]
HUGE_TEXTS = ["1e999999999", "1e-999999999", "9" * 101, "1e" + "9" * 300, "1" * 100_000]
FRACTIONS = [Fraction(10**100, 3), Fraction(1, 10**100), Fraction(1, 7**3000)]
FAR_YEARS = [10**30, -5, 0, 1899, 2100, 10**4000]
POLICY = bk.Policy.named("national-2020")


@pytest.mark.parametrize("number", [*HUGE, *FRACTIONS])
def test_a_number_that_nobody_could_print(number: Any) -> None:  # noqa: ANN401
    with pytest.raises(bk.FieldError, match="points: a number of more than 100 digits"):
        check_number(number, "points")


@pytest.mark.parametrize("number", ["0", "-0.00", "1E+99", "1E-99", "9" * 100, "0." + "1" * 99, "123.45"])
def test_a_number_that_can_be_printed(number: str) -> None:
    assert check_number(Decimal(number), "x") == Decimal(number)
    assert as_decimal(number, "x").as_tuple() == Decimal(number).as_tuple()
    assert as_fraction(number, "x") == Fraction(number)


@given(
    st.decimals(allow_nan=False, allow_infinity=False)
    | st.integers(-130, 130).map(lambda e: Decimal(1).scaleb(e))
)
def test_the_digits_are_those_that_it_prints(number: Decimal) -> None:
    if abs(number.adjusted()) > 2000:
        return
    printed = sum(character.isdigit() for character in f"{number:f}")
    try:
        check_number(number, "x")
    except bk.FieldError:
        assert printed > MOST_DIGITS
    else:
        assert printed <= MOST_DIGITS


@pytest.mark.parametrize("text", HUGE_TEXTS)
def test_a_text_of_a_number_that_nobody_could_print(text: str) -> None:
    for read in (as_decimal, as_fraction):
        with pytest.raises(bk.FieldError, match="points: "):
            read(text, "points")


def test_numbers_from_their_texts() -> None:
    assert as_fraction("13/10", "x") == Fraction(13, 10)
    for text in ("much", "", "1/0", "a/b", "1/2/3", "nan", "Infinity"):
        with pytest.raises(bk.FieldError, match=r"^x"):
            as_fraction(text, "x")
    with pytest.raises(TypeError, match="x is a Decimal, an int or their text"):
        as_decimal(1.5, "x")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="bool"):
        check_number(True, "x")


@pytest.mark.parametrize("year", FAR_YEARS)
def test_a_far_year(year: int) -> None:
    with pytest.raises(
        bk.FieldError,
        match=r"fiscal_year.* a (?:year from 1900 to 2099|number of more)",
    ):
        as_year(year)


def test_years() -> None:
    assert [as_year(year) for year in (None, 1900, 2024, 2099)] == [None, 1900, 2024, 2099]
    assert [as_year(year) for year in ("2024", "2024年度", 2024.0, Decimal(2024), float("nan"))] == [
        2024
    ] * 4 + [None]
    for wrong in (True, [2024], b"2024"):
        with pytest.raises(TypeError, match="fiscal_year takes a year from 1900 to 2099"):
            as_year(wrong)
    for text in ("20200", "二〇二〇", "2024.5", "明年"):
        with pytest.raises(bk.FieldError, match="fiscal_year takes a year .*" + text):
            as_year(text)
    with pytest.raises(TypeError, match="month is a whole number"):
        check_within("6", "month", range(13))


def _row(**fields: Any) -> bk.Indicator:  # noqa: ANN401
    return bk.Indicator("培训场次", "≥5场", **fields)


SHEET = bk.Sheet(indicators=[_row(points=10, actual="5场")], fiscal_year=2024, budget=10, executed=9)
WORD = bk.Indicator("制度", "健全", points=10)
DOORS: dict[str, Callable[[Any], object]] = {
    "magnitude": bk.Amount,
    "parts": lambda number: bk.Amount(Decimal(1), parts=(Decimal(1), number)),
    "low": lambda number: bk.Range(number, Decimal(1)),
    "high": lambda number: bk.Range(Decimal(1), number),
    "points": lambda number: _row(points=number),
    "earned": lambda number: _row(earned=number),
    "budget": lambda number: bk.Sheet(budget=number),
    "executed": lambda number: bk.Sheet(executed=number),
    "actual": lambda number: bk.evaluate("≥5场", number),
    "target": lambda number: bk.evaluate(number, "5场"),
    "weights": lambda number: SHEET.appraise(weights=[number]),
    "choose": lambda number: bk.score(WORD, "部分达成预期指标", choose=number),
    "deduction": lambda number: bk.score(_row(points=10), "5场", policy="guangxi", deduction=number),
    "actuals": lambda number: bk.roll_up([("90%", number)]),
    "over.at": lambda number: POLICY.evolve(over={"at": number}),
    "execution.points": lambda number: POLICY.evolve(execution={"points": number}),
    "sections.weights": lambda number: POLICY.evolve(sections={"weights": {"output": number}}),
    "satisfaction.steps": lambda number: POLICY.evolve(
        satisfaction={"kind": "steps", "steps": [[number, "100%"]]}
    ),
    "number": lambda number: bk.quantity(number, "元"),
}
"""Where a number comes in, and how the error names it."""


@pytest.mark.parametrize("number", [Decimal("1E+999999999"), Decimal("1E-999999999"), Decimal("7" * 150)])
@pytest.mark.parametrize("field", DOORS)
def test_no_door_takes_a_number_that_nobody_could_print(field: str, number: Decimal) -> None:
    with pytest.raises(bk.BudgetKpiError) as caught:
        DOORS[field](number)
    assert field in str(caught.value) or field == "number"
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("number", ["1e999999999", "1e-400000", "1" * 5000])
@pytest.mark.parametrize("field", ["points", "earned", "budget", "executed", "weights", "over.at"])
def test_nor_its_text(field: str, number: str) -> None:
    with pytest.raises(bk.BudgetKpiError, match=field):
        DOORS[field](number)


@pytest.mark.parametrize("number", [10**30, -1, 10**4000])
@pytest.mark.parametrize(("rule", "name"), [("rounding", "places"), ("dates", "days")])
def test_nor_do_whole_numbers_of_rules(rule: str, name: str, number: int) -> None:
    with pytest.raises(bk.PolicyError, match=f"{rule}.{name}"):
        POLICY.evolve(**{rule: {name: number}})


def test_the_places_of_points_have_a_limit_that_the_error_names() -> None:
    with pytest.raises(bk.PolicyError, match=r"rounding\.places: .* a whole number from 0 to 20"):
        POLICY.evolve(rounding={"places": 21})


YEAR_DOORS: list[Callable[[Any], object]] = [
    lambda year: _row(fiscal_year=year),
    lambda year: bk.Sheet(fiscal_year=year),
    lambda year: bk.evaluate("6月底前", "5月", fiscal_year=year),
    lambda year: bk.score(_row(points=5), "5场", fiscal_year=year),
    lambda year: bk.Deadline(month=6).last_day(year),
    lambda year: bk.Deadline(month=6).first_day(year),
    lambda year: bk.Bands.parse(["6月底前", "7月底前"], grades=("a", "b")).grade("5月", fiscal_year=year),
]


@pytest.mark.parametrize("year", FAR_YEARS)
@pytest.mark.parametrize("door", YEAR_DOORS)
def test_no_door_takes_a_far_year(door: Callable[[Any], object], year: int) -> None:
    with pytest.raises(bk.FieldError, match="fiscal_year"):
        door(year)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"month": 13}, "month"),
        ({"month": 0}, "month"),
        ({"day": 32}, "day"),
        ({"year": 10**30}, "year"),
        ({"year": 0}, "year"),
        ({"year_offset": 10**9}, "year_offset"),
        ({"ordinal": 5, "period": bk.Period.QUARTER}, "ordinal"),
        ({"ordinal": 3, "period": bk.Period.HALF}, "ordinal"),
        ({"month": 6, "day": 31, "period": bk.Period.DAY}, "no day 31 of month 6"),
    ],
)
def test_a_date_that_is_on_no_calendar(fields: dict[str, Any], name: str) -> None:
    with pytest.raises(bk.FieldError, match=name):
        bk.Deadline(**fields)


def test_a_range_is_not_upside_down() -> None:
    with pytest.raises(bk.FieldError, match="low is above high"):
        bk.Range(Decimal(2), Decimal(1))


def test_a_date_that_a_program_hands_over_may_be_of_any_year() -> None:
    far = bk.evaluate("2021年6月底前", datetime.date(9999, 12, 31)).actual
    assert isinstance(far, bk.Deadline)
    assert bk.from_record(bk.to_record(far)) == far


@pytest.mark.parametrize("field", ["name", "level1", "level2", "comparator", "unit", "activity"])
def test_a_field_is_limited_as_a_cell_is(field: str) -> None:
    fields = {"name": "名"} | {field: "长" * LONGEST_CELL}
    bk.Indicator(**fields)
    with pytest.raises(bk.FieldError, match=f"{field}: a text of 1001 characters; at most 1000"):
        bk.Indicator(**{**fields, field: "长" * (LONGEST_CELL + 1)})


@pytest.mark.parametrize("field", ["description", "basis", "reason"])
def test_prose_is_limited_as_a_cell_of_a_spreadsheet_is(field: str) -> None:
    assert bk.infer_direction(_row(**{field: "长" * LONGEST_PROSE})).rule
    with pytest.raises(bk.FieldError, match=field):
        _row(**{field: "长" * (LONGEST_PROSE + 1)})


def test_grades_are_limited_too() -> None:
    with pytest.raises(bk.FieldError, match="bands"):
        _row(bands=["≥90%", "长" * 1001])


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("x = " + "[" * 3000 + "]" * 3000, "line 1: tables and arrays more than 50 deep"),
        ("\n\nx = " + "[" * 60 + "]" * 60, "line 3: tables and arrays more than 50 deep"),
        ("\n" + "a." * 60 + "a = 1", "line 2: tables and arrays more than 50 deep"),
        ("\n" + "a." * 20_000 + "a = 1", "line 2: more than 500 points"),
        ("\nx = " + "9" * 5000, "line 2: a whole number with too many digits"),
        ("#" + "x" * 500_000, "larger than 500000 bytes"),
        ("a = 1\nb = \n", "line 2"),
        ("over = { at = 1e999999999 }", "over.at"),
        ("over = { at = inf }", "over.at"),
        ("title = { a = 1 }", "title"),
        ("rounding = { places = 1000000000 }", "rounding.places"),
        ("execution = { points = '1e-99999999' }", "execution.points"),
        ("grades = { names = [[1]], edges = [] }", "grades.names"),
        ("over = { source = [1] }", "over.source"),
    ],
)
def test_a_hostile_policy_file(tmp_path: Path, toml: str, said: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(toml, encoding="utf-8")
    with pytest.raises(bk.PolicyError) as caught:
        bk.Policy.from_toml(file)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 600


def test_a_policy_file_in_another_encoding_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes(b"name = 'a'\ntitle = '\xff\xff'")
    with pytest.raises(bk.PolicyError, match="line 2: the file is not written in UTF-8 or GB18030"):
        bk.Policy.from_toml(file)
