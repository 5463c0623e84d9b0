"""Where the language is found: see tests/test_packaging.py for each kind of install."""

from __future__ import annotations

import builtins
from collections import Counter
from typing import Any

import pytest

import budgetkpi as bk
from budgetkpi.resources import grammar, load_table, load_text
from tests.cells import known_cells
from tests.laws import row_of


def test_the_folder_is_found_once_and_holds_the_language() -> None:
    assert grammar() is grammar()
    names = {file.name for file in grammar().iterdir()}
    assert {"units.toml", "directions.toml", "messages"} <= names


def test_a_table_is_its_text_read() -> None:
    assert set(load_table("messages", "errors.toml")) <= {
        line.strip("[]") for line in load_text("messages", "errors.toml").splitlines()
    }


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        load_text("nothing.toml")


ROOMS = 2
"""So many rooms read one table at most, each once: a room that read it for each cell would soon pass this."""


def test_no_file_is_read_for_a_cell_whatever_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: Counter[str] = Counter()
    known, open_file = known_cells(), builtins.open

    def counted(file: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  (what open takes and gives)
        opened[str(file)] += 1
        return open_file(file, *args, **kwargs)

    monkeypatch.setattr(builtins, "open", counted)
    for turn, cell in enumerate(known[::3]):
        for other in (known[turn * 7 % len(known)], f"完成{turn}名教师"):
            row = row_of(cell, other, known[turn * 3 % len(known)])
            bk.evaluate(row, other)
            if turn % 10 == 0:
                bk.check(row)
                bk.score(row, other)
    assert {file: times for file, times in opened.items() if times > ROOMS} == {}
