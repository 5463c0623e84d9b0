"""What a reviewer of results asks of a target besides (绩效复核): raised only on request."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from budgetkpi.checks.rulebook import found, table
from budgetkpi.indicators import Section
from budgetkpi.text import fold
from budgetkpi.values import Level, Reference, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from budgetkpi.checks.row import Row
    from budgetkpi.results import Finding

__all__ = ["check_basis", "check_payment", "check_soft_words", "check_survey", "check_unrelated"]

_MONEY: Final = ("money", "foreign_money")


def check_soft_words(row: Row) -> Iterator[Finding]:
    """Words nobody can check (指标值空泛), and outputs that are no numbers (产出指标未量化)."""
    value = row.value
    if not isinstance(value, Level | Text | Reference):
        return
    if row.indicator.section is Section.OUTPUT:
        yield row.find("output-in-words")
    elif isinstance(value, Text) or getattr(value, "ladder", "") in table()["soft_words"]["ladders"]:
        yield row.find("soft-words")


def check_payment(row: Row) -> Iterator[Finding]:
    """A payment called a quantity: 补助资金发放金额 100万元 under 数量指标 (以支付额充数量)."""
    if row.subclass == "quantity" and row.dimension in _MONEY and found(table()["payment"]["name"], row.name):
        yield row.find("payment-as-quantity")


def check_survey(row: Row) -> Iterator[Finding]:
    """A satisfaction of which nobody says how it is found out (满意度缺少调查依据)."""
    if row.measure is None or row.measure.kind != "share" or "满意" not in row.name:
        return
    indicator = row.indicator
    texts = (indicator.name, indicator.description, indicator.basis)
    if not any(found(table()["survey"]["words"], text) for text in texts):
        yield row.find("survey-missing")


def check_basis(row: Row) -> Iterator[Finding]:
    """A target that names nothing that it rests on (缺少指标值确定依据)."""
    if not row.indicator.basis.strip():
        yield row.find("basis-missing")


def check_unrelated(row: Row) -> Iterator[Finding]:
    """A quantity that shares no word with the project (与项目内容无关)."""
    project = row.project
    for word in table()["unrelated"]["general"]:
        project = project.replace(word, " ")
    known = _pairs(project)
    if row.subclass == "quantity" and known and known.isdisjoint(_pairs(row.name + row.description)):
        yield row.find("unrelated", project=row.project)


def _pairs(text: str) -> set[str]:
    """Every two characters side by side: as near to words as a text without blanks gives."""
    return {one + other for one, other in itertools.pairwise(fold(text)) if one.isalpha() and other.isalpha()}
