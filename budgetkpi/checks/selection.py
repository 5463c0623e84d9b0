"""Which codes are asked for (审核项选择)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from budgetkpi.checks.row import say
from budgetkpi.checks.rulebook import codes, optional
from budgetkpi.errors import CheckError
from budgetkpi.inputs import as_text, listed
from budgetkpi.messages import series

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["selected"]


def selected(select: Iterable[str] | str | None, ignore: Iterable[str] | str | None) -> frozenset[str]:
    """The codes that are to be looked for.

    Args:
        select: codes or their beginnings (`no-` is no-name, no-number and no-unit); None for all but
            the optional ones.
        ignore: the same, taken off those; a text may hold several, separated by commas.

    Raises:
        CheckError: one of them is no code and no beginning of one.
    """
    wanted = frozenset(codes()) - optional() if select is None else _meant(select, "select")
    return wanted if ignore is None else wanted - _meant(ignore, "ignore")


def _meant(given: Iterable[str] | str, field: str) -> frozenset[str]:
    words = given.split(",") if isinstance(given, str) else listed(given, field, as_text)
    found: set[str] = set()
    for word in (word.strip() for word in words):
        if not word:
            continue
        exact = [code for code in codes() if code == word]
        meant = exact or [code for code in codes() if code.startswith(word)]
        if not meant:
            raise CheckError(say("unknown-code", code=word, known=series(codes())))
        found.update(meant)
    return frozenset(found)
