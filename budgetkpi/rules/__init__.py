"""What every set of rules is made of (规则的共同部分): fields, rules with a source, sets with a name."""

from __future__ import annotations

__all__: list[str] = []
