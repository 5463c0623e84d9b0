"""Lark's LALR tables of the grammar, run over rows of kinds (语法表).

Lark reads grammar/*.lark and works its tables out; that and importing it take longer than a
caller should wait for the first cell. So the tables are kept beside this module as text. The
file carries a digest of the grammar that it was made from; where the two differ, or the file is
missing, Lark makes the tables anew, which is slower and says the same. To write the file:

    python -m budgetkpi.language
"""

from __future__ import annotations

import functools
import os
import zlib
from collections import deque
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from budgetkpi.resources import load_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lark import Lark

__all__ = ["FILE", "FILES", "Rule", "Tables", "build", "grammar_text", "made", "options", "tables", "text_of"]

FILES: Final = ("cell", "amounts", "measures", "ranges", "dates", "changes")
"""The files of the grammar; each holds one concept."""
FILE: Final = "automaton.txt"
_END: Final = "$END"
_START: Final = "start"


class Rule(NamedTuple):
    """One way to reduce: how many children, and what becomes of them.

    Attributes:
        origin: the symbol that they make.
        length: how many there are.
        name: the node's name, "" where the children go on by themselves.
        single: whether an only child stands for the node.
    """

    origin: str
    length: int
    name: str
    single: bool


class Tables(NamedTuple):
    """States and what each does with a kind: the state to go to, or the rule to reduce by.

    Attributes:
        actions: a state each; a number from 0 is the next state, one below 0 the rule ~n.
        rules: what a row is reduced by.
        end: the state of a finished statement.
    """

    actions: tuple[dict[str, int], ...]
    rules: tuple[Rule, ...]
    end: int


def grammar_text() -> str:
    """The whole grammar: its files joined."""
    return "\n".join(load_text(f"{name}.lark") for name in FILES)


@functools.cache
def tables() -> Tables:
    """The kept tables where they belong to the grammar as it stands, else Lark's own."""
    digest, _, kept = _kept().partition("\n")
    return _read(kept) if digest == _digest() else made()


def _kept() -> str:
    """The text of the kept tables, "" where there are none."""
    name = os.path.join(os.path.dirname(__file__), FILE)
    if os.path.isfile(name):
        with open(name, encoding="utf-8") as file:
            return file.read()
    from importlib import resources  # noqa: PLC0415  (only a zip needs it)

    packed = resources.files("budgetkpi.language").joinpath(FILE)
    return packed.read_text(encoding="utf-8") if packed.is_file() else ""


def _digest() -> str:
    """A checksum of the grammar's text; it tells a changed grammar, and guards against nobody."""
    text = grammar_text().encode()
    return f"{len(text)}-{zlib.crc32(text):08x}"


# -- from Lark


def options(**more: object) -> dict[str, Any]:
    """How Lark is asked to build the parser; the tests add `strict=True`."""
    from lark.lexer import Lexer, Token  # noqa: PLC0415

    class Kinds(Lexer):
        """The tokens are made already: a text is the kinds of a row, and each knows its index."""

        def __init__(self, _conf: object) -> None:
            """Lark passes its configuration; there is nothing to configure."""

        def lex(self, lexer_state: Any, _parser_state: object = None) -> Iterator[Token]:  # noqa: ANN401
            for index, kind in enumerate(str(lexer_state).split()):
                yield Token(kind, str(index))

    return {"parser": "lalr", "lexer": Kinds, "start": _START, "maybe_placeholders": False, **more}


def build(**more: object) -> Lark:
    """Lark's own parser, built from the text of the grammar."""
    from lark import Lark  # noqa: PLC0415

    return Lark(grammar_text(), **options(**more))


def made() -> Tables:
    """Lark's tables, their states numbered from the start outwards, so that they are the same every time."""
    from lark.parsers.lalr_analysis import Shift  # noqa: PLC0415

    table: Any = build().parser.parser._parse_table  # noqa: SLF001
    numbers = {table.start_states[_START]: 0}
    rules: dict[Any, int] = {}
    waiting, actions = deque(numbers), []
    while waiting:
        row: dict[str, int] = {}
        for kind, (action, argument) in sorted(table.states[waiting.popleft()].items()):
            if action is Shift:
                if argument not in numbers:
                    numbers[argument] = len(numbers)
                    waiting.append(argument)
                row[kind] = numbers[argument]
            else:
                row[kind] = ~rules.setdefault(argument, len(rules))
        actions.append(row)
    return Tables(tuple(actions), tuple(map(_rule, rules)), numbers[table.end_states[_START]])


def _rule(rule: Any) -> Rule:  # noqa: ANN401  (Lark's own)
    origin = str(rule.origin.name)
    name = "" if origin.startswith("_") else str(rule.alias or origin)
    return Rule(origin, len(rule.expansion), name, bool(rule.options.expand1) and not rule.alias)


# -- as text


def text_of(found: Tables) -> str:
    """The tables as the file holds them: a digest, the end, the rules, a state a line."""
    rules = [f"{r.origin} {r.length} {r.name or '-'} {int(r.single)}" for r in found.rules]
    states = [" ".join(f"{kind} {to}" for kind, to in row.items()) for row in found.actions]
    return "\n".join([_digest(), f"{found.end} {len(rules)}", *rules, *states, ""])


def _read(kept: str) -> Tables:
    first, *lines = kept.splitlines()
    end, count = map(int, first.split())
    rules = []
    for line in lines[:count]:
        origin, length, name, single = line.split()
        rules.append(Rule(origin, int(length), "" if name == "-" else name, single == "1"))
    actions = []
    for line in lines[count:]:
        words = line.split()
        actions.append(dict(zip(words[::2], map(int, words[1::2]), strict=True)))
    return Tables(tuple(actions), tuple(rules), end)
