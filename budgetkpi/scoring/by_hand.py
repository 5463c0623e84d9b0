"""What a person gives: points, points taken off, a number of a band (人工打分、扣分).

The rules leave some rows to a person: words, cases that a policy opens, cases for which it has no
rule. What is given is held to the band of the rule and to the weight; what does not fit is not
taken, and that is said. A caller's own argument that does not fit is an error instead.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.errors import PolicyError
from budgetkpi.inputs import as_published
from budgetkpi.messages import series
from budgetkpi.rules.fields import refused
from budgetkpi.scoring.scores import Applied, Flag
from budgetkpi.scoring.shares import say

if TYPE_CHECKING:
    from decimal import Decimal

    from budgetkpi.messages import Message
    from budgetkpi.policy import Policy
    from budgetkpi.scoring.scores import Score

__all__ = ["CHOICES", "Given", "settled"]

CHOICES: Final = ("low", "middle", "high")
"""What `choose` takes beside a number."""


@attrs.frozen
class Given:
    """What the caller says of a row beside its cells: see `score`."""

    choose: Decimal | int | str | None = None
    deduction: Decimal | int | None = None


def settled(made: Score, policy: Policy, given: Given, *, may_change: bool) -> Score:
    """A score after what a person gave, by argument or in the row.

    Args:
        made: what the rule gave.
        policy: the policy.
        given: the caller's arguments.
        may_change: whether the policy lets a person change a computed number of this row.

    Raises:
        PolicyError: an argument that the policy does not allow; a cell of the row is only told of.
    """
    made = _settled_points(made, policy, given.choose, may_change=may_change)
    return _settled_deduction(made, policy, given.deduction)


def _settled_points(
    made: Score, policy: Policy, choose: Decimal | int | str | None, *, may_change: bool
) -> Score:
    by_row = made.indicator.hand_points
    if isinstance(choose, str):
        if choose not in CHOICES:
            raise refused("choose", "hint-one-of", series(CHOICES))
        if by_row is None:
            return _in_band(made, policy, choose)
        choose = None
    if choose is None and by_row is None:
        return made
    points = by_row if choose is None else as_published(choose, "choose")
    if points is None:
        return made
    objection = _objection(made, points, may_change=may_change)
    if objection is None:
        return _taken(made, policy, points)
    if choose is not None:
        raise PolicyError(objection)
    return _not_taken(made, objection)


def _in_band(made: Score, policy: Policy, place: str) -> Score:
    """One number of the band of a word, as the caller asked for; the note says so."""
    if made.band is None or made.points is None:
        return made
    low, high = made.possible
    earned = {"low": low, "middle": policy.rounding(Fraction(low + high) / 2), "high": high}[place]
    words = say(f"place-{place}")
    note = say.note("band-number-assumed", place=words.en, place_zh=words.zh, earned=f"{earned:f}")
    return attrs.evolve(made, earned=earned, notes=(*made.notes, note))


def _objection(made: Score, points: Decimal, *, may_change: bool) -> Message | None:
    """Why points that a person gave cannot be taken, None where they can."""
    if made.points is None:
        return say("hand-without-weight", earned=f"{points:f}")
    shown = f"{points:f}"
    if not points.is_finite() or not 0 <= points <= made.points:
        return say("hand-outside-weight", earned=shown, points=f"{made.points:f}")
    if Flag.NOT_APPLICABLE in made.flags and Flag.RULE_SILENT not in made.flags:
        return say("hand-not-applicable", earned=shown)
    if made.band is not None:
        low, high = made.possible
        inside = low <= points <= high
        ends = {"low": f"{low:f}", "high": f"{high:f}"}
        return None if inside else say("points-outside-band", earned=shown, **ends)
    if made.earned is None or may_change or points == made.earned:
        return None
    return say("hand-not-asked", earned=shown, computed=f"{made.earned:f}", policy=made.policy)


def _taken(made: Score, policy: Policy, points: Decimal) -> Score:
    """A person's points in place of the rule's."""
    if points == made.earned:
        return made
    earned = policy.rounding(points)
    if made.earned is not None:
        computed = f"{made.earned:f}"
        note = say.note("points-by-hand-changed", earned=f"{earned:f}", computed=computed)
    elif made.band is not None:
        low, high = made.possible
        note = say.note("points-by-hand-in-band", earned=f"{earned:f}", low=f"{low:f}", high=f"{high:f}")
    else:
        note = say.note("points-by-hand", earned=f"{earned:f}")
    return attrs.evolve(
        made,
        earned=earned,
        share=None,
        flags=_flagged(made, Flag.BY_HAND, without=Flag.HAND_REVIEW),
        notes=(*made.notes, note),
    )


def _not_taken(made: Score, objection: Message) -> Score:
    note = say.note("hand-refused", why=objection.en, why_zh=objection.zh)
    return attrs.evolve(made, flags=_flagged(made, Flag.HAND_REFUSED), notes=(*made.notes, note))


def _settled_deduction(made: Score, policy: Policy, deduction: Decimal | int | None) -> Score:
    by_row = made.indicator.deduction
    points = by_row if deduction is None else as_published(deduction, "deduction")
    if points is None or (deduction is None and not points):
        return made
    if policy.deduction is None:
        objection = say("deduction-not-allowed", policy=policy.name)
    elif not points.is_finite() or points < 0:
        objection = say("deduction-impossible", deduction=f"{points}")
    elif made.points is None:
        objection = say("hand-without-weight", earned=f"-{points:f}")
    else:
        return _less(made, policy, points)
    if deduction is not None:
        raise PolicyError(objection)
    return _not_taken(made, objection)


def _less(made: Score, policy: Policy, deduction: Decimal) -> Score:
    """The points less those that a person took off, never under 0."""
    none = policy.rounding(Fraction(0))

    def lowered(points: Decimal) -> Decimal:
        return max(none, policy.rounding(Fraction(points) - Fraction(deduction)))

    reason = (made.indicator.deduction_reason or made.indicator.reason or "").strip()
    code = "deducted" if reason else "deducted-without-reason"
    before = made.formula or "—"
    note = say.note(code, deduction=f"{deduction:f}", before=before, reason=reason)
    made = attrs.evolve(
        made,
        deduction=deduction,
        flags=_flagged(made, Flag.BY_HAND),
        applied=(*made.applied, Applied("deduction", policy.rules["deduction"])),
        notes=(*made.notes, note),
    )
    if made.band is not None:
        made = attrs.evolve(made, band=(lowered(made.band[0]), lowered(made.band[1])))
    if made.earned is None:
        return made
    earned = lowered(made.earned)
    return attrs.evolve(
        made, earned=earned, share=None, formula=f"max(0, {made.earned:f} − {deduction:f}) = {earned:f}"
    )


def _flagged(made: Score, flag: Flag, *, without: Flag | None = None) -> tuple[Flag, ...]:
    """The flags of a score with one more and perhaps one less, in their order."""
    kept = {one for one in made.flags if one is not without} | {flag}
    return tuple(one for one in Flag if one in kept)
