"""What a rule is applied to and what it gives (计分的中间结论), before the weight."""

from __future__ import annotations

from fractions import Fraction  # noqa: TC003  (attrs resolves it for cattrs)
from typing import TYPE_CHECKING

import attrs

from budgetkpi.applicability import applies_not, says_not_applicable
from budgetkpi.evaluation.pairs import judge
from budgetkpi.evaluation.reasons import Question
from budgetkpi.messages import Note
from budgetkpi.policy.rule_texts import field_said
from budgetkpi.results import Direction, Outcome
from budgetkpi.scoring.scores import Flag
from budgetkpi.scoring.shares import say
from budgetkpi.values import Amount, Comparator, Missing, Text

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

    @property
    def not_applicable(self) -> bool:
        """Whether the row says that it does not apply.

        By its target or name under any policy; by its actual alone only where the policy knows such rows.
        """
        if applies_not(self.row, self.evaluation.target):
            return True
        actual = self.evaluation.actual
        said = isinstance(actual, Missing | Text) and says_not_applicable(actual.text)
        return said and self.policy.not_applicable is not None

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
        may_change: whether the policy lets a person change the number without having to look at it.
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
    may_change: bool = False

    def and_flags(self, *flags: Flag) -> Answer:
        """The same with more flags."""
        return attrs.evolve(self, flags=self.flags.union(flags))


def given(share: Share, *applied: str) -> Answer:
    """The answer that a share gives."""
    flags = frozenset({Flag.BELOW_PASS_MARK}) if share.below_mark else frozenset[Flag]()
    return Answer(share=share.value, formula=share.formula, flags=flags, applied=applied)


def silent(field: str) -> Answer:
    """No number, as the policy has no rule `field`."""
    what = field_said(field)
    note = say.note("rule-silent", what=what.en, what_zh=what.zh)
    return Answer(flags=frozenset({Flag.RULE_SILENT}), notes=(note,))


def open_points(code: str, **fields: str) -> Answer:
    """No number, as the cells do not hold the one that the rule needs."""
    return Answer(flags=frozenset({Flag.UNDETERMINED}), notes=(Note(say(code, **fields)),))


def reviewed(case: Case, kind: str, found: Answer) -> Answer:
    """The flag of a case that the policy opens to a person, where it does."""
    rule = case.policy.review
    if rule is not None and kind in rule.optional:
        found = attrs.evolve(found, may_change=True)
    if rule is None or kind not in rule.cases:
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
