"""Sheets that the tests of forms and pages share; the projects are made up."""

from __future__ import annotations

import budgetkpi as bk

__all__ = ["HOSTILE", "culture", "hostile", "many", "open_rows", "water"]

HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://example.org")',
    "https://example.org/",
    "<b>粗</b> & \"引\" 'x'",
    "</script><script>alert(1)</script>",
    "<!-- -->]]>",
    "第一行\r\n第二行",
    "控制\x01\x1b字符",
    "右\u202e到左\u2066",
    "半个\ud800字",
    "_x0041_",
    "&lt;已转义&gt;",
)
"""Texts that a spreadsheet or a page might take for something else."""


def culture() -> bk.Sheet:
    """A library's project, with a reason where points were lost."""
    rows = [
        ("产出指标", "数量指标", "举办读者活动场次", "≥120场", "134场", 20, ""),
        ("产出指标", "质量指标", "图书编目差错率", "≤0.5%", "0.3%", 15, ""),
        ("产出指标", "时效指标", "年度新书上架完成时间", "2022年11月30日", "2022年11月18日", 5, ""),
        ("产出指标", "成本指标", "人均购书经费", "≤1.80元", "1.76元", 10, ""),
        (
            "效益指标",
            "社会效益指标",
            "年接待读者人次",
            "≥45万人次",
            "39.6万人次",
            15,
            "闭馆47天，下一步延时开放。",
        ),
        ("效益指标", "可持续影响指标", "读者证年新增数（个）", "≥3000", "3,412", 15, ""),
        ("满意度指标", "服务对象满意度指标", "读者满意度", "≥95%", "96.4%", 10, ""),
    ]
    return _sheet("公共图书馆免费开放", rows, budget="162.35", executed="158.62")


def water() -> bk.Sheet:
    """A project whose signs and units stand in columns of their own, every row decided."""
    cells = [
        ("产出指标", "数量指标", "更换老旧管网长度", "≥", "38.5", "公里", "35.2", 30),
        ("产出指标", "时效指标", "维修任务完成时限", "≤", "12", "月", "12", 10),
        ("成本指标", "经济成本指标", "单处工程平均维修成本", "≤", "7", "万元/处", "6.18", 10),
        ("效益指标", "社会效益指标", "受益农村人口", "大于等于", "5.6", "万人", "5.6", 30),
        ("满意度指标", "服务对象满意度指标", "用水户满意度", "≥", "90", "%", "92", 10),
    ]
    rows = [
        bk.Indicator(
            name,
            target,
            level1=level1,
            level2=level2,
            comparator=sign,
            unit=unit,
            actual=actual,
            points=points,
        )
        for level1, level2, name, sign, target, unit, actual, points in cells
    ]
    return bk.Sheet(
        "农村饮水工程维修养护",
        "泽源县水务局",
        fiscal_year=2023,
        budget="312.00",
        executed="296.40",
        indicators=rows,
    )


def open_rows() -> bk.Sheet:
    """A project with a word that earns a band, an actual that is missing, and one that cannot be read."""
    rows = [
        ("产出指标", "数量指标", "培训场次", "≥5场", "4场", 30, ""),
        ("产出指标", "质量指标", "培训合格率", "≥95%", "", 20, ""),
        ("效益指标", "可持续影响指标", "培训管理制度", "健全", "达成预期指标", 20, ""),
        ("满意度指标", "服务对象满意度指标", "学员满意度", "≥90%", "12..5%", 20, ""),
    ]
    return _sheet("技能培训", rows, budget="40", executed="38")


def hostile() -> bk.Sheet:
    """Every text that might be taken for something else, in every cell that takes a text."""
    rows = [
        bk.Indicator(
            text,
            "≥1次",
            level1=text,
            level2=text,
            description=text,
            actual="1次",
            points=6,
            reason=text,
            basis=text,
        )
        for text in HOSTILE
    ]
    return bk.Sheet(HOSTILE[7], HOSTILE[6], fiscal_year=2024, budget="1", executed="1", indicators=rows)


def many(rows: int) -> bk.Sheet:
    """A long table, of several pages."""
    cells = [
        (
            f"{'产出' if i < rows // 2 else '效益'}指标",
            "数量指标",
            f"第{i}项工作完成数量",
            "≥10件",
            f"{8 + i % 5}件",
            1,
            "",
        )
        for i in range(rows)
    ]
    return _sheet("项目很多的表", cells, budget="100", executed="90")


def _sheet(
    title: str, rows: list[tuple[str, str, str, str, str, int, str]], *, budget: str, executed: str
) -> bk.Sheet:
    indicators = [
        bk.Indicator(name, target, level1=level1, level2=level2, actual=actual, points=points, reason=reason)
        for level1, level2, name, target, actual, points, reason in rows
    ]
    return bk.Sheet(
        title,
        "望川市文化广电和旅游局",
        fiscal_year=2022,
        budget=budget,
        executed=executed,
        indicators=indicators,
    )
