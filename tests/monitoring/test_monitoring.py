"""The year under way: lights, warnings, forecasts, and what has no light."""

from __future__ import annotations

import datetime as dt
import json
import pickle
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkpi import (
    Indicator,
    Light,
    Message,
    MonitorPolicy,
    PolicyError,
    Sheet,
    Status,
    monitor,
    monitor_policies,
)
from budgetkpi.errors import FieldError
from budgetkpi.records import monitoring_record

if TYPE_CHECKING:
    import pathlib

YEAR = 2025
ENDS = [dt.date(YEAR, month + 1, 1) - dt.timedelta(days=1) for month in range(1, 12)] + [
    dt.date(YEAR, 12, 31)
]


def quantity(reached: str | None, target: str = "≥1200场", **more: Any) -> Indicator:  # noqa: ANN401
    return Indicator("培训场次", target, level2=more.pop("level2", "数量指标"), stage_actual=reached, **more)


def light(row: Indicator, as_of: dt.date | str = "2025-06-30", policy: str | MonitorPolicy = "system") -> str:
    got = monitor(row, as_of=as_of, policy=policy, fiscal_year=YEAR)
    return got.light.value if got.light else got.reason.code


# What is due of 1200 after m months is 100 m: under 60 % red, under 80 % yellow; 120 % of the year blue.
@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize(
    ("share", "step", "wanted"),
    [
        (60, -1, "red"),
        (60, 0, "yellow"),
        (60, 1, "yellow"),
        (80, -1, "yellow"),
        (80, 0, "green"),
        (80, 1, "green"),
    ],
)
def test_the_lights_of_every_month(month: int, share: int, step: int, wanted: str) -> None:
    reached = month * share + step
    assert light(quantity(f"{reached}场"), ENDS[month - 1]) == wanted
    assert light(quantity(f"{reached}场", "=1200场"), ENDS[month - 1]) == wanted


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize(("policy", "edge"), [("system", 1440), ("system-older", None), ("shanxi", None)])
def test_the_blue_light_of_every_month(month: int, policy: str, edge: int | None) -> None:
    # of the whole year's target, or in the older release of what is due by now
    bound = edge or month * 120
    assert light(quantity(f"{bound - 1}场"), ENDS[month - 1], policy) == "green"
    assert light(quantity(f"{bound}场"), ENDS[month - 1], policy) == "blue"
    assert light(quantity(f"{bound + 1}场"), ENDS[month - 1], policy) == "blue"


def test_nothing_reached_is_red_and_nothing_reported_is_not() -> None:
    assert light(quantity("0场")) == "red"
    assert light(quantity("0场"), "2025-01-31") == "red"
    assert light(quantity("/")) == light(quantity(None)) == "not-reported"
    assert light(quantity("12..5场")) == "light-undetermined"


def test_only_whole_months_count() -> None:
    row = quantity("300场")
    assert light(row, "2025-01-30") == "no-month"
    assert light(row, "2025-06-29") == "yellow"  # five months: 300 of 500
    assert light(row, "2025-06-30") == "red"  # six months: 300 of 600 is 50 %
    got = monitor(row, as_of="2025-06-29", policy="system")
    assert got.progress == Fraction(3, 5)
    assert "month-begun" in [note.code for note in got.notes]
    assert "month-begun" not in [
        note.code for note in monitor(row, as_of=dt.date(2025, 6, 30), policy="system").notes
    ]
    late = monitor(row, as_of="2026-02-28", policy="system", fiscal_year=2025)
    assert late.progress == Fraction(1, 4)
    assert "after-the-year" in [note.code for note in late.notes]


