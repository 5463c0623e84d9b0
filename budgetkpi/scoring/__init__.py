"""Points for one row under a named policy (单项得分): evaluation × policy → score."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from budgetkpi.evaluation import evaluate
from budgetkpi.indicators import Indicator
from budgetkpi.inputs import as_instance, as_year
from budgetkpi.policy import DEFAULT, chosen_policy
from budgetkpi.policy.figures_written import percent
from budgetkpi.scoring.answers import Answer, Case
from budgetkpi.scoring.by_hand import Given, settled
from budgetkpi.scoring.scores import Applied, Flag, Score
from budgetkpi.scoring.shares import say
from budgetkpi.scoring.verdict_points import answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from budgetkpi.given import Given as Cell
    from budgetkpi.messages import Note
    from budgetkpi.policy import Policy
    from budgetkpi.results import Evaluation

__all__ = ["Flag", "Score", "score", "score_evaluation"]


def score(  # noqa: PLR0913  (what a caller may say of one row)
    indicator: Indicator,
    actual: Cell = None,
    *,
    policy: str | Policy = DEFAULT,
    fiscal_year: int | None = None,
    choose: Decimal | int | str | None = None,
    deduction: Decimal | int | None = None,
) -> Score:
    """Say how many points a row earns under a policy (计分).

    Args:
        indicator: the row; its `points` are the weight.
        actual: what was reached; `indicator.actual` where it is not given. Nothing at all is no 0.
        policy: the name of a shipped policy, or a `Policy`; the name of an office (`sichuan`) takes the
            one of its policies that holds for the budget year, and a note says which.
        fiscal_year: the budget year that a date without a year is read in; `indicator.fiscal_year`
            where it is not given.
        choose: the points that a person gave, where the rule leaves room for that: within the band of a
            word, where the policy opens the case to a person or has no rule, and where the cells decide
            nothing. Or `low`, `middle`, `high`: which number of its band a word earns. Without it a word
            earns no single number. `indicator.hand_points` where it is not given.
        deduction: points that a person took off, under a policy that has a column for them;
            `indicator.deduction` where it is not given.

    Returns:
        The score; it never raises for what a cell says.

    Raises:
        PolicyError: no such policy, none or several of an office for the year, or a `choose` or
            `deduction` that the policy does not allow. What the row's own cells hold of them is only
            told, by the flag `hand-refused` and a note.
        TypeError: the actual is no cell.

    >>> from budgetkpi import Indicator, score
    >>> score(Indicator("培训场次", "≥5场", points=10), "4场").formula
    '10 × 4 ÷ 5 = 8.00'
    """
    as_instance(indicator, "indicator", Indicator, "row")
    given_year = as_year(fiscal_year)
    year = indicator.fiscal_year if given_year is None else given_year
    rules, taken = chosen_policy(policy, year)
    reached = indicator.actual if actual is None else actual
    evaluation = evaluate(indicator, reached, fiscal_year=year)
    made = score_evaluation(
        evaluation, indicator, rules, fiscal_year=year, choose=choose, deduction=deduction
    )
    return attrs.evolve(made, notes=(*made.notes, *taken)) if taken else made


def score_evaluation(  # noqa: PLR0913  (as `score`)
    evaluation: Evaluation,
    indicator: Indicator,
    policy: Policy,
    *,
    fiscal_year: int | None = None,
    choose: Decimal | int | str | None = None,
    deduction: Decimal | int | None = None,
) -> Score:
    """Points for a verdict that is already there; see `score`."""
    found = answer(Case(evaluation, indicator, policy=policy, fiscal_year=fiscal_year))
    others = list(_other_readings(evaluation, indicator, policy, fiscal_year))
    if any((other.share, other.band) != (found.share, found.band) for _, other in others):
        found = _readings_differ(others)
    weight, notes = _weight(indicator)
    made = Score(
        earned=None,
        points=weight,
        flags=tuple(flag for flag in Flag if flag in found.flags),
        over_ratio=found.over_ratio,
        deviation=found.deviation,
        share=found.share,
        evaluation=evaluation,
        policy=policy.name,
        applied=tuple(Applied(field, rule) for field in found.applied if (rule := policy.rules.get(field))),
        indicator=indicator,
        notes=(*found.notes, *notes),
        band_open=found.band_open,
    )
    if weight is None:
        made = attrs.evolve(made, formula=found.formula.replace("{w}", "1"))
    else:
        made = _with_points(made, found, weight, policy)
    open_to_hand = found.may_change or Flag.HAND_REVIEW in made.flags
    return settled(made, policy, Given(choose, deduction), may_change=open_to_hand)


def _other_readings(
    evaluation: Evaluation, indicator: Indicator, policy: Policy, fiscal_year: int | None
) -> Iterator[tuple[str, Answer]]:
    """What the points would be in each reading of a cell that has several with one verdict.

    0.88 against 90% is missed as 0.88% and as 88%; the points differ all the same.
    """
    bare_target = any(note.code == "target-unit-taken-over" for note in evaluation.notes)
    for note in evaluation.notes:
        for reading in note.alternatives if note.code == "readings-agree" else ():
            row = attrs.evolve(indicator, target=reading) if bare_target else indicator
            reached = evaluation.actual if bare_target else reading
            again = evaluate(row, reached, fiscal_year=fiscal_year)
            yield reading, answer(Case(again, row, policy=policy, fiscal_year=fiscal_year))


def _readings_differ(others: list[tuple[str, Answer]]) -> Answer:
    """No number, as the readings of a cell give different ones; each is named."""
    said = [
        say("reading-earns-nothing-certain", reading=reading)
        if other.share is None
        else say("reading-earns", reading=reading, share=percent(other.share))
        for reading, other in others
    ]
    en, zh = "; ".join(one.en for one in said), "；".join(one.zh for one in said)
    note = say.note("readings-differ", readings=en, readings_zh=zh)
    return Answer(flags=frozenset({Flag.UNDETERMINED}), notes=(note,))


def _weight(indicator: Indicator) -> tuple[Decimal | None, tuple[Note, ...]]:
    """The weight of a row, None where it has none that can be used."""
    points = indicator.points
    if points is None:
        return None, (say.note("no-weight"),)
    if not points.is_finite() or points < 0:
        return None, (say.note("impossible-weight", points=points),)
    return points, ()


def _rounded(policy: Policy, weight: Decimal, share: Fraction) -> Decimal:
    """Points to the places of the policy, never more than the weight."""
    return min(policy.rounding(Fraction(weight) * share), weight)


def _with_points(made: Score, found: Answer, weight: Decimal, policy: Policy) -> Score:
    formula = found.formula.replace("{w}", f"{weight:f}")
    if found.share is not None:
        earned = _rounded(policy, weight, found.share)
        # Full points need no arithmetic: 6 > 5: 10.00
        whole = found.formula == "{w}" or found.formula.endswith(": {w}")
        said = found.formula.replace("{w}", f"{earned:f}") if whole else f"{formula} = {earned:f}"
        return attrs.evolve(made, earned=earned, formula=said)
    if found.band is not None:
        low, high = (_rounded(policy, weight, edge) for edge in found.band)
        ends = f"[{low:f}, {high:f}{')' if found.band_open else ']'}"
        return attrs.evolve(made, band=(low, high), formula=f"{formula} = {ends}")
    return made
