"""Which way is better: the tables of cases, and the laws of the rule table."""

from __future__ import annotations

import pickle
from decimal import Decimal
from pathlib import Path

import attrs
import pytest

from budgetkpi.direction import expected_direction, infer_direction, outright_direction, rule_names
from budgetkpi.indicators import Indicator
from budgetkpi.messages import Catalog
from budgetkpi.results import Confidence, Direction
from budgetkpi.values import (
    Amount,
    Change,
    Comparator,
    Deadline,
    Level,
    Missing,
    Period,
    Range,
    Reference,
    Several,
    Text,
    Value,
)
from tests.tables import lines

CASES = Path(__file__).parent / "data" / "directions"
SIGNED = {
    Comparator.GE: Direction.AT_LEAST,
    Comparator.GT: Direction.AT_LEAST,
    Comparator.LE: Direction.AT_MOST,
    Comparator.LT: Direction.AT_MOST,
}
PLAIN: dict[str, Value] = {
    "level": Level("健全"),
    "text": Text("…"),
    "missing": Missing(),
    "range": Range(Decimal(80), Decimal(90), unit="%"),
    "several": Several((Amount(Decimal(3), "个"), Amount(Decimal(5), "个"))),
}


@attrs.frozen
class Case:
    indicator: Indicator
    value: Value
    accepted: frozenset[Direction]


def _value(cell: str, text: str) -> Value:
    """A value as the tables write it: sign|number|unit, or a kind and its parts."""
    first, _, rest = cell.partition("|")
    if first == "text" and rest:
        return Text(rest)
    if first in PLAIN:
        return PLAIN[first]
    if first == "reference":
        return Reference("…", Comparator(rest) if rest else None)
    if first == "deadline":
        sign, month = rest.split("|")
        return Deadline(comparator=Comparator(sign) if sign else None, month=int(month) if month else None)
    number, unit = rest.split("|", 1)
    return Amount(Decimal(number), unit, comparator=Comparator(first) if first else None, text=text)


def _cases(file: str) -> list[Case]:
    cases = []
    for level1, level2, name, description, target, cell, direction, other in lines(CASES / file):
        indicator = Indicator(name, target, level1=level1, level2=level2, description=description)
        accepted = [direction, *filter(None, other.split(","))]
        cases.append(Case(indicator, _value(cell, target), frozenset(map(Direction, accepted))))
    return cases


FILES = ("published.tsv", "shapes.tsv", "names.tsv", "fields.tsv", "forms.tsv")
ALL = [case for file in FILES for case in _cases(file)]


@pytest.mark.parametrize("file", FILES)
def test_every_case_of_the_table(file: str) -> None:
    wrong = [
        f"{case.indicator.name} {case.indicator.target}: {got.direction} by {got.rule}"
        for case in _cases(file)
        if (got := infer_direction(case.indicator, case.value)).direction not in case.accepted
    ]
    assert [] == wrong


def _row(name: str, level2: str = "社会效益指标", **cells: object) -> Indicator:
    return Indicator(name, "", level2=level2, **cells)  # type: ignore[arg-type]


def _amount(number: str, unit: str = "%", sign: str | None = None, change: Change | None = None) -> Amount:
    return Amount(Decimal(number), unit, comparator=Comparator(sign) if sign else None, change=change)


