"""How a score is told to people (计分说明), in English and Chinese.

The texts stand in grammar/messages/scoring.toml; this module chooses them. It takes what a score
is made of, never a score: a score puts its own lines in order.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from budgetkpi.messages import Catalog, Message
from budgetkpi.policy.figures_written import percent, written
from budgetkpi.policy.row_rules import Over
from budgetkpi.policy.rule_texts import edge_said, rule_told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from budgetkpi.rules.fields import Rule
    from budgetkpi.wording import Pick

__all__ = ["flag_line", "rounding", "rule_line"]

_say: Final = Catalog("scoring")
_WITH_RATIO: Final = ("equal-exceeded",)
"""Flags that the ratio of actual and target says more of."""


def rule_line(field: str, rule: Rule, pick: Pick) -> Message:
    """A rule of the policy that decided something, whose it is and how far that was confirmed."""
    return _say("explain-rule", rule=pick(rule_told(field, rule)))


def flag_line(flag: str, pick: Pick, ratio: Fraction | None = None, rule: Rule | None = None) -> Message:
    """What a flag means, with the ratio and the threshold where it rests on them."""
    if flag == "over" and ratio is not None and isinstance(rule, Over) and rule.at is not None:
        edge = edge_said(rule.at, inclusive=rule.inclusive)
        return _say("explain-far-over", ratio=percent(ratio), edge=edge.en, edge_zh=edge.zh)
    if flag in _WITH_RATIO and ratio is not None:
        return _say("explain-passed", ratio=percent(ratio), meaning=pick(_say(f"flag-{flag}")))
    return _say("explain-flag", meaning=pick(_say(f"flag-{flag}")))


def rounding(earned: Decimal | None, points: Decimal | None, share: Fraction | None) -> Iterator[Message]:
    """The points before they were rounded, where rounding changed them."""
    if earned is None or share is None or points is None:
        return
    exact = Fraction(points) * share
    places = -int(earned.as_tuple().exponent)
    if exact != Fraction(earned) and abs(exact - Fraction(earned)) < Fraction(1, 10**places):
        yield _say("explain-exact", exact=_in_full(exact), places=places)


def _in_full(exact: Fraction) -> str:
    """A number before rounding: its decimals where they end, else four of them and the fraction."""
    text = written(exact)
    if not text.startswith("("):
        return text
    cut = Fraction((exact * 10_000).__floor__(), 10_000)
    return f"{written(cut)}… ({exact})"
