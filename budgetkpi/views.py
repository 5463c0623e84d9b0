"""Tables to look at (表格视图): of sheets, scores and appraisals, in notebooks and on terminals.

A view is plain texts. Jupyter asks for `_repr_html_`, rich for `__rich__`; nothing else is needed
to see a result, and neither library is loaded before it asks.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import attrs

from budgetkpi import extras
from budgetkpi.shown import printable
from budgetkpi.wording import columned

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from budgetkpi.wording import Plain

__all__ = ["View", "Viewed"]

_RIGHT = "text-align: right"
_LEFT = "text-align: left"


@attrs.frozen
class View:
    """A table and what is said around it (视图).

    Attributes:
        title: stands above the table, "" for nothing.
        headings: one a column.
        rows: the cells of each row, as many as there are headings.
        lines: what stands below the table, one a line.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Plain]]
    lines: Sequence[str] = ()

    @classmethod
    def of(cls, lang: str, title: str, rows: Sequence[dict[str, Plain]], lines: Iterable[str] = ()) -> View:
        """A view of rows whose cells go by the names of their columns; a column without any is left out."""
        said = {name for row in rows for name, cell in row.items() if cell not in (None, "")}
        names = [name for name in (rows[0] if rows else ()) if name in said]
        cells = [[row[name] for name in names] for row in rows]
        return cls(title, [columned(name, lang) for name in names], cells, tuple(lines))

    def html(self) -> str:
        """The view as HTML: a plain table, everything in it escaped."""
        parts = ["<div>"]
        if self.title:
            parts.append(f"<p><strong>{_escaped(self.title)}</strong></p>")
        if self.headings:
            parts.append("<table>")
            head = "".join(f'<th style="{_LEFT}">{_escaped(text)}</th>' for text in self.headings)
            parts.append(f"<thead><tr>{head}</tr></thead>")
            parts.append("<tbody>")
            parts += ["<tr>" + "".join(map(_html_cell, row)) + "</tr>" for row in self.rows]
            parts += ["</tbody>", "</table>"]
        if self.lines:
            parts.append("<p>" + "<br>".join(map(_escaped, self.lines)) + "</p>")
        return "\n".join([*parts, "</div>"])

    def rich(self) -> Any:  # noqa: ANN401  (what rich prints; rich ships no type that is loaded here)
        """The view as rich prints it: long cells wrap, none is cut.

        Raises:
            MissingExtraError: rich is not installed.
        """
        text = extras.load("rich.text", extra="rich").Text
        table = extras.load("rich.table", extra="rich").Table(
            title=text(printable(self.title), "bold") if self.title else None,
            title_justify="left",
            padding=(0, 1, 0, 0),
        )
        for place, heading in enumerate(self.headings):
            numbers = all(isinstance(row[place], int | float | None) for row in self.rows)
            table.add_column(
                text(printable(heading)),
                overflow="fold",
                justify="right" if numbers else "left",
            )
        for row in self.rows:
            table.add_row(*(text(_plain(cell)) for cell in row))
        group = extras.load("rich.console", extra="rich").Group
        return group(*[table] * bool(self.headings), *(text(printable(line)) for line in self.lines))


class Viewed:
    """What shows itself as a table where somebody can look at one."""

    __slots__ = ()

    def _view(self) -> View:
        """The table."""
        raise NotImplementedError

    def _repr_html_(self) -> str:
        return self._view().html()

    def __rich__(self) -> object:
        return self._view().rich()


def _plain(cell: Plain) -> str:
    return "" if cell is None else printable(str(cell))


def _escaped(text: str) -> str:
    return html.escape(printable(text))


def _html_cell(cell: Plain) -> str:
    side = _RIGHT if isinstance(cell, int | float) else _LEFT
    return f'<td style="{side}">{html.escape(_plain(cell))}</td>'
