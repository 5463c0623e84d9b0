"""Time to read a hostile cell against its length: `python tests/bench/length.py`.

Twice the length should take twice the time, hence the last column: the time of the longest
cell over the time of one of half its length.
"""

from __future__ import annotations

import contextlib
import statistics
import time

from budgetkpi import parse
from budgetkpi.errors import ParseError

LENGTHS = (125, 250, 500, 1000)
ROUNDS = 5
HOSTILE = {
    "digits": "9",
    "digits and commas": "1,",
    "groups of three": "123,",
    "points": "1.",
    "万亿": "万亿",
    "numeral and scale": "5万亿",
    "一": "一",
    "十百千": "十百千",
    "brackets": "(",
    "square brackets": "[1,",
    "closed brackets": "(1)",
    "signs": "≥",
    "signs and numbers": "≥5",
    "sign words": "不低于",
    "sign words and numbers": "不低于5",
    "limits": "5%以上",
    "clauses": "培训2次，",
    "clauses of words": "完成，",
    "lines": "5台\n",
    "blanks": " ",
    "blanks and numbers": "5 ",
    "dashes": "5-",
    "dates": "2021年12月31日",
    "months": "12月",
    "units": "人次",
    "fraction lines": "元/",
    "each": "每人",
    "shares": "分之",
    "changes": "较上年",
    "bases": "比",
    "quotes": "《",
    "placeholders": "*",
    "words": "进一步提升",
    "numbers in words": "完成5",
    "letters and digits": "a1",
    "halves": "半",
    "tildes": "~",
    "cells of words and a value": "满意度",
}


def seconds(part: str, length: int, tail: str) -> float:
    """The median time of one reading; the cell differs each time, so that none is remembered."""
    found = []
    for turn in range(ROUNDS):
        text = (part * length)[: length - len(tail) - turn] + tail
        begin = time.perf_counter()
        with contextlib.suppress(ParseError):
            parse(text)
        found.append(time.perf_counter() - begin)
    return statistics.median(found)


def main() -> None:
    """Print a line a kind of cell."""
    parse("≥95%")
    print(f"{'milliseconds at length':28}" + "".join(f"{length:>9}" for length in LENGTHS) + f"{'ratio':>9}")
    for name, part in HOSTILE.items():
        for tail in ("", "%"):
            times = [seconds(part, length, tail) for length in LENGTHS]
            ratio = times[-1] / times[-2]
            label = f"{name} {tail}".strip()
            print(f"{label:28}" + "".join(f"{t * 1000:9.2f}" for t in times) + f"{ratio:9.1f}")


if __name__ == "__main__":
    main()
