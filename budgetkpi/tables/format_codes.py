"""Number formats of spreadsheets, taken apart (数字格式代码)."""

from __future__ import annotations

import functools
from decimal import Decimal
from enum import StrEnum

import attrs

from budgetkpi.expressions import later

__all__ = ["Section", "Sort", "Token", "UnshownError", "sections"]

_LONGEST = 255
"""Characters of a format that Excel takes."""
_TOKEN = later(
    r"""(?xis)
      (?P<general>General|G/通用格式)
    | "(?P<quoted>[^"]*)"?
    | [\\!](?P<escaped>.)
    | (?P<gap>_.)
    | (?P<fill>\*.)
    | \[(?:\$(?P<currency>[^\]-]*)(?P<locale>-[^\]]*)?)\]
    | \[(?P<condition>[<>=]{1,2}-?[0-9.]+)\]
    | \[(?P<elapsed>h+|m+|s+)\]
    | \[DBNum(?P<numerals>[0-9])\]
    | \[(?P<colour>[^\]]*)\]
    | (?P<noon>AM/PM|A/P|上午/下午)
    | (?P<power>E[+-])
    | (?P<part>y+|m+|d+|h+|s+|a{3,}|e+|b+|g+)
    | (?P<digit>[0#?])
    | (?P<sign>[.,%/])
    | (?P<text>@)
    | (?P<next>;)
    | (?P<other>.)
    """
)
_CONDITION = later(r"(?P<operator>[<>=]{1,2})(?P<bound>-?[0-9]{1,15}(?:\.[0-9]{1,15})?)")
_LITERAL = frozenset({"quoted", "escaped", "currency", "other"})
_UNSEEN = frozenset({"fill", "colour"})
_CHINESE = ("804", "404", "c04", "1004", "zh")


class UnshownError(ValueError):
    """A format that asks for something we do not know how to show; its value is shown plainly."""


class Sort(StrEnum):
    """What a section of a format shows."""

    GENERAL = "general"
    NUMBER = "number"
    DAY = "day"
    TEXT = "text"
    WORDS = "words"


@attrs.frozen
class Token:
    """A piece of a format: a digit's place, a part of a day, a literal, a sign.

    Attributes:
        kind: `digit`, `sign`, `power`, `part`, `elapsed`, `noon`, `general`, `text` or `literal`.
        text: as written; of a literal, what it prints.
    """

    kind: str
    text: str


@attrs.frozen
class Section:
    """One of the parts of a format that semicolons divide.

    Attributes:
        tokens: its pieces, without what prints nothing.
        condition: which numbers it is for, as operator and bound; None where its place says it.
        chinese: a locale asks for Chinese names of months and weekdays.
        numerals: 0, or which set of Chinese numerals the digits are printed in.
    """

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None
    chinese: bool = False
    numerals: int = 0

    @property
    def sort(self) -> Sort:
        """What the section shows; `words` where it prints the same for every value."""
        kinds = {token.kind for token in self.tokens}
        if kinds & {"part", "elapsed", "noon"}:
            return Sort.DAY
        if "general" in kinds:
            return Sort.GENERAL
        if "digit" in kinds:
            return Sort.NUMBER
        return Sort.TEXT if "text" in kinds else Sort.WORDS


@functools.lru_cache(1_024)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format; at least one.

    Raises:
        UnshownError: it is longer than a spreadsheet takes, or has a condition that is none.
    """
    if len(code) > _LONGEST:
        raise UnshownError(code[:_LONGEST])
    found: list[Section] = []
    tokens: list[Token] = []
    said: dict[str, str] = {}
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or ""
        if kind == "locale":  # a currency and a locale are one bracket
            kind = "currency"
            said["locale"] = match["locale"].lower()
        text = match[kind]
        if kind == "next":
            found.append(_section(tokens, said))
            tokens, said = [], {}
        elif kind in ("condition", "numerals"):
            said[kind] = text
        elif kind == "gap":
            tokens.append(Token("literal", " "))
        elif kind in _LITERAL:
            tokens.append(Token("literal", text))
        elif kind not in _UNSEEN:
            tokens.append(Token(kind, text))
    return (*found, _section(tokens, said))


def _section(tokens: list[Token], said: dict[str, str]) -> Section:
    condition = _CONDITION.fullmatch(said["condition"]) if "condition" in said else None
    if "condition" in said and condition is None:
        raise UnshownError(said["condition"])
    return Section(
        tuple(tokens),
        condition=None if condition is None else (condition["operator"], Decimal(condition["bound"])),
        chinese=said.get("locale", "").endswith(_CHINESE) or "-zh" in said.get("locale", ""),
        numerals=int(said.get("numerals", "0")),
    )