@pytest.mark.parametrize(
    ("target", "reached", "policy", "wanted"),
    [
        # limits, zeros
        ("≤5%", "5%", "system", "green"),
        ("≤5%", "5.01%", "system", "red"),
        ("<5%", "5%", "system", "red"),
        ("=0%", "0%", "system", "green"),
        ("=0%", "1%", "system", "red"),
        ("≤0%", "0%", "system", "green"),
        ("≤5%", "5%", "zhanhua", "rule-silent"),
        # words
        ("健全", "健全", "system", "green"),
        ("健全", "达成预期指标", "system", "green"),
        ("健全", "部分达成预期指标并具有一定效果", "system", "yellow"),
        ("健全", "未达成预期指标且效果较差", "system", "red"),
        ("健全", "不健全", "system", "light-undetermined"),
        ("健全", "", "system", "not-reported"),
        ("健全", "健全", "sichuan-2025", "rule-silent"),
        # ranges
        ("80%-90%", "85%", "system", "rule-silent"),
        # what does not apply
        ("不适用", "", "system", "not-applicable"),
    ],
)
def test_the_other_kinds_of_target(target: str, reached: str, policy: str, wanted: str) -> None:
    row = Indicator("情况", target, level2="质量指标", stage_actual=reached)
    assert light(row, policy=policy) == wanted


@pytest.mark.parametrize(
    ("level2", "wanted"),
    [
        ("数量指标", "green"),
        ("社会效益指标", "green"),
        ("服务对象满意度指标", "green"),
        ("质量指标", "red"),
        ("成本指标", "red"),
    ],
)
def test_shanxi_counts_by_pro_rata_only_where_more_comes_with_the_months(level2: str, wanted: str) -> None:
    row = Indicator("合格率", "≥90%", level2=level2, stage_actual="50%")
    assert light(row, policy="shanxi") == wanted
    assert light(row, policy="system") == "green"


@pytest.mark.parametrize(
    ("reached", "as_of", "policy", "wanted"),
    [
        ("", "2025-06-30", "system", "not-due"),
        ("", "2025-09-30", "shanxi", "not-due"),
        ("", "2025-10-01", "shanxi", "past-due"),
        ("", "2025-10-31", "system", "rule-silent"),
        ("2025年9月30日", "2025-10-31", "shanxi", "green"),
        ("2025年10月1日", "2025-10-31", "shanxi", "red"),
        ("2025年9月30日", "2025-10-31", "system", "rule-silent"),
        ("2025年10月8日", "2026-12-31", "zhanhua", "late-without-light"),
        ("2025年12月30日", "2026-12-31", "zhanhua", "blue"),
        ("2025年12月29日", "2026-12-31", "zhanhua", "late-without-light"),
        ("2025年12月31日", "2026-12-31", "zhanhua", "blue"),
        ("2026年3月29日", "2026-12-31", "zhanhua", "blue"),
        ("2026年3月30日", "2026-12-31", "zhanhua", "yellow"),
        ("2026年6月29日", "2026-12-31", "zhanhua", "yellow"),
        ("2026年6月30日", "2026-12-31", "zhanhua", "red"),
    ],
)
def test_deadlines(reached: str, as_of: str, policy: str, wanted: str) -> None:
    row = Indicator("完成时间", "2025年9月底前", level2="时效指标", stage_actual=reached)
    assert light(row, as_of, policy) == wanted


# money


def sheet(executed: str | int | None, *rows: Indicator, budget: int | None = 1200) -> Sheet:
    return Sheet(fiscal_year=YEAR, budget=budget, executed=executed, indicators=rows)


@pytest.mark.parametrize("month", range(1, 13))
def test_the_money_of_every_month(month: int) -> None:
    for share, step, wanted in (
        (60, -1, "red"),
        (60, 0, "yellow"),
        (80, -1, "yellow"),
        (80, 0, "green"),
        (130, 0, "green"),
    ):
        got = monitor(sheet(month * share + step), as_of=ENDS[month - 1], policy="system")
        assert got.money_light is Light(wanted)
    assert monitor(sheet(0, budget=0), as_of=ENDS[month - 1], policy="system").money_light is Light.RED


DUE = {
    month: due
    for due, months in {25: (4, 5), 40: (6, 7), 60: (8, 9), 80: (10, 11, 12)}.items()
    for month in months
}