RULES: list[tuple[str, Indicator, Value, Direction]] = [
    ("missing-target", _row("受益人数"), Missing(), Direction.UNKNOWN),
    ("qualitative-column", _row("管护机制", comparator="定性"), Text("优良中低差"), Direction.QUALITATIVE),
    ("equal-gives-way-satisfaction", _row("群众满意度"), _amount("90", sign="="), Direction.AT_LEAST),
    ("equal-gives-way-satisfaction", _row("群众满意度", comparator="＝"), _amount("90"), Direction.AT_LEAST),
    (
        "equal-gives-way-service",
        _row("完成时间", description="平台正常运行一年"),
        Deadline(month=12, comparator=Comparator.EQ),
        Direction.EXACTLY,
    ),
    (
        "equal-gives-way-deadline",
        _row("竣工时间"),
        Deadline(month=6, comparator=Comparator.EQ),
        Direction.AT_MOST,
    ),
    ("stated-bound-elsewhere", _row("总投资"), Reference("概算", Comparator.LE), Direction.AT_MOST),
    ("stated-sign", _row("事故起数"), _amount("2", "起", ">="), Direction.AT_LEAST),
    ("stated-sign", _row("接入学校数", comparator="大于等于"), _amount("86", "所"), Direction.AT_LEAST),
    ("stated-sign", _row("故障响应时间", comparator="≤"), _amount("30", "分钟"), Direction.AT_MOST),
    ("stated-equal", _row("编印期数"), _amount("12", "期", "="), Direction.EXACTLY),
    (
        "band-ladder",
        _row("大型会议控制率", bands=("≤5%", "≤10%", "≤20%", ">20%")),
        _amount("5"),
        Direction.AT_MOST,
    ),
    ("band-ladder", _row("活动次数", bands=("≥3", "2", "1", "0")), Missing(), Direction.AT_LEAST),
    ("labelled-reverse", _row("误差率（反向指标）"), _amount("1"), Direction.AT_MOST),
    ("labelled-reverse", _row("科研成果", comparator="反向"), _amount("1"), Direction.AT_MOST),
    ("labelled-forward", _row("某某率", comparator="正向指标"), _amount("1"), Direction.AT_LEAST),
    ("range-band", _row("设备利用率"), Range(Decimal(80), Decimal(90), unit="%"), Direction.WITHIN),
    ("word-target", _row("社会反响"), Level("良好"), Direction.QUALITATIVE),
    ("reference-target", _row("运维标准"), Reference("合同"), Direction.QUALITATIVE),
    ("no-better-side", _row("师生比"), Text("1:18"), Direction.UNKNOWN),
    ("text-target", _row("作用"), Text("保障办公秩序"), Direction.QUALITATIVE),
    (
        "sign-in-description",
        _row("会议次数", description="会议不超过8次"),
        _amount("8", "次"),
        Direction.AT_MOST,
    ),
    ("fall-stated", _row("办结时限"), _amount("50", change=Change.FALL), Direction.AT_LEAST),
    ("zero-target", _row("事故起数"), _amount("0", "起"), Direction.AT_MOST),
    ("zero-of-something-good", _row("产品合格率"), _amount("0"), Direction.UNKNOWN),
    ("fall-stated", _row("投诉量"), _amount("3", change=Change.FALL), Direction.AT_LEAST),
    ("fall-stated", _row("办公经费"), _amount("3", "万元", change=Change.SAVED), Direction.AT_LEAST),
    ("fall-of-something-good", _row("参保率"), _amount("3", change=Change.FALL), Direction.AT_MOST),
    ("rise-stated", _row("投诉量"), _amount("3", change=Change.RISE), Direction.AT_MOST),
    ("rank", _row("考核排名"), _amount("3", "名"), Direction.AT_MOST),
    ("date-serial", _row("拨付完成时间", "时效指标"), _amount("44561", ""), Direction.UNKNOWN),
    ("calendar-deadline", _row("完成时间", "时效指标"), Deadline(month=6), Direction.AT_MOST),
    (
        "calendar-span",
        _row("养护时限", "时效指标"),
        Deadline(month=12, start=Deadline(month=1)),
        Direction.AT_MOST,
    ),
    ("rate-with-amount", _row("成本节约率", "成本指标"), _amount("250", "万元"), Direction.UNKNOWN),
    ("standard-control-rate", _row("“三公经费”控制率", "数量指标"), _amount("100"), Direction.AT_MOST),
    ("control-rate", _row("成本控制率", "成本指标"), _amount("100"), Direction.UNKNOWN),
    ("special-good", _row("平均无故障时间", "质量指标"), _amount("8000", "小时"), Direction.AT_LEAST),
    ("fall-of-a-good", _row("满意度下降幅度"), _amount("3"), Direction.AT_MOST),
    ("saving-word", _row("采购成本节约率", "成本指标"), _amount("5"), Direction.AT_LEAST),
    ("growth-of-harm", _row("能耗增长率"), _amount("3"), Direction.AT_MOST),
    ("growth-word", _row("税收增长率"), _amount("3"), Direction.AT_LEAST),
    ("denied-harm", _row("无差错率"), _amount("99"), Direction.AT_LEAST),
    ("denied-good", _row("未履约率"), _amount("1"), Direction.AT_MOST),
    ("case-count", _row("受理案件数", "数量指标"), _amount("200", "件"), Direction.UNKNOWN),
    ("treatment-rate", _row("隐患整改率"), _amount("100"), Direction.AT_LEAST),
    ("treatment-count", _row("隐患排查次数", "数量指标"), _amount("24", "次"), Direction.AT_LEAST),
    ("cap-or-output", _row("会议次数", "数量指标"), _amount("8", "次"), Direction.AT_LEAST),
    ("harm-measured", _row("投诉率"), _amount("2"), Direction.AT_MOST),
    ("harm-in-manner", _row("违规使用资金笔数"), _amount("1", "笔"), Direction.AT_MOST),
    ("unit-of-nuisance", _row("出水钙离子"), _amount("1", "毫克/升"), Direction.AT_MOST),
    ("credit-granted", _row("担保贷款发放额", "数量指标"), _amount("900", "万元"), Direction.AT_LEAST),
    ("paid-out-total", _row("奖补资金", "成本指标"), _amount("300", "万元"), Direction.AT_MOST),
    ("paid-out-amount", _row("生活补助标准", "成本指标"), _amount("600", "元/人·月"), Direction.EXACTLY),
    ("satisfaction", _row("群众评价", "服务对象满意度指标"), _amount("90"), Direction.AT_LEAST),
    ("cost-class-good-rate", _row("资金到位率", "成本指标"), _amount("100"), Direction.AT_LEAST),
    ("cost-class-other-rate", _row("施工废水达标率", "生态环境成本指标"), _amount("95"), Direction.AT_LEAST),
    ("cost-class", _row("设备购置", "成本指标"), _amount("8", "万元"), Direction.AT_MOST),
    ("cost-class-other-unit", _row("管理费占比", "成本指标"), _amount("5"), Direction.AT_MOST),
    ("cost-by-name", _row("单次活动费用", "数量指标"), _amount("2", "万元"), Direction.AT_MOST),
    ("fines", _row("罚没收入", "经济效益指标"), _amount("200", "万元"), Direction.UNKNOWN),
    ("benefit-money", _row("工业总产值", "经济效益指标"), _amount("80", "元"), Direction.AT_LEAST),
    ("good-rate", _row("验收合格率", "质量指标"), _amount("95"), Direction.AT_LEAST),
    ("share-of-good", _row("持证教师占教师总数的比例"), _amount("40"), Direction.AT_LEAST),
    ("service-all-year", _row("系统运行时间", "时效指标"), Deadline(period=Period.YEAR), Direction.AT_LEAST),
    ("share-without-side", _row("外地学员占比"), _amount("40"), Direction.UNKNOWN),
    ("how-often", _row("刊出频次", "质量指标"), _amount("4", "次/月"), Direction.AT_LEAST),
    ("time-between", _row("巡查间隔", "时效指标"), _amount("7", "天"), Direction.AT_MOST),
    ("service-whole-year", _row("办公期间", "时效指标"), _amount("12", "个月"), Direction.AT_LEAST),
    ("time-taken", _row("故障响应时间", "时效指标"), _amount("30", "分钟"), Direction.AT_MOST),
    ("service-period", _row("质量保修期限", "时效指标"), _amount("3", "年"), Direction.AT_LEAST),
    ("service-period", _row("保密周期", "时效指标"), Deadline(month=12), Direction.AT_LEAST),
    ("timeliness-duration", _row("某项任务", "时效指标"), _amount("20", "天"), Direction.AT_MOST),
    ("full-year-kept", _row("某项任务", "时效指标"), _amount("12", "个月"), Direction.AT_LEAST),
    ("good-count", _row("受益单位"), _amount("200", "个"), Direction.AT_LEAST),
    ("describes-existing", _row("科室数量", "数量指标"), _amount("4", "个"), Direction.AT_LEAST),
    ("described-harm", _row("市场净化", description="违规机构数量"), _amount("3", "个"), Direction.AT_MOST),
    ("described-good", _row("工作效果", description="任务完成率"), _amount("50"), Direction.AT_LEAST),
    ("counted-as-incidents", _row("占用通道"), _amount("3", "起"), Direction.AT_MOST),
    ("output-count", _row("一体机", "数量指标"), _amount("2", "台"), Direction.AT_LEAST),
    ("made-count", _row("编发简报数量", ""), _amount("50", "期"), Direction.AT_LEAST),
    ("full-share", _row("维持局面"), _amount("100"), Direction.AT_LEAST),
    ("high-share", _row("传达事项"), _amount("88"), Direction.AT_LEAST),
    ("benefit-class", _row("辐射半径内用户"), _amount("88", "户"), Direction.AT_LEAST),
    ("unknown", _row("某项情况"), _amount("3"), Direction.UNKNOWN),
]


