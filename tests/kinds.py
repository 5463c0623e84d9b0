"""Cells and rows labelled by kind of fault: a line of a file, and what falls short of its labels."""

from __future__ import annotations

import json
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

import budgetkpi as bk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from budgetkpi.values import Number, Value

__all__ = ["FOLDER", "SHORTCOMINGS", "Case", "How", "accepts", "cases", "essence", "shortcoming"]

FOLDER = Path(__file__).parent / "data" / "kinds"

Label: TypeAlias = "Mapping[str, Any]"
"""What a value must be: is, noted, kind, error, magnitude and unit, or year_offset."""


class How(StrEnum):
    """What a case is put to."""

    PARSE = "parse"
    EVALUATE = "evaluate"
    DIRECTION = "direction"
    FIND = "find"
    CHECK = "check"
    SCORE = "score"


def _choices(label: object) -> tuple[object, ...]:
    """One label or a list of them."""
    return tuple(label) if isinstance(label, list | tuple) else (label,)


@attrs.frozen(kw_only=True)
class Case:
    """One line of a file: the inputs, and what any careful reader takes them for.

    Attributes:
        control: right before the kind of fault was known, and to stay so.
        accept: outcomes, directions, labels or scores, of which any is right.
        attainment: of which any is right; None is none, and none at all is not asked for.
        mentions: the values of the sentence in order, or a choice of such lists.
        must, must_not: codes of findings; `a|b` is either, `code:error` is of that severity only.
    """

    id: str
    kind: str
    how: How = attrs.field(converter=How)
    control: bool = False
    cell: str = ""
    sentence: str = ""
    target: str = ""
    actual: str = ""
    policy: str = "national-2020"
    row: Mapping[str, Any] = attrs.field(factory=dict)
    accept: tuple[Any, ...] = attrs.field(default=(), converter=tuple)
    attainment: tuple[Any, ...] = attrs.field(default=(), converter=_choices)
    mentions: tuple[Any, ...] = attrs.field(default=(), converter=tuple)
    must: tuple[str, ...] = attrs.field(default=(), converter=tuple)
    must_not: tuple[str, ...] = attrs.field(default=(), converter=tuple)

    @property
    def indicator(self) -> bk.Indicator:
        """The row of the case, its target in place."""
        return bk.Indicator(self.row.get("name", ""), self.target, **self._others)

    @property
    def _others(self) -> dict[str, Any]:
        return {field: value for field, value in self.row.items() if field != "name"}


def cases() -> list[Case]:
    """Every case of every file of the folder."""
    return [
        Case(**json.loads(line))
        for file in sorted(FOLDER.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


def _size(number: Number, unit: str) -> tuple[Fraction, str]:
    """A magnitude in base units; a unit that nobody listed stands for itself."""
    try:
        base = bk.quantity(number, unit).to_base_units()
    except bk.UnitError:
        return Fraction(number), unit
    return Fraction(base.magnitude), str(base.units)


def essence(value: Value | None) -> tuple[object, ...]:
    """What two values that say the same have in common, however they are written."""
    match value:
        case bk.Amount():
            size = _size(value.magnitude, value.unit)
            return value.kind, value.comparator, value.approximation, value.change, size
        case bk.Range():
            ends = _size(value.low, value.unit), _size(value.high, value.unit)
            return value.kind, ends, value.low_inclusive, value.high_inclusive, value.approximation
        case bk.Deadline():
            day = value.year, value.year_offset, value.month, value.day, value.recurring
            part = value.period, value.ordinal, value.part
            return value.kind, value.comparator, day, part, essence(value.start)
        case bk.Several():
            return value.kind, *map(essence, value.values)
        case None:
            return ()
    return value.kind, str(value)


def accepts(label: Label, value: Value | None) -> bool:
    """Whether one label fits what a cell was read as; None stands for a cell that raised."""
    match label:
        case {"error": True}:
            return value is None
        case {"noted": str(text)}:
            return value is not None and bool(value.notes) and essence(value) == essence(bk.parse(text))
        case {"is": str(text)}:
            named = label.get("base") in {None, getattr(value, "base", None)}
            return named and essence(value) == essence(bk.parse(text))
        case {"kind": kind}:
            return value is not None and value.kind == kind and bool(value.notes or not label.get("note"))
        case {"magnitude": magnitude, "unit": unit}:
            written = isinstance(value, bk.Amount) and (Fraction(value.magnitude), value.unit)
            return written == (Fraction(magnitude), unit)
        case {"year_offset": offset}:
            return isinstance(value, bk.Deadline) and value.year_offset == offset
    msg = f"no such label: {label}"
    raise ValueError(msg)


def _parse(case: Case) -> str:
    try:
        value = bk.parse(case.cell, indicator=case.indicator if case.row else None)
    except bk.ParseError as error:
        return "" if any(accepts(label, None) for label in case.accept) else f"error {error.code}"
    right = any(accepts(label, value) for label in case.accept)
    return "" if right else f"{value.kind} {value} {_codes(value.notes)}"


def _evaluate(case: Case) -> str:
    result = bk.evaluate(case.indicator, case.actual)
    said = f"{result.outcome} {result.attainment} ({result.reason.code}) {_codes(result.notes)}"
    if result.outcome not in case.accept:
        return said
    if not case.attainment or result.outcome == bk.Outcome.UNDETERMINED:
        return ""
    return "" if result.attainment in [one and Fraction(one) for one in case.attainment] else said


def _direction(case: Case) -> str:
    found = bk.infer_direction(case.indicator)
    return "" if found.direction in case.accept else f"{found.direction} ({found.rule})"


def _find(case: Case) -> str:
    found = [mention.value for mention in bk.find(case.sentence)]
    choices = case.mentions if case.mentions and isinstance(case.mentions[0], list) else [case.mentions]
    wanted = [[essence(bk.parse(text)) for text in texts] for texts in choices]
    return "" if [*map(essence, found)] in wanted else " & ".join(map(str, found)) or "no mention"


def _check(case: Case) -> str:
    findings = bk.check(case.indicator)
    found = {code for one in findings for code in (one.code, f"{one.code}:{one.severity}")}
    missed = [code for code in case.must if not found & set(code.split("|"))]
    wrong = [code for code in case.must_not if code in found]
    return " ".join([*(f"-{code}" for code in missed), *(f"+{code}" for code in wrong)])


def _score(case: Case) -> str:
    earned = bk.score(case.indicator, case.actual, policy=case.policy).earned
    said = None if earned is None else str(earned)
    return "" if {"earned": said} in case.accept else str(said)


def _codes(notes: tuple[bk.Note, ...]) -> list[str]:
    return [note.code for note in notes]


SHORTCOMINGS: Mapping[How, Callable[[Case], str]] = {
    How.PARSE: _parse,
    How.EVALUATE: _evaluate,
    How.DIRECTION: _direction,
    How.FIND: _find,
    How.CHECK: _check,
    How.SCORE: _score,
}


def shortcoming(case: Case) -> str:
    """What came out instead of what is right; empty where it is right."""
    return SHORTCOMINGS[case.how](case)
