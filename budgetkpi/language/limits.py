"""The limits that a text prints, and what a word in a sign column says (文字中的限定、指标性质栏).

One reading for all who look for a sign outside a target: names, descriptions, grades, columns.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from budgetkpi.kinds import Comparator
from budgetkpi.language.lexicon import lexicon
from budgetkpi.language.tokens import tokens_of
from budgetkpi.text import fold, tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.kinds import Number
    from budgetkpi.language.tokens import Token

__all__ = ["Limit", "limits_in", "sign_of"]

_BEHIND: Final = {"ABOVE": Comparator.GE, "BELOW": Comparator.LE}
_STRICT: Final = {Comparator.GE: Comparator.GT, Comparator.LE: Comparator.LT}
_SAYS: Final = {
    **{kind: Comparator[kind] for kind in ("GE", "LE", "GT", "LT", "EQ")},
    "REACH": Comparator.GE,
    "KEEP": Comparator.LE,
}
_SIGNS: Final = {*_SAYS, "NOT", "UNDONE"}
_BETWEEN: Final = {"MONEY_SIGN", "ABOUT", "NEAR", "PLUS", "MINUS"}
"""What may stand between a sign and its number."""
_NOUN: Final = 4
"""How long a noun may be between a number and 以上: 10次会议以内."""
_COUNTS: Final = re.compile(r"[0-9〇零一二三四五六七八九十百千万亿两半]")


class Limit(NamedTuple):
    """A limit as a text prints it (限定).

    Attributes:
        comparator: the sign; a denied limit is the other limit.
        number: exact, scale words multiplied in.
        unit: the canonical name of the unit, "" where none stands there.
        start, end: where the sign, the number and its unit stand.
    """

    comparator: Comparator
    number: Number
    unit: str
    start: int
    end: int


def limits_in(text: str) -> list[Limit]:
    """The limits that a text states, in order.

    >>> [(limit.comparator.value, limit.start, limit.end) for limit in limits_in("会议不超过8次，不逊于90%")]
    [('<=', 2, 7), ('>=', 8, 14)]
    """
    if _COUNTS.search(text) is None:
        return []
    tokens = tokens_of(fold(text))
    found = (_limit(tokens, place) for place, token in enumerate(tokens) if token.kind in ("NUMBER", "SHARE"))
    return [limit for limit in found if limit is not None]


@functools.lru_cache(maxsize=256)
def sign_of(text: str) -> Comparator | None:
    """What a word in a sign column says (指标性质), None where it is no sign.

    It is a sign where it makes a limit of a number that it stands in front of, or behind.

    >>> sign_of("不低于"), sign_of("以内"), sign_of("正向")
    (<Comparator.GE: '>='>, <Comparator.LE: '<='>, None)
    """
    word = tidy(text)
    if not word or _COUNTS.search(word):
        return None
    for written in (f"{word}1", f"1{word}"):
        limits = limits_in(written)
        if len(limits) == 1 and (limits[0].start, limits[0].end) == (0, len(written)):
            return limits[0].comparator
    return None


def _limit(tokens: Sequence[Token], place: int) -> Limit | None:
    """The limit of the number at a place, by the sign in front of it, else by the word behind it."""
    after, unit = place + 1, ""
    if after < len(tokens) and tokens[after].kind == "UNIT":
        unit, after = tokens[after].value.name, after + 1
    first = place
    while first and tokens[first - 1].kind in _BETWEEN:
        first -= 1
    number = tokens[place].value.number
    if any(token.kind == "MINUS" for token in tokens[first:place]):
        number = -number
    if tokens[place].kind == "SHARE":
        unit = tokens[place].value.unit
    sign = first
    while sign and tokens[sign - 1].kind in _SIGNS:
        sign -= 1
    comparator = _in_front(tokens[sign:first])
    behind = _behind(tokens, after)
    if behind is not None and comparator in (None, behind[0]):
        comparator, after = behind
    if comparator is None:
        return None
    start = tokens[sign].start
    return Limit(comparator, number, unit, start, tokens[after - 1].end)


def _in_front(signs: Sequence[Token]) -> Comparator | None:
    """What the signs in front of a number say together: 不低于, 最高不超过, ≥, 未达到."""
    if signs and signs[-1].kind in _SAYS and (len(signs) == 1 or signs[-2].kind != "NOT"):
        return _SAYS[signs[-1].kind]
    words = "".join(token.value for token in signs)
    said = lexicon().sign_at(words) if words else None
    return said[0] if said is not None and said[1] == len(words) else None


def _behind(tokens: Sequence[Token], place: int) -> tuple[Comparator, int] | None:
    """What the word behind a number says, and the place behind it: 以上, 以内, 以下（不含）."""
    if place < len(tokens) and tokens[place].kind == "WORD" and len(tokens[place].value) <= _NOUN:
        place += 1
    comparator = _BEHIND.get(tokens[place].kind) if place < len(tokens) else None
    if comparator is None:
        return None
    place += 1
    if place < len(tokens) and tokens[place].kind in ("INCLUDED", "EXCLUDED"):
        comparator = _STRICT[comparator] if tokens[place].kind == "EXCLUDED" else comparator
        place += 1
    return comparator, place
