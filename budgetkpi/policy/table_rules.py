"""How a whole table is scored (整表计分规则): weights, execution, grades, reasons, rounding."""

from __future__ import annotations

import enum
import itertools
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs

from budgetkpi.messages import series
from budgetkpi.rules.fields import (
    Rule,
    as_edges,
    as_flag,
    as_points,
    as_share,
    as_share_or_none,
    as_shares,
    as_text,
    as_weights,
    as_whole,
    as_words,
    check_falling,
    refused,
)
from budgetkpi.wording import Grade

MOST_PLACES: Final = 20
"""How many decimal places points may have."""


@attrs.frozen(kw_only=True)
class Sections(Rule):
    """What the first-level sections weigh (一级指标权重), in points.

    Attributes:
        weights: pairs of (sections, points); several sections in a pair share the points.
        with_cost: the same for a table with a cost section of its own, () where there is none.
        without_satisfaction: the section that takes over the points of an absent satisfaction
            section, "" where no rule says.
    """

    weights: tuple[tuple[tuple[str, ...], Decimal], ...] = attrs.field(converter=as_weights)
    with_cost: tuple[tuple[tuple[str, ...], Decimal], ...] = attrs.field(default=(), converter=as_weights)
    without_satisfaction: str = attrs.field(default="", converter=as_text)

    @property
    def points(self) -> Decimal:
        """What all indicators weigh together."""
        return sum((number for _, number in self.weights), Decimal(0))


class ExecutionKind(enum.StrEnum):
    """How budget execution is scored."""

    RATIO = "ratio"
    STEPS = "steps"


@attrs.frozen(kw_only=True)
class Execution(Rule):
    """The budget execution rate (预算执行率): executed ÷ adjusted full-year budget.

    Attributes:
        kind: `ratio` points × rate, never more than the points; `steps` by the edges of `steps`.
        points: what it weighs; 0 where its row stands among the indicators.
        target: the rate that earns all the points.
        steps: pairs of (rate from which, share earned), falling; below the last: nothing.
        reason_below: a rate under which a reason is owed, None where none is asked.
    """

    kind: ExecutionKind = attrs.field(converter=ExecutionKind)
    points: Decimal = attrs.field(converter=as_points)
    target: Fraction = attrs.field(default=Fraction(1), converter=as_share)
    steps: tuple[tuple[Fraction, Fraction], ...] = attrs.field(default=(), converter=as_shares)
    reason_below: Fraction | None = attrs.field(default=None, converter=as_share_or_none)

    def __attrs_post_init__(self) -> None:
        if self.kind is ExecutionKind.STEPS:
            check_falling(self.steps, "execution.steps")
        if not 0 < self.target <= 1:
            raise refused("execution.target", "hint-floor")


@attrs.frozen(kw_only=True)
class Reasons(Rule):
    """When a row owes 偏差原因及改进措施.

    Attributes:
        below_weight: whether every point lost owes one.
    """

    below_weight: bool = attrs.field(default=True, converter=as_flag)


@attrs.frozen(kw_only=True)
class Review(Rule):
    """Which computed points a person has to look at (人工复核).

    Attributes:
        cases: any of `over`, `reverse` (a passed ceiling), `equal` (missed or passed), `words`,
            `forward` (any at-least target): a person has to look at the points, and may change them.
        optional: the same: a person may change the points, and need not look at them.
    """

    cases: tuple[str, ...] = attrs.field(default=(), converter=as_words)
    optional: tuple[str, ...] = attrs.field(default=(), converter=as_words)

    def __attrs_post_init__(self) -> None:
        known = ("over", "reverse", "equal", "words", "forward")
        for field in ("cases", "optional"):
            if not set(getattr(self, field)) <= set(known):
                raise refused(f"review.{field}", "hint-some-of", series(known))


@attrs.frozen(kw_only=True)
class Deduction(Rule):
    """A column for points taken off by hand (扣分); points never fall under 0."""


@attrs.frozen(kw_only=True)
class CostCap(Rule):
    """What cost indicators may weigh where a project has none of its own (成本指标上限).

    Attributes:
        points: the most that they may weigh.
    """

    points: Decimal = attrs.field(converter=as_points)


@attrs.frozen(kw_only=True)
class Lights(Rule):
    """What a self-evaluation is warned of (自评预警).

    Attributes:
        score_over_execution: red when the score rate exceeds the execution rate by more than this
            share of the score rate.
        unspent: yellow when more than this share of the money is unspent.
    """

    score_over_execution: Fraction = attrs.field(converter=as_share)
    unspent: Fraction = attrs.field(converter=as_share)


@attrs.frozen(kw_only=True)
class Grades(Rule):
    """The overall grade out of 100 (总评等级).

    Attributes:
        names: from best to worst, one more than `edges`.
        edges: the low end of each grade but the last, falling.
        inclusive: whether the low end belongs to the grade.
    """

    names: tuple[str, ...] = attrs.field(default=("优", "良", "中", "差"), converter=as_words)
    edges: tuple[Fraction, ...] = attrs.field(converter=as_edges)
    inclusive: bool = attrs.field(default=True, converter=as_flag)

    def __attrs_post_init__(self) -> None:
        falling = all(a > b for a, b in itertools.pairwise(self.edges))
        if not falling or len(self.names) != len(self.edges) + 1:
            raise refused("grades.edges", "hint-grade-edges")

    def of(self, total: Decimal | Fraction) -> Grade:
        """The grade of a total out of 100."""
        exact = Fraction(total)
        for name, edge in zip(self.names, self.edges, strict=False):
            if exact > edge or (self.inclusive and exact == edge):
                return Grade(name)
        return Grade(self.names[-1])


@attrs.frozen(kw_only=True)
class Rounding(Rule):
    """How points are rounded: half up (四舍五入).

    Attributes:
        places: decimal places.
    """

    places: int = attrs.field(default=2, converter=as_whole)

    def __attrs_post_init__(self) -> None:
        if self.places > MOST_PLACES:
            raise refused("rounding.places", "hint-places", str(MOST_PLACES))

    def __call__(self, exact: Fraction | Decimal) -> Decimal:
        """Round exactly, halves away from zero for what is never negative."""
        scaled = Fraction(exact) * 10**self.places
        return Decimal((scaled + Fraction(1, 2)).__floor__()).scaleb(-self.places)
