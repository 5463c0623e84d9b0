"""Files larger than memory (大文件流式计分): read by DuckDB in batches, judged, written, and counted."""

from __future__ import annotations

import collections
import contextlib
import os
from glob import glob
from typing import IO, TYPE_CHECKING, Any, Final

import attrs

from budgetkpi.arrow.batches import judged, plan
from budgetkpi.arrow.kernel import REMEMBERED, Kernel
from budgetkpi.errors import ColumnError, DocumentError
from budgetkpi.extras import load
from budgetkpi.messages import Catalog
from budgetkpi.policy import DEFAULT
from budgetkpi.tables.headings import heading_of, plain, words
from budgetkpi.writing import whole_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyarrow as pa

    from budgetkpi.policy import Policy

__all__ = ["COLUMNAR", "Summary", "files_of", "score_files"]

_say: Final = Catalog("columns")
BATCH: Final = 1 << 17
"""So many rows are in memory at a time."""
COLUMNAR: Final = (".parquet", ".pq")
_READ: Final = (*COLUMNAR, ".csv", ".tsv")
_FIELDS: Final = (
    *("target", "actual", "name", "level1", "level2", "description", "comparator", "unit", "activity"),
    *("points", "fiscal_year"),
)


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
            inside = sorted(glob(os.path.join(glob_escaped(name), "**", "*"), recursive=True))
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


