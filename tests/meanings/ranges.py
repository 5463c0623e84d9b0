"""Statements about two numbers (区间): which end carries the scale, the unit and the sign."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from tests.meanings.numbers import scale, script, spelled
from tests.meanings.said import Both, Size, Span
from tests.meanings.signs import glyph
from tests.meanings.statements import Statement, amount
from tests.meanings.units import unit

if TYPE_CHECKING:
    from random import Random

    from tests.meanings.said import Meaning
    from tests.meanings.units import Unit

__all__ = ["interval", "negative_range", "side_by_side", "span_of", "tolerance", "two_limits"]

_DASHES = ("-", "~", "～", "—", "－", "至", "到", "-", "--")


class _Ends(NamedTuple):
    """The two ends of a range as written, and what they are in base units."""

    first: str
    second: str
    low: Fraction
    high: Fraction
    order: str
    form: str
    each: str
    """Scale and unit of either end."""
    plain: bool
    """Whether both numbers are easily read, and in one script."""


def _ends(rng: Random, its_unit: Unit) -> _Ends:
    """Two numbers, each with its scale and unit as one of the orders shares them."""
    word, times = scale(rng, its_unit)
    hanzi = script(rng, its_unit, word)
    mixed = rng.random() < 0.05
    low = spelled(rng, its_unit, in_chinese=hanzi, small=times > 1)
    high = spelled(rng, its_unit, in_chinese=hanzi != mixed, small=times > 1, low=low.value)
    each = word + its_unit.text
    pick = rng.random()
    if pick < 0.5:
        order, first, second = "单位在后端", low.text, high.text + each
    elif pick < 0.75:
        order, first, second = "两端单位", low.text + each, high.text + each
    elif word and pick < 0.9:
        order, first, second = "数级两端", low.text + word, high.text + each
    else:
        order, first, second = "无单位", low.text, high.text
    form = low.form if low.form == high.form else f"{low.form}-{high.form}"
    factor = times * its_unit.factor
    plain = low.plain and high.plain and not mixed
    return _Ends(first, second, low.value * factor, high.value * factor, order, form, each, plain)


def span_of(rng: Random) -> Statement:
    """30-50万元, 30万-50万元, （万元）30-50, 介于30和50万元之间, reversed ones too."""
    its_unit = unit(rng)
    first, second, low, high, order, form, each, simple = _ends(rng, its_unit)
    said = (Span(low, high, its_unit.measure),)
    if order == "无单位":
        dash = rng.choice(_DASHES)
        text, order = rng.choice(
            (
                (f"{first}{dash}{second}（{each}）", "区间（单位）"),
                (f"（{each}）{first}{dash}{second}", "（单位）区间"),
                (f"{first}{dash}{second}（单位：{each}）", "区间（单位：）"),
            )
        )
        return Statement(text, said, order, form, plain=simple, joins=False)
    if order == "两端单位" and rng.random() < 0.15:
        first, second = second, first
        order = "倒置区间"
    pick = rng.random()
    if pick < 0.75:
        text, plain = first + rng.choice(_DASHES) + second, True
    elif pick < 0.85:
        text, plain = rng.choice((f"介于{first}和{second}之间", f"{first}至{second}之间")), True
    else:
        text, plain = rng.choice((f"从{first}到{second}", f"控制在{first}-{second}之间")), False
    return Statement(text, said, order, form, "", plain and simple and order != "倒置区间")


def _may_group(first: str, second: str) -> bool:
    """Whether a comma between two ends may as well group the digits of one number."""
    head = second[:3]
    return first.isdecimal() and head.isdecimal() and not second[3:4].isdecimal()


def interval(rng: Random) -> Statement:
    """[80%,90%), （80，90]%."""
    its_unit = unit(rng)
    first, second, low, high, order, form, _, simple = _ends(rng, its_unit)
    while order == "无单位" or "," in first + second:
        first, second, low, high, order, form, _, simple = _ends(rng, its_unit)
    left, right = rng.choice("[(［（"), rng.choice("])］）")
    if _may_group(first, second):  # (14,602人) and [1,200人] may be grouped numbers in brackets
        left, right = rng.choice("[［"), ")"
    closed = (left in "[［", right in "]］")
    text = f"{left}{first}{rng.choice(',，,')}{second}{right}"
    plain = simple and closed != (False, False)
    return Statement(
        text, (Span(low, high, its_unit.measure, closed),), "方括号" + order, form, "", plain, joins=False
    )


def tolerance(rng: Random) -> Statement:
    """95%±2%, 100±5万元, 100万元（±5万元）, （万元）100±5, ±5%."""
    its_unit = unit(rng)
    word, times = scale(rng, its_unit)
    middle = spelled(rng, its_unit, in_chinese=rng.random() < 0.05, small=True)
    width = Fraction(rng.randint(1, 9), rng.choice((1, 1, 2)))
    wide = str(width) if width.denominator == 1 else f"{float(width)}"
    each, factor = word + its_unit.text, times * its_unit.factor
    low, high = (middle.value - width) * factor, (middle.value + width) * factor
    text, order = rng.choice(
        (
            (f"{middle.text}±{wide}{each}", "公差单位在后"),
            (f"{middle.text}{each}±{wide}{each}", "公差两单位"),
            (f"{middle.text}{each}（±{wide}{each}）", "公差括号"),
            (f"（{each}）{middle.text}±{wide}", "（单位）公差"),
            (f"{middle.text}±{wide}（{each}）", "公差（单位）"),
            (f"±{wide}{each}", "只公差"),
        )
    )
    if order == "只公差":
        low, high = -width * factor, width * factor
    return Statement(
        text, (Span(low, high, its_unit.measure),), order, middle.form, "", middle.plain, joins=False
    )


def two_limits(rng: Random) -> Statement:
    """≥80%且≤90%, 80%以上90%以下, 80%≤X<90%, 下限80台上限90台, 80（含）-90（不含）%."""
    its_unit = unit(rng)
    first, second, low, high, order, form, _, simple = _ends(rng, its_unit)
    while order != "两端单位":
        first, second, low, high, order, form, _, simple = _ends(rng, its_unit)
    open_low, open_high = rng.random() < 0.4, rng.random() < 0.4
    over, under = glyph(rng, ">" if open_low else ">="), glyph(rng, "<" if open_high else "<=")
    least, most = ("大于" if open_low else "不低于"), ("小于" if open_high else "不超过")
    joint = rng.choice(("且", "，", ",", "、", "并且", "；"))
    less = {True: "<", False: "≤"}
    held = {True: "（不含）", False: "（含）"}
    text, order, joins = rng.choice(
        (
            (f"{over.before}{first}{joint}{under.before}{second}", "两号", True),
            (f"{least}{first}{rng.choice(('，', '且', ''))}{most}{second}", "两词", True),
            (f"{first}{less[open_low]}完成率{less[open_high]}{second}", "夹式", False),
            (f"{first}{held[open_low]}{rng.choice('-至~')}{second}{held[open_high]}", "含不含区间", True),
            (f"{first}以上{second}以下", "以上以下", True),
            (f"下限{first}上限{second}", "下限上限", False),
        )
    )
    closed = (True, True) if order in {"以上以下", "下限上限"} else (not open_low, not open_high)
    plain = simple and order not in {"下限上限", "夹式"} and joint != "；"
    signs = (">=" if closed[0] else ">", "<=" if closed[1] else "<")
    # two limits side by side say the same as the range between them
    both = Both((Size(low, its_unit.measure, signs[0]), Size(high, its_unit.measure, signs[1])))
    accept: tuple[Meaning, ...] = (Span(low, high, its_unit.measure, closed), both)
    return Statement(text, accept, order, form, "", plain, joins=joins)


def negative_range(rng: Random) -> Statement:
    """-10--5℃, -5%至-3%, -3~5℃."""
    text, measure = rng.choice((("℃", "℃"), ("%", "ratio")))
    low = -rng.randint(5, 60)
    high = low + rng.randint(1, 50)
    dash = rng.choice(("-", "~", "至", "～", "到"))
    written, order = rng.choice(
        (
            (f"{low}{dash}{high}{text}", "负区间"),
            (f"{low}{text}{dash}{high}{text}", "负区间两单位"),
            (f"[{low}{text},{high}{text}]", "负方括号"),
        )
    )
    return Statement(written, (Span(Fraction(low), Fraction(high), measure),), order, "负", joins=False)


def side_by_side(rng: Random) -> Statement:
    """6万元 3万元, 100元；80元: two values, never their sum."""
    its_unit = unit(rng)
    while "（" in its_unit.text:
        its_unit = unit(rng)
    one, other = amount(rng, its_unit), amount(rng, its_unit)
    while "（" in one.text + other.text or one.accept == other.accept:
        one, other = amount(rng, its_unit), amount(rng, its_unit)
    joint = rng.choice((" ", "\n", "\n", "；", "、", "  "))
    values = tuple(size for size in (*one.accept, *other.accept) if isinstance(size, Size))
    return Statement(
        one.text + joint + other.text,
        (Both(values),),
        "并列" + repr(joint),
        one.form,
        plain=False,
        joins=False,
    )
