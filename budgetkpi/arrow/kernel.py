"""Whole columns through a task: what is distinct is judged once, and taken from there (整列处理).

Memory is bounded: a table whose rows hardly repeat goes in pieces, and what a stream remembers has a limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from budgetkpi.arrow.distinct import Coded, grouped
from budgetkpi.arrow.workers import Pool
from budgetkpi.extras import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType

    import pyarrow as pa

    from budgetkpi.arrow.tasks import Task

__all__ = ["PIECE", "REMEMBERED", "Kernel", "Piece"]

MOST_DISTINCT: Final = 1 << 20
"""Up to so many distinct rows of a table are judged at once; beyond that it goes piece by piece."""
MOST_BYTES: Final = 256 << 20
"""So many bytes the distinct cells of a column, or what a stream remembers, may take."""
LONGEST: Final = 1 << 25
"""So many rows are encoded at once."""
PIECE: Final = 1 << 18
"""So many rows a chunk of a result has at most: texts of one chunk stay below 2 GiB."""
SLICE: Final = 1 << 11
"""So many distinct rows Python holds at a time, and one message to another process."""
REMEMBERED: Final = 500_000
"""So many distinct rows a stream remembers from batch to batch."""

LEARNT: Final = 200
"""By so many rows of a table another process learns the language."""

Piece = tuple["pa.Table", "pa.Array"]
"""Results of distinct rows, and for each row of the piece the place of its result among them."""


class Kernel:
    """Judges columns with one task; a context manager, as it may own other processes.

    Args:
        task: what is done.
        processes: how many cores are used; None for all.
        remember: how many distinct rows to remember from one call to the next.
    """

    def __init__(self, task: Task, *, processes: int | None = 1, remember: int = 0) -> None:
        self.task = task
        self._pool = Pool(task, processes)
        self._remember = remember
        self._known: dict[tuple[Any, ...], int] = {}
        self._facts: pa.Table | None = None
        self._kinds: tuple[str, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def cores(self) -> int:
        """How many cores are used."""
        return self._pool.count

    def close(self) -> None:
        """End the other processes."""
        self._pool.close()

    def pieces(self, columns: Iterable[Coded]) -> Iterator[Piece]:
        """The results of all rows, piece by piece in their order.

        Other processes start while the later columns are still encoded, if the first already tell that
        they will be wanted.
        """
        coded = []
        for column in columns:
            coded.append(column)
            if not self._remember:
                self._pool.prepare(len(column.cells))
        if self._pool.waits:
            self._pool.teach(_some(coded))
        rows = len(coded[0].codes)
        for start in range(0, rows, LONGEST):
            part = [_sliced(column, start, LONGEST) for column in coded]
            codes, groups = grouped(part, self.cores)
            if len(groups[0]) <= MOST_DISTINCT and all(column.weight <= MOST_BYTES for column in part):
                yield self._judged(part, codes, groups)
                continue
            del codes, groups
            for begin in range(0, len(part[0].codes), PIECE):
                smaller = [_sliced(column, begin, PIECE) for column in part]
                yield self._judged(smaller, *grouped(smaller))

    def _judged(self, columns: Sequence[Coded], codes: pa.Array, groups: Sequence[pa.Array]) -> Piece:
        """One piece: its groups are judged, those that are remembered excepted."""
        if not self._remember:
            return self._new(columns, groups), codes
        arrow = load("pyarrow", extra="arrow")
        facts, places = self._recalled(columns, groups)
        return facts, arrow.array(places, arrow.int32()).take(codes)

    def _new(self, columns: Sequence[Coded], groups: Sequence[pa.Array]) -> pa.Table:
        """Results of groups, judged slice by slice: rows alike side by side, for what they share is kept."""
        count = len(groups[0])
        back = None
        if count > SLICE and len(groups) > 1:
            order = _neighbours(self.task.fields, columns, groups)
            groups = [group.take(order) for group in groups]
            back = load("pyarrow.compute", extra="arrow").sort_indices(order)
        slices = (
            [column.at(group.slice(start, SLICE)) for column, group in zip(columns, groups, strict=True)]
            for start in range(0, count, SLICE)
        )
        made = _concatenated([*self._pool.judged(slices, count)], self.task)
        return made if back is None else made.take(back).combine_chunks()

    def _recalled(self, columns: Sequence[Coded], groups: Sequence[pa.Array]) -> tuple[pa.Table, list[int]]:
        """The results remembered, and the place of each group among them."""
        arrow = load("pyarrow", extra="arrow")
        kinds = tuple(str(column.cells.type) for column in columns)
        held = 0 if self._facts is None else self._facts.num_rows
        if kinds != self._kinds or held > self._remember or (self._facts and self._facts.nbytes > MOST_BYTES):
            self._known, self._facts, self._kinds, held = {}, None, kinds, 0
        known = self._known
        places: list[int] = []
        fresh: list[int] = []
        for start in range(0, len(groups[0]), SLICE):
            cells = [
                column.at(group.slice(start, SLICE)) for column, group in zip(columns, groups, strict=True)
            ]
            for offset, row in enumerate(zip(*cells, strict=True), start):
                place = known.get(row)
                if place is None:
                    place = known[row] = held + len(fresh)
                    fresh.append(offset)
                places.append(place)
        if fresh:
            chosen = arrow.array(fresh, arrow.int32())
            made = self._new(columns, [group.take(chosen) for group in groups])
            self._facts = made if self._facts is None else _concatenated([self._facts, made], self.task)
        assert self._facts is not None
        return self._facts, places


def _some(columns: Sequence[Coded]) -> list[list[Any]]:
    """Rows from all over a table, those of texts alone, one list of cells a column."""
    arrow = load("pyarrow", extra="arrow")
    rows = len(columns[0].codes)
    places = arrow.array(range(0, rows, rows // LEARNT + 1), arrow.int64())
    cells = zip(*(column.at(column.codes.take(places)) for column in columns), strict=True)
    texts = [row for row in cells if all(cell is None or isinstance(cell, str) for cell in row)]
    return [list(column) for column in zip(*texts, strict=True)]


def _neighbours(fields: Sequence[str], columns: Sequence[Coded], groups: Sequence[pa.Array]) -> pa.Array:
    """An order in which rows alike follow each other.

    The end of a name says what is measured, so names that end alike stand together, and the rows of one
    name: their targets are much the same. Of these, those of one target; the actual tells the last apart.
    """
    arrow = load("pyarrow", extra="arrow")
    compute = load("pyarrow.compute", extra="arrow")
    keys = dict(zip(fields, groups, strict=True))
    if "name" in keys:
        keys["name"] = _by_their_ends(columns[fields.index("name")].cells).take(keys["name"])
    ranks = {"name": 0, "target": 1, "actual": 3}
    told = arrow.table(list(keys.values()), names=list(keys))
    order = sorted(fields, key=lambda field: ranks.get(field, 2))
    return compute.sort_indices(told, [(field, "ascending") for field in order])


def _by_their_ends(names: Any) -> pa.Array:  # noqa: ANN401  (an Arrow array, or a list of anything)
    """For each name its place among all, in the order of their last characters."""
    arrow = load("pyarrow", extra="arrow")
    compute = load("pyarrow.compute", extra="arrow")
    try:
        return compute.sort_indices(compute.sort_indices(compute.utf8_reverse(names)))
    except (TypeError, arrow.ArrowInvalid, arrow.ArrowNotImplementedError):  # no texts, or broken ones
        return arrow.array(range(len(names)), arrow.int32())


def _sliced(column: Coded, start: int, rows: int) -> Coded:
    if start == 0 and len(column.codes) <= rows:
        return column
    return Coded(column.codes.slice(start, rows), column.cells)


def _concatenated(tables: list[pa.Table], task: Task) -> pa.Table:
    """One table of one chunk a column."""
    arrow = load("pyarrow", extra="arrow")
    if not tables:
        return task.judge([[] for _ in task.fields])
    return tables[0] if len(tables) == 1 else arrow.concat_tables(tables).combine_chunks()
