"""Numbers with their units (数与单位): the rules of grammar/measures.lark."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from budgetkpi import numerals, units
from budgetkpi.language import dates
from budgetkpi.language.meaning.told import Chain, Child, Measure, Refused, Source, say, token_of
from budgetkpi.language.tokens import TENTHS, Numeral, Share, Token, Unit
from budgetkpi.values import Approximation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "RULES",
    "SideBySide",
    "as_measure",
    "exactly",
    "further",
    "in_per_cent",
    "longer",
    "per",
    "scaled",
]

_TEN: Final = 10
_HALF: Final = Fraction(1, 2)
_NEXT_COIN: Final = {"块": "角", "块钱": "角", "元": "角", "毛": "分", "角": "分"}
_SPOKEN: Final = ("块", "块钱", "毛", "角")
_COINS: Final = {
    "块": Fraction(1),
    "块钱": Fraction(1),
    "元": Fraction(1),
    "毛": Fraction(1, 10),
    "角": Fraction(1, 10),
    "分": Fraction(1, 100),
}
_MONEY: Final = ("money", "foreign_money")
_BELOW_MAY_FOLLOW: Final = ("calendar_time", "clock_time", "people", "count", "occurrence", "working_time")


class SideBySide(Refused):
    """Amounts of different kinds in a row (2期100人)."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        super().__init__(measures)
        self.measures = tuple(measures)


def number(children: Sequence[Child], _source: Source) -> Measure:
    """number: (MINUS | PLUS)? NUMBER."""
    token = children[-1]
    numeral: Numeral = token.value
    negative = token_of(children, "MINUS") is not None
    value = numeral.number.copy_negate() if negative else numeral.number
    return Measure(
        value,
        span=(children[0].start, token.end),
        scale=numeral.scale,
        pair=numeral.pair,
        chinese=numeral.chinese,
    )


def bare(children: Sequence[Child], _source: Source) -> Measure:
    """bare: number."""
    found: Measure = children[0]
    return found


def chain(children: Sequence[Child], _source: Source) -> Chain:
    """chain: number UNIT | chain AND_ZERO? NUMBER UNIT."""
    unit: Token = children[-1]
    if isinstance(children[0], Measure):
        return Chain((_with_unit(children[0], unit),), (unit.value.written,))
    return longer(children[0], [(children[-2], unit, further(children[-2], unit))])


def further(token: Token, unit: Token) -> Measure:
    """A number with its unit behind another one (the 3天 of 2个月3天)."""
    numeral: Numeral = token.value
    return _with_unit(Measure(numeral.number, span=(token.start, token.end), scale=numeral.scale), unit)


def longer(before: Chain, links: Sequence[tuple[Token, Token, Measure]]) -> Chain:
    """A chain with further links: the number, its unit, and what they say together."""
    return Chain(
        (*before.measures, *[measure for _, _, measure in links]),
        (*before.words, *[unit.value.written for _, unit, _ in links]),
        before.parted or any(token.gap for token, _, _ in links),
    )


def _with_unit(measure: Measure, token: Token) -> Measure:
    unit: Unit = token.value
    notes = () if unit.listed else (say.note("unit-not-listed", unit=unit.written),)
    if unit.name.startswith("/"):
        notes = (*notes, say.note("rate-without-unit", unit=unit.written))
    found = measure._replace(unit=unit.name, span=(measure.span[0], token.end), notes=notes)
    return in_per_cent(scaled(found, unit.scale))


def in_per_cent(measure: Measure) -> Measure:
    """A measure counted in 成, each ten of a hundred, as one in %: what 十成 says, 百成 says too."""
    tenths, line, below = measure.unit.partition("/")
    if tenths != TENTHS:
        return measure
    number = exactly(Fraction(measure.number) * 10)
    return measure._replace(number=number, unit=f"%{line}{below}", tenths=not line)


def scaled(measure: Measure, by: int) -> Measure:
    """A measure with a scale word multiplied in (30 and 万元)."""
    if by == 1:
        return measure
    number = exactly(Fraction(measure.number) * by)
    scale = by if measure.scale == _TEN else measure.scale * by  # thirty of 三十千 is a number, not a scale
    return measure._replace(number=number, scale=scale)


def exactly(value: Fraction) -> Decimal:
    """A finite number as the Decimal that it is; Decimal arithmetic would round at 28 digits."""
    found = numerals.exact(value)
    if isinstance(found, Fraction):
        raise Refused(found)
    return found


def as_measure(told: Chain | Measure, source: Source) -> Measure:
    """One measure of whatever a child told.

    Raises:
        SideBySide: it is several.
        ParseError: units follow each other that do not go together.
    """
    if isinstance(told, Measure):
        return told
    if len(told.measures) == 1:
        return told.measures[0]
    return _joined(told, source)


