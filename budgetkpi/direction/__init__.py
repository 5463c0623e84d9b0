"""Which way is better for an indicator, and how that is known (指标方向推断).

The rules stand in `grammar/directions.toml`, in the order in which they are tried. `rule_table` reads
them, `facts` reads a row, and this module tries the one on the other and says which rule fired.
"""

from __future__ import annotations

import functools
from typing import Final, get_args

from budgetkpi.direction.facts import Row, read_row
from budgetkpi.direction.rule_table import Case, Rule, rules
from budgetkpi.indicators import Indicator
from budgetkpi.inputs import as_instance, wrong_type
from budgetkpi.messages import Catalog
from budgetkpi.results import Direction, Inference
from budgetkpi.values import Comparator, Missing, Value

__all__ = ["expected_direction", "infer_direction", "of_rule", "outright_direction", "rule_names", "way"]

_say: Final = Catalog("direction")

_OF_SIGN: Final = {
    Comparator.GE: Direction.AT_LEAST,
    Comparator.GT: Direction.AT_LEAST,
    Comparator.LE: Direction.AT_MOST,
    Comparator.LT: Direction.AT_MOST,
    Comparator.EQ: Direction.EXACTLY,
}

_VALUES: Final = get_args(Value)
_BY_NAME: Final = {direction.value: direction for direction in Direction}


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
    as_instance(indicator, "indicator", Indicator, "row")
    if not (value is None or isinstance(value, _VALUES)):
        raise wrong_type("value", "value", value)
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


def outright_direction(indicator: Indicator, value: Value) -> Inference | None:
    """Say which way is better by what the row says outright: a sign, grades, a label, a limit (明示方向).

    Args:
        indicator: the row.
        value: its target as parsed.

    Returns:
        As `infer_direction` where one of the rules on what is stated fires, else None.
    """
    row = read_row(indicator, value)
    fired = _first(row, -1, only=True)
    return None if fired is None else _told(indicator, row, *fired)


def way(indicator: Indicator, value: Value) -> tuple[Direction, str]:
    """The direction that `infer_direction` finds and the code of its rule, without words (方向与规则)."""
    row = read_row(indicator, value)
    rule, _ = _decisive(row, stated=True)
    return _direction(rule, row), rule.code


def rule_names() -> tuple[str, ...]:
    """Every rule, in the order in which they are tried; the keys that `Inference.rule` may hold."""
    return tuple(rule.code for rule in rules().rules)


def _infer(indicator: Indicator, value: Value | None, *, stated: bool) -> Inference:
    if value is None:
        from budgetkpi.reading import target_or_none  # noqa: PLC0415  (the grammar loads on first use)

        value = target_or_none(indicator)
    row = read_row(indicator, Missing() if value is None else value)
    if value is None:
        row = row._replace(facts=row.facts | {"unreadable"})
    return _told(indicator, row, *_decisive(row, stated=stated))


def _decisive(row: Row, *, stated: bool) -> tuple[Rule, str]:
    """The first rule that fires, and the words of the row that made it; the last one holds for every row."""
    fired = _first(row, -1, stated=stated)
    if fired is None:
        raise ValueError("directions.toml: the last rule must hold for every row")
    return fired


def _told(indicator: Indicator, row: Row, rule: Rule, word: str) -> Inference:
    """What a rule says of a row."""
    return _inference(
        rule,
        _direction(rule, row),
        word=word or indicator.name,
        name=indicator.name,
        target=indicator.target,
        sign=_shown(rule, row),
    )


def _inference(rule: Rule, direction: Direction, **words: str) -> Inference:
    """What a rule says that has fired, its reason with these words."""
    return Inference(
        direction,
        rule.code,
        confidence=rule.confidence,
        why=_say(rule.code, **words),
        alternatives=tuple(other for other in rule.alternatives if other is not direction)
        if rule.alternatives
        else (),
    )


