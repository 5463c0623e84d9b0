"""What share of the weight a number earns against a number (定量指标计分)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from budgetkpi import units
from budgetkpi.indicators import Section
from budgetkpi.policy.figures_written import percent, written
from budgetkpi.policy.row_rules import EqualKind, OverKind, ReverseKind, SatisfactionKind
from budgetkpi.results import Direction
from budgetkpi.scoring.answers import Answer, direction_of, given, open_points, reviewed, silent
from budgetkpi.scoring.scores import Flag
from budgetkpi.scoring.shares import Share, full, nothing, passed, per_point, say, short, stepped
from budgetkpi.values import Amount, Comparator

if TYPE_CHECKING:
    from budgetkpi.messages import Note
    from budgetkpi.policy.row_rules import Over, Reverse
    from budgetkpi.scoring.answers import Case
    from budgetkpi.values import Value

__all__ = ["by_number"]

NEUTRAL_RULES = frozenset({"describes-existing"})
"""Direction rules for what merely exists: having more of it is no achievement and is not flagged."""


def by_number(case: Case, target: Amount, actual: Value) -> Answer:
    """Points for a number target whose verdict is known."""
    negative = _negative(case, target, actual)
    if not target.magnitude:
        return _against_zero(case, target, actual, negative=negative)
    if target.magnitude < 0:
        return given(full()) if case.met else silent("shortfall")
    ratio = Fraction(0) if negative else case.ratio(target)
    found = _positive(case, target, ratio, negative=negative)
    if ratio is not None:
        found = attrs.evolve(found, deviation=ratio - 1)
    if negative:
        found = attrs.evolve(
            found, applied=(*found.applied, "negative"), notes=(*found.notes, say.note("negative-actual"))
        )
        return found.and_flags(Flag.NEGATIVE_ACTUAL)
    return found


def _negative(case: Case, target: Amount, actual: Value) -> bool:
    """Whether the actual is below 0: as printed, or as a fall where growth is asked."""
    if not isinstance(actual, Amount) or target.magnitude < 0:
        return False
    if actual.magnitude < 0:
        return actual.change is None
    changed = actual.change is not None and actual.magnitude > 0 and not actual.approximate
    at_least = direction_of(case, target) is Direction.AT_LEAST
    return changed and at_least and not case.met and case.ratio(target) is None


def _positive(case: Case, target: Amount, ratio: Fraction | None, *, negative: bool) -> Answer:
    """A target above 0."""
    direction = direction_of(case, target)
    if negative and case.policy.negative is None and not case.met:
        return silent("negative")
    if ratio is not None and direction in (Direction.AT_LEAST, Direction.EXACTLY):
        steps = _on_steps(case, target, ratio)
        if steps is not None:
            # The steps give the points; that the target was far passed or just missed is said all the same.
            seen = _over(case, target, ratio) if case.met else _at_bound(target, ratio, steps)
            return attrs.evolve(steps, over_ratio=seen.over_ratio).and_flags(*seen.flags)
    if direction is Direction.AT_LEAST:
        return _duty(case, ratio, reviewed(case, "forward", _at_least(case, target, ratio)))
    if direction is Direction.AT_MOST:
        return _at_most(case, target, ratio)
    if direction in (Direction.EXACTLY, Direction.WITHIN):
        return _duty(case, ratio, _exactly(case, target, ratio))
    return given(full()) if case.met else silent("shortfall")


def _duty(case: Case, ratio: Fraction | None, found: Answer) -> Answer:
    """A key duty: nothing under its floor or over its ceiling, else what the other rules give."""
    rule = case.policy.duties
    if rule is None or case.row.section is not Section.DUTIES:
        return found
    if ratio is None:
        return found if case.met else open_points("no-plain-number")
    if rule.floor <= ratio <= rule.ceiling:
        return attrs.evolve(found, applied=(*found.applied, "duties"))
    edge = f"< {percent(rule.floor)}" if ratio < rule.floor else f"> {percent(rule.ceiling)}"
    share = nothing(f"{percent(ratio)} {edge}")
    return attrs.evolve(found, share=share.value, formula=share.formula, applied=("duties",))


def _reason(ratio: Fraction | None, target: Amount) -> str:
    """How actual and target compare, in signs; nothing where the actual is no plain number."""
    if ratio is None:
        return ""
    bound = Fraction(target.magnitude)
    sign = "=" if ratio == 1 else ">" if ratio > 1 else "<"
    return f"{written(ratio * bound)} {sign} {written(bound)}"


def _at_least(case: Case, target: Amount, ratio: Fraction | None) -> Answer:
    rule = case.policy.shortfall
    if case.met:
        return _over(case, target, ratio)
    if rule is None:
        found = silent("shortfall")
        return found if ratio is None else _at_bound(target, ratio, found)
    if ratio is None or ratio > 1:
        return open_points("no-plain-number")
    return _at_bound(target, ratio, given(short(rule, ratio, Fraction(target.magnitude)), "shortfall"))


def _at_bound(target: Amount, ratio: Fraction, found: Answer) -> Answer:
    """The flag of a strict sign missed at its bound."""
    if ratio != 1 or target.comparator is None or not target.comparator.strict:
        return found
    sign = target.comparator.value
    if Flag.RULE_SILENT in found.flags:
        # Every formula in use gives the whole weight where actual and target are the same number.
        bound = written(Fraction(target.magnitude))
        found = attrs.evolve(
            given(full(f"{bound} = {bound}")), notes=(say.note("strict-bound-silent", sign=sign),)
        )
    else:
        found = attrs.evolve(found, notes=(*found.notes, say.note("strict-bound", sign=sign)))
    return found.and_flags(Flag.STRICT_BOUND)


def _over(case: Case, target: Amount, ratio: Fraction | None) -> Answer:
    """A met at-least target: full, and flagged where it was far passed."""
    found = given(full(_reason(ratio, target)), "shortfall")
    if ratio is None or ratio <= 1:
        return found
    found = attrs.evolve(found, over_ratio=ratio)
    if target.comparator is Comparator.EQ:
        found = reviewed(case, "equal", found.and_flags(Flag.EQUAL_EXCEEDED))
    return _if_far(case, target, ratio, found)


def _if_far(case: Case, target: Amount, ratio: Fraction, found: Answer) -> Answer:
    """What the policy says of a full row whose target was far passed, where it says it of such a sign."""
    rule = case.policy.over
    neutral = case.evaluation.inference is not None and case.evaluation.inference.rule in NEUTRAL_RULES
    written_sign = target.comparator in (Comparator.GE, Comparator.GT)
    if rule is None or neutral or (rule.written_only and not written_sign):
        return found
    return _far_over(case, rule, ratio, found)


def _far_over(case: Case, rule: Over, ratio: Fraction, found: Answer) -> Answer:
    """What the policy says of a target passed as far as `ratio`."""
    kept = [(edge, share) for edge, share in rule.bands if rule.reaches(ratio, edge)]
    if rule.kind is OverKind.BANDS and kept:
        edge, share = kept[-1]
        sign = "≥" if rule.inclusive else ">"
        formula = f"{percent(ratio)} {sign} {percent(edge)}: {{w}} × {percent(share)}"
        found = attrs.evolve(found, share=share, formula=formula)
    elif rule.kind is not OverKind.FLAG or rule.at is None or not rule.reaches(ratio, rule.at):
        return found
    found = attrs.evolve(found, applied=(*found.applied, "over")).and_flags(Flag.OVER)
    if rule.reason:
        found = found.and_flags(Flag.REASON_REQUIRED)
    return reviewed(case, "over", found)


def _at_most(case: Case, target: Amount, ratio: Fraction | None) -> Answer:
    rule = case.policy.reverse
    if case.met or (ratio is not None and ratio == 0):
        return given(full(_reason(ratio, target)), "reverse")
    exceeded = ratio is not None and ratio > 1
    if rule is None:
        found = silent("reverse")
    elif ratio is None or ratio < 1:
        return open_points("no-plain-number")
    else:
        found = _passed(rule, target, ratio * Fraction(target.magnitude))
    if ratio is not None:
        found = _at_bound(target, ratio, found)
    return reviewed(case, "reverse", found) if exceeded else found


def _passed(rule: Reverse, target: Amount, number: Fraction) -> Answer:
    """A passed limit: `number` is the actual in the target's unit."""
    bound = Fraction(target.magnitude)
    if rule.kind is not ReverseKind.PER_POINT or rule.step is None:
        return given(passed(rule, number / bound, bound), "reverse")
    in_per_cent = _as_per_cent(target, number - bound)
    if in_per_cent is None:
        return open_points("no-percentage-points")
    return given(per_point(rule.step, in_per_cent), "reverse")


