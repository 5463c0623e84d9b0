"""The words of all patterns of direction, and where they stand in a name (词在名称中的位置).

A set of lists of words is one integer, a bit a list; so is a set of places of a name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from budgetkpi.direction.patterns import Words

__all__ = ["ANYTHING", "Index", "Name"]

ANYTHING: Final = 1
"""The bit of "whatever may stand here" in a set of lists."""


class Index:
    """The words of all patterns, each with the lists that hold it.

    Attributes:
        found: each word, and the lists that hold it.
        ends: the same words as a tree of their characters from the last to the first.
    """

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self.lists = lists
        self.found: dict[str, int] = {}
        self.ends: dict[str, _Node] = {}
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
                self.found[word] = self.found.get(word, 0) | bit
                self._grow(word, bit)
        return bit

    def _grow(self, word: str, bit: int) -> None:
        """Put a word into the tree, held by one more list."""
        nodes, node = self.ends, _Node(0, {})
        for character in reversed(word):
            node = nodes.setdefault(character, _Node(0, {}))
            nodes = node.nodes
        node.lists |= bit


class _Node:
    """What words may hold in front of what they end with.

    Attributes:
        lists: the lists that hold a word which begins here, 0 where none does.
        nodes: by the character in front, what follows there.
    """

    __slots__ = ("lists", "nodes")

    def __init__(self, lists: int, nodes: dict[str, _Node]) -> None:
        self.lists, self.nodes = lists, nodes


_Endings: TypeAlias = "tuple[tuple[int, int], ...]"
"""The words that end at a place: where each begins, and the lists that hold it."""


class Name:
    """A name (or description) as the patterns see it."""

    __slots__ = ("_held", "all", "end", "endings", "index", "seen", "tails", "text")

    def __init__(self, text: str, index: Index) -> None:
        self.text, self.index = text, index
        self.end = 1 << len(text)
        self.all = (self.end << 1) - 1
        self.endings: list[_Endings | None] = [(), *[None] * len(text)]
        self.seen: dict[object, int] = {}
        self._held: int | None = None
        self.tails = ANYTHING
        for _, lists in self.ending(len(text)):
            self.tails |= lists

    def ending(self, place: int) -> _Endings:
        """The words that end at a place: where each begins, and the lists that hold it."""
        found = self.endings[place]
        if found is None:
            node = self.index.ends.get(self.text[place - 1])
            found = self.endings[place] = () if node is None else _words_before(self.text, place - 1, node)
        return found

    def held(self) -> int:
        """The lists any of whose words stand anywhere in the name."""
        held = self._held
        if held is None:
            held, text, endings, ends = ANYTHING, self.text, self.endings, self.index.ends
            for place, character in enumerate(text):
                node = ends.get(character)
                found: _Endings = () if node is None else _words_before(text, place, node)
                for _, lists in found:
                    held |= lists
                endings[place + 1] = found
            self._held = held
        return held


def _words_before(text: str, place: int, node: _Node) -> _Endings:
    """The words that end with the character at a place, of which the tree knows `node`."""
    found: _Endings = ()
    while True:
        if node.lists:
            found = (*found, (1 << place, node.lists))
        if not place:
            return found
        place -= 1
        following = node.nodes.get(text[place])
        if following is None:
            return found
        node = following
