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
    ("争取签约5家，购置一体机两台。", [("争取签约", "5家", "5家"), ("购置一体机", "两台", "2台")]),
    (
        "错案数占受理案件数的比率(反向指标)0，群众满意度85%.",
        [("错案数占受理案件数的比率(反向指标)", "0", "0"), ("群众满意度", "85%", "85%")],
    ),
    (
        "覆盖率在80-90%之间，响应时间不超过24小时。",
        [("覆盖率", "80-90%之间", "80~90%"), ("响应时间", "不超过24小时", "≤24小时")],
    ),
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


@given(st.text("0123456789.%≥≤年月日底前以上约每次个万元，。；（）《》一二十满意率完成 -~", max_size=60))
def test_mentions_are_places_of_the_sentence_in_order(sentence: str) -> None:
    assert _sound(sentence, find(sentence))
