"""Other libraries over the cells that they can be given, each where it is installed."""

from __future__ import annotations

import contextlib
import importlib
import io
import warnings
from typing import TYPE_CHECKING, Any

import attrs

from tests.bench.material import ASCII_UNITS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["RIVALS", "Rival", "load"]


@attrs.frozen
class Rival:
    """A library.

    Attributes:
        name: how it is imported.
        what: which of its functions is timed.
        reader: takes the module, gives the function of one cell.
        cell: writes a number and a unit as the library takes them; None where it cannot be given them.
        most: no more than so many cells a round.
        reads_ours: whether its cells are cells of tables too, which `parse` reads.
    """

    name: str
    what: str
    reader: Callable[[Any], Callable[[str], object]]
    cell: Callable[[str, str], str | None]
    most: int
    reads_ours: bool


def _money(number: str, unit: str) -> str | None:
    return f"{number}{unit}" if unit in ("元", "万元") else None


def _quantulum(_module: object) -> Callable[[str], object]:
    function: Callable[[str], object] = importlib.import_module("quantulum3.parser").parse
    return function


def _pint(module: Any) -> Callable[[str], object]:  # noqa: ANN401  (a module that may be missing)
    registry = module.UnitRegistry()
    for name in {word for unit in ASCII_UNITS.values() for word in unit.split() if word.isidentifier()}:
        if name not in registry:
            registry.define(f"{name} = [{name}s]")
    function: Callable[[str], object] = registry.parse_expression
    return function


RIVALS = (
    Rival("jionlp", "parse_money", lambda module: module.parse_money, _money, 400, reads_ours=True),
    Rival("quantulum3", "parser.parse", _quantulum, lambda number, unit: number + unit, 200, reads_ours=True),
    Rival(
        "pint",
        "parse_expression, ASCII",
        _pint,
        lambda number, unit: f"{number} {ASCII_UNITS[unit]}",
        400,
        reads_ours=False,
    ),
)


def load(rival: Rival, sample: Sequence[str]) -> tuple[Callable[[str], object], int] | None:
    """The function of one cell, warm, and how many of the sample it finds something in.

    Returns:
        None where the library is not installed.
    """
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            inner = rival.reader(importlib.import_module(rival.name))
        except ImportError:
            return None

        def quiet(cell: str) -> object:
            try:
                return inner(cell)
            except Exception:  # noqa: BLE001  (whatever it raises, it did not read the cell)
                return None

        found = [quiet(cell) for cell in sample]
    return quiet, sum(answer is not None and answer != [] for answer in found)
