"""The command line (命令行): `budgetkpi parse`, `evaluate`, `judge`, `check`, `score`, `audit`.

Each sub-command is a `Command`: a function that takes the arguments and returns a `Report`; `COMMANDS`
lists them. Exit status: 0, 1 for a finding, an unmet or undetermined row or a cell that cannot be
parsed, 2 for usage or unreadable input.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import sys
from typing import TYPE_CHECKING, Final

from budgetkpi import __version__
from budgetkpi.cli.cells import CELL_MARK, EVALUATE, PARSE
from budgetkpi.cli.files import JUDGE
from budgetkpi.cli.objections import CHECK
from budgetkpi.cli.points import AUDIT, SCORE
from budgetkpi.cli.printing import Said, show
from budgetkpi.errors import PolicyError, TableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.cli.printing import Command, Report

__all__ = ["COMMANDS", "main"]

COMMANDS: Final[tuple[Command, ...]] = (PARSE, EVALUATE, JUDGE, CHECK, SCORE, AUDIT)
"""Every sub-command, in the order of the help."""
_NEGATIVE: Final = re.compile(r"-[\d.．]")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status.

    Args:
        arguments: what stands behind the program's name; `sys.argv[1:]` by default.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):  # a stream of the caller's own
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser().parse_args([CELL_MARK + word if _NEGATIVE.match(word) else word for word in given])
    try:
        report: Report = options.run(options)
    except TableError as error:
        return _fail(Said(options.lang)(error.message), options.file)
    except PolicyError as error:
        return _fail(Said(options.lang)(error.message), options.policy or "")
    except OSError as error:
        return _fail(error.strerror or str(error), str(error.filename or ""))
    show(report, as_json=options.json)
    return report.status


def _fail(why: str, name: str) -> int:
    print(f"budgetkpi: {name}: {why}" if name else f"budgetkpi: {why}", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="budgetkpi",
        description="Read, judge and score Chinese budget performance indicators (预算绩效指标).",
    )
    parser.add_argument("--version", action="version", version=f"budgetkpi {__version__}")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="print JSON for programs")
    common.add_argument("--lang", choices=("en", "zh"), default=_language(), help="language of what is said")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        sub = commands.add_parser(
            command.name, help=command.summary, description=command.summary, parents=[common]
        )
        command.arguments(sub)
        sub.set_defaults(run=command.run)
    return parser


def _language() -> str:
    """The language that the user's environment asks for."""
    wanted = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "zh" if wanted.lower().startswith("zh") else "en"
