"""One file as a stream of batches (逐批读取): DuckDB reads it, and what is wrong is said with its place."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi.duckdb.separated_files import separated
from budgetkpi.errors import ColumnError, DocumentError, FieldError, FieldTypeError
from budgetkpi.extras import load
from budgetkpi.inputs import as_year
from budgetkpi.messages import Catalog, series
from budgetkpi.tables.headings import heading_of, plain, words
from budgetkpi.writing import COLUMNAR, suffix_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

__all__ = ["BATCH", "Stream", "merged", "only_year", "stream"]

_say: Final = Catalog("columns")
BATCH: Final = 1 << 17
"""So many rows are in memory at a time."""
_FIELDS: Final = (
    *("target", "actual", "name", "level1", "level2", "description", "comparator", "unit", "activity"),
    *("points", "fiscal_year"),
)
_LINE: Final = re.compile(r"CSV Error on Line: (\d+)")
_LONGEST: Final = 300


@attrs.frozen(kw_only=True)
class Stream:
    """The rows of one file (数据流).

    Attributes:
        path: the file.
        reader: its batches, an Arrow RecordBatchReader.
        columns: the column of each field, as the headers say.
        office: the column of the office, None where there is none.
    """

    path: str
    reader: Any
    columns: dict[str, str]
    office: str | None

    @property
    def schema(self) -> pa.Schema:
        """The names and types of its columns."""
        return self.reader.schema

    def batches(self) -> Iterator[pa.Table]:
        """The rows, so many at a time.

        Raises:
            DocumentError: a row group or a line cannot be read.
        """
        arrow = load("pyarrow", extra="duckdb")
        while True:
            try:
                batch = self.reader.read_next_batch()
            except StopIteration:
                return
            except Exception as error:
                if isinstance(error, MemoryError):
                    raise
                raise _unread(self.path, error) from error
            yield arrow.Table.from_batches([batch])


def only_year(path: str) -> int | None:
    """The budget year that the rows of a file name, None where they name none or several (唯一年度).

    Raises:
        DocumentError, ColumnError: as `stream`.
    """
    with stream(path, rows=False) as one:
        if "fiscal_year" not in one.columns:
            return None
    years = set()
    with stream(path, only="fiscal_year") as one:
        for table in one.batches():
            for cell in table.column(0).to_pylist():
                with contextlib.suppress(FieldError, FieldTypeError):  # the row's own error, later
                    years.add(as_year(cell))
    years.discard(None)
    return years.pop() if len(years) == 1 else None


@contextlib.contextmanager
def stream(path: str, *, rows: bool = True, only: str = "") -> Iterator[Stream]:
    """Open a file.

    Args:
        path: the file.
        rows: whether its rows are wanted; else its columns alone.
        only: a field whose distinct cells are wanted instead of rows; the file has it.

    Raises:
        DocumentError: it cannot be read. ColumnError: it has no column of targets, or none of actuals.
    """
    duckdb = load("duckdb", extra="duckdb")
    with contextlib.ExitStack() as held:
        try:
            query, headers, names = _query(path, held, rows=rows)
            columns, office = _columns(path, headers, names)
            if only:
                query = f"SELECT DISTINCT {_name(columns[only])} FROM ({query})"  # noqa: S608  (it is quoted)
                columns, office = {only: columns[only]}, None
            connection = held.enter_context(duckdb.connect())
            reader = connection.sql(query if rows else f"{query} LIMIT 0").to_arrow_reader(BATCH)
        except (duckdb.Error, EOFError) as error:
            raise _unread(path, error) from error
        if office is not None and _is_nested(reader.schema.field(office).type):
            office = None  # a list is no name
        yield Stream(path=path, reader=reader, columns=columns, office=office)


def _query(path: str, held: contextlib.ExitStack, *, rows: bool) -> tuple[str, Sequence[str], Sequence[str]]:
    """What DuckDB is asked, the headers of the file, and what DuckDB calls them."""
    if suffix_of(path) in COLUMNAR:
        names = _parquet_names(path)
        return f"SELECT * FROM read_parquet([{_quoted(path)}])", names, names  # noqa: S608  (it is quoted)
    found = held.enter_context(separated(path, rows=rows))
    if not rows:
        nothing = ", ".join(f"NULL::VARCHAR AS {_name(name)}" for name in found.names)
        return f"SELECT {nothing}", found.headers, found.names
    columns = ", ".join(f"{_text(name)}: 'VARCHAR'" for name in found.names)
    options = (
        "auto_detect = false, header = true, strict_mode = true, quote = '\"', escape = '\"', "
        f"skip = {found.skip}, delim = {_text(found.delimiter)}, "
        f"compression = '{'gzip' if found.packed else 'none'}'"
    )
    query = f"SELECT * FROM read_csv([{_quoted(found.path)}], columns = {{{columns}}}, {options})"  # noqa: S608  (as above)
    return query, found.headers, found.names


def _parquet_names(path: str) -> list[str]:
    parquet = load("pyarrow.parquet", extra="duckdb")
    try:
        names: list[str] = parquet.read_schema(path).names
    except OSError as error:
        if error.errno is not None:
            raise
        raise _unread(path, error) from error
    except Exception as error:
        raise _unread(path, error) from error
    return names


def _text(text: str) -> str:
    """A text of SQL."""
    return "'" + text.replace("'", "''") + "'"


def _name(name: str) -> str:
    """A name of SQL."""
    return '"' + name.replace('"', '""') + '"'


def _quoted(path: str) -> str:
    """A path as a text of SQL; what would be a pattern in it is none."""
    return _text("".join(f"[{sign}]" if sign in "*?[" else sign for sign in path))


def _columns(path: str, headers: Sequence[str], names: Sequence[str]) -> tuple[dict[str, str], str | None]:
    """The column of each field, and that of the office.

    Raises:
        ColumnError: there is none of targets, or none of actuals, or two are as good as each other.
    """
    best: dict[str, tuple[int, str]] = {}
    for header, name in zip(headers, names, strict=True):
        heading = heading_of(header)
        if heading is None or heading.field not in _FIELDS:
            continue
        rank, other = best.get(heading.field, (heading.rank + 1, ""))
        if heading.rank == rank:
            raise ColumnError(_say("columns-alike", one=other, other=header), path)
        if heading.rank < rank:
            best[heading.field] = (heading.rank, name)
    for field, said in (("target", "指标值"), ("actual", "实际完成值")):
        if field not in best:
            raise ColumnError(_say("column-missing", name=said, names=series(headers, _LONGEST)), path)
    offices = words("labels", "office") | words("labels", "department")
    said_by = zip(headers, names, strict=True)
    office = next((name for header, name in said_by if plain(header) in offices), None)
    return {field: name for field, (_, name) in best.items()}, office


def merged(schemas: Sequence[tuple[str, pa.Schema]]) -> pa.Schema:
    """The columns of all files, by their names; what is of two types is of the wider, or a text.

    Raises:
        ColumnError: a column holds in one file what cannot be told as a text of another.
    """
    arrow = load("pyarrow", extra="duckdb")
    types: dict[str, pa.DataType] = {}
    for path, schema in schemas:
        for field in schema:
            held = types.setdefault(field.name, field.type)
            if held == field.type:
                continue
            wider = _wider(held, field.type)
            if wider is None:
                kinds = {"one": str(held), "other": str(field.type)}
                raise ColumnError(_say("types-differ", name=field.name, **kinds), path)
            types[field.name] = wider
    return arrow.schema([arrow.field(name, kind) for name, kind in types.items()])


def _wider(one: pa.DataType, other: pa.DataType) -> pa.DataType | None:
    arrow = load("pyarrow", extra="duckdb")
    both = [arrow.schema([arrow.field("x", kind)]) for kind in (one, other)]
    try:
        found: pa.DataType = arrow.unify_schemas(both, promote_options="permissive").field("x").type
    except (arrow.ArrowTypeError, arrow.ArrowInvalid):
        return None if _is_nested(one) or _is_nested(other) else arrow.string()
    return found


def _is_nested(kind: pa.DataType) -> bool:
    return bool(load("pyarrow", extra="duckdb").types.is_nested(kind))


def _unread(path: str, error: Exception) -> DocumentError:
    """What is wrong with a file: its line, or its row group, where it is one."""
    if suffix_of(path) not in COLUMNAR:
        return _unread_line(path, error)
    parquet = load("pyarrow.parquet", extra="duckdb")
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
    return DocumentError(_say("file-unreadable", why=_first_line(error)), path)


def _unread_line(path: str, error: Exception) -> DocumentError:
    text = str(error)
    line = _LINE.search(text)
    if line is None:
        return DocumentError(_say("file-unreadable", why=_first_line(error)), path)
    lines = text[: text.find("Possible")].strip().splitlines()
    return DocumentError(_say("line-unreadable", line=int(line[1]), why=lines[-1][:_LONGEST]), path)


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)[:_LONGEST]
