"""The page to look at: what stands in it, read by an independent parser."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import budgetkpi as bk
from budgetkpi.forms.review_page.markup import cell, said, tag, text
from budgetkpi.messages import Message, outlined
from tests.forms import made

html = pytest.importorskip("lxml.html")

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.html import HtmlElement


def appraisals() -> list[bk.Appraisal]:
    sheets = (made.culture(), made.water(), made.open_rows(), made.hostile())
    return [sheet.appraise() for sheet in sheets]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> HtmlElement:
    path = tmp_path_factory.mktemp("page") / "page.html"
    bk.write_review(appraisals(), path)
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def shown(element: HtmlElement, lang: str = "zh") -> str:
    """What a person sees of an element in one language."""
    other = "en" if lang == "zh" else "zh"
    parts = element.xpath(f".//text()[not(ancestor::*[@lang='{other}'])]")
    return " ".join("".join(parts).split())


def test_the_overview_tells_each_project(page: HtmlElement) -> None:
    lines = page.xpath("//table[@class='projects']/tbody/tr")
    assert len(lines) == 4
    first = [shown(one) for one in lines[0]]
    assert first[0].startswith("1. 公共图书馆免费开放")
    assert first[1:7] == ["97.97 / 100", "优", "6", "1", "0", "97.7%"]
    opened = [shown(one) for one in lines[2]]
    assert opened[1].endswith("/ 100")
    assert "—" in opened[1]
    assert opened[2:6] == ["待定", "1", "1", "2"]
    english = [shown(one, "en") for one in lines[0]]
    assert english[2] == "excellent"


def test_each_row_tells_verdict_attainment_points_and_why(page: HtmlElement) -> None:
    row = page.get_element_by_id("p1-5")
    cells = [shown(one) for one in row[0]]
    assert cells == [
        "5 年接待读者人次效益指标 · 社会效益指标",
        "≥45万人次",
        "39.6万人次",
        "✗ 未达成",
        "88%",
        "13.20 / 15",
    ]
    why = shown(row[1])
    assert "偏差原因分析及改进措施 闭馆47天，下一步延时开放。" in why
    assert "15 × 396000 ÷ 450000 = 13.20" in why
    assert row.get("data-o") == "not_met"
    assert float(row.get("data-a")) == 0.88
    assert float(row.get("data-l")) == 1.8
    bar = row.xpath(".//*[local-name()='svg']/*[local-name()='rect']/@width")
    assert [float(width) for width in bar] == [90, 52.8]  # 100% stands at 60 of 90


def test_every_link_leads_somewhere_and_no_name_is_there_twice(page: HtmlElement) -> None:
    names = page.xpath("//@id")
    assert len(names) == len(set(names))
    links = page.xpath("//a/@href")
    assert {link[:1] for link in links} == {"#"}
    assert {link[1:] for link in links} <= set(names)
    for row in page.xpath("//tbody[@data-o]"):
        assert f"#{row.get('id')}" in links


def test_the_rules_say_whose_they_are(page: HtmlElement) -> None:
    told = shown(page.get_element_by_id("rules"))
    assert "national-2020" in told
    assert "财预〔2020〕10号" in told
    assert "自定" in told
    used = page.xpath("//tbody[@data-o]//a[starts-with(@href, '#rule-')]")
    assert used


def test_objections_stand_at_their_rows(page: HtmlElement) -> None:
    for number, appraisal in enumerate(appraisals(), start=1):
        for place, row in enumerate(appraisal.rows):
            said_here = shown(page.get_element_by_id(f"p{number}-{place + 1}"))
            for finding in bk.check(appraisal.sheet):
                if finding.indicator == row.indicator:
                    assert finding.code in said_here
    owed = page.get_element_by_id("p3-1")
    assert "reason-owed" in owed.get("data-c").split()


def test_what_a_cell_says_is_text(page: HtmlElement) -> None:
    assert len(page.xpath("//script")) == 1
    assert page.xpath("//script/@src | //img | //iframe | //object | //b[text()='粗']") == []
    names = [" ".join(one.itertext()) for one in page.xpath("//section[@id='p4']//th/bdi")]
    for content in made.HOSTILE:
        if content.isprintable():
            assert content in names
    assert not page.xpath("//@*[starts-with(name(), 'on')] | //@style")


def test_controls_and_overrides_are_seen_and_do_nothing(page: HtmlElement) -> None:
    everything = "".join(page.itertext())
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", everything
    )
    assert r"右\u202e到左\u2066" in everything
    assert r"控制\x01\x1b字符" in everything
    assert r"半个\ud800字" in everything


def test_the_page_fetches_nothing_and_runs_only_its_own_script(page: HtmlElement) -> None:
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for name in ("style", "script"):
        (content,) = page.xpath(f"//{name}/text()")
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
        assert "://" not in content
        assert "@import" not in content
        assert "url(" not in content
    assert set(page.xpath("//*/@src | //link/@href")) == {"data:,"}


def test_it_can_be_read_without_its_script(page: HtmlElement) -> None:
    """Only the choices that need the script are hidden, and no row or remark is."""
    assert [one.get("id") for one in page.xpath("//*[@hidden]")] == ["filters"]
    assert page.xpath("//details") == []


def test_tables_can_be_heard(page: HtmlElement) -> None:
    for table in page.xpath("//table"):
        assert table.xpath("caption")
        assert table.xpath("thead//th[@scope='col']")
        assert len(table.xpath("tbody")) == len(table.xpath("tbody[tr[1]/th[@scope='row']]"))
    fields = page.xpath("//select | //input")
    labels = page.xpath("//label/@for")
    assert {field.get("id") for field in fields} == set(labels)
    assert page.xpath("//*[@aria-live='polite']/@id") == ["shown"]
    assert page.xpath("//body/a[1]/@href") == ["#main"]
    assert page.xpath("/html/@lang") == ["zh-CN"]
    for section in page.xpath("//section"):
        assert section.get("aria-labelledby") in page.xpath("//h2/@id")


def test_what_is_said_is_there_in_both_languages(page: HtmlElement) -> None:
    for one in page.xpath("//span[@lang='zh']"):
        assert one.getnext() is not None
        assert one.getnext().get("lang") == "en"
    for option in page.xpath("//option"):
        assert option.get("data-zh")
        assert option.get("data-en")


def test_causes_are_named_in_words(page: HtmlElement) -> None:
    named = {one.get("value"): one.text for one in page.xpath("//select[@id='cause']/option")}
    assert named["reason-owed"] == "扣…分，未填写偏差原因及改进措施（2）"
    codes = {code for row in page.xpath("//tbody[@data-c]/@data-c") for code in row.split()}
    assert set(named) == codes | {""}


def test_a_code_that_nobody_says_has_no_outline() -> None:
    assert outlined("no-such-code") is None
    assert outlined("reason-owed") == Message(
        "reason-owed", "…: … points lost, and no reason is given", "…：扣…分，未填写偏差原因及改进措施"
    )


def test_english_comes_first_where_it_is_asked_for(tmp_path: Path) -> None:
    bk.write_review(made.culture().appraise(), tmp_path / "page.htm", lang="en")
    page = html.document_fromstring((tmp_path / "page.htm").read_text(encoding="utf-8"))
    assert page.xpath("/html/@lang") == ["en"]
    assert page.xpath("//input[@checked]/@id") == ["lang-en"]
    assert page.xpath("//select[@id='outcome']/option")[1].text == "met"


def test_rows_that_are_alike_keep_their_own_findings(tmp_path: Path) -> None:
    row = bk.Indicator("培训场次", "≥5场", actual="4场", points=20)
    bk.write_review(
        bk.Sheet("重复", indicators=[row, row, attrs.evolve(row)]).appraise(), tmp_path / "page.html"
    )
    page = html.document_fromstring((tmp_path / "page.html").read_text(encoding="utf-8"))
    assert len(page.xpath("//tbody[@data-o]")) == 3


def test_a_sheet_with_nothing_in_it_is_a_page(tmp_path: Path) -> None:
    bk.write_review([bk.Sheet().appraise()], tmp_path / "page.html")
    page = html.document_fromstring((tmp_path / "page.html").read_text(encoding="utf-8"))
    assert "表中没有指标。" in shown(page)
    assert "（未填项目名称）" in shown(page)


@pytest.mark.parametrize(
    ("given_rows", "name", "code"),
    [([], "page.html", "nothing-to-write"), (appraisals()[:1], "page.xlsx", "suffix-wrong")],
)
def test_what_cannot_be_written_is_an_error_and_no_file(
    given_rows: list[bk.Appraisal], name: str, code: str, tmp_path: Path
) -> None:
    with pytest.raises(bk.FormError) as error:
        bk.write_review(given_rows, tmp_path / name)
    assert error.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_another_language_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not 'fr'"):
        bk.write_review(appraisals()[:1], tmp_path / "page.html", lang="fr")


def test_the_same_appraisals_make_the_same_page(tmp_path: Path) -> None:
    for name in ("one.html", "two.html"):
        bk.write_review(appraisals(), tmp_path / name)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_text_comes_out_as_text(content: str) -> None:
    """Between tags and in an attribute: what a parser reads is the text, with escapes for what acts."""
    made_of_it = tag("p", content, cell(content), said(Message("", content, f"{content}。")), title=content)
    element = html.fragment_fromstring(str(made_of_it))
    assert element.tag == "p"
    assert {one.tag for one in element.iter()} <= {"p", "bdi", "span"}
    expected = str(html.fragment_fromstring(f"<p>{text(content)}</p>").text_content())
    if not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]",
        content,
    ):
        assert expected == content
    assert element.get("title", "") == expected


def test_where_a_table_was_read_from_is_told_in_both_languages(tmp_path: Path) -> None:
    source = tmp_path / "自评.csv"
    source.write_text(
        "三级指标,指标值,分值,实际完成值\n场次,≥5场,90,5场\n\n三级指标,指标值,分值,实际完成值\n人次,≥5人次,90,5人次\n",
        "utf-8",
    )
    workbook = tmp_path / "自评.xlsx"
    bk.write_form([sheet.appraise() for sheet in bk.read_sheets(source)], workbook)
    path = tmp_path / "page.html"
    bk.write_review([sheet.appraise() for sheet in bk.read_sheets(workbook)], path)
    page = html.document_fromstring(path.read_text(encoding="utf-8"))
    for lang, word in (("zh", "工作表"), ("en", "worksheet")):
        told = [shown(one, lang) for one in page.xpath("//bdi") if "自评.xlsx" in shown(one, lang)]
        assert told
        assert all(word in one for one in told), told
