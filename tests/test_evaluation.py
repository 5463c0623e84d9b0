"""Evaluation: every form of target and actual, and what `evaluate` takes and refuses."""

from __future__ import annotations

import datetime
import pathlib
import pickle
import sys
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkpi import (
    Amount,
    Comparator,
    Deadline,
    Direction,
    Evaluation,
    Indicator,
    Missing,
    Outcome,
    Range,
    Text,
    Value,
    evaluate,
    parse,
)
from budgetkpi.evaluation import _of_cells
from budgetkpi.evaluation.pairs import judge
from budgetkpi.evaluation.reasons import Question, plain, say
from tests.cells import known_cells
from tests.laws import row_of
from tests.tables import numbered

CASES = pathlib.Path(__file__).parent / "data" / "evaluations"


@attrs.frozen
class Case:
    """One line of a case table."""

    level2: str
    name: str
    target: str
    actual: str
    year: str
    outcome: str
    attainment: str
    reason: str

    def judge(self) -> Evaluation:
        row = Indicator(self.name, self.target, level2=self.level2)
        return evaluate(row, self.actual, fiscal_year=int(self.year) if self.year else None)


def cases() -> list[object]:
    """Every line of every table."""
    return [pytest.param(Case(*line), id=place) for place, line in numbered(CASES)]


@pytest.mark.parametrize("case", cases())
def test_case(case: Case) -> None:
    got = case.judge()
    wanted = Fraction(case.attainment) if case.attainment else None
    assert (got.outcome.value, got.attainment, got.reason.code) == (case.outcome, wanted, case.reason)


@pytest.mark.parametrize("case", cases())
def test_every_case_says_why_in_both_languages_and_can_be_pickled(case: Case) -> None:
    got = case.judge()
    assert got.reason.en
    assert got.reason.zh
    again = pickle.loads(pickle.dumps(got))  # noqa: S301
    assert again == got
    assert hash(again) == hash(got)


@pytest.mark.parametrize(
    ("target", "actual", "code"),
    [
        ("≥95%", "96", "unit-taken-over"),
        ("≥95%", "0.96", "share-read-as-ratio"),
        ("≥95%", "48/50", "fraction-as-share"),
        ("≥28台", "28套", "classifier-differs"),
        ("≤3万元", "2", "money-read-in-wan"),
        ("≤5万吨", "4.8", "read-in-larger"),
        ("下降5%", "-6%", "minus-as-fall"),
        ("≤6月份", "5.20", "number-as-date"),
        ("≤6月份", "5", "number-as-month"),
        ("≤6月份", "5月", "same-year-assumed"),
        ("≤2起", "未发生", "word-as-zero"),
        ("≥80人次", "80人", "at-least-as-many"),
        ("≥365天", "1年", "conversion-bounded"),
        ("28台", "28台", "every-direction-agrees"),
        ("=7次", "7.0000000000000009次", "dust-left-off"),
        ("≥10场", "10场（含线上2场）", "total-taken"),
        ("≥4次", "4次，完成率100%", "share-beside-value"),
        ("≥4次", "指标完成率100%", "share-of-target"),
        ("下降≥3%", "与上年持平", "word-as-no-change"),
        ("≥3万元", "亏损1万元", "loss-below-zero"),
    ],
)
def test_every_assumption_is_a_note(target: str, actual: str, code: str) -> None:
    assert code in {note.code for note in evaluate(target, actual).notes}


@pytest.mark.parametrize(
    ("name", "sign", "target", "unit", "actual", "outcome", "attainment"),
    [
        ("宣传经费", "≤", "30", "万元", "29", "met", "1"),
        ("宣传经费", "≤", "30", "万元", "32", "not_met", "15/16"),
        ("宣传经费", "≤", "30", "万元", "290000", "met", "1"),
        ("宣传经费（万元）", "≤", "30", "", "32", "not_met", "15/16"),
        ("实现产值", "≥", "2", "亿元", "2.1", "met", "21/20"),
        ("实现产值", "≥", "2", "亿元", "21000", "undetermined", None),
        ("受益人数", "≥", "1.2", "万人", "1.1", "not_met", "11/12"),
        ("受益人数", "≥", "1.2", "万人", "13000", "met", "13/12"),
        ("绿化面积", "＝", "3", "万亩", "3", "met", "1"),
        ("检验合格率", "≥", "95", "%", "96", "met", "96/95"),
        ("检验合格率", "≥", "95", "%", "0.96", "undetermined", None),
        ("完成时间", "≤", "12", "月", "11", "met", None),
    ],
)
def test_a_bare_actual_has_the_unit_of_its_rows_column(
    name: str, sign: str, target: str, unit: str, actual: str, outcome: str, attainment: str | None
) -> None:
    row = Indicator(name, target, comparator=sign, unit=unit or None)
    got = evaluate(row, actual, fiscal_year=2022)
    assert (got.outcome.value, got.attainment) == (outcome, Fraction(attainment) if attainment else None)


