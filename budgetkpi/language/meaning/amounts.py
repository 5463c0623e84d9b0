"""Amounts (数量): the rules of grammar/amounts.lark."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi import units
from budgetkpi.canonical import number_text
from budgetkpi.language.date_figures import (
    day_of_digits,
    day_of_serial,
    month_of_digits,
    year_of_digits,
)
from budgetkpi.language.lexicon import lexicon
from budgetkpi.language.meaning.measures import SideBySide, as_measure, per
from budgetkpi.language.meaning.told import (
    Chain,
    Child,
    Measure,
    Refused,
    Sign,
    Source,
    Stated,
    say,
    token_of,
    tokens_in,
)
from budgetkpi.values import Amount, Approximation, Comparator, Deadline, Range, Several

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from budgetkpi.language.tokens import Token
    from budgetkpi.values import Value

__all__ = ["RULES", "amount_of", "measured"]

_PLAIN_SIGNS: Final = ("≥", "≤", ">=", "<=", ">", "<", "=")
_RANKS: Final = ("名", "位", "位次", "%", "")
_TIME: Final = ("calendar_time", "clock_time")
_LENGTHS: Final = (*_TIME, "working_time")
_HUNDRED: Final = 100


# -- signs


def sign(children: Sequence[Child], _source: Source) -> Sign:
    """sign: at_least | more_than | at_most | less_than | equal."""
    found: Sign = children[0]
    return found


def _signed(comparator: Comparator) -> Callable[[Sequence[Child], Source], Sign]:
    def read(children: Sequence[Child], _source: Source) -> Sign:
        """A row of sign tokens: one, or a denial and the limit it denies (不低于)."""
        told = tokens_in(children)
        denied = any(token.kind == "NOT" for token in told)
        return Sign(comparator, "NOT" if denied else told[0].kind, told[0].value)

    return read


def closing(children: Sequence[Child], _source: Source) -> Comparator:
    """closing: above | below | over | under."""
    found: Comparator = children[0]
    return found


def _closed(comparator: Comparator) -> Callable[[Sequence[Child], Source], Comparator]:
    return lambda _children, _source: comparator


def mark(children: Sequence[Child], _source: Source) -> bool:
    """mark: mark_in | mark_out; whether the number itself belongs to it."""
    found: bool = children[0]
    return found


def blur(children: Sequence[Child], _source: Source) -> Approximation:
    """blur: ABOUT | NEAR."""
    return Approximation.JUST_UNDER if children[0].kind == "NEAR" else Approximation.ABOUT


# -- amounts


def measured(children: Sequence[Child], source: Source) -> Measure:
    """The one measure among the children of a rule, blurred by the words beside it."""
    told = next(child for child in children if isinstance(child, Measure | Chain))
    measure = as_measure(told, source)
    blurred = next((child for child in children if isinstance(child, Approximation)), None)
    if token_of(children, "AROUND") is not None:
        blurred = Approximation.ABOUT
    if blurred is not None and measure.approximation is None:
        measure = measure._replace(approximation=blurred)
    return measure


def plain(children: Sequence[Child], source: Source) -> Value | Stated:
    """plain: blur? measure AROUND?."""
    try:
        measure = measured(children, source)
    except SideBySide as error:
        once = _once_in(error.measures)
        if once is not None:
            return once
        if any(units.canonical(one.unit) is None for one in error.measures):
            raise Refused(error.measures) from None
        amounts = tuple(amount_of(one, None) for one in error.measures)
        return Several(amounts, notes=(say.note("side-by-side"),))
    return Stated(amount_of(measure, None), measure)


def _once_in(measures: Sequence[Measure]) -> Amount | None:
    """一年一次: a count in one unit of time, else None."""
    times = [units.dimension(one.unit) in _TIME for one in measures]
    if times != [True, False]:
        return None
    if measures[0].number not in (1, Decimal("0.5")):
        raise Refused(measures)  # 3个月1次 is neither three months nor one time
    below = measures[0].unit if measures[0].number == 1 else f"半{measures[0].unit}"
    unit = units.canonical(f"{measures[1].unit}/{below}")
    return None if unit is None else Amount(measures[1].number, unit)


def amount_of(measure: Measure, comparator: Comparator | None, **more: Any) -> Amount:  # noqa: ANN401
    """An amount, with the other readings that its number or unit has."""
    unit, notes = measure.unit, measure.notes
    number = measure.number
    if unit.partition("/")[0] == "年" and isinstance(number, Decimal) and year_of_digits(number_text(number)):
        raise Refused(measure)  # a year of the calendar, not a length
    unbounded = comparator is None and not more
    if unbounded and measure.approximation is Approximation.JUST_UNDER and units.dimension(unit) in _LENGTHS:
        raise Refused(measure)  # 近三年 is the three years past
    alternatives: tuple[Value, ...] = ()
    if unit == "人/次" and not measure.each:
        # Printed beside a count it stands for 人次; a row that speaks of each event says otherwise.
        each = Amount(number, unit, comparator=comparator, approximation=measure.approximation)
        unit, alternatives = "人次", (each,)
        notes = (*notes, say.note("person-times", alternatives=(str(each),)))
    amount = Amount(
        number,
        unit,
        comparator=comparator,
        approximation=measure.approximation,
        parts=measure.parts,
        notes=notes,
        alternatives=alternatives,
        **more,
    )
    if measure.pair is not None:
        low, high = measure.pair
        if low < high and low >= _HUNDRED:
            amount = _also(amount, Range(low, high, unit=unit), "grouped-or-interval")
        elif low < high:  # 12,500: nobody prints the interval from 12 to 500 so
            amount = attrs.evolve(
                amount, notes=(*amount.notes, say.note("grouped-or-interval", number=str(number)))
            )
    return _with_dates(amount)


def _with_dates(amount: Amount) -> Amount:
    """Name the date that a bare number may be: a year, eight digits, the serial of a spreadsheet."""
    number = amount.magnitude
    if amount.unit or amount.parts or amount.approximation or not isinstance(number, Decimal) or number <= 0:
        return amount
    if number.as_tuple().exponent != 0:
        month = month_of_digits(str(number))
        return amount if month is None else _also(amount, month, "number-or-month")
    digits = str(int(number))
    for read, code in (
        (day_of_digits, "digits-or-day"),
        (year_of_digits, "number-or-year"),
    ):
        found = read(digits)
        if found is not None:
            return _also(amount, attrs.evolve(found, comparator=amount.comparator), code)
    serial = day_of_serial(int(number))
    if serial is not None and amount.comparator is None:
        return _also(amount, serial, "number-or-serial")
    return amount


def _also(amount: Amount, other: Deadline | Range, code: str) -> Amount:
    note = say.note(code, alternatives=(str(other),), number=str(amount.magnitude))
    return attrs.evolve(amount, alternatives=(*amount.alternatives, other), notes=(*amount.notes, note))


def _beside_sign(children: Sequence[Child], source: Source) -> Measure:
    """The measure beside a sign; two amounts in a row leave open which of them it limits."""
    try:
        return measured(children, source)
    except SideBySide as error:
        first, second = (one.unit for one in error.measures[:2])
        source.fail("mixed-units", error.measures[1].span, first=first, second=second)


def closed(children: Sequence[Child], source: Source) -> Stated:
    """closed: blur? measure AROUND? (closing | mark); 95%以上, 3次（以内）, 90%（含）."""
    last = children[-1]
    comparator = last if isinstance(last, Comparator) else None
    if comparator is None and last is False:
        raise Refused(children)  # 90%（不含） leaves open on which side
    measure = _beside_sign(children, source)
    return Stated(amount_of(measure, comparator), measure)


def closed_behind_noun(children: Sequence[Child], source: Source) -> Amount:
    """closed_behind_noun: blur? measure WORD closing; 10次会议以内: the noun is counted."""
    measure = _beside_sign(children, source)
    word: Token = next(token for token in tokens_in(children) if token.kind == "WORD")
    if not measure.unit or len(word.value) > lexicon().around["length"]["noun"]:
        raise Refused(children)
    note = say.note("words-left-aside", words=word.value)
    return amount_of(measure._replace(notes=(*measure.notes, note)), children[-1])


def opened(children: Sequence[Child], source: Source) -> Stated:
    """opened: sign blur? measure AROUND? (closing | mark)?."""
    told: Sign = children[0]
    last = children[-1]
    comparator = told.comparator
    if isinstance(last, Comparator):
        comparator = _both_ends(told, last)
    elif isinstance(last, bool):
        comparator = _with_edge(comparator, included=last)
    measure = _beside_sign(children, source)
    return Stated(_with_sign_notes(amount_of(measure, comparator), told, last), measure)


def _with_sign_notes(amount: Amount, told: Sign, last: Child) -> Amount:
    """An amount with what its sign leaves open."""
    comparator = told.comparator
    if told.kind == "REACH" and not isinstance(last, Comparator | bool):
        plain_one = attrs.evolve(amount, comparator=None, notes=(), alternatives=())
        return _noted(amount, plain_one, "reach-word")
    if told.kind == "KEEP" and amount.approximation is not None:
        return _noted(
            amount, attrs.evolve(amount, comparator=None, notes=(), alternatives=()), "kept-at-about"
        )
    if told.written[0] in "≥≤<>=" and told.written not in _PLAIN_SIGNS:
        note = say.note("sign-folded", written=told.written, sign=comparator.symbol)
        return attrs.evolve(amount, notes=(*amount.notes, note))
    return amount


def _both_ends(told: Sign, closing: Comparator) -> Comparator:
    """A sign in front and a limit behind: 达到95%以上, 不超过3天以内.

    Raises:
        Refused: they limit it from different sides.
    """
    if told.kind in ("REACH", "KEEP") or told.comparator is Comparator.EQ:
        return closing
    if told.comparator.value[0] != closing.value[0]:
        raise Refused(told)
    return closing if closing.strict else told.comparator


def _with_edge(comparator: Comparator, *, included: bool) -> Comparator:
    """A sign whose number （含） takes in or （不含） leaves out."""
    if comparator is Comparator.EQ:
        return comparator
    return Comparator(comparator.value[0] + ("=" if included else ""))


def _noted(amount: Amount, other: Amount, code: str) -> Amount:
    note = say.note(code, alternatives=(str(other),))
    return attrs.evolve(amount, alternatives=(*amount.alternatives, other), notes=(*amount.notes, note))


# -- for each


def each(children: Sequence[Child], source: Source) -> Value:
    """each: (EACH | MEAN)+ …; 每人每天不超过50元, 人均500元, 每场50人以上/场."""
    del source
    over = lexicon().around["mean"]["over"]
    below = [
        token.value if token.kind == "EACH" else over[token.value[0] if token.value[0] != "平" else "年"]
        for token in tokens_in(children)
        if token.kind in ("EACH", "MEAN")
    ]
    value = children[-1]
    if isinstance(value, Amount) and value.change is not None and children[0].kind == "MEAN":
        if below != ["年"] or value.base:
            raise Refused(children)
        notes = tuple(note for note in value.notes if note.code != "base-not-named")
        return attrs.evolve(value, base="年均", notes=notes)
    if not isinstance(value, Amount | Range) or not value.unit:
        raise Refused(children)
    if value.unit.endswith(f"/{'·'.join(below)}"):
        return value
    unit = per(value.unit, "·".join(below))
    if unit is None:
        raise Refused(children)
    if isinstance(value, Amount):
        return attrs.evolve(value, unit=unit, alternatives=())
    return attrs.evolve(value, unit=unit)


def each_limit(children: Sequence[Child], source: Source) -> Value:
    """each_limit: sign (EACH | MEAN)+ plain; 至少每月1次."""
    told: Sign = children[0]
    value = each(children[1:], source)
    if not isinstance(value, Amount):
        raise Refused(children)
    return attrs.evolve(value, comparator=told.comparator)


def per_each(children: Sequence[Child], source: Source) -> Value:
    """per: (plain | limit) PER; 50人以上/场, 50元一本."""
    del source
    value, token = children
    if not isinstance(value, Amount) or not value.unit:
        raise Refused(children)
    unit = per(value.unit, token.value)
    if unit is None:
        raise Refused(children)
    return attrs.evolve(value, unit=unit, alternatives=())


def top(children: Sequence[Child], source: Source) -> Amount:
    """top: NTH measure | TOP measure; 第2名, 前10%."""
    measure = as_measure(children[1], source)
    if measure.unit not in _RANKS or (children[0].kind == "NTH" and not measure.unit):
        raise Refused(children)
    if children[0].kind == "NTH":
        return amount_of(measure, None)
    amount = amount_of(measure, Comparator.LE)
    return attrs.evolve(amount, notes=(*amount.notes, say.note("rank-front")), alternatives=())


RULES: Final[dict[str, Callable[[Sequence[Any], Source], Any]]] = {
    "sign": sign,
    "at_least": _signed(Comparator.GE),
    "at_most": _signed(Comparator.LE),
    "more_than": _signed(Comparator.GT),
    "less_than": _signed(Comparator.LT),
    "equal": _signed(Comparator.EQ),
    "closing": closing,
    "above": _closed(Comparator.GE),
    "below": _closed(Comparator.LE),
    "over": _closed(Comparator.GT),
    "under": _closed(Comparator.LT),
    "mark": mark,
    "mark_in": lambda _children, _source: True,
    "mark_out": lambda _children, _source: False,
    "blur": blur,
    "plain": plain,
    "closed": closed,
    "closed_behind_noun": closed_behind_noun,
    "opened": opened,
    "each": each,
    "each_limit": each_limit,
    "per": per_each,
    "top": top,
}
