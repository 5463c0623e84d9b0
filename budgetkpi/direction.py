"""Which way is better for an indicator, and how that is known (指标方向推断).

The rules stand in `grammar/directions.toml`, in the order in which they are tried; this module
reads a row into facts, tries the rules, and says which one fired.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi.errors import ParseError
from budgetkpi.indicators import Section, Subclass
from budgetkpi.messages import Catalog, load_table
from budgetkpi.results import Confidence, Direction, Inference
from budgetkpi.values import Amount, Change, Comparator, Deadline, Missing, Range, Reference, Several, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from budgetkpi.indicators import Indicator
    from budgetkpi.values import Value

__all__ = ["expected_direction", "infer_direction", "rule_names"]

_say: Final = Catalog("direction")

_OF_SIGN: Final = {
    Comparator.GE: Direction.AT_LEAST,
    Comparator.GT: Direction.AT_LEAST,
    Comparator.LE: Direction.AT_MOST,
    Comparator.LT: Direction.AT_MOST,
    Comparator.EQ: Direction.EXACTLY,
}
_WHOLE_YEAR: Final = {"个月": {12}, "月": {12}, "年": {1}, "天": {365, 366}, "日": {365, 366}}
"""A year of service, in the units it is printed in."""
_HIGH_SHARE: Final = 60
"""A share of this many per cent or more is more likely wished for than feared."""
_SERIALS: Final = range(30_000, 60_000)
"""Spreadsheet day numbers from 1982 to 2064, as they slip into cells for dates."""
_NUMBER: Final = r"(\d+(?:\.\d+)?)\s*([万亿]?)\s*"


def infer_direction(indicator: Indicator, value: Value | None = None) -> Inference:
    """Say which way is better for an indicator (指标方向).

    The first rule of `grammar/directions.toml` that fires decides: a written sign, then the
    grade ladder, then the label, the description, the name and the class.

    Args:
        indicator: the row; its name, classes, description, sign and unit columns are read.
        value: its target as parsed; read from `indicator.target` where None.

    Returns:
        The direction, the rule that fired, how far to trust it, and why. A row that says nothing
        gives `Direction.UNKNOWN`, never a guess.

    >>> from budgetkpi import Indicator, infer_direction
    >>> infer_direction(Indicator("投诉率", "2%", level2="社会效益指标")).rule
    'harm-measured'
    """
    return _infer(indicator, value, stated=True)


def expected_direction(indicator: Indicator, value: Value | None = None) -> Inference:
    """Say which way the name and the class point by themselves, whatever sign is written (应有方向).

    Args:
        indicator: the row.
        value: its target as parsed; read from `indicator.target` where None.

    Returns:
        As `infer_direction`, without the rules that rest on a written sign, a grade ladder, a
        label or the description's limit; compare it with the written sign to find a contradiction.
    """
    return _infer(indicator, value, stated=False)


def rule_names() -> tuple[str, ...]:
    """Every rule, in the order in which they are tried; the keys that `Inference.rule` may hold."""
    return tuple(rule.code for rule in _rules())


# --- the rules as data -----------------------------------------------------------------------------


@attrs.frozen
class _Case:
    """One way in which a rule fires: all of it must hold."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    name_not: re.Pattern[str] | None
    classes: frozenset[str]
    value: frozenset[str]
    value_not: frozenset[str]
    follows: frozenset[str]


@attrs.frozen
class _Rule:
    """A rule of the table."""

    code: str
    direction: str
    confidence: Confidence
    alternatives: tuple[Direction, ...]
    stated: bool
    cases: tuple[_Case, ...]


@functools.cache
def _table() -> dict[str, Any]:
    return load_table("directions.toml")


@functools.cache
def _rules() -> tuple[_Rule, ...]:
    """The rules, compiled on first use."""
    table = _table()
    return tuple(
        _Rule(
            code=entry["code"],
            direction=entry["direction"],
            confidence=Confidence(entry["confidence"]),
            alternatives=tuple(Direction(word) for word in entry.get("alternatives", ())),
            stated=entry.get("stated", False),
            cases=tuple(_case(case, table["words"]) for case in entry["when"]),
        )
        for entry in table["rule"]
    )


