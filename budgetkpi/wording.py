"""How closed sets, headings and figures are worded for people (面向人的用词), in English and Chinese.

The words stand in grammar/messages/wording.toml, so that a verdict is called the same wherever
it is shown.
"""

from __future__ import annotations

import enum
import functools
import os
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from budgetkpi.messages import Catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from budgetkpi.messages import Message

__all__ = [
    "LANGUAGES",
    "Grade",
    "Pick",
    "Plain",
    "Worded",
    "columned",
    "flat",
    "in_language",
    "joined",
    "number",
    "percentage",
    "spoken",
]

LANGUAGES: Final = ("en", "zh")
"""The languages that budgetkpi speaks."""
Plain: TypeAlias = str | int | float | None
"""What stands under one heading of a flat row: a JSON type."""
Pick: TypeAlias = "Callable[[Message | Worded | Grade], str]"
"""What takes one language of what is said in two."""
HALF: Final = Fraction(1, 2)
_say: Final = Catalog("wording")


def in_language(lang: str) -> Pick:
    """What picks the text in `lang`, which is `en` or `zh`.

    Raises:
        ValueError: another language.
    """
    if lang not in LANGUAGES:
        kind = type(lang).__name__
        raise ValueError(
            f"lang is {' or '.join(LANGUAGES)}, not {lang[:20]!r}"
            if kind == "str"
            else f"lang is a text, not {kind}"
        )
    return lambda said: said.zh if lang == "zh" else said.en


class Worded(enum.StrEnum):
    """A closed set whose members have a word for people (封闭取值集): `.en` and `.zh`."""

    @property
    def en(self) -> str:
        """The English word."""
        return self._words.en

    @property
    def zh(self) -> str:
        """The Chinese word."""
        return self._words.zh

    @property
    def _words(self) -> Message:
        return _say(f"{type(self).__name__.lower()}-{self.name.lower().replace('_', '-')}")


class Grade(str):
    """A grade by the name that its policy or ladder gives it (等级): a str with `.en` and `.zh`.

    >>> from budgetkpi.wording import Grade
    >>> Grade("优").en, Grade("excellent").zh
    ('excellent', '优')
    """

    __slots__ = ()

    @property
    def en(self) -> str:
        """The English word; the name itself where it is none of the usual ones."""
        return _grades().get(self, (str(self), ""))[0]

    @property
    def zh(self) -> str:
        """The Chinese word, which is the name itself where that is Chinese."""
        return _grades()[self][1] if self.isascii() and self in _grades() else str(self)


@functools.cache
def _grades() -> dict[str, tuple[str, str]]:
    """The usual grades by each of their names."""
    said = [_say(code) for code in _say.codes() if code.startswith("grade-")]
    both = [(message.en, message.zh) for message in said]
    return {zh: (en, zh) for en, zh in both} | {en: (en, zh) for en, zh in reversed(both)}


def percentage(ratio: Fraction) -> str:
    """A ratio for people: per cent to two places, rounded half up (四舍五入).

    >>> from fractions import Fraction
    >>> percentage(Fraction(2, 3)), percentage(Fraction(6, 5))
    ('66.67%', '120%')
    """
    hundredths = (abs(ratio) * 10_000 + HALF).__floor__()
    whole, rest = divmod(hundredths, 100)
    sign = "-" if ratio < 0 and hundredths else ""
    digits = f"{whole}.{rest:02}".rstrip("0").rstrip(".")
    return f"{sign}{digits}%"


def number(exact: Decimal | None) -> Plain:
    """A number as JSON holds it: whole or with its decimals; its text where JSON would lose digits.

    >>> number(Decimal("8.00")), number(Decimal("8.62"))
    (8, 8.62)
    """
    if exact is None or not exact.is_finite():
        return None
    if exact == exact.to_integral_value():
        return int(exact)
    held = float(exact)
    return held if Decimal(repr(held)) == exact else f"{exact:f}"


def joined(texts: Iterable[str], lang: str) -> str:
    """Several sentences in one cell, each once."""
    return ("；" if lang == "zh" else "; ").join(dict.fromkeys(text for text in texts if text))


def spoken() -> str:
    """The language of the surroundings: `zh` where the locale is Chinese, else `en`."""
    said = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next(filter(None, said), "").lower().startswith("zh") else "en"


def columned(name: str, lang: str) -> str:
    """The heading of a column, by its name in messages/wording.toml."""
    return in_language(lang)(_say(f"column-{name.replace('_', '-')}"))


def flat(lang: str, **cells: Plain) -> dict[str, Plain]:
    """A flat row under the headings of a form, in the order in which the cells are given."""
    return {columned(name, lang): cell for name, cell in cells.items()}
