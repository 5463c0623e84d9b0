"""What a form prints of a row (指标行的单元格): verbatim where it can, one cell or three for a target."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.canonical import number_text
from budgetkpi.evaluation import evaluate
from budgetkpi.reading import target_or_none
from budgetkpi.results import Direction
from budgetkpi.values import Amount, Range

if TYPE_CHECKING:
    from budgetkpi.indicators import Indicator
    from budgetkpi.scoring import Score

__all__ = ["actual_cell", "actual_with_unit", "target_cell", "target_fields"]

_NUMBER: Final = re.compile(r"\d[\d,，.]*")


def actual_cell(score: Score) -> str:
    """The actual as it was given; of one that cannot be read, the cell."""
    actual = score.evaluation.actual
    if actual is not None:
        return actual.text or str(actual)
    return score.evaluation.errors[-1].text


def actual_with_unit(score: Score) -> str:
    """The actual, with the unit that the row keeps in a column of its own, for a form that has none.

    The unit is joined only where the verdict stays what it is.

    >>> from budgetkpi import Indicator, score
    >>> actual_with_unit(score(Indicator("受益人口", "5.6", comparator="≥", unit="万人"), "5.8"))
    '5.8万人'
    """
    row, evaluation = score.indicator, score.evaluation
    cell, unit = actual_cell(score), (row.unit or "").strip()
    if not unit or not isinstance(evaluation.actual, Amount | Range) or evaluation.actual.unit:
        return cell
    alone = attrs.evolve(row, target=target_cell(row), comparator=None, unit=None)
    joined = evaluate(alone, f"{cell.strip()}{unit}", fiscal_year=row.fiscal_year)
    same = (joined.outcome, joined.attainment) == (evaluation.outcome, evaluation.attainment)
    return f"{cell.strip()}{unit}" if same else cell


def target_cell(row: Indicator) -> str:
    """The target in one cell, with the sign and the unit that the row keeps in columns of their own.

    The cell as it is, or with what makes it say the same by itself.

    >>> from budgetkpi import Indicator
    >>> target_cell(Indicator("更换管网长度", "38.5", comparator="≥", unit="公里"))
    '≥38.5公里'
    """
    sign, unit = (row.comparator or "").strip(), (row.unit or "").strip()
    if not sign and not unit:
        return row.target
    value = target_or_none(row)
    cell = row.target.strip()
    alone = attrs.evolve(row, comparator=None, unit=None)
    said = target_or_none(alone)
    if getattr(value, "comparator", None) is None or getattr(said, "comparator", None) is not None:
        sign = ""  # words have none (定性), and the cell may say it already
    if getattr(said, "unit", ""):
        unit = ""
    tried = (f"{sign}{cell}{unit}", f"{cell}{unit}", f"{sign}{cell}", row.target, str(value or ""))
    for text in tried:
        if text and value is not None and target_or_none(attrs.evolve(alone, target=text)) == value:
            return text
    return f"{(row.comparator or '').strip()}{cell}{(row.unit or '').strip()}"


def target_fields(row: Indicator, direction: Direction, in_words: str) -> tuple[str, str, str]:
    """The target as sign, value and unit.

    A row that keeps them apart keeps its cells. A cell with a sign is taken apart where the three say
    exactly what it says; any other stays whole: a sign that nobody wrote is not filled in.

    Args:
        row: the row.
        direction: the direction that it was judged by.
        in_words: what the column of signs says of a target in words.
    """
    if row.comparator is not None or row.unit is not None:
        return row.comparator or "", row.target, row.unit or ""
    value = target_or_none(row)
    if isinstance(value, Amount) and value.comparator is not None:
        sign = value.comparator.symbol
        number = _NUMBER.search(row.target)
        tried = [(number_text(value.magnitude), value.unit)]
        if number is not None:
            tried.insert(0, (number[0], row.target[number.end() :].strip()))
        for target, unit in tried:
            apart = attrs.evolve(row, target=target, comparator=sign, unit=unit)
            if target_or_none(apart) == value:
                return sign, target, unit
    if direction is Direction.QUALITATIVE and row.target.strip():
        return in_words, row.target, ""
    return "", row.target, ""
