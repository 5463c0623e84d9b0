"""Where a statement stands in a made cell (位置), and the words that turn what it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tests.meanings.dates import date
from tests.meanings.makers import statement
from tests.meanings.statements import amount
from tests.meanings.units import unit

if TYPE_CHECKING:
    from random import Random

    from tests.meanings.said import Meaning
    from tests.meanings.statements import Statement

__all__ = ["PLACES", "SHORT", "TRADITIONAL", "TURNING", "UNDONE", "Made", "made_cell", "placed", "turned"]


class Made(NamedTuple):
    """A cell or sentence whose meaning is known."""

    text: str
    accept: tuple[Meaning, ...]
    features: tuple[str, ...]
    """Order, form of the number, sign, place."""
    plain: bool = True
    """Whether any clerk reads it: an error or a Text is then a refusal."""
    turned: str = ""
    """The word that makes the number no plain number; `accept` is then what it must not say."""
    sentence: tuple[int, int] | None = None
    """Where the statement stands, in a sentence to be searched."""


_NAMES = ("任务完成情况：", "完成率:", "年度工作量：", "完成值：", "实际完成情况：")
_VERBS = ("完成", "培训", "购置", "开展", "新建", "共", "满意率", "任务量")
_WRAPS = ("（{}）", "({})", "【{}】", "“{}”", "「{}」", '"{}"', "[{}]")
_LISTS = ("1、{}", "（1）{}", "1. {}", "①{}", "(2){}")
_BORDERS = re.compile(r"(?<=[0-9])(?=[^0-9.,])|(?<=[^0-9.,])(?=[0-9])")
_ENDS = ("{}。", "{}；", " {} ", "{}\n", "{},")
TRADITIONAL = str.maketrans(
    "于内万亿两个过达台场项处户张顷亩吨时钟员间设备总负贰陆约余划计预应还满区单册辆后从发尽温减节较数实际超从对证级额标办见书报会规农产",
    "於內萬億兩個過達臺場項處戶張頃畝噸時鐘員間設備總負貳陸約餘劃計預應還滿區單冊輛後從發盡溫減節較數實際超從對證級額標辦見書報會規農產",
)


def placed(rng: Random, said: Statement) -> tuple[str, str, bool]:
    """The statement in one place: text, name of the place, whether it is a usual one."""
    text = said.text
    pick = rng.random()
    if pick < 0.4:
        return text, "全文", True
    if pick < 0.52:
        return rng.choice(_NAMES) + text, "名称后", True
    if pick < 0.62 and said.joins:
        return rng.choice(_VERBS) + text, "动词后", not said.order.startswith("日期")
    if pick < 0.7 and said.noun:
        if said.behind:
            return text.removesuffix(said.behind) + said.noun + said.behind, "名词在后词前", False
        return text + said.noun, "名词前", True
    if pick < 0.8:
        wrap = rng.choice(_WRAPS if "," not in text else _WRAPS[:-1])  # [14,602人] is an interval
        nested = any(bracket in text for bracket in "（([［【")
        return wrap.format(text), "括号" + wrap.format("…"), wrap != "[{}]" and not nested
    if pick < 0.86 and not text.startswith(tuple("-−－(（[［")):
        return rng.choice(_LISTS).format(text), "列表号", False
    return _respelled(rng, said)


def _respelled(rng: Random, said: Statement) -> tuple[str, str, bool]:
    """The statement alone, its characters or blanks written otherwise."""
    text = said.text
    pick = rng.random()
    if pick < 0.22 and said.joins:
        return _BORDERS.sub(" ", text), "空格", True
    if pick < 0.45:
        return rng.choice(_ENDS).format(text), "末尾标点", True
    if pick < 0.72:
        return text.translate(TRADITIONAL), "繁体", False
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text), "全角", True


_UNDONE_BEFORE = [
    "取消",
    "停办",
    "退回",
    "未开展",
    "未完成",
    "计划",
    "预计",
    "拟",
    "拟开展",
    "力争",
    "去年",
    "上年",
    "前年",
    "上一年",
    "尚需",
    "还需",
    "还差",
    "尚欠",
    "剩余",
    "待",
    "缺",
    "不含",
    "除",
    "扣除",
    "亏损",
    "少",
    "减去",
    "目标",
    "预期",
    "往年",
    "明年",
]
_UNDONE_BEHIND = [
    "（取消）",
    "（计划）",
    "（未开展）",
    "（去年）",
    "（预计）",
    "未完成",
    "未开展",
    "待验收",
    "尚未实施",
    "（已取消）",
    "（上年数）",
    "已取消",
    "被退回",
    "（拟）",
    "未达到",
    "（待定）",
]
# of these nothing was done at all: not met is as right as undetermined
UNDONE = frozenset(
    [
        "未达到",
        "取消",
        "停办",
        "退回",
        "未开展",
        "未完成",
        "（取消）",
        "（未开展）",
        "未完成",
        "未开展",
        "尚未实施",
        "（已取消）",
        "已取消",
        "被退回",
    ]
)


SHORT = frozenset(["尚需", "还需", "还差", "尚欠", "缺", "亏损"])

TURNING = frozenset(word.strip("（）") for word in (*_UNDONE_BEFORE, *_UNDONE_BEHIND) if len(word) > 1)
"""Words that make a number no plain number."""
PLACES = (*(name + "{}" for name in _NAMES), *_WRAPS[:-1], "1、{}", "（1）{}", *_ENDS, "完成{}", "共{}")
"""Where any statement may stand and say the same."""


def turned(rng: Random, text: str) -> tuple[str, str]:
    """The text with a word that turns what it says, and that word."""
    if rng.random() < 0.6:
        word = rng.choice(_UNDONE_BEFORE)
        return word + text, word
    word = rng.choice(_UNDONE_BEHIND)
    return text + word, word


_SENTENCES = (
    "本项目{}{}，资金使用规范。",
    "年内{}{}，并通过验收。",
    "为保障工作，{}{}；群众反映良好。",
    "一是{}{}，二是加强管理。",
)
_SUBJECTS = ("完成任务", "培训人员", "合格率", "开展活动", "投入经费", "改造面积")


def made_cell(rng: Random) -> Made:
    """One cell or sentence of any make."""
    pick = rng.random()
    if pick < 0.06:
        plain = amount(rng, unit(rng))
        text, word = turned(rng, plain.text)
        about = (plain.order, plain.form, "转义词" + word, "全文")
        return Made(text, plain.accept, about, plain=False, turned=word)
    said = date(rng) if rng.random() < 0.18 else statement(rng)
    features = (said.order, said.form, said.sign)
    if pick < 0.18 and "\n" not in said.text:
        lead, _, tail = rng.choice(_SENTENCES).partition("{}{}")
        subject = rng.choice(_SUBJECTS) if not said.order.startswith("日期") else "于"
        start = len(lead + subject)
        text = lead + subject + said.text + tail
        return Made(
            text, said.accept, (*features, "句中"), said.plain, sentence=(start, start + len(said.text))
        )
    text, place, usual = placed(rng, said)
    return Made(text, said.accept, (*features, place), said.plain and usual)
