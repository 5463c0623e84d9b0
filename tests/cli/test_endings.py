"""What cannot be printed or is interrupted: one line on standard error, and no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
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


ENDED = {"SIGINT": "interrupted", "SIGTERM": "ended by the system", "SIGHUP": "ended by the system"}


def begun(arguments: list[str], folder: Path, heard: str = "") -> subprocess.Popen[bytes]:
    """The program, once it has begun to write in a folder; deaf to a signal as `nohup` starts it."""

    def prepared() -> None:
        # A shell in the background starts its programs deaf to an interrupt; this one is to hear it.
        for name in ENDED:
            signal.signal(getattr(signal, name), signal.SIG_IGN if name == heard else signal.SIG_DFL)

    program = subprocess.Popen(
        [sys.executable, "-m", "budgetkpi", *arguments],
        preexec_fn=prepared,  # noqa: PLW1509  (no thread here)
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    deadline = time.monotonic() + 60
    while not list(folder.iterdir()) and program.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert program.poll() is None
    return program


@posix
@pytest.mark.parametrize("name", ENDED)
def test_a_request_to_end_leaves_no_file(name: str, tmp_path: Path) -> None:
    program = begun(["judge", TRAINING, "-", "-o", str(tmp_path / "result.txt")], tmp_path)
    program.send_signal(getattr(signal, name))
    out, err = program.communicate(timeout=60)
    assert (program.returncode, out) == (128 + getattr(signal, name), b"")
    assert err == f"budgetkpi: {ENDED[name]}\n".encode()
    assert list(tmp_path.iterdir()) == []


@posix
def test_several_requests_to_end_are_one(tmp_path: Path) -> None:
    program = begun(["judge", TRAINING, "-", "-o", str(tmp_path / "result.txt")], tmp_path)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGTERM):  # as systems do
        program.send_signal(number)
    out, err = program.communicate(timeout=60)
    assert (out, err) == (b"", b"budgetkpi: ended by the system\n")
    assert program.returncode in (143, 129)  # the system says in which order they come
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_signal_that_is_ignored_stays_so(tmp_path: Path) -> None:
    program = begun(["judge", TRAINING, "-", "-o", str(tmp_path / "result.txt")], tmp_path, "SIGHUP")
    program.send_signal(signal.SIGHUP)
    _, err = program.communicate(Path(TRAINING).read_bytes(), timeout=60)
    assert (program.returncode, err) == (1, b"")
    assert [path.name for path in tmp_path.iterdir()] == ["result.txt"]


@posix
@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_the_end_of_a_whole_group_leaves_no_file_of_a_stream(ending: str, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    rows = "".join(f"培训场次{i},≥{i}场,{i + 1}场\n" for i in range(60_000))
    (tmp_path / "big.csv").write_text(f"指标名称,指标值,实际完成值\n{rows}", encoding="utf-8")
    pq = pytest.importorskip("pyarrow.parquet")
    pq.write_table(
        pytest.importorskip("pyarrow.csv").read_csv(tmp_path / "big.csv"), tmp_path / "big.parquet"
    )
    (results := tmp_path / "results").mkdir()
    files = ["score", str(tmp_path / "big.parquet"), "-o", str(results / f"out.{ending}")]
    program = begun(files, results)
    os.killpg(program.pid, signal.SIGTERM)  # as `timeout` does, and a system that shuts down
    out, err = program.communicate(timeout=60)
    assert (program.returncode, out, err) == (143, b"", b"budgetkpi: ended by the system\n")
    assert list(results.iterdir()) == []


def test_no_handler_stays() -> None:
    before = [signal.getsignal(number) for number in signal.valid_signals()]
    assert main(["parse", "≥95%"]) == 0
    assert [signal.getsignal(number) for number in signal.valid_signals()] == before


def test_the_command_line_in_another_thread(capsys: pytest.CaptureFixture[str]) -> None:
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(main, ["parse", "≥95%"]).result() == 0
    assert capsys.readouterr().err == ""


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
