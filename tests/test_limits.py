"""Limits that a text prints, and the words of sign columns."""

from __future__ import annotations

import pytest

from budgetkpi.kinds import Comparator
from budgetkpi.language.lexicon import lexicon
from budgetkpi.language.limits import limits_in, sign_of

CASES = [
    ("会议不超过8次", "<=", "8", "次", "不超过8次"),
    ("严禁超过3次", "<=", "3", "次", "严禁超过3次"),
    ("未达到90%", "<", "90", "%", "未达到90%"),
    ("满意率不逊于90％", ">=", "90", "%", "不逊于90％"),
    ("最高不超过5万元", "<=", "50000", "元", "最高不超过5万元"),
    ("不应当低于百分之九十", ">=", "90", "%", "不应当低于百分之九十"),
    ("温度不低于-20℃", ">=", "-20", "℃", "不低于-20℃"),
    ("測試60分以上人數", ">=", "60", "分", "60分以上"),
    ("10次会议以内", "<=", "10", "次", "10次会议以内"),
    ("5%以下（不含）", "<", "5", "%", "5%以下（不含）"),
    ("控制在5万元以内", "<=", "50000", "元", "控制在5万元以内"),
    ("≥3", ">=", "3", "", "≥3"),
]


@pytest.mark.parametrize(("text", "sign", "number", "unit", "place"), CASES)
def test_a_limit_has_its_sign_number_unit_and_place(
    text: str, sign: str, number: str, unit: str, place: str
) -> None:
    (limit,) = limits_in(text)
    assert (sign, number, unit) == (limit.comparator, str(limit.number), limit.unit)
    assert place == text[limit.start : limit.end]


@pytest.mark.parametrize("text", ["", "会议次数", "开展3次", "约5万元", "低于上年", "第3名"])
def test_a_text_without_a_limit_has_none(text: str) -> None:
    assert [] == limits_in(text)


def test_limits_stand_in_their_order() -> None:
    assert [Comparator.GE, Comparator.LE] == [limit.comparator for limit in limits_in("不低于3次，不超过5次")]


@pytest.mark.parametrize(
    ("cell", "sign"),
    [
        *(
            (cell, ">=")
            for cell in ("≥", "＞＝", "=>", " ≧ ", "大于等于", "大於等於", "不低于", "不小于", "不少于")
        ),
        *((cell, ">=") for cell in ("至少", "以上", "不逊于", "达到", "不应当低于")),
        *((cell, ">") for cell in (">", "﹥", "大于", "超过", "优于")),
        *(
            (cell, "<=")
            for cell in ("≤", "=<", "不超过", "不高于", "至多", "以内", "以下", "控制在", "严禁超过")
        ),
        *((cell, "<") for cell in ("<", "小于", "不足", "未达到")),
        *((cell, "=") for cell in ("=", "═", "等于")),
    ],
)
def test_a_sign_column(cell: str, sign: str) -> None:
    assert sign == sign_of(cell)


@pytest.mark.parametrize("cell", ["", "正向", "定性", "个", "约", "≥3", "三", "次"])
def test_a_column_that_holds_no_sign(cell: str) -> None:
    assert sign_of(cell) is None


@pytest.mark.parametrize("kind", ["GE", "LE", "GT", "LT", "EQ"])
def test_every_word_of_a_kind_of_signs_is_its_sign(kind: str) -> None:
    assert [] == [word for word in lexicon().of(kind) if sign_of(word) is not Comparator[kind]]
