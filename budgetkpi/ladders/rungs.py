"""Where a grade word stands, and whether one word does what another asks (定性等级的比较).

The words are in `grammar/ladders.toml`. Two words are compared as sets of rungs: a target asks
for its rung or a better one.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Sequence  # noqa: TC003  (a signature that users may resolve)
from typing import Final, TypeAlias

import attrs

from budgetkpi.ladders.degrees import Composed, Degree, Place, Words, builtin_words, fold

__all__ = ["CODES", "Judged", "Ladders", "Rung", "Verdict", "builtin"]

LONGEST: Final = 40
"""Longer cells are descriptions, not grade words."""
OFFICIAL: Final = "official"
ABSENCE: Final = "absence"
SCALE: Final = "scale"
BEST_GRADE, WORST_GRADE = 1, 3

CODES: Final = (
    "same-word",
    "synonym",
    "near-synonym",
    "higher-degree",
    "lower-degree",
    "higher-rung",
    "lower-rung",
    "opposite",
    "late",
    "negated",
    "negated-degree",
    "part-of-the-words",
    "official-grade-1",
    "official-grade-2",
    "official-grade-3",
    "different-ladders",
    "whole-scale",
    "unknown-word",
)
"""Every reason that `compare` can give."""


class Verdict(enum.StrEnum):
    """Whether an actual word does what the target word asks (定性比较)."""

    AT_LEAST = "at_least"
    BELOW = "below"
    OPEN = "open"


@attrs.frozen
class Rung:
    """What a grade word says (定性等级).

    Attributes:
        word: the word as written, folded.
        stem: the ladder word in it, without degree and denial.
        ladder: the ladder that the stem stands on.
        rank: its place there, higher is better; None where it has none.
        degree: how far it goes.
        negated: whether it is denied; with a degree above FULL only the degree is denied.
        grade: 1 to 3 for the wordings of the national form, 1 the best; else None.
        zero: whether it says that nothing happened (无投诉).
        parts: the ladder words where the cell joins several (合法合规).
    """

    word: str
    stem: str
    ladder: str = attrs.field(kw_only=True)
    rank: int | None = attrs.field(default=None, kw_only=True)
    degree: Degree = attrs.field(default=Degree.FULL, kw_only=True)
    negated: bool = attrs.field(default=False, kw_only=True)
    grade: int | None = attrs.field(default=None, kw_only=True)
    zero: bool = attrs.field(default=False, kw_only=True)
    parts: tuple[str, ...] = attrs.field(default=(), kw_only=True)


Judged: TypeAlias = tuple[Verdict, str]


@attrs.frozen(eq=False)
class Ladders:
    """A vocabulary of grade words (定性用语词表), immutable; see `builtin`."""

    words: Words = attrs.field(repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the ladders, in order."""
        return tuple(sorted({place.ladder.name for places in self.words.places.values() for place in places}))

    def extended(self, name: str, rungs: Sequence[Sequence[str]]) -> Ladders:
        """This vocabulary and a ladder of the caller's own, which comes before the others.

        Args:
            name: what the ladder is called.
            rungs: its words from the worst rung to the best; words of one rung are synonyms.

        Raises:
            ValueError: no rung, a rung without words, or a blank word.
        """
        return Ladders(self.words.extended(name, rungs))

    def find_word(self, text: str) -> Rung | None:
        """What the whole text says as a grade word, None where it is none.

        >>> builtin().find_word("得到明显提升").stem
        '提升'
        """
        if len(text) > 2 * LONGEST:
            return None
        word = fold(text)
        if not word or len(word) > LONGEST:
            return None
        return self._special(word) or self._composed(word)

    def find_in(self, text: str) -> Rung | None:
        """The grade word that a short predicate ends with (知名度有所提高), None where none.

        A single character without a degree is no sign of a grade at the end of a sentence,
        and neither a question (是否合格) nor a sentence that denies, plans or wishes gives one. Where
        another grade of the same ladder stands in front of it (良好、优秀), neither is the grade.
        """
        if len(text) > 2 * LONGEST:
            return None
        whole = fold(text)
        for i in range(len(whole)):
            if i and any(doubt in whole[:i] for doubt in self.words.composition.doubts):
                return None
            rung = self.find_word(whole[i:])
            if rung is not None and (i == 0 or len(rung.word) > 1):
                front = whole[:i].removesuffix(self._joint(whole[:i]))
                other = self.find_in(front) if front else None
                return None if other is not None and self._apart(other, rung) else rung
        return None

    def _apart(self, one: Rung, other: Rung) -> bool:
        """Whether two words say different grades of one ladder."""
        if not one.parts or not other.parts:
            return one.ladder == other.ladder and one.rank != other.rank
        denied = one.negated != other.negated
        return any(
            self.words.apart(first, second, denied=denied) for first in one.parts for second in other.parts
        )

    def _joint(self, front: str) -> str:
        """What joins the word that ends a text with the next, "" where nothing does."""
        return next((joint for joint in self.words.composition.joints if front.endswith(joint)), "")

    def compare(self, target: Rung | str, actual: Rung | str) -> Judged:
        """Whether the actual word does what the target word asks.

        Args:
            target: what is asked for; a text is looked up with `find_word`.
            actual: what was reached.

        Returns:
            AT_LEAST, BELOW or OPEN where the words leave it undecided, and one of `CODES`.

        >>> builtin().compare("提升", "未提升")
        (<Verdict.BELOW: 'below'>, 'negated')
        """
        asked = target.word if isinstance(target, Rung) else fold(target)
        given = actual.word if isinstance(actual, Rung) else fold(actual)
        wanted = self.find_word(target) if isinstance(target, str) else target
        got = self.find_word(actual) if isinstance(actual, str) else actual
        if SCALE in (wanted and wanted.ladder, got and got.ladder):
            return Verdict.OPEN, "whole-scale"
        if asked and asked == given:
            return Verdict.AT_LEAST, "same-word"
        if got is not None and got.grade is not None:
            return self._graded(wanted, got)
        if wanted is None or got is None:
            if asked and any(given == negation + asked for negation in self.words.composition.negation):
                return Verdict.BELOW, "negated"
            return Verdict.OPEN, "unknown-word"
        if ABSENCE in (wanted.ladder, got.ladder):
            return _absence(wanted, got)
        if wanted.grade is not None:
            return Verdict.OPEN, "different-ladders"
        return self._joined(wanted, got)

    def _special(self, word: str) -> Rung | None:
        """Words that are no composition: official grades, whole scales, nothing happened."""
        if word in self.words.places:
            return None
        if "".join(c for c in word if c not in "、/，,和或") in self.words.scales:
            return Rung(word, word, ladder=SCALE, degree=Degree.NONE)
        for grade in range(WORST_GRADE, BEST_GRADE - 1, -1):
            if self.words.patterns[f"official-{grade}"].fullmatch(word):
                rank = WORST_GRADE + 1 - grade
                return Rung(word, word, ladder=OFFICIAL, rank=rank, degree=Degree.NONE, grade=grade)
        if stem := self.words.lateness.stem_of(word):
            rung = self._composed(stem)
            return rung and attrs.evolve(rung, word=word)
        if match := self.words.patterns["nothing"].fullmatch(word):
            return Rung(word, match["stem"] or "", ladder=ABSENCE, rank=1, zero=True)
        if match := self.words.patterns["something"].fullmatch(word):
            return Rung(word, match["stem"], ladder=ABSENCE, rank=0)
        return None

    def _composed(self, word: str) -> Rung | None:
        composed = self.words.take_apart(word)
        return None if composed is None else self._rung(word, composed)

    def _rung(self, word: str, composed: Composed) -> Rung:
        parts = composed.stems
        place = self.words.places[parts[0]][0]
        return Rung(
            word,
            "".join(parts),
            ladder=place.ladder.name,
            rank=place.low,
            degree=composed.degree,
            negated=composed.negated,
            parts=parts,
        )

    @staticmethod
    def _graded(wanted: Rung | None, got: Rung) -> Judged:
        """An official grade: the first meets every word, the others only their own kind."""
        asked = BEST_GRADE if wanted is None or wanted.grade is None else wanted.grade
        met = got.grade is not None and got.grade <= asked
        return (Verdict.AT_LEAST if met else Verdict.BELOW), f"official-grade-{got.grade}"

    def _joined(self, wanted: Rung, got: Rung) -> Judged:
        """Every part of the target must find its match among the parts of the actual."""
        judged = [self._part(wanted, part, got) for part in wanted.parts]
        for verdict in (Verdict.BELOW, Verdict.OPEN):
            for one in judged:
                if one[0] is verdict:
                    if one[1] == "different-ladders" and len(judged) > 1:
                        return Verdict.OPEN, "part-of-the-words"
                    return one
        return judged[0]

    def _part(self, wanted: Rung, stem: str, got: Rung) -> Judged:
        best: Judged = Verdict.OPEN, "different-ladders"
        for n, part in enumerate(got.parts):
            # 未按期完成 denies 按期; whether it was done stays open.
            if got.negated and n:
                judged: Judged = (Verdict.OPEN, "negated") if self._pair(stem, part, negated=False) else best
            else:
                judged = self._stems(wanted, stem, got, part)
            if judged[0] is Verdict.AT_LEAST:
                return judged
            if judged[1] != "different-ladders" and best[0] is not Verdict.BELOW:
                best = judged
        return best

    def _pair(self, stem: str, other: str, *, negated: bool) -> tuple[Place, Place] | None:
        """The places of a target word and another on the first ladder that holds both."""
        places = self.words.places.get(stem, ())
        for n, place in enumerate(places):
            bottom = place.low == place.ladder.ranks[0]
            # 下降 asks for a fall, 不下降 for the rungs above it.
            if (n and bottom and not negated) or (negated and not bottom and len(places) > 1):
                continue
            for second in self.words.places.get(other, ()):
                if second.ladder.name == place.ladder.name:
                    return place, second
        return None

    def _stems(self, wanted: Rung, stem: str, got: Rung, other: str) -> Judged:
        pair = self._pair(stem, other, negated=wanted.negated)
        if pair is None:
            return Verdict.OPEN, "different-ladders"
        asked, given = pair
        if wanted.negated and asked.low != asked.ladder.ranks[0]:
            return Verdict.OPEN, "negated"
        if got.negated and not wanted.negated and asked.group == given.group and got.degree is Degree.FULL:
            return Verdict.BELOW, "negated"
        if got.negated and got.degree in (Degree.MARKED, Degree.STRONG):
            return _denied_degree(wanted, asked, got, given)
        low, high = _span(given, negated=got.negated)
        least, _ = _span(asked, negated=wanted.negated)
        if high < least:
            if got.negated:
                return Verdict.BELOW, "negated"
            return Verdict.BELOW, given.ladder.code if high == given.ladder.ranks[0] else "lower-rung"
        if low < least:
            return Verdict.OPEN, "near-synonym"
        if wanted.negated or got.negated or low > least:
            return Verdict.AT_LEAST, "higher-rung"
        if asked.group != given.group:
            spread = asked.low != asked.high or given.low != given.high
            return (Verdict.AT_LEAST, "synonym") if spread else (Verdict.OPEN, "near-synonym")
        return _degrees(wanted, got, asked, same=stem == other)


