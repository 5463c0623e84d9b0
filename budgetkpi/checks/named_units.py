"""Is there a unit, and does it go with what the row says (计量单位)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from budgetkpi import units
from budgetkpi.checks.filling import date_in_figures, word_behind_filler
from budgetkpi.checks.row import rewritten, say, scale_of
from budgetkpi.checks.rulebook import found, table
from budgetkpi.values import Amount, Deadline, Range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.checks.row import Row
    from budgetkpi.results import Finding

__all__ = ["check_columns", "check_unit", "check_unit_of_name", "clashes_with_name"]

_AGREES = (units.RelationKind.SAME, units.RelationKind.CONVERTIBLE)


def check_unit(row: Row) -> Iterator[Finding]:
    """A number without a unit, in cell, name and column (缺少计量单位)."""
    value = row.value
    if not isinstance(value, Amount | Range) or row.own_unit or date_in_figures(row) is not None:
        return
    if word_behind_filler(row):
        return
    if isinstance(value, Amount) and (value.parts is not None or value.change is not None):
        return
    if isinstance(row.cell, Deadline):
        return  # 12月 that the row settles as a length
    scaled = scale_of(row.indicator.target)[0]
    if found(table()["no_unit"]["dimensionless"], row.name) and not scaled:
        return
    if isinstance(value, Amount) and value.magnitude == 0 and row.expected.rule == "zero-target":
        return  # none of a harm is none in any unit
    if value.unit.startswith("/"):
        yield row.find("no-unit", "no-unit-above", each=value.unit.removeprefix("/"))
        return
    fix = _with_likely_unit(row, value)
    yield row.find("no-unit", "no-unit-but-scale" if scaled else "no-unit", fix=fix)


def _with_likely_unit(row: Row, value: Amount | Range) -> str:
    """The target with the unit that its name most likely wants, "" where the name does not say."""
    if value.unit:
        return rewritten(row, value)
    kind = row.measure.kind if row.measure else ""
    if kind == "share" and row.subclass == "quantity":
        return ""  # a count may stand under such a name there
    unit = table()["no_unit"]["likely"].get(kind, "")
    if kind == "money" and not scale_of(row.indicator.target)[0]:
        return ""  # 元 or 万元: only the office knows
    return rewritten(row, attrs.evolve(value, unit=unit)) if unit else ""


def clashes_with_name(row: Row) -> bool:
    """Whether the target's unit cannot be the unit of what the name measures (单位与名称不符)."""
    value, measure = row.value, row.measure
    if measure is None or row.indicator.target.strip() == "":
        return False
    if isinstance(value, Deadline):
        return measure.kind != "time"
    if not isinstance(value, Amount | Range) or not value.unit:
        return False
    if isinstance(value, Amount) and value.change is not None:
        return False
    return not measure.fits(value.unit, row.dimension, per=row.per)


def check_unit_of_name(row: Row) -> Iterator[Finding]:
    """A unit against the one in the name's brackets, or against what the name measures."""
    value = row.value
    if row.unit_in_name and isinstance(value, Amount | Range) and value.unit:
        _, named = units.scaled(row.unit_in_name)
        if units.relation(value.unit, units.canonical(named) or named).kind not in _AGREES:
            yield row.find("unit-clash-with-name", unit=value.unit, named=row.unit_in_name)
            return
    if row.unit_in_name and isinstance(value, Deadline):
        yield row.find("unit-clash-with-name", "unit-clash-date", named=row.unit_in_name)
        return
    if clashes_with_name(row):
        assert row.measure is not None
        kind, unit = say(f"kind-{row.measure.kind}"), row.unit or row.indicator.target.strip()
        yield row.find("unit-clash-with-name", "unit-clash-by-kind", unit=unit, kind=kind.en, kind_zh=kind.zh)


def check_columns(row: Row) -> Iterator[Finding]:
    """A sign or a unit in the cell against the column of its own (分列填报不一致)."""
    for note in () if row.value is None else row.value.notes:
        if note.code in ("sign-clash", "unit-clash", "columns-swapped", "share-in-column"):
            yield row.find("column-clash", note=note.message.en, note_zh=note.message.zh)
