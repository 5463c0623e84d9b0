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
from budgetkpi.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from budgetkpi.indicators import Indicator
    from budgetkpi.messages import Note
    from budgetkpi.policy.fields import Rule
    from budgetkpi.results import Evaluation
    from budgetkpi.values import Value
    from budgetkpi.wording import Pick

__all__ = [
    "assumed",
    "flag_line",
    "other_readings",
    "rounding",
    "rule_line",
    "verdict_lines",
]

_SAID_ABOVE: Final = ("verdict-open",)
"""Notes whose words the verdict has said already."""
_say: Final = Catalog("scoring")


def verdict_lines(indicator: Indicator, evaluation: Evaluation, pick: Pick) -> Iterator[Message]:
    """What was read, the verdict, and the direction where it was inferred."""
    yield _say(
        "explain-read",
        target=_cell(evaluation.target, indicator.target),
        target_read=_read(evaluation.target, pick),
        actual=_cell(evaluation.actual, indicator.actual or ""),
        actual_read=_read(evaluation.actual, pick),
    )
    yield _say("explain-verdict", outcome=pick(evaluation.outcome), reason=pick(evaluation.reason))
    if evaluation.inference is not None:
        direction = pick(_say(f"direction-{evaluation.direction.value}"))
        yield _say("explain-direction", direction=direction, why=pick(evaluation.inference.why))


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


def assumed(notes: Iterable[Note], pick: Pick) -> Iterator[Message]:
    """Every assumption once; that there was none, where there was none."""
    said = list(dict.fromkeys(pick(note.message) for note in notes if note.code not in _SAID_ABOVE))
    if not said:
        yield _say("explain-nothing-assumed")
    for text in said:
        yield _say("explain-assumed", note=text)


def other_readings(evaluation: Evaluation, notes: Iterable[Note]) -> Iterator[Message]:
    """Every other reading that a note, a cell or the direction leaves open."""
    found = [text for note in notes for text in note.alternatives]
    for value in (evaluation.target, evaluation.actual):
        found += [str(other) for other in (value.alternatives if value is not None else ())]
    readings = [text for text in dict.fromkeys(found) if text]
    if readings:
        yield _say("explain-else", readings=" · ".join(readings))


def _cell(value: Value | None, otherwise: str) -> str:
    return value.text or str(value) if value is not None else otherwise


def _read(value: Value | None, pick: Pick) -> str:
    if value is None:
        return pick(_say("explain-unreadable"))
    return pick(_say("explain-nothing")) if isinstance(value, Missing) else str(value)


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
