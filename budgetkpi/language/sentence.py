"""Values in a sentence (文中的指标值), from the tokens and rules that read cells.

Goals are often told in sentences. Every statement of the rules is looked at, and kept where
the words around it make it the value of an indicator: not the years of a plan, the number of a
document, the model of a device, the money of a budget or a threshold inside a name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import units
from budgetkpi.inputs import wrong_type
from budgetkpi.language import grades
from budgetkpi.language.around import (
    counted_apart,
    each_in_front,
    is_time_limit,
    names_a_number,
    of_year,
    planned,
    shared_out,
    year_named,
)
from budgetkpi.language.cell import read_cell
from budgetkpi.language.lexicon import lexicon
from budgetkpi.language.meaning import Source
from budgetkpi.language.pieces import Piece, pieces_of
from budgetkpi.language.said_again import brings_words, crowded, says_itself
from budgetkpi.language.subjects import CLOSING, LEAD, WINDOW, prose, subject_of
from budgetkpi.language.tokens import BEHIND, SEPARATORS, tokens_of
from budgetkpi.shown import Shown, clipped
from budgetkpi.text import CONTROLS, fold, squeezed
from budgetkpi.values import Amount, Comparator, Deadline, Level, Period, Range, Reference, Several, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from budgetkpi.language.tokens import Token

__all__ = ["Mention", "find"]

_QUOTES: Final = {"“": "”", '"': '"', "《": "》"}
_TURNING: Final = frozenset({"DENIAL", "NOT", "EARLIER"})
"""What turns the number directly behind it."""
_UNDOING: Final = frozenset({"UNDONE", "SHORT", "LOSS", "EARLIER"})
"""What turns every number of the same deed (取消培训10场)."""
_CHANGES: Final = frozenset({"RISE", "FALL", "SAVED", "OVERSPENT"})
_SIGNS: Final = frozenset({"NOT", "GE", "LE", "GT", "LT", "KEEP", "REACH"})
_MONEY: Final = ("money", "foreign_money")
_MEASURES: Final = (*_MONEY, "calendar_time", "clock_time", "working_time", "score", "unknown", "age")
_EDITIONS: Final = ("版",)
"""What a number in front of these names and does not count: 2.0版."""
_LONGEST_BOUND: Final = 24
_BETWEEN: Final = frozenset({"TOLERANCE", "DASH"})
_ENDS: Final = frozenset({"NUMBER", "UNIT"})
_COUNTING: Final = tuple("一二三四五六七八九十百千万亿")
_NOT_BEFORE_NUMERALS: Final = frozenset("进统专同唯第某任逐之万惟单始如合初")


@attrs.frozen(repr=False)
class Mention(Shown):
    """One value in a sentence (提及).

    Attributes:
        start, end: where it stands: `sentence[start:end] == text`.
        text: the words of the value, its sign among them.
        subject: what it is about, as far as the clause says.
        value: what it says.

    >>> from budgetkpi import find
    >>> find("群众满意度达到90%以上。")
    [<Mention 5:12 群众满意度 ≥90%>]
    """

    start: int
    end: int
    text: str = attrs.field(kw_only=True)
    subject: str = attrs.field(kw_only=True)
    value: Value = attrs.field(kw_only=True)

    def _told(self) -> str:
        return f"{self.start}:{self.end} {clipped(self.subject)} {self.value}"


def find(sentence: str) -> list[Mention]:
    """Find the values of indicators in a sentence (从文中提取指标值).

    Args:
        sentence: prose of any length; several sentences are one text.

    Returns:
        The mentions in the order of the text, none inside another: amounts, ranges,
        deadlines, and bounds that stand elsewhere (不超过年初预算).

    Raises:
        TypeError: `sentence` is no str.

    >>> [(m.subject, m.text) for m in find("参加大型招商活动2次，群众满意度达到90%以上。")]
    [('参加大型招商活动', '2次'), ('群众满意度', '达到90%以上')]
    """
    if not isinstance(sentence, str):
        raise wrong_type("sentence", "text", sentence)
    folded = fold(sentence.replace("\t", "\n"))  # columns that were copied, each its own sentence
    mentions: list[Mention] = []
    listed = ""
    for row in _rows(tokens_of(folded)):
        for start, end, subject, value in _found(row, folded, sentence, listed):
            text = sentence[start:end]
            if not CONTROLS.isdisjoint(text):
                continue  # a cell that holds one is an error, so this is no value
            in_doubt = isinstance(value, Several | Reference) or brings_words(value, years=False)
            if crowded(value) or (in_doubt and not says_itself(value, read_cell)):
                continue
            mentions.append(
                Mention(start, end, text=text, subject=subject, value=attrs.evolve(value, text=text))
            )
            listed = _unit(value)
        if row[-1].kind not in ("PAUSE", "SEMICOLON"):
            listed = ""
    return mentions


def _rows(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The clauses of a text, up to the mark that ends each; a list number is none of it."""
    row: list[Token] = []
    for token in tokens:
        if token.kind == "BULLET" and row:
            yield row
            row = []
        row.append(token)
        if token.kind in SEPARATORS and not _open(row):
            yield row
            row = []
    if row:
        yield row


