"""Deadlines to days, spans of days, working days and date serials."""

from __future__ import annotations

import datetime
import sys
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkpi import calendar
from budgetkpi.calendar import (
    DaySpan,
    Stretch,
    add_working_days,
    is_day,
    looks_like_serial,
    serial_date,
    working_days_between,
)
from budgetkpi.errors import FieldError
from budgetkpi.intervals import Place
from budgetkpi.values import Deadline, Part, Period

DAY, TEN, MONTH, QUARTER, HALF, YEAR = (
    Period.DAY,
    Period.TEN_DAY,
    Period.MONTH,
    Period.QUARTER,
    Period.HALF,
    Period.YEAR,
)


def days(deadline: Deadline, year: int | None = 2021) -> str:
    found = (deadline.first_day(year), deadline.last_day(year), deadline.latest_day(year))
    return " ".join("-" if day is None else f"{day:%m%d}" if day.year == 2021 else str(day) for day in found)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"month": 6}, "0601 0630 0630"),
        ({"month": 6, "part": Part.END}, "0621 0630 0630"),
        ({"month": 5, "part": Part.BEGINNING}, "0501 - 0510"),
        ({"month": 5, "part": Part.MIDDLE}, "0501 - 0520"),
        ({"year": 2024, "month": 2}, "2024-02-01 2024-02-29 2024-02-29"),
        ({"month": 2}, "0201 0228 0228"),
        ({"month": 3, "year_offset": 1}, "2022-03-01 2022-03-31 2022-03-31"),
        ({"month": 12, "day": 31, "period": DAY}, "1231 1231 1231"),
        ({"month": 2, "day": 29, "period": DAY}, "- - -"),
        ({"month": 7, "ordinal": 1, "period": TEN}, "0701 0710 0710"),
        ({"month": 7, "ordinal": 2, "period": TEN}, "0711 0720 0720"),
        ({"month": 7, "ordinal": 3, "period": TEN}, "0721 0731 0731"),
        ({"ordinal": 4, "period": QUARTER}, "1001 1231 1231"),
        ({"ordinal": 3, "period": QUARTER, "part": Part.END}, "0901 0930 0930"),
        ({"ordinal": 2, "period": QUARTER, "part": Part.BEGINNING}, "0401 - 0430"),
        ({"ordinal": 2, "period": QUARTER, "part": Part.MIDDLE}, "0401 - 0531"),
        ({"ordinal": 1, "period": HALF}, "0101 0630 0630"),
        ({"ordinal": 2, "period": HALF, "part": Part.END}, "1201 1231 1231"),
        ({"ordinal": 2, "period": HALF, "part": Part.BEGINNING}, "0701 - 0831"),
        ({"period": YEAR}, "0101 1231 1231"),
        ({"period": YEAR, "part": Part.END}, "1201 1231 1231"),
        ({"period": YEAR, "part": Part.BEGINNING}, "0101 - 0331"),
        ({"period": YEAR, "part": Part.MIDDLE}, "0101 - 0930"),
        ({"period": YEAR, "year": 2021}, "0101 1231 1231"),
        ({"day": 15, "period": DAY, "recurring": True}, "- - -"),
        ({"period": QUARTER, "part": Part.END, "recurring": True}, "- - -"),
        ({"period": QUARTER}, "- - -"),
        ({"day": 15, "period": DAY}, "- - -"),
        ({"month": 10, "start": Deadline(month=3)}, "0301 1031 1031"),
        ({"year": 2021, "month": 10, "start": Deadline(month=3)}, "0301 1031 1031"),
        ({"year": 2021, "month": 2, "start": Deadline(month=11)}, "2020-11-01 0228 0228"),
        ({"year": 2021, "month": 2, "start": Deadline(year=2020, month=5)}, "2020-05-01 0228 0228"),
    ],
)
def test_days_of_a_deadline(said: dict[str, Any], expected: str) -> None:
    assert expected == days(Deadline(**said))


@pytest.mark.parametrize("year", [0, 99999])
def test_a_year_outside_the_calendar_is_no_deadline(year: int) -> None:
    with pytest.raises(FieldError, match="year is a whole number from 1 to 9999"):
        Deadline(year=year, month=6)


