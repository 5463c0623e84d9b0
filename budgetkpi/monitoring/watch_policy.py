"""Named monitoring policies (监控规则): sets of rules, each with its source and status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

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
from budgetkpi.rules.rule_sets import RuleSet, Shelf

if TYPE_CHECKING:
    import os

    from budgetkpi.messages import Note
    from budgetkpi.rules.fields import Rule

__all__ = ["MonitorPolicy", "chosen_monitor_policy", "monitor_policies"]

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
class MonitorPolicy(RuleSet):
    """A set of monitoring rules with a name (监控规则); a rule that is None is one that it does not have.

    >>> from budgetkpi import MonitorPolicy
    >>> MonitorPolicy.named("system").goals.blue_of.value
    'year'

    Attributes:
        name: what `monitor(policy=…)` takes.
        title: the Chinese name.
        office: whose policy it is (`sichuan`), "" where nobody's; `monitor(policy="sichuan")` asks for
            the one that holds for the budget year.
        first_year, last_year: the budget years for which it holds; None where that end is open or
            not known.
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

    kinds = _KINDS

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

    @classmethod
    def named(cls, name: str) -> MonitorPolicy:
        """The monitoring policy that budgetkpi ships under `name`.

        Raises:
            PolicyError: no such policy; the message lists those that exist.
        """
        return _SHELF.named(name)

    @classmethod
    def from_toml(cls, path: str | os.PathLike[str]) -> MonitorPolicy:
        """Read a monitoring policy of the caller's own from a TOML file.

        The file holds what one table of grammar/monitoring.toml holds: `name`, `title`, perhaps `base` (a
        shipped policy), perhaps `office`, `first_year`, `last_year`, and a table for each rule; "silent"
        takes a rule of the base away. A rule without a `source` is given the file's name; without a
        `status` it is `ours`.

        Raises:
            PolicyError: the file is no TOML, or a field is unknown, missing or impossible; the message
                names the field.
            OSError: the file cannot be opened.
        """
        return _SHELF.read(path)


_SHELF: Final = Shelf("monitoring.toml", MonitorPolicy)


def monitor_policies() -> tuple[str, ...]:
    """The names of the monitoring policies that budgetkpi ships.

    >>> "sichuan-2025" in monitor_policies()
    True
    """
    return _SHELF.names()


def chosen_monitor_policy(
    policy: str | MonitorPolicy, fiscal_year: int | None = None
) -> tuple[MonitorPolicy, tuple[Note, ...]]:
    """The monitoring policy that was asked for: itself, by its name, or as that of an office.

    Args:
        policy: a name of `monitor_policies()`, the name of an office (`sichuan`), or a MonitorPolicy.
        fiscal_year: the budget year; an office's policy is the one that holds for it.

    Returns:
        The policy, and a note of which one was taken for an office, or that it holds for other years.

    Raises:
        PolicyError: no such policy or office, or none or several for that year.
        TypeError: it is neither a name nor a MonitorPolicy.
    """
    return _SHELF.chosen(policy, fiscal_year)