def _span(place: Place, *, negated: bool) -> tuple[int, int]:
    """The lowest and highest rank that a word may mean; a denied bottom is all above it."""
    ranks = place.ladder.ranks
    if not negated:
        return place.low, place.high
    if place.low == ranks[0]:
        if len(ranks) == 1:
            return ranks[0] - 1, ranks[0] - 1
        return min(rank for rank in ranks if rank > place.low), ranks[-1]
    return ranks[0], max(rank for rank in ranks if rank < place.low)


def _degrees(wanted: Rung, got: Rung, place: Place, *, same: bool) -> Judged:
    order = list(Degree)

    def height(degree: Degree) -> int:
        return order.index(place.ladder.plain if degree is Degree.FULL else degree)

    asked, given = height(wanted.degree), height(got.degree)
    if given < asked:
        return Verdict.OPEN, "lower-degree"
    if given > asked:
        return Verdict.AT_LEAST, "higher-degree"
    return Verdict.AT_LEAST, "same-word" if same and wanted.degree is got.degree else "synonym"


def _denied_degree(wanted: Rung, asked: Place, got: Rung, given: Place) -> Judged:
    """未明显提升 denies 明显 and leaves open whether there was a little."""
    order = list(Degree)
    if asked.low > given.high:
        return Verdict.BELOW, "negated"
    if asked.low == given.low and order.index(wanted.degree) >= order.index(got.degree):
        return Verdict.BELOW, "negated"
    return Verdict.OPEN, "negated-degree"


def _absence(wanted: Rung, got: Rung) -> Judged:
    if wanted.ladder != got.ladder:
        return Verdict.OPEN, "different-ladders"
    if not wanted.zero:
        return Verdict.OPEN, "different-ladders"
    if got.zero:
        alike = got.stem in ("", wanted.stem)
        return (Verdict.AT_LEAST, "synonym") if alike else (Verdict.OPEN, "part-of-the-words")
    alike = wanted.stem in ("", got.stem)
    return (Verdict.BELOW, "opposite") if alike else (Verdict.OPEN, "different-ladders")


@functools.cache
def builtin() -> Ladders:
    """The vocabulary that comes with budgetkpi, `grammar/ladders.toml`."""
    return Ladders(builtin_words())
