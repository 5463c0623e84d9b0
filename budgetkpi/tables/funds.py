"""The money block of a form: the budget of the year and what was spent of it (项目资金)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from budgetkpi.expressions import later
from budgetkpi.tables.headings import plain, section
from budgetkpi.text import fold, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from budgetkpi.tables.lattice import Anchor, Lattice

__all__ = ["Funds", "funds_in"]

_AMOUNT = later(
    r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,20}(?:\.[0-9]{1,20})?)(?P<unit>亿元|万元|元)?"
)
_UNIT = later(r"(?P<unit>亿元|百万元|千元|万元|元)")
_IN_TEN_THOUSANDS = {
    "亿元": Decimal(10_000),
    "百万元": Decimal(100),
    "万元": Decimal(1),
    "千元": Decimal("0.1"),
    "元": Decimal("0.0001"),
}
_LONGEST_LABEL = 40
_ROWS_BELOW = 12
"""How many rows below its heads a money block may have."""


@attrs.frozen
class Funds:
    """The money of a form, in 万元.

    Attributes:
        budget, executed: None where the form has none.
        converted: the unit that the form is in, where it is not 万元.
    """

    budget: Decimal | None = None
    executed: Decimal | None = None
    converted: str = ""


def funds_in(lattice: Lattice, first: int, last: int, unit: str = "") -> Funds:
    """The budget and what was spent of it, in the rows of a form above its table.

    Args:
        lattice: the grid of the form.
        first: its first row.
        last: its last row.
        unit: the unit that a line of the form or above it names (单位：元).
    """
    found: dict[str, Decimal] = {}
    units: set[str] = set()
    for field in ("budget", "executed"):
        amounts = sorted(_amounts(lattice, first, last, field, unit), key=lambda amount: amount[0])
        if amounts:
            _, number, said = amounts[0]
            found[field] = number if said == "万元" else number * _IN_TEN_THOUSANDS[said]
            units.add(said)
    other = units - {"万元"}
    return Funds(found.get("budget"), found.get("executed"), min(other, default=""))


def _amounts(
    lattice: Lattice, first: int, last: int, field: str, unit: str
) -> Iterator[tuple[int, Decimal, str]]:
    """The amounts that the block names for a field: (rank of the header, number, unit)."""
    listed: list[str] = section("money")[field]
    begun = [anchor for row in range(first, last + 1) for anchor in lattice.begun(row)]
    named = {plain(anchor.text) for anchor in begun} & {*listed}
    for anchor in begun:
        bare = plain(anchor.text)
        if bare not in named:
            yield from _in_one_cell(anchor, listed, unit)
        elif not _gives_way(bare, named):
            amount = _beside(lattice, anchor) or _below(lattice, anchor, last)
            if amount is not None:
                number, own = amount
                yield listed.index(bare), number, own or _unit_of(lattice, anchor, first) or unit or "万元"


def _gives_way(bare: str, named: set[str]) -> bool:
    """Whether a header is not asked: the label of a sum beside columns of amounts, 年初 beside 全年."""
    sums, initial = tuple(section("money")["totals"]), tuple(section("blocks")["initial"])
    if bare.endswith(sums):
        return any(not other.endswith(sums) for other in named)
    return bare.startswith(initial) and any(
        not other.startswith(initial) and not other.endswith(sums) for other in named
    )


def _in_one_cell(anchor: Anchor, listed: Sequence[str], unit: str) -> Iterator[tuple[int, Decimal, str]]:
    """年度资金总额：42万元 in one cell."""
    label, colon, value = fold(anchor.text).partition(":")
    amount = _number(value) if colon and "\n" not in value.strip() else None
    rank = next((i for i, word in enumerate(listed) if plain(label) == word), None)
    if amount is not None and rank is not None:
        yield rank, amount[0], amount[1] or _named(label) or unit or "万元"


def _number(text: str) -> tuple[Decimal, str] | None:
    match = _AMOUNT.fullmatch(tidy(text))
    return None if match is None else (Decimal(match["number"].replace(",", "")), match["unit"] or "")


def _beside(lattice: Lattice, anchor: Anchor) -> tuple[Decimal, str] | None:
    """The number in the next cell to the right."""
    column = anchor.last_column + 1
    after = lattice.at(anchor.row, column) if column < lattice.width else None
    return None if after is None or after.row != anchor.row else _number(after.text)


def _below(lattice: Lattice, anchor: Anchor, last: int) -> tuple[Decimal, str] | None:
    """The number in the row of the sum, below a header of the block; else the first below it."""
    numbers = []
    for row in range(anchor.last_row + 1, min(last, anchor.last_row + _ROWS_BELOW) + 1):
        under = lattice.at(row, anchor.column)
        amount = None if under is None or under.row != row else _number(under.text)
        if amount is None:
            if (
                under is not None
                and plain(under.text)
                and under.column == anchor.column
                and _is_word(under.text)
            ):
                break
            continue
        labels = [a.text for a in lattice.begun(row) if a.column < anchor.column]
        if any(plain(label).endswith(tuple(section("money")["totals"])) for label in labels):
            return amount
        part = any("其中" in label for label in labels)
        numbers.append((part, amount))
    whole = [amount for part, amount in numbers if not part]
    return whole[0] if whole else None


def _is_word(text: str) -> bool:
    """Whether another block has begun: neither a number nor a dash."""
    return len(plain(text)) > 1 and not any(c.isdigit() for c in text)


def _unit_of(lattice: Lattice, anchor: Anchor, first: int) -> str:
    """The unit that the header of a column, or a label to its left or above that, names."""
    if _named(anchor.text):
        return _named(anchor.text)
    for row in range(anchor.row, max(first, anchor.row - _ROWS_BELOW) - 1, -1):
        for column in range(anchor.column, -1, -1):
            label = lattice.at(row, column)
            if label is not None and label.row >= first and _named(label.text):
                return _named(label.text)
    return ""


def _named(text: str) -> str:
    folded = fold(text)
    match = (
        _UNIT.search(folded)
        if len(folded) <= _LONGEST_LABEL and not _AMOUNT.fullmatch(tidy(folded))
        else None
    )
    return match["unit"] if match else ""
