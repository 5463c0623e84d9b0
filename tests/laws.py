"""The doors of the package, and what holds of every answer behind them (定律), whatever text goes in.

`DOORS` names each door: what is called with three texts, and the law that its answer is tried by. Random
calls (tests/calls.py), Hypothesis and coverage-guided fuzzing (tests/guided.py) all try these.
"""

from __future__ import annotations

import csv
import io
import json
import pickle
import re
import zlib
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import budgetkpi as bk
from budgetkpi.numerals import CHARACTERS
from budgetkpi.records import error_record, sheet_record
from budgetkpi.text import fold
from tests.asking import ask
from tests.made_cells import assert_a_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from budgetkpi.messages import Message
    from budgetkpi.sheets import Appraisal
    from budgetkpi.sheets.auditing import Audit

__all__ = ["DOORS", "row_of", "same_after_record", "value_law"]

LEVELS: Final = (
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("成本指标", "经济成本指标"),
    ("效益指标", "社会效益指标"),
    ("满意度指标", "服务对象满意度指标"),
    ("", ""),
)
UNITS: Final = (None, None, None, "%", "个", "万元", "天", "月份")
SIGNS: Final = (None, None, None, "≥", "≤", "=", "定性")
POINTS: Final = (Decimal(10), Decimal("2.5"), Decimal(0), Decimal("33.33"), None)
FIGURES: Final = re.compile(f"[两兆]|[0-9.半{CHARACTERS.replace('两', '').replace('兆', '')}]+")
"""Characters of numbers side by side; 两 and 兆 are units too."""
YEARS: Final = (None, 2024)


def draw(given: Iterable[str], choices: tuple[Any, ...], salt: str = "") -> Any:  # noqa: ANN401  (one of them)
    """One of the choices, the same for the same texts."""
    return choices[zlib.crc32(f"{salt}{given}".encode("utf-8", "surrogatepass")) % len(choices)]


def row_of(one: str, other: str, third: str) -> bk.Indicator:
    """A row whose target, actual and name are the texts, and whose columns hang on them."""
    given = (one, other, third)
    level1, level2 = draw(given, LEVELS, "level")
    return bk.Indicator(
        third if third.strip() else "甲",
        one,
        level1=level1,
        level2=level2,
        description=draw(given, ("", other, third), "description"),
        comparator=draw(given, SIGNS, "sign"),
        unit=draw(given, UNITS, "unit"),
        actual=other,
        points=draw(given, POINTS, "points"),
        earned=draw(given, (None, Decimal(5)), "earned"),
        fiscal_year=draw(given, YEARS, "year"),
    )


# -- values


def value_law(value: bk.Value) -> None:
    """A value is read back from its canonical text and from its record; it is hashed, told and pickled."""
    written = str(value)
    again = ask("parse", bk.parse, written)
    assert again == value, f"{value.text!r} is {value!r}, written {written!r} and read {again!r}"
    assert str(again) == written, f"{written!r} is written {again!s}"
    assert hash(again) == hash(value), written
    same_after_record(value)
    for other in value.alternatives:
        same_after_record(other)


def parts_law(value: bk.Value, cell: str) -> None:
    """Each number of several has figures of its own: two that touch are not two values."""
    if not isinstance(value, bk.Several):
        return
    numbers = [part for part in value.values if isinstance(part, bk.Amount | bk.Range)]
    told = sum(not (isinstance(part, bk.Amount) and part.change) for part in numbers)
    assert told <= len(FIGURES.findall(fold(cell))), f"{cell!r} is {value!r}"


def same_after_record(value: bk.Value) -> bk.Value:
    """A value and its record say the same, what stands beside it too."""
    record = json.loads(json.dumps(bk.to_record(value)))
    again = bk.from_record(record)
    assert again == value, f"{value!r}: its record says {again!r}"
    assert bk.to_record(again) == record, f"{value!r}: its record changes"
    assert "\n" not in repr(value), repr(value)
    return again


def languages(what: str) -> tuple[str, ...]:
    """The languages that an answer is told in: for one answer in three, for that takes its time."""
    return draw((what,), (("en", "zh"), (), ()), "languages")  # type: ignore[no-any-return]


def told(*messages: Message) -> None:
    """Everything said is said in both languages, and every field of it is filled."""
    for message in messages:
        assert message.code, message
        assert message.en, message
        assert message.zh, message


def error_law(error: bk.ParseError, cell: str) -> None:
    """An error names a place of its cell, is said in both languages, and is the same in another process."""
    assert_a_place(error, cell)
    told(error.message)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (str(again), again.span, again.text, again.code) == (str(error), error.span, cell, error.code)
    json.dumps(error_record(error))


