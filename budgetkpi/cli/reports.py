"""The sub-command for what goes to others (审阅页与自评表): `report`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from budgetkpi.cli.commands import Command
from budgetkpi.cli.endings import Failure, failed
from budgetkpi.cli.filewise import Work, over_files
from budgetkpi.cli.outputs import Report
from budgetkpi.cli.points import all_well, counted, policy_of, scoring_arguments, total_of, totals_of
from budgetkpi.cli.printing import Said
from budgetkpi.errors import FormError, MissingExtraError
from budgetkpi.messages import Catalog
from budgetkpi.writing import PAGES, WORKBOOKS, suffix_of

if TYPE_CHECKING:
    import argparse

    from budgetkpi.cli.intake import Tabled
    from budgetkpi.cli.outputs import Output
    from budgetkpi.sheets import Appraisal

__all__ = ["REPORT"]

_SAID: Final = Catalog("tables")


def _arguments(parser: argparse.ArgumentParser) -> None:
    scoring_arguments(parser)
    parser.epilog = "-o OUT.html writes a page to look at, -o OUT.xlsx the official form."
    parser.add_argument(
        "--form",
        default="national",
        metavar="NAME",
        help="the form of a workbook; national by default",
    )


def _report(options: argparse.Namespace, output: Output) -> int:
    """Score every table, print the totals, and write the page or the workbook."""
    target = options.output
    if target is None or not suffix_of(target):
        raise Failure("-o", _SAID("report-where"))
    policy = policy_of(options)
    said = Said(options.lang)
    done: list[Appraisal] = []

    def work(tabled: Tabled) -> Report:
        tabled.need("actual", "target")
        made = tabled.sheet.appraise(policy=policy, weights=options.weights, choose=options.choose)
        done.append(made)
        sums = [said(message) for message in made.sums()]
        record = {
            "total": None if made.total is None else f"{made.total:f}",
            "total_range": None if made.total_range is None else [f"{end:f}" for end in made.total_range],
            "out_of": f"{made.out_of:f}",
            "grade": made.grade,
        }
        lines = totals_of(made, said) if options.explain else sums
        return Report(
            lines, record, int(not all_well(made)), flat=[made.row(options.lang)], counts=counted(made)
        )

    status = over_files(options, output, Work(work, total_of))
    if not done:
        raise Failure(target, _SAID("report-empty"))
    try:
        _write(done, options)
    except (FormError, MissingExtraError) as error:
        raise Failure(target, error.message) from error
    except OSError as error:
        raise failed(target, error) from error
    return status


def _write(done: list[Appraisal], options: argparse.Namespace) -> None:
    """Write what was scored, as the name of the file asks for."""
    from budgetkpi import forms

    if suffix_of(options.output) in PAGES:
        forms.write_review(done, options.output, lang=options.lang)
    else:
        forms.write_form(done, options.output, form=options.form)


REPORT = Command(
    "report",
    "write a page to look at or the official form",
    _arguments,
    _report,
    suffixes=PAGES + WORKBOOKS,
    writes=True,
)
