"""One row of a performance table (绩效指标)."""

from __future__ import annotations

import functools
from decimal import Decimal  # noqa: TC003  (attrs resolves it for cattrs)
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.bounds import LONGEST_CELL, LONGEST_PROSE, check_text
from budgetkpi.given import as_cell
from budgetkpi.inputs import as_name, as_points, as_published, as_year, is_blank, listed
from budgetkpi.shown import Shown, clipped
from budgetkpi.wording import Worded, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.given import Given
    from budgetkpi.wording import Plain

__all__ = ["Indicator", "Section", "Subclass", "cells_of"]


class Section(Worded):
    """The first level of the taxonomy (一级指标).

    >>> from budgetkpi import Indicator
    >>> Indicator("培训场次", level1="产出指标").section.zh
    '产出指标'
    """

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
    """The second level of the taxonomy (二级指标).

    >>> from budgetkpi import Indicator
    >>> Indicator("培训场次", level2="数量指标").subclass
    <Subclass.QUANTITY: 'quantity'>
    """

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

# What each column takes, by a function of its own: an error names the column, a type checker sees the types.


def _name(thing: Given) -> str:
    return thing if type(thing) is str else as_name(thing, "name")


def _level1(thing: Given) -> str:
    return thing if type(thing) is str else as_name(thing, "level1")


def _level2(thing: Given) -> str:
    return thing if type(thing) is str else as_name(thing, "level2")


def _description(thing: Given) -> str:
    return thing if type(thing) is str else as_name(thing, "description")


def _basis(thing: Given) -> str:
    return thing if type(thing) is str else as_name(thing, "basis")


def _target(thing: Given) -> str:
    return thing if type(thing) is str else as_cell(thing, "target")


def _maybe(thing: Given, field: str) -> str | None:
    """A cell of a column that the table may lack: None for a blank of a database."""
    if thing is None or type(thing) is str:
        return thing
    return None if is_blank(thing) else as_cell(thing, field)


def _comparator(thing: Given) -> str | None:
    return _maybe(thing, "comparator")


def _unit(thing: Given) -> str | None:
    return _maybe(thing, "unit")


def _actual(thing: Given) -> str | None:
    return _maybe(thing, "actual")


def _reason(thing: Given) -> str | None:
    return _maybe(thing, "reason")


def _activity(thing: Given) -> str | None:
    return _maybe(thing, "activity")


def _deduction_reason(thing: Given) -> str | None:
    return _maybe(thing, "deduction_reason")


def _stage_target(thing: Given) -> str | None:
    return _maybe(thing, "stage_target")


def _stage_actual(thing: Given) -> str | None:
    return _maybe(thing, "stage_actual")


def _forecast(thing: Given) -> str | None:
    return _maybe(thing, "forecast")


def _reviewed_actual(thing: Given) -> str | None:
    return _maybe(thing, "reviewed_actual")


def _reviewed_earned(thing: Given) -> Decimal | None:
    return None if thing is None else as_published(thing, "reviewed_earned")


def _bands(things: Sequence[Given] | None) -> tuple[str, ...] | None:
    return None if things is None or is_blank(things) else listed(things, "bands", as_cell, "cells")


def _points(thing: Given) -> Decimal | None:
    return None if thing is None else as_points(thing)


def _published(thing: Given) -> Decimal | None:
    return None if thing is None else as_published(thing)


def _hand_points(thing: Given) -> Decimal | None:
    return None if thing is None else as_published(thing, "hand_points")


def _deduction(thing: Given) -> Decimal | None:
    return None if thing is None else as_published(thing, "deduction")


def _year(thing: float | str | None) -> int | None:
    return None if thing is None else as_year(thing)


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
        stage_target: 阶段目标值, what is to be reached by a day of the year under way.
        stage_actual: 截至6月底完成情况, what was reached so far.
        forecast: 全年预计完成情况, what is expected of the whole year.
        reviewed_actual: 复核完成值, what a reviewer of the self-evaluation found.
        reviewed_earned: 复核得分.

    Each takes what databases and frames hold. None, NaN, NaT and NA are blank. A cell may be a number
    or a date; a float is its 15 significant digits, as a spreadsheet shows it. Points are numbers or
    their text (`10分`), a year too (`2020年`).

    Raises:
        FieldError: a value that a field cannot have (`points=-5`), a cell of more than 1,000 characters
            (of a description, a basis or a reason 32,767; of a target or an actual it is said where it
            is read), a number that cannot be printed, or a year that is none of a budget. FieldTypeError:
            a thing of no type that a field takes. The message names the field and the value.

    >>> from decimal import Decimal
    >>> row = Indicator("培训人次", 120, unit="人次", actual=Decimal("96"), points="10分")
    >>> row
    <Indicator 培训人次 120人次 actual 96 points 10>
    """

    name: str = attrs.field(converter=_name)
    target: str = attrs.field(default="", converter=_target)
    level1: str = attrs.field(default="", kw_only=True, converter=_level1)
    level2: str = attrs.field(default="", kw_only=True, converter=_level2)
    description: str = attrs.field(default="", kw_only=True, converter=_description)
    basis: str = attrs.field(default="", kw_only=True, converter=_basis)
    comparator: str | None = attrs.field(default=None, kw_only=True, converter=_comparator)
    unit: str | None = attrs.field(default=None, kw_only=True, converter=_unit)
    actual: str | None = attrs.field(default=None, kw_only=True, converter=_actual)
    points: Decimal | None = attrs.field(default=None, kw_only=True, converter=_points)
    earned: Decimal | None = attrs.field(default=None, kw_only=True, converter=_published)
    reason: str | None = attrs.field(default=None, kw_only=True, converter=_reason)
    activity: str | None = attrs.field(default=None, kw_only=True, converter=_activity)
    bands: tuple[str, ...] | None = attrs.field(default=None, kw_only=True, converter=_bands)
    fiscal_year: int | None = attrs.field(default=None, kw_only=True, converter=_year)
    hand_points: Decimal | None = attrs.field(default=None, kw_only=True, converter=_hand_points)
    deduction: Decimal | None = attrs.field(default=None, kw_only=True, converter=_deduction)
    deduction_reason: str | None = attrs.field(default=None, kw_only=True, converter=_deduction_reason)
    stage_target: str | None = attrs.field(default=None, kw_only=True, converter=_stage_target)
    stage_actual: str | None = attrs.field(default=None, kw_only=True, converter=_stage_actual)
    forecast: str | None = attrs.field(default=None, kw_only=True, converter=_forecast)
    reviewed_actual: str | None = attrs.field(default=None, kw_only=True, converter=_reviewed_actual)
    reviewed_earned: Decimal | None = attrs.field(default=None, kw_only=True, converter=_reviewed_earned)

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
        return _subclass_of(self.level2)

    @property
    def section(self) -> Section:
        """The first level, from its own cell or else from the second level's."""
        return _section_of(self.level1) or _SECTION_OF.get(self.subclass, Section.OTHER)


@functools.lru_cache(maxsize=256)
def _subclass_of(level2: str) -> Subclass:
    return next((subclass for word, subclass in _SUBCLASSES if word in level2), Subclass.OTHER)


@functools.lru_cache(maxsize=256)
def _section_of(level1: str) -> Section | None:
    return next((section for word, section in _SECTIONS if word in level1), None)


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