def _exactly(case: Case, target: Amount, ratio: Fraction | None) -> Answer:
    rule = case.policy.equal
    if case.met:
        return given(full(_reason(ratio, target)), "equal")
    if rule is None:
        return silent("equal")
    if ratio is None or ratio == 1:
        return open_points("no-plain-number")
    found = _short_of_equal(case, target, ratio) if ratio < 1 else _over_equal(case, target, ratio)
    return reviewed(case, "equal", found)


def _short_of_equal(case: Case, target: Amount, ratio: Fraction) -> Answer:
    equal, shortfall = case.policy.equal, case.policy.shortfall
    if equal is not None and equal.kind is EqualKind.EXACT:
        return given(nothing(_reason(ratio, target)), "equal")
    if shortfall is None:
        return silent("shortfall")
    return given(short(shortfall, ratio, Fraction(target.magnitude)), "equal", "shortfall")


def _over_equal(case: Case, target: Amount, ratio: Fraction) -> Answer:
    equal, reverse = case.policy.equal, case.policy.reverse
    if equal is None or equal.kind is EqualKind.AT_LEAST:
        found = _if_far(case, target, ratio, given(full(_reason(ratio, target)), "equal"))
    elif equal.kind is EqualKind.EXACT:
        found = given(nothing(_reason(ratio, target)), "equal")
    elif reverse is None:
        found = silent("reverse")
    else:
        found = _passed(reverse, target, ratio * Fraction(target.magnitude))
        found = attrs.evolve(found, applied=("equal", *found.applied))
    return attrs.evolve(found, over_ratio=ratio).and_flags(Flag.EQUAL_EXCEEDED)


