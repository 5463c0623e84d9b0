"""A cell in the light of its row: what the name, the class and other columns settle."""

from __future__ import annotations

import pytest

from budgetkpi import Indicator, ParseError, parse

SETTLED = [
    # name, level2, description, cell, canonical, note ("" for none)
    ("保密周期", "时效指标", "", "12 月", "12个月", "length-by-row"),
    ("运维服务期限", "时效指标", "", "12月", "12个月", "length-by-row"),
    ("会议时间", "时效指标", "保障全年会议", "12月", "12个月", "length-by-row"),
    ("设备采购完成时间", "时效指标", "", "12月", "12月", "month-or-length"),
    ("制度建设", "时效指标", "", "12月", "12月", "month-or-length"),
    ("单次培训费用", "成本指标", "", "<=3.00万", "≤30000元", "money-by-row"),
    ("单次培训", "数量指标", "平均单次培训费用", "<=3.00万", "≤30000元", "money-by-row"),
    ("受益人口", "社会效益指标", "", "50万", "500000", ""),
    ("参与人员满意度（%）", "服务对象满意度指标", "", "=10", "=10%", "unit-in-name"),
    ("办理案件数（个）", "数量指标", "", "≥12", "≥12个", "unit-in-name"),
    ("专项经费（万元）", "成本指标", "", "≤30", "≤300000元", "unit-in-name"),
    ("专项经费（万元）", "成本指标", "", "≤30万", "≤300000元", "money-by-row"),
    ("资金（万元）", "数量指标", "", "80-90", "800000~900000元", "unit-in-name"),
    ("群众满意度", "服务对象满意度指标", "", "90", "90%", "percent-by-row"),
    ("验收合格率", "质量指标", "", "95-98", "95~98%", "percent-by-row"),
    ("数量达标率", "数量指标", "", "46", "46", ""),
    ("合格率", "质量指标", "", "0.96", "0.96", ""),
    ("合格率", "质量指标", "", "28/30", "28/30", ""),
    ("每次培训人数", "数量指标", "", "≥80人/次", "每次≥80人", "per-event-by-row"),
    ("热线人员培训", "数量指标", "", ">=80.00人/次", "≥80人次", "person-times"),
    ("平均响应时间", "时效指标", "", "≤5分", "≤5分钟", "minutes-by-row"),
    ("考核分值", "可持续影响指标", "", "≥80分", "≥80分", ""),
    ("机制健全性", "可持续影响指标", "", "健全", "健全", ""),
    ("取消审批事项数量", "数量指标", "", "取消10项", "10项", "deed-counted"),
    ("培训场次", "数量指标", "", "取消10场", "取消10场", "number-turned"),
    ("差错率", "质量指标", "", "还差3%", "还差3%", "number-turned"),
    ("培训人数", "数量指标", "", "计划30人", "计划30人", ""),
    ("培训人数", "数量指标", "", "2020年30人", "2020年30人", ""),
    ("受益企业数", "数量指标", "", "10家企业", "10家", "words-left-aside"),
]


@pytest.mark.parametrize(("name", "level2", "description", "cell", "canonical", "note"), SETTLED)
def test_what_a_row_settles(
    name: str, level2: str, description: str, cell: str, canonical: str, note: str
) -> None:
    value = parse(cell, indicator=Indicator(name, cell, level2=level2, description=description))
    assert canonical == str(value)
    assert cell == value.text
    codes = {n.code for n in value.notes}
    assert (note in codes) if note else not codes & {"unit-in-name", "percent-by-row", "money-by-row"}


COLUMNS = [
    # sign column, unit column, cell, canonical, note
    ("≥", "%", "95", "≥95%", ""),
    ("大于等于", "％", "95", "≥95%", ""),
    ("＝", "个", "12", "=12个", ""),
    ("≤", "万元", "30", "≤300000元", ""),
    ("%", "≥", "95", "≥95%", "columns-swapped"),
    ("≤", "月份", "6", "≤6月", ""),
    ("≥", "%", "≤95%", "≤95%", "sign-clash"),
    ("≥", "%", "≥95%", "≥95%", ""),
    ("≥", "个", "95%", "≥95%", "unit-clash"),
    ("≥", "公顷", "15亩", "≥15亩", ""),
    ("定性", "", "健全", "健全", ""),
    ("正向", "%", "95", "95%", ""),
    ("≥", "轮次", "12", "≥12轮次", ""),
    ("", "%", "80-90", "80~90%", ""),
    ("≥", "人次", "按计划完成", "按计划完成", ""),
    ("不逊于", "%", "95", "≥95%", ""),
    ("不应当低于", "%", "95", "≥95%", ""),
    ("严禁超过", "次", "3", "≤3次", ""),
    ("最高不超过", "次", "3", "≤3次", ""),
    ("超市", "家", "3", "3家", ""),
    ("", "%", "48/50", "48/50", ""),
    ("≥", "%", "三分之二", "≥2/3", ""),
    ("≥", "个", "48/50", "≥48/50", "share-in-column"),
    ("", "万元", "1/3", "1/3", "share-in-column"),
    ("", "月份", "2300", "2300个月", ""),
    ("", "月", "1-2", "1月至2月", "span-or-length"),
    ("", "年度", "3", "3年", ""),
    ("≥", "成", "8", "≥80%", ""),
    ("≤", "", "去年", "不超过上年", ""),
    ("≥", "", "上年", "不低于上年", ""),
    ("≤", "", "次年", "≤次年", ""),
    ("", "天", "近100", "近100天", ""),
    ("", "万元", "近100", "近1000000元", ""),
]


@pytest.mark.parametrize(("sign", "unit", "cell", "canonical", "note"), COLUMNS)
def test_columns_of_their_own(sign: str, unit: str, cell: str, canonical: str, note: str) -> None:
    row = Indicator("完成情况", cell, comparator=sign, unit=unit)
    value = parse(cell, indicator=row)
    assert canonical == str(value)
    assert parse(canonical) == value
    assert (note in {n.code for n in value.notes}) is bool(note)


def test_the_sign_of_a_column_is_the_targets() -> None:
    row = Indicator("完成率", "95", comparator="≥", unit="%")
    assert str(parse("96", indicator=row)) == "96%"
    assert str(parse("95", indicator=row)) == "≥95%"


def test_a_row_changes_no_error() -> None:
    with pytest.raises(ParseError, match="two in one number"):
        parse("12..5%", indicator=Indicator("合格率", "12..5%"))


def test_a_cell_is_a_text() -> None:
    with pytest.raises(TypeError, match="not int"):
        parse(95)  # type: ignore[arg-type]