def _case(case: Mapping[str, list[str]], words: Mapping[str, list[str]]) -> _Case:
    known = {"name", "description", "either", "label", "name_not", "class", "value", "value_not", "follows"}
    if strange := set(case) - known:
        raise ValueError(f"directions.toml: no such condition: {', '.join(sorted(strange))}")
    places = ("name", "description", "either", "label")
    return _Case(
        patterns=tuple((place, _pattern(case[place], words)) for place in places if place in case),
        name_not=_pattern(case["name_not"], words) if "name_not" in case else None,
        classes=frozenset(case.get("class", ())),
        value=frozenset(case.get("value", ())),
        value_not=frozenset(case.get("value_not", ())),
        follows=frozenset(case.get("follows", ())),
    )


def _pattern(patterns: Iterable[str], words: Mapping[str, list[str]]) -> re.Pattern[str]:
    """One regular expression for a list of patterns, `<list>` spelled out, the longest word first."""

    def spelled(found: re.Match[str]) -> str:
        return f"(?:{_any_of(words[found[1]])})"

    return re.compile("|".join(re.sub(r"<(\w+)>", spelled, pattern) for pattern in patterns))


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))


# --- a row as facts --------------------------------------------------------------------------------


@attrs.frozen
class _Row:
    """What the rules look at."""

    name: str
    description: str
    label: str
    subclass: str
    facts: frozenset[str]
    sign: Comparator | None
    described: Comparator | None
    ladder: Direction | None


def _row(indicator: Indicator, value: Value) -> _Row:
    name, description = _plain(indicator.name), _plain(indicator.description)
    column = _column(indicator.comparator)
    sign = _sign(value) or (Comparator(column) if column in set(Comparator) else None)
    ladder = _ladder(indicator.bands)
    described = _described(indicator, value)
    facts = {*_facts(value, _unit(indicator, value)), *_column_facts(column)}
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
    return _Row(
        name=_covered(name),
        description=_covered(description),
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
    for word in _table()["masks"]["words"]:
        text = text.replace(word, "〇" * len(word)) if word in text else text
    return text


def _measured_in_name_rank(name: str) -> bool:
    return re.search(r"排名|名次|位次|排位", name) is not None


def _column(cell: str | None) -> str:
    """What a sign column says: a comparator's ASCII sign, forward, reverse, words, or "" for nothing."""
    written = _folded(cell or "")
    if not written:
        return ""
    for meaning, spellings in _table()["signs"].items():
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
        elif value.month and (value.year, value.day, value.part, value.comparator) == (None, None, None, None):
            facts.add("bare-month")
        return facts
    if isinstance(value, Text):
        if re.fullmatch(r"\d+(?:\.\d+)?[::]\d+(?:\.\d+)?", _folded(value.content)):
            facts.add("proportion")
        return facts
    if not isinstance(value, Amount):
        return facts
    facts |= _unit_facts(unit)
    number = Fraction(value.magnitude)
    if number == 0:
        facts.add("zero")
    if "percent" in facts and unit not in {"‰", "‱", "万分之"}:
        share = number * 10 if unit == "成" else number
        facts |= {fact for fact, holds in (("full-share", share == 100), ("high-share", share >= _HIGH_SHARE)) if holds}
    if number in _WHOLE_YEAR.get(unit, ()):
        facts.add("whole-year")
    if not unit and number.denominator == 1 and int(number) in _SERIALS:
        facts.add("serial")
    if value.parts is not None:
        facts.add("parts")
    if ":" in _folded(value.text):
        facts.add("proportion")
    if value.change is not None:
        facts.add({Change.RISE: "rise", Change.FALL: "fall", Change.SAVED: "saved"}.get(value.change, "overspent"))
    return facts


def _unit_facts(unit: str) -> set[str]:
    if not unit:
        return {"no-unit"}
    found = {fact for fact, pattern in _unit_patterns() if pattern.fullmatch(unit)}
    return found or {"other-unit"}


@functools.cache
def _unit_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name.replace("_", "-"), re.compile(pattern)) for name, pattern in _table()["units"].items())


