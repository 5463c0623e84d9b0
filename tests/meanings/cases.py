"""Targets with actuals whose verdict is known (指标值与完成值): two sets of numbers, compared as sets."""

from __future__ import annotations

import datetime
import math
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from tests.meanings.dates import date
from tests.meanings.makers import statement
from tests.meanings.places import SHORT, UNDONE, Made, placed, turned
from tests.meanings.said import Day, Size, Span
from tests.meanings.statements import amount, changed
from tests.meanings.units import of_measure

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tests.meanings.said import Meaning
    from tests.meanings.statements import Statement

__all__ = ["Case", "made_case"]

Ends = tuple[Fraction | float, Fraction | float, bool, bool]
"""Low, high, and whether each belongs to the set."""


class Case(NamedTuple):
    """A target, an actual, and the verdicts that are true; undetermined never lies."""

    target: Made
    actual: Made
    accept: frozenset[str]


def _ends(meaning: Meaning) -> Ends | None:
    """The numbers that a meaning holds; None where it is no set of numbers."""
    match meaning:
        case Span():
            return (meaning.low, meaning.high, *meaning.closed)
        case Size(change="", blur="", number=number, sign=sign):
            if sign in {"", "="}:
                return number, number, True, True
            if sign.startswith(">"):
                return number, math.inf, sign == ">=", False
            return -math.inf, number, False, sign == "<="
        case Size(change="", number=number, blur=blur):
            tenth = abs(number) / 10
            low = number - (tenth if blur != "just_over" else 0)
            return low, number + (tenth if blur != "just_under" else 0), True, True
    return None


def _verdict(target: Ends, actual: Ends) -> str:
    """Inside, outside or across."""
    low, high, with_low, with_high = target
    least, most, with_least, with_most = actual
    above = least > low or (least == low and (with_low or not with_least))
    below = most < high or (most == high and (with_high or not with_most))
    if above and below:
        return "met"
    under = most < low or (most == low and not (with_low and with_most))
    over = least > high or (least == high and not (with_high and with_least))
    return "not_met" if under or over else "undetermined"


def _made(rng: Random, said: Statement) -> Made:
    text, place, usual = placed(rng, said)
    return Made(text, said.accept, (said.order, said.form, said.sign, place), said.plain and usual)


def _limit(rng: Random) -> Statement:
    """A target that is a limit or a range, in one meaning only."""
    while True:
        said = statement(rng)
        meaning = said.accept[0]
        bounded = isinstance(meaning, Span) or (
            isinstance(meaning, Size) and meaning.sign and not meaning.change
        )
        if bounded and len(said.accept) == 1:
            return said


def _near(rng: Random, meaning: Meaning) -> Statement:
    """An amount of the same measure, in any of its units, often close to the limit."""
    its_unit = rng.choice(of_measure(meaning.measure))  # type: ignore[union-attr]  # a limit has a measure
    said = amount(rng, its_unit)
    ends = _ends(meaning)
    if ends is None or rng.random() < 0.3:
        return said
    limit = ends[0] if isinstance(ends[0], Fraction) else ends[1]
    if rng.random() < 0.4 and isinstance(ends[1], Fraction):
        limit = ends[1]
    number = (
        Fraction(limit)
        / its_unit.factor
        * rng.choice((1, 1, Fraction(11, 10), Fraction(9, 10), 2, Fraction(1, 2)))
    )
    digits = f"{float(number):.4f}".rstrip("0").rstrip(".")
    if Fraction(digits) != number or len(digits) > 9 or digits.startswith("-"):
        return said
    size = Size(number * its_unit.factor, its_unit.measure)
    return said._replace(
        text=digits + its_unit.text,
        accept=(size,),
        order="数+单位",
        form="阿拉伯",
        plain=True,
        noun=its_unit.noun,
    )


