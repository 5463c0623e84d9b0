"""Numbers with units, the parts that amounts and ranges are made of (数与单位)."""

from __future__ import annotations

import functools
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi import numerals, units
from budgetkpi.errors import BudgetKpiError
from budgetkpi.language.grammar import NotAStatementError
from budgetkpi.language.refusals import failed
from budgetkpi.language.tree import Source, is_a, number, scale_of, span_of, tokens, unit_named, unit_text
from budgetkpi.messages import load_table
from budgetkpi.values import Approximation, Number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lark import Tree
    from lark.lexer import Token

    from budgetkpi.messages import Note

__all__ = [
    "Measure",
    "SideBySideError",
    "blur_of",
    "mean_over",
    "measure",
    "per",
]

_HALF: Final = Decimal("0.5")
_NEXT_COIN: Final = {"块": "角", "块钱": "角", "元": "角", "毛": "分", "角": "分"}
_COIN_VALUE: Final = {
    "块": Fraction(1),
    "块钱": Fraction(1),
    "元": Fraction(1),
    "毛": Fraction(1, 10),
    "角": Fraction(1, 10),
    "分": Fraction(1, 100),
}


@attrs.frozen
class Measure:
    """A number and its unit as one end of whatever a cell says.

    Attributes:
        number: exact, scale words multiplied in.
        unit: canonical, "" where none is printed; an unlisted one as written.
        approximation: 余, 多, 几 behind the number.
        parts: counted and total of 28/30.
        each: whether the cell says 每 or 均 and not a fraction line.
        scale: the scale word that the number ends with (3-5万), 1 for none.
        notes: what was assumed.
        span: where it stands in the folded text.
    """

    number: Number
    unit: str = ""
    approximation: Approximation | None = attrs.field(default=None, kw_only=True)
    parts: tuple[Decimal, Decimal] | None = attrs.field(default=None, kw_only=True)
    each: bool = attrs.field(default=False, kw_only=True)
    scale: int = attrs.field(default=1, kw_only=True)
    notes: tuple[Note, ...] = attrs.field(default=(), kw_only=True)
    span: tuple[int, int] = attrs.field(default=(0, 0), kw_only=True)


def measure(node: Tree[Token], source: Source) -> Measure:
    """Read one measure of the tree.

    Raises:
        ParseError: the number is none, or units follow each other that do not go together.
    """
    if node.data == "number":
        return attrs.evolve(_bare([node], source), span=span_of(node))
    read = _READERS[str(node.data)]
    return attrs.evolve(read(node.children, source), span=span_of(node))


class SideBySideError(BudgetKpiError):
    """Amounts of different kinds in a row (2期100人); never leaves this package."""

    def __init__(self, measures: list[Measure]) -> None:
        super().__init__(measures)
        self.measures = measures


def blur_of(children: Sequence[Any]) -> Approximation | None:
    """How the words beside a measure blur it (约, 近, 左右), None where they do not."""
    for child in children:
        if is_a(child, "AROUND"):
            return Approximation.ABOUT
        if is_a(child, "blur"):
            return Approximation.JUST_UNDER if tokens(child)[0].type == "NEAR" else Approximation.ABOUT
    return None


def _bare(children: Sequence[Any], source: Source) -> Measure:
    return Measure(number(children[0], source), scale=scale_of(str(tokens(children[0])[-1])))


def _with_unit(node: Tree[Token], unit: Tree[Token] | Token, source: Source) -> Measure:
    name, notes = unit_text(unit, source)
    return attrs.evolve(_bare([node], source), unit=name, notes=notes)


def _pieces(node: Tree[Token]) -> list[tuple[Any, Any]]:
    """The (number, unit) pairs of a chain such as 2年零3个月."""
    parts: list[Any] = [child for child in node.children if not is_a(child, "AND_ZERO")]
    if is_a(parts[0], "chain", "chain_coin"):
        return [*_pieces(parts[0]), (parts[1], parts[2])]
    return [(parts[0], parts[1])]


def _chain(children: Sequence[Any], source: Source) -> Measure:
    from lark import Tree  # noqa: PLC0415

    pieces = _pieces(Tree("chain", list(children)))
    if len(pieces) == 1:
        return _with_unit(pieces[0][0], pieces[0][1], source)
    return _joined(
        [_with_unit(n, u, source) for n, u in pieces],
        [str("".join(tokens(u))) for _, u in pieces],
        pieces,
        source,
    )


