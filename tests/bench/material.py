"""The cells that are timed: made of parts, or those of published tables with other numbers."""

from __future__ import annotations

import functools
import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING

from budgetkpi import Indicator

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["ASCII_UNITS", "Fresh", "clauses", "one_number", "prose", "published", "published_rows"]

HERE = Path(__file__).parent
SIGNS = ("≥", "<=", "", "=", "＜", "≤", ">=", "不低于")
ASCII_UNITS = {
    "%": "percent",
    "天": "day",
    "小时": "hour",
    "个月": "month",
    "公里": "kilometer",
    "平方米": "meter ** 2",
    "吨": "metric_ton",
    "万元": "* 10000 yuan",
    "元": "yuan",
    "元/本": "yuan / copy",
    "人": "person",
    "人次": "visit",
    "次": "time",
    "个": "piece",
    "台": "set",
    "户": "household",
    "场": "session",
    "期": "issue",
    "件": "case",
    "分": "point",
}
"""The units of the one-number cells, each with a spelling that pint's string parser takes."""
NUMBERS = 25
AREAS = ("城区", "乡镇", "学校", "医院", "社区", "道路", "农田", "水库", "图书", "消防", "养老", "林业")
"""Names of rows are told apart by one of these in front: digits would be numbers of the name."""
CLAUSES = (
    "开展培训3期，培训人员200人",
    "新建泵站2座改造泵站3座",
    "任务完成情况：95%",
    "完成检查20次；整改率≥90%",
    "全年举办展览12场次以上",
    "每年组织演练不少于4次",
    "购置电脑20台、打印机5台",
    "群众满意度达到90%以上，投诉率≤5%",
    "补助资金发放率达100%",
    "①印发手册5000册；②制作展板30块",
    "项目验收合格率不低于98%，按期完工率100%",
    "控制在预算50万元以内",
)
_NUMBER = re.compile(r"(\d+)(\.\d+)?(?=\s*(\S?))")
_WRAPS = {"月": 12, "日": 28, "号": 28, "年": 99}
"""A number in front of these counts on within the calendar; 12个月 is a length and does not."""
_FIRST_YEAR = 1900
_WHOLE = 99
_TRIES = 200


def _moved(text: str, by: int) -> str:
    """The same text with every number moved on by as much, in the same form: 80.00 to 87.00."""
    share = len(_NUMBER.findall(text)) == 1

    def other(match: re.Match[str]) -> str:
        whole, fraction, behind = match[1], match[2] or "", match[3]
        if behind == "年" and int(whole) >= _FIRST_YEAR:
            return match[0]
        moved = int(whole) + by
        if behind == "%" and share and moved > _WHOLE:
            return f"{moved % _WHOLE + 1}.{moved // _WHOLE:02d}"  # few targets are above 100 %
        last = _WRAPS.get(behind)
        return f"{moved if last is None else moved % last + 1}{fraction}"

    return _NUMBER.sub(other, text)


class Fresh:
    """Makes of known cells such as no one has read in this process."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._next: dict[str, int] = {}

    def cell(self, text: str) -> str | None:
        """The cell with other numbers; None where the calendar or words leave none."""
        form = _NUMBER.sub("0", text)
        if form == text:
            return None
        begin = self._next.get(form, 1)
        for by in range(begin, begin + _TRIES):
            made = _moved(text, by)
            if made not in self._given:
                self._given.add(made)
                self._next[form] = by
                return made
        return None

    def cells(self, texts: Iterable[str], copies: int = 1) -> list[str]:
        """All of them, `copies` times over; one that no other number can be given, as it is and once."""
        made, alone = [], set()
        for text in list(texts) * copies:
            other = self.cell(text)
            if other is not None:
                made.append(other)
            elif text not in alone:
                alone.add(text)
                made.append(text)
        return made


def one_number(turn: int) -> list[str]:
    """4,000 cells of sign × number × unit (指标值); the numbers of each turn are its own."""
    numbers = [f"{turn * NUMBERS + k + 11}" + (f".{k * 3 + 10}" if k % 2 else "") for k in range(NUMBERS)]
    return [f"{sign}{number}{unit}" for number, sign, unit in itertools.product(numbers, SIGNS, ASCII_UNITS)]


def _lines(path: Path) -> list[list[str]]:
    text = path.read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@functools.cache
def published() -> tuple[str, ...]:
    """The target cells of five published documents, each as often as it stands there."""
    return tuple(cell for times, cell in _lines(HERE / "targets.tsv") for _ in range(int(times)))


@functools.cache
def _table() -> tuple[tuple[str, str, str, str], ...]:
    """Level, name, target and description of the published rows that hold a number."""
    table = _lines(HERE.parent / "data" / "checks" / "published.tsv")
    return tuple(
        (level, name, target, description)
        for _, level, name, target, description, *_ in table
        if name != "*" and re.search(r"\d", target)
    )


def published_rows(turn: int, fresh: Fresh) -> list[tuple[Indicator, str]]:
    """The published rows with a name and a number of their own, each with an actual (实际完成值)."""
    area = AREAS[turn % len(AREAS)]
    rows = []
    for level, name, target, _ in _table():
        cell = fresh.cell(target)
        if cell is not None:
            actual = _moved(cell.lstrip("≥≤<>=＜＞ "), 1)
            row = Indicator(f"{area}{name}", cell, level2=level, points=10)
            rows.append((row, actual))
    return rows


def clauses(fresh: Fresh, copies: int) -> list[str]:
    """Cells whose values stand among words."""
    return fresh.cells(CLAUSES, copies)


def prose(turn: int) -> str:
    """Sentences of published rows: what they are, their names, and their targets."""
    rows: Sequence[tuple[str, str, str, str]] = _table()
    return "".join(
        f"{description}，{name}达到{_moved(target, turn + 1)}。" for _, name, target, description in rows
    )
