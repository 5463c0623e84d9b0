"""Separated values: a damaged line costs itself, and every line is accounted for."""

from __future__ import annotations

import csv
import io
import time
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkpi.errors import DocumentError
from budgetkpi.tables.delimited import read_csv
from budgetkpi.tables.grid import Grid, Limits
from budgetkpi.tables.lines import lines_of
from budgetkpi.tables.separated import Record, delimiter_of, records

if TYPE_CHECKING:
    from collections.abc import Sequence

HEAD = "一级指标,二级指标,三级指标,指标值,分值"
GOOD = [
    "产出指标,数量指标,培训,≥5场,10",
    "产出指标,质量指标,合格率,≥95%,20",
    "效益指标,社会效益,知晓率,≥90%,30",
]


def parted(text: str, **limits: int) -> list[Record]:
    lines = text.splitlines()
    return list(records(lines, delimiter_of(lines), attrs.evolve(Limits(), **limits)))


def stretches(text: str, **limits: int) -> list[tuple[int, int, str]]:
    return [(record.first, record.last, record.why) for record in parted(text, **limits) if record.why]


def table(*damaged: str) -> str:
    return "\n".join([HEAD, GOOD[0], *damaged, *GOOD[1:]]) + "\n"


@pytest.mark.parametrize(
    ("damaged", "why"),
    [
        (['产出指标,"数量,会议,≥3场,5'], "quote-not-closed"),
        (['产出指标,"数"量,会议,≥3场,5'], "quote-within"),
        (['"产出指标,数量,会议', "≥3场,5"], "quote-not-closed"),
        (['产出指标,"第一行 "引"文', '第二行",会议,≥3场,5'], "quote-within"),
        (["产出指标,第一行", '第二行",会议'], ""),
        ([f"产出指标,数量,{'长' * 200},≥3场,5"], "cell-too-long"),
        ([f'产出指标,数量,"{"长" * 200}","≥3场",5'], "cell-too-long"),
        (["产出指标,数量" + "," * 60], "cells-too-many"),
    ],
)
def test_reading_goes_on_behind_what_is_damaged(damaged: list[str], why: str) -> None:
    found = parted(table(*damaged), cell_length=100, columns=50)
    read = [",".join(record.cells) for record in found if record.cells]
    assert [HEAD, GOOD[0]] == read[:2]
    assert GOOD[1:] == read[-2:]
    told = [(record.first, record.last, record.why) for record in found if record.why]
    if why:
        assert [(3, 2 + len(damaged), why)] == told
    else:
        assert [(4, 4, "quote-not-opened")] == told


def test_an_open_quote_does_not_swallow_rows_up_to_the_next_quote() -> None:
    text = "\n".join([HEAD, '产出指标,"数量,会议,≥3场,5', *GOOD, '效益指标,社会,管长5",≥3,5', GOOD[0]])
    assert [(2, 2, "quote-not-closed")] == stretches(text)
    assert [1, 3, 4, 5, 6, 7] == [record.first for record in parted(text) if record.cells]


def test_quotes_that_are_right_are_read() -> None:
    text = f'{HEAD}\n产出,数量,"会议\n（含""视频""会议）, 场次",≥3场,5\n产出,数量,管长5",≥3,5\n,="001",="",,'
    assert [
        ("产出", "数量", '会议\n（含"视频"会议）, 场次', "≥3场", "5"),
        ("产出", "数量", '管长5"', "≥3", "5"),
        ("", "001", "", "", ""),
    ] == [record.cells for record in parted(text)[1:]]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_what_parts_the_cells_is_found(delimiter: str) -> None:
    lines = table().replace(",", delimiter).splitlines()
    assert delimiter == delimiter_of(["某某局，2023年，第一批;", *lines])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_lost_byte_costs_its_line(encoding: str, end: str) -> None:
    lines = table("产出指标,数量指标,参会人数,≥3人,5").splitlines()
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    content = mark + end.join(lines).encode(encoding)
    assert lines == lines_of(content)
    plain = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(encoding, encoding)
    at = content.index("参会人数".encode(plain))
    damaged = lines_of(content[:at] + content[at + 1 :])
    assert [*lines[:2], None, *lines[3:]] == damaged


def test_damage_is_a_finding_with_its_lines_and_leaves_points_open() -> None:
    content = table('产出指标,"数量,会议,≥3场,5', "≥3场,5").encode()
    (grid,) = read_csv(io.BytesIO(content), Limits()).blocks
    assert isinstance(grid, Grid)
    assert ((1, 2, 5, 6), True) == (grid.row_numbers, grid.lines)
    ((line, finding),) = grid.findings
    assert (3, "lines-damaged", True) == (line, finding.code, finding.open)
    assert "lines 3 to 4" in finding.message.en


