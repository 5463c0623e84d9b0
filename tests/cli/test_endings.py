"""What cannot be printed or is interrupted: one line on standard error, and no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from budgetkpi.cli import main

ROOT = Path(__file__).resolve().parents[2]
TRAINING = str(ROOT / "docs/examples/training.csv")
FULL = Path("/dev/full")
RUNS = [
    ("parse", "≥95%"),
    ("evaluate", "≥95%", "96%", "--json"),
    ("judge", TRAINING),
    ("check", TRAINING, TRAINING, "--json"),
    ("evaluate", "≥95%", "94%", "--csv"),
    ("audit", TRAINING, str(ROOT / "docs/examples")),
    ("--help",),
    ("score", "--help"),
    ("--version",),
]
SHORT = [
    run if run[0] in ("evaluate", "judge", "--help") else pytest.param(run, marks=pytest.mark.fuzz)
    for run in RUNS
]
"""Every command ends by the same way: some in the default run, all in a long one."""
posix = pytest.mark.skipif(os.name == "nt", reason="streams are closed in another way there")
full = pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")


def ended(command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program as a shell starts it: `command` says what its streams are, `"$@"` being the program."""
    return subprocess.run(
        ["/bin/sh", "-c", command, "sh", sys.executable, "-m", "budgetkpi", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
    )


@full
@pytest.mark.parametrize("arguments", SHORT)
def test_a_full_disk(arguments: tuple[str, ...]) -> None:
    done = ended('"$@" > /dev/full', *arguments)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "budgetkpi: standard output: No space left on device"
    assert "Traceback" not in done.stderr


@full
@pytest.mark.parametrize("arguments", RUNS[2:4])
def test_a_full_disk_under_the_file_of_results(arguments: tuple[str, ...]) -> None:
    done = ended('"$@" -o /dev/full', *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == "budgetkpi: /dev/full: No space left on device"


@posix
@pytest.mark.parametrize("arguments", RUNS[3:7])
def test_a_closed_standard_output(arguments: tuple[str, ...]) -> None:
    done = ended('"$@" >&-', *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == "budgetkpi: standard output: it is closed"


@posix
@pytest.mark.parametrize("arguments", [("judge", "nowhere.csv"), ("judge",), ("evaluate", "1", "--x")])
@pytest.mark.parametrize("command", ['"$@" 2>&-', '"$@" 2>/dev/full'])
def test_errors_never_go_to_standard_output(command: str, arguments: tuple[str, ...]) -> None:
    if "full" in command and not FULL.exists():
        pytest.skip("no device that is always full")
    done = ended(command, *arguments)
    assert (done.returncode, done.stdout) == (2, "")


@posix
def test_a_closed_standard_input() -> None:
    done = ended('"$@" <&-', "judge", "-")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "budgetkpi: -: it is closed\n"


@posix
@pytest.mark.parametrize("arguments", SHORT)
def test_a_pipe_that_nobody_reads_any_more_says_nothing(arguments: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "budgetkpi", *arguments], stdout=write, stderr=subprocess.PIPE, check=False
    )
    os.close(write)
    assert done.stderr == b""
    assert done.returncode in (0, 1)


@posix
def test_an_interrupt_ends_with_130(tmp_path: Path) -> None:
    target = tmp_path / "result.txt"
    # A shell in the background starts its programs deaf to an interrupt; this one is to hear it.
    program = subprocess.Popen(
        [sys.executable, "-m", "budgetkpi", "judge", TRAINING, "-", "-o", str(target)],
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  (no thread here)
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.01)  # until it has begun to write
    program.send_signal(signal.SIGINT)
    out, err = program.communicate(timeout=60)
    assert (program.returncode, out, err) == (130, b"", b"budgetkpi: interrupted\n")
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_while_the_arguments_are_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setattr("argparse.ArgumentParser.parse_args", interrupt)
    assert main(["parse", "1"]) == 130
    assert capsys.readouterr().err == "budgetkpi: 已中断\n"


def test_common_errors_are_told_in_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["judge", str(tmp_path / "none.csv"), "--lang", "zh"]) == 2
    assert "没有这个文件或文件夹" in capsys.readouterr().err
