"""The pint registry of budgetkpi's own units (单位注册表), made from the table of units on first use.

Every count is a dimension of its own, so that pint keeps 台 and 套, 人 and 户 apart. So are %
and percentage points, clock time, calendar time and working days: none converts into another.
"""

from __future__ import annotations

import copyreg
import functools
import threading
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from budgetkpi.units.exact import Exact
from budgetkpi.units.listing import listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    import pint

    from budgetkpi.units.listing import Lexicon

__all__ = [
    "PREFIXES",
    "carried",
    "definitions",
    "is_defined",
    "make_registry",
    "name_in",
    "registry",
    "twin_in",
]

_LOCK: Final = threading.RLock()
PREFIXES: Final = {
    1: "",
    10: "ten_",
    100: "hundred_",
    1000: "thousand_",
    10**4: "wan_",
    10**5: "hundred_thousand_",
    10**6: "million_",
    10**7: "ten_million_",
    10**8: "yi_",
}
"""What the registry calls a scale word under a fraction line: tce / wan_yuan is 吨标准煤/万元."""


def registry() -> pint.UnitRegistry[Any]:
    """The registry of budgetkpi's own units (单位注册表), built on first use."""
    with _LOCK:
        return _registry()


@functools.cache
def _registry() -> pint.UnitRegistry[Any]:
    ours = make_registry(listed())
    carried(ours)
    return ours


def make_registry(words: Lexicon) -> pint.UnitRegistry[Any]:
    """A registry of the units of a lexicon; it computes with exact fractions."""
    import pint  # noqa: PLC0415  (importing it takes longer than reading a column)

    ours: pint.UnitRegistry[Any] = pint.UnitRegistry(None, non_int_type=Exact)
    ours.load_definitions(list(definitions(words)))
    return ours


def carried(ours: pint.UnitRegistry[Any]) -> None:
    """Let quantities and units of the one registry come back in it from a pickle, in any process.

    pint's own way brings them back in the registry of the application: 15亩 became as many atomic masses.
    """
    copyreg.pickle(ours.Quantity, _taken_apart)
    copyreg.pickle(ours.Unit, _unit_taken_apart)


def _taken_apart(quantity: pint.Quantity[Any]) -> tuple[Any, ...]:
    return _quantity_again, (quantity.magnitude, *_parts(quantity._units))  # noqa: SLF001  (as pint's own)


def _unit_taken_apart(unit: pint.Unit) -> tuple[Any, ...]:
    return _unit_again, _parts(unit._units)  # noqa: SLF001  (as above)


def _parts(units: Any) -> tuple[dict[str, Any], tuple[tuple[str, str, _Key | None], ...]]:  # noqa: ANN401
    """The exponent of each unit, and the definitions of the unlisted ones, each behind what it needs."""
    powers = {str(name): power for name, power in units.items()}
    needed: list[str] = []

    def need(name: str) -> None:
        if name in _DEFINED and name not in needed:
            for other in _DEFINED:
                if other != name and _DEFINED[name][0].endswith(f"* {other}"):
                    need(other)
            needed.append(name)

    for name in powers:
        for prefix in PREFIXES.values():
            if name.startswith(prefix):
                need(name.removeprefix(prefix))
    return powers, tuple((name, *_DEFINED[name]) for name in needed)


def _quantity_again(
    magnitude: Any,  # noqa: ANN401  (an exact number, a float, an array)
    powers: dict[str, Any],
    defined: tuple[tuple[str, str, _Key | None], ...],
) -> pint.Quantity[Any]:
    """What unpickles a quantity, here or in another process."""
    again: pint.Quantity[Any] = registry().Quantity(magnitude, _unit_again(powers, defined))
    return again


