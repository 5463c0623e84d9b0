"""Was anything filled in, and is it one number (填报完整性)."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final

from budgetkpi.checks.row import SIGNS
from budgetkpi.checks.rulebook import found, pattern, table
from budgetkpi.errors import ParseError
from budgetkpi.language import read_cell
from budgetkpi.language.sentence import find
from budgetkpi.language.tokens import tokens_of
from budgetkpi.text import fold, tidy
from budgetkpi.values import Amount, Deadline, Level, Missing, Range, Reference, Several, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
_LONGEST: Final = 40
_RUN_TOGETHER: Final = "mixed-units"
"""The reader's code for two amounts of other units without a mark between them."""
_SAID_ELSEWHERE: Final = ("no-such-date", _RUN_TOGETHER)
"""Errors of the reader that another check puts into words."""
_DOUBTED: Final = ("words-left-aside", "words-unvouched", "unit-not-listed")
"""Notes of the reader on words beside a number."""
_DATED: Final = ("number-or-serial", "number-or-month", "number-or-year", "digits-or-day")
"""Notes of the reader on a number that may be a date."""


def check_filled(row: Row) -> Iterator[Finding]:
    """Empty cells, marks of the template, cells that cannot be read, rows without a name."""
    if not any(character.isalpha() for character in row.indicator.name):
        yield row.find("no-name")
    elif _is_figure(row):
        yield row.find("no-name", "no-name-but-figure")
    in_name = _mark_in_name(row)
    if in_name:
        yield row.find("placeholder", "placeholder-in-name", mark=in_name)
    elif _placeholder(row):
        yield row.find("placeholder")
    elif _applies_not(row):
        yield row.find("not-applicable")
    elif isinstance(row.value, Missing) and not row.indicator.bands:
        nothing = any(note.code == "none-or-nothing" for note in row.value.notes)
        yield row.find("empty", "empty-or-none" if nothing else "empty")
    elif row.error is not None and row.error.code not in _SAID_ELSEWHERE and not row.indicator.bands:
        yield row.find("unreadable", why=row.error.en, why_zh=row.error.zh)


def _is_figure(row: Row) -> bool:
    """Whether a value stands where the name should: 17万元, 2020年全年."""
    name = row.indicator.name
    value = _read(name) if len(name) < _LONGEST else None
    if isinstance(value, Amount):
        said = value.change is not None or any(note.code in _DOUBTED for note in value.notes)
        return not said
    return isinstance(value, Deadline | Range) and not any(note.code in _DOUBTED for note in value.notes)


def _mark_in_name(row: Row) -> str:
    """The template's mark that was left in a name; "" where a target stands beside it.

    Libraries of indicators end a name in the limit that is to be filled in: 人数（≥**人）.
    """
    rules, name = table()["placeholder"], fold(row.indicator.name)
    mark = found(rules["name"], name)
    if not mark or not isinstance(row.value, Amount | Range | Deadline):
        return mark
    tokens = tokens_of(name)
    start = name.rindex(mark)
    beside = {token.kind for token in tokens if start in (token.start, token.end)}
    return mark if beside.isdisjoint({*SIGNS, "LPAREN", "LBRACKET"}) else ""


def _placeholder(row: Row) -> bool:
    """Whether the cell holds what a template printed where a number was to be filled in."""
    if isinstance(row.value, Missing) and any(note.code == "placeholder" for note in row.value.notes):
        return True
    unread = row.error is not None or isinstance(row.value, Text | Missing | Amount)
    return unread and bool(found(table()["placeholder"]["value"], tidy(row.indicator.target)))


def _applies_not(row: Row) -> bool:
    """Whether the row says that nothing is to be measured: 不适用, 本项目没有该类指标."""
    if not isinstance(row.value, Missing | Text):
        return False
    rules = table()["not_applicable"]
    blank = isinstance(row.value, Missing)
    return _is_all(rules["text"], row.indicator.target) or (blank and _is_all(rules["text"], row.indicator.name))


def _is_all(patterns: Iterable[str], text: str) -> bool:
    """Whether one of the patterns fits the whole of a short text."""
    return len(text) < _LONGEST and pattern(patterns).fullmatch(tidy(text)) is not None


def check_number(row: Row) -> Iterator[Finding]:
    """Words where the name or the class asks for a number (缺少量化指标值)."""
    value, rules = row.value, table()["no_number"]
    if not isinstance(value, Level | Text | Reference) or _placeholder(row) or _applies_not(row):
        return
    if isinstance(value, Level) and (value.ladder == "scale" or value.ladder in rules["lengths"]):
        return
    if not isinstance(value, Reference) and any(character.isdigit() for character in row.indicator.target):
        return  # 提前6天: the words hold a number
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
    if not isinstance(value, Amount) or value.unit or len(row.indicator.target) > _LONGEST:
        return ""
    text = tidy(row.indicator.target)
    tokens = [token for token in tokens_of(text) if token.kind not in SIGNS]
    word = text[tokens[0].end :] if tokens and tokens[0].kind == "NUMBER" else ""
    return word if word and isinstance(_read(word), Level) else ""


def _read(text: str) -> Value | None:
    try:
        return read_cell(text)
    except ParseError:
        return None


def check_one_value(row: Row) -> Iterator[Finding]:
    """Several values, or a whole scale, in one cell (一格多值)."""
    value = row.value
    if _is_proportion(row):
        return
    if isinstance(value, Several) and not any(note.code == "total-and-parts" for note in value.notes):
        yield row.find("several-values", count=len(value.values), fix=" | ".join(map(str, value.values)))
    elif row.error is not None and row.error.code == _RUN_TOGETHER:
        yield row.find("several-values", count=2)
    elif len(amounts := _amounts(row)) > 1:
        yield row.find("several-values", count=len(amounts), fix=" | ".join(map(str, amounts)))
    if _is_scale(row):
        yield row.find("scale-for-value")


def _is_proportion(row: Row) -> bool:
    """Whether the cell holds one number to another (1:3), which is one value."""
    if not isinstance(row.value, Several) or ":" not in fold(row.indicator.target):
        return False
    tokens = tokens_of(fold(row.indicator.target))
    return [token.kind for token in tokens] == ["NUMBER", "WORD", "NUMBER"] and tokens[1].value == ":"


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
