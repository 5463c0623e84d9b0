"""A row as the facts that the rules of direction ask for (指标行的事实)."""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from budgetkpi.direction.index import Name
from budgetkpi.direction.rule_table import rules, table
from budgetkpi.indicators import Section, Subclass
from budgetkpi.language.limits import limits_in, sign_of
from budgetkpi.results import Direction
from budgetkpi.text import tidy
from budgetkpi.values import (
    Amount,
    Change,
    Comparator,
    Deadline,
    Missing,
    Period,
    Range,
    Reference,
    Several,
    Text,
)

if TYPE_CHECKING:
    from budgetkpi.indicators import Indicator
    from budgetkpi.kinds import Number
    from budgetkpi.language.limits import Limit
    from budgetkpi.values import Value

__all__ = ["Row", "read_row"]

_WHOLE_YEAR: Final = {"个月": {12}, "月": {12}, "年": {1}, "天": {365, 366}, "日": {365, 366}}
"""A year of service, in the units it is printed in."""
_FULL_SHARE: Final = 100
_HIGH_SHARE: Final = 60
"""A share of this many per cent or more is more likely wished for than feared."""
_SERIALS: Final = range(30_000, 60_000)
"""Spreadsheet day numbers from 1982 to 2064, as they slip into cells for dates."""
_LONGEST: Final = 120
"""The end of a name says what is measured; no more of it than this is searched."""
_LONGEST_READ: Final = 400
"""No more of a name or description is searched for a limit."""
_ATTRIBUTE: Final = 4
"""After a limit with more words than this, the limit only describes what is counted."""
_OF_CHANGE: Final = {
    Change.RISE: "rise",
    Change.FALL: "fall",
    Change.SAVED: "saved",
    Change.OVERSPENT: "overspent",
}
_SIGNED: Final = (Amount, Deadline, Reference)
_WITH_UNIT: Final = (Amount, Range)
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LAST_BRACKETS: Final = re.compile(r"\(([^()]+)\)$")
_LIST_NUMBER: Final = re.compile(
    r"(?:指标[0-9]+[:.、]?|[0-9]+[.、:](?![0-9])|[①-⑳]|[一二三四五六七八九十]+[、)])"
)
_LAST_FIGURE: Final = r"(?<=[\u4e00-\u9fff])[≥≤<>=]*[0-9]+(?:\.[0-9]+)?[%\u4e00-\u9fff]?$"
"""Compiled with the first name that ends in a figure: all Chinese characters take long to compile."""
_FIGURES: Final = frozenset("0123456789")
_RANKED: Final = re.compile(r"排名|名次|位次|排位")
_PROPORTION: Final = re.compile(r"(?<![0-9])[0-9]++(?:\.[0-9]++)?:[0-9]++(?:\.[0-9]++)?")
"""A proportion (1:18): the whole of a text, or somewhere in the cell of a number."""
_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")


class Row(NamedTuple):
    """What the rules look at."""

    name: Name
    description: Name
    label: str
    subclass: str
    facts: frozenset[str]
    sign: Comparator | None
    described: Comparator | None
    ladder: Direction | None


def read_row(indicator: Indicator, value: Value) -> Row:
    """Read an indicator and its target once, for every rule to look at."""
    name, description = _read(indicator.name), _read(indicator.description)
    column = _column(indicator.comparator)
    sign = _sign(value) or (column if isinstance(column, Comparator) else None)
    ladder = _ladder(indicator.bands)
    unit = _unit(indicator, value, name.written)
    described = _described(value, unit, name, description)
    facts = _facts(value, unit)
    if column in ("forward", "reverse", "words"):
        facts.add(f"{column}-column")
    if "duration" in facts and _in_points(value, name.plain):
        facts -= {"duration", "working"}
    if sign is not None:
        facts.add("equal" if sign is Comparator.EQ else "signed")
    if ladder is not None:
        facts.add("ladder")
    if indicator.bands:
        facts.add("banded")
    if described is not None:
        facts.add("described")
    if isinstance(value, Amount) and value.unit in {"名", "位", "级", ""} and _RANKED.search(name.plain):
        facts.add("rank")
    return Row(
        name.searched,
        description.searched,
        f"{name.written} {description.written}",
        _subclass(indicator),
        frozenset(facts),
        sign,
        described,
        ladder,
    )


