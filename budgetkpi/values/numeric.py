"""The values that are numbers (数值型取值): an amount, and a range between two ends."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs

from budgetkpi import canonical
from budgetkpi.bounds import check_number
from budgetkpi.errors import FieldError
from budgetkpi.inputs import as_number, as_text, listed, refused
from budgetkpi.kinds import Approximation, Change, Comparator, Kind, Number
from budgetkpi.messages import Catalog
from budgetkpi.values.dated import Deadline, a_deadline
from budgetkpi.values.kept import NONE, Kept, a_flag, maybe

if TYPE_CHECKING:
    import pint

__all__ = ["Amount", "Range"]

_say: Final = Catalog("bounds")


@attrs.frozen(repr=False)
class Amount(Kept):
    """A number with a unit and perhaps a sign (数量), as in `≥95%` or `57947.3平方米`.

    Attributes:
        magnitude: the exact number, 万 and 亿 multiplied in.
        unit: the canonical written unit, "" where the cell names none.
        comparator: the sign, None where none is stated.
        approximation: how the number is blurred, None where it is plain.
        change: what kind of difference this is, None for a level.
        base: what the difference is measured against (上年, 同比 …), "" where not said.
        parts: counted and total where the cell prints a fraction such as 28/30, else None.
        planned: whether the cell says it of a plan or a forecast (计划, 预计).
        when: the year that the cell says it of (2019年95%, 去年95%), None where not said.

    >>> from budgetkpi import parse
    >>> parse("<=100.00元/本").magnitude
    Decimal('100.00')
    """

    magnitude: Number
    unit: str = ""
    comparator: Comparator | None = attrs.field(default=None, kw_only=True)
    approximation: Approximation | None = attrs.field(default=None, kw_only=True)
    change: Change | None = attrs.field(default=None, kw_only=True)
    base: str = attrs.field(default="", kw_only=True)
    parts: tuple[Decimal, Decimal] | None = attrs.field(default=None, kw_only=True)
    planned: bool = attrs.field(default=False, kw_only=True)
    when: Deadline | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        magnitude, kind = self.magnitude, type(self.magnitude)
        planned: object = self.planned
        notes: object = self.notes
        alternatives: object = self.alternatives
        if (
            (kind is Decimal or kind is Fraction)
            and type(self.unit) is str
            and (self.comparator is None or type(self.comparator) is Comparator)
            and (self.approximation is None or type(self.approximation) is Approximation)
            and (self.change is None or type(self.change) is Change)
            and type(self.base) is str
            and self.parts is None
            and type(planned) is bool
            and self.when is None
            and ((notes is alternatives is self.beside is NONE and type(self.text) is str) or self._is_kept())
        ):
            check_number(magnitude, "magnitude")
            return  # what the reader of cells makes; a call for each field would double the time
        self._take(
            ("magnitude", as_number),
            ("unit", as_text),
            ("comparator", maybe(Comparator)),
            ("approximation", maybe(Approximation)),
            ("change", maybe(Change)),
            ("base", as_text),
            ("parts", _parts),
            ("planned", a_flag),
            ("when", a_deadline),
        )

    @property
    def kind(self) -> Kind:
        """`Kind.AMOUNT`."""
        return Kind.AMOUNT

    @property
    def approximate(self) -> bool:
        """Whether the number is blurred."""
        return self.approximation is not None

    @property
    def quantity(self) -> pint.Quantity[Fraction]:
        """The number and unit as an exact pint Quantity of budgetkpi's own registry.

        Raises:
            UnitError: nobody listed the unit.
        """
        from budgetkpi.units import quantity  # noqa: PLC0415  (pint loads on first use)

        return quantity(self.magnitude, self.unit)

    def to_registry(self, registry: pint.UnitRegistry[Any], *, define: bool = False) -> pint.Quantity[Any]:
        """The same quantity in a registry of the caller's own.

        Args:
            registry: the caller's.
            define: whether a unit that it lacks (元, 台, 人 …) is defined in it.

        Raises:
            UnitError: the registry has no unit of this amount's dimension, and none is to be defined.
        """
        from budgetkpi.units import to_registry  # noqa: PLC0415

        return to_registry(self.magnitude, self.unit, registry, define=define)

    def __str__(self) -> str:
        number = canonical.fraction_text(*self.parts) if self.parts else canonical.number_text(self.magnitude)
        change = canonical.change_text(self.change, self.base)
        said = canonical.amount_text(change, self.comparator, self.approximation, number, self.unit)
        return canonical.said_of(said, planned=self.planned, when=str(self.when or ""))


@attrs.frozen(repr=False)
class Range(Kept):
    """All numbers between two ends (区间), as in `80-90%` or `[80%,90%)`.

    Attributes:
        low, high: the ends, low never above high.
        unit: the unit of both.
        low_inclusive, high_inclusive: whether the ends themselves belong to it.
        approximation: how the ends are blurred, None where they are plain.
        planned, when: as of an Amount.

    >>> from budgetkpi import parse
    >>> parse("80-90%")
    <Range 80~90%>
    """

    low: Number
    high: Number
    unit: str = attrs.field(default="", kw_only=True)
    low_inclusive: bool = attrs.field(default=True, kw_only=True)
    high_inclusive: bool = attrs.field(default=True, kw_only=True)
    approximation: Approximation | None = attrs.field(default=None, kw_only=True)
    planned: bool = attrs.field(default=False, kw_only=True)
    when: Deadline | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        low, high = self.low, self.high
        if (
            (type(low) is Decimal or type(low) is Fraction)
            and (type(high) is Decimal or type(high) is Fraction)
            and type(self.unit) is str
            and (self.approximation is None or type(self.approximation) is Approximation)
            and all(type(flag) is bool for flag in (self.low_inclusive, self.high_inclusive, self.planned))
            and self.when is None
            and self._is_kept()
        ):
            check_number(low, "Range.low")  # as in an Amount
            check_number(high, "Range.high")
        else:
            self._take(
                ("low", as_number),
                ("high", as_number),
                ("unit", as_text),
                ("low_inclusive", a_flag),
                ("high_inclusive", a_flag),
                ("approximation", maybe(Approximation)),
                ("planned", a_flag),
                ("when", a_deadline),
            )
        if self.low > self.high:
            raise FieldError(_say("range-ends"))

    @property
    def kind(self) -> Kind:
        """`Kind.RANGE`."""
        return Kind.RANGE

    @property
    def approximate(self) -> bool:
        """Whether the ends are blurred."""
        return self.approximation is not None

    def __str__(self) -> str:
        low, high = canonical.number_text(self.low), canonical.number_text(self.high)
        if self.low_inclusive and self.high_inclusive:
            said = canonical.range_text(low, high, self.unit, about=self.approximate)
        else:
            said = canonical.interval_text(low, high, self.unit, (self.low_inclusive, self.high_inclusive))
        return canonical.said_of(said, planned=self.planned, when=str(self.when or ""))


def _parts(thing: object, field: str) -> tuple[Decimal, Decimal] | None:
    """The counted and the total of a fraction, or None."""
    if thing is None:
        return None
    parts = listed(thing, field, as_number, "words")
    if len(parts) != 2 or not all(isinstance(part, Decimal) for part in parts):  # noqa: PLR2004  (counted, total)
        raise refused(field, "exact", thing)
    return parts  # type: ignore[return-value]
