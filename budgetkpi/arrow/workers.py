"""Other processes that judge (多进程): for many distinct rows, on all cores.

Each is a Python of its own, or becomes of one that has learnt the language. Nothing of the caller's program
is run again or copied, so no `__main__` guard is needed, and it works in notebooks and beside threads. It
ends when its input does, so none outlives the caller.
"""

from __future__ import annotations

import collections
import contextlib
import itertools
import os
import pickle
import queue
import subprocess
import sys
import warnings
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, TYPE_CHECKING, Any, Final

from budgetkpi.arrow.serving import FORKS, received, send
from budgetkpi.extras import load
from budgetkpi.messages import Catalog

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa

    from budgetkpi.arrow.tasks import Task

__all__ = ["WORTH", "Pool", "cores"]

WORTH: Final = 10_000
"""So many distinct rows are worth a process: fewer are judged sooner than it has started."""
CELLS_WORTH: Final = 100_000
"""So many distinct cells are, where they are only read: a process learns their forms for itself."""
_say: Final = Catalog("columns")
_PROGRAM: Final = "import sys; from budgetkpi.arrow.serving import serve; serve(sys.argv[1:])"
_UNHEARD: Final = 1 << 20
"""So many bytes of an answer that nobody waits for are read at once."""
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
        self._untaught: list[list[_Worker]] = []
        self._stays = False

    @property
    def waits(self) -> bool:
        """Whether processes have started that wait to be taught."""
        return bool(self._untaught)

    def prepare(self, count: int) -> None:
        """Start what at least so many distinct rows will need; it waits to be taught."""
        self._started(count)

    def teach(self, rows: Sequence[Sequence[Any]] = ()) -> None:
        """Let what was started learn the language by some rows, one list of cells a field."""
        for workers in self._untaught:
            assert self._threads is not None
            self._threads.submit(self._introduce, workers, pickle.dumps((self.task, rows)))
        self._untaught = []

    def judged(self, slices: Iterable[list[list[Any]]], count: int) -> Iterator[pa.Table]:
        """The results of each slice in order; `count` is how many distinct rows there are in all."""
        threads = self._started(count)
        if threads is None:
            yield from map(self.task.judge, slices)
            return
        self.teach()
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
        self._workers, self._untaught, self._threads = [], [], None

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
                pickle.dumps(self.task)
            except _STAYS as error:
                self._stays = True
                warnings.warn(_say("task-stays", what=str(error)).en, RuntimeWarning, stacklevel=2)
                return None
            self._threads = self._threads or ThreadPoolExecutor(self.count)
            for together in [missing] if FORKS else [1] * missing:
                workers = _launched(self.task, together)
                self._workers += workers
                self._untaught.append(workers)
        return self._threads

    def _introduce(self, workers: list[_Worker], told: bytes) -> None:
        workers[0].tell(told)
        for worker in workers:
            self._free.put(worker)

    def _ask(self, cells: list[list[Any]]) -> pa.Table:
        worker = self._free.get()
        try:
            return worker.ask(cells)
        finally:
            self._free.put(worker)


class _Worker:
    """One process, as the pipes to it."""

    def __init__(
        self,
        task: Task,
        questions: IO[bytes],
        answers: IO[bytes],
        process: subprocess.Popen[bytes] | None = None,
    ) -> None:
        self.task = task
        self._pipes: tuple[IO[bytes], IO[bytes]] | None = (questions, answers)
        self._process = process

    def tell(self, task: bytes) -> None:
        """Say what is to be done, packed; where it has ended already, the first question finds out."""
        if self._pipes is not None:
            with contextlib.suppress(OSError):
                send(self._pipes[0], task)

    def ask(self, cells: list[list[Any]]) -> pa.Table:
        """The results of some distinct rows; judged in this process where the other one has ended."""
        arrow = load("pyarrow", extra="arrow")
        if self._pipes is None:
            return self.task.judge(cells)
        questions, answers = self._pipes
        try:
            asked = pickle.dumps(cells)
        except _STAYS:  # things of a frame that are no cells
            return self.task.judge(cells)
        try:
            send(questions, asked)
            answer = received(answers)
        except (OSError, EOFError):
            self.close()
            warnings.warn(_say("process-ended").en, RuntimeWarning, stacklevel=2)
            return self.task.judge(cells)
        return arrow.ipc.open_stream(answer).read_all()

    def close(self) -> None:
        """End it, and wait until it has."""
        if self._pipes is None:
            return
        questions, answers = self._pipes
        self._pipes = None
        with contextlib.suppress(OSError):
            questions.close()
        with answers:
            while answers.read(_UNHEARD):
                pass
        if self._process is not None:
            self._process.wait()


def _launched(task: Task, count: int) -> list[_Worker]:
    """So many processes; where the system can, one learns the language and becomes the others.

    The first of them is the one to tell what the task is.
    """
    pipes = [(os.pipe(), os.pipe()) for _ in range(count - 1)]
    theirs = [(asked[0], told[1]) for asked, told in pipes]
    handed = list(itertools.chain(*theirs))
    paths = os.pathsep.join(path or os.getcwd() for path in sys.path)  # noqa: PTH109  (a text is wanted)
    process = subprocess.Popen(  # noqa: S603  (this Python itself)
        [sys.executable, "-c", _PROGRAM, *(f"{asked}:{told}" for asked, told in theirs)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
        pass_fds=handed,
    )
    for end in handed:
        os.close(end)
    assert process.stdin is not None
    assert process.stdout is not None
    return [
        _Worker(task, process.stdin, process.stdout, process),
        *(_Worker(task, os.fdopen(asked[1], "wb"), os.fdopen(told[0], "rb")) for asked, told in pipes),
    ]
