"""Builds the parser from `grammar/*.lark`, once, on the first cell (语法)."""

from __future__ import annotations

import copy
import functools
import re
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from budgetkpi.errors import BudgetKpiError
from budgetkpi.text import fold
from budgetkpi.units import spellings

if TYPE_CHECKING:
    from collections.abc import Collection

    from lark import Lark, Tree
    from lark.common import LexerConf
    from lark.lexer import Token

__all__ = ["STAND_IN", "NotAStatementError", "grammar_text", "longest", "parser", "statement"]

_LOWER: Final = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_NOT_BEFORE: Final = {"分": "之", "等": "于"}
"""Units that are none before a character: 分 of 三分之一, 等 of 等于."""
_LETTER: Final = re.compile(r"[A-Za-z]")

FILES: Final = ("cell", "comparators", "numbers", "units", "calendar", "changes")
"""The files of the grammar; each holds one concept."""

STAND_IN: Final = "\ue000"
"""A private character that stands in a text for a unit nobody listed."""

_TERMINALS_OF_THEIR_OWN: Final = re.compile(r"年|月份?|日|号|季度|块钱?|毛|角|成|.*半.*|季|[0-9].*|.*分之")
"""Written units that the grammar has terminals for."""


class NotAStatementError(BudgetKpiError):
    """A text that the grammar does not read; never leaves this package.

    Attributes:
        position: where the grammar gave up.
        expected: the terminals that could have stood there.
    """

    def __init__(self, position: int, expected: frozenset[str] = frozenset()) -> None:
        super().__init__(position)
        self.position = position
        self.expected = expected


def grammar_text() -> str:
    """The whole grammar: the files joined, and the units as one terminal."""
    folder = resources.files("budgetkpi.grammar")
    parts = [folder.joinpath(f"{name}.lark").read_text(encoding="utf-8") for name in FILES]
    return "\n".join([*parts, f"UNIT: /{_unit_pattern()}/"])


def _unit_pattern() -> str:
    """Every listed unit as one pattern, taken from the longest.

    Words that begin alike share their beginning: the pattern compiles three times as fast as
    a list of words, and matches as fast.
    """
    words = {fold(word) for word in spellings()}
    words = {word.translate(_LOWER) for word in words if word and not _TERMINALS_OF_THEIR_OWN.fullmatch(word)}
    tree: dict[str, Any] = {}
    for word in [*sorted(words - set(_NOT_BEFORE)), STAND_IN]:
        branch = tree
        for character in word:
            branch = branch.setdefault(character, {})
        branch[""] = {}
    return "|".join([_branches(tree), *(f"{unit}(?!{after})" for unit, after in _NOT_BEFORE.items())])


def _branches(tree: dict[str, Any]) -> str:
    """A tree of characters as a pattern; a unit in letters does not end inside a run of letters."""
    ends = [character for character, rest in tree.items() if character and set(rest) == {""}]
    letters = [character for character in ends if _LETTER.match(character)]
    plain = [_escaped(character) for character in ends if character not in letters]
    options = [_escaped(c) + _branches(rest) for c, rest in tree.items() if c and set(rest) != {""}]
    options += [f"[{''.join(plain)}]"] if len(plain) > 1 else plain
    options += [f"[{''.join(letters)}{''.join(letters).upper()}](?![A-Za-z])"] if letters else []
    whole = f"(?:{'|'.join(options)})" if len(options) != 1 or "" in tree else options[0]
    return f"{whole}?" if "" in tree else whole


def _escaped(character: str) -> str:
    """One character; a letter in either case, which is cheaper than a pattern that ignores case."""
    if _LETTER.match(character):
        return f"[{character}{character.upper()}]"
    return "\\/" if character == "/" else re.escape(character)


def options(**more: object) -> dict[str, Any]:
    """How Lark is asked to build the parser; the tests add `strict=True`."""
    return {"parser": "lalr", "start": "start", "propagate_positions": False, **more}


@functools.cache
def parser() -> Lark:
    """The one parser, made on first use: from the kept tables where they are fresh."""
    from budgetkpi.language import tables  # noqa: PLC0415  (it imports this module)

    return tables.read() or build()


def build() -> Lark:
    """The parser built from the text of the grammar.

    Lark checks terminals for collisions at every build where interegular happens to be
    installed, which takes half a minute here; the tests make that check once.
    """
    from lark import Lark  # noqa: PLC0415
    from lark.lexer import ContextualLexer  # noqa: PLC0415

    class Lexer(ContextualLexer):
        """Lark's own lexer without that check."""

        def __init__(
            self, conf: LexerConf, states: dict[int, Collection[str]], always_accept: Collection[str] = ()
        ) -> None:
            conf = copy.copy(conf)
            conf.skip_validation = True
            super().__init__(conf, states, always_accept)

    return Lark(grammar_text(), **options(_plugins={"ContextualLexer": Lexer}))


def statement(text: str) -> Tree[Token]:
    """Parse a folded text that is one statement, or several joined by semicolons.

    Raises:
        NotAStatementError: it is none; `position` is where the grammar stops.
    """
    from lark.exceptions import UnexpectedInput  # noqa: PLC0415

    try:
        return parser().parse(text)
    except UnexpectedInput as error:
        position: int | None = error.pos_in_stream
        expected = getattr(error, "allowed", None) or getattr(error, "expected", None) or ()
    place = len(text) if position is None or position < 0 else position
    raise NotAStatementError(place, frozenset(expected))


def longest(text: str, start: int, stop: int) -> int | None:
    """Where the longest statement ends that begins at `start` and goes no further than `stop`.

    Returns:
        None where no statement begins there.
    """
    from lark.exceptions import UnexpectedInput  # noqa: PLC0415

    interactive = parser().parse_interactive(text[start:stop])
    ends = []
    try:
        for token in interactive.lexer_thread.lex(interactive.parser_state):  # type: ignore[no-untyped-call]
            interactive.feed_token(token)
            if "$END" in interactive.choices():  # type: ignore[no-untyped-call]
                ends.append(start + (token.end_pos or 0))
    except UnexpectedInput:
        pass
    for end in reversed(ends[-3:]):
        try:
            statement(text[start:end])
        except NotAStatementError:
            continue
        return end
    return None
