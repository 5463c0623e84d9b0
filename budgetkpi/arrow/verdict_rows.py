"""Verdicts, points and objections, each as one row of plain things (结果转为一行)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from budgetkpi.arrow.value_rows import Row, codes, error_row, ratio
from budgetkpi.results import Direction, Evaluation, Outcome, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from budgetkpi.messages import Message
    from budgetkpi.results import Finding
    from budgetkpi.scoring import Score
    from budgetkpi.values import Value

__all__ = ["Said", "check_row", "failed", "score_row", "verdict_row"]

_NO_ERROR: Final = (None,) * 6
_WORST: Final = tuple(Severity)


class Said:
    """What values say, written once for each that rows share."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Value, tuple[str, str]]] = {}

    def of(self, value: Value | None) -> tuple[str | None, str | None]:
        """The kind of a value and its canonical text."""
        if value is None:
            return None, None
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = (value, (value.kind.value, str(value)))
        return known[1]


def verdict_row(found: Evaluation, said: Said) -> Row:
    """An evaluation in the columns of `JUDGED`."""
    target, actual, reason = found.target, found.actual, found.reason
    return (
        found.outcome.value,  # a plain text: Arrow takes a hundred times as long over a member
        ratio(found.attainment),
        None if found.attainment is None else _float(found.attainment),
        None if target is None else found.direction.value,
        None if found.inference is None else found.inference.rule,
        *said.of(target),
        *said.of(actual),
        reason.code,
        reason.en,
        reason.zh,
        codes(found.notes),
        *_error(found),
    )


def score_row(found: Score, said: Said) -> Row:
    """A score in the columns of `SCORED`."""
    low, high = found.band or (None, None)
    return (
        *verdict_row(found.evaluation, said),
        found.policy,
        found.points,
        found.earned,
        low,
        high,
        ratio(found.share),
        " ".join(flag.value for flag in found.flags),
        ratio(found.over_ratio),
        ratio(found.deviation),
        found.formula,
        codes(found.notes),
    )


def check_row(found: Sequence[Finding]) -> Row:
    """The objections to a row in the columns of `CHECKED`."""
    return (
        " ".join(dict.fromkeys(finding.code for finding in found)),
        min((finding.severity for finding in found), key=_WORST.index).value if found else None,
        "\n".join(finding.message.en for finding in found),
        "\n".join(finding.message.zh for finding in found),
        "\n".join(finding.fix for finding in found) if any(finding.fix for finding in found) else "",
        *_NO_ERROR,
    )


def failed(work: str, error: Message, field: str, *, width: int, reason: Message) -> Row:
    """The row of a cell that holds what no cell can hold; a verdict is undetermined, and says why."""
    told = error_row(error, field)
    if work == "parse":
        return (*(None,) * (width - len(told)), *told)
    if work == "check":
        return ("", None, "", "", "", *told)
    verdict: tuple[Any, ...] = (Outcome.UNDETERMINED.value, None, None, Direction.UNKNOWN.value)
    verdict += (*(None,) * 5, reason.code, reason.en, reason.zh, "", *told)
    return (*verdict, *(None,) * (width - len(verdict)))


def _float(share: Fraction) -> float | None:
    try:
        return share.numerator / share.denominator
    except OverflowError:
        return None


def _error(found: Evaluation) -> Row:
    """The first cell that cannot be read; `target_kind` and `actual_kind` tell of both."""
    if not found.errors:
        return _NO_ERROR
    return error_row(found.errors[0], "target" if found.target is None else "actual")
