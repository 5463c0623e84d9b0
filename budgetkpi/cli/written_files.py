"""Which kind of file is written (输出文件的种类): the suffix of its name decides, here and nowhere else."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

from budgetkpi.cli.endings import Failure
from budgetkpi.messages import Catalog, series
from budgetkpi.writing import COLUMNAR, SEPARATED, suffix_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from budgetkpi.messages import Message

__all__ = ["PRINTED", "SCORED", "Form", "form_of"]


class Form(enum.StrEnum):
    """In which form results are printed (输出格式)."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    SPREADSHEET = "csv-for-spreadsheets"

    @property
    def rows(self) -> bool:
        """Whether rows are written as CSV."""
        return self in (Form.CSV, Form.SPREADSHEET)


_SAID: Final = Catalog("tables")
_FORMS: Final = {
    ".txt": tuple(Form),
    ".json": (Form.JSON,),
    **dict.fromkeys(SEPARATED, (Form.CSV, Form.SPREADSHEET)),
    "": tuple(Form),
}
"""The forms that a file of what is printed may have; the first is the one where no option says another."""
PRINTED: Final = tuple(filter(None, _FORMS))
"""How the name of a file ends that holds what would be printed."""
SCORED: Final = (*PRINTED, *COLUMNAR)
"""The same, and that of scored rows by columns."""


def form_of(
    output: str | None, asked: Form | None, command: str, written: Mapping[str, Sequence[str]]
) -> Form:
    """The form of what is printed, by the name of the file that it goes to (按文件名确定输出格式).

    Args:
        output: the file behind -o, None for standard output.
        asked: the form that an option names, None where none does.
        command: which command writes it.
        written: how the names of the files end that each command writes.

    Raises:
        Failure: the command writes no such file, or the option is for another kind of file.
    """
    suffix = "" if output is None else suffix_of(output)
    if output is not None and suffix and suffix not in written[command]:
        raise Failure(output, _refused(suffix, command, written))
    forms = _FORMS.get(suffix, tuple(Form))
    if output is not None and asked is not None and asked not in forms:
        raise Failure(output, _SAID("output-form", option=f"--{asked}", suffix=suffix))
    return asked or forms[0]


def _refused(suffix: str, command: str, written: Mapping[str, Sequence[str]]) -> Message:
    """What is said of a file that the command does not write."""
    others = [name for name, suffixes in written.items() if suffix in suffixes]
    said = {"suffix": suffix, "command": command, "written": series(written[command])}
    return (
        _SAID("output-elsewhere", others=series(others), **said) if others else _SAID("output-suffix", **said)
    )
