"""The public `parse`: a cell in the light of its indicator (取值的识别)."""

from __future__ import annotations

import functools
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi import numerals, units
from budgetkpi.errors import FieldError, ParseError
from budgetkpi.expressions import later
from budgetkpi.indicators import Indicator
from budgetkpi.inputs import as_instance
from budgetkpi.language import read_cell
from budgetkpi.language.around import doubts
from budgetkpi.language.refusals import failed
from budgetkpi.language.tokens import tokens_of
from budgetkpi.messages import Catalog, series
from budgetkpi.resources import load_table
from budgetkpi.text import fold, tidy
from budgetkpi.values import Amount, Approximation, Comparator, Deadline, Range, Text

if TYPE_CHECKING:
    from decimal import Decimal

    from budgetkpi.values import Value

__all__ = ["counted_deed", "known_words", "parse", "row_words", "target_or_none"]

say: Final = Catalog("reading")

_IN_BRACKETS: Final = later(r"\(([^()]+)\) *$")
_GLOSSED: Final = later(r"([^()]+)\(([^()]+)\)")
_SCALED: Final = later(r"[0-9一二三四五六七八九十百千两.][百千]{0,2}[万亿]")
_HUNDRED: Final = 100
_WITH_UNIT: Final = (Amount, Range)
_SAID_BEHIND: Final = {"月": "月", "月份": "月", "年": "年", "年度": "年", "成": "成"}
"""Columns of a unit that behind a number is more than one, and what a cell says instead of each."""


def parse(text: str, *, indicator: Indicator | None = None) -> Value:
    """Read one cell (指标值), target or actual.

    Args:
        text: the cell, verbatim.
        indicator: the row that settles what the cell leaves open: the unit in its name or
            in a column of its own, a month or a length, money or a count. Where the cell is
            the row's own target, a sign in a column of its own (指标性质) is taken too.

    Returns:
        The value; what was assumed is in its `.notes`, other readings in `.alternatives`.

    Raises:
        TypeError: `text` is no str.
        ParseError: the cell tries to be a number or a date and fails.

    >>> str(parse("不低于95%"))
    '≥95%'
    """
    if indicator is None:
        return read_cell(text)
    as_instance(indicator, "indicator", Indicator, "indicator")
    value = known_words(read_cell(text), indicator)
    try:
        return _in_row(value, indicator)
    except FieldError:  # by the scale word of its column (万元) the number has too many digits
        raise failed("too-long", text, (0, len(text))) from None


def target_or_none(row: Indicator) -> Value | None:
    """The target of a row in its light, None where it cannot be read."""
    try:
        return parse(row.target, indicator=row)
    except ParseError:
        return None


def _in_row(value: Value, row: Indicator) -> Value:
    """The value with what the row's columns and words settle."""
    value = counted_deed(_with_columns(value, row), row)
    if isinstance(value, Deadline):
        return _length(value, row)
    if isinstance(value, _WITH_UNIT):
        return _unit_of_row(value, row)
    return value


def known_words(value: Value, row: Indicator) -> Value:
    """Return a value without doubt of the words that its row says itself (满意率 beside 90%)."""
    if not value.notes or not any(note.code == "words-unvouched" for note in value.notes):
        return value
    kept = (note for note in value.notes if note.code != "words-unvouched")
    return attrs.evolve(value, notes=(*kept, *doubts(value.beside, row_words(row))))


@functools.lru_cache(maxsize=1024)
def row_words(row: Indicator) -> str:
    """Return all that a row says of itself, folded and without blanks."""
    cells = (row.name, row.description, row.level1, row.level2, row.activity or "")
    return "\n".join(map(tidy, cells)) + "\n"


def counted_deed(value: Value, row: Indicator) -> Value:
    """Return the number of a cell whose word turns it, where the row's name counts that very deed.

    取消10项 is no result of 培训场次, and ten of 取消审批事项数量.
    """
    if not isinstance(value, Text) or not value.beside or len(value.alternatives) != 1:
        return value
    if not all(_is_deed(word, tidy(row.name)) for word in value.beside):
        return value
    number = value.alternatives[0]
    note = say.note("deed-counted", words=series(value.beside), name=row.name.strip())
    return attrs.evolve(number, text=value.text, notes=(*number.notes, note))


@functools.lru_cache(maxsize=1024)
def _is_deed(word: str, name: str) -> bool:
    """Whether a name says a turning word by itself: 取消 of 取消审批事项数量, but no 差 of 差错率.

    What was undone may also begin a longer word of the name (报废 of 报废车辆数量).
    """
    if any(token.kind != "WORD" and token.value == word for token in tokens_of(name)):
        return True
    return name.startswith(word) and [token.kind for token in tokens_of(word)] == ["UNDONE"]


