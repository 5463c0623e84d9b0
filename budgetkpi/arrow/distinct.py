"""Columns as distinct cells and the places where each stands (去重编码).

Published columns repeat themselves: work is done once on what is distinct, and taken from there.
"""

from __future__ import annotations

import contextlib
import functools
import math
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from budgetkpi.errors import ColumnError
from budgetkpi.extras import load
from budgetkpi.messages import Catalog, series

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa

__all__ = ["Coded", "OutOfRange", "coded", "coded_objects", "grouped", "named", "plain", "refuse_type"]

_say: Final = Catalog("columns")
TOGETHER: Final = 1 << 20
"""So many rows are encoded at once."""
_LARGEST: Final = 1 << 63
"""So many numbers an int64 tells apart, from 0 on."""
_LONGEST_LIST: Final = 300
"""So many characters of the names of columns are told."""


@attrs.frozen
class Coded:
    """A column as codes (编码列).

    Attributes:
        codes: for each row the place of its cell, one int32 array without nulls.
        cells: the distinct cells as an Arrow array, or as a list of anything.
    """

    codes: pa.Array
    cells: Any

    def at(self, places: pa.Array) -> list[Any]:
        """The cells at some places, as Python holds them."""
        if isinstance(self.cells, list):
            return [self.cells[place] for place in places.to_pylist()]
        return plain(self.cells.take(places))

    @property
    def weight(self) -> int:
        """How many bytes the distinct cells take, a guess for a list."""
        return len(self.cells) * 100 if isinstance(self.cells, list) else int(self.cells.nbytes)


def refuse_type(kind: pa.DataType, field: str, *, texts: bool) -> None:
    """Raise for a column of what no cell can hold.

    Args:
        kind: the type of the column.
        field: what it is, for the error.
        texts: whether only texts will do.

    Raises:
        TypeError: truth values, bytes, lists, times of day …
    """
    types = load("pyarrow", extra="arrow").types
    while types.is_dictionary(kind) or types.is_run_end_encoded(kind):
        kind = kind.value_type
    fine = [types.is_string, types.is_large_string, _is_view, types.is_null]
    if not texts:
        fine += [types.is_integer, types.is_floating, types.is_decimal, types.is_date, types.is_timestamp]
    if not any(is_one(kind) for is_one in fine):
        code = "column-of-texts" if texts else "column-type"
        raise TypeError(_say(code, field=field, kind=str(kind)).en)


def _is_view(kind: pa.DataType) -> bool:
    return str(kind) == "string_view"


def coded(column: pa.ChunkedArray, cores: int = 1) -> Coded:
    """A column by its distinct cells, nulls among them; found on so many cores."""
    arrow = load("pyarrow", extra="arrow")
    if arrow.types.is_run_end_encoded(column.type):
        compute = load("pyarrow.compute", extra="arrow")
        column = arrow.chunked_array([compute.run_end_decode(chunk) for chunk in column.chunks])
    if _is_view(column.type):
        column = column.cast(arrow.large_string())
    if arrow.types.is_float16(column.type):  # whose dictionaries Arrow joins as if they were whole numbers
        column = column.cast(arrow.float32())
    if arrow.types.is_dictionary(column.type):
        return _recoded(column)
    if len(column) == 0:
        return Coded(arrow.array([], arrow.int32()), arrow.array([], column.type))
    codes, cells = _encoded(column.slice, len(column), cores)
    if codes.null_count:
        compute = load("pyarrow.compute", extra="arrow")
        codes = compute.fill_null(codes, len(cells))
        cells = arrow.concat_arrays([cells, arrow.nulls(1, cells.type)])
    return Coded(codes, cells)


def _encoded(
    part: Callable[[int, int], pa.Array | pa.ChunkedArray], rows: int, cores: int
) -> tuple[pa.Array, pa.Array]:
    """The codes of rows (null for a null) and what is distinct among them, in the order of the rows.

    They are encoded in parts, which is faster even on one core: what a part needs stays in its caches.

    Args:
        part: gives the rows from a place on, so many of them.
        rows: how many there are.
        cores: how many parts are encoded at once; Arrow does it without the lock of Python.
    """
    arrow = load("pyarrow", extra="arrow")

    def encode(start: int, count: int = TOGETHER) -> list[pa.DictionaryArray]:
        encoded = part(start, count).dictionary_encode()
        return encoded.chunks if isinstance(encoded, arrow.ChunkedArray) else [encoded]

    starts = range(0, rows, TOGETHER)
    with ThreadPoolExecutor(cores) if cores > 1 and len(starts) > 1 else contextlib.nullcontext() as threads:
        parts = threads.map(encode, starts) if threads else map(encode, starts or [0])
        chunks = [chunk for some in parts for chunk in some]
    if len(chunks) > 1:
        try:
            chunks = arrow.chunked_array(chunks).unify_dictionaries().chunks
        except arrow.ArrowNotImplementedError:  # a type that Arrow joins no dictionaries of
            chunks = encode(0, rows)
    return _joined([chunk.indices for chunk in chunks]), chunks[0].dictionary


