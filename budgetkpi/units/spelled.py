"""How a unit is taken from a text (单位的写法): the longest spelling, letter case, runs of letters."""

from __future__ import annotations

import functools
import itertools
import string
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Spelled", "spelled", "under_line"]

_Form: TypeAlias = tuple[str, frozenset[str], int]
"""A unit; what a text must not go on with behind it; where its second unit begins, 0 for none."""

_NOTHING: Final[frozenset[str]] = frozenset()
_RUNS: Final = {
    character: frozenset(run) for run in (string.ascii_letters, string.digits) for character in run
}
"""Letter or digit → what goes on with it: `t` is no unit in `tax`, `m3` none in `m30`."""
_PRODUCT: Final = ("·", "*", "×")
_JOINTS: Final = frozenset((*_PRODUCT, "/"))
"""What stands between the two units of a pair; the first of them parts it."""


class Spelled(NamedTuple):
    """The spellings of one place, above or below a fraction line (单位的写法).

    Attributes:
        forms: spelling, exactly as written → what it means.
        caseless: the same in lower case, where the case decides nothing.
        lengths: first two characters, or one where no longer spelling begins with both →
            lengths of the spellings that may stand there, longest first.
    """

    forms: Mapping[str, _Form]
    caseless: Mapping[str, _Form]
    lengths: Mapping[str, tuple[int, ...]]

    def longest(self, text: str, start: int) -> tuple[str, int] | None:
        """The longest unit of folded `text` at `start`, as (canonical, end).

        A unit never ends inside a run of letters or of digits, and one of two units
        (人·次, 台/套) never inside its second: 人·份次 begins with 人.
        """
        two = text[start : start + 2]
        for length in self.lengths.get(two) or self.lengths.get(two[:1], ()):
            end = start + length
            word = text[start:end]
            form = self.forms.get(word) or self.caseless.get(word.lower())
            if form is None or len(word) < length:
                continue
            unit, run, second = form
            if run and text[end : end + 1] in run:
                continue
            if not second or not self._goes_on(text, start + second, end):
                return unit, end
        return None

    def _goes_on(self, text: str, second: int, end: int) -> bool:
        """Whether what stands behind the sign of a pair reaches beyond the pair."""
        if text[second - 1] == "/" and text[end : end + 1] in _PRODUCT:
            return True
        alone = self.longest(text, second)
        return alone is not None and alone[1] > end


def spelled(spellings: Mapping[str, str]) -> Spelled:
    """The spellings above a fraction line, or of a unit without one.

    The signs of a product are one here too, so that a cell need not be folded again.
    """
    forms = dict(spellings)
    for word, unit in spellings.items():
        if "·" in word:
            forms |= {word.replace("·", sign): unit for sign in _PRODUCT[1:]}
    return Spelled(_forms(forms), _forms(_caseless(forms)), _lengths(forms))


def under_line(plain: Spelled, below: Mapping[str, str]) -> Spelled:
    """The spellings under a fraction line, where those of `below` mean their own unit."""
    forms = {**plain.forms, **_forms(below)}
    return Spelled(forms, plain.caseless, _lengths(forms))


def _forms(units: Mapping[str, str]) -> dict[str, _Form]:
    return {word: (unit, _RUNS.get(word[-1], _NOTHING), _second(word)) for word, unit in units.items()}


def _second(word: str) -> int:
    """Where the second unit of a pair begins, 0 for none."""
    if _JOINTS.isdisjoint(word):
        return 0
    return 1 + next(at for at, character in enumerate(word) if character in _JOINTS)


def _caseless(spellings: Mapping[str, str]) -> dict[str, str]:
    """Lower-case spellings that mean one unit only, whatever their case."""
    meant: dict[str, str] = {}
    differing = set()
    for word, unit in spellings.items():
        lower = word.lower()
        if lower != lower.upper() and meant.setdefault(lower, unit) != unit:
            differing.add(lower)
    return {word: unit for word, unit in meant.items() if word not in differing}


def _lengths(forms: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """The lengths by first characters, gathered as one bit a length."""
    written: dict[str, int] = {}
    for word in forms:
        first = word[:2]
        written[first] = written.get(first, 0) | 1 << len(word)
    sizes = dict(written)
    for first, found in written.items():
        if first.lower() != first.upper():
            for cased in _cases(first):
                sizes[cased] = sizes.get(cased, 0) | found
    return {first: _falling(found | sizes.get(first[0], 0)) for first, found in sizes.items()}


@functools.lru_cache(maxsize=1024)
def _falling(lengths: int) -> tuple[int, ...]:
    """The numbers of the bits that are set, from the last to the first."""
    return tuple(length for length in range(lengths.bit_length() - 1, 0, -1) if lengths >> length & 1)


def _cases(word: str) -> set[str]:
    """A word of a few letters with each of them in either case."""
    return {"".join(letters) for letters in itertools.product(*({c.lower(), c.upper()} for c in word))}
