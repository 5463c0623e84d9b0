"""One row of a performance table (绩效指标)."""

from __future__ import annotations

from decimal import Decimal  # noqa: TC003  (attrs resolves it for cattrs)
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.bounds import LONGEST_CELL, LONGEST_PROSE, as_decimal, as_year, check_text
from budgetkpi.shown import Shown, clipped
from budgetkpi.wording import Worded, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.wording import Plain

__all__ = ["Indicator", "Section", "Subclass", "cells_of"]


class Section(Worded):
    """The first level of the taxonomy (一级指标)."""

    COST = "cost"
    OUTPUT = "output"
    OUTCOME = "outcome"
    SATISFACTION = "satisfaction"
    MANAGEMENT = "management"
    """管理, 运转: how the project or the department was run."""
    DUTIES = "duties"
    """履职: the key duties of a whole department."""
    OTHER = "other"


class Subclass(Worded):
    """The second level of the taxonomy (二级指标)."""

    QUANTITY = "quantity"
    QUALITY = "quality"
    TIMELINESS = "timeliness"
    COST = "cost"
    ECONOMIC_COST = "economic_cost"
    SOCIAL_COST = "social_cost"
    ENVIRONMENTAL_COST = "environmental_cost"
    ECONOMIC = "economic"
    SOCIAL = "social"
    ENVIRONMENTAL = "environmental"
    SUSTAINED = "sustained"
    SATISFACTION = "satisfaction"
    OTHER = "other"


_SUBCLASSES = (
    ("经济成本", Subclass.ECONOMIC_COST),
    ("社会成本", Subclass.SOCIAL_COST),
    ("生态环境成本", Subclass.ENVIRONMENTAL_COST),
    ("环境成本", Subclass.ENVIRONMENTAL_COST),
    ("生态成本", Subclass.ENVIRONMENTAL_COST),
    ("数量", Subclass.QUANTITY),
    ("质量", Subclass.QUALITY),
    ("时效", Subclass.TIMELINESS),
    ("进度", Subclass.TIMELINESS),
    ("成本", Subclass.COST),
    ("经济效益", Subclass.ECONOMIC),
    ("社会效益", Subclass.SOCIAL),
    ("生态效益", Subclass.ENVIRONMENTAL),
    ("环境效益", Subclass.ENVIRONMENTAL),
    ("可持续", Subclass.SUSTAINED),
    ("满意度", Subclass.SATISFACTION),
)
_SECTIONS = (
    ("成本", Section.COST),
    ("产出", Section.OUTPUT),
    ("效益", Section.OUTCOME),
    ("效果", Section.OUTCOME),
    ("满意度", Section.SATISFACTION),
    ("履职", Section.DUTIES),
    ("管理", Section.MANAGEMENT),
    ("运转", Section.MANAGEMENT),
    ("运行", Section.MANAGEMENT),
)
_SECTION_OF = {
    Subclass.QUANTITY: Section.OUTPUT,
    Subclass.QUALITY: Section.OUTPUT,
    Subclass.TIMELINESS: Section.OUTPUT,
    Subclass.COST: Section.OUTPUT,
    Subclass.ECONOMIC_COST: Section.COST,
    Subclass.SOCIAL_COST: Section.COST,
    Subclass.ENVIRONMENTAL_COST: Section.COST,
    Subclass.ECONOMIC: Section.OUTCOME,
    Subclass.SOCIAL: Section.OUTCOME,
    Subclass.ENVIRONMENTAL: Section.OUTCOME,
    Subclass.SUSTAINED: Section.OUTCOME,
    Subclass.SATISFACTION: Section.SATISFACTION,
}


_PROSE: Final = ("description", "basis", "reason", "deduction_reason")
_CELLS: Final = ("name", "level1", "level2", "comparator", "unit", "activity", *_PROSE)
"""What is read of a row but for target and actual: a cell of those that is too long is no value."""


def _points(value: Decimal | int | str | None) -> Decimal | None:
    return None if value is None else as_decimal(value, "points", finite=False)


def _earned(value: Decimal | int | str | None) -> Decimal | None:
    return None if value is None else as_decimal(value, "earned", finite=False)


