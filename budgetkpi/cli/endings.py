"""What cannot be read or written, and how that is said (失败的报告): one line on standard error."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
from typing import TYPE_CHECKING, Final, TextIO

from budgetkpi.escaping import escaped
from budgetkpi.messages import Catalog, Message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from budgetkpi.errors import BudgetKpiError

__all__ = [
    "Failure",
    "Terminated",
    "complain",
    "endable",
    "failed",
    "prepare_streams",
    "refused",
    "silence",
    "tell",
    "watched",
]

_SAID: Final = Catalog("tables")
_CODES: Final = {
    errno.ENOENT: "no-such-file",
    errno.EACCES: "not-allowed",
    errno.EPERM: "not-allowed",
    errno.EISDIR: "is-a-folder",
    errno.ENOTDIR: "no-folder",
    errno.ENOSPC: "no-space",
    errno.EBADF: "stream-closed",
}
"""What is said of the common errors of the system."""
_REQUESTS: Final = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""The signals that ask a program to end: of a system that shuts down, of a terminal that is closed.

Windows has the first alone.
"""
_BY_SIGNAL: Final = 128


class Failure(Exception):  # noqa: N818  (it ends a file or the command, and is no error of the library)
    """What could not be read or written, and why (失败); it means exit status 2.

    Attributes:
        name: what people call it; "" for standard output.
        message: the reason.
    """

    def __init__(self, name: str, message: Message) -> None:
        super().__init__(name, message)
        self.name = name
        self.message = message


class Terminated(BaseException):
    """The system asks the program to end (终止); like an interrupt, it passes everything that tidies up.

    Attributes:
        status: the exit status, as shells have it: 128 and the number of the signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = _BY_SIGNAL + number


@contextlib.contextmanager
def endable() -> Iterator[None]:
    """In the `with` block, a request to end raises `Terminated`, so that what was begun is tidied up.

    A signal that the caller handles or ignores (as `nohup` does) stays as it is; so do all outside the main
    thread, where none is heard.
    """
    caught = []
    with contextlib.suppress(ValueError):  # another thread
        for number in _REQUESTS:
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, _end)
                caught.append(number)
    try:
        yield
    finally:
        for number in caught:
            signal.signal(number, signal.SIG_DFL)


def _end(number: int, _: FrameType | None) -> None:
    """Raise `Terminated`, once: a second request, which often follows, must not stop the tidying up."""
    for other in _REQUESTS:
        if signal.getsignal(other) is _end:
            signal.signal(other, _heard)
    raise Terminated(number)


def _heard(_: int, __: FrameType | None) -> None:
    """The program is about to end already."""


def refused(name: str, error: BudgetKpiError) -> Failure:
    """The failure of a file whose content cannot be read: its name once, as the user knows it.

    Args:
        name: what the user calls the file.
        error: what is wrong; where it knows its place, that begins with the file.
    """
    message: Message | None = getattr(error, "message", None)
    place = getattr(error, "place", "")
    for known in (name, os.path.basename(name)):
        if known and (place == known or place.startswith(f"{known}, ")):
            place = place[len(known) :].removeprefix(", ")
            break
    return Failure(
        ", ".join(filter(None, (name, place))),
        _SAID("system", why=str(error)) if message is None else message,
    )


def failed(name: str, error: OSError | ValueError) -> Failure:
    """The failure of an operation of the system; a ValueError says that a stream is closed."""
    number = errno.EBADF if isinstance(error, ValueError) and not isinstance(error, OSError) else error.errno
    code = _CODES.get(number or 0)
    if code is not None:
        return Failure(name, _SAID(code))
    why = getattr(error, "strerror", None) or str(error)
    return Failure(name, _SAID("system", why=why))


def complain(name: str, why: str) -> None:
    """Say on standard error what went wrong and with what; never on standard output."""
    said = ": ".join(["budgetkpi", *[escaped(name)] * bool(name), escaped(why)])
    tell(said + "\n")


def tell(text: str) -> None:
    """Write to standard error; where that fails there is nobody to tell."""
    if sys.stderr is not None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except (OSError, ValueError):
            silence(sys.stderr)


@contextlib.contextmanager
def watched(stream: TextIO, name: str) -> Iterator[None]:
    """A stream that is written to in the `with` block.

    Raises:
        BrokenPipeError: nobody reads it any more.
        Failure: it cannot be written to for another reason.
    """
    try:
        yield
    except BrokenPipeError:
        silence(stream)
        raise
    except (OSError, ValueError) as error:
        silence(stream)
        raise failed(name, error) from error


def prepare_streams() -> None:
    """Let the standard streams print every character: one that the console lacks is escaped."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):  # closed, or a stream of the caller's own
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def silence(stream: TextIO) -> None:
    """Keep the interpreter from flushing into a stream that failed at its end."""
    with contextlib.suppress(OSError, ValueError, AttributeError), open(os.devnull, "wb") as nothing:
        os.dup2(nothing.fileno(), stream.fileno())