class _Words(NamedTuple):
    """A name or description: folded, as the rules read it, for the patterns, and the limits in it."""

    written: str
    plain: str
    searched: Name
    limits: tuple[Limit, ...]


@functools.lru_cache(maxsize=4096)
def _read(text: str) -> _Words:
    """What the rules know of a text; the same text is the same, for tables repeat theirs."""
    written = tidy(text)
    plain = _plain(written)
    searched = Name(_covered(plain[-_LONGEST:]), rules().index)
    return _Words(written, plain, searched, tuple(limits_in(written[:_LONGEST_READ])))


def _subclass(indicator: Indicator) -> str:
    """The second level, or the first where only that says 成本 or 满意度."""
    if not indicator.level1 and not indicator.level2:
        return Subclass.OTHER.value
    subclass = indicator.subclass
    if subclass is not Subclass.OTHER:
        return subclass.value
    section = indicator.section
    return section.value if section in (Section.COST, Section.SATISFACTION) else Subclass.OTHER.value


def _plain(text: str) -> str:
    """A name as the rules read it: no brackets, no list number before it, no figure or stop after it."""
    if not text:
        return text
    if "(" in text or "[" in text:
        text = _BRACKETS.sub("", text)
    number = _LIST_NUMBER.match(text)
    text = (text if number is None else text[number.end() :]).rstrip("。;,:!、")
    return text if _FIGURES.isdisjoint(text[-2:]) else re.sub(_LAST_FIGURE, "", text)


def _covered(text: str) -> str:
    """The text with words that only look as if they held a word of the rules (未成年, 零售 …) covered."""
    starts, masks = _masks()
    if starts.isdisjoint(text):
        return text
    at = 0
    while at < len(text):
        for length in masks.get(text[at], {}):
            if text[at : at + length] in masks[text[at]][length]:
                text = text[:at] + "〇" * length + text[at + length :]
                at += length - 1
                break
        at += 1
    return text


@functools.cache
def _masks() -> tuple[frozenset[str], dict[str, dict[int, set[str]]]]:
    """First character → length, the longest first → words."""
    found: dict[str, dict[int, set[str]]] = {}
    for word in sorted(rules().masks, key=len, reverse=True):
        found.setdefault(word[0], {}).setdefault(len(word), set()).add(word)
    return frozenset(found), found


def _in_points(value: Value, name: str) -> bool:
    """Whether the 分 of the target are points of a score, not minutes."""
    scored = isinstance(value, Amount) and value.unit == "分"
    return scored and rules().scores.found(Name(name[-_LONGEST:], rules().index))


@functools.lru_cache(maxsize=256)
def _column(cell: str | None) -> Comparator | str:
    """What a sign column says: a sign, forward, reverse, words, or "" for nothing."""
    written = tidy(cell or "")
    for meaning, spellings in table()["columns"].items():
        if written in spellings:
            return str(meaning)
    return sign_of(written) or ""


def _sign(value: Value) -> Comparator | None:
    """The written sign; that of several values where they agree."""
    if isinstance(value, _SIGNED):
        return value.comparator
    if isinstance(value, Several):
        signs = {_sign(part) for part in value.values}
        return signs.pop() if len(signs) == 1 else None
    return None


def _unit(indicator: Indicator, value: Value, name: str) -> str:
    """The unit of the target, from its own cell, the unit column or the brackets of the name."""
    if isinstance(value, Several):
        return _unit(indicator, value.values[0], name) if value.values else ""
    if not isinstance(value, _WITH_UNIT):
        return ""
    if value.unit:
        return value.unit
    if indicator.unit:
        return tidy(indicator.unit)
    bracket = _LAST_BRACKETS.search(name)
    return bracket[1] if bracket else ""


