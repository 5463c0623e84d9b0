"""Patterns tried on a name from its end, in steps that cannot go back on themselves (名称匹配).

A set of places of a name is one integer, a bit a place. Each part of a pattern takes the set of
places where it may end to the set of those where it then begins; so a pattern is tried in one
walk, whatever its words share with each other, and no name makes the walk explode.

The words of all patterns stand in one index: which words end at a place is looked up once.
"""

from __future__ import annotations

import functools
import operator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import attrs

from budgetkpi.direction.index import ANYTHING
from budgetkpi.direction.patterns import Choice, Edge, Look, Repeat, Sequence, Set, Tree, Words, parse_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from budgetkpi.direction.index import Index, Name

__all__ = ["Pattern"]


_Run: TypeAlias = "Callable[[Name, int], int]"


class _Step(NamedTuple):
    """A part, ready to be tried: what it does with places, and what it can end with.

    Attributes:
        run: places where the part may end → places where it then begins.
        tails: the lists one of whose words it ends with, ANYTHING where it may be anything else.
        needs: sets of lists; of each, a word stands in the name wherever the part is found.
        empty: whether it may take no character.
        last: whether it holds only at the end of the name.
    """

    run: _Run
    tails: int
    needs: tuple[int, ...] = ()
    empty: bool = False
    last: bool = False


@attrs.frozen(eq=False, repr=False)
class Pattern:
    """Patterns any of which may be found in a name (模式).

    Attributes:
        branches: each pattern, ready to be tried.
        tails: lists; with a word of one of them the name ends, where any of the patterns is found.
        needs: lists; a word of one of them stands in the name, where any of the patterns is found.
    """

    branches: tuple[_Step, ...]
    tails: int
    needs: int

    @classmethod
    def of(cls, patterns: Iterable[str], index: Index) -> Pattern:
        """The patterns as they are written."""
        branches: list[_Step] = []
        for pattern in patterns:
            tree = parse_pattern(pattern)
            branches += (
                _step(part, index) for part in (tree.branches if isinstance(tree, Choice) else (tree,))
            )
        tails = needs = 0
        for place, step in enumerate(branches):
            branches[place] = step if step.last and not step.empty else step._replace(tails=ANYTHING)
            tails |= branches[place].tails
            needs |= step.needs[0] if step.needs else ANYTHING
        return cls(tuple(branches), tails, needs)

    def found(self, name: Name) -> bool:
        """Whether any of the patterns is found in the name."""
        ending = name.tails
        for run, tails, needs, _, last in self.branches:
            if tails & ending and _may_be(needs, name) and run(name, name.end if last else name.all):
                return True
        return False

    def words(self, name: Name) -> str:
        """What of the name the first pattern that is found fits, from its first place as far as it goes."""
        for run, tails, needs, _, last in self.branches:
            if not (tails & name.tails and _may_be(needs, name)):
                continue
            starts = run(name, name.end if last else name.all)
            if starts:
                start, end = starts & -starts, len(name.text)
                while not last and end and not run(name, 1 << end) & start:
                    end -= 1
                return name.text[start.bit_length() - 1 : end]
        return ""


def _may_be(needs: tuple[int, ...], name: Name) -> bool:
    """Whether the name holds a word of each of the sets of lists."""
    if needs:
        held = name.held()
        for need in needs:
            if not need & held:
                return False
    return True


def _step(tree: Tree, index: Index) -> _Step:
    if isinstance(tree, Words):
        return _words(index.bits(tree))
    if isinstance(tree, Set):
        return _set(tree)
    if isinstance(tree, Edge):
        return _Step(_at_end if tree.end else _at_start, 0, empty=True, last=tree.end)
    if isinstance(tree, Look):
        return _look(_step(tree.tree, index), tree)
    if isinstance(tree, Repeat):
        return _repeat(_step(tree.tree, index), tree.least, tree.most)
    if isinstance(tree, Sequence):
        return _sequence([_step(part, index) for part in tree.parts])
    return _choice([_step(part, index) for part in tree.branches])


def _at_end(name: Name, places: int) -> int:
    return places & name.end


def _at_start(_: Name, places: int) -> int:
    return places & 1


def _words(lists: int) -> _Step:
    def run(name: Name, places: int) -> int:
        begun, endings = 0, name.endings
        while places:
            place = places.bit_length() - 1
            places ^= 1 << place
            ending = endings[place]
            for start, held in name.ending(place) if ending is None else ending:
                if held & lists:
                    begun |= start
        return begun

    return _Step(run, lists, (lists,))


def _set(tree: Set) -> _Step:
    characters, denied = tree.characters, tree.denied
    if not characters:
        return _Step(lambda _, places: places >> 1, ANYTHING)

    def run(name: Name, places: int) -> int:
        fits = name.seen.get(characters)
        if fits is None:
            fits = sum(2 << place for place, character in enumerate(name.text) if character in characters)
            name.seen[characters] = fits
        return (places & ~fits if denied else places & fits) >> 1

    return _Step(run, ANYTHING)


def _look(step: _Step, tree: Look) -> _Step:
    inner, denied = step.run, tree.denied

    def followed(name: Name, places: int) -> int:
        fits = name.seen.get(inner)
        if fits is None:
            fits = name.seen[inner] = inner(name, name.all)
        return places & ~fits if denied else places & fits

    def preceded(name: Name, places: int) -> int:
        kept, rest = 0, places
        while rest:
            place = rest & -rest
            rest ^= place
            if bool(inner(name, place)) is not denied:
                kept |= place
        return kept

    return _Step(followed if tree.behind else preceded, 0, empty=True)


def _repeat(step: _Step, least: int, most: int | None) -> _Step:
    inner = step.run

    def run(name: Name, places: int) -> int:
        for _ in range(least):
            places = inner(name, places)
        found = new = places
        times = least
        while new and times != most:
            new = inner(name, new) & ~found
            found |= new
            times += 1
        return found

    if least == 0:
        return _Step(run, step.tails, empty=True)
    return _Step(run, step.tails, step.needs, step.empty, step.last)


def _sequence(steps: list[_Step]) -> _Step:
    runs = tuple(step.run for step in reversed(steps))
    tails = 0
    for step in reversed(steps):
        tails |= step.tails
        if not step.empty:
            break

    def run(name: Name, places: int) -> int:
        for part in runs:
            places = part(name, places)
            if not places:
                return 0
        return places

    needs = tuple(dict.fromkeys(need for step in steps for need in step.needs))
    return _Step(run, tails, needs, all(step.empty for step in steps), bool(steps) and steps[-1].last)


def _choice(steps: list[_Step]) -> _Step:
    runs = tuple(step.run for step in steps)
    tails = 0
    for step in steps:
        tails |= step.tails

    def run(name: Name, places: int) -> int:
        begun = 0
        for part in runs:
            begun |= part(name, places)
        return begun

    needs = [step.needs for step in steps]
    need = functools.reduce(operator.or_, (found[0] for found in needs)) if all(needs) else 0
    return _Step(
        run,
        tails,
        (need,) if need else (),
        any(step.empty for step in steps),
        all(step.last for step in steps),
    )
