"""Made-up forms of every family, laid out in the many ways of offices, and what must be read of each.

A form is made by a function that asks `choose` at every turn: Hypothesis or a seeded generator decides.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import attrs

from tests.documents.made import ABOVE

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
Rows = list[list[str | None]]


class Choose(Protocol):
    """Takes one of several options."""

    def __call__(self, options: Sequence[T], /) -> T: ...


@attrs.frozen
class Entry:
    """An indicator that no office ever published."""

    level1: str
    level2: str
    name: str
    sign: str
    value: str
    unit: str
    actual: str
    points: str
    earned: str
    reason: str = ""
    description: str = "年内完成的工作量"
    basis: str = "工作计划"

    @property
    def target(self) -> str:
        return self.sign + self.value + self.unit


ENTRIES = [
    Entry("产出指标", "数量指标", "修建机耕道", "≥", "18.6", "公里", "19公里", "10", "10"),
    Entry(
        "产出指标",
        "数量指标",
        "发放宣传册",
        "",
        "6000",
        "册",
        "5400册",
        "10",
        "9",
        "印刷推迟，已于次年1月补发。",
    ),
    Entry(
        "产出指标",
        "质量指标",
        "验收合格率（%）",
        "≥",
        "98",
        "%",
        "100%",
        "10",
        "10",
        "",
        "合格数占验收数的比率",
    ),
    Entry("产出指标", "时效指标", "完工时间", "≤", "11", "月", "10月", "10", "10", "", "", "合同"),
    Entry("产出指标", "成本指标", "每公里造价", "≤", "23.5", "万元/公里", "23万元/公里", "10", "10"),
    Entry(
        "效益指标", "社会效益指标", "受益村民", "≥", "1,250", "人", "1,300人", "15", "15", "", "受益人数", ""
    ),
    Entry(
        "效益指标",
        "可持续影响指标",
        "管护制度",
        "",
        "健全",
        "",
        "基本健全",
        "15",
        "13.5",
        "两个村未签管护协议",
        "",
        "",
    ),
    Entry(
        "满意度指标",
        "服务对象满意度指标",
        "村民满意度",
        "≥",
        "90",
        "%",
        "92.5%",
        "10",
        "10",
        "",
        "",
        "问卷调查",
    ),
]
OFFICES = [
    "松坪县农业农村局",
    "云岭市人民政府办公室",
    "中共砚山县委宣传部",
    "江门口镇人民政府",
    "望湖区市场监督管理局",
    "白石市图书馆",
]
PROJECTS = [
    "田间道路提升工程",
    "乡村文化墙维护",
    "粮食应急储备补贴",
    "农贸市场快检设备购置及运行经费",
    "2023年度防汛物资采购",
]
FIELDS = (
    "level1",
    "level2",
    "name",
    "description",
    "basis",
    "target",
    "comparator",
    "unit",
    "actual",
    "points",
    "score",
    "reason",
)

HEADERS = {
    "level1": ["一级指标", "一级 指标", "一级指标名称", "一级\n指标"],
    "level2": ["二级指标", "二 级 指 标", "二级指标名称"],
    "name": ["三级指标", "三级指标名称", "指标名称", "具体指标", "绩效指标"],
    "description": ["绩效指标描述", "指标解释", "指标说明"],
    "basis": ["指标值确定依据", "指标值设定依据", "确定依据"],
    "target": [
        "年度指标值",
        "指标值",
        "年度指标值（A）",
        "年初目标值(A)",
        "预期指标值",
        "目标值",
        "绩效目标值",
        "预期2023年实现值",
        "2023年度指标值",
    ],
    "actual": [
        "实际完成值",
        "全年实际值（B）",
        "实际完成值(B)",
        "全年完成值",
        "年终完成值",
        "单项指标实际完成值",
        "完成值",
        "全年完成情况",
    ],
    "points": ["分值", "权重", "分值（权重）", "参考分值", "指标分值"],
    "score": ["得分", "自评得分", "实际得分", "指标得分", "自评分数", "得分（分）"],
    "reason": [
        "偏差原因分析及改进措施",
        "未完成原因分析",
        "未完成原因和改进措施",
        "偏差原因及拟采取的改进措施",
        "扣分原因",
    ],
    "comparator": ["指标性质", "计算符号", "符号"],
    "unit": ["度量单位", "计量单位", "单位"],
}
EXTRA = {
    "序号": "",
    "备注": "",
    "上年指标值": "12",
    "得分计算方法": "按完成比例计分",
    "数据来源": "台账",
    "指标完成率": "100%",
    "权重设定值": "10",
}
TOTALS = ["合计", "总分", "合  计", "合计：", "总分：", "自评总得分", "综合得分", "总 分（100分）"]
FEET = [
    "填表人：王一   联系电话：0000-1234567",
    "注：1.各项得分不得超过分值。",
    "说明：定性指标分三档。",
    "备注：无",
]


@attrs.define
class Made:
    """A document and what must be read of it."""

    blocks: list[Any] = attrs.field(factory=list)
    sheets: list[dict[str, Any]] = attrs.field(factory=list)


def cells_of(entry: Entry, fields: Sequence[str]) -> dict[str, str]:
    """The cells of an indicator in a form of these fields."""
    parted = "comparator" in fields
    return {
        "level1": entry.level1,
        "level2": entry.level2,
        "name": entry.name,
        "description": entry.description,
        "basis": entry.basis,
        "target": entry.value if parted else entry.target,
        "comparator": entry.sign or "定性",
        "unit": entry.unit,
        "actual": entry.actual,
        "points": entry.points,
        "score": entry.earned,
        "reason": entry.reason,
    }


def told(entry: Entry, fields: Sequence[str]) -> dict[str, Any]:
    """What must be read of an indicator."""
    cells = cells_of(entry, fields)
    return {field: cells[field] if field in fields else None for field in FIELDS}


def arranged(choose: Choose, fields: Sequence[str], *, levels_first: bool = True) -> list[str]:
    """The fields in some order of columns: the levels and the name stand first."""
    first = [field for field in ("level1", "level2", "name") if field in fields]
    rest = [field for field in fields if field not in first]
    order = []
    while rest:
        order.append(rest.pop(choose(range(min(3, len(rest))))))
    return first + order if levels_first else order + first


def table_rows(
    choose: Choose, entries: Sequence[Entry], fields: Sequence[str], order: Sequence[str], year: int
) -> tuple[Rows, Rows]:
    """The head and the rows of a table, in one of the ways of printing levels and extra columns."""
    extra = choose(
        [
            (),
            (),
            ("序号",),
            ("备注",),
            ("上年指标值",),
            ("得分计算方法", "备注"),
            ("指标完成率",),
            ("数据来源",),
        ]
    )
    if "points" in fields:
        extra = choose([extra, ("权重设定值",)])
    columns: list[str] = list(order)
    for header in extra:
        columns.insert(0 if header == "序号" else choose(range(2, len(columns) + 1)), header)
    names = {field: choose(HEADERS[field]).replace("2023", str(year)) for field in fields}
    if names.get("name") == "绩效指标" and "level1" not in fields:
        names["name"] = "指标名称"
    head: Rows = [[names.get(column, column) for column in columns]]
    parted = {"comparator", "target", "unit"} <= {*fields}
    if parted and choose([True, False]):
        head = over_three(columns, names, choose)
    way = choose(["merged", "blank", "repeated", "level2 repeated"])
    rows: Rows = []
    last = ("", "")
    for number, entry in enumerate(entries, 1):
        cells = {**cells_of(entry, fields), **{header: EXTRA[header] for header in extra}}
        if "序号" in extra:
            cells["序号"] = str(number)
        if way in ("merged", "blank"):
            blank = ABOVE if way == "merged" else ""
            cells["level1"] = blank if entry.level1 == last[0] else entry.level1
            cells["level2"] = blank if (entry.level1, entry.level2) == last else entry.level2
        elif way == "level2 repeated" and entry.level1 == last[0]:
            cells["level1"] = ABOVE
        last = (entry.level1, entry.level2)
        rows.append([cells[column] for column in columns])
    return head, rows


def over_three(columns: list[str], names: dict[str, str], choose: Choose) -> Rows:
    """符号, 值 and 单位 under one wider header, in two rows; the three stand side by side."""
    place = min(columns.index(field) for field in ("comparator", "target", "unit"))
    rest = [column for column in columns if column not in ("comparator", "target", "unit")]
    columns[:] = [*rest[:place], "comparator", "target", "unit", *rest[place:]]
    first: list[str | None] = []
    second: list[str | None] = []
    for column in columns:
        if column in ("comparator", "target", "unit"):
            first.append(
                choose(["年度指标值", "预期指标值", "绩效目标值"]) if column == "comparator" else None
            )
            second.append({"comparator": "符号", "target": "值", "unit": "单位"}[column])
        else:
            first.append(names.get(column, column))
            second.append(ABOVE)
    return [first, second]


def wide(text: str, width: int) -> list[str | None]:
    """One cell over a whole row."""
    return [text, *[None] * (width - 1)]


def pair_rows(width: int, *pairs: tuple[str, str]) -> Rows:
    """Labels and values: two pairs a row, the values over what is left of it."""
    rows: Rows = []
    for left, right in zip(pairs[::2], [*pairs[1::2], None], strict=False):
        if right is None or width < 5:
            rows.append([left[0], *wide(left[1], width - 1)])
            if right is not None:
                rows.append([right[0], *wide(right[1], width - 1)])
            continue
        middle = width // 2
        rows.append([left[0], *wide(left[1], middle - 1), right[0], *wide(right[1], width - middle - 1)])
    return rows


def money_rows(choose: Choose, width: int) -> tuple[Rows, str, str]:
    """A money block as F3, F4, F6 or F7 have it, and its budget and executed."""
    way = choose(["f3", "f4", "f6", "f7", "pairs"])
    unit = choose(["（万元）", "(万元)", "（元）"])
    scale = Decimal(10_000) if unit == "（元）" else Decimal(1)
    budget, executed = Decimal("312.50"), Decimal("296.40")
    b, e = (
        f"{amount * scale:,.2f}" if choose([True, False]) else str(amount * scale)
        for amount in (budget, executed)
    )
    if width < 8 or way == "pairs":
        return (
            [["全年预算数" + unit, b, "全年执行数" + unit, e, *[""] * (width - 4)]],
            str(budget),
            str(executed),
        )
    block: Rows
    heads: list[str | None]
    if way == "f3":
        heads = [
            "项目资金" + unit,
            "",
            "年初预算数",
            "全年预算数（A）",
            "全年执行数（B）",
            "分值",
            "执行率（B/A）",
            "得分",
        ]
        block = [
            heads,
            [ABOVE, "年度资金总额", "260", b, e, "10", "94.85%", "9.49"],
            [ABOVE, "其中：当年财政拨款", "260", "200", "100", "—", "", "—"],
            [ABOVE, "      其他资金", "", "", "", "—", "", "—"],
        ]
    elif way == "f4":
        heads = [
            "预算执行情况（10分）",
            "年度预算数" + unit,
            "年初预算",
            "调整后预算数",
            "预算执行数",
            "预算执行率",
            "权重",
            "得分",
        ]
        block = [
            heads,
            [ABOVE, "总额", "260", b, e, "94.85%", "10", "9.5"],
            [ABOVE, "其中：财政资金", "260", "1", "1", "", "/", "/"],
        ]
    elif way == "f6":
        heads = [
            "预算执行情况" + unit + "（20分）",
            "",
            "预算数（A）",
            "执行数（B）",
            "执行率（B/A）",
            "得分（20分*执行率）",
            None,
            None,
        ]
        block = [heads, [ABOVE, "年度财政资金总额", b, e, "94.85%", "18.97", None, None]]
    else:
        heads = [
            "项目资金" + unit,
            "",
            "年初预算数（A）",
            "全年执行数（B）",
            "分值（10分）",
            "执行率（B/A）",
            "得分",
            "得分计算方法",
        ]
        block = [
            heads,
            [ABOVE, "年度资金总额：", b, e, "10", "94.85%", "9.49", "比率"],
            [ABOVE, "其中：财政拨款", "1", "1", "—", "", "—", ""],
        ]
    return (
        [[*row, *[None] * (width - 8)] for row in block],
        str(budget),
        str(executed),
    )


OTHERS = [
    [["单位名称", "单位性质", "单位规格", "经费保障形式"], ["松坪县种子站", "事业", "股级", "财政拨款"]],
    [
        ["项目", "年初预算数（万元）", "全年执行数（万元）", "执行率"],
        ["公务接待费", "4.5", "2.8", "62%"],
        ["合计", "4.5", "2.8", "62%"],
    ],
    [["序号", "项目名称", "预算数（万元）", "评价得分", "评价等级"], ["1", "绿化管护", "312", "88", "良"]],
    [
        ["政府采购项目来源", None, "采购物品名称", "数量", "单价"],
        ["项目名称", "预算资金", ABOVE, ABOVE, ABOVE],
        ["合计", "74.5", "", "", ""],
        ["养老床位", "74.5", "护理床", "149", "0.5"],
    ],
    [["指标名称", "计量单位", "本年累计", "比上年增长（%）"], ["粮食产量", "万吨", "186", "5.8"]],
    [["阶段", "工作内容", "完成时限"], ["填报", "填报一级指标、二级指标", "3月"]],
]
PROSE = [
    "按照有关规定，现将绩效目标公开如下。",
    "一级指标、二级指标按统一框架填列，指标值应当量化。",
    "具体情况见下表。",
]


def identity(year: int, office: str, project: str) -> dict[str, Any]:
    """What a form says of itself."""
    return {"title": project, "department": office, "fiscal_year": year, "budget": None, "executed": None}


def self_evaluation(choose: Choose) -> Made:
    """F3, F4, F5, F6, F7: a self-evaluation with a head of its own."""
    made = Made()
    year = choose([2019, 2022, 2023])
    office = choose(OFFICES)
    heading = choose(
        [
            f"{office}{year}年度项目支出绩效自评结果公开",
            f"{year}年度部门预算项目支出绩效自评表",
            "项目支出绩效自评表",
        ]
    )
    made.blocks.append(heading)
    if choose([True, False]):
        made.blocks.append(choose(PROSE))
        made.blocks.append(choose(OTHERS))
    for project in PROJECTS[: choose([1, 2])]:
        one_form(choose, made, year, office, project)
        if choose([True, False]):
            made.blocks.append(choose(PROSE))
            made.blocks.append(choose(OTHERS))
    return made


def one_form(choose: Choose, made: Made, year: int, office: str, project: str) -> None:
    entries = ENTRIES[: choose([4, 6, 8])]
    fields = choose(
        [
            ("level1", "level2", "name", "target", "actual", "points", "score", "reason"),
            ("level1", "level2", "name", "points", "target", "actual", "score", "reason"),
            ("level1", "level2", "name", "target", "actual", "score"),
            (
                "level1",
                "level2",
                "name",
                "comparator",
                "target",
                "unit",
                "actual",
                "points",
                "score",
                "reason",
            ),
            ("level1", "level2", "name", "description", "target", "actual", "points", "score"),
        ]
    )
    order = arranged(choose, fields)
    head, rows = table_rows(choose, entries, fields, order, year)
    side = choose([False, True])
    width = len(head[0]) + side
    sheet = identity(year, office, project)
    form: Rows = []
    caption = choose(["project", "grid", "paragraph"])
    if caption == "grid":
        form.append(wide(f"项目支出绩效自评表（{year}年度）", width))
    else:
        made.blocks.append(f"{year}年度项目支出绩效自评表")
    label = choose(["项目名称", "项目名称：", "项 目 名 称", "专项名称", "项目（政策）名称"])
    boss = choose(["主管部门", "主管部门：", "项目主管部门", "主管部门及代码", "填报单位"])
    form += pair_rows(
        width,
        (label, project),
        (boss, office),
        ("实施单位（盖章）", office + "下属服务中心"),
        ("预算年度", str(year)),
    )
    if choose([True, True, False]):
        block, sheet["budget"], sheet["executed"] = money_rows(choose, width)
        form += block
    if choose([True, False]):
        middle = width // 2
        form.append(["年度总体目标", *wide("预期目标", middle - 1), *wide("实际完成情况", width - middle)])
        form.append(
            [ABOVE, *wide("完成道路修建，改善出行条件。", middle - 1), *wide("已全部完成。", width - middle)]
        )
    form += sided(head, rows, choose(["绩效指标", "绩\n效\n指\n标", "年度绩效指标（90分）"]) if side else "")
    ending(choose, form, width)
    made.blocks.append(form)
    made.sheets.append({**sheet, "indicators": [told(entry, fields) for entry in entries]})


def sided(head: Rows, rows: Rows, label: str) -> Rows:
    """The table with a label merged down beside it."""
    if not label:
        return [*head, *rows]
    return [[label, *head[0]], *([ABOVE, *row] for row in [*head[1:], *rows])]


def ending(choose: Choose, form: Rows, width: int) -> None:
    if choose([True, True, False]):
        way = choose(["wide", "short"])
        text = choose(TOTALS)
        half = max(2, width // 2)
        form.append(
            [*wide(text, half), *["95.2"], *[""] * (width - half - 1)]
            if way == "wide"
            else [text, *[""] * (width - 2), "95.2"]
        )
    if choose([True, False]):
        form.append(wide(choose(FEET), width))
    if choose([True, False]):
        form.append(["存在问题", *wide("部分工程进度偏慢。", width - 1)])


def targets(choose: Choose) -> Made:
    """F1: several tables of targets in the text of a budget."""
    made = Made()
    year, office = choose([2020, 2022, 2024]), choose(OFFICES)
    made.blocks += [
        choose(
            [
                f"{office}{year}年部门预算信息公开",
                f"{year}年{office}部门预算公开情况说明",
                f"{office} {year} 年度部门预算信息公开情况说明",
            ]
        ),
        "一、部门职责及机构设置情况",
        choose(OTHERS),
        "二、预算绩效信息",
        "绩效目标：丰富馆藏结构，年内接收到期档案1.2万卷。",
    ]
    for number, project in enumerate(PROJECTS[: choose([1, 2, 4])], 1):
        fields = choose(
            [
                ("level1", "level2", "name", "description", "target", "basis"),
                ("level1", "level2", "name", "target", "basis"),
                ("level1", "level2", "name", "description", "comparator", "target", "unit", "basis"),
            ]
        )
        entries = ENTRIES[: choose([3, 5, 8])]
        head, rows = table_rows(choose, entries, fields, arranged(choose, fields), year)
        width = len(head[0])
        title = choose(
            ["{n}、{p}绩效目标表", "{n}. {p}绩效目标表", "（{n}）{p}项目绩效目标表", "{p}绩效目标表"]
        ).format(n=number, p=project)
        sheet = {**identity(year, office, title)}
        form: Rows = []
        place = choose(["paragraph", "grid", "cells"])
        if place == "paragraph":
            made.blocks.append(title)
        elif place == "grid":
            form.append(wide(title, width))
        else:
            made.blocks.append(title)
            form += pair_rows(
                width,
                ("项目名称", project),
                ("项目编码", "13090022P00021"),
                ("填报单位", "203001" + office),
                ("金额单位", "万元"),
            )
            sheet["title"], sheet["department"] = project, "203001" + office
            if width >= 5:
                form.append(
                    ["预算规模", "预算数", "1,042.00", "其中：财政资金", "42.00", *[""] * (width - 5)]
                )
                sheet["budget"] = "1042.00"
        if choose([True, False]):
            form.append(["绩效目标", *wide("完成年度任务，提高服务能力。", width - 1)])
        if choose([True, False]) and len(rows) > 3:
            rows = broken(choose, head, rows)
        form += [*head, *rows]
        made.blocks.append(form)
        made.blocks.append("")
        made.sheets.append({**sheet, "indicators": [told(entry, fields) for entry in entries]})
    if choose([True, False]):
        made.blocks += ["三、政府采购预算情况", choose(OTHERS)]
    return made


def broken(choose: Choose, head: Rows, rows: Rows) -> Rows:
    """What offices put between rows: the head again, blank rows, levels alone, placeholders."""
    way = choose(["head", "blank", "level", "dots", "none"])
    width = len(rows[0])
    level2 = head[0].index(
        next(cell for cell in head[0] if cell and cell.replace(" ", "").startswith("二级"))
    )
    empty: list[str | None] = [""] * width
    if way == "head":
        return [*unmerged(rows[:2]), *head, *unmerged(rows[2:])]
    if way == "blank":
        return [*unmerged(rows[:2]), empty, *unmerged(rows[2:])]
    if way == "level":
        return [*rows, [*empty[:level2], "生态效益指标", *empty[level2 + 1 :]]]
    if way == "dots":
        row = [
            *empty[:level2],
            "",
            choose(["……", "无", "/", "指标2：……", "本项目不适用此指标", "..."]),
            *empty[level2 + 2 :],
        ]
        return [*rows, row]
    return rows


def unmerged(rows: Rows) -> Rows:
    """Merged cells printed blank: a row stands between."""
    return [["" if cell == ABOVE else cell for cell in row] for row in rows]


def duties(choose: Choose) -> Made:
    """F2: the duties of an office, its indicators in four grades."""
    made = Made()
    office = choose(["301 云岭市人民政府办公室", "318 松坪县民政局", "434望湖区教育局"])
    year = choose([2018, 2019])
    made.blocks += [
        f"{office.lstrip('0123456789 ')}{year}年部门预算信息公开",
        "部门职责-工作活动绩效目标",
        office,
        "单位：万元",
    ]
    first: list[str | None] = [
        "职责活动",
        "年度预算数",
        "内容描述",
        "绩效目标",
        "绩效指标",
        "评价标准",
        None,
        None,
        None,
    ]
    second: list[str | None] = [*[ABOVE] * 5, "优", "良", "中", "差"]
    rows: Rows = [["一、社会救助", "5260.00", "组织实施救助", "兜底保障", "", "", "", "", ""]]
    ladder = [
        ("1、低保", "认定准确率", "≥98%", "≥95%", "≥90%", "<90%"),
        ("", "发放及时率", "100%", "≥98%", "≥95%", "<95%"),
        ("2、供养", "人员缺口", "0人", "≤2人", "≤5人", ">5人"),
        ("3、养老", "新增床位", "≥300张", "250-299张", "200-249张", "<200张"),
    ]
    expected = []
    activity = ""
    for work, name, *cells in ladder:
        activity = work or activity
        described = ["36.00", "办理业务", "业务规范"] if work else ["", "", ""]
        rows.append([work, *described, name, *cells])
        expected.append(
            {
                **dict.fromkeys(FIELDS),
                "name": name,
                "activity": activity,
                "bands": dict(zip(("excellent", "good", "fair", "poor"), cells, strict=True)),
            }
        )
    cut = choose([0, 1, 3])
    if cut:
        made.blocks += [
            [first, second, *rows[:cut]],
            office,
            "单位：万元",
            [first, second, ["", "", "续上页的描述", "", "", "", "", "", ""], *rows[cut:]],
        ]
    else:
        made.blocks.append([first, second, *rows])
    made.blocks += ["四、政府采购预算情况", OTHERS[3]]
    made.sheets.append({**identity(year, office, "部门职责-工作活动绩效目标"), "indicators": expected})
    return made


def system(choose: Choose) -> Made:
    """F8: an export whose levels are rows of a tree."""
    made = Made()
    rows: Rows = []
    for project in PROJECTS[: choose([1, 2])]:
        year, office = 2023, "210001-" + choose(OFFICES)
        fields = ("name", "comparator", "target", "actual", "unit", "points", "score", "reason")
        order = ["name", *arranged(choose, fields[1:])]
        names = {field: choose(HEADERS[field]) for field in fields} | {"name": "指标名称"}
        columns = list(order)
        if choose([True, False]):
            columns.insert(choose(range(1, len(columns))), "权重设定值")
        width = len(columns)
        rows.append(["项目支出绩效自评（导出）", *[""] * (width - 1)])
        rows.append(["项目名称", project, "", "", "预算年度", str(year), *[""] * (width - 6)])
        rows.append(
            [
                "填报单位",
                office,
                "",
                "",
                "全年预算数（万元）",
                "118.60",
                "全年执行数（万元）",
                "110.20",
                *[""] * (width - 8),
            ]
        )
        rows.append([names.get(column, column) for column in columns])
        last = ("", "")
        entries = ENTRIES[: choose([5, 8])]
        for entry in entries:
            for level, depth in ((entry.level1, 0), (entry.level2, 1)):
                if level != last[depth]:
                    group = {"name": "　" * depth + level, "points": "20", "score": "19"}
                    rows.append([group.get(column, "") for column in columns])
                    last = (entry.level1, "") if depth == 0 else (last[0], level)
            cells = {**cells_of(entry, fields), "权重设定值": "10", "name": "　　" + entry.name}
            rows.append([cells[column] for column in columns])
        rows.append(["合计", *[""] * (width - 2), "89.27"])
        if choose([True, False]):
            rows.append([""] * width)
        expected = [
            {**told(entry, fields), "level1": entry.level1, "level2": entry.level2} for entry in entries
        ]
        made.sheets.append(
            {
                **identity(year, office, project),
                "budget": "118.60",
                "executed": "110.20",
                "indicators": expected,
            }
        )
    most = max(map(len, rows))
    made.blocks.append([[*row, *[""] * (most - len(row))] for row in rows])
    return made


FAMILIES = {"self_evaluation": self_evaluation, "targets": targets, "duties": duties, "system": system}
