"""`score` of files larger than memory (大文件计分): Parquet in or out goes through DuckDB and Arrow."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from typing import TYPE_CHECKING, Final

from budgetkpi.cli.endings import Failure, failed, refused, tell, watched
from budgetkpi.cli.printing import Said
from budgetkpi.cli.written_files import Form
from budgetkpi.errors import BudgetKpiError
from budgetkpi.escaping import escaped, escaped_json
from budgetkpi.messages import Catalog
from budgetkpi.results import Outcome
from budgetkpi.writing import COLUMNAR, suffix_of

if TYPE_CHECKING:
    import argparse
    from collections import Counter
    from collections.abc import Iterable, Mapping, Sequence

    from budgetkpi.duckdb import Progress, Summary
    from budgetkpi.policy import Policy

__all__ = ["is_streamed", "score_stream"]

_say: Final = Catalog("columns")
_NOT_FOR_ROWS: Final = ("weights", "choose", "budget", "executed", "explain")
"""Options of `score` that are about one table."""
_SHOWN: Final = 20
_OFTEN: Final = 0.2
_WIDE: Final = 24


def is_streamed(options: argparse.Namespace) -> bool:
    """Whether any of the files, or the output, is Parquet, or a folder holds such."""
    names = [*options.files, options.output or ""]
    return any(suffix_of(name) in COLUMNAR or _holds_one(name) for name in names)


def _holds_one(folder: str) -> bool:
    return any(suffix_of(name) in COLUMNAR for _, _, names in os.walk(folder) for name in names)


def score_stream(options: argparse.Namespace, policy: Policy | str) -> int:
    """Score the rows of the files, write them, and sum up on standard output.

    Returns:
        0 where every row is met and has points, else 1.

    Raises:
        Failure: a file cannot be read or written, or an option is not for such files.
    """
    from budgetkpi.duckdb.scans import files_of, score_files

    said = Said(options.lang)
    for name in _NOT_FOR_ROWS:
        if vars(options).get(name):
            raise Failure(f"--{name}", _say("not-for-rows"))
    if options.printed is not None and options.printed.rows and not options.output:
        raise Failure(f"--{options.printed}", _say("csv-to-file"))
    bar = _Progress(said)
    try:
        found = score_files(
            files_of(options.files),
            options.output,
            policy=policy,
            fiscal_year=options.fiscal_year,
            progress=bar.show if sys.stderr is not None and sys.stderr.isatty() else None,
        )
    except BudgetKpiError as error:
        place = getattr(error, "place", "")
        raise refused(place or said.listed(options.files), error) from error
    except OSError as error:
        raise failed(str(error.filename or options.output or ""), error) from error
    finally:
        bar.end()
    if options.printed is Form.JSON:
        _print([escaped_json(json.dumps(_record(found), ensure_ascii=False, indent=2))])
    else:
        _print(map(escaped, _lines(found, said)))
    return int(found.outcomes[Outcome.MET] != found.rows or found.scored != found.rows)


def _print(lines: Iterable[str]) -> None:
    """Lines on standard output; a reader that closes it has read enough."""
    if sys.stdout is None:  # the program was started with it closed
        raise failed("", ValueError())
    with contextlib.suppress(BrokenPipeError), watched(sys.stdout, ""):
        for line in lines:
            sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


class _Progress:
    """A bar on standard error: rows that are done, of those there are where the files say it."""

    def __init__(self, said: Said) -> None:
        self._said = said
        self._last = 0.0
        self._shown = False

    def show(self, told: Progress) -> None:
        """Draw it, a few times a second and at the end."""
        now = time.monotonic()
        if now - self._last < _OFTEN and told.rows != told.total:
            return
        self._last, self._shown = now, True
        if told.total:
            full = _WIDE * told.rows // told.total
            bar = "█" * full + "░" * (_WIDE - full)
            tell(f"\r{bar} {told.rows * 100 // told.total:3d}% {told.rows:,}/{told.total:,}")
        elif told.files == 1:
            tell("\r" + self._said(_say("rows-done", rows=f"{told.rows:,}")))
        else:
            tell(
                "\r"
                + self._said(_say("file-of-files", file=told.file, files=told.files, rows=f"{told.rows:,}"))
            )

    def end(self) -> None:
        """Leave the line."""
        if self._shown:
            tell("\n")


def _record(found: Summary) -> dict[str, object]:
    return {
        "rows": found.rows,
        "scored": found.scored,
        "outcomes": {outcome.value: found.outcomes[outcome.value] for outcome in Outcome},
        "undetermined_by_cause": dict(found.causes.most_common()),
        "errors": dict(found.errors.most_common()),
        "offices": {name: dict(counts) for name, counts in sorted(found.offices.items())},
    }


def _lines(found: Summary, said: Said) -> list[str]:
    """The summary for people: by outcome, by cause, by office."""
    lines = [said.word("summary", rows=found.rows, **_counts(found.outcomes))]
    lines.append(said(_say("rows-scored", scored=found.scored)))
    for code, counts in (("by-cause", found.causes), ("by-error", found.errors)):
        if counts:
            lines += [said(_say(code)), *_listed(counts.most_common())]
    if found.offices:
        lines.append(said(_say("by-office")))
        worst = sorted(found.offices.items(), key=lambda pair: (-_open(pair[1]), pair[0]))
        for name, counts in worst[:_SHOWN]:
            lines.append(
                f"  {said.headed(name or '—')} "
                + said.word("summary", rows=counts.total(), **_counts(counts))
            )
        if len(worst) > _SHOWN:
            lines.append("  " + said(_say("more-offices", more=len(worst) - _SHOWN)))
    return lines


def _open(counts: Counter[str]) -> int:
    return counts.total() - counts[Outcome.MET]


def _counts(counts: Mapping[str, int]) -> dict[str, int]:
    return {outcome.value: counts.get(outcome.value, 0) for outcome in Outcome}


def _listed(counts: Sequence[tuple[str, int]]) -> list[str]:
    return [f"  {code}: {count}" for code, count in counts]
