"""Several units' actuals as one (汇总完成值): the total first, then the score.

Absolute values are added; relative ones are averaged, weighted by money (湖北省《项目自评表》
填表说明).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import attrs

from budgetkpi import units
from budgetkpi.bounds import as_fraction
from budgetkpi.errors import UnitError
from budgetkpi.evaluation import evaluate
from budgetkpi.given import as_value
from budgetkpi.inputs import as_instance, listed, unwrapped, wrong_type
from budgetkpi.messages import Catalog, series
from budgetkpi.policy.figures_written import percent, written
from budgetkpi.policy.table_rules import Rounding
from budgetkpi.reading import parse
from budgetkpi.sheets.money import as_money
from budgetkpi.values import Amount, Comparator, Deadline, Level, Missing, Range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.given import Given
    from budgetkpi.indicators import Indicator
    from budgetkpi.messages import Note
    from budgetkpi.values import Number, Value

__all__ = ["roll_up"]

_say = Catalog("sheets")
Reported: TypeAlias = "Given"
"""What one unit reports."""
NEVER_ADDED = frozenset({"temperature", "noise"})
"""Neither a sum nor a mean of these says anything."""
ROUNDED_PLACES = 6
"""So many decimal places a mean has that does not end."""
RELATIVE_DIMENSIONS = frozenset({"ratio", "score", "points_of_percent"})
"""Adding two of these up says nothing; a rate such as 元/人 is relative too."""


def roll_up(
    actuals: Sequence[tuple[Reported, Decimal | int | None]],
    *,
    relative: bool | None = None,
    indicator: Indicator | None = None,
) -> Value:
    """Roll several units' actuals up into one (汇总).

    Args:
        actuals: pairs of what a unit reached and the money behind it (None where no money is needed).
        relative: whether the values are relative, so averaged instead of added; None tells it by the
            unit: %, 分 and rates such as 元/人 are relative.
        indicator: the row that they belong to: its unit is that of the result and of bare numbers, and
            its budget year that of dates.

    Returns:
        An `Amount` in the first unit, with notes of how it was made, of a unit that was taken over and of
        units that only count alike (台, 套); a share of % without a finite decimal is the fraction itself
        (59/70). Of deadlines the latest, of words of one ladder the lowest. `Missing` where nobody
        reported, or where one did not: a total without it would be wrong.

    Raises:
        UnitError: what cannot be added: ranks, degrees and decibels, units that do not go together, words of
            several ladders, a bare 0.8 beside per cents (0.8% or 80%?), a bare number beside money (元 or
            万元?), or relative values without the money to weigh them by.

    >>> str(roll_up([("90%", 300), ("80%", 100)]))
    '87.5%'
    """
    if relative is not None:
        as_instance(relative, "relative", bool, "flag")
    read = list(listed(actuals, "actuals", _pair, "pairs"))
    if not read or any(isinstance(value, Missing) for value, _ in read):
        return Missing(notes=(_say.note("roll-up-missing"),))
    values = [value for value, _ in read]
    if all(isinstance(value, Deadline) for value in values):
        return _latest([value for value in values if isinstance(value, Deadline)], indicator)
    if all(isinstance(value, Level) for value in values):
        return _lowest([value for value in values if isinstance(value, Level)])
    amounts = [_amount(value) for value in values]
    unit = _unit(amounts, indicator)
    said = tuple(_about_units(amounts, unit))
    numbers = [_in_unit(amount, unit) for amount in amounts]
    if _relative(unit) if relative is None else relative:
        weights = [_weight(money) for _, money in read]
        if not sum(weights):
            raise UnitError(_say("roll-up-no-money"))
        mean = sum((n * w for n, w in zip(numbers, weights, strict=True)), Fraction(0)) / sum(weights)
        return _made(mean, unit, (_say.note("rolled-up-mean", count=len(read)), *said))
    return _made(sum(numbers, Fraction(0)), unit, (_say.note("rolled-up-sum", count=len(read)), *said))


def _unit(amounts: Sequence[Amount], indicator: Indicator | None) -> str:
    """The unit of the result: the row's own, else the first that is named."""
    wanted = "" if indicator is None else _unit_of(indicator)
    return wanted or next((amount.unit for amount in amounts if amount.unit), "")


def _unit_of(indicator: Indicator) -> str:
    """The unit of a row's target, "" where it names none or cannot be read."""
    target = evaluate(indicator, None).target
    return target.unit if isinstance(target, Amount | Range) else ""


