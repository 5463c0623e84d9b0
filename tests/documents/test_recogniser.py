"""What the recogniser makes of paragraphs and grids: heads, rows, pieces of one table, what stands round."""

from __future__ import annotations

import pickle
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from budgetkpi import audit
from budgetkpi.cli import main
from budgetkpi.messages import Bilingual
from budgetkpi.tables.grid import Cell, Document, Grid, Paragraph, numbered
from budgetkpi.tables.recogniser import recognise
from tests.documents.made import ABOVE, spans

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import budgetkpi as bk
    from tests.documents.made import Blocks, Row

HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
TRAINING = ["产出指标", "数量指标", "举办培训", "≥5场", "6场", "50", "50"]
PASSED = ["", "质量指标", "合格率", "≥95%", "96%", "30", "30"]
PLEASED = ["满意度指标", "服务对象满意度指标", "学员满意度", "≥90%", "93%", "10", "10"]
ALL = ["举办培训", "合格率", "学员满意度"]
CAPTION = "青禾县档案馆2023年度自评表"


def grid(rows: Sequence[Row], number: int = 1) -> Grid:
    """A grid with its merged cells."""
    width = max(map(len, rows))
    places: list[list[Cell | None]] = [[None] * width for _ in rows]
    for at, cells in enumerate(spans(rows)):
        for column, text, deep, wide in cells:
            places[at][column] = Cell(text.strip(), deep, wide)
    return Grid.of(places, name=numbered("table", number))


def read(*blocks: str | Sequence[Row]) -> list[bk.Sheet]:
    made = [Paragraph(b) if isinstance(b, str) else grid(b, n) for n, b in enumerate(blocks, 1)]
    forms = recognise(Document(tuple(made)), "自评.docx")
    return [sheet for form in forms for sheet in form.sheets()]


def names(sheet: bk.Sheet) -> list[str]:
    return [row.name for row in sheet.indicators]


def codes(sheet: bk.Sheet) -> list[str]:
    return [finding.code for finding in sheet.findings]


# one table in pieces, and several tables


@pytest.mark.parametrize(
    "pieces",
    [
        ([HEAD, TRAINING], "续表", [HEAD, PASSED, PLEASED]),
        ([HEAD, TRAINING], "续表", [PASSED, PLEASED]),
        ([HEAD, TRAINING], "（续）", [PASSED, PLEASED]),
        ([HEAD, TRAINING], "— 2 —", [PASSED, PLEASED]),
        ([HEAD, TRAINING], "第2页 共3页", [HEAD, PASSED, PLEASED]),
        ([HEAD, TRAINING], [PASSED], [PLEASED]),
        ([HEAD, TRAINING], CAPTION, "单位：万元", [HEAD, PASSED, PLEASED]),
        ([HEAD, TRAINING, HEAD, PASSED, PLEASED],),
        ([HEAD, TRAINING, [""] * 7, PASSED, ["小计", "", "", "", "", "80", "80"], PLEASED],),
        (
            [
                HEAD,
                TRAINING,
                ["年度绩效目标2（40分）", "做好培训", None, None, None, None, None],
                HEAD,
                PASSED,
                PLEASED,
            ],
        ),
    ],
)
def test_pieces_of_one_table_are_one_sheet(pieces: Blocks) -> None:
    (sheet,) = read(CAPTION, *pieces)
    assert ALL == names(sheet)
    assert ["产出指标", "产出指标", "满意度指标"] == [row.level1 for row in sheet.indicators]
    assert (CAPTION, "青禾县档案馆", 2023) == (sheet.title, sheet.department, sheet.fiscal_year)


