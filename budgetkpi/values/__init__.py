"""What a cell says (指标值的取值), one class a kind.

Every value is frozen, hashable and picklable and holds the verbatim cell. Two values are
equal when they say the same as written; `text`, `notes` and `alternatives` do not count.
"""

from __future__ import annotations

from typing import TypeAlias

from budgetkpi.kinds import Approximation, Change, Comparator, Kind, Number, Part, Period
from budgetkpi.values import kept, worded
from budgetkpi.values.dated import Deadline
from budgetkpi.values.numeric import Amount, Range
from budgetkpi.values.worded import Level, Missing, Reference, Several, Text

__all__ = [
    "Amount",
    "Approximation",
    "Change",
    "Comparator",
    "Deadline",
    "Kind",
    "Level",
    "Missing",
    "Number",
    "Part",
    "Period",
    "Range",
    "Reference",
    "Several",
    "Text",
    "Value",
]

Value: TypeAlias = Amount | Range | Deadline | Level | Reference | Several | Text | Missing
"""Anything that a cell can say."""

for _room in (kept, worded):  # their annotations name it; whoever resolves them looks there
    vars(_room)["Value"] = Value
