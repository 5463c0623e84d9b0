"""A damaged file loses no line on its way through the program: each is read, found, or part of damage."""

from __future__ import annotations

import csv
import io
import json
import re
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from budgetkpi.cli import main

if TYPE_CHECKING:
    from pathlib import Path

HEAD = ("一级指标", "二级指标", "三级指标", "指标值", "实际完成值", "分值")
ROWS = (
    ("产出指标", "数量指标", "培训场次", "≥5场", "5场", "10"),
    ("", "", '会议"场次"，含视频', "≥3,000次", "3200次", "10"),
    ("", "质量指标", "合格率", "≥95%", "96%", "20"),
    ("", "时效指标", "完成时间", "6月底前", "6月", "10"),
    ("效益指标", "社会效益指标", "投诉率", "≤2%", "1%", "20"),
    ("满意度指标", "满意度指标", "群众满意度", "≥90%", "", "20"),
)
LEVELS = (
    "满意度",
    "指标",
    "效益",
    "质量",
    "时效",
    "数量",
    "产出",
    "社会效益",
    *(row[column] for row in ROWS for column in (0, 1) if row[column]),
)
GROUPS = {level.encode(encoding) for level in LEVELS for encoding in ("utf-8", "gb18030")}
"""Lines that name a level and no more hold for the rows below them."""
LINE = re.compile(r"lines? ([0-9]+)(?: to ([0-9]+))?")


def damaged(rng: Random) -> bytes:
    """A table with one to three bytes of its rows dropped, or quotes, separators and line ends put in."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerows([HEAD, *rng.choices(ROWS, k=rng.randint(4, 9))])
    content = bytearray(file.getvalue().encode(rng.choice(("utf-8", "gb18030"))))
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(content.index(b"\n") + 1, len(content))
        change = rng.choice((b"", b'"', b",", b"\n", b'""', b',"'))
        content[at : at + (not change)] = change
    return bytes(content)


def told(path: Path, capsys: pytest.CaptureFixture[str], command: str) -> dict[str, Any]:
    assert main([command, str(path), "--json"]) in (0, 1)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def ends_in_breaks(lines: list[bytes], row: dict[str, Any]) -> bool:
    """Whether two lines are one record: no cell keeps a line break at its edge, but the quotes held one."""
    pair = b"\n".join(lines[:2])
    for encoding in ("utf-8", "gb18030"):
        try:
            records = [*csv.reader(io.StringIO(pair.decode(encoding), newline=""), strict=True)]
        except (csv.Error, UnicodeDecodeError):
            continue
        if len(records) == 1 and {row["name"], row["target"]} <= {cell.strip() for cell in records[0]}:
            return len(records[0]) == len(HEAD)
    return False


@pytest.mark.parametrize("seed", range(150))
def test_every_line_is_accounted_for(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert_every_line_is_accounted_for(seed, tmp_path, capsys)


@pytest.mark.fuzz
def test_every_line_of_many_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for seed in range(150, 5000):
        assert_every_line_is_accounted_for(seed, tmp_path, capsys)


def assert_every_line_is_accounted_for(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = damaged(Random(seed))  # noqa: S311  (repeatable, no secret)
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    if main(["read", str(path)]) == 2:  # where most of it is no text any more, that is said
        assert capsys.readouterr().err
        return
    capsys.readouterr()
    read, judged = told(path, capsys, "read"), told(path, capsys, "judge")
    lines = content.count(b"\n") + (not content.endswith(b"\n"))
    pieces = enumerate((piece.strip(b', "') for piece in content.split(b"\n")), 1)
    blank = {n for n, piece in pieces if not piece or piece in GROUPS}
    starts = [row["line"] for row in read["rows"]]
    assert starts == [row["line"] for row in judged["rows"]]
    seen = {1, *blank, *starts}
    for row, following in zip(read["rows"], [*starts[1:], lines + 1], strict=True):
        if any("\n" in cell for cell in row.values() if isinstance(cell, str)):
            seen |= set(range(row["line"], following))  # a cell in quotes goes on over lines
        elif ends_in_breaks(content.split(b"\n")[row["line"] - 1 : following - 1], row):
            seen |= {row["line"], row["line"] + 1}
    for finding in read["findings"]:
        for match in LINE.finditer(finding["en"]):
            seen |= set(range(int(match[1]), int(match[2] or match[1]) + 1))
    assert set(range(1, lines + 1)) <= seen, (content.decode("utf-8", "replace"), read["findings"])
    summary = judged["summary"]
    assert summary["rows"] == len(starts) == sum(summary[name] for name in ("met", "not_met", "undetermined"))
    assert [one["en"] for one in judged["findings"]] == [one["en"] for one in read["findings"]]
