"""A row as the facts that the rules of direction ask for (指标行的事实)."""

from __future__ import annotations

import functools
import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.direction.table import any_of, table
from budgetkpi.indicators import Section, Subclass
from budgetkpi.results import Direction
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
_NUMBER: Final = r"(\d+(?:\.\d+)?)\s*([万亿]?)\s*"
_OF_CHANGE: Final = {
    Change.RISE: "rise",
    Change.FALL: "fall",
    Change.SAVED: "saved",
    Change.OVERSPENT: "overspent",
}


@attrs.frozen
class Row:
    """What the rules look at."""

    name: str
    description: str
    label: str
    subclass: str
    facts: frozenset[str]
    sign: Comparator | None
    described: Comparator | None
    ladder: Direction | None


def read_row(indicator: Indicator, value: Value) -> Row:
    """Read an indicator and its target once, for every rule to look at."""
    name, description = _plain(indicator.name), _plain(indicator.description)
    column = _column(indicator.comparator)
    sign = _sign(value) or (Comparator(column) if column in set(Comparator) else None)
    ladder = _ladder(indicator.bands)
    described = _described(indicator, value)
    facts = {*_facts(value, _unit(indicator, value)), *_column_facts(column)}
    if "duration" in facts and _in_points(value, name):
        facts -= {"duration", "working"}
    if sign is not None:
        facts.add("equal" if sign is Comparator.EQ else "signed")
    if ladder is not None:
        facts.add("ladder")
    if indicator.bands:
        facts.add("banded")
    if described is not None:
        facts.add("described")
    if isinstance(value, Amount) and _measured_in_name_rank(name) and value.unit in {"名", "位", "级", ""}:
        facts.add("rank")
    return Row(
        name=_covered(name)[-_LONGEST:],
        description=_covered(description)[-_LONGEST:],
        label=_folded(f"{indicator.name} {indicator.description}"),
        subclass=_subclass(indicator),
        facts=frozenset(facts),
        sign=sign,
        described=described,
        ladder=ladder,
    )


def _subclass(indicator: Indicator) -> str:
    """The second level, or the first where only that says 成本 or 满意度."""
    if indicator.subclass is not Subclass.OTHER:
        return indicator.subclass.value
    section = indicator.section
    return section.value if section in (Section.COST, Section.SATISFACTION) else Subclass.OTHER.value


def _folded(text: str) -> str:
    """Without blanks, full width as half width; for looking up words only."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _plain(text: str) -> str:
    """A name as the rules read it: no brackets, no list number before it, no figure or stop after it."""
    text = re.sub(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】", "", _folded(text))
    text = re.sub(r"^(?:指标\d+[:.、]?|\d+[.、:](?!\d)|[①-⑩]|\(?[一二三四五六七八九十]+[、)])", "", text)
    text = re.sub(r"[。;,:!、]+$", "", text)
    return re.sub(r"(?<=[\u4e00-\u9fff])[≥≤<>=]*\d+(?:\.\d+)?[%\u4e00-\u9fff]?$", "", text)


def _covered(text: str) -> str:
    """The text with words that only look like a denial (未成年, 零售 …) covered."""
    for word in table()["masks"]["words"]:
        text = text.replace(word, "〇" * len(word))
    return text


def _measured_in_name_rank(name: str) -> bool:
    return re.search(r"排名|名次|位次|排位", name) is not None


def _in_points(value: Value, name: str) -> bool:
    """Whether the 分 of the target are points of a score, not minutes."""
    scored = isinstance(value, Amount) and value.unit == "分"
    return scored and _score_names().search(name) is not None


@functools.cache
def _score_names() -> re.Pattern[str]:
    return re.compile("|".join(table()["scores"]["name"]))


def _column(cell: str | None) -> str:
    """What a sign column says: a comparator's ASCII sign, forward, reverse, words, or "" for nothing."""
    written = _folded(cell or "")
    if not written:
        return ""
    for meaning, spellings in table()["signs"].items():
        if written in map(_folded, spellings):
            return str(meaning)
    return ""


def _column_facts(column: str) -> set[str]:
    return {f"{column}-column"} if column in {"forward", "reverse", "words"} else set()


def _sign(value: Value) -> Comparator | None:
    """The written sign; that of several values where they agree."""
    if isinstance(value, Amount | Deadline | Reference):
        return value.comparator
    if isinstance(value, Several):
        signs = {_sign(part) for part in value.values}
        return signs.pop() if len(signs) == 1 else None
    return None