def _parsed(answer: bk.Value | bk.ParseError, one: str, other: str, third: str) -> None:
    if isinstance(answer, bk.ParseError):
        error_law(answer, one)
        return
    assert answer.text == one
    told(*(note.message for note in answer.notes))
    value_law(answer)
    parts_law(answer, one)
    row = row_of(one, other, third)
    try:
        in_row = ask("parse", bk.parse, one, indicator=row)
    except bk.ParseError as error:
        error_law(error, one)
        return
    assert in_row.text == one
    value_law(in_row)


# -- prose


def _sentence(one: str, other: str, third: str) -> str:
    return f"{one}，{other}。{third}。"


def _found(answer: list[bk.Mention], one: str, other: str, third: str) -> None:
    sentence, end = _sentence(one, other, third), 0
    for mention in answer:
        assert end <= mention.start < mention.end, sentence
        end = mention.end
        assert sentence[mention.start : mention.end] == mention.text == mention.value.text, sentence
        assert mention.text.strip(), sentence
        value_law(mention.value)
        parts_law(mention.value, mention.text)
    lead = "甲。\n"
    later = ask("find", bk.find, f"{lead}{sentence}\n乙。")
    moved = [(m.start + len(lead), m.end + len(lead), m.text, m.value, m.subject) for m in answer]
    found = [(m.start, m.end, m.text, m.value, m.subject) for m in later]
    assert moved == found, f"{sentence!r}: alone {moved}, among others {found}"


# -- verdicts


def _evaluated(answer: bk.Evaluation, one: str, other: str, third: str) -> None:
    row = row_of(one, other, third)
    verdict_law(answer)
    for cell, value in ((one, answer.target), (other, answer.actual)):
        assert value is None or value.text == cell, (cell, value)
    if answer.target is None or answer.actual is None:
        return
    value_law(answer.target)
    value_law(answer.actual)
    try:
        values = [same_after_record(ask("parse", bk.parse, cell)) for cell in (one, other)]
    except bk.ParseError:  # the row's column of units settles what the cell alone cannot say
        return
    kept = ask("evaluate", bk.evaluate, *values)
    read = ask("evaluate", bk.evaluate, one, other)
    assert (kept.outcome, kept.attainment) == (read.outcome, read.attainment), (one, other, kept, read)
    alike = ask("evaluate", bk.evaluate, row, one, fiscal_year=2024)
    if alike.target == alike.actual and not _excludes_itself(alike.target):
        assert alike.outcome is not bk.Outcome.NOT_MET, (row, alike, alike.reason)


def _excludes_itself(value: bk.Value | None) -> bool:
    """Whether a value is no result of itself: a strict bound, or a range without its ends, as a point."""
    strict = getattr(value, "comparator", None) in (bk.Comparator.GT, bk.Comparator.LT)
    return strict or isinstance(value, bk.Range | bk.Several)


def verdict_law(answer: bk.Evaluation) -> None:
    """What holds of every verdict."""
    assert bool(answer.errors) == (answer.target is None or answer.actual is None)
    assert not answer.errors or answer.outcome is bk.Outcome.UNDETERMINED
    if answer.attainment is not None:
        assert isinstance(answer.attainment, Fraction)
        assert answer.attainment >= 0
        assert answer.outcome is not bk.Outcome.UNDETERMINED
    told(answer.reason, *(note.message for note in answer.notes))
    record = bk.evaluation_record(answer)
    assert json.loads(json.dumps(record)) == record
    assert "\n" not in repr(answer), repr(answer)
    for lang in languages(repr(answer)):
        assert answer.explain(lang)
        assert set(map(type, answer.row(lang).values())) <= {str, int, float, type(None), bool}


# -- findings


def _checked(answer: list[bk.Finding], one: str, other: str, third: str) -> None:
    row = row_of(one, other, third)
    for finding in answer:
        told(finding.message)
        assert finding.indicator == row
        record = bk.finding_record(finding)
        assert json.loads(json.dumps(record)) == record
        assert "\n" not in repr(finding), repr(finding)
    codes = {finding.code for finding in answer}
    if codes:
        left_out = min(codes)
        fewer = ask("check", bk.check, row, ignore=[left_out])
        assert [one for one in answer if one.code != left_out] == fewer, (row, answer, fewer)
        chosen = ask("check", bk.check, row, select=[left_out])
        assert {finding.code for finding in chosen} == {left_out}, row


# -- points


def _scored(answer: bk.Score, *_: str) -> None:
    score_law(answer)


