"""A project on the page (项目): what it is, how its points add up, what is said of the whole table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from budgetkpi.forms.review_page.indicators_part import found, heading, indicator_table
from budgetkpi.forms.review_page.markup import Markup, cell, said, tag
from budgetkpi.messages import Bilingual, Catalog
from budgetkpi.wording import percentage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.forms.review_page.legend import Legend
    from budgetkpi.forms.review_page.markup import Both
    from budgetkpi.forms.review_page.objected import Objections
    from budgetkpi.sheets import Appraisal

__all__ = ["project_part", "total_shown"]

_say: Final = Catalog("forms")


def project_part(number: int, appraisal: Appraisal, objections: Objections, legend: Legend) -> Markup:
    """The part of one project; `number` counts from 1."""
    title = cell(appraisal.sheet.title) or said(_say("page-untitled"))
    remarks = [tag("li", said(line)) for line in appraisal.sums() if not line.code.endswith("grade")]
    remarks += [tag("li", said(note.message), class_="note") for note in appraisal.notes]
    remarks += [found(finding) for finding in objections.table]
    return tag(
        "section",
        tag("h2", f"{number}. ", title, id=f"p{number}-head"),
        tag("dl", *_facts(appraisal)),
        tag("ul", *remarks),
        indicator_table(number, appraisal, objections, legend)
        if appraisal.rows
        else tag("p", said(_say("page-no-rows"))),
        tag("p", tag("a", said(_say("page-up")), href="#overview"), class_="up"),
        id=f"p{number}",
        class_="project",
        aria_labelledby=f"p{number}-head",
    )


def _facts(appraisal: Appraisal) -> Iterator[Markup]:
    """What the head of the form says."""
    sheet = appraisal.sheet
    yield from _fact("department", cell(sheet.department))
    yield from _fact("fiscal_year", "" if sheet.fiscal_year is None else str(sheet.fiscal_year))
    yield from _fact("budget", "" if sheet.budget is None else f"{sheet.budget:f}")
    yield from _fact("executed", "" if sheet.executed is None else f"{sheet.executed:f}")
    rate = appraisal.execution_rate
    yield from _fact("execution_rate", "" if rate is None else percentage(rate))
    yield from _fact("total", total_shown(appraisal))
    yield from _fact("grade", said(appraisal.grade) if appraisal.grade else said(_say("page-no-grade")))
    yield from _fact("policy", tag("a", appraisal.policy.name, href="#rules"))
    source = sheet.source or ""
    shown = tag("bdi", said(source)) if isinstance(source, Bilingual) else cell(source)
    yield from _fact(_say("page-source"), shown)


def _fact(name: str | Both, content: str) -> Iterator[Markup]:
    if content:
        label = heading(name) if isinstance(name, str) else name
        yield tag("div", tag("dt", said(label)), tag("dd", content))


def total_shown(appraisal: Appraisal) -> str:
    """The total and what it is out of; its range where it is open."""
    if appraisal.total is not None:
        shown = f"{appraisal.total:f}"
    elif appraisal.total_range is not None:
        shown = "—".join(f"{end:f}" for end in appraisal.total_range)
    else:
        shown = "—"
    return f"{shown} / {appraisal.out_of:f}"
