"""Results as JSON types (结果的记录), each attribute by its name; ratios as exact text."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

import attrs

from budgetkpi.records.plain import held, plain

if TYPE_CHECKING:
    from budgetkpi.monitoring import Monitoring, WatchedRow
    from budgetkpi.policy import Policy
    from budgetkpi.results import Evaluation, Finding
    from budgetkpi.rules.fields import Rule
    from budgetkpi.scoring import Score
    from budgetkpi.sheets import Appraisal, Sheet
    from budgetkpi.sheets.auditing import Audit

__all__ = [
    "appraisal_record",
    "audit_record",
    "evaluation_record",
    "finding_record",
    "monitoring_record",
    "policy_record",
    "score_record",
    "sheet_record",
]


def evaluation_record(evaluation: Evaluation) -> dict[str, Any]:
    """Return an evaluation as a dict of JSON types (评价结果的记录).

    Returns:
        its attributes by name; `attainment` as exact text (`"6/5"`), `target` and `actual` as
        `to_record` gives them, `errors` as `error_record` gives them.

    >>> from budgetkpi import evaluate
    >>> evaluation_record(evaluate("≥95%", "96%"))["attainment"]
    '96/95'
    """
    held(evaluation, "evaluation", "Evaluation")
    return _named(evaluation)


def score_record(score: Score) -> dict[str, Any]:
    """Return a score as a dict of JSON types (得分的记录).

    Returns:
        its attributes by name; points as printed (`"8.00"`), ratios as exact text (`"4/5"`),
        `evaluation` as `evaluation_record` gives it, in `applied` each field with its rule, and in
        `possible` the least and the most that the row can have earned.

    >>> from budgetkpi import Indicator, score
    >>> score_record(score(Indicator("场次", "≥5场", points=10), "4场"))["earned"]
    '8.00'
    """
    held(score, "score", "Score")
    applied = [{"field": one.field, "rule": _rule_record(one.rule)} for one in score.applied]
    evaluation = evaluation_record(score.evaluation)
    return _named(score) | {"evaluation": evaluation, "applied": applied, "possible": plain(score.possible)}


def appraisal_record(appraisal: Appraisal) -> dict[str, Any]:
    """Return an appraisal as a dict of JSON types (自评结果的记录).

    Returns:
        its attributes by name; `rows` as `score_record` gives them, each with its indicator, so that
        `sheet` holds only what is said of the whole table; `policy` as `policy_record` gives it.

    >>> from budgetkpi import Indicator, Sheet
    >>> rows = [Indicator("场次", "≥5场", points=90, actual="5场")]
    >>> appraisal_record(Sheet(indicators=rows).appraise())["total"]
    '90.00'
    """
    held(appraisal, "appraisal", "Appraisal")
    sheet = appraisal.sheet
    whole = ("title", "department", "fiscal_year", "budget", "executed", "source")
    return _named(appraisal, leave=("sheet", "policy", "rows", "findings")) | {
        "sheet": {name: plain(getattr(sheet, name)) for name in whole},
        "policy": policy_record(appraisal.policy),
        "rows": [score_record(row) for row in appraisal.rows],
        "findings": [finding_record(finding) for finding in appraisal.findings],
    }


def sheet_record(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet as a dict of JSON types (绩效表的记录).

    Returns:
        what is said of the whole table by name; `rows`, the cells of each indicator by field; `findings`.
    """
    return _named(sheet, leave=("indicators", "findings")) | {
        "rows": [_named(row) for row in sheet.indicators],
        "findings": [finding_record(finding) for finding in sheet.findings],
    }


def audit_record(audit: Audit) -> dict[str, Any]:
    """Return an audit as a dict of JSON types (复核结果的记录).

    Returns:
        `rows`, each with the rule's `score`, what was `published`, its `standing`, the `message` that
        says so, its `findings`, its likely `causes` and the score of the `review`; and the `findings`,
        `figures` and `notes` of the whole.

    >>> from budgetkpi import Indicator, Sheet, audit
    >>> rows = [Indicator("场次", "≥5场", points=9, actual="5场", earned=9)]
    >>> audit_record(audit(Sheet(indicators=rows)))["rows"][0]["standing"]
    'agrees'
    """
    held(audit, "audit", "Audit")
    return {
        "rows": [
            _named(row, leave=("score", "findings", "review"))
            | {
                "score": score_record(row.score),
                "findings": [finding_record(one) for one in row.findings],
                "review": None if row.review is None else score_record(row.review),
            }
            for row in audit
        ],
        "findings": [finding_record(finding) for finding in audit.findings],
        "figures": [_named(figure) for figure in audit.figures],
        "notes": [plain(note) for note in audit.notes],
    }


