"""Calls of the package that are counted and timed, each by itself (计时调用)."""

from __future__ import annotations

import gc
import signal
import time
import traceback
from collections import Counter
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Self

__all__ = ["SLOW", "Slow", "Watch", "ask", "watching"]

SLOW: Final = 0.05
"""Seconds that a call with less than 1,000 characters may take."""

_OLDEST: Final = 2
"""The generation of objects that have outlived two passes."""

_P = ParamSpec("_P")
_R = TypeVar("_R")


@attrs.frozen
class Slow:
    """A call that took too long, and what it was at when its time was up."""

    took: float
    door: str
    given: str
    stack: str


@attrs.define
class Watch:
    """What is noted of calls: how many, by their door, and those that took too long.

    A call's time is what its own thread computed. Waiting for other processes is no work of the call. Nor
    is a full pass of Python's collector, which walks all that the process holds; its passes over what is
    new are: the call made that.
    """

    calls: Counter[str] = attrs.field(factory=Counter)
    slow: list[Slow] = attrs.field(factory=list)
    longest: float = 0.0
    stack: str = ""
    walking: float = 0.0
    """Seconds of the call in which the collector walked all that the process holds."""
    _since: float = 0.0

    def __enter__(self) -> Self:
        gc.callbacks.append(self._walked)
        if hasattr(signal, "SIGPROF"):
            signal.signal(signal.SIGPROF, self._told)
        _WATCHES.append(self)
        return self

    def __exit__(self, *_: object) -> None:
        _WATCHES.remove(self)
        gc.callbacks.remove(self._walked)

    def timed(self, door: str, function: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """Make one call."""
        self.calls[door] += 1
        self.stack, self.walking = "", 0.0
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, SLOW)
        begin = time.thread_time()
        try:
            return function(*args, **kwargs)
        finally:
            took = time.thread_time() - begin - self.walking
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_PROF, 0)
            self.longest = max(took, self.longest)
            if took > SLOW:
                self.slow.append(Slow(took, door, repr(args), self.stack))

    def _walked(self, phase: str, told: dict[str, int]) -> None:
        if told["generation"] < _OLDEST:
            return
        now = time.thread_time()
        if phase == "start":
            self._since = now
        else:
            self.walking += now - self._since

    def _told(self, _: int, frame: FrameType | None) -> None:
        self.stack = "".join(traceback.format_stack(frame)[-7:])


_WATCHES: Final[list[Watch]] = []


def watching() -> Watch | None:
    """The watch that notes calls now, None where nobody counts them."""
    return _WATCHES[-1] if _WATCHES else None


def ask(door: str, function: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    """Make one call, counted and timed where somebody watches."""
    watch = watching()
    return function(*args, **kwargs) if watch is None else watch.timed(door, function, *args, **kwargs)
