"""The rows of a project on the page (指标明细): verdict, attainment, points, and why."""

from __future__ import annotations

import functools
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from budgetkpi.explaining import SAID_ABOVE
from budgetkpi.forms.cells_of_rows import actual_with_unit, target_cell
from budgetkpi.forms.review_page.markup import Both, Markup, cell, join, said, tag, text
from budgetkpi.forms.review_page.pictures import attainment_bar
from budgetkpi.messages import Catalog
from budgetkpi.results import Direction, Outcome
from budgetkpi.scoring.scores import points_shown
from budgetkpi.wording import percentage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.forms.review_page.legend import Legend
    from budgetkpi.forms.review_page.objected import Objections
    from budgetkpi.messages import Note
    from budgetkpi.results import Finding
    from budgetkpi.scoring import Score
    from budgetkpi.sheets import Appraisal

__all__ = ["COLUMNS", "found", "heading", "indicator_table", "verdict"]

_say: Final = Catalog("forms")
_words: Final = Catalog("wording")
COLUMNS: Final = ("name", "target", "actual", "outcome", "attainment", "earned")
"""The columns, by the names of their headings."""
_SIGNS: Final = {Outcome.MET: "✓", Outcome.NOT_MET: "✗", Outcome.UNDETERMINED: "?"}


def indicator_table(number: int, appraisal: Appraisal, objections: Objections, legend: Legend) -> Markup:
    """The table of one project; each row has a name that can be linked to."""
    heads = (tag("th", said(heading(name)), scope="col", role="columnheader") for name in COLUMNS)
    rows = (
        _row(f"p{number}-{place + 1}", score, place, objections, legend)
        for place, score in enumerate(appraisal.rows)
    )
    title = cell(appraisal.sheet.title) or said(_say("page-untitled"))
    return tag(
        "table",
        tag("caption", said(_say("page-rows-of")), " ", title),
        tag("thead", tag("tr", *heads, role="row"), role="rowgroup"),
        *rows,
        class_="rows",
        role="table",
    )


def heading(name: str) -> Both:
    """The heading of a column."""
    return _words(f"column-{name.replace('_', '-')}")


@functools.cache
def verdict(outcome: Outcome) -> Markup:
    """A verdict as a sign and its word: never by its colour alone."""
    return tag(
        "span", tag("b", _SIGNS[outcome], aria_hidden="true"), " ", said(outcome), class_=f"v {outcome}"
    )


def _row(name: str, score: Score, place: int, objections: Objections, legend: Legend) -> Markup:
    """A row, and under it all that is said about it."""
    row, evaluation = score.indicator, score.evaluation
    lost = Decimal(-1)
    if score.points is not None:
        lost = score.points - (score.possible[0] if score.earned is None else score.earned)
    attained = evaluation.attainment
    levels = join((cell(level) for level in (row.level1, row.level2) if level.strip()), " · ")
    points = "—" if score.points is None else f"{score.points:f}"
    cells = (
        tag(
            "th",
            tag("a", f"{place + 1}", href=f"#{name}", class_="to", title=name),
            " ",
            cell(row.name) or said(_say("page-unnamed")),
            tag("small", levels) if levels else None,
            scope="row",
            role="rowheader",
        ),
        tag("td", cell(target_cell(row)) or "—", role="cell"),
        tag("td", cell(actual_with_unit(score)) or "—", role="cell"),
        tag("td", verdict(evaluation.outcome), role="cell"),
        tag("td", _attained(score), role="cell"),
        tag("td", tag("b", points_shown(score)), f" / {points}", class_="n", role="cell"),
    )
    causes = " ".join(dict.fromkeys(code for code, _ in objections.causes(score, place)))
    why = tag("ul", *_why(score, objections.rows[place], legend))
    return tag(
        "tbody",
        tag("tr", *cells, role="row"),
        tag("tr", tag("td", why, colspan=str(len(COLUMNS)), role="cell"), role="row", class_="why"),
        id=name,
        role="rowgroup",
        data_o=evaluation.outcome.value,
        data_c=causes or None,
        data_a=None if attained is None else f"{float(attained):.6g}",
        data_l=f"{lost:f}",
    )


def _attained(score: Score) -> Markup:
    attained = score.evaluation.attainment
    if attained is None:
        return tag("span", said(_say("page-no-ratio")), class_="quiet")
    shown = percentage(attained)
    return Markup(f"{attainment_bar(attained, score.evaluation.outcome)} {tag('span', shown, class_='n')}")


def _why(score: Score, findings: tuple[Finding, ...], legend: Legend) -> Iterator[Markup]:
    """Reason, the office's own reason, flags, arithmetic, whose rule, assumptions, objections."""
    yield tag("li", said(score.evaluation.reason))
    if (score.indicator.reason or "").strip():
        yield _labelled(heading("variance"), cell(score.indicator.reason or ""))
    if score.flags:
        yield _labelled(heading("flags"), join(map(said, score.flags), " · "))
    if score.formula or score.applied:
        parts = [Markup(tag("code", score.formula)) if score.formula else None]
        if score.applied:
            rules = legend.links(score.policy, score.applied)
            parts.append(Markup(f" {tag('span', said(_say('page-rule')), ' ', rules, class_='quiet')}"))
        yield _labelled(heading("formula"), join(parts))
    for note in dict.fromkeys((*score.evaluation.notes, *score.notes)):
        if note.code not in SAID_ABOVE:
            yield _labelled(_say("page-assumed"), _noted(note), "note")
    for finding in findings:
        yield found(finding)


def _noted(note: Note) -> Markup:
    others = [_other(note, one) for one in note.alternatives if one]
    if not others:
        return said(note.message)
    return join(
        (said(note.message), said(_say("page-else")), join(others, " · "), said(_say("page-else-end")))
    )


def _other(note: Note, reading: str) -> Markup:
    """Another reading; another direction by its word."""
    directions = {one.value: one for one in Direction} if note.code == "direction-inferred" else {}
    return said(directions[reading]) if reading in directions else text(reading)


def found(finding: Finding) -> Markup:
    """An objection, how much it matters and its code."""
    fix = join((" ", said(_say("page-fix")), " ", cell(finding.fix))) if finding.fix else None
    return tag(
        "li",
        tag("b", said(finding.severity), class_=f"s {finding.severity}"),
        " ",
        said(finding.message),
        fix,
        " ",
        tag("code", finding.code),
        class_="found",
    )


def _labelled(label: Both, content: Markup, class_: str | None = None) -> Markup:
    return tag("li", tag("span", said(label), class_="label"), " ", content, class_=class_)
