"""Weights for a table that prints none (分值分配): section weights split evenly over their rows."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from budgetkpi.errors import PolicyError
from budgetkpi.indicators import Indicator, Section
from budgetkpi.messages import Catalog, series
from budgetkpi.rules.fields import say as _policy_say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.messages import Note
    from budgetkpi.policy import Policy
    from budgetkpi.policy.table_rules import Sections

__all__ = ["equal_weights", "largest_remainder"]

_say = Catalog("sheets")
CENTS = 100
"""Weights are split to two decimal places."""


def largest_remainder(
    total: Decimal, shares: Sequence[Fraction | Decimal | int], order: Sequence[object] | None = None
) -> tuple[Decimal, ...]:
    """Split `total` in proportion to `shares`, to two places, so that the parts add up exactly.

    The places left over go to the largest remainders (最大余额法), among equals to the one that comes
    first in `order`, which has something to sort by for each share; without it, to the first.

    >>> largest_remainder(Decimal(50), [1, 1, 1])
    (Decimal('16.67'), Decimal('16.67'), Decimal('16.66'))
    """
    whole = sum((Fraction(share) for share in shares), Fraction(0))
    if not shares or not whole:
        return tuple(Decimal(0) for _ in shares)
    exact = [Fraction(total) * CENTS * Fraction(share) / whole for share in shares]
    cents = [part.__floor__() for part in exact]
    left = int(Fraction(total) * CENTS) - sum(cents)
    places = range(len(exact)) if order is None else order
    ranked = sorted(range(len(exact)), key=lambda i: (cents[i] - exact[i], places[i], i))
    for i in ranked[:left]:
        cents[i] += 1
    return tuple(Decimal(n).scaleb(-2) for n in cents)


def equal_weights(rows: Sequence[Indicator], policy: Policy) -> tuple[tuple[Decimal, ...], tuple[Note, ...]]:
    """Split the policy's section weights evenly over the rows of each section.

    A section without rows leaves its points to the others, in proportion; where no row tells its
    section, or some do not, all rows share alike. Either is said in a note. Hundredths that are left
    over go to the rows whose names come first by their characters, wherever they stand in the table.

    Args:
        rows: the rows of one table.
        policy: its `sections` say what they weigh.

    Returns:
        The points of each row, to two places, adding up exactly, and what was assumed.

    Raises:
        PolicyError: the policy has no section weights.
    """
    rule = policy.sections
    if rule is None:
        raise PolicyError(_policy_say("policy-missing-field", field="sections"))
    notes = [_say.note("weights-equal", policy=policy.name, source=rule.source or "—")]
    if not rows:
        return (), tuple(notes)
    groups = _groups(rows, rule, notes)
    places: dict[int, list[int]] = {}
    for i, row in enumerate(rows):
        found = next((g for g, (names, _) in enumerate(groups) if row.section.value in names), None)
        if found is None:
            notes.append(_say.note("section-unknown", name=row.name))
            return largest_remainder(rule.points, [1] * len(rows), [*map(_order, rows)]), tuple(notes)
        places.setdefault(found, []).append(i)
    absent = ["+".join(names) for g, (names, _) in enumerate(groups) if g not in places]
    if absent:
        notes.append(_say.note("section-absent", sections=series(absent)))
    present = sorted(places)
    totals = largest_remainder(rule.points, [groups[g][1] for g in present])
    points = [Decimal(0)] * len(rows)
    for g, total in zip(present, totals, strict=True):
        parts = largest_remainder(total, [1] * len(places[g]), [_order(rows[i]) for i in places[g]])
        for i, part in zip(places[g], parts, strict=True):
            points[i] = part
    return tuple(points), tuple(notes)


def _order(row: Indicator) -> tuple[str, ...]:
    """What rows are put in order by, so that a hundredth left over does not follow the order of the table."""
    return row.name, row.target, row.level1, row.level2, row.description, row.actual or ""


def _groups(
    rows: Sequence[Indicator], rule: Sections, notes: list[Note]
) -> list[tuple[tuple[str, ...], Decimal]]:
    """The sections that share a weight, after what the rule says of cost and satisfaction."""
    sections = {row.section for row in rows}
    groups = list(rule.with_cost if Section.COST in sections and rule.with_cost else rule.weights)
    named = {name for names, _ in groups for name in names}
    if Section.COST in sections and "cost" not in named:
        notes.append(_say.note("cost-with-output"))
        groups = [((*names, "cost") if "output" in names else names, points) for names, points in groups]
    heir = rule.without_satisfaction
    if heir and Section.SATISFACTION not in sections:
        orphaned = sum((points for names, points in groups if names == ("satisfaction",)), Decimal(0))
        if orphaned:
            notes.append(_say.note("satisfaction-absent", heir=heir))
            groups = [
                (names, points + orphaned if heir in names else points)
                for names, points in groups
                if names != ("satisfaction",)
            ]
    return groups