@pytest.mark.parametrize("month", range(1, 13))
def test_the_money_that_sichuan_asks_for(month: int) -> None:
    def codes(executed: int) -> list[str]:
        return [
            one.code
            for one in monitor(sheet(executed), as_of=ENDS[month - 1], policy="sichuan-2025").findings
        ]

    if month not in DUE:
        assert codes(0) == ["money-not-due"]
        return
    edge = 12 * DUE[month]
    assert codes(edge - 1) == ["money-behind", "answer-due"]
    assert codes(edge) == codes(edge + 1) == []


def test_money_that_is_not_known_has_no_light() -> None:
    got = monitor(sheet(None), as_of="2025-06-30", policy="system")
    assert (got.money_light, got.execution_rate) == (None, None)
    assert [one.code for one in got.findings] == ["money-unknown"]


@pytest.mark.parametrize(
    ("reached", "warned"),
    [("599场", True), ("600场", False), ("720场", False), ("840场", False), ("841场", True)],
)
def test_goals_and_money_apart(reached: str, warned: bool) -> None:
    got = monitor(sheet(720, quantity(reached)), as_of="2025-08-31", policy="sichuan-2025")
    assert ("goals-and-money-apart" in [one.code for one in got.findings]) is warned
    assert [note.code for note in got.notes] == ["goals-mean"]
    weighed = sheet(720, quantity(reached, points="10"))
    got = monitor(weighed, as_of="2025-08-31", policy="sichuan-2025")
    assert [note.code for note in got.notes] == ["goals-mean-weighted"]


@pytest.mark.parametrize(
    ("reached", "as_of", "wanted"),
    [
        ("70场", "2025-07-31", []),
        ("69场", "2025-07-31", ["stage-reason-owed"]),
        ("130场", "2025-07-31", []),
        ("131场", "2025-07-31", ["stage-reason-owed"]),
        ("69场", "2025-08-31", []),
    ],
)
def test_stage_values(reached: str, as_of: str, wanted: list[str]) -> None:
    row = quantity(reached, stage_target="100场")
    assert [one.code for one in monitor(row, as_of=as_of, policy="jilin-2024").findings] == wanted
    told = quantity(reached, stage_target="100场", reason="疫情")
    assert monitor(told, as_of=as_of, policy="jilin-2024").findings == ()


def test_stage_values_that_are_not_there() -> None:
    codes = [one.code for one in monitor(quantity("9场"), as_of="2025-07-31", policy="jilin-2024").findings]
    assert codes == ["stage-unknown"]
    odd = quantity("9场", stage_target="健全")
    assert [one.code for one in monitor(odd, as_of="2025-07-31", policy="jilin-2024").findings] == [
        "stage-undetermined"
    ]
    none = monitor(sheet(0), as_of="2025-07-31", policy="jilin-2024")
    assert "money-none" in [one.code for one in none.findings]
    assert "money-none" not in [
        one.code for one in monitor(sheet(0), as_of="2025-08-31", policy="jilin-2024").findings
    ]


@pytest.mark.parametrize(
    ("reached", "warned"), [("114.9万元", False), ("115万元", False), ("115.1万元", True), ("50万元", False)]
)
def test_a_cost_far_over_its_limit(reached: str, warned: bool) -> None:
    row = Indicator("总成本", "≤100万元", level2="经济成本指标", stage_actual=reached)
    found = [one.code for one in monitor(row, as_of="2025-06-30", policy="zhanhua").findings]
    assert ("cost-freezes" in found) is warned


def test_a_forecast_that_misses_the_year_s_target_is_said() -> None:
    for forecast, wanted in (
        ("1199场", ["forecast-misses"]),
        ("1200场", []),
        ("约1200场", ["forecast-open"]),
        ("", []),
        ("/", []),
    ):
        got = monitor(quantity("600场", forecast=forecast), as_of="2025-06-30", policy="system")
        assert [one.code for one in got.findings] == wanted, forecast


# the project


