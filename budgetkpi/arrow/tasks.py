"""What is to be done with each distinct row, and doing it (逐行判定).

A `Task` is plain data: it goes to another process as it is, and rules are built there once.
"""

from __future__ import annotations

import contextlib
import functools
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi import vocabulary
from budgetkpi.arrow.schemas import DIGITS, PLACES, RESULTS, Column, arrow_type
from budgetkpi.arrow.shared_rows import SharedRows
from budgetkpi.arrow.value_rows import error_row, value_row
from budgetkpi.arrow.verdict_rows import Said, check_row, failed, score_row, verdict_row
from budgetkpi.bounds import LONGEST_CELL, LONGEST_PROSE, check_text, shown
from budgetkpi.checks import check
from budgetkpi.errors import FieldError, FieldTypeError, ParseError
from budgetkpi.evaluation import evaluate_anew
from budgetkpi.extras import load
from budgetkpi.given import as_value
from budgetkpi.indicators import Indicator
from budgetkpi.inputs import as_points, as_year
from budgetkpi.messages import Catalog
from budgetkpi.numerals import exact
from budgetkpi.policy import Policy, as_policy
from budgetkpi.reading import parse
from budgetkpi.scoring import score_evaluation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyarrow as pa

    from budgetkpi.arrow.value_rows import Row
    from budgetkpi.messages import Message

__all__ = ["CELL_FIELDS", "TEXT_FIELDS", "Task", "make_task"]

_say: Final = Catalog("columns")

CELL_FIELDS: Final = ("target", "actual")
"""Fields that take what a cell can hold: texts, numbers, dates, nothing."""
TEXT_FIELDS: Final = (
    "name",
    "level1",
    "level2",
    "description",
    "basis",
    "comparator",
    "unit",
    "activity",
    "reason",
)
"""Fields of a row that are texts."""
_TOO_LARGE: Final = Decimal(10) ** (DIGITS - PLACES)
_PROSE: Final = ("description", "basis", "reason")
_ARROWS_OWN: Final = frozenset({Decimal, type(None)})
"""What Arrow takes into a `number` as it is."""


