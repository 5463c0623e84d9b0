"""The manual's page of policies, made of grammar/policies.toml (计分规则一览)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from budgetkpi.policy import base_of, policies, policy_named
from budgetkpi.policy.rule_texts import field_said, rule_said
from budgetkpi.rules.fields import say
from budgetkpi.rules.rule_sets import years_said
from budgetkpi.wording import in_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.messages import Message
    from budgetkpi.policy import Policy

__all__ = ["PAGES", "page"]

PAGES: Final = {"policies.md": "en", "policies.zh-CN.md": "zh"}
"""The files of the manual and the language of each."""


def page(lang: str) -> str:
    """The whole page, in `en` or `zh`."""
    pick = in_language(lang)
    lines = [pick(say("page-head")).replace("|", "\n"), "", *_table(lang)]
    for name in policies():
        lines += ["", f"## {name}", "", *_rules(policy_named(name), lang)]
    return "\n".join(lines) + "\n"


def _table(lang: str) -> Iterator[str]:
    """One row a policy: its years, its base, and in which rules it differs from that."""
    pick = in_language(lang)
    columns = [
        pick(say(f"page-{name}")) for name in ("policy", "title", "office", "years", "base", "differs")
    ]
    yield _row(columns)
    yield _row(["---"] * 6)
    for name in policies():
        policy, base = policy_named(name), base_of(name)
        years = years_said(policy.first_year, policy.last_year)
        differing = [] if not base else [pick(field_said(field)) for field in _changed(policy, base)]
        yield _row(
            [
                f"`{name}`",
                policy.title,
                f"`{policy.office}`" if policy.office else "—",
                pick(years) if years else "—",
                f"`{base}`" if base else "—",
                pick(_comma()).join(differing) or "—",
            ]
        )


def _changed(policy: Policy, base: str) -> list[str]:
    """The fields whose parameters differ from those of the base."""
    other = policy_named(base).rules
    mine = policy.rules
    both = [*other, *(field for field in mine if field not in other)]
    return [
        field
        for field in both
        if field not in mine or field not in other or mine[field].parameters != other[field].parameters
    ]


def _rules(policy: Policy, lang: str) -> Iterator[str]:
    """What each rule of one policy says."""
    pick = in_language(lang)
    yield policy.title
    yield ""
    yield _row([pick(say(f"page-{name}")) for name in ("case", "rule", "source", "status")])
    yield _row(["---"] * 4)
    for field, rule in policy.rules.items():
        said = pick(rule_said(field, rule))
        yield _row([pick(field_said(field)), said, rule.source, pick(rule.status)])


def _comma() -> Message:
    return say("page-comma")


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