def _unit(indicator: Indicator, value: Value) -> str:
    """The unit of the target, from its own cell, the unit column or the brackets of the name."""
    if isinstance(value, Several):
        return _unit(indicator, value.values[0]) if value.values else ""
    if not isinstance(value, Amount | Range):
        return ""
    if value.unit:
        return value.unit
    if indicator.unit:
        return _folded(indicator.unit)
    bracket = re.search(r"\(([^()]+)\)$", _folded(indicator.name))
    return bracket[1] if bracket else ""


def _facts(value: Value, unit: str) -> set[str]:
    """Facts of the target that rules may ask for, the sign aside."""
    if isinstance(value, Several):
        first = value.values[0] if value.values else Missing()
        return {"several", *_facts(first, unit)}
    facts = {value.kind.value}
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
    elif isinstance(value, Text) and re.fullmatch(r"\d+(?:\.\d+)?:\d+(?:\.\d+)?", _folded(value.content)):
        facts.add("proportion")
    elif isinstance(value, Amount):
        facts |= _unit_facts(unit) | _number_facts(value, unit)
    return facts


def _number_facts(value: Amount, unit: str) -> set[str]:
    """Facts of the number, read in `unit`."""
    number = Fraction(value.magnitude)
    share = _share(number, unit)
    facts = {
        "zero": number == 0,
        "full-share": share == _FULL_SHARE,
        "high-share": share is not None and share >= _HIGH_SHARE,
        "whole-year": number in _WHOLE_YEAR.get(unit, ()),
        "serial": not unit and number.denominator == 1 and int(number) in _SERIALS,
        "proportion": ":" in _folded(value.text),
    }
    found = {fact for fact, holds in facts.items() if holds}
    return found if value.change is None else {*found, _OF_CHANGE[value.change]}


def _share(number: Fraction, unit: str) -> Fraction | None:
    """The number in per cent, where its unit says a share of a whole."""
    if unit in {"%", "百分比"}:
        return number
    return number * 10 if unit == "成" else None


def _unit_facts(unit: str) -> set[str]:
    if not unit:
        return {"no-unit"}
    found = {fact for fact, pattern in _unit_patterns() if pattern.fullmatch(unit)}
    return found or {"other-unit"}


@functools.cache
def _unit_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name.replace("_", "-"), re.compile(pattern)) for name, pattern in table()["units"].items())


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
    """The highest number of a grade cell and its sign."""
    folded = _folded(cell)
    numbers = [Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", folded)]
    if not numbers:
        return None
    return max(numbers), _limit(folded)


def _limit(text: str) -> Comparator | None:
    """The limit that a short text prints before or after its first number."""
    return next((sign for sign, form in _described_forms() if form.search(text)), None)


@functools.cache
def _described_forms() -> tuple[tuple[Comparator, re.Pattern[str]], ...]:
    """Limit words before a number and after it, each with its sign; groups: number, scale."""
    words = table()["described"]
    # 不超过 holds 超过 and 不大于 holds 大于: a strict word must not be denied.
    before = [
        (Comparator(entry["sign"]), rf"(?<!不)(?<!未)(?:{any_of(map(_folded, entry['words']))}){_NUMBER}")
        for entry in words["before"]
    ]
    after = [
        (Comparator(entry["sign"]), rf"{_NUMBER}[^\d\s,.;、。(]{{0,4}}?(?:{any_of(entry['words'])})")
        for entry in words["after"]
    ]
    return tuple((sign, re.compile(form)) for sign, form in before + after)


def _described(indicator: Indicator, value: Value) -> Comparator | None:
    """The limit that the name or description states for this very target, if any.

    The number must be the target's or carry its unit: `培训测试60分以上人数比率` sets no limit for 80%.
    """
    if not isinstance(value, Amount) or value.change is not None:
        return None
    unit = _unit(indicator, value)
    for text in (_folded(indicator.name)[:_LONGEST_READ], _folded(indicator.description)[:_LONGEST_READ]):
        for sign, form in _described_forms():
            for found in form.finditer(text):
                scale = {"万": 10_000, "亿": 100_000_000}.get(found[2], 1)
                same = Fraction(Decimal(found[1])) * scale == Fraction(value.magnitude)
                of_unit = bool(unit) and text[found.end(2) :].startswith(unit)
                if same or (of_unit and not _attributive(text, found)):
                    return sign
    return None


def _attributive(text: str, found: re.Match[str]) -> bool:
    """Whether a limit only describes what is counted (60分以上人数), so that words follow it."""
    return len(re.sub(r"[%\d.,;。、]", "", text[found.end() :])) > _ATTRIBUTE
