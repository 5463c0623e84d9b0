"""The one text that says what a value says (规范写法): `parse(str(value)) == value`."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from budgetkpi.values import (
    Amount,
    Approximation,
    Change,
    Comparator,
    Deadline,
    Part,
    Period,
    Range,
    Reference,
    Several,
)

if TYPE_CHECKING:
    from budgetkpi.values import Number, Value

__all__ = ["number_text", "write"]

_CHANGES: Final = {Change.RISE: "增长", Change.FALL: "下降", Change.SAVED: "节约", Change.OVERSPENT: "超支"}
_BASES_OF_THEIR_OWN: Final = ("同比", "环比", "年均", "平均每年")
_BEFORE: Final = {Approximation.ABOUT: "约", Approximation.JUST_UNDER: "近"}
_REFERENCES: Final = {
    Comparator.GE: "不低于",
    Comparator.GT: "高于",
    Comparator.LE: "不超过",
    Comparator.LT: "低于",
    Comparator.EQ: "等于",
}
_QUARTERS: Final = ("一", "二", "三", "四")
_TEN_DAYS: Final = ("上", "中", "下")


def number_text(number: Number) -> str:
    """A number without superfluous zeros and never in exponent form; a Fraction as 27/28."""
    if isinstance(number, Fraction):
        return f"{number.numerator}/{number.denominator}"
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def write(value: Value) -> str:
    """The canonical text of a value."""
    match value:
        case Amount():
            return _amount(value)
        case Range():
            return _range(value)
        case Deadline():
            return (value.comparator.symbol if value.comparator else "") + _date(value)
        case Reference():
            return _reference(value)
        case Several():
            return "；".join(str(part) for part in value.values)
        case _:
            return str(value)


def _number(amount: Amount) -> str:
    if amount.parts is not None:
        return "/".join(number_text(part) for part in amount.parts)
    return number_text(amount.magnitude)


def _amount(amount: Amount) -> str:
    change = ""
    if amount.change is not None:
        base = amount.base if amount.base in _BASES_OF_THEIR_OWN or not amount.base else f"较{amount.base}"
        change = base + _CHANGES[amount.change]
    sign = amount.comparator.symbol if amount.comparator else ""
    number, after = _number(amount), ""
    if amount.approximation is Approximation.JUST_OVER:
        after = "余"
    before = _BEFORE.get(amount.approximation, "") if amount.approximation else ""
    if amount.unit == "人/次" and not change:
        return f"每次{sign}{before}{number}{after}人"  # 人/次 alone stands for 人次
    return f"{change}{sign}{before}{number}{after}{_unit(amount.unit)}"


def _unit(unit: str) -> str:
    """A unit behind a number; 4季度 would be the fourth quarter."""
    return "个季度" if unit == "季度" else unit


def _range(value: Range) -> str:
    low, high = number_text(value.low), number_text(value.high)
    if value.low_inclusive and value.high_inclusive:
        about = "左右" if value.approximation else ""
        return f"{low}~{high}{_unit(value.unit)}{about}"
    opening, closing = "[" if value.low_inclusive else "(", "]" if value.high_inclusive else ")"
    return f"{opening}{low}{_unit(value.unit)}, {high}{_unit(value.unit)}{closing}"


def _date(deadline: Deadline) -> str:
    if deadline.start is not None:
        return f"{_date(deadline.start)}至{_point(deadline)}"
    return _point(deadline)


def _point(deadline: Deadline) -> str:
    if deadline.recurring:
        return "每" + _repeated(deadline)
    year = f"{deadline.year}年" if deadline.year is not None else "次年" if deadline.year_offset else ""
    part = {Part.END: "底", Part.BEGINNING: "初", Part.MIDDLE: "中", None: ""}[deadline.part]
    match deadline.period:
        case Period.QUARTER:
            return f"{year}第{_QUARTERS[(deadline.ordinal or 1) - 1]}季度{part}"
        case Period.HALF:
            return f"{year}{'上' if deadline.ordinal == 1 else '下'}半年{part}"
        case Period.YEAR:
            return _year(year, part)
        case Period.TEN_DAY:
            return f"{year}{deadline.month}月{_TEN_DAYS[(deadline.ordinal or 1) - 1]}旬"
        case Period.DAY:
            return f"{year}{deadline.month}月{deadline.day}日"
        case _:
            return f"{year}{deadline.month}月{part}"


def _year(year: str, part: str) -> str:
    if part == "中":
        return f"{year}年中"
    if not year:
        return f"年{part}" if part else "全年"
    return year + part


def _repeated(deadline: Deadline) -> str:
    part = {Part.END: "底", Part.BEGINNING: "初"}.get(deadline.part, "") if deadline.part else ""
    match deadline.period:
        case Period.QUARTER:
            return f"季度{part}"
        case Period.YEAR:
            return f"年{part}"
        case Period.TEN_DAY:
            return f"月{_TEN_DAYS[(deadline.ordinal or 1) - 1]}旬"
        case Period.DAY if deadline.month is None:
            return f"月{deadline.day}日"
        case Period.DAY:
            return f"年{deadline.month}月{deadline.day}日"
        case _:
            return f"年{deadline.month}月{part}" if deadline.month is not None else f"月{part}"


def _reference(reference: Reference) -> str:
    if reference.comparator is not None:
        return f"{_REFERENCES[reference.comparator]}{reference.title}"
    return f"按照{reference.title}执行"
