"""Several units' actuals as one (汇总完成值): the total first, then the score.

Absolute values are added; relative ones are averaged, weighted by money (湖北省《项目自评表》
填表说明).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from budgetkpi import units
from budgetkpi.bounds import as_fraction
from budgetkpi.errors import UnitError
from budgetkpi.given import as_value
from budgetkpi.inputs import as_instance, listed, unwrapped, wrong_type
from budgetkpi.messages import Catalog
from budgetkpi.policy.figures_written import written
from budgetkpi.reading import parse
from budgetkpi.sheets.money import as_money
from budgetkpi.values import Amount, Comparator, Missing

if TYPE_CHECKING:
    from budgetkpi.given import Given
    from budgetkpi.values import Number, Value

__all__ = ["roll_up"]

_say = Catalog("sheets")
Reported: TypeAlias = "Given"
"""What one unit reports."""
RELATIVE_DIMENSIONS = frozenset({"ratio", "score", "points_of_percent"})
"""Adding two of these up says nothing; a rate such as 元/人 is relative too."""


def roll_up(
    actuals: Sequence[tuple[Reported, Decimal | int | None]], *, relative: bool | None = None
) -> Value:
    """Roll several units' actuals up into one (汇总).

    Args:
        actuals: pairs of what a unit reached and the money behind it (None where no money is needed).
        relative: whether the values are relative, so averaged instead of added; None tells it by the
            unit: %, 分 and rates such as 元/人 are relative.

    Returns:
        An `Amount` in the first unit, with a note of how it was made; `Missing` where nobody
        reported, or where one did not: a total without it would be wrong.

    Raises:
        UnitError: what cannot be added: words, units that do not go together, or relative values
            without the money to weigh them by.

    >>> str(roll_up([("90%", 300), ("80%", 100)]))
    '87.5%'
    """
    if relative is not None:
        as_instance(relative, "relative", bool, "flag")
    read = list(listed(actuals, "actuals", _pair, "pairs"))
    if not read or any(isinstance(value, Missing) for value, _ in read):
        return Missing(notes=(_say.note("roll-up-missing"),))
    amounts = [_amount(value) for value, _ in read]
    unit = next((amount.unit for amount in amounts if amount.unit), "")
    numbers = [_in_unit(amount, unit) for amount in amounts]
    if _relative(unit) if relative is None else relative:
        weights = [_weight(money) for _, money in read]
        if not sum(weights):
            raise UnitError(_say("roll-up-no-money"))
        mean = sum((n * w for n, w in zip(numbers, weights, strict=True)), Fraction(0)) / sum(weights)
        return Amount(_number(mean), unit, notes=(_say.note("rolled-up-mean", count=len(read)),))
    total = sum(numbers, Fraction(0))
    return Amount(_number(total), unit, notes=(_say.note("rolled-up-sum", count=len(read)),))


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
    if not (isinstance(value, Amount) and plain and value.comparator in (None, Comparator.EQ)):
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
