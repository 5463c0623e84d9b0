"""What rules tell one another: signs, measures, ends, and how they refuse (规则之间的中间结果)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

import attrs

from budgetkpi.errors import BudgetKpiError
from budgetkpi.language.refusals import failed
from budgetkpi.language.tokens import Token
from budgetkpi.messages import Catalog

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from budgetkpi.messages import Note
    from budgetkpi.values import Amount, Approximation, Comparator, Number

__all__ = [
    "OF_STATED",
    "Chain",
    "Child",
    "Joined",
    "Measure",
    "NoList",
    "Refused",
    "Sign",
    "Source",
    "Stated",
    "only",
    "say",
    "token_of",
    "tokens_in",
]

say: Final = Catalog("reading")
OF_STATED: Final = frozenset({"joined", "pair", "within"})
"""Rules that ask by what measures their amounts were said."""

Child = Any
"""What a child of a rule told: a Token, a Measure, a Sign, a value."""


class Refused(BudgetKpiError):  # noqa: N818  (a rule's answer; it never leaves this package)
    """A row that the grammar takes and that says nothing together."""


class NoList(Refused):
    """Values joined that are no list, nor is a longer row that goes on behind the value at `place`."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


@attrs.frozen
class Source:
    """The cell that the tokens stand in, verbatim, for errors."""

    text: str

    def fail(self, code: str, span: tuple[int, int], **fields: object) -> NoReturn:
        """Raise the ParseError `code` at a place of the cell."""
        raise failed(code, self.text, span, (), **fields)


class Sign(NamedTuple):
    """A comparison sign in front of a number, as it was written."""

    comparator: Comparator
    kind: str
    written: str


class Measure(NamedTuple):
    """A number and its unit, one end of whatever a cell says.

    Attributes:
        number: exact, scale words multiplied in.
        unit: canonical, "" where none is printed; an unlisted one as written.
        span: where it stands.
        approximation: 余, 多, 来 behind the number.
        parts: counted and total of 28/30.
        each: whether the unit below was said by 每 and not by a fraction line.
        scale: the scale word that the number ends with (3-5万), 1 for none.
        pair: the two numbers that a comma in brackets may part instead.
        chinese: whether the number is written in Chinese characters.
        tenths: whether it is told in 成, which a number in front may share (5-6成).
        notes: what was assumed.
    """

    number: Number
    unit: str = ""
    span: tuple[int, int] = (0, 0)
    approximation: Approximation | None = None
    parts: tuple[Decimal, Decimal] | None = None
    each: bool = False
    scale: int = 1
    pair: tuple[Decimal, Decimal] | None = None
    chinese: bool = False
    tenths: bool = False
    notes: tuple[Note, ...] = ()


class Chain(NamedTuple):
    """Numbers with units in a row: one, or the parts of a length, a weight or a price."""

    measures: tuple[Measure, ...]
    words: tuple[str, ...]
    parted: bool = False
    """Whether a blank stands between them."""


class Stated(NamedTuple):
    """An amount with the measure that it was said by, for what joins it to another one."""

    value: Amount
    measure: Measure


class Joined(NamedTuple):
    """Values joined to one cell, as they were said, and by what."""

    items: tuple[Any, ...]
    by: frozenset[str]


def only(children: Sequence[Child], kind: type[Any]) -> Any:  # noqa: ANN401  (of the kind asked for)
    """The first child of one type."""
    return next(child for child in children if isinstance(child, kind))


def tokens_in(children: Sequence[Child]) -> list[Token]:
    """The children that are tokens."""
    return [child for child in children if isinstance(child, Token)]


def token_of(children: Sequence[Child], *kinds: str) -> Token | None:
    """The first token of one of these kinds, None where there is none."""
    for child in children:
        if isinstance(child, Token) and child.kind in kinds:
            return child
    return None
