"""Which rule of a policy a verdict falls under (适用规则): words, deadlines, ranges, numbers.

A case that the policy has no rule for earns no number and says so; so does one whose cells do
not hold the number that the rule needs.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from budgetkpi.policy.figures_written import percent
from budgetkpi.policy.row_rules import DateKind, RangeKind, WordKind
from budgetkpi.results import Outcome
from budgetkpi.scoring.amount_points import by_number
from budgetkpi.scoring.answers import Answer, Case, given, open_points, reviewed, silent
from budgetkpi.scoring.scores import Flag
from budgetkpi.scoring.shares import full, late, nothing, passed, say, short
from budgetkpi.values import Amount, Deadline, Level, Missing, Range, Reference, Several, Text

if TYPE_CHECKING:
    from budgetkpi.messages import Note
    from budgetkpi.values import Value

__all__ = ["answer"]

OFFICIAL = "official"
"""The ladder of the standard phrases: 达成, 部分达成, 未达成预期指标."""


def answer(case: Case) -> Answer:
    """Find the rule that a verdict falls under and apply it."""
    evaluation = case.evaluation
    target, actual = evaluation.target, evaluation.actual
    undetermined = evaluation.outcome is Outcome.UNDETERMINED
    if case.not_applicable:
        return not_applicable(case)
    if isinstance(actual, Missing) and undetermined:
        return Answer(flags=frozenset({Flag.MISSING_ACTUAL}), notes=(say.note("missing-actual"),))
    if isinstance(target, Level | Text | Reference) and actual is not None:
        return in_words(case, actual)
    if undetermined or target is None or actual is None:
        return open_points("verdict-open", reason=evaluation.reason.en, reason_zh=evaluation.reason.zh)
    if isinstance(target, Deadline):
        return by_date(case, target)
    if isinstance(target, Amount):
        return by_number(case, target, actual)
    if case.met:
        return given(full())
    if isinstance(target, Range):
        return by_range(case, target)
    return silent("several" if isinstance(target, Several) else "shortfall")


def not_applicable(case: Case) -> Answer:
    """A row that says that it does not apply: left out where the policy says so, else for a person."""
    noted = (say.note("not-applicable"),)
    if case.policy.not_applicable is None:
        found = silent("not_applicable")
        return attrs.evolve(found, notes=(*noted, *found.notes)).and_flags(Flag.NOT_APPLICABLE)
    return Answer(flags=frozenset({Flag.NOT_APPLICABLE}), applied=("not_applicable",), notes=noted)


def in_words(case: Case, actual: Value) -> Answer:
    """A target in words: the word reached gives a grade, the grade a band of points."""
    rule = case.policy.qualitative
    if rule is None:
        return silent("qualitative")
    if rule.kind is WordKind.BY_HAND:
        answered = Answer(applied=("qualitative",), notes=(say.note("words-by-hand"),))
        return answered.and_flags(Flag.HAND_REVIEW)
    first, second = rule.edges
    grade = achieved(actual)
    bands = {1: (first, Fraction(1)), 2: (second, first), 3: (Fraction(0), second)}
    notes: tuple[Note, ...] = ()
    if grade is not None:
        low, high = bands[grade]
        notes = (say.note("standard-phrase", grade=grade),)
    elif case.evaluation.outcome is Outcome.UNDETERMINED:
        reason = case.evaluation.reason
        return open_points("verdict-open", reason=reason.en, reason_zh=reason.zh)
    elif case.met:
        (low, high), grade = bands[1], 1
    else:
        # A word that misses its target stands in one of the two lower grades; which, only a person says.
        low, high = Fraction(0), first
        notes = (say.note("lower-grade-open"),)
    top = high == 1
    formula = f"{{w}} × [{percent(low)}, {percent(high)}{']' if top else ')'}"
    band = Answer(band=(low, high), band_open=not top, formula=formula, applied=("qualitative",), notes=notes)
    return reviewed(case, "words", band)


def achieved(actual: Value) -> int | None:
    """The grade of a standard phrase (达成预期指标 …), 1 the best; None for any other words."""
    if isinstance(actual, Level) and actual.ladder == OFFICIAL and actual.rank is not None:
        return 4 - actual.rank
    return None


def by_date(case: Case, target: Deadline) -> Answer:
    """A deadline: in time is full, late is what the policy says."""
    rule = case.policy.dates
    if case.met:
        return given(full(), "dates")
    if rule is None:
        return silent("dates").and_flags(Flag.LATE)
    if rule.kind is DateKind.BINARY:
        return given(nothing(), "dates").and_flags(Flag.LATE)
    if rule.kind is DateKind.TEXT_GRADE:
        words = case.policy.qualitative
        if words is None or words.kind is WordKind.BY_HAND:
            return silent("qualitative").and_flags(Flag.LATE)
        first, second = words.edges
        formula = f"{{w}} × [{percent(second)}, {percent(first)})"
        graded = Answer(
            band=(second, first), band_open=True, formula=formula, applied=("dates", "qualitative")
        )
        return graded.and_flags(Flag.LATE)
    return _by_delay(case, target).and_flags(Flag.LATE)


def _by_delay(case: Case, target: Deadline) -> Answer:
    """Points by how many days late, where both days are known."""
    rule, actual = case.policy.dates, case.evaluation.actual
    due = target.last_day(case.fiscal_year)
    if rule is None or due is None or not isinstance(actual, Deadline):
        return open_points("delay-unknown")
    done = (actual.first_day(case.fiscal_year), actual.last_day(case.fiscal_year))
    start = target.start.first_day(case.fiscal_year) if target.start else due.replace(month=1, day=1)
    if done[0] is None or done[1] is None or start is None:
        return open_points("delay-unknown")
    planned = (due - start).days + 1
    shares = [late(rule, max((day - due).days, 0), planned) for day in done if day]
    best, worst = shares[0], shares[-1]
    if best is None or worst is None:
        return open_points("delay-unknown")
    if best.value == worst.value:
        return given(best, "dates")
    return open_points("delay-unknown")


def by_range(case: Case, target: Range) -> Answer:
    """A range that was missed."""
    rule = case.policy.ranges
    if rule is None:
        return silent("ranges")
    if rule.kind is RangeKind.BINARY:
        return given(nothing(), "ranges")
    low, high = (Amount(edge, target.unit) for edge in (target.low, target.high))
    under = case.ratio(low) if target.low else None
    above = case.ratio(high) if target.high else None
    floor, ceiling = case.policy.shortfall, case.policy.reverse
    if under is not None and under <= 1:
        missed = given(short(floor, under, Fraction(target.low)), "ranges", "shortfall") if floor else None
        return missed or silent("shortfall")
    if above is not None and above >= 1:
        missed = (
            given(passed(ceiling, above, Fraction(target.high)), "ranges", "reverse") if ceiling else None
        )
        return missed or silent("reverse")
    return open_points("no-plain-number")
