"""What stands around a value, and whether it may be left aside (取值前后的文字).

One answer for cells and sentences: only words may be left aside, and of them only those that
turn nothing. A sign, a number, a date never is. Which words turn a number is told by their
kind in grammar/words.toml; who vouches for the others, by grammar/around.toml and the row.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final, NamedTuple

import attrs

from budgetkpi import units, vocabulary
from budgetkpi.language import grades
from budgetkpi.language.lexicon import lexicon
from budgetkpi.language.meaning.joins import aside_of
from budgetkpi.language.meaning.measures import per
from budgetkpi.language.meaning.told import Refused, say
from budgetkpi.messages import series
from budgetkpi.values import Amount, Comparator, Deadline, Period, Range

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from budgetkpi.language.tokens import Token
    from budgetkpi.messages import Note
    from budgetkpi.values import Value

__all__ = [
    "Aside",
    "apart",
    "counted_apart",
    "done_by_then",
    "doubts",
    "each_in_front",
    "is_time_limit",
    "longest_first",
    "names_a_number",
    "of_year",
    "planned",
    "set_aside",
    "shared_out",
    "unvouched",
    "year_named",
]

_LINKS: Final = ":：为是有共计达占到在于了的约即"
_NAME_MARKS: Final = frozenset({"BULLET", "WORD", "COLON"})
_PASSED_OVER: Final = frozenset({"WORD", "BULLET", "LPAREN", "RPAREN", "LBRACKET", "RBRACKET"})
_COUNTING: Final = frozenset("〇零一二三四五六七八九十百千万亿两壹贰叁肆柒捌玖拾佰仟廿卅")
"""Characters that count; 伍 and 陆 end words (队伍, 登陆)."""
_SIGNS_OF_SHARE: Final = frozenset("%‰℃")
_OPEN_ENDS: Final = ("到", "至")
_NAMED_CHANGES: Final = frozenset({"RISE", "FALL", "SAVED", "OVERSPENT", "GE", "LE", "KEEP"})
"""Words that belong to a name when it ends in what is measured (提升满意度)."""


class Aside(NamedTuple):
    """What was found beside a value.

    Attributes:
        words: what is left aside.
        turned: the word that makes the number no plain result, "" for none.
        planned: whether the number is only planned.
        refused: whether something stands there that can not be left aside.
    """

    words: tuple[str, ...] = ()
    turned: str = ""
    planned: bool = False
    refused: bool = False


def set_aside(tokens: Sequence[Token], *, before: bool) -> Aside:
    """Judge the tokens in front of a value or behind it, inside its clause."""
    text = _text(tokens)
    limits = lexicon().around["length"]
    if len(text) > limits["lead" if before else "tail"]:
        return Aside(refused=True)
    if text[-1 if before else 0 :][:1] in (_COUNTING if before else _COUNTING | _SIGNS_OF_SHARE):
        return Aside(refused=True)  # a numeral or a unit that was not read goes on there
    words = [token for token in tokens if token.kind not in ("LPAREN", "RPAREN")]
    measured = before and bool(words) and words[-1].kind == "WORD" and names_a_number(text)
    harmless = (text in lexicon().vouched or text in _own_words()) and before != (text in _OPEN_ENDS)
    turned, planned = "", False
    for token in tokens:
        if token.kind in _PASSED_OVER:
            continue
        if token.kind == "PLAN":
            planned = planned or not measured
        elif token.kind in _turning():
            if not measured and not harmless:
                turned = turned or _word(token)
        elif not (token.kind in _NAMED_CHANGES and measured):
            return Aside(refused=True)
    said = text if measured else _text(token for token in tokens if token.kind != "PLAN")
    return Aside((said,) if said else (), turned, planned)


def apart(tokens: Sequence[Token]) -> Aside:
    """Judge a clause or a remark without a value: a harm that did not come about turns no number."""
    judged = set_aside(tokens, before=True)
    if judged.turned and grades.denies_harm("".join(judged.words)):
        return judged._replace(turned="")
    return judged


@functools.cache
def _turning() -> frozenset[str]:
    """The kinds that turn a number; a denial is a NOT in front of a word that is no limit."""
    return frozenset({"DENIAL", *(kind.name for kind in lexicon().kinds.values() if kind.turns)})


def _text(tokens: Iterable[Token]) -> str:
    """The words of tokens, without list numbers and brackets."""
    said = "".join(_word(token) for token in tokens if token.kind not in ("BULLET", "LPAREN", "RPAREN"))
    return said.strip(" :：")


def _word(token: Token) -> str:
    return token.value if isinstance(token.value, str) else ""


def names_a_number(text: str) -> bool:
    """Whether words end as the name of something measured does (取消审批事项数量)."""
    bare = text.rstrip(_LINKS)
    return bare.endswith(_measured())


@functools.cache
def _measured() -> tuple[str, ...]:
    return tuple(lexicon().around["measured"]["ends"])


def year_named(value: Value) -> Deadline | None:
    """The year that a date stands for when it is nothing else (2021年, 去年, 全年), else None."""
    if not isinstance(value, Deadline) or value.comparator is not None or value.start is not None:
        return None
    if value.period is not Period.YEAR or value.part is not None or value.recurring:
        return None
    return attrs.evolve(value, text="", notes=(), alternatives=())


def planned(value: Value) -> Value:
    """The value as one that is only planned."""
    return attrs.evolve(value, planned=True) if isinstance(value, Amount | Range | Deadline) else value


def of_year(value: Amount | Range, year: Deadline) -> Amount | Range:
    """The value as one of a year that is named beside it; this year needs no name."""
    this_year = year.year is None and not year.year_offset
    return value if this_year else attrs.evolve(value, when=year)


def is_time_limit(value: Value) -> bool:
    """Whether a value is a time that may pass at the most (60分钟内, 合同签订后30日内)."""
    if not isinstance(value, Amount) or value.comparator not in (Comparator.LE, Comparator.LT):
        return False
    return units.dimension(value.unit) in ("calendar_time", "clock_time", "working_time")


def each_in_front(lead: tuple[Token, ...]) -> tuple[tuple[Token, ...], list[str]]:
    """每季度开展2次: the words between 每 and the number must be a deed."""
    at = next((i for i, token in enumerate(lead) if token.kind == "EACH"), None)
    if at is None:
        return lead, []
    below = []
    stop = at
    while stop < len(lead) and lead[stop].kind == "EACH":
        below.append(lead[stop].value)
        stop += 1
    if any(
        token.kind != "PLAN" and (token.kind != "WORD" or unvouched(token.value)) for token in lead[stop:]
    ):
        return lead, []
    return (*lead[:at], *lead[stop:]), below


def shared_out(value: Value, below: Sequence[str]) -> Value | None:
    """A value for each of something that stood in front of the deed: 2次/季度."""
    if not isinstance(value, Amount | Range) or not value.unit:
        return None
    unit = per(value.unit, "·".join(below))
    return None if unit is None else attrs.evolve(value, unit=unit, alternatives=())


def counted_apart(value: Value, lead: tuple[Token, ...]) -> tuple[Value, tuple[Token, ...]]:
    """A value counted in a unit that stands in brackets in front of its words: （台）一般不高于3."""
    apart = next((token for token in lead if token.kind == "UNIT_APART"), None)
    if apart is None or not isinstance(value, Amount | Range) or value.unit:
        return value, lead
    try:
        counted = aside_of(value, apart.value)
    except Refused:
        return value, lead
    return counted, tuple(token for token in lead if token is not apart)


def done_by_then(words: str) -> bool:
    """Whether words behind a date only say that something was done then (前已完成, 通过验收)."""
    table = lexicon().around["dated"]
    rest = words
    while rest:
        how = next((w for w in longest_first(tuple(table["how"])) if rest.startswith(w)), "")
        if not how:
            break
        rest = rest[len(how) :]
    done = next((w for w in longest_first(tuple(table["done"])) if rest.startswith(w)), "")
    return bool(done) and len(rest) - len(done) <= table["rest"]


@functools.cache
def longest_first(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words in the order in which they are looked for."""
    return tuple(sorted(words, key=len, reverse=True))


