"""How one row is scored (单项指标计分规则), one class a question."""

from __future__ import annotations

import enum
import itertools
from fractions import Fraction
from typing import Final

import attrs

from budgetkpi.rules.fields import (
    Rule,
    as_edges,
    as_flag,
    as_share,
    as_share_or_none,
    as_shares,
    as_whole,
    check_falling,
    check_step,
    refused,
)


class ShortfallKind(enum.StrEnum):
    """How a missed at-least target is scored."""

    RATIO = "ratio"
    PASS_MARK = "pass_mark"  # noqa: S105  (a mark, no password)
    FLOOR = "floor"
    BINARY = "binary"


@attrs.frozen(kw_only=True)
class Shortfall(Rule):
    """An at-least target that was missed (正向指标未完成).

    Attributes:
        kind: `ratio` weight × actual ÷ target; `pass_mark` nothing under the mark, from it
            weight × (rate − mark) ÷ (1 − mark); `floor` nothing under the floor, from it
            weight × rate; `binary` nothing.
        pass_mark: the mark of `pass_mark`, a share.
        floor: the floor of `floor`, a share.
    """

    kind: ShortfallKind = attrs.field(converter=ShortfallKind)
    pass_mark: Fraction | None = attrs.field(default=None, converter=as_share_or_none)
    floor: Fraction | None = attrs.field(default=None, converter=as_share_or_none)

    def __attrs_post_init__(self) -> None:
        if self.kind is ShortfallKind.PASS_MARK and (self.pass_mark is None or not 0 <= self.pass_mark < 1):
            raise refused("shortfall.pass_mark", "hint-pass-mark")
        if self.kind is ShortfallKind.FLOOR and (self.floor is None or not 0 < self.floor <= 1):
            raise refused("shortfall.floor", "hint-floor")


class OverKind(enum.StrEnum):
    """What a far passed at-least target means."""

    CAP = "cap"
    FLAG = "flag"
    BANDS = "bands"


_FARTHEST: Final = 10
"""How many times its target an actual is at most before a rule takes notice: `at = 150` means no 150%."""


@attrs.frozen(kw_only=True)
class Over(Rule):
    """An at-least target that was far passed (超额完成).

    Attributes:
        kind: `cap` full points; `flag` full points and a flag from `at`; `bands` a share of the
            points from each edge of `bands`.
        at: actual ÷ target from which it is flagged.
        inclusive: whether `at` and the edges of `bands` themselves count as passed so far: 达到, not 超过.
        written_only: whether only a written ≥ or > is flagged, not a bare number or =.
        reason: whether a flagged row owes a reason.
        bands: pairs of (actual ÷ target, share kept), rising.
    """

    kind: OverKind = attrs.field(converter=OverKind)
    at: Fraction | None = attrs.field(default=None, converter=as_share_or_none)
    inclusive: bool = attrs.field(default=True, converter=as_flag)
    written_only: bool = attrs.field(default=False, converter=as_flag)
    reason: bool = attrs.field(default=False, converter=as_flag)
    bands: tuple[tuple[Fraction, Fraction], ...] = attrs.field(default=(), converter=as_shares)

    def __attrs_post_init__(self) -> None:
        if (self.kind is OverKind.FLAG and self.at is None) or not 1 <= (
            1 if self.at is None else self.at
        ) <= _FARTHEST:
            raise refused("over.at", "hint-over-at")
        rising = all(a[0] < b[0] and a[1] >= b[1] for a, b in itertools.pairwise(self.bands))
        inside = all(1 < at <= _FARTHEST and 0 <= kept <= 1 for at, kept in self.bands)
        if self.kind is OverKind.BANDS and not (self.bands and rising and inside):
            raise refused("over.bands", "hint-bands")

    def reaches(self, ratio: Fraction, edge: Fraction) -> bool:
        """Whether actual ÷ target is as far as an edge."""
        return ratio >= edge if self.inclusive else ratio > edge


class ReverseKind(enum.StrEnum):
    """How a passed ceiling is scored."""

    INVERSE_RATIO = "inverse_ratio"
    LINEAR = "linear"
    PER_POINT = "per_point"
    BINARY = "binary"


@attrs.frozen(kw_only=True)
class Reverse(Rule):
    """An at-most target that was missed (反向指标未完成).

    Attributes:
        kind: `inverse_ratio` weight × target ÷ actual; `linear` weight × (1 − (actual − target) ÷
            target), nothing from twice the target; `per_point` weight × (1 − step × percentage
            points above the target), never below 0, for targets in per cent, 0% too; `binary` nothing.
        step: the share of the weight that a percentage point takes off under `per_point`.
    """

    kind: ReverseKind = attrs.field(converter=ReverseKind)
    step: Fraction | None = attrs.field(default=None, converter=as_share_or_none)

    def __attrs_post_init__(self) -> None:
        if self.kind is ReverseKind.PER_POINT:
            check_step(self.step, "reverse.step")


class EqualKind(enum.StrEnum):
    """How an exactly target is scored."""

    AT_LEAST = "at_least"
    SYMMETRIC = "symmetric"
    EXACT = "exact"


@attrs.frozen(kw_only=True)
class Equal(Rule):
    """A target that says exactly (＝).

    Attributes:
        kind: `at_least` as an at-least target, more is full; `symmetric` too little as a
            shortfall and too much as a passed ceiling; `exact` all or nothing.
    """

    kind: EqualKind = attrs.field(converter=EqualKind)