def _open(row: Sequence[Token]) -> bool:
    """Whether the last mark stands inside the brackets of an interval."""
    kinds = [token.kind for token in row[-6:]]
    opened = max((i for i, kind in enumerate(kinds) if kind in ("LBRACKET", "LPAREN")), default=-1)
    held = kinds[opened + 1 : -1]
    return (
        opened >= 0
        and kinds[-1] == "COMMA"
        and set(held) <= {"NUMBER", "UNIT", "MINUS", "SHARE"}
        and bool(held)
    )


def _found(
    row: Sequence[Token], folded: str, sentence: str, listed: str
) -> Iterator[tuple[int, int, str, Value]]:
    bounds = list(_bounds(row, folded))
    covered = {i for start, stop, _ in bounds for i in range(start, stop)}
    found: list[tuple[int, int, Value]] = list(bounds)
    for piece in pieces_of(row, Source(sentence), strict=False):
        if not covered.isdisjoint(range(piece.start, piece.stop)):
            continue
        place = _Place(piece, row, folded)
        if _counts(place, listed):
            found.append((piece.start, piece.stop, place.value))
    for start, stop, value in sorted(found, key=lambda one: one[0]):
        yield row[start].start, row[stop - 1].end, subject_of(row, start, stop, folded), value


class _Place:
    """A statement in its clause, and the words beside it."""

    def __init__(self, piece: Piece, row: Sequence[Token], folded: str) -> None:
        self.chinese = piece.chinese
        self.first = row[piece.start]
        self.lead = tuple(row[max(0, piece.start - LEAD) : piece.start])
        self.deed = _deed(self.lead)
        self.behind = row[piece.stop : piece.stop + LEAD]
        begin = max(row[0].start, self.first.start - WINDOW)
        said = folded[begin : self.first.start]
        self.before = squeezed(said)
        self.quoted = said.count("“") > said.count("”") or said.count('"') % 2 == 1
        self.closed = not self.behind or self.behind[0].kind in CLOSING
        self.value, self.for_each = self._read_on(piece.value)

    def noun(self) -> str:
        """The words behind, up to the mark that ends them."""
        return "" if self.closed else _words(self.behind)

    def _read_on(self, value: Value) -> tuple[Value, bool]:
        """The value with what the deed in front of it says, and whether a 每 stands there that is not told.

        每人补助20元: what the deed between 每 and the number is done for.
        """
        lead, below = each_in_front(self.lead)
        unread = any(token.kind == "EACH" for token in lead)
        deed = _deed(lead) if below else self.deed
        value, _ = counted_apart(value, lead)
        if any(token.kind == "PLAN" for token in deed) and not names_a_number(
            "".join([str(token.value) for token in lead])
        ):
            value = planned(value)
        value = _of_year_named(value, lead, deed)
        shared = shared_out(value, below) if below else None
        return (value if shared is None else shared), unread


def _counts(place: _Place, listed: str) -> bool:
    """Whether the words around a value make it the value of an indicator.

    Args:
        place: the value and its words.
        listed: the unit of the value in front of it in a list, "" for none.
    """
    value = place.value
    if place.quoted or _is_turned(place) or isinstance(value, Level | Reference) or _unit(value) in _EDITIONS:
        return False
    if isinstance(value, Deadline):
        return _dated(value, place)
    if _is_money(value) and _of_a_budget(place.before) and (place.before or _unit(value) != listed):
        return False
    if place.chinese:
        return place.closed and bool(_unit(value)) and place.before[-1:] not in _NOT_BEFORE_NUMERALS
    if isinstance(value, Several):
        return place.closed
    if place.before.endswith(prose("lines")):
        return False
    if not _unit(value):
        signed = isinstance(value, Amount) and value.comparator is not None
        return place.closed and (signed or place.before.endswith(prose("measured")))
    return place.closed or _noun_may_follow(value, place.noun(), place.behind)


def _is_turned(place: _Place) -> bool:
    """Whether what stands directly in front makes the number something else than a value."""
    lead = place.lead
    if place.for_each or _of_a_change(lead):
        return True
    limited = isinstance(place.value, Amount) and place.value.comparator is not None
    undone = not limited and any(token.kind in _UNDOING for token in place.deed)
    if undone and not names_a_number(place.before):
        return True
    if _is_half(lead):
        return True
    return bool(lead) and (lead[-1].kind in _TURNING or place.before[-1:] in _COUNTING)


