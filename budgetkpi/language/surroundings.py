"""The words around a value in a cell, and whether they change it (取值前后的文字).

Which words do is data, in `grammar/clauses.toml`.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import units
from budgetkpi.language.measures import mean_over, per
from budgetkpi.language.tree import say
from budgetkpi.messages import load_table
from budgetkpi.values import Amount, Comparator, Deadline, Range

if TYPE_CHECKING:
    from budgetkpi.values import Value

__all__ = [
    "CN",
    "DIGITS",
    "NO_QUANTITY",
    "PER_LEAD",
    "is_plan_and_result",
    "is_rank",
    "is_time_limit",
    "longest_lead",
    "may_follow",
    "may_lead",
    "ranked",
    "shared_out",
    "stands_alone",
]

CN: Final = "〇零一二三四五六七八九十百千万亿两半壹贰叁肆伍陆柒捌玖拾佰仟"
DIGITS: Final = re.compile(r"[0-9]")
PER_LEAD: Final = re.compile(r"^(?:平均)?(?P<below>(?:每[^每0-9]{1,3})+)$|^(?P<mean>[日月周季年人户亩]均)$")
LATIN_END: Final = re.compile(r"[A-Za-z]$")
NO_QUANTITY: Final = re.compile(
    r"(?:19|20)[0-9]{2}(?: *[-~—至] *(?:19|20)[0-9]{2})? *年度?"
    r"|[A-Za-z]+-?[0-9]+[A-Za-z0-9-]*|第[0-9]+|[0-9]+号|\(%\)"
)
"""Digits in a name that count nothing: years, models, document numbers."""


@attrs.frozen
class _Around:
    """The patterns of grammar/clauses.toml."""

    longest_lead: int
    longest_tail: int
    lead_ends: re.Pattern[str]
    lead_holds: re.Pattern[str]
    lead_links: re.Pattern[str]
    rank: re.Pattern[str]
    tail_alters: re.Pattern[str]
    done: re.Pattern[str]
    planned: re.Pattern[str]
    reached: re.Pattern[str]


@functools.cache
def _around() -> _Around:
    table = load_table("clauses.toml")
    lead, tail = table["lead"], table["tail"]
    after, done = "|".join(tail["done_after"]), "|".join(tail["done"])
    return _Around(
        lead["longest"],
        tail["longest"],
        re.compile(f"(?:{'|'.join(lead['ends'])})$"),
        re.compile("|".join(lead["holds"])),
        re.compile(f"{lead['links']}$"),
        re.compile(f"(?:^|{'|'.join(filter(None, lead['rank']))})(?:全[国省市县区])?前$"),
        re.compile(f"^(?:{'|'.join(tail['begins'])})|{'|'.join(tail['holds'])}"),
        re.compile(f"^(?:{after})*(?:{done}).{{0,6}}$"),
        re.compile(f" *(?:{'|'.join(table['pair']['planned'])})"),
        re.compile(f" *(?:{'|'.join(table['pair']['done'])})"),
    )


def may_lead(lead: str) -> bool:
    """Whether words may stand in front of a value without changing it."""
    bare = lead.strip(" :")
    if not bare:
        return True
    around = _around()
    if (
        len(bare) > around.longest_lead
        or DIGITS.search(NO_QUANTITY.sub("", bare))
        or around.lead_holds.search(bare)
    ):
        return False
    if not _LEAD_ENDS.search(bare):
        return False
    return not any(around.lead_ends.search(said) for said in (bare, around.lead_links.sub("", bare)))


_LEAD_ENDS: Final = re.compile(r"[一-鿿)》”\"、,。A-Za-z]$")


def is_time_limit(value: Value) -> bool:
    """Whether a value is a time that may pass at the most (60分钟内, 合同签订后30日内)."""
    if not isinstance(value, Amount) or value.comparator not in (Comparator.LE, Comparator.LT):
        return False
    return units.dimension(value.unit) in ("calendar_time", "clock_time", "working_time")


def shared_out(value: Value, lead: re.Match[str], said: str) -> Value | None:
    """A value per something: 每人每天不超过50元, 人均≥500元, 每月3-5次."""
    if not isinstance(value, Amount | Range) or not value.unit or "日" in said:
        return None
    if lead["mean"]:
        below = mean_over()[lead["mean"][0]]
    else:
        below = "·".join(part for part in lead["below"].split("每") if part)
    unit = per(value.unit, below)
    return None if unit is None else attrs.evolve(value, unit=unit, alternatives=())


def ranked(value: Value) -> Value | None:
    """前3名, 前10%: a rank at or before the number."""
    if (
        not isinstance(value, Amount)
        or value.comparator is not None
        or value.unit not in ("名", "位", "位次", "%", "")
    ):
        return None
    return attrs.evolve(
        value, comparator=Comparator.LE, notes=(*value.notes, say.note("rank-front")), alternatives=()
    )


def may_follow(folded: str, start: int, stop: int) -> bool:
    """Whether words may stand behind a value without changing it."""
    tail = folded[stop:].strip()
    if not tail:
        return True
    if len(tail) > _around().longest_tail or _around().tail_alters.search(tail):
        return False
    return folded[start] not in CN and not LATIN_END.search(folded[start:stop])


def stands_alone(value: Value, said: str, lead: str, tail: str) -> bool:
    """Whether what was found among words is a value and not a piece of a word.

    Args:
        value: what was read.
        said: its text.
        lead: the words in front of it.
        tail: the words behind it.
    """
    lead, tail = lead.strip(" :"), tail.strip()
    if not lead and not tail:
        return True
    if len(tail) == 1 and units.known(tail):
        return False
    if lead.endswith("后") and not is_time_limit(value):
        return False
    if LATIN_END.search(lead) and getattr(value, "comparator", None) is None:
        return False
    if isinstance(value, Amount):
        return _amount_stands_alone(value, said, lead, tail)
    if isinstance(value, Deadline):
        return not tail or _around().done.match(tail) is not None
    return not tail or (isinstance(value, Range) and bool(value.unit))


def _amount_stands_alone(value: Amount, said: str, lead: str, tail: str) -> bool:
    if said[0] in CN and (lead.endswith("数") or re.search(f"[{CN}]", lead)):
        return False  # 数十人, 一带一路
    if value.parts:
        return not tail
    if value.unit or value.comparator or value.change:
        return True
    return said[0] not in CN and not tail


def is_rank(lead: str) -> bool:
    """Whether words in front make the number a rank: 前3名, 全省排名前10."""
    return _around().rank.search(lead.strip()) is not None


def is_plan_and_result(first: str, second: str) -> bool:
    """Whether two clauses say what was planned and what was done: 计划30个，实际28个."""
    return _around().planned.match(first) is not None and _around().reached.match(second) is not None


def longest_lead() -> int:
    """How many characters may be left aside in front of a value."""
    return _around().longest_lead
