"""The kinds of fault (错误类型): every labelled case of tests/data/kinds, and the laws of the files."""

from __future__ import annotations

from collections import Counter

import pytest

import budgetkpi as bk
from tests.kinds import FOLDER, SHORTCOMINGS, Case, How, accepts, cases, essence, shortcoming

CASES = cases()
SLUGS = sorted(file.stem for file in FOLDER.glob("*.jsonl"))
SAME = [
    ("3万元", "30000元"),
    ("15亩", "1公顷"),
    ("80-90%", "[80%, 90%]"),
    ("12月底前", "≤12月底"),
    ("20台；5台", "20台; 5台"),
]
OTHER = [
    ("≥3台", "3台"),
    ("3台", "3次"),
    ("约3台", "3台"),
    ("下降3%", "3%"),
    ("[80%, 90%)", "[80%, 90%]"),
    ("≤2021年底", "≤2022年底"),
    ("2021年3月至2021年10月", "2021年4月至2021年10月"),
    ("20台；5台", "5台；20台"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_is_read_as_any_careful_reader_would(case: Case) -> None:
    assert "" == shortcoming(case)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_file_holds_one_kind_and_a_quarter_of_controls(slug: str) -> None:
    ours = [case for case in CASES if case.id.startswith(f"{slug}-")]
    assert {slug} == {case.kind for case in ours}
    assert len(ours) <= 4 * sum(case.control for case in ours)


def test_every_case_has_an_id_of_its_own() -> None:
    assert [] == [name for name, times in Counter(case.id for case in CASES).items() if times > 1]
    assert set(SLUGS) == {case.kind for case in CASES}


def test_every_way_of_asking_is_known() -> None:
    assert set(How) == set(SHORTCOMINGS)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_value_written_otherwise_has_the_same_essence(one: str, other: str) -> None:
    assert essence(bk.parse(one)) == essence(bk.parse(other))


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_a_sign_a_unit_an_end_or_a_year_makes_another_value(one: str, other: str) -> None:
    assert essence(bk.parse(one)) != essence(bk.parse(other))


def test_an_unknown_label_is_refused() -> None:
    with pytest.raises(ValueError, match="no such label"):
        accepts({"colour": "red"}, None)
