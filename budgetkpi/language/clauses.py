"""Values among words (多段取值): clauses, and what stands around each value."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final, NamedTuple

import attrs

from budgetkpi.language.around import (
    Aside,
    apart,
    counted_apart,
    done_by_then,
    doubts,
    each_in_front,
    is_time_limit,
    of_year,
    planned,
    set_aside,
    shared_out,
    year_named,
)
from budgetkpi.language.failures import broken, unreadable
from budgetkpi.language.lexicon import lexicon
from budgetkpi.language.meaning.joins import flat, two_limits
from budgetkpi.language.meaning.told import Source
from budgetkpi.language.pieces import Piece, pieces_of
from budgetkpi.language.remarks import description, turned_by, with_remarks, without_remarks
from budgetkpi.language.tokens import SEPARATORS
from budgetkpi.messages import Catalog
from budgetkpi.values import Amount, Deadline, Range, Several, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from budgetkpi.language.tokens import Token
    from budgetkpi.messages import Note
    from budgetkpi.values import Value

__all__ = ["read_in_pieces"]

say: Final = Catalog("reading")
_OF_AGE: Final = ("岁", "周岁")


class _Clause(NamedTuple):
    """A piece with the tokens beside it inside its clause."""

    piece: Piece
    lead: tuple[Token, ...]
    tail: tuple[Token, ...]
    end: int = 0
    """Where the last token of the piece ends."""


def read_in_pieces(tokens: list[Token], text: str) -> Value:
    """A cell that no rule reads whole: a failed number, or values among words, or words."""
    error = broken(tokens, text)
    if error is not None:
        raise error
    source = Source(text)
    read = _pieces(tokens, source, text)
    if read is not None and isinstance(read, Several) and _in_an_interval(tokens):
        return attrs.evolve(read, notes=(*read.notes, say.note("interval-of-dates")))
    if read is not None:
        return read
    error = unreadable(tokens, text)
    if error is not None:
        raise error
    return Text(text.strip())


def _pieces(tokens: list[Token], source: Source, text: str) -> Value | None:
    main, remarks = without_remarks(tokens)
    found = pieces_of(main, source)
    if not found:
        inside = [(remark, pieces_of(remark, source)) for remark in remarks]
        if len(inside) == 1 and len(inside[0][1]) == 1 and remarks[0][0].kind != "PART":
            return _alone(_clauses(list(inside[0][0]), inside[0][1]), [], main, text, source)
        return None
    clauses = _clauses(main, found)
    if any(_in_a_name(one, other) for one, other in itertools.pairwise(clauses)):
        return None
    if any(_shares_a_date(one, other, main) for one, other in itertools.pairwise(found)):
        return None
    used = {i for piece in found for i in range(piece.start, piece.stop)}
    rest = [t for i, t in enumerate(main) if i not in used]
    value = _alone(clauses, remarks, rest, text, source)
    if value is not None and any(_side_by_side(one, other) for one, other in itertools.pairwise(found)):
        return attrs.evolve(value, notes=(*value.notes, say.note("side-by-side")))
    return value


def _side_by_side(one: Piece, other: Piece) -> bool:
    """Whether a bare number stands directly behind a measure: 50 m 2, which may be square metres."""
    if one.stop != other.start or not isinstance(other.value, Amount):
        return False
    bare = not (other.value.unit or other.value.comparator or other.value.change)
    return bare and isinstance(one.value, Amount) and bool(one.value.unit)


def _in_an_interval(tokens: Sequence[Token]) -> bool:
    """Whether two dates are the ends of an interval in brackets: [2020年, 2023年)."""
    kinds = [token.kind for token in tokens]
    brackets = kinds[:1] in (["LBRACKET"], ["LPAREN"]) and kinds[-1:] in (["RBRACKET"], ["RPAREN"])
    return brackets and kinds[1:-1] == ["DATE", "COMMA", "DATE"]


def _in_a_name(one: _Clause, other: _Clause) -> bool:
    """Whether a number only names what the next one counts: 120急救站点3个, 60岁以上老人体检800人."""
    value = one.piece.value
    if not isinstance(value, Amount) or not other.lead or one.tail or one.piece.stop == other.piece.start:
        return False
    if other.lead[0].start != one.end:
        return False
    return value.unit in _OF_AGE or (not value.unit and value.comparator is None and not value.parts)


def _shares_a_date(one: Piece, other: Piece, tokens: Sequence[Token]) -> bool:
    """Whether a bare number in front of a date is one more month or day of it: 3、6月底前."""
    value = one.value
    bare = isinstance(value, Amount) and not (value.unit or value.comparator or value.parts)
    between = [token.kind for token in tokens[one.stop : other.start]]
    return bare and isinstance(other.value, Deadline) and between == ["PAUSE"]


def _clauses(tokens: list[Token], found: Sequence[Piece]) -> list[_Clause]:
    """Each piece with the words beside it: in front up to the last separator, behind up to the next piece."""
    clauses = []
    for n, piece in enumerate(found):
        begin = found[n - 1].stop if n else 0
        end = found[n + 1].start if n + 1 < len(found) else len(tokens)
        lead, tail = tokens[begin : piece.start], tokens[piece.stop : end]
        cut = max((i + 1 for i, token in enumerate(lead) if token.kind in SEPARATORS), default=0)
        stop = next((i for i, token in enumerate(tail) if token.kind in SEPARATORS), len(tail))
        last = n + 1 == len(found)
        behind = tuple(tail[:stop] if last or stop < len(tail) else ())
        clauses.append(_Clause(piece, tuple(lead[cut:]), behind, end=tokens[piece.stop - 1].end))
    return clauses


def _alone(
    clauses: list[_Clause], remarks: list[list[Token]], rest: Sequence[Token], text: str, source: Source
) -> Value | None:
    """What the pieces of a cell say together."""
    values: list[Value] = []
    for clause in clauses:
        value = _one(clause, text)
        if value is None:
            return None
        values.append(value)
    silent = _silent_clauses(clauses, rest)
    parted = [token.start for token in rest if token.kind in ("SEMICOLON", "STOP", "BREAK")]
    values = _with_years(values, clauses, parted)
    if not values:
        return None
    if any(isinstance(value, Text) for value in values):
        return _turned_as_a_whole(values, text)
    values, plan = _without_plan(values, clauses)
    several = _limits(values, near=not parted)
    for words in silent:
        judged = apart(words)
        if judged.refused or judged.turned:
            return description(values, text, judged.turned)
        if len(values) == 1:
            several = [_aside(several[0], judged.words)]
    value = several[0] if len(several) == 1 else Several(flat(several))
    if plan:
        value = attrs.evolve(value, notes=(*value.notes, plan))
    return with_remarks(value, remarks, text, source)


def _silent_clauses(clauses: Sequence[_Clause], rest: Sequence[Token]) -> list[list[Token]]:
    """The clauses that hold no value."""
    beside = {(token.start, token.end) for clause in clauses for token in (*clause.lead, *clause.tail)}
    found: list[list[Token]] = [[]]
    for token in rest:
        if token.kind in SEPARATORS:
            found.append([])
        elif (token.start, token.end) not in beside:
            found[-1].append(token)
    return [words for words in found if words]


def _one(clause: _Clause, text: str) -> Value | None:
    """The value of a clause with its words judged; a Text where they turn it; None where they refuse."""
    value = clause.piece.value
    lead, each = each_in_front(clause.lead)
    value, lead = counted_apart(value, lead)
    front, back = set_aside(lead, before=True), set_aside(clause.tail, before=False)
    if front.refused or back.refused:
        return None
    if each:
        shared = shared_out(value, each)
        if shared is None:
            return None
        value = shared
    if not _stands_alone(value, clause, front, back):
        return None
    denied = str(lead[-1].value) if lead and lead[-1].kind == "DENIAL" else ""
    turned = front.turned or denied or back.turned
    if turned:
        return turned_by(attrs.evolve(value, beside=(*value.beside, *front.words, *back.words)), turned, text)
    if front.planned or back.planned:
        value = planned(value)
    return _aside(value, (*front.words, *back.words))


def _stands_alone(value: Value, clause: _Clause, front: Aside, back: Aside) -> bool:
    """Whether what was found among words is a value and not a piece of a word."""
    lead, tail = "".join(front.words), "".join(back.words)
    if not lead and not tail:
        return True
    if lead.endswith("后") and not is_time_limit(value):
        return False
    chinese = clause.piece.chinese
    if isinstance(value, Amount):
        if tail and (chinese or not (value.unit or value.comparator or value.change)):
            return False
        if tail and tail.startswith(tuple(lexicon().around["naming"]["behind"])):
            return False
        if value.parts and tail:
            return False
        return bool(value.unit or value.comparator or value.change or value.parts) or not chinese
    if isinstance(value, Deadline):
        return not tail or done_by_then(tail)
    return not tail or (isinstance(value, Range) and bool(value.unit)) or isinstance(value, Several)


def _aside(value: Value, words: Iterable[str]) -> Value:
    """The value with the words beside it told, and those that nobody vouches for."""
    told = [word for word in words if word]
    if not told:
        return value
    notes = (*(say.note("words-left-aside", words=word) for word in told), *doubts(told))
    return attrs.evolve(value, notes=(*value.notes, *notes), beside=(*value.beside, *told))


def _turned_as_a_whole(values: Sequence[Value], text: str) -> Text:
    notes = tuple(note for value in values if isinstance(value, Text) for note in value.notes)
    others = tuple(
        other for value in values for other in (value.alternatives if isinstance(value, Text) else (value,))
    )
    words = tuple(word for value in values if isinstance(value, Text) for word in value.beside)
    return Text(text.strip(), notes=notes, alternatives=others, beside=words)


def _with_years(values: list[Value], clauses: Sequence[_Clause], parted: Sequence[int]) -> list[Value]:
    """2021年完成6期: a year in front of a number tells which year the number is of.

    Args:
        values: what each clause says.
        clauses: the clauses.
        parted: where marks stand that end a sentence: 2021年；95% is two values.
    """
    kept: list[Value] = []
    year: Deadline | None = None
    for value, clause, behind in zip(values, clauses, (*clauses[1:], None), strict=True):
        named = year_named(value)
        joined = behind is not None and not any(clause.end <= mark < behind.end for mark in parted)
        if named is not None and joined:
            year = named
            continue
        if year is not None and isinstance(value, Amount | Range):
            kept.append(of_year(value, year))
        elif year is not None:
            kept.extend([year, value])
        else:
            kept.append(value)
        year = None
    return kept


def _without_plan(values: list[Value], clauses: Sequence[_Clause]) -> tuple[list[Value], Note | None]:
    """计划30个，实际28个: the plan is repeated, the result counts."""
    if len(values) != len(clauses) or len(values) != 2:  # noqa: PLR2004
        return values, None
    first, second = values
    if not isinstance(first, Amount) or not isinstance(second, Amount) or not first.planned or second.planned:
        return values, None
    done = tuple(lexicon().around["pair"]["done"])
    lead = "".join(token.value for token in clauses[1].lead if token.kind == "WORD")
    if not lead.startswith(done):
        return values, None
    plan = "".join(str(token.value) for token in clauses[0].lead if isinstance(token.value, str))
    return [second], say.note("plan-left-aside", alternatives=(str(first),), plan=plan or str(first))


def _limits(values: list[Value], *, near: bool) -> list[Value]:
    """Two limits behind a name are one range (完成率≥60%，<80%)."""
    if len(values) == 2 and all(isinstance(value, Amount) for value in values):  # noqa: PLR2004
        amounts = [value for value in values if isinstance(value, Amount)]
        if near and not amounts[1].beside and (found := two_limits(amounts)) is not None:
            return [attrs.evolve(found, beside=amounts[0].beside)]
    return values
