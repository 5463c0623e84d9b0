"""The checks look for their words as the rules of direction do, and share their lists."""

from __future__ import annotations

import pytest

from budgetkpi.checks.rulebook import found, measures


@pytest.mark.parametrize(
    ("pattern", "name", "words"),
    [
        ("<harm>率$", "登记材料差错率", "差错率"),
        ("^(?!<work_head>).*<harm>", "排查安全隐患处数", ""),
        ("<GE>[*×]", "人数≥×人", "≥×"),
        ("[*]{2,}", "人数***人", "***"),
        (r"^\(\).{0,2}$", "()人", "()人"),
        ("<frequency>", "万人发案率", "万人发案率"),
    ],
)
def test_the_words_that_a_pattern_fits(pattern: str, name: str, words: str) -> None:
    assert words == found([pattern], name)


def test_a_name_that_was_read_before_a_pattern_was_made_is_read_with_its_words() -> None:
    name = "甲乙丙丁戊己"
    assert not found(["子丑$"], name)
    assert "戊己" == found(["戊己$"], name)
    assert "丙丁戊" == found(["丙丁戊"], name)


def test_no_pattern_is_found_nowhere() -> None:
    assert not found([], "设备验收合格率")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("验收合格率", "share"), ("印刷成本", "money"), ("培训人次", "visits"), ("区域排名", "rank")],
)
def test_the_kind_of_measure_that_a_name_asks_for(name: str, kind: str) -> None:
    fits = (one.kind for one in measures() if one.name.search(name) and not one.name_not.search(name))
    assert kind == next(fits)
