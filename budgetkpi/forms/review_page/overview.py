"""All projects at a glance (项目总览)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from budgetkpi.forms.review_page.indicators_part import heading, verdict
from budgetkpi.forms.review_page.markup import Markup, cell, join, said, tag
from budgetkpi.forms.review_page.pictures import outcome_bar
from budgetkpi.forms.review_page.projects_part import total_shown
from budgetkpi.messages import Catalog
from budgetkpi.results import Outcome
from budgetkpi.wording import percentage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from budgetkpi.forms.review_page.markup import Both
    from budgetkpi.forms.review_page.objected import Objections
    from budgetkpi.sheets import Appraisal

__all__ = ["headings", "overview_table", "tally"]

_say: Final = Catalog("forms")
LIGHTS: Final = {
    "score-over-execution": "red",
    "score-over-execution-open": "red",
    "money-unspent": "yellow",
}
"""The findings of an appraisal that are lights, and their colours."""


def headings() -> tuple[Both, ...]:
    """The headings of the overview."""
    return (
        heading("title"),
        heading("total"),
        heading("grade"),
        *Outcome,
        heading("execution_rate"),
        _say("page-lights"),
        heading("findings"),
    )


def overview_table(appraisals: Sequence[Appraisal], objections: Sequence[Objections]) -> Markup:
    """A row for each project, with a link to it."""
    rows = (
        _row(number, *pair) for number, pair in enumerate(zip(appraisals, objections, strict=True), start=1)
    )
    heads = (tag("th", said(head), scope="col", role="columnheader") for head in headings())
    return tag(
        "table",
        tag("caption", said(_say("page-a-row-each"))),
        tag("thead", tag("tr", *heads, role="row"), role="rowgroup"),
        tag("tbody", *rows, role="rowgroup"),
        class_="projects",
        role="table",
    )


def tally(appraisals: Sequence[Appraisal]) -> Markup:
    """How many projects and rows there are, and how the rows came out."""
    counts = Counter(score.evaluation.outcome for one in appraisals for score in one.rows)
    rows = sum(counts.values())
    parts = [said(_say("page-tally", projects=len(appraisals), rows=rows))]
    parts += [join((verdict(outcome), f" {counts[outcome]}")) for outcome in Outcome]
    return tag("p", outcome_bar(counts), " ", join(parts, " · "), class_="tally")


def _row(number: int, appraisal: Appraisal, objections: Objections) -> Markup:
    counts = Counter(score.evaluation.outcome for score in appraisal.rows)
    title = cell(appraisal.sheet.title) or said(_say("page-untitled"))
    department = cell(appraisal.sheet.department)
    rate = appraisal.execution_rate
    lowest = appraisal.total if appraisal.total is not None else (appraisal.total_range or (None,))[0]
    grade = said(appraisal.grade) if appraisal.grade else said(_say("page-no-grade"))

    def one(content: str | Markup, key: object = None) -> Markup:
        return tag("td", content, role="cell", data_k=None if key is None else str(key))

    name = tag("a", f"{number}. ", title, href=f"#p{number}")
    return tag(
        "tr",
        tag("th", name, tag("small", department) if department else None, scope="row", role="rowheader"),
        one(total_shown(appraisal), lowest if lowest is None else f"{lowest:f}"),
        one(grade),
        *(one(str(counts[outcome]), counts[outcome]) for outcome in Outcome),
        one(percentage(rate) if rate is not None else "—", None if rate is None else f"{float(rate):.6g}"),
        one(join(_lights(appraisal)) or "—"),
        one(str(objections.count), objections.count),
        role="row",
        data_p=f"p{number}",
    )


def _lights(appraisal: Appraisal) -> Iterator[Markup]:
    """The lights of the appraisal: a disc, and the word for its colour."""
    colours = dict.fromkeys(LIGHTS[f.code] for f in appraisal.findings if f.code in LIGHTS)
    for colour in colours:
        disc = tag("b", "●", aria_hidden="true", class_=colour)
        yield tag("span", disc, " ", said(_say(f"page-light-{colour}")), class_="light")