def _own_words() -> frozenset[str]:
    """The harmless words of the caller's own."""
    own = vocabulary.current()
    return frozenset() if own is None else own.harmless


def unvouched(words: str, row: str = "") -> str:
    """The part of some words that neither the list of harmless words nor the row vouches for.

    Args:
        words: folded, without blanks.
        row: the row's own words, folded, without blanks.

    >>> unvouched("已完成"), unvouched("采编设备", "更新设备数量")
    ('', '采编')
    """
    table, own, best = lexicon(), _own_words(), [""] * (len(words) + 1)
    for at in range(len(words) - 1, -1, -1):
        kept = "" if words[at] in _SILENT else words[at]
        known = [stop for stop in range(at + 1, len(words) + 1) if words[at:stop] in row]
        mine = (at + len(word) for word in own if words.startswith(word, at))
        ends = {end for end in (*known, table.vouched_at(words, at), *mine) if end > at}
        best[at] = min((kept + best[at + 1], *(best[end] for end in ends)), key=len)
    return best[0]


def doubts(words: Iterable[str], row: str = "") -> tuple[Note, ...]:
    """The note of the words that nobody vouches for; none where somebody does."""
    strange = tuple(filter(None, (unvouched(word, row) for word in words)))
    return (say.note("words-unvouched", words=series(strange)),) if strange else ()


_SILENT: Final = frozenset("，,、:：;；。“”\"'()（）[]【】《》-—~/\\ .…·*#")
