"""How a published number stands to the rule's, and which wrong rule explains it (复核比对)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from budgetkpi.messages import Catalog, Message
from budgetkpi.policy import DEFAULT, policy_named
from budgetkpi.policy.table_rules import Rounding
from budgetkpi.results import Direction
from budgetkpi.scoring.answers import Case, direction_of
from budgetkpi.values import Amount
from budgetkpi.wording import Worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.scoring.scores import Score

__all__ = ["Cause", "Standing", "causes", "exact_points", "standing_of"]

_say: Final = Catalog("sheets")
CENTS: Final = 2


class Standing(Worded):
    """How a published score stands to the rule (复核结论).

    >>> Standing.HIGHER.zh
    '偏高'
    """

    AGREES = "agrees"
    """What the rule gives, or a number within its band."""
    ROUNDED = "rounded"
    """What the rule gives, rounded to one place or whole points, or cut after two places."""
    LOWER = "lower"
    HIGHER = "higher"
    NOT_COMPARABLE = "not_comparable"
    """One of the two is missing."""


class Cause(Worded):
    """What explains a published score that is not the rule's, to the last place (可能的原因).

    >>> from budgetkpi import Indicator, Sheet, audit
    >>> row = Indicator("印刷成本", "≤10万元", level2="成本指标", actual="12万元", points=10, earned="10")
    >>> next(iter(audit(Sheet("印刷", indicators=[row])))).causes[0]
    <Cause.LIMIT_AS_GOAL: 'limit_as_goal'>
    """

    LIMIT_AS_GOAL = "limit_as_goal"
    """A limit (≤) was scored like a target of at least: a known error of one vendor's system."""
    LINEAR = "linear"
    """A passed limit was scored by the straight line."""
    INVERSE_RATIO = "inverse_ratio"
    """A passed limit was scored by target ÷ actual."""
    WHOLE_POINTS = "whole_points"
    ONE_PLACE = "one_place"
    CUT = "cut"
    """Cut off after two places instead of rounded."""
    WEIGHT_COPIED = "weight_copied"
    """The weight stands where the points should."""


def standing_of(scored: Score, published: Decimal | None) -> tuple[Standing, Message]:
    """How a published score stands to the rule's, in a word and in a sentence."""
    if published is None:
        return Standing.NOT_COMPARABLE, _say("audit-no-published")
    said = {"published": f"{published:f}"}
    if scored.earned is not None:
        standing = _against(scored, scored.earned, published)
        return standing, _say(f"audit-{standing.value}", **said, earned=f"{scored.earned:f}")
    if scored.band is None:
        return Standing.NOT_COMPARABLE, _say("audit-no-rule", **said)
    low, high = scored.possible
    ends = {"low": f"{low:f}", "high": f"{high:f}"}
    if published < low:
        return Standing.LOWER, _say("audit-lower", **said, earned=f"{low:f}")
    if published > high:
        return Standing.HIGHER, _say("audit-higher", **said, earned=f"{high:f}")
    return Standing.AGREES, _say("audit-within-band", **said, **ends)


def exact_points(scored: Score) -> Fraction | None:
    """The points before rounding; those of a person are exact as they are."""
    if scored.earned is None:
        return None
    if scored.share is None or scored.points is None:
        return Fraction(scored.earned)
    return Fraction(scored.points) * scored.share


def _against(scored: Score, earned: Decimal, published: Decimal) -> Standing:
    """Held against the exact points: more places than the policy rounds to agree too."""
    exact = exact_points(scored)
    assert exact is not None
    places = max(0, -int(published.as_tuple().exponent))
    if published == earned or (places >= CENTS and published == Rounding(places=min(places, 9))(exact)):
        return Standing.AGREES
    if any(True for _ in _roundings(exact, published)):
        return Standing.ROUNDED
    return Standing.LOWER if Fraction(published) < exact else Standing.HIGHER


def _roundings(exact: Fraction, published: Decimal) -> Iterator[Cause]:
    """Which way of rounding gives the published number."""
    if published == Rounding(places=0)(exact):
        yield Cause.WHOLE_POINTS
    elif published == Rounding(places=1)(exact):
        yield Cause.ONE_PLACE
    elif published == Decimal((exact * 100).__floor__()).scaleb(-CENTS):
        yield Cause.CUT


def causes(scored: Score, published: Decimal | None) -> tuple[Cause, ...]:
    """The wrong rules that give exactly the published number; none where it agrees."""
    if published is None or scored.earned is None or scored.points is None:
        return ()
    if standing_of(scored, published)[0] is Standing.AGREES:
        return ()
    exact = exact_points(scored)
    assert exact is not None
    found = list(_roundings(exact, published))
    weight = Fraction(scored.points)
    for cause, share in _other_shares(scored):
        if share is not None and weight * share != exact and Rounding()(weight * share) == published:
            found.append(cause)
    if published == scored.points and Fraction(published) != exact:
        found.append(Cause.WEIGHT_COPIED)
    return tuple(dict.fromkeys(found))


def _other_shares(scored: Score) -> Iterator[tuple[Cause, Fraction | None]]:
    """What the other rules in use would give for a limit."""
    target = scored.evaluation.target
    if not isinstance(target, Amount) or target.magnitude <= 0:
        return
    case = Case(scored.evaluation, scored.indicator, policy=policy_named(DEFAULT))
    ratio = case.ratio(target) if direction_of(case, target) is Direction.AT_MOST else None
    if ratio is None:
        return
    yield Cause.LIMIT_AS_GOAL, min(ratio, Fraction(1))
    if ratio > 1:
        yield Cause.LINEAR, max(Fraction(0), 2 - ratio)
        yield Cause.INVERSE_RATIO, 1 / ratio
