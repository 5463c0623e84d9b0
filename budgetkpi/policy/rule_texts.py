"""What a rule of a policy says, in words (规则的文字说明)."""

from __future__ import annotations

import functools
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from budgetkpi.indicators import Section
from budgetkpi.messages import Message
from budgetkpi.policy.figures_written import percent
from budgetkpi.policy.row_rules import (
    Dates,
    Duties,
    Over,
    OverKind,
    Qualitative,
    Reverse,
    Satisfaction,
    Shortfall,
)
from budgetkpi.policy.table_rules import (
    CostCap,
    Execution,
    ExecutionKind,
    Grades,
    Lights,
    Reasons,
    Review,
    Rounding,
    Sections,
)
from budgetkpi.rules.fields import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from budgetkpi.rules.fields import Rule

__all__ = [
    "edge_said",
    "field_said",
    "rule_said",
    "rule_told",
    "silent_told",
    "source_said",
    "status_said",
]

_LISTED: Final = (", ", "，")


def rule_told(field: str, rule: Rule) -> Message:
    """A rule with its name, whose it is and how far that was confirmed, on one line."""
    name, said, whose = field_said(field), rule_said(field, rule), source_said(rule)
    status = status_said(rule)
    return say(
        "explain-policy-rule",
        field=name.en,
        field_zh=name.zh,
        rule=said.en,
        rule_zh=said.zh,
        source=whose,
        status=status.en,
        status_zh=status.zh,
    )


def silent_told(field: str) -> Message:
    """That a policy has no rule for a case, on one line."""
    name, said = field_said(field), rule_said(field, None)
    return say("explain-policy-silent", field=name.en, field_zh=name.zh, rule=said.en, rule_zh=said.zh)


def field_said(field: str) -> Message:
    """What the rule of a field is about."""
    return say(f"field-{field}")


def source_said(rule: Rule) -> str:
    """Whose rule it is; a dash where nobody is named."""
    return rule.source or "—"


def rule_said(field: str, rule: Rule | None) -> Message:
    """What a rule says, with its numbers; that there is none for None."""
    return say("rule-none") if rule is None else _said(rule, field)


def status_said(rule: Rule) -> Message:
    """How far a rule was confirmed."""
    return say(f"status-{rule.status.value}")


def edge_said(edge: Fraction, *, inclusive: bool) -> Message:
    """From an edge on, or only over it."""
    return say("edge-from" if inclusive else "edge-over", edge=percent(edge))


@functools.singledispatch
def _said(rule: Rule, field: str) -> Message:
    """A rule whose kind says all."""
    kind = getattr(rule, "kind", None)
    return say(f"rule-{field}" if kind is None else f"rule-{field}-{kind.value}")


@_said.register
def _(rule: Shortfall, field: str) -> Message:
    marks = {name: percent(mark) for name in ("pass_mark", "floor") if (mark := getattr(rule, name))}
    return say(f"rule-{field}-{rule.kind.value}", **marks)


@_said.register
def _(rule: Over, field: str) -> Message:
    code = f"rule-{field}-{rule.kind.value}"
    if rule.kind is OverKind.FLAG:
        edge = edge_said(rule.at or Fraction(1), inclusive=rule.inclusive)
        return say(f"{code}-reason" if rule.reason else code, at=edge.en, at_zh=edge.zh)
    return say(code, **_both("bands", _steps(rule.bands, inclusive=rule.inclusive)))


@_said.register
def _(rule: Reverse, field: str) -> Message:
    return say(f"rule-{field}-{rule.kind.value}", step=percent(rule.step or Fraction(0)))


@_said.register
def _(rule: Qualitative, field: str) -> Message:
    first, second = rule.edges or (Fraction(0), Fraction(0))
    return say(f"rule-{field}-{rule.kind.value}", first=percent(first), second=percent(second))


@_said.register
def _(rule: Dates, field: str) -> Message:
    step = percent(rule.step or Fraction(0))
    return say(f"rule-{field}-{rule.kind.value}", days=rule.days, step=step)