def _joined(told: Chain, source: Source) -> Measure:
    """Add the pieces of a length, weight or price, held in the larger unit where that stays finite."""
    measures, written = told.measures, told.words
    span = (measures[0].span[0], measures[-1].span[1])
    if not told.parted and all(word in _COINS for word in written) and written[0] != "分" and _falls(written):
        total = sum(
            (Fraction(m.number) * _COINS[w] for m, w in zip(measures, written, strict=True)), Fraction(0)
        )
        return Measure(exactly(total), "元", span=span)
    names = [measure.unit for measure in measures]
    if "分" in names and ("秒" in names or "小时" in names):
        names = ["分钟" if name == "分" else name for name in names]
    second = units.factor(names[1], names[0])
    rises = second is not None and second >= 1 and not told.parted
    smaller = () if rises else [units.factor(name, names[0]) for name in names[2:]]
    factors = (units.factor(names[0], names[0]), second, *smaller)
    falling = all(a is not None and b is not None and b < a for a, b in pairwise(factors))
    if not falling and (told.parted or all(factor is None for factor in factors[1:])):
        raise SideBySide(measures)
    if not falling or any(measure.number < 0 for measure in measures):
        source.fail("mixed-units", (measures[1].span[0], span[1]), first=written[0], second=written[1])
    exact = sum(
        (Fraction(m.number) * f for m, f in zip(measures, factors, strict=True) if f is not None), Fraction(0)
    )
    held, last = numerals.exact(exact), factors[-1]
    if isinstance(held, Decimal) or not last:
        return Measure(held, names[0], span=span)
    return Measure(numerals.exact(exact / last), names[-1], span=span)


def _falls(written: Sequence[str]) -> bool:
    return all(_COINS[b] < _COINS[a] for a, b in pairwise(written))


def coins(children: Sequence[Child], source: Source) -> Measure:
    """coins: chain NUMBER; 一块二, 五块六毛三: the last digit counts the next smaller coin."""
    told, rest = children
    word, numeral = told.words[-1], rest.value
    if rest.gap or not all(w in _COINS for w in told.words) or not (numeral.chinese or word in _SPOKEN):
        if word in ("%", "‰") or (word in _COINS and not rest.gap):
            source.fail("two-numbers" if rest.gap else "trailing-digits", (rest.start, rest.end))
        raise Refused(told)
    zero = numeral.leading_zero
    coin = "分" if zero else _NEXT_COIN.get(word)
    if coin is None:
        raise Refused(told)
    digit = numeral.number
    if digit != digit.to_integral_value() or digit >= (100 if coin == "分" and zero else 10):
        source.fail("trailing-digits", (rest.start, rest.end))
    whole = sum(
        (Fraction(m.number) * _COINS[w] for m, w in zip(told.measures, told.words, strict=True)), Fraction(0)
    )
    total = exactly(whole + Fraction(digit) * _COINS[coin])
    return Measure(total, "元", span=(told.measures[0].span[0], rest.end))


def blurred_behind(children: Sequence[Child], source: Source) -> Measure:
    """blurred_behind: chain MORE."""
    return as_measure(children[0], source)._replace(approximation=_more(children[1]))


def _more(token: Token) -> Approximation:
    return Approximation.ABOUT if token.value == "来" else Approximation.JUST_OVER


def blurred(children: Sequence[Child], _source: Source) -> Measure:
    """blurred: number MORE SCALE? UNIT?; 3万多元, 10多万元."""
    found: Measure = children[0]
    scale, unit = token_of(children, "SCALE"), token_of(children, "UNIT")
    if scale is not None:
        found = scaled(found, scale.value)
    if unit is not None:
        found = _with_unit(found, unit)
    return found._replace(approximation=_more(children[1]))


def scale_blurred(children: Sequence[Child], source: Source) -> Measure:
    """scale_blurred: SCALE MORE SCALE? UNIT?; 百余人 is 100 and some, 百余万元 a million."""
    one = Measure(Decimal(children[0].value), span=(children[0].start, children[-1].end))
    return blurred([one, *children[1:]], source)


def scale_alone(children: Sequence[Child], _source: Source) -> Measure:
    """scale_alone: SCALE UNIT?; the 百人 of 近百人."""
    one = Measure(Decimal(children[0].value), span=(children[0].start, children[-1].end))
    return one if len(children) == 1 else _with_unit(one, children[1])


def half(children: Sequence[Child], _source: Source) -> Measure:
    """half: HALF UNIT; 半年."""
    return _with_unit(Measure(Decimal("0.5"), span=(children[0].start, children[1].end)), children[1])


def half_yearly(children: Sequence[Child], _source: Source) -> Measure:
    """half_yearly: HALF UNIT NUMBER UNIT; 半年2次."""
    counted_ = Measure(children[2].value.number, span=(children[0].start, children[3].end))
    above, below = _with_unit(counted_, children[3]), children[1].value
    unit = per(above.unit, f"半{below.written}")
    if unit is None or units.dimension(below.name) != "calendar_time":
        raise Refused(unit)
    return above._replace(unit=unit)


