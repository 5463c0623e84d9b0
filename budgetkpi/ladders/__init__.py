"""Ladders of words: what 健全 or 明显提升 says, and whether one word meets another (定性等级).

A grade word is a stem that stands on a ladder (提升), perhaps denied (未), with a degree
(明显) and with words that change nothing (得到). `words` takes it apart, `rungs` says where it
stands and compares two, and the functions here do so on the ladders in use.
"""

from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Iterator  # noqa: TC003  (a signature that users may resolve)
from typing import Final

from budgetkpi.ladders.degrees import Degree
from budgetkpi.ladders.rungs import CODES, Judged, Ladders, Rung, Verdict, builtin

__all__ = [
    "CODES",
    "Degree",
    "Ladders",
    "Rung",
    "Verdict",
    "builtin",
    "compare",
    "current",
    "find_in",
    "find_word",
    "is_grade_phrase",
    "use",
]

_CURRENT: Final[contextvars.ContextVar[Ladders | None]] = contextvars.ContextVar("ladders", default=None)


def current() -> Ladders:
    """The ladders in use; whoever caches what a cell says adds them to the key."""
    return _CURRENT.get() or builtin()


@contextlib.contextmanager
def use(ladders: Ladders) -> Iterator[Ladders]:
    """Let the functions of this module know `ladders` inside the `with` block of this thread or task."""
    token = _CURRENT.set(ladders)
    try:
        yield ladders
    finally:
        _CURRENT.reset(token)


def find_word(text: str) -> Rung | None:
    """What the whole text says as a grade word, None where it is none.

    >>> find_word("未达标").negated, find_word("完成旧楼外墙改造") is None
    (True, True)
    """
    return current().find_word(text)


def find_in(text: str) -> Rung | None:
    """The grade word that a short predicate ends with, None where none.

    >>> find_in("知名度有所提高").word
    '有所提高'
    """
    return current().find_in(text)


def compare(target: Rung | str, actual: Rung | str) -> Judged:
    """Whether the actual word does what the target word asks, on the ladders in use.

    >>> compare("优", "良")
    (<Verdict.BELOW: 'below'>, 'lower-rung')
    """
    return current().compare(target, actual)


def is_grade_phrase(text: str) -> bool:
    """Whether the whole text words one of the three grades of the national form.

    >>> is_grade_phrase("部分达成预期指标并具有一定效果"), is_grade_phrase("健全")
    (True, False)
    """
    rung = find_word(text)
    return rung is not None and rung.grade is not None
