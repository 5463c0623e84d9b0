"""The rows of a grid that say what its columns are (表头)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs

from budgetkpi.language.limits import sign_of
from budgetkpi.tables.headings import LONGEST, Heading, heading_of, label_of, plain, said_year, section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from budgetkpi.tables.lattice import Anchor, Lattice

__all__ = ["Column", "Head", "find_heads"]

_LOOSE_WITHIN = 30
"""How many rows from the top a head of names alone is looked for: titles may stand above it."""
_SIGNS_WITHIN = 60
"""How many rows below the head are asked which of two columns holds the signs."""


@attrs.frozen
class Column:
    """One column of a table, as its head has it.

    Attributes:
        header: what stands at its head.
        first, last: the columns of the grid that it covers, counted from 0.
        above: what stands over it in the row before, "" where nothing does.
        reaches: the last row of the grid that its header covers.
    """

    header: str
    first: int
    last: int
    above: str = ""
    reaches: int = 0


@attrs.frozen
class Head:
    """The head of a table of indicators.

    Attributes:
        first, last: its rows in the grid, counted from 0.
        width: how many columns the grid has.
        columns: the column of each field of an indicator.
        grades: the columns of the grades, from best to worst.
        initial: the column of the targets at the start of the year, beside adjusted ones.
        places: the columns of a target that is split among places.
        twice: headers that stand more than once.
        unused: headers that say nothing about an indicator.
        headers: every header, as printed.
    """

    first: int
    last: int
    width: int
    columns: dict[str, Column]
    grades: tuple[Column, ...] = ()
    initial: Column | None = None
    places: tuple[Column, ...] = ()
    twice: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()

    @property
    def fields(self) -> frozenset[str]:
        """The fields of an indicator that the table has a column for."""
        return frozenset(self.columns) | ({"bands"} if self.grades else frozenset())

    def like(self, other: Head) -> bool:
        """Whether two heads have the same columns in the same order."""

        def order(head: Head) -> list[tuple[str, str]]:
            named = {column: field for field, column in head.columns.items()}
            listed = sorted(named, key=lambda column: column.first)
            return [(named[column], plain(column.header)) for column in listed]

        return order(self) == order(other) and len(self.grades) == len(other.grades)

    def year(self) -> int | None:
        """The year that the header of the targets names."""
        target = self.columns.get("target")
        return None if target is None else said_year(target.above + target.header)


def find_heads(lattice: Lattice, *, loose: bool = False) -> Iterator[Head]:
    """The heads in a grid, from top to bottom.

    Args:
        lattice: the grid.
        loose: whether a column of names is enough for the first near the top and for one like it; one of
            targets or grades is wanted otherwise, for a row of a table may hold a word of a header.
    """
    row = 0
    first: Head | None = None
    while row < lattice.height:
        head = _head(lattice, row, loose=loose and row < _LOOSE_WITHIN)
        if head is not None and first is not None and not _has_targets(head) and not head.like(first):
            head = None
        if head is not None:
            first = first or head
            yield head
            row = head.last
        row += 1


def _head(lattice: Lattice, row: int, *, loose: bool) -> Head | None:
    begun = lattice.begun(row)
    if not any(heading_of(anchor.text) for anchor in begun):
        return None
    last = row + 1 if _has_second_row(lattice, row) else row
    columns = [column for column in _columns(lattice, row, last) if not _beside(column, last)]
    head = _assigned(lattice, row, last, columns)
    return head if "name" in head.columns and (loose or _has_targets(head)) else None


def _has_targets(head: Head) -> bool:
    return "target" in head.columns or bool(head.grades or head.places)


def _has_second_row(lattice: Lattice, row: int) -> bool:
    """Whether the next row only says what stands under wider headers of this one."""
    if row + 1 >= lattice.height:
        return False
    below = lattice.begun(row + 1)
    if len(below) < 2:  # noqa: PLR2004  (one cell alone divides nothing)
        return False
    under: dict[int, int] = {}
    for anchor in below:
        over = lattice.at(row, anchor.column)
        if over is None or over.last_row > row or len(plain(anchor.text)) > LONGEST:
            return False
        if over.text and over.cell.columns == 1 and not _open(lattice, row, anchor.column):
            return False
        if not over.text:  # the format keeps no merged cells: the header stands to the left
            left = _left(lattice, row, anchor.column)
            if left is None:
                return False
            over = left
        under[over.column] = under.get(over.column, 0) + 1
    return max(under.values()) > 1


def _open(lattice: Lattice, row: int, column: int) -> bool:
    """Whether the places to the right of a header are blank, and filled in the row below."""
    nxt = column + 1
    return (
        nxt < lattice.width
        and lattice.blank(row, nxt, nxt)
        and lattice.at(row, nxt) != lattice.at(row, column)
        and bool(lattice.written(row + 1, nxt, nxt))
    )


def _left(lattice: Lattice, row: int, column: int) -> Anchor | None:
    """The nearest header to the left, where only blanks stand between."""
    for c in range(column - 1, -1, -1):
        anchor = lattice.at(row, c)
        if anchor is not None and anchor.text:
            return anchor if anchor.last_row == row else None
    return None


def _columns(lattice: Lattice, row: int, last: int) -> Iterator[Column]:
    """The columns under a head of one row or two, from left to right."""
    above = _group_row(lattice, row)
    for anchor in lattice.seen(row):
        first, end = anchor.column, anchor.last_column
        group = "" if above is None else _text_at(lattice, above, first)
        if last == row or anchor.last_row > row:
            yield Column(anchor.text, first, end, group, anchor.last_row)
            continue
        below = lattice.written(last, first, end)
        over = anchor
        if not anchor.text:
            over = _left(lattice, row, first) or anchor
        if not below or (len(below) == 1 and anchor.text and end == first and not _open(lattice, row, first)):
            yield Column(anchor.text, first, end, group, anchor.last_row)
            continue
        for part in below:
            yield Column(part.text, part.column, part.last_column, over.text or group, part.last_row)


def _group_row(lattice: Lattice, row: int) -> int | None:
    """The row above a head, where it parts the columns into blocks (中期 beside 年度)."""
    if row == 0:
        return None
    blocks = section("blocks")
    said = [plain(anchor.text) for anchor in lattice.begun(row - 1) if anchor.cell.columns > 1 or anchor.text]
    terms = [
        text for text in said if text and len(text) <= LONGEST and any(w in text for w in blocks["term"])
    ]
    years = [
        text for text in said if text and len(text) <= LONGEST and any(w in text for w in blocks["year"])
    ]
    return row - 1 if terms and years else None


def _text_at(lattice: Lattice, row: int, column: int) -> str:
    anchor = lattice.at(row, column)
    if anchor is not None and not anchor.text:
        anchor = _left(lattice, row, column)
    return "" if anchor is None else anchor.text


def _beside(column: Column, last: int) -> bool:
    """Whether a cell is a label that runs down beside the rows (绩效指标), and no header."""
    return column.reaches > last


def _assigned(lattice: Lattice, row: int, last: int, columns: Sequence[Column]) -> Head:
    found: dict[str, list[tuple[tuple[int, int, int], Column]]] = {}
    places: list[Column] = []
    yearly = any(word in plain(column.above) for column in columns for word in section("blocks")["year"])
    # A header of names that stands before the levels is a label beside the table (绩效指标 · 一级指标 …).
    levels = max((column.first for column in columns if _is(column.header, "level1")), default=-1)
    for place, column in enumerate(columns):
        heading = _heading(column)
        if heading is not None:
            beside = (yearly and _of_a_term(column.above)) or (
                heading.field == "name" and column.first < levels
            )
            key = (int(beside), heading.rank, place)
            found.setdefault(heading.field, []).append((key, column))
        elif column.above and _is(column.above, "target") and not _of_a_term(column.header):
            places.append(column)
    taken = {field: min(listed, key=lambda pair: pair[0])[1] for field, listed in found.items()}
    _bare_value(taken, columns)
    if len(found.get("comparator", ())) > 1:
        taken["comparator"] = _signs(lattice, last, [column for _, column in found["comparator"]])
    _promoted(taken)
    _of_activity(taken)
    grades = _grades(columns)
    for column in grades:
        taken = {field: other for field, other in taken.items() if other is not column}
    split = tuple(places) if "target" not in taken else ()
    used = {id(column) for column in (*taken.values(), *grades, *split)}
    initial = _initial(taken, [column for _, column in found.get("target", ())])
    used |= {id(initial)} if initial else set()
    headers = [plain(column.header) for column in columns if column.header]
    return Head(
        row,
        last,
        lattice.width,
        taken,
        grades,
        initial=initial,
        places=split,
        twice=tuple(_twice(headers, columns)),
        unused=tuple(column.header for column in columns if column.header and id(column) not in used),
        headers=tuple(column.header for column in columns if column.header),
    )


def _heading(column: Column) -> Heading | None:
    """The field of a column, in the light of what stands over it."""
    parts, bare = section("parts"), plain(column.header)
    over = heading_of(column.above) if column.above else None
    if over is not None and over.field in ("target", "actual"):
        if bare in parts["value"]:
            return over
        if bare in parts["comparator"] or bare in parts["unit"]:
            field = "comparator" if bare in parts["comparator"] else "unit"
            return Heading(field, over.rank) if over.field == "target" else None
        if bare in parts["whole"] or _of_the_year(column.header):
            return over
    if over is not None and over.field == "reason" and bare in parts["reason"]:
        return over
    return heading_of(column.header)


def _of_the_year(header: str) -> bool:
    """Whether a column under the targets is that of the year (2024年度, 当年)."""
    bare = plain(header)
    return not _of_a_term(header) and any(word in bare for word in section("blocks")["year"])


def _of_a_term(header: str) -> bool:
    return any(word in plain(header) for word in section("blocks")["term"])


def _is(text: str, field: str) -> bool:
    heading = heading_of(text)
    return heading is not None and heading.field == field


def _bare_value(taken: dict[str, Column], columns: Sequence[Column]) -> None:
    """值 is a target beside a column of signs or units only."""
    if "target" in taken or not {"comparator", "unit"} & {*taken}:
        return
    for column in columns:
        if plain(column.header) in section("parts")["value"] and column not in taken.values():
            taken["target"] = column
            return


def _signs(lattice: Lattice, last: int, columns: Sequence[Column]) -> Column:
    """Of 指标方向 and 指标性质, the column that holds ≤ and not 反向."""
    rows = range(last + 1, min(last + 1 + _SIGNS_WITHIN, lattice.height))

    def signs(column: Column) -> int:
        return sum(
            sign_of(anchor.text) is not None
            for row in rows
            for anchor in lattice.written(row, column.first, column.last)
        )

    return max(columns, key=signs)


def _promoted(taken: dict[str, Column]) -> None:
    """A form of two levels keeps its names in 指标内容 or in the column of the second level."""
    if "name" in taken or "target" not in taken or "level1" not in taken:
        return
    for field in ("description", "level2"):
        if field in taken:
            taken["name"] = taken.pop(field)
            return


def _of_activity(taken: dict[str, Column]) -> None:
    """Beside a column of activities, 内容描述 describes these and no indicator."""
    described, activity = taken.get("description"), taken.get("activity")
    if described is None or activity is None or label_of(activity.header) == "title":
        return
    if plain(described.header) in section("blocks")["of_activity"]:
        del taken["description"]


def _grades(columns: Sequence[Column]) -> tuple[Column, ...]:
    named = {plain(column.header): column for column in reversed(columns)}
    sets: list[list[str]] = section("grades")["sets"]
    complete = next((listed for listed in sets if {*listed} <= {*named}), [])
    return tuple(named[word] for word in complete)


def _initial(taken: dict[str, Column], targets: Sequence[Column]) -> Column | None:
    """The target at the start of the year, where an adjusted one stands beside it."""
    target, blocks = taken.get("target"), section("blocks")
    if target is None or not any(word in plain(target.header) for word in blocks["adjusted"]):
        return None
    others = [column for column in targets if column is not target]
    return next(
        (c for c in others if any(word in plain(c.header) for word in blocks["initial"])), None
    ) or next(iter(others), None)


def _twice(headers: Sequence[str], columns: Sequence[Column]) -> Iterator[str]:
    parted = {plain(column.header) for column in columns if column.above}
    for header, times in Counter(headers).items():
        if header and times > 1 and header not in parted:
            yield header
