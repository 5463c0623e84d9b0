"""Grade words: what each says, which meets which, and what is none."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import budgetkpi as bk
from budgetkpi import ladders
from budgetkpi.ladders import CODES, Verdict, builtin, compare, find_in, find_word, is_grade_phrase
from budgetkpi.ladders.degrees import builtin_words
from tests.tables import lines

TABLES = Path(__file__).parent / "data" / "ladders"


STEMS = sorted(builtin_words().places)


@pytest.mark.parametrize("row", lines(TABLES / "words.tsv"))
def test_words(row: list[str]) -> None:
    word, *expected = row
    rung = find_word(word)
    assert rung is not None
    said = [
        mark
        for mark, holds in (
            ("negated", rung.negated),
            ("zero", rung.zero),
            (f"grade {rung.grade}", rung.grade),
        )
        if holds
    ]
    marks = ",".join(said) or "-"
    assert expected == [rung.stem, rung.ladder, str(rung.rank), rung.degree.value, marks]


@pytest.mark.parametrize(("target", "actual", "verdict", "code"), lines(TABLES / "compare.tsv"))
def test_compare(target: str, actual: str, verdict: str, code: str) -> None:
    assert (verdict, code) == compare(target, actual)
    wanted, got = find_word(target), find_word(actual)
    if wanted is not None and got is not None:
        assert (verdict, code) == compare(wanted, got)


@pytest.mark.parametrize("row", lines(TABLES / "not-words.txt"))
def test_what_is_no_grade_word(row: list[str]) -> None:
    assert find_word(row[0]) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("知名度有所提高", "有所提高"),
        ("热线接通顺畅", "顺畅"),
        ("居民收入水平明显提升。", "水平明显提升"),
        ("工程质量是否合格", None),
        ("环境尚未改善", "环境尚未改善"),
        ("未按照进度要求落实", None),
        ("拟于明年完成", None),
        ("昼夜温差", None),
        ("优秀、良好", None),
        ("评价结果良好、优秀", None),
        ("良好优秀", None),
        ("合格及良好", "合格及良好"),
        ("工作及时、提前", "工作及时、提前"),
        ("落实全部要求的" * 20, None),
    ],
)
def test_the_word_at_the_end_of_a_sentence(text: str, word: str | None) -> None:
    rung = find_in(text)
    assert word == (rung and rung.word)


def test_grade_phrases() -> None:
    assert is_grade_phrase("部分达成预期指标，并具有一定效果")
    assert not is_grade_phrase("基本完成")


@pytest.mark.parametrize("stem", STEMS)
def test_every_ladder_word_is_found_and_meets_itself(stem: str) -> None:
    rung = find_word(stem)
    assert rung is not None
    assert stem == rung.stem
    assert compare(stem, stem) == (Verdict.AT_LEAST, "same-word")
    assert rung == pickle.loads(pickle.dumps(rung))  # noqa: S301


@given(st.sampled_from(STEMS), st.sampled_from(["未", "不", "没有"]))
def test_no_word_meets_its_own_denial(stem: str, negation: str) -> None:
    denied = find_word(negation + stem)
    # 不 and 变 make another word, 不变.
    if denied is not None and denied.negated and stem == denied.stem:
        assert compare(stem, negation + stem)[0] is not Verdict.AT_LEAST


PIECES = [
    "未",
    "基本",
    "明显",
    "有所",
    "得到",
    "较",
    "不",
    "、",
    "了",
    "逾期",
    "3天",
    "达成",
    "目标",
    "无",
    "投诉",
]
TEXTS = st.lists(st.sampled_from(STEMS + PIECES * 20), max_size=6).map("".join)


@given(TEXTS, TEXTS)
def test_any_two_texts_compare_with_a_known_reason(target: str, actual: str) -> None:
    verdict, code = compare(target, actual)
    assert code in CODES
    assert verdict in Verdict


@given(st.lists(st.sampled_from(STEMS), min_size=3, max_size=3))
def test_better_than_better_is_not_below(stems: list[str]) -> None:
    first, second, third = stems
    chain = [compare(first, second), compare(second, third)]
    home = {rung.ladder for rung in map(find_word, stems) if rung}
    if len(home) == 1 and all(verdict is Verdict.AT_LEAST for verdict, _ in chain):
        assert compare(first, third)[0] is not Verdict.BELOW


@pytest.mark.parametrize(
    "said",
    [
        "未合格、合格",
        "不合格、合格",
        "合格、未合格",
        "优秀、不合格",
        "提升、下降",
        "优秀、良好",
        "合格或优秀",
        "未达标，合格",
    ],
)
@pytest.mark.parametrize("asked", ["合格", "优秀", "达标", "提升"])
def test_words_that_say_no_one_grade_decide_nothing(said: str, asked: str) -> None:
    assert find_word(said) is None
    assert ladders.find_in(said) is None
    assert bk.evaluate(asked, said).outcome is bk.Outcome.UNDETERMINED


@pytest.mark.parametrize("said", ["优良", "良好、优良", "及时、提前", "未及时足额", "未健全完善"])
def test_words_that_go_together_are_one_grade_in_either_question(said: str) -> None:
    assert find_word(said) is not None
    assert ladders.find_in(said) is not None


def test_a_ladder_of_the_users_own() -> None:
    mine = builtin().extended("star", [["一星"], ["两星", "二星"], ["优"]])
    assert mine.compare("两星", "二星") == (Verdict.AT_LEAST, "synonym")
    assert mine.compare("两星", "一星") == (Verdict.BELOW, "opposite")
    assert mine.compare("两星", "优") == (Verdict.AT_LEAST, "higher-rung")
    assert mine.compare("优", "良") == (Verdict.BELOW, "lower-rung")
    assert find_word("两星") is None


@pytest.mark.parametrize("rungs", [[], [[]], [["好"], [" "]]])
def test_a_ladder_needs_words(rungs: list[list[str]]) -> None:
    with pytest.raises(ValueError, match="ladder 'bad'"):
        builtin().extended("bad", rungs)


def test_public_names_exist() -> None:
    assert all(hasattr(ladders, name) for name in ladders.__all__)
