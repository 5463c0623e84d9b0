"""Signs of made cells (指标性质): what stands before and behind the number, and what both say together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from random import Random

__all__ = ["DENIALS", "DENIED", "NO_SIGN", "Sign", "glyph", "limit_words", "sign"]


class Sign(NamedTuple):
    """Words or glyphs on either side of a number."""

    before: str
    behind: str
    says: str
    form: str
    plain: bool = True


NO_SIGN = Sign("", "", "", "无")

_GLYPHS = {
    ">=": "≥ >= ＞＝ ≧ => ≮ ≥≥ ⩾",
    "<=": "≤ <= ＜＝ ≦ =< ≯ ≤≤ ⩽",
    ">": "> ＞ ﹥",
    "<": "< ＜ ﹤",
    "=": "= ＝ ==",
}
_WORDS = {
    ">=": "至少 最低 最少 大于等于 大于或等于 高于或等于 不低于 不少于 不小于 "
    "不得低于 不得少于 不能少于 不应低于 应不低于 须不少于 不可低于",
    "<=": "至多 最多 最高 小于等于 小于或等于 低于或等于 不超过 不高于 不大于 不多于 "
    "不得超过 不能超过 不应超过 应不超过 不得高于 不可超过",
    ">": "超过 大于 高于 多于 超出 超 逾",
    "<": "小于 低于 少于 不足 不满 不到 未满",
    "=": "等于",
}
# A limit that is denied is the other limit; offices deny it in many words.
DENIED = {
    ">=": ("低于", "少于", "小于"),
    "<=": ("超过", "高于", "多于", "突破"),
}
DENIALS = [
    "严禁",
    "不准",
    "不应当",
    "不允许",
    "不宜",
    "绝不",
    "决不",
    "避免",
    "杜绝",
    "切勿",
    "不容许",
    "禁止",
    "不许",
    "没有",
    "从未",
    "从不",
    "未曾",
    "不会",
    "一律不得",
    "坚决不",
    "确保不",
    "务必不",
    "防止",
]
_BOUNDS = {">=": ("下限", "下限为"), "<=": ("上限", "上限为", "限于", "以不超过", "封顶")}
_BEHIND = {
    ">=": "以上 及以上 （含）以上 以上（含） 或以上 含以上 之上",
    "<=": "以下 及以下 以内 之内 （含）以内 （含）以下 以下（含） 以内（含）",
    ">": "（不含）以上 以上（不含） 以上，不含本数",
    "<": "（不含）以下 以下（不含） 以内（不含） 以下，不含本数",
}
_IN_BRACKETS = {">=": ("（以上）", "（及以上）"), "<=": ("（以内）", "（以下）", "（及以下）")}
_AROUND = {
    ">=": (("至少", "以上"), ("达到", "以上"), ("不低于", "以上")),
    "<=": (("控制在", "以内"), ("控制在", "以下"), ("最多", "以内"), ("保持在", "以下"), ("不超过", "以内")),
}


def _side(rng: Random, says: str) -> Sign:
    pick = rng.random()
    if pick < 0.4:
        return Sign(rng.choice(_WORDS[says].split()), "", says, "词")
    if says not in DENIED:
        return (
            Sign("", rng.choice(_BEHIND[says].split()), says, "后词")
            if says in _BEHIND and pick < 0.7
            else glyph(rng, says)
        )
    if pick < 0.62:
        return Sign("", rng.choice(_BEHIND[says].split()), says, "后词")
    if pick < 0.67:
        return Sign("", rng.choice(_IN_BRACKETS[says]), says, "括号后词")
    if pick < 0.78:
        return Sign(*rng.choice(_AROUND[says]), says, "前后词")
    if pick < 0.83:
        return Sign(rng.choice(_BOUNDS[says]), "", says, "上下限", plain=False)
    return Sign(rng.choice(DENIALS) + rng.choice(DENIED[says]), "", says, "否定限", plain=False)


def glyph(rng: Random, says: str) -> Sign:
    """A drawn sign."""
    return Sign(rng.choice(_GLYPHS[says].split()), "", says, "号")


def sign(rng: Random) -> Sign:
    """Any sign, none three times in ten."""
    if rng.random() < 0.3:
        return NO_SIGN
    says = rng.choices((">=", "<=", ">", "<", "="), (40, 32, 10, 10, 8))[0]
    return glyph(rng, says) if rng.random() < 0.35 else _side(rng, says)


def limit_words() -> frozenset[str]:
    """Every word that says a limit, in front or behind."""
    words = {word for row in (*_WORDS.values(), *_BEHIND.values()) for word in row.split()}
    bare = {word.replace("（含）", "").replace("（不含）", "").partition("，")[0] for word in words}
    # 含以上 and single characters stand in other words too
    return frozenset(word for word in bare if len(word) > 1 and not word.startswith("含"))
