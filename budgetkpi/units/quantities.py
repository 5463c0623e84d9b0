"""Exact pint quantities of written units (带单位的量), and their way into other registries."""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from budgetkpi.bounds import as_fraction
from budgetkpi.errors import FieldError, UnitError
from budgetkpi.inputs import as_instance, as_text, shown, wrong_type
from budgetkpi.messages import Catalog
from budgetkpi.units.exact import Exact
from budgetkpi.units.registries import PREFIXES, is_defined, name_in, twin_in
from budgetkpi.units.registries import registry as plain_registry
from budgetkpi.units.vocabularies import Vocabulary, current, lexicon
from budgetkpi.units.written import read_unit

if TYPE_CHECKING:
    import pint

    from budgetkpi.units.compound import Written
    from budgetkpi.units.listing import Lexicon
    from budgetkpi.units.table import Unit

__all__ = ["quantity", "registry", "to_registry"]

_SAY: Final = Catalog("units")


def registry() -> pint.UnitRegistry[Any]:
    """The registry of budgetkpi's own units (单位注册表), built on first use.

    Its units have English names and are known by their written forms too.

    >>> registry().Quantity(15, "亩").to("公顷")
    <Quantity(1, 'hectare')>
    >>> str(registry().Unit("元/平方米"))
    'yuan / square_metre'
    """
    ours = plain_registry()
    if _as_pint_writes not in ours.preprocessors:
        ours.preprocessors.insert(0, _as_pint_writes)
    return ours


def _as_pint_writes(text: str) -> str:
    """A written unit, perhaps behind a number, as pint writes it; what pint writes itself as it is.

    pint's own reader would leave out every character that it does not know.
    """
    match = re.fullmatch(r"\s*(?P<number>\d+(?:\.\d+)?)?\s*(?P<unit>.*\S)?\s*", text, re.ASCII | re.DOTALL)
    number, unit = (match["number"], match["unit"]) if match else (None, text)
    taken = read_unit(unit) if unit else None
    if taken is None or not unit:
        if all(part.isascii() or _is_name(part) for part in re.split(r"(\w+)", text)):
            return text
        import pint

        raise pint.UndefinedUnitError(text)
    scale, found = _pint_unit(taken, current(), prefixed=True)
    if scale != 1:
        number = str(Fraction(number or 1) * scale)
    written = " * ".join(f"{name} ** {power}" for name, power in found._units.items())  # noqa: SLF001
    return f"{number} * {written}" if number else written