def score_law(answer: bk.Score) -> None:
    """What holds of all points: between nothing and the weight, and rounded once."""
    low, high = answer.possible
    points = answer.points
    assert 0 <= low <= high <= (points or 0), answer
    if answer.earned is not None:
        assert answer.earned == low == high, answer
        assert answer.band is None, answer
        assert points is not None
        if answer.share is not None and answer.deduction is None:
            exact = Fraction(points) * answer.share
            wanted = _half_up(exact, answer.earned)
            assert wanted == answer.earned, (answer, answer.share)
    if answer.share is not None:
        assert 0 <= answer.share, answer
    told(*(note.message for note in answer.notes))
    record = bk.score_record(answer)
    assert json.loads(json.dumps(record)) == record
    assert "\n" not in repr(answer), repr(answer)
    for lang in languages(repr(answer)):
        assert answer.explain(lang)
        answer.row(lang)


def _half_up(exact: Fraction, like: Decimal) -> Decimal:
    """An exact number rounded to as many places as another has."""
    places = -int(like.as_tuple().exponent)
    return Decimal(int(exact * 10**places + Fraction(1, 2))).scaleb(-places).quantize(like, ROUND_HALF_UP)


# -- tables


class Tables(NamedTuple):
    """What becomes of two rows in a table, and in a file."""

    appraisal: Appraisal
    audit: Audit
    sheets: bk.Sheets | None


HEAD: Final = ("一级指标", "二级指标", "三级指标", "指标值", "实际完成值", "分值")


def file_of(one: str, other: str, third: str) -> bytes:
    """A file with two rows of the texts between two that are sound, perhaps damaged in one place."""
    given = (one, other, third)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    sound = ("产出指标", "数量指标", "培训场次", "≥5场", "5场", "10")
    writer.writerows((HEAD, sound, ("", "", third, one, other, "5"), ("", "", other, third, one, "5"), sound))
    content = bytearray(text.getvalue().encode("utf-8", "surrogatepass"))
    start = content.index(b"\n") + 1
    place = start + zlib.crc32(repr(given).encode()) % (len(content) - start)
    damage = draw(given, ("", "", "drop", '"', ",", "\n"), "damage")
    if damage == "drop":
        del content[place]
    else:
        content[place:place] = damage.encode()
    return bytes(content)


def _tabled(one: str, other: str, third: str) -> Tables:
    sheet = bk.Sheet(
        fiscal_year=2024,
        budget=draw((one,), (None, "10", "43.2"), "budget"),
        executed=draw((one,), (None, "5", "43.2"), "executed"),
        indicators=[row_of(one, other, third), row_of(other, third, one)],
    )
    try:
        sheets = ask("tables", bk.read_sheets, io.BytesIO(file_of(one, other, third)))
    except (bk.DocumentError, bk.TableError):  # bytes of no encoding
        sheets = None
    return Tables(ask("tables", sheet.appraise), ask("tables", bk.audit, sheet), sheets)


def _tabled_law(answer: Tables, *_: str) -> None:
    appraisal, audit = answer.appraisal, answer.audit
    assert len(appraisal.rows) == len(list(audit)) == len(appraisal.sheet.indicators)
    for score in appraisal.rows:
        score_law(score)
    low, high = appraisal.total_range or (Decimal(0), Decimal(0))
    assert 0 <= low <= high, appraisal
    if appraisal.total is not None:
        earned = [score.earned for score in appraisal.rows if score.earned is not None]
        assert appraisal.total == sum(earned, appraisal.execution_points or Decimal(0)), appraisal
        assert low == high == appraisal.total, appraisal
    for record in (bk.appraisal_record(appraisal), bk.audit_record(audit), sheet_record(appraisal.sheet)):
        assert json.loads(json.dumps(record)) == record
    told(*(finding.message for finding in (*appraisal.findings, *audit.findings)))
    if answer.sheets is None:
        return
    told(*(finding.message for finding in answer.sheets.findings))
    for sheet in answer.sheets:
        told(*(finding.message for finding in sheet.findings))
        json.dumps(sheet_record(sheet))


# -- the doors


class Door(NamedTuple):
    """What is called, and what its answer is tried by."""

    asked: Callable[[str, str, str], Any]
    law: Callable[..., None]


DOORS: Final[dict[str, Door]] = {
    "parse": Door(lambda one, _, __: ask("parse", bk.parse, one), _parsed),
    "evaluate": Door(
        lambda *given: ask("evaluate", bk.evaluate, row_of(*given), given[1], fiscal_year=2024), _evaluated
    ),
    "find": Door(lambda *given: ask("find", bk.find, _sentence(*given)), _found),
    "check": Door(lambda *given: ask("check", bk.check, row_of(*given)), _checked),
    "score": Door(lambda *given: ask("score", bk.score, row_of(*given)), _scored),
    "tables": Door(_tabled, _tabled_law),
}
