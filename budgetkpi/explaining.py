"""How a verdict is told to people (判定说明), in English and Chinese.

The texts stand in grammar/messages/explaining.toml; this module chooses them. It takes what a
verdict is made of, never a result: a result puts its own lines in order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from budgetkpi.messages import Catalog, Message
from budgetkpi.shown import printable
from budgetkpi.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from budgetkpi.messages import Note
    from budgetkpi.values import Value
    from budgetkpi.wording import Pick

__all__ = ["SAID_ABOVE", "assumed", "direction_line", "other_readings", "read_line", "say", "verdict_line"]

SAID_ABOVE: Final = ("verdict-open",)
"""Notes whose words the verdict has said already."""
say: Final = Catalog("explaining")


def read_line(target: tuple[str, Value | None], actual: tuple[str, Value | None], pick: Pick) -> Message:
    """What was read: each cell as it was given, and its value, None for one that cannot be read."""
    return say(
        "explain-read",
        target=printable(target[0]),
        target_read=_read(target[1], pick),
        actual=printable(actual[0]),
        actual_read=_read(actual[1], pick),
    )


def verdict_line(outcome: str, reason: str) -> Message:
    """The verdict and why."""
    return say("explain-verdict", outcome=outcome, reason=reason)


def direction_line(direction: str, why: Message, pick: Pick) -> Message:
    """Which way is better, and how that is known."""
    return say("explain-direction", direction=pick(say(f"way-{direction}")), why=pick(why))


def assumed(notes: Iterable[Note], pick: Pick) -> Iterator[Message]:
    """Every assumption once; that there was none, where there was none."""
    said = list(dict.fromkeys(pick(note.message) for note in notes if note.code not in SAID_ABOVE))
    if not said:
        yield say("explain-nothing-assumed")
    for text in said:
        yield say("explain-assumed", note=text)


def other_readings(values: Iterable[Value | None], notes: Iterable[Note], pick: Pick) -> Iterator[Message]:
    """Every other reading that a note, a cell or the direction leaves open."""
    found = [_named(text, note, pick) for note in notes for text in note.alternatives]
    found += [str(other) for value in values if value is not None for other in value.alternatives]
    readings = [text for text in dict.fromkeys(found) if text]
    if readings:
        yield say("explain-else", readings=" · ".join(readings))


def _named(alternative: str, note: Note, pick: Pick) -> str:
    """An alternative in the reader's language: a direction has a name, any other is a canonical text."""
    return pick(say(f"way-{alternative}")) if note.code == "direction-inferred" else alternative


def _read(value: Value | None, pick: Pick) -> str:
    if value is None:
        return pick(say("explain-unreadable"))
    return pick(say("explain-nothing")) if isinstance(value, Missing) else str(value)
