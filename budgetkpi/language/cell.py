"""One cell by itself to its value (单元格): text, tokens, tree, meaning, and what stands around it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import units, vocabulary
from budgetkpi.language import grades
from budgetkpi.language.around import (
    Aside,
    counted_apart,
    done_by_then,
    each_in_front,
    is_time_limit,
    set_aside,
    shared_out,
    unvouched,
    year_named,
)
from budgetkpi.language.failures import broken, unreadable
from budgetkpi.language.lane import Lane
from budgetkpi.language.lexicon import lexicon
from budgetkpi.language.meaning import Refused, Source, meaning_of
from budgetkpi.language.meaning.joins import flat, two_limits
from budgetkpi.language.pieces import SEPARATORS, Piece, pieces_of
from budgetkpi.language.refusals import failed
from budgetkpi.language.shapes import Node, shape
from budgetkpi.language.tokens import Token, tokens_of
from budgetkpi.messages import Catalog
from budgetkpi.text import CONTROLS, LONGEST_CELL, fold
from budgetkpi.values import Amount, Deadline, Range, Reference, Several, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from budgetkpi.messages import Note
    from budgetkpi.values import Value

__all__ = ["ENDS", "read_cell"]

say: Final = Catalog("reading")
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
_PART_OF: Final = ("其中", "含", "包括", "包含")
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
        raise TypeError(f"a cell is a str, not {type(text).__name__}")
    listed, own = units.current(), vocabulary.current()
    if own is None and not listed.definitions:
        return _plain(text)
    return _reader(listed, own)(text)


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
    return attrs.evolve(_value(text), text=text)


_plain: Final = _reader(units.Vocabulary(), None)


def _value(text: str) -> Value:
    folded = _unquoted(fold(text))
    if _DIGITS.isdisjoint(folded):
        words = _worded(folded)
        if words is not None:
            return words
        if _COUNTS.isdisjoint(folded):
            return Text(text.strip())
    tokens = _trimmed(tokens_of(folded))
    value = _whole(tokens, Source(text))
    if value is not None:
        return value
    if not _DIGITS.isdisjoint(folded):
        words = _worded(folded)
        if words is not None:
            return words
    filled = grades.filled_word(_tidied(folded))
    if filled is not None:
        return filled
    return _in_pieces(tokens, folded, text)


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
    return "".join(folded.split()).rstrip(ENDS)


def _worded(folded: str) -> Value | None:
    """A blank, a grade in words, or a bound that stands elsewhere."""
    tidied = "".join(folded.split())
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


# -- values among words


@attrs.frozen
class _Clause:
    """A piece with the tokens beside it inside its clause."""

    piece: Piece
    lead: tuple[Token, ...]
    tail: tuple[Token, ...]
    remark: tuple[Token, ...] = ()


def _in_pieces(tokens: list[Token], folded: str, text: str) -> Value:
    """A cell that no rule reads whole: a failed number, or values among words, or words."""
    error = broken(tokens, text)
    if error is not None:
        raise error
    source = Source(text)
    read = _pieces(tokens, source, text)
    if read is not None:
        return read
    error = unreadable(tokens, text)
    if error is not None:
        raise error
    del folded
    return Text(text.strip())


def _pieces(tokens: list[Token], source: Source, text: str) -> Value | None:
    main, remarks = _without_remarks(tokens)
    found = pieces_of(main, source)
    if not found:
        inside = [(remark, pieces_of(remark, source)) for remark in remarks]
        if len(inside) == 1 and len(inside[0][1]) == 1 and remarks[0][0].kind != "PART":
            return _alone(_clauses(list(inside[0][0]), inside[0][1]), [], main, text, source)
        return None
    clauses = _clauses(main, found)
    used = {i for piece in found for i in range(piece.start, piece.stop)}
    return _alone(clauses, remarks, [t for i, t in enumerate(main) if i not in used], text, source)


def _without_remarks(tokens: Sequence[Token]) -> tuple[list[Token], list[list[Token]]]:
    """The tokens outside brackets, and what each bracket holds that stands behind something."""
    main: list[Token] = []
    remarks: list[list[Token]] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind in ("LPAREN", "LBRACKET"):
            stop = _closing(tokens, at)
            if stop is not None and not _is_statement(tokens[at : stop + 1]):
                remarks.append(list(tokens[at + 1 : stop]))
                at = stop + 1
                continue
        if token.kind in ("LPAREN", "RPAREN") and _unmatched(tokens, at):
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


def _unmatched(tokens: Sequence[Token], at: int) -> bool:
    kinds = [token.kind for token in tokens]
    opened, closed = (
        sum(kind in pair for kind in kinds) for pair in (("LPAREN", "LBRACKET"), ("RPAREN", "RBRACKET"))
    )
    return opened != closed and at in (0, len(tokens) - 1)


def _is_statement(tokens: Sequence[Token]) -> bool:
    kinds = tuple(token.kind for token in tokens)
    return isinstance(shape(kinds), Node) or kinds[1:2] == ("TOLERANCE",)


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
        clauses.append(
            _Clause(piece, tuple(lead[cut:]), tuple(tail[:stop] if last or stop < len(tail) else ()))
        )
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
    values = _with_years(values, clauses)
    if not values:
        return None
    if any(isinstance(value, Text) for value in values):
        return _turned_as_a_whole(values, text)
    values, planned = _without_plan(values, clauses)
    near = not any(token.kind in ("SEMICOLON", "STOP", "BREAK") for token in rest)
    several = _limits(values, near=near)
    for words in silent:
        judged = set_aside(words, before=True)
        if judged.refused or judged.turned:
            return _description(values, text, judged.turned)
        if len(values) == 1:
            several = [_aside(several[0], judged.words)]
    value = several[0] if len(several) == 1 else Several(flat(several))
    if planned:
        value = attrs.evolve(value, notes=(*value.notes, planned))
    return _with_remarks(value, remarks, text, source)


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
    turned = front.turned or back.turned
    if turned:
        return _turned(attrs.evolve(value, beside=(*value.beside, *front.words, *back.words)), turned, text)
    if front.planned or back.planned:
        value = _planned(value)
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


def _planned(value: Value) -> Value:
    return attrs.evolve(value, planned=True) if isinstance(value, Amount | Range | Deadline) else value


def _aside(value: Value, words: Iterable[str]) -> Value:
    """The value with the words beside it told, and those that nobody vouches for."""
    told = [word for word in words if word]
    if not told:
        return value
    notes: list[Note] = [say.note("words-left-aside", words=word) for word in told]
    strange = tuple(filter(None, map(unvouched, told)))
    if strange:
        notes.append(say.note("words-unvouched", words="、".join(strange)))
    return attrs.evolve(value, notes=(*value.notes, *notes), beside=(*value.beside, *told))


def _turned(value: Value, word: str, text: str) -> Text:
    note = say.note("number-turned", alternatives=(str(value),), word=word, number=str(value))
    return Text(text.strip(), notes=(note,), alternatives=(value,), beside=(word,))


def _turned_as_a_whole(values: Sequence[Value], text: str) -> Text:
    notes = tuple(note for value in values if isinstance(value, Text) for note in value.notes)
    others = tuple(
        other for value in values for other in (value.alternatives if isinstance(value, Text) else (value,))
    )
    words = tuple(word for value in values if isinstance(value, Text) for word in value.beside)
    return Text(text.strip(), notes=notes, alternatives=others, beside=words)


def _description(values: Sequence[Value], text: str, turned: str = "") -> Text:
    """A text that holds values which do not stand for all of it."""
    if turned and len(values) == 1:
        return _turned(values[0], turned, text)
    note = say.note("number-in-description", alternatives=tuple(map(str, values)))
    return Text(text.strip(), notes=(note,), alternatives=tuple(values))


def _with_years(values: list[Value], clauses: Sequence[_Clause]) -> list[Value]:
    """2021年完成6期: a year in front of a number tells which year the number is of."""
    kept: list[Value] = []
    year: Deadline | None = None
    for value, clause in zip(values, clauses, strict=True):
        named = year_named(value)
        if named is not None and clause is not clauses[-1]:
            year = named
            continue
        if year is not None and isinstance(value, Amount | Range):
            kept.append(_of_year(value, year))
        elif year is not None:
            kept.extend([year, value])
        else:
            kept.append(value)
        year = None
    return kept


def _of_year(value: Amount | Range, year: Deadline) -> Amount | Range:
    this_year = year.year is None and not year.year_offset
    return value if this_year else attrs.evolve(value, when=year)


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


# -- remarks in brackets


def _with_remarks(value: Value, remarks: list[list[Token]], text: str, source: Source) -> Value | None:
    for remark in remarks:
        found = _with_remark(value, remark, text, source)
        if found is None:
            return _description([value], text)
        value = found
    return value


def _with_remark(value: Value, remark: list[Token], text: str, source: Source) -> Value | None:
    """A value and a remark in brackets beside it: 100%（30/30）, 10场（取消）, 500万元（其中：…）."""
    said = text[remark[0].start : remark[-1].end] if remark else ""
    numbers = pieces_of(remark, source)
    if said.startswith(_PART_OF) and numbers and not isinstance(value, Several):
        return _with_parts(value, remark, numbers, text)
    years = [year_named(piece.value) for piece in numbers]
    if numbers and all(years) and isinstance(value, Amount | Range) and len(numbers) == 1:
        others = [token for i, token in enumerate(remark) if not numbers[0].start <= i < numbers[0].stop]
        judged = set_aside(others, before=True)
        year = years[0]
        if not judged.refused and not judged.turned and year is not None:
            return _noted_remark(_of_year(value, year), said, judged.words)
        return None if judged.refused else _turned(value, judged.turned, text)
    if numbers:
        turned = next(
            (t for t in remark if t.kind in ("UNDONE", "SHORT") and t.start == remark[0].start), None
        )
        return _turned(value, str(turned.value), text) if turned else _noted_remark(value, said, ())
    judged = set_aside(remark, before=True)
    if judged.turned:
        return _turned(value, judged.turned, text)
    if judged.planned:
        return _planned(value)
    return _noted_remark(value, said, judged.words)


def _noted_remark(value: Value, said: str, words: Iterable[str]) -> Value:
    note = say.note("remark-left-aside", remark=said)
    strange = tuple(filter(None, (unvouched(word) for word in words)))
    notes = [note, *([say.note("words-unvouched", words="、".join(strange))] if strange else [])]
    return attrs.evolve(value, notes=(*value.notes, *notes), beside=(*value.beside, *words))


def _with_parts(value: Value, remark: list[Token], numbers: Sequence[Piece], text: str) -> Value | None:
    parts = [piece.value for piece in numbers]
    if any(isinstance(part, Amount) and not part.unit for part in parts) or isinstance(
        value, Deadline | Reference
    ):
        return None
    note = say.note("total-and-parts", alternatives=(str(value),))
    del remark, text
    return Several(flat([value, *parts]), notes=(note,), alternatives=(value,))
