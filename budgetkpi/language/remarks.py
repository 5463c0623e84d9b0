"""Remarks in brackets beside a value (取值后的括注): what they say of it, and what is left aside."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.language.around import apart, doubts, of_year, planned, set_aside, year_named
from budgetkpi.language.meaning.joins import flat
from budgetkpi.language.pieces import pieces_of
from budgetkpi.language.shapes import Node, shape
from budgetkpi.messages import Catalog
from budgetkpi.values import Amount, Deadline, Range, Reference, Several, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from budgetkpi.language.meaning import Source
    from budgetkpi.language.pieces import Piece
    from budgetkpi.language.tokens import Token
    from budgetkpi.values import Value

__all__ = ["description", "turned_by", "with_remarks", "without_remarks"]

say: Final = Catalog("reading")
_PART_OF: Final = ("其中", "含", "包括", "包含")
_NOT_DONE: Final = ("未", "没")
"""What a denial begins with that makes a part of a total no result (其中2台未交付)."""


def without_remarks(tokens: Sequence[Token]) -> tuple[list[Token], list[list[Token]]]:
    """The tokens outside brackets, and what each bracket holds that stands behind something."""
    main: list[Token] = []
    remarks: list[list[Token]] = []
    unmatched = _unmatched(tokens)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind in ("LPAREN", "LBRACKET"):
            stop = _closing(tokens, at)
            if stop is not None and not _is_statement(tokens[at : stop + 1]):
                remarks.append(list(tokens[at + 1 : stop]))
                at = stop + 1
                continue
        if unmatched and token.kind in ("LPAREN", "RPAREN") and at in (0, len(tokens) - 1):
            at += 1
            continue
        main.append(token)
        at += 1
    return main, remarks


def _closing(tokens: Sequence[Token], at: int) -> int | None:
    for stop in range(at + 1, len(tokens)):
        if tokens[stop].kind in ("LPAREN", "LBRACKET"):
            return None
        if tokens[stop].kind in ("RPAREN", "RBRACKET"):
            return stop
    return None


def _unmatched(tokens: Sequence[Token]) -> bool:
    """Whether brackets are opened that nothing closes, or closed that nothing opened."""
    kinds = Counter(token.kind for token in tokens)
    return kinds["LPAREN"] + kinds["LBRACKET"] != kinds["RPAREN"] + kinds["RBRACKET"]


def _is_statement(tokens: Sequence[Token]) -> bool:
    kinds = tuple(token.kind for token in tokens)
    return isinstance(shape(kinds), Node) or kinds[1:2] == ("TOLERANCE",)


def with_remarks(value: Value, remarks: list[list[Token]], text: str, source: Source) -> Value | None:
    """A value with what the brackets behind it say; None where one says what cannot be told."""
    for remark in remarks:
        found = _with_remark(value, remark, text, source)
        if found is None:
            return description([value], text)
        value = found
    return value


def _with_remark(value: Value, remark: list[Token], text: str, source: Source) -> Value | None:
    """A value and a remark in brackets beside it: 100%（30/30）, 10场（取消）, 500万元（其中：…）."""
    said = text[remark[0].start : remark[-1].end] if remark else ""
    numbers = pieces_of(remark, source)
    if said.startswith(_PART_OF) and numbers and not isinstance(value, Several):
        undone = next(filter(_is_undone, remark), None)
        return turned_by(value, str(undone.value), text) if undone else _with_parts(value, numbers)
    years = [year_named(piece.value) for piece in numbers]
    if numbers and all(years) and isinstance(value, Amount | Range) and len(numbers) == 1:
        others = [token for i, token in enumerate(remark) if not numbers[0].start <= i < numbers[0].stop]
        judged = set_aside(others, before=True)
        year = years[0]
        if not judged.refused and not judged.turned and year is not None:
            return _noted_remark(of_year(value, year), said, judged.words)
        return None if judged.refused else turned_by(value, judged.turned, text)
    if numbers and _counted_otherwise(value, [piece.value for piece in numbers]):
        return description([value, *(piece.value for piece in numbers)], text)
    if numbers:
        turned = next(
            (t for t in remark if t.kind in ("UNDONE", "SHORT") and t.start == remark[0].start), None
        )
        return turned_by(value, str(turned.value), text) if turned else _noted_remark(value, said, ())
    judged = apart(remark)
    if judged.turned:
        return turned_by(value, judged.turned, text)
    if judged.planned:
        return planned(value)
    return _noted_remark(value, said, judged.words)


def _is_undone(token: Token) -> bool:
    """Whether a word says that something was not done."""
    if token.kind == "DENIAL":
        return str(token.value).startswith(_NOT_DONE)
    return token.kind in ("UNDONE", "SHORT")


def _counted_otherwise(value: Value, beside: Sequence[Value]) -> bool:
    """Whether the count in brackets is another share than the one in front of it: 98%（49/51）."""
    counted = [one for one in beside if isinstance(one, Amount) and one.parts is not None]
    if len(counted) != 1 or not isinstance(value, Amount) or value.unit != "%" or value.change is not None:
        return False
    if value.comparator is not None or isinstance(value.magnitude, Fraction):
        return False
    last = Fraction(10) ** min(0, int(value.magnitude.as_tuple().exponent))
    return abs(Fraction(counted[0].magnitude) * 100 - Fraction(value.magnitude)) > last


def _noted_remark(value: Value, said: str, words: Iterable[str]) -> Value:
    note = say.note("remark-left-aside", remark=said)
    return attrs.evolve(value, notes=(*value.notes, note, *doubts(words)), beside=(*value.beside, *words))


def _with_parts(value: Value, numbers: Sequence[Piece]) -> Value | None:
    parts = [piece.value for piece in numbers]
    if any(isinstance(part, Amount) and not part.unit for part in parts) or isinstance(
        value, Deadline | Reference
    ):
        return None
    note = say.note("total-and-parts", alternatives=(str(value),))
    return Several(flat([value, *parts]), notes=(note,), alternatives=(value,))


def turned_by(value: Value, word: str, text: str) -> Text:
    """A cell whose number is no plain result, for a word beside it says so (取消10场)."""
    note = say.note("number-turned", alternatives=(str(value),), word=word, number=str(value))
    return Text(text.strip(), notes=(note,), alternatives=(value,), beside=(word,))


def description(values: Sequence[Value], text: str, turned: str = "") -> Text:
    """A text that holds values which do not stand for all of it."""
    if turned and len(values) == 1:
        return turned_by(values[0], turned, text)
    note = say.note("number-in-description", alternatives=tuple(map(str, values)))
    return Text(text.strip(), notes=(note,), alternatives=tuple(values))
