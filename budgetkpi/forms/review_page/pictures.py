"""Small pictures of numbers (图示): a bar of attainment against its target, how the rows came out."""

from __future__ import annotations

import functools
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from budgetkpi.forms.review_page.markup import Markup, tag
from budgetkpi.results import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["attainment_bar", "outcome_bar"]

_MOST: Final = Fraction(3, 2)
"""What is more than this reaches the end of the bar."""
_WIDTH: Final = 90
_HEIGHT: Final = 12


@functools.lru_cache(maxsize=1024)
def attainment_bar(attainment: Fraction, outcome: Outcome) -> Markup:
    """A bar as long as the attainment, and a line where the target is. The number stands beside it."""
    target = Fraction(_WIDTH) / _MOST
    length = min(max(attainment, Fraction(0)), _MOST) * target
    parts = [
        tag("rect", class_="rail", width=str(_WIDTH), height="8", y="2"),
        tag("rect", class_=outcome.value, width=_number(length), height="8", y="2"),
        tag("path", class_="mark", d=f"M{_number(target)} 0v{_HEIGHT}"),
    ]
    if attainment > _MOST:
        parts.append(tag("path", class_="more", d=f"M{_WIDTH - 5} 2l5 4l-5 4z"))
    return _svg(*parts)


def outcome_bar(counts: Mapping[Outcome, int]) -> Markup:
    """One bar of all rows, in parts for those met, not met and undetermined."""
    total = sum(counts.values())
    parts, start = [], Fraction(0)
    for outcome in Outcome:
        part = Fraction(_WIDTH * counts[outcome], total) if total else Fraction(0)
        if part:
            parts.append(
                tag("rect", class_=outcome.value, x=_number(start), width=_number(part), height="8", y="2")
            )
        start += part
    return _svg(*parts)


def _svg(*parts: Markup) -> Markup:
    size = {"width": str(_WIDTH), "height": str(_HEIGHT)}
    return tag("svg", *parts, class_="bar", viewBox=f"0 0 {_WIDTH} {_HEIGHT}", aria_hidden="true", **size)


def _number(length: Fraction) -> str:
    return f"{round(length, 1).__float__():g}"
