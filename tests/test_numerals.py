"""Numerals: a table of cases, a writer to read back, and another reader to agree with."""

from __future__ import annotations

import pickle
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkpi import find, numerals
from budgetkpi.bounds import MOST_DIGITS
from budgetkpi.errors import BudgetKpiError
from budgetkpi.numerals import NumeralError, exact, longest, quotient, read, share

TABLE = Path(__file__).parent / "data" / "numerals" / "cases.tsv"
CASES = [
    tuple(line.split("\t")[:2])
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_cases(text: str, expected: str) -> None:
    if expected.startswith("!"):
        code, span = expected[1:].split()
        with pytest.raises(NumeralError) as caught:
            read(text)
        assert (code, span) == (caught.value.code, "{}-{}".format(*caught.value.span))
    else:
        assert Decimal(expected) == read(text)


def write(number: int) -> str:
    """A whole number below 10**16 in plain Chinese words."""
    if not number:
        return "零"
    words, gap = "", False
    for power, scale in ((12, "万亿"), (8, "亿"), (4, "万"), (0, "")):
        section = number // 10**power % 10**4
        if not section:
            gap = bool(words)
            continue
        below = ""
        for place, unit in ((3, "千"), (2, "百"), (1, "十"), (0, "")):
            digit = section // 10**place % 10
            if digit:
                if (
                    gap
                    or (below and not below.endswith("千百十"[2 - place]))
                    or (words and not below and place < 3)
                ):
                    below += "零"
                below += "零一二三四五六七八九"[digit] + unit
                gap = False
        # 万亿 is the first half of one coefficient: 四千万三千亿 needs only one 亿.
        words += below + ("万" if scale == "万亿" and number // 10**8 % 10**4 else scale)
    return words


NUMBERS = st.one_of(st.integers(0, 20_000), st.integers(0, 10**16 - 1))


@given(NUMBERS)
def test_what_is_written_is_read_back(number: int) -> None:
    assert number == read(write(number))
    assert -number == read("负" + write(number))


@given(NUMBERS, st.sampled_from(["low", "up"]))
def test_agrees_with_another_reader(number: int, style: str) -> None:
    assert number == read(cn2an.an2cn(number, style))


@given(st.integers(0, 10**60), st.integers(0, 30))
def test_sixty_digits_are_never_rounded(mantissa: int, places: int) -> None:
    digits = str(mantissa).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    expected = Fraction(mantissa, 10**places)
    assert expected == Fraction(read(text))
    assert text == f"{read(text):f}"
    assert expected * 10**8 == Fraction(read(text + "亿"))


@given(st.integers(0, 10**60))
def test_groups_of_three(number: int) -> None:
    assert number == read(f"{number:,}")


@given(st.text(alphabet="0123456789,.一二两三十百千万亿零〇点半负- 几", max_size=40))
def test_any_text_reads_or_says_where_it_fails(text: str) -> None:
    try:
        number = read(text)
    except NumeralError as error:
        start, end = error.span
        assert 0 <= start <= end <= len(text)
    else:
        assert number.is_finite()


@pytest.mark.parametrize(
    "text", ["9" * (MOST_DIGITS + 1), "9" * 100_000, "一" * 101, "1" + "0" * 96 + "亿", "0." + "1" * 100]
)
def test_too_long(text: str) -> None:
    with pytest.raises(NumeralError) as caught:
        read(text)
    assert caught.value.code == "too-long"


def test_a_hundred_digits_are_read() -> None:
    assert read("9" * MOST_DIGITS) == 10**MOST_DIGITS - 1


@given(st.text(alphabet="12.,一二两三十百千廿万亿兆零点半负", max_size=12))
def test_the_longest_numeral_is_the_longest_prefix_that_reads(text: str) -> None:
    def reads(end: int) -> bool:
        try:
            read(text[:end])
        except NumeralError:
            return False
        return True

    assert longest(text) == next((end for end in range(len(text), 0, -1) if reads(end)), 0)


HOSTILE = (
    "千万",
    "一千",
    "十",
    "万",
    "1万",
    "千万一",
    "两万亿",
    "一千零",
    "三点一",
    "负",
    "百二十",
    "兆亿",
    "1千2",
)


@pytest.mark.parametrize("shape", HOSTILE)
def test_few_prefixes_are_read_of_a_run_that_is_no_numeral(
    shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []

    def counted(text: str) -> Decimal:
        reads.append(text)
        return read(text)

    monkeypatch.setattr(numerals, "read", counted)
    for length in (40, 60, 300, 960):
        reads.clear()
        find((shape * length)[:length] + "场")
        assert len(reads) <= 4 * length, shape


@pytest.mark.parametrize(
    ("text", "numerator", "denominator"),
    [
        ("五分之一", "1", 5),
        ("百分之九十五", "95", 100),
        ("百分之95.5", "95.5", 100),
        ("百分之百", "100", 100),
        ("千分之五", "5", 1000),
        ("万分之三", "3", 10000),
        ("一百分之五十五点五七九", "55.579", 100),
        ("16分之2225", "2225", 16),
        ("五 分 之 一", "1", 5),
        ("负三分之二", "-2", 3),
    ],
)
def test_shares(text: str, numerator: str, denominator: int) -> None:
    assert (Decimal(numerator), Decimal(denominator)) == share(text)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("百分之", (3, 3)),
        ("零分之一", (0, 1)),
        ("九十五", (0, 3)),
        ("负三分之负二", (4, 6)),
        ("百分之一二百", (4, 5)),
    ],
)
def test_what_is_no_share(text: str, span: tuple[int, int]) -> None:
    with pytest.raises(NumeralError) as caught:
        share(text)
    assert span == caught.value.span


@given(st.fractions())
def test_exact_is_exact(value: Fraction) -> None:
    number = exact(value)
    assert value == Fraction(number)
    assert isinstance(number, Decimal) == (10**400 % value.denominator == 0)


def test_quotient() -> None:
    assert Decimal("0.375") == quotient(Decimal(3), Decimal(8))
    assert Fraction(27, 28) == quotient(Decimal(27), Decimal(28))
    with pytest.raises(ZeroDivisionError):
        quotient(Decimal(1), Decimal(0))


def test_the_error_travels() -> None:
    with pytest.raises(NumeralError) as caught:
        read("5,,000")
    assert isinstance(caught.value, BudgetKpiError)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301
    assert (caught.value.code, caught.value.span) == (again.code, again.span)
