"""Values in a sentence of prose (文中的指标值)."""

from __future__ import annotations

import attrs

from budgetkpi.values import Value  # noqa: TC001

__all__ = ["Mention", "find"]


@attrs.frozen
class Mention:
    """One value in a sentence (提及).

    Attributes:
        start, end: where it stands: `sentence[start:end] == text`.
        text: the words of the value.
        subject: what it is about, as far as the sentence says.
        value: what it says.
    """

    start: int
    end: int
    text: str = attrs.field(kw_only=True)
    subject: str = attrs.field(kw_only=True)
    value: Value = attrs.field(kw_only=True)


def find(sentence: str) -> list[Mention]:
    """Find the values of indicators in a sentence."""
    return []
