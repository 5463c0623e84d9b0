"""Words of the caller's own hold in their block only."""

from __future__ import annotations

import pickle
import subprocess
import sys
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


READ = (
    "卷宗一",
    "三脚架",
    "盘万",
    "三亩地块",
    "统一卷",
    "千斤顶",
    "以上箱",
    "年度箱",
    "箱A",
    "节约箱",
    "计划箱",
)
UNREAD = ("余箱", "多箱", "成箱", "至箱", "前箱", "月卡", "每箱", "分之", "点一", "箱" * 60)


@pytest.mark.parametrize("unit", READ)
def test_a_unit_that_is_defined_is_read(unit: str) -> None:
    with Vocabulary().with_units(unit).use():
        for cell in (f"5{unit}", f"≥12.5{unit}", f"5~6{unit}", f"5{unit}以上", f"3元/{unit}"):
            value = parse(cell)
            assert unit in value.unit, cell  # type: ignore[union-attr]
            assert [note.code for note in value.notes if note.code == "unit-not-listed"] == []
            assert parse(str(value)) == value


@pytest.mark.parametrize("unit", UNREAD)
def test_a_unit_that_no_cell_could_say_is_refused(unit: str) -> None:
    with pytest.raises(UnitError, match="no cell could say the unit"):
        Vocabulary().with_units(unit)


@pytest.mark.parametrize(
    "definition",
    ["甲" * 2000, f"甲箱 = {'9' * 5000} 个", f"甲箱 = 1 {'乙' * 900}", f"甲箱 = 1/{'3' * 200} 个"],
)
def test_a_huge_definition_is_a_short_error(definition: str) -> None:
    with pytest.raises(UnitError) as caught:
        Vocabulary().with_units(definition)
    assert len(str(caught.value)) < 300


def test_a_definition_may_rest_on_one_beside_it() -> None:
    own = Vocabulary().with_units("甲袋", "乙箱 = 5 甲袋", "丙车 = 2 乙箱", "丁架 ~ 丙车")
    with own.use():
        assert evaluate("≥10甲袋", "1丙车").outcome is Outcome.MET
    assert own == Vocabulary().with_units("甲袋").with_units("乙箱 = 5 甲袋", "丙车 = 2 乙箱", "丁架 ~ 丙车")


THERE = """
import pickle, sys
import budgetkpi as bk
own = pickle.load(sys.stdin.buffer)
with own.use():
    value = bk.parse("≥18卷甲乙丙")
    assert not value.notes, value.notes
    assert bk.evaluate("≥18卷甲乙丙", "20卷甲乙丙").outcome is bk.Outcome.MET
print(len(own.units.definitions))
"""


def test_a_vocabulary_of_many_units_works_in_a_new_process() -> None:
    letters = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
    names = [f"卷{a}{b}{c}" for a in letters for b in letters for c in letters][:5000]
    own = Vocabulary().with_units(*names)
    done = subprocess.run(
        [sys.executable, "-c", THERE], input=pickle.dumps(own), capture_output=True, check=False, timeout=120
    )
    assert done.stderr.decode() == ""
    assert done.stdout.decode().strip() == "5000"
