"""Optional libraries: loaded where they are installed, asked for by their extra where not."""

from __future__ import annotations

import csv
import sys
import types
from typing import TYPE_CHECKING, Any

import pytest

import budgetkpi as bk
from budgetkpi import extras

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_installed_is_loaded() -> None:
    assert csv is extras.load("csv", extra="xlsx")


def test_what_is_not_installed_is_one_error_that_says_what_to_do() -> None:
    with pytest.raises(bk.MissingExtraError) as caught:
        extras.load("no_such_library.of_ours", extra="docx")
    assert "this needs the library no_such_library: pip install 'budgetkpi[docx]'" == str(caught.value)
    assert "missing-extra" == caught.value.code
    assert isinstance(caught.value, ImportError)


def test_a_library_that_lacks_something_itself_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "half_installed.py").write_text("import no_such_library\n", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    with pytest.raises(ModuleNotFoundError, match="no_such_library") as caught:
        extras.load("half_installed", extra="docx")
    assert not isinstance(caught.value, bk.MissingExtraError)


@pytest.mark.parametrize("missing", ["pyspark", "pyarrow", "pandas"])
def test_spark_asks_for_each_library_that_it_needs(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pyspark", "pyspark.sql", "pyspark.sql.types"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    for name in (missing, f"{missing}.sql.types"):
        monkeypatch.setitem(sys.modules, name, None)
    nothing: Any = None
    with pytest.raises(bk.MissingExtraError, match=rf"{missing}: pip install 'budgetkpi\[spark\]'"):
        bk.spark.parse(nothing, "t")