@pytest.mark.parametrize(
    "pieces",
    [
        ([HEAD, TRAINING, PLEASED], [HEAD, TRAINING, PASSED]),  # the levels begin again
        ([HEAD, TRAINING, ["总分", "", "", "", "", "50", "50"]], [HEAD, TRAINING]),
        ([HEAD, TRAINING], "青禾县档案馆2022年度自评表", [HEAD, TRAINING]),
        ([HEAD, TRAINING], "按照要求，现将第二个项目公开如下。", [HEAD, TRAINING]),
        ([HEAD, TRAINING, ["项目名称", "打井", None, None, None, None, None], HEAD, TRAINING],),
        ([HEAD, TRAINING, ["二、打井项目绩效目标表", None, None, None, None, None, None], HEAD, TRAINING],),
        ([HEAD, TRAINING], [["绩效目标", "做好培训", None, None, None, None, None], HEAD, TRAINING]),
    ],
)
def test_the_next_form_is_another_sheet(pieces: Blocks) -> None:
    assert 2 == len(read(CAPTION, *pieces))


@pytest.mark.parametrize(
    "other",
    [
        [["项目名称", "预算资金"], ["床位", "12"]],
        [["指标名称", "计量单位", "本年累计"], ["粮食产量", "万吨", "18"]],
        [["一级指标", "二级指标", "分值", "评分标准"], ["决策", "立项", "10", "立项规范得满分"]],
        [["序号", "项目名称", "全年预算数", "全年执行数", "自评得分"], ["1", "打井", "12", "11", "97"]],
        [["a", "b", "c", "d", "e", "f", "g"], ["1", "2", "3", "4", "5", "6", "7"]],
    ],
)
def test_other_tables_are_left_alone(other: Sequence[Row]) -> None:
    assert [] == read(CAPTION, other)
    (sheet,) = read(other, CAPTION, [HEAD, TRAINING, PASSED], "二、其他情况", other)
    assert (CAPTION, ["举办培训", "合格率"]) == (sheet.title, names(sheet))
    assert None is sheet.budget


# heads


def test_sign_value_and_unit_under_one_header() -> None:
    (sheet,) = read(
        [
            ["一级指标", "三级指标", "预期指标值", None, None, "实际完成值"],
            [ABOVE, ABOVE, "符号", "值", "单位", ABOVE],
            ["产出指标", "培训", "≥", "5", "场", "6场"],
        ]
    )
    row = sheet.indicators[0]
    assert ("≥", "5", "场", "6场") == (row.comparator, row.target, row.unit, row.actual)


@pytest.mark.parametrize(
    "head",
    [
        [
            ["一级指标", "中期指标", None, "年度指标", None],
            [ABOVE, "三级指标", "指标值", "三级指标", "指标值"],
        ],
        [["一级指标", "中期三级指标", "实施期指标值", "三级指标", "年度指标值"]],
        [
            ["一级指标", "长期绩效指标", None, "2024年度绩效指标", None],
            ["一级指标", "三级指标", "指标值", "三级指标", "指标值"],
        ],
    ],
)
def test_the_yearly_target_beside_that_of_a_term(head: list[Row]) -> None:
    (sheet,) = read("2024年度绩效目标申报表", [*head, ["产出指标", "修渠", "30公里", "修渠一期", "10公里"]])
    assert [("修渠一期", "10公里")] == [(row.name, row.target) for row in sheet.indicators]


def test_the_adjusted_target_beside_the_first_and_that_is_said() -> None:
    head = [
        "指标名称",
        "计量单位",
        "指标性质",
        "年初指标值",
        "调整指标值",
        "全年完成值",
        "得分系数（%）",
        "指标权重",
    ]
    (sheet,) = read(
        [
            head,
            ["建桥", "座", "≥", "5", "3", "3", "100", "50"],
            ["修路", "公里", "≥", "8", "", "8", "100", "40"],
        ]
    )
    assert ["3", "8"] == [row.target for row in sheet.indicators]
    assert ["target-adjusted"] == codes(sheet)


def test_the_column_that_holds_signs_is_the_one_of_signs() -> None:
    for first, second in (("指标性质", "指标方向"), ("指标方向", "指标性质")):
        (sheet,) = read(
            [
                ["三级指标", first, second, "值", "单位"],
                ["投诉", "反向", "≤", "5", "次"],
                ["培训", "正向", "大于等于", "5", "场"],
            ]
        )
        assert ["≤", "大于等于"] == [row.comparator for row in sheet.indicators]


