"""The columns that come out, by name, type and meaning (结果列); the manual's tables are made of these.

The types are names, so that a reader of this list needs no Arrow: `text` is a string, `number` a
decimal128(38, 10), `float` a float64, `day` a date32, `whole` an int32, `yes` a bool.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.extras import load

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["CHECKED", "JUDGED", "PARSED", "PLACES", "RESULTS", "SCORED", "Column", "arrow_type", "schema"]

PLACES: Final = 10
"""How many decimals a `number` has; one with more, or with more than 28 digits before the point, is null, and
its exact text stands beside it."""
DIGITS: Final = 38


@attrs.frozen
class Column:
    """One column of a result (结果列).

    Attributes:
        name: stable.
        type: `text`, `number`, `float`, `day`, `whole` or `yes`.
        en, zh: what it holds.
    """

    name: str
    type: str
    en: str
    zh: str


_ERROR: Final = (
    Column(
        "error",
        "text",
        "the stable code of a cell that cannot be read, else null",
        "无法识别的单元格的错误代码",
    ),
    Column("error_field", "text", "which cell that is: its field", "出错的是哪一列"),
    Column("error_en", "text", "what is wrong with it, in English", "错误说明（英文）"),
    Column("error_zh", "text", "the same in Chinese", "错误说明（中文）"),
    Column("error_start", "whole", "the first character of the place that fails", "出错位置的起点"),
    Column("error_end", "whole", "the character behind that place", "出错位置的终点"),
)

PARSED: Final = (
    Column("kind", "text", "the kind of value, null where the cell cannot be read", "取值类型"),
    Column("canonical", "text", "the canonical text, which `parse` reads back", "规范写法"),
    Column("comparator", "text", "the sign in ASCII: `>=`, `>`, `<=`, `<`, `=`", "指标性质"),
    Column("magnitude", "number", "the number of an amount, 万 and 亿 multiplied in", "数值"),
    Column("magnitude_text", "text", "the same exactly, a fraction as `27/28`", "数值的精确写法"),
    Column("unit", "text", 'the canonical unit of an amount or a range, "" for none', "度量单位"),
    Column("base_magnitude", "number", "the amount in the base of its unit", "按基本单位的数值"),
    Column("base_magnitude_text", "text", "the same exactly", "按基本单位的精确写法"),
    Column(
        "base_unit", "text", "that base (元 of 万元, 平方米 of 亩); null for a unit not listed", "基本单位"
    ),
    Column("low", "number", "the low end of a range", "区间下限"),
    Column("low_text", "text", "the same exactly", "区间下限的精确写法"),
    Column("low_inclusive", "yes", "whether the low end belongs to the range", "是否含下限"),
    Column("high", "number", "the high end of a range", "区间上限"),
    Column("high_text", "text", "the same exactly", "区间上限的精确写法"),
    Column("high_inclusive", "yes", "whether the high end belongs to the range", "是否含上限"),
    Column("approximation", "text", "`about`, `just_over`, `just_under`; null for a plain number", "约数"),
    Column("change", "text", "`rise`, `fall`, `saved`, `overspent`; null for a level", "变化类型"),
    Column("change_base", "text", 'what a change is measured against, "" where not said', "比较基数"),
    Column(
        "first_day", "day", "the first day of a deadline, with the budget year where it has none", "最早日期"
    ),
    Column("last_day", "day", "its last day; null for what no rule ends, and without a year", "最晚日期"),
    Column("recurring", "yes", "whether a deadline comes again (每月15日前)", "是否周期性"),
    Column("word", "text", "the word of a grade", "定性等级"),
    Column("rank", "whole", "its place on its ladder, higher is better", "等级次序"),
    Column("negated", "yes", "whether the word denies", "是否否定"),
    Column("planned", "yes", "whether the cell says it of a plan (计划, 预计)", "是否计划数"),
    Column(
        "said_of", "text", "the year that the cell says it of (2019年95%), null where not said", "所述年度"
    ),
    Column("alternatives", "text", "other readings, one a line, null where there are none", "其他读法"),
    Column("notes", "text", 'the codes of what was assumed, parted by blanks, "" for none', "说明代码"),
    *_ERROR,
)

JUDGED: Final = (
    Column("outcome", "text", "`met`, `not_met` or `undetermined`; never null", "评价结论"),
    Column(
        "attainment",
        "text",
        "完成率 exactly, as `96/95` or `1`; null where it means nothing",
        "完成率的精确写法",
    ),
    Column("attainment_float", "float", "the same as a float, for sorting and drawing", "完成率的近似值"),
    Column("direction", "text", "which way is better; null where the target cannot be read", "指标方向"),
    Column("direction_rule", "text", "the rule that found it, a key of grammar/directions.toml", "方向规则"),
    Column("target_kind", "text", "the kind of the target, null where it cannot be read", "指标值类型"),
    Column("target_canonical", "text", "its canonical text", "指标值的规范写法"),
    Column("actual_kind", "text", "the kind of the actual, null where it cannot be read", "完成值类型"),
    Column("actual_canonical", "text", "its canonical text", "完成值的规范写法"),
    Column("reason", "text", "the stable code of the reason: what to count by", "原因代码"),
    Column("reason_en", "text", "the reason in English", "原因（英文）"),
    Column("reason_zh", "text", "the reason in Chinese", "原因（中文）"),
    Column("notes", "text", 'the codes of what was assumed, parted by blanks, "" for none', "说明代码"),
    *_ERROR,
)

SCORED: Final = (
    *JUDGED,
    Column("policy", "text", "the name of the scoring policy", "计分规则"),
    Column("points", "number", "the weight of the row, null where it has none", "分值"),
    Column("earned", "number", "the points earned, null where no number can be given", "得分"),
    Column("band_low", "number", "the least of the band that a word earns", "得分区间下限"),
    Column("band_high", "number", "the most of that band", "得分区间上限"),
    Column("share", "text", "the share of the weight exactly, before rounding", "得分比例"),
    Column("flags", "text", 'what a reviewer has to know, codes parted by blanks, "" for none', "得分提示"),
    Column("over_ratio", "text", "actual ÷ target where the target was passed, exactly", "超额比例"),
    Column("deviation", "text", "(actual − target) ÷ target, exactly", "偏差率"),
    Column("formula", "text", 'the arithmetic with its numbers, "" where there is none', "计算式"),
    Column(
        "score_notes", "text", 'the codes of what was assumed for the points, "" for none', "计分说明代码"
    ),
)

CHECKED: Final = (
    Column("findings", "text", 'the codes of the objections, parted by blanks, "" for none', "问题代码"),
    Column("severity", "text", "the worst of them: `error`, `warning`, `info`; null for none", "严重程度"),
    Column("findings_en", "text", 'the objections in English, one a line, "" for none', "问题（英文）"),
    Column("findings_zh", "text", "the same in Chinese", "问题（中文）"),
    Column("fixes", "text", 'what to write instead, one line an objection, "" for none', "修改建议"),
    *_ERROR,
)

RESULTS: Final = {"parse": PARSED, "evaluate": JUDGED, "score": SCORED, "check": CHECKED}
"""The columns of each work, in their order."""


@functools.cache
def arrow_type(name: str) -> pa.DataType:
    """The Arrow type of a column's `type`."""
    arrow = load("pyarrow", extra="arrow")
    types = {
        "text": arrow.string,
        "number": lambda: arrow.decimal128(DIGITS, PLACES),
        "float": arrow.float64,
        "day": arrow.date32,
        "whole": arrow.int32,
        "yes": arrow.bool_,
    }
    return types[name]()


def schema(work: str) -> pa.Schema:
    """The Arrow schema of what `parse`, `evaluate`, `score` or `check` gives (结果列的结构).

    Raises:
        KeyError: another work.
        MissingExtraError: pyarrow is not installed.
    """
    arrow = load("pyarrow", extra="arrow")
    return arrow.schema([arrow.field(column.name, arrow_type(column.type)) for column in RESULTS[work]])
