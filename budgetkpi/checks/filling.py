"""Was anything filled in, and is it one number (填报完整性)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from budgetkpi.checks.table import found, table
from budgetkpi.errors import ParseError
from budgetkpi.language import read_cell
from budgetkpi.text import tidy
from budgetkpi.values import Amount, Deadline, Level, Missing, Reference, Several, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.checks.row import Row
    from budgetkpi.results import Finding
    from budgetkpi.values import Value

__all__ = ["check_date_serial", "check_filled", "check_filler", "check_number", "check_one_value"]

_DIGIT = re.compile(r"[0-9]")


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
    elif row.error is not None and row.error.code != "no-such-date" and not row.indicator.bands:
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
    if any(note.code == "filler-number" for note in value.notes):
        return
    if row.measure is not None and row.measure.asks:
        yield row.find("no-number", "no-number-by-name")
    elif row.subclass in rules["classes"] and (row.indicator.comparator or "").strip() != "定性":
        yield row.find("no-number", level2=row.indicator.level2 or row.indicator.level1)


def check_filler(row: Row) -> Iterator[Finding]:
    """A number that the form forced in front of a word: =0.00健全 (无意义的填充数字)."""
    value = row.value
    word = ""
    if isinstance(value, Level) and any(note.code == "filler-number" for note in value.notes):
        word = value.word
    elif isinstance(value, Amount) and any(note.code == "unit-not-listed" for note in value.notes):
        word = value.unit if isinstance(_read(value.unit), Level) else ""
    if word:
        yield row.find("filler-number", fix=word, word=word)


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
    elif _several_amounts(row):
        yield row.find("several-values", count=2)
    if _is_scale(value):
        yield row.find("scale-for-value")


def _several_amounts(row: Row) -> bool:
    """Two amounts of other units run together, which the reader gives up on."""
    return row.error is not None and row.error.code in ("mixed-units", "two-numbers")


def _is_scale(value: Value | None) -> bool:
    """Whether the cell names all grades of a scale instead of one."""
    if isinstance(value, Level):
        return value.ladder == "scale"
    if not isinstance(value, Text):
        return False
    parts = [part for part in re.split(r"[/、,;，；|]|或", tidy(value.content)) if part]
    if len(parts) < 2:  # noqa: PLR2004  (one word is no scale)
        return False
    read = [_read(part) for part in parts]
    return all(isinstance(part, Level) for part in read) and len(_ladders(read)) == 1


def _ladders(values: list[Value | None]) -> set[str]:
    return {value.ladder for value in values if isinstance(value, Level) and value.ladder}


def check_date_serial(row: Row) -> Iterator[Finding]:
    """The day number of a spreadsheet where a date is asked for: 44561 (电子表格日期序列号)."""
    if is_date_serial(row):
        assert row.cell is not None
        day = next(other for other in row.cell.alternatives if isinstance(other, Deadline))
        yield row.find("date-serial", fix=str(day), day=day)


def is_date_serial(row: Row) -> bool:
    """Whether the number is most likely a day."""
    cell = row.cell
    if not isinstance(cell, Amount) or not any(note.code == "number-or-serial" for note in cell.notes):
        return False
    dated = any(isinstance(other, Deadline) for other in cell.alternatives)
    return dated and bool(found(table()["dates"]["asks"], row.name))
