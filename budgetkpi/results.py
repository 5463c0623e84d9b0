"""What a judgement is made of: outcomes, directions and the results that carry them (判定结果)."""

from __future__ import annotations

import enum
from fractions import Fraction  # noqa: TC003  (attrs resolves it for cattrs)
from typing import NoReturn

import attrs

from budgetkpi.errors import ParseError  # noqa: TC001
from budgetkpi.messages import Message, Note  # noqa: TC001
from budgetkpi.shown import Shown
from budgetkpi.values import Value  # noqa: TC001

__all__ = ["Confidence", "Direction", "Evaluation", "Finding", "Inference", "Outcome", "Severity"]


class Outcome(enum.StrEnum):
    """Whether an actual meets its target (判定): three values, never a bool."""

    MET = "met"
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "an Outcome has three values: compare it with Outcome.MET instead of testing its truth"
        )


class Direction(enum.StrEnum):
    """Which way is better (指标方向)."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"
    WITHIN = "within"
    QUALITATIVE = "qualitative"
    UNKNOWN = "unknown"


class Confidence(enum.StrEnum):
    """How far an inference can be trusted (把握)."""

    STATED = "stated"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Severity(enum.StrEnum):
    """How much a finding matters (严重程度)."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@attrs.frozen(repr=False)
class Inference(Shown):
    """Which way is better, and how that is known (方向推断).

    Attributes:
        direction: the answer.
        rule: the name of the rule that fired, a key of grammar/directions.toml.
        confidence: how far to trust it.
        why: the reason for people.
        alternatives: other directions that a careful analyst may defend.
    """

    direction: Direction
    rule: str
    confidence: Confidence = attrs.field(kw_only=True)
    why: Message = attrs.field(kw_only=True)
    alternatives: tuple[Direction, ...] = attrs.field(default=(), kw_only=True)


@attrs.frozen(repr=False)
class Evaluation(Shown):
    """Whether an actual meets its target, how far, and why (评价结果).

    Attributes:
        outcome: met, not met or undetermined.
        attainment: 完成率 as an exact Fraction, None where it means nothing.
        direction: which way was better.
        target, actual: the values that were compared; None where the cell raised.
        reason: why, as a reviewer can quote it.
        notes: every assumption on the way.
        errors: the ParseErrors of cells that could not be read.
        inference: how the direction was found.
    """

    outcome: Outcome
    attainment: Fraction | None
    direction: Direction = attrs.field(kw_only=True)
    target: Value | None = attrs.field(kw_only=True)
    actual: Value | None = attrs.field(kw_only=True)
    reason: Message = attrs.field(kw_only=True)
    notes: tuple[Note, ...] = attrs.field(default=(), kw_only=True)
    errors: tuple[ParseError, ...] = attrs.field(default=(), kw_only=True)
    inference: Inference | None = attrs.field(default=None, kw_only=True)


@attrs.frozen(repr=False)
class Finding(Shown):
    """An objection to a row or a table (问题).

    Attributes:
        code: stable; what `select` and `ignore` name.
        severity: how much it matters.
        message: what is wrong.
        indicator: the row it is about, None for a whole table.
        fix: what to write instead, "" where only a person can say.
        open: whether it leaves points open, as a row or a weight that could not be read does: a
            sheet with such a finding has no final total and no grade.
    """

    code: str
    severity: Severity = attrs.field(kw_only=True)
    message: Message = attrs.field(kw_only=True)
    indicator: object | None = attrs.field(default=None, kw_only=True)
    fix: str = attrs.field(default="", kw_only=True)
    open: bool = attrs.field(default=False, kw_only=True)
