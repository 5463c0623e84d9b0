"""What cannot be read or written, and how that is said (失败的报告): one line on standard error."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import TYPE_CHECKING, Final, TextIO

from budgetkpi.escaping import escaped
from budgetkpi.messages import Catalog, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Failure", "complain", "failed", "prepare_streams", "silence", "tell", "watched"]

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