def _done(rng: Random, meaning: Meaning) -> Statement:
    """What was done: mostly a plain amount, sometimes about so much, or a limit again."""
    said = _near(rng, meaning)
    size = said.accept[0]
    if said.order == "数+单位" and isinstance(size, Size) and not size.sign and rng.random() < 0.12:
        return said._replace(
            text="约" + said.text, accept=(size._replace(blur="about"),), order="约", plain=False, joins=False
        )
    return said


def _number_case(rng: Random) -> Case:
    limit = _limit(rng)
    meaning = limit.accept[0]
    target = _made(rng, limit)
    said = _done(rng, meaning)
    ends, others = _ends(meaning), _ends(said.accept[0])
    if ends is None or others is None:
        return _number_case(rng)
    verdict = _verdict(ends, others)
    if rng.random() < 0.2:
        text, word = turned(rng, said.text)
        actual = Made(
            text, said.accept, (said.order, said.form, "转义词" + word, "全文"), plain=False, turned=word
        )
        # what is lacking falls short of a floor, and nothing that was not done meets anything
        sure = word in UNDONE or (word in SHORT and ends[1] == math.inf)
        return Case(target, actual, frozenset({"undetermined", "not_met"} if sure else {"undetermined"}))
    return Case(target, _made(rng, said), frozenset({verdict}))


def _change_case(rng: Random) -> Case:
    """增长≥5% with what was gained or lost: a fall never reaches a rise."""

    def drawn(wanted: Callable[[Size], bool]) -> tuple[Statement, Size]:
        while True:
            said = changed(rng)
            size = said.accept[0]
            if isinstance(size, Size) and wanted(size):
                return said, size

    target, limit = drawn(lambda size: size.change in {"rise", "fall"} and size.sign.startswith(">"))
    actual, size = drawn(
        lambda size: size.change in {"rise", "fall"} and not size.sign and size.measure == limit.measure
    )
    ends, others = _ends(limit._replace(change="")), _ends(size._replace(change=""))
    assert ends is not None
    assert others is not None
    verdict = _verdict(ends, others) if size.change == limit.change else "not_met"
    return Case(_made(rng, target), _made(rng, actual), frozenset({verdict}))


def _days(said: Day) -> tuple[datetime.date, datetime.date] | None:
    """The first and last day of a date with a year."""
    if said.year is None or said.start is not None:
        return None
    months = {
        "day": (said.month, said.month),
        "month": (said.month, said.month),
        "quarter": ((said.ordinal or 0) * 3 - 2, (said.ordinal or 0) * 3),
        "half": ((said.ordinal or 0) * 6 - 5, (said.ordinal or 0) * 6),
        "year": (1, 12),
    }.get(said.period)
    if months is None or months[0] is None or months[1] is None:
        return None
    first = datetime.date(said.year, months[0], said.day or 1)
    following = datetime.date(said.year + months[1] // 12, months[1] % 12 + 1, 1)
    return first, datetime.date(
        said.year, months[1], said.day
    ) if said.day else following - datetime.timedelta(1)


def _date_case(rng: Random) -> Case:
    """A deadline, and when it was done: never in the very period of the deadline."""

    def drawn(wanted: Callable[[Day], bool]) -> tuple[Statement, tuple[datetime.date, datetime.date]]:
        while True:
            said = date(rng)
            day = said.accept[0]
            if isinstance(day, Day) and wanted(day) and (days := _days(day)):
                return said, days

    target, (start, end) = drawn(lambda day: day.sign == "<=")
    actual, (first, last) = drawn(lambda day: not day.sign)
    if first <= end and last >= start:
        return _date_case(rng)
    verdict = "met" if last < start else "not_met"
    return Case(_made(rng, target), _made(rng, actual), frozenset({verdict}))


def made_case(rng: Random) -> Case:
    """A target with an actual."""
    pick = rng.random()
    if pick < 0.15:
        return _date_case(rng)
    return _change_case(rng) if pick < 0.2 else _number_case(rng)
