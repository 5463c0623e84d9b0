"""What a process that judges for another one does (判定进程).

It is told its task once and then answers slices of cells with Arrow tables, over two pipes.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import sys
from typing import IO, TYPE_CHECKING, Any, Final

from budgetkpi.extras import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from budgetkpi.arrow.tasks import Task

__all__ = ["FORKS", "received", "send", "serve"]

FORKS: Final = hasattr(os, "fork")
"""Whether one process can become several."""
_LENGTH: Final = 8
_COLLECTED_AFTER: Final = 100_000
"""So many new things Python's collector waits for in a process that only judges: it makes hardly a cycle."""


def serve(ends: Sequence[str] = ()) -> None:
    """Answer the slices that come on standard input, until it ends: the main function of a process.

    Args:
        ends: for each further process that this one becomes, once it has learnt the language, the
            descriptors of its pipes, for questions and answers (`5:8`).
    """
    gc.set_threshold(_COLLECTED_AFTER)
    questions: IO[bytes] = sys.stdin.buffer
    answers: IO[bytes] = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anybody prints is no answer
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        task, rows = pickle.loads(received(questions))  # noqa: S301  (from the process that started this one)
        task.learn(rows)
        pipes = [_pipes(*map(int, pair.split(":"))) for pair in ends]
        _answer(task, *_one_of((questions, answers), pipes))


def _pipes(asked: int, told: int) -> tuple[IO[bytes], IO[bytes]]:
    return os.fdopen(asked, "rb"), os.fdopen(told, "wb")


def _one_of(
    own: tuple[IO[bytes], IO[bytes]], others: list[tuple[IO[bytes], IO[bytes]]]
) -> tuple[IO[bytes], IO[bytes]]:
    """Become one process for each pair of pipes; the pair of the one that this is, all others closed.

    No thread runs yet (Arrow, which has some, is loaded later). Where the system has no room for another
    process its pipes are closed, which tells the one that asks.
    """
    gc.freeze()  # what is learnt is shared, and looked at no more
    while others:
        pair = others.pop()
        child = 1
        with contextlib.suppress(OSError):
            child = os.fork()
        unused = [own, *others] if child == 0 else [pair]
        for stream in (stream for pipes in unused for stream in pipes):
            stream.close()
        if child == 0:
            return pair
    return own


def _answer(task: Task, questions: IO[bytes], answers: IO[bytes]) -> None:
    sys.meta_path.insert(0, _NO_PANDAS)
    arrow = load("pyarrow", extra="arrow")
    while True:
        table = task.judge(_cells(received(questions)))
        sink = arrow.BufferOutputStream()
        with arrow.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        send(answers, sink.getvalue())


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


def send(stream: IO[bytes], content: bytes) -> None:
    """Write one message to a pipe."""
    stream.write(len(content).to_bytes(_LENGTH, "big"))
    stream.write(content)
    stream.flush()


def received(stream: IO[bytes]) -> bytes:
    """The next message of a pipe.

    Raises:
        EOFError: the other side has ended.
    """
    head = stream.read(_LENGTH)
    length = int.from_bytes(head, "big")
    content = stream.read(length) if len(head) == _LENGTH else b""
    if len(head) < _LENGTH or len(content) < length:
        raise EOFError
    return content