def _is_name(word: str) -> bool:
    """Whether it is the name of a unit of a caller's own, perhaps with the prefix of a scale word."""
    stems = (word.removeprefix(prefix) for prefix in PREFIXES.values() if word.startswith(prefix))
    return any(is_defined(plain_registry(), stem) for stem in stems)


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
    *,
    define: bool = False,
) -> pint.Quantity[Any]:
    """Return the quantity in a registry of the caller's own (转换到用户的单位库).

    The magnitude stays exact (an int where it is whole, else a Fraction), a Decimal where
    the registry computes with Decimals. What the registry then converts is its own affair:
    pint's year has 365.25 days.

    Args:
        magnitude: an exact number, or its text.
        unit: a written unit.
        ureg: the registry.
        define: whether a unit that the registry lacks (元, 台, 人 …) is defined in it, under the name of
            budgetkpi's own registry and its Chinese word. A name that means something else there is kept
            and ours gets `cn_` in front.

    Raises:
        UnitError: nobody listed the unit, or the registry has no unit of its dimension and none is to be
            defined.
        FieldTypeError: `ureg` is no registry.
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
        twin = bool(power < 0 and taken.above) and _shared(taken.above, name, words)
        share, standard = _standard(words.units[name], words)
        found = _unit_there(ureg, standard)
        if found is None:
            if not define:
                raise UnitError(_SAY("no-such-unit-there", unit=unit))
            own = _define_there(ureg, name, words, twin=twin)
            share, found = Fraction(1), ureg.Unit(ureg.UnitsContainer({own: 1}))
        value *= (share * scale) ** power
        total *= found**power
    return ureg.Quantity(_for(ureg, value), total)


def _define_there(ureg: pint.UnitRegistry[Any], written: str, words: Lexicon, *, twin: bool) -> str:
    """The name of a unit that another registry lacks, defined in it where it is not yet."""
    entry = words.units[written]
    name = ("of_" if twin else "") + name_in(plain_registry(), written, words)
    if entry.base != written:
        body = f"{entry.factor} * {_define_there(ureg, entry.base, words, twin=twin)}"
    elif entry.made and not twin:
        body = " * ".join(_there(ureg, part, words) for part in entry.made)
    else:
        body = f"[{name if twin or not entry.measure else entry.measure}]"
    for candidate in (name, f"cn_{name}"):
        if not is_defined(ureg, candidate):
            also = f" = _ = {written}" if written.isidentifier() and not twin else ""
            ureg.define(f"{candidate} = {body}{also}")
            return candidate
        if _means(ureg, candidate, body):
            return candidate
    raise UnitError(_SAY("no-such-unit-there", unit=written))


def _there(ureg: pint.UnitRegistry[Any], written: str, words: Lexicon) -> str:
    """A unit in terms of the other registry: its own, or one defined in it."""
    share, standard = _standard(words.units[written], words)
    if _unit_there(ureg, standard) is not None:
        return f"{share} * {standard}"
    return _define_there(ureg, written, words, twin=False)


def _unit_there(ureg: pint.UnitRegistry[Any], standard: str) -> pint.Unit | None:
    """A standard unit of another registry, None where it has none."""
    import pint

    if not standard:
        return None
    try:
        return ureg.Unit(standard)
    except (pint.UndefinedUnitError, AttributeError):
        return None


def _means(ureg: pint.UnitRegistry[Any], name: str, body: str) -> bool:
    """Whether a unit of another registry is what we would define."""
    if body.startswith("["):
        return dict(ureg.get_dimensionality(name)) == {body: 1} and ureg.get_root_units(name)[0] == 1
    same: bool = ureg.Quantity(1, name) == ureg.parse_expression(body)
    return same


def _standard(entry: Unit, words: Lexicon) -> tuple[Fraction, str]:
    """A factor and the name of the unit in pint's own registry, "" where that has none."""
    if entry.written in words.standard:
        return Fraction(1), words.standard[entry.written]
    return entry.factor, words.standard.get(entry.base, "")


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
        raise UnitError(_SAY("unknown-unit", unit=shown(unit)))
    return taken


@functools.lru_cache(maxsize=4096)
def _pint_unit(
    taken: Written, _vocabulary: Vocabulary, *, prefixed: bool = False
) -> tuple[Fraction, pint.Unit]:
    """The factor and the pint unit of a unit taken apart; the scale word (万元) as a prefix where asked."""
    ours, words = plain_registry(), lexicon()
    above = name_in(ours, taken.above, words) if taken.above else ""
    factor = Fraction(taken.scale)
    if prefixed and above and taken.scale in PREFIXES:
        factor, above = Fraction(1), _scaled_name(taken.scale, above)
    total = ours.Unit(ours.UnitsContainer({above: 1} if above else {}))
    for scale, part in taken.below:
        # A measure that stands above the line too gets a twin, so that it cannot cancel.
        twin = taken.above and _shared(taken.above, part, words)
        name = twin_in(ours, part, words) if twin else name_in(ours, part, words)
        if scale not in PREFIXES:
            factor /= scale
            scale = 1  # noqa: PLW2901  (the factor holds it now)
        total /= ours.Unit(ours.UnitsContainer({_scaled_name(scale, name): 1}))
    return factor, total


def _scaled_name(scale: int, name: str) -> str:
    """The name of a unit with its scale word, which the registry enters when it is first asked: wan_yuan."""
    full = PREFIXES[scale] + name
    return plain_registry().get_name(full) if PREFIXES[scale] else full


def _shared(above: str, below: str, words: Lexicon) -> bool:
    ours = plain_registry()
    measures = (ours.get_dimensionality(name_in(ours, unit, words)) for unit in (above, below))
    return not set(next(measures)).isdisjoint(next(measures))
