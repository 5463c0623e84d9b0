"""Named scoring policies (计分规则): sets of rules, each with its source and status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import attrs

from budgetkpi.errors import PolicyError
from budgetkpi.messages import series
from budgetkpi.policy.row_rules import (
    Dates,
    Duties,
    Equal,
    Negative,
    NotApplicable,
    Over,
    Qualitative,
    Ranges,
    Reverse,
    Satisfaction,
    Shortfall,
    Zero,
)
from budgetkpi.policy.rule_texts import rule_told, silent_told
from budgetkpi.policy.table_rules import (
    CostCap,
    Deduction,
    Execution,
    Grades,
    Lights,
    Reasons,
    Review,
    Rounding,
    Sections,
)
from budgetkpi.policy.toml_text import policy_text
from budgetkpi.rules.fields import Rule, Status, say
from budgetkpi.rules.rule_sets import HEAD, SILENT, RuleSet, Shelf, head_field, years_said
from budgetkpi.wording import in_language

if TYPE_CHECKING:
    import os

    from budgetkpi.messages import Note

__all__ = ["DEFAULT", "Policy", "Status", "as_policy", "base_of", "chosen_policy", "policies", "policy_named"]

DEFAULT = "national-2020"
"""The policy where none is named."""

_KINDS: dict[str, type[Rule]] = {
    "shortfall": Shortfall,
    "over": Over,
    "reverse": Reverse,
    "equal": Equal,
    "zero": Zero,
    "negative": Negative,
    "ranges": Ranges,
    "qualitative": Qualitative,
    "dates": Dates,
    "satisfaction": Satisfaction,
    "duties": Duties,
    "not_applicable": NotApplicable,
    "sections": Sections,
    "execution": Execution,
    "reasons": Reasons,
    "review": Review,
    "deduction": Deduction,
    "cost_cap": CostCap,
    "lights": Lights,
    "grades": Grades,
    "rounding": Rounding,
}
_QUESTIONS = (*tuple(_KINDS)[: tuple(_KINDS).index("duties")], "not_applicable")
"""The cases that a row may be; a policy that has no rule for one is silent there."""


@attrs.frozen(repr=False)
class Policy(RuleSet):
    """A set of scoring rules with a name (计分规则).

    A rule that is None is one that the policy does not have: a case that needs it earns no number
    and is flagged `rule-silent`. `duties`, `review`, `deduction`, `cost_cap` and `lights` ask for
    something more and may be None without that.

    >>> from budgetkpi import policies
    >>> "national-2020" in policies()
    True

    Attributes:
        name: what `score(policy=…)` takes.
        title: the Chinese name.
        office: whose policy it is (`sichuan`), "" where nobody's; `score(policy="sichuan",
            fiscal_year=2025)` asks for the one that holds.
        first_year, last_year: the budget years for which it holds; None where that end is open or
            not known.
        shortfall: an at-least target that was missed.
        over: an at-least target that was far passed.
        reverse: an at-most target that was missed.
        equal: a target that says exactly.
        zero: a target of 0.
        negative: an actual below 0.
        ranges: a range target that was missed.
        qualitative: a result in words.
        dates: a deadline that was missed.
        satisfaction: the satisfaction of those served.
        duties: a key duty of a whole department.
        not_applicable: a row that does not apply.
        sections: what the first-level sections weigh.
        execution: the budget execution rate.
        reasons: when a row owes a reason.
        review: which computed points a person has to look at.
        deduction: whether there is a column for points taken off by hand.
        cost_cap: what cost indicators may weigh.
        lights: what a self-evaluation is warned of.
        grades: the overall grade.
        rounding: how points are rounded.
    """

    kinds = _KINDS
    needed = ("rounding",)

    shortfall: Shortfall | None = attrs.field(default=None, kw_only=True)
    over: Over | None = attrs.field(default=None, kw_only=True)
    reverse: Reverse | None = attrs.field(default=None, kw_only=True)
    equal: Equal | None = attrs.field(default=None, kw_only=True)
    zero: Zero | None = attrs.field(default=None, kw_only=True)
    negative: Negative | None = attrs.field(default=None, kw_only=True)
    ranges: Ranges | None = attrs.field(default=None, kw_only=True)
    qualitative: Qualitative | None = attrs.field(default=None, kw_only=True)
    dates: Dates | None = attrs.field(default=None, kw_only=True)
    satisfaction: Satisfaction | None = attrs.field(default=None, kw_only=True)
    duties: Duties | None = attrs.field(default=None, kw_only=True)
    not_applicable: NotApplicable | None = attrs.field(default=None, kw_only=True)
    sections: Sections | None = attrs.field(default=None, kw_only=True)
    execution: Execution | None = attrs.field(default=None, kw_only=True)
    reasons: Reasons | None = attrs.field(default=None, kw_only=True)
    review: Review | None = attrs.field(default=None, kw_only=True)
    deduction: Deduction | None = attrs.field(default=None, kw_only=True)
    cost_cap: CostCap | None = attrs.field(default=None, kw_only=True)
    lights: Lights | None = attrs.field(default=None, kw_only=True)
    grades: Grades | None = attrs.field(default=None, kw_only=True)
    rounding: Rounding = attrs.field(factory=Rounding, kw_only=True)

    def explain(self, lang: str = "en") -> str:
        """Every rule in words, whose it is and how far that was confirmed (计分规则说明).

        Args:
            lang: `en` or `zh`.

        Raises:
            ValueError: another language.
        """
        pick = in_language(lang)
        status = say(f"status-{self.status.value}")
        lines = [
            say(
                "explain-policy",
                name=self.name,
                title=self.title or self.name,
                status=status.en,
                status_zh=status.zh,
            )
        ]
        years = years_said(self.first_year, self.last_year)
        if years is not None:
            lines.append(say("explain-policy-years", years=years.en, years_zh=years.zh))
        for field in _KINDS:
            rule = cast("Rule | None", getattr(self, field))
            if rule is not None:
                lines.append(rule_told(field, rule))
            elif field in _QUESTIONS:
                lines.append(silent_told(field))
        return "\n  ".join(map(pick, lines))

    def to_toml(self) -> str:
        """The policy as the text of a file that `Policy.from_toml` reads back (写为 TOML).

        >>> from budgetkpi import Policy
        >>> print(Policy.named("national-2020").to_toml().splitlines()[0])
        name = "national-2020"
        """
        head = {name: getattr(self, name) for name in ("name", "title", *HEAD)}
        rules = {field: cast("Rule | None", getattr(self, field)) for field in _KINDS}
        return policy_text({**head, "base": ""}, rules, SILENT)

    def evolve(self, **changes: Any) -> Policy:  # noqa: ANN401  (a rule, its kind, a table, None)
        """Return a policy of the caller's own that differs in the fields given.

        Args:
            **changes: `name`, `title`, `office`, `first_year`, `last_year`, or a field and its new rule: a
                rule object, None (silent), the name of a kind, or a mapping of what to change in the
                present rule. A changed rule is the caller's own: status `ours` unless the change says
                otherwise. Without `name`, the result is called `<name>*`.

        Raises:
            PolicyError: an unknown field or an impossible value, by its name.

        >>> from budgetkpi import Policy
        >>> Policy.named("national-2020").evolve(reverse="linear").reverse.kind.value
        'linear'
        """
        made: dict[str, Any] = {"name": f"{self.name.rstrip('*')}*"}
        for field, change in changes.items():
            if field in ("name", "title", *HEAD):
                made[field] = head_field(field, change)
            elif field not in _KINDS:
                raise PolicyError(say("policy-unknown-field", field=field, known=series(_KINDS)))
            else:
                made[field] = self._changed(field, change)
        return attrs.evolve(self, **made)

    def _changed(self, field: str, change: object) -> Rule | None:
        """The rule of `field` after `change`."""
        if isinstance(change, _KINDS[field]):
            return change
        return cast(
            "Rule | None", _SHELF.rules_of({field: SILENT if change is None else change}, self, _OWN)[field]
        )

    @classmethod
    def named(cls, name: str) -> Policy:
        """The policy that budgetkpi ships under `name`.

        Raises:
            PolicyError: no such policy; the message lists those that exist.
        """
        return _SHELF.named(name)

    @classmethod
    def from_toml(cls, path: str | os.PathLike[str]) -> Policy:
        """Read a policy of the caller's own from a TOML file.

        The file holds what one table of grammar/policies.toml holds: `name`, `title`, perhaps `base`
        (a shipped policy, default `national-2020`; "" for none, so that what the file leaves out has no
        rule), perhaps `office`, `first_year`, `last_year`, and a table for each rule that differs, with
        what differs in it. A rule without a `source` is given the file's name; without a `status` it is
        `ours`.

        Raises:
            PolicyError: the file is no TOML, or a field is unknown, missing or impossible; the message
                names the field.
            OSError: the file cannot be opened.
        """
        return _SHELF.read(path, DEFAULT)


_SHELF: Final = Shelf("policies.toml", Policy)
_OWN: Final = "own choice (使用者自定)"


def policies() -> tuple[str, ...]:
    """The names of the policies that budgetkpi ships, the default first.

    >>> policies()[0]
    'national-2020'
    """
    return _SHELF.names()


def policy_named(name: str) -> Policy:
    """The shipped policy `name`; cached, one entry a policy.

    Raises:
        PolicyError: no such policy.
    """
    return _SHELF.named(name)


def chosen_policy(policy: str | Policy, fiscal_year: int | None = None) -> tuple[Policy, tuple[Note, ...]]:
    """The policy that was asked for: a Policy, the name of a shipped one, or an office.

    Args:
        policy: a name of `policies()`, the name of an office (`sichuan`), or a Policy.
        fiscal_year: the budget year; an office's policy is the one that holds for it.

    Returns:
        The policy, and a note of which one was taken for an office, or that it holds for other years.

    Raises:
        PolicyError: no such policy or office, no year where the office needs one, or none or several
            for that year.
        TypeError: it is neither a name nor a Policy.
    """
    return _SHELF.chosen(policy, fiscal_year)


def base_of(name: str) -> str:
    """The policy whose rules a shipped one takes over where it has none of its own, "" for none."""
    return _SHELF.base_of(name)


def as_policy(policy: str | Policy) -> Policy:
    """A policy by its name, or itself."""
    return chosen_policy(policy)[0]
