"""How a score is told to people (计分说明), in English and Chinese.

The texts stand in grammar/messages/scoring.toml; this module chooses and orders them. It looks
only at the attributes of what it is given.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from budgetkpi.messages import Catalog, Message
from budgetkpi.policy.row_rules import Dates, Over, Qualitative, Satisfaction, Shortfall
from budgetkpi.policy.table_rules import Review
from budgetkpi.scoring.points import percent, written
from budgetkpi.values import Missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from budgetkpi.messages import Note
    from budgetkpi.policy.fields import Rule
    from budgetkpi.scoring.scores import Score
    from budgetkpi.values import Value

__all__ = ["LANGUAGES", "explain_score", "in_language"]

LANGUAGES: Final = ("en", "zh")
"""The languages that budgetkpi speaks."""

_SAID_ABOVE: Final = ("verdict-open",)
"""Notes whose words the verdict has said already."""
_say: Final = Catalog("scoring")


def explain_score(score: Score, lang: str) -> str:
    """Tell one row: what was read, which rule, whose rule, the arithmetic, what was assumed."""
    pick = in_language(lang)
    return "\n".join([pick(_headline(score)), *(f"  {pick(line)}" for line in _lines(score, pick))])


def in_language(lang: str) -> Callable[[Message], str]:
    """What picks the text of a message in `lang`, which is `en` or `zh`."""
    if lang not in LANGUAGES:
        raise ValueError(f"explanations are in {' or '.join(LANGUAGES)}, not {lang!r}")
    return lambda message: message.zh if lang == "zh" else message.en


def _headline(score: Score) -> Message:
    name = score.indicator.name.strip() or "—"
    points = "—" if score.points is None else f"{score.points:f}"
    if score.earned is not None:
        return _say(
            "explain-earned", name=name, earned=f"{score.earned:f}", points=points, policy=score.policy
        )
    if score.band is not None:
        low, high = score.band
        band = {"low": f"{low:f}", "high": f"{high:f}"}
        return _say("explain-band", name=name, **band, points=points, policy=score.policy)
    if score.share is not None:
        return _say("explain-share", name=name, share=percent(score.share), policy=score.policy)
    return _say("explain-open", name=name, points=points, policy=score.policy)


def _lines(score: Score, pick: Callable[[Message], str]) -> Iterator[Message]:
    evaluation = score.evaluation
    yield _say(
        "explain-read",
        target=_cell(evaluation.target, score.indicator.target),
        target_read=_read(evaluation.target, pick),
        actual=_cell(evaluation.actual, score.indicator.actual or ""),
        actual_read=_read(evaluation.actual, pick),
    )
    outcome = pick(_say(f"outcome-{evaluation.outcome.value}"))
    yield _say("explain-verdict", outcome=outcome, reason=pick(evaluation.reason))
    if evaluation.inference is not None:
        direction = pick(_say(f"direction-{evaluation.direction.value}"))
        yield _say("explain-direction", direction=direction, why=pick(evaluation.inference.why))
    for applied in score.applied:
        rule, status = _rule(applied.field, applied.rule), _say(f"status-{applied.rule.status.value}")
        source = applied.rule.source or "—"
        field = pick(_say(f"field-{applied.field}"))
        yield _say("explain-rule", field=field, rule=pick(rule), source=source, status=pick(status))
    if score.formula:
        yield _say("explain-formula", formula=score.formula)
    yield from _rounding(score)
    for flag in score.flags:
        yield _say("explain-flag", flag=flag.value, meaning=pick(_say(f"flag-{flag.value}")))
    yield from _assumed((*evaluation.notes, *score.notes), pick)
    yield from _alternatives(score)


def _rounding(score: Score) -> Iterator[Message]:
    """The points before they were rounded, where rounding changed them."""
    if score.earned is None or score.share is None or score.points is None:
        return
    exact = Fraction(score.points) * score.share
    places = -int(score.earned.as_tuple().exponent)
    if exact != Fraction(score.earned) and abs(exact - Fraction(score.earned)) < Fraction(1, 10**places):
        yield _say("explain-exact", exact=written(exact).strip("()"), places=places)


def _assumed(notes: tuple[Note, ...], pick: Callable[[Message], str]) -> Iterator[Message]:
    said = list(dict.fromkeys(pick(note.message) for note in notes if note.code not in _SAID_ABOVE))
    if not said:
        yield _say("explain-nothing-assumed")
    for text in said:
        yield _say("explain-assumed", note=text)


def _alternatives(score: Score) -> Iterator[Message]:
    """Every other reading that a note, a cell or the direction leaves open."""
    evaluation = score.evaluation
    found = [text for note in (*evaluation.notes, *score.notes) for text in note.alternatives]
    for value in (evaluation.target, evaluation.actual):
        found += [str(other) for other in (value.alternatives if value is not None else ())]
    readings = [text for text in dict.fromkeys(found) if text]
    if readings:
        yield _say("explain-else", readings=" · ".join(readings))


def _cell(value: Value | None, otherwise: str) -> str:
    return value.text or str(value) if value is not None else otherwise


def _read(value: Value | None, pick: Callable[[Message], str]) -> str:
    if value is None:
        return pick(_say("explain-unreadable"))
    return pick(_say("explain-nothing")) if isinstance(value, Missing) else str(value)


def _rule(field: str, rule: Rule) -> Message:
    """What a rule says, with its numbers."""
    kind = getattr(rule, "kind", None)
    code = f"rule-{field}" if kind is None else f"rule-{field}-{kind.value}"
    return _say(code, **_numbers(rule))


def _numbers(rule: Rule) -> dict[str, str]:
    if isinstance(rule, Shortfall) and rule.pass_mark is not None:
        return {"pass_mark": percent(rule.pass_mark)}
    if isinstance(rule, Over):
        bands = ", ".join(f"≥ {percent(at)}: {percent(share)}" for at, share in rule.bands)
        return {"at": percent(rule.at or Fraction(1)), "bands": bands}
    if isinstance(rule, Qualitative) and rule.edges:
        return {"first": percent(rule.edges[0]), "second": percent(rule.edges[1])}
    if isinstance(rule, Dates):
        return {"days": str(rule.days), "step": percent(rule.step or Fraction(0))}
    if isinstance(rule, Satisfaction):
        return {"steps": ", ".join(f"≥ {percent(at)}: {percent(share)}" for at, share in rule.steps)}
    if isinstance(rule, Review):
        return {"cases": ", ".join(rule.cases)}
    return {}
