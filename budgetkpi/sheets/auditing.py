"""Holds a published self-evaluation against the rule (自评复核).

Published scores are evidence of practice, not of the rule: what departs is shown, never repaired.
"""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING, overload

import attrs

from budgetkpi.inputs import wrong_type
from budgetkpi.messages import Catalog, Message, Note
from budgetkpi.policy import DEFAULT, chosen_policy
from budgetkpi.results import Finding, Outcome, Severity
from budgetkpi.scoring import score
from budgetkpi.scoring.scores import Score, looked_at, points_shown, scored
from budgetkpi.sheets.comparing import Cause, Standing, causes, standing_of
from budgetkpi.sheets.published_totals import Figure, figures_of, sum_of_published
from budgetkpi.shown import Shown, clipped, counted
from budgetkpi.values import Amount, Comparator, Level, Missing, Range, Text
from budgetkpi.views import View, Viewed
from budgetkpi.wording import flat, in_language, joined, number, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from budgetkpi.indicators import Indicator
    from budgetkpi.policy import Policy
    from budgetkpi.results import Evaluation
    from budgetkpi.sheets import Sheet
    from budgetkpi.wording import Plain

__all__ = ["Audit", "AuditRow", "Cause", "Figure", "Standing", "audit"]

_say = Catalog("sheets")
ENOUGH = 3
"""Fewer rows that equal their targets are no pattern."""


@attrs.frozen(kw_only=True, repr=False)
class AuditRow(Shown, Viewed):
    """One published score beside the rule's (复核行).

    Attributes:
        score: what the rule gives.
        published: the score that was published, None where none was.
        standing: how the two stand.
        message: that in words.
        findings: full marks on an unmet or missing actual, words answering a number, more points than the
            weight, likely causes, a review that differs.
        causes: the wrong rules that give exactly what was published.
        review: what the rule gives for the value that a reviewer found (`reviewed_actual`), None where
            there is none.

    >>> from budgetkpi import Indicator, Sheet, audit
    >>> audit(Sheet(indicators=[Indicator("场次", "≥5场", points=9, actual="4场", earned=9)]))[0]
    <AuditRow higher published 9 rule 7.20 场次>
    """

    score: Score
    published: Decimal | None
    standing: Standing
    message: Message
    findings: tuple[Finding, ...] = ()
    causes: tuple[Cause, ...] = ()
    review: Score | None = None

    def row(self, lang: str = "zh") -> dict[str, Plain]:
        """One flat row of JSON types, for a report or a frame (复核行).

        Args:
            lang: `zh` for Chinese headers, `en` for English ones; so are the words in the cells.

        Returns:
            The row of the score (`Score.row`), 得分 being the rule's, with the published points, how the
            two stand, that in words, and the findings as one text.

        Raises:
            ValueError: another language.

        >>> from budgetkpi import Indicator, Sheet, audit
        >>> indicator = Indicator("培训场次", "≥5场", points=10, actual="4场", earned="9.5")
        >>> row = audit(Sheet(indicators=[indicator]))[0].row()
        >>> row["得分"], row["公布得分"], row["复核结论"]
        (8, 9.5, '偏高')
        """
        pick = in_language(lang)
        cells = scored(self.score, lang) | {
            "published": number(self.published),
            "standing": pick(self.standing),
            "compared": pick(self.message),
            "findings": joined((pick(finding.message) for finding in self.findings), lang),
            "reviewed": self.score.indicator.reviewed_actual or "",
            "reviewed_earned": number(_finite(self.score.indicator.reviewed_earned)),
            "apart": number(self._apart()),
            "causes": joined((pick(cause) for cause in self.causes), lang),
        }
        return flat(lang, **cells)

    def _apart(self) -> Decimal | None:
        """Reviewed points less those of the self-evaluation (偏差)."""
        own, other = self.published, _finite(self.score.indicator.reviewed_earned)
        return None if own is None or other is None else other - own

    def _told(self) -> str:
        published = "—" if self.published is None else f"{self.published:f}"
        name = clipped(self.score.indicator.name)
        return f"{self.standing.value} published {published} rule {points_shown(self.score)} {name}"

    def _view(self) -> View:
        lang = spoken()
        pick = in_language(lang)
        title, *lines = self.score.explain(lang).splitlines()
        found = [pick(finding.message) for finding in self.findings]
        return View.of(lang, title, [_looked_at(self, lang)], [*found, *(line.strip() for line in lines)])