def _is_half(lead: Sequence[Token]) -> bool:
    """Whether a number and the mark of a range or a tolerance stand in front that no rule reads (6±9亿份)."""
    kinds = [token.kind for token in lead[-2:]]
    return len(kinds) > 1 and kinds[1] in _BETWEEN and kinds[0] in _ENDS


def _deed(lead: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens in front of a number, back to the number before it."""
    at = len(lead)
    while at and lead[at - 1].kind not in BEHIND:
        at -= 1
    return lead[at:]


def _of_a_change(lead: Sequence[Token]) -> bool:
    """Whether the words in front make the number a change that no rule reads (降低须不少于20万人)."""
    for token in reversed(lead):
        if token.kind in _CHANGES:
            return True
        if token.kind not in ("PLAN", "NOT"):
            return False
    return False


def _of_year_named(value: Value, lead: Sequence[Token], deed: Sequence[Token]) -> Value:
    """2021年度培训5期, 去年举办10场: the year that stands in front of the deed."""
    front = lead[-len(deed) - 1] if len(deed) < len(lead) else None
    if front is None or front.kind != "DATE" or not deed or front.value.deadline is None:
        return value
    year = year_named(front.value.deadline)
    return value if year is None or not isinstance(value, Amount | Range) else of_year(value, year)


def _words(tokens: Sequence[Token]) -> str:
    """The words of some tokens, up to the mark that ends them."""
    said = []
    for token in tokens:
        if token.kind in CLOSING:
            break
        said.append(token.value if isinstance(token.value, str) else "\x00")
    return "".join(said)


def _is_money(value: Value) -> bool:
    """Whether a value is plain money or a change of it, as budgets are told; a limit on money is a target."""
    if not isinstance(value, Amount) or value.comparator is not None:
        return False
    return units.dimension(value.unit) in _MONEY


def _of_a_budget(before: str) -> bool:
    """Whether money behind these words is a budget's, or a comparison with one."""
    bare = before
    while (end := next((w for w in prose("fillers") if bare.endswith(w)), "")) and bare:
        bare = bare[: -len(end)]
    return (
        not bare
        or bare.endswith((*prose("budget"), ":", "("))
        or before[-5:].find("比") >= 0
        or "较" in before[-5:]
        or any(w in bare[-8:] for w in prose("budget"))
    )


def _unit(value: Value) -> str:
    return value.unit if isinstance(value, Amount | Range) else ""


def _noun_may_follow(value: Value, noun: str, behind: Sequence[Token]) -> bool:
    """Whether a value may be followed by what it counts: 1家以上企业上市挂牌, not 24小时不间断接听."""
    if len(noun) > lexicon().around["prose"]["noun"] or "\x00" in noun or any(c.isdecimal() for c in noun):
        return False
    unit = _unit(value)
    if (
        units.canonical(unit) is None
        or behind[0].kind in ("DENIAL", "NOT")
        or noun[:1] in tuple("不未无非的")
    ):
        return False
    if unit in ("岁", "周岁", "A", "级", "版") or noun.startswith(
        tuple(lexicon().around["naming"]["behind"])
    ):
        return False
    changed = isinstance(value, Amount) and value.change is not None
    dimension = units.dimension(unit.partition("/")[0])
    return changed or is_time_limit(value) or dimension not in _MEASURES


def _dated(value: Deadline, place: _Place) -> bool:
    """A date that is a target, not the year of a plan or the day of an event."""
    if value.period is Period.YEAR and value.part is None:
        return False
    if value.start is not None and value.start.period is Period.YEAR:
        return False
    if place.first.kind == "LATEST" and str(place.first.value).startswith("截"):
        return value.period is not Period.YEAR
    if value.comparator is not None:
        return True
    return (place.closed or value.part is not None) and place.before.endswith(prose("dated"))


def _bounds(row: Sequence[Token], folded: str) -> Iterator[tuple[int, int, Value]]:
    """Bounds that stand in another document: 不超过年初预算; none inside another (不超过最低限额)."""
    end = 0
    for at, token in enumerate(row):
        if at < end or token.kind not in _SIGNS or (at and row[at - 1].kind in _SIGNS):
            continue
        stop = next(
            (i for i in range(at, min(len(row), at + LEAD)) if row[i].kind in CLOSING),
            min(len(row), at + LEAD),
        )
        if stop <= at + 1 or any(t.kind in ("NUMBER", "DATE", "SHARE") for t in row[at:stop]):
            continue
        said = squeezed(folded[token.start : row[stop - 1].end])
        value = grades.reference(said) if len(said) <= _LONGEST_BOUND else None
        if isinstance(value, Reference) and value.comparator not in (None, Comparator.EQ):
            yield at, stop, value
            end = stop