@pytest.mark.parametrize(("rule", "indicator", "value", "direction"), RULES)
def test_each_rule_fires(rule: str, indicator: Indicator, value: Value, direction: Direction) -> None:
    got = infer_direction(indicator, value)
    assert (rule, direction) == (got.rule, got.direction)


def test_no_rule_is_left_out_and_each_has_its_message() -> None:
    assert set(rule_names()) - {"unreadable-target"} == {rule for rule, *_ in RULES}
    assert set(rule_names()) == set(Catalog("direction").codes())
    assert len(rule_names()) == len(set(rule_names()))


@pytest.mark.parametrize(
    ("bands", "direction"),
    [
        (("≥95%", "≥85%", "≥70%", "<70%"), Direction.AT_LEAST),
        (("5天", "10天", "15天", "20天"), Direction.AT_MOST),
        # two grades that meet at one number: the signs say which way
        (("≥60%", "<60%"), Direction.AT_LEAST),
        (("≤60%", ">60%"), Direction.AT_MOST),
        (("60%", "<60%"), Direction.AT_LEAST),
        (("60%", ">60%"), Direction.AT_MOST),
        (("60%", "60%"), Direction.UNKNOWN),
        (("健全", "不健全"), Direction.UNKNOWN),
        (("≥60%", "不达标"), Direction.UNKNOWN),
    ],
)
def test_a_ladder_says_which_way_it_runs(bands: tuple[str, ...], direction: Direction) -> None:
    assert infer_direction(_row("某项情况", bands=bands), Missing()).direction is direction