def _unit_again(powers: dict[str, Any], defined: tuple[tuple[str, str, _Key | None], ...]) -> pint.Unit:
    """What unpickles a unit."""
    ours, names = registry(), dict[str, str]()
    with _LOCK:
        for name, body, key in defined:
            names[name] = _entered(ours, name, body, key, names)
        found = {_renamed(name, names): power for name, power in powers.items()}
        return ours.Unit(ours.UnitsContainer(found))


def _entered(
    ours: pint.UnitRegistry[Any], name: str, body: str, key: _Key | None, names: dict[str, str]
) -> str:
    """The name here of a unit that was defined elsewhere: the one it has, or a new one."""
    if key is not None and key in _OWN:
        return _OWN[key]
    for old, new in names.items():
        if body.endswith(f"* {old}"):
            body = body.removesuffix(old) + new
    if _DEFINED.get(name, ("",))[0] == body:
        return name
    return _define(ours, name, body, key)


def _renamed(name: str, names: dict[str, str]) -> str:
    """A unit by its name here, its prefix kept."""
    for prefix in PREFIXES.values():
        stem = name.removeprefix(prefix)
        if name.startswith(prefix) and stem in names:
            return prefix + names[stem]
    return name


def is_defined(ours: pint.UnitRegistry[Any], name: str) -> bool:
    """Whether a registry has a unit of exactly that name; `in` would read the name as an expression."""
    return name in ours._units  # noqa: SLF001  (pint has no other way to ask)


def _define(ours: pint.UnitRegistry[Any], wanted: str, body: str, key: _Key | None) -> str:
    """Enter a unit into the registry under the name wanted, or the next that is free."""
    candidates = (wanted, *(f"{wanted}_{i}" for i in range(2, len(_DEFINED) + 3)))
    name = next(candidate for candidate in candidates if not is_defined(ours, candidate))
    body = f"[{name}]" if body == f"[{wanted}]" else body
    ours.define(f"{name} = {body}")
    _DEFINED[name] = (body, key)
    if key is not None:
        _OWN[key] = name
    return name


def definitions(words: Lexicon) -> Iterator[str]:
    """The definitions of a lexicon's units as pint reads them, one unit a line."""
    for multiplier, prefix in PREFIXES.items():
        if prefix:
            yield f"{prefix}- = {multiplier}"
    for unit in words.units.values():
        if not unit.name:
            continue
        if unit.base != unit.written:
            meaning = f"{unit.factor} * {words.units[unit.base].name}"
        else:
            meaning = " * ".join(words.units[part].name for part in unit.made) or f"[{unit.measure}]"
        yield f"{unit.name} = {meaning}"


_Key: TypeAlias = "tuple[str, str, Fraction]"
_OWN: Final[dict[_Key, str]] = {}
"""Registry names of units that callers defined, by what they mean; never more than they define."""
_DEFINED: Final[dict[str, tuple[str, _Key | None]]] = {}
"""What was entered beside the listed units: the body of each definition and what it means."""


def name_in(ours: pint.UnitRegistry[Any], written: str, words: Lexicon) -> str:
    """The registry name of a unit; one that a caller defined is entered on first use."""
    entry = words.units[written]
    if entry.name:
        return entry.name
    key = (written, entry.base, entry.factor)
    with _LOCK:
        if key not in _OWN:
            stem = written if written.isidentifier() else "own_unit"
            multiple = entry.base != written
            body = f"{entry.factor} * {name_in(ours, entry.base, words)}" if multiple else f"[{stem}]"
            _define(ours, stem, body, key)
        return _OWN[key]


def twin_in(ours: pint.UnitRegistry[Any], written: str, words: Lexicon) -> str:
    """The registry name of a unit that stands below the line beside its own measure above it."""
    entry = words.units[written]
    name = f"of_{name_in(ours, written, words)}"
    with _LOCK:
        if not is_defined(ours, name):
            multiple = entry.base != written
            body = f"{entry.factor} * {twin_in(ours, entry.base, words)}" if multiple else f"[{name}]"
            _define(ours, name, body, None)
    return name
