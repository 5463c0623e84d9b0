"""Values and results as JSON types, and values back from them (记录).

Every number is its exact text, so that no reader on the way can round it; every member of a
closed set is its stable string.
"""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from operator import eq
from typing import TYPE_CHECKING, Any, Final, cast

import attrs

from budgetkpi.bounds import LONGEST_PROSE, as_decimal, as_fraction, check_text
from budgetkpi.calendar import is_day
from budgetkpi.errors import FieldError, ParseError, RecordError
from budgetkpi.inputs import wrong_type
from budgetkpi.messages import Catalog, Message, Note
from budgetkpi.text import CONTROLS, fold
from budgetkpi.values import (
    Amount,
    Deadline,
    Kind,
    Level,
    Missing,
    Number,
    Range,
    Reference,
    Several,
    Text,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from cattrs import Converter

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

_SAID = Catalog("tables")
_CLASSES: Final[dict[str, type[Any]]] = {
    Kind.AMOUNT: Amount,
    Kind.RANGE: Range,
    Kind.DEADLINE: Deadline,
    Kind.LEVEL: Level,
    Kind.REFERENCE: Reference,
    Kind.SEVERAL: Several,
    Kind.TEXT: Text,
    Kind.MISSING: Missing,
}
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:E[+-]?[0-9]{1,4})?|(?P<fraction>-?[0-9]+/0*[1-9][0-9]*)")


_ONE_LINE: Final = frozenset({"unit", "base", "word", "ladder"})
"""What no line break can stand in."""


class _WrongError(ValueError):
    """What one field of a record has wrong, carried through cattrs."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def to_record(value: Value) -> dict[str, Any]:
    """Return a value as a dict of JSON types (转为记录).

    Returns:
        `kind` and every attribute of the value's class; `text`, `notes`, `alternatives` and `beside` (the
        words left aside) too, so that a value from a record is judged as the original; numbers as exact
        text (`"100.00"`, `"27/28"`).

    Raises:
        TypeError: it is no value of budgetkpi.

    >>> from budgetkpi import parse
    >>> to_record(parse("≥95%"))["magnitude"]
    '95'
    """
    if not isinstance(value, Value):
        raise wrong_type("value", "value", value)
    record: dict[str, Any] = _plain(value)
    return record


def from_record(record: Mapping[str, Any]) -> Value:
    """Return the value that a record says (由记录还原).

    Raises:
        RecordError: a field is unknown, missing, or of the wrong type; the message names every one.
        TypeError: it is no mapping.

    >>> from budgetkpi import parse
    >>> from_record(to_record(parse("≥95%")))
    <Amount ≥95%>
    """
    from cattrs import ClassValidationError, transform_error

    if not isinstance(record, Mapping):
        raise wrong_type("record", "mapping", record)
    try:
        value: Value = _converter().structure(record, Value)  # type: ignore[arg-type]
    except RecursionError:
        raise RecordError(_SAID("record-deep")) from None
    except (ClassValidationError, _WrongError, FieldError) as error:
        en, zh = ("; ".join(transform_error(error, "record", _sayer(language))) for language in ("en", "zh"))
        raise RecordError(
            Message("record", _SAID("record", what=en).en, _SAID("record", what=zh).zh)
        ) from None
    return value


def evaluation_record(evaluation: Evaluation) -> dict[str, Any]:
    """Return an evaluation as a dict of JSON types (评价结果的记录).

    Returns:
        its attributes by name; `attainment` as exact text (`"6/5"`), `target` and `actual` as
        `to_record` gives them, `errors` as `error_record` gives them.

    >>> from budgetkpi import evaluate
    >>> evaluation_record(evaluate("≥95%", "96%"))["attainment"]
    '96/95'
    """
    _held(evaluation, "evaluation", "Evaluation")
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
    _held(score, "score", "Score")
    applied = [{"field": one.field, "rule": _rule_record(one.rule)} for one in score.applied]
    evaluation = evaluation_record(score.evaluation)
    return _named(score) | {"evaluation": evaluation, "applied": applied, "possible": _plain(score.possible)}


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
    _held(appraisal, "appraisal", "Appraisal")
    sheet = appraisal.sheet
    whole = ("title", "department", "fiscal_year", "budget", "executed", "source")
    return _named(appraisal, leave=("sheet", "policy", "rows", "findings")) | {
        "sheet": {name: _plain(getattr(sheet, name)) for name in whole},
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
    _held(audit, "audit", "Audit")
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
        "notes": [_plain(note) for note in audit.notes],
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
        _held(monitoring, "monitoring", "WatchedRow")
        return _watched_record(monitoring)
    _held(monitoring, "monitoring", "Monitoring")
    whole = cast("Monitoring", monitoring)
    told = ("title", "department", "fiscal_year", "budget", "executed", "source")
    return _named(whole, leave=("sheet", "policy", "as_of", "rows", "findings")) | {
        "sheet": {name: _plain(getattr(whole.sheet, name)) for name in told},
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
        says, with its source and status. A
        rule that the policy does not have is None. `rules` is what `Policy.evolve` takes.

    >>> from budgetkpi import Policy
    >>> policy_record(Policy.named("national-2020"))["rules"]["over"]["at"]
    '13/10'
    """
    _held(policy, "policy", "Policy")
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
    _held(finding, "finding", "Finding")
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "en": finding.message.en,
        "zh": finding.message.zh,
        "indicator": getattr(finding.indicator, "name", None),
        "fix": finding.fix,
        "open": finding.open,
    }