@attrs.frozen(kw_only=True)
class Task:
    """What is done with each distinct row (任务).

    Attributes:
        work: `parse`, `evaluate`, `score` or `check`, a key of `RESULTS`.
        fields: what each column of the input is, `target` first where there is one.
        policy: the scoring policy of `score`.
        fiscal_year: the budget year of rows that name none.
        words: the caller's vocabulary, None for the built-in words alone.
        columns: the places of the results that are wanted.
        select, ignore: the codes that `check` looks for.
    """

    work: str
    fields: tuple[str, ...]
    policy: Policy | None = None
    fiscal_year: int | None = None
    words: vocabulary.Vocabulary | None = None
    columns: tuple[int, ...]
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    _shared: SharedRows = attrs.field(factory=SharedRows, init=False, eq=False, repr=False)

    @property
    def results(self) -> tuple[Column, ...]:
        """The columns that come out."""
        return tuple(RESULTS[self.work][place] for place in self.columns)

    def learn(self, rows: Sequence[Sequence[Any]]) -> None:
        """Judge rows for what is learnt on the way (rules built, words indexed); nothing of Arrow is used.

        Args:
            rows: one list of cells a field; a row of 1 where there are none.
        """
        with self.words.use() if self.words else contextlib.nullcontext():
            for _ in self._judged(rows or [["1"]] * len(self.fields)):
                pass

    def judge(self, rows: Sequence[Sequence[Any]]) -> pa.Table:
        """The results of distinct rows, given as one list of cells a field."""
        arrow = load("pyarrow", extra="arrow")
        width = len(RESULTS[self.work])
        things: list[Any] = []  # one row behind the other: no row is kept for the collector to walk over
        with self.words.use() if self.words else contextlib.nullcontext():
            for row in self._judged(rows):
                things.extend(row)
        assert len(things) == width * len(rows[0])
        return arrow.table(
            [_array(things[place::width], RESULTS[self.work][place].type) for place in self.columns],
            names=[column.name for column in self.results],
        )

    def _judged(self, rows: Sequence[Sequence[Any]]) -> Iterator[Row]:
        if self.work == "parse" and self.fields == ("target",):
            yield from map(self._alone, rows[0])
            return
        work: Callable[[dict[str, Any], Said], Row] = _WORKS[self.work].__get__(self)
        said = Said()
        for cells in zip(*rows, strict=True):
            row = dict(zip(self.fields, cells, strict=True))
            try:
                aside = _set_aside(row) if self._has_aside else None
                yield work(row, said) if aside is None else self._with_error(work(row, said), aside)
            except _UnfitError as error:
                yield self._failed(*error.args)
            except MemoryError:
                raise
            except Exception as error:  # noqa: BLE001  (one row never stops the others; what it was is said)
                yield self._failed(_unforeseen(error), self.fields[0])

    def _alone(self, cell: Any) -> Row:  # noqa: ANN401  (whatever the column holds)
        """A cell without a row around it."""
        try:
            value = parse(cell) if isinstance(cell, str) else _value(cell, "target")
            return value_row(value, self.fiscal_year)
        except ParseError as error:
            return (*_NOTHING, *error_row(error, "target"))
        except _UnfitError as error:
            return self._failed(*error.args)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001  (as above)
            return self._failed(_unforeseen(error), "target")

    @property
    def _has_aside(self) -> bool:
        return "points" in self.fields or "fiscal_year" in self.fields

    def _with_error(self, row: Row, error: _UnfitError) -> Row:
        """A row with an error of its weight or year, unless a cell has one already."""
        place = [column.name for column in RESULTS[self.work]].index("error")
        if row[place] is not None:
            return row
        told = error_row(*error.args[:2])
        return (*row[:place], *told, *row[place + len(told) :])

    def _failed(self, error: Message, field: str, cell: str = "") -> Row:
        code = "actual-unreadable" if field == "actual" else "target-unreadable"
        reason = Catalog("evaluation")(code, text=cell, en=error.en, zh=error.zh)
        if field not in CELL_FIELDS:
            reason = error
        return failed(self.work, error, field, width=len(RESULTS[self.work]), reason=reason)

    def _year(self, row: dict[str, Any]) -> int | None:
        """The budget year that a row is read in."""
        return row.get("fiscal_year") or self.fiscal_year

    # -- one function a work

    def _parse(self, row: dict[str, Any], _: Said) -> Row:
        year = self._year(row)
        indicator = _indicator(row)
        cell = row["target"]
        held = () if cell is None or isinstance(cell, str) else _value(cell, "target").notes
        try:
            value = parse(cell if isinstance(cell, str) else indicator.target, indicator=indicator)
        except ParseError as error:
            return (*_NOTHING, *error_row(error, "target"))
        return value_row(attrs.evolve(value, notes=(*value.notes, *held)) if held else value, year)

    def _evaluate(self, row: dict[str, Any], said: Said) -> Row:
        return self._shared.row(row, self._year(row), said, around=_indicator, judge=self._evaluate_alone)

    def _evaluate_alone(self, row: dict[str, Any], said: Said) -> Row:
        found = evaluate_anew(
            _fit(row["target"], "target"),
            _fit(row["actual"], "actual"),
            _indicator(row) if _texts(self.fields) else None,
            self._year(row),
        )
        return verdict_row(found, said)

    def _score(self, row: dict[str, Any], said: Said) -> Row:
        assert self.policy is not None
        indicator, year = _indicator(row), self._year(row)
        found = evaluate_anew(_fit(row["target"], "target"), _fit(row["actual"], "actual"), indicator, year)
        return score_row(score_evaluation(found, indicator, self.policy, fiscal_year=year), said)

    def _check(self, row: dict[str, Any], _: Said) -> Row:
        return check_row(check(_indicator(row), select=self.select, ignore=self.ignore))


_WORKS: Final = {
    "parse": Task._parse,  # noqa: SLF001  (the class's own)
    "evaluate": Task._evaluate,  # noqa: SLF001
    "score": Task._score,  # noqa: SLF001
    "check": Task._check,  # noqa: SLF001
}
_NOTHING: Final = (None,) * (len(RESULTS["parse"]) - 6)


class _UnfitError(Exception):
    """What no cell can hold: a message, the field that it stands in, and what it is."""


def make_task(  # noqa: PLR0913  (what a caller may say)
    work: str,
    fields: Sequence[str],
    *,
    policy: str | Policy | None = None,
    fiscal_year: int | None = None,
    results: Sequence[str] | None = None,
    select: Sequence[str] | str | None = None,
    ignore: Sequence[str] | str | None = None,
) -> Task:
    """A task of names: the policy found, the words of the `with` block that it is made in taken along."""
    names = [column.name for column in RESULTS[work]]
    wanted = names if results is None else list(results)
    for name in wanted:
        if name not in names:
            raise ValueError(f"{work} gives no column {name!r}; it gives {', '.join(names)}")
    task = Task(
        work=work,
        fields=tuple(fields),
        policy=None if policy is None else as_policy(policy),
        fiscal_year=as_year(fiscal_year),
        words=vocabulary.current(),
        columns=tuple(names.index(name) for name in wanted),
        select=_several(select),
        ignore=_several(ignore),
    )
    if work == "check":
        check(Indicator(""), select=task.select, ignore=task.ignore)  # an unknown code is an error now
    return task