def test_a_separator_may_be_told_in_the_first_line() -> None:
    (grid,) = read_csv(io.BytesIO("sep=;\n三级指标;指标值\n甲,乙;1\n".encode()), Limits()).blocks
    assert isinstance(grid, Grid)
    assert (2, 3) == grid.row_numbers
    assert ["甲,乙", "1"] == [cell.text for cell in grid.rows[1] if cell]


def test_a_line_with_fewer_cells_has_holes() -> None:
    (grid,) = read_csv(io.BytesIO("三级指标,指标值\n甲\n".encode()), Limits()).blocks
    assert isinstance(grid, Grid)
    assert grid.rows[1][1] is None


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00\xd8\x00\xd8", b"\x81\x00\x81\x00", bytes(range(128, 256))]
)
def test_bytes_that_are_no_text_are_an_error(content: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        lines_of(content)
    assert "text-undecodable" == caught.value.code


@pytest.mark.parametrize(
    "line",
    ['a,"b', 'a,"b""', '"""', '""', '"', ',"",', '"a"b', "(" * 50, ',"a\n', '"a,b,c,d,e\n"', 'x"y"z,"q'],
)
def test_the_time_grows_with_the_length_and_no_faster(line: str) -> None:
    times = []
    for size in (2**14, 2**17):
        lines = (line + "\n") * (size // (len(line) + 1))
        started = time.process_time()
        for _ in records(lines.splitlines(), ",", Limits()):
            pass
        times.append(time.process_time() - started)
    assert times[1] < 60 * times[0] + 1  # eight times the length; sixty-four times if it were squared


# -- Laws over damaged files.

WORD = st.text("培训场次合格率≥5%10 天（）", min_size=1, max_size=6)
CELL = st.one_of(
    WORD,
    st.just(""),
    st.builds('{}"{}"{}'.format, WORD, WORD, WORD),
    st.builds("{},{}".format, WORD, WORD),
    st.builds("{}\n{}".format, WORD, WORD),
)
ROWS = st.lists(st.lists(CELL, min_size=5, max_size=5), min_size=5, max_size=12)


def written(rows: Sequence[Sequence[str]]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows([HEAD.split(","), *rows])
    return file.getvalue()


@given(ROWS)
def test_an_undamaged_file_is_read_as_the_csv_module_reads_it(rows: list[list[str]]) -> None:
    text = written(rows)
    expected = list(csv.reader(io.StringIO(text, newline="")))
    assert expected == [list(record.cells or ()) for record in parted(text)]


@given(
    st.one_of(ROWS.map(written), st.text('甲,"\n\t;=', max_size=80)),
    st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(["drop", '"', ",", "\n"])), max_size=6),
    st.sampled_from(["utf-8", "gb18030", "utf-16"]),
)
def test_every_line_is_read_or_named(text: str, changes: list[tuple[int, str]], encoding: str) -> None:
    content = bytearray(text.encode(encoding))
    start = 2 if encoding == "utf-16" else 0
    for place, change in changes:
        at = start + place % (len(content) - start + 1)
        if change == "drop":
            del content[at : at + 1]
        else:
            content[at:at] = change.encode()
    try:
        lines = lines_of(bytes(content))
    except DocumentError:
        return
    found = list(records(lines, ",", Limits()))
    assert list(range(1, len(lines) + 1)) == [
        line for record in found for line in range(record.first, record.last + 1)
    ]
    assert all((record.cells is None) == bool(record.why) for record in found)


@given(ROWS, st.data())
def test_a_damaged_line_invents_no_row_and_costs_no_row_that_stands_apart(
    rows: list[list[str]], data: st.DataObject
) -> None:
    text = written(rows)
    sound = {record.first: record for record in parted(text)}
    places = [at for at, character in enumerate(text) if character != "\n" and at > len(HEAD)]
    at = data.draw(st.sampled_from(places))
    change = data.draw(st.sampled_from(["", '"', ","]))
    damaged = text[:at] + change + text[at + (change == "") :]
    line = text.count("\n", 0, at) + 1
    hit = next(record for record in sound.values() if record.first <= line <= record.last)
    for record in parted(damaged):
        if record.cells is None or hit.first <= record.first <= hit.last:
            continue
        assert sound.get(record.first) == record