def test_a_target_split_among_places_is_not_guessed() -> None:
    head: list[list[str | None]] = [["三级指标", "指标值", None, None], [ABOVE, "青禾县", "白石市", "松坪县"]]
    (sheet,) = read([*head, ["培训", "5场", "6场", "7场"]])
    assert ([""], ["target-of-places"]) == ([row.target for row in sheet.indicators], codes(sheet))
    (sheet,) = read([[*head[0], None], [*head[1], "合计"], ["培训", "5场", "6场", "7场", "18场"]])
    assert ["18场"] == [row.target for row in sheet.indicators]


@pytest.mark.parametrize(
    "header", ["1-7月执行情况", "1—8月完成情况", "截至6月底完成情况", "截至9月底执行情况"]
)
def test_what_was_reached_so_far_is_no_actual_of_the_year(header: str) -> None:
    (sheet,) = read([["三级指标", "年度指标值", header, "全年预计完成情况"], ["培训", "5场", "3场", "6场"]])
    row = sheet.indicators[0]
    assert (None, "3场", "6场") == (row.actual, row.stage_actual, row.forecast)


def test_projects_of_one_list_are_sheets_of_their_own() -> None:
    sheets = read(
        [
            ["项目名称", "三级指标", "指标值"],
            ["打井", "井数", "3眼"],
            ["", "水质", "达标"],
            ["修路", "里程", "2公里"],
        ]
    )
    assert [("打井", ["井数", "水质"]), ("修路", ["里程"])] == [
        (sheet.title, names(sheet)) for sheet in sheets
    ]


# rows


@pytest.mark.parametrize(
    "row",
    [
        ["合计", "", "", "", "", "90", "90"],
        ["合  计：", None, None, None, "", "90", "90"],
        ["总分（100分）", "", "", "", "", "", "95.2"],
        ["自评总得分", "", "", "", "", "", "95.2"],
        ["得分合计", "", "", "", "", "", "95.2"],
        ["注：1.各项得分不超过分值。", None, None, None, None, None, None],
        ["填表人：王一", "", "联系电话：0000-1234567", "", "", "", ""],
        ["存在问题", "进度偏慢", None, None, None, None, None],
        ["", "", "……", "", "", "", ""],
        ["", "生态效益指标", "", "", "", "", ""],
        ["", "生态效益指标", "指标1：", "", "", "", ""],
        ["", "生态效益指标", "指标2：……", "……", "", "", ""],
        ["", "生态效益指标", "无", "", "", "", ""],
        ["", "生态效益指标", "本项目不适用此指标", "", "", "", ""],
        ["", "", "", "", "", "", ""],
    ],
)
def test_rows_that_are_no_indicators_lose_nothing(row: Row) -> None:
    (sheet,) = read([HEAD, TRAINING, PASSED, PLEASED, row])
    assert (ALL, []) == (names(sheet), codes(sheet))


@pytest.mark.parametrize(
    "row",
    [
        ["", "", "", "≥3场", "3场", "10", "10"],
        ["", "", "", "", "", "10", ""],
        ["", "", "……", "", "", "10", "8"],
        ["", "", "本项目不适用此指标", "", "", "10", ""],
    ],
)
def test_a_row_without_a_name_leaves_its_points_open(row: Row) -> None:
    (sheet,) = read([HEAD, TRAINING, PASSED, row, PLEASED])
    assert (ALL, ["row-without-name"]) == (names(sheet), codes(sheet))
    assert sheet.findings[0].open
    assert (
        "自评.docx, table 1, row 4: the row names no indicator; it is left out"
        == sheet.findings[0].message.en
    )
    assert "自评.docx，第1个表格，第4行：没有指标名称，该行未读取" == sheet.findings[0].message.zh
    appraisal = sheet.appraise()
    assert (None, None) == (appraisal.total, appraisal.grade)


