"""The listed units (计量单位) of grammar/units.toml, read and held to their keys, without pint."""

from __future__ import annotations

import functools
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from budgetkpi.errors import UnitError
from budgetkpi.messages import Catalog
from budgetkpi.text import fold as text_fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["FILE", "Entries", "Unit", "fold", "read_units", "refuse", "require_keys", "require_listed"]

FILE: Final = "grammar/units.toml"
_SAY: Final = Catalog("units")
_ONE: Final = Fraction(1)
_MULTIPLIED: Final = str.maketrans("*×", "··")
_KEYS: Final = {
    "name": str,
    "is": str,
    "also": str,
    "below": str,
    "under": str,
    "thing": bool,
    "made": str,
    "measure": str,
}
"""The keys of an entry, and what stands behind each."""


def fold(text: str) -> str:
    """Fold a unit as every cell is folded, and the signs of a product to one; the length stays."""
    return text_fold(text).translate(_MULTIPLIED)


class Unit(NamedTuple):
    """One listed unit (计量单位).

    Attributes:
        written: the canonical written form.
        name: its English name in the registry, "" for one that a caller defined.
        dimension: what it measures, a section of the table.
        base: the unit that it is a multiple of, itself where it is a measure of its own.
        factor: how many of the base it is.
        under: how it is printed under a fraction line.
        thing: whether it counts single things, which 个 can stand for too.
        made: the units that it is the product of, for the registry.
        measure: what the registry calls its dimension.
    """

    written: str
    name: str
    dimension: str
    base: str
    factor: Fraction
    under: str
    thing: bool
    made: tuple[str, ...] = ()
    measure: str = ""


class Entries(NamedTuple):
    """What the sections of the table say (单位条目).

    Attributes:
        units: by canonical written form.
        spellings: folded spelling → canonical form.
        below: the spellings that mean their unit under a fraction line only.
    """

    units: Mapping[str, Unit]
    spellings: Mapping[str, str]
    below: Mapping[str, str]


def read_units(sections: Mapping[str, Mapping[str, Any]]) -> Entries:
    """Read the entries of every section, in the order of the table.

    Raises:
        UnitError: a key is misspelt, missing or unreadable, a unit is made of one that is
            not listed or of itself, or two units claim one spelling or name.
    """
    entries: dict[str, Mapping[str, Any]] = {}
    dimensions: dict[str, str] = {}
    for dimension, section in sections.items():
        for written, entry in section.items():
            _check(written, entry)
            if written in entries:
                refuse(
                    "table-claimed-twice", written, "", word=written, other=f"[units.{dimensions[written]}]"
                )
            entries[written], dimensions[written] = entry, dimension
    units = {written: _unit(written, dimensions[written], entries) for written in entries}
    _claim({}, "name", ((entry["name"], written) for written, entry in entries.items()))
    # What a unit is called first, so that the error names the one that borrows it.
    spellings = _claim({written: written for written in entries}, "also", _words("also", entries))
    return Entries(units, spellings, _claim({}, "below", _words("below", entries)))


def refuse(code: str, place: str, key: str, **fields: object) -> NoReturn:
    """Raise the error `code`, which names the file, the unit or section, and the key."""
    where = ", ".join(part for part in (place, key) if part)
    raise UnitError(_SAY(code, place=f"{FILE}: {where}" if where else FILE, **fields))


def require_keys(found: object, place: str, wanted: Iterable[str], needed: Iterable[str] = ()) -> None:
    """Refuse a table of the file that lacks a key or has one that nobody reads."""
    if not isinstance(found, dict):
        refuse("table-unreadable", place, "", text=found)
    for key in found:
        if key not in wanted:
            refuse("table-unknown-key", place, key, wanted=", ".join(wanted))
    for key in needed:
        if key not in found:
            refuse("table-missing-key", place, key)


def require_listed(
    words: Iterable[str], units: Mapping[str, object], place: str, key: str
) -> tuple[str, ...]:
    """The words, each of which must be a listed unit."""
    found = tuple(words)
    for word in found:
        if word not in units:
            refuse("table-unknown-unit", place, key, word=word)
    return found


def _check(written: str, entry: Mapping[str, Any]) -> None:
    require_keys(entry, written, _KEYS, ("name",))
    for key, value in entry.items():
        if not isinstance(value, _KEYS[key]) or value == "":
            refuse("table-unreadable", written, key, text=value)
    name = entry["name"]
    if not (name.isascii() and name.isidentifier()):
        refuse("table-unreadable", written, "name", text=name)
    if fold(written) != written or len(written.split()) != 1:
        refuse("table-unreadable", written, "", text=written)


def _unit(written: str, dimension: str, entries: Mapping[str, Mapping[str, Any]]) -> Unit:
    entry = entries[written]
    base, factor = _multiple(written, entries)
    return Unit(
        written,
        entry["name"],
        dimension=dimension,
        base=base,
        factor=factor,
        under=entry.get("under", written),
        thing=entry.get("thing", True),
        made=require_listed(entry.get("made", "").split(), entries, written, "made"),
        measure=entry.get("measure", entry["name"]),
    )


def _multiple(written: str, entries: Mapping[str, Mapping[str, Any]]) -> tuple[str, Fraction]:
    """The measure at the end of a chain of `is`, and how many of it the unit is."""
    unit, factor, chain = written, _ONE, [written]
    while "is" in entries[unit]:
        number, _, other = entries[unit]["is"].partition(" ")
        share = _share(number)
        if not share:
            refuse("table-unreadable", unit, "is", text=entries[unit]["is"])
        require_listed([other], entries, unit, "is")
        if other in chain:
            refuse("table-circle", written, "is", chain=" → ".join([*chain, other]))
        unit, factor = other, share if factor is _ONE else factor * share
        chain.append(unit)
    return unit, factor


@functools.lru_cache(maxsize=1024)
def _share(number: str) -> Fraction | None:
    """How many of another unit one is; None where that is no number above 0."""
    try:
        share = Fraction(number)
    except (ValueError, ZeroDivisionError):
        return None
    return share if share > 0 else None


def _words(key: str, entries: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """The folded words behind a key, each with its unit."""
    for written, entry in entries.items():
        if key in entry:
            for word in fold(entry[key]).split():
                yield word, written


def _claim(owners: dict[str, str], key: str, claims: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Words → the unit that claims each; a second unit that does is an error."""
    for word, written in claims:
        if owners.setdefault(word, written) != written:
            refuse("table-claimed-twice", written, key, word=word, other=owners[word])
    return owners
