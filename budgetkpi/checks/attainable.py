"""Can the target be met, and can it be missed (指标值的合理性)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi import units
from budgetkpi.checks.filling import date_in_figures
from budgetkpi.checks.row import dimension
from budgetkpi.checks.rulebook import found, table
from budgetkpi.direction import expected_direction
from budgetkpi.results import Direction
from budgetkpi.values import Amount, Comparator, Deadline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.checks.row import Row
    from budgetkpi.results import Finding

__all__ = ["check_low", "check_possible", "check_uncountable", "check_year", "check_zero", "is_bounded"]

_FULL: Final = 100
_PLAIN: Final = Decimal(7)
"""A number that says nothing by itself: neither nought, nor all, nor a year."""
_TIMES: Final = ("clock_time", "calendar_time", "working_time")


def check_possible(row: Row) -> Iterator[Finding]:
    """Limits that cannot be met or missed, and dates that are none (不可能的指标值)."""
    if row.error is not None and row.error.code == "no-such-date":
        yield row.find("impossible-value", "impossible-date", why=row.error.en, why_zh=row.error.zh)
        return
    over = _over_100(row)
    if over:
        yield row.find("percent-over-100")
    for message, fields in _impossible(row, over=over):
        yield row.find("impossible-value", message, fix="", **fields)
        return  # one reason is enough


def _impossible(row: Row, *, over: bool) -> Iterator[tuple[str, dict[str, object]]]:
    ends = row.ends
    if ends is None:
        return
    value = row.value
    sign = value.comparator if isinstance(value, Amount) else None
    if over:
        yield "impossible-share", {}
    share = row.in_percent
    if share is not None and is_bounded(row):
        if share[0] < 0:
            yield "impossible-negative", {}
        elif sign is Comparator.GT and share[0] == _FULL:
            yield "impossible-over-all", {}
        elif sign is Comparator.LE and share[0] == _FULL:
            yield "impossible-to-miss", {}
    if share is not None and _all_saved(row, share[1]):
        yield "impossible-saving", {}
    yield from _about_nought(row, ends, sign)
    yield from _longer_than_whole(row, ends[1])
    if _part_of_one(row, ends[0], sign):
        yield "impossible-part", {"unit": row.unit}


def _about_nought(
    row: Row, ends: tuple[Fraction, Fraction], sign: Comparator | None
) -> Iterator[tuple[str, dict[str, object]]]:
    """Below nought nothing can be, and at least nought everything is; growth and gaps aside."""
    if ends[0] > 0 or found(table()["zero"]["may_be_zero"], row.name):
        return
    counted = dimension(row.unit) in {*table()["bounded"]["whole"], "print"} or is_bounded(row)
    if not counted:
        return
    if ends[0] < 0:
        yield "impossible-negative", {}
    elif sign is Comparator.LT:
        yield "impossible-below-nought", {}
    elif sign is Comparator.GE:
        yield "impossible-to-miss", {}


def is_bounded(row: Row) -> bool:
    """Whether the row measures a share of a whole, which 100 % is the most of."""
    measure = row.measure or row.described
    if measure is None or measure.kind != "share":
        return False
    name = row.name if row.measure is not None else row.description
    return not found(table()["bounded"]["unbounded"], name)


def _over_100(row: Row) -> bool:
    share = row.in_percent
    if share is None or share[1] <= _FULL:
        return False
    rules = table()["bounded"]
    return is_bounded(row) or bool(found([*rules["fall"], *rules["saving"]], row.name))


def _all_saved(row: Row, share: Fraction) -> bool:
    return share == _FULL and bool(found(table()["bounded"]["saving"], row.name))


def _longer_than_whole(row: Row, most: Fraction) -> Iterator[tuple[str, dict[str, object]]]:
    """More days than the year has, more hours than the day."""
    for span in table()["span"]:
        if row.unit in span["units"] and most > span["most"] and _fits(span, row):
            shown = {name: span[name] for name in ("most", "whole", "whole_zh")}
            yield "impossible-span", {**shown, "unit": row.unit}
    above, _, below = row.unit.partition("/")
    if not below or units.dimension(above) not in _TIMES or units.dimension(below) not in _TIMES:
        return
    relation = units.relation(above, below)
    least = relation.factor if relation.factor is not None else (relation.between or (Fraction(0),))[0]
    if least * most > 1:
        yield "impossible-rate", {"unit": row.unit}


def _fits(span: dict[str, Any], row: Row) -> bool:
    return bool(found(span["name"], row.name)) and not found(span["name_not"], row.name)


def _part_of_one(row: Row, number: Fraction, sign: Comparator | None) -> bool:
    """Whether a count of whole things is to be a fraction exactly: =2.5台."""
    rules, value = table()["bounded"], row.value
    if not isinstance(value, Amount) or value.approximate or row.per or sign not in (None, Comparator.EQ):
        return False
    if number.denominator == 1 or value.parts is not None or row.unit in rules["whole_except"]:
        return False
    return dimension(row.unit) in rules["whole"] and not found(rules["average"], row.name + row.description)


def check_low(row: Row) -> Iterator[Finding]:
    """A satisfaction of less than half (指标值过低): =10 beside （%）."""
    rules, value, share = table()["low"], row.value, row.in_percent
    if share is None or not isinstance(value, Amount) or not 0 < share[0] < rules["least"]:
        return
    capped = value.comparator in (Comparator.LE, Comparator.LT)
    if not capped and row.expected.direction is Direction.AT_LEAST and found(rules["name"], row.name):
        yield row.find("suspicious-low")


def check_zero(row: Row) -> Iterator[Finding]:
    """A nought on something good, where most likely a word was lost (可疑的零值)."""
    value = row.value
    if not isinstance(value, Amount) or value.magnitude != 0 or value.change is not None:
        return
    if value.comparator in (Comparator.LE, Comparator.LT, Comparator.GT):
        return
    if found(table()["zero"]["may_be_zero"], row.name) or row.expected.rule == "zero-target":
        return
    other = attrs.evolve(value, magnitude=_PLAIN, comparator=None)
    plain = expected_direction(row.indicator, other)
    good = plain.direction is Direction.AT_LEAST
    lost = plain.direction is not Direction.AT_MOST and not row.own_unit
    if good or (lost and found(table()["zero"]["word_asked"], row.name)):
        yield row.find("suspicious-zero")


def check_uncountable(row: Row) -> Iterator[Finding]:
    """A percentage of an effect that nobody can count: 保障社会稳定 100% (无法计量的比率)."""
    rules, share = table()["uncountable"], row.in_percent
    if share is None or share[0] < rules["least"] or row.measure is not None or row.described is not None:
        return
    if found(rules["name"], row.name) and not found(rules["name_not"], row.name):
        yield row.find("uncountable-share")


def check_year(row: Row) -> Iterator[Finding]:
    """A date whose year is not the budget year (日期不在预算年度内)."""
    value, year = row.value, row.year
    date = value if isinstance(value, Deadline) else date_in_figures(row)
    if date is None or year is None or date.recurring or date.year in (None, year):
        return
    fix = str(attrs.evolve(date, year=year)) if date.start is None else ""
    yield row.find("date-outside-year", year=year, fix=fix)
