"""Values in sentences: what is found, what it is about, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkpi import Mention, find

FOUND = [
    # a sentence; subject, text and canonical value of each mention
    (
        "参加大型招商活动2次，群众满意度达到90%以上。",
        [("参加大型招商活动", "2次", "2次"), ("群众满意度", "达到90%以上", "≥90%")],
    ),
    ("年事故次数控制在2次以下。", [("年事故次数", "控制在2次以下", "≤2次")]),
    ("采购完成时间6月，合格率100%。", [("采购完成时间", "6月", "6月"), ("合格率", "100%", "100%")]),
    ("项目于2020年12月底前完成验收。", [("项目", "2020年12月底前", "≤2020年12月底")]),
    ("节约开支，较上年节约15%支出。", [("支出", "较上年节约15%", "较上年节约15%")]),
    ("完成1家以上企业上市挂牌。", [("完成", "1家以上", "≥1家")]),
    ("办公经费支出不超过年初预算，保障运转。", [("办公经费支出", "不超过年初预算", "不超过年初预算")]),
    ("争取签约5家，购置一体机两台。", [("争取签约", "5家", "计划5家"), ("购置一体机", "两台", "2台")]),
    (
        "错案数占受理案件数的比率(反向指标)0，群众满意度85%.",
        [("错案数占受理案件数的比率(反向指标)", "0", "0"), ("群众满意度", "85%", "85%")],
    ),
    (
        "覆盖率在80-90%之间，响应时间不超过24小时。",
        [("覆盖率", "在80-90%之间", "80~90%"), ("响应时间", "不超过24小时", "≤24小时")],
    ),
    ("满意度百分之九十五以上。", [("满意度", "百分之九十五以上", "≥95%")]),
    ("满意度达标，每人补助20元。", [("每人补助", "20元", "20元/人")]),
    ("满意率超95%，投诉严禁超过3次。", [("满意率", "超95%", ">95%"), ("投诉", "严禁超过3次", "≤3次")]),
    ("年内合格率不应当低于90%。", [("年内合格率", "不应当低于90%", "≥90%")]),
    ("投诉率控制在0.5%以内。", [("投诉率", "控制在0.5%以内", "≤0.5%")]),
    ("每人每天不超过50元。", [("", "每人每天不超过50元", "≤50元/人·天")]),
    ("覆盖率≥80%且≤90%。", [("覆盖率", "≥80%且≤90%", "80~90%")]),
    ("截至2020年末，参保率达到95%。", [("参保率", "达到95%", "≥95%")]),
    ("建成3A级景区2个。", [("建成3A级景区", "2个", "2个")]),
    ("1.培训3期；2.印发手册5000册。", [("培训", "3期", "3期"), ("印发手册", "5000册", "5000册")]),
    ("培训3期\n参训100人", [("培训", "3期", "3期"), ("参训", "100人", "100人")]),
    ("培训3期\t参训100人", [("培训", "3期", "3期"), ("参训", "100人", "100人")]),
    ("使用面积57947.3平方米。", [("使用面积", "57947.3平方米", "57947.3平方米")]),
    ("计划培训30人。", [("计划培训", "30人", "计划30人")]),
    ("2021年度培训5期。", [("2021年度培训", "5期", "2021年5期")]),
    ("去年举办活动10场。", [("去年举办活动", "10场", "上年10场")]),
    ("①培训3场②检查5场", [("培训", "3场", "3场"), ("检查", "5场", "5场")]),
    ("购置电脑（20台）。", [("购置电脑", "20台", "20台")]),
    ("取消培训10场，举办活动12场。", [("举办活动", "12场", "12场")]),
    ("（个月），达到90%。\n（个月），达到90%。", []),
    ("100%规范\n培训3期", [("规范", "100%", "100%"), ("培训", "3期", "3期")]),
    ("超期办件不许超过2件。", [("超期办件", "不许超过2件", "≤2件")]),
]
LEFT_ALONE = [
    "推进2020-2022年安全可靠替代计划，保障2020年全年正常运行。",
    "依据三办字【2019】19号文件和国办发[2015]64号文件要求。",
    "根据《全国地方志事业发展规划纲要（2015-2020年）》，编纂《年鉴》（2020年卷）。",
    "新增购置的理光HQ9000一体机，以“9·26”农交会为平台。",
    "2020年预算收入3712.59万元，其中项目支出1236.03万元，较2019年预算增加49.25万元。",
    "通过申请32万元公务接待费，保障工作开展。",
    "通过热线电话24小时不间断接听处理，新增政府公开电话12345场地。",
    "开展五城同创，落实两个确保，做到万无一失。",
    "制作全市投资环境宣传片及招商画册等招商宣传资料。",
    "接入12315平台，建设5G基站。",
    "实行7×24小时值守。",
    "65岁以上老人享受补贴。",
    "完成2.0版系统建设。",
    "8:30至17:30开放。",
    "8点30分开会，9:00结束。",
    "国办发〔2020〕15号。",
    "提供12345热线24小时服务。",
    "建设期限为2020-2022年。",
    "取消培训10场。",
    "发布2.0版。",
    "培训≥3\x1f场。",
    "支出不高于市\x1f场价。",
    "",
]


@pytest.mark.parametrize(("sentence", "wanted"), FOUND)
def test_values_are_found_with_their_subjects(sentence: str, wanted: list[tuple[str, str, str]]) -> None:
    assert wanted == [(m.subject, m.text, str(m.value)) for m in find(sentence)]


@pytest.mark.parametrize("sentence", LEFT_ALONE)
def test_years_documents_models_and_budgets_are_left_alone(sentence: str) -> None:
    assert find(sentence) == []


def test_a_sentence_is_a_text() -> None:
    with pytest.raises(TypeError, match="not int"):
        find(95)  # type: ignore[arg-type]


def _sound(sentence: str, mentions: list[Mention]) -> bool:
    ends = [0, *(m.end for m in mentions)]
    return all(sentence[m.start : m.end] == m.text == m.value.text for m in mentions) and all(
        end <= m.start < m.end for end, m in zip(ends, mentions, strict=False)
    )


BOUNDS_IN_BOUNDS = [
    "支出不超过最低限额标准的限额，",
    "绝不超过--不得低于计划。",
    "限额限额限半限额限额限额限额限额，",
]


@pytest.mark.parametrize("sentence", BOUNDS_IN_BOUNDS)
def test_no_bound_is_found_inside_another(sentence: str) -> None:
    mentions = find(sentence)
    assert mentions
    assert _sound(sentence, mentions)


LINES = [sentence for sentence, _ in FOUND if "\n" not in sentence] + LEFT_ALONE[:-1]


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=6), st.sampled_from(("\n", "\r\n", "\n\n")))
def test_a_file_gives_what_its_lines_give(lines: list[str], between: str) -> None:
    found, start = find(between.join(lines)), 0
    wanted = []
    for line in lines:
        wanted += [(start + m.start, start + m.end, m.text, m.subject, m.value) for m in find(line)]
        start += len(line) + len(between)
    assert wanted == [(m.start, m.end, m.text, m.subject, m.value) for m in found]


@given(st.text("0123456789.%≥≤年月日底前以上约每次个万元，。；（）《》一二十满意率完成 -~", max_size=60))
def test_mentions_are_places_of_the_sentence_in_order(sentence: str) -> None:
    assert _sound(sentence, find(sentence))
