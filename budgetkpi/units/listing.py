"""Everything that is known of units in one place (单位词典): spellings, partners, products."""

from __future__ import annotations

import functools
import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi.resources import load_table
from budgetkpi.units.spelled import Spelled, spelled, under_line
from budgetkpi.units.table import Unit, fold, read_units, refuse, require_keys, require_listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Lexicon", "listed", "read_lexicon"]

_SECTIONS: Final = ("units", "scales", "compatible", "visits", "bounds", "products", "standard")


@attrs.frozen(eq=False, repr=False, slots=False)
class Lexicon:
    """Everything that is known of units in one place (单位词典); never changed once built.

    Attributes:
        units: by canonical written form.
        spellings: folded spelling → canonical form, wherever it stands; below the same of
            those that mean it under a fraction line only.
        plain: how a unit is taken from a text.
        scales: scale word → multiplier, longest first; scale_words the other way round.
        partners: unit → units that may stand for it with a warning.
        visits: unit → units in which each is counted at least once.
        bounds: unit → (other unit, at least, at most).
        products: unit → the units it multiplies.
        standard: unit → its name in pint's own registry.
    """

    units: Mapping[str, Unit]
    spellings: Mapping[str, str]
    below: Mapping[str, str]
    plain: Spelled
    scales: Mapping[str, int]
    scale_words: Mapping[int, str]
    partners: Mapping[str, frozenset[str]]
    visits: Mapping[str, frozenset[str]]
    bounds: Mapping[str, tuple[str, Fraction, Fraction]]
    products: Mapping[str, tuple[str, ...]]
    standard: Mapping[str, str]

    @functools.cached_property
    def lined(self) -> Spelled:
        """How a unit is taken from a text under a fraction line; made with the first line."""
        return under_line(self.plain, self.below)

    def longest(self, text: str, start: int, *, below: bool = False) -> tuple[str, int] | None:
        """The longest listed unit of folded `text` at `start`, as (canonical, end)."""
        return (self.lined if below else self.plain).longest(text, start)

    def scale(self, text: str, start: int) -> tuple[int, int] | None:
        """The longest scale word of `text` at `start`, as (multiplier, end)."""
        for word, multiplier in self.scales.items():
            if text.startswith(word, start):
                return multiplier, start + len(word)
        return None

    def extended(self, units: Iterable[Unit], partners: Iterable[tuple[str, str]]) -> Lexicon:
        """A lexicon that also knows `units` and these pairs of partners; this one stays."""
        added = {unit.written: unit for unit in units}
        spellings = {**self.spellings, **{fold(word): word for word in added}}
        return attrs.evolve(
            self,
            units={**self.units, **added},
            spellings=spellings,
            plain=spelled(spellings),
            partners=_paired(self.partners, partners),
        )


@functools.cache
def listed() -> Lexicon:
    """The lexicon of grammar/units.toml."""
    return read_lexicon(load_table("units.toml"))


def read_lexicon(table: Mapping[str, Any]) -> Lexicon:
    """Make a lexicon of a table in the form of grammar/units.toml.

    Raises:
        UnitError: the table has a key that nobody reads, speaks of a unit that is not
            listed, or gives one spelling to two; the message names unit and key.
    """
    require_keys(table, "", _SECTIONS, _SECTIONS)
    entries = read_units(table["units"])
    units = entries.units
    scales = _scales(table["scales"])
    return Lexicon(
        units=units,
        spellings=entries.spellings,
        below=entries.below,
        plain=spelled(entries.spellings),
        scales=scales,
        scale_words={multiplier: word for word, multiplier in scales.items()},
        partners=_partners(table["compatible"], units),
        visits={unit: frozenset(others) for unit, others in _lists(table, "visits", units)},
        bounds=dict(_bounds(table["bounds"], units)),
        products=dict(_lists(table, "products", units)),
        standard={unit: table["standard"][unit] for unit in _heads(table, "standard", units)},
    )


def _scales(section: Mapping[str, Any]) -> dict[str, int]:
    for word, multiplier in section.items():
        if not str(multiplier).isdecimal():
            refuse("table-unreadable", "[scales]", word, text=multiplier)
    return {word: int(section[word]) for word in sorted(section, key=len, reverse=True)}


def _heads(table: Mapping[str, Any], section: str, units: Mapping[str, Unit]) -> tuple[str, ...]:
    return require_listed(table[section], units, f"[{section}]", "")


def _lists(
    table: Mapping[str, Any],
    section: str,
    units: Mapping[str, Unit],
) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (unit, require_listed(table[section][unit].split(), units, f"[{section}]", unit))
        for unit in _heads(table, section, units)
    ]


def _bounds(
    section: Mapping[str, Any],
    units: Mapping[str, Unit],
) -> list[tuple[str, tuple[str, Fraction, Fraction]]]:
    found = []
    for unit, entry in section.items():
        require_keys(entry, f"[bounds] {unit}", ("of", "low", "high"), ("of", "low", "high"))
        require_listed([unit], units, "[bounds]", "")
        require_listed([entry["of"]], units, f"[bounds] {unit}", "of")
        found.append((unit, (entry["of"], Fraction(entry["low"]), Fraction(entry["high"]))))
    return found


def _partners(section: Mapping[str, Any], units: Mapping[str, Unit]) -> dict[str, frozenset[str]]:
    place, keys = "[compatible]", ("generic", "generic_of", "groups")
    require_keys(section, place, keys, keys)
    pairs = [
        pair
        for group in section["groups"]
        for pair in itertools.combinations(require_listed(group.split(), units, place, "groups"), 2)
    ]
    dimensions = section["generic_of"].split()
    things = [unit.written for unit in units.values() if unit.dimension in dimensions and unit.thing]
    pairs += itertools.product(require_listed(section["generic"].split(), units, place, "generic"), things)
    return _paired({}, pairs)


def _paired(
    partners: Mapping[str, frozenset[str]],
    pairs: Iterable[tuple[str, str]],
) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {unit: set(others) for unit, others in partners.items()}
    for one, other in pairs:
        if one != other:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return {unit: frozenset(others) for unit, others in found.items()}
