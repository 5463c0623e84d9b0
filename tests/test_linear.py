"""What is done with a long text takes time in proportion to it: sentences of any shape."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

SHAPES = (
    "达到1%，",
    "(",
    "1,",
    "《",
    "《》",
    "开展2次",
    "[1,",
    "（1）",
    "9",
    "三",
    "≥",
    "'",
    "至",
    "-1",
    "2021年3月至",
    "与上年相比",
    "(一)",
    "\n",
    "-88和78轮次",
    "88和78轮次",
    "3年5个月",
    "3万元",
    "3±5个、",
)
GROWTH = """
import json, sys, time
import budgetkpi as bk

SHAPES, LESS, FAR = json.loads(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])

def seconds(shape, length):
    text = (shape * length)[:length]
    begin = time.process_time()
    bk.find(text)
    return time.process_time() - begin

def growth(shape):
    return seconds(shape, 8 * LESS) / max(seconds(shape, LESS), 0.002)

bk.find("开展2次，达到95%")
growths = {shape: growth(shape) for shape in SHAPES}
again = (shape for shape in SHAPES if growths[shape] >= FAR)  # something else may have run
print(json.dumps({**growths, **{shape: growth(shape) for shape in again}}))
"""
FAR = 24
"""Eight times the text takes eight times the time; 64 times would show a square."""


def growths(less: int) -> dict[str, float]:
    """How many times as long a text of each shape takes that is eight times as long: one process for all."""
    program = [sys.executable, "-c", GROWTH, json.dumps(SHAPES), str(less), str(FAR)]
    run = subprocess.run(program, capture_output=True, check=True, encoding="utf-8", timeout=300)
    found: dict[str, float] = json.loads(run.stdout)
    assert set(found) == set(SHAPES)
    return found


def test_a_sentence_takes_time_in_proportion_to_its_length() -> None:
    assert {} == {shape: found for shape, found in growths(500).items() if found >= FAR}


@pytest.mark.fuzz
def test_so_does_a_very_long_one() -> None:
    assert {} == {shape: found for shape, found in growths(3_000).items() if found >= FAR}