# -- columns of their own


def _with_columns(value: Value, row: Indicator) -> Value:
    sign, unit = row.comparator or "", row.unit or ""
    if not sign.strip() and not unit.strip():
        return value
    notes = []
    if _sign(unit) is not None and _sign(sign) is None:
        sign, unit = unit, sign
        notes.append(say.note("columns-swapped", sign=sign, unit=unit))
    if unit.strip():
        value = _with_unit(value, tidy(unit))
    comparator = _sign(sign)
    if comparator is not None and value.text == row.target:
        value = _with_sign(value, comparator, sign)
    return attrs.evolve(value, notes=(*value.notes, *notes)) if notes else value


@functools.lru_cache(maxsize=256)
def _sign(cell: str) -> Comparator | None:
    """The sign that a column of its own holds (≥, 大于等于, 以上), None for 定性, 正向 and blanks."""
    written = tidy(cell)
    if not written or written in ("定性", "正向", "反向", "逆向"):
        return None
    for text in (f"{written}1", f"1{written}"):
        try:
            value = read_cell(text)
        except ParseError:
            continue
        if (
            isinstance(value, Amount)
            and value.comparator is not None
            and not value.unit
            and value.magnitude == 1
        ):
            return value.comparator
    return None


def _with_sign(value: Value, comparator: Comparator, column: str) -> Value:
    if not isinstance(value, Amount | Deadline):
        return value
    if value.comparator is None:
        if isinstance(value, Deadline):
            composed = _composed(value, f"{comparator.symbol}{value}")
            if not isinstance(composed, Deadline):
                return composed  # ≤ and 去年: not above last year
        alternatives = tuple(
            attrs.evolve(other, comparator=comparator) if isinstance(other, Amount | Deadline) else other
            for other in value.alternatives
        )
        return attrs.evolve(value, comparator=comparator, alternatives=alternatives)
    if value.comparator is not comparator:
        note = say.note("sign-clash", cell=value.comparator.symbol, column=column.strip())
        return attrs.evolve(value, notes=(*value.notes, note))
    return value


def _with_unit(value: Value, column: str) -> Value:
    if not isinstance(value, Amount | Range):
        return value
    factor, unit = units.scaled(_without_gloss(column))
    unit = units.canonical(unit) or unit
    if value.unit:
        same = units.relation(value.unit, unit).kind in (
            units.RelationKind.SAME,
            units.RelationKind.CONVERTIBLE,
        )
        if same:
            return value
        return attrs.evolve(
            value, notes=(*value.notes, say.note("unit-clash", cell=value.unit, column=column))
        )
    if not _in_decimals(value):
        if units.dimension(unit) == "ratio":
            return value  # 48/50 in a column of % is 96 of a hundred, as in a cell by itself
        return attrs.evolve(value, notes=(*value.notes, say.note("share-in-column", column=column)))
    said = _SAID_BEHIND.get(column)
    if said is None and value.approximation is Approximation.JUST_UNDER:
        said = unit  # 近100天 may be the last 100 days
    if said is not None:
        composed = _composed(value, f"{value}{said}")
        if not isinstance(composed, Amount | Range) or composed.unit not in ("", unit):
            return composed
        unit = units.canonical(said) or unit
    return _scaled(value, factor, unit)


def _in_decimals(value: Amount | Range) -> bool:
    """Whether the numbers of a value have decimals, and count no part of a whole (48/50, 1/3)."""
    if isinstance(value, Range):
        return not isinstance(value.low, Fraction) and not isinstance(value.high, Fraction)
    return value.parts is None and not isinstance(value.magnitude, Fraction)


def _without_gloss(column: str) -> str:
    """The listed unit of a column that writes it twice: %(百分比), 百分比(%)."""
    match = _GLOSSED.fullmatch(column)
    if match is None or units.canonical(column):
        return column
    return next((unit for unit in match.groups() if units.canonical(units.scaled(unit)[1])), column)


def _composed(value: Amount | Range | Deadline, both: str) -> Value:
    """A value with what stands in a column of its own, as a cell says both: 6月, 2022年, 8成, ≤去年."""
    try:
        return attrs.evolve(read_cell(both), text=value.text)
    except ParseError:
        return value


