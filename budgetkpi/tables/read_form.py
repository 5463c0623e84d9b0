"""One sheet while it is read: its heads, its rows and what stands round them (表单)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from budgetkpi.messages import Bilingual
from budgetkpi.sheets import Sheet
from budgetkpi.tables.funds import Funds
from budgetkpi.tables.places import place_of
from budgetkpi.tables.printed_totals import PrintedTotals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.results import Finding
    from budgetkpi.tables.heads import Head
    from budgetkpi.tables.lattice import Lattice
    from budgetkpi.tables.table_rows import TableRow, TableRows

__all__ = ["Form"]


@attrs.define
class Form:
    """One sheet while it is read.

    Attributes:
        head: the head of its table, the last one where it is repeated.
        lattice: the grid that the head stands in.
        rows: its rows and what was found in them.
        title, caption, department, fiscal_year, funds: what stands round it.
        printed: the total, the points of execution and the grade that it prints.
        closed: whether a grand total or a foot was read, after which its table is at its end.
    """

    head: Head
    lattice: Lattice
    rows: TableRows
    title: str = ""
    caption: str = ""
    department: str = ""
    fiscal_year: int | None = None
    funds: Funds = attrs.field(factory=Funds)
    printed: PrintedTotals = attrs.field(factory=PrintedTotals)
    closed: bool = False
    heads: list[Head] = attrs.field(factory=list)

    def found(self) -> tuple[Finding, ...]:
        """What was found, in the order of the rows."""
        return tuple(finding for _, _, finding in self.rows.findings)

    @property
    def columns(self) -> frozenset[str]:
        """The fields of an indicator that its table has a column for."""
        return frozenset().union(*(head.fields for head in self.heads))

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header of its table, as printed."""
        return tuple(dict.fromkeys(header for head in self.heads for header in head.headers))

    def sheets(self) -> Iterator[Sheet]:
        """The sheets of the form: one, or one a project where a column names them."""
        return (sheet for _, sheet in self.numbered())

    def numbered(self) -> Iterator[tuple[tuple[int, ...], Sheet]]:
        """The sheets of the form, and the numbers of the rows of each."""
        place = place_of(self.rows.source, self.lattice.grid)
        source = Bilingual(place.en, place.zh) if place.en else None
        for project, rows in self._by_project():
            found = [f for _, about, f in self.rows.findings if project in (None, about) or about is None]
            sheet = Sheet(
                title=self.title if project is None else project,
                department=self.department,
                fiscal_year=self.fiscal_year,
                budget=None if project else self.funds.budget,
                executed=None if project else self.funds.executed,
                published_total=None if project else self.printed.total,
                published_execution=None if project else self.printed.execution,
                published_grade="" if project else self.printed.grade,
                indicators=[row.indicator for row in rows],
                source=source,
                findings=found,
            )
            yield tuple(row.number for row in rows), sheet

    def _by_project(self) -> list[tuple[str | None, list[TableRow]]]:
        projects: dict[str | None, list[TableRow]] = {}
        for row in self.rows.rows:
            projects.setdefault(row.project, []).append(row)
        return list(projects.items())
