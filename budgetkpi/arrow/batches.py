"""Tables in, tables out: which columns are read, and how the results are put beside them (批次的出入)."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi.arrow.distinct import Coded, coded, named, refuse_type
from budgetkpi.arrow.kernel import PIECE, Kernel
from budgetkpi.arrow.tasks import CELL_FIELDS, TEXT_FIELDS, make_task
from budgetkpi.errors import ColumnError
from budgetkpi.extras import load
from budgetkpi.messages import Catalog

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from budgetkpi.arrow.kernel import Piece
    from budgetkpi.arrow.tasks import Task
    from budgetkpi.policy import Policy

__all__ = ["Plan", "as_codes", "judged", "plan", "results_of"]

_say: Final = Catalog("columns")
_FIELDS: Final = (*CELL_FIELDS, *TEXT_FIELDS, "points", "fiscal_year")


@attrs.frozen(kw_only=True)
class Plan:
    """Which columns are read as what, what is done, and what the results are called (方案).

    Attributes:
        task: what is done with each distinct row.
        columns: the name of the column of each field of the task.
        names: what each result column is called.
        keep: whether the given columns come first.
    """

    task: Task
    columns: tuple[str, ...]
    names: tuple[str, ...]
    keep: bool

    def schema(self, given: pa.Schema) -> pa.Schema:
        """The schema of what comes out.

        Raises:
            ColumnError: a result has the name of a column that is kept.
        """
        from budgetkpi.arrow.schemas import arrow_type  # noqa: PLC0415  (as below)

        arrow = load("pyarrow", extra="arrow")
        self.check_names(given.names)
        results = zip(self.names, self.task.results, strict=True)
        made = [arrow.field(name, arrow_type(column.type)) for name, column in results]
        return arrow.schema([*(given if self.keep else ()), *made])

    def check_names(self, given: Sequence[str]) -> None:
        """Raise where two columns of what comes out would have one name."""
        taken = set(given) if self.keep else set()
        for name in self.names:
            if name in taken:
                raise ColumnError(_say("column-taken", name=name))
            taken.add(name)


def plan(  # noqa: PLR0913  (what a caller may say)
    work: str,
    fields: Mapping[str, str | None],
    *,
    fiscal_year: int | str | None = None,
    policy: str | Policy | None = None,
    prefix: str = "",
    results: Sequence[str] | Mapping[str, str] | None = None,
    keep: bool = True,
    select: Sequence[str] | str | None = None,
    ignore: Sequence[str] | str | None = None,
) -> Plan:
    """A plan of what a caller says; `fields` are names of columns by field, None for one that is not there.

    Raises:
        TypeError: no such field. ValueError: no such result, policy or code.
    """
    for field in fields:
        if field not in _FIELDS:
            raise TypeError(f"a row has no field {field!r}; it has {', '.join(_FIELDS)}")
    there = {field: name for field, name in fields.items() if name is not None}
    if isinstance(fiscal_year, str):
        there["fiscal_year"], fiscal_year = fiscal_year, None
    if isinstance(results, str):
        raise TypeError(f"results is a list of names or a dict, not the text {results!r}")
    task = make_task(
        work,
        tuple(there),
        policy=policy,
        fiscal_year=fiscal_year,
        results=None if results is None else list(results),
        select=select,
        ignore=ignore,
    )
    names = [column.name for column in task.results]
    if isinstance(results, Mapping):
        names = [results[name] for name in names]
    return Plan(
        task=task,
        columns=tuple(there.values()),
        names=tuple(prefix + name for name in names),
        keep=keep,
    )


def judged(given: Any, wanted: Plan, kernel: Kernel, *, encoded: bool = False) -> Any:  # noqa: ANN401  (a Table or RecordBatch)
    """A table or batch with the results of a plan: a RecordBatch of a RecordBatch, else a Table."""
    arrow = load("pyarrow", extra="arrow")
    table = arrow.Table.from_batches([given]) if isinstance(given, arrow.RecordBatch) else given
    wanted.check_names(table.column_names)
    cells = [named(table, name) for name in wanted.columns]
    codes = (
        as_codes(column, field, kernel.cores) for column, field in zip(cells, wanted.task.fields, strict=True)
    )
    made = results_of(kernel.pieces(codes), wanted, encoded=encoded, cores=kernel.cores)
    if wanted.keep:
        columns, names = [*table.columns, *made.columns], [*table.column_names, *made.column_names]
        fields = [*table.schema, *made.schema]
        made = (
            arrow.table(columns, schema=arrow.schema(fields, metadata=table.schema.metadata))
            if names
            else made
        )
    if isinstance(given, arrow.RecordBatch):
        return arrow.record_batch([_whole(column) for column in made.columns], schema=made.schema)
    return made


def results_of(pieces: Iterator[Piece], wanted: Plan, *, encoded: bool, cores: int = 1) -> pa.Table:
    """The results of all rows as a table of chunks, taken on so many cores."""
    arrow = load("pyarrow", extra="arrow")
    chunks: list[list[pa.Array]] = [[] for _ in wanted.names]
    empty = wanted.task.judge([[] for _ in wanted.task.fields])
    for facts, codes in pieces:
        arrays = [
            column.chunk(0) if column.num_chunks else arrow.array([], column.type) for column in facts.columns
        ]
        if encoded:
            for chunk, array in zip(chunks, arrays, strict=True):
                chunk.append(arrow.DictionaryArray.from_arrays(codes, array, safe=False))  # codes of our own
            continue
        parts = [codes.slice(start, PIECE) for start in range(0, len(codes), PIECE)]
        taken = _taken(arrays, parts, cores)
        for chunk in chunks:
            chunk += [next(taken) for _ in parts]
    kinds = [arrow.dictionary(arrow.int32(), kind) if encoded else kind for kind in empty.schema.types]
    columns = [arrow.chunked_array(chunk, kind) for chunk, kind in zip(chunks, kinds, strict=True)]
    return arrow.table(columns, names=list(wanted.names))


def _taken(arrays: Sequence[pa.Array], parts: Sequence[pa.Array], cores: int) -> Iterator[pa.Array]:
    """Each array at each part of the places, array by array.

    Columns that hold nothing share one array of nulls; Arrow takes without the lock of Python.
    """
    nulls = functools.cache(lambda rows, kind: load("pyarrow", extra="arrow").nulls(rows, kind))

    def at(array: pa.Array, part: pa.Array) -> pa.Array:
        return nulls(len(part), array.type) if array.null_count == len(array) else array.take(part)

    pairs = [(array, part) for array in arrays for part in parts]
    if cores == 1 or len(parts) == 1 or not pairs:
        yield from itertools.starmap(at, pairs)
        return
    with ThreadPoolExecutor(cores) as threads:
        yield from threads.map(at, *zip(*pairs, strict=True))


def as_codes(column: Any, field: str, cores: int = 1) -> Coded:  # noqa: ANN401  (an Arrow array of any kind)
    """One array by its distinct cells, found on so many cores.

    Raises:
        TypeError: the field cannot be of its type.
    """
    arrow = load("pyarrow", extra="arrow")
    if column.null_count == len(column):  # an empty column of a spreadsheet often comes as one of numbers
        column = arrow.nulls(len(column))
    refuse_type(column.type, field, texts=field in TEXT_FIELDS)
    return coded(column if isinstance(column, arrow.ChunkedArray) else arrow.chunked_array([column]), cores)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    whole = column.combine_chunks()
    return (
        whole if not hasattr(whole, "chunks") else load("pyarrow", extra="arrow").concat_arrays(whole.chunks)
    )