def _scaled(value: Amount | Range, factor: Decimal, unit: str) -> Amount | Range:
    def times(number: Decimal | Fraction) -> Decimal | Fraction:
        return number if factor == 1 else numerals.exact(Fraction(number) * Fraction(factor))

    if isinstance(value, Range):
        return attrs.evolve(value, low=times(value.low), high=times(value.high), unit=unit)
    kept = tuple(
        attrs.evolve(other, magnitude=times(other.magnitude), unit=unit)
        for other in value.alternatives
        if isinstance(other, Amount) and not other.unit
    )
    return attrs.evolve(value, magnitude=times(value.magnitude), unit=unit, alternatives=kept)


# -- what the row's words settle


@functools.cache
def _rules() -> dict[str, dict[str, Any]]:
    return load_table("reading.toml")


def _says(row: Indicator, rule: str, *, where: tuple[str, ...] = ("name",)) -> str:
    """The word of `rule` that the row holds, "" where it holds none."""
    table = _rules()[rule]
    for field in where:
        cell = getattr(row, field)
        for word in table.get(field, table["name"]):
            if word in cell:
                return str(word)
    return ""


def _length(value: Deadline, row: Indicator) -> Value:
    """A month that is a length of time: 12月 under 保密周期."""
    lengths = [other for other in value.alternatives if isinstance(other, Amount)]
    if not lengths or value.month is None or value.start is not None:
        return value
    word = ""
    if not any(day in row.name for day in _rules()["length"]["day"]):
        word = _says(row, "length")
    word = word or next((w for w in _rules()["length"]["description"] if w in row.description), "")
    if not word:
        return value
    note = say.note("length-by-row", alternatives=(str(value),), word=word, months=value.month)
    return attrs.evolve(lengths[0], text=value.text, notes=(note,))


def _unit_of_row(value: Amount | Range, row: Indicator) -> Amount | Range:
    if value.unit == "人次" and isinstance(value, Amount) and value.alternatives:
        return _per_event(value, row)
    if value.unit == "分" and (word := _says(row, "minutes")):
        note = say.note("minutes-by-row", alternatives=(str(value),), word=word)
        return attrs.evolve(value, unit=_rules()["minutes"]["unit"], notes=(*value.notes, note))
    if value.unit or (isinstance(value, Amount) and value.parts):
        return value
    named = _unit_in_name(row.name)
    if named:
        scale, unit = units.scaled(named)
        if scale == 1 or not _SCALED.search(fold(value.text)):
            note = say.note("unit-in-name", alternatives=(str(value),), unit=named)
            found = _scaled(value, scale, units.canonical(unit) or unit)
            return attrs.evolve(found, notes=(*_kept(value), note))
        return _as_money(value, row, unit)
    if _SCALED.search(fold(value.text)):
        return _as_money(value, row, _rules()["money"]["unit"])
    return _as_percent(value, row)


def _kept(value: Amount | Range) -> tuple[Any, ...]:
    """The notes of a value that still hold once its unit is known."""
    return tuple(
        n for n in value.notes if n.code not in ("number-or-year", "number-or-serial", "number-or-month")
    )


def _unit_in_name(name: str) -> str:
    """The listed unit in brackets at the end of a name (办理案件数（个）), else ""."""
    match = _IN_BRACKETS.search(fold(name))
    unit = match.group(1).strip() if match else ""
    return (
        unit if unit and units.known(units.scaled(unit)[1]) and units.canonical(units.scaled(unit)[1]) else ""
    )


def _as_money(value: Amount | Range, row: Indicator, unit: str) -> Amount | Range:
    if not (
        _says(row, "money", where=("name", "level2"))
        or any(w in row.description for w in _rules()["money"]["name"])
    ):
        return value
    note = say.note("money-by-row", alternatives=(str(value),), unit=unit)
    return attrs.evolve(value, unit=unit, notes=(*value.notes, note))


def _as_percent(value: Amount | Range, row: Indicator) -> Amount | Range:
    table = _rules()["percent"]
    word = _says(row, "percent")
    if not word or any(level in row.level2 for level in table["except_level2"]):
        return value
    high = value.high if isinstance(value, Range) else value.magnitude
    low = value.low if isinstance(value, Range) else value.magnitude
    if not (1 < low <= high <= _HUNDRED or low == high == 0):
        return value
    note = say.note("percent-by-row", alternatives=(str(value),), word=word)
    return attrs.evolve(value, unit=table["unit"], notes=(*_kept(value), note), alternatives=())


def _per_event(value: Amount, row: Indicator) -> Amount:
    word = _says(row, "per_event")
    each = next(
        (other for other in value.alternatives if isinstance(other, Amount) and "/" in other.unit), None
    )
    if each is None:
        return value
    if word:
        note = say.note("per-event-by-row", alternatives=(str(value),), word=word)
        return attrs.evolve(each, text=value.text, notes=(note,))
    return attrs.evolve(value, alternatives=())
