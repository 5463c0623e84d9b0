"""What a rule is applied to and what it gives (计分的中间结论), before the weight."""

from __future__ import annotations

from fractions import Fraction  # noqa: TC003  (attrs resolves it for cattrs)
from typing import TYPE_CHECKING

import attrs

from budgetkpi.evaluation.pairs import judge
from budgetkpi.evaluation.reasons import Question
from budgetkpi.messages import Note
from budgetkpi.policy.fields import say
from budgetkpi.results import Direction, Outcome
from budgetkpi.scoring.scores import Flag
from budgetkpi.values import Amount, Comparator

if TYPE_CHECKING:
    from budgetkpi.indicators import Indicator
    from budgetkpi.policy import Policy
    from budgetkpi.results import Evaluation
    from budgetkpi.scoring.shares import Share

__all__ = ["Answer", "Case", "direction_of", "given", "open_points", "reviewed", "silent"]


@attrs.frozen
class Case:
    """A verdict to be scored: of which row, under which policy, in which year."""

    evaluation: Evaluation
    row: Indicator
    policy: Policy = attrs.field(kw_only=True)
    fiscal_year: int | None = attrs.field(default=None, kw_only=True)

    @property
    def met(self) -> bool:
        """Whether the target was met."""
        return self.evaluation.outcome is Outcome.MET

    def ratio(self, target: Amount) -> Fraction | None:
        """Actual ÷ `target`, None where the actual is no plain number of 0 or more.

        A floor's attainment is that very ratio; any other target is asked as if it were one.
        """
        if self.evaluation.actual is None:
            return None
        if target is self.evaluation.target and direction_of(self, target) is Direction.AT_LEAST:
            return self.evaluation.attainment
        floor = attrs.evolve(target, comparator=Comparator.GE)
        asked = Question(Direction.AT_LEAST, self.row, fiscal_year=self.fiscal_year)
        return judge(floor, self.evaluation.actual, asked).attainment


@attrs.frozen(kw_only=True)
class Answer:
    """What a rule gave, before the weight (计分结论).

    Attributes:
        share: the share of the weight, None where there is no single one.
        band: the shares that a word can earn.
        band_open: whether the high end of `band` is out of reach.
        formula: the arithmetic, `{w}` standing for the weight.
        flags: what a reviewer has to know.
        applied: the fields of the policy that decided.
        over_ratio, deviation: see `Score`.
        notes: what was assumed.
    """

    share: Fraction | None = None
    band: tuple[Fraction, Fraction] | None = None
    band_open: bool = False
    formula: str = ""
    flags: frozenset[Flag] = frozenset()
    applied: tuple[str, ...] = ()
    over_ratio: Fraction | None = None
    deviation: Fraction | None = None
    notes: tuple[Note, ...] = ()

    def and_flags(self, *flags: Flag) -> Answer:
        """The same with more flags."""
        return attrs.evolve(self, flags=self.flags.union(flags))


def given(share: Share, *applied: str) -> Answer:
    """The answer that a share gives."""
    flags = frozenset({Flag.BELOW_PASS_MARK}) if share.below_mark else frozenset[Flag]()
    return Answer(share=share.value, formula=share.formula, flags=flags, applied=applied)


def silent(field: str) -> Answer:
    """No number, as the policy has no rule `field`."""
    return Answer(flags=frozenset({Flag.RULE_SILENT}), notes=(say.note("rule-silent", field=field),))


def open_points(code: str, **fields: str) -> Answer:
    """No number, as the cells do not hold the one that the rule needs."""
    return Answer(flags=frozenset({Flag.UNDETERMINED}), notes=(Note(say(code, **fields)),))


def reviewed(case: Case, kind: str, found: Answer) -> Answer:
    """The flag of a case that the policy opens to a person, where it does."""
    if case.policy.review is None or kind not in case.policy.review.cases:
        return found
    return attrs.evolve(found, applied=(*found.applied, "review")).and_flags(Flag.HAND_REVIEW)


def direction_of(case: Case, target: Amount) -> Direction:
    """Which way a number was judged: by its written sign, else by what was inferred for the row."""
    sign = target.comparator
    if sign in (Comparator.GE, Comparator.GT):
        return Direction.AT_LEAST
    if sign in (Comparator.LE, Comparator.LT):
        return Direction.AT_MOST
    found = case.evaluation.direction
    return Direction.EXACTLY if sign is Comparator.EQ and found is Direction.UNKNOWN else found