def _joined(
    measures: list[Measure], written: list[str], pieces: list[tuple[Any, Any]], source: Source
) -> Measure:
    """Add the pieces of a length, weight or price, held in the larger unit where that stays finite."""
    start, end = span_of(pieces[1][0])[0], span_of(pieces[-1][1])[1]
    names = [m.unit for m in measures]
    if all(word in _COIN_VALUE for word in written) and written[0] != "分":
        coins = zip(measures, written, strict=True)
        total = sum((Fraction(m.number) * _COIN_VALUE[word] for m, word in coins), Fraction(0))
        return Measure(_exactly(total), "元")
    if "分" in names and ("秒" in names or "小时" in names):
        names = ["分钟" if name == "分" else name for name in names]
    factors = [units.factor(name, names[0]) for name in names]
    if all(factor is None for factor in factors[1:]):
        raise SideBySideError(measures)
    falling = all(a is not None and b is not None and b < a for a, b in pairwise(factors))
    if not falling or any(m.number < 0 for m in measures):
        raise failed(
            "mixed-units", source.text, source.place(start, end), first=written[0], second=written[1]
        )
    exact = sum(
        (Fraction(m.number) * f for m, f in zip(measures, factors, strict=True) if f is not None), Fraction(0)
    )
    held, smaller = numerals.exact(exact), names[-1]
    if isinstance(held, Decimal):
        return Measure(held, names[0])
    last = factors[-1]
    return Measure(numerals.exact(exact / last) if last else exact, smaller)


def _exactly(value: Fraction) -> Decimal:
    """A finite number as the Decimal that it is; Decimal arithmetic would round at 28 digits."""
    found = numerals.exact(value)
    if isinstance(found, Fraction):
        raise ArithmeticError(found)  # noqa: TRY004  (no caller passes an endless one)
    return found


def _coins_and_rest(children: Sequence[Any], source: Source) -> Measure:
    """一块二, 五块六毛三: the last digit counts the next smaller coin; 三块零四 counts 分."""
    pieces = _pieces(children[0])
    last = "".join(tokens(pieces[-1][1]))
    rest = "".join(tokens(children[1]))
    whole = _joined_coins(pieces, source)
    digits = number(children[1], source)
    coin = "分" if rest[0] in "零〇0" else _NEXT_COIN[last]
    if digits != digits.to_integral_value() or digits >= (100 if coin == "分" and rest[0] in "零〇0" else 10):
        raise failed("trailing-digits", source.text, source.place(*span_of(children[1])))
    return Measure(_exactly(whole + Fraction(digits) * _COIN_VALUE[coin]), "元")


def _joined_coins(pieces: list[tuple[Any, Any]], source: Source) -> Fraction:
    total = Fraction(0)
    for node, unit in pieces:
        word = "".join(tokens(unit))
        if word not in _COIN_VALUE:
            raise failed("mixed-units", source.text, source.place(*span_of(unit)), first=word, second="角")
        total += Fraction(number(node, source)) * _COIN_VALUE[word]
    return total


def _blurred_after(children: Sequence[Any], source: Source) -> Measure:
    return attrs.evolve(measure(children[0], source), approximation=_more(str(children[1])))


def _more(word: str) -> Approximation:
    return Approximation.ABOUT if word == "来" else Approximation.JUST_OVER


def _blurred(children: Sequence[Any], source: Source) -> Measure:
    base, unit, scale = number(children[0], source), None, 1
    for child in children[2:]:
        if getattr(child, "type", "") == "SCALE":
            scale = scale_of(str(child))
        else:
            unit = child
    name, notes = unit_text(unit, source)
    return Measure(_exactly(Fraction(base) * scale), name, approximation=_more(str(children[1])), notes=notes)


def _half(children: Sequence[Any], source: Source) -> Measure:
    name, notes = unit_text(children[1], source)
    return Measure(_HALF, name, notes=notes)


def _and_a_half(children: Sequence[Any], source: Source) -> Measure:
    whole = measure(children[0], source)
    return attrs.evolve(whole, number=numerals.exact(Fraction(whole.number) + Fraction(1, 2)))


def _one_and_a_half(children: Sequence[Any], source: Source) -> Measure:
    """1个半月: the unit stands behind the half."""
    whole = measure(children[0], source)
    written = "".join(tokens(children[2]))
    if "每" in written or "/" in written:
        raise NotAStatementError(0)
    if whole.unit != "个":
        raise failed(
            "mixed-units", source.text, source.place(*span_of(children[2])), first=whole.unit, second=written
        )
    name, notes = unit_named("个月" if written == "月" else written)
    return Measure(numerals.exact(Fraction(whole.number) + Fraction(1, 2)), name, notes=notes)


def _bare_half(children: Sequence[Any], source: Source) -> Measure:
    whole = number(children[0], source)
    if whole != 1:
        raise failed("trailing-digits", source.text, source.place(*span_of(children[1])))
    return Measure(_HALF, parts=(Decimal(1), Decimal(2)))


