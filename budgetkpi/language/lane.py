"""The fast lane of cells with one number (快速通道): the words around it are read once.

Most cells of a column are one number between the same words: `≥95%`, `≥96.5%`. What those words
say is asked of the rules, for several numbers of every special kind; where the answer differs in
nothing but the number, it is kept, and the next cell between the same words costs a look-up.
So the lane knows no grammar of its own.
"""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

import attrs

from budgetkpi.errors import ParseError
from budgetkpi.values import Amount

if TYPE_CHECKING:
    from collections.abc import Callable

    from budgetkpi.values import Value

__all__ = ["Lane"]

_ONE_NUMBER: Final = re.compile(r"([^0-9]*)((?!0[0-9])[0-9]{1,15}(?:\.[0-9]{1,15})?)([^0-9]*)")
"""No number with a nought in front (合格率00%): what scanning broke is for the rules."""
_PROBES: Final = (
    "0",
    "1",
    "2",
    "7",
    "12",
    "25",
    "31",
    "100",
    "365",
    "2021",
    "2021.12",
    "12.31",
    "44561",
    "20211231",
    "0.5",
    "98.60",
)
"""Numbers that could be something else: a filler, a month, a day, a year, a serial, eight digits."""
_KEPT: Final = 8192
_ONCE: Final = None
"""Stands for words that were met once: they are asked about when they come again."""


class _Between(NamedTuple):
    """What the words around a number say, whatever the number.

    Attributes:
        power: the scale word behind the number as a power of ten.
        like: an amount between these words.
        make: makes another one of its number and its text.
    """

    power: int
    like: Amount
    make: Callable[..., Amount]


class Lane:
    """The words around one number that are known, for one vocabulary."""

    def __init__(self, read: Callable[[str], Value]) -> None:
        self._read = read
        self._known: dict[tuple[str, str], _Between | bool | None] = {}

    def read(self, text: str) -> Amount | None:
        """The value of a cell whose words are known, None where the rules have to read it."""
        match = _ONE_NUMBER.fullmatch(text)
        if match is None:
            return None
        before, number, behind = match.groups()
        key = (before, behind)
        between = self._known.get(key, True)
        if isinstance(between, bool) and between:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[key] = _ONCE
            return None
        if between is _ONCE:
            between = self._known[key] = self._asked(before, behind) or False
        if isinstance(between, bool):
            return None
        power = between.power
        return between.make(_scaled(number, power) if power else Decimal(number), text=text)

    def _asked(self, before: str, behind: str) -> _Between | None:
        """What the rules say of these words; None where it depends on the number."""
        read: list[tuple[str, Amount]] = []
        for probe in _PROBES:
            try:
                value = self._read(f"{before}{probe}{behind}")
            except ParseError:
                return None
            if not isinstance(value, Amount) or value.alternatives or value.parts:
                return None
            read.append((probe, value))
        like = read[-1][1]
        power = _power(*read[-1])
        if not all(value.magnitude == _scaled(probe, power) and _alike(value, like) for probe, value in read):
            return None
        return _Between(power, like, _maker(like))


def _maker(like: Amount) -> Callable[..., Amount]:
    """What makes an amount that differs from `like` in its number and its text."""
    said = {
        field.name: getattr(like, field.name) for field in attrs.fields(Amount) if field.name != "magnitude"
    }
    plain = {field.name: field.default for field in attrs.fields(Amount)}
    said = {name: value for name, value in said.items() if name != "text" and value != plain[name]}
    return functools.partial(Amount, **said)


def _power(number: str, value: Amount) -> int:
    """How many powers of ten the amount is above the number that was printed."""
    printed = Decimal(number)
    if not printed or not value.magnitude:
        return 0
    return next((p for p in (0, 1, 2, 3, 4, 5, 6, 7, 8, 12) if value.magnitude == _scaled(number, p)), 0)


def _alike(one: Amount, other: Amount) -> bool:
    """Whether two amounts differ in nothing but their number."""
    return (
        attrs.evolve(one, magnitude=other.magnitude) == other
        and one.notes == other.notes
        and one.beside == other.beside
    )


def _scaled(number: str, power: int) -> Decimal:
    """A printed number with a scale word, as the numerals read it: exact, without spare zeros."""
    if not power:
        return Decimal(number)
    whole, _, decimals = number.partition(".")
    decimals = decimals.rstrip("0")
    if len(decimals) <= power:
        return Decimal(int(whole + decimals) * 10 ** (power - len(decimals)))
    return Decimal(f"{whole}{decimals[:power]}.{decimals[power:]}")