def test_a_weight_that_is_no_number_leaves_its_points_open() -> None:
    (sheet,) = read([HEAD, [*TRAINING[:5], "五十", "50"], PASSED])
    assert [None, Decimal(30)] == [row.points for row in sheet.indicators]
    assert [("points-unreadable", True)] == [(finding.code, finding.open) for finding in sheet.findings]
    assert "自评.docx, table 1, row 2, column 6" in sheet.findings[0].message.en


def test_a_weight_over_two_rows_is_not_shared_out() -> None:
    (sheet,) = read([HEAD, TRAINING, [*PASSED[:5], ABOVE, "20"]])
    assert [Decimal(50), None] == [row.points for row in sheet.indicators]
    assert [("cell-shared", True)] == [(finding.code, finding.open) for finding in sheet.findings]


def test_empty_cells_and_missing_columns_are_told_apart() -> None:
    (sheet,) = read([["三级指标", "指标值", "实际完成值", "偏差原因"], ["培训", "", "", ""]])
    row = sheet.indicators[0]
    assert ("", "", "", None, None) == (row.target, row.actual, row.reason, row.unit, row.comparator)


def test_cells_stay_as_they_are_printed() -> None:
    (sheet,) = read(
        [
            ["一级指标", "三级指标", "指标值", "分值"],
            ["产出指标\n（50分）", "指标1：培训\n场次", "≥ 5 场", "22.50"],
        ]
    )
    row = sheet.indicators[0]
    assert ("产出指标\n（50分）", "指标1：培训\n场次", "≥ 5 场", "22.50") == (
        row.level1,
        row.name,
        row.target,
        str(row.points),
    )


TREE = [
    ["指标名称", "计算符号", "指标值", "计量单位", "权重设定值", "权重"],
    ["产出指标", "", "", "", "", "60"],
    ["数量指标", "", "", "", "", "20"],
    ["接入学校", "≥", "86", "所", "10", "20"],
    ["成本指标", "", "", "", "", "40"],
    ["运维费", "≤", "68", "万元", "10", "40"],
    ["成本指标", "", "", "", "", "10"],
    ["经济成本指标", "", "", "", "", "10"],
    ["单价", "≤", "3", "元", "10", "10"],
    ["满意度指标", "", "", "", "", "20"],
    ["服务对象满意度指标", "", "", "", "", "20"],
    ["师生满意度", "≥", "90", "%", "10", "20"],
]


def test_the_rows_of_a_tree_name_the_levels() -> None:
    (sheet,) = read(TREE)
    assert [
        ("产出指标", "数量指标", "接入学校", Decimal(20)),
        ("产出指标", "成本指标", "运维费", Decimal(40)),
        ("成本指标", "经济成本指标", "单价", Decimal(10)),
        ("满意度指标", "服务对象满意度指标", "师生满意度", Decimal(20)),
    ] == [(row.level1, row.level2, row.name, row.points) for row in sheet.indicators]


# what stands round a table

MONEY = ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "得分"]


@pytest.mark.parametrize(
    ("block", "budget", "executed"),
    [
        (
            [
                MONEY,
                ["", "年度资金总额", "1", "1,312.50", "296.4", "10", "9"],
                ["", "其中：财政拨款", "7", "8", "9", "", ""],
            ],
            "1312.50",
            "296.4",
        ),
        (
            [
                MONEY,
                ["", "其中：财政拨款", "7", "8", "9", "", ""],
                ["", "合计", "1", "312.5", "296.4", "", ""],
            ],
            "312.5",
            "296.4",
        ),
        (
            [
                ["预算执行情况（元）", None, "预算数（A）", "执行数（B）", "", "", ""],
                ["", "年度财政资金总额", "3125000", "2964000", "", "", ""],
            ],
            "312.5",
            "296.4",
        ),
        ([["预算数", "312.5万元", "执行数", "2964000元", "", "", ""]], "312.5", "296.4"),
        ([["年度资金总额：312.5万元", None, None, None, None, None, None]], "312.5", None),
        ([["项目资金", "中期资金总额：", "900", "年度资金总额：", "312.5", "", ""]], "312.5", None),
        ([MONEY, ["", "年度资金总额", "1", "—", "", "", ""]], None, None),
    ],
)
def test_the_money_of_a_form(block: list[Row], budget: str | None, executed: str | None) -> None:
    (sheet,) = read([["项目名称", "打井", None, None, None, None, None], *block, HEAD, TRAINING])
    told = [None if number is None else Decimal(number) for number in (budget, executed)]
    assert told == [sheet.budget, sheet.executed]


