"""Cells without a number: blanks, grades in words, bounds in other documents (文字取值)."""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from typing import Final

import attrs

from budgetkpi import ladders, units, vocabulary
from budgetkpi.language import dates
from budgetkpi.language.lexicon import lexicon
from budgetkpi.messages import Catalog
from budgetkpi.resources import load_table
from budgetkpi.values import Amount, Comparator, Level, Missing, Reference, Value

__all__ = ["blank", "denies_harm", "filled_word", "grade", "placeholder", "reference"]

say: Final = Catalog("reading")
_LINK: Final = re.compile(r"^(?:为+|是(?=[^否是]))(?=.)")
_FILLER: Final = re.compile(r"(?:0|1|100)(?:\.0+)?(?P<share>%)?(?=[^0-9.%])")
_GLYPHS: Final = frozenset("≥≤<>=")
_DASHES: Final = "-—~"
_STRICT: Final = (Comparator.LT, Comparator.GT)
_TICKED: Final = re.compile(r"[☑√✓✔☒■]")
_AROUND_PLACEHOLDER: Final = 8
"""How many characters may stand around a placeholder before the cell is a text."""


@functools.cache
def _blanks() -> tuple[frozenset[str], frozenset[str], re.Pattern[str]]:
    table = load_table("blanks.toml")
    marks = "|".join(re.escape(mark) for mark in table["placeholders"]["marks"])
    blanks = table["blanks"]
    return (
        frozenset([*blanks["marks"], *blanks["words"]]),
        frozenset(blanks["none_or_nothing"]),
        re.compile(rf"(?:{marks})++(?P<rest>[^0-9]*)"),
    )


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
    match = _blanks()[2].fullmatch(tidied, _behind_sign(tidied))
    if match is None or len(match["rest"]) > _AROUND_PLACEHOLDER or _TICKED.search(tidied):
        return None
    return Missing(notes=(say.note("placeholder", mark=tidied),))


def _behind_sign(tidied: str) -> int:
    sign = lexicon().sign_at(tidied)
    return 0 if sign is None else sign[1]


def grade(tidied: str) -> Level | None:
    """A word on a ladder, the linking verb in front dropped (为随时), else None."""
    bare = _LINK.sub("", tidied)
    rung = ladders.find_word(bare)
    if rung is None and bare != tidied:
        rung = ladders.find_word(tidied)
    if rung is None or (len(rung.parts) > 1 and _is_limit(rung.parts[0])):
        return None
    return Level(rung.word, rung.ladder, rank=rung.rank, negated=rung.negated)


def denies_harm(words: str) -> bool:
    """Whether a clause says that a harm did not come about, and nothing of what stands beside it.

    >>> denies_harm("无安全事故"), denies_harm("未发生"), denies_harm("未验收")
    (True, False, False)
    """
    rung = ladders.find_word(words)
    return rung is not None and rung.zero and bool(rung.stem)


def _is_limit(word: str) -> bool:
    """Whether a grade word is a sign as well, in front of another one (不满|优秀)."""
    sign = lexicon().sign_at(word)
    return sign is not None and sign[0] in _STRICT and sign[1] == len(word)


def filled_word(tidied: str) -> Level | None:
    """A word behind a sign or number that a form forced there (=0.00健全), else None.

    A share before such a word may be meant as well (100%完成), but not before one that says nothing was done
    (100%未完成, 100%取消).
    """
    start = _behind_sign(tidied)
    if start and tidied[0] not in _GLYPHS:
        return None  # 超过提前5天: a sign in words is meant
    filler = _FILLER.match(tidied, start)
    end = start if filler is None else filler.end()
    if not end:
        return None
    word = tidied[end:]
    level = None if blank(word) else grade(word)
    if level is None:
        return None
    note = say.note("filler-number", filler=tidied[:end], word=level.word)
    others: tuple[Value, ...] = ()
    if filler is not None and filler["share"] and level.rank != 0 and not level.negated:
        others = (Amount(Decimal(filler.group().removesuffix("%")), "%"),)
    return attrs.evolve(level, notes=(note,), alternatives=others)


@functools.cache
def _references() -> tuple[tuple[bool, re.Pattern[str]], ...]:
    entries = load_table("references.toml")["pattern"]
    return tuple((entry.get("behind") == "sign", re.compile(entry["text"])) for entry in entries)


def reference(tidied: str) -> Value | None:
    """A bound that stands in another document or is another figure, else None.

    >>> str(reference("不宜超过年初预算"))
    '不超过年初预算'
    """
    found = _referred(tidied)
    # Where the sign goes on into the words (达到或者高于|等于或者低于限额), or one more word behind them may
    # be left out (批复范围内|内), the cell does not tell what the bound is.
    return None if found is None or _referred(str(found)) != found else found


def _referred(tidied: str) -> Reference | None:
    """What the first pattern that fits a cell makes of it."""
    start = _modal_end(tidied)
    sign = lexicon().sign_at(tidied, start)
    for behind_sign, pattern in _references():
        if behind_sign and sign is None:
            continue
        match = (
            pattern.match(tidied[sign[1] :]) if behind_sign and sign is not None else pattern.match(tidied)
        )
        if match is None:
            continue
        title = _title(match["title"])
        if not title or title[0] in _DASHES or _is_date(title) or _is_amount(title):
            continue
        return Reference(title, sign[0] if behind_sign and sign is not None else None)
    return None


def _is_amount(title: str) -> bool:
    """Whether the words behind a sign are a number with its unit, which no rule could read (等于28 40年)."""
    unit = title.lstrip("0123456789.")
    return unit != title and units.known(unit)


def _is_date(title: str) -> bool:
    """Whether the words behind a sign are a date (≤当年底), and no figure of that time (2020年水平)."""
    found = dates.take(title, 0) if title[0] in dates.STARTS else None
    if (
        found is not None
        and found.form == "relative"
        and found.deadline is not None
        and found.deadline.year_offset
    ):
        return False  # 不低于上年: the figure of that year
    return found is not None and title[found.end : found.end + 1] in ("", "(", "前", "之", "以")


def _modal_end(tidied: str) -> int:
    """Where the words end that only ask for what follows: 应, 原则上, 实际."""
    words, at = lexicon(), 0
    while at < len(tidied):
        found = words.longest(tidied, at)
        if found is not None and found.kind == "PLAN":
            at += len(found.text)
        elif (vouched := words.vouched_at(tidied, at)) and words.sign_at(tidied, at) is None:
            at = vouched
        else:
            break
    return at


def _title(text: str) -> str:
    """The name of a document without 《》 and number, or the words themselves."""
    start, end = text.find("《"), text.rfind("》")
    return (text[start + 1 : end] if -1 < start < end - 1 else text).strip()