@functools.lru_cache(maxsize=512)
def of_rule(code: str, direction: Direction) -> Inference:
    """What the rule of that code says of any row whose direction it finds; its reason names no row."""
    rule = next(rule for rule in rules().rules if rule.code == code)
    return _inference(rule, direction, word="", name="", target="", sign="")


@functools.lru_cache(maxsize=4096)
def _first(row: Row, behind: int, *, stated: bool = True, only: bool = False) -> tuple[Rule, str] | None:
    """The first rule behind a place of the table that fires, and the words of the row that made it.

    Rows that differ in nothing but their number are one row to the rules.
    """
    name = row.name
    for case in _open_cases(row.facts, row.subclass, (name.tails, name.held()), stated, only):
        if case.rule.order <= behind or not _holds(case, row):
            continue
        if case.follows and _below(row, case.rule.order) not in case.follows:
            continue
        return case.rule, _word(case, row)
    return None


@functools.lru_cache(maxsize=4096)
def _open_cases(
    facts: frozenset[str],
    subclass: str,
    words: tuple[int, int],
    stated: bool,  # noqa: FBT001
    only: bool,  # noqa: FBT001
) -> tuple[Case, ...]:
    """The cases whose conditions on the class, the target and the lists of words in the name hold.

    Only those on words are left to try. The lists are those at the name's end, and those anywhere in it.
    Without the rules on what is `stated` where they are not asked, or with these `only`.
    """
    ends, held = words
    return tuple(case for case in _cases_of(facts, subclass, ends, stated, only) if _needs(case) & held)


def _needs(case: Case) -> int:
    """The lists of which the name must hold a word."""
    return -1 if case.name is None else case.name.needs


@functools.lru_cache(maxsize=4096)
def _cases_of(
    facts: frozenset[str],
    subclass: str,
    ends: int,
    stated: bool,  # noqa: FBT001
    only: bool,  # noqa: FBT001
) -> tuple[Case, ...]:
    """The same before it is asked what the name holds in front of its end."""
    return tuple(
        case
        for case in rules().cases
        if case.value <= facts
        and not case.value_not & facts
        and (not case.classes or subclass in case.classes)
        and (case.rule.stated if only else stated or not case.rule.stated)
        and (case.name is None or case.name.tails & ends)
    )


def _below(row: Row, place: int) -> str:
    """What the rules below say of this row as if its number were plain."""
    plain = row._replace(facts=row.facts - {"zero", "fall", "rise"})
    fired = _first(plain, place)
    return _direction(fired[0], plain).value if fired else Direction.UNKNOWN.value


def _holds(case: Case, row: Row) -> bool:
    """Whether the words of the row are what the case asks for."""
    name = row.name
    if case.name is not None and not case.name.found(name):
        return False
    if case.label and not any(word in row.label for word in case.label):
        return False
    if case.description is not None and not case.description.found(row.description):
        return False
    if case.either is not None and not (case.either.found(name) or case.either.found(row.description)):
        return False
    return case.name_not is None or not case.name_not.found(name)


def _word(case: Case, row: Row) -> str:
    """The words that made the case hold; "" where it asks for none."""
    tried = (
        (case.name, row.name),
        (case.description, row.description),
        (case.either, row.name),
        (case.either, row.description),
    )
    found = (pattern.words(name) for pattern, name in tried if pattern is not None)
    return next(filter(None, found), "") or next((word for word in case.label if word in row.label), "")


def _direction(rule: Rule, row: Row) -> Direction:
    if rule.direction == "sign" and row.sign is not None:
        return _OF_SIGN[row.sign]
    if rule.direction == "described" and row.described is not None:
        return _OF_SIGN[row.described]
    if rule.direction == "ladder" and row.ladder is not None:
        return row.ladder
    return _BY_NAME[rule.direction]


def _shown(rule: Rule, row: Row) -> str:
    sign = row.described if rule.direction == "described" else row.sign
    return "" if sign is None else sign.symbol
