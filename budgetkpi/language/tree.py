"""The leaves of the tree: tokens and their places, numbers, written units (语法树的叶)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import numerals, units
from budgetkpi.language.grammar import STAND_IN, NotAStatementError
from budgetkpi.language.refusals import failed
from budgetkpi.messages import Catalog

if TYPE_CHECKING:
    from decimal import Decimal

    from lark import Tree
    from lark.lexer import Token

    from budgetkpi.messages import Note

__all__ = ["Source", "is_a", "number", "say", "scale_of", "span_of", "tokens", "unit_named", "unit_text"]

say: Final = Catalog("reading")


def tokens(node: Tree[Token] | Token) -> list[Token]:
    """The tokens under a node, in the order of the text."""
    if not hasattr(node, "children"):
        return [node]
    return [token for child in node.children for token in tokens(child)]


def span_of(node: Tree[Token] | Token) -> tuple[int, int]:
    """Where a node stands in the parsed text."""
    found = tokens(node)
    return found[0].start_pos or 0, found[-1].end_pos or 0


def is_a(child: object, *kinds: str) -> bool:
    """Whether a node is a rule, or a token a terminal, of one of these names."""
    return str(getattr(child, "data", "") or getattr(child, "type", "")) in kinds


@attrs.frozen
class Source:
    """The cell that a tree was made from: its text for errors, its unit stand-in.

    Attributes:
        text: the cell, verbatim.
        offset: where the parsed part begins in it.
        stand_in: the unlisted unit that the private character stands for.
    """

    text: str
    offset: int = 0
    stand_in: str = ""

    def place(self, start: int, end: int) -> tuple[int, int]:
        """A span of the parsed part as a span of the cell."""
        widened = max(0, len(self.stand_in) - 1)
        return self.offset + start, self.offset + end + (
            widened if end + self.offset + widened <= len(self.text) else 0
        )


_SCALE_ALONE: Final = re.compile(r"[百千万亿佰仟萬億 ]+")
_VAGUE_PAIR: Final = re.compile(r"[一二两三四五六七八九]{2}")


def number(node: Tree[Token] | Token, source: Source) -> Decimal:
    """Read a number with its sign.

    Raises:
        NotAStatementError: a scale word without a number (万元), or two digits side by side
            that mean the one or the other (三五个).
        ParseError: the numeral does not hold together.
    """
    found = tokens(node)
    written = str(found[-1])
    if _SCALE_ALONE.fullmatch(written) or _VAGUE_PAIR.fullmatch(written):
        raise NotAStatementError(found[-1].start_pos or 0)
    start, end = span_of(node)
    negative = found[0].type in ("HYPHEN", "NEGATIVE") and len(found) > 1
    try:
        value = numerals.read(written)
    except numerals.NumeralError as error:
        raise failed(error.code, source.text, source.place(start, end)) from None
    return value.copy_negate() if negative else value


def unit_text(node: Tree[Token] | Token | None, source: Source) -> tuple[str, tuple[Note, ...]]:
    """The canonical unit of a node, and a note where nobody listed it."""
    if node is None:
        return "", ()
    written = "".join(tokens(node)).replace(STAND_IN, source.stand_in)
    if not source.stand_in and "/" not in written and units.canonical(written) is None:
        raise NotAStatementError(0)  # 月份 and 号 are words of dates
    return unit_named(written)


def unit_named(written: str) -> tuple[str, tuple[Note, ...]]:
    """The canonical form of a written unit, or the unit as written and a note."""
    canonical = units.canonical(written)
    if canonical is None:
        return written, (say.note("unit-not-listed", unit=written),)
    return canonical, ()


def scale_of(text: str) -> int:
    """The scale word that a number ends with, 1 for none."""
    scale = 1
    for word in reversed(text.replace(" ", "")):
        power = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}.get(word)
        if power is None:
            break
        scale *= power
    return scale
