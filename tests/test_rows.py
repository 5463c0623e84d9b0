"""CSV files to indicators, and what is said of rows that cannot be read."""

from __future__ import annotations

import io
import pickle
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from budgetkpi.errors import TableError
from budgetkpi.indicators import Indicator, Section, Subclass
from budgetkpi.resources import load_table
from budgetkpi.rows import Rows, read_rows

if TYPE_CHECKING:
    from pathlib import Path

HEADERS = (
    "一级指标,二级指标,三级指标,指标解释,指标值,指标值确定依据,指标性质,度量单位,"
    "分值,实际完成值,得分,偏差原因分析及改进措施,年度\n"
)
FULL = HEADERS + "产出指标,数量指标,培训次数,全年举办的培训,12,工作计划,≥,次,22.5,10次,18.75,疫情,2020年度\n"


def read(text: str) -> Rows:
    return read_rows(io.StringIO(text))


def said(rows: Rows) -> list[tuple[str, str]]:
    return [(finding.code, finding.message.en) for finding in rows.findings]


def test_every_column_of_a_template_has_its_field() -> None:
    rows = read(FULL)
    assert [row.indicator for row in rows] == [
        Indicator(
            "培训次数",
            "12",
            level1="产出指标",
            level2="数量指标",
            description="全年举办的培训",
            basis="工作计划",
            comparator="≥",
            unit="次",
            actual="10次",
            points=Decimal("22.5"),
            earned=Decimal("18.75"),
            reason="疫情",
            fiscal_year=2020,
        )
    ]
    assert rows.findings == ()
    assert rows.columns >= {"name", "target", "actual", "points"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_is_found(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(FULL.encode(encoding))
    assert list(read_rows(path)) == list(read(FULL))
    assert list(read_rows(str(path))) == list(read(FULL))
    with path.open("rb") as file:
        assert list(read_rows(file)) == list(read(FULL))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_line_ends_delimiters_and_marks_are_all_the_same(mark: str, end: str, delimiter: str) -> None:
    text = mark + FULL.replace("\n", end).replace(",", delimiter)
    assert [row.indicator for row in read(text)] == [row.indicator for row in read(FULL)]


def test_level_1_and_2_are_filled_down_and_no_further() -> None:
    rows = read(
        "一级指标,二级指标,三级指标,指标值\n"
        "产出指标,数量指标,甲,1\n,,乙,2\n,质量指标,丙,3\n效益指标,,丁,4\n,社会效益指标,戊,\n"
    )
    assert [(r.level1, r.level2, r.name, r.target) for r in (row.indicator for row in rows)] == [
        ("产出指标", "数量指标", "甲", "1"),
        ("产出指标", "数量指标", "乙", "2"),
        ("产出指标", "质量指标", "丙", "3"),
        ("效益指标", "", "丁", "4"),
        ("效益指标", "社会效益指标", "戊", ""),
    ]
    assert (rows.rows[1].indicator.section, rows.rows[1].indicator.subclass) == (
        Section.OUTPUT,
        Subclass.QUANTITY,
    )


def test_lines_are_counted_through_quoted_breaks_titles_and_blanks() -> None:
    rows = read('某某局绩效目标表,\n\n三级指标,指标值\n"培训\n次数",3次\n,\n\n满意度,≥90%\n')
    assert [(row.line, row.indicator.name) for row in rows] == [(4, "培训\n次数"), (8, "满意度")]


def test_a_bad_row_is_reported_and_the_rest_goes_on() -> None:
    rows = read('三级指标,指标值,实际完成值\n甲,1,2\n乙,1\n丙,1,2,3\n丁,1,2,\n"戊"x,1,2\n,1,2\n己,1,2\n')
    assert [row.indicator.name for row in rows] == ["甲", "乙", "丁", "己"]
    assert rows.rows[1].indicator.actual == ""  # a short row is padded
    assert [code for code, _ in said(rows)] == [
        "row-short",
        "row-columns",
        "line-damaged",
        "row-without-name",
    ]
    assert said(rows)[0][1] == "line 3: 2 cells where the headers need 3; the last ones are taken as blank"
    assert said(rows)[1][1] == "line 4: 4 cells where the headers have 3; the row is left out"
    assert said(rows)[2][1].startswith("line 6 is damaged")
    assert said(rows)[3][1] == "line 7: the row names no indicator; it is left out"
    assert [finding.open for finding in rows.findings] == [False, True, True, True]


def test_a_row_over_several_lines_is_named_with_all_of_them() -> None:
    rows = read('三级指标,指标值,实际完成值\n甲,1,2\n"乙\n,1",2,3,4\n,"1\n\n",2\n己,1,2\n')
    assert [row.indicator.name for row in rows] == ["甲", "己"]
    assert said(rows) == [
        ("row-columns", "lines 3 to 4: 4 cells where the headers have 3; the row is left out"),
        ("row-without-name", "lines 5 to 7: the row names no indicator; it is left out"),
    ]


def test_an_open_quote_is_reported_where_it_opens() -> None:
    rows = read('三级指标,指标值\n甲,1\n"乙,1\n丙,1\n')
    assert [row.indicator.name for row in rows] == ["甲", "丙"]
    assert [(code, text[:6]) for code, text in said(rows)] == [("line-damaged", "line 3")]


def test_sums_and_headers_printed_again_are_no_indicators() -> None:
    rows = read("三级指标,指标值,分值\n甲,1,90\n三级指标,指标值,分值\n合计,,90\n总分（100）,,\n")
    assert [row.indicator.name for row in rows] == ["甲"]
    assert rows.findings == ()


@pytest.mark.parametrize(
    ("cell", "points", "codes"),
    [
        ("10", "10", []),
        ("10分", "10", []),
        ("22.5", "22.5", []),
        ("0", "0", []),
        ("10%", "10", ["points-from-percent"]),
        ("十分", None, ["points-unreadable"]),
        ("-3", None, ["points-unreadable"]),
        ("1e3", None, ["points-unreadable"]),
        ("NaN", None, ["points-unreadable"]),
        ("", None, []),
    ],
)
def test_points_are_exact_or_said_to_be_none(cell: str, points: str | None, codes: list[str]) -> None:
    rows = read(f"三级指标,分值\n甲,{cell}\n")
    assert rows.rows[0].indicator.points == (None if points is None else Decimal(points))
    assert [finding.code for finding in rows.findings] == codes


def test_a_weight_in_per_cent_is_said_once() -> None:
    rows = read("三级指标,权重\n甲,40%\n乙,60％\n")
    assert [row.indicator.points for row in rows] == [Decimal(40), Decimal(60)]
    assert [finding.code for finding in rows.findings] == ["points-from-percent"]


@pytest.mark.parametrize(
    ("cell", "year"), [("2020", 2020), ("2020年", 2020), ("2020 年度", 2020), ("去年", None)]
)
def test_the_year(cell: str, year: int | None) -> None:
    rows = read(f"三级指标,年度\n甲,{cell}\n")
    assert rows.rows[0].indicator.fiscal_year == year
    assert [finding.code for finding in rows.findings] == ["year-unreadable"] * (year is None)


def test_four_grades_are_bands() -> None:
    rows = read("绩效指标,优,良,中,差\n结案率,95%,90%,80%,60%\n")
    assert rows.rows[0].indicator.bands == ("95%", "90%", "80%", "60%")
    assert "bands" in rows.columns


def test_a_repeated_header_is_said_and_an_unknown_one_is_kept_by_name() -> None:
    rows = read("三级指标,指标值,指标值,备注\n甲,1,2,x\n")
    assert rows.rows[0].indicator.target == "1"
    assert [finding.code for finding in rows.findings] == ["header-repeated"]
    assert rows.unused == ("指标值", "备注")


@pytest.mark.parametrize(
    "header", ["指标值", " 指标值 ", "指标值（A）", "指标值(A)", "年度 指标值", "年度指标值【万元（A）】"]
)
def test_blanks_and_brackets_in_a_header_do_not_count(header: str) -> None:
    assert read(f"三级指标,{header}\n甲,1\n").rows[0].indicator.target == "1"


WORDS = [(field, word) for field, words in load_table("headers.toml")["headers"].items() for word in words]


@pytest.mark.parametrize(("field", "word"), WORDS)
def test_every_header_word_is_one_field_of_an_indicator(field: str, word: str) -> None:
    assert [other for other, same in WORDS if same == word] == [field]
    cell = {
        "points": "5",
        "earned": "5",
        "hand_points": "5",
        "deduction": "5",
        "reviewed_earned": "5",
        "fiscal_year": "2020",
    }.get(field, "某")
    text = f"{word}\n{cell}\n" if field == "name" else f"三级指标,{word}\n某,{cell}\n"
    assert str(getattr(read(text).rows[0].indicator, field)) == cell


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"\xef\xbb\xbf\r\n,,\r\n", "file-empty"),
        (b"PK\x03\x04\x00\x00\xff\xff\xff", "file-not-text"),
        (b"a\x00b,c\n", "file-not-text"),
        ("项目,金额\n甲,1\n".encode(), "header-missing"),
    ],
)
def test_what_is_no_table_of_indicators_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(TableError) as caught:
        read_rows(io.BytesIO(content))
    assert caught.value.code == code
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301  (our own)


