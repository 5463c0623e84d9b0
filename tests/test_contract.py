"""The public names: they may be added to, and never renamed, dropped or given another meaning.

Each promise is written as a user would type it. An argument, a member or an attribute more than
promised is no failure; a promised one that is gone, has moved or has another default is.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import inspect
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import budgetkpi as bk

PUBLIC: list[str] = vars(bk)["__all__"]

FUNCTIONS = """
parse(text, *, indicator=None)
evaluate(target, actual, *, indicator=None, fiscal_year=None)
infer_direction(indicator)
find(sentence)
Bands.parse(cells, grades=("excellent", "good", "fair", "poor"))
Bands.grade(self, actual)
score(indicator, actual=None, *, policy="national-2020", fiscal_year=None)
Score.explain(self, lang="en")
policies()
Policy.named(name)
Policy.from_toml(path)
Policy.evolve(self, **changes)
Policy.to_toml(self)
Policy.explain(self, lang="en")
monitor(what, *, as_of, policy)
monitor_policies()
MonitorPolicy.named(name)
MonitorPolicy.from_toml(path)
Monitoring.explain(self, lang="en")
WatchedRow.explain(self, lang="en")
WatchedRow.row(self, lang="zh")
monitoring_record(monitoring)
Sheet.appraise(self, actuals=None, *, policy="national-2020", weights=None)
Appraisal.explain(self, lang="en")
Appraisal.sums(self)
audit(sheet, *, policy="national-2020")
roll_up(actuals, *, relative=None)
check(given, *, select=None, ignore=None)
to_record(value)
from_record(record)
evaluation_record(evaluation)
score_record(score)
appraisal_record(appraisal)
audit_record(audit)
policy_record(policy)
finding_record(finding)
read_rows(source)
write_form(appraisal, path, form="national")
write_review(appraisals, path, *, lang="zh")
read_sheets(source, *, limits=None, format=None)
Sheets(sheets=(), *, findings=(), source=None)
Limits()
arrow.parse_batch(batch, column=None, *, encoded=False)
arrow.evaluate_batch(batch, *, target, actual, name=None, policy=None, encoded=False)
arrow.score_batch(batch, *, target, actual, name=None, points=None, policy="national-2020")
arrow.check_batch(batch, *, name, target, encoded=False)
arrow.schema(work)
duckdb.register(connection)
duckdb.score_files(files, output)
frames.parse(frame, column=None)
frames.evaluate(frame, *, target, actual, name=None, policy=None)
frames.score(frame, *, target, actual, name=None, points=None, policy="national-2020")
frames.check(frame, *, name, target)
spark.parse(df, column)
spark.evaluate(df, *, target, actual, name=None, policy=None)
spark.score(df, *, target, actual, name=None, points=None, policy="national-2020")
spark.check(df, *, name, target)
quantity(number, unit)
Vocabulary.with_units(self, *definitions)
Vocabulary.with_ladder(self, name, rungs)
Vocabulary.with_blanks(self, *cells)
Vocabulary.with_harmless(self, *words)
Vocabulary.from_toml(path)
Evaluation.row(self, lang="zh")
Evaluation.explain(self, lang="en")
Score.row(self, lang="zh")
AuditRow.row(self, lang="zh")
Appraisal.row(self, lang="zh")
Vocabulary.use(self)
units.known(unit)
units.define(*definitions, base=None)
units.use(vocabulary)
units.registry()
Amount.to_registry(self, registry)
Deadline.first_day(self, fiscal_year)
Deadline.last_day(self, fiscal_year)
Deadline.latest_day(self, fiscal_year)
Message(code, en, zh)
Note(message, rule="", alternatives=())
Finding(code, *, severity, message, indicator=None, fix="")
Amount(magnitude, unit="", *, comparator=None, approximation=None, change=None, base="", text="", notes=())
Range(low, high, *, low_inclusive=True, high_inclusive=True, unit="", approximation=None)
Deadline(*, comparator=None, year=None, month=None, day=None, year_offset=0, recurring=False)
Level(word, ladder="", *, rank=None, negated=False)
Reference(title, comparator=None)
Several(values)
Text(content)
Missing(*, text="", notes=(), alternatives=())
Indicator(name, target="", *, level1="", level2="", description="", basis="", comparator=None, unit=None)
Indicator(name, target="", *, actual=None, points=None, earned=None, reason=None, activity=None)
Indicator(name, target="", *, bands=None, fiscal_year=None)
Sheet(title="", department="", *, fiscal_year=None, budget=None, executed=None, indicators=(), source=None)
Sheet(title="", department="", *, findings=())
"""

MEMBERS = """
Kind AMOUNT=amount RANGE=range DEADLINE=deadline LEVEL=level REFERENCE=reference SEVERAL=several TEXT=text
Kind MISSING=missing
Comparator GE=>= GT=> LE=<= LT=< EQ==
Approximation ABOUT=about JUST_OVER=just_over JUST_UNDER=just_under
Change RISE=rise FALL=fall SAVED=saved OVERSPENT=overspent
Period DAY=day TEN_DAY=ten_day MONTH=month QUARTER=quarter HALF=half YEAR=year
Part BEGINNING=beginning MIDDLE=middle END=end
Outcome MET=met NOT_MET=not_met UNDETERMINED=undetermined
Direction AT_LEAST=at_least AT_MOST=at_most EXACTLY=exactly WITHIN=within
Direction QUALITATIVE=qualitative UNKNOWN=unknown
Confidence STATED=stated HIGH=high MEDIUM=medium LOW=low
Cause LIMIT_AS_GOAL=limit_as_goal LINEAR=linear INVERSE_RATIO=inverse_ratio
Cause WHOLE_POINTS=whole_points ONE_PLACE=one_place CUT=cut WEIGHT_COPIED=weight_copied
Light RED=red YELLOW=yellow GREEN=green BLUE=blue
Severity ERROR=error WARNING=warning INFO=info
Section COST=cost OUTPUT=output OUTCOME=outcome SATISFACTION=satisfaction OTHER=other
Section MANAGEMENT=management DUTIES=duties
Subclass QUANTITY=quantity QUALITY=quality TIMELINESS=timeliness COST=cost ECONOMIC=economic SOCIAL=social
Subclass ECONOMIC_COST=economic_cost SOCIAL_COST=social_cost ENVIRONMENTAL_COST=environmental_cost
Subclass ENVIRONMENTAL=environmental SUSTAINED=sustained SATISFACTION=satisfaction OTHER=other
Status OFFICIAL=official OBSERVED=observed QUOTED=quoted PROVISIONAL=provisional OURS=ours
Standing AGREES=agrees ROUNDED=rounded LOWER=lower HIGHER=higher NOT_COMPARABLE=not_comparable
Flag OVER=over EQUAL_EXCEEDED=equal-exceeded ZERO_TARGET=zero-target NEGATIVE_ACTUAL=negative-actual
Flag STEPS=steps STRICT_BOUND=strict-bound BELOW_PASS_MARK=below-pass-mark LATE=late
Flag MISSING_ACTUAL=missing-actual
Flag UNDETERMINED=undetermined REASON_REQUIRED=reason-required HAND_REVIEW=hand-review RULE_SILENT=rule-silent
Flag NOT_APPLICABLE=not-applicable BY_HAND=by-hand HAND_REFUSED=hand-refused
"""

OF_EVERY_VALUE = "kind text notes alternatives"
ROW = bk.Indicator(
    "采购资金节约率（%）", "≥10%", level1="产出指标", level2="成本指标", points=10, actual="8%", earned=8
)
SHEET = bk.Sheet("采购", budget=100, executed=90, indicators=[ROW])

ATTRIBUTES: list[tuple[str, str]] = [
    (
        "parse('≥95%')",
        f"comparator magnitude unit approximation approximate change base quantity {OF_EVERY_VALUE}",
    ),
    ("parse('[80%,90%)')", f"low high low_inclusive high_inclusive unit approximation {OF_EVERY_VALUE}"),
    (
        "parse('2020年12月底前')",
        f"comparator year month day period part year_offset recurring {OF_EVERY_VALUE}",
    ),
    ("parse('未达标')", f"word ladder rank negated {OF_EVERY_VALUE}"),
    ("parse('不超过年初预算')", f"title comparator {OF_EVERY_VALUE}"),
    ("parse('培训2次，每次100人')", f"values {OF_EVERY_VALUE}"),
    ("parse('为居民提供咨询服务')", f"content {OF_EVERY_VALUE}"),
    ("parse('/')", OF_EVERY_VALUE),
    ("parse('12月').notes[0]", "message rule alternatives code"),
    ("parse('12月').notes[0].message", "code en zh"),
    ("evaluate('≥95%', '96%')", "outcome attainment direction target actual reason notes errors inference"),
    ("infer_direction(ROW)", "direction rule confidence why alternatives"),
    ("Bands.parse(['≥95%', '≥85%', '≥70%', '<70%'])", "grade problems grades values"),
    ("find('培训人员100人。')[0]", "start end text subject value"),
    (
        "score(ROW)",
        "earned band points flags over_ratio deviation share formula evaluation policy notes applied",
    ),
    (
        "SHEET.appraise()",
        "sheet policy rows execution_points total total_range out_of grade findings notes",
    ),
    ("audit(SHEET)", "rows findings figures notes"),
    ("audit(SHEET)[0]", "score published standing message findings causes review"),
    (
        "audit(Sheet(indicators=[ROW], published_total=8)).figures[0]",
        "name published rule standing message",
    ),
    ("check(Indicator('满意度', '≥120%'))[0]", "code severity message indicator fix"),
    (
        "Policy.named('national-2020')",
        "title status rules shortfall over reverse equal zero negative ranges qualitative dates satisfaction",
    ),
    (
        "Policy.named('mof-101')",
        "name sections execution reasons review deduction cost_cap lights grades rounding",
    ),
    ("Policy.named('national-2020').shortfall", "kind source status"),
    ("ROW", "section subclass hand_points deduction deduction_reason stage_target stage_actual forecast"),
    (
        "monitor(SHEET, as_of='2025-06-30', policy='system')",
        "sheet policy as_of months rows light money_light execution_rate money_progress findings notes",
    ),
    (
        "monitor(ROW, as_of='2025-06-30', policy='system')",
        "indicator as_of policy light completion progress formula reason evaluation applied findings notes",
    ),
    ("MonitorPolicy.named('system')", "name title status rules money goals limits zeros words worst"),
    ("Sheets([SHEET])", "sheets findings source __iter__ __len__ __getitem__"),
    ("Limits()", "size unpacked rows columns cells cell_length paragraphs tables depth pages"),
]


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


def public(dotted: str) -> Any:  # noqa: ANN401  (whatever has that name)
    return functools.reduce(getattr, dotted.split("."), bk)


def evaluated(code: str) -> Any:  # noqa: ANN401  (as above)
    names = {name: getattr(bk, name) for name in PUBLIC}
    return eval(code, names | {"ROW": ROW, "SHEET": SHEET})  # noqa: S307  (from the tables above)


@pytest.mark.parametrize("promise", lines(FUNCTIONS))
def test_a_call_that_stays(promise: str) -> None:
    """What is promised can be given as promised, in its order, and what is more may be left out."""
    name, _, arguments = promise.removesuffix(")").partition("(")
    wanted = inspect.signature(eval(f"lambda {arguments}: 0")).parameters  # noqa: S307  (as above)
    found = inspect.signature(public(name)).parameters
    for argument, parameter in wanted.items():
        held = found[argument]
        assert held.kind is parameter.kind, argument
        assert held.default == parameter.default, argument
    by_place = [
        [p.name for p in parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD]
        for parameters in (wanted, found)
    ]
    assert by_place[1][: len(by_place[0])] == by_place[0]
    more = [
        p for n, p in found.items() if n not in wanted and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
    ]
    assert all(p.default is not p.empty for p in more)


@pytest.mark.parametrize("promise", lines(MEMBERS))
def test_members_that_stay(promise: str) -> None:
    name, *members = promise.split()
    closed = public(name)
    assert issubclass(closed, enum.StrEnum)
    for member in members:
        name, _, value = member.partition("=")
        assert closed[name].value == value
        assert closed(value) is closed[name]


@pytest.mark.parametrize(("code", "names"), ATTRIBUTES)
def test_attributes_that_stay(code: str, names: str) -> None:
    held = evaluated(code)
    assert [name for name in names.split() if not hasattr(held, name)] == []


def test_every_kind_of_value_is_pinned() -> None:
    kinds = {evaluated(code).kind for code, names in ATTRIBUTES if names.endswith(OF_EVERY_VALUE)}
    assert kinds == set(bk.Kind)


def test_every_public_name_is_there_and_pinned() -> None:
    """A new public name is a promise too: it goes into a table of this file."""
    told = FUNCTIONS + MEMBERS + " ".join(code for code, _ in ATTRIBUTES)
    classes = {type(value).__name__ for code, _ in ATTRIBUTES for value in [evaluated(code)]}
    errors = {name for name in PUBLIC if name.endswith("Error")}
    unpinned = {name for name in PUBLIC if name not in told and name not in classes | errors | {"Value"}}
    assert unpinned == set()
    assert all(hasattr(bk, name) for name in PUBLIC)


@pytest.mark.parametrize("name", [name for name in PUBLIC if name.endswith("Error")])
def test_an_error_is_ours_and_a_builtin(name: str) -> None:
    error = getattr(bk, name)
    assert issubclass(error, bk.BudgetKpiError)
    fitting = {"MissingExtraError": ImportError, "FieldTypeError": TypeError}.get(name, ValueError)
    assert name == "BudgetKpiError" or issubclass(error, fitting)


# what the names mean


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("parse('<=100.00元/本').comparator", bk.Comparator.LE),
        ("parse('<=100.00元/本').comparator.symbol", "≤"),
        ("str(parse('<=100.00元/本').magnitude)", "100.00"),
        ("parse('<=100.00元/本').unit", "元/本"),
        ("str(parse('<=100.00元/本'))", "≤100元/本"),
        ("parse('13万元') == parse('130000元')", True),
        ("parse('15亩') == parse('1公顷')", False),
        ("parse('15亩').quantity == parse('1公顷').quantity", True),
        ("quantity('3', '万元') == quantity('30000', '元')", True),
        ("quantity('12', '个月') == quantity('1', '年')", True),
        ("quantity('90', '%') == quantity('0.9', '')", False),
        ("parse('2年1个月')", bk.Amount(Decimal(25), "个月")),
        ("parse('12月', indicator=Indicator('保密周期')).unit", "个月"),
        ("parse('次年3月底前').year_offset", 1),
        ("parse('2020年2月底前').last_day(2020)", dt.date(2020, 2, 29)),
        ("parse('2020年2月').first_day(2020)", dt.date(2020, 2, 1)),
        ("evaluate(ROW, '0.12').outcome", bk.Outcome.UNDETERMINED),
        ("evaluate(ROW, '12%').attainment", Fraction(6, 5)),
        ("evaluate('≤5%', '6%').attainment", Fraction(5, 6)),
        ("evaluate('<5%', '5%').attainment", Fraction(1)),
        ("evaluate('<5%', '5%').outcome", bk.Outcome.NOT_MET),
        ("evaluate('健全', '健全').attainment", None),
        ("evaluate('≥', '5').target", None),
        ("evaluate('≥95%', dt.date(2020, 1, 1)).outcome", bk.Outcome.UNDETERMINED),
        ("evaluate('≥95%', None).actual.kind", bk.Kind.MISSING),
        ("evaluate('≥95%', Fraction(19, 20)).errors", ()),
        ("str(score(ROW, '8%', policy='national-2020').earned)", "8.00"),
        ("score(ROW, '5%', policy='mof-101').flags", (bk.Flag.BELOW_PASS_MARK,)),
        ("policies()[0]", "national-2020"),
        ("Bands.parse(['95%', '85%', '70%', '0%']).grade('90%')", "good"),
        ("SHEET.appraise(weights='equal').rows[0].points", Decimal(90)),
        ("SHEET.appraise().execution_points", Decimal(9)),
        ("Sheet(indicators=[ROW]).appraise().execution_points", None),
    ],
)
def test_what_a_user_types(code: str, value: object) -> None:
    names = {name: getattr(bk, name) for name in PUBLIC}
    given = names | {"ROW": ROW, "SHEET": SHEET, "dt": dt, "Fraction": Fraction}
    found = eval(code, given)  # noqa: S307  (from the table above)
    assert found == value
    assert type(found) is type(value) or (type(value) is str and isinstance(found, str))


def test_a_float_is_a_cell_as_a_spreadsheet_shows_it_and_no_text() -> None:
    assert bk.evaluate("≥0.3倍", 0.1 + 0.2).attainment == 1
    with pytest.raises(TypeError):
        bk.parse(0.95)  # type: ignore[arg-type]


@pytest.mark.parametrize("outcome", bk.Outcome)
def test_an_outcome_has_no_truth(outcome: bk.Outcome) -> None:
    with pytest.raises(TypeError):
        bool(outcome)


@pytest.mark.parametrize(
    "cell",
    [
        "≥",
        "≥%",
        "12..5%",
        "95 96%",
        "80%-",
        "≥95%≤",
        "[80%,90%",
        "13月",
        "6月31日",
        "9\x075",
        "1" * 1001,
        "1" * 101,
    ],
)
def test_a_cell_that_fails_says_where(cell: str) -> None:
    with pytest.raises(bk.ParseError) as caught:
        bk.parse(cell)
    error = caught.value
    start, end = error.span
    assert error.text == cell
    assert 0 <= start <= end <= len(cell)
    assert error.code
    assert error.en
    assert error.zh
    assert "^" in str(error)


@pytest.mark.parametrize("code", [code for code, _ in ATTRIBUTES])
def test_every_result_is_frozen_hashable_and_picklable(code: str) -> None:
    held = evaluated(code)
    back = pickle.loads(pickle.dumps(held))  # noqa: S301  (our own)
    assert back == held
    assert hash(back) == hash(held)
    with pytest.raises(AttributeError):
        held.text = "x"


def test_a_unit_that_nobody_listed() -> None:
    value = bk.parse("12轮次")
    assert isinstance(value, bk.Amount)
    assert value.unit == "轮次"
    assert value.notes
    assert not bk.units.known("轮次")
    with pytest.raises(bk.UnitError):
        _ = value.quantity