class AllOrNothing(enum.StrEnum):
    """The one way to score what has no ratio."""

    ALL_OR_NOTHING = "all_or_nothing"


@attrs.frozen(kw_only=True)
class Zero(Rule):
    """A target of 0, which nothing can be divided by (零值目标).

    Attributes:
        kind: `all_or_nothing`.
        reason_at: an actual from which the row owes a reason, in the target's unit.
    """

    kind: AllOrNothing = attrs.field(default=AllOrNothing.ALL_OR_NOTHING, converter=AllOrNothing)
    reason_at: Fraction | None = attrs.field(default=None, converter=as_share_or_none)


class AsZero(enum.StrEnum):
    """What a negative actual counts as."""

    ZERO = "zero"


@attrs.frozen(kw_only=True)
class Negative(Rule):
    """An actual below 0 (负数完成值), which counts as 0."""

    kind: AsZero = attrs.field(default=AsZero.ZERO, converter=AsZero)


class RangeKind(enum.StrEnum):
    """How a missed range is scored."""

    BINARY = "binary"
    NEAREST_EDGE = "nearest_edge"


@attrs.frozen(kw_only=True)
class Ranges(Rule):
    """A range target that was missed (区间目标).

    Attributes:
        kind: `binary` nothing; `nearest_edge` under the low end as a shortfall of it, over the
            high end as a passed ceiling.
    """

    kind: RangeKind = attrs.field(converter=RangeKind)


class WordKind(enum.StrEnum):
    """How a result in words is scored."""

    BANDS = "bands"
    BY_HAND = "by_hand"


@attrs.frozen(kw_only=True)
class Qualitative(Rule):
    """A result in words (定性指标).

    Attributes:
        kind: `bands` a word gives a band of points; `by_hand` a person types the points.
        edges: the low ends of the first and second grade as shares of the weight, falling; each
            grade holds its low end, the first also the full weight.
    """

    kind: WordKind = attrs.field(converter=WordKind)
    edges: tuple[Fraction, ...] = attrs.field(default=(), converter=as_edges)

    def __attrs_post_init__(self) -> None:
        falling = all(a > b for a, b in itertools.pairwise((Fraction(1), *self.edges, Fraction(0))))
        if self.kind is WordKind.BANDS and not (len(self.edges) == 2 and falling):  # noqa: PLR2004
            raise refused("qualitative.edges", "hint-two-edges")


class DateKind(enum.StrEnum):
    """How a missed deadline is scored."""

    BINARY = "binary"
    TEXT_GRADE = "text_grade"
    TIME_RATE = "time_rate"
    PER_STEP = "per_step"


@attrs.frozen(kw_only=True)
class Dates(Rule):
    """A deadline that was missed (逾期完成).

    Attributes:
        kind: `binary` nothing; `text_grade` done but late is the second grade of words; `time_rate`
            weight × (1 − delay ÷ planned days), planned from the start of the year; `per_step`
            `step` off for each begun `days` of delay.
        step: the share of the weight that one step takes off.
        days: how many days one step holds.
    """

    kind: DateKind = attrs.field(converter=DateKind)
    step: Fraction | None = attrs.field(default=None, converter=as_share_or_none)
    days: int = attrs.field(default=1, converter=as_whole)

    def __attrs_post_init__(self) -> None:
        if self.kind is DateKind.PER_STEP:
            check_step(self.step, "dates.step")
        if self.days < 1:
            raise refused("dates.days", "hint-days")


class SatisfactionKind(enum.StrEnum):
    """How satisfaction is scored."""

    AS_ANY = "as_any"
    STEPS = "steps"


@attrs.frozen(kw_only=True)
class Satisfaction(Rule):
    """The satisfaction of those served (服务对象满意度).

    Attributes:
        kind: `as_any` like any other row; `steps` by the satisfaction itself, whatever the target.
        steps: pairs of (satisfaction from which, share earned), falling; below the last: nothing.
    """

    kind: SatisfactionKind = attrs.field(converter=SatisfactionKind)
    steps: tuple[tuple[Fraction, Fraction], ...] = attrs.field(default=(), converter=as_shares)

    def __attrs_post_init__(self) -> None:
        if self.kind is SatisfactionKind.STEPS:
            check_falling(self.steps, "satisfaction.steps")


@attrs.frozen(kw_only=True)
class Duties(Rule):
    """A key duty of a whole department (重点履职), held against its target in per cent.

    Between floor and ceiling the other rules of the policy give the points.

    Attributes:
        floor: actual ÷ target under which nothing is earned.
        ceiling: actual ÷ target over which nothing is earned.
    """

    floor: Fraction = attrs.field(converter=as_share)
    ceiling: Fraction = attrs.field(converter=as_share)

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.floor <= 1 <= self.ceiling:
            raise refused("duties", "hint-duties")


class NotApplicableKind(enum.StrEnum):
    """What becomes of the points of a row that does not apply."""

    RESCALE = "rescale"


@attrs.frozen(kw_only=True)
class NotApplicable(Rule):
    """A row that does not apply to the project (不适用的指标: 本项目不适用此指标).

    Attributes:
        kind: `rescale` it is left out, and the total is earned ÷ (all points − points that do not
            apply) × all points.
    """

    kind: NotApplicableKind = attrs.field(default=NotApplicableKind.RESCALE, converter=NotApplicableKind)
