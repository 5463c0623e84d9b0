"""Cells without a number: blanks, grades in words, bounds in other documents (文字取值)."""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from typing import Final

import attrs

from budgetkpi import ladders, vocabulary
from budgetkpi.language.tree import say
from budgetkpi.messages import load_table
from budgetkpi.values import Amount, Comparator, Level, Missing, Reference, Value

__all__ = ["blank", "filled_word", "grade", "placeholder", "reference"]

_SIGN_WORDS: Final = (
    (r"(?:不(?:得|能|应)?(?:低于|少于|小于|差于|弱于)|[大高]于或?等于|至少|达到|达)", Comparator.GE),
    (
        r"(?:[不未](?:得|能|应)?(?:超过|高于|大于|多于|超出|突破|超)|[小低]于或?等于|至多|控制在|限制在)",
        Comparator.LE,
    ),
    (r"(?:超过|高于|大于|优于|多于|好于)", Comparator.GT),
    (r"(?:低于|小于|少于)", Comparator.LT),
    (r"(?:等于|持平于)", Comparator.EQ),
    (r"≥", Comparator.GE),
    (r"≤", Comparator.LE),
    (r">", Comparator.GT),
    (r"<", Comparator.LT),
    (r"=", Comparator.EQ),
)
_LINK: Final = re.compile(r"^(?:为+|是(?=[^否是]))(?=.)")
_A_DATE: Final = re.compile(r"(?:[0-9]{4}年?度?)?(?:年?[底末初中]|全?年度?|[上下]半年)?")
_SIGNED_WORD: Final = re.compile(r"^(?:[≥≤<>=]=?|达到|不低于)(?=[^0-9.%])")
_FILLER: Final = re.compile(r"^(?:[≥≤<>=]|>=|<=|=>|=<)?(?:0|1|100)(?:\.0+)?[%]?(?=[^0-9.%])")
_SHARE: Final = re.compile(r"([0-9.]+)%")
_TICKED: Final = re.compile(r"[☑√✓✔☒■]")
_AROUND_PLACEHOLDER: Final = 8
"""How many characters may stand around a placeholder before the cell is a text."""


@functools.cache
def _blanks() -> tuple[frozenset[str], frozenset[str], re.Pattern[str]]:
    table = load_table("blanks.toml")
    marks = "|".join(re.escape(mark) for mark in table["placeholders"]["marks"])
    sign = r"(?:[≥≤<>=]+|不低于|不少于|不超过|达到|控制在)?"
    pattern = re.compile(rf"{sign}(?:{marks})++(?P<rest>[^0-9]*)")
    blanks = table["blanks"]
    return frozenset([*blanks["marks"], *blanks["words"]]), frozenset(blanks["none_or_nothing"]), pattern


def blank(tidied: str) -> Missing | None:
    """A cell in which nothing was filled in, else None."""
    cells, none_or_nothing, _ = _blanks()
    own = vocabulary.current()
    if tidied not in cells and (own is None or tidied not in own.blanks):
        return None
    if tidied in none_or_nothing:
        note = say.note("none-or-nothing", alternatives=("0",), word=tidied)
        return Missing(notes=(note,), alternatives=(Amount(Decimal(0)),))
    return Missing()


def placeholder(tidied: str) -> Missing | None:
    """A template's mark where a number was to be filled in, else None."""
    match = _blanks()[2].fullmatch(tidied)
    if match is None or len(match["rest"]) > _AROUND_PLACEHOLDER or _TICKED.search(tidied):
        return None
    return Missing(notes=(say.note("placeholder", mark=tidied),))


def grade(tidied: str) -> Level | None:
    """A word on a ladder, the linking verb in front dropped (为随时), else None."""
    bare = _LINK.sub("", tidied)
    rung = ladders.find_word(bare) or ladders.find_word(tidied)
    if rung is None:
        return None
    return Level(rung.word, rung.ladder, rank=rung.rank, negated=rung.negated)


def filled_word(tidied: str) -> Level | None:
    """A word behind a sign or number that a form forced there (=0.00健全), else None."""
    match = _FILLER.match(tidied) or _SIGNED_WORD.match(tidied)
    if match is None:
        return None
    word = tidied[match.end() :]
    level = None if blank(word) else grade(word)
    if level is None:
        return None
    note = say.note("filler-number", filler=match.group(), word=level.word)
    number = _SHARE.search(match.group())
    others = (Amount(Decimal(number.group(1)), "%"),) if number else ()
    return attrs.evolve(level, notes=(note,), alternatives=others)


@functools.cache
def _references() -> tuple[re.Pattern[str], ...]:
    signs = "|".join(pattern for pattern, _ in _SIGN_WORDS)
    return tuple(
        re.compile(entry["text"].replace("SIGN", signs)) for entry in load_table("references.toml")["pattern"]
    )


def reference(tidied: str) -> Value | None:
    """A bound that stands in another document or is another figure, else None."""
    for pattern in _references():
        match = pattern.fullmatch(tidied)
        if match is None:
            continue
        title = _title(match["title"])
        if not title or _A_DATE.fullmatch(title):
            continue
        sign = match.groupdict().get("sign")
        return Reference(title, None if sign is None else _comparator(sign))
    return None


def _title(text: str) -> str:
    """The name of a document without 《》 and number, or the words themselves."""
    quoted = re.search(r"《(.+)》", text)
    return (quoted.group(1) if quoted else text).strip()


def _comparator(sign: str) -> Comparator:
    return next(comparator for pattern, comparator in _SIGN_WORDS if re.fullmatch(pattern, sign))
