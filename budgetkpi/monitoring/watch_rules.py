"""The rules of monitoring (监控规则), one class a question."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import attrs

from budgetkpi.indicators import Subclass
from budgetkpi.rules.fields import Rule, as_list, as_share, as_share_or_none, as_whole, refused
from budgetkpi.wording import Worded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

__all__ = [
    "Answer",
    "Apart",
    "Cost",
    "DeadlineKind",
    "Deadlines",
    "Goals",
    "InRange",
    "InRangeRule",
    "Light",
    "Money",
    "MoneyKind",
    "Of",
    "Stage",
    "Words",
    "Worst",
]

MONTHS = 12


class Light(Worded):
    """A light of monitoring (监控灯).

    >>> Light.RED.zh
    '红灯'
    """

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"


def as_lights(value: object) -> tuple[Light, ...]:
    """Read a list of lights."""
    return tuple(map(Light, as_list(value, "a list of lights")))


def as_classes(value: object) -> tuple[Subclass, ...]:
    """Read a list of second-level classes."""
    return tuple(map(Subclass, as_list(value, "a list of classes")))


def as_month(value: object) -> int:
    """Read a month of the year, 1 to 12."""
    month = as_whole(value)
    if not 1 <= month <= MONTHS:
        raise ValueError("a month is 1 to 12")
    return month


def as_months(value: object) -> tuple[int, ...]:
    """Read a list of numbers of months, rising."""
    months = tuple(map(as_whole, as_list(value, "a list of months")))
    if not months or list(months) != sorted(set(months)):
        raise ValueError("months rise")
    return months


def as_month_steps(value: object) -> tuple[tuple[int, Fraction], ...]:
    """Read pairs of a month and the share that is due by its end, rising."""
    pairs = as_list(value, "pairs, such as [[6, '40%']]")
    steps = tuple((as_month(month), as_share(share)) for month, share in pairs)
    months, shares = [month for month, _ in steps], [share for _, share in steps]
    if months != sorted(set(months)) or shares != sorted(shares):
        raise ValueError("months and shares rise")
    return steps


class MoneyKind(enum.StrEnum):
    """How the money executed is watched."""

    PRO_RATA = "pro_rata"
    STEPS = "steps"


@attrs.frozen(kw_only=True)
class Money(Rule):
    """The money executed (预算执行进度).

    Attributes:
        kind: `pro_rata` executed share ÷ share of the year gone; `steps` a warning under the share that
            was due by the last month of `steps` that has passed.
        red_below, yellow_below: shares of what is due by pro rata.
        steps: pairs of (month, share of the budget due by its end), rising.
    """

    kind: MoneyKind = attrs.field(converter=MoneyKind)
    red_below: Fraction | None = attrs.field(default=None, converter=as_share_or_none)
    yellow_below: Fraction | None = attrs.field(default=None, converter=as_share_or_none)
    steps: tuple[tuple[int, Fraction], ...] = attrs.field(default=(), converter=as_month_steps)

    def __attrs_post_init__(self) -> None:
        if self.kind is MoneyKind.STEPS:
            if not self.steps:
                raise refused("money.steps", "hint-month-steps")
        else:
            check_edges("money", self.red_below, self.yellow_below)


class ProRata(enum.StrEnum):
    """How goals are watched."""

    PRO_RATA = "pro_rata"


class Of(enum.StrEnum):
    """What a blue light is held against."""

    YEAR = "year"
    PRO_RATA = "pro_rata"


@attrs.frozen(kw_only=True)
class Goals(Rule):
    """A target of at least, or of exactly, part of the way (正向指标序时进度).

    Attributes:
        kind: `pro_rata` actual ÷ (target × share of the year gone); an actual of 0 is red.
        red_below, yellow_below: shares of what is due.
        blue_from: a share from which the light is blue, None for none.
        blue_of: whether that is a share of the whole `year`'s target or of what is due (`pro_rata`).
    """

    kind: ProRata = attrs.field(default=ProRata.PRO_RATA, converter=ProRata)
    red_below: Fraction = attrs.field(converter=as_share)
    yellow_below: Fraction = attrs.field(converter=as_share)
    blue_from: Fraction | None = attrs.field(default=None, converter=as_share_or_none)
    blue_of: Of = attrs.field(default=Of.YEAR, converter=Of)

    def __attrs_post_init__(self) -> None:
        check_edges("goals", self.red_below, self.yellow_below)
        if self.blue_from is not None and self.blue_from < self.yellow_below:
            raise refused("goals.blue_from", "hint-light-edges")


@attrs.frozen(kw_only=True)
class InRange(Rule):
    """Second-level classes that are met or not, whatever the month (在范围内或不在).

    Attributes:
        classes: the classes.
    """

    classes: tuple[Subclass, ...] = attrs.field(converter=as_classes)


class InRangeKind(enum.StrEnum):
    """Met is green, else red."""

    IN_RANGE = "in_range"


@attrs.frozen(kw_only=True)
class InRangeRule(Rule):
    """A target that is green where it is met, else red (反向、零值、区间指标)."""

    kind: InRangeKind = attrs.field(default=InRangeKind.IN_RANGE, converter=InRangeKind)


@attrs.frozen(kw_only=True)
class Words(Rule):
    """A result in words (定性指标).

    Attributes:
        lights: of the grades reached, partly reached, not reached.
    """

    lights: tuple[Light, ...] = attrs.field(converter=as_lights)

    def __attrs_post_init__(self) -> None:
        if len(self.lights) != 3:  # noqa: PLR2004  (the three grades of words)
            raise refused("words.lights", "hint-lights")


class DeadlineKind(enum.StrEnum):
    """How a deadline is watched."""

    IN_RANGE = "in_range"
    DELAY = "delay"


@attrs.frozen(kw_only=True)
class Deadlines(Rule):
    """A deadline (时效指标): in time is green, one that is not due has no light yet.

    Attributes:
        kind: `in_range` late is red; `delay` by the months of delay.
        months: the months of delay from which each of `lights` is shown, rising.
        lights: one for each of `months`.
    """

    kind: DeadlineKind = attrs.field(converter=DeadlineKind)
    months: tuple[int, ...] = attrs.field(default=(0,), converter=as_months)
    lights: tuple[Light, ...] = attrs.field(default=(Light.RED,), converter=as_lights)

    def __attrs_post_init__(self) -> None:
        if len(self.months) != len(self.lights):
            raise refused("deadlines.lights", "hint-lights")


@attrs.frozen(kw_only=True)
class Worst(Rule):
    """The project's light is the worst of its rows and its money (项目总灯).

    Attributes:
        order: every light, the worst first.
    """

    order: tuple[Light, ...] = attrs.field(converter=as_lights)

    def __attrs_post_init__(self) -> None:
        if set(self.order) != set(Light) or len(self.order) != len(Light):
            raise refused("worst.order", "hint-all-lights")

    def of(self, lights: Sequence[Light]) -> Light | None:
        """The worst of some lights, None of none."""
        return min(lights, key=self.order.index, default=None)


@attrs.frozen(kw_only=True)
class Apart(Rule):
    """A warning where goals and money run apart (绩效与预算执行偏离).

    Attributes:
        points: more than so many percentage points, as a share.
    """

    points: Fraction = attrs.field(converter=as_share)


@attrs.frozen(kw_only=True)
class Stage(Rule):
    """Reasons and measures that are owed to a month of the year (阶段目标偏差).

    Attributes:
        until: the last month for which it is asked.
        off: a deviation from the stage value, more than which owes them.
        classes: the second-level classes of the rows that are asked.
    """

    until: int = attrs.field(converter=as_month)
    off: Fraction = attrs.field(converter=as_share)
    classes: tuple[Subclass, ...] = attrs.field(converter=as_classes)


@attrs.frozen(kw_only=True)
class Cost(Rule):
    """A cost that passes its limit by so much that the money is frozen (成本偏差).

    Attributes:
        off: a share of the limit, more than which it may not be passed.
    """

    off: Fraction = attrs.field(converter=as_share)


@attrs.frozen(kw_only=True)
class Answer(Rule):
    """How long a warning gives (整改回复时限).

    Attributes:
        days: working days.
    """

    days: int = attrs.field(converter=as_whole)


def check_edges(field: str, red: Fraction | None, yellow: Fraction | None) -> None:
    """Refuse edges that are not there or do not rise."""
    if red is None or yellow is None or not 0 <= red <= yellow:
        raise refused(f"{field}.red_below", "hint-light-edges")
