"""Made and damaged texts through every door of the package, and its first use by many threads at once."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.calls import DOORS, run

FIRST = """
import threading
import budgetkpi as bk

ROWS = [("满意度", "≥95%", "96%"), ("培训场次", "不低于10场", "取消10场"), ("制度", "健全", "基本健全"),
        ("完成时间", "6月底前", "2021年5月"), ("投诉率", "≤2%", "1.5%"), ("成本", "100±5万元", "1030000元")]
gate, told = threading.Barrier(16), [None] * 16

def work(place):
    gate.wait()
    said = []
    for name, target, actual in ROWS[place % 6:] + ROWS[:place % 6]:
        row = bk.Indicator(name, target, points=10)
        score = bk.score(row, actual)
        said.append((name, str(bk.parse(target)), score.evaluation.outcome.value, str(score.earned),
                     bk.infer_direction(row).rule, [one.code for one in bk.check(row)],
                     [mention.text for mention in bk.find(f"{name}{target}，{actual}")]))
    told[place] = sorted(said)

threads = [threading.Thread(target=work, args=(place,)) for place in range(16)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
assert all(one == told[0] for one in told), told
print(told[0])
"""


def test_a_short_run_of_calls() -> None:
    figures = run(20260101, 900)
    assert set(figures.calls) == set(DOORS)
    assert figures.wrong == []


@pytest.mark.fuzz
@pytest.mark.slow
def test_a_long_run_of_calls() -> None:
    """BUDGETKPI_FUZZ_CALLS of them, from BUDGETKPI_FUZZ_SEED on."""
    number = int(os.environ.get("BUDGETKPI_FUZZ_CALLS", "20000"))
    assert run(int(os.environ.get("BUDGETKPI_FUZZ_SEED", "1")), number).wrong == []


def _answers(interpreters: int) -> set[str]:
    runs = (
        subprocess.run([sys.executable, "-c", FIRST], capture_output=True, encoding="utf-8", check=True)
        for _ in range(interpreters)
    )
    return {run.stdout for run in runs}


def test_the_first_use_by_sixteen_threads_gives_the_same_answers() -> None:
    assert len(_answers(3)) == 1


@pytest.mark.fuzz
@pytest.mark.slow
def test_so_it_does_in_thirty_interpreters() -> None:
    assert len(_answers(30)) == 1
