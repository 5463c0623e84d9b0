"""What stands round a table: whose it is, what it is about, of which year (表外信息)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from budgetkpi.expressions import later
from budgetkpi.tables.headings import label_of, plain, section, words
from budgetkpi.text import fold, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from budgetkpi.tables.lattice import Lattice

__all__ = [
    "Line",
    "caption_in",
    "continued",
    "furniture",
    "heading_in",
    "is_foot",
    "is_goal",
    "labelled",
    "numbered_line",
    "office_in_heading",
    "office_line",
    "year_alone",
    "year_in",
    "years_beside",
]

_LONGEST_CAPTION = 80
_LONGEST_OFFICE = 40
_SENTENCE = ("。", "；", "：", ";", ":", "，", "、")
_PAGE = later(
    r"[-—~·.\s]*+(?:第\s*+)?[0-9]{1,4}\s*+(?:页\s*+)?(?:[/,，、]?\s*+(?:共\s*+)?[0-9]{1,4}\s*+页)?[-—~·.\s]*+"
)
_DATE = later(
    r"(?:(?:填报|填表|制表|发布|公开|打印|编制)?(?:日期|时间)[:：]?)?\s*(?:19|20)[0-9]{2}\s*[年./-]\s*[0-9]{1,2}\s*[月./-]?.*"
)
_YEAR_MARKED = later(
    r"(?<![0-9])(?<![0-9][-—~至到])(?<![0-9]年[-—~至到])(?P<year>(?:19|20)[0-9]{2})\s*年(?:度)?(?!\s*[0-9]{1,2}\s*月)"
)
_YEAR_OF_BUDGET = later(
    r"(?<![0-9])(?<![0-9][-—~至到])(?<![0-9]年[-—~至到])(?P<year>(?:19|20)[0-9]{2})\s*年度"
)
_APART = later(r"\s{2,}|\u3000+")
_YEAR_ALONE = later(r"[(\[]?\s*(?P<year>(?:19|20)[0-9]{2})\s*(?:年度?)?\s*[)\]]?")
_YEAR_IN_WORDS = later(r"(?P<year>二[〇零○OＯo][一二三四五六七八九〇零○]{2})年")
_DIGITS = {**{c: str(i) for i, c in enumerate("〇一二三四五六七八九")}, **dict.fromkeys("零○OＯo", "0")}
_CODE = later(r"[0-9]{2,}\s*[-—_ ]?\s*(?P<name>[^0-9].*)")
_PAIR = later(r"(?P<label>[^:]{2,20}):\s*(?P<value>[^:]*?)(?=\s{2,}|\t|\n|$|\s+\S{2,12}:)")
_SEAL = later(r"[（(](?:盖章|公章|签章|单位盖章)[)）]$")
_NUMBERED = later(r"[（(]?[0-9]{1,2}[)）、.．]\s*[^0-9\s].*")
_CODE_OF_A_FORM = later(r"[0-9]{6}_[0-9]{4}[a-z]*\s*")


@attrs.frozen
class Line:
    """One line of what stands above a table: a paragraph, or a row of a grid.

    Attributes:
        texts: what is written in it, cell by cell.
        lattice, row: where in a grid it stands; None and 0 for a paragraph.
    """

    texts: tuple[str, ...]
    lattice: Lattice | None = None
    row: int = 0

    @property
    def alone(self) -> str:
        """The one thing that is written in it, "" where there are more."""
        return self.texts[0] if len(self.texts) == 1 else ""


def furniture(text: str) -> bool:
    """Whether a line may stand between the pages of one table: 单位：万元, a page number, 续表."""
    line = fold(text).strip()
    if not line or _PAGE.fullmatch(line) or continued(line):
        return True
    bare = tidy(line)
    if len(bare) > _LONGEST_OFFICE:
        return False
    return bare.startswith(tuple(section("captions")["furniture"])) or bool(_DATE.fullmatch(bare))


def continued(text: str) -> bool:
    """Whether a line says that the table above goes on: 续表, （续）."""
    bare = tidy(text)
    return len(bare) <= _LONGEST_CAPTION and any(
        tidy(word) in bare for word in section("captions")["continued"]
    )


def caption_in(text: str) -> bool:
    """Whether a line may be the caption of a table."""
    line = text.strip()
    if not line or len(line) > _LONGEST_CAPTION or line.endswith(_SENTENCE) or furniture(line):
        return False
    if _YEAR_ALONE.fullmatch(fold(line)) or office_line(line) or next(labelled([Line((line,))]), None):
        return False
    return any(word in line for word in section("captions")["words"])


def numbered_line(text: str) -> bool:
    """Whether a short line above a table only numbers it and names its project: 1.打井项目."""
    line = text.strip()
    return (
        len(line) <= _LONGEST_OFFICE
        and not line.endswith(_SENTENCE)
        and _NUMBERED.fullmatch(line) is not None
    )


def heading_in(text: str) -> bool:
    """Whether a line may be the heading of a document or of a part of it, and tell its year."""
    line = text.strip()
    return (
        len(line) <= _LONGEST_CAPTION
        and not line.endswith(_SENTENCE)
        and not re.search(r"[。；;]", line)
        and any(word in line for word in section("captions")["headings"])
    )


def labelled(lines: Iterable[Line]) -> Iterator[tuple[str, str]]:
    """What the labels of a form say: (kind of label, value), in the order of the lines."""
    for line in lines:
        if line.lattice is None or len(line.texts) == 1:
            for text in line.texts:
                yield from _pairs(text)
            continue
        anchors = [anchor for anchor in line.lattice.seen(line.row) if anchor.row == line.row]
        if line.lattice.grid.lines:  # a text knows no merged cells, and leaves the places they cover empty
            anchors = [anchor for anchor in anchors if anchor.text]
        for here, after in zip(anchors, [*anchors[1:], None], strict=True):
            kind = label_of(here.text)
            if kind is None:
                yield from _pairs(here.text)
            elif after is not None and label_of(after.text) is None:
                yield kind, after.text
            elif after is not None:
                below = _below(line, here.column)
                if below:
                    yield kind, below


def _below(line: Line, column: int) -> str:
    """What stands under a label whose neighbour is a label too."""
    if line.lattice is None or line.row + 1 >= line.lattice.height:
        return ""
    anchor = line.lattice.at(line.row + 1, column)
    if anchor is None or anchor.row != line.row + 1 or label_of(anchor.text) is not None:
        return ""
    return anchor.text


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """填报单位：某局   金额单位：万元 in one line."""
    folded = fold(text)
    if ":" not in folded or len(folded) > 4 * _LONGEST_CAPTION:
        return
    for match in _PAIR.finditer(folded):
        kind = label_of(match["label"].split()[-1]) if match["label"].split() else None
        value = text[match.start("value") : match.end("value")].strip()
        if kind is None and plain(match["label"]) in words("offices", "labels") and _is_office(value):
            kind = "office"  # 单位：某局, where 单位：万元 is the unit of the money
        if kind is not None and value:
            yield kind, _SEAL.sub("", value)


def office_line(text: str) -> str:
    """The office that a line above a table names, its code included; "" where it is no such line."""
    line = text.strip()
    match = _CODE.fullmatch(line)
    name = match["name"] if match else line
    if len(line) > _LONGEST_OFFICE or not _is_office(name):
        return ""
    return line


def _is_office(name: str) -> bool:
    bare = plain(name)
    return (
        len(bare) > 2  # noqa: PLR2004  (财政局 is the shortest)
        and bare.endswith(tuple(section("offices")["ends"]))
        and not re.search(r"[，。；：、:;,%％《》0-9]|绩效|预算|目标", bare)
    )


def office_in_heading(headings: Sequence[str]) -> str:
    """The office in the heading of a document: what stands before or behind its year; "" for none."""
    for heading in headings:
        line = heading.strip()
        if len(line) > _LONGEST_CAPTION or line.endswith(_SENTENCE[:3]):
            continue
        year = _YEAR_MARKED.search(fold(line)) or _YEAR_IN_WORDS.search(line)
        if year is None:
            continue
        before = _CODE_OF_A_FORM.sub("", line[: year.start()]).strip().removeprefix("关于")
        if _is_office(before):
            return before
        behind = re.split(r"部门|项目|绩效|预算|整体|财政|单位|关于", line[year.end() :].strip("度 "))[
            0
        ].strip()
        if _is_office(behind):
            return behind
    return ""


def year_in(text: str) -> int | None:
    """The budget year that a heading, caption or cell names; no year of a day or of a month."""
    folded = fold(text)
    match = (
        _YEAR_OF_BUDGET.search(folded) or _YEAR_MARKED.search(folded) or _YEAR_ALONE.fullmatch(folded.strip())
    )
    if match is not None:
        return int(match["year"])
    said = _YEAR_IN_WORDS.search(text)
    return None if said is None else int("".join(_DIGITS[c] for c in said["year"]))


def year_alone(text: str) -> bool:
    """Whether a line only says a year: （2022年度）."""
    return _YEAR_ALONE.fullmatch(fold(text).strip()) is not None


def years_beside(text: str) -> list[str]:
    """What stands apart in a line and only says a year: 填报单位：某局　　2023年度."""
    return [part for part in _APART.split(text) if "年" in part and year_alone(part)]


def is_goal(text: str) -> bool:
    """Whether a cell says that the goal of the project stands beside it (绩效目标)."""
    return label_of(re.sub(r"(?<![0-9])[0-9]++$", "", plain(text))) == "goal"


def is_foot(text: str) -> bool:
    """Whether a row begins like a note or a signature (注：…, 填表人：…)."""
    bare = tidy(text)
    head = re.split(r"[:(]", bare, maxsplit=1)[0]
    return head in words("foot") or plain(text) in words("foot")
