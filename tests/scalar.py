"""What the single functions say, by the columns of a batch: written from the contract, not the kernel."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import budgetkpi as bk
from budgetkpi import units
from budgetkpi.arrow import schemas

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["checked", "judged", "parsed", "points", "same", "scored", "unweighed"]


def held(number: Decimal | Fraction | None) -> Decimal | None:
    """What a decimal128(38, 10) holds of a number without loss."""
    if number is None:
        return None
    share = Fraction(number)
    if abs(share) >= 10**28 or (share * 10**10).denominator != 1:
        return None
    return Decimal((share * 10**10).numerator).scaleb(-10) if share.numerator else Decimal(0)


def exact(number: Decimal | Fraction) -> str:
    return f"{number:f}" if isinstance(number, Decimal) else f"{number.numerator}/{number.denominator}"


def told(error: bk.ParseError | None, field: str) -> dict[str, Any]:
    if error is None:
        return dict.fromkeys(
            ("error", "error_field", "error_en", "error_zh", "error_start", "error_end"), None
        )
    return {
        "error": error.code, "error_field": field, "error_en": error.en, "error_zh": error.zh,
        "error_start": error.span[0], "error_end": error.span[1],
    }  # fmt: skip


def printable(row: dict[str, Any]) -> dict[str, Any]:
    """The same with what UTF-8 cannot hold written out."""
    return {
        name: thing.encode("utf-8", "backslashreplace").decode() if isinstance(thing, str) else thing
        for name, thing in row.items()
    }


def parsed(cell: str | None, year: int | None, row: bk.Indicator | None = None) -> dict[str, Any]:
    """What `parse` says of a cell, by column: written from the contract, not from the code."""
    names = [column.name for column in schemas.PARSED]
    found: dict[str, Any] = dict.fromkeys(names)
    try:
        value = bk.parse(cell or "", indicator=row)
    except bk.ParseError as error:
        return printable(found | told(error, "target"))
    found |= {"kind": value.kind.value, "canonical": str(value), "notes": codes(value.notes)}
    if value.alternatives:
        found["alternatives"] = "\n".join(map(str, value.alternatives))
    comparator = getattr(value, "comparator", None)
    found["comparator"] = comparator.value if comparator else None
    for name in (
        "recurring",
        "word",
        "rank",
        "negated",
        "planned",
        "unit",
        "low_inclusive",
        "high_inclusive",
    ):
        found[name] = getattr(value, name, None)
    for name in ("approximation", "change"):
        member = getattr(value, name, None)
        found[name] = member.value if member else None
    for name in ("low", "high", "magnitude"):
        number = getattr(value, name, None)
        found[name] = held(number)
        found[f"{name}_text"] = None if number is None else exact(number)
    if isinstance(value, bk.Amount):
        found["change_base"] = value.base
        based = units.based(value.unit)
        if based is not None:
            number = Fraction(value.magnitude) * based[0]
            found["base_magnitude"], found["base_unit"] = held(number), based[1]
            found["base_magnitude_text"] = number
    when = getattr(value, "when", None)
    found["said_of"] = None if when is None else str(when)
    if isinstance(value, bk.Deadline):
        found["first_day"], found["last_day"] = value.first_day(year), value.last_day(year)
    return printable(found)


def codes(notes: Any) -> str:  # noqa: ANN401  (notes)
    return " ".join(dict.fromkeys(note.code for note in notes))


def judged(found: bk.Evaluation) -> dict[str, Any]:
    """An evaluation by column."""
    target, actual = found.target, found.actual
    error = found.errors[0] if found.errors else None
    return printable({
        "outcome": found.outcome.value,
        "attainment": None if found.attainment is None else str(found.attainment),
        "attainment_float": None if found.attainment is None else float(found.attainment),
        "direction": None if target is None else found.direction.value,
        "direction_rule": found.inference.rule if found.inference else None,
        "target_kind": target.kind.value if target else None,
        "target_canonical": None if target is None else str(target),
        "actual_kind": None if actual is None else actual.kind.value,
        "actual_canonical": None if actual is None else str(actual),
        "reason": found.reason.code, "reason_en": found.reason.en, "reason_zh": found.reason.zh,
        "notes": codes(found.notes),
        **told(error, "target" if target is None else "actual"),
    })  # fmt: skip


def same(got: dict[str, Any], expected: dict[str, Any]) -> None:
    assert list(got) == list(expected)
    for name, thing in expected.items():
        if name == "base_magnitude_text" and thing is not None:
            assert Fraction(got[name]) == thing
        else:
            assert got[name] == thing, name


def points(cell: str | None) -> Decimal | None:
    return None if cell in ("", None, "x", "-1") else Decimal(cell)


def scored(score: bk.Score) -> dict[str, Any]:
    """A score by column."""
    low, high = score.band or (None, None)
    return judged(score.evaluation) | printable({
        "policy": score.policy, "points": held(score.points), "earned": score.earned,
        "band_low": low, "band_high": high,
        "share": None if score.share is None else str(score.share),
        "flags": " ".join(flag.value for flag in score.flags),
        "over_ratio": None if score.over_ratio is None else str(score.over_ratio),
        "deviation": None if score.deviation is None else str(score.deviation),
        "formula": score.formula, "score_notes": codes(score.notes),
    })  # fmt: skip


def checked(found: Sequence[bk.Finding]) -> dict[str, Any]:
    """Objections to a row by column."""
    severities = {one.severity for one in found}
    fixes = [one.fix for one in found]
    return printable(
        {
            "findings": " ".join(dict.fromkeys(one.code for one in found)),
            "severity": next((worst.value for worst in bk.Severity if worst in severities), None),
            "findings_en": "\n".join(one.message.en for one in found),
            "findings_zh": "\n".join(one.message.zh for one in found),
            "fixes": "\n".join(fixes) if any(fixes) else "",
            **told(None, "target"),
        }
    )


def unweighed(weight: str | None) -> dict[str, Any]:
    """The error of a text that is no weight, by column; nothing for one that is, or is blank."""
    try:
        bk.Indicator("", points=weight)
    except bk.FieldError as error:
        return {"error": error.code, "error_field": "points", "error_en": error.en, "error_zh": error.zh}
    return {}
