"""Was anything filled in, and is it one number (填报完整性)."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final

from budgetkpi.checks.rulebook import found, table
from budgetkpi.errors import ParseError
from budgetkpi.language import read_cell
from budgetkpi.language.sentence import find
from budgetkpi.text import tidy
from budgetkpi.values import Amount, Deadline, Level, Missing, Reference, Several, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.checks.row import Row
    from budgetkpi.results import Finding
    from budgetkpi.values import Value

__all__ = [
    "check_date_serial",
    "check_filled",
    "check_filler",
    "check_number",
    "check_one_value",
    "date_in_figures",
    "word_behind_filler",
]

_BETWEEN: Final = re.compile(r"[/、,;|]|或")
_DIGIT: Final = re.compile(r"[0-9]")
_FILLED: Final = re.compile(r"[≥≤<>=]*[0-9]+(?:\.[0-9]+)?(?P<word>[\u4e00-\u9fff]{1,10})")
_LONGEST: Final = 40
_RUN_TOGETHER: Final = "mixed-units"
"""The reader's code for two amounts of other units without a mark between them."""
_SAID_ELSEWHERE: Final = ("no-such-date", _RUN_TOGETHER)
"""Errors of the reader that another check puts into words."""
_DATED: Final = ("number-or-serial", "number-or-month", "number-or-year", "digits-or-day")
"""Notes of the reader on a number that may be a date."""


def check_filled(row: Row) -> Iterator[Finding]:
    """Empty cells, marks of the template, cells that cannot be read, rows without a name."""
    if not re.search(r"[^\W\d_]", row.indicator.name):
        yield row.find("no-name")
    in_name = found(table()["placeholder"]["name"], row.indicator.name)
    if in_name:
        yield row.find("placeholder", "placeholder-in-name", mark=in_name)
    elif _placeholder(row):
        yield row.find("placeholder")
    elif isinstance(row.value, Missing) and not row.indicator.bands:
        nothing = any(note.code == "none-or-nothing" for note in row.value.notes)
        yield row.find("empty", "empty-or-none" if nothing else "empty")
    elif row.error is not None and row.error.code not in _SAID_ELSEWHERE and not row.indicator.bands:
        yield row.find("unreadable", why=row.error.en, why_zh=row.error.zh)


def _placeholder(row: Row) -> bool:
    """Whether the cell holds what a template printed where a number was to be filled in."""
    if isinstance(row.value, Missing) and any(note.code == "placeholder" for note in row.value.notes):
        return True
    unread = row.error is not None or isinstance(row.value, Text | Missing | Amount)
    return unread and bool(found(table()["placeholder"]["value"], tidy(row.indicator.target)))


def check_number(row: Row) -> Iterator[Finding]:
    """Words where the name or the class asks for a number (缺少量化指标值)."""
    value, rules = row.value, table()["no_number"]
    if not isinstance(value, Level | Text | Reference) or _placeholder(row):
        return
    if isinstance(value, Level) and (value.ladder == "scale" or value.ladder in rules["lengths"]):
        return
    if isinstance(value, Text) and _DIGIT.search(tidy(value.content)):
        return
    if isinstance(value, Reference) and "《" in row.indicator.target and found(rules["standard"], row.name):
        return
    if any(note.code == "filler-number" for note in value.notes) or word_behind_filler(row):
        return
    if row.measure is not None and row.measure.asks:
        yield row.find("no-number", "no-number-by-name")
    elif row.subclass in rules["classes"] and (row.indicator.comparator or "").strip() != "定性":
        yield row.find("no-number", level2=row.indicator.level2 or row.indicator.level1)


def check_filler(row: Row) -> Iterator[Finding]:
    """A number that the form forced in front of a word: =0.00健全 (无意义的填充数字)."""
    word = word_behind_filler(row)
    if word:
        yield row.find("filler-number", fix=word, word=word)


def word_behind_filler(row: Row) -> str:
    """The grade word that a number without a unit stands in front of, else ""."""
    value = row.value
    if isinstance(value, Level) and any(note.code == "filler-number" for note in value.notes):
        whole = "100" in tidy(row.indicator.target)  # all of it conforms: the number says something
        return "" if whole and value.ladder in table()["filler"]["said_of_all"] else value.word
    match = _FILLED.fullmatch(tidy(row.indicator.target)) if len(row.indicator.target) < _LONGEST else None
    return match["word"] if match and isinstance(_read(match["word"]), Level) else ""


def _read(text: str) -> Value | None:
    try:
        return read_cell(text)
    except ParseError:
        return None


def check_one_value(row: Row) -> Iterator[Finding]:
    """Several values, or a whole scale, in one cell (一格多值)."""
    value = row.value
    if isinstance(value, Several) and not any(note.code == "total-and-parts" for note in value.notes):
        yield row.find("several-values", count=len(value.values), fix=" | ".join(map(str, value.values)))
    elif row.error is not None and row.error.code == _RUN_TOGETHER:
        yield row.find("several-values", count=2)
    elif len(amounts := _amounts(row)) > 1:
        yield row.find("several-values", count=len(amounts), fix=" | ".join(map(str, amounts)))
    if _is_scale(row):
        yield row.find("scale-for-value")


def _amounts(row: Row) -> list[Amount]:
    """The amounts in a text that should have been one number: 3期共150人."""
    asked = row.subclass in table()["no_number"]["classes"] or (row.measure is not None and row.measure.asks)
    if not asked or not isinstance(row.value, Text) or len(row.value.content) > _LONGEST:
        return []
    mentions = find(row.value.content)
    return [one.value for one in mentions if isinstance(one.value, Amount) and one.value.unit]


def _is_scale(row: Row) -> bool:
    """Whether the cell names all grades of a scale instead of one."""
    value = row.value
    if isinstance(value, Level) and value.ladder == "scale":
        return True
    if not isinstance(value, Level | Text):
        return False
    parts = [part for part in _BETWEEN.split(tidy(row.indicator.target)[:_LONGEST]) if part]
    grades = [one for part in parts if isinstance(one := _read(part), Level)]
    if len(grades) < len(parts):
        return False
    pairs = [
        (one, other)
        for one, other in itertools.combinations(grades, 2)
        if one.ladder and one.ladder == other.ladder
    ]
    many = len(grades) > 2  # noqa: PLR2004  (优、良 may be one target, 优、良、差 cannot)
    return any(one.negated != other.negated or (many and one.rank != other.rank) for one, other in pairs)


def check_date_serial(row: Row) -> Iterator[Finding]:
    """The day number of a spreadsheet where a date is asked for: 44561 (电子表格日期序列号)."""
    day = date_in_figures(row)
    if day is not None and row.cell is not None and any(n.code == "number-or-serial" for n in row.cell.notes):
        yield row.find("date-serial", fix=str(day), day=day)


def date_in_figures(row: Row) -> Deadline | None:
    """The date that a bare number is where the name asks for one (44561, 2022.06), else None."""
    cell = row.cell
    if not isinstance(cell, Amount) or not any(note.code in _DATED for note in cell.notes):
        return None
    if not found(table()["dates"]["asks"], row.name):
        return None
    return next((other for other in cell.alternatives if isinstance(other, Deadline)), None)