def monitoring_record(monitoring: Monitoring | WatchedRow) -> dict[str, Any]:
    """Return what monitoring found as a dict of JSON types (监控结果的记录).

    Returns:
        its attributes by name; the day as `2025-06-30`, `policy` as its name, ratios as exact text
        (`"3/5"`), each row with its indicator, and `sheet` with what is said of the whole table.

    >>> import datetime
    >>> from budgetkpi import Indicator, monitor
    >>> row = Indicator("培训场次", "≥10场", level2="数量指标", stage_actual="3场", fiscal_year=2025)
    >>> monitoring_record(monitor(row, as_of=datetime.date(2025, 6, 30), policy="system"))["light"]
    'yellow'
    """
    if not hasattr(monitoring, "rows"):
        held(monitoring, "monitoring", "WatchedRow")
        return _watched_record(monitoring)
    held(monitoring, "monitoring", "Monitoring")
    whole = cast("Monitoring", monitoring)
    told = ("title", "department", "fiscal_year", "budget", "executed", "source")
    return _named(whole, leave=("sheet", "policy", "as_of", "rows", "findings")) | {
        "sheet": {name: plain(getattr(whole.sheet, name)) for name in told},
        "policy": whole.policy.name,
        "as_of": whole.as_of.isoformat(),
        "rows": [_watched_record(row) for row in whole.rows],
        "findings": [finding_record(finding) for finding in whole.findings],
    }


def _watched_record(row: WatchedRow) -> dict[str, Any]:
    return _named(row, leave=("as_of", "applied", "evaluation", "findings")) | {
        "as_of": row.as_of.isoformat(),
        "applied": [{"field": one.field, "rule": _rule_record(one.rule)} for one in row.applied],
        "evaluation": evaluation_record(row.evaluation),
        "findings": [finding_record(finding) for finding in row.findings],
    }


def policy_record(policy: Policy) -> dict[str, Any]:
    """Return a policy as a dict of JSON types (计分规则的记录).

    Returns:
        `name`, `title`, `office`, `first_year`, `last_year`, `status`, and in `rules` what each field
        says, with its source and status. A rule that the policy does not have is None. `rules` is what
        `Policy.evolve` takes.

    >>> from budgetkpi import Policy
    >>> policy_record(Policy.named("national-2020"))["rules"]["over"]["at"]
    '13/10'
    """
    held(policy, "policy", "Policy")
    head = ("name", "title", "office", "first_year", "last_year")
    rules = [field.name for field in attrs.fields(type(policy)) if field.name not in head]
    return {
        **{name: getattr(policy, name) for name in head},
        "status": policy.status.value,
        "rules": {name: _rule_record(getattr(policy, name)) for name in rules},
    }


def finding_record(finding: Finding) -> dict[str, Any]:
    """Return a finding as a dict of JSON types (问题的记录); `indicator` is the name of its row, or None.

    >>> from budgetkpi import Indicator, check
    >>> finding_record(check(Indicator("满意度", ""))[0])["severity"]
    'error'
    """
    held(finding, "finding", "Finding")
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "en": finding.message.en,
        "zh": finding.message.zh,
        "indicator": getattr(finding.indicator, "name", None),
        "fix": finding.fix,
        "open": finding.open,
    }


def _rule_record(rule: Rule | None) -> dict[str, Any] | None:
    """A rule as a table of a policy file writes it: sections that share their points joined by +."""
    if rule is None:
        return None
    record = _named(rule)
    for name in ("weights", "with_cost"):
        if name in record:
            record[name] = {"+".join(sections): points for sections, points in record[name]}
    return record


def _named(result: Any, *, leave: tuple[str, ...] = ()) -> dict[str, Any]:  # noqa: ANN401  (any attrs class)
    """The attributes of a result by name; its ratios as people write them, 1 and not 1/1."""
    return {
        field.name: _ratios(getattr(result, field.name))
        for field in attrs.fields(type(result))
        if field.name not in leave
    }


def _ratios(value: Any) -> Any:  # noqa: ANN401  (as `_plain`)
    if isinstance(value, tuple):
        return [_ratios(part) for part in value]
    return str(value) if isinstance(value, Fraction) else plain(value)