def _facts(value: Value, unit: str) -> set[str]:
    """Facts of the target that rules may ask for, the sign aside."""
    if isinstance(value, Several):
        first = value.values[0] if value.values else Missing()
        return {"several", *_facts(first, unit)}
    facts: set[str] = {value.kind}
    if isinstance(value, Deadline):
        if value.start is not None:
            facts.add("open-deadline")
        elif value.month and (value.year, value.day, value.part, value.comparator) == (
            None,
            None,
            None,
            None,
        ):
            facts.add("bare-month")
        elif value.period is Period.YEAR and (value.year, value.month, value.part, value.comparator) == (
            None,
            None,
            None,
            None,
        ):
            facts.add("year-long")
    elif isinstance(value, Text) and _PROPORTION.fullmatch(tidy(value.content)):
        facts.add("proportion")
    elif isinstance(value, Amount):
        facts |= _amount_facts(value.magnitude, value.change, unit, value.text)
    return facts


@functools.lru_cache(maxsize=4096)
def _amount_facts(number: Number, change: Change | None, unit: str, cell: str) -> frozenset[str]:
    """Facts of a number that is read in `unit`, once for all rows whose cell says it."""
    found = set(_unit_facts(unit))
    if change is not None:
        found.add(_OF_CHANGE[change])
    if number == 0:
        found.add("zero")
    share = _share(number, unit)
    if share is not None and share >= _HIGH_SHARE:
        found |= {"high-share", "full-share"} if share == _FULL_SHARE else {"high-share"}
    if unit in _WHOLE_YEAR and number in _WHOLE_YEAR[unit]:
        found.add("whole-year")
    if not unit and _SERIALS.start <= number < _SERIALS.stop and number == int(number):
        found.add("serial")
    if _PROPORTION.search(tidy(cell)) is not None:
        found.add("proportion")
    return frozenset(found)


def _share(number: Number, unit: str) -> Number | None:
    """The number in per cent, where its unit says a share of a whole."""
    if unit in {"%", "百分比"}:
        return number
    return number * 10 if unit == "成" else None


@functools.lru_cache(maxsize=1024)
def _unit_facts(unit: str) -> frozenset[str]:
    if not unit:
        return frozenset({"no-unit"})
    name = Name(unit[:_LONGEST], rules().index)
    return frozenset(fact for fact, pattern in rules().units if pattern.found(name)) or frozenset(
        {"other-unit"}
    )


def _ladder(bands: tuple[str, ...] | None) -> Direction | None:
    """Which way a ladder of grades runs, 优 against 差; None where it does not say."""
    if not bands:
        return None
    first, last = _edge(bands[0]), _edge(bands[-1])
    if first is None or last is None:
        return None
    (best, sign), (worst, last_sign) = first, last
    if best != worst:
        return Direction.AT_LEAST if best > worst else Direction.AT_MOST
    for found, opposite in ((sign, False), (last_sign, True)):
        if found in (Comparator.GE, Comparator.GT):
            return Direction.AT_MOST if opposite else Direction.AT_LEAST
        if found in (Comparator.LE, Comparator.LT):
            return Direction.AT_LEAST if opposite else Direction.AT_MOST
    return None


def _edge(cell: str) -> tuple[Decimal, Comparator | None] | None:
    """The highest number of a grade cell and the first limit that it prints."""
    tidied = tidy(cell)
    numbers = [Decimal(number) for number in _NUMBER.findall(tidied)]
    if not numbers:
        return None
    limits = limits_in(tidied)
    return max(numbers), limits[0].comparator if limits else None


def _described(value: Value, unit: str, *texts: _Words) -> Comparator | None:
    """The limit that the name or description states for this very target, if any.

    The number must be the target's or carry its unit: `培训测试60分以上人数比率` sets no limit for 80%.
    """
    if not isinstance(value, Amount) or value.change is not None:
        return None
    for text in texts:
        for limit in text.limits:
            same = limit.number == value.magnitude
            if same or (unit and limit.unit == unit and not _attributive(text.written, limit)):
                return limit.comparator
    return None


def _attributive(text: str, limit: Limit) -> bool:
    """Whether a limit only describes what is counted (60分以上人数), so that words follow it."""
    return (
        sum(character not in "%.,;。、" and not character.isdigit() for character in text[limit.end :])
        > _ATTRIBUTE
    )
