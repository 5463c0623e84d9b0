"""Exact pint quantities of written units (带单位的量), and their way into other registries."""

from __future__ import annotations

import functools
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from budgetkpi.bounds import as_fraction
from budgetkpi.errors import FieldError, UnitError
from budgetkpi.inputs import as_instance, as_text, shown, wrong_type
from budgetkpi.messages import Catalog
from budgetkpi.units.exact import Exact
from budgetkpi.units.registries import PREFIXES, name_in, registry, twin_in
from budgetkpi.units.vocabularies import Vocabulary, current, lexicon
from budgetkpi.units.written import read_unit

if TYPE_CHECKING:
    import pint

    from budgetkpi.units.compound import Written
    from budgetkpi.units.listing import Lexicon
    from budgetkpi.units.table import Unit

__all__ = ["quantity", "to_registry"]

_SAY: Final = Catalog("units")


def quantity(number: Decimal | Fraction | int | str, unit: str) -> pint.Quantity[Fraction]:
    """Return an exact pint Quantity (量) of a number and a written unit.

    Scale words multiply in: 3万元 and 30000元 are equal. Under a fraction line a unit of the
    same measure as the one above it does not cancel (人/万人, 小时/天).

    Raises:
        TypeError: `number` is a float or no number at all; pass the printed text.
        UnitError: nobody listed the unit, or the text is no number.

    >>> quantity("100.00", "元/本")
    <Quantity(100, 'yuan / copy')>
    >>> quantity(15, "亩") == quantity(1, "公顷")
    True
    """
    value = _exact(number)
    taken = _taken(as_text(unit, "unit"))
    scale, pint_unit = _pint_unit(taken, current())
    return registry().Quantity(Exact(value * scale), pint_unit)


def to_registry(
    magnitude: Decimal | Fraction | int | str,
    unit: str,
    ureg: pint.UnitRegistry[Any],
) -> pint.Quantity[Any]:
    """Return the quantity in a registry of the caller's own (转换到用户的单位库).

    The magnitude stays exact (an int where it is whole, else a Fraction), a Decimal where
    the registry computes with Decimals. What the registry then converts is its own affair:
    pint's year has 365.25 days.

    Raises:
        UnitError: nobody listed the unit, or the registry has no unit of its dimension.
    """
    import pint

    as_instance(ureg, "registry", pint.UnitRegistry, "registry")
    value = _exact(magnitude)
    taken = _taken(as_text(unit, "unit"))
    words = lexicon()
    value *= taken.scale
    total = ureg.Unit("")
    parts = [(taken.above, 1, 1)] if taken.above else []
    for name, scale, power in [*parts, *((name, scale, -1) for scale, name in taken.below)]:
        share, standard = _standard(words.units[name], unit, words)
        value *= (share * scale) ** power
        try:
            total *= ureg.Unit(standard) ** power
        except (pint.UndefinedUnitError, AttributeError):
            raise UnitError(_SAY("no-such-unit-there", unit=unit)) from None
    return ureg.Quantity(_for(ureg, value), total)


def _standard(entry: Unit, unit: str, words: Lexicon) -> tuple[Fraction, str]:
    """A factor and the name of the unit in pint's own registry."""
    if entry.written in words.standard:
        return Fraction(1), words.standard[entry.written]
    if entry.base in words.standard:
        return entry.factor, words.standard[entry.base]
    raise UnitError(_SAY("no-such-unit-there", unit=unit))


def _for(ureg: pint.UnitRegistry[Any], value: Fraction) -> int | Fraction | Decimal:
    if ureg.non_int_type is Decimal:
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value.numerator if value.denominator == 1 else Exact(value)


def _exact(number: object) -> Fraction:
    if isinstance(number, bool) or not isinstance(number, int | Decimal | Fraction | str):
        raise wrong_type("number", "exact", number)
    try:
        return as_fraction(number, "number")
    except FieldError:
        raise UnitError(_SAY("not-a-number", number=shown(number))) from None


def _taken(unit: str) -> Written:
    taken = read_unit(unit)
    if taken is None:
        raise UnitError(_SAY("unknown-unit", unit=unit))
    return taken


@functools.lru_cache(maxsize=4096)
def _pint_unit(taken: Written, _vocabulary: Vocabulary) -> tuple[Fraction, pint.Unit]:
    """The factor and the pint unit of a unit taken apart."""
    ours, words = registry(), lexicon()
    total = ours.Unit(name_in(ours, taken.above, words)) if taken.above else ours.Unit("")
    factor = Fraction(taken.scale)
    for scale, part in taken.below:
        # A measure that stands above the line too gets a twin, so that it cannot cancel.
        twin = taken.above and _shared(taken.above, part, words)
        name = twin_in(ours, part, words) if twin else name_in(ours, part, words)
        if scale not in PREFIXES:
            factor /= scale
            scale = 1  # noqa: PLW2901  (the factor holds it now)
        total /= ours.Unit(PREFIXES[scale] + name)
    return factor, total


def _shared(above: str, below: str, words: Lexicon) -> bool:
    ours = registry()
    measures = (ours.get_dimensionality(name_in(ours, unit, words)) for unit in (above, below))
    return not set(next(measures)).isdisjoint(next(measures))
