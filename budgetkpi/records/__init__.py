"""Values and results as JSON types, and values back from them (记录)."""

from __future__ import annotations

from budgetkpi.records.plain import error_record
from budgetkpi.records.result_records import (
    appraisal_record,
    audit_record,
    evaluation_record,
    finding_record,
    monitoring_record,
    policy_record,
    score_record,
    sheet_record,
)
from budgetkpi.records.value_records import from_record, to_record

__all__ = [
    "appraisal_record",
    "audit_record",
    "error_record",
    "evaluation_record",
    "finding_record",
    "from_record",
    "monitoring_record",
    "policy_record",
    "score_record",
    "sheet_record",
    "to_record",
]
