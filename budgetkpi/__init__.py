"""Read, compare and score Chinese budget performance indicators (预算绩效指标).

>>> import budgetkpi as bk
>>> bk.parse("不低于95%")
<Amount ≥95%>
>>> bk.evaluate("≥95%", "96%")
<Evaluation met 96% ≥95%>
>>> row = bk.Indicator("培训场次", "≥5场", points=10, actual="4场")
>>> bk.score(row).earned
Decimal('8.00')

`help(bk.parse)` tells of each of these names:

Cells       parse, find, roll_up; the values Amount, Range, Deadline, Level, Reference, Several, Text, Missing
            (Value is any of them), made of Kind, Comparator, Approximation, Change, Period, Part
Rows        Indicator, with its Section and Subclass; Bands; infer_direction, which gives an Inference of
            Direction and Confidence
Verdicts    evaluate, which gives an Evaluation with an Outcome
Points      score, which gives a Score with Flags; Policy, policies, Status
Tables      Sheet, its Appraisal; audit, which gives an Audit of AuditRows with a Standing; check, which gives
            Findings of a Severity; read_rows, read_sheets with Limits, which gives Sheets; write_form,
            write_review
The year    monitor, monitor_policies, MonitorPolicy, which give Monitoring of WatchedRows with Light, Cause,
            Figure
Records     to_record, from_record, evaluation_record, score_record, appraisal_record, audit_record,
            policy_record, finding_record, monitoring_record
Units       quantity, units; words of one's own: Vocabulary
Messages    Message, Note, Mention
Columns     arrow, duckdb, frames, spark
Errors      BudgetKpiError and its kinds: ParseError, FieldError, FieldTypeError, UnitError, PolicyError,
            CheckError, RecordError, TableError, DocumentError, FormError, ColumnError, VocabularyError,
            MissingExtraError
"""

from __future__ import annotations

import importlib
import sys

__version__ = "0.1.0"

TYPE_CHECKING = False  # type checkers know the name; `typing` itself would be half the time of the import

# Each public name stands twice: here for type checkers, which take `as` for making it public …
if TYPE_CHECKING:
    from budgetkpi import arrow as arrow
    from budgetkpi import duckdb as duckdb
    from budgetkpi import frames as frames
    from budgetkpi import spark as spark
    from budgetkpi import units as units
    from budgetkpi.bands import Bands as Bands
    from budgetkpi.checks import check as check
    from budgetkpi.direction import infer_direction as infer_direction
    from budgetkpi.errors import BudgetKpiError as BudgetKpiError
    from budgetkpi.errors import CheckError as CheckError
    from budgetkpi.errors import ColumnError as ColumnError
    from budgetkpi.errors import DocumentError as DocumentError
    from budgetkpi.errors import FieldError as FieldError
    from budgetkpi.errors import FieldTypeError as FieldTypeError
    from budgetkpi.errors import FormError as FormError
    from budgetkpi.errors import MissingExtraError as MissingExtraError
    from budgetkpi.errors import ParseError as ParseError
    from budgetkpi.errors import PolicyError as PolicyError
    from budgetkpi.errors import RecordError as RecordError
    from budgetkpi.errors import TableError as TableError
    from budgetkpi.errors import UnitError as UnitError
    from budgetkpi.errors import VocabularyError as VocabularyError
    from budgetkpi.evaluation import evaluate as evaluate
    from budgetkpi.forms.review_page.review import write_review as write_review
    from budgetkpi.forms.workbook import write_form as write_form
    from budgetkpi.indicators import Indicator as Indicator
    from budgetkpi.indicators import Section as Section
    from budgetkpi.indicators import Subclass as Subclass
    from budgetkpi.language.sentence import Mention as Mention
    from budgetkpi.language.sentence import find as find
    from budgetkpi.messages import Message as Message
    from budgetkpi.messages import Note as Note
    from budgetkpi.monitoring import Light as Light
    from budgetkpi.monitoring import Monitoring as Monitoring
    from budgetkpi.monitoring import MonitorPolicy as MonitorPolicy
    from budgetkpi.monitoring import WatchedRow as WatchedRow
    from budgetkpi.monitoring import monitor as monitor
    from budgetkpi.monitoring import monitor_policies as monitor_policies
    from budgetkpi.policy import Policy as Policy
    from budgetkpi.policy import Status as Status
    from budgetkpi.policy import policies as policies
    from budgetkpi.reading import parse as parse
    from budgetkpi.records import appraisal_record as appraisal_record
    from budgetkpi.records import audit_record as audit_record
    from budgetkpi.records import evaluation_record as evaluation_record
    from budgetkpi.records import finding_record as finding_record
    from budgetkpi.records import from_record as from_record
    from budgetkpi.records import monitoring_record as monitoring_record
    from budgetkpi.records import policy_record as policy_record
    from budgetkpi.records import score_record as score_record
    from budgetkpi.records import to_record as to_record
    from budgetkpi.results import Confidence as Confidence
    from budgetkpi.results import Direction as Direction
    from budgetkpi.results import Evaluation as Evaluation
    from budgetkpi.results import Finding as Finding
    from budgetkpi.results import Inference as Inference
    from budgetkpi.results import Outcome as Outcome
    from budgetkpi.results import Severity as Severity
    from budgetkpi.rows import read_rows as read_rows
    from budgetkpi.scoring import Flag as Flag
    from budgetkpi.scoring import Score as Score
    from budgetkpi.scoring import score as score
    from budgetkpi.sheets import Appraisal as Appraisal
    from budgetkpi.sheets import Sheet as Sheet
    from budgetkpi.sheets import roll_up as roll_up
    from budgetkpi.sheets.auditing import Audit as Audit
    from budgetkpi.sheets.auditing import AuditRow as AuditRow
    from budgetkpi.sheets.auditing import Cause as Cause
    from budgetkpi.sheets.auditing import Figure as Figure
    from budgetkpi.sheets.auditing import Standing as Standing
    from budgetkpi.sheets.auditing import audit as audit
    from budgetkpi.tables.grid import Limits as Limits
    from budgetkpi.tables.opening import Sheets as Sheets
    from budgetkpi.tables.opening import read_sheets as read_sheets
    from budgetkpi.units import quantity as quantity
    from budgetkpi.values import Amount as Amount
    from budgetkpi.values import Approximation as Approximation
    from budgetkpi.values import Change as Change
    from budgetkpi.values import Comparator as Comparator
    from budgetkpi.values import Deadline as Deadline
    from budgetkpi.values import Kind as Kind
    from budgetkpi.values import Level as Level
    from budgetkpi.values import Missing as Missing
    from budgetkpi.values import Part as Part
    from budgetkpi.values import Period as Period
    from budgetkpi.values import Range as Range
    from budgetkpi.values import Reference as Reference
    from budgetkpi.values import Several as Several
    from budgetkpi.values import Text as Text
    from budgetkpi.values import Value as Value
    from budgetkpi.vocabulary import Vocabulary as Vocabulary