@pytest.mark.parametrize(
    ("target", "actual", "outcome", "code"),
    [
        ("≤15天", "2021年3月1日至3月12日", "met", "kept"),
        ("≤11天", "2021年3月1日至3月12日", "undetermined", "readings-disagree"),
        ("≤10天", "3月1日—3月12日", "not_met", "exceeded"),
        ("≥15天", "3月1日—3月12日", "not_met", "short"),
        ("≤1个月", "2021年3月1日至3月12日", "undetermined", "date-against-number"),
        ("≤10个工作日", "2021年3月", "undetermined", "date-against-number"),
    ],
)
def test_a_span_of_dates_is_counted_in_days(target: str, actual: str, outcome: str, code: str) -> None:
    got = evaluate(target, actual, fiscal_year=2021)
    assert (got.outcome.value, got.reason.code) == (outcome, code)


@pytest.mark.parametrize(
    ("target", "actual", "outcome", "code"),
    [
        ("≤10个工作日", "2021年3月1日至3月12日", "met", "kept"),
        ("≤9个工作日", "2021年3月1日至3月12日", "undetermined", "readings-disagree"),
        ("≤8个工作日", "2021年3月1日至3月12日", "not_met", "exceeded"),
        ("≤5个工作日", "2021年9月30日至10月8日", "met", "kept"),
        ("≤10个工作日", "1999年3月1日至3月12日", "undetermined", "working-days-unknown"),
    ],
)
def test_working_days_are_counted_where_the_holidays_are_known(
    target: str, actual: str, outcome: str, code: str
) -> None:
    pytest.importorskip("chinese_calendar")
    got = evaluate(target, actual)
    assert (got.outcome.value, got.reason.code) == (outcome, code)


def test_without_the_holidays_working_days_are_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "chinese_calendar", None)
    got = evaluate("≤10个工作日", parse("2021年3月1日至3月12日"))
    assert (got.outcome, got.reason.code) == (Outcome.UNDETERMINED, "working-days-unknown")


@pytest.mark.parametrize(
    ("target", "actual", "written"),
    [
        (Indicator("经费", "30", comparator="≤", unit="万元"), "32", "≤30万元"),
        (Indicator("产值", "2", comparator="≥", unit="亿元"), "1.9", "≥2亿元"),
        (Indicator("合格率（%）", "95", comparator="≥"), "94", "≥95%"),
        ("≤30万元", "32万元", "≤30万元"),
    ],
)
def test_the_reason_names_the_unit_that_the_target_has(
    target: str | Indicator, actual: str, written: str
) -> None:
    reason = evaluate(target, actual).reason
    assert reason.code in ("exceeded", "short")
    assert written in reason.en
    assert written in reason.zh


