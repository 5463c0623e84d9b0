"""One piece of work on each of many files (逐个文件处理): a bad file never stops the others."""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING

import attrs

from budgetkpi.cli.endings import Failure, complain, failed
from budgetkpi.cli.outputs import Report
from budgetkpi.cli.printing import Said
from budgetkpi.cli.sources import is_one, sources
from budgetkpi.errors import TableError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from budgetkpi.cli.outputs import Output
    from budgetkpi.cli.sources import Source, Tabled

__all__ = ["over_files"]


def over_files(
    options: argparse.Namespace,
    output: Output,
    work: Callable[[Tabled], Report],
    total: Callable[[collections.Counter[str], Said], tuple[Sequence[str], object]],
    alone: Callable[[Report, Said], Report] | None = None,
) -> int:
    """Do a piece of work on the table of every file, print it as it comes, and sum up.

    Args:
        options: what the user asked for; `files` names the files.
        output: where it is printed.
        work: says what there is to say of a table; raises TableError where it lacks a column.
        total: the lines that sum up all files and the same for programs, from the counts of their
            reports added up.
        alone: what becomes of the report where one file is named and no folder.

    Returns:
        2 where a file could not be read, else the highest status of any.

    Raises:
        Failure: the only file that is named cannot be read.
    """
    said = Said(options.lang)
    counts: collections.Counter[str] = collections.Counter()
    status = 0
    one = is_one(options.files)
    for source in sources(options.files, leave=options.output):
        report = _done(source, options, work)
        if isinstance(report, Failure):
            if one:
                raise report
            complain(report.name, said(report.message))
            report = Report([], {"error": attrs.asdict(report.message)}, 2)
        filed = attrs.evolve(report, record={"file": source.name, "error": None, **report.record})
        if not one:
            flat = [said.cells(file=source.name) | row for row in report.flat]
            output.of_file(source.name, attrs.evolve(filed, flat=flat))
        else:
            output.alone(alone(filed, said) if alone else report, source.name)
        counts.update(report.counts)
        status = max(status, report.status)
        if output.closed:
            return status
    if not one:
        output.at_end(*total(counts, said))
    return status


def _done(source: Source, options: argparse.Namespace, work: Callable[[Tabled], Report]) -> Report | Failure:
    """The report of one file, or why it cannot be read."""
    try:
        report = work(source.read(options.fiscal_year))
    except TableError as error:
        return Failure(source.name, error.message)
    except OSError as error:
        return failed(source.name, error)
    return report
