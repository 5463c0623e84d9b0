"""Other processes that judge (多进程): for many distinct rows, on all cores.

Each is a Python of its own that is told its task once and then answers slices of cells with Arrow tables,
over its standard input and output. Nothing of the caller's program is run again, so no `__main__` guard is
needed, and it works in notebooks. It ends when its input does, so none outlives the caller.
"""

from __future__ import annotations

import collections
import contextlib
import gc
import os
import pickle
import queue
import subprocess
import sys
import warnings
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, TYPE_CHECKING, Any, Final

from budgetkpi.extras import load
from budgetkpi.messages import Catalog

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from budgetkpi.arrow.tasks import Task

__all__ = ["WORTH", "Pool", "cores", "serve"]

WORTH: Final = 10_000
"""So many distinct rows are worth a process: fewer are judged sooner than it has started."""
CELLS_WORTH: Final = 100_000
"""So many distinct cells are, where they are only read: a process learns their forms for itself."""
_say: Final = Catalog("columns")
_PROGRAM: Final = "from budgetkpi.arrow.workers import serve; serve()"
_LENGTH: Final = 8
_COLLECTED_AFTER: Final = 100_000
"""So many new things Python's collector waits for in a process that only judges: it makes hardly a cycle."""
_STAYS: Final = (pickle.PicklingError, AttributeError, TypeError)
"""What is raised for a thing that cannot go to another process."""


def cores() -> int:
    """The cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system can say
        return os.cpu_count() or 1


class Pool:
    """The processes of one task, started when there is enough to do, else none.

    Args:
        task: what they do.
        processes: how many judge at once at most, None for one a core; 1 judges in this process alone.

    Attributes:
        count: how many that is.
    """

    def __init__(self, task: Task, processes: int | None = 1) -> None:
        if processes is not None and processes < 1:
            raise ValueError(f"processes is at least 1, or None for one a core, not {processes}")
        self.task = task
        self.count = processes or cores()
        self._workers: list[_Worker] = []
        self._free: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._threads: ThreadPoolExecutor | None = None
        self._stays = False

    def prepare(self, count: int) -> None:
        """Start what at least so many distinct rows will need, so that it learns the language meanwhile."""
        self._started(count)

    def judged(self, slices: Iterable[list[list[Any]]], count: int) -> Iterator[pa.Table]:
        """The results of each slice in order; `count` is how many distinct rows there are in all."""
        threads = self._started(count)
        if threads is None:
            yield from map(self.task.judge, slices)
            return
        waiting: collections.deque[Future[pa.Table]] = collections.deque()
        for one in slices:
            waiting.append(threads.submit(self._ask, one))
            if len(waiting) > 2 * len(self._workers):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def close(self) -> None:
        """End the processes."""
        if self._threads is not None:
            self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._workers:
            worker.close()
        self._workers, self._threads = [], None

    def _started(self, count: int) -> ThreadPoolExecutor | None:
        """A thread for each process that so many distinct rows are worth, which waits for its answers.

        None where this process does it alone; with a warning where the task (a policy of a class of the
        caller's own) cannot go to another.
        """
        worth = CELLS_WORTH if self.task.work == "parse" else WORTH
        wanted = max(len(self._workers), min(self.count, count // worth))
        if wanted == 1 or not wanted or not sys.executable or self._stays:
            return None
        missing = wanted - len(self._workers)
        if missing:
            try:
                told = pickle.dumps(self.task)
            except _STAYS as error:
                self._stays = True
                warnings.warn(_say("task-stays", what=str(error)).en, RuntimeWarning, stacklevel=2)
                return None
            self._threads = self._threads or ThreadPoolExecutor(self.count)
            for _ in range(missing):
                worker = _Worker(self.task)
                self._workers.append(worker)
                self._threads.submit(self._introduce, worker, told)
        return self._threads

    def _introduce(self, worker: _Worker, told: bytes) -> None:
        worker.tell(told)
        self._free.put(worker)

    def _ask(self, cells: list[list[Any]]) -> pa.Table:
        worker = self._free.get()
        try:
            return worker.ask(cells)
        finally:
            self._free.put(worker)


class _Worker:
    """One process."""

    def __init__(self, task: Task) -> None:
        paths = os.pathsep.join(path or os.getcwd() for path in sys.path)  # noqa: PTH109  (a text is wanted)
        self.task = task
        self._process: subprocess.Popen[bytes] | None = subprocess.Popen(  # noqa: S603  (this Python itself)
            [sys.executable, "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
        )

    def tell(self, task: bytes) -> None:
        """Say what is to be done, packed; where it has ended already, the first question finds out."""
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(OSError):
                _send(self._process.stdin, task)

    def ask(self, cells: list[list[Any]]) -> pa.Table:
        """The results of some distinct rows; judged in this process where the other one has ended."""
        arrow = load("pyarrow", extra="arrow")
        if self._process is None:
            return self.task.judge(cells)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            asked = pickle.dumps(cells)
        except _STAYS:  # things of a frame that are no cells
            return self.task.judge(cells)
        try:
            _send(self._process.stdin, asked)
            answer = _received(self._process.stdout)
        except (OSError, EOFError):
            told = _say("process-ended", code=self.close()).en
            warnings.warn(told, RuntimeWarning, stacklevel=2)
            return self.task.judge(cells)
        return arrow.ipc.open_stream(answer).read_all()

    def close(self) -> int:
        """End it; the status that it ended with."""
        if self._process is None:
            return 0
        process, self._process = self._process, None
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        return process.wait()


def serve() -> None:
    """Answer the slices that come on standard input, until it ends: the main function of each process."""
    arrow = load("pyarrow", extra="arrow")
    gc.set_threshold(_COLLECTED_AFTER)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anybody prints is no answer
    questions = sys.stdin.buffer
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        task = pickle.loads(_received(questions))  # noqa: S301  (from the process that started this one)
        sys.meta_path.insert(0, _NO_PANDAS)
        task.judge([["1"]] * len(task.fields))  # the language loads with the first row
        while True:
            table = task.judge(_cells(_received(questions)))
            sink = arrow.BufferOutputStream()
            with arrow.ipc.new_stream(sink, table.schema) as writer:
                writer.write_table(table)
            _send(answers, sink.getvalue())


class _NoPandas:
    """Keeps pyarrow from loading pandas, which takes longer than judging the cells.

    It does so for the first array that it makes, wherever pandas is installed.
    """

    def find_spec(self, name: str, *_: object) -> None:
        """Say that there is no pandas; everything else is left to the others."""
        if name == "pandas":
            raise ModuleNotFoundError(name, name=name)


_NO_PANDAS: Final = _NoPandas()


def _cells(content: bytes) -> list[list[Any]]:
    """The cells of a message; those of pandas load it."""
    if _NO_PANDAS in sys.meta_path:
        sys.meta_path.remove(_NO_PANDAS)
    cells: list[list[Any]] = pickle.loads(content)  # noqa: S301  (from the process that started this one)
    sys.meta_path.insert(0, _NO_PANDAS)
    return cells


def _send(stream: IO[bytes], content: bytes) -> None:
    stream.write(len(content).to_bytes(_LENGTH, "big"))
    stream.write(content)
    stream.flush()


def _received(stream: IO[bytes]) -> bytes:
    """The next message.

    Raises:
        EOFError: the other side has ended.
    """
    head = stream.read(_LENGTH)
    length = int.from_bytes(head, "big")
    content = stream.read(length) if len(head) == _LENGTH else b""
    if len(head) < _LENGTH or len(content) < length:
        raise EOFError
    return content
