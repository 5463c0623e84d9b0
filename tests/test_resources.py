"""Where the language is found: see tests/test_packaging.py for each kind of install."""

from __future__ import annotations

import pytest

from budgetkpi.resources import grammar, load_table, load_text


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