def test_the_project_has_the_worst_light_of_its_rows() -> None:
    green, yellow, red = (quantity(f"{n}场") for n in (600, 400, 100))
    assert monitor(sheet(600, green, yellow), as_of="2025-06-30", policy="system").light is Light.YELLOW
    assert monitor(sheet(600, green, red, yellow), as_of="2025-06-30", policy="system").light is Light.RED
    assert (
        monitor(sheet(600, green, quantity("1440场")), as_of="2025-06-30", policy="system").light
        is Light.GREEN
    )


def test_a_row_that_is_open_leaves_the_project_open_unless_it_is_red_already() -> None:
    waiting = quantity("/")
    got = monitor(sheet(600, quantity("600场"), waiting), as_of="2025-06-30", policy="system")
    assert (got.light, [note.code for note in got.notes]) == (None, ["light-open"])
    got = monitor(sheet(600, quantity("1场"), waiting), as_of="2025-06-30", policy="system")
    assert got.light is Light.RED
    due = Indicator("完成时间", "11月底前", level2="时效指标", stage_actual="")
    assert (
        monitor(sheet(600, quantity("600场"), due), as_of="2025-06-30", policy="system").light is Light.GREEN
    )


@pytest.mark.parametrize("name", monitor_policies())
def test_every_policy_says_whose_its_rules_are_and_every_result_explains_itself(name: str) -> None:
    policy = MonitorPolicy.named(name)
    assert policy.title
    for rule in policy.rules.values():
        assert rule.source
        assert isinstance(rule.status, Status)
        assert rule.status is not Status.OFFICIAL
    got = monitor(
        Sheet(
            "项目",
            fiscal_year=YEAR,
            budget=100,
            executed=30,
            indicators=[quantity("300场", forecast="900场", stage_target="600场")],
        ),
        as_of="2025-06-30",
        policy=name,
    )
    assert pickle.loads(pickle.dumps(got)) == got  # noqa: S301
    record = monitoring_record(got)
    assert json.loads(json.dumps(record)) == record
    assert (record["policy"], record["as_of"], len(record["rows"])) == (name, "2025-06-30", 1)
    for lang in ("en", "zh"):
        assert "{" not in got.explain(lang)
        row = got.rows[0].row(lang)
        assert json.loads(json.dumps(row)) == row
    assert got.rows[0].row()["全年预计完成情况"] == "900场"
    assert "<table>" in got._repr_html_()
    assert repr(got).startswith("<Monitoring")


def test_an_office_s_policy_is_chosen_by_the_budget_year() -> None:
    got = monitor(sheet(0), as_of="2025-06-30", policy="sichuan")
    assert ("sichuan-2025", "policy-chosen") == (got.policy.name, got.notes[0].code)
    row = monitor(quantity("9场"), as_of="2024-07-31", policy="jilin")
    assert ("jilin-2024", "policy-chosen") == (row.policy, row.notes[-1].code)
    with pytest.raises(PolicyError) as caught:
        monitor(quantity("9场"), as_of="2025-07-31", policy="jilin")
    assert caught.value.code == "policy-no-year"
    other = monitor(quantity("9场"), as_of="2025-07-31", policy="jilin-2024")
    assert "policy-other-year" in [note.code for note in other.notes]


def test_a_rule_of_another_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="goals takes a Goals"):
        MonitorPolicy("mine", goals=MonitorPolicy.named("system").money)  # type: ignore[arg-type]


