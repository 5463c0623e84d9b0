"""Numbers of made cells (数字): the number is chosen first and then spelled."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from tests.meanings.units import SCALES

if TYPE_CHECKING:
    from random import Random

    from tests.meanings.units import Unit

__all__ = ["Spelled", "chinese", "scale", "script", "spelled"]

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_TWO = 2
_COMPOUND = 0.04
_SHORT = 0.5


class Spelled(NamedTuple):
    """A number and one way to write it."""

    text: str
    value: Fraction
    form: str
    plain: bool = True
    """Whether any clerk reads it at once."""


def _below_wan(number: int) -> str:
    """1 to 9999 in Chinese, every place named."""
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _PLACES[place]
        gap = not digit
    return text


def chinese(number: int) -> str:
    """A whole number below 10¹² in Chinese: 120 is 一百二十, 15 is 十五."""
    if not number:
        return "零"
    text, skipped = "", False
    for scale_word, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        part = number // size % 10**4
        if part:
            zero = "零" if text and (skipped or part < 1000) else ""
            text += zero + _below_wan(part) + scale_word
        skipped = not part
    return text.removeprefix("一") if text.startswith("一十") else text


def _in_chinese(rng: Random, number: Fraction) -> Spelled | None:
    """The number in Chinese numerals, one of several spellings."""
    whole, rest = divmod(number, 1)
    text = chinese(int(whole))
    if rest:
        tenths = rest * 10
        return (
            Spelled(f"{text}点{_DIGITS[int(tenths)]}", number, "中文小数", plain=False)
            if tenths.denominator == 1
            else None
        )
    pick = rng.random()
    if pick < 0.12:
        formal = chinese(int(whole)).translate(_FORMAL)
        return Spelled("壹" + formal if formal.startswith("拾") else formal, number, "大写")
    if (pick < 0.3 and text.startswith(("二百", "二千", "二万", "二亿"))) or number == _TWO:
        return Spelled("两" + text[1:], number, "两")
    if pick < 0.34 and 20 <= number < 30:
        return Spelled("廿" + text[2:], number, "廿", plain=False)
    if pick < _SHORT and "百一十" in text:
        return Spelled(text.replace("百一十", "百十"), number, "省一", plain=False)
    return Spelled(text, number, "中文")


def _value(rng: Random, its_unit: Unit) -> Fraction:
    """A number that may stand before the its_unit."""
    pick = rng.random()
    if its_unit.measure == "month" and its_unit.text == "年":  # 2022年 is a year
        return Fraction(rng.randint(1, 15))
    if its_unit.measure in {"ratio", "points", "noise", "℃"} and its_unit.text != "倍":
        return Fraction(rng.randint(1, 100)) if pick < 0.7 else Fraction(rng.randint(10, 999), 10)
    if its_unit.whole or pick < 0.7:
        return Fraction(rng.choice((rng.randint(1, 99), rng.randint(1, 99) * 10, rng.randint(100, 20000))))
    return Fraction(rng.randint(1, 99999), rng.choice((10, 100)))


def script(rng: Random, its_unit: Unit, scale_word: str = "") -> bool:
    """Whether a number before this unit may be in Chinese: nobody writes 五十千人 or 八十五min."""
    foreign = its_unit.text.isascii() or "/" in its_unit.text or scale_word not in {"", "万", "亿"}
    return rng.random() < (0.02 if foreign else 0.3)


def spelled(
    rng: Random, its_unit: Unit, *, in_chinese: bool, small: bool = False, low: Fraction | None = None
) -> Spelled:
    """A number before this unit; `small` before a scale word, above `low` where it is an upper end."""
    value = Fraction(rng.randint(1, 99)) if small and rng.random() < 0.7 else _value(rng, its_unit)
    if small and value >= 1000:
        value = Fraction(rng.randint(10, 999), 10)
    if low is not None and value <= low:
        value = low + Fraction(rng.randint(1, 40))
    # 千 before 克 may be the unit's: 3万5千克
    if its_unit.scaled and not small and low is None and rng.random() < _COMPOUND:
        wan, thousand = rng.randint(1, 30), rng.randint(1, 9)
        text = f"{chinese(wan)}万{chinese(thousand)}千" if in_chinese else f"{wan}万{thousand}千"
        if rng.random() < 0.3:
            text = f"{chinese(wan)}亿{thousand}000万" if in_chinese else f"{wan}亿{thousand}000万"
            return Spelled(text, Fraction(wan * 10**8 + thousand * 10**7), "亿万", plain=not in_chinese)
        return Spelled(text, Fraction(wan * 10**4 + thousand * 10**3), "万千")
    return (_in_chinese(rng, value) if in_chinese else None) or _in_digits(rng, value)


def _in_digits(rng: Random, value: Fraction) -> Spelled:
    """The number in digits, grouped or not."""
    digits = f"{float(value):.2f}".rstrip("0").rstrip(".")
    pick = rng.random()
    if value >= 1000 and pick < 0.5:
        whole, dot, rest = digits.partition(".")
        return Spelled(f"{int(whole):,}{dot}{rest}", value, "分节")
    if pick > 0.92 and "." not in digits:
        return Spelled(digits + ".00", value, "补零")
    return Spelled(digits, value, "小数" if "." in digits else "阿拉伯")


def scale(rng: Random, its_unit: Unit, chance: float = 0.4) -> tuple[str, int]:
    """A scale word before the unit, mostly none."""
    if not its_unit.scaled or rng.random() > chance:
        return "", 1
    word = rng.choice(("万", "万", "万", "万", "千", "亿", "百万", "百"))
    if word == "百" and its_unit.text in {"米", "km"}:
        word = "万"
    return word, SCALES[word]
