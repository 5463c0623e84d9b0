"""Takes a grade word apart: stem, degree, denial (定性用语的构成).

The word lists are data, in `grammar/ladders.toml`, read once on first use.
"""

from __future__ import annotations

import enum
import functools
import re
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi import numerals, units
from budgetkpi.resources import load_table
from budgetkpi.text import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Composed", "Degree", "Ladder", "Place", "Words", "builtin_words", "fold"]

MOST_PARTS: Final = 3
"""How many grade words one cell may join (合法合规, 安全规范有效)."""

_DROPPED: Final = re.compile("[“”\"'‘’]+")
_TRAILING: Final = "。；;.，,、！!"
_TIMES: Final = ("calendar_time", "clock_time", "working_time")


class Degree(enum.StrEnum):
    """How far a grade word goes (程度)."""

    NONE = "none"
    """The word has no degree: a whole scale, an official grade."""
    PARTIAL = "partial"
    """基本, 部分, 初步."""
    SOME = "some"
    """有所, 逐步, 较."""
    FULL = "full"
    """The plain word."""
    MARKED = "marked"
    """明显, 较大."""
    STRONG = "strong"
    """显著, 大幅, 非常."""


@attrs.frozen
class Ladder:
    """Rungs of words, of which a higher rank is better (定性等级表).

    Attributes:
        name: what the ladder is called.
        ranks: every rank that one of its words has, rising.
        plain: the degree that the plain word asks for.
        adverb: whether an action may follow its words (及时发放).
        code: the reason where an actual stands at the bottom.
    """

    name: str
    ranks: tuple[int, ...]
    plain: Degree = attrs.field(default=Degree.FULL, kw_only=True)
    adverb: bool = attrs.field(default=False, kw_only=True)
    code: str = attrs.field(default="opposite", kw_only=True)


@attrs.frozen
class Place:
    """Where a word stands: its ladder, the ranks it may mean, and which synonyms it has."""

    ladder: Ladder
    low: int
    high: int = attrs.field(kw_only=True)
    group: int = attrs.field(kw_only=True)


@attrs.frozen
class Composed:
    """A grade word taken apart.

    Attributes:
        stems: its ladder words, mostly one.
        degree: the degree in front of or behind them.
        negated: whether it is denied; with a degree above the plain one only that is denied.
    """

    stems: tuple[str, ...]
    degree: Degree
    negated: bool = attrs.field(kw_only=True)


@attrs.frozen(eq=False)
class Words:
    """The vocabulary of grade words (定性用语词表).

    Attributes:
        places: each ladder word and where it stands, its foremost ladder first.
        composition: the words around them, as in the table `composition` of ladders.toml.
        lateness: the words of delay and of lead, and what stands around a length behind them.
        patterns: the official grades and what did not happen, as compiled patterns.
        scales: whole scales (优良中差), without what parts their words.
    """

    places: Mapping[str, tuple[Place, ...]]
    composition: Composition
    lateness: Lateness
    patterns: Mapping[str, re.Pattern[str]] = attrs.field(kw_only=True)
    scales: frozenset[str] = attrs.field(kw_only=True)

    def extended(self, name: str, rungs: Sequence[Sequence[str]]) -> Words:
        """This vocabulary and one more ladder, which comes before all others.

        Args:
            name: what the ladder is called.
            rungs: its words from the worst rung to the best; words of one rung are synonyms.

        Raises:
            ValueError: no rung, a rung without words, or a blank word.
        """
        folded = [[fold(word) for word in rung] for rung in rungs]
        if not folded or not all(rung and all(rung) for rung in folded):
            raise ValueError(f"the ladder {name!r} needs rungs, each with words")
        ladder = Ladder(name, tuple(range(len(folded))))
        places = dict(self.places)
        for rank, rung in enumerate(folded):
            for word in rung:
                kept = tuple(p for p in places.get(word, ()) if p.ladder.name != name)
                places[word] = (Place(ladder, rank, high=rank, group=rank), *kept)
        return attrs.evolve(self, places=places)

    def take_apart(self, word: str) -> Composed | None:
        """The parts of a folded grade word, None where it is none."""
        return _Reader(self, word).read()

    def apart(self, one: str, other: str, *, denied: bool = False) -> bool:
        """Whether two ladder words stand apart on one ladder (优秀, 良好), so that they say no one grade.

        What is done may be done in two ways above the worst (及时 and 提前), not the worst too (及时滞后).

        Args:
            one: a ladder word.
            other: another one, or the same.
            denied: whether one of the two is denied; then they are apart wherever they share a ladder.
        """
        for first in self.places.get(one, ()):
            for second in self.places.get(other, ()):
                if first.ladder != second.ladder:
                    continue
                lower, upper = min(first.high, second.high), max(first.low, second.low)
                worst = lower == first.ladder.ranks[0]
                if denied or (lower < upper and (worst or not first.ladder.adverb)):
                    return True
        return False


