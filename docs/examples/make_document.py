"""Write the document that the other examples read, projects.xlsx. Everything in it is made up.

python docs/examples/make_document.py [FILE.xlsx]      (needs the extra forms)
"""

from __future__ import annotations

import sys
from pathlib import Path

import budgetkpi as bk

HERE = Path(__file__).parent
OFFICE = "示例市人力资源和社会保障局（虚构）"


def row(*cells: str, points: int, reason: str = "") -> bk.Indicator:
    """One indicator: level 1, level 2, name, target and actual."""
    level1, level2, name, target, actual = cells
    return bk.Indicator(
        name, target, level1=level1, level2=level2, actual=actual, points=points, reason=reason
    )


def sheets() -> tuple[bk.Sheet, ...]:
    """Two projects, with rows that are met, missed, and left for a person."""
    training = bk.Sheet(
        "职业技能培训补贴（示例虚构）",
        OFFICE,
        fiscal_year=2023,
        budget="320.00",
        executed="304.00",
        indicators=[
            row("产出指标", "数量指标", "开展培训班次", "≥40期", "42期", points=15),
            row(
                *("产出指标", "数量指标", "培训人数", "≥2000人", "1860人"),
                points=15,
                reason="两期培训因场地维修顺延至次年一季度。",
            ),
            row("产出指标", "质量指标", "取得证书人员占比", "≥85%", "88%", points=10),
            row("产出指标", "时效指标", "补贴发放时间", "12月20日前", "12月15日", points=5),
            row("产出指标", "成本指标", "人均培训成本", "≤1600元/人", "1634元/人", points=5),
            row("效益指标", "社会效益指标", "参训人员就业率", "≥70%", "76.5%", points=20),
            row("效益指标", "可持续影响指标", "半年后在岗率", "≥60%", "63%", points=10),
            row("满意度指标", "服务对象满意度指标", "学员满意度", "≥90%", "93.2%", points=10),
        ],
    )
    fairs = bk.Sheet(
        "公共招聘服务活动（示例虚构）",
        OFFICE,
        fiscal_year=2023,
        budget="85.00",
        executed="61.20",
        indicators=[
            row("产出指标", "数量指标", "举办招聘会场次", "≥24场", "取消3场", points=20),
            row("产出指标", "数量指标", "提供岗位数量", "≥6000个", "7315个", points=15),
            row("产出指标", "质量指标", "岗位信息审核率", "=100%", "100%", points=15),
            row("效益指标", "社会效益指标", "达成就业意向人次", "≥1500人次", "1622人", points=20),
            row("效益指标", "可持续影响指标", "招聘信息发布制度", "健全", "基本健全", points=10),
            row("满意度指标", "服务对象满意度指标", "求职者满意度", "≥90%", "0.91", points=10),
        ],
    )
    return training, fairs


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "projects.xlsx"
    bk.write_form([sheet.appraise() for sheet in sheets()], target)
    print(target)
