"""One cell by itself to its value (单元格): text, tokens, tree, meaning, and what stands around it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import units, vocabulary
from budgetkpi.bounds import LONGEST_CELL
from budgetkpi.errors import ParseError
from budgetkpi.inputs import wrong_type
from budgetkpi.language.lane import Lane
from budgetkpi.language.meaning import Refused, Source, meaning_of
from budgetkpi.language.refusals import failed
from budgetkpi.language.said_again import brings_words, crowded, says_itself
from budgetkpi.language.shapes import Node, shape
from budgetkpi.language.tokens import SEPARATORS, Token, tokens_of
from budgetkpi.text import CONTROLS, fold, squeezed
from budgetkpi.values import Level, Several, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from budgetkpi.values import Value

__all__ = ["ENDS", "read_cell", "read_or_none"]

ENDS: Final = "。;；,，、. "
_KEPT: Final = 4096
_VOCABULARIES: Final = 16
_COUNTS: Final = frozenset(
    "0123456789〇零一二三四五六七八九十百千万亿两半壹贰叁肆伍陆柒捌玖拾佰仟廿卅≥≤<>=年月日季旬期翻±∞"
)
"""Without one of these a cell holds neither number nor date: it need not be read as tokens."""
_DIGITS: Final = frozenset("0123456789")
_PAIRS: Final = {"“": "”", "‘": "’", '"': '"', "'": "'", "「": "」"}
_ENDING: Final = SEPARATORS | {"BREAK"}
_BESIDE_A_SHIFT: Final = frozenset({"EQ", "BREAK"})
_LENGTH: Final = frozenset({"NUMBER", "SCALE", "HALF", "UNIT"})
_FOOTNOTES: Final = "①②③④⑤⑥⑦⑧⑨⑩"


def read_cell(text: str) -> Value:
    """Read one cell (指标值), with what was assumed in its notes.

    Columns repeat themselves: each distinct cell is read once, by the words in use.

    Args:
        text: the cell, verbatim.

    Returns:
        The plain reading; other readings are in `.alternatives`.

    Raises:
        TypeError: `text` is no str.
        ParseError: the cell tries to be a number or a date and fails.
    """
    if type(text) is not str and not isinstance(text, str):
        raise wrong_type("text", "text", text)
    listed, own = units.current(), vocabulary.current()
    if own is None and not listed.definitions:
        return _plain(text)
    return _reader(listed, own)(text)


def read_or_none(text: str) -> Value | None:
    """A cell by itself, None where it cannot be read."""
    try:
        return read_cell(text)
    except ParseError:
        return None


@functools.lru_cache(maxsize=_VOCABULARIES)
def _reader(_units: units.Vocabulary, _own: vocabulary.Vocabulary | None) -> Callable[[str], Value]:
    """What reads cells by one vocabulary and keeps what it read."""
    lane = Lane(_slow)

    @functools.lru_cache(maxsize=_KEPT)
    def read(text: str) -> Value:
        return lane.read(text) or _slow(text)

    return read


def _slow(text: str) -> Value:
    """A cell by tokens and rules."""
    if len(text) > LONGEST_CELL:
        raise failed("cell-too-long", text, (LONGEST_CELL, len(text)))
    if not CONTROLS.isdisjoint(text):
        place = next(place for place, character in enumerate(text) if character in CONTROLS)
        raise failed("control-character", text, (place, place + 1))
    value, by_rule = _value(text)
    value = attrs.evolve(value, text=text)
    in_doubt = brings_words(value) or (not by_rule and isinstance(value, Several))
    if crowded(value) or (in_doubt and not says_itself(value, lambda written: _value(written)[0], text)):
        from budgetkpi.language.remarks import description  # noqa: PLC0415  (loads with the first such cell)

        return attrs.evolve(description([value], text), text=text)
    return value


_plain: Final = _reader(units.Vocabulary(), None)


def _value(text: str) -> tuple[Value, bool]:
    """What a cell says, and whether one rule or one word says it, not several pieces."""
    folded = _unquoted(fold(text))
    figures = not _DIGITS.isdisjoint(folded)
    words = None if figures else _worded(folded)
    if _COUNTS.isdisjoint(folded):
        return words or Text(text.strip()), True
    if words is not None and not isinstance(words, Level):
        return words, True
    tokens = _trimmed(tokens_of(folded))
    shifted = _is_shift(tokens)
    if words is not None and not shifted:
        return words, True
    value = _whole(tokens, Source(text))
    if value is not None:
        return value, True
    if figures and not shifted:
        words = _worded(folded)
        if words is not None:
            return words, True
    from budgetkpi.language import grades  # noqa: PLC0415  (loads with the first such cell)

    filled = None if shifted else grades.filled_word(_tidied(folded))
    if filled is not None and not _is_shift(tokens_of(filled.word)):
        return filled, True
    from budgetkpi.language.clauses import read_in_pieces  # noqa: PLC0415  (loads with the first such cell)

    return read_in_pieces(tokens, text), False


def _is_shift(tokens: Sequence[Token]) -> bool:
    """Whether a cell says by how much something came early, and no more (提前6天, 提前半年)."""
    first, *others = [token.kind for token in tokens if token.kind not in _BESIDE_A_SHIFT] or [""]
    return first == "SHIFTED" and bool(others) and _LENGTH.issuperset(others)


def _unquoted(folded: str) -> str:
    """The cell with quotation marks around all of it read as blanks; every place stays."""
    bare = folded.strip()
    while (
        len(bare) > 1 and _PAIRS.get(bare[0]) == bare[-1] and bare.count(bare[0]) == 1 + (bare[0] == bare[-1])
    ):
        bare = bare[1:-1].strip()
    if len(bare) == len(folded):
        return folded
    start = folded.index(bare)
    return f"{' ' * start}{bare}{' ' * (len(folded) - start - len(bare))}"


def _tidied(folded: str) -> str:
    return squeezed(folded).rstrip(ENDS)


def _worded(folded: str) -> Value | None:
    """A blank, a grade in words, or a bound that stands elsewhere."""
    from budgetkpi.language import grades  # noqa: PLC0415  (loads with the first cell of words)

    tidied = squeezed(folded)
    bare = tidied.rstrip(ENDS)
    return (
        grades.blank(tidied)
        or grades.blank(bare)
        or grades.placeholder(tidied)
        or grades.grade(bare)
        or grades.reference(bare)
    )


def _trimmed(tokens: list[Token]) -> list[Token]:
    """The tokens without the marks at the end, a list number in front, and brackets around all."""
    while tokens and (
        tokens[-1].kind in _ENDING or (tokens[-1].kind == "BULLET" and tokens[-1].value in _FOOTNOTES)
    ):
        tokens = tokens[:-1]
    if (
        tokens
        and tokens[-1].kind == "WORD"
        and set(tokens[-1].value) <= set('/*.?？”"）')
        and len(tokens) > 1
    ):
        tokens = tokens[:-1]
    while tokens and tokens[0].kind in SEPARATORS:
        tokens = tokens[1:]
    if len(tokens) > 1 and tokens[0].kind == "BULLET":
        tokens = tokens[1:]
    inner = _unwrapped(tokens)
    return tokens if inner is None else _trimmed(inner)


def _unwrapped(tokens: list[Token]) -> list[Token] | None:
    """What stands inside brackets or quotation marks around the whole cell, None where none do."""
    if len(tokens) < 3:  # noqa: PLR2004
        return None
    first, last = tokens[0], tokens[-1]
    if (first.kind, last.kind) in (("LPAREN", "RPAREN"), ("LBRACKET", "RBRACKET")):
        inside = tokens[1:-1]
        kinds = {token.kind for token in inside}
        if kinds & {"LPAREN", "RPAREN", "LBRACKET", "RBRACKET", "COMMA", "INFINITY"}:
            return None
        return inside
    return None


def _whole(tokens: Sequence[Token], source: Source) -> Value | None:
    """The cell as one statement of the rules, None where it is none."""
    tree = shape(tuple(token.kind for token in tokens))
    if not isinstance(tree, Node):
        return None
    if any(token.kind == "BAD" for token in tokens):
        return None
    try:
        return meaning_of(tree, tokens, source)
    except Refused:
        return None