def test_the_rule_that_inferred_the_direction_is_a_note() -> None:
    got = evaluate(Indicator("投诉率", "2%", level2="社会效益指标"), "1%")
    note = next(note for note in got.notes if note.code == "direction-inferred")
    assert got.direction is Direction.AT_MOST
    assert note.rule == got.inference.rule  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("target", "actual", "outcome", "attainment", "code"),
    [
        (Amount(Decimal(12), "个月", comparator=Comparator.EQ), "12月", "met", "1", "equal"),
        (Amount(Decimal(12), "个月", comparator=Comparator.GE), "11月", "not_met", "11/12", "short"),
        (Amount(Decimal(30000), "元", comparator=Comparator.LE), "3.2", "undetermined", None, "yuan-or-wan"),
        (
            Amount(Decimal(30000), "元", comparator=Comparator.LE),
            "2.8万人",
            "undetermined",
            None,
            "units-differ",
        ),
        (Amount(Decimal(80), "人/次", comparator=Comparator.GE), "79人次", "not_met", "79/80", "short"),
        ("≥1/3", "40%", "met", "6/5", "reached"),
        ("0.95", "96%", "undetermined", None, "direction-unknown"),
        ("≥0.95", "0.96%", "undetermined", None, "target-share-open"),
        ("≥30万", "32万元", "met", "16/15", "reached"),
        ("≤30", "32万元", "not_met", "15/16", "exceeded"),
        ("约100人", "95人", "met", None, "reached"),
        ("≥约100人", "95人", "met", None, "reached"),
        ("≥95%", "达到96%", "met", "96/95", "reached"),
        ("同比下降3%", "上升1%", "not_met", None, "short"),
        ("≤5%", "提高2%", "undetermined", None, "change-against-level"),
        ("不超过批复概算", "超过批复概算", "not_met", None, "same-bound-missed"),
        ("不超过批复概算", "低于批复概算", "met", None, "same-bound-kept"),
        ("培训2次，每次100人", "培训2次，每次100人", "met", None, "same-words"),
        ("0", "0", "undetermined", None, "zero-target-unclear"),
        ("0起", "0起", "met", "1", "reached"),
        ("5月初", "5月初", "met", None, "same-words"),
        ("5月初", "5月6日", "undetermined", None, "across-deadline"),
        ("每月15日前", "每月15日前", "met", None, "same-words"),
        ("每月15日前", "6月15日", "undetermined", None, "deadline-recurring"),
        ("≥3月", "4月", "met", None, "late-enough"),
        ("≥3月", "2月", "not_met", None, "too-early"),
    ],
)
def test_cells_without_a_row(
    target: str | Amount, actual: str, outcome: str, attainment: str | None, code: str
) -> None:
    got = evaluate(target, actual)
    wanted = None if attainment is None else Fraction(attainment)
    assert (got.outcome.value, got.attainment, got.reason.code) == (outcome, wanted, code)


PER_CENT = Amount(Decimal(96), "%")
JUNE = Deadline(month=6, day=20)


@pytest.mark.parametrize(
    ("target", "actual", "outcome", "code"),
    [
        # every reading of the actual counts, and none is chosen in silence
        ("≥95%", attrs.evolve(PER_CENT, alternatives=(Amount(Decimal(97), "%"),)), "met", "reached"),
        (
            "≥95%",
            attrs.evolve(PER_CENT, alternatives=(Amount(Decimal(90), "%"),)),
            "undetermined",
            "readings-disagree",
        ),
        (
            "≥95%",
            Amount(Decimal(2), "人", alternatives=(Amount(Decimal(2), "次"),)),
            "undetermined",
            "units-differ",
        ),
        ("6月底前", Text("六·二十", alternatives=(JUNE,)), "met", "in-time"),
        ("6月底前", Text("六·二十", alternatives=(PER_CENT,)), "undetermined", "word-against-number"),
        ("6月底前", Amount(Decimal(20), alternatives=(PER_CENT, JUNE)), "met", "in-time"),
        ("6月底前", Range(Decimal(1), Decimal(3), unit="个月"), "undetermined", "length-against-date"),
        ("6月底前", "13", "undetermined", "length-against-date"),
        ("<6月30日", "6月29日", "met", "in-time"),
        ("<6月30日", "6月30日", "not_met", "late"),
        # several parts are held one against one
        ("≥2次，≥100人", "3次，120人", "met", "every-part-met"),
        ("≥2次，≥100人", "2次，50人", "not_met", "a-part-missed"),
        ("2次、3人", "2次、3人、4台", "undetermined", "several-values"),
        ("≥2次，≥100人", "2次，100元", "undetermined", "several-values"),
        # limits that stand elsewhere
        ("按合同约定", "未按合同约定执行", "not_met", "words-denied"),
        ("不超过批复概算", "按照概算", "undetermined", "bound-elsewhere"),
        ("不低于上年水平", "与上年持平", "undetermined", "bound-elsewhere"),
    ],
)
def test_values_that_leave_something_open(target: str, actual: str | Value, outcome: str, code: str) -> None:
    got = evaluate(target, actual, fiscal_year=2021)
    assert (got.outcome.value, got.reason.code) == (outcome, code)


def test_a_reason_quotes_the_cell_and_not_how_it_was_read() -> None:
    assert "12月" in evaluate(Amount(Decimal(12), "个月", comparator=Comparator.EQ), "12月").reason.zh


