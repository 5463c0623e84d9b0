"""A text on its way to tokens (扫描): where each character stands, and what was found so far."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING, Any, Final

from budgetkpi.language.tokens.token import NUMERALS, Bad, Token, open_number
from budgetkpi.text import IN_NUMBERS

if TYPE_CHECKING:
    from budgetkpi.language.lexicon import Lexicon

_NUMBERS: Final = frozenset({"NUMBER", "SHARE"})
_DATED: Final = frozenset({"DATE", "BEFORE", "AFTER", "BELOW", "ABOVE", "INCLUDED"})
"""A date, and what may stand behind it."""
_PARTING: Final = frozenset({"COMMA", "PAUSE", "SEMICOLON"})


class Scan:
    """Reads a text once, from left to right; what a token is, the classes above this one know."""

    def __init__(self, text: str, words: Lexicon) -> None:
        self.words = words
        self.found: list[Token] = []
        self.text, self.places, self.gaps, self.breaks = _squeezed(text)
        self.word_start: int | None = None
        self.whole = True
        """Whether nothing but one statement was met so far: no word, no separator."""
        self.measured = False
        """Whether a unit was met."""
        self.numbers = 0
        """How many numbers were met."""
        self.dated = 0
        """How many dates were met, and words that may stand behind one."""

    def _put(self, kind: str, value: Any, at: int, end: int) -> int:  # noqa: ANN401  (each kind has its own)
        if self.word_start is not None:
            self._close(at)
        if kind in NUMERALS and (first := self._number_that_touches(kind, at)):
            kind, value, at = "BAD", Bad("numbers-touch"), self._squeezed_place(self.found[-first].start)
            del self.found[-first:]
        self.whole = self.whole and kind not in _PARTING
        self.measured = self.measured or kind == "UNIT"
        self.numbers += kind in _NUMBERS
        self.dated += kind in _DATED
        if self.places is None:
            self.found.append(Token(kind, value, at, end, gap=False))
        else:
            self.found.append(Token(kind, value, self._place(at), self._end_place(end), self._gap(at)))
        return end

    def _number_that_touches(self, kind: str, at: int) -> int:
        """How many tokens ago the number began that ends directly in front of a place, 0 for none.

        45万2|.3万元 and 百余|5人 are neither one number nor two.
        """
        if not self.found or at in self.gaps or self.found[-1].end != self._place(at):
            return 0
        open_ = open_number(self.found[-2:])
        return open_ if open_ == 1 or kind != "SCALE" else 0  # 十余|万

    def _into_word(self, at: int, end: int) -> int:
        if self.word_start is None:
            self.word_start = at
        return end

    def _close(self, at: int) -> None:
        """End the word that is open."""
        start = self.word_start
        if start is None:
            return
        self.word_start = None
        if at > start:
            self.whole = False
            self.found.append(
                Token("WORD", self.text[start:at], self._place(start), self._end_place(at), self._gap(start))
            )

    def _last_kind(self) -> str:
        if self.word_start is not None:
            return "WORD"
        return self.found[-1].kind if self.found else ""

    def _place(self, at: int) -> int:
        if self.places is None:
            return at
        return self.places[at] if at < len(self.places) else self.places[-1] + 1 if self.places else 0

    def _end_place(self, end: int) -> int:
        return self._place(end - 1) + 1 if end else 0

    def _gap(self, at: int) -> bool:
        return at in self.gaps

    def _squeezed_place(self, place: int) -> int:
        return place if self.places is None else bisect.bisect_left(self.places, place)


def _squeezed(text: str) -> tuple[str, list[int] | None, frozenset[int], frozenset[int]]:
    """The text without the blanks that mean nothing, and where each character stood.

    A blank stays between two digits, where it parts numbers. Places in front of which a
    blank or a line break stood are told beside it.
    """
    if " " not in text and "\n" not in text:
        return text, None, frozenset(), frozenset()
    kept: list[str] = []
    places: list[int] = []
    gaps, breaks = set(), set()
    blank = line = False
    for place, character in enumerate(text):
        if character in " \n":
            blank, line = blank or bool(kept), line or (character == "\n" and bool(kept))
            continue
        if blank:
            if character in IN_NUMBERS and kept[-1] in IN_NUMBERS:
                kept.append(" ")
                places.append(place - 1)
            gaps.add(len(kept))
            if line:
                breaks.add(len(kept))
            blank = line = False
        kept.append(character)
        places.append(place)
    return "".join(kept), places, frozenset(gaps), frozenset(breaks)
