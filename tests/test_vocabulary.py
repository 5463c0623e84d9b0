"""Words of the caller's own hold in their block only."""

from __future__ import annotations

import threading

import pytest

from budgetkpi import Outcome, UnitError, Vocabulary, evaluate, parse
from budgetkpi.vocabulary import current

OWN = (
    Vocabulary()
    .with_units("轮次", "标卷 = 50 轮次")
    .with_ladder("progress", [["落后计划"], ["符合计划"], ["领先计划"]])
    .with_blanks("见附件", " 详见 附表")
)


def test_units_of_ones_own_are_read_and_compared() -> None:
    assert [n.code for n in parse("≥18轮次").notes] == ["unit-not-listed"]
    with OWN.use():
        assert parse("≥18轮次").notes == ()
        assert evaluate("≥100轮次", "2标卷").outcome is Outcome.MET
    assert [n.code for n in parse("≥18轮次").notes] == ["unit-not-listed"]


def test_ladders_of_ones_own_decide() -> None:
    assert evaluate("符合计划", "领先计划").outcome is Outcome.UNDETERMINED
    with OWN.use():
        assert evaluate("符合计划", "领先计划").outcome is Outcome.MET
        assert evaluate("符合计划", "落后计划").outcome is Outcome.NOT_MET
        assert evaluate("健全", "不健全").outcome is Outcome.NOT_MET


def test_blanks_of_ones_own_are_missing() -> None:
    for cell in ("见附件", "详见附表", "详见 附表"):
        assert parse(cell).kind.value == "text"
        with OWN.use():
            assert parse(cell).kind.value == "missing"


def test_nothing_leaks_into_another_thread() -> None:
    kinds = []
    with OWN.use():
        thread = threading.Thread(target=lambda: kinds.append(parse("见附件").kind.value))
        thread.start()
        thread.join()
    assert kinds == ["text"]


def test_blocks_nest_and_end() -> None:
    assert current() is None
    with OWN.use() as own:
        with Vocabulary().use():
            assert parse("见附件").kind.value == "text"
        assert current() is own
    assert current() is None


def test_a_vocabulary_is_a_value() -> None:
    assert Vocabulary().with_blanks("甲") == Vocabulary().with_blanks("甲")
    with pytest.raises(UnitError):
        Vocabulary().with_units("元")
    with pytest.raises(ValueError, match="rung"):
        Vocabulary().with_ladder("空", [])
