"""Read, compare and score Chinese budget performance indicators (预算绩效指标)."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from budgetkpi import units
    from budgetkpi.bands import Bands
    from budgetkpi.checks import check
    from budgetkpi.direction import infer_direction
    from budgetkpi.errors import (
        BudgetKpiError,
        CheckError,
        ParseError,
        PolicyError,
        RecordError,
        TableError,
        UnitError,
    )
    from budgetkpi.evaluation import evaluate
    from budgetkpi.indicators import Indicator, Section, Subclass
    from budgetkpi.language.prose import Mention, find
    from budgetkpi.messages import Message, Note
    from budgetkpi.policy import Policy, Status, policies
    from budgetkpi.reading import parse
    from budgetkpi.records import (
        appraisal_record,
        audit_record,
        evaluation_record,
        finding_record,
        from_record,
        policy_record,
        score_record,
        to_record,
    )
    from budgetkpi.results import (
        Confidence,
        Direction,
        Evaluation,
        Finding,
        Inference,
        Outcome,
        Severity,
    )
    from budgetkpi.rows import read_rows
    from budgetkpi.scoring import Flag, Score, score
    from budgetkpi.sheets import Appraisal, Sheet, roll_up
    from budgetkpi.sheets.auditing import Audit, AuditRow, Standing, audit
    from budgetkpi.units import quantity
    from budgetkpi.values import (
        Amount,
        Approximation,
        Change,
        Comparator,
        Deadline,
        Kind,
        Level,
        Missing,
        Part,
        Period,
        Range,
        Reference,
        Several,
        Text,
        Value,
    )
    from budgetkpi.vocabulary import Vocabulary

# Each public name and the module that it is loaded from when it is first asked for.
_WHERE = {
    "BudgetKpiError": "errors",
    "CheckError": "errors",
    "ParseError": "errors",
    "PolicyError": "errors",
    "RecordError": "errors",
    "TableError": "errors",
    "UnitError": "errors",
    "Message": "messages",
    "Note": "messages",
    "Amount": "values",
    "Approximation": "values",
    "Change": "values",
    "Comparator": "values",
    "Deadline": "values",
    "Kind": "values",
    "Level": "values",
    "Missing": "values",
    "Part": "values",
    "Period": "values",
    "Range": "values",
    "Reference": "values",
    "Several": "values",
    "Text": "values",
    "Value": "values",
    "Indicator": "indicators",
    "Section": "indicators",
    "Subclass": "indicators",
    "Confidence": "results",
    "Direction": "results",
    "Evaluation": "results",
    "Finding": "results",
    "Inference": "results",
    "Outcome": "results",
    "Severity": "results",
    "Vocabulary": "vocabulary",
    "quantity": "units",
    "parse": "reading",
    "find": "language.prose",
    "Mention": "language.prose",
    "infer_direction": "direction",
    "evaluate": "evaluation",
    "Bands": "bands",
    "Policy": "policy",
    "Status": "policy",
    "policies": "policy",
    "Flag": "scoring",
    "Score": "scoring",
    "score": "scoring",
    "Appraisal": "sheets",
    "Sheet": "sheets",
    "roll_up": "sheets",
    "Audit": "sheets.auditing",
    "AuditRow": "sheets.auditing",
    "Standing": "sheets.auditing",
    "audit": "sheets.auditing",
    "check": "checks",
    "to_record": "records",
    "from_record": "records",
    "evaluation_record": "records",
    "score_record": "records",
    "appraisal_record": "records",
    "audit_record": "records",
    "policy_record": "records",
    "finding_record": "records",
    "read_rows": "rows",
}
__all__ = [
    "Amount",
    "Appraisal",
    "Approximation",
    "Audit",
    "AuditRow",
    "Bands",
    "BudgetKpiError",
    "Change",
    "CheckError",
    "Comparator",
    "Confidence",
    "Deadline",
    "Direction",
    "Evaluation",
    "Finding",
    "Flag",
    "Indicator",
    "Inference",
    "Kind",
    "Level",
    "Mention",
    "Message",
    "Missing",
    "Note",
    "Outcome",
    "ParseError",
    "Part",
    "Period",
    "Policy",
    "PolicyError",
    "Range",
    "RecordError",
    "Reference",
    "Score",
    "Section",
    "Several",
    "Severity",
    "Sheet",
    "Standing",
    "Status",
    "Subclass",
    "TableError",
    "Text",
    "UnitError",
    "Value",
    "Vocabulary",
    "appraisal_record",
    "audit",
    "audit_record",
    "check",
    "evaluate",
    "evaluation_record",
    "find",
    "finding_record",
    "from_record",
    "infer_direction",
    "parse",
    "policies",
    "policy_record",
    "quantity",
    "read_rows",
    "roll_up",
    "score",
    "score_record",
    "to_record",
    "units",
]


if not TYPE_CHECKING:  # type checkers know the names from above, and report a misspelt one

    def __getattr__(name: str) -> object:
        """A public name, loaded on first use: `import budgetkpi` itself loads nothing."""
        if name == "units":
            return importlib.import_module("budgetkpi.units")
        if name not in _WHERE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(f"{__name__}.{_WHERE[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """Every public name, loaded or not."""
    return sorted({*globals(), *__all__})
