"""Hypothesis strategies for cells, values, indicators and sheets (测试数据生成), the extra `testing`.

Hypothesis finds them by itself: `st.from_type(bk.Indicator)` draws a row. The rows and cells are such as
published tables hold, with some that are damaged; what is drawn never makes a constructor fail.

>>> from hypothesis import given
>>> import budgetkpi as bk
>>> from budgetkpi.testing import cells, indicators
>>> @given(indicators(), cells())
... def test_points_stay_within_the_weight(row, actual):
...     earned = bk.score(row, actual).earned
...     assert earned is None or 0 <= earned <= row.points
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from budgetkpi.extras import load

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from budgetkpi.indicators import Indicator
    from budgetkpi.sheets import Sheet
    from budgetkpi.values import Value

__all__ = ["cells", "indicators", "sheets", "values", "written_values"]


def _rooms() -> Any:  # noqa: ANN401  (a module that needs Hypothesis)
    """What draws; without Hypothesis an error that names the extra."""
    load("hypothesis.strategies", extra="testing")
    from budgetkpi.testing import drawn_rows

    return drawn_rows


def values() -> SearchStrategy[Value]:
    """Values of every class (取值), also such as no cell says: what a function of values must bear."""
    load("hypothesis.strategies", extra="testing")
    from budgetkpi.testing import drawn_values

    return drawn_values.values


def written_values() -> SearchStrategy[Value]:
    """Values whose canonical text is read as themselves: `parse(str(value)) == value`."""
    load("hypothesis.strategies", extra="testing")
    from budgetkpi.testing import drawn_values

    return drawn_values.written


def cells() -> SearchStrategy[str]:
    """Cells as tables hold them (单元格): numbers, ranges, dates, grades, blanks, words, and damaged ones.

    `parse` reads them or raises ParseError; `evaluate` never raises for one.
    """
    drawn: SearchStrategy[str] = _rooms().cells
    return drawn


def indicators() -> SearchStrategy[Indicator]:
    """Rows of a table (绩效指标), with a target, perhaps an actual, and points."""
    drawn: SearchStrategy[Indicator] = _rooms().indicators
    return drawn


def sheets() -> SearchStrategy[Sheet]:
    """Tables of one project (绩效自评表), their points adding up to 100 or 90, with and without money."""
    drawn: SearchStrategy[Sheet] = _rooms().sheets
    return drawn


def _hypothesis_setup_hook() -> None:
    """Register the strategies with Hypothesis, which calls this when it is imported."""
    from hypothesis import strategies as st

    from budgetkpi.indicators import Indicator
    from budgetkpi.sheets import Sheet

    st.register_type_strategy(Indicator, lambda _: indicators())
    st.register_type_strategy(Sheet, lambda _: sheets())
    for name in ("Amount", "Range", "Deadline", "Level", "Reference", "Several", "Text", "Missing"):
        _register_value(name)


def _register_value(name: str) -> None:
    """Register one class of values: values of that class among all."""
    from hypothesis import strategies as st

    from budgetkpi import values as classes

    cls = getattr(classes, name)

    def drawn(_: type) -> SearchStrategy[Any]:
        from budgetkpi.testing import drawn_values

        return drawn_values.of_class(name)

    st.register_type_strategy(cls, drawn)
