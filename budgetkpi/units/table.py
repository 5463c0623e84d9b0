"""The table of written units (计量单位表), read from grammar/units.toml; exact and without pint."""

from __future__ import annotations

import functools
import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi.messages import load_table
from budgetkpi.text import fold as text_fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Lexicon", "Unit", "fold", "listed"]

_MULTIPLIED: Final = str.maketrans("*×", "··")


def fold(text: str) -> str:
    """Fold a unit as every cell is folded, and the signs of a product to one; the length stays."""
    return text_fold(text).translate(_MULTIPLIED)


@attrs.frozen
class Unit:
    """One listed unit (计量单位).

    Attributes:
        written: the canonical written form.
        name: its English name in the registry.
        dimension: what it measures, a section of the table.
        base: the unit that it is a multiple of, itself where it is a measure of its own.
        factor: how many of the base it is.
        under: how it is printed under a fraction line.
        thing: whether it counts single things, which 个 can stand for too.
    """

    written: str
    name: str
    dimension: str = attrs.field(kw_only=True)
    base: str = attrs.field(kw_only=True)
    factor: Fraction = attrs.field(kw_only=True)
    under: str = attrs.field(kw_only=True)
    thing: bool = attrs.field(kw_only=True)


@attrs.frozen(eq=False)
class Lexicon:
    """Everything that is known of units in one place (单位词典); never changed once built.

    Attributes:
        units: by canonical written form.
        spellings: folded spelling → canonical form; `caseless` the same in lower case
            where the case decides nothing.
        lengths: first character → lengths of the spellings that begin with it, longest first.
        scales: scale word → multiplier, longest first.
        partners: unit → units that may stand for it with a warning.
        visits: unit → units in which each is counted at least once.
        bounds: unit → (other unit, at least, at most).
        products: unit → the units it multiplies; fused: the other way round.
        standard: unit → its name in pint's own registry.
    """

    units: Mapping[str, Unit]
    spellings: Mapping[str, str]
    caseless: Mapping[str, str]
    lengths: Mapping[str, tuple[int, ...]]
    scales: Mapping[str, int]
    partners: Mapping[str, frozenset[str]]
    visits: Mapping[str, frozenset[str]]
    bounds: Mapping[str, tuple[str, Fraction, Fraction]]
    products: Mapping[str, tuple[str, ...]]
    fused: Mapping[tuple[str, ...], str]
    standard: Mapping[str, str]

    def longest(self, text: str, start: int) -> tuple[str, int] | None:
        """The longest listed unit of folded `text` at `start`, as (canonical, end).

        A unit in letters never ends inside a longer run of letters: `t` is not in `tax`.
        """
        for length in self.lengths.get(text[start : start + 1].lower(), ()):
            word, end = text[start : start + length], start + length
            if len(word) < length:
                continue
            found = self.spellings.get(word) or self.caseless.get(word.lower())
            if found is None or (_letter(word[-1]) and _letter(text[end : end + 1])):
                continue
            return found, end
        return None

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
            lengths=_lengths(spellings),
            partners=_joined(self.partners, partners),
        )


@functools.cache
def listed() -> Lexicon:
    """The lexicon of grammar/units.toml."""
    table = load_table("units.toml")
    units: dict[str, Unit] = {}
    spellings: dict[str, str] = {}
    for dimension, section in table["units"].items():
        for written, entry in section.items():
            number, _, other = entry.get("is", f"1 {written}").partition(" ")
            above = units.get(other)
            units[written] = Unit(
                written,
                entry["name"],
                dimension=dimension,
                base=above.base if above else other,
                factor=Fraction(number) * (above.factor if above else 1),
                under=entry.get("under", written),
                thing=entry.get("thing", True),
            )
            for word in (written, *entry.get("also", "").split()):
                spellings[fold(word)] = written
    return Lexicon(
        units=units,
        spellings=spellings,
        caseless=_caseless(spellings),
        lengths=_lengths(spellings),
        scales={word: int(table["scales"][word]) for word in sorted(table["scales"], key=len, reverse=True)},
        partners=_partners(table["compatible"], units),
        visits={unit: frozenset(others.split()) for unit, others in table["visits"].items()},
        bounds={
            unit: (entry["of"], Fraction(entry["low"]), Fraction(entry["high"]))
            for unit, entry in table["bounds"].items()
        },
        products={unit: tuple(parts.split()) for unit, parts in table["products"].items()},
        fused={tuple(parts.split()): unit for parts, unit in table["fused"].items()},
        standard=table["standard"],
    )


def _caseless(spellings: Mapping[str, str]) -> dict[str, str]:
    """Lower-case spellings that mean one unit only, whatever their case."""
    meant: dict[str, set[str]] = {}
    for word, unit in spellings.items():
        meant.setdefault(word.lower(), set()).add(unit)
    return {word: unit for word, (unit, *others) in meant.items() if not others}


def _lengths(spellings: Iterable[str]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for word in spellings:
        lengths.setdefault(word[0].lower(), set()).add(len(word))
    return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}


def _partners(table: Mapping[str, Any], units: Mapping[str, Unit]) -> dict[str, frozenset[str]]:
    pairs = [pair for group in table["groups"] for pair in itertools.combinations(group.split(), 2)]
    dimensions = table["generic_of"].split()
    things = [unit.written for unit in units.values() if unit.dimension in dimensions and unit.thing]
    pairs += itertools.product(table["generic"].split(), things)
    return _joined({}, pairs)


def _joined(
    partners: Mapping[str, frozenset[str]],
    pairs: Iterable[tuple[str, str]],
) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {unit: set(others) for unit, others in partners.items()}
    for one, other in pairs:
        if one != other:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return {unit: frozenset(others) for unit, others in found.items()}


def _letter(character: str) -> bool:
    return character.isascii() and character.isalpha()
