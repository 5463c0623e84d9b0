"""What budgetkpi says to people, in English and Chinese, each with a stable code (消息).

The texts stand in `grammar/messages/*.toml`, one file a floor, so that a domain person can
mend a wording without reading Python.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.expressions import later
from budgetkpi.resources import load_table
from budgetkpi.shown import Shown, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Self

__all__ = ["Bilingual", "Catalog", "Message", "Note", "outlined", "series"]


class Bilingual(str):
    """A text in English that knows its Chinese (双语文本)."""

    __slots__ = ("zh",)
    zh: str

    def __new__(cls, en: str, zh: str) -> Self:
        """The English, and the Chinese beside it."""
        made = super().__new__(cls, en)
        made.zh = zh
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return Bilingual, (self.en, self.zh)

    @property
    def en(self) -> str:
        """The English, as a plain text."""
        return str(self)


def series(parts: Iterable[object], most: int | None = None, *, first: int | None = None) -> Bilingual:
    """Names one behind the other, parted as each language does: `, ` in English, `、` in Chinese (列举).

    Args:
        parts: what is named.
        most: how many characters are kept of it.
        first: how many are named; `…` stands for the others.

    >>> said = series(["产出", "效益"])
    >>> said.en, said.zh
    ('产出, 效益', '产出、效益')
    """
    said = tuple(map(str, parts))
    if first is not None and len(said) > first:
        said = (*said[:first], "…")
    return Bilingual(", ".join(said)[:most], "、".join(said)[:most])


@attrs.frozen(repr=False)
class Message(Shown):
    """A sentence for people, in two languages (消息).

    Attributes:
        code: stable, lower case with hyphens; what programs compare.
        en: the English; also what `str()` gives.
        zh: the Chinese.

    >>> Message("reached", "met", "达成").zh
    '达成'
    """

    code: str
    en: str
    zh: str

    def __str__(self) -> str:
        return self.en

    def _told(self) -> str:
        return f"{self.code}: {self.en}"


@attrs.frozen(repr=False)
class Note(Shown):
    """What was assumed or doubted on the way to a result (说明).

    Attributes:
        message: what was assumed.
        rule: the rule that decided, "" where none has a name.
        alternatives: what else it could have been, as canonical texts.

    >>> from budgetkpi import parse
    >>> parse("12轮次").notes[0].code
    'unit-not-listed'
    """

    message: Message
    rule: str = ""
    alternatives: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The stable code of the message."""
        return self.message.code

    def __str__(self) -> str:
        return self.message.en

    def _told(self) -> str:
        return f"{self.code}: {self.message.en}"


@attrs.frozen(repr=False)
class Catalog(Shown):
    """The messages of one floor, read from `grammar/messages/<name>.toml` on first use.

    A text has its fields in braces. What English says otherwise of one than of several stands
    behind the name of the number: `{rows} {rows:row|rows}`. A field that is `Bilingual` fills each
    text with its own language.
    """

    name: str

    def __call__(self, code: str, /, **fields: object) -> Message:
        """Return the message `code` with its fields filled in; KeyError for an unknown code."""
        text = _texts(self.name)[code]
        return Message(code, _filled(text["en"], fields), text["zh"].format(**_chinese(fields)))

    def note(
        self, code: str, /, *, rule: str = "", alternatives: tuple[str, ...] = (), **fields: object
    ) -> Note:
        """Return a `Note` with the message `code`."""
        return Note(self(code, **fields), rule, alternatives)

    def codes(self) -> tuple[str, ...]:
        """Every code of this catalog, in the order of the file."""
        return tuple(_texts(self.name))


_COUNTED: Final = later(r"\{(\w++):([^{}|]*+)\|([^{}]*+)\}")
"""What follows a number: `{rows:row has|rows have}` says the first of one and the second of several."""
_FIELD: Final = later(r"\{[^{}]*\}")
CATALOGS: Final = (
    "wording",
    "errors",
    "bounds",
    "inputs",
    "reading",
    "units",
    "direction",
    "explaining",
    "evaluation",
    "bands",
    "policy",
    "scoring",
    "sheets",
    "monitoring",
    "checks",
    "tables",
    "columns",
    "documents",
    "forms",
)
"""The floors that have messages of their own, in the order of the house."""


@functools.cache
def _texts(name: str) -> dict[str, dict[str, str]]:
    """The table of one floor; cached, one entry a file."""
    return load_table("messages", f"{name}.toml")


def _filled(text: str, fields: Mapping[str, object]) -> str:
    """A text with its fields filled in, the words behind each number as it asks for."""
    if "|" in text:
        text = _COUNTED.sub(lambda found: plural(fields[found[1]], found[2], found[3]), text)
    return text.format(**fields)


def _chinese(fields: dict[str, object]) -> dict[str, object]:
    """The fields of a Chinese text: of those that know their Chinese, that."""
    for thing in fields.values():
        if type(thing) is Bilingual:
            return {name: one.zh if type(one) is Bilingual else one for name, one in fields.items()}
    return fields


def outlined(code: str) -> Message | None:
    """What a code says of any row: its text with … where it names a cell or a number (消息概要).

    Args:
        code: of a message of any floor.

    Returns:
        None where no floor has the code.
    """
    for name in CATALOGS:
        said = _texts(name).get(code)
        if said is not None:
            return Message(
                code, _FIELD.sub("…", _COUNTED.sub(r"\3", said["en"])), _FIELD.sub("…", said["zh"])
            )
    return None