@pytest.mark.parametrize(
    ("lines", "department"),
    [
        ([["主管部门", "青禾县水利局", "实施单位", "青禾县水库站"]], "青禾县水利局"),
        (
            [
                ["实施单位", "青禾县水库站", "项目主管部门及代码（盖章）", ""],
                ["填报单位", "203青禾县水利局", "", ""],
            ],
            "203青禾县水利局",
        ),
        ([["填报单位：青禾县水利局   金额单位：万元", None, None, None]], "青禾县水利局"),
        ([["318 青禾县水利局", None, None, "单位：万元"]], "318 青禾县水利局"),
        ([["实施单位", "青禾县水库站", "", ""]], "白石市水务局"),
    ],
)
def test_whose_form_it_is(lines: list[Row], department: str) -> None:
    (sheet,) = read(
        "白石市水务局2021年部门预算公开",
        [
            *lines,
            *(
                [*row[:3], row[3]]
                for row in (["一级指标", "三级指标", "指标值", ""], ["产出指标", "井数", "3眼", ""])
            ),
        ],
    )
    assert (department, 2021) == (sheet.department, sheet.fiscal_year)


def test_a_numbered_line_names_the_table_below_it() -> None:
    first, second = read(
        "二、项目", "1.打井项目", "单位：万元", [HEAD, TRAINING], "（2）修渠项目", [HEAD, TRAINING]
    )
    assert ("1.打井项目", "（2）修渠项目") == (first.title, second.title)
    (other,) = read("1.按照要求公开如下。", [HEAD, TRAINING])
    assert "" == other.title


@pytest.mark.parametrize(
    ("line", "office"), [("单位：青禾县水利局（盖章）", "青禾县水利局"), ("单位：万元", "")]
)
def test_the_unit_of_a_line_is_an_office_or_one_of_money(line: str, office: str) -> None:
    (sheet,) = read([[line, *[None] * 6], HEAD, TRAINING])
    assert office == sheet.department


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("（2022年度）", 2022),
        ("2022年度项目支出绩效自评表", 2022),
        ("二〇二二年度项目支出绩效自评表", 2022),
        ("填报日期：2023年3月15日", None),
        ("2020-2022年规划", None),
        ("青禾县水利局关于公开2022年部门预算的说明", 2022),
        ("填报单位：青禾县水利局　　　　2022年度", 2022),
        ("填报单位：青禾县水利局　　　　2022年3月", None),
    ],
)
def test_the_year_is_that_of_the_form(line: str, year: int | None) -> None:
    (sheet,) = read(line, [HEAD, TRAINING])
    assert year == sheet.fiscal_year


def test_a_form_that_is_nobody_s_says_nothing_of_itself() -> None:
    (sheet,) = read([HEAD, TRAINING])
    assert ("", "", None, None, None) == (
        sheet.title,
        sheet.department,
        sheet.fiscal_year,
        sheet.budget,
        sheet.executed,
    )
    assert "自评.docx, table 1" == sheet.source
    for one in (sheet, pickle.loads(pickle.dumps(sheet))):  # noqa: S301  (our own)
        assert isinstance(one.source, Bilingual)
        assert ("自评.docx, table 1", "自评.docx，第1个表格") == (one.source.en, one.source.zh)


# what a form prints of the whole

