"""What stands around a value, and whether it may be left aside (取值前后的文字).

One answer for cells and sentences: only words may be left aside, and of them only those that
turn nothing. A sign, a number, a date never is. Which words turn a number is told by their
kind in grammar/words.toml; who vouches for the others, by grammar/around.toml and the row.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import units
from budgetkpi.language.lexicon import lexicon
from budgetkpi.values import Amount, Comparator, Deadline, Period, Range

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from budgetkpi.language.tokens import Token
    from budgetkpi.values import Value

__all__ = ["Aside", "done_by_then", "is_time_limit", "longest_first", "names_a_number", "set_aside", "unvouched", "year_named"]

_LINKS: Final = ":：为是有共计达占到在于了的约即"
_NAME_MARKS: Final = frozenset({"BULLET", "WORD", "COLON"})
_PASSED_OVER: Final = frozenset({"WORD", "BULLET", "LPAREN", "RPAREN", "LBRACKET", "RBRACKET"})
_DENYING: Final = frozenset({"NOT", "DENIAL", "UNDONE", "SHORT", "LOSS", "SHIFTED"})
_OTHER_TIME: Final = frozenset({"EARLIER", "LATER"})
_NAMED_CHANGES: Final = frozenset({"RISE", "FALL", "SAVED", "OVERSPENT", "GE", "LE", "KEEP"})
"""Words that belong to a name when it ends in what is measured (提升满意度)."""


@attrs.frozen
class Aside:
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
    if not text:
        return Aside()
    limits = lexicon().around["length"]
    if len(text) > limits["lead" if before else "tail"]:
        return Aside(refused=True)
    if text in lexicon().vouched:
        return Aside((text,))
    measured = before and names_a_number(text)
    turned, planned = "", False
    for token in tokens:
        if token.kind in _PASSED_OVER:
            continue
        if token.kind in _DENYING or token.kind in _OTHER_TIME:
            if not measured:
                turned = turned or _word(token)
        elif token.kind == "PLAN":
            planned = planned or not measured
        elif not (token.kind in _NAMED_CHANGES and measured):
            return Aside(refused=True)
    return Aside((text,), turned, planned)


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


def is_time_limit(value: Value) -> bool:
    """Whether a value is a time that may pass at the most (60分钟内, 合同签订后30日内)."""
    if not isinstance(value, Amount) or value.comparator not in (Comparator.LE, Comparator.LT):
        return False
    return units.dimension(value.unit) in ("calendar_time", "clock_time", "working_time")


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
    return tuple(sorted(words, key=len, reverse=True))


def unvouched(words: str, row: str = "") -> str:
    """The part of some words that neither the list of harmless words nor the row vouches for.

    Args:
        words: folded, without blanks.
        row: the row's own words, folded, without blanks.

    >>> unvouched("已完成"), unvouched("处置设备", "更新设备数量")
    ('', '处置')
    """
    table, at, kept = lexicon(), 0, ""
    while at < len(words):
        end = table.vouched_at(words, at)
        for stop in range(len(words), max(end, at + 1), -1):
            if words[at:stop] in row:
                end = stop
                break
        if end > at:
            at = end
            continue
        if not (words[at] in _SILENT):
            kept += words[at]
        at += 1
    return kept


_SILENT: Final = frozenset("，,、:：;；。“”\"'()（）[]【】《》-—~/\\ .…·*#")


def amounts_of(values: Iterable[Value]) -> list[Amount | Range]:
    """The numbers among values."""
    return [value for value in values if isinstance(value, Amount | Range)]
