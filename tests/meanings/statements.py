"""Statements about one number (取值): signs, numbers and units in every order, with what they say."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from tests.meanings.numbers import chinese, scale, script, spelled
from tests.meanings.said import Size
from tests.meanings.signs import NO_SIGN, glyph, sign
from tests.meanings.units import measured, unit

if TYPE_CHECKING:
    from random import Random

    from tests.meanings.said import Meaning
    from tests.meanings.signs import Sign
    from tests.meanings.units import Unit

__all__ = ["Statement", "amount", "blurred", "changed", "each", "negative", "reached", "share", "signed"]


class Statement(NamedTuple):
    """A text and all that it may be said to mean."""

    text: str
    accept: tuple[Meaning, ...]
    order: str
    form: str = ""
    sign: str = ""
    plain: bool = True
    noun: str = ""
    """What its unit counts, where something may stand behind it."""
    behind: str = ""
    """The part of the sign behind the unit."""
    joins: bool = True
    """Whether a verb may stand before it."""


def amount(rng: Random, its_unit: Unit, its_sign: Sign = NO_SIGN, change: str = "") -> Statement:
    """Number and unit in one of their orders."""
    word, times = scale(rng, its_unit)
    number = spelled(rng, its_unit, in_chinese=script(rng, its_unit, word), small=times > 1)
    size = Size(number.value * times * its_unit.factor, its_unit.measure, its_sign.says, "", change)
    written, order, plain = _ordered(rng, number.text, word + its_unit.text, its_sign)
    # a noun may stand behind the unit, before a limit of one word
    noun = (
        its_unit.noun
        if order == "数+单位" and "（" not in its_sign.behind and "，" not in its_sign.behind
        else ""
    )
    plain = plain and number.plain and its_sign.plain
    return Statement(written, (size,), order, number.form, its_sign.form, plain, noun, its_sign.behind)


def _ordered(rng: Random, number: str, its_unit: str, its_sign: Sign) -> tuple[str, str, bool]:
    """A number, its unit and its sign: text, name of the order, whether it is a usual one."""
    before, behind = its_sign.before, its_sign.behind
    pick = rng.random()
    if pick < 0.7 or behind.startswith("（"):
        return f"{before}{number}{its_unit}{behind}", "数+单位", True
    if pick < 0.8:
        return f"{before}{number}（{its_unit}）{behind}", "数（单位）", True
    if pick < 0.9:
        return f"（{its_unit}）{before}{number}{behind}", "（单位）数", True
    if pick < 0.95:
        return f"{before}{number}{behind}（单位：{its_unit}）", "数（单位：）", not behind
    return f"（单位：{its_unit}）{before}{number}{behind}", "（单位：）数", False


def signed(rng: Random) -> Statement:
    return amount(rng, unit(rng), sign(rng))


def share(rng: Random) -> Statement:
    """百分之九十五, 千分之三, 九成, 九成五."""
    its_sign = sign(rng)
    number = rng.randint(1, 99)
    pick = rng.random()
    if pick < 0.6:
        text, value, form = "百分之" + rng.choice((chinese(number), str(number))), Fraction(number), "百分之"
    elif pick < 0.7:
        text, value, form = "千分之" + chinese(number), Fraction(number, 10), "千分之"
    else:
        tens, rest = divmod(number, 10)
        tens = tens or 9
        text = chinese(tens) + "成" + (chinese(rest) if rest and pick < 0.85 else "")
        value, form = Fraction(tens * 10 + (rest if pick < 0.85 else 0)), "成"
    size = Size(value, "ratio", its_sign.says)
    return Statement(
        its_sign.before + text + its_sign.behind, (size,), "份额", form, its_sign.form, its_sign.plain
    )


def blurred(rng: Random) -> Statement:
    """约100人, 100人左右, 近100人, 100余人, 30余万元."""
    its_unit = unit(rng)
    while its_unit.measure in {"day", "month"}:  # 近三年 is no blur
        its_unit = unit(rng)
    word, times = scale(rng, its_unit)
    tens = rng.randint(1, 30) * 10
    number = chinese(tens) if script(rng, its_unit, word) else str(tens)
    each = its_unit.text
    text, blur, order = rng.choice(
        (
            (f"{rng.choice(('约', '大约', '约为'))}{number}{word}{each}", "about", "约"),
            (f"{number}{word}{each}{rng.choice(('左右', '上下'))}", "about", "左右"),
            (f"{rng.choice(('近', '接近', '将近'))}{number}{word}{each}", "just_under", "近"),
            (f"{number}{rng.choice('余多')}{word}{each}", "just_over", "余"),
        )
    )
    size = Size(Fraction(tens) * times * its_unit.factor, its_unit.measure, "", blur)
    form = "阿拉伯" if number.isascii() else "中文"
    return Statement(text, (size,), order, form, plain=order != "余" or "/" not in each)


_CHANGES = {
    "rise": ["增长", "提高", "上升", "增加", "提升", "同比增长", "较上年增长", "比上年提高", "年均增长"],
    "fall": ["下降", "降低", "减少", "压减", "同比下降", "较上年下降", "比上年减少"],
    "saved": ["节约", "节省"],
    "overspent": ["超支"],
}


def changed(rng: Random) -> Statement:
    """增长5%, 同比下降3%以上, 节约3万元, 负增长6%."""
    way = rng.choices(tuple(_CHANGES), (5, 5, 2, 1))[0]
    its_unit = unit(rng)
    while "/" in its_unit.text or its_unit.measure not in {
        "ratio",
        "points",
        "money",
        "个",
        "台",
        "人",
        "次",
        "day",
    }:
        its_unit = unit(rng)
    its_sign = sign(rng) if rng.random() < 0.4 else NO_SIGN
    if not its_sign.plain:
        its_sign = NO_SIGN
    word, times = scale(rng, its_unit)
    number = spelled(rng, its_unit, in_chinese=script(rng, its_unit, word), small=times > 1)
    body = f"{its_sign.before}{number.text}{word}{its_unit.text}{its_sign.behind}"
    size = Size(number.value * times * its_unit.factor, its_unit.measure, its_sign.says, "", way)
    if way == "fall" and its_unit.text == "%" and its_sign is NO_SIGN and rng.random() < 0.3:
        other = (
            size._replace(change="rise", number=-size.number),
            size._replace(change="", number=-size.number),
        )
        return Statement("负增长" + body, (size, *other), "负增长", number.form, plain=False, joins=False)
    text = rng.choice(_CHANGES[way]) + body
    return Statement(text, (size,), "变化" + way, number.form, its_sign.form, number.plain and its_sign.plain)


def reached(rng: Random) -> Statement:
    """提高到95%, 降至3%, 减少为3台: the level that is reached, as a limit or plainly."""
    its_unit = unit(rng)
    word, times = scale(rng, its_unit)
    number = spelled(rng, its_unit, in_chinese=script(rng, its_unit, word), small=times > 1)
    up = rng.random() < 0.5
    lead = rng.choice(
        ("提高到", "增加到", "上升至", "增至", "增加为", "提升至")
        if up
        else ("下降到", "降至", "减少为", "缩短为", "压减至")
    )
    size = Size(number.value * times * its_unit.factor, its_unit.measure)
    accept = (size, size._replace(sign=">=" if up else "<="))
    return Statement(
        f"{lead}{number.text}{word}{its_unit.text}", accept, "达到水平", number.form, plain=False
    )


def negative(rng: Random) -> Statement:
    """-5℃, 负5%, ≥-5℃, 零下5℃."""
    text, measure, head = rng.choice(
        (("℃", "℃", ("-", "−", "负", "－", "零下")), ("%", "ratio", ("-", "−", "负")))
    )
    number = Fraction(rng.randint(1, 60), rng.choice((1, 1, 1, 2)))
    digits = str(number) if number.denominator == 1 else f"{float(number)}"
    minus = rng.choice(head)
    its_sign = glyph(rng, rng.choice((">=", "<=", ">", "<"))) if rng.random() < 0.5 else NO_SIGN
    if minus in "负零下" and rng.random() < 0.3:
        its_sign, digits = NO_SIGN, "百分之三" if text == "%" else digits
        number = Fraction(3) if text == "%" else number
        text = "" if text == "%" else text
    size = Size(-number, measure, its_sign.says)
    plain = minus in "-−－"
    return Statement(
        f"{its_sign.before}{minus}{digits}{text}", (size,), "负数", "负", its_sign.form, plain, joins=False
    )


_EACH = {
    "人": "人",
    "户": "户",
    "亩": "亩",
    "年": "年",
    "月": "月",
    "季度": "季度",
    "天": "天",
    "平方米": "平方米",
    "吨": "吨",
}


def each(rng: Random) -> Statement:
    """每人每天100元, 每年2次, 每亩不超过500元: a rate in words."""
    above = rng.choice(("元", "元", "次"))
    below = rng.choice(("年", "月", "季度") if above == "次" else tuple(_EACH))
    lead, rate = f"每{below}", f"{above}/{below}"
    if above == "元" and below == "人" and rng.random() < 0.4:
        lead, rate = "每人每天", "元/人·天"
    if above == "元" and below in "人户亩" and lead != "每人每天" and rng.random() < 0.3:
        lead = below + "均"
    its_sign = sign(rng)
    number = Fraction(rng.choice((rng.randint(1, 99), rng.randint(1, 50) * 10)))
    measure, factor = measured(rate)
    size = Size(number * factor, measure, its_sign.says)
    text = f"{lead}{its_sign.before}{number}{above}{its_sign.behind}"
    return Statement(text, (size,), "每", "阿拉伯", its_sign.form, plain=False, joins=False)
