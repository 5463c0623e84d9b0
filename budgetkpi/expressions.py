"""Regular expressions that are compiled when they are first asked for (延迟编译的正则表达式).

A class of Chinese characters takes a millisecond or two to compile, and the first cell of most
tables needs few of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

__all__ = ["Later", "later"]


def later(text: str) -> re.Pattern[str]:
    """The pattern `text`, compiled at its first use."""
    return cast("re.Pattern[str]", Later(text))


class Later:
    """Stands for a pattern; its methods become the pattern's own when one is asked for."""

    if not TYPE_CHECKING:

        def __init__(self, text: str) -> None:
            self.text = text

        def __getattr__(self, name: str) -> object:
            compiled = re.compile(self.text)
            self.match, self.fullmatch, self.search = compiled.match, compiled.fullmatch, compiled.search
            return getattr(compiled, name)
    else:

        def __init__(self, text: str) -> None: ...
