"""How a unit is taken from a text (单位的写法): the longest spelling, letter case, runs of letters."""

from __future__ import annotations

import itertools
import re
import string
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Spelled", "spelled"]

_Form: TypeAlias = tuple[str, frozenset[str], int]
"""A unit; what a text must not go on with behind it; where its second unit begins, 0 for none."""

_NOTHING: Final[frozenset[str]] = frozenset()
_RUNS: Final = {
    character: frozenset(run) for run in (string.ascii_letters, string.digits) for character in run
}
"""Letter or digit → what goes on with it: `t` is no unit in `tax`, `m3` none in `m30`."""
_PRODUCT: Final = ("·", "*", "×")
_JOINT: Final = re.compile("[·*×/]")
"""What stands between the two units of a pair; the first of them parts it."""


@attrs.frozen(eq=False)
class Spelled:
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


def spelled(spellings: Mapping[str, str], below: Mapping[str, str] | None = None) -> Spelled:
    """The spellings of a place; under a fraction line those of `below` mean their own unit.

    The signs of a product are one here too, so that a cell need not be folded again.
    """
    plain = dict(spellings)
    for word, unit in spellings.items():
        plain |= {word.replace("·", sign): unit for sign in _PRODUCT[1:] if "·" in word}
    forms = {**plain, **(below or {})}
    return Spelled(
        {word: _form(word, unit) for word, unit in forms.items()},
        {word: _form(word, unit) for word, unit in _caseless(plain).items()},
        _lengths(forms),
    )


def _form(word: str, unit: str) -> _Form:
    joint = _JOINT.search(word)
    return unit, _RUNS.get(word[-1], _NOTHING), joint.end() if joint else 0


def _caseless(spellings: Mapping[str, str]) -> dict[str, str]:
    """Lower-case spellings that mean one unit only, whatever their case."""
    meant: dict[str, set[str]] = {}
    for word, unit in spellings.items():
        meant.setdefault(word.lower(), set()).add(unit)
    return {word: unit for word, (unit, *others) in meant.items() if not others and word != word.upper()}


def _lengths(forms: Iterable[str]) -> dict[str, tuple[int, ...]]:
    sizes: dict[str, set[int]] = {}
    for word in forms:
        for first in _cases(word[:2]):
            sizes.setdefault(first, set()).add(len(word))
    return {
        first: tuple(sorted({*found, *sizes.get(first[0], ())}, reverse=True))
        for first, found in sizes.items()
    }


def _cases(word: str) -> set[str]:
    """A word of a few letters with each of them in either case."""
    return {"".join(letters) for letters in itertools.product(*({c.lower(), c.upper()} for c in word))}
