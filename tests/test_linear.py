"""What is done with a long text takes time in proportion to it: sentences of any shape."""

from __future__ import annotations

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
    "LINE",
)
GROWTH = """
import sys, time
import budgetkpi as bk

SHAPE, LESS, MORE = sys.argv[1].replace("LINE", chr(10)), 1_500, 12_000

def seconds(length):
    text = (SHAPE * length)[:length]
    begin = time.process_time()
    bk.find(text)
    return time.process_time() - begin

bk.find("开展2次，达到95%")
print(min(seconds(MORE) / max(seconds(LESS), 0.002) for _ in range(2)))
"""


@pytest.mark.parametrize("shape", SHAPES)
def test_a_sentence_takes_time_in_proportion_to_its_length(shape: str) -> None:
    """Eight times the text takes eight times the time; 64 times would show a square."""
    run = subprocess.run(
        [sys.executable, "-c", GROWTH, shape], capture_output=True, check=True, encoding="utf-8", timeout=300
    )
    assert float(run.stdout) < 24
