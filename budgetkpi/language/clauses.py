"""Cells of more than one piece: words around a value, remarks in brackets, several clauses (多段取值)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import units
from budgetkpi.errors import ParseError
from budgetkpi.language.failures import diagnose
from budgetkpi.language.grammar import STAND_IN, NotAStatementError, longest
from budgetkpi.language.statements import read_statement
from budgetkpi.language.surroundings import (
    CN,
    DIGITS,
    NO_QUANTITY,
    PER_LEAD,
    is_plan_and_result,
    is_rank,
    longest_lead,
    may_follow,
    may_lead,
    ranked,
    shared_out,
    stands_alone,
)
from budgetkpi.language.tree import say
from budgetkpi.values import Amount, Kind, Range, Several, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.messages import Note
    from budgetkpi.values import Value

__all__ = ["START", "WINDOW", "Piece", "clauses", "read_clauses"]

START: Final = re.compile(
    rf"(?<![A-Za-z0-9.])[0-9.+±(\[-]|[≥≤><=¥≮≯]|[{CN}]"
    r"|不|大于|小于|高于|低于|至少|至多|最[多少高低迟晚]|(?<![传到表抵直])达|控制|限|超过|超出|多于|少于|未超|未满|等于|起码"
    r"|(?<![签节合预制条特履违缔邀集简])约|大约|大概|(?<![附最邻临靠])近|接近|将近|负|较|比|同比|环比|年均|日均|月均|人均|户均|亩均|增|提[高升]|上升|下降|降|减少|压|缩短|节[约省支]|超支|翻"
    r"|每|第|[上下]半年|年[底末初中内]|全年|本年|当年|今年|次年|明年|翌年|元月|自|从|截|于|介于|在"
)
"""Where a statement may begin; the parser decides."""

_MOST_STARTS: Final = 24
WINDOW: Final = 60
"""How many characters a statement among words may take."""
_LIST_NUMBER: Final = re.compile(
    r" *(?:\(?[0-9]{1,2}(?:\)|[.、](?! *[0-9]))|\([一二三四五六七八九十]\)|[一二三四五六七八九十]、"
    r"|[①-⑳]|第[一二三四五六七八九十],)"
)
_BRACKETED: Final = re.compile(r"^(?P<main>.+?) *\((?P<remark>[^()]+)\)$")
_CHANGES_IT: Final = re.compile(r" *(?:±|[-+][0-9]|不含|含税|上下|浮动)")
"""A remark that changes the number in front of it: 95%（±2%）."""
_PART_OF: Final = re.compile(r"^ *(?:其中|含|包括|包含)")


@attrs.frozen
class Piece:
    """A clause of a cell and where it stands.

    Attributes:
        text: the clause, folded.
        start: its place in the cell.
    """

    text: str
    start: int


def clauses(folded: str, start: int = 0) -> Iterator[Piece]:
    """Split at ；。，、 outside brackets and quotes, and not inside a number."""
    depth, begin, inside = 0, 0, _after_list_number(folded, 0)
    for i, character in enumerate(folded):
        if i < inside:
            continue
        if character in "([《“〔":
            depth += 1
        elif character in ")]》”〕":
            depth = max(0, depth - 1)
        elif depth == 0 and (character in ";。、\n" or (character == "," and not _in_number(folded, i))):
            yield from _piece(folded, begin, i, start)
            begin = i + 1
            inside = _after_list_number(folded, begin)
    yield from _piece(folded, begin, len(folded), start)


def _after_list_number(folded: str, begin: int) -> int:
    number = _LIST_NUMBER.match(folded, begin)
    return begin if number is None else number.end()


def _in_number(folded: str, i: int) -> bool:
    return 0 < i < len(folded) - 1 and folded[i - 1].isdigit() and folded[i + 1].isdigit()


def _piece(folded: str, begin: int, end: int, start: int) -> Iterator[Piece]:
    text = folded[begin:end]
    number = _LIST_NUMBER.match(text)
    if number is not None and number.end() < len(text):
        begin, text = begin + number.end(), text[number.end() :]
    if text.strip():
        yield Piece(text, start + begin)


def read_clauses(stripped: str, text: str) -> Value | None:
    """Read a cell that is no single statement.

    Returns:
        None where it holds no value among its words.

    Raises:
        ParseError: a clause tries to be a number and fails.
    """
    bracketed = _with_remark(stripped, text)
    if bracketed is not None:
        return bracketed
    pieces = list(clauses(stripped))
    read = [_clause(piece, text) or _joined(piece, text) for piece in pieces]
    values = [value for value in read if value is not None]
    if not values or _half_counted(values):
        return None
    silent = [piece for piece, value in zip(pieces, read, strict=True) if value is None]
    for piece in silent:
        error = _shifted(piece, text)
        if error is not None:
            raise error
    if any(_says_more(piece.text) for piece in silent):
        return _description(values, text)
    if len(values) == len(pieces) == 2 and is_plan_and_result(*(piece.text for piece in pieces)):  # noqa: PLR2004
        planned, done = values
        if planned.kind is done.kind is Kind.AMOUNT:
            note = say.note("plan-left-aside", alternatives=(str(planned),), plan=pieces[0].text.strip())
            return attrs.evolve(done, notes=(*done.notes, note))
    if len(values) == 1:
        return _alone(values[0], silent, text)
    return Several(_flat(values), notes=_left_aside(piece.text.strip() for piece in silent))


def _half_counted(values: list[Value]) -> bool:
    """Whether bare numbers stand beside numbers that say what they count (3、4个; 6、9月)."""
    bare = [isinstance(v, Amount) and not v.unit and v.comparator is None and v.parts is None for v in values]
    return any(bare) and not all(bare)


_AND: Final = re.compile(r"以及|及|和|与|或|(?<=%)/")


def _joined(piece: Piece, text: str) -> Value | None:
    """Values joined by 和 or 及, or run on without any mark (新建2座改造3座)."""
    for match in _AND.finditer(piece.text):
        before = Piece(piece.text[: match.start()], piece.start)
        after = Piece(piece.text[match.end() :], piece.start + match.end())
        if not (DIGITS.search(before.text) and DIGITS.search(after.text)):
            continue
        first, second = _clause(before, text), _clause(after, text)
        if first is not None and second is not None and not _half_counted([first, second]):
            return Several(_flat([first, second]))
    return _run_on(piece, text)


def _run_on(piece: Piece, text: str) -> Value | None:
    found: list[Value] = []
    begin = 0
    for number in re.finditer(r"[0-9.]+", piece.text):
        if number.start() < begin:
            continue
        stop = longest(piece.text, number.start(), min(len(piece.text), number.start() + WINDOW))
        lead = piece.text[begin : number.start()]
        if stop is None or not lead.strip() or not may_lead(lead) or _SIGN.search(lead):
            return None
        value = _read(piece.text[number.start() : stop], text, piece.start + number.start(), "")
        if not isinstance(value, Amount | Range) or not value.unit:
            return None
        found.append(value)
        begin = stop
    tail = piece.text[begin:].strip()
    if len(found) < 2 or (tail and not may_follow(piece.text, 0, begin)):  # noqa: PLR2004
        return None
    return Several(tuple(found), notes=(say.note("side-by-side"),))


_SIGN: Final = re.compile(r"[≥≤<>=]")


def _says_more(clause: str) -> bool:
    """Whether an unread clause holds a number or a unit, so that the others cannot speak for the cell."""
    return bool(DIGITS.search(NO_QUANTITY.sub("", clause))) or units.known(clause.strip())


def _flat(values: list[Value]) -> tuple[Value, ...]:
    return tuple(
        part for value in values for part in (value.values if isinstance(value, Several) else (value,))
    )


def _alone(value: Value, silent: list[Piece], text: str) -> Value:
    """One value among clauses of words: theirs where they are few, else a description that holds it."""
    aside = "".join(piece.text.strip() for piece in silent)
    if not aside:
        return value
    if len(aside) > longest_lead():
        return _description([value], text)
    return attrs.evolve(value, notes=(*value.notes, *_left_aside([aside])))


def _description(values: list[Value], text: str) -> Text:
    """A text that holds values which do not stand for all of it."""
    note = say.note("number-in-description", alternatives=tuple(map(str, values)))
    return Text(text.strip(), notes=(note,), alternatives=tuple(values))


def _left_aside(words: Iterator[str] | list[str]) -> tuple[Note, ...]:
    return tuple(say.note("words-left-aside", words=word) for word in words if word)


def _shifted(piece: Piece, text: str) -> ParseError | None:
    error = diagnose(piece.text, text)
    if error is None:
        return None
    start, end = error.span
    return type(error)(error.message, text, (start + piece.start, end + piece.start), error.expected)


def _with_remark(stripped: str, text: str) -> Value | None:
    """A value and a remark in brackets behind it: 100%（30/30）, 500万元（其中：中央资金300万元）."""
    match = _BRACKETED.match(stripped)
    if match is not None and _CHANGES_IT.match(match["remark"]):
        return None
    if match is None or units.known(match["remark"].strip()):
        return None
    main = _clause(Piece(match["main"], 0), text)
    if main is None or isinstance(main, Several):
        return None
    start = match.start("remark")
    part = _PART_OF.match(match["remark"])
    if part is not None:
        parts = [_clause(piece, text) for piece in clauses(match["remark"], start)]
        found = [value for value in parts if value is not None]
        if found and not _half_counted([main, *found]):
            note = say.note("total-and-parts", alternatives=(str(main),))
            return Several(_flat([main, *found]), notes=(note,), alternatives=(main,))
    note = say.note("remark-left-aside", remark=match["remark"])
    return attrs.evolve(main, notes=(*main.notes, note))


def _clause(piece: Piece, text: str) -> Value | None:
    value = _among_words(piece, text, "")
    if value is not None:
        return value
    unlisted = _UNLISTED_UNIT.search(piece.text)
    if unlisted is None:
        return None
    replaced = piece.text[: unlisted.start("unit")] + STAND_IN + piece.text[unlisted.end("unit") :]
    return _among_words(Piece(replaced, piece.start), text, unlisted["unit"])


_UNLISTED_UNIT: Final = re.compile(r"[0-9](?P<unit>[轮遍趟档组队列排届科类项件份点条户][次数套批期])$")
"""Two classifiers in a row that nobody listed, at the end of a clause (12轮次)."""


def _among_words(piece: Piece, text: str, stand_in: str) -> Value | None:
    """The one value of a clause, with the words around it left aside."""
    folded = piece.text
    for count, start in enumerate(START.finditer(folded)):
        if count >= _MOST_STARTS:
            break
        i = start.start()
        lead = folded[:i]
        per, rank = PER_LEAD.match(lead.strip()), is_rank(lead)
        if not (per or rank or may_lead(lead)):
            continue
        end = len(folded)
        value = _read(folded[i:], text, piece.start + i, stand_in)
        if value is None:
            stop = longest(folded, i, min(len(folded), i + WINDOW))
            if stop is None or not may_follow(folded, i, stop):
                continue
            end = stop
            value = _read(folded[i:end], text, piece.start + i, stand_in)
        if value is None or not stands_alone(value, folded[i:end], lead, folded[end:]):
            continue
        if per:
            value = shared_out(value, per, folded[i:end])
            lead = ""
        elif rank:
            value = ranked(value)
        if value is None:
            continue
        words = [lead.strip(" :"), folded[end:].strip()]
        return attrs.evolve(value, notes=(*value.notes, *_left_aside(words)))
    return None


def _read(folded: str, text: str, offset: int, stand_in: str) -> Value | None:
    try:
        return read_statement(folded, text, offset=offset, stand_in=stand_in)
    except NotAStatementError:
        return None
    except ParseError:
        if folded[0] in CN:  # 万 of 万无一失 is no failed number
            return None
        raise
