"""Rows of kinds to trees (语法): the rules of grammar/*.lark, asked once a row of kinds and kept.

What a cell says is decided by its kinds alone; its numbers, units and words play no part. So
each row of kinds is parsed once. Lark is imported here only, on the first row.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi.resources import load_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lark import Lark

__all__ = ["FILES", "Node", "Shape", "Stopped", "build", "grammar_text", "longest", "options", "shape", "starts"]

FILES: Final = ("cell", "amounts", "measures", "ranges", "dates", "changes")
"""The files of the grammar; each holds one concept."""
_KEPT: Final = 8192
_LONGEST: Final = 48
"""How many tokens one statement may take."""


@attrs.frozen
class Node:
    """A rule and what it holds: nodes, or the indices of tokens."""

    rule: str
    children: tuple[Node | int, ...]


@attrs.frozen
class Stopped:
    """Where no rule goes on: the index of the token, and the kinds that could have stood there."""

    index: int
    expected: frozenset[str]


Shape = Node | Stopped


def grammar_text() -> str:
    """The whole grammar: its files joined."""
    return "\n".join(load_text(f"{name}.lark") for name in FILES)


def options(**more: object) -> dict[str, Any]:
    """How Lark is asked to build the parser; the tests add `strict=True`."""
    return {"parser": "lalr", "lexer": _kinds_lexer(), "start": "start", "maybe_placeholders": False, **more}


def _kinds_lexer() -> type[Any]:
    from lark.lexer import Lexer, Token  # noqa: PLC0415

    class Kinds(Lexer):
        """The tokens are made already: a text is the kinds of a row, and each knows its index."""

        def __init__(self, _conf: object) -> None:
            """Lark passes its configuration; there is nothing to configure."""

        def lex(self, lexer_state: Any, _parser_state: object = None) -> Iterator[Token]:  # noqa: ANN401
            for index, kind in enumerate(str(lexer_state.text.text).split()):
                yield Token(kind, str(index))

    return Kinds


def build(**more: object) -> Lark:
    """The parser built from the text of the grammar."""
    from lark import Lark  # noqa: PLC0415

    return Lark(grammar_text(), **options(**more))


@functools.cache
def parser() -> Lark:
    """The one parser, made on first use."""
    return build()


@functools.lru_cache(maxsize=_KEPT)
def shape(kinds: tuple[str, ...]) -> Shape:
    """The tree of a whole row of kinds, or where no rule goes on."""
    run = _Run()
    for index, kind in enumerate(kinds):
        expected = run.feed(kind, index)
        if expected is not None:
            return Stopped(index, expected)
    found, expected = run.end()
    return found if found is not None else Stopped(len(kinds), expected)


@functools.lru_cache(maxsize=_KEPT)
def longest(kinds: tuple[str, ...]) -> tuple[int, Node] | None:
    """The longest statement that a row of kinds begins with: how many tokens, and its tree.

    Returns:
        None where none begins there.
    """
    run, found = _Run(), None
    for index, kind in enumerate(kinds[:_LONGEST]):
        if run.feed(kind, index) is not None:
            break
        tree, _ = run.end()
        if tree is not None:
            found = (index + 1, tree)
    return found


@functools.cache
def starts() -> frozenset[str]:
    """The kinds that a statement may begin with; the rules say so themselves."""
    stopped = shape(("",))
    return stopped.expected if isinstance(stopped, Stopped) else frozenset()


class _Run:
    """One row of kinds on its way through Lark's tables."""

    def __init__(self) -> None:
        from lark.parsers.lalr_parser_state import ParserState  # noqa: PLC0415

        self._state: ParserState[Any] = ParserState(_configuration(), None)  # type: ignore[arg-type]

    def feed(self, kind: str, index: int) -> frozenset[str] | None:
        """Take one token; the kinds that could stand there where it cannot."""
        from lark.exceptions import UnexpectedToken  # noqa: PLC0415
        from lark.lexer import Token  # noqa: PLC0415

        try:
            self._state.feed_token(Token(kind, str(index)))
        except UnexpectedToken as error:
            return frozenset(error.expected)
        return None

    def end(self) -> tuple[Node | None, frozenset[str]]:
        """The tree, if the row may end here; else the kinds that could follow."""
        from lark.exceptions import UnexpectedToken  # noqa: PLC0415
        from lark.lexer import Token  # noqa: PLC0415

        state = self._state.copy()  # Lark joins lists in place
        try:
            tree = state.feed_token(Token("$END", ""), is_end=True)
        except UnexpectedToken as error:
            return None, frozenset(error.expected)
        return _node(tree.children[0]), frozenset()


@functools.cache
def _configuration() -> Any:  # noqa: ANN401  (Lark's own)
    from lark.parsers.lalr_parser_state import ParseConf  # noqa: PLC0415

    inner: Any = parser().parser.parser
    return ParseConf(inner._parse_table, inner.parser.callbacks, "start")  # noqa: SLF001


def _node(tree: Any) -> Node | int:  # noqa: ANN401  (Lark's Tree or Token)
    if isinstance(tree, str):
        return int(tree)
    return Node(str(tree.data), tuple(map(_node, tree.children)))