def test_headers_are_looked_for_near_the_top_only() -> None:
    assert len(read("说明,\n" * 29 + "三级指标,备注\n甲,1\n")) == 1
    with pytest.raises(TableError):
        read("说明,\n" * 30 + "三级指标,备注\n甲,1\n")
    assert (
        len(read("说明,\n" * 300 + "三级指标,指标值\n甲,1\n")) == 1
    )  # a head that names a target is one anywhere


def test_a_missing_name_column_names_what_was_found() -> None:
    with pytest.raises(TableError) as caught:
        read("编号,指标值,金额\n1,2,3\n")
    assert caught.value.en == (
        "no column of indicator names (三级指标, 三级指标名称, 指标名称) "
        "among the headers found: 编号, 指标值, 金额"
    )
    assert caught.value.zh.startswith("找不到指标名称列（三级指标")


@pytest.mark.parametrize("wrong", [None, 3, ["a"]])
def test_what_is_no_file_is_a_programming_error(wrong: object) -> None:
    with pytest.raises((TypeError, AttributeError)):
        read_rows(wrong)  # type: ignore[arg-type]


def test_what_leaves_points_open_says_so() -> None:
    head = "三级指标,指标值,分值,得分\n"
    text = f"{head}培训,≥5场,十分,\n宣传,≥5场,10,九\n多余,≥5场,10,9,8,7\n,≥5场,10,\n,≥5场,,\n"
    found = read(text).findings
    assert [(one.code, one.open) for one in found] == [
        ("points-unreadable", True),
        ("points-unreadable", False),
        ("row-columns", True),
        ("row-without-name", True),
        ("row-without-name", False),
    ]
