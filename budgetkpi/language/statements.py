"""The tree of one statement to its value (语句的含义)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi import numerals, units
from budgetkpi.language import dates, ranges
from budgetkpi.language.grammar import NotAStatementError, statement
from budgetkpi.language.measures import Measure, SideBySideError, blur_of, measure
from budgetkpi.language.refusals import failed
from budgetkpi.language.tree import Source, is_a, say, tokens, unit_text
from budgetkpi.values import Amount, Approximation, Change, Comparator, Range, Several

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lark import Tree
    from lark.lexer import Token

    from budgetkpi.values import Deadline, Value

__all__ = ["read_statement"]

_SIGNS: Final = {
    "at_least": Comparator.GE,
    "more_than": Comparator.GT,
    "at_most": Comparator.LE,
    "less_than": Comparator.LT,
    "equal": Comparator.EQ,
}
_CLOSINGS: Final = {
    "GE_AFTER": Comparator.GE,
    "LE_AFTER": Comparator.LE,
    "GT_AFTER": Comparator.GT,
    "LT_AFTER": Comparator.LT,
}
_CHANGES: Final = {
    "RISE": Change.RISE,
    "FALL": Change.FALL,
    "SAVED": Change.SAVED,
    "OVERSPENT": Change.OVERSPENT,
}
_TIMES: Final = {"": 100, "一": 100, "两": 300, "二": 300, "三": 700}
"""翻一番 is twice as much, a rise of 100 %; each 番 doubles again."""


def read_statement(folded: str, text: str, *, offset: int = 0, stand_in: str = "") -> Value:
    """Read a folded text that is a statement of the grammar.

    Args:
        folded: the folded text, units that nobody listed replaced by the private character.
        text: the whole cell verbatim, for errors.
        offset: where `folded` begins in it.
        stand_in: the unlisted unit.

    Raises:
        NotAStatementError: the grammar does not read it.
        ParseError: it reads, but there is no such number or date.
    """
    source = Source(text, offset, stand_in)
    try:
        read = [_value(node, source) for node in statement(folded).children if not is_a(node, "SEMICOLON")]
    except SideBySideError:
        raise NotAStatementError(0) from None
    values = [part for value in read for part in (value.values if isinstance(value, Several) else (value,))]
    return values[0] if len(values) == 1 else Several(tuple(values))


def _value(node: Tree[Token] | Token, source: Source) -> Value:
    return _VALUES[str(node.data)](node.children, source)  # type: ignore[union-attr]


# -- amounts


def _amount(
    measured: Measure,
    comparator: Comparator | None,
    blur: Approximation | None,
    **more: Any,  # noqa: ANN401  (attributes of Amount)
) -> Amount:
    notes = measured.notes
    unit = measured.unit
    if unit == "年" and isinstance(measured.number, Decimal) and dates.year_of_digits(f"{measured.number:f}"):
        raise NotAStatementError(0)  # a year of the calendar, not a length
    alternatives: tuple[Value, ...] = ()
    if unit == "人/次" and not measured.each:
        # Printed beside a count it stands for 人次; a row that speaks of each event says otherwise.
        each = Amount(
            measured.number, unit, comparator=comparator, approximation=blur or measured.approximation
        )
        unit, alternatives = "人次", (each,)
        notes = (*notes, say.note("person-times", alternatives=(str(each),)))
    amount = Amount(
        measured.number,
        unit,
        comparator=comparator,
        approximation=measured.approximation or blur,
        parts=measured.parts,
        notes=notes,
        alternatives=alternatives,
        **more,
    )
    return _with_dates(amount)


def _with_dates(amount: Amount) -> Amount:
    """Name the date that a bare number may be: a year, eight digits, the serial of a spreadsheet."""
    number = amount.magnitude
    if amount.unit or amount.parts or amount.approximation or not isinstance(number, Decimal) or number <= 0:
        return amount
    if number.as_tuple().exponent != 0:
        return _with_month(amount, number)
    digits = str(int(number))
    day = dates.day_of_digits(digits)
    if day is not None:
        return _also(amount, attrs.evolve(day, comparator=amount.comparator), "digits-or-day")
    year = dates.year_of_digits(digits)
    if year is not None:
        return _also(amount, attrs.evolve(year, comparator=amount.comparator), "number-or-year")
    serial = dates.day_of_serial(int(number))
    if serial is not None and amount.comparator is None:
        return _also(amount, serial, "number-or-serial")
    return amount


def _with_month(amount: Amount, number: Decimal) -> Amount:
    span = dates.month_of_digits(str(number))
    return amount if span is None else _also(amount, span, "number-or-month")


def _also(amount: Amount, other: Deadline, code: str) -> Amount:
    note = say.note(code, alternatives=(str(other),), number=str(amount.magnitude))
    return attrs.evolve(amount, alternatives=(*amount.alternatives, other), notes=(*amount.notes, note))


def _measured(children: Sequence[Any], source: Source) -> Measure:
    skipped = ("blur", "AROUND", "closing", *_SIGNS, *_CLOSINGS, "INCLUDED")
    return measure(next(child for child in children if not is_a(child, *skipped)), source)


def _signed(children: Sequence[Any], source: Source) -> Measure:
    """The measure beside a sign; two amounts in a row leave open which of them it limits."""
    try:
        return _measured(children, source)
    except SideBySideError as error:
        first, second = (one.unit for one in error.measures[:2])
        place = source.place(*error.measures[1].span)
        raise failed("mixed-units", source.text, place, first=first, second=second) from None


def _plain(children: Sequence[Any], source: Source) -> Value:
    try:
        measured = _measured(children, source)
    except SideBySideError as error:
        once = _once_in(error.measures)
        if once is not None:
            return once
        amounts = tuple(_amount(one, None, None) for one in error.measures)
        return Several(amounts, notes=(say.note("side-by-side"),))
    return _amount(measured, None, blur_of(children))


def _once_in(measures: list[Measure]) -> Amount | None:
    """一年一次, 1月2次: a count in one unit of time, else None."""
    if len(measures) != 2 or units.dimension(measures[0].unit) not in ("calendar_time", "clock_time"):  # noqa: PLR2004
        return None
    if measures[0].number != 1:
        raise NotAStatementError(0)  # 3个月1次 is neither three months nor one time
    unit = units.canonical(f"{measures[1].unit}/{measures[0].unit}")
    return None if unit is None else Amount(measures[1].number, unit)


def _closed(children: Sequence[Any], source: Source) -> Amount:
    closing = tokens(children[-1])[0].type
    return _amount(_signed(children, source), _CLOSINGS.get(closing), blur_of(children))


def _opened(children: Sequence[Any], source: Source) -> Amount:
    sign = tokens(children[0])[0]
    comparator = _SIGNS[str(children[0].data)]
    amount = _amount(_signed(children, source), comparator, blur_of(children))
    closed = is_a(children[-1], *_CLOSINGS)
    if str(sign) in ("达", "达到", "达至") and not closed:
        plain = attrs.evolve(amount, comparator=None, notes=(), alternatives=())
        return _noted(amount, plain, "reach-word")
    if str(sign).startswith("控制") and amount.approximation is not None:
        return _noted(
            amount, attrs.evolve(amount, comparator=None, notes=(), alternatives=()), "kept-at-about"
        )
    if sign.type in ("GE_SIGN", "LE_SIGN") and sign not in ("≥", "≤", ">=", "<="):
        note = say.note("sign-folded", written=str(sign), sign=comparator.symbol)
        return attrs.evolve(amount, notes=(*amount.notes, note))
    return amount


def _noted(amount: Amount, other: Amount, code: str) -> Amount:
    note = say.note(code, alternatives=(str(other),))
    return attrs.evolve(amount, alternatives=(*amount.alternatives, other), notes=(*amount.notes, note))


def _changed(children: Sequence[Any], source: Source) -> Amount:
    amount = _value(children[1], source)
    if not isinstance(amount, Amount):
        raise NotAStatementError(0)
    said = {token.type: str(token) for token in tokens(children[0])}
    change = next(_CHANGES[name] for name in said if name in _CHANGES)
    base = _base(said)
    notes = amount.notes if base else (*amount.notes, say.note("base-not-named"))
    plain = tuple(
        value for value in amount.alternatives if isinstance(value, Amount) and value.comparator is None
    )
    return attrs.evolve(
        amount,
        change=change,
        base=base,
        notes=notes,
        alternatives=tuple(attrs.evolve(value, change=change, base=base) for value in plain),
    )


def _base(said: dict[str, str]) -> str:
    """What a change is measured against, as canonical text prints it behind 较."""
    if "BASE" in said:
        return said["BASE"][1:].replace(" ", "").removesuffix("相比").removesuffix("的")
    return said.get("COMPARED") or ("年均" if "ANNUAL" in said else "")


def _doubled(children: Sequence[Any], source: Source) -> Amount:
    del source
    said = {token.type: str(token) for child in children for token in tokens(child)}
    times = _TIMES[said["DOUBLED"][1:-1]]
    return Amount(
        Decimal(times), "%", change=Change.RISE, base=_base(said), notes=(say.note("doubled", rise=times),)
    )


def _reached(children: Sequence[Any], source: Source) -> Amount:
    amount = _value(children[1], source)
    if not isinstance(amount, Amount):
        raise NotAStatementError(0)
    return attrs.evolve(amount, notes=(*amount.notes, say.note("level-reached", word=str(children[0]))))


# -- what holds other values


def _kept_within(children: Sequence[Any], source: Source) -> Value:
    """控制在5%~10%, 达到80-90%; another sign before a range leaves open which end it means."""
    if not str(tokens(children[0])[0]).startswith(("控制", "限制", "达")):
        raise NotAStatementError(0)
    return _value(children[1], source)


def _both(children: Sequence[Any], source: Source) -> Value:
    """Two limits on one number: a range where one is from below and one from above."""
    found = [_value(child, source) for child in children if not is_a(child, "joiner")]
    amounts = [value for value in found if isinstance(value, Amount)]
    lower = [a for a in amounts if a.comparator in (Comparator.GE, Comparator.GT)]
    upper = [a for a in amounts if a.comparator in (Comparator.LE, Comparator.LT)]
    if len(lower) != 1 or len(upper) != 1:
        return Several(tuple(found))
    (low,), (high,) = lower, upper
    factor = units.factor(low.unit, high.unit) if low.unit and high.unit else Fraction(1)
    blurred = low.approximate or high.approximate
    if isinstance(low.magnitude, Fraction) or isinstance(high.magnitude, Fraction):
        return Several(tuple(found))
    if blurred and (low.comparator is Comparator.GT or high.comparator is Comparator.LT):
        return Several(tuple(found))  # an edge cannot be both open and vague
    if factor is None or Fraction(low.magnitude) * factor > Fraction(high.magnitude):
        return Several(tuple(found))
    return Range(
        numerals.exact(Fraction(low.magnitude) * factor) if factor != 1 else low.magnitude,
        high.magnitude,
        unit=high.unit or low.unit,
        low_inclusive=low.comparator is Comparator.GE,
        high_inclusive=high.comparator is Comparator.LE,
        approximation=Approximation.ABOUT if blurred else None,
        notes=(*low.notes, *high.notes, say.note("two-limits", alternatives=(str(low), str(high)))),
    )


def _unit_in_front(children: Sequence[Any], source: Source) -> Value:
    unit, notes = unit_text(children[1], source)
    value = _value(children[-1], source)
    if not isinstance(value, Amount | Range) or value.unit:
        return value
    if isinstance(value, Range):
        return attrs.evolve(value, unit=unit, notes=notes)
    kept = tuple(v for v in value.alternatives if isinstance(v, Amount))
    return attrs.evolve(value, unit=unit, notes=notes, alternatives=kept)


_VALUES: Final[dict[str, Callable[[Sequence[Any], Source], Value]]] = {
    "plain": _plain,
    "closed": _closed,
    "opened": _opened,
    "changed": _changed,
    "doubled": _doubled,
    "reached": _reached,
    "range": ranges.read_range,
    "within": ranges.read_within,
    "kept_within": _kept_within,
    "tolerance": ranges.read_tolerance,
    "interval": ranges.read_interval,
    "sandwich": ranges.read_sandwich,
    "both": _both,
    "unit_in_front": _unit_in_front,
    "deadline": dates.read_deadline,
}