@attrs.frozen(eq=False)
class Lateness:
    """Words that say that something was late or early, with how long (逾期3天, 提前2个月完成)."""

    stems: tuple[str, ...]
    blurs: tuple[str, ...]
    tails: tuple[str, ...]

    def stem_of(self, word: str) -> str | None:
        """The word in front of a length of time that goes up to the end of a folded word or to a tail.

        >>> builtin_words().lateness.stem_of("提前约二十天完成")
        '提前'
        """
        stem = next((stem for stem in self.stems if word.startswith(stem)), None)
        if stem is None:
            return None
        at = len(stem)
        at += word.startswith("了", at)
        at += any(word.startswith(blur, at) for blur in self.blurs)
        counted = numerals.longest(word[at:])
        end = at + counted
        while end < len(word) and word[end] in "多余":
            end += 1
        unit = units.take(word, end) if counted else None
        if unit is None or units.dimension(unit[1]) not in _TIMES:
            return None
        rest = word[unit[2] :]
        while tail := next((tail for tail in self.tails if rest.startswith(tail)), ""):
            rest = rest[len(tail) :]
        return None if rest else stem


@attrs.frozen(eq=False)
class Composition:
    """The words that may stand around a ladder word."""

    neutral: frozenset[str]
    negation: frozenset[str]
    degrees: Mapping[str, Degree] = attrs.field(kw_only=True)
    behind: Mapping[str, Degree] = attrs.field(kw_only=True)
    particles: tuple[str, ...] = attrs.field(kw_only=True)
    doubts: tuple[str, ...] = attrs.field(kw_only=True)
    joints: tuple[str, ...] = attrs.field(kw_only=True)
    subjects: frozenset[str] = attrs.field(kw_only=True)
    actions: frozenset[str] = attrs.field(kw_only=True)
    longest: int = attrs.field(kw_only=True)
    """How many characters the longest of the words in front has."""


@attrs.define
class _Reader:
    """Reads one word from left to right; a way that failed is not tried twice."""

    words: Words
    text: str
    failed: set[tuple[int, Degree, bool]] = attrs.field(factory=set)

    def read(self) -> Composed | None:
        return self._from(0, Degree.FULL, negated=False)

    def _from(self, i: int, degree: Degree, *, negated: bool) -> Composed | None:
        if i >= len(self.text) or (i, degree, negated) in self.failed:
            return None
        found = self._stem(i, degree, negated=negated) or self._front(i, degree, negated=negated)
        if found is None:
            stems = self._joined(i, MOST_PARTS, negated=negated)
            found = Composed(stems, degree, negated=negated) if stems else None
        if found is None:
            self.failed.add((i, degree, negated))
        return found

    def _stem(self, i: int, degree: Degree, *, negated: bool) -> Composed | None:
        """A ladder word to the end, perhaps with a degree behind it (提升明显)."""
        rest = self._bare(self.text[i:])
        if rest in self.words.places:
            return Composed((rest,), degree, negated=negated)
        for n in range(len(rest) - 1, 0, -1):
            stem, behind = rest[:n], rest[n:]
            if stem not in self.words.places:
                continue
            if behind in self.words.composition.behind and degree is Degree.FULL:
                return Composed((stem,), self.words.composition.behind[behind], negated=negated)
            if behind[0] == "不" and behind[1:] in self.words.composition.behind and not negated:
                return Composed((stem,), Degree.MARKED, negated=True)
        return None

    def _front(self, i: int, degree: Degree, *, negated: bool) -> Composed | None:
        """A word in front that denies, weighs or changes nothing, and what follows it."""
        words = self.words.composition
        for n in range(min(words.longest, len(self.text) - i - 1), 0, -1):
            word, after = self.text[i : i + n], i + n
            found = None
            if word in words.negation and not negated:
                # What stood before the denial weighs the denial: 十分不满意.
                found = self._from(after, Degree.FULL, negated=True)
            if found is None and word in words.degrees:
                found = self._from(after, _further(degree, words.degrees[word]), negated=negated)
            if found is None and (
                word in words.neutral or (word in words.subjects and not negated and degree is Degree.FULL)
            ):
                found = self._from(after, degree, negated=negated)
            if found is not None:
                return found
        return None

    def _joined(self, i: int, most: int, *, negated: bool) -> tuple[str, ...]:
        """Up to `most` ladder words in a row, the last perhaps with its action."""
        rest = self._bare(self.text[i:])
        for n in range(len(rest), 0, -1):
            stem, behind = rest[:n], rest[n:]
            if stem not in self.words.places:
                continue
            if not behind:
                return (stem,)
            if most > 1:
                for joint in ("", *self.words.composition.joints):
                    if behind.startswith(joint):
                        start = len(self.text) - len(behind) + len(joint)
                        further = self._joined(start, most - 1, negated=negated)
                        if not further or not (n > 1 or joint):
                            continue
                        if not self._contradict(stem, further, joint, negated=negated):
                            return (stem, *further)
            if behind in self.words.composition.actions and self.words.places[stem][0].ladder.adverb:
                return (stem,)
        return ()

    def _contradict(self, stem: str, others: Sequence[str], joint: str, *, negated: bool) -> bool:
        """Whether words in a row say no one grade; whether a denial reaches beyond a joint nobody can say."""
        if negated and stem in others:
            return True
        denied = negated and bool(joint)
        return any(self.words.apart(stem, other, denied=denied) for other in others)

    def _bare(self, rest: str) -> str:
        """The rest without a word behind it that changes nothing, unless that makes it a ladder word."""
        if rest not in self.words.places:
            for particle in self.words.composition.particles:
                if rest.endswith(particle) and len(rest) > len(particle):
                    return rest.removesuffix(particle)
        return rest


