"""The values in words (文字型取值): grades, references, descriptions, blanks, and several values at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi import canonical
from budgetkpi.bounds import check_within
from budgetkpi.inputs import as_text
from budgetkpi.kinds import Comparator, Kind
from budgetkpi.values.kept import Kept, a_flag, all_are, maybe, values_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.values import Value

__all__ = ["Level", "Missing", "Reference", "Several", "Text"]

_RANKS: Final = range(-100_000, 100_001)
"""No ladder has as many rungs: a file of words has fewer parts."""


@attrs.frozen(repr=False)
class Level(Kept):
    """A grade in words (定性等级), as in `健全` or `部分达成预期指标`.

    Attributes:
        word: the word, a filler number before it dropped.
        ladder: which ladder of words it stands on, "" for a word on none.
        rank: its place on the ladder, higher is better; None where it has none.
        negated: whether the word denies (未达标, 不健全).

    >>> from budgetkpi import parse
    >>> parse("=0.00健全")
    <Level 健全>
    """

    word: str
    ladder: str = ""
    rank: int | None = attrs.field(default=None, kw_only=True)
    negated: bool = attrs.field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        negated: object = self.negated
        if not (
            type(self.word) is str
            and type(self.ladder) is str
            and (self.rank is None or type(self.rank) is int)
            and type(negated) is bool
            and self._is_kept()
        ):
            self._take(("word", as_text), ("ladder", as_text), ("rank", _rank), ("negated", a_flag))

    @property
    def kind(self) -> Kind:
        """`Kind.LEVEL`."""
        return Kind.LEVEL

    def __str__(self) -> str:
        return self.word


@attrs.frozen(repr=False)
class Reference(Kept):
    """A bound that stands in another document (引用依据), as in `按照《…》执行`.

    Attributes:
        title: the document's or the base's name, without 《》.
        comparator: the sign of `不超过年初预算`, None where none is stated.

    >>> from budgetkpi import parse
    >>> parse("不超过年初预算").title
    '年初预算'
    """

    title: str
    comparator: Comparator | None = None

    def __attrs_post_init__(self) -> None:
        if not (
            type(self.title) is str
            and (self.comparator is None or type(self.comparator) is Comparator)
            and self._is_kept()
        ):
            self._take(("title", as_text), ("comparator", maybe(Comparator)))

    @property
    def kind(self) -> Kind:
        """`Kind.REFERENCE`."""
        return Kind.REFERENCE

    def __str__(self) -> str:
        return canonical.reference_text(self.title, self.comparator)


@attrs.frozen(repr=False)
class Several(Kept):
    """More than one value in a cell (多个取值), as in `培训2次，每次100人`.

    Attributes:
        values: the values in the order of the cell; never nested.

    >>> from budgetkpi import parse
    >>> len(parse("培训2次，每次100人").values)
    2
    """

    values: tuple[Value, ...]

    def __attrs_post_init__(self) -> None:
        if not (all_are(self.values, Kept) and self._is_kept()):
            self._take(("values", values_of))

    @property
    def kind(self) -> Kind:
        """`Kind.SEVERAL`."""
        return Kind.SEVERAL

    def __iter__(self) -> Iterator[Value]:
        return iter(self.values)

    def __str__(self) -> str:
        return "；".join(map(str, self.values))


@attrs.frozen(repr=False)
class Text(Kept):
    """A free description (文字描述).

    Attributes:
        content: the words, without the blanks around them.

    >>> from budgetkpi import parse
    >>> parse("完成旧楼外墙改造")
    <Text 完成旧楼外墙改造>
    """

    content: str

    def __attrs_post_init__(self) -> None:
        if type(self.content) is not str or not self._is_kept():
            self._take(("content", as_text))

    @property
    def kind(self) -> Kind:
        """`Kind.TEXT`."""
        return Kind.TEXT

    def __str__(self) -> str:
        return self.content


@attrs.frozen(repr=False)
class Missing(Kept):
    """Nothing was filled in (未填); missing is not zero.

    >>> from budgetkpi import parse
    >>> parse("/")
    <Missing>
    """

    def __attrs_post_init__(self) -> None:
        if not self._is_kept():
            self._take()

    @property
    def kind(self) -> Kind:
        """`Kind.MISSING`."""
        return Kind.MISSING

    def __str__(self) -> str:
        return ""


def _rank(thing: object, field: str) -> int | None:
    """A place on a ladder, or None."""
    return None if thing is None else check_within(thing, field, _RANKS)
