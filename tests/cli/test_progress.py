"""The bar that shows how far long work has come."""

from __future__ import annotations

import io
import sys

import pytest

from budgetkpi.cli.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "files", "shown", "drawn"),
    [
        (Terminal(), 3, True, True),
        (Terminal(), 1, True, False),
        (Terminal(), 3, False, False),
        (io.StringIO(), 3, True, False),
    ],
)
def test_a_bar_is_drawn_where_there_is_room(
    stream: io.StringIO, files: int, shown: bool, drawn: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("rich")
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with progress(files, shown=shown) as begun:
        for name in ("[bold]甲.docx", "\x1b[2J乙.docx", "丙.docx"):
            begun(name)
    assert ("甲.docx" in stream.getvalue() or "丙.docx" in stream.getvalue()) is drawn
    assert "\x1b[2J" not in stream.getvalue()


def test_no_bar_without_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    with progress(3, shown=True) as begun:
        begun("甲.docx")
    assert stream.getvalue() == ""