def _further(first: Degree, second: Degree) -> Degree:
    """The degree that two words together say: the weaker, unless one is the plain one."""
    if Degree.FULL in (first, second):
        return second if first is Degree.FULL else first
    order = list(Degree)
    return min(first, second, key=order.index)


def fold(text: str) -> str:
    """A cell without blanks, quotation marks and the stops at its end."""
    return _DROPPED.sub("", squeezed(text)).rstrip(_TRAILING)


@functools.cache
def builtin_words() -> Words:
    """The vocabulary that `grammar/ladders.toml` holds."""
    table = load_table("ladders.toml")
    words = table["composition"]
    degrees = {w: Degree(name) for name, listed in words["degree"].items() for w in listed}
    fronts = (*words["neutral"], *words["negation"], *words["subjects"], *degrees)
    zero = table["zero"]
    return Words(
        dict(_places(table["ladder"])),
        Composition(
            frozenset(words["neutral"]),
            frozenset(words["negation"]),
            degrees=degrees,
            behind={w: Degree(d) for w, d in words["behind"].items()},
            particles=_longest_first(words["particles"]),
            doubts=tuple(words["doubts"]),
            joints=_longest_first(words["joints"]),
            subjects=frozenset(words["subjects"]),
            actions=frozenset(words["actions"]),
            longest=max(map(len, fronts)),
        ),
        Lateness(
            _longest_first(_late_words(table["ladder"])),
            tuple(table["lateness"]["blurs"]),
            _longest_first(table["lateness"]["tails"]),
        ),
        patterns={
            **{
                f"official-{g}": _official(table["official"], forms)
                for g, forms in table["official"]["grades"].items()
            },
            "nothing": re.compile(
                f"(?:{_any(zero['denials'])})(?P<stem>{_any(zero['harms'])})|{_any(zero['bare'])}"
            ),
            "something": re.compile(f"(?:{_any(zero['affirmations'])})了?(?P<stem>{_any(zero['harms'])})"),
        },
        scales=frozenset(table["scale"]["words"]),
    )


def _places(ladders: list[dict[str, Any]]) -> Iterator[tuple[str, tuple[Place, ...]]]:
    """Each word and its places: those at the top of their ladder first, then as in the file."""
    places: dict[str, list[Place]] = {}
    for table in ladders:
        spans = [r["rank"] if isinstance(r["rank"], list) else [r["rank"], r["rank"]] for r in table["rung"]]
        ladder = Ladder(
            table["name"],
            tuple(sorted({rank for span in spans for rank in span})),
            plain=Degree(table.get("plain", "full")),
            adverb=table.get("adverb", False),
            code=table.get("code", "opposite"),
        )
        for group, (rung, (low, high)) in enumerate(zip(table["rung"], spans, strict=True)):
            for word in rung["words"]:
                places.setdefault(word, []).append(Place(ladder, low, high=high, group=group))
    for word, found in places.items():
        yield word, tuple(sorted(found, key=lambda place: place.low != place.ladder.ranks[-1]))


def _late_words(ladders: list[dict[str, Any]]) -> list[str]:
    """The words of delay and of lead, which take an amount behind them."""
    rungs = next(table["rung"] for table in ladders if table["name"] == "timeliness")
    return [*rungs[0]["words"], *rungs[-1]["words"]]


def _any(words: list[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "(?:" + "|".join(map(re.escape, _longest_first(words))) + ")"


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


def _official(lists: Mapping[str, Any], forms: list[str]) -> re.Pattern[str]:
    """The wordings of one official grade: `{name}` any word of a list, `{name?}` perhaps."""

    def slot(match: re.Match[str]) -> str:
        return _any(lists[match[1]]) + match[2]

    return re.compile("|".join(re.sub(r"\{(\w+)(\??)\}", slot, form) for form in forms))
