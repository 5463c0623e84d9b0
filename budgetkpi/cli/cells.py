"""The sub-commands for single cells (单个指标值): `parse` and `evaluate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi.cli.commands import Command, as_typed, year_argument
from budgetkpi.cli.outputs import Report
from budgetkpi.cli.printing import Said
from budgetkpi.errors import ParseError
from budgetkpi.indicators import Indicator
from budgetkpi.results import Outcome
from budgetkpi.wording import Worded, percentage

if TYPE_CHECKING:
    import argparse

    from budgetkpi.cli.outputs import Output
    from budgetkpi.values import Value
    from budgetkpi.wording import Plain

__all__ = ["EVALUATE", "PARSE"]

_PARSED: Final = ("text", "kind", "canonical", "error")


def _row_arguments(parser: argparse.ArgumentParser) -> None:
    """What settles a cell that leaves something open."""
    parser.add_argument("--name", default="", type=as_typed, help="三级指标, the indicator's name")
    parser.add_argument("--level1", default="", type=as_typed, help="一级指标")
    parser.add_argument("--level2", default="", type=as_typed, help="二级指标")
    parser.add_argument("--description", default="", type=as_typed, help="指标解释")
    parser.add_argument("--unit", type=as_typed, help="度量单位, where it stands apart from the value")
    parser.add_argument("--sign", type=as_typed, help="指标性质, where it stands apart from the value")
    year_argument(parser)


def _indicator(options: argparse.Namespace, target: str = "") -> Indicator | None:
    """The row that the options describe, None where none is used."""
    fields = {
        "level1": options.level1,
        "level2": options.level2,
        "description": options.description,
        "unit": options.unit,
        "comparator": options.sign,
        "fiscal_year": options.fiscal_year,
    }
    if not options.name and not any(fields.values()):
        return None
    return Indicator(options.name, target, **fields)


def _parse_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "text", nargs="+", type=as_typed, metavar="TEXT", help="a cell: a target or an actual"
    )
    _row_arguments(parser)


def _parse(options: argparse.Namespace, output: Output) -> int:
    from budgetkpi.reading import parse
    from budgetkpi.records import error_record, to_record

    said, indicator = Said(options.lang), _indicator(options)
    lines: list[str] = []
    records: list[dict[str, Any]] = []
    flat: list[dict[str, Plain]] = []
    status = 0
    for text in options.text:
        lines += [""] * bool(lines) + [text]
        try:
            value = parse(text, indicator=indicator)
        except ParseError as error:
            status = 1
            lines += said.error(error)
            records.append({"text": text, "value": None, "error": error_record(error)})
            flat.append(_flat(said, text, "", "", said(error.message)))
        else:
            lines += _described(value, said)
            records.append({"text": text, "value": to_record(value), "error": None})
            flat.append(_flat(said, text, value.kind.value, str(value), ""))
    output.alone(Report(lines, records, status, flat=flat))
    return status


def _flat(said: Said, *cells: str) -> dict[str, Plain]:
    return dict(zip((said.word(f"heading-{name}") for name in _PARSED), cells, strict=True))


def _described(value: Value, said: Said) -> list[str]:
    """A value for people: its kind, its canonical text, and every attribute that says something."""
    silent = {"text", "notes", "alternatives"}
    fields = [
        (field.name, getattr(value, field.name))
        for field in attrs.fields(type(value))
        if field.name not in silent and getattr(value, field.name) not in (None, "", field.default)
    ]
    lines = [f"  {value.kind.zh if said.zh else value.kind.value}  {value}".rstrip()]
    lines += [said.pair(f"holds-{name.replace('_', '-')}", _shown(content, said)) for name, content in fields]
    lines += said.notes(value.notes)
    return [*lines, *(said.pair("heading-alternative", str(other)) for other in value.alternatives)]


def _shown(content: object, said: Said) -> str:
    """What an attribute holds; for programmers the code of a member of a closed set, in Chinese its word."""
    if isinstance(content, tuple):
        return ("；" if said.zh else "; ").join(_shown(one, said) for one in content)
    if isinstance(content, bool):
        return said.word("holds-true" if content else "holds-false")
    return said(content) if said.zh and isinstance(content, Worded) else str(content)


def _evaluate_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", type=as_typed, metavar="TARGET", help="指标值")
    parser.add_argument("actual", type=as_typed, metavar="ACTUAL", help="实际完成值")
    _row_arguments(parser)


def _evaluate(options: argparse.Namespace, output: Output) -> int:
    from budgetkpi.evaluation import evaluate
    from budgetkpi.records import evaluation_record

    said, indicator = Said(options.lang), _indicator(options, options.target)
    result = evaluate(options.target, options.actual, indicator=indicator, fiscal_year=options.fiscal_year)
    lines = [
        said.outcome(result.outcome),
        said.pair("heading-reason", f"{said(result.reason)} [{result.reason.code}]"),
        said.pair("heading-direction", said(result.direction)),
    ]
    if result.attainment is not None:
        lines.append(said.pair("heading-attainment", percentage(result.attainment)))
    for error in result.errors:
        lines += said.error(error)
    lines += said.notes(result.notes)
    status = int(result.outcome is not Outcome.MET)
    output.alone(Report(lines, evaluation_record(result), status, flat=[result.row(options.lang)]))
    return status


PARSE = Command("parse", "read cells and say what they mean", _parse_arguments, _parse)
EVALUATE = Command(
    "evaluate", "say whether an actual meets its target, and why", _evaluate_arguments, _evaluate
)
