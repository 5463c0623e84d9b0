"""What a value prints is what attrs would print."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from budgetkpi.messages import Message, Note
from budgetkpi.shown import Shown
from budgetkpi.values import Amount, Comparator, Missing


@attrs.frozen(repr=False)
class Ours(Shown):
    number: Decimal
    words: tuple[str, ...] = ()
    inner: object = attrs.field(default=None, kw_only=True)
    hidden: str = attrs.field(default="", repr=False, kw_only=True)


Theirs = attrs.make_class(
    "Ours", {field.name: attrs.field(default=None, repr=field.repr) for field in attrs.fields(Ours)}
)


@pytest.mark.parametrize(
    ("number", "words", "inner"),
    [
        (Decimal("1.50"), (), None),
        (Decimal(-1), ("甲", "乙"), Missing()),
        (Decimal(0), ("'",), Amount(Decimal(3))),
    ],
)
def test_a_value_prints_as_attrs_prints_it(number: Decimal, words: tuple[str, ...], inner: object) -> None:
    shown = repr(Ours(number, words, inner=inner, hidden="x"))
    assert repr(Theirs(number=number, words=words, inner=inner, hidden="x")) == shown


def test_what_public_values_print() -> None:
    assert repr(Note(Message("code", "English", "中文"))) == (
        "Note(message=Message(code='code', en='English', zh='中文'), rule='', alternatives=())"
    )
    assert repr(Amount(Decimal(95), "%", comparator=Comparator.GE)).startswith(
        "Amount(magnitude=Decimal('95'), unit='%', comparator=<Comparator.GE: '>='>, approximation=None, "
    )
    assert repr(Missing(text="无")) == "Missing()"