def _held(thing: object, field: str, kind: str) -> None:
    """Refuse what is not of that class; its floor is not loaded to ask."""
    if all(cls.__name__ != kind for cls in type(thing).__mro__):
        raise wrong_type(field, "result", thing, kind=kind)


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
    return str(value) if isinstance(value, Fraction) else _plain(value)


def error_record(error: ParseError) -> dict[str, Any]:
    """Return a ParseError as a dict of JSON types (错误的记录)."""
    _held(error, "error", "ParseError")
    return {
        "code": error.code,
        "en": error.en,
        "zh": error.zh,
        "text": error.text,
        "span": list(error.span),
        "expected": [_plain(message) for message in error.expected],
    }


def _plain(value: Any) -> Any:  # noqa: ANN401  (any JSON type; one line a type)
    """Anything that a result holds, as JSON types."""
    match value:
        case enum.Enum():
            return value.value
        case None | bool() | int() | str():
            return value
        case Decimal():
            return str(value)
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case tuple():
            return [_plain(part) for part in value]
        case ParseError():
            return error_record(value)
        case _ if attrs.has(type(value)):
            kind = {"kind": value.kind.value} if isinstance(value, Value) else {}
            return kind | {
                field.name: _plain(getattr(value, field.name)) for field in attrs.fields(type(value))
            }
    raise TypeError(f"no record of {type(value).__name__}")


@functools.cache
def _converter() -> Converter:
    """What turns records into values, built on first use: cattrs takes its time to load."""
    from cattrs import Converter

    converter = Converter(forbid_extra_keys=True)
    for plain in (str, int, bool):
        converter.register_structure_hook(plain, _strict)
    converter.register_structure_hook(Decimal, lambda found, _: _decimal(found))
    converter.register_structure_hook_func(lambda wanted: wanted == Number, lambda found, _: _number(found))
    converter.register_structure_hook_func(lambda wanted: wanted == Value, lambda found, _: _value(found))
    for several in (tuple[str, ...], tuple[Note, ...], tuple[Value, ...], tuple[Decimal, Decimal]):
        converter.register_structure_hook_func(functools.partial(eq, several), _listed(converter, several))
    for kind, cls in _CLASSES.items():
        converter.register_structure_hook(cls, _of_kind(converter, kind, cls))
    return converter


def _value(found: object) -> Value:
    """A record of any kind."""
    kind = _mapping(found).get("kind")
    if not isinstance(kind, str) or kind not in _CLASSES:
        raise _WrongError(_SAID("record-kind", found=repr(kind)))
    value: Value = _converter().structure(found, _CLASSES[kind])
    return value


