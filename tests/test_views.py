"""Tables to look at: HTML for notebooks, rich for terminals."""

from __future__ import annotations

import io
import sys
from html.parser import HTMLParser

import pytest
from rich.console import Console

import budgetkpi as bk
from budgetkpi.views import View

LONG = "农村低收入家庭高校毕业生一次性就业创业补助资金发放及时足额到位率"
ROWS = [
    bk.Indicator(LONG, "≥5场", level1="产出指标", points=60, actual="4场", earned=50, reason="<疫情>"),
    bk.Indicator("满意度<script>alert(1)</script>[bold]", "≥95%", points=30, actual="96%\x1b[31m"),
]
SHEET = bk.Sheet("培训&项目", "某局", fiscal_year=2020, indicators=ROWS, budget=10, executed=9)
AUDIT = bk.audit(SHEET)
SHOWN = [SHEET, SHEET.appraise(), bk.score(ROWS[0]), AUDIT, AUDIT[0], bk.evaluate("≥5场", "4场")]


class Reader(HTMLParser):
    """The tags of a page, every one closed, and its texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.texts: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  (the parser passes it)
        self.tags.add(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def on_terminal(thing: object, width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=False, legacy_windows=False)
    console.print(thing)
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")


@pytest.mark.parametrize("thing", SHOWN, ids=lambda thing: type(thing).__name__)
def test_a_result_is_a_plain_escaped_table(thing: bk.Sheet) -> None:
    page = Reader(thing._repr_html_())
    assert {"div", "table", "thead", "tbody", "tr", "th", "td"} <= page.tags
    assert page.tags <= {"div", "table", "thead", "tbody", "tr", "th", "td", "p", "strong", "br"}
    assert "年度指标值" in page.texts
    assert "\x1b" not in "".join(page.texts)


def test_a_hostile_name_stays_a_name() -> None:
    page = SHEET._repr_html_()
    assert "<script>" not in page
    assert ROWS[1].name in Reader(page).texts
    assert ROWS[1].name in on_terminal(SHEET, 200).replace("\n", "")


@pytest.mark.parametrize("thing", SHOWN, ids=lambda thing: type(thing).__name__)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_terminal_shows_every_cell_whole(thing: bk.Sheet, width: int) -> None:
    shown = on_terminal(thing, width)
    assert "…" not in shown
    assert "\x1b" not in shown
    if thing is SHEET:
        lines = [line.split("│") for line in shown.splitlines() if line.startswith("│")]
        column = next(i for i, _ in enumerate(lines[0]) if any("农村" in line[i] for line in lines))
        assert LONG in "".join(line[column].strip() for line in lines)


def test_the_language_is_that_of_the_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "实际完成值" in SHEET._repr_html_()
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert "实际完成值" not in SHEET._repr_html_()
    assert "not met" in SHEET.appraise()._repr_html_()


def test_a_column_without_cells_is_left_out() -> None:
    assert "二级指标" not in SHEET._repr_html_()
    assert "度量单位" not in SHEET._repr_html_()


def test_an_empty_sheet_is_no_table() -> None:
    assert "<table" not in bk.Sheet("空")._repr_html_()
    assert "空" in bk.Sheet("空")._repr_html_()
    assert "" == on_terminal(bk.Sheet()).strip()


def test_without_rich_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.text", None)
    with pytest.raises(bk.BudgetKpiError, match=r"budgetkpi\[rich\]"):
        View("", ["a"], [["b"]]).rich()