def _ladder(bands: tuple[str, ...] | None) -> Direction | None:
    """Which way a ladder of grades runs, by its best and worst cell (优 against 差); None where it does not say."""
    if not bands or len(bands) < 2:
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
    """Limit words before a number and after it, each with its sign; groups: number, scale, unit."""
    table = _table()["described"]
    unit = r"([^\d\s,.;、。(]{0,4}?)"
    forms = []
    for entry in table["before"]:
        # 不超过 holds 超过 and 不大于 holds 大于: a strict word must not be denied.
        forms.append((Comparator(entry["sign"]), rf"(?<!不)(?<!未)(?:{_any_of(map(_folded, entry['words']))}){_NUMBER}{unit}(?=[^\w%]|$|[\u4e00-\u9fff])"))
    for entry in table["after"]:
        forms.append((Comparator(entry["sign"]), rf"{_NUMBER}{unit}(?:{_any_of(entry['words'])})"))
    return tuple((sign, re.compile(form)) for sign, form in forms)


def _described(indicator: Indicator, value: Value) -> Comparator | None:
    """The limit that the name or description states for this very target, if any.

    The number must be the target's or carry its unit: `培训测试60分以上人数比率` sets no limit for 80%.
    """
    if not isinstance(value, Amount) or value.change is not None:
        return None
    unit = _unit(indicator, value)
    for text in (_folded(indicator.name), _folded(indicator.description)):
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
    return len(re.sub(r"[%\d.,;。、]", "", text[found.end() :])) > 4


# --- the engine ------------------------------------------------------------------------------------


def _infer(indicator: Indicator, value: Value | None, *, stated: bool) -> Inference:
    value = _target(indicator) if value is None else value
    row = _row(indicator, Missing() if value is None else value)
    rules = [rule for rule in _rules() if stated or not rule.stated]
    fired = _first(row, rules)
    if fired is None:
        raise ValueError("directions.toml: the last rule must hold for every row")
    rule, word = fired
    direction = _direction(rule, row)
    return Inference(
        direction,
        rule.code,
        confidence=rule.confidence,
        why=_say(rule.code, word=word or indicator.name, name=indicator.name, target=indicator.target, sign=_shown(rule, row)),
        alternatives=tuple(other for other in rule.alternatives if other is not direction),
    )


def _target(indicator: Indicator) -> Value | None:
    """The target as parsed, None where it cannot be read."""
    from budgetkpi.reading import parse  # noqa: PLC0415  (the grammar loads on first use)

    try:
        return parse(indicator.target, indicator=indicator)
    except ParseError:
        return None


def _first(row: _Row, rules: list[_Rule]) -> tuple[_Rule, str] | None:
    """The first rule that fires, and the words of the row that made it."""
    for place, rule in enumerate(rules):
        for case in rule.cases:
            word = _holds(case, row)
            if word is None:
                continue
            if case.follows and _below(row, rules[place + 1 :]) not in case.follows:
                continue
            return rule, word
    return None


def _below(row: _Row, rules: list[_Rule]) -> str:
    """What the rules below say of this row as if its number were plain."""
    plain = attrs.evolve(row, facts=row.facts - {"zero", "fall", "rise"})
    fired = _first(plain, rules)
    return _direction(fired[0], plain).value if fired else Direction.UNKNOWN.value


def _holds(case: _Case, row: _Row) -> str | None:
    """The words that made the case hold ("" where none was asked for); None where it does not."""
    if not case.value <= row.facts or case.value_not & row.facts:
        return None
    if case.classes and row.subclass not in case.classes:
        return None
    if case.name_not is not None and case.name_not.search(row.name):
        return None
    word = ""
    for place, pattern in case.patterns:
        texts = {
            "name": (row.name,),
            "description": (row.description,),
            "either": (row.name, row.description),
            "label": (row.label,),
        }[place]
        found = next((found for text in texts if (found := pattern.search(text))), None)
        if found is None:
            return None
        word = word or found[0]
    return word


def _direction(rule: _Rule, row: _Row) -> Direction:
    if rule.direction == "sign" and row.sign is not None:
        return _OF_SIGN[row.sign]
    if rule.direction == "described" and row.described is not None:
        return _OF_SIGN[row.described]
    if rule.direction == "ladder" and row.ladder is not None:
        return row.ladder
    return Direction(rule.direction)


def _shown(rule: _Rule, row: _Row) -> str:
    sign = row.described if rule.direction == "described" else row.sign
    return "" if sign is None else sign.symbol