def _about_units(amounts: Sequence[Amount], unit: str) -> Iterator[Note]:
    """A unit taken over, units that only count alike; what is open or never adds is refused."""
    dimension = units.dimension(unit) if unit and units.known(unit) else ""
    if dimension in NEVER_ADDED:
        raise UnitError(_say("roll-up-no-sum", unit=unit))
    bare = [amount for amount in amounts if not amount.unit]
    money = dimension == "money"
    for amount in bare if unit else ():
        if money or (dimension == "ratio" and 0 < abs(Fraction(amount.magnitude)) <= 1):
            raise UnitError(_say("roll-up-bare", value=str(amount), unit=unit))
    if bare and unit:
        yield _say.note("rolled-up-unit-taken", unit=unit, count=len(bare))
    other = {amount.unit for amount in amounts if amount.unit and amount.unit != unit}
    alike = sorted(one for one in other if units.relation(one, unit).factor == 1)
    if alike:
        yield _say.note("rolled-up-alike", unit=unit, others=series(alike))


def _made(exact: Fraction, unit: str, notes: tuple[Note, ...]) -> Amount:
    """The result as a value whose text is read back as itself."""
    number = _number(exact)
    if isinstance(number, Decimal):
        return Amount(number, unit, notes=notes)
    if not unit:
        return Amount(number, unit, notes=notes, parts=_parts(exact))
    if unit == "%":
        return Amount(
            exact / 100,
            "",
            parts=_parts(exact / 100),
            notes=(*notes, _say.note("rolled-up-fraction", percent=percent(exact / 100))),
        )
    rounded = Rounding(places=ROUNDED_PLACES)(exact)
    note = _say.note("rolled-up-rounded", exact=str(exact), places=ROUNDED_PLACES)
    return Amount(rounded, unit, notes=(*notes, note))


def _parts(exact: Fraction) -> tuple[Decimal, Decimal]:
    """The two numbers of a fraction as it is written."""
    return Decimal(exact.numerator), Decimal(exact.denominator)


def _latest(deadlines: Sequence[Deadline], indicator: Indicator | None) -> Deadline:
    """The latest of several deadlines (最晚完成时间)."""
    year = None if indicator is None else indicator.fiscal_year
    days = [deadline.last_day(year) for deadline in deadlines]
    known = [(day, i) for i, day in enumerate(days) if day is not None]
    if len(known) < len(deadlines):
        unknown = next(str(one) for one, day in zip(deadlines, days, strict=True) if day is None)
        raise UnitError(_say("roll-up-no-day", value=unknown))
    latest = deadlines[max(known)[1]]
    return attrs.evolve(latest, notes=(*latest.notes, _say.note("rolled-up-latest", count=len(deadlines))))


def _lowest(levels: Sequence[Level]) -> Level:
    """The lowest of several words of one ladder (最低等级)."""
    ranked = [level for level in levels if level.rank is not None and not level.negated]
    if len(ranked) < len(levels) or len({level.ladder for level in levels}) > 1:
        raise UnitError(_say("roll-up-ladders", values=series(levels)))
    lowest = min(ranked, key=lambda level: level.rank if level.rank is not None else 0)
    return attrs.evolve(lowest, notes=(*lowest.notes, _say.note("rolled-up-lowest", count=len(levels))))


def _pair(pair: object, field: str) -> tuple[Value, Decimal | None]:
    """What one unit reported, read, and its money."""
    if isinstance(pair, str) or not isinstance(pair, Sequence) or len(pair) != 2:  # noqa: PLR2004  (a pair)
        raise wrong_type(field, "pairs", pair)
    return _read(pair[0]), as_money(pair[1], field)


def _read(actual: Reported) -> Value:
    """A cell read, a number wrapped, a value as it is."""
    cell = unwrapped(actual)
    return parse(cell) if isinstance(cell, str) else as_value(cell, "actual")


def _amount(value: object) -> Amount:
    """A plain number; a sign copied over from the target is no part of it, unless it says equal."""
    plain = isinstance(value, Amount) and not value.approximate and value.change is None
    ranked = isinstance(value, Amount) and value.text.strip().startswith("第")
    if not (isinstance(value, Amount) and plain and value.comparator in (None, Comparator.EQ)) or ranked:
        raise UnitError(_say("roll-up-no-number", value=str(value)))
    return value


def _in_unit(amount: Amount, unit: str) -> Fraction:
    number = Fraction(amount.magnitude)
    if amount.unit in ("", unit):
        return number
    factor = units.relation(amount.unit, unit).factor
    if factor is None:
        raise UnitError(_say("roll-up-units", one=amount.unit, other=unit))
    return number * factor


def _relative(unit: str) -> bool:
    return "/" in unit or (bool(unit) and units.known(unit) and units.dimension(unit) in RELATIVE_DIMENSIONS)


def _weight(money: Decimal | None) -> Fraction:
    if money is None:
        raise UnitError(_say("roll-up-no-money"))
    weight = as_fraction(money, "money")
    if weight < 0:
        raise UnitError(_say("roll-up-no-money"))
    return weight


def _number(exact: Fraction) -> Number:
    """A Decimal where the number ends, else the Fraction itself."""
    text = written(exact)
    return exact if text.startswith("(") else Decimal(text)
