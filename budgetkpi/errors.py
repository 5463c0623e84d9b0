"""Every exception that budgetkpi raises (错误)."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from budgetkpi.messages import Message

__all__ = [
    "BudgetKpiError",
    "CheckError",
    "ColumnError",
    "DocumentError",
    "FieldError",
    "FieldTypeError",
    "FormError",
    "LanguageError",
    "MissingExtraError",
    "ParseError",
    "PolicyError",
    "RecordError",
    "TableError",
    "UnitError",
    "VocabularyError",
]

LONGEST_SHOWN = 60
"""How many characters of a cell an error prints around the place that failed."""


class BudgetKpiError(Exception):
    """The root of everything that budgetkpi raises on purpose.

    >>> from budgetkpi import parse
    >>> try:
    ...     parse("≥%")
    ... except BudgetKpiError as error:
    ...     print(type(error).__name__)
    ParseError
    """


class _Said(BudgetKpiError):
    """An error that carries a `Message`: its code, its English and its Chinese."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    @property
    def code(self) -> str:
        """The stable code of what went wrong."""
        return self.message.code

    @property
    def en(self) -> str:
        """What went wrong, in English."""
        return self.message.en

    @property
    def zh(self) -> str:
        """What went wrong, in Chinese."""
        return self.message.zh

    def __str__(self) -> str:
        return self.message.en

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), self.args


class UnitError(_Said, ValueError):
    """A unit that budgetkpi does not know, or two units that do not go together.

    >>> from budgetkpi import quantity
    >>> try:
    ...     quantity(3, "块块")
    ... except UnitError as error:
    ...     print(error.code)
    unknown-unit
    """


class FieldError(_Said, ValueError):
    """A value that an argument cannot have (参数取值有误); the message names the field.

    >>> from budgetkpi import Indicator
    >>> try:
    ...     Indicator("场次", points=-5)
    ... except FieldError as error:
    ...     print(error)
    points takes points: a number, 0 or more, or its text (10, 10分), not int -5
    """


class LanguageError(_Said, ValueError):
    """A table of the language that cannot be read; the message names file and line."""


class FieldTypeError(_Said, TypeError):
    """A thing of no type that an argument takes; the message names both (参数类型有误).

    >>> from budgetkpi import Indicator
    >>> try:
    ...     Indicator(["场次"])
    ... except FieldTypeError as error:
    ...     print(error)
    name takes a text or None, not list ['场次']
    """


class CheckError(_Said, ValueError):
    """A code that `check` does not know; the message names those it knows.

    >>> from budgetkpi import Indicator, check
    >>> try:
    ...     check(Indicator("场次"), select="none")
    ... except CheckError as error:
    ...     print(error.code)
    unknown-code
    """


class _Placed(_Said):
    """What is wrong in a file, or in a place of it."""

    def __init__(self, message: Message, place: str = "") -> None:
        super().__init__(message)
        self.args = (message, place)
        self.place = place

    def __str__(self) -> str:
        return f"{self.place}: {self.message.en}" if self.place else self.message.en


class VocabularyError(_Placed, ValueError):
    """A file of words that cannot be read (词汇文件有误).

    Attributes:
        place: the file, and the key in it.
    """


class PolicyError(_Placed, ValueError):
    """A scoring policy that cannot be read; the message names the field.

    Attributes:
        place: the file, "" where it comes of none.

    >>> from budgetkpi import Policy
    >>> try:
    ...     Policy.named("none")
    ... except PolicyError as error:
    ...     print(error.code)
    policy-unknown
    """


class ColumnError(_Placed, ValueError):
    """A column that is not there, or not there alone, or whose name is taken; the message names it.

    Attributes:
        place: the file, "" for a table that is none.
    """


class RecordError(_Said, ValueError):
    """A record that is none of a value; the message names every field that is wrong.

    >>> from budgetkpi import from_record
    >>> try:
    ...     from_record({"kind": "none"})
    ... except RecordError as error:
    ...     print(error.code)
    record
    """


class TableError(_Said, ValueError):
    """A table that cannot be read as indicators; the message names the place.

    >>> import io
    >>> from budgetkpi import read_rows
    >>> try:
    ...     read_rows(io.StringIO("a,b"))
    ... except TableError as error:
    ...     print(error.code)
    header-missing
    """


class FormError(_Said, ValueError):
    """A form or a page that cannot be written as asked (无法写出)."""


class MissingExtraError(_Said, ImportError):
    """An optional library that is not installed; the message names its extra (缺少可选依赖)."""


class DocumentError(_Placed, ValueError):
    """A document that cannot be read: damaged, locked, too large, not what its name says (无法读取).

    Attributes:
        place: the file, and where in it, "" where that is not known.
        code, en, zh: which failure it is, and what it says.

    >>> import io
    >>> from budgetkpi import read_sheets
    >>> try:
    ...     read_sheets(io.BytesIO(b"PK"), format="xlsx")
    ... except DocumentError as error:
    ...     print(error.code)
    file-damaged
    """


class ParseError(_Said, ValueError):
    """A cell that tries to be a number or a date and fails (无法识别的指标值).

    Attributes:
        text: the whole cell, verbatim.
        span: where in `text` it fails, as (start, end) indices of characters; authoritative.
        expected: what could have stood there, one message each.
        code, en, zh: which failure it is, and what it says.

    >>> from budgetkpi import parse
    >>> try:
    ...     parse("≥%")
    ... except ParseError as error:
    ...     print(error.code, error.zh)
    sign-and-unit 比较符号与计量单位之间缺少数值
    """

    def __init__(
        self,
        message: Message,
        text: str,
        span: tuple[int, int],
        expected: tuple[Message, ...] = (),
    ) -> None:
        super().__init__(message)
        self.args = (message, text, span, expected)
        self.text = text
        self.span = span
        self.expected = expected

    def __eq__(self, other: object) -> bool:
        """The same failure of the same cell: a result that carries one is equal after pickling too."""
        return self.args == other.args if isinstance(other, ParseError) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.args)

    def __str__(self) -> str:
        said = self.message.en
        if self.expected:
            said += f"; expected {_or([m.en for m in self.expected])}"
        return f"{said}\n{self.marked()}"

    def marked(self) -> str:
        """The cell on one line and carets under the place that failed on the next.

        A wide character takes two columns, as East Asian terminals print it. A long
        cell is cut to the part around the place.
        """
        start, end = self.span
        first = max(0, min(start, len(self.text)) - LONGEST_SHOWN // 2)
        last = min(len(self.text), first + LONGEST_SHOWN)
        shown = "".join(map(_printable, self.text[first:last]))
        head, tail = "…" * (first > 0), "…" * (last < len(self.text))
        before = head + shown[: start - first]
        under = shown[start - first : max(end, start + 1) - first]
        return f"    {head}{shown}{tail}\n    {' ' * columns(before)}{'^' * max(1, columns(under))}"


def columns(text: str) -> int:
    """How many terminal columns `text` takes: two for a wide or full-width character."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def _printable(character: str) -> str:
    """The character itself, or one visible stand-in for a control character or a line break."""
    if character == "\u3000":
        return character
    return character if character.isprintable() else "\N{REPLACEMENT CHARACTER}"


def _or(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