def test_a_year_that_nobody_knows() -> None:
    unknown = Stretch(MONTH, None, month=6)
    assert (unknown.first_day, unknown.last_day, unknown.latest_day) == (None, None, None)
    assert days(Deadline(month=6), None) == "- - -"
    assert Deadline(year=2020, month=6).last_day(None) == date(2020, 6, 30)


DEADLINES = st.builds(
    Deadline,
    year=st.none() | st.integers(2018, 2026),
    month=st.none() | st.integers(1, 12),
    day=st.none() | st.integers(1, 31),
    period=st.sampled_from(Period),
    ordinal=st.none() | st.integers(1, 2),
    part=st.none() | st.sampled_from(Part),
    recurring=st.booleans(),
)


@given(DEADLINES, st.integers(2018, 2026))
def test_days_are_in_order(deadline: Deadline, year: int) -> None:
    first, last, latest = deadline.first_day(year), deadline.last_day(year), deadline.latest_day(year)
    assert (first is None) == (latest is None)
    if first is not None and latest is not None:
        assert first <= latest
    assert last in (None, latest)


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        (2021, 2, 29, False),
        (2024, 2, 29, True),
        (None, 2, 29, True),
        (None, 2, 30, False),
        (None, 6, 31, False),
        (None, 13, 1, False),
        (2021, 0, 1, False),
        (0, 1, 1, False),
    ],
)
def test_is_day(year: int | None, month: int, day: int, expected: bool) -> None:
    assert expected == is_day(year, month, day)


DAYS = st.none() | st.dates(date(2021, 1, 1), date(2021, 1, 9))
SPANS = st.builds(DaySpan, DAYS, DAYS)


@given(SPANS, SPANS, st.dates(date(2020, 12, 30), date(2021, 1, 12)))
def test_spans_are_sets(a: DaySpan, b: DaySpan, day: date) -> None:
    if a.contains(b) and day in b:
        assert day in a
    if a.disjoint(b):
        assert not (day in a and day in b)
    assert (a.relation(b) is Place.INSIDE) == a.contains(b)
    assert a.disjoint(b) == b.disjoint(a)
    if a.relation(b) is Place.ACROSS:
        assert not b.is_empty


def test_serials() -> None:
    assert serial_date(44561) == date(2021, 12, 31)
    assert serial_date(61) == date(1900, 3, 1)
    assert [looks_like_serial(n) for n in (36525, 36526, 73050, 73051)] == [False, True, True, False]
    assert serial_date(36526) == date(2000, 1, 1)
    assert serial_date(73050) == date(2099, 12, 31)
    for n in (60, -1, 10**9):
        with pytest.raises(ValueError, match=str(n)):
            serial_date(n)


def test_working_days() -> None:
    pytest.importorskip("chinese_calendar")
    eve, back = date(2021, 9, 30), date(2021, 10, 8)
    # The National Day holiday, and the Saturday worked in exchange.
    assert working_days_between(eve, back) == 1
    assert working_days_between(back, eve) == -1
    assert working_days_between(eve, eve) == 0
    assert add_working_days(eve, 2) == date(2021, 10, 9)
    assert add_working_days(eve, 0) == eve
    assert working_days_between(eve, date(2999, 1, 1)) is None
    assert add_working_days(eve, 10**9) is None
    with pytest.raises(ValueError, match="forward"):
        add_working_days(eve, -1)


def test_working_days_are_those_of_the_package() -> None:
    package = pytest.importorskip("chinese_calendar")
    first, last = date(min(package.holidays).year, 1, 1), date(max(package.holidays).year, 12, 31)
    before = first - datetime.timedelta(days=1)
    passed = 0
    for n in range((last - first).days + 1):
        day = first + datetime.timedelta(days=n)
        passed += package.is_workday(day)
        assert working_days_between(before, day) == passed
        if package.is_workday(day):
            assert add_working_days(before, passed) == day
    assert add_working_days(before, passed + 1) is None
    assert working_days_between(before - datetime.timedelta(days=1), last) is None


def test_working_days_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "chinese_calendar", None)
    assert working_days_between(date(2021, 1, 1), date(2021, 2, 1)) is None
    assert add_working_days(date(2021, 1, 1), 3) is None
    assert calendar.EPOCH + datetime.timedelta(days=1) == date(1899, 12, 31)