def _of_kind(converter: Converter, kind: str, cls: type[Any]) -> Callable[[object, object], Any]:
    """What reads the records of one class, its `kind` held against the class."""
    from cattrs.gen import make_dict_structure_fn

    @functools.cache
    def fields() -> Callable[[Any, Any], Any]:  # when needed: a Deadline may hold a Deadline
        return make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True)

    def read(found: object, _: object) -> Any:  # noqa: ANN401  (one of the value classes)
        record = dict(_mapping(found))
        if record.pop("kind", None) != kind:
            raise _WrongError(_SAID("record-kind", found=repr(_mapping(found).get("kind"))))
        for name in _ONE_LINE & record.keys():
            if isinstance(record[name], str) and "\n" in fold(record[name]):
                raise _WrongError(_SAID("record-break", field=name))
        value = fields()(record, cls)
        if (
            isinstance(value, Deadline)
            and value.month
            and not is_day(value.year, value.month, value.day or 1)
        ):
            raise _WrongError(_SAID("record-day", year=value.year, month=value.month, day=value.day))
        return value

    return read


def _listed(converter: Converter, several: Any) -> Callable[[object, object], Any]:  # noqa: ANN401  (a generic alias)
    """What reads a JSON list, and refuses a string, which can be iterated too."""
    read = converter.get_structure_hook(several)

    def strict(found: object, wanted: object) -> Any:  # noqa: ANN401  (one of the tuples)
        if not isinstance(found, list | tuple):
            raise _WrongError(_SAID("record-type", wanted="list", found=type(found).__name__))
        return read(found, wanted)

    return strict


def _mapping(found: object) -> Mapping[str, Any]:
    if isinstance(found, Mapping):
        return found
    raise _WrongError(_SAID("record-type", wanted="object", found=type(found).__name__))


def _strict(found: object, wanted: type[Any]) -> Any:  # noqa: ANN401  (one of str, int, bool)
    """Exactly that type: True is no int, "1" is none either. A StrEnum is a str to cattrs, and comes here."""
    if issubclass(wanted, enum.Enum):
        return _choice(found, wanted)
    if type(found) is wanted:
        if isinstance(found, str):
            check_text(found, "text", LONGEST_PROSE)
            if not CONTROLS.isdisjoint(found):
                raise _WrongError(_SAID("record-control", found=repr(found)[:80]))
        return found
    raise _WrongError(_SAID("record-type", wanted=wanted.__name__, found=type(found).__name__))


def _number(found: object) -> Number:
    match = _NUMBER.fullmatch(found) if isinstance(found, str) else None
    if match is None:
        raise _WrongError(_SAID("record-number", found=repr(found)[:80]))
    read = as_fraction if match["fraction"] else as_decimal
    number: Number = read(match[0], "number")
    if isinstance(number, Fraction) and _plain(number) != match[0]:
        raise _WrongError(_SAID("record-number", found=repr(found)[:80]))  # 4/2 is 2
    return number


def _decimal(found: object) -> Decimal:
    number = _number(found)
    if isinstance(number, Decimal):
        return number
    raise _WrongError(_SAID("record-number", found=repr(found)[:80]))


def _choice(found: object, wanted: type[enum.Enum]) -> enum.Enum:
    for member in wanted:
        if member.value == found:
            return member
    choices = ", ".join(member.value for member in wanted)
    raise _WrongError(_SAID("record-choice", choices=choices, found=repr(found)[:80]))


def _sayer(language: str) -> Callable[[BaseException, object], str]:
    """What says one failure in one language; cattrs adds the path."""

    def say(error: BaseException, _: object) -> str:
        from cattrs import ForbiddenExtraKeysError

        if isinstance(error, _WrongError | FieldError):
            message = error.message
        elif isinstance(error, ForbiddenExtraKeysError):
            message = _SAID("record-unknown", field=", ".join(sorted(map(str, error.extra_fields))))
        elif isinstance(error, KeyError):
            message = _SAID("record-lacks")
        else:
            message = _SAID("record-other", what=str(error)[:80])
        return message.zh if language == "zh" else message.en

    return say
