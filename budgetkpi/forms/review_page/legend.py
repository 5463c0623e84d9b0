"""Whose rules the points follow (所用规则): told once in the page, and named by number in each row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from budgetkpi.forms.review_page.markup import Markup, join, said, tag
from budgetkpi.messages import Catalog, Message
from budgetkpi.scoring.telling import rule_line
from budgetkpi.wording import in_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.rules.fields import Rule
    from budgetkpi.scoring.scores import Applied
    from budgetkpi.sheets import Appraisal

__all__ = ["Legend"]

_say: Final = Catalog("forms")


class Legend:
    """The rules that decided something on the page, in the order in which they are met."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, str, Rule], int] = {}
        self._known: dict[tuple[str, str, int], tuple[Rule, int]] = {}
        self._links: dict[tuple[int, ...], Markup] = {}

    def links(self, policy: str, applied: tuple[Applied, ...]) -> Markup:
        """Links to these rules, by their numbers."""
        numbers = tuple(self._number(policy, one) for one in applied)
        made = self._links.get(numbers)
        if made is None:
            made = join((tag("a", str(n), href=f"#rule-{n}") for n in numbers), " ")
            self._links[numbers] = made
        return made

    def _number(self, policy: str, applied: Applied) -> int:
        # A rule is hashed once, and known by where it is from then on.
        quick = policy, applied.field, id(applied.rule)
        if quick not in self._known:
            number = self.numbers.setdefault((policy, applied.field, applied.rule), len(self.numbers) + 1)
            self._known[quick] = applied.rule, number
        return self._known[quick][1]

    def part(self, appraisals: Sequence[Appraisal]) -> Markup:
        """The list of the rules, with their policies, whose they are and how far that is confirmed."""
        policies = {one.policy.name: one.policy for one in appraisals}
        named = (
            tag(
                "li",
                said(
                    Message(
                        "",
                        _say("page-policy", name=p.name, title=p.title, status=p.status.en).en,
                        _say("page-policy", name=p.name, title=p.title, status=p.status.zh).zh,
                    )
                ),
            )
            for p in policies.values()
        )
        rules = (
            tag("li", said(_told(policy, field, rule)), id=f"rule-{number}", value=str(number))
            for (policy, field, rule), number in self.numbers.items()
        )
        return tag(
            "section",
            tag("h2", said(_say("page-rules")), id="rules-head"),
            tag("ul", *named),
            tag("ol", *rules) if self.numbers else None,
            id="rules",
            aria_labelledby="rules-head",
        )


def _told(policy: str, field: str, rule: Rule) -> Message:
    en = rule_line(field, rule, in_language("en")).en
    zh = rule_line(field, rule, in_language("zh")).zh
    return Message("", f"{policy}: {en}", f"{policy}：{zh}")
