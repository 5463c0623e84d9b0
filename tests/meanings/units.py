"""Units of made cells (度量单位): a table of its own, so that a fault of the package's table shows."""

from __future__ import annotations

import functools
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from random import Random

__all__ = ["SCALES", "Measured", "Unit", "measured", "of_measure", "unit"]


class Measured(NamedTuple):
    """What a unit measures and how many base units it is."""

    measure: str
    factor: Fraction


class Unit(NamedTuple):
    """One way to write a unit."""

    text: str
    measure: str
    factor: Fraction
    scaled: bool = False
    """Whether offices write 万 before it."""
    whole: bool = True
    """Whether only whole numbers of it are counted."""
    noun: str = ""
    """What may stand behind it."""


SCALES = {
    "": 1,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}

# measure: unit = how many of the base unit, as the laws on measures fix it
_SIZES = {
    "ratio": "%=1 ‰=1/10 倍=100",
    "points": "个百分点=1 百分点=1",
    "money": "元=1",
    "usd": "美元=1 美金=1 元美元=1",
    "hkd": "港元=1 港币=1 元港币=1",
    "人": "人=1",
    "名": "名=1",
    "人次": "人次=1",
    "户": "户=1",
    "个": "个=1",
    "项": "项=1",
    "件": "件=1",
    "处": "处=1",
    "家": "家=1",
    "台": "台=1",
    "套": "套=1",
    "辆": "辆=1",
    "次": "次=1",
    "场": "场=1",
    "期": "期=1",
    "批": "批=1",
    "份": "份=1",
    "册": "册=1",
    "本": "本=1",
    "篇": "篇=1",
    "area": "平方米=1 ㎡=1 m²=1 公顷=10000 亩=2000/3 平方公里=1000000 平方千米=1000000",
    "length": "米=1 m=1 公里=1000 km=1000 千米=1000",
    "mass": "克=1 千克=1000 kg=1000 公斤=1000 吨=1000000 t=1000000 毫克=1/1000 mg=1/1000",
    "volume": "立方米=1 m³=1 升=1/1000 L=1/1000",
    "day": "天=1 小时=1/24 h=1/24 分钟=1/1440 min=1/1440 周=7",
    "month": "个月=1 月=1 季度=3 年=12 半年=6 a=12",
    "working day": "工作日=1 个工作日=1",
    "energy": "千瓦时=1 kWh=1 度=1 瓦时=1/1000",
    "power": "千瓦=1000 kW=1000 MW=1000000 兆瓦=1000000 mW=1/1000 毫瓦=1/1000 瓦=1",
    "℃": "℃=1",
    "noise": "分贝=1 dB=1",
}
_BASE = {
    text: Measured(measure, Fraction(size))
    for measure, row in _SIZES.items()
    for text, _, size in (part.partition("=") for part in row.split())
}
_SCALED = frozenset(
    [
        "元",
        "人",
        "人次",
        "户",
        "台",
        "套",
        "件",
        "份",
        "册",
        "平方米",
        "亩",
        "公里",
        "吨",
        "立方米",
        "千瓦时",
        "米",
        "km",
        "t",
    ]
)
_PARTED = frozenset(
    ["ratio", "points", "money", "area", "length", "mass", "volume", "day", "energy", "power", "℃", "noise"]
)
_NOUNS = dict(
    part.split("=")
    for part in [
        "台=设备",
        "套=软件",
        "场=活动",
        "次=会议",
        "名=干部",
        "个=村庄",
        "项=任务",
        "件=案件",
        "份=报告",
        "本=图书",
        "公里=道路",
        "亩=农田",
        "平方米=厂房",
        "家=养老机构",
        "户=农户",
    ]
)
_RATES = [
    "元/人",
    "元/人·天",
    "元/人/天",
    "元/（人·天）",
    "元/人·月",
    "元/平方米",
    "元/㎡",
    "元/亩",
    "元/吨",
    "元/户",
    "元/本",
    "元/月",
    "元/年",
    "元/天",
    "元/台",
    "元/公里",
    "次/年",
    "次/月",
    "次/季度",
    "场/年",
    "吨/年",
    "t/a",
    "次/a",
    "人次/年",
    "公斤/亩",
    "kg/亩",
    "mg/L",
    "毫克/升",
    "分钟/次",
    "人/天",
]


@functools.cache
def measured(text: str) -> Measured:
    """What a written unit measures; one that stands nowhere here measures itself.

    Rates multiply what stands below the line in any order: 元/人/天 is 元/天·人.
    """
    above, *below = text.replace("(", "").replace(")", "").replace("（", "").replace("）", "").split("/")
    top = _one(above)
    bottoms = [_one(part) for group in below for part in group.split("·")]
    factor = top.factor
    for bottom in bottoms:
        factor /= bottom.factor
    return Measured("/".join([top.measure, *sorted(bottom.measure for bottom in bottoms)]), factor)


def _one(text: str) -> Measured:
    """A unit without a fraction line, perhaps with a scale word before it."""
    if text in _BASE:
        return _BASE[text]
    for scale, times in SCALES.items():
        if scale and text.startswith(scale) and text[len(scale) :] in _BASE:
            measure, factor = _BASE[text[len(scale) :]]
            return Measured(measure, factor * times)
    return Measured(text, Fraction(1))


def _unit(text: str) -> Unit:
    measure, factor = measured(text)
    head = measure.partition("/")[0]
    return Unit(text, measure, factor, text in _SCALED, head not in _PARTED, _NOUNS.get(text, ""))


_NEVER = frozenset(["月", "a", "m", "度", "半年", "季度", "h", "毫瓦", "瓦时"])
"""Units that stand below a line only, or that mean something else alone."""
_UNITS = tuple(_unit(text) for text in _BASE if text not in _NEVER)
_FRACTIONS = tuple(_unit(text) for text in _RATES)
_COMMON = tuple(_unit(text) for text in ("%", "元", "人", "人次", "个", "台", "天", "次", "%", "元"))


def unit(rng: Random) -> Unit:
    """Any unit, the common ones oftener."""
    pick = rng.random()
    if pick < 0.5:
        return rng.choice(_COMMON)
    return rng.choice(_UNITS if pick < 0.85 else _FRACTIONS)


@functools.cache
def of_measure(measure: str) -> tuple[Unit, ...]:
    """All units of one measure."""
    return tuple(one for one in (*_UNITS, *_FRACTIONS) if one.measure == measure)