EXECUTION: list[Row] = [
    ["项目资金", "", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["", "年度资金总额", "100", "95", "10", "95%", "9.5"],
    ["", "其中：财政拨款", "100", "95", "—", "95%", "—"],
]
TOTAL: list[str | None] = ["总分", None, None, None, None, "100", "99.5"]
GRADED: list[str | None] = ["自评等级", "优", None, None, None, None, None]


def printed(*rows: Row) -> tuple[str, str, str]:
    (sheet,) = read(CAPTION, [*rows])
    return (str(sheet.published_total), str(sheet.published_execution), sheet.published_grade)


@pytest.mark.parametrize(
    ("below", "total"),
    [
        ([TOTAL], "99.5"),
        ([["合计", "", "", "", "", "100分", "99.5分"]], "99.5"),
        ([["总得分", "", "", "", "", "", "99.5"]], "99.5"),
        ([["小计", "", "", "", "", "100", "99.5"]], "None"),
        ([["合计", "", "", "", "", "90", "90"]], "None"),
        ([["合计", "", "", "", "", "", "90"]], "None"),
        ([["总分", None, None, None, None, "99.5", None]], "None"),
        ([["总分", "", "", "", "", "100", "优"]], "None"),
        ([TOTAL, ["总得分", "", "", "", "", "100", "98"]], "None"),
        ([TOTAL, ["总得分", "", "", "", "", "100", "99.50"]], "99.5"),
    ],
)
def test_the_total_of_the_whole_table(below: list[Row], total: str) -> None:
    assert (total, "9.5", "") == printed(*EXECUTION, HEAD, TRAINING, PASSED, PLEASED, *below)


def test_a_sum_above_other_rows_is_no_total() -> None:
    part = ["总分", "", "", "", "", "", "50"]
    assert "None" == printed(HEAD, TRAINING, part, PASSED, PLEASED)[0]
    assert "None" == printed(HEAD, TRAINING, part, PASSED, PLEASED, part)[0]


@pytest.mark.parametrize(
    ("row", "execution"),
    [
        (["", "年度资金总额", "100", "95", "20", "95%", "19"], "19"),
        (["", "年度资金总额", "100", "95", "15", "95%", "9.5"], "None"),
        (["", "年度资金总额", "100", "95", "10", "95%", "19"], "None"),
        (["", "年度资金总额", "100", "95", "10", "9.5", None], "None"),
        (["", "其中：财政拨款", "100", "95", "10", "95%", "9.5"], "None"),
    ],
)
def test_the_points_of_execution(row: Row, execution: str) -> None:
    assert execution == printed(EXECUTION[0], row, HEAD, TRAINING, PASSED, PLEASED)[1]


@pytest.mark.parametrize(
    ("rows", "grade"),
    [
        ([GRADED], "优"),
        ([["评价结论：良。", None, None, None, None, None, None]], "良"),
        ([["总分", "", "评价等级", "中", "", "100", "75"]], "中"),
        ([GRADED, ["评价等级", "良", None, None, None, None, None]], ""),
        ([["评价结论", "优□良□中□差□", None, None, None, None, None]], ""),
        ([["评价结论", "完成较好，等级为优", None, None, None, None, None]], ""),
    ],
)
def test_the_grade_that_a_form_names(rows: list[Row], grade: str) -> None:
    assert grade == printed(HEAD, TRAINING, PASSED, PLEASED, *rows)[2]


@pytest.mark.parametrize(("total", "standing"), [("99.5", "agrees"), ("98", "lower")])
def test_audit_tells_of_a_wrong_total(total: str, standing: str) -> None:
    (sheet,) = read(CAPTION, [*EXECUTION, HEAD, TRAINING, PASSED, PLEASED, [*TOTAL[:6], total], GRADED])
    figures = {figure.name: figure.standing.value for figure in audit(sheet).figures}
    assert {"execution": "agrees", "total": standing, "grade": "agrees"} == figures


def test_the_command_line_tells_of_a_wrong_total(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "自评.csv"
    rows: list[Row] = [*EXECUTION, HEAD, TRAINING, PASSED, PLEASED]
    for total, told in (("99.5", False), ("98", True)):
        lines: list[Row] = [*rows, ["总分", "", "", "", "", "100", total]]
        file.write_text("\n".join(",".join(map(str, line)) for line in lines), encoding="utf-8")
        main(["audit", str(file), "--fiscal-year", "2023"])
        assert told == ("98" in capsys.readouterr().out)