def test_a_policy_of_one_s_own(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "county.toml"
    file.write_text(
        'title = "县"\nbase = "system"\nwords = "silent"\n'
        '[goals]\nred_below = "50%"\n[spans]\nkind = "in_range"\n',
        encoding="utf-8",
    )
    mine = MonitorPolicy.from_toml(file)
    assert (mine.name, mine.title, mine.status) == ("county", "县", Status.OURS)
    assert light(quantity("300场"), policy=mine) == "yellow"
    assert light(quantity("299场"), policy=mine) == "red"
    assert light(Indicator("情况", "80%-90%", stage_actual="85%"), policy=mine) == "green"
    assert light(Indicator("情况", "健全", stage_actual="健全"), policy=mine) == "rule-silent"
    assert mine.goals is not None
    assert mine.goals.source == "county.toml"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("[goals]\nred_below = '60%'", "goals.yellow_below"),
        ("[goals]\nred_below = '90%'\nyellow_below = '80%'", "goals.red_below"),
        ("[goals]\nred_below = '60%'\nyellow_below = '80%'\nblue_from = '70%'", "goals.blue_from"),
        ("[money]\nkind = 'steps'", "money.steps"),
        ("[money]\nkind = 'steps'\nsteps = [[6, '40%'], [4, '25%']]", "money.steps"),
        ("[money]\nkind = 'steps'\nsteps = [[13, '40%']]", "money.steps"),
        ("[money]\nkind = 'pro_rata'", "money.red_below"),
        ("[words]\nlights = ['green']", "words.lights"),
        ("[words]\nlights = ['green', 'pink', 'red']", "words.lights"),
        ("[deadlines]\nkind = 'delay'\nmonths = [3, 6]\nlights = ['red']", "deadlines.lights"),
        ("[worst]\norder = ['red', 'green']", "worst.order"),
        ("[in_range]\nclasses = ['x']", "in_range.classes"),
        ("[stage]\nuntil = 0\noff = '30%'\nclasses = []", "stage.until"),
        ("[nothing]\nx = 1", "nothing"),
        ("goals = 3", "goals"),
        ("base = 'nowhere'", "nowhere"),
        ("base = 3", "base"),
        ("= 3", "county.toml"),
    ],
)
def test_a_bad_file_names_the_field(tmp_path: pathlib.Path, text: str, field: str) -> None:
    file = tmp_path / "county.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError, match=field):
        MonitorPolicy.from_toml(file)


def test_bad_days_and_things_are_refused() -> None:
    row = quantity("1场")
    with pytest.raises(FieldError, match="no date"):
        monitor(row, as_of="30.6.2025", policy="system")
    with pytest.raises(FieldError, match="2024-12-31"):
        monitor(row, as_of="2024-12-31", policy="system", fiscal_year=2025)
    with pytest.raises(TypeError, match="date"):
        monitor(row, as_of=20250630, policy="system")  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="Sheet"):
        monitor("≥5场", as_of="2025-06-30", policy="system")  # type: ignore[call-overload]
    with pytest.raises(PolicyError, match="sichuan-2025"):
        monitor(row, as_of="2025-06-30", policy="nowhere")
    with pytest.raises(TypeError, match="MonitorPolicy"):
        monitor(row, as_of="2025-06-30", policy=3)  # type: ignore[call-overload]
    assert light(row, dt.datetime(2025, 6, 30, 12)) == "red"  # noqa: DTZ001


def test_findings_of_the_table_are_kept() -> None:
    assert isinstance(monitor(quantity("1场"), as_of="2025-06-30", policy="system").reason, Message)
    assert monitor(quantity("3场", actual="700场"), as_of="2025-06-30", policy="system").light is Light.RED
    assert (
        monitor(Indicator("培训场次", "≥1200场", actual="700场"), as_of="2025-06-30", policy="system").light
        is Light.GREEN
    )


# laws

ORDER = ["red", "yellow", "green", "blue"]


@given(
    st.integers(0, 2000),
    st.integers(0, 2000),
    st.integers(1, 12),
    st.sampled_from(["system", "system-older", "shanxi"]),
)
def test_lights_rise_with_what_was_reached(a: int, b: int, month: int, policy: str) -> None:
    less, more = (light(quantity(f"{n}场"), ENDS[month - 1], policy) for n in sorted((a, b)))
    assert ORDER.index(less) <= ORDER.index(more)


@given(st.integers(0, 2000), st.integers(1, 12), st.integers(1, 12))
def test_lights_fall_as_the_year_goes_on(reached: int, a: int, b: int) -> None:
    early, late = (light(quantity(f"{reached}场"), ENDS[month - 1]) for month in sorted((a, b)))
    assert ORDER.index(late) <= ORDER.index(early)