def test_actuals_that_are_no_text() -> None:
    assert evaluate("≥12件", 12).outcome is Outcome.MET
    assert evaluate("≥1.5倍", Decimal("1.5")).attainment == 1
    assert evaluate("≥3件", Fraction(7, 2)).attainment == Fraction(7, 6)
    assert evaluate("2021年6月底前", datetime.date(2021, 6, 30)).outcome is Outcome.MET
    assert evaluate("2021年6月底前", datetime.datetime(2021, 7, 1, 8)).outcome is Outcome.NOT_MET  # noqa: DTZ001
    assert evaluate("≥12件", None).actual == Missing()
    assert evaluate(parse("≥12件"), Amount(Decimal(13), "件")).attainment == Fraction(13, 12)


@pytest.mark.parametrize("thing", [True, ["96%"], b"96%", 1j, object(), {"target": 3}])
def test_what_is_no_cell_is_refused_by_the_name_of_its_field(thing: object) -> None:
    with pytest.raises(TypeError, match="actual takes .*not " + type(thing).__name__):
        evaluate("≥95%", thing)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="target takes "):
        evaluate(thing, "96%")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "shown", "noted"),
    [
        (0.96, "0.96", False),
        (96.0, "96", False),
        (1e3, "1000", False),
        (0.1 + 0.2, "0.3", True),
        (7.0000000000000009, "7", True),
        (-1.5, "-1.5", False),
    ],
)
def test_a_float_is_read_as_a_spreadsheet_shows_it(number: float, shown: str, noted: bool) -> None:
    got = evaluate("≥0.3倍", number)
    assert got.actual == Amount(Decimal(shown))
    assert ("float-as-shown" in {note.code for note in got.notes}) is noted


class NAType:
    """What pandas' NA is for a reader: its truth cannot be asked."""

    def __bool__(self) -> bool:
        raise TypeError


class NotATime(datetime.datetime):
    """What pandas' NaT is for a reader: a date that equals nothing."""

    def __eq__(self, _other: object) -> bool:
        return False

    def __ne__(self, _other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize(
    "blank", [None, float("nan"), Decimal("NaN"), Decimal("sNaN"), NAType(), NotATime(2021, 1, 1)]
)
def test_blanks_of_databases_and_frames_are_missing(blank: object) -> None:
    assert evaluate("≥12件", blank).actual == Missing()  # type: ignore[arg-type]
    assert evaluate(blank, "12件").reason.code == "target-missing"  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [float("inf"), -float("inf"), Decimal("Infinity")])
def test_a_number_without_end_is_refused(number: float | Decimal) -> None:
    with pytest.raises(ValueError, match="actual takes a finite number"):
        evaluate("≥95%", number)


def test_numbers_and_blanks_of_numpy_and_pandas() -> None:
    numpy, pandas = pytest.importorskip("numpy"), pytest.importorskip("pandas")
    for three in (numpy.int64(3), numpy.float64(3), numpy.float32(3), numpy.str_("3件")):
        assert evaluate("≥3件", three).attainment == 1
    assert evaluate("≥0.1倍", numpy.float32(0.1)).attainment == 1
    for day in (numpy.datetime64("2021-06-30"), pandas.Timestamp(2021, 6, 30)):
        assert evaluate("2021年6月底前", day).outcome is Outcome.MET
    for blank in (numpy.nan, numpy.float32("nan"), numpy.datetime64("NaT"), pandas.NaT, pandas.NA):
        assert evaluate("≥3件", blank).actual == Missing()
    with pytest.raises(TypeError):
        evaluate("≥3件", numpy.bool_(True))


@pytest.mark.parametrize(
    ("target", "unit", "actual", "outcome", "attainment"),
    [
        (98, "%(百分比)", "99%", "met", "99/98"),
        (98.0, "百分比（%）", "97%", "not_met", "97/98"),
        (Decimal(20), "台", 22, "met", "11/10"),
        (Fraction(7, 2), None, 4, "met", "8/7"),
        ("0.5", "%", "0.5", "met", "1"),
        ("0.5", "%", "0.6", "met", "6/5"),
        ("4", "‰", "1", "not_met", "1/4"),
        ("95", "%", "0.96", "undetermined", None),
    ],
)
def test_a_target_that_is_a_number_stands_in_the_rows_columns(
    target: float, unit: str | None, actual: str | int, outcome: str, attainment: str | None
) -> None:
    row = Indicator("配备", unit=unit, comparator="≥")
    for got in (
        evaluate(attrs.evolve(row, target=str(target)), actual),
        evaluate(target, actual, indicator=attrs.evolve(row, target=str(target))),
    ):
        assert (got.outcome.value, got.attainment) == (outcome, Fraction(attainment) if attainment else None)