def _hand_points(value: Decimal | int | str | None) -> Decimal | None:
    return None if value is None else as_decimal(value, "hand_points", finite=False)


def _deduction(value: Decimal | int | str | None) -> Decimal | None:
    return None if value is None else as_decimal(value, "deduction", finite=False)


def _bands(value: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if value is None else tuple(value)


@attrs.frozen(repr=False)
class Indicator(Shown):
    """One row of a performance table, its cells verbatim (绩效指标).

    Attributes:
        name: 三级指标.
        target: 指标值.
        level1, level2: 一级指标, 二级指标.
        description: 指标描述 or 指标解释.
        basis: 指标值确定依据.
        comparator: 指标性质, where the template keeps the sign in a column of its own.
        unit: 度量单位, where the template keeps the unit in a column of its own.
        actual: 实际完成值.
        points: 分值, the weight of the row.
        earned: 得分 as published.
        reason: 偏差原因分析及改进措施.
        activity: 职责活动 or 项目.
        bands: the cells 优, 良, 中, 差 from best to worst.
        fiscal_year: the budget year, which a date without a year is read in.
        hand_points: 人工打分, points that a person gave where the rule leaves it to one.
        deduction: 扣分, points that a person took off.
        deduction_reason: 扣分原因; `reason` serves where it is not given.

    Raises:
        FieldError: a cell of more than 1,000 characters (of a description, a basis or a reason 32,767; of a
            target or an actual it is said where it is read), a number that cannot be printed, or a year
            that is none of a budget.
    """

    name: str
    target: str = ""
    level1: str = attrs.field(default="", kw_only=True)
    level2: str = attrs.field(default="", kw_only=True)
    description: str = attrs.field(default="", kw_only=True)
    basis: str = attrs.field(default="", kw_only=True)
    comparator: str | None = attrs.field(default=None, kw_only=True)
    unit: str | None = attrs.field(default=None, kw_only=True)
    actual: str | None = attrs.field(default=None, kw_only=True)
    points: Decimal | None = attrs.field(default=None, kw_only=True, converter=_points)
    earned: Decimal | None = attrs.field(default=None, kw_only=True, converter=_earned)
    reason: str | None = attrs.field(default=None, kw_only=True)
    activity: str | None = attrs.field(default=None, kw_only=True)
    bands: tuple[str, ...] | None = attrs.field(default=None, kw_only=True, converter=_bands)
    fiscal_year: int | None = attrs.field(default=None, kw_only=True, converter=as_year)
    hand_points: Decimal | None = attrs.field(default=None, kw_only=True, converter=_hand_points)
    deduction: Decimal | None = attrs.field(default=None, kw_only=True, converter=_deduction)
    deduction_reason: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        for name in _CELLS:
            cell: str | None = getattr(self, name)
            if cell is not None and len(cell) > LONGEST_CELL:
                check_text(cell, name, LONGEST_PROSE if name in _PROSE else LONGEST_CELL)
        for cell in self.bands or ():
            check_text(cell, "bands")

    def _told(self) -> str:
        apart = f"{self.comparator or ''}{self.target}{self.unit or ''}"
        target = apart or " ".join(self.bands or ())
        actual = "" if self.actual is None else f" actual {clipped(self.actual)}"
        points = "" if self.points is None else f" points {self.points:f}"
        return f"{clipped(self.name)} {clipped(target)}{actual}{points}"

    @property
    def subclass(self) -> Subclass:
        """The second level, whatever spelling the table uses."""
        for word, subclass in _SUBCLASSES:
            if word in self.level2:
                return subclass
        return Subclass.OTHER

    @property
    def section(self) -> Section:
        """The first level, from its own cell or else from the second level's."""
        for word, section in _SECTIONS:
            if word in self.level1:
                return section
        return _SECTION_OF.get(self.subclass, Section.OTHER)


def cells_of(row: Indicator) -> dict[str, Plain]:
    """The cells of a row by the names of their columns, in the order of the form."""
    return {
        "level1": row.level1,
        "level2": row.level2,
        "name": row.name,
        "comparator": row.comparator,
        "target": row.target or " ".join(row.bands or ()),
        "unit": row.unit,
        "actual": row.actual,
        "points": number(row.points),
        "earned": number(row.earned),
        "variance": row.reason,
    }