@_said.register
def _(rule: Satisfaction, field: str) -> Message:
    steps = [*_steps(rule.steps), *_below(rule.steps)]
    return say(f"rule-{field}-{rule.kind.value}", **_both("steps", steps))


@_said.register
def _(rule: Duties, field: str) -> Message:
    return say(f"rule-{field}", floor=percent(rule.floor), ceiling=percent(rule.ceiling))


@_said.register
def _(rule: Reasons, field: str) -> Message:
    return say(f"rule-{field}" if rule.below_weight else f"rule-{field}-none")


@_said.register
def _(rule: CostCap, field: str) -> Message:
    return say(f"rule-{field}", points=f"{rule.points:f}")


@_said.register
def _(rule: Lights, field: str) -> Message:
    return say(f"rule-{field}", ahead=percent(rule.score_over_execution), unspent=percent(rule.unspent))


@_said.register
def _(rule: Rounding, field: str) -> Message:
    return say(f"rule-{field}", places=rule.places)


def _steps(steps: tuple[tuple[Fraction, Fraction], ...], *, inclusive: bool = True) -> list[Message]:
    """What each step earns."""
    edges = [(edge_said(at, inclusive=inclusive), percent(share)) for at, share in steps]
    return [say("edge-step", edge=edge.en, edge_zh=edge.zh, share=share) for edge, share in edges]


def _below(steps: tuple[tuple[Fraction, Fraction], ...]) -> list[Message]:
    """That nothing is earned below the last step."""
    return [say("edge-below", edge=percent(steps[-1][0]))] if steps else []


@_said.register
def _(rule: Execution, field: str) -> Message:  # noqa: ARG001  (as the others)
    if not rule.points:
        parts = [say("rule-execution-none")]
    elif rule.kind is ExecutionKind.STEPS:
        parts = [
            say(
                "rule-execution-steps",
                points=f"{rule.points:f}",
                **_both("steps", [*_steps(rule.steps), *_below(rule.steps)]),
            )
        ]
    else:
        parts = [say("rule-execution-ratio", points=f"{rule.points:f}")]
    if rule.target != 1:
        parts.append(say("rule-execution-target", target=percent(rule.target)))
    if rule.reason_below is not None:
        parts.append(say("rule-execution-reason", limit=percent(rule.reason_below)))
    return Message(parts[0].code, "".join(part.en for part in parts), "".join(part.zh for part in parts))


@_said.register
def _(rule: Review, field: str) -> Message:
    parts = []
    if rule.cases:
        parts.append(say("rule-review", **_both("cases", [say(f"case-{case}") for case in rule.cases])))
    if rule.optional:
        cases = _both("cases", [say(f"case-{case}") for case in rule.optional])
        parts.append(say("rule-review-optional", **cases))
    return Message(
        f"rule-{field}", "; ".join(part.en for part in parts), "；".join(part.zh for part in parts)
    )


@_said.register
def _(rule: Sections, field: str) -> Message:
    parts = []
    for names, points in rule.weights:
        said = [Section(name) for name in names]
        en, zh = " + ".join(one.en for one in said), "、".join(one.zh for one in said)
        parts.append(Message("section", f"{en} {points:f}", f"{zh}{points:f}"))
    return say(f"rule-{field}", **_both("weights", parts))


@_said.register
def _(rule: Grades, field: str) -> Message:
    parts = []
    for name, edge in zip(rule.names, rule.edges, strict=False):
        points = f"{edge}" if edge.denominator == 1 else percent(edge / 100).removesuffix("%")
        said = say("edge-from" if rule.inclusive else "edge-over", edge=points)
        parts.append(Message("grade", f"{name} {said.en}", f"{name}：{said.zh}"))
    parts.append(Message("grade", f"else {rule.names[-1]}", f"其余为{rule.names[-1]}"))
    return say(f"rule-{field}", **_both("grades", parts))


def _both(field: str, said: Iterable[Message]) -> dict[str, str]:
    """A list in both languages, for a message with the field `field`."""
    listed = list(said)
    return {
        field: _LISTED[0].join(one.en for one in listed),
        f"{field}_zh": _LISTED[1].join(one.zh for one in listed),
    }
