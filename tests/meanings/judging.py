"""What the package makes of a made cell, held against its true meaning."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any, NamedTuple

import budgetkpi as bk
from tests.meanings.said import Both, says

if TYPE_CHECKING:
    from tests.meanings.cases import Case
    from tests.meanings.places import Made

__all__ = ["Ending", "Judged", "judged", "judged_case"]


class Ending(enum.StrEnum):
    """How a made cell or case ended, from the best to the worst."""

    RIGHT = "right"
    HONEST = "honest"
    """An error, a text, another value with the true one beside it, undetermined: and doubt was allowed."""
    REFUSED = "refused"
    """The same of a cell that any clerk reads at once."""
    NOTED = "noted"
    """A wrong value that at least carries a note."""
    SILENT = "silent"
    """A wrong value, and nothing says so; a wrong verdict."""
    CRASHED = "crashed"
    """Neither a value nor a ParseError."""


class Judged(NamedTuple):
    """The ending, and what was read."""

    ending: Ending
    got: str


# the note of every word that is left aside says nothing of what the word means
_IDLE_NOTES = frozenset({"words-left-aside", "remark-left-aside"})


def _shown(value: Any) -> str:  # noqa: ANN401  (a value of any class)
    return f"{value.kind} {value} [{' '.join(note.code for note in value.notes)}]"


def _value(made: Made, value: Any) -> Ending:  # noqa: ANN401  (as above)
    """A value against the meaning."""
    if str(value.kind) in {"text", "missing", "level", "reference"}:
        return Ending.REFUSED if made.plain else Ending.HONEST
    told = {note.code for note in value.notes}
    if made.turned:
        if _says_more(value, made) or told - _IDLE_NOTES:
            return Ending.HONEST
        return Ending.NOTED if told else Ending.SILENT
    if says(value, made.accept):
        return Ending.RIGHT
    if any(says(other, made.accept) for other in value.alternatives):
        return Ending.REFUSED if made.plain else Ending.HONEST
    return Ending.NOTED if told else Ending.SILENT


def _says_more(value: Any, made: Made) -> bool:  # noqa: ANN401  (as above)
    """Whether a value keeps the word that turns it: in its text, or in an attribute of its own."""
    if any(word in str(value) for word in (made.turned, made.turned.strip("（）"))):
        return True
    return says(value, made.accept) and value != bk.Amount(value.magnitude, value.unit)


def _cell(made: Made) -> Judged:
    try:
        value = bk.parse(made.text)
    except bk.ParseError as error:
        return Judged(Ending.REFUSED if made.plain else Ending.HONEST, f"error {error.code}")
    return Judged(_value(made, value), _shown(value))


def _sentence(made: Made, span: tuple[int, int]) -> Judged:
    """The mentions that touch the statement; one that was missed is no lie."""
    mentions = [one for one in bk.find(made.text) if one.start < span[1] and one.end > span[0]]
    if not mentions:
        return Judged(Ending.HONEST, "no mention")
    got = " & ".join(_shown(mention.value) for mention in mentions)
    if len(mentions) == 1:
        return Judged(_value(made, mentions[0].value), got)
    return Judged(Ending.HONEST if _split(made, mentions) else Ending.SILENT, got)


def _split(made: Made, mentions: list[Any]) -> bool:
    """Whether the mentions together say the values that stand side by side, each only what is true."""
    sizes = tuple(size for meaning in made.accept if isinstance(meaning, Both) for size in meaning.values)
    return bool(sizes) and all(says(mention.value, sizes) for mention in mentions)


def judged(made: Made) -> Judged:
    """A made cell or sentence, judged."""
    try:
        return _cell(made) if made.sentence is None else _sentence(made, made.sentence)
    except Exception as error:  # noqa: BLE001  (a crash is one of the endings that are counted)
        return Judged(Ending.CRASHED, f"{type(error).__name__}: {error}")


def judged_case(case: Case) -> Judged:
    """A verdict against the true one; undetermined never lies."""
    row = bk.Indicator("工作任务", case.target.text)
    try:
        result = bk.evaluate(row, case.actual.text)
    except Exception as error:  # noqa: BLE001  (as above)
        return Judged(Ending.CRASHED, f"{type(error).__name__}: {error}")
    outcome, got = (
        str(result.outcome),
        f"{result.outcome} {result.reason.code}: {result.target} | {result.actual}",
    )
    if outcome in case.accept:
        return Judged(Ending.RIGHT, got)
    if outcome == "undetermined":
        plain = case.target.plain and case.actual.plain
        return Judged(Ending.REFUSED if plain else Ending.HONEST, got)
    return Judged(Ending.SILENT, got)
