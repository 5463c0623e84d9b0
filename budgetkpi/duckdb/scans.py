"""Files larger than memory (大文件流式计分): read by DuckDB in batches, judged, written, and counted."""

from __future__ import annotations

import collections
import contextlib
import os
from glob import escape, glob
from typing import IO, TYPE_CHECKING, Any, Final, Self

import attrs

from budgetkpi.arrow.batches import as_codes, judged, plan
from budgetkpi.arrow.kernel import REMEMBERED, Kernel
from budgetkpi.arrow.tasks import TEXT_FIELDS
from budgetkpi.duckdb.separated_files import READ
from budgetkpi.duckdb.streams import merged, only_year, stream
from budgetkpi.errors import ColumnError, DocumentError, PolicyError
from budgetkpi.extras import load
from budgetkpi.messages import Catalog
from budgetkpi.policy import DEFAULT, chosen_policy
from budgetkpi.writing import COLUMNAR, SEPARATED, is_same_file, suffix_of, whole_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyarrow as pa

    from budgetkpi.arrow.batches import Plan
    from budgetkpi.duckdb.streams import Stream
    from budgetkpi.policy import Policy

__all__ = ["Progress", "Summary", "files_of", "score_files"]

_say: Final = Catalog("columns")
_WRITTEN: Final = (*COLUMNAR, *SEPARATED)
_READ: Final = (*COLUMNAR, *READ)


@attrs.frozen(kw_only=True)
class Progress:
    """How far the work has come (进度).

    Attributes:
        rows: how many are judged and written.
        total: how many there are in all files; None where a file does not say it, as CSV does not.
        file: which of the files is being read, from 1.
        files: how many there are.
    """

    rows: int
    total: int | None
    file: int
    files: int


@attrs.define
class Summary:
    """What was found in the rows of some files (汇总).

    Attributes:
        rows: how many there were.
        outcomes: how many rows had each outcome.
        causes: how many undetermined rows had each reason, by its code.
        offices: for each office, how many of its rows had each outcome; empty where no column says it.
        errors: how many rows had each error.
        scored: how many rows earned a number of points.
    """

    rows: int = 0
    outcomes: collections.Counter[str] = attrs.field(factory=collections.Counter)
    causes: collections.Counter[str] = attrs.field(factory=collections.Counter)
    offices: dict[str, collections.Counter[str]] = attrs.field(factory=dict)
    errors: collections.Counter[str] = attrs.field(factory=collections.Counter)
    scored: int = 0

    def add(self, results: pa.Table, offices: pa.ChunkedArray | None) -> None:
        """Count the rows of a batch."""
        arrow = load("pyarrow", extra="duckdb")
        columns = {name: results[name] for name in ("outcome", "reason", "error")}
        columns["office"] = arrow.nulls(results.num_rows, arrow.string()) if offices is None else offices
        self.rows += results.num_rows
        self.scored += results.num_rows - results["earned"].null_count
        counted = arrow.table(columns).group_by([*columns]).aggregate([([], "count_all")])
        for row in counted.to_pylist():
            count = row["count_all"]
            self.outcomes[row["outcome"]] += count
            if row["outcome"] == "undetermined":
                self.causes[row["reason"]] += count
            if row["error"] is not None:
                self.errors[row["error"]] += count
            if offices is not None:
                name = "" if row["office"] is None else str(row["office"])
                self.offices.setdefault(name, collections.Counter())[row["outcome"]] += count


def files_of(names: Sequence[str]) -> list[str]:
    """The files that are named: those of a folder and of a pattern (`*`, `?`, `[…]`) in order.

    Raises:
        DocumentError: nothing is there, or what is there is no Parquet or CSV.
    """
    found: list[str] = []
    for name in names:
        if os.path.isdir(name):
            inside = sorted(glob(os.path.join(escape(name), "**", "*"), recursive=True))
            listed = [path for path in inside if path.lower().endswith(_READ) and os.path.isfile(path)]
        elif os.path.exists(name):
            listed = [name]
        else:
            listed = sorted(path for path in glob(name, recursive=True) if os.path.isfile(path))
        if not listed:
            raise DocumentError(_say("nothing-there", endings=" ".join(_READ)), name)
        found += listed
    for path in found:
        if not path.lower().endswith(_READ):
            raise DocumentError(_say("not-columnar", endings=" ".join(_READ)), path)
    return found


