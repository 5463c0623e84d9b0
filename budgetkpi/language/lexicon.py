"""The words of the language, each under its one kind (用词表); read from grammar/words.toml and around.toml.

Whoever looks for a sign, a limit, a denial, a plan or an earlier year asks here: cells,
sentences, sign columns, descriptions, references and the rules of direction.
"""

from __future__ import annotations

import functools
import re
import tomllib
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from budgetkpi.errors import LanguageError
from budgetkpi.kinds import Comparator
from budgetkpi.messages import Catalog, Message
from budgetkpi.resources import load_text
from budgetkpi.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["FILE", "Kind", "Lexicon", "Word", "drawn_sign", "lexicon", "parse_lexicon"]

FILE: Final = "words.toml"
_AROUND: Final = "around.toml"
_KEYS: Final = frozenset({"en", "zh", "words", "beside", "turns"})
_NEEDED: Final = frozenset({"en", "zh"})
_SECTIONS: Final[Mapping[str, frozenset[str]]] = {
    "vouched": frozenset({"done", "verbs", "nouns"}),
    "shielded": frozenset({"numerals", "signs", "turns", "units"}),
    "naming": frozenset({"behind"}),
    "measured": frozenset({"ends"}),
    "dated": frozenset({"how", "done", "rest"}),
    "pair": frozenset({"done"}),
    "rank": frozenset({"leads"}),
    "mean": frozenset({"over"}),
    "length": frozenset({"lead", "tail", "noun"}),
    "prose": frozenset({"budget", "fillers", "lines", "dated", "measured", "leads", "ends", "noun"}),
}
"""The sections of around.toml, and what each holds."""
_SAY: Final = Catalog("errors")
_SIGNS: Final = {
    "GE": Comparator.GE,
    "REACH": Comparator.GE,
    "LE": Comparator.LE,
    "KEEP": Comparator.LE,
    "LATEST": Comparator.LE,
    "GT": Comparator.GT,
    "LT": Comparator.LT,
    "EQ": Comparator.EQ,
}
_DRAWN: Final = re.compile(r"[≥≤<>=](?:/(?=[≥≤<>=])|[≥≤<>=])*")
_GLYPHS: Final = tuple("≥≤<>=")
_LOW, _HIGH, _EQUAL = frozenset("<≤"), frozenset(">≥"), frozenset("=≥≤")
_DENIED: Final = {
    Comparator.GE: Comparator.LT,
    Comparator.LT: Comparator.GE,
    Comparator.LE: Comparator.GT,
    Comparator.GT: Comparator.LE,
    Comparator.EQ: Comparator.EQ,
}


class Kind(NamedTuple):
    """A kind of word (词类).

    Attributes:
        name: as the rules in grammar/*.lark call it.
        phrase: how an error names it where it could have stood.
        beside: whether its words mean it only beside a number; None where words of one
            character do and longer ones always.
        turns: whether its words make a number no plain result.
        order: its place in the table; errors name the first kinds first.
    """

    name: str
    phrase: Message
    beside: bool | None
    turns: bool
    order: int


class Word(NamedTuple):
    """A word and what it means."""

    text: str
    kind: str
    beside: bool


@attrs.frozen(eq=False)
class Lexicon:
    """Every word with a meaning (词典); never changed once built.

    Attributes:
        kinds: by name.
        words: folded word → what it means; "WORD" is the kind of words that only look
            like one with a meaning.
        lengths: first character → lengths of the words that begin with it, longest first.
        vouched: words that may stand around a value and change nothing.
        naming: first character → words that make the number in front of them a name.
        around: the rest of grammar/around.toml.
    """

    kinds: Mapping[str, Kind]
    words: Mapping[str, Word]
    lengths: Mapping[str, tuple[int, ...]]
    vouched: frozenset[str]
    longest_vouched: int
    naming: Mapping[str, tuple[str, ...]]
    around: Mapping[str, Any]

    def longest(self, text: str, start: int) -> Word | None:
        """The longest word of folded `text` at `start`, None where none begins there."""
        for length in self.lengths.get(text[start], ()):
            found = self.words.get(text[start : start + length])
            if found is not None:
                return found
        return None

    def of(self, kind: str) -> frozenset[str]:
        """The words of one kind."""
        return frozenset(word.text for word in self.words.values() if word.kind == kind)

    def naming_at(self, text: str, start: int) -> int:
        """How long the word is that makes the number in front of it a name; 0 where none stands."""
        if text[start : start + 1] not in self.naming:
            return 0
        return next((len(word) for word in self.naming[text[start]] if text.startswith(word, start)), 0)

    def vouched_at(self, text: str, start: int) -> int:
        """Where the longest harmless word at a place ends; 0 where none begins there."""
        for length in range(min(self.longest_vouched, len(text) - start), 0, -1):
            if text[start : start + length] in self.vouched:
                return start + length
        return 0

    def sign_at(self, text: str, start: int = 0) -> tuple[Comparator, int] | None:
        """The comparison sign that the words at a place say together, and where they end.

        A denied limit is the other limit: 不低于 is ≥, 最高不超过 is ≤, 未达到 is <.
        """
        at, denied = start, False
        first = None if text[at : at + 1] in _GLYPHS else self._of_kinds(text, at, _SIGNS)
        if first is not None:
            if self._of_kinds(text, at + len(first.text), ("NOT",)) is None:
                return _SIGNS[first.kind], at + len(first.text)
            at += len(first.text)
        while (word := self._of_kinds(text, at, ("NOT",))) is not None:
            at, denied = at + len(word.text), True
        if not denied and text[at : at + 1] in _GLYPHS:
            kind, end = drawn_sign(text, at)
            return (_SIGNS[kind], end) if kind else None
        word = self._of_kinds(text, at, tuple(_SIGNS))
        if word is None:
            return None
        comparator = _SIGNS[word.kind]
        return (_DENIED[comparator] if denied else comparator), at + len(word.text)

    def _of_kinds(self, text: str, start: int, kinds: Iterable[str]) -> Word | None:
        """The longest word of some kinds at a place."""
        for length in self.lengths.get(text[start : start + 1], ()):
            found = self.words.get(text[start : start + length])
            if found is not None and found.kind == "WORD":
                return None  # 满 of 满意度 is no sign
            if found is not None and found.kind in kinds:
                return found
        return None

    def phrases(self, kinds: Iterable[str], most: int) -> tuple[Message, ...]:
        """How an error names these kinds, the likeliest first, each phrase once."""
        known = sorted(
            (self.kinds[name] for name in kinds if name in self.kinds), key=lambda kind: kind.order
        )
        found: dict[str, Message] = {}
        for kind in known:
            found.setdefault(kind.phrase.en, kind.phrase)
        found.pop("words", None)
        return tuple(found.values())[:most]


