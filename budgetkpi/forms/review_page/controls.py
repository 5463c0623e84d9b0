"""What the rows can be looked for by (筛选), and the languages.

The choices are for the script: without it every row is there, and they are hidden. The switch of
languages works without it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from budgetkpi.forms.review_page.markup import Markup, said, tag
from budgetkpi.messages import Catalog, Message, outlined
from budgetkpi.results import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.forms.review_page.markup import Both
    from budgetkpi.forms.review_page.objected import Objections
    from budgetkpi.sheets import Appraisal

__all__ = ["filters", "languages"]

_say: Final = Catalog("forms")
_ORDERS: Final = ("table", "attainment", "lost")
_LONGEST: Final = 60


def languages(lang: str) -> Markup:
    """The switch between the two languages, `lang` the one that is shown first."""
    choices: list[Markup] = []
    for code, word in (("zh", "中文"), ("en", "English")):
        choices += (
            tag("input", type="radio", name="lang", id=f"lang-{code}", checked=code == lang),
            tag("label", word, for_=f"lang-{code}", class_=f"to-{code}"),
        )
    return tag("fieldset", tag("legend", "语言 · Language"), *choices, class_="languages")


def filters(lang: str, appraisals: Sequence[Appraisal], objections: Sequence[Objections]) -> Markup:
    """Outcome, cause, word and order, and how many rows are shown."""
    every = _say("page-all")
    return tag(
        "form",
        _choice("outcome", [("", every), *((one.value, one) for one in Outcome)], lang),
        _choice("cause", [("", every), *_causes(appraisals, objections)], lang),
        tag(
            "p",
            tag("label", said(_say("page-word")), for_="word"),
            tag("input", type="search", id="word", autocomplete="off"),
        ),
        _choice("order", [(order, _say(f"page-order-{order}")) for order in _ORDERS], lang),
        tag("p", tag("button", said(_say("page-reset")), type="reset")),
        tag("p", _counted(appraisals), id="shown", role="status", aria_live="polite"),
        id="filters",
        hidden=True,
    )


def _counted(appraisals: Sequence[Appraisal]) -> Markup:
    """How many rows are shown; the script writes the number."""
    rows = str(sum(len(one.rows) for one in appraisals))
    before, after = (said(_say(code, rows=rows)) for code in ("page-shown", "page-shown-of"))
    return Markup(f"{before}{tag('output', rows)}{after}")


def _choice(name: str, options: list[tuple[str, Both]], lang: str) -> Markup:
    made = (
        tag("option", one.zh if lang == "zh" else one.en, value=value, data_zh=one.zh, data_en=one.en)
        for value, one in options
    )
    label = tag("label", said(_say(f"page-{name}")), for_=name)
    return tag("p", label, tag("select", *made, id=name))


def _causes(appraisals: Sequence[Appraisal], objections: Sequence[Objections]) -> list[tuple[str, Both]]:
    """The causes by which a row can be looked for, the most frequent first."""
    counts: Counter[str] = Counter()
    first: dict[str, Message] = {}
    for appraisal, said_against in zip(appraisals, objections, strict=True):
        for place, score in enumerate(appraisal.rows):
            for code, message in dict(said_against.causes(score, place)).items():
                counts[code] += 1
                first.setdefault(code, message)
    return [(code, _named(code, count, first[code])) for code, count in counts.most_common()]


def _named(code: str, count: int, message: Message) -> Message:
    """A cause in words: its message without what is of one row only."""
    outline = outlined(message.code)
    if outline is None:
        return Message(code, f"{code} ({count})", f"{code}（{count}）")
    named = (outline.en.removeprefix("…: "), outline.zh.removeprefix("…："))  # the name of the row
    en, zh = (one if len(one) <= _LONGEST else one[:_LONGEST] + "…" for one in named)
    return Message(code, f"{en} ({count})", f"{zh}（{count}）")