def _against_zero(case: Case, target: Amount, actual: Value, *, negative: bool) -> Answer:
    """A target of 0: all or nothing, as nothing can be divided by it."""
    rule = case.policy.zero
    met = case.met or (negative and case.policy.negative is not None)
    number = None if negative else case.ratio(attrs.evolve(target, magnitude=Fraction(1)))
    reverse = case.policy.reverse
    if not met and number and reverse is not None and reverse.kind is ReverseKind.PER_POINT:
        by_points = _passed(reverse, target, number)
        if direction_of(case, target) is Direction.AT_MOST and by_points.share is not None:
            return reviewed(case, "reverse", by_points.and_flags(Flag.ZERO_TARGET))
    bound = target.comparator if target.comparator is not None and target.comparator.strict else None
    if met:
        found = given(full("0 = 0" if number == 0 else ""), "zero")
    elif rule is None:
        found = silent("zero")
    else:
        found = given(nothing(f"{written(number)} ≠ 0" if number else ""), "zero")
    flags = {Flag.ZERO_TARGET}
    if negative:
        flags.add(Flag.NEGATIVE_ACTUAL)
        found = attrs.evolve(found, applied=(*found.applied, "negative"))
    if bound is not None and number == 0 and not met:
        flags.add(Flag.STRICT_BOUND)
    if (
        not met
        and rule is not None
        and rule.reason_at is not None
        and number is not None
        and number >= rule.reason_at
    ):
        flags.add(Flag.REASON_REQUIRED)
    found = found.and_flags(*flags)
    kind = "reverse" if direction_of(case, target) is Direction.AT_MOST else "equal"
    return found if met or actual is None else reviewed(case, kind, found)


def _on_steps(case: Case, target: Amount, ratio: Fraction) -> Answer | None:
    """Satisfaction by steps, None where the policy or the row asks for something else."""
    rule = case.policy.satisfaction
    if rule is None or rule.kind is not SatisfactionKind.STEPS or not _satisfaction(case):
        return None
    per_cent = _per_cent(target, ratio)
    if per_cent is None:
        return None
    rate, notes = per_cent
    share: Share = stepped(rule.steps, rate)
    return attrs.evolve(given(share, "satisfaction"), notes=notes).and_flags(Flag.STEPS)


def _satisfaction(case: Case) -> bool:
    """Whether the row stands under satisfaction, or under no known section with a name that says so."""
    section = case.row.section
    return section is Section.SATISFACTION or (section is Section.OTHER and "满意" in case.row.name)


def _per_cent(target: Amount, ratio: Fraction) -> tuple[Fraction, tuple[Note, ...]] | None:
    """The satisfaction itself as a share, from actual ÷ target; None where it is no share."""
    number = ratio * Fraction(target.magnitude)
    if not target.unit:
        return number / 100, (say.note("satisfaction-in-per-cent"),)
    per_cent = _as_per_cent(target, number)
    return None if per_cent is None else (per_cent / 100, ())


def _as_per_cent(target: Amount, number: Fraction) -> Fraction | None:
    """A number of the target's unit in per cent; None where that is no share."""
    if not target.unit or not units.known(target.unit) or units.dimension(target.unit) != "ratio":
        return None
    factor = units.relation(target.unit, "%").factor
    return None if factor is None else number * factor