def drawn_sign(text: str, start: int) -> tuple[str, int]:
    """The kind of a drawn sign at a place, and where it ends; "" for signs that contradict each other.

    A doubled sign says no more than a single one (≥≥), and >= is ≥ whichever stands first.

    >>> drawn_sign("=>90%", 0), drawn_sign("><5%", 0)
    (('GE', 2), ('', 2))
    """
    match = _DRAWN.match(text, start)
    assert match is not None
    signs = match.group()
    low, high = not _LOW.isdisjoint(signs), not _HIGH.isdisjoint(signs)
    if low and high:
        return "", match.end()
    equal = not _EQUAL.isdisjoint(signs)
    kind = ("GE" if equal else "GT") if high else ("LE" if equal else "LT") if low else "EQ"
    return kind, match.end()


@functools.cache
def lexicon() -> Lexicon:
    """The words of grammar/words.toml and grammar/around.toml, read once."""
    return parse_lexicon(load_text(FILE), load_text(_AROUND))


def parse_lexicon(words: str, around: str) -> Lexicon:
    """Build a lexicon from the texts of its two tables.

    Raises:
        LanguageError: a misspelt key, or a word under two kinds; it names file and line.
    """
    table, beside_values = _table(words, FILE), _table(around, _AROUND)
    _complete(beside_values, around)
    kinds: dict[str, Kind] = {}
    found: dict[str, Word] = {}
    for order, (name, entry) in enumerate(table.items()):
        for key in entry.keys() - _KEYS:
            raise _error("lexicon-key", FILE, words, key, kind=name, key=key)
        for key in _NEEDED - entry.keys():
            raise _error("lexicon-without", FILE, words, name, kind=name, key=key)
        phrase = Message(name.lower(), entry["en"], entry["zh"])
        kinds[name] = Kind(name, phrase, entry.get("beside"), entry.get("turns", False), order)
        for written in _words(entry.get("words", ())):
            _add(found, written, kinds[name], FILE, words)
    for section in beside_values["shielded"].values():
        for written in _words(section):
            _add(found, written, None, _AROUND, around)
    vouched = frozenset(
        fold(word) for section in beside_values["vouched"].values() for word in _words(section)
    )
    for word in vouched:
        if len(word) > 1 and word not in found:
            found[word] = Word(word, "WORD", beside=False)
    return Lexicon(
        kinds,
        found,
        _lengths(found),
        vouched,
        max(map(len, vouched)),
        _naming(_words(beside_values["naming"]["behind"])),
        {
            name: _split(section)
            for name, section in beside_values.items()
            if name not in ("vouched", "shielded")
        },
    )


def _complete(table: Mapping[str, Any], text: str) -> None:
    """Raise the LanguageError of a section or a key of around.toml that is misspelt or missing."""
    for section in table.keys() - _SECTIONS.keys():
        raise _error("lexicon-section", _AROUND, text, section, section=section)
    for section, keys in _SECTIONS.items():
        for key in table.get(section, {}).keys() - keys:
            raise _error("lexicon-key", _AROUND, text, key, kind=section, key=key)
        for key in keys - table.get(section, {}).keys():
            raise _error("lexicon-without", _AROUND, text, section, kind=section, key=key)


def _words(said: str | Sequence[str]) -> Sequence[str]:
    """Words told as a list, or as one text with blanks or line breaks between them."""
    return said.split() if isinstance(said, str) else said


def _split(section: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(said.split()) if isinstance(said, str) else said for key, said in section.items()}


def _add(found: dict[str, Word], written: str, kind: Kind | None, file: str, text: str) -> None:
    word = fold(written)
    name = "WORD" if kind is None else kind.name
    other = found.get(word)
    if other is not None and other.kind != name:
        raise _error("lexicon-clash", file, text, written, word=written, first=other.kind, second=name)
    beside = False if kind is None else len(word) == 1 if kind.beside is None else kind.beside
    found[word] = Word(word, name, beside)


def _table(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LanguageError(_SAY("lexicon-toml", file=file, problem=str(error))) from None


def _error(code: str, file: str, text: str, found: str, **fields: str) -> LanguageError:
    """An error with the line on which the last `found` stands."""
    bare = ((number, line.partition("#")[0]) for number, line in enumerate(text.splitlines(), 1))
    lines = [number for number, line in bare if found in re.split(r"[\s\"',=\[\]]+", line)]
    return LanguageError(_SAY(code, file=f"grammar/{file}", line=lines[-1] if lines else 0, **fields))


def _naming(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Words of more than one character, the longest first; shorter ones are classifiers too."""
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(words, key=len, reverse=True):
        if len(word) > 1:
            found[word[0]] = (*found.get(word[0], ()), word)
    return found


def _lengths(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
