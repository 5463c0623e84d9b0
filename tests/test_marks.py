"""Each language is written with its own marks, in whatever is said of a row."""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import TYPE_CHECKING

import budgetkpi as bk
from budgetkpi.text import tidy
from tests.cells import known_cells
from tests.hostile_rows import hostile_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.messages import Message

OF_CHINESE = re.compile(r"[、，；。]")
OF_ENGLISH = re.compile(r",\x20")


def said_of(row: bk.Indicator) -> Iterator[Message]:
    """Everything that is said of a row, by every part of the library that speaks of one."""
    scored = bk.score(row)
    judged = scored.evaluation
    yield judged.reason
    for note in judged.notes:
        yield note.message
    for error in judged.errors:
        yield error.message
        yield from error.expected
    for value in (judged.target, judged.actual):
        yield from (note.message for note in value.notes) if value is not None else ()
    inferred = bk.infer_direction(row)
    yield inferred.why
    for finding in bk.check(row):
        yield finding.message
    for finding in bk.Sheet(indicators=[row]).appraise().findings:
        yield finding.message


def written(row: bk.Indicator) -> str:
    """What the marks of its own cells may come from: as they stand, folded, and in canonical text."""
    cells = [cell for cell in (row.name, row.level1, row.level2, row.target, row.actual) if cell]
    judged = bk.score(row).evaluation
    values = [value for value in (judged.target, judged.actual) if value is not None]
    texts = [*cells, *map(tidy, cells), *(unicodedata.normalize("NFKC", cell) for cell in cells)]
    texts += [str(one) for value in values for one in (value, *value.alternatives)]
    texts += [word for value in values for word in getattr(value, "beside", ())]
    return "\n".join(f"\n{text}\n" for text in texts)


def foreign(said: str, marks: re.Pattern[str], own: str) -> list[str]:
    """The marks in a text that stand in no cell with the characters around them."""
    return [
        said[max(0, found.start() - 5) : found.end() + 5]
        for found in marks.finditer(said)
        if said[max(0, found.start() - 1) : found.end() + 1] not in own
        and f"{said[max(0, found.start() - 1) : found.end()]}\n" not in own
        and f"\n{said[found.start() : found.end() + 1]}" not in own
    ]


def assert_marks(row: bk.Indicator) -> None:
    own = written(row)
    for message in said_of(row):
        assert not foreign(message.en, OF_CHINESE, own), (row, message)
        assert not foreign(message.zh, OF_ENGLISH, own), (row, message)


def test_the_marks_of_another_language_are_found() -> None:
    assert foreign("the words 甲、乙 beside", OF_CHINESE, "\n甲\n乙\n")
    assert not foreign("the words 甲、乙 beside", OF_CHINESE, "\n甲、乙\n")
    assert foreign("“甲, 乙”未经确认", OF_ENGLISH, "\n甲\n")


def test_every_known_cell_is_spoken_of_with_the_marks_of_the_language() -> None:
    cells = known_cells()
    for one, other in zip(cells, [*cells[7:], *cells[:7]], strict=True):
        assert_marks(bk.Indicator("完成数量", one, actual=other, points=10))


def test_words_on_both_sides_of_a_number_are_listed_as_the_language_does() -> None:
    reasons = set()
    for number, unit in itertools.product(("10", "3.5", "一百"), ("篇", "场", "人次", "万元", "%")):
        for before, behind in itertools.product(
            ("采编", "取消", "去年", "共", "尚需"), ("缝纫", "（未开展）", "惠民")
        ):
            row = bk.Indicator(
                "完成数量", f"≥{number}{unit}", actual=f"{before}{number}{unit}{behind}", points=10
            )
            assert_marks(row)
            reasons.add(bk.score(row).evaluation.reason.code)
    assert {"words-unvouched", "number-turned"} <= reasons


def test_hostile_rows_are_spoken_of_with_the_marks_of_the_language() -> None:
    for name, level, target, actual, points, _ in hostile_rows(1500):
        try:
            row = bk.Indicator(name, target or "", level2=level, actual=actual, points=points or None)
        except bk.BudgetKpiError:
            continue
        assert_marks(row)