def glob_escaped(path: str) -> str:
    """A path in which nothing is a pattern."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in path)


def score_files(  # noqa: PLR0913  (what a caller may say)
    files: Sequence[str],
    output: str | None,
    *,
    policy: str | Policy = DEFAULT,
    fiscal_year: int | None = None,
    prefix: str = "",
    processes: int | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> Summary:
    """Score the rows of files that need not fit into memory (大文件计分).

    Columns are found by their headers as in any other table (grammar/headers.toml); 指标值 and
    实际完成值 must be there. Each row is complete: nothing is filled down. The order of the rows stays.

    Args:
        files: Parquet or CSV files (UTF-8), as `files_of` gives them.
        output: where the rows go with the columns of `budgetkpi.arrow.schema("score")` behind them, a file
            that ends with .parquet or .csv, written whole or not at all; None for the summary alone.
        policy: the scoring policy.
        fiscal_year: the budget year of dates without a year.
        prefix: stands in front of the name of every result column.
        processes: how many processes judge, None for one a core.
        progress: is told after every batch how many rows are done, and of how many where that is known.

    Returns:
        The counts.

    Raises:
        DocumentError: a file cannot be read; the message names the row group where it is one.
        ColumnError: a column is missing, or a result has the name of one that is there.
        OSError: the output cannot be written.
        PolicyError: no such policy. MissingExtraError: DuckDB or pyarrow is not installed.
    """
    load("pyarrow", extra="duckdb")
    total = _total(files)
    summary, done = Summary(), 0
    with _reader(files) as reader:
        columns, office = _columns(reader.schema.names)
        year = columns.pop("fiscal_year", None) or fiscal_year
        wanted = plan("score", columns, policy=policy, prefix=prefix, fiscal_year=year)
        schema = wanted.schema(reader.schema)
        places = range(len(schema) - len(wanted.names), len(schema))
        with (
            _writer(output, schema) as write,
            Kernel(wanted.task, processes=processes, remember=REMEMBERED) as kernel,
        ):
            for table in _batches(reader, files):
                made = judged(table, wanted, kernel)
                write(made)
                results = made.select([*places]).rename_columns([one.name for one in wanted.task.results])
                summary.add(results, None if office is None else table[office])
                done += table.num_rows
                if progress is not None:
                    progress(done, total)
    return summary


# -- reading


@contextlib.contextmanager
def _reader(files: Sequence[str]) -> Iterator[Any]:
    """The rows of some files as a stream of batches."""
    duckdb = load("duckdb", extra="duckdb")
    with duckdb.connect() as connection:
        try:
            reader = connection.sql(_query(files)).to_arrow_reader(BATCH)
        except duckdb.Error as error:
            raise _unread(files, error) from error
        yield reader


def _query(files: Sequence[str]) -> str:
    """One select over all files, columns matched by their names."""
    parquet = [path for path in files if path.lower().endswith(COLUMNAR)]
    rest = [path for path in files if path not in parquet]
    parts = []
    if parquet:
        parts.append(f"SELECT * FROM read_parquet({_listed(parquet)}, union_by_name = true)")  # noqa: S608
    if rest:
        options = "header = true, all_varchar = true, union_by_name = true, strict_mode = true"
        parts.append(f"SELECT * FROM read_csv({_listed(rest)}, {options})")  # noqa: S608  (names are quoted)
    return " UNION ALL BY NAME ".join(parts)


def _listed(paths: Sequence[str]) -> str:
    """Paths as a list of SQL; what would be a pattern in them is none."""
    return "[" + ", ".join("'" + glob_escaped(path).replace("'", "''") + "'" for path in paths) + "]"


def _batches(reader: Any, files: Sequence[str]) -> Iterator[pa.Table]:  # noqa: ANN401
    arrow = load("pyarrow", extra="duckdb")
    while True:
        try:
            batch = reader.read_next_batch()
        except StopIteration:
            return
        except Exception as error:
            if isinstance(error, MemoryError):
                raise
            raise _unread(files, error) from error
        yield arrow.Table.from_batches([batch])


def _unread(files: Sequence[str], error: Exception) -> DocumentError:
    """What is wrong with which file: the row group of it, where it is one."""
    parquet = load("pyarrow.parquet", extra="duckdb")
    for path in files:
        if not path.lower().endswith(COLUMNAR):
            continue
        try:
            file = parquet.ParquetFile(path)
        except Exception as found:  # noqa: BLE001  (whatever a broken file makes it raise)
            return DocumentError(_say("file-unreadable", why=_first_line(found)), path)
        with file:
            for group in range(file.num_row_groups):
                try:
                    for _ in file.iter_batches(BATCH, row_groups=[group]):
                        pass
                except Exception as found:  # noqa: BLE001  (as above)
                    why, groups = _first_line(found), file.num_row_groups
                    return DocumentError(_say("row-group", group=group + 1, groups=groups, why=why), path)
    return DocumentError(_say("file-unreadable", why=_first_line(error)), files[0] if len(files) == 1 else "")


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)[:300]


def _total(files: Sequence[str]) -> int | None:
    """How many rows there are, where all files say it."""
    parquet = load("pyarrow.parquet", extra="duckdb")
    if not all(path.lower().endswith(COLUMNAR) for path in files):
        return None
    try:
        return sum(int(parquet.read_metadata(path).num_rows) for path in files)
    except Exception:  # noqa: BLE001  (what is wrong is said when the file is read)
        return None


def _columns(headers: Sequence[str]) -> tuple[dict[str, str], str | None]:
    """The column of each field, and that of the office.

    Raises:
        ColumnError: there is none of targets, or none of actuals.
    """
    best: dict[str, tuple[int, str]] = {}
    for header in headers:
        heading = heading_of(header)
        if heading is not None and heading.field in _FIELDS:
            best[heading.field] = min(best.get(heading.field, (heading.rank, header)), (heading.rank, header))
    for field, said in (("target", "指标值"), ("actual", "实际完成值")):
        if field not in best:
            raise ColumnError(_say("column-missing", name=said, names=", ".join(headers)[:300]))
    offices = words("labels", "office") | words("labels", "department")
    office = next((header for header in headers if plain(header) in offices), None)
    return {field: header for field, (_, header) in best.items()}, office


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
    if path.lower().endswith(COLUMNAR):
        return load("pyarrow.parquet", extra="duckdb").ParquetWriter(file, schema, compression="zstd")
    file.write("\ufeff".encode())  # the mark tells spreadsheets the encoding
    return load("pyarrow.csv", extra="duckdb").CSVWriter(file, schema)
