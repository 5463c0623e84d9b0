"""The words of all patterns of direction, and where they stand in a name (词在名称中的位置).

A set of lists of words is one integer, a bit a list; so is a set of places of a name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from budgetkpi.direction.patterns import Words

__all__ = ["ANYTHING", "Index", "Name"]

ANYTHING: Final = 1
"""The bit of "whatever may stand here" in a set of lists."""


class Index:
    """The words of all patterns, each with the lists that hold it."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self.lists = lists
        self.found: dict[str, int] = {}
        self.lengths: dict[str, tuple[int, ...]] = {}
        self._bits: dict[object, int] = {}

    def bits(self, words: Words) -> int:
        """The set of lists that a part of a pattern asks for."""
        asked = self._bit(words.written, words.written) if words.written else 0
        for name in words.lists:
            asked |= self._bit(name, self.lists[name])
        return asked

    def _bit(self, key: object, words: Iterable[str]) -> int:
        bit = self._bits.get(key)
        if bit is None:
            bit = self._bits[key] = ANYTHING << (len(self._bits) + 1)
            for word in words:
                known = self.found.get(word, 0)
                self.found[word] = known | bit
                if not known and len(word) not in (lengths := self.lengths.get(word[-1], ())):
                    self.lengths[word[-1]] = (*lengths, len(word))
        return bit


class Name:
    """A name (or description) as the patterns see it."""

    __slots__ = ("_held", "all", "end", "endings", "index", "seen", "tails", "text")

    def __init__(self, text: str, index: Index) -> None:
        self.text, self.index = text, index
        self.end = 1 << len(text)
        self.all = (self.end << 1) - 1
        self.endings: list[list[tuple[int, int]] | None] = [None] * (len(text) + 1)
        self.seen: dict[object, int] = {}
        self._held: int | None = None
        self.tails = ANYTHING
        for _, lists in self.ending(len(text)):
            self.tails |= lists

    def ending(self, place: int) -> list[tuple[int, int]]:
        """The words that end at a place: where each begins, and the lists that hold it."""
        found = self.endings[place]
        if found is None:
            text, known = self.text, self.index.found
            found = self.endings[place] = []
            for length in self.index.lengths.get(text[place - 1], ()) if place else ():
                if length <= place and (lists := known.get(text[place - length : place])):
                    found.append((1 << (place - length), lists))
        return found

    def held(self) -> int:
        """The lists any of whose words stand anywhere in the name."""
        held = self._held
        if held is None:
            held = ANYTHING
            for place in range(len(self.text), 0, -1):
                for _, lists in self.endings[place] or self.ending(place):
                    held |= lists
            self._held = held
        return held
