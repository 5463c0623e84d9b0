"""Named monitoring policies (监控规则): sets of rules, each with its source and status."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import attrs

from budgetkpi.errors import PolicyError
from budgetkpi.inputs import as_path, as_text
from budgetkpi.monitoring.watch_rules import (
    Answer,
    Apart,
    Cost,
    Deadlines,
    Goals,
    InRange,
    InRangeRule,
    Money,
    Stage,
    Words,
    Worst,
)
from budgetkpi.policy.fields import Rule, Status, build, refused, say
from budgetkpi.resources import load_table
from budgetkpi.shown import Shown, clipped
from budgetkpi.toml_files import read_toml

if TYPE_CHECKING:
    import os

    from budgetkpi.messages import Message

__all__ = ["MonitorPolicy", "as_monitor_policy", "monitor_policies"]

SILENT = "silent"
_KINDS: dict[str, type[Rule]] = {
    "money": Money,
    "goals": Goals,
    "in_range": InRange,
    "limits": InRangeRule,
    "zeros": InRangeRule,
    "spans": InRangeRule,
    "words": Words,
    "deadlines": Deadlines,
    "worst": Worst,
    "apart": Apart,
    "stage": Stage,
    "cost": Cost,
    "answer": Answer,
}


@attrs.frozen(repr=False)
class MonitorPolicy(Shown):
    """A set of monitoring rules with a name (监控规则); a rule that is None is one that it does not have.

    >>> from budgetkpi import MonitorPolicy
    >>> MonitorPolicy.named("system").goals.blue_of.value
    'year'

    Attributes:
        name: what `monitor(policy=…)` takes.
        title: the Chinese name.
        money: the money executed.
        goals: targets of at least and of exactly.
        in_range: classes that are met or not, whatever the month.
        limits, zeros, spans: targets of at most, of 0, ranges.
        words: results in words.
        deadlines: deadlines.
        worst: the project's light.
        apart: goals and money that run apart.
        stage: reasons that are owed to a month of the year.
        cost: a cost far over its limit.
        answer: how long a warning gives.
    """

    name: str
    title: str = ""
    money: Money | None = attrs.field(default=None, kw_only=True)
    goals: Goals | None = attrs.field(default=None, kw_only=True)
    in_range: InRange | None = attrs.field(default=None, kw_only=True)
    limits: InRangeRule | None = attrs.field(default=None, kw_only=True)
    zeros: InRangeRule | None = attrs.field(default=None, kw_only=True)
    spans: InRangeRule | None = attrs.field(default=None, kw_only=True)
    words: Words | None = attrs.field(default=None, kw_only=True)
    deadlines: Deadlines | None = attrs.field(default=None, kw_only=True)
    worst: Worst | None = attrs.field(default=None, kw_only=True)
    apart: Apart | None = attrs.field(default=None, kw_only=True)
    stage: Stage | None = attrs.field(default=None, kw_only=True)
    cost: Cost | None = attrs.field(default=None, kw_only=True)
    answer: Answer | None = attrs.field(default=None, kw_only=True)

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules that the policy has, by field."""
        return {name: rule for name in _KINDS if (rule := getattr(self, name)) is not None}

    @property
    def status(self) -> Status:
        """The weakest status of any of its rules."""
        weakest = (rule.status for rule in self.rules.values())
        return max(weakest, key=lambda status: status.weakness, default=Status.OURS)

    def _told(self) -> str:
        return f"{self.name} {clipped(self.title)} ({self.status.value})"

    @classmethod
    def named(cls, name: str) -> MonitorPolicy:
        """The monitoring policy that budgetkpi ships under `name`.

        Raises:
            PolicyError: no such policy; the message lists those that exist.
        """
        return _named(as_text(name, "name"))

    @classmethod
    def from_toml(cls, path: str | os.PathLike[str]) -> MonitorPolicy:
        """Read a monitoring policy of the caller's own from a TOML file.

        The file holds what one table of grammar/monitoring.toml holds: `name`, `title`, perhaps `base` (a
        shipped policy), and a table for each rule; "silent" takes a rule of the base away. A rule without
        a `source` is given the file's name; without a `status` it is `ours`.

        Raises:
            PolicyError: the file is no TOML, or a field is unknown, missing or impossible; the message
                names the field.
            OSError: the file cannot be opened.
        """
        file = Path(as_path(path, "path"))

        def refuse(why: Message) -> PolicyError:
            return PolicyError(say("policy-no-toml", file=file.name, why=why.en, why_zh=why.zh))

        table = read_toml(file, refuse)
        texts = {"name": table.pop("name", file.stem), "base": table.pop("base", "")}
        texts["title"] = table.pop("title", texts["name"])
        for field, text in texts.items():
            if not isinstance(text, str):
                raise refused(field, "hint-text")
        base = _named(texts["base"]) if texts["base"] else cls(texts["name"])
        rules = _read(table, base, lambda source: file.name if source is None else source)
        return attrs.evolve(base, name=texts["name"], title=texts["title"], **rules)


def monitor_policies() -> tuple[str, ...]:
    """The names of the monitoring policies that budgetkpi ships.

    >>> "sichuan-2025" in monitor_policies()
    True
    """
    return tuple(name for name in _table() if name != "sources")


def as_monitor_policy(policy: str | MonitorPolicy) -> MonitorPolicy:
    """A monitoring policy by its name, or itself."""
    if isinstance(policy, MonitorPolicy):
        return policy
    if not isinstance(policy, str):
        raise TypeError(f"a policy is a name or a MonitorPolicy, not {type(policy).__name__}")
    return _named(policy)


@functools.cache
def _named(name: str) -> MonitorPolicy:
    """The shipped policy `name`; cached, one entry a policy."""
    table = _table().get(name)
    if table is None or name == "sources":
        raise PolicyError(say("policy-unknown", name=name, known=", ".join(monitor_policies())))
    rules = {field: rule for field, rule in table.items() if field not in ("title", "base")}
    base = _named(table["base"]) if "base" in table else MonitorPolicy(name)
    sources = cast("dict[str, str]", _table()["sources"])
    read = _read(rules, None, lambda source: sources[source or ""])
    return attrs.evolve(base, name=name, title=table["title"], **read)


def _read(table: Mapping[str, Any], base: MonitorPolicy | None, source_of: Any) -> dict[str, Any]:  # noqa: ANN401
    """The rules of a table; what one leaves out is the base's."""
    rules: dict[str, Any] = {}
    for field, rule in table.items():
        if field not in _KINDS:
            raise PolicyError(say("policy-unknown-field", field=field, known=", ".join(_KINDS)))
        if rule == SILENT:
            rules[field] = None
            continue
        if not isinstance(rule, Mapping):
            raise refused(field, "hint-table")
        present = None if base is None else cast("Rule | None", getattr(base, field))
        kept = {} if present is None else present.parameters
        given = {**kept, **rule, "source": source_of(rule.get("source"))}
        rules[field] = build(_KINDS[field], given, field)
    return rules


@functools.cache
def _table() -> dict[str, dict[str, Any]]:
    """The tables of grammar/monitoring.toml; read once."""
    return load_table("monitoring.toml")