@pytest.mark.parametrize("sign", list(SIGNED))
def test_an_explicit_sign_always_wins(sign: Comparator) -> None:
    for case in ALL:
        if isinstance(case.value, Amount | Deadline):
            got = infer_direction(case.indicator, attrs.evolve(case.value, comparator=sign))
            assert (SIGNED[sign], "stated-sign") == (got.direction, got.rule), case.indicator.name


def test_what_is_expected_does_not_look_at_the_sign() -> None:
    for case in ALL:
        if isinstance(case.value, Amount):
            plain = expected_direction(case.indicator, attrs.evolve(case.value, comparator=None))
            for sign in Comparator:
                signed = attrs.evolve(case.value, comparator=sign)
                assert plain == expected_direction(case.indicator, signed), case.indicator.name


@pytest.mark.parametrize(
    ("name", "level2", "value", "direction"),
    [
        ("登记材料差错率", "质量指标", _amount("5", sign=">="), Direction.AT_MOST),
        ("设备完好率", "质量指标", _amount("95", sign="<="), Direction.AT_LEAST),
        ("年度会议成本", "成本指标", _amount("8", "万元", ">="), Direction.AT_MOST),
        ("资金拨付及时率", "时效指标", _amount("120", sign="<="), Direction.AT_LEAST),
        ("采购资金节约率", "成本指标", _amount("10", sign=">="), Direction.AT_LEAST),
    ],
)
def test_what_the_name_expects_against_the_written_sign(
    name: str, level2: str, value: Value, direction: Direction
) -> None:
    assert direction == expected_direction(_row(name, level2), value).direction


def test_the_description_is_left_aside_when_asking_what_is_expected() -> None:
    row = _row("全年会议次数", "数量指标", description="会议不超过10次")
    assert Direction.AT_MOST == infer_direction(row, _amount("10", "次")).direction
    assert Direction.AT_LEAST == expected_direction(row, _amount("10", "次")).direction


def test_a_limit_that_only_describes_what_is_counted_is_no_sign() -> None:
    row = _row("考评不合格率", "质量指标", description="测试60分以下人数占参加测试总人数的比率")
    assert "denied-good" == infer_direction(row, _amount("5")).rule


def test_several_values_that_agree_state_their_sign() -> None:
    both = Several((_amount("90", sign=">="), _amount("85", sign=">=")))
    assert "stated-sign" == infer_direction(_row("投诉率"), both).rule


def test_the_unit_may_stand_in_its_column_or_in_the_name() -> None:
    plain = _amount("30", "")
    assert "time-taken" == infer_direction(_row("热线响应时间", unit="分钟"), plain).rule
    assert "full-share" == infer_direction(_row("局面（%）"), _amount("100", "")).rule


def test_the_answer_says_why_in_both_languages_and_pickles() -> None:
    for case in ALL:
        got = infer_direction(case.indicator, case.value)
        assert got.why.code == got.rule
        assert got.why.en
        assert got.why.zh
        assert "{" not in got.why.en + got.why.zh
        assert got.direction not in got.alternatives
        assert got == pickle.loads(pickle.dumps(got))  # noqa: S301


@pytest.mark.parametrize(("unit", "direction"), [("万元", Direction.AT_MOST), ("元/人", Direction.EXACTLY)])
def test_under_cost_what_is_paid_in_all_is_a_ceiling_and_what_each_gets_is_exact(
    unit: str, direction: Direction
) -> None:
    row = _row("生活补助", "成本指标")
    assert direction is infer_direction(row, _amount("300", unit)).direction
    assert Direction.EXACTLY is infer_direction(_row("补助标准", "成本指标"), _amount("3", unit)).direction


