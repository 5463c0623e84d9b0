"""How a score is told to people (计分说明), in English and Chinese.

The texts stand in grammar/messages/scoring.toml; this module chooses them. It takes what a score
is made of, never a score: a score puts its own lines in order.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from budgetkpi.messages import Catalog, Message
from budgetkpi.policy.figures_written import written
from budgetkpi.policy.rule_texts import rule_told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from budgetkpi.policy.fields import Rule
    from budgetkpi.wording import Pick

__all__ = ["flag_line", "rounding", "rule_line"]

_say: Final = Catalog("scoring")


def rule_line(field: str, rule: Rule, pick: Pick) -> Message:
    """A rule of the policy that decided something, whose it is and how far that was confirmed."""
    return _say("explain-rule", rule=pick(rule_told(field, rule)))


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
