"""The page as a whole (审阅页): one file, no network, readable without its script."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from budgetkpi.errors import FormError
from budgetkpi.forms.handed import given_appraisals
from budgetkpi.forms.review_page.controls import filters, languages
from budgetkpi.forms.review_page.indicators_part import COLUMNS, heading
from budgetkpi.forms.review_page.legend import Legend
from budgetkpi.forms.review_page.markup import Markup, said, tag, text
from budgetkpi.forms.review_page.objected import objections_of
from budgetkpi.forms.review_page.overview import headings, overview_table, tally
from budgetkpi.forms.review_page.projects_part import project_part
from budgetkpi.messages import Catalog
from budgetkpi.wording import in_language
from budgetkpi.writing import PAGES, suffix_of, whole_file

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Sequence

    from budgetkpi.forms.review_page.markup import Both
    from budgetkpi.sheets import Appraisal

__all__ = ["write_review"]

_say: Final = Catalog("forms")


def write_review(
    appraisals: Appraisal | Iterable[Appraisal], path: str | os.PathLike[str], *, lang: str = "zh"
) -> None:
    """Write a page to look at what projects earned and why (审阅页).

    One HTML file that fetches nothing: an overview of the projects (total, grade, how many rows are
    met, not met and undetermined, lights), then each project's rows with attainment, points, the
    reason, what was assumed, what `check` objects to, and whose rule the points follow. Rows can be
    filtered by verdict, cause and word, and put in order; both languages are in the page. It can be read
    without its script, on a phone and on paper; whatever a cell says is shown as text.

    Args:
        appraisals: what the projects earned, in the order of the page.
        path: the page, `.html`; it is written whole or not at all.
        lang: `zh` or `en`: the language that is shown first.

    Raises:
        FormError: nothing to write, or a name that does not end in `.html`.
        TypeError: something that is no appraisal.
        ValueError: another language.
        OSError: the file cannot be written.
    """
    in_language(lang)
    if suffix_of(path) not in PAGES:
        raise FormError(_say("suffix-wrong", path=Path(path).name, wanted=PAGES[0]))
    given = given_appraisals(appraisals)
    with whole_file(path) as file:
        for part in _page(given, lang):
            file.write(part.encode())


def _page(appraisals: Sequence[Appraisal], lang: str) -> Iterator[str]:
    """The page, a part at a time."""
    objections = [objections_of(one) for one in appraisals]
    legend = Legend()
    yield "<!doctype html>\n"
    yield f'<html lang="{"zh-CN" if lang == "zh" else "en"}">\n'
    yield _head()
    yield "\n<body>\n"
    yield tag("a", said(_say("page-skip")), href="#main", class_="skip")
    yield tag("header", tag("h1", said(_say("page-title"))), languages(lang))
    yield '\n<main id="main">\n'
    yield tag(
        "section",
        tag("h2", said(_say("page-overview")), id="overview-head"),
        tally(appraisals),
        filters(lang, appraisals, objections),
        overview_table(appraisals, objections),
        id="overview",
        aria_labelledby="overview-head",
    )
    for number, (one, found) in enumerate(zip(appraisals, objections, strict=True), start=1):
        yield "\n"
        yield project_part(number, one, found, legend)
    yield "\n"
    yield legend.part(appraisals)
    yield "\n</main>\n"
    yield tag("footer", tag("p", said(_say("page-made"))))
    yield f"\n<script>{_asset('review.js')}</script>\n</body>\n</html>\n"


def _head() -> Markup:
    style, script = _style(), _asset("review.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("link", rel="icon", href="data:,"),  # else a browser asks its server for one
        tag("title", f"{_say('page-title').zh} · {_say('page-title').en}"),
        Markup(f"<style>{style}</style>"),
    )


def _asset(name: str) -> str:
    return resources.files("budgetkpi.forms.review_page").joinpath(name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def _style() -> str:
    """The style, and the headings that stand beside each cell where a row is too narrow for columns."""
    rules = [_asset("review.css")]
    rules += _beside("projects tbody", headings())
    rules += _beside("rows tbody", [heading(name) for name in COLUMNS])
    return "".join(rules)


def _beside(table: str, heads: Sequence[Both]) -> Iterator[str]:
    for lang, shown in (("zh", ":not(:has(#lang-en:checked))"), ("en", ":has(#lang-en:checked)")):
        for place, head in enumerate(heads, start=1):
            if place == 1:
                continue  # the name of the row stands above the others
            words = head.zh if lang == "zh" else head.en
            rule = f"html{shown} .{table} tr:not(.why)>:nth-child({place})::before"
            yield f'@media (max-width:44rem){{{rule}{{content:"{text(words)}"}}}}\n'
