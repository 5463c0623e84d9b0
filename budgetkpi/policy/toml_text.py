"""A policy as the text of a TOML file (计分规则的 TOML 文本)."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from budgetkpi.policy.figures_written import percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.rules.fields import Rule

__all__ = ["policy_text"]


def policy_text(head: Mapping[str, object], rules: Mapping[str, Rule | None], silent: str) -> str:
    """The text of a file that `Policy.from_toml` reads back as it was.

    Args:
        head: the plain keys; those that are None are left out.
        rules: every field and its rule, None for a case that the policy has no rule for.
        silent: what a file writes for such a case.
    """
    lines = [f"{key} = {_value(value)}" for key, value in head.items() if value is not None]
    lines += [f'{field} = "{silent}"' for field, rule in rules.items() if rule is None]
    for field, rule in rules.items():
        if rule is not None:
            lines += ["", f"[{field}]", *_rule(rule)]
    return "\n".join(lines) + "\n"


def _rule(rule: Rule) -> Iterator[str]:
    """Every key of a rule; what is None stays out."""
    for key, value in {**rule.parameters, "source": rule.source, "status": rule.status}.items():
        if value is None:
            continue
        if key in ("weights", "with_cost"):
            weights = {"+".join(names): points for names, points in value}  # type: ignore[attr-defined]
            yield f"{key} = {_value(weights)}"
        else:
            yield f"{key} = {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, enum.Enum):
        return _text(str(value.value))
    if isinstance(value, Fraction):
        shown = percent(value)
        return _text(shown if "(" not in shown else str(value))
    if isinstance(value, Decimal):
        return _text(f"{value:f}")
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_text(key)} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return _text(str(value))


def _text(text: str) -> str:
    """A basic string: JSON's escapes are TOML's, but for the character that deletes."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