def _several(codes: Sequence[str] | str | None) -> tuple[str, ...] | None:
    if codes is None:
        return None
    return (codes,) if isinstance(codes, str) else tuple(codes)


# -- what columns hold, as cells


def _fit(cell: Any, field: str) -> Any:  # noqa: ANN401  (whatever a column holds)
    """A cell that `evaluate` takes: anything but a number without end."""
    if cell is not None and not isinstance(cell, str):
        _value(cell, field)
    return cell


def _value(cell: Any, field: str) -> Any:  # noqa: ANN401  (as above)
    try:
        return as_value(cell, field)
    except FieldError as error:
        raise _UnfitError(error.message, field, shown(cell)) from error
    except TypeError as error:
        raise _UnfitError(_say("no-cell", kind=type(cell).__name__), field, shown(cell)) from error


def _indicator(row: dict[str, Any]) -> Indicator:
    """The row that a cell stands in; a target that is no text stands as its text does."""
    fields: dict[str, Any] = {}
    for field in _texts(tuple(row)):
        text = row[field]
        if text is not None and not isinstance(text, str):
            raise _UnfitError(_say("no-text", field=field, kind=type(text).__name__), field)
        if text:
            _checked(text, field)
            fields[field] = text
    target = row.get("target")
    if not isinstance(target, str):
        target = "" if target is None else _value(target, "target").text
    if "points" in row:
        fields["points"] = row["points"]
    return Indicator(fields.pop("name", ""), target, **fields, fiscal_year=row.get("fiscal_year"))


@functools.lru_cache(maxsize=64)
def _texts(fields: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the fields that are texts of a row, in the order of the form."""
    return tuple(field for field in TEXT_FIELDS if field in fields)


def _set_aside(row: dict[str, Any]) -> _UnfitError | None:
    """Make a weight and a budget year of what their columns hold; what is wrong with the first that is none.

    The row goes on without it.
    """
    found = None
    for field, made in (("points", _points), ("fiscal_year", _whole_year)):
        if row.get(field) is not None:
            try:
                row[field] = made(row[field])
            except _UnfitError as error:
                row[field] = None
                found = found or error
    return found


def _checked(text: str, field: str) -> None:
    """Raise for a text that is too long for its field."""
    if len(text) > LONGEST_CELL:
        try:
            check_text(text, field, LONGEST_PROSE if field in _PROSE else LONGEST_CELL)
        except FieldError as error:
            raise _UnfitError(error.message, field) from error


def _points(cell: Any) -> Decimal | None:  # noqa: ANN401  (as above)
    """A weight: a number, or the text of one; a float as a spreadsheet shows it."""
    try:
        return as_points(cell)
    except (FieldError, FieldTypeError) as error:
        raise _UnfitError(error.message, "points") from error


def _whole_year(cell: Any) -> int | None:  # noqa: ANN401  (as above)
    """A budget year: 2024, 2024.0, "2024", "2024年"; nothing for a blank one."""
    try:
        return as_year(cell)
    except (FieldError, FieldTypeError) as error:
        raise _UnfitError(error.message, "fiscal_year") from error


def _unforeseen(error: Exception) -> Message:
    return _say("unforeseen", kind=type(error).__name__, what=str(error)[:200])


# -- plain things, as Arrow


def _array(things: Sequence[Any], kind: str) -> pa.Array:
    """One column of results."""
    arrow = load("pyarrow", extra="arrow")
    if kind == "number":
        return _numbers(things)
    try:
        return arrow.array(things, arrow_type(kind))
    except UnicodeEncodeError:  # a half of a surrogate pair, which no UTF-8 can hold
        return arrow.array([thing if thing is None else _utf8(thing) for thing in things], arrow_type(kind))


def _utf8(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _numbers(things: Sequence[Any]) -> pa.Array:
    arrow = load("pyarrow", extra="arrow")
    decimals = things
    if not _ARROWS_OWN.issuperset(map(type, things)):
        decimals = [thing if isinstance(thing, Decimal | None) else _finite(thing) for thing in things]
    try:
        return arrow.array(decimals, arrow_type("number"))
    except (arrow.ArrowInvalid, ValueError):
        return arrow.array([_held(number) for number in decimals], arrow_type("number"))


def _finite(number: Any) -> Decimal | None:  # noqa: ANN401  (a Fraction)
    found = exact(number)
    return found if isinstance(found, Decimal) else None


def _held(number: Decimal | None) -> Decimal | None:
    """A number that `decimal128` holds without loss, else nothing: its text stands beside it."""
    if number is None or abs(number) >= _TOO_LARGE:
        return None
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    if exponent < -PLACES:
        places = (
            number.normalize().as_tuple().exponent if len(number.as_tuple().digits) <= DIGITS else exponent
        )
        assert isinstance(places, int)
        return number if places >= -PLACES else None
    return number
