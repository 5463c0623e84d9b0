"""What a row below the head of a table is (行的种类): an indicator, a sum, a label of the form, a foot."""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING

from budgetkpi.tables.headings import label_of, plain, words
from budgetkpi.tables.surroundings import caption_in, is_foot, is_goal

if TYPE_CHECKING:
    from budgetkpi.tables.heads import Head
    from budgetkpi.tables.lattice import Lattice

__all__ = ["Kind", "kind_of"]


class Kind(enum.Enum):
    """What a row below a head is."""

    BLANK = enum.auto()
    LABEL = enum.auto()
    """It belongs to the head of a form: 项目名称, 主管部门."""
    GOAL = enum.auto()
    TOTAL = enum.auto()
    FOOT = enum.auto()
    ALONE = enum.auto()
    """One cell over the whole table, or the only one with something in it."""
    ROW = enum.auto()


def kind_of(lattice: Lattice, row: int, head: Head) -> Kind:
    """What a row below a head is."""
    begun = lattice.begun(row)
    if not begun:
        return Kind.BLANK
    first = begun[0]
    kind = label_of(first.text)
    if kind == "goal" or is_goal(first.text):
        return Kind.GOAL
    if kind is not None:
        return Kind.LABEL
    if _is_total(first.text):
        return Kind.TOTAL
    if is_foot(first.text):
        return Kind.FOOT
    name = head.columns["name"]
    named = name.first <= first.column <= name.last
    if len(begun) == 1 and caption_in(first.text) and (not named or plain(first.text).endswith("表")):
        return Kind.ALONE
    others = [head.columns[field] for field in ("target", "actual") if field in head.columns]
    others += [*head.grades[:1], *head.places[:1]]
    over = lattice.at(row, name.first)
    if (
        over is not None
        and over.row == row
        and over.text
        and any(lattice.at(row, c.first) == over for c in others)
    ):
        return Kind.ALONE
    columns = [*head.columns.values(), *head.grades, *head.places]
    if len(begun) == 1 and not any(column.first <= first.column <= column.last for column in columns):
        return Kind.ALONE
    return Kind.ROW


def _is_total(text: str) -> bool:
    """Whether a row begins like a sum of others (合计, 总分：)."""
    bare = re.split(r"[:：]", plain(text), maxsplit=1)[0]
    return re.sub(r"(?<![0-9.])[0-9.]++分?$", "", bare) in words("totals")
