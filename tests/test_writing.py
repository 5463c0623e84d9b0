"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from budgetkpi.writing import whole_file


def test_a_file_is_there_when_all_of_it_is(tmp_path: Path) -> None:
    path = tmp_path / "结果.txt"
    with whole_file(path) as file:
        file.write(b"a")
        assert not path.exists()
    assert path.read_bytes() == b"a"
    assert [path] == list(tmp_path.iterdir())


def test_a_file_stays_as_it_was_where_the_block_raises(tmp_path: Path) -> None:
    path = tmp_path / "result.txt"
    path.write_bytes(b"old")

    def interrupted() -> None:
        with whole_file(path) as file:
            file.write(b"new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_bytes() == b"old"
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="permissions and links are others there")
def test_permissions_and_links_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "result.txt", tmp_path / "link"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    with whole_file(link) as file:
        file.write(b"new")
    assert (path.read_bytes(), link.is_symlink()) == (b"new", True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name == "nt", reason="no devices there")
def test_what_is_no_plain_file_is_written_to(tmp_path: Path) -> None:
    with whole_file(os.devnull) as file:
        file.write(b"a")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
    with pytest.raises(IsADirectoryError), whole_file(tmp_path):
        pass


def test_an_error_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "none" / "result.txt"
    with pytest.raises(FileNotFoundError) as caught, whole_file(path):
        pass
    assert str(path) == caught.value.filename


@pytest.mark.skipif(os.name == "nt", reason="names are counted in characters there")
def test_a_name_of_any_length_that_the_system_takes(tmp_path: Path) -> None:
    path = tmp_path / ("满" * 85)
    with whole_file(path) as file:
        file.write(b"a")
    assert path.read_bytes() == b"a"
