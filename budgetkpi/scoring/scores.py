"""What a row earned under a policy, and why (得分)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction  # noqa: TC003  (attrs resolves it for cattrs)
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.escaping import escaped
from budgetkpi.explaining import assumed, other_readings
from budgetkpi.indicators import Indicator  # noqa: TC001
from budgetkpi.messages import Catalog, Message, Note
from budgetkpi.policy.figures_written import percent
from budgetkpi.results import Evaluation, judged, verdict_lines
from budgetkpi.rules.fields import Rule  # noqa: TC001
from budgetkpi.scoring.telling import flag_line, rounding, rule_line
from budgetkpi.shown import Shown, clipped
from budgetkpi.views import View, Viewed
from budgetkpi.wording import Worded, flat, in_language, joined, number, percentage, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.wording import Pick, Plain

__all__ = ["Applied", "Flag", "Score", "looked_at", "points_shown", "scored"]

_say: Final = Catalog("scoring")
_LOOKED_AT: Final = (
    "level1",
    "level2",
    "name",
    "target",
    "actual",
    "points",
    "earned",
    "outcome",
    "flags",
    "reason",
)


class Flag(Worded):
    """What a reviewer has to know of a score (得分提示).

    >>> Flag.LATE.zh, Flag.LATE.en
    ('逾期', 'late')
    """

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
    NOT_APPLICABLE = "not-applicable"
    """The row says that it does not apply to the project."""
    BY_HAND = "by-hand"
    """A person gave the points, or took some off."""
    HAND_REFUSED = "hand-refused"
    """What a person gave does not fit the rule and was not taken."""


@attrs.frozen
class Applied:
    """A rule that decided something of a score (所用规则).

    Attributes:
        field: the field of the policy.
        rule: the rule itself, with its source and status.
    """

    field: str
    rule: Rule


@attrs.frozen(kw_only=True, repr=False)
class Score(Shown, Viewed):
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
        deduction: points that a person took off, None where none were.

    >>> from budgetkpi import Indicator, score
    >>> score(Indicator("培训场次", "≥5场", points=10), "4场")
    <Score 8.00 of 10 培训场次 national-2020>
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
    deduction: Decimal | None = None

    @property
    def possible(self) -> tuple[Decimal, Decimal]:
        """The least and the most points that the row can have earned.

        A number is certain, a band is itself (its high end less one last place where that is out of
        reach), anything else may be all or nothing, less what a person took off; a row without a weight
        adds nothing, nor does one that does not apply.
        """
        left_out = Flag.NOT_APPLICABLE in self.flags and Flag.RULE_SILENT not in self.flags
        if self.points is None or left_out:
            return Decimal(0), Decimal(0)
        if self.earned is not None:
            return self.earned, self.earned
        if self.band is None:
            return Decimal(0), max(Decimal(0), self.points - (self.deduction or 0))
        low, high = self.band
        last_place = Decimal(1).scaleb(int(high.as_tuple().exponent))
        return low, max(low, high - last_place) if self.band_open else high

    def row(self, lang: str = "zh") -> dict[str, Plain]:
        """One flat row of JSON types, for a report or a frame (得分行).

        Args:
            lang: `zh` for the headers of the ministry's form (一级指标, 三级指标, 年度指标值, 分值,
                得分, 偏差原因分析及改进措施 …), `en` for English ones; the words in the cells are of the
                same language.

        Returns:
            The row of the form, then verdict, attainment, flags, reason, arithmetic, policy and notes.
            分值 and 得分 are numbers, None where there is none; 得分区间 then says the least and the most
            that the row can have earned.

        Raises:
            ValueError: another language.

        >>> from budgetkpi import Indicator, score
        >>> row = score(Indicator("培训场次", "≥5场", points=10), "4场").row()
        >>> row["三级指标"], row["判定"], row["得分"]
        ('培训场次', '未达成', 8)
        """
        return flat(lang, **scored(self, lang))

    def explain(self, lang: str = "en") -> str:
        """Say what was read, which rule was applied, whose it is, and the arithmetic (计分说明).

        Args:
            lang: `en` or `zh`.

        Returns:
            Lines that a reader who knows nothing of the program can follow.

        Raises:
            ValueError: another language.
        """
        pick = in_language(lang)
        lines = [pick(self._headline()), *(f"  {pick(line)}" for line in self._lines(pick))]
        return "\n".join(map(escaped, lines))

    def _told(self) -> str:
        earned, name = points_shown(self), clipped(self.indicator.name)
        return f"{earned} of {'—' if self.points is None else f'{self.points:f}'} {name} {self.policy}"

    def _view(self) -> View:
        lang = spoken()
        title, *lines = self.explain(lang).splitlines()
        return View.of(lang, title, [looked_at(self, lang)], [line.strip() for line in lines])

    def _headline(self) -> Message:
        """What was earned, of what, and under which policy."""
        name = self.indicator.name.strip() or "—"
        points = "—" if self.points is None else f"{self.points:f}"
        if self.earned is not None:
            earned = f"{self.earned:f}"
            return _say("explain-earned", name=name, earned=earned, points=points, policy=self.policy)
        if self.band is not None:
            low, high = (f"{end:f}" for end in self.band)
            return _say("explain-band", name=name, low=low, high=high, points=points, policy=self.policy)
        if self.share is not None:
            return _say("explain-share", name=name, share=percent(self.share), policy=self.policy)
        if Flag.NOT_APPLICABLE in self.flags and Flag.RULE_SILENT not in self.flags:
            return _say("explain-left-out", name=name, points=points, policy=self.policy)
        return _say("explain-open", name=name, points=points, policy=self.policy)

    def _lines(self, pick: Pick) -> Iterator[Message]:
        """What was read, which rule, whose rule, the arithmetic, what was assumed."""
        yield from verdict_lines(self.evaluation, pick)
        for applied in self.applied:
            yield rule_line(applied.field, applied.rule, pick)
        if self.formula:
            yield _say("explain-formula", formula=self.formula)
        yield from rounding(self.earned, self.points, self.share)
        over = next((applied.rule for applied in self.applied if applied.field == "over"), None)
        for flag in self.flags:
            yield flag_line(flag.value, pick, self.over_ratio, over)
        notes = (*self.evaluation.notes, *self.notes)
        yield from assumed(notes, pick)
        yield from other_readings((self.evaluation.target, self.evaluation.actual), notes, pick)


def scored(score: Score, lang: str) -> dict[str, Plain]:
    """The cells of a row that a score fills, by the names of their columns: the form's own first."""
    pick, row, told = in_language(lang), score.indicator, judged(score.evaluation, lang)
    notes = (*score.evaluation.notes, *score.notes)
    open_ = score.earned is None and score.points is not None
    form: dict[str, Plain] = {
        "level1": row.level1,
        "level2": row.level2,
        "name": row.name,
        "target": told["target"],
        "actual": told["actual"],
        "points": number(score.points),
        "earned": number(score.earned),
        "variance": row.reason or "",
    }
    return form | {
        "outcome": told["outcome"],
        "attainment": told["attainment"],
        "possible": points_shown(score) if open_ else None,
        "flags": joined((pick(flag) for flag in score.flags), lang),
        "reason": told["reason"],
        "formula": score.formula,
        "direction": told["direction"],
        "policy": score.policy,
        "notes": joined((pick(note.message) for note in notes), lang),
    }


def looked_at(score: Score, lang: str) -> dict[str, Plain]:
    """The cells of a row that a person looks at first; a range of points where there is no number."""
    cells = scored(score, lang)
    if score.earned is None:
        cells["earned"] = cells["possible"] or points_shown(score)
    return {name: cells[name] for name in _LOOKED_AT}


def points_shown(score: Score) -> str:
    """The points for people: a number, the range of a word, or the share of a weight that is not known."""
    if score.earned is not None:
        return f"{score.earned:f}"
    if score.points is not None:
        return "—".join(f"{end:f}" for end in score.possible)
    return "—" if score.share is None else percentage(score.share)