@pytest.mark.parametrize("denial", ["无", "未发现", "未出现", "未发生", "不存在", "没有"])
@pytest.mark.parametrize("modifier", ["", "严重", "明显", "重大", "较大的"])
@pytest.mark.parametrize("harm", ["毁损", "质量问题", "安全隐患", "违规"])
@pytest.mark.parametrize("share", ["房屋比例", "的项目占比", "率"])
def test_a_denied_harm_is_wished_for_whatever_stands_between(
    denial: str, modifier: str, harm: str, share: str
) -> None:
    denied = infer_direction(_row(f"{denial}{modifier}{harm}{share}"), _amount("98"))
    assert Direction.AT_LEAST is denied.direction
    plain = infer_direction(_row(f"{modifier}{harm}{share}"), _amount("2"))
    assert Direction.AT_LEAST is not plain.direction


def test_what_is_stated_is_trusted_most() -> None:
    assert Confidence.STATED == infer_direction(_row("投诉率"), _amount("2", sign="<=")).confidence
    assert Confidence.LOW == infer_direction(_row("某项情况"), _amount("3")).confidence


@pytest.mark.parametrize(
    ("written", "simplified"),
    [("項目投訴率", "项目投诉率"), ("設備故障響應時間", "设备故障响应时间"), ("無差錯率", "无差错率")],
)
@pytest.mark.parametrize("full_width", [False, True])
def test_a_name_in_traditional_characters_is_the_same_name(
    written: str, simplified: str, full_width: bool
) -> None:
    brackets = "（％）" if full_width else "(%)"
    of_simplified = infer_direction(_row(simplified + "(%)"), _amount("3", ""))
    of_written = infer_direction(_row(written + brackets), _amount("3", ""))
    assert (of_simplified.rule, of_simplified.direction) == (of_written.rule, of_written.direction)
    assert Direction.UNKNOWN is not of_simplified.direction


@pytest.mark.parametrize(
    ("cell", "direction"),
    [
        ("不逊于", Direction.AT_LEAST),
        ("起码", Direction.AT_LEAST),
        ("以上", Direction.AT_LEAST),
        ("未達到", Direction.AT_MOST),
        ("严禁超过", Direction.AT_MOST),
        ("以内", Direction.AT_MOST),
        ("等于", Direction.EXACTLY),
    ],
)
def test_a_sign_column_and_a_description_know_every_sign_of_the_table_of_words(
    cell: str, direction: Direction
) -> None:
    assert direction is infer_direction(_row("某项情况", comparator=cell), _amount("3", "次")).direction
    limit = f"3次{cell}" if cell.startswith("以") else f"{cell}3次"
    described = infer_direction(_row("某项情况", description=f"某项情况{limit}"), _amount("3", "次"))
    assert (direction, "sign-in-description") == (described.direction, described.rule)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("收入下滑幅度", "fall-of-a-good"),
        ("差距缩小率", "saving-word"),
        ("成活率升高幅度", "growth-word"),
        ("尚未履约率", "denied-good"),
        ("从未发生事故率", "denied-harm"),
        ("净亏损额", "harm-measured"),
        ("资金结余率", "harm-measured"),
    ],
)
def test_words_of_change_denial_and_loss_are_those_of_the_table_of_words(name: str, rule: str) -> None:
    assert rule == infer_direction(_row(name), _amount("3")).rule


@pytest.mark.parametrize("name", ["类别投诉率", "各级别差错率"])
def test_a_word_that_only_holds_a_denial_denies_nothing(name: str) -> None:
    assert "harm-measured" == infer_direction(_row(name), _amount("3")).rule


def test_a_target_that_cannot_be_read_is_unknown_and_says_so() -> None:
    got = infer_direction(Indicator("投诉率", "≤%", level2="质量指标"))
    assert (got.direction, got.rule) == (Direction.UNKNOWN, "unreadable-target")


def test_what_a_row_says_outright_is_what_is_inferred_of_it_or_nothing() -> None:
    said = [outright_direction(case.indicator, case.value) for case in ALL]
    inferred = [infer_direction(case.indicator, case.value) for case in ALL]
    assert any(said)
    assert not all(said)
    for case, outright, whole in zip(ALL, said, inferred, strict=True):
        expected = expected_direction(case.indicator, case.value)
        assert whole == (expected if outright is None else outright), case.indicator.name
