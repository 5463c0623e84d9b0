"""What monitoring found (监控结果): of a row, and of a whole table."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  (attrs resolves it for cattrs)
from fractions import Fraction  # noqa: TC003
from typing import TYPE_CHECKING, Final

import attrs

from budgetkpi.escaping import escaped
from budgetkpi.indicators import Indicator  # noqa: TC001
from budgetkpi.messages import Catalog, Message, Note
from budgetkpi.monitoring.watch_policy import MonitorPolicy  # noqa: TC001
from budgetkpi.monitoring.watch_rules import Light  # noqa: TC001
from budgetkpi.policy.rule_texts import status_said
from budgetkpi.results import Evaluation, Finding, judged
from budgetkpi.scoring.scores import Applied  # noqa: TC001
from budgetkpi.sheets import Sheet  # noqa: TC001
from budgetkpi.shown import Shown, clipped, counted
from budgetkpi.views import View, Viewed
from budgetkpi.wording import flat, in_language, joined, percentage, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.wording import Pick, Plain

__all__ = ["Monitoring", "WatchedRow", "say"]

say: Final = Catalog("monitoring")


@attrs.frozen(kw_only=True, repr=False)
class WatchedRow(Shown, Viewed):
    """One row of the year under way (监控行).

    Attributes:
        indicator: the row.
        as_of: the day on which it is looked at.
        policy: the name of the monitoring policy.
        light: the light, None where no rule gives one or the cells do not decide it.
        completion: actual ÷ the whole year's target, exact; None where that means nothing.
        progress: actual ÷ what is due by pro rata, exact; None where no such rule was used.
        formula: the arithmetic, "" where there is none.
        reason: why this light or none; its code tells `rule-silent`, `not-due`, `not-reported`,
            `light-undetermined`, `not-applicable` and `no-month` from the lights.
        evaluation: what was reached against the whole year's target.
        applied: the rules that decided.
        findings: warnings, reasons that are owed, a forecast that misses.
        notes: what was assumed.

    >>> import datetime
    >>> from budgetkpi import Indicator, monitor
    >>> row = Indicator("培训场次", "≥10场", level2="数量指标", stage_actual="3场", fiscal_year=2025)
    >>> monitor(row, as_of=datetime.date(2025, 6, 30), policy="system")
    <WatchedRow yellow 培训场次 2025-06-30 system>
    """

    indicator: Indicator
    as_of: dt.date
    policy: str
    light: Light | None
    completion: Fraction | None = None
    progress: Fraction | None = None
    formula: str = ""
    reason: Message
    evaluation: Evaluation
    applied: tuple[Applied, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[Note, ...] = ()

    def row(self, lang: str = "zh") -> dict[str, Plain]:
        """One flat row of JSON types, for a report or a frame (监控行).

        Args:
            lang: `zh` for Chinese headers, `en` for English ones; so are the words in the cells.

        Raises:
            ValueError: another language.
        """
        return flat(lang, **self._cells(lang))

    def _cells(self, lang: str) -> dict[str, Plain]:
        pick, row, told = in_language(lang), self.indicator, judged(self.evaluation, lang)
        return {
            "level1": row.level1,
            "level2": row.level2,
            "name": row.name,
            "target": told["target"],
            "actual": told["actual"],
            "forecast": row.forecast or "",
            "light": "" if self.light is None else pick(self.light),
            "completion": None if self.completion is None else percentage(self.completion),
            "progress": None if self.progress is None else percentage(self.progress),
            "reason": pick(self.reason),
            "findings": joined((pick(finding.message) for finding in self.findings), lang),
            "variance": row.reason or "",
            "policy": self.policy,
            "notes": joined((pick(note.message) for note in self.notes), lang),
        }

    def explain(self, lang: str = "en") -> str:
        """Say which light a row has, by whose rule, and the arithmetic (监控说明).

        Args:
            lang: `en` or `zh`.

        Raises:
            ValueError: another language.
        """
        pick = in_language(lang)
        light = pick(self.light) if self.light else pick(say("no-light"))
        head = say("explain-light", name=self.indicator.name.strip() or "—", light=light, day=self.as_of)
        return "\n".join([escaped(pick(head)), *(escaped(f"  {line}") for line in self._lines(pick))])

    def _lines(self, pick: Pick) -> Iterator[str]:
        yield pick(say("explain-why", why=pick(self.reason)))
        if self.formula:
            yield pick(say("explain-arithmetic", formula=self.formula))
        for applied in self.applied:
            status = pick(status_said(applied.rule))
            yield pick(say("explain-whose", source=applied.rule.source or "—", status=status))
        for finding in self.findings:
            message = finding.message
            yield pick(say("explain-warning", warning=message.en, warning_zh=message.zh))
        for note in self.notes:
            yield pick(say("explain-note", note=note.message.en, note_zh=note.message.zh))

    def _told(self) -> str:
        light = self.light.value if self.light else self.reason.code
        return f"{light} {clipped(self.indicator.name)} {self.as_of} {self.policy}"

    def _view(self) -> View:
        lang = spoken()
        title, *lines = self.explain(lang).splitlines()
        return View.of(lang, title, [self._cells(lang)], [line.strip() for line in lines])


@attrs.frozen(kw_only=True, repr=False)
class Monitoring(Shown, Viewed):
    """A table of the year under way (监控结果).

    Attributes:
        sheet: the table.
        policy: the monitoring policy.
        as_of: the day on which it is looked at.
        months: how many months of the budget year have passed.
        rows: one for each row of the table.
        light: the project's light, None where no rule gives one, or where a row that is open may be worse.
        money_light: the light of the money executed, None where there is none.
        execution_rate: executed ÷ budget, exact; None where not known.
        money_progress: the execution rate ÷ the share of the year gone; None where no such rule was used.
        findings: those of the rows and those of the table.
        notes: what was assumed for the whole table.

    >>> import datetime
    >>> from budgetkpi import Indicator, Sheet, monitor
    >>> row = Indicator("培训场次", "≥10场", level2="数量指标", stage_actual="3场", fiscal_year=2025)
    >>> sheet = Sheet("技能培训", fiscal_year=2025, indicators=[row])
    >>> monitor(sheet, as_of=datetime.date(2025, 6, 30), policy="system").light.en
    'yellow light'
    """

    sheet: Sheet
    policy: MonitorPolicy
    as_of: dt.date
    months: int
    rows: tuple[WatchedRow, ...]
    light: Light | None = None
    money_light: Light | None = None
    execution_rate: Fraction | None = None
    money_progress: Fraction | None = None
    findings: tuple[Finding, ...] = ()
    notes: tuple[Note, ...] = ()

    def explain(self, lang: str = "en") -> str:
        """Say every light, every warning and whose rules they follow (监控说明).

        Args:
            lang: `en` or `zh`.

        Raises:
            ValueError: another language.
        """
        pick = in_language(lang)
        rows = [row.explain(lang) for row in self.rows]
        return "\n".join([*rows, *(escaped(pick(line)) for line in self.sums())])

    def sums(self) -> Iterator[Message]:
        """What is said of the whole table, one line each (汇总)."""
        for light, code in ((self.light, "explain-project"), (self.money_light, "explain-money")):
            said = light or say("no-light")
            yield say(code, light=said.en, light_zh=said.zh)
        if self.execution_rate is not None:
            yield say("explain-rate", rate=percentage(self.execution_rate), months=self.months)
        for note in self.notes:
            yield say("explain-note", note=note.message.en, note_zh=note.message.zh)
        own = {id(finding) for row in self.rows for finding in row.findings}
        for finding in self.findings:
            if id(finding) not in own:
                yield say("explain-warning", warning=finding.message.en, warning_zh=finding.message.zh)

    def _told(self) -> str:
        light = self.light.value if self.light else "no light"
        rows = counted(len(self.rows), "row")
        return f"{light} {clipped(self.sheet.title)} {self.as_of} ({rows}, {self.policy.name})"

    def _view(self) -> View:
        lang = spoken()
        pick = in_language(lang)
        title = f"{self.sheet.title or '—'} {self.as_of} {self.policy.name}"
        rows = [row._cells(lang) for row in self.rows]  # noqa: SLF001  (of this room)
        return View.of(lang, title, rows, map(pick, self.sums()))
