"""Every written unit of the table is read behind a number."""

from __future__ import annotations

import re

import pytest

from budgetkpi import parse, units
from budgetkpi.values import Amount

NOT_BEHIND_A_NUMBER = re.compile(r".*分[之比点]|百分号|月|半年|个半年|成")
"""Shares that stand in front of their number, and words that say a time or share of their own behind one."""


@pytest.mark.parametrize("spelling", sorted(units.spellings()))
def test_every_spelling_is_read_behind_a_number(spelling: str) -> None:
    if NOT_BEHIND_A_NUMBER.fullmatch(spelling):
        return
    for number in ("5", "12.5", "3万", "≥1,200"):
        value = parse(f"{number}{spelling}")
        assert isinstance(value, Amount)
        assert units.canonical(spelling) == value.unit
        assert value == parse(str(value))