def _tenths(children: Sequence[Any], source: Source) -> Measure:
    share = Fraction(number(children[0], source)) * 10
    if len(children) > 2:  # noqa: PLR2004  (九成五, 三成半)
        rest = children[2]
        more = Decimal(5) if getattr(rest, "type", "") == "HALF" else number(rest, source)
        if more >= 10 or more != more.to_integral_value():  # noqa: PLR2004
            raise failed("trailing-digits", source.text, source.place(*span_of(rest)))
        share += Fraction(more)
    return Measure(_exactly(share), "%", scale=10)


def _share(unit: str, times: Fraction) -> Callable[[Sequence[Any], Source], Measure]:
    def read(children: Sequence[Any], source: Source) -> Measure:
        word = "".join(tokens(children[1]))
        value = Decimal(100) if word == "百" else number(children[1], source)
        return Measure(value if times == 1 else _exactly(Fraction(value) * times), unit)

    return read


def _quotient(above: Decimal, below: Decimal, source: Source, span: tuple[int, int]) -> Measure:
    if below == 0:
        raise failed("zero-denominator", source.text, source.place(*span))
    parts = (above, below) if above >= 0 and below > 0 else None
    return Measure(numerals.exact(Fraction(above) / Fraction(below)), parts=parts)


def _fraction(children: Sequence[Any], source: Source) -> Measure:
    below, above = number(children[0], source), number(children[2], source)
    return _quotient(above, below, source, span_of(children[0]))


def _counted(children: Sequence[Any], source: Source) -> Measure:
    above, below = number(children[0], source), number(children[2], source)
    return _quotient(above, below, source, span_of(children[2]))


def _unit_behind(children: Sequence[Any], source: Source) -> Measure:
    """A number before a unit in brackets, with its scale word or none: 30（万元）."""
    value = number(children[0], source)
    scale = scale_of(str(children[2])) if is_a(children[2], "SCALE") else 1
    name, notes = unit_text(children[-2], source)
    return Measure(value if scale == 1 else _exactly(Fraction(value) * scale), name, notes=notes)


def _money(children: Sequence[Any], source: Source) -> Measure:
    sign, node = sorted(children, key=lambda child: getattr(child, "type", "") != "MONEY_SIGN")
    currency = units.canonical(str(sign)) or "元"
    if node.data == "number":
        return Measure(number(node, source), currency)
    held = measure(node, source)
    if units.dimension(held.unit) not in ("money", "foreign_money"):
        raise failed("mixed-units", source.text, source.place(*held.span), first=str(sign), second=held.unit)
    return held


def _each(children: Sequence[Any], source: Source) -> Measure:
    above, _ = unit_text(children[3], source)
    below = "".join(tokens(children[1]))
    count = _HALF if getattr(children[2], "type", "") == "HALF" else number(children[2], source)
    return Measure(count, _per(above, below), each=True)


def _mean(children: Sequence[Any], source: Source) -> Measure:
    above, _ = unit_text(children[2], source)
    below = "年" if is_a(children[0], "ANNUAL") else mean_over()[str(children[0])[0]]
    return Measure(number(children[1], source), _per(above, below), each=True)


@functools.cache
def mean_over() -> dict[str, str]:
    """The unit below that the first character of 人均, 日均 … stands for."""
    means: dict[str, str] = load_table("clauses.toml")["per"]["means"]
    return means


def per(above: str, below: str) -> str | None:
    """A unit per another; None where one is unlisted or the upper one is a length of time."""
    if units.dimension(above) == "calendar_time":
        return None
    return units.canonical(f"{above}/{below}")


def _per(above: str, below: str) -> str:
    unit = per(above, below)
    if unit is None:
        raise NotAStatementError(0)
    return unit


def _days(children: Sequence[Any], _source: Source) -> Measure:
    digits = str(children[0])[:-1].strip()
    return Measure(numerals.read(digits), unit_named("日")[0])


_READERS: Final[dict[str, Callable[[Sequence[Any], Source], Measure]]] = {
    "bare": _bare,
    "chain": _chain,
    "chain_coin": _chain,
    "coins_and_rest": _coins_and_rest,
    "blurred_after": _blurred_after,
    "blurred": _blurred,
    "half": _half,
    "half_tenth": lambda _children, _source: Measure(Decimal(5), "%"),
    "and_a_half": _and_a_half,
    "one_and_a_half": _one_and_a_half,
    "all": lambda _children, _source: Measure(Decimal(100), "%"),
    "bare_half": _bare_half,
    "tenths": _tenths,
    "hundredths": _share("%", Fraction(1)),
    "thousandths": _share("‰", Fraction(1)),
    "ten_thousandths": _share("%", Fraction(1, 100)),
    "fraction": _fraction,
    "counted": _counted,
    "with_unit": _unit_behind,
    "money": _money,
    "each": _each,
    "mean": _mean,
    "days": _days,
}