def and_a_half(children: Sequence[Child], source: Source) -> Measure:
    """and_a_half: chain HALF UNIT?; 一年半, 1个半月."""
    whole = as_measure(children[0], source)
    number = numerals.exact(Fraction(whole.number) + _HALF)
    if len(children) == 2:  # noqa: PLR2004
        return whole._replace(number=number)
    unit: Unit = children[2].value
    if "/" in unit.name or unit.scale != 1:
        raise Refused(unit)
    if whole.unit != "个":
        source.fail(
            "mixed-units", (children[2].start, children[2].end), first=whole.unit, second=unit.written
        )
    return _with_unit(whole, children[2])._replace(number=number)


def number_and_a_half(children: Sequence[Child], source: Source) -> Measure:
    """number_and_a_half: number HALF; only 一半 is one half."""
    whole: Measure = children[0]
    if whole.number != 1:
        source.fail("trailing-digits", (children[1].start, children[1].end))
    return Measure(Decimal("0.5"), span=(whole.span[0], children[1].end), parts=(Decimal(1), Decimal(2)))


def share(children: Sequence[Child], _source: Source) -> Measure:
    """share: (MINUS | PLUS)? SHARE; 百分之五, 九成五, 三分之二."""
    token = children[-1]
    told: Share = token.value
    negative = token_of(children, "MINUS") is not None
    number = -told.number if negative and isinstance(told.number, Fraction) else told.number
    if negative and isinstance(number, Decimal):
        number = number.copy_negate()
    parts = None if negative else told.parts
    span = (children[0].start, token.end)
    return Measure(number, told.unit, span=span, parts=parts, tenths=told.tenths)


def counted(children: Sequence[Child], source: Source) -> Measure:
    """counted: number SLASH number; 28/30."""
    above, below = children[0], children[2]
    if isinstance(below, Token):
        below = Measure(below.value.number, span=(below.start, below.end))
    if below.number == 0:
        source.fail("zero-denominator", below.span)
    if dates.take(f"{above.number:f}/{below.number:f}", 0) is not None:
        raise Refused(above)  # 2021/1/ is a day that was cut off
    parts = (above.number, below.number) if above.number >= 0 and below.number > 0 else None
    number = numerals.exact(Fraction(above.number) / Fraction(below.number))
    return Measure(number, span=(above.span[0], below.span[1]), parts=parts)


def unit_behind(children: Sequence[Child], _source: Source) -> Measure:
    """unit_behind: number UNIT_APART; 30（万元）, 30，单位：万元."""
    return _with_unit(children[0], children[1])


def unit_twice(children: Sequence[Child], source: Source) -> Measure:
    """unit_twice: chain UNIT_APART; 300元（美元） is in dollars, 100元/人（天） for each person and day."""
    whole = as_measure(children[0], source)
    unit: Unit = children[1].value
    if units.dimension(unit.name) == "foreign_money" and whole.unit == "元" and unit.scale == 1:
        return whole._replace(unit=unit.name)
    if unit.scale == 1 and unit.name == whole.unit:
        return whole
    if "/" in whole.unit and unit.scale == 1 and units.dimension(unit.name) in _BELOW_MAY_FOLLOW:
        below = units.canonical(f"{whole.unit}·{unit.name}")
        if below is not None:
            return whole._replace(unit=below)
    raise Refused(unit)


def money(children: Sequence[Child], source: Source) -> Measure:
    """money: MONEY_SIGN (number | chain)."""
    sign, told = children
    currency = units.canonical(sign.value) or "元"
    if isinstance(told, Measure):
        return told._replace(unit=currency)
    held = as_measure(told, source)
    if units.dimension(held.unit) not in _MONEY:
        source.fail("mixed-units", held.span, first=sign.value, second=held.unit)
    return held


def per(above: str, below: str) -> str | None:
    """A unit for each other one; None where one is unlisted or the upper one is a length of time."""
    if units.dimension(above) == "calendar_time":
        return None
    return units.canonical(f"{above}·{below}" if "/" in above else f"{above}/{below}")


RULES: Final[dict[str, Callable[[Sequence[Any], Source], Any]]] = {
    "number": number,
    "bare": bare,
    "chain": chain,
    "coins": coins,
    "blurred_behind": blurred_behind,
    "blurred": blurred,
    "scale_blurred": scale_blurred,
    "scale_alone": scale_alone,
    "half": half,
    "half_yearly": half_yearly,
    "and_a_half": and_a_half,
    "number_and_a_half": number_and_a_half,
    "share": share,
    "counted": counted,
    "unit_behind": unit_behind,
    "unit_twice": unit_twice,
    "money": money,
}
