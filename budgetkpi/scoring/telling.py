"""How a score is told to people (计分说明), in English and Chinese.

The texts stand in grammar/messages/scoring.toml; this module chooses them. It takes what a score
is made of, never a score: a score puts its own lines in order.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from budgetkpi.messages import Catalog, Message
from budgetkpi.policy.row_rules import Dates, Over, Qualitative, Satisfaction, Shortfall
from budgetkpi.policy.table_rules import Review
from budgetkpi.scoring.shares import percent, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from budgetkpi.policy.fields import Rule
    from budgetkpi.wording import Pick

__all__ = ["flag_line", "rounding", "rule_line"]

_say: Final = Catalog("scoring")


def rule_line(field: str, rule: Rule, pick: Pick) -> Message:
    """A rule of the policy that decided something, whose it is and how far that was confirmed."""
    said, status = _rule(field, rule), _say(f"status-{rule.status.value}")
    name = pick(_say(f"field-{field}"))
    return _say("explain-rule", field=name, rule=pick(said), source=rule.source or "—", status=pick(status))


def flag_line(flag: str, pick: Pick) -> Message:
    """What a flag means."""
    return _say("explain-flag", flag=flag, meaning=pick(_say(f"flag-{flag}")))


def rounding(earned: Decimal | None, points: Decimal | None, share: Fraction | None) -> Iterator[Message]:
    """The points before they were rounded, where rounding changed them."""
    if earned is None or share is None or points is None:
        return
    exact = Fraction(points) * share
    places = -int(earned.as_tuple().exponent)
    if exact != Fraction(earned) and abs(exact - Fraction(earned)) < Fraction(1, 10**places):
        yield _say("explain-exact", exact=written(exact).strip("()"), places=places)


def _rule(field: str, rule: Rule) -> Message:
    """What a rule says, with its numbers."""
    kind = getattr(rule, "kind", None)
    code = f"rule-{field}" if kind is None else f"rule-{field}-{kind.value}"
    return _say(code, **_numbers(rule))


def _numbers(rule: Rule) -> dict[str, str]:
    if isinstance(rule, Shortfall) and rule.pass_mark is not None:
        return {"pass_mark": percent(rule.pass_mark)}
    if isinstance(rule, Over):
        bands = ", ".join(f"≥ {percent(at)}: {percent(share)}" for at, share in rule.bands)
        return {"at": percent(rule.at or Fraction(1)), "bands": bands}
    if isinstance(rule, Qualitative) and rule.edges:
        return {"first": percent(rule.edges[0]), "second": percent(rule.edges[1])}
    if isinstance(rule, Dates):
        return {"days": str(rule.days), "step": percent(rule.step or Fraction(0))}
    if isinstance(rule, Satisfaction):
        return {"steps": ", ".join(f"≥ {percent(at)}: {percent(share)}" for at, share in rule.steps)}
    if isinstance(rule, Review):
        return {"cases": ", ".join(rule.cases)}
    return {}
