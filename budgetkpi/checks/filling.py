"""Was anything filled in, and is it a number (填报完整性)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from budgetkpi import units
from budgetkpi.applicability import says_not_applicable
from budgetkpi.bounds import LONGEST_CELL
from budgetkpi.checks.row import LONGEST, SIGNS
from budgetkpi.checks.rulebook import found, table
from budgetkpi.language import read_or_none
from budgetkpi.language.lexicon import lexicon
from budgetkpi.language.tokens import tokens_of
from budgetkpi.text import fold, tidy
from budgetkpi.values import Amount, Deadline, Level, Missing, Range, Reference, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.checks.row import Row
    from budgetkpi.results import Finding

__all__ = [
    "DOUBTED",
    "RUN_TOGETHER",
    "check_date_serial",
    "check_filled",
    "check_filler",
    "check_number",
    "date_in_figures",
    "word_behind_filler",
]

RUN_TOGETHER: Final = "mixed-units"
"""The reader's code for two amounts of other units without a mark between them."""
_SAID_ELSEWHERE: Final = ("no-such-date", RUN_TOGETHER)
"""Errors of the reader that another check puts into words."""
DOUBTED: Final = ("words-left-aside", "words-unvouched", "unit-not-listed")
"""Notes of the reader on words beside a number."""
_DATED: Final = ("number-or-serial", "number-or-month", "number-or-year", "digits-or-day")
"""Notes of the reader on a number that may be a date."""


def check_filled(row: Row) -> Iterator[Finding]:
    """Empty cells, marks of the template, cells that cannot be read, rows without a name."""
    if _nameless(row):
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


def _nameless(row: Row) -> bool:
    """Whether the name is blank, a mere mark or a word for nothing (无)."""
    if not any(character.isalpha() for character in row.indicator.name):
        return True
    return isinstance(row.named, Missing) and not _applies_not(row)


def _is_figure(row: Row) -> bool:
    """Whether a value stands where the name should: 17万元, 2020年全年."""
    value = row.named
    if isinstance(value, Amount):
        said = value.change is not None or any(note.code in DOUBTED for note in value.notes)
        return not said
    return isinstance(value, Deadline | Range) and not any(note.code in DOUBTED for note in value.notes)


def _mark_in_name(row: Row) -> str:
    """The template's mark that was left in a name; "" where a target stands beside it.

    Libraries of indicators end a name in the limit that is to be filled in: 人数（≥**人）.
    """
    rules, name = table()["placeholder"], fold(row.indicator.name)
    mark = found(rules["name"], name)
    if not mark or row.value is None or isinstance(row.value, Missing):
        return mark
    tokens = tokens_of(name)
    start = name.rindex(mark)
    beside = {token.kind for token in tokens if start in (token.start, token.end)}
    return mark if beside.isdisjoint({*SIGNS, "LPAREN", "LBRACKET"}) else ""


def _placeholder(row: Row) -> bool:
    """Whether the cell holds what a template printed where a number was to be filled in."""
    if isinstance(row.value, Missing) and any(note.code == "placeholder" for note in row.value.notes):
        return True
    if row.error is None and not isinstance(row.value, Text | Missing | Amount):
        return False
    text = tidy(row.indicator.target[:LONGEST_CELL])
    sign = lexicon().sign_at(text)
    rest = text[sign[1] :] if sign is not None else text
    if found(table()["placeholder"]["value"], rest):
        return True
    unit = rest[1:]
    return rest[:1] in {"N", "n"} and not unit.startswith("/") and units.longest_prefix(unit) == len(unit)


def _applies_not(row: Row) -> bool:
    """Whether the row says that nothing is to be measured: 不适用, 本项目没有该类指标."""
    if not isinstance(row.value, Missing | Text):
        return False
    said = [row.indicator.target]
    if isinstance(row.value, Missing):
        said.append(row.indicator.name)
    return any(map(says_not_applicable, said))


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
    if not isinstance(value, Amount) or value.unit or len(row.indicator.target) > LONGEST:
        return ""
    text = tidy(row.indicator.target)
    tokens = [token for token in tokens_of(text) if token.kind not in SIGNS]
    word = text[tokens[0].end :] if tokens and tokens[0].kind == "NUMBER" else ""
    return word if word and isinstance(read_or_none(word), Level) else ""


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