def test_cells_that_cannot_be_read_are_errors_not_exceptions() -> None:
    got = evaluate("≥", "12..5%")
    assert (got.outcome, got.target, got.actual) == (Outcome.UNDETERMINED, None, None)
    assert [error.text for error in got.errors] == ["≥", "12..5%"]
    assert got.reason.code == "target-unreadable"


def test_the_budget_year_is_the_indicators_own_unless_given() -> None:
    row = Indicator("印发时间", "6月底前", level2="时效指标", fiscal_year=2021)
    assert evaluate(row, "2021年7月1日").outcome is Outcome.NOT_MET
    assert evaluate(row, "2021年7月1日", fiscal_year=2022).outcome is Outcome.MET


def test_equal_targets_are_judged_alike_however_they_are_printed() -> None:
    for actual in ("13", "14", "130000", "13万元"):
        first, second = evaluate("≤13万元", actual), evaluate("≤130000元", actual)
        assert (first.outcome, first.attainment) == (second.outcome, second.attainment)


@pytest.mark.parametrize(
    ("number", "written"),
    [("3/2", "1.5"), ("-1/8", "-0.125"), ("1/3", "1/3"), ("96", "96"), ("1/50", "0.02"), ("0", "0")],
)
def test_exact_numbers_are_written_as_people_write_them(number: str, written: str) -> None:
    assert plain(Fraction(number)) == written


def test_every_message_has_both_languages() -> None:
    words = (
        "actual target actual_unit target_unit unit name readings text en zh day "
        "years cell year month date counted total direction_en direction_zh why_en why_zh "
        "words value number shown"
    )
    fields = dict.fromkeys(words.split(), "…")
    for code in say.codes():
        message = say(code, **fields)
        assert message.en
        assert message.zh


FLOORS = st.tuples(st.integers(1, 400), st.sampled_from(["场", "台", "人", "%", "万元", "公里"]))


@given(
    FLOORS,
    st.integers(1, 400),
    st.sampled_from(["计划", "预计", "拟", "去年", "2019年", "取消", "尚需", "未开展"]),
)
def test_what_is_no_result_of_the_year_decides_nothing(
    floor: tuple[int, str], number: int, lead: str
) -> None:
    target, unit = f"≥{floor[0]}{floor[1]}", floor[1]
    assert evaluate(target, f"{lead}{number}{unit}", fiscal_year=2021).outcome is Outcome.UNDETERMINED
    assert evaluate(target, f"{number}{unit}（{lead}）", fiscal_year=2021).outcome is Outcome.UNDETERMINED


@given(FLOORS, st.integers(1, 400))
def test_a_part_and_a_share_beside_a_number_change_no_verdict(floor: tuple[int, str], number: int) -> None:
    target, unit = f"≥{floor[0]}{floor[1]}", floor[1]
    plain = evaluate(target, f"{number}{unit}")
    for actual in (f"{number}{unit}（含外地1{unit}）", f"{number}{unit}，指标完成率95%"):
        got = evaluate(target, actual)
        assert (got.outcome, got.attainment) == (plain.outcome, plain.attainment)


@given(st.decimals(0, 1000, places=3), st.decimals(0, 1000, places=3))
def test_a_float_is_judged_as_what_a_spreadsheet_shows_of_it(bound: Decimal, number: Decimal) -> None:
    exact, shown = evaluate(f"≥{bound}倍", number), evaluate(f"≥{bound}倍", float(number))
    assert (exact.outcome, exact.attainment) == (shown.outcome, shown.attainment)


def test_what_two_cells_say_in_any_row_they_say_in_each() -> None:
    known, alone = known_cells()[::2], 0
    for turn, cell in enumerate(known):
        for other in (known[turn * 7 % len(known)], known[turn + 1 - len(known)], cell):
            row = row_of(cell, other, known[turn * 3 % len(known)])
            found = evaluate(row, other)
            if found.target is None or found.actual is None:
                continue
            judged = judge(
                found.target, found.actual, Question(found.direction, row, fiscal_year=row.fiscal_year)
            )
            assert (found.outcome, found.attainment, found.reason) == (
                judged.outcome,
                judged.attainment,
                judged.reason,
            ), (row, other)
            assert found.notes[len(found.notes) - len(judged.notes) :] == judged.notes, (row, other)
            alone += _of_cells(cell, other, found.direction, row.fiscal_year) is not None
    assert alone > len(known) / 2
