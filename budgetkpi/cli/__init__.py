"""The command line (命令行): `budgetkpi parse`, `evaluate`, `judge` and the other sub-commands.

Each sub-command is a `Command`; `COMMANDS` lists them. Exit status: 0; 1 for a finding, an unmet or
undetermined row or a cell that cannot be parsed; 2 for wrong usage, and for what cannot be read or
written; 130 for an interrupt, 143 where the system ends it (SIGTERM), 129 where its terminal is closed
(SIGHUP). What went wrong is one line on standard error.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import locale
import os
import re
import sys
from typing import TYPE_CHECKING, Final, NoReturn

from budgetkpi import __version__
from budgetkpi.cli.cells import EVALUATE, PARSE
from budgetkpi.cli.commands import CELL_MARK
from budgetkpi.cli.contents import READ
from budgetkpi.cli.endings import (
    Failure,
    Terminated,
    complain,
    endable,
    failed,
    prepare_streams,
    refused,
    tell,
    watched,
)
from budgetkpi.cli.objections import CHECK
from budgetkpi.cli.outputs import opened
from budgetkpi.cli.points import AUDIT, SCORE
from budgetkpi.cli.printing import Said
from budgetkpi.cli.reports import REPORT
from budgetkpi.cli.streaming import is_streamed
from budgetkpi.cli.verdicts import JUDGE
from budgetkpi.cli.watching import MONITOR
from budgetkpi.cli.written_files import Form, form_of
from budgetkpi.errors import VocabularyError
from budgetkpi.escaping import escaped
from budgetkpi.messages import Catalog
from budgetkpi.writing import is_same_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from _typeshed import SupportsWrite

    from budgetkpi.cli.commands import Command

__all__ = ["COMMANDS", "main"]

COMMANDS: Final[tuple[Command, ...]] = (PARSE, EVALUATE, READ, JUDGE, CHECK, SCORE, AUDIT, MONITOR, REPORT)
"""Every sub-command, in the order of the help."""
_NEGATIVE: Final = re.compile(r"-[\d.．]")
_FAILED: Final = 2
_INTERRUPTED: Final = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status.

    Args:
        arguments: what stands behind the program's name; `sys.argv[1:]` by default.
    """
    prepare_streams()
    with endable():
        return _ran(sys.argv[1:] if arguments is None else arguments)


def _ran(given: Sequence[str]) -> int:
    """The exit status of a run, however it ends."""
    language = _language()
    said = Said(language)
    try:
        options = _parser(language).parse_args(
            [CELL_MARK + word if _NEGATIVE.match(word) else word for word in given]
        )
        said = Said(options.lang)
        _keep_inputs(options)
        if options.streamed is not None and is_streamed(options):
            with _words(options.vocabulary):
                return int(options.streamed(options))  # it writes its own file
        written = {command.name: command.suffixes for command in COMMANDS}
        form = form_of(options.output, options.printed, options.command, written)
        with (
            _words(options.vocabulary),
            opened(None if options.writes else options.output, form) as output,
        ):
            status: int = options.run(options, output)
    except Failure as failure:
        complain(failure.name or said.word("standard-output"), said(failure.message))
        return _FAILED
    except KeyboardInterrupt:
        complain("", said.word("interrupted"))
        return _INTERRUPTED
    except Terminated as ending:
        complain("", said.word("terminated"))
        return ending.status
    return status


def _keep_inputs(options: argparse.Namespace) -> None:
    """Refuse an empty name, and to write over a file that is read; one in a folder is left out instead."""
    read = (*getattr(options, "files", ()), options.vocabulary, getattr(options, "policy", None))
    if "" in (*read, options.output):  # a variable of a shell that was not set
        raise Failure("''", Catalog("tables")("no-such-file"))
    for name in filter(None, read):
        if options.output and is_same_file(name, options.output):
            raise Failure(options.output, Catalog("tables")("output-is-input"))


@contextlib.contextmanager
def _words(path: str | None) -> Iterator[None]:
    """Read every cell with the words of the user's own file; its errors are those of the user."""
    if path is None:
        yield
        return
    from budgetkpi.vocabulary import Vocabulary

    try:
        vocabulary = Vocabulary.from_toml(path)
    except VocabularyError as error:
        raise refused(path, error) from error
    except OSError as error:
        raise failed(path, error) from error
    with vocabulary.use():
        yield


class _Parser(argparse.ArgumentParser):
    """A parser of arguments that shows what was typed and never obeys it, and says when it cannot print."""

    def error(self, message: str) -> NoReturn:
        shown = escaped(message.replace(CELL_MARK, ""))
        tell(f"{self.format_usage()}{self.prog}: error: {shown}\n")
        sys.exit(_FAILED)

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        """Print the help or the version."""
        del file  # standard output, as it is at this moment
        if sys.stdout is None:
            raise failed("", ValueError())
        with contextlib.suppress(BrokenPipeError), watched(sys.stdout, ""):
            sys.stdout.write(message)
            sys.stdout.flush()


@functools.cache
def _parser(language: str) -> argparse.ArgumentParser:
    """The parser of all commands, made once for each of the two languages that may be the default."""
    parser = _Parser(
        prog="budgetkpi",
        description="Read, judge and score Chinese budget performance indicators (预算绩效指标).",
    )
    parser.add_argument("--version", action="version", version=f"budgetkpi {__version__}")
    common = _Parser(add_help=False)
    forms = common.add_mutually_exclusive_group()
    for form, told in (
        (Form.JSON, "print JSON for programs"),
        (Form.CSV, "print the rows as CSV, each text as it is"),
        (Form.SPREADSHEET, "CSV with ' before a text that a spreadsheet would take for a formula"),
    ):
        forms.add_argument(f"--{form}", dest="printed", action="store_const", const=form, help=told)
    common.add_argument(
        "-o", "--output", metavar="FILE", help="write to this file, whole or not at all, and print nothing"
    )
    common.add_argument(
        "--vocabulary", metavar="FILE.toml", help="units, grades, blanks and harmless words of your own"
    )
    common.add_argument("--lang", choices=("en", "zh"), default=language, help="language of what is said")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in COMMANDS:
        sub = commands.add_parser(
            command.name, help=command.summary, description=command.summary, parents=[common]
        )
        command.arguments(sub)
        sub.set_defaults(run=command.run, writes=command.writes, streamed=command.streamed)
    return parser


def _language() -> str:
    """The language that the user's environment asks for; the first variable that says something decides."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    wanted = next(filter(None, (os.environ.get(name) for name in names)), "")
    if not wanted and os.name == "nt":
        wanted = locale.setlocale(locale.LC_CTYPE)  # "Chinese (Simplified)_China.936"
    return "zh" if wanted.lower().startswith(("zh", "chinese")) else "en"
