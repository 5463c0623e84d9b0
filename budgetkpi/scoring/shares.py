"""The arithmetic of a scoring rule (计分算式): exact shares of a weight and how they are written.

Nothing here knows of policies or cells: a ratio goes in, a share and its formula come out.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.messages import Catalog
from budgetkpi.policy.figures_written import percent, written
from budgetkpi.policy.row_rules import DateKind, ReverseKind, ShortfallKind

if TYPE_CHECKING:
    from budgetkpi.policy.row_rules import Dates, Reverse, Shortfall

__all__ = ["Share", "full", "late", "nothing", "passed", "per_point", "say", "short", "stepped"]

say: Final = Catalog("scoring")

ONE = Fraction(1)


@attrs.frozen
class Share:
    """A share of the weight and how it came about (得分比例).

    Attributes:
        value: from 0 to 1.
        formula: the arithmetic, `{w}` standing for the weight.
        below_mark: whether it is nothing because a pass mark was not reached.
    """

    value: Fraction
    formula: str
    below_mark: bool = attrs.field(default=False, kw_only=True)


def full(reason: str = "") -> Share:
    """All the points, `reason` saying in signs why where there are numbers to compare."""
    return Share(ONE, f"{reason}: {{w}}" if reason else "{w}")


def nothing(reason: str = "") -> Share:
    """No points, `reason` saying in signs why where there are numbers to compare."""
    return Share(Fraction(0), f"{reason}: {{w}} × 0" if reason else "{w} × 0")


def short(rule: Shortfall, ratio: Fraction, target: Fraction) -> Share:
    """A missed at-least target: `ratio` is actual ÷ target, from 0 to 1."""
    actual = written(ratio * target)
    bound = written(target)
    if rule.kind is ShortfallKind.BINARY:
        return nothing(f"{actual} < {bound}" if ratio < 1 else f"{actual} = {bound}")
    if rule.floor is not None and rule.kind is ShortfallKind.FLOOR and ratio < rule.floor:
        return Share(Fraction(0), f"{actual} ÷ {bound} < {percent(rule.floor)}: {{w}} × 0", below_mark=True)
    if rule.kind is not ShortfallKind.PASS_MARK or rule.pass_mark is None:
        return Share(ratio, f"{{w}} × {actual} ÷ {bound}")
    mark = rule.pass_mark
    if ratio < mark:
        return Share(Fraction(0), f"{actual} ÷ {bound} < {percent(mark)}: {{w}} × 0", below_mark=True)
    share = (ratio - mark) / (1 - mark)
    return Share(share, f"{{w}} × ({actual} ÷ {bound} − {percent(mark)}) ÷ (1 − {percent(mark)})")


def passed(rule: Reverse, ratio: Fraction, target: Fraction) -> Share:
    """A missed at-most target: `ratio` is actual ÷ target, 1 or more."""
    actual, bound = written(ratio * target), written(target)
    if rule.kind is ReverseKind.BINARY:
        return nothing(f"{actual} > {bound}" if ratio > 1 else f"{actual} = {bound}")
    if rule.kind is ReverseKind.INVERSE_RATIO:
        return Share(1 / ratio, f"{{w}} × {bound} ÷ {actual}")
    if ratio >= 2:  # noqa: PLR2004  (the line meets 0 at twice the target)
        return nothing(f"{actual} ≥ 2 × {bound}")
    return Share(2 - ratio, f"{{w}} × (1 − ({actual} − {bound}) ÷ {bound})")


def per_point(step: Fraction, points: Fraction) -> Share:
    """A passed limit: `step` of the weight off for each percentage point above it, down to nothing."""
    share = max(Fraction(0), 1 - step * points)
    return Share(share, f"{{w}} × max(0, 1 − {percent(step)} × {written(points)})")


def stepped(steps: tuple[tuple[Fraction, Fraction], ...], rate: Fraction) -> Share:
    """A rate on steps: the share of the highest edge that it reaches, nothing below the last."""
    for edge, share in steps:
        if rate >= edge:
            return Share(share, f"{percent(rate)} ≥ {percent(edge)}: {{w}} × {percent(share)}")
    return Share(Fraction(0), f"{percent(rate)} < {percent(steps[-1][0])}: {{w}} × 0")


def late(rule: Dates, delay: int, planned: int | None) -> Share | None:
    """A deadline missed by `delay` days, of `planned` days; None where the rule needs what is not known."""
    if rule.kind is DateKind.PER_STEP and rule.step is not None:
        count = -(-delay // rule.days)
        share = max(Fraction(0), 1 - rule.step * count)
        return Share(share, f"{{w}} × max(0, 1 − {count} × {percent(rule.step)})")
    if rule.kind is DateKind.TIME_RATE and planned:
        share = max(Fraction(0), 1 - Fraction(delay, planned))
        return Share(share, f"{{w}} × max(0, 1 − {delay} ÷ {planned})")
    return None