def score_files(  # noqa: PLR0913  (what a caller may say)
    files: Sequence[str],
    output: str | None,
    *,
    policy: str | Policy = DEFAULT,
    fiscal_year: int | None = None,
    prefix: str = "",
    processes: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Summary:
    """Score the rows of files that need not fit into memory (大文件计分).

    The columns of each file are found by its headers as in any other table (grammar/headers.toml); 指标值 and
    实际完成值 must be there. Each row is complete: nothing is filled down. The order of the rows stays. What
    comes out has the columns of all files, by their names.

    Args:
        files: Parquet or CSV files, as `files_of` gives them; CSV in UTF-8, UTF-16 with a mark or GB18030.
        output: where the rows go with the columns of `budgetkpi.arrow.schema("score")` behind them, a file
            that ends with .parquet or .csv, written whole or not at all; None for the summary alone.
        policy: the scoring policy; the name of an office takes the one that holds for `fiscal_year`, or for
            the year that all rows of a file name.
        fiscal_year: the budget year of dates without a year; it overrules a column of years.
        prefix: stands in front of the name of every result column.
        processes: how many processes judge, None for one a core.
        progress: is told at the start, and after every batch, how far the work has come.

    Returns:
        The counts.

    Raises:
        DocumentError: a file cannot be read; the message names the row group or the line where it is one. Or
            the output is one of the files, or has another ending.
        ColumnError: a column is missing or holds no cells, or a result has the name of one that is there.
        ValueError: the output is one of the files.
        OSError: a file cannot be read, or the output not be written.
        PolicyError: no such policy. MissingExtraError: DuckDB or pyarrow is not installed.
    """
    load("pyarrow", extra="duckdb")
    load("duckdb", extra="duckdb")
    for path in files:
        if output is not None and is_same_file(path, output):
            raise DocumentError(Catalog("tables")("output-is-input"), output)
    if output is not None and suffix_of(output) not in _WRITTEN and not _no_file(output):
        raise DocumentError(_say("output-ending", endings=" ".join(_WRITTEN)), output)

    policies: dict[str, Policy] = {}

    def planned(one: Stream) -> Plan:
        columns = dict(one.columns)
        column = columns.pop("fiscal_year", None)
        year = column if fiscal_year is None else fiscal_year
        if one.path not in policies:
            policies[one.path] = _chosen(policy, fiscal_year, one.path)
        return plan("score", columns, policy=policies[one.path], prefix=prefix, fiscal_year=year)

    schema, total = _outlook(files, planned)
    summary = Summary()
    with _writer(output, schema) as write, _Kernels(processes) as kernels:
        for number, path in enumerate(files, 1):
            told = Progress(rows=summary.rows, total=total, file=number, files=len(files))
            _tell(progress, told)
            with stream(path) as one:
                wanted = planned(one)
                kernel = kernels.of(wanted)
                names = [column.name for column in wanted.task.results]
                for table in one.batches():
                    try:
                        made = judged(table, wanted, kernel)
                    except TypeError as error:
                        raise _unfit(table, wanted, path) or error from error
                    write(_aligned(made, schema, path))
                    results = made.select([*range(table.num_columns, made.num_columns)]).rename_columns(names)
                    summary.add(results, None if one.office is None else table[one.office])
                    told = attrs.evolve(told, rows=summary.rows)
                    _tell(progress, told)
    return summary


def _chosen(policy: str | Policy, fiscal_year: int | None, path: str) -> Policy:
    """The policy for the rows of a file.

    Raises:
        PolicyError: no such policy, or an office has several and the file names no year, or several.
    """
    try:
        return chosen_policy(policy, fiscal_year)[0]
    except PolicyError as error:
        year = only_year(path) if error.code == "policy-year-needed" else None
        if year is None:
            raise PolicyError(error.message, path) from None
    try:
        return chosen_policy(policy, year)[0]
    except PolicyError as error:
        raise PolicyError(error.message, path) from None


def _unfit(table: pa.Table, wanted: Plan, path: str) -> ColumnError | None:
    """The column that holds what no cell can hold, None where there is none."""
    for name, field in zip(wanted.columns, wanted.task.fields, strict=True):
        try:
            as_codes(table[name], field)
        except TypeError:
            code = "column-of-texts" if field in TEXT_FIELDS else "column-type"
            return ColumnError(_say(code, field=name, kind=str(table[name].type)), path)
    return None


def _tell(progress: Callable[[Progress], None] | None, told: Progress) -> None:
    if progress is not None:
        progress(told)


def _no_file(path: str) -> bool:
    """Whether a path is there and is no file, such as a pipe or a device."""
    return os.path.exists(path) and not os.path.isfile(path)


def _outlook(files: Sequence[str], planned: Callable[[Stream], Plan]) -> tuple[pa.Schema, int | None]:
    """The columns of what comes out, and how many rows where all files say it."""
    parquet = load("pyarrow.parquet", extra="duckdb")
    schemas: list[tuple[str, pa.Schema]] = []
    total: int | None = 0
    wanted: Plan | None = None
    for path in files:
        with stream(path, rows=False) as one:
            wanted = planned(one)
            try:
                wanted.check_names(one.schema.names)
            except ColumnError as error:
                raise ColumnError(error.message, path) from None
            schemas.append((path, one.schema))
        if suffix_of(path) not in COLUMNAR:
            total = None
        elif total is not None:
            total += int(parquet.read_metadata(path).num_rows)
    if wanted is None:
        raise DocumentError(_say("nothing-there", endings=" ".join(_READ)))
    return wanted.schema(merged(schemas)), total


def _aligned(made: pa.Table, schema: pa.Schema, path: str) -> pa.Table:
    """A table with the columns of all files, nulls where its own file has none."""
    arrow = load("pyarrow", extra="duckdb")
    if made.schema.equals(schema):
        return made
    there = set(made.column_names)
    columns = []
    for field in schema:
        if field.name not in there:
            columns.append(arrow.nulls(made.num_rows, field.type))
            continue
        column = made[field.name]
        try:
            columns.append(column.cast(field.type))
        except arrow.ArrowInvalid as error:  # an int64 that no float holds
            kinds = {"one": str(field.type), "other": str(column.type)}
            raise ColumnError(_say("types-differ", name=field.name, **kinds), path) from error
    return arrow.table(columns, schema=schema)


class _Kernels:
    """The kernel of the file that is being read; files of one layout share it, and what it remembers."""

    def __init__(self, processes: int | None) -> None:
        self._processes = processes
        self._kernel: Kernel | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def of(self, wanted: Plan) -> Kernel:
        if self._kernel is None or self._kernel.task != wanted.task:
            self._close()
            self._kernel = Kernel(wanted.task, processes=self._processes, remember=REMEMBERED)
        return self._kernel

    def _close(self) -> None:
        if self._kernel is not None:
            self._kernel.close()


# -- writing


@contextlib.contextmanager
def _writer(path: str | None, schema: pa.Schema) -> Iterator[Callable[[Any], None]]:
    """Writes tables to a file, whole or not at all; to none where there is no path."""
    if path is None:
        yield lambda _: None
        return
    with whole_file(path) as file:
        writer = _opened(file, path, schema)
        try:
            yield lambda table: writer.write_table(table.combine_chunks())
        except BaseException:
            with contextlib.suppress(Exception):  # what it leaves is thrown away
                writer.close()
            raise
        writer.close()


def _opened(file: IO[bytes], path: str, schema: pa.Schema) -> Any:  # noqa: ANN401
    if suffix_of(path) in COLUMNAR:
        return load("pyarrow.parquet", extra="duckdb").ParquetWriter(file, schema, compression="zstd")
    file.write("\ufeff".encode())  # the mark tells spreadsheets the encoding
    return load("pyarrow.csv", extra="duckdb").CSVWriter(file, schema)
