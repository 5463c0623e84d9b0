"""Named scoring policies (计分规则): sets of rules, each with its source and status."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import attrs

from budgetkpi.errors import PolicyError
from budgetkpi.policy.fields import Rule, Status, build, refused, say
from budgetkpi.policy.row_rules import (
    Dates,
    Equal,
    Negative,
    Over,
    Qualitative,
    Ranges,
    Reverse,
    Satisfaction,
    Shortfall,
    Zero,
)
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
from budgetkpi.resources import load_table
from budgetkpi.shown import Shown, clipped
from budgetkpi.toml_files import read_toml

if TYPE_CHECKING:
    import os

__all__ = ["DEFAULT", "Policy", "Status", "as_policy", "policies", "policy_named"]

DEFAULT = "national-2020"
"""The policy where none is named."""

SILENT = "silent"
"""What a file writes for a case that a policy has no rule for."""

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
_NEEDED = ("rounding",)


@attrs.frozen(repr=False)
class Policy(Shown):
    """A set of scoring rules with a name (计分规则).

    A rule that is None is one that the policy does not have: a case that needs it earns no number
    and is flagged `rule-silent`. `review`, `deduction`, `cost_cap` and `lights` ask for something
    more and may be None without that.

    >>> from budgetkpi import policies
    >>> "national-2020" in policies()
    True

    Attributes:
        name: what `score(policy=…)` takes.
        title: the Chinese name.
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

    name: str
    title: str = ""
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
    sections: Sections | None = attrs.field(default=None, kw_only=True)
    execution: Execution | None = attrs.field(default=None, kw_only=True)
    reasons: Reasons | None = attrs.field(default=None, kw_only=True)
    review: Review | None = attrs.field(default=None, kw_only=True)
    deduction: Deduction | None = attrs.field(default=None, kw_only=True)
    cost_cap: CostCap | None = attrs.field(default=None, kw_only=True)
    lights: Lights | None = attrs.field(default=None, kw_only=True)
    grades: Grades | None = attrs.field(default=None, kw_only=True)
    rounding: Rounding = attrs.field(factory=Rounding, kw_only=True)

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules that the policy has, by field."""
        return {name: rule for name in _KINDS if (rule := getattr(self, name)) is not None}

    @property
    def status(self) -> Status:
        """The weakest status of any of its rules."""
        return max((rule.status for rule in self.rules.values()), key=lambda status: status.weakness)

    def _told(self) -> str:
        return f"{self.name} {clipped(self.title)} ({self.status.value})"

    def evolve(self, **changes: Any) -> Policy:  # noqa: ANN401  (a rule, its kind, a table, None)
        """Return a policy of the caller's own that differs in the fields given.

        Args:
            **changes: `name`, `title`, or a field and its new rule: a rule object, None (silent), the
                name of a kind, or a mapping of what to change in the present rule. A changed rule is
                the caller's own: status `ours` unless the change says otherwise. Without `name`, the
                result is called `<name>*`.

        Raises:
            PolicyError: an unknown field or an impossible value, by its name.

        >>> from budgetkpi import Policy
        >>> Policy.named("national-2020").evolve(reverse="linear").reverse.kind.value
        'linear'
        """
        made: dict[str, Any] = {"name": f"{self.name.rstrip('*')}*"}
        for field, change in changes.items():
            if field in ("name", "title"):
                made[field] = str(change)
            elif field not in _KINDS:
                raise PolicyError(say("policy-unknown-field", field=field, known=", ".join(_KINDS)))
            else:
                made[field] = self._changed(field, change)
        return attrs.evolve(self, **made)

    def _changed(self, field: str, change: object) -> Rule | None:
        """The rule of `field` after `change`."""
        if isinstance(change, _KINDS[field]):
            return change
        return cast("Rule | None", _with(self, {field: SILENT if change is None else change}, _OWN)[field])

    @classmethod
    def named(cls, name: str) -> Policy:
        """The policy that budgetkpi ships under `name`.

        Raises:
            PolicyError: no such policy; the message lists those that exist.
        """
        return policy_named(name)

    @classmethod
    def from_toml(cls, path: str | os.PathLike[str]) -> Policy:
        """Read a policy of the caller's own from a TOML file.

        The file holds what one table of grammar/policies.toml holds: `name`, `title`, perhaps `base`
        (a shipped policy, default `national-2020`), and a table for each rule that differs, with what
        differs in it. A rule without a `source` is given the file's name; without a `status` it is
        `ours`.

        Raises:
            PolicyError: the file is no TOML, or a field is unknown, missing or impossible; the message
                names the field.
            OSError: the file cannot be opened.
        """
        file = Path(path)
        table = read_toml(
            file,
            lambda why: PolicyError(say("policy-no-toml", file=file.name, why=why.en, why_zh=why.zh)),
        )
        base = table.pop("base", DEFAULT)
        name = table.pop("name", file.stem)
        if not isinstance(base, str):
            raise refused("base", "hint-policy")
        if not isinstance(name, str):
            raise refused("name", "hint-text")
        title = table.pop("title", name)
        if not isinstance(title, str):
            raise refused("title", "hint-text")
        base_policy = policy_named(base)
        return attrs.evolve(base_policy, name=name, title=title, **_with(base_policy, table, file.name))


_OWN = "own choice (使用者自定)"


def policies() -> tuple[str, ...]:
    """The names of the policies that budgetkpi ships, the default first.

    >>> policies()[0]
    'national-2020'
    """
    return tuple(name for name, table in _tables().items() if "template" not in table)


@functools.cache
def policy_named(name: str) -> Policy:
    """The shipped policy `name`; cached, one entry a policy.

    Raises:
        PolicyError: no such policy.
    """
    table = _tables().get(name)
    if table is None:
        raise PolicyError(say("policy-unknown", name=name, known=", ".join(policies())))
    if "template" in table:
        raise PolicyError(say("policy-template", name=name, field=table["template"]))
    rules = {field: rule for field, rule in table.items() if field not in ("title", "base")}
    base = policy_named(table["base"]) if "base" in table else Policy(name)
    return attrs.evolve(base, name=name, title=table["title"], **_with(None, rules, ""))


def as_policy(policy: str | Policy) -> Policy:
    """A policy by its name, or itself."""
    if isinstance(policy, Policy):
        return policy
    if not isinstance(policy, str):
        raise TypeError(f"a policy is a name or a Policy, not {type(policy).__name__}")
    return policy_named(policy)


def _with(base: Policy | None, table: Mapping[str, Any], source: str) -> dict[str, Any]:
    """The rules of `table`; what one leaves out is the base's, its source `source` where it names none."""
    rules: dict[str, Any] = {}
    for field, rule in table.items():
        if field not in _KINDS:
            raise PolicyError(say("policy-unknown-field", field=field, known=", ".join(_KINDS)))
        if rule == SILENT:
            if field in _NEEDED:
                raise PolicyError(say("policy-missing-field", field=field))
            rules[field] = None
            continue
        given = {"kind": rule} if isinstance(rule, str) else rule
        if not isinstance(given, Mapping):
            raise refused(field, "hint-table")
        present = None if base is None else cast("Rule | None", getattr(base, field))
        kept = {} if present is None else present.parameters
        said = given.get("source", source)
        said = _sources().get(said, said) if base is None else said
        rules[field] = build(_KINDS[field], {**kept, **given, "source": said}, field)
    return rules


@functools.cache
def _tables() -> dict[str, dict[str, Any]]:
    """The tables of grammar/policies.toml; read once."""
    return {name: table for name, table in load_table("policies.toml").items() if name != "sources"}


@functools.cache
def _sources() -> dict[str, str]:
    """What the keys of `source` stand for; read once."""
    return cast("dict[str, str]", load_table("policies.toml")["sources"])
