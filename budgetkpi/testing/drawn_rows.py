"""Cells, rows and tables, as Hypothesis draws them (单元格、指标行、绩效表)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from budgetkpi.indicators import Indicator
from budgetkpi.sheets import Sheet
from budgetkpi.testing.drawn_values import words, written

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["cells", "indicators", "sheets"]

_GRADES = (
    "健全",
    "提升",
    "有所提升",
    "显著提升",
    "达标",
    "合格",
    "未达标",
    "优",
    "良",
    "达成预期指标",
    "部分达成预期指标",
)
_BLANKS = ("", "/", "—", "无", "无数据")
_ODD = (
    "按照年初预算执行",
    "不超过上年",
    "取消3场",
    "计划10场",
    "约100人",
    "百分之九十",
    "2/3",
    "1,200元",
    "８０％",
    "3-5次",
    "≥",
)
_BROKEN = ("≥%", "12..5%", "95 96%", "80%-", "13月", "[80%,90%", "\x00")
_CLASSES = (
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("成本指标", "经济成本指标"),
    ("效益指标", "社会效益指标"),
    ("效益指标", "可持续影响指标"),
    ("满意度指标", "服务对象满意度指标"),
)
_NAMES = (
    "培训场次",
    "补贴发放率",
    "按时办结率",
    "差错率",
    "投诉率",
    "完成时间",
    "人均培训成本",
    "管理制度",
    "群众满意度",
    "设备数量",
)

cells: SearchStrategy[str] = st.one_of(
    written.map(str),
    st.integers(0, 10**6).map(str),
    st.decimals(0, 1000, places=2).map(str),
    st.sampled_from(_GRADES),
    st.sampled_from(_BLANKS),
    st.sampled_from(_ODD),
    st.sampled_from(_BROKEN),
    words,
)
_targets = st.one_of(written.map(str), st.sampled_from(_GRADES), st.sampled_from(_ODD), cells)


@st.composite
def _row(draw: st.DrawFn, points: Decimal | None = None) -> Indicator:
    level1, level2 = draw(st.sampled_from(_CLASSES))
    weight = draw(st.integers(1, 20).map(Decimal)) if points is None else points
    return Indicator(
        draw(st.sampled_from(_NAMES) | words.filter(str.strip)),
        draw(_targets),
        level1=level1,
        level2=level2,
        actual=draw(st.none() | cells),
        points=weight,
        earned=draw(st.none() | st.integers(0, int(weight))),
        fiscal_year=draw(st.none() | st.integers(2015, 2030)),
    )


@st.composite
def _sheet(draw: st.DrawFn) -> Sheet:
    """A table whose points add up to 90, and perhaps the money of the other 10."""
    count = draw(st.integers(1, 6))
    shares = draw(st.lists(st.integers(1, 9), min_size=count, max_size=count))
    weights = [Decimal(90 * share // sum(shares)) for share in shares]
    weights[0] += 90 - sum(weights)
    budget = draw(st.none() | st.decimals(1, 10**5, places=2))
    executed = None if budget is None else draw(st.none() | st.decimals(0, budget, places=2))
    return Sheet(
        draw(words),
        draw(words),
        fiscal_year=draw(st.none() | st.integers(2015, 2030)),
        budget=budget,
        executed=executed,
        indicators=[draw(_row(weight)) for weight in weights],
    )


indicators: SearchStrategy[Indicator] = _row()
sheets: SearchStrategy[Sheet] = _sheet()
