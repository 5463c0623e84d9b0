"""The sub-commands for single cells (单个指标值): `parse` and `evaluate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from budgetkpi.cli.printing import Command, Report, Said
from budgetkpi.errors import ParseError
from budgetkpi.indicators import Indicator
from budgetkpi.results import Outcome
from budgetkpi.wording import percentage

if TYPE_CHECKING:
    import argparse

    from budgetkpi.values import Value

__all__ = ["CELL_MARK", "EVALUATE", "PARSE", "year_argument"]

CELL_MARK = "\ue000"
"""Set before an argument such as -3%, which argparse would take for an option; dropped again here."""


def _cell(word: str) -> str:
    """The argument as the user typed it."""
    return word.removeprefix(CELL_MARK)


def _row_arguments(parser: argparse.ArgumentParser) -> None:
    """What settles a cell that leaves something open."""
    parser.add_argument("--name", default="", help="三级指标, the indicator's name")
    parser.add_argument("--level1", default="", help="一级指标")
    parser.add_argument("--level2", default="", help="二级指标")
    parser.add_argument("--description", default="", help="指标解释")
    parser.add_argument("--unit", help="度量单位, where it stands apart from the value")
    parser.add_argument("--sign", help="指标性质, where it stands apart from the value")
    year_argument(parser)


def year_argument(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the budget year."""
    parser.add_argument(
        "--fiscal-year", type=int, metavar="YEAR", help="the budget year of dates without a year"
    )


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
    parser.add_argument("text", nargs="+", type=_cell, metavar="TEXT", help="a cell: a target or an actual")
    _row_arguments(parser)


def _parse(options: argparse.Namespace) -> Report:
    from budgetkpi.reading import parse
    from budgetkpi.records import error_record, to_record

    said, indicator = Said(options.lang), _indicator(options)
    lines: list[str] = []
    records: list[dict[str, Any]] = []
    status = 0
    for text in options.text:
        lines += [""] * bool(lines) + [text]
        try:
            value = parse(text, indicator=indicator)
        except ParseError as error:
            status = 1
            lines += said.error(error)
            records.append({"text": text, "value": None, "error": error_record(error)})
        else:
            lines += _described(value, said)
            records.append({"text": text, "value": to_record(value), "error": None})
    return Report(lines, records, status)


def _described(value: Value, said: Said) -> list[str]:
    """A value for people: its kind, its canonical text, and every attribute that says something."""
    silent = {"text", "notes", "alternatives"}
    fields = [
        (field.name, getattr(value, field.name))
        for field in attrs.fields(type(value))
        if field.name not in silent and getattr(value, field.name) not in (None, "", field.default)
    ]
    lines = [f"  {value.kind.value}  {value}".rstrip()]
    lines += [f"  {name}: {_shown(content)}" for name, content in fields]
    lines += said.notes(value.notes)
    return [*lines, *(said.pair("heading-alternative", str(other)) for other in value.alternatives)]


def _shown(content: object) -> str:
    return " ; ".join(map(str, content)) if isinstance(content, tuple) else str(content)


def _evaluate_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", type=_cell, metavar="TARGET", help="指标值")
    parser.add_argument("actual", type=_cell, metavar="ACTUAL", help="实际完成值")
    _row_arguments(parser)


def _evaluate(options: argparse.Namespace) -> Report:
    from budgetkpi.evaluation import evaluate
    from budgetkpi.records import evaluation_record

    said, indicator = Said(options.lang), _indicator(options, options.target)
    result = evaluate(options.target, options.actual, indicator=indicator, fiscal_year=options.fiscal_year)
    lines = [
        said.outcome(result.outcome),
        said.pair("heading-reason", f"{said(result.reason)} [{result.reason.code}]"),
        said.pair("heading-direction", result.direction.value),
    ]
    if result.attainment is not None:
        lines.append(said.pair("heading-attainment", percentage(result.attainment)))
    for error in result.errors:
        lines += said.error(error)
    lines += said.notes(result.notes)
    return Report(lines, evaluation_record(result), int(result.outcome is not Outcome.MET))


PARSE = Command("parse", "read cells and say what they mean", _parse_arguments, _parse)
EVALUATE = Command(
    "evaluate", "say whether an actual meets its target, and why", _evaluate_arguments, _evaluate
)
