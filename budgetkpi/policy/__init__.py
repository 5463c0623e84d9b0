"""Named scoring policies (计分规则): sets of rules, each with its source and status."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import attrs

from budgetkpi.errors import PolicyError
from budgetkpi.inputs import as_path, as_text, as_year, wrong_type
from budgetkpi.inputs import refused as refused_input
from budgetkpi.policy.fields import Rule, Status, build, refused, say
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
from budgetkpi.policy.rule_texts import rule_told, silent_told, years_said
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
from budgetkpi.resources import load_table
from budgetkpi.shown import Shown, clipped
from budgetkpi.toml_files import read_toml
from budgetkpi.wording import in_language

if TYPE_CHECKING:
    import os

    from budgetkpi.messages import Note

__all__ = ["DEFAULT", "Policy", "Status", "as_policy", "base_of", "chosen_policy", "policies", "policy_named"]

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
_NEEDED = ("rounding",)
_QUESTIONS = (*tuple(_KINDS)[: tuple(_KINDS).index("duties")], "not_applicable")
"""The cases that a row may be; a policy that has no rule for one is silent there."""
_HEAD = ("office", "first_year", "last_year")
"""What a policy says of itself beside its name and title."""


def _first_year(thing: float | str | None) -> int | None:
    return as_year(thing, "first_year")


def _last_year(thing: float | str | None) -> int | None:
    return as_year(thing, "last_year")


@attrs.frozen(repr=False)
class Policy(Shown):
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

    name: str
    title: str = ""
    office: str = attrs.field(default="", kw_only=True)
    first_year: int | None = attrs.field(default=None, kw_only=True, converter=_first_year)
    last_year: int | None = attrs.field(default=None, kw_only=True, converter=_last_year)
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

    def __attrs_post_init__(self) -> None:
        as_text(self.name, "name")
        as_text(self.title, "title")
        for field, kind in _KINDS.items():
            rule = getattr(self, field)
            if not isinstance(rule, kind) and (rule is not None or field in _NEEDED):
                raise wrong_type(field, "result", rule, kind=kind.__name__)

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules that the policy has, by field."""
        return {name: rule for name in _KINDS if (rule := getattr(self, name)) is not None}

    @property
    def status(self) -> Status:
        """The weakest status of any of its rules."""
        return max((rule.status for rule in self.rules.values()), key=lambda status: status.weakness)

    def holds_for(self, fiscal_year: int) -> bool:
        """Whether the policy holds for a budget year, as far as its ends are known."""
        year = as_year(fiscal_year)
        if year is None:
            raise refused_input("fiscal_year", "year", fiscal_year)
        return (self.first_year or year) <= year <= (self.last_year or year)

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
        head = {name: getattr(self, name) for name in ("name", "title", *_HEAD)}
        rules = {field: cast("Rule | None", getattr(self, field)) for field in _KINDS}
        return policy_text({**head, "base": ""}, rules, SILENT)

    def _told(self) -> str:
        return f"{self.name} {clipped(self.title)} ({self.status.value})"

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
            if field in ("name", "title", *_HEAD):
                made[field] = _head(field, change)
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
        return policy_named(as_text(name, "name"))

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
        file = Path(as_path(path, "path"))
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
        head = {field: _head(field, table.pop(field, _EMPTY[field])) for field in _HEAD}
        base_policy = policy_named(base) if base else Policy(name)
        rules = _with(base_policy, table, file.name)
        return attrs.evolve(base_policy, name=name, title=title, **head, **rules)


_OWN = "own choice (使用者自定)"
_EMPTY: dict[str, object] = {"office": "", "first_year": None, "last_year": None}


def _head(field: str, given: Any) -> Any:  # noqa: ANN401  (a text or a year)
    """What a policy says of itself, read."""
    if field in ("first_year", "last_year"):
        try:
            return as_year(given, field)
        except (ValueError, TypeError):
            raise refused(field, "hint-year") from None
    return str(given)


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
    head = {field: _head(field, table.get(field, _EMPTY[field])) for field in _HEAD}
    rules = {field: rule for field, rule in table.items() if field not in ("title", "base", *_HEAD)}
    base = policy_named(table["base"]) if "base" in table else Policy(name)
    return attrs.evolve(base, name=name, title=table["title"], **head, **_with(None, rules, ""))


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
    if isinstance(policy, Policy):
        return policy, _other_year(policy, fiscal_year)
    if not isinstance(policy, str):
        raise wrong_type("policy", "policy", policy)
    if policy in _tables():
        named = policy_named(policy)
        return named, _other_year(named, fiscal_year)
    own = tuple(name for name in policies() if _tables()[name].get("office") == policy)
    if not own:
        raise PolicyError(say("policy-unknown", name=policy, known=", ".join(policies())))
    return _of_office(policy, own, fiscal_year)


def base_of(name: str) -> str:
    """The policy whose rules a shipped one takes over where it has none of its own, "" for none."""
    return str(_tables()[name].get("base", ""))


def as_policy(policy: str | Policy) -> Policy:
    """A policy by its name, or itself."""
    return chosen_policy(policy)[0]


def _of_office(office: str, own: tuple[str, ...], fiscal_year: int | None) -> tuple[Policy, tuple[Note, ...]]:
    """The one policy of an office that holds for the year."""
    known = ", ".join(own)
    if fiscal_year is None:
        raise PolicyError(say("policy-year-needed", office=office, known=known))
    holding = [one for one in map(policy_named, own) if one.holds_for(fiscal_year)]
    if len(holding) != 1:
        code = "policy-several" if holding else "policy-no-year"
        shown = ", ".join(one.name for one in holding) or known
        raise PolicyError(say(code, office=office, year=fiscal_year, known=shown))
    found = holding[0]
    others = tuple(name for name in own if name != found.name)
    note = say.note("policy-chosen", name=found.name, office=office, year=fiscal_year, alternatives=others)
    return found, (note,)


def _other_year(policy: Policy, fiscal_year: int | None) -> tuple[Note, ...]:
    """The note that a policy holds for other years than the one in question."""
    years = years_said(policy.first_year, policy.last_year)
    if fiscal_year is None or years is None or policy.holds_for(fiscal_year):
        return ()
    note = say.note(
        "policy-other-year", name=policy.name, years=years.en, years_zh=years.zh, year=fiscal_year
    )
    return (note,)


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