def _recoded(column: pa.ChunkedArray) -> Coded:
    """A column that has codes already; a null row gets one, and a word that no row has loses its own."""
    arrow = load("pyarrow", extra="arrow")
    compute = load("pyarrow.compute", extra="arrow")
    column = column.unify_dictionaries()
    if column.num_chunks == 0:
        return Coded(arrow.array([], arrow.int32()), arrow.array([], column.type.value_type))
    words = column.chunk(0).dictionary
    if _is_view(words.type):
        words = words.cast(arrow.large_string())
    last = len(words)
    words = arrow.concat_arrays([words, arrow.nulls(1, words.type)])
    indices = [compute.fill_null(chunk.indices.cast(arrow.int32()), last) for chunk in column.chunks]
    again = arrow.chunked_array(indices).dictionary_encode()
    return Coded(_joined([chunk.indices for chunk in again.chunks]), words.take(again.chunk(0).dictionary))


def coded_objects(things: Sequence[Any]) -> Coded:
    """A list of anything by its distinct things; 1, 1.0 and True are three."""
    arrow = load("pyarrow", extra="arrow")
    places: dict[Any, int] = {}
    cells: list[Any] = []
    codes = []
    for thing in things:
        try:
            place = places.setdefault((type(thing), thing), len(cells))
        except TypeError:  # cannot be hashed: no cell, each for itself
            place = len(cells)
        if place == len(cells):
            cells.append(thing)
        codes.append(place)
    return Coded(arrow.array(codes, arrow.int32()), cells)


def grouped(columns: Sequence[Coded], cores: int = 1) -> tuple[pa.Array, list[pa.Array]]:
    """Rows by what is distinct in all columns together, found on so many cores.

    Returns:
        For each row the place of its group; for each column the places of its cells, one a group.
    """
    digits: list[_Digit] = []
    groups: list[pa.Array] = []
    for column in columns:
        digit = _Digit(column.codes, max(1, len(column.cells)))
        if math.prod(one.size for one in (*digits, digit)) > _LARGEST:
            codes, groups = _regrouped(digits, groups, cores)
            digits = [_Digit(codes, len(groups[0]))]
        digits.append(digit)
    return _regrouped(digits, groups, cores)


class _Digit(NamedTuple):
    """One of the digits that tell a row apart: the code of a cell, or the place of a group before it."""

    codes: pa.Array
    size: int


def _regrouped(
    digits: Sequence[_Digit], groups: Sequence[pa.Array], cores: int
) -> tuple[pa.Array, list[pa.Array]]:
    """Rows by what is distinct in all digits; the first is the place among the groups so far, if any."""
    compute = load("pyarrow.compute", extra="arrow")
    codes, numbers = _encoded(functools.partial(_numbers, digits), len(digits[0].codes), cores)
    found = []
    for digit in reversed(digits[1:]):
        ahead = compute.divide(numbers, digit.size)
        found.append(compute.subtract(numbers, compute.multiply(ahead, digit.size)).cast("int32"))
        numbers = ahead
    found.append(numbers.cast("int32"))
    first, *others = reversed(found)
    return codes, [*([group.take(first) for group in groups] if groups else [first]), *others]


def _numbers(digits: Sequence[_Digit], start: int, rows: int) -> pa.Array:
    """One number for all digits of a row, of some rows."""
    compute = load("pyarrow.compute", extra="arrow")
    first, *others = digits
    numbers = first.codes.slice(start, rows)
    if others:
        numbers = numbers.cast("int64")
    for digit in others:
        numbers = compute.add(compute.multiply(numbers, digit.size), digit.codes.slice(start, rows))
    return numbers


def _joined(arrays: list[pa.Array]) -> pa.Array:
    arrow = load("pyarrow", extra="arrow")
    joined = arrays[0] if len(arrays) == 1 else arrow.concat_arrays(arrays)
    return joined if joined.type == arrow.int32() else joined.cast(arrow.int32())


def plain(array: pa.Array) -> list[Any]:
    """Cells as Python holds them; a float of 32 bits shows its own digits, and a broken text what it can."""
    arrow = load("pyarrow", extra="arrow")
    if arrow.types.is_float32(array.type) or arrow.types.is_float16(array.type):
        texts = array.cast(arrow.float32()).cast(arrow.string()).to_pylist()
        return [None if text is None else float(text) for text in texts]
    if arrow.types.is_timestamp(array.type):
        array = array.cast(arrow.timestamp("us", array.type.tz), safe=False)
    try:
        found: list[Any] = array.to_pylist()
    except (UnicodeDecodeError, ValueError, OverflowError):
        return [_one(cell) for cell in array]
    return found


class OutOfRange:
    """A day before the year 1 or after the year 9999: no cell holds it."""


def _one(cell: Any) -> Any:  # noqa: ANN401  (an Arrow scalar, and what Python holds of it)
    try:
        return cell.as_py()
    except UnicodeDecodeError:
        return cell.as_buffer().to_pybytes().decode("utf-8", "surrogateescape")
    except (ValueError, OverflowError):
        return OutOfRange()


def named(given: pa.Table, name: str) -> pa.ChunkedArray:
    """A column by its name.

    Raises:
        ColumnError: there is none, or more than one of that name.
    """
    places = given.schema.get_all_field_indices(name)
    if len(places) == 1:
        return given.column(places[0])
    code = "column-twice" if places else "column-missing"
    raise ColumnError(_say(code, name=name, names=series(given.column_names, _LONGEST_LIST)))
