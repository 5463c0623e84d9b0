"""Units of a caller's own (自定义单位), kept apart from everybody else's."""

from __future__ import annotations

import contextlib
import contextvars
import functools
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.bounds import LONGEST_CELL, as_fraction, shown
from budgetkpi.errors import FieldError, UnitError
from budgetkpi.inputs import as_instance, as_text
from budgetkpi.inputs import listed as listed_as
from budgetkpi.messages import Catalog
from budgetkpi.shown import Shown
from budgetkpi.units.listing import Lexicon, listed
from budgetkpi.units.table import Unit, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Definition", "Vocabulary", "current", "define", "lexicon", "use"]

_SAY: Final = Catalog("units")
_WORD: Final = r"[^\d\s/·.,;:=~<>≥≤%，。；：、+\-]+"
_FORM: Final = (
    rf"\s*(?P<written>{_WORD})\s*"
    rf"(?:=\s*(?P<number>\d+(?:\.\d+)?(?:/0*[1-9]\d*)?)\s*(?P<of>{_WORD})\s*|~\s*(?P<like>{_WORD}(?:\s+{_WORD})*)\s*)?"
)


@attrs.frozen(repr=False)
class Definition(Shown):
    """One unit of a vocabulary (单位定义).

    Attributes:
        written: the unit as the cells write it.
        factor: how many of `of` it is; 1 where it is a measure of its own.
        of: the unit that it is a multiple of, "" for none.
        like: units that may stand for it with a warning.
    """

    written: str
    factor: Fraction = Fraction(1)
    of: str = attrs.field(default="", kw_only=True)
    like: tuple[str, ...] = attrs.field(default=(), kw_only=True)


@attrs.frozen(cache_hash=True, repr=False)
class Vocabulary(Shown):
    """The units that a caller adds to the listed ones (自定义单位表); see `define`."""

    definitions: tuple[Definition, ...] = ()


_NONE: Final = Vocabulary()
_CURRENT: contextvars.ContextVar[Vocabulary] = contextvars.ContextVar("vocabulary", default=_NONE)


def define(*definitions: str, base: Vocabulary | None = None) -> Vocabulary:
    """Make a vocabulary of units that nobody listed (自定义单位), whether cells can say them or not.

    Args:
        definitions: `"轮次"` for a measure of its own, `"标箱 = 2 集装箱"` for an exact
            multiple, `"捆 ~ 件"` for a unit that 件 may stand for with a warning.
        base: a vocabulary to add to; it stays as it is.

    Raises:
        UnitError: a definition cannot be read, names an unknown unit, or would change a
            unit that is listed already.

    >>> from budgetkpi.units import factor
    >>> own = define("卷宗袋", "标卷 = 50 卷宗袋")
    >>> with use(own):
    ...     factor("标卷", "卷宗袋")
    Fraction(50, 1)
    """
    vocabulary = _NONE if base is None else as_instance(base, "base", Vocabulary, "vocabulary")
    known = _lexicon(vocabulary)
    own: dict[str, Unit] = {}
    made: list[Definition] = []
    for text in listed_as(definitions, "definitions", as_text):
        definition = _definition(text, known, own)
        made.append(definition)
        if not definition.like or definition.written not in known.units:
            own.setdefault(definition.written, _unit(definition, known.units, own))
    return Vocabulary((*vocabulary.definitions, *made))


@contextlib.contextmanager
def use(vocabulary: Vocabulary) -> Iterator[Vocabulary]:
    """Let every function of this package know `vocabulary` inside the `with` block.

    It holds for the running thread or task only.
    """
    token = _CURRENT.set(as_instance(vocabulary, "vocabulary", Vocabulary, "vocabulary"))
    try:
        yield vocabulary
    finally:
        _CURRENT.reset(token)


current: Final = _CURRENT.get
"""The vocabulary in use; whoever caches what a cell says adds it to the key. Asked for every cell."""


def lexicon() -> Lexicon:
    """The lexicon of the vocabulary in use."""
    vocabulary = _CURRENT.get()
    return listed() if vocabulary is _NONE else _lexicon(vocabulary)


@functools.lru_cache(maxsize=64)
def _lexicon(vocabulary: Vocabulary) -> Lexicon:
    known = listed()
    own: dict[str, Unit] = {}
    for definition in vocabulary.definitions:
        if definition.written not in known.units and definition.written not in own:
            own[definition.written] = _unit(definition, known.units, own)
    partners = [(one.written, other) for one in vocabulary.definitions for other in one.like]
    return known.extended(own.values(), partners) if vocabulary.definitions else known


def _definition(text: str, known: Lexicon, own: Mapping[str, Unit]) -> Definition:
    """What a definition says, by the listed units and those defined before it."""
    match = re.fullmatch(_FORM, fold(text)) if len(text) <= LONGEST_CELL else None  # compiled with the first
    if match is None:
        raise UnitError(_SAY("definition-unreadable", definition=shown(text)))
    written = match["written"]
    others = tuple(_listed(word, known, own) for word in (match["of"] or match["like"] or "").split())
    if (written in known.units or written in own) and not match["like"]:
        raise UnitError(_SAY("unit-already-listed", unit=written))
    if match["of"]:
        number = _number(match["number"])
        if not number:
            raise UnitError(_SAY("definition-unreadable", definition=shown(text)))
        return Definition(written, number, of=others[0])
    return Definition(written, like=others)


def _number(text: str) -> Fraction:
    try:
        return as_fraction(text, "number")
    except FieldError as error:
        raise UnitError(error.message) from None


def _listed(word: str, known: Lexicon, own: Mapping[str, Unit]) -> str:
    if word in own:
        return word
    found = known.longest(word, 0)
    if found is None or found[1] != len(word):
        raise UnitError(_SAY("unknown-unit", unit=shown(word)))
    return found[0]


def _unit(definition: Definition, listed: Mapping[str, Unit], own: Mapping[str, Unit]) -> Unit:
    """The listed form of a definition; a measure of its own counts as things."""
    name = definition.of or next(iter(definition.like), "")
    nearest = own.get(name) or listed.get(name)
    multiple = nearest if definition.of else None
    return Unit(
        definition.written,
        "",
        dimension=nearest.dimension if nearest else "count",
        base=multiple.base if multiple else definition.written,
        factor=definition.factor * (multiple.factor if multiple else 1),
        under=definition.written,
        thing=False,
    )
