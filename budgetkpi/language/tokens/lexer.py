"""Text to tokens, word by word (切词)."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final

from budgetkpi import units
from budgetkpi.canonical import BASES_OF_THEIR_OWN, change_text
from budgetkpi.expressions import later
from budgetkpi.kinds import Change
from budgetkpi.language.lexicon import Lexicon, Word, lexicon
from budgetkpi.language.tokens.marking import Marking
from budgetkpi.language.tokens.settled import settled
from budgetkpi.language.tokens.token import BEHIND, CHANGES, COUNTING, ENDS_VALUE, SIGN_KINDS, Token

_PRIVATE: Final = ("Co", "Cn", "Cs")
"""Characters that mean nothing by themselves: private, unassigned, half of a pair."""
_MARKS: Final = frozenset("□○△■◇☆×＿")
"""Marks of a template; in front of a digit they are what scanning left of one."""
_EXCLUDED_BEHIND: Final = later(
    r"不(?:包含|包括|含)(?:本数|本级|该数|[0-9.]+[^()一-鿿]?[一-鿿]{0,3}(?=$|[,;。)]))"
)
_LINKED: Final = SIGN_KINDS | {"RISE", "FALL", "SAVED", "OVERSPENT", "TO", "ABOUT", "NOT"}
_MEASURED_CHANGE: Final = later(r"(?:率|比例|幅度|幅|额|量|数|指数|工程|行动|计划|点|机制|情况|速度|水平)")
_BASE: Final = later(
    r"(?:较|比|相比|相较|与|同)(?P<base>(?:[0-9]{4}年|[^0-9,;:。≥≤<>=()])+?)(?:相比|相较|比较|比)?(?:,)?"
)
_EXCLUDING: Final = frozenset({"NOT", "UNDONE", "EXCLUDED"})
_LAST: Final = {"LE": "BELOW", "GE": "ABOVE"}
_LEVEL: Final = ("到", "至", "为")
_BEFORE_RANKS: Final = frozenset({"COMMA", "SEMICOLON", "STOP", "BREAK", "BULLET", "PLAN", "WITHIN"})
_BASE_LENGTH: Final = 16
_KEPT: Final = 16
_LONGEST_KEPT: Final = 400


class _Lexer(Marking):
    """Reads a text once, from left to right."""

    def run(self) -> list[Token]:
        at, text = 0, self.text
        while at < len(text):
            if at in self.breaks and (self.found or self.word_start is not None):
                self._close(at)
                if self.found[-1].kind != "BREAK":
                    self.found.append(Token("BREAK", "\n", self._place(at), self._place(at), gap=True))
            at = self._next(at)
        self._close(len(text))
        return settled(self.found, self.words)

    def _next(self, at: int) -> int:
        """Take the token at a place; where it ends."""
        text = self.text
        character = text[at]
        if character == " ":
            self._close(at)
            return at + 1
        if unicodedata.category(character) in _PRIVATE or (
            character in _MARKS and text[at + 1 : at + 2] in COUNTING
        ):
            return self._put("STRAY", character, at, at + 1)
        taken = self._mark(at) or self._counted(at) or self._worded(at)
        if taken is not None:
            return taken
        if self.word_start is None:
            self.word_start = at
        return at + 1

    def _worded(self, at: int) -> int | None:
        """A word of the lexicon, as what it means where it stands."""
        text = self.text
        base = self._base(at)
        if base is not None:
            return base
        if text[at] == "前" and self._ranks(at):
            return self._put("TOP", "前", at, at + 1)
        if text[at] == "年" and self._yearly(at):
            return self._put("MEAN", "年", at, at + 1)
        word = self.words.longest(text, at)
        if word is None:
            return None
        end = at + len(word.text)
        if word.kind in ("WORD", "BASE"):
            return self._into_word(at, end)
        if word.kind == "EACH":
            return self._each(at, end)
        if word.kind in CHANGES:
            return self._change(word, at, end)
        if (
            word.kind in _EXCLUDING
            and (excluded := _EXCLUDED_BEHIND.match(text, at))
            and self._limit_behind()
        ):
            self._drop_comma()
            return self._put("EXCLUDED", excluded.group(), at, excluded.end())
        if word.kind in _LAST and self._ends_a_clause(end):
            return self._put(_LAST[word.kind], word.text, at, end)
        kind = "TO" if word.kind == "DASH" and self._last_kind() in ("RISE", "FALL") else word.kind
        return self._put(kind, word.text, at, self._linked(end) if kind in _LINKED else end)

    def _ends_a_clause(self, end: int) -> bool:
        """Whether nothing more of the clause follows, behind a value (30万元封顶)."""
        follows = self.text[end : end + 1]
        return (
            self.word_start is None
            and self._last_kind() in ENDS_VALUE
            and (not follows or follows in ",;。、)")
        )

    def _change(self, word: Word, at: int, end: int) -> int:
        """A word of change, with 到 or 为 behind it where a level follows; a part of a name otherwise."""
        text = self.text
        if _MEASURED_CHANGE.match(text, end):
            return self._into_word(at, end)
        if word.kind in ("RISE", "FALL") and text[end : end + 1] in _LEVEL and self._levels(word, end):
            self._put(word.kind, word.text, at, end)
            return self._put("TO", text[end], end, self._linked(end + 1 + text.startswith("了", end + 1)))
        return self._put(word.kind, word.text, at, self._linked(end))

    def _levels(self, word: Word, end: int) -> bool:
        """Whether 到 or 为 behind a change leads to a level, and is no part of 至多 or of a name (增幅为)."""
        other = self.words.longest(self.text, end)
        return word.text[-1] not in "幅速" and (other is None or len(other.text) == 1)

    def _yearly(self, at: int) -> bool:
        """Whether 年 is the mean of a change: 年递增5%."""
        if self.word_start is not None or at + 1 == len(self.text):
            return False
        change = self.words.longest(self.text, at + 1)
        return change is not None and change.kind in ("RISE", "FALL")

    def _limit_behind(self) -> bool:
        """Whether the last token but a comma ends a value or a limit."""
        last = [token.kind for token in self.found[-2:] if token.kind != "COMMA"]
        return self.word_start is None and bool(last) and last[-1] in BEHIND

    def _ranks(self, at: int) -> bool:
        """Whether 前 stands before a rank: 前3名, 排名前10."""
        text = self.text
        if text[at + 1 : at + 2] not in COUNTING:
            return False
        if self.word_start is None:
            return not self.found or self.found[-1].kind in _BEFORE_RANKS
        return text[self.word_start : at].endswith(tuple(self.words.around["rank"]["leads"]))

    def _each(self, at: int, end: int) -> int:
        """每 with what it counts by: 每人, 每季度, 每半年."""
        below = self._below(end)
        word = self.words.longest(self.text, at)
        if below is None or (word is not None and at + len(word.text) > below[1]):
            return self._into_word(at, end)
        if below[0] != "%" and below[0].endswith("%"):
            return self._into_word(at, end)  # 元/2% is two values: no unit says 每2%
        if below[0] == "年" and self.text.startswith("递", below[1]) and self._yearly(below[1] - 1):
            return self._put("MEAN", "年", at, below[1])  # 每年递增5%
        return self._put("EACH", below[0], at, below[1])

    def _base(self, at: int) -> int | None:
        """What a change is measured against: 较上年, 与2020年相比."""
        if self.text[at] not in "较比与同相":
            return None
        found = _base_at(self.text, at, self.words)
        if found is None:
            return None
        base, end, kind = found
        written = change_text(Change[kind], base)
        if base in BASES_OF_THEIR_OWN or _base_at(written, 0, self.words) == (base, 1 + len(base), kind):
            return self._put("BASE", base, at, end)
        return None  # 较上年年递递增, 比高于上年减少: the base makes other words with what stands beside it


def _base_at(text: str, at: int, words: Lexicon) -> tuple[str, int, str] | None:
    """The base of a change, where it ends, and the kind of change behind it; None where none stands there."""
    shield = words.longest(text, at)
    if shield is not None and shield.kind in ("WORD", "COMPARED"):
        return None
    for place in range(at + 2, min(len(text), at + _BASE_LENGTH + 4)):
        if text[place] in ",;:。≥≤<>=()、":
            return None
        word = words.longest(text, place)
        if word is None or word.kind not in CHANGES:
            continue
        if len(word.text) == 1 and not text[place + 1 : place + 2].isdecimal():
            continue
        match = _BASE.fullmatch(text, at, place)
        if match is None:
            return None
        if text[at] in "与同" and not re.search(r"(?:相比|相较|比较|比),?$", match.group()):
            return None
        return match["base"].removesuffix("的").removesuffix("相比").removesuffix("相较"), place, word.kind
    return None


def tokens_of(text: str, words: Lexicon | None = None) -> list[Token]:
    """The tokens of a folded text, in order.

    Args:
        text: folded; its blanks and line breaks still in it.
        words: the lexicon; the one of grammar/words.toml where not given.
    """
    if words is None and len(text) <= _LONGEST_KEPT:
        return [*_kept(text, units.current())]
    return _Lexer(text, words or lexicon()).run()


@functools.lru_cache(maxsize=_KEPT)
def _kept(text: str, _listed: units.Vocabulary) -> tuple[Token, ...]:
    """The tokens of the texts last asked for: of a row its name is asked for limits, units and figures."""
    return tuple(_Lexer(text, lexicon()).run())
