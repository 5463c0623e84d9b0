"""Holds a published self-evaluation against the rule (自评复核).

Published scores are evidence of practice, not of the rule: what departs is shown, never repaired.
"""

from __future__ import annotations

import collections
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, overload

import attrs

from budgetkpi.inputs import wrong_type
from budgetkpi.messages import Catalog, Message
from budgetkpi.policy import DEFAULT, chosen_policy
from budgetkpi.policy.table_rules import Rounding
from budgetkpi.results import Finding, Outcome, Severity
from budgetkpi.scoring import score
from budgetkpi.scoring.scores import Score, looked_at, points_shown, scored
from budgetkpi.shown import Shown, clipped
from budgetkpi.values import Amount, Comparator, Level, Range, Text
from budgetkpi.views import View, Viewed
from budgetkpi.wording import Worded, flat, in_language, joined, number, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.policy import Policy
    from budgetkpi.sheets import Sheet
    from budgetkpi.wording import Plain

__all__ = ["Audit", "AuditRow", "Standing", "audit"]

_say = Catalog("sheets")
ENOUGH = 3
"""Fewer rows that equal their targets are no pattern."""


class Standing(Worded):
    """How a published score stands to the rule (复核结论)."""

    AGREES = "agrees"
    """What the rule gives, or a number within its band."""
    ROUNDED = "rounded"
    """What the rule gives, rounded to one place or whole points, or cut after two places."""
    LOWER = "lower"
    HIGHER = "higher"
    NOT_COMPARABLE = "not_comparable"
    """One of the two is missing."""


@attrs.frozen(kw_only=True, repr=False)
class AuditRow(Shown, Viewed):
    """One published score beside the rule's (复核行).

    Attributes:
        score: what the rule gives.
        published: the score that was published, None where none was.
        standing: how the two stand.
        message: that in words.
        findings: full marks on an unmet target, words answering a number, more points than the weight.
    """

    score: Score
    published: Decimal | None
    standing: Standing
    message: Message
    findings: tuple[Finding, ...] = ()

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
        }
        return flat(lang, **cells)

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
    """

    rows: tuple[AuditRow, ...]
    findings: tuple[Finding, ...] = ()

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
        return f"{len(self.rows)} rows: {told}" if told else "0 rows"

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
    rules = chosen_policy(policy, sheet.year)[0]
    rows = tuple(
        _row(score(row, policy=rules, fiscal_year=row.fiscal_year or sheet.fiscal_year))
        for row in sheet.indicators
    )
    found = [finding for row in rows for finding in row.findings]
    return Audit(rows=rows, findings=(*found, *_everywhere(rows)))


def _row(scored: Score) -> AuditRow:
    published = scored.indicator.earned
    if published is not None and not published.is_finite():
        published = None
    standing, message = _standing(scored, published)
    return AuditRow(
        score=scored,
        published=published,
        standing=standing,
        message=message,
        findings=tuple(_findings(scored, published)),
    )


def _standing(scored: Score, published: Decimal | None) -> tuple[Standing, Message]:
    if published is None:
        return Standing.NOT_COMPARABLE, _say("audit-not-comparable")
    said = {"published": f"{published:f}"}
    if scored.earned is not None:
        standing = _against(scored, scored.earned, published)
        return standing, _say(f"audit-{standing.value}", **said, earned=f"{scored.earned:f}")
    if scored.band is None:
        return Standing.NOT_COMPARABLE, _say("audit-not-comparable")
    low, high = scored.possible
    ends = {"low": f"{low:f}", "high": f"{high:f}"}
    if published < low:
        return Standing.LOWER, _say("audit-lower", **said, earned=f"{low:f}")
    if published > high:
        return Standing.HIGHER, _say("audit-higher", **said, earned=f"{high:f}")
    return Standing.AGREES, _say("audit-within-band", **said, **ends)


def _against(scored: Score, earned: Decimal, published: Decimal) -> Standing:
    """Agrees, or is the rule's number rounded half up (1 place, whole) or cut (2 places, 1, whole)."""
    if published == earned:
        return Standing.AGREES
    exact = Fraction(earned)
    if (
        scored.share is not None
        and scored.points is not None
        and not any(a.field == "deduction" for a in scored.applied)
    ):
        exact = Fraction(scored.points) * scored.share
    rounded = {Rounding(places=places)(exact) for places in (0, 1, 2)}
    cut = Decimal((exact * 100).__floor__()).scaleb(-2)
    if published in rounded or published == cut:
        return Standing.ROUNDED
    return Standing.LOWER if published < earned else Standing.HIGHER


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
        if missed and published >= scored.points > 0:
            reason = evaluation.reason
            yield found("full-marks-unmet", Severity.ERROR, reason=reason.en, reason_zh=reason.zh)
    number = isinstance(evaluation.target, Amount | Range)
    if number and isinstance(evaluation.actual, Level | Text) and evaluation.outcome is Outcome.UNDETERMINED:
        yield found("word-answers-number", Severity.WARNING, target=row.target, actual=row.actual or "")


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
