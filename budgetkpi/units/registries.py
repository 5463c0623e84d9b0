"""The pint registry of budgetkpi's own units (单位注册表), made from the table of units on first use.

Every count is a dimension of its own, so that pint keeps 台 and 套, 人 and 户 apart. So are %
and percentage points, clock time, calendar time and working days: none converts into another.
"""

from __future__ import annotations

import functools
import threading
from typing import TYPE_CHECKING, Any, Final

from budgetkpi.units.exact import Exact
from budgetkpi.units.listing import listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    import pint

    from budgetkpi.units.listing import Lexicon

__all__ = ["PREFIXES", "definitions", "make_registry", "name_in", "registry", "twin_in"]

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
    return make_registry(listed())


def make_registry(words: Lexicon) -> pint.UnitRegistry[Any]:
    """A registry of the units of a lexicon; it computes with exact fractions."""
    import pint  # noqa: PLC0415  (importing it takes longer than reading a column)

    ours: pint.UnitRegistry[Any] = pint.UnitRegistry(None, non_int_type=Exact)
    ours.load_definitions(list(definitions(words)))
    return ours


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


_OWN: Final[dict[tuple[str, str, Fraction], str]] = {}
"""Registry names of units that callers defined, by what they mean; never more than they define."""


def name_in(ours: pint.UnitRegistry[Any], written: str, words: Lexicon) -> str:
    """The registry name of a unit; one that a caller defined is entered on first use."""
    entry = words.units[written]
    if entry.name:
        return entry.name
    key = (written, entry.base, entry.factor)
    with _LOCK:
        if key not in _OWN:
            stem = written if written.isidentifier() else "own_unit"
            candidates = (stem, *(f"{stem}_{i}" for i in range(2, len(_OWN) + 3)))
            name = next(candidate for candidate in candidates if candidate not in ours)
            multiple = entry.base != written
            body = f"{entry.factor} * {name_in(ours, entry.base, words)}" if multiple else f"[{name}]"
            ours.define(f"{name} = {body}")
            _OWN[key] = name
        return _OWN[key]


def twin_in(ours: pint.UnitRegistry[Any], written: str, words: Lexicon) -> str:
    """The registry name of a unit that stands below the line beside its own measure above it."""
    entry = words.units[written]
    name = f"of_{name_in(ours, written, words)}"
    with _LOCK:
        if name not in ours:
            multiple = entry.base != written
            body = f"{entry.factor} * {twin_in(ours, entry.base, words)}" if multiple else f"[{name}]"
            ours.define(f"{name} = {body}")
    return name
