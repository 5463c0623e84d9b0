"""What a judgement is made of: outcomes, directions and the results that carry them (判定结果)."""

from __future__ import annotations

from fractions import Fraction  # noqa: TC003  (attrs resolves it for cattrs)
from typing import TYPE_CHECKING, NoReturn

import attrs

from budgetkpi import explaining
from budgetkpi.errors import ParseError  # noqa: TC001
from budgetkpi.messages import Message, Note  # noqa: TC001
from budgetkpi.shown import Shown, clipped
from budgetkpi.values import Deadline, Missing, Value
from budgetkpi.views import View, Viewed
from budgetkpi.wording import Worded, flat, in_language, joined, percentage, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.wording import Pick, Plain

__all__ = ["Confidence", "Direction", "Evaluation", "Finding", "Inference", "Outcome", "Severity", "judged"]


class Outcome(Worded):
    """Whether an actual meets its target (判定): three values, never a bool.

    >>> [outcome.zh for outcome in Outcome]
    ['达成', '未达成', '待定']
    """

    MET = "met"
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "an Outcome has three values: compare it with Outcome.MET instead of testing its truth"
        )


class Direction(Worded):
    """Which way is better (指标方向).

    >>> Direction.AT_LEAST.zh
    '越高越好'
    """

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"
    WITHIN = "within"
    QUALITATIVE = "qualitative"
    UNKNOWN = "unknown"


class Confidence(Worded):
    """How far an inference can be trusted (把握).

    >>> Confidence.STATED.zh
    '写明'
    """

    STATED = "stated"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Severity(Worded):
    """How much a finding matters (严重程度).

    >>> [severity.zh for severity in Severity]
    ['错误', '警告', '提示']
    """

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

    >>> from budgetkpi import Indicator, infer_direction
    >>> infer_direction(Indicator("满意度", "≥95%"))
    <Inference at_least stated-sign stated>
    """

    direction: Direction
    rule: str
    confidence: Confidence = attrs.field(kw_only=True)
    why: Message = attrs.field(kw_only=True)
    alternatives: tuple[Direction, ...] = attrs.field(default=(), kw_only=True)

    def _told(self) -> str:
        return f"{self.direction.value} {self.rule} {self.confidence.value}"


@attrs.frozen(repr=False)
class Evaluation(Shown, Viewed):
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

    >>> from budgetkpi import evaluate
    >>> evaluate("≥95%", "96%")
    <Evaluation met 96% ≥95%>
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

    def row(self, lang: str = "zh") -> dict[str, Plain]:
        """One flat row of JSON types, for a report or a frame (判定结果行).

        Args:
            lang: `zh` for the headers of the ministry's form (年度指标值, 实际完成值, 判定, 完成率 …),
                `en` for English ones; the words in the cells are of the same language.

        Returns:
            The cells as they were given, the verdict, the attainment in per cent rounded half up (None
            where it means nothing), the direction, the reason, and the notes as one text.

        Raises:
            ValueError: another language.

        >>> from budgetkpi import evaluate
        >>> row = evaluate("≥95%", "96%").row()
        >>> row["判定"], row["完成率"], row["理由"]
        ('达成', '101.05%', '实际完成96%，达到目标值“≥95%”')
        """
        return flat(lang, **judged(self, lang))

    def explain(self, lang: str = "en") -> str:
        """Say what was read, the verdict and why, which way is better, and what was assumed (判定说明).

        Args:
            lang: `en` or `zh`.

        Returns:
            Lines that a reader who knows nothing of the program can follow; below them, for a cell that
            cannot be read, the place.

        Raises:
            ValueError: another language.

        >>> from budgetkpi import evaluate
        >>> print(evaluate("≥95%", "96%").explain("zh"))
        判定：达成；实际完成96%，达到目标值“≥95%”
          读取：指标值“≥95%”读作≥95%；实际完成值“96%”读作96%
          方向：越高越好（正向）；指标值写明“≥”
          完成率：101.05%
          说明：没有作任何假定
        """
        return "\n".join([*self._account(lang), *(error.marked() for error in self.errors)])

    def _account(self, lang: str) -> list[str]:
        """The lines of `explain` without the places of errors."""
        pick = in_language(lang)
        read, verdict, *rest = verdict_lines(self, pick)
        if self.attainment is not None:
            rest.append(explaining.say("explain-attainment", attainment=percentage(self.attainment)))
        rest += explaining.assumed(self.notes, pick)
        rest += explaining.other_readings((self.target, self.actual), self.notes, pick)
        return [pick(verdict), *(f"  {pick(line)}" for line in (read, *rest))]

    def _view(self) -> View:
        lang = spoken()
        told = judged(self, lang)
        del told["notes"]
        title, *lines = self._account(lang)
        return View.of(lang, title, [told], [line.strip() for line in lines])

    def _told(self) -> str:
        actual, target = (_short(value) for value in (self.actual, self.target))
        return f"{self.outcome.value} {actual} {target}"


def judged(evaluation: Evaluation, lang: str) -> dict[str, Plain]:
    """The cells of a row that a verdict fills, by the names of their columns."""
    pick = in_language(lang)
    return {
        "target": _cell(evaluation.target, [error.text for error in evaluation.errors[:1]]),
        "actual": _cell(evaluation.actual, [error.text for error in evaluation.errors[-1:]]),
        "outcome": pick(evaluation.outcome),
        "attainment": None if evaluation.attainment is None else percentage(evaluation.attainment),
        "direction": pick(evaluation.direction),
        "reason": pick(evaluation.reason),
        "notes": joined((pick(note.message) for note in evaluation.notes), lang),
    }


def verdict_lines(evaluation: Evaluation, pick: Pick) -> Iterator[Message]:
    """What was read, the verdict, and the direction where one was looked for."""
    told = judged(evaluation, "en")
    yield explaining.read_line(
        (str(told["target"]), evaluation.target), (str(told["actual"]), evaluation.actual), pick
    )
    yield explaining.verdict_line(pick(evaluation.outcome), pick(evaluation.reason))
    # A deadline is kept or not, whatever sign its text is read by; an empty target has no direction.
    if evaluation.inference is not None and not isinstance(evaluation.target, Deadline | Missing):
        yield explaining.direction_line(evaluation.direction.value, evaluation.inference.why, pick)


def _short(value: Value | None) -> str:
    """A value in a line with others: ? for a cell that cannot be read, a dash for an empty one."""
    return "?" if value is None else clipped(str(value)) or "—"


def _cell(value: Value | None, failed: list[str]) -> str:
    """A cell as it was given; one made by hand, as it is written."""
    return "".join(failed) if value is None else value.text or str(value)


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

    >>> from budgetkpi import Indicator, check
    >>> check(Indicator("满意度", ""))[0].code
    'empty'
    """

    code: str
    severity: Severity = attrs.field(kw_only=True)
    message: Message = attrs.field(kw_only=True)
    indicator: object | None = attrs.field(default=None, kw_only=True)
    fix: str = attrs.field(default="", kw_only=True)
    open: bool = attrs.field(default=False, kw_only=True)

    def _told(self) -> str:
        return f"{self.severity.value} {self.code}: {self.message.en}"
