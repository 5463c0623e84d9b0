"""Cells made at random: put together from parts, and known ones damaged (随机取值)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from budgetkpi import from_record, parse, to_record
from budgetkpi.errors import ParseError
from budgetkpi.text import _LOOK_ALIKES

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

__all__ = ["assert_laws", "damaged", "full_width", "made"]


def _heap(name: str) -> tuple[str, ...]:
    """The parts under a heading of the file."""
    text = (Path(__file__).parent / "data" / "parts.txt").read_text(encoding="utf-8")
    return tuple(text.partition(f"[{name}]\n")[2].partition("\n\n")[0].split())


SIGNS, UNITS, CLOSINGS = _heap("signs"), _heap("units"), _heap("closings")
SCALES, WORDS, DATES = _heap("scales"), _heap("words"), _heap("dates")
NUMERALS = "〇零一二三四五六七八九十百千万亿两半壹贰叁拾佰仟廿点负"
DASHES = ("-", "~", "～", "—", "——", "至", "到", "--", "－", "和", "/", "±", ":")
JOINTS = ("，", ",", "；", ";", "、", " ", "且", "\n", "。", "（", "）")
_UNFOLDED = {folded: alike for folded, alike in _LOOK_ALIKES.items() if folded != " "}


def number(rng: Random) -> str:
    """One number, mostly a good one."""
    kind = rng.random()
    if kind < 0.45:
        text = str(rng.randrange(10 ** rng.randint(1, 6)))
    elif kind < 0.6:
        text = f"{rng.randrange(1000)}.{rng.randrange(100)}"
    elif kind < 0.68:
        text = f"{rng.randrange(10**7):,}"
    elif kind < 0.85:
        text = "".join(rng.choices(NUMERALS, k=rng.randint(1, 6)))
    elif kind < 0.9:
        text = f"百分之{rng.choice('一二三四五六七八九十')}"
    elif kind < 0.95:
        text = f"{rng.randrange(40)}/{rng.randrange(40)}"
    else:
        text = "-" + str(rng.randrange(100))
    return text + (rng.choice(SCALES) if rng.random() < 0.12 else "")


def measure(rng: Random) -> str:
    """A number, mostly with a unit."""
    return number(rng) + (rng.choice(UNITS) if rng.random() < 0.8 else "")


def made(rng: Random) -> str:
    """One cell put together from parts."""
    kind = rng.random()
    if kind < 0.35:
        parts = [
            rng.choice(SIGNS) if rng.random() < 0.6 else "",
            measure(rng),
            rng.choice(CLOSINGS) if rng.random() < 0.35 else "",
        ]
    elif kind < 0.5:
        parts = [
            rng.choice(("", "", "[", "(", "介于", "约")),
            measure(rng),
            rng.choice(DASHES),
            measure(rng),
            rng.choice(("", "", "]", ")", "之间", "左右")),
        ]
    elif kind < 0.65:
        parts = [
            rng.choice(SIGNS) if rng.random() < 0.3 else "",
            rng.choice(DATES),
            rng.choice(CLOSINGS) if rng.random() < 0.5 else "",
        ]
    elif kind < 0.85:
        parts = [
            part
            for _ in range(rng.randint(2, 3))
            for part in (rng.choice(WORDS) if rng.random() < 0.5 else "", made(rng), rng.choice(JOINTS))
        ][:-1]
    else:
        pools = (SIGNS, UNITS, CLOSINGS, SCALES, DASHES, JOINTS, WORDS, DATES, tuple("0123456789.,%"))
        parts = [rng.choice(rng.choice(pools)) for _ in range(rng.randint(1, 6))]
    return "".join(parts)[:400]


def full_width(text: str) -> str:
    """The same text with every ASCII sign in its full-width form."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def damaged(rng: Random, cell: str) -> str:
    """A cell with one to three of the things that typing and text recognition do to it."""
    for _ in range(rng.randint(1, 3)):
        if not cell:
            return rng.choice(DATES)
        if rng.random() < WHOLLY_WIDE:
            cell = full_width(cell)
            continue
        i = rng.randrange(len(cell))
        cell = cell[:i] + rng.choice(_DAMAGES)(rng, cell[i]) + cell[i + 1 :]
    return cell[:LONGEST]


WHOLLY_WIDE = 0.1
LONGEST = 900
_DAMAGES: tuple[Callable[[Random, str], str], ...] = (
    lambda rng, sign: rng.choice(" \u3000\xa0\n\t") + sign,
    lambda _, sign: full_width(sign),
    lambda _rng, _sign: "",
    lambda _, sign: sign + sign,
    lambda rng, sign: rng.choice(_UNFOLDED.get(sign, sign)),
    lambda rng, sign: rng.choice(rng.choice((SIGNS, UNITS, CLOSINGS, JOINTS))) + sign,
    lambda rng, _: rng.choice("0123456789.,%一十百万半-~()"),
    lambda rng, sign: sign + rng.choice("0123456789.,%一十百万半-~()"),
)


def assert_a_place(error: ParseError, cell: str) -> None:
    """An error names a place of its cell and shows it."""
    start, end = error.span
    assert 0 <= start <= end <= len(cell), (cell, error.span)
    assert cell == error.text
    assert str(error).count("\n") == 2, cell


def assert_laws(cell: str) -> bool:
    """A cell is a value that keeps the laws, or a ParseError that names a place in it.

    Returns:
        Whether it is a value.
    """
    try:
        value = parse(cell)
    except ParseError as error:
        assert_a_place(error, cell)
        return False
    assert cell == value.text
    written = str(value)
    try:
        again = parse(written)
    except ParseError as error:
        raise AssertionError((cell, written, value)) from error
    assert value == again, (cell, written, value, again)
    assert value == from_record(json.loads(json.dumps(to_record(value)))), cell
    return True
