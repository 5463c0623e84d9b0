"""What cells say, a table a form; and the laws that hold for each of them."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys

import pytest

from budgetkpi import from_record, parse, to_record
from budgetkpi.bounds import LONGEST_CELL
from budgetkpi.errors import ParseError
from budgetkpi.language import read_cell
from budgetkpi.values import Amount, Deadline, Kind, Range, Several, Value
from tests.cells import CELLS, TABLES, cells, lines

CASES = [(name, *line) for name in TABLES for line in lines(f"{name}.tsv")]
EMPTY = "-"
"""What stands in a column that has nothing to say."""


def facts(value: Value) -> list[str]:
    """Comparator, number and unit as the tables print them."""
    comparator = getattr(value, "comparator", None)
    number, unit = "", ""
    match value:
        case Amount():
            number, unit = str(value.magnitude), value.unit
        case Range():
            opening, closing = "[("[not value.low_inclusive], "])"[not value.high_inclusive]
            number, unit = f"{opening}{value.low},{value.high}{closing}", value.unit
        case Deadline():
            day = value.last_day(2021)
            number = day.isoformat() if day else ""
        case Several():
            number = " | ".join(map(str, value.values))
    return [text or EMPTY for text in ("" if comparator is None else comparator.value, number, unit)]


def test_every_table_is_read() -> None:
    others = {"errors", "odd"}
    assert {*TABLES, *others} == {path.stem for path in CELLS.glob("*.tsv")}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}:{case[1]}")
def test_what_a_cell_says(case: tuple[str, ...]) -> None:
    _, cell, kind, canonical, comparator, number, unit, codes, others = case
    value = parse(cell)
    assert [kind, canonical] == [value.kind.value, str(value) or EMPTY]
    assert [comparator, number, unit] == facts(value)
    if codes != "*":
        assert codes == (",".join(note.code for note in value.notes) or EMPTY)
        assert others == (" | ".join(map(str, value.alternatives)) or EMPTY)


@pytest.mark.parametrize("name", TABLES)
def test_the_laws_hold_for_every_cell_of_the_tables(name: str) -> None:
    for cell in cells(name):
        value = parse(cell)
        assert cell == value.text
        assert value == parse(str(value)), cell
        assert value == from_record(json.loads(json.dumps(to_record(value)))), cell
        assert hash(value) == hash(pickle.loads(pickle.dumps(value)))  # noqa: S301  (made here)


@pytest.mark.parametrize(("cell", "kind"), lines("odd.tsv"))
def test_what_only_looks_like_a_failed_number_is_a_value(cell: str, kind: str) -> None:
    assert kind == parse(cell).kind


def test_a_cell_is_a_text() -> None:
    for other in (None, 5, 0.5, b"5", ["5"]):
        with pytest.raises(TypeError, match="text takes a text, not "):
            read_cell(other)  # type: ignore[arg-type]


def test_a_cell_has_a_longest_length() -> None:
    assert parse("好" * LONGEST_CELL).kind is Kind.TEXT
    with pytest.raises(ParseError) as caught:
        parse("好" * (LONGEST_CELL + 1))
    assert ("cell-too-long", (LONGEST_CELL, LONGEST_CELL + 1)) == (caught.value.code, caught.value.span)


def test_values_and_errors_cross_processes() -> None:
    """What another process pickles equals, hashes and prints like what is read here."""
    shown = [cells(name)[0] for name in TABLES]
    code = (
        "import pickle, sys\nfrom budgetkpi import ParseError, parse\n"
        "found = [parse(cell) for cell in pickle.loads(sys.stdin.buffer.read())]\n"
        "try:\n    parse('≥13月32日%')\nexcept ParseError as error:\n    found.append(error)\n"
        "sys.stdout.buffer.write(pickle.dumps(found))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(shown), capture_output=True, check=True
    )
    *values, error = pickle.loads(done.stdout)  # noqa: S301  (made by the line above)
    assert [parse(cell) for cell in shown] == values
    assert [hash(parse(cell)) for cell in shown] == [hash(value) for value in values]
    with pytest.raises(ParseError) as caught:
        parse("≥13月32日%")
    assert (str(caught.value), caught.value.span) == (str(error), error.span)