@attrs.frozen(kw_only=True, repr=False)
class Audit(Shown, Viewed):
    """A published self-evaluation held against the rule (自评复核结果): a sequence of its rows.

    Attributes:
        rows: one for each row of the table.
        findings: those of the rows and those of the table as a whole.
        figures: the published total, execution points and grade beside the rule's.
        notes: which policy was taken.

    >>> from budgetkpi import Indicator, Sheet, audit
    >>> audit(Sheet(indicators=[Indicator("场次", "≥5场", points=9, actual="5场", earned=9)]))
    <Audit 1 row: 1 agrees>
    """

    rows: tuple[AuditRow, ...]
    findings: tuple[Finding, ...] = ()
    figures: tuple[Figure, ...] = ()
    notes: tuple[Note, ...] = ()

    def __iter__(self) -> Iterator[AuditRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> AuditRow: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[AuditRow, ...]: ...
    def __getitem__(self, place: int | slice) -> AuditRow | tuple[AuditRow, ...]:
        return self.rows[place]

    def _told(self) -> str:
        counts = collections.Counter(row.standing for row in self.rows)
        told = ", ".join(f"{counts[way]} {way.value}" for way in Standing if counts[way])
        return ": ".join(filter(None, (counted(len(self.rows), "row"), told)))

    def _view(self) -> View:
        lang = spoken()
        pick = in_language(lang)
        rows = [_looked_at(row, lang) for row in self.rows]
        return View.of(lang, "", rows, [pick(finding.message) for finding in self.findings])


def _looked_at(row: AuditRow, lang: str) -> dict[str, Plain]:
    """The cells of a row that a person looks at first."""
    pick = in_language(lang)
    told = looked_at(row.score, lang)
    del told["flags"], told["reason"]
    return told | {
        "published": number(row.published),
        "standing": pick(row.standing),
        "compared": pick(row.message),
    }


def audit(sheet: Sheet, *, policy: str | Policy = DEFAULT) -> Audit:
    """Hold each published score of a table against the rule (自评复核).

    Args:
        sheet: a table whose rows have `points`, `actual` and the published `earned`.
        policy: the name of a shipped policy, or a `Policy`.

    Returns:
        One row for each indicator, and every finding.

    Raises:
        PolicyError: no such policy.

    >>> from budgetkpi import Indicator, Sheet, audit
    >>> row = Indicator("执行率", "≥43.2万元", points=10, actual="37.24万元", earned=9)
    >>> audit(Sheet(indicators=[row]))[0].standing.value
    'rounded'
    """
    if not hasattr(sheet, "indicators"):
        raise wrong_type("sheet", "result", sheet, kind="Sheet")
    rules, taken = chosen_policy(policy, sheet.year)
    made = sheet.appraise(policy=rules)
    rows = tuple(
        _row(scored, _of_review(scored.indicator, rules, scored.indicator.fiscal_year or sheet.fiscal_year))
        for scored in made.rows
    )
    figures = tuple(figures_of(sheet, made))
    found = [finding for row in rows for finding in row.findings]
    found += [*_everywhere(rows), *_of_figures(sheet, rows, figures)]
    return Audit(rows=rows, findings=tuple(found), figures=figures, notes=taken)


def _of_review(row: Indicator, policy: Policy, fiscal_year: int | None) -> Score | None:
    """What the rule gives for the value that a reviewer found (复核完成值), None where there is none."""
    if row.reviewed_actual is None:
        return None
    return score(row, row.reviewed_actual, policy=policy, fiscal_year=fiscal_year)


def _explained(scored: Score, likely: tuple[Cause, ...]) -> Iterator[Finding]:
    """Which wrong rule gives exactly what was published."""
    if likely:
        en, zh = "; ".join(one.en for one in likely), "；".join(one.zh for one in likely)
        message = _say("likely-cause", name=scored.indicator.name, causes=en, causes_zh=zh)
        yield Finding("likely-cause", severity=Severity.INFO, message=message, indicator=scored.indicator)


def _reviewed(scored: Score, review: Score | None) -> Iterator[Finding]:
    """Where self-evaluation and review differ (自评与复核), in value and in points."""
    row = scored.indicator
    own, other = _finite(row.earned), _finite(row.reviewed_earned)
    if own is not None and other is not None and own != other:
        fields = {"own": f"{own:f}", "review": f"{other:f}", "apart": f"{other - own:+f}"}
        message = _say("review-differs", name=row.name, **fields)
        yield Finding("review-differs", severity=Severity.WARNING, message=message, indicator=row)
    if review is None:
        return
    if (row.actual or "").strip() != (row.reviewed_actual or "").strip():
        fields = {"own": row.actual or "—", "review": row.reviewed_actual or "—"}
        message = _say("review-value-differs", name=row.name, **fields)
        yield Finding("review-value-differs", severity=Severity.INFO, message=message, indicator=row)
    if other is not None and standing_of(review, other)[0] in (Standing.LOWER, Standing.HIGHER):
        low, high = review.possible
        given = f"{low:f}" if low == high else f"{low:f}—{high:f}"
        message = _say("review-not-the-rule", name=row.name, review=f"{other:f}", given=given)
        yield Finding("review-not-the-rule", severity=Severity.WARNING, message=message, indicator=row)


def _of_figures(sheet: Sheet, rows: tuple[AuditRow, ...], figures: tuple[Figure, ...]) -> Iterator[Finding]:
    """Published figures of the whole that depart from the rule, or from the published rows."""
    for figure in figures:
        if figure.standing not in (Standing.AGREES, Standing.ROUNDED) and figure.rule:
            yield Finding(f"published-{figure.name}", severity=Severity.WARNING, message=figure.message)
    message = sum_of_published(sheet, [row.published for row in rows])
    if message is not None:
        yield Finding("total-not-the-sum", severity=Severity.WARNING, message=message)


def _finite(points: Decimal | None) -> Decimal | None:
    return points if points is None or points.is_finite() else None


def _row(scored: Score, review: Score | None) -> AuditRow:
    published = _finite(scored.indicator.earned)
    standing, message = standing_of(scored, published)
    likely = causes(scored, published)
    found = [*_findings(scored, published), *_explained(scored, likely), *_reviewed(scored, review)]
    return AuditRow(
        score=scored,
        published=published,
        standing=standing,
        message=message,
        findings=tuple(found),
        causes=likely,
        review=review,
    )


def _findings(scored: Score, published: Decimal | None) -> Iterator[Finding]:
    row, evaluation = scored.indicator, scored.evaluation

    def found(code: str, severity: Severity, **fields: object) -> Finding:
        return Finding(code, severity=severity, message=_say(code, name=row.name, **fields), indicator=row)

    if published is not None and scored.points is not None:
        if published > scored.points:
            yield found(
                "points-over-weight", Severity.ERROR, published=f"{published:f}", points=f"{scored.points:f}"
            )
        # At a strict bound the formula itself gives full marks; an excess over = does under most rules.
        missed = evaluation.outcome is Outcome.NOT_MET and scored.earned != scored.points
        unknown = _unknown(evaluation)
        if unknown and published >= scored.points > 0:
            yield found(f"full-marks-{unknown}", Severity.ERROR, actual=row.actual or "")
        if missed and published >= scored.points > 0:
            reason = evaluation.reason
            yield found("full-marks-unmet", Severity.ERROR, reason=reason.en, reason_zh=reason.zh)
    number = isinstance(evaluation.target, Amount | Range)
    if number and isinstance(evaluation.actual, Level | Text) and evaluation.outcome is Outcome.UNDETERMINED:
        yield found("word-answers-number", Severity.WARNING, target=row.target, actual=row.actual or "")


def _unknown(evaluation: Evaluation) -> str:
    """Whether the actual is missing or cannot be read; "" where it says something."""
    if evaluation.actual is None:
        return "unreadable"
    missing = isinstance(evaluation.actual, Missing) and evaluation.outcome is Outcome.UNDETERMINED
    return "missing" if missing else ""


def _everywhere(rows: tuple[AuditRow, ...]) -> Iterator[Finding]:
    """Actual = target in every row that compares two numbers: copied rather than measured?"""
    compared = [
        row.score
        for row in rows
        if _plain(row.score.evaluation.target) and _plain(row.score.evaluation.actual)
    ]
    if len(compared) >= ENOUGH and all(_same(scored) for scored in compared):
        code = "actual-equals-target-everywhere"
        message = _say(code, count=len(compared))
        yield Finding(code, severity=Severity.WARNING, message=message)


def _plain(value: object) -> bool:
    return isinstance(value, Amount)


def _same(scored: Score) -> bool:
    if scored.deviation is not None:
        return scored.deviation == 0
    target, actual = scored.evaluation.target, scored.evaluation.actual
    zero = (
        isinstance(target, Amount)
        and isinstance(actual, Amount)
        and not target.magnitude
        and not actual.magnitude
    )
    return zero and isinstance(actual, Amount) and actual.comparator in (None, Comparator.EQ)
