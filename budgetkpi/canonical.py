"""How the parts of a value are written (规范写法), so that `parse(str(value)) == value`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from budgetkpi.kinds import Approximation, Change, Comparator, Part, Period

if TYPE_CHECKING:
    from budgetkpi.calendar import Stretch
    from budgetkpi.kinds import Number

__all__ = [
    "BASES_OF_THEIR_OWN",
    "amount_text",
    "change_text",
    "date_text",
    "fraction_text",
    "interval_text",
    "limit_text",
    "number_text",
    "range_text",
    "reference_text",
    "said_of",
]

_CHANGES: Final = {Change.RISE: "增长", Change.FALL: "下降", Change.SAVED: "节约", Change.OVERSPENT: "超支"}
BASES_OF_THEIR_OWN: Final = ("同比", "环比", "年均", "平均每年")
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
_YEARS: Final = {-2: "前年", -1: "上年", 1: "次年", 2: "后年"}
_PLANNED: Final = "计划"
_FIGURES_OF_A_YEAR: Final = 4
_FIGURES_OF_A_MONTH: Final = 2
_CENTURIES: Final = ("19", "20")


def number_text(number: Number) -> str:
    """A number without superfluous zeros and never in exponent form; a Fraction as 27/28."""
    if isinstance(number, Fraction):
        return fraction_text(Decimal(number.numerator), Decimal(number.denominator))
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def fraction_text(above: Decimal, below: Decimal) -> str:
    """A fraction (分数); 1900/7 would be a month, so it is 7分之1900."""
    written, under = number_text(above), number_text(below)
    bare = written.removeprefix("-")
    if len(bare) == _FIGURES_OF_A_YEAR and bare[:2] in _CENTURIES and len(under) <= _FIGURES_OF_A_MONTH:
        return f"{'-' if above < 0 else ''}{under}分之{bare}"
    return f"{written}/{under}"


def said_of(said: str, *, planned: bool, when: str) -> str:
    """A value that is only planned, or said of a year; a minus behind either is no dash."""
    front = f"{when}{_PLANNED if planned else ''}"
    return f"{front}:{said}" if front and said.startswith("-") else f"{front}{said}"


def change_text(change: Change | None, base: str) -> str:
    """The words of a difference (变化量): 同比增长, 较上年下降; "" for a level."""
    if change is None:
        return ""
    against = base if base in BASES_OF_THEIR_OWN or not base else f"较{base}"
    return against + _CHANGES[change]


def amount_text(
    change: str, comparator: Comparator | None, approximation: Approximation | None, number: str, unit: str
) -> str:
    """A number with what stands around it (数量)."""
    sign = comparator.symbol if comparator else ""
    before = _BEFORE.get(approximation, "") if approximation else ""
    after = "余" if approximation is Approximation.JUST_OVER else ""
    blurred = f"{sign}{before}{number}{after}"
    if unit == "人/次" and not change:
        return f"每次{blurred}人"  # 人/次 alone stands for 人次
    return f"{change}{blurred}{_unit(unit)}"


def _unit(unit: str) -> str:
    """A unit behind a number; 4季度 would be the fourth quarter."""
    return f"个{unit}" if unit.partition("/")[0] == "季度" else unit


def range_text(low: str, high: str, unit: str, *, about: bool) -> str:
    """A range that holds both its ends (区间)."""
    if _may_be_dates(low, high, unit):
        apart = f"{low}{unit}~{high}{unit}" if "." in low and "." in high else f"（{unit}）{low}~{high}"
        return f"{apart}{'左右' if about else ''}"  # 2000~3000年 would be dates, 2000.1~3000.1 months
    return f"{low}~{high}{_unit(unit)}{'左右' if about else ''}"


def _may_be_dates(low: str, high: str, unit: str) -> bool:
    """Whether the ends of a range in years, written beside their unit, may be years of the calendar."""
    figures = max(len(end.partition(".")[0]) for end in (low, high))
    return unit.partition("/")[0].endswith("年") and figures >= _FIGURES_OF_A_YEAR


def interval_text(low: str, high: str, unit: str, inclusive: tuple[bool, bool]) -> str:
    """A range that lacks an end or both (开区间)."""
    opening, closing = "[" if inclusive[0] else "(", "]" if inclusive[1] else ")"
    if _may_be_dates(low, high, unit):
        return f"（{unit}）{opening}{low}, {high}{closing}"  # [2000年, 3000年) would be dates
    return f"{opening}{low}{_unit(unit)}, {high}{_unit(unit)}{closing}"


def limit_text(sign: str, point: str, *, past_year: bool) -> str:
    """A date with its sign; behind a sign a year gone by (≤上年) would be its level (参照值)."""
    behind = {"≤": "以前", "≥": "以后"}.get(sign) if past_year else None
    return f"{sign}{point}" if behind is None else f"{point}{behind}"


def date_text(stretch: Stretch, *, year_offset: int, recurring: bool) -> str:
    """A point of the calendar (时限), of another year (次年, 上年) or again and again (每)."""
    if recurring:
        return "每" + _repeated(stretch)
    year = f"{stretch.year}年" if stretch.year is not None else _YEARS.get(year_offset, "")
    part = {Part.END: "底", Part.BEGINNING: "初", Part.MIDDLE: "中", None: ""}[stretch.part]
    match stretch.period:
        case Period.QUARTER:
            return f"{year}第{_QUARTERS[(stretch.ordinal or 1) - 1]}季度{part}"
        case Period.HALF:
            return f"{year}{'上' if stretch.ordinal == 1 else '下'}半年{part}"
        case Period.YEAR:
            return _year(year, part)
        case Period.TEN_DAY:
            return f"{year}{stretch.month}月{_TEN_DAYS[(stretch.ordinal or 1) - 1]}旬"
        case Period.DAY:
            return f"{year}{stretch.month}月{stretch.day}日"
        case _:
            return f"{year}{stretch.month}月{part}"


def _year(year: str, part: str) -> str:
    if part == "中":
        return f"{year}年中"
    if not year:
        return f"年{part}" if part else "全年"
    return year + part


def _repeated(stretch: Stretch) -> str:
    part = {Part.END: "底", Part.BEGINNING: "初"}.get(stretch.part, "") if stretch.part else ""
    match stretch.period:
        case Period.QUARTER:
            return f"季度{part}"
        case Period.YEAR:
            return f"年{part}"
        case Period.TEN_DAY:
            return f"月{_TEN_DAYS[(stretch.ordinal or 1) - 1]}旬"
        case Period.DAY if stretch.month is None:
            return f"月{stretch.day}日"
        case Period.DAY:
            return f"年{stretch.month}月{stretch.day}日"
        case _:
            return f"年{stretch.month}月{part}" if stretch.month is not None else f"月{part}"


def reference_text(title: str, comparator: Comparator | None) -> str:
    """A bound that stands in another document (引用依据)."""
    named = f"《{title}》" if "《" in title or "》" in title else title
    return f"按照{named}执行" if comparator is None else f"{_REFERENCES[comparator]}{title}"
