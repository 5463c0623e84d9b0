"""The sub-command for the year under way (绩效运行监控): `monitor`."""

from __future__ import annotations

import argparse
import collections
import datetime as dt
from typing import TYPE_CHECKING, Final

from budgetkpi.cli.commands import Command, as_typed, year_argument
from budgetkpi.cli.filewise import Work, over_files
from budgetkpi.cli.outputs import Report
from budgetkpi.cli.points import asked_for, money_arguments
from budgetkpi.cli.printing import Said, Table
from budgetkpi.cli.sources import files_argument
from budgetkpi.cli.verdicts import written_target
from budgetkpi.errors import FieldError, TableError
from budgetkpi.results import Severity
from budgetkpi.wording import percentage

if TYPE_CHECKING:
    from budgetkpi.cli.intake import Tabled
    from budgetkpi.cli.outputs import Output
    from budgetkpi.monitoring import Monitoring, MonitorPolicy, WatchedRow

__all__ = ["MONITOR"]

_DEFAULT: Final = "system"
"""The policy where the user names none; the output says so."""
_SHOWN: Final = ("line", "name", "target", "reached", "light", "progress", "reason")
_NONE: Final = "—"


def _day(word: str) -> dt.date:
    """A day, or wrong usage."""
    try:
        return dt.date.fromisoformat(as_typed(word))
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a date such as 2025-06-30: {as_typed(word)}") from None


def _arguments(parser: argparse.ArgumentParser) -> None:
    files_argument(parser, "a table of indicators with what was reached so far")
    parser.add_argument(
        "--as-of", type=_day, required=True, metavar="DATE", help="the day to look at, such as 2025-06-30"
    )
    parser.add_argument(
        "--policy",
        metavar="NAME|FILE.toml",
        help=f"the monitoring policy (监控规则), or an office; {_DEFAULT} by default",
    )
    parser.add_argument("--explain", action="store_true", help="tell under each row why it has its light")
    money_arguments(parser)
    year_argument(parser)


def _monitor(options: argparse.Namespace, output: Output) -> int:
    from budgetkpi.monitoring.watch_policy import MonitorPolicy, chosen_monitor_policy

    said = Said(options.lang)
    wanted, year = options.policy or _DEFAULT, options.fiscal_year
    policy = asked_for(wanted, year, MonitorPolicy.from_toml, chosen_monitor_policy)
    return over_files(options, output, Work(lambda tabled: _watched(tabled, options, policy, said), _total))


def _watched(tabled: Tabled, options: argparse.Namespace, policy: MonitorPolicy | str, said: Said) -> Report:
    """The lights of one table."""
    from budgetkpi.monitoring import monitor
    from budgetkpi.records import monitoring_record

    if "stage_actual" not in tabled.columns:
        tabled.need("actual")
    tabled.need("target")
    try:
        made = monitor(tabled.sheet, as_of=options.as_of, policy=policy, fiscal_year=options.fiscal_year)
    except FieldError as error:
        raise TableError(error.message) from None
    record = monitoring_record(made)
    for line, found in zip(tabled.lines, record["rows"], strict=True):
        found["line"] = line
    pairs = list(zip(tabled.lines, made.rows, strict=True))
    cells = [[str(line), *_cells(row, said)] for line, row in pairs]
    below = [_below(row, said, explain=options.explain) for row in made.rows]
    table = Table([said.word(f"heading-{name}") for name in _SHOWN], cells, below)
    flat = [
        said.cells(line=line)
        | row.row(options.lang)
        | said.cells(target=written_target(row.indicator, row.evaluation))
        for line, row in pairs
    ]
    told = [
        said.word(
            "policy-monitor", name=made.policy.name, title=made.policy.title, status=said(made.policy.status)
        )
    ]
    told += [said(message) for message in made.sums()]
    counts = collections.Counter(row.light.value if row.light else "none" for row in made.rows)
    counts["tables"] = 1
    return Report([table, "", *told], record, int(not _all_well(made)), flat=flat, told=told, counts=counts)


def _cells(row: WatchedRow, said: Said) -> list[str]:
    indicator = row.indicator
    reached = indicator.actual if indicator.stage_actual is None else indicator.stage_actual
    return [
        indicator.name,
        written_target(indicator, row.evaluation),
        reached or "",
        _NONE if row.light is None else said(row.light),
        _NONE if row.progress is None else percentage(row.progress),
        said(row.reason),
    ]


def _below(row: WatchedRow, said: Said, *, explain: bool) -> list[str]:
    """What stands under a row: why it has its light, or its warnings and the errors of its cells."""
    if explain:
        return [f"  {line}" for line in row.explain("zh" if said.zh else "en").split("\n")]
    warned = [said.pair("heading-finding", said(finding.message)) for finding in row.findings]
    return warned + [line for error in row.evaluation.errors for line in said.error(error)]


def _all_well(made: Monitoring) -> bool:
    """No light but green and blue, no warning, and no row that the cells leave open."""
    from budgetkpi.monitoring import OPEN_REASONS, Light

    lights = {row.light for row in made.rows} | {made.money_light, made.light}
    open_rows = any(row.reason.code in OPEN_REASONS for row in made.rows)
    warned = any(finding.severity is not Severity.INFO for finding in made.findings)
    return not (open_rows or warned or lights & {Light.RED, Light.YELLOW})


def _total(counts: collections.Counter[str], said: Said) -> tuple[list[str], dict[str, int]]:
    """How many rows of all tables have which light."""
    from budgetkpi.monitoring import Light

    record = {name: counts[name] for name in ("tables", *map(str, Light), "none")}
    told = said.tally((said(light), counts[light.value]) for light in Light if counts[light.value])
    return [said.word("summary-monitor", tables=counts["tables"], none=counts["none"], counts=told)], record


MONITOR = Command("monitor", "show the lights and warnings of the year under way", _arguments, _monitor)
