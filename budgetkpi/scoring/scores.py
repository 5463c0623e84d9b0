"""What a row earned under a policy, and why (得分)."""

from __future__ import annotations

import enum
from decimal import Decimal
from fractions import Fraction  # noqa: TC003  (attrs resolves it for cattrs)

import attrs

from budgetkpi.indicators import Indicator  # noqa: TC001
from budgetkpi.messages import Note  # noqa: TC001
from budgetkpi.policy.fields import Rule  # noqa: TC001
from budgetkpi.results import Evaluation  # noqa: TC001

__all__ = ["Applied", "Flag", "Score"]


class Flag(enum.StrEnum):
    """What a reviewer has to know of a score (得分提示)."""

    OVER = "over"
    """Passed so far that the policy asks whether the target was set too low."""
    EQUAL_EXCEEDED = "equal-exceeded"
    """More than a target that says exactly."""
    ZERO_TARGET = "zero-target"
    """The target is 0: all or nothing."""
    NEGATIVE_ACTUAL = "negative-actual"
    """The actual is below 0 and counts as 0."""
    STRICT_BOUND = "strict-bound"
    """At the bound of a strict sign: not met, the formula's points stand."""
    BELOW_PASS_MARK = "below-pass-mark"  # noqa: S105  (a mark, no password)
    """Under the pass mark, so no points."""
    STEPS = "steps"
    """Scored by steps, not by the ratio."""
    LATE = "late"
    """A deadline was missed."""
    MISSING_ACTUAL = "missing-actual"
    """Nothing was reported; that is no 0."""
    UNDETERMINED = "undetermined"
    """What the cells say does not decide the points."""
    REASON_REQUIRED = "reason-required"
    """The policy asks for an explanation of this result."""
    HAND_REVIEW = "hand-review"
    """The policy asks a person to set or confirm the points."""
    RULE_SILENT = "rule-silent"
    """The policy has no rule for this case."""


@attrs.frozen
class Applied:
    """A rule that decided something of a score (所用规则).

    Attributes:
        field: the field of the policy.
        rule: the rule itself, with its source and status.
    """

    field: str
    rule: Rule


@attrs.frozen(kw_only=True)
class Score:
    """What one row earned under a policy (得分).

    Attributes:
        earned: points to the places of the policy, half up; None where no number can be given.
        band: the low and high end of the points that a word can earn, None for everything else.
        points: the weight of the row (分值), None where it has none.
        flags: what a reviewer has to know, in the order of `Flag`.
        over_ratio: actual ÷ target where an at-least or exactly target was passed, else None.
        deviation: (actual − target) ÷ target, None where it cannot be computed.
        share: the share of the weight before rounding, None where no number can be given.
        formula: the arithmetic with its numbers, "" where there is none.
        evaluation: the verdict that the points follow from.
        policy: the name of the policy.
        applied: the rules that decided, in the order in which they did.
        indicator: the row.
        notes: what was assumed for the points; what was assumed for the verdict stands in
            `evaluation.notes`.
        band_open: whether the high end of `band` itself is out of reach.
    """

    earned: Decimal | None
    band: tuple[Decimal, Decimal] | None = None
    points: Decimal | None
    flags: tuple[Flag, ...] = ()
    over_ratio: Fraction | None = None
    deviation: Fraction | None = None
    share: Fraction | None = None
    formula: str = ""
    evaluation: Evaluation
    policy: str
    applied: tuple[Applied, ...] = ()
    indicator: Indicator
    notes: tuple[Note, ...] = ()
    band_open: bool = False

    @property
    def possible(self) -> tuple[Decimal, Decimal]:
        """The least and the most points that the row can have earned.

        A number is certain, a band is itself (its high end less one last place where that is out of
        reach), anything else may be all or nothing; a row without a weight adds nothing.
        """
        if self.points is None:
            return Decimal(0), Decimal(0)
        if self.earned is not None:
            return self.earned, self.earned
        if self.band is None:
            return Decimal(0), self.points
        low, high = self.band
        last_place = Decimal(1).scaleb(int(high.as_tuple().exponent))
        return low, max(low, high - last_place) if self.band_open else high

    def explain(self, lang: str = "en") -> str:
        """Say what was read, which rule was applied, whose it is, and the arithmetic (计分说明).

        Args:
            lang: `en` or `zh`.

        Returns:
            Lines that a reader who knows nothing of the program can follow.

        Raises:
            ValueError: another language.
        """
        from budgetkpi.scoring.explain import explain_score  # noqa: PLC0415  (the texts load on first use)

        return explain_score(self, lang)
