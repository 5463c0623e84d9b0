"""One piece of work on each table of many files (逐个文件处理): a bad file never stops the others."""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi.cli.endings import Failure, complain
from budgetkpi.cli.intake import Intake, taken_in
from budgetkpi.cli.outputs import Report
from budgetkpi.cli.printing import Said
from budgetkpi.cli.progress import progress
from budgetkpi.cli.sources import is_one, sources
from budgetkpi.errors import PolicyError, TableError
from budgetkpi.messages import Catalog

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping, Sequence

    from budgetkpi.cli.intake import Tabled
    from budgetkpi.cli.outputs import Output
    from budgetkpi.cli.sources import Source
    from budgetkpi.messages import Message

__all__ = ["Work", "over_files"]

_SAID: Final = Catalog("tables")
_UNREAD: Final = 2
_LONGEST: Final = 200
_TOLD: Final = ("fiscal_year", "budget", "executed")
"""What the options may say of a whole table."""


@attrs.frozen
class Work:
    """What a sub-command does with files.

    Attributes:
        on: says what there is to say of a table; raises TableError where it lacks a column.
        total: the lines that sum up all tables and the same for programs, from the counts of their
            reports added up.
        alone: what becomes of the report of a file that is one table, where no other is named.
    """

    on: Callable[[Tabled], Report]
    total: Callable[[collections.Counter[str], Said], tuple[Sequence[str], object]]
    alone: Callable[[Report, Said], Report] | None = None


def over_files(options: argparse.Namespace, output: Output, work: Work) -> int:
    """Do a piece of work on the tables of every file, print it as it comes, and sum up.

    Args:
        options: what the user asked for; `files` names the files.
        output: where it is printed.
        work: the work.

    Returns:
        2 where a file could not be read, 1 where one of several tables lacks a column, else the highest
        status of any.

    Raises:
        Failure: the only file that is named cannot be read.
    """
    said = Said(options.lang)
    told: dict[str, Any] = {field: vars(options)[field] for field in _TOLD if field in vars(options)}
    counts: collections.Counter[str] = collections.Counter()
    status, one = 0, False
    given = list(sources(options.files, leave=options.output))
    only = is_one(options.files, given)
    with progress(len(given), shown=not output.on_terminal) as begun:
        for source in given:
            begun(source.name)
            intake, entries = _entries(source, work, told, said)
            one = only and intake is not None and intake.plain and len(entries) == 1
            failures = [entry for entry in entries if isinstance(entry, Failure)]
            if only and len(failures) == len(entries):
                for failure in failures[:-1]:
                    complain(failure.name, said(failure.message))
                raise failures[-1]
            worst = _UNREAD if len(failures) == len(entries) else int(bool(failures))
            for i, entry in enumerate(entries):
                tabled = None if intake is None else intake.tables[i]
                report = _failed(entry, said) if isinstance(entry, Failure) else entry
                filed = _filed(report, source, tabled, said)
                if one:
                    bare = attrs.evolve(filed, flat=report.flat, headings=report.headings)
                    if not work.alone and tabled is not None and tabled.notes:
                        notes = {"notes": filed.record["notes"]}
                        report = attrs.evolve(report, parts=filed.parts, record=report.record | notes)
                    output.alone(work.alone(bare, said) if work.alone else report, source.name)
                else:
                    label = _label(source, intake, tabled, said)
                    output.of_file(label, filed, said.headed(label))
                counts.update(report.counts)
                worst = max(worst, report.status)
            status = max(status, worst)
            if output.closed:
                return status
    if not one:
        output.at_end(*work.total(counts, said))
    return status


def _entries(
    source: Source, work: Work, told: Mapping[str, Any], said: Said
) -> tuple[Intake | None, list[Report | Failure]]:
    """The report of each table of a file, or why there is none."""
    try:
        intake = taken_in(source, told)
    except Failure as failure:
        return None, [failure]
    except Exception as error:  # noqa: BLE001  (a fault of ours in one file must not lose the others)
        return None, [Failure(source.name, _fault(error))]
    entries: list[Report | Failure] = []
    for tabled in intake.tables:
        try:
            entries.append(work.on(tabled))
        except (PolicyError, TableError) as error:
            entries.append(Failure(_label(source, intake, tabled, said), error.message))
        except Exception as error:  # noqa: BLE001  (as above)
            entries.append(Failure(_label(source, intake, tabled, said), _fault(error)))
    alike = {entry.message if isinstance(entry, Failure) else None for entry in entries}
    if len(entries) > 1 and len(alike) == 1 and (why := alike.pop()) is not None:
        whole = _SAID("all-tables", count=len(entries), why=why.en, why_zh=why.zh)
        return None, [
            Failure(source.name, attrs.evolve(whole, code=why.code))
        ]  # a document without the column has it in no table
    return intake, entries


def _fault(error: Exception) -> Message:
    """What is said of an error that nobody foresaw."""
    return _SAID("internal-error", kind=type(error).__name__, why=str(error)[:_LONGEST])


def _failed(failure: Failure, said: Said) -> Report:
    """What is printed of a table that nothing could be done with; it is said at once."""
    complain(failure.name, said(failure.message))
    return Report([], {"error": attrs.asdict(failure.message)})


def _filed(report: Report, source: Source, tabled: Tabled | None, said: Said) -> Report:
    """The report of a table with its file, its place, and what was taken from the document."""
    place = None if tabled is None or tabled.place is None else said(tabled.place)
    title = "" if tabled is None else tabled.sheet.title
    taken = () if tabled is None or "error" in report.record else tabled.notes
    notes = [*map(attrs.asdict, taken), *report.record.get("notes", [])]
    cells = said.cells(file=source.name, table=place, title=title)
    head = {"file": source.name, "table": place, "title": title, "error": None}
    return attrs.evolve(
        report,
        parts=[*(said.pair("heading-note", said(note.message)).strip() for note in taken), *report.parts],
        record=head | report.record | {"notes": notes},
        flat=[cells | row for row in report.flat],
        headings=[*cells, *report.headings] if report.headings else (),
    )


def _label(source: Source, intake: Intake | None, tabled: Tabled | None, said: Said) -> str:
    """What a table is called: its file, and where it stands there."""
    if intake is None or tabled is None or tabled.place is None or len(intake.tables) == 1:
        return source.name
    return said.listed([source.name, said(tabled.place), tabled.sheet.title])