# … and here by the module that it is loaded from when it is first asked for. A test holds the two together.
_NAMES = {
    "errors": (
        "BudgetKpiError CheckError ColumnError DocumentError FieldError FieldTypeError FormError "
        "MissingExtraError ParseError PolicyError RecordError TableError UnitError VocabularyError"
    ),
    "messages": "Message Note",
    "values": (
        "Amount Approximation Change Comparator Deadline Kind Level Missing Part Period Range "
        "Reference Several Text Value"
    ),
    "indicators": "Indicator Section Subclass",
    "results": "Confidence Direction Evaluation Finding Inference Outcome Severity",
    "vocabulary": "Vocabulary",
    "units": "quantity",
    "reading": "parse",
    "language.sentence": "Mention find",
    "direction": "infer_direction",
    "evaluation": "evaluate",
    "bands": "Bands",
    "policy": "Policy Status policies",
    "scoring": "Flag Score score",
    "sheets": "Appraisal Sheet roll_up",
    "sheets.auditing": "Audit AuditRow Cause Figure Standing audit",
    "monitoring": "Light MonitorPolicy Monitoring WatchedRow monitor monitor_policies",
    "checks": "check",
    "records": (
        "appraisal_record audit_record evaluation_record finding_record from_record monitoring_record "
        "policy_record score_record to_record"
    ),
    "tables.grid": "Limits",
    "tables.opening": "Sheets read_sheets",
    "rows": "read_rows",
    "forms.workbook": "write_form",
    "forms.review_page.review": "write_review",
}
_MODULES = ("arrow", "duckdb", "frames", "spark", "units")
"""Public modules, loaded when they are first asked for."""
_WHERE = {name: module for module, names in _NAMES.items() for name in names.split()}


if not TYPE_CHECKING:  # type checkers know the names from above, and report a misspelt one
    __all__ = sorted([*_WHERE, *_MODULES])  # noqa: PLE0605  (no checker of types reads it)

    def __getattr__(name: str) -> object:
        """A public name, loaded on first use: `import budgetkpi` itself loads nothing."""
        if name in _MODULES:
            return importlib.import_module(f"{__name__}.{name}")
        if name not in _WHERE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(f"{__name__}.{_WHERE[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """Every public name, loaded or not; none for `help(budgetkpi)`, which would print all of their help."""
    frame = sys._getframe(1)  # noqa: SLF001  (the one way to know who asks)
    for _ in range(_NEAR):
        if frame.f_globals.get("__name__") == "pydoc":
            return ["__doc__", "__version__"]
        if frame.f_back is None:
            break
        frame = frame.f_back
    return sorted({*_WHERE, *_MODULES, "__version__"})


_NEAR = 4
"""How many callers away pydoc asks."""
