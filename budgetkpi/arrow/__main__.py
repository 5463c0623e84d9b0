"""`python -m budgetkpi.arrow` prints the tables of result columns for the manual (docs/columns.md)."""

from __future__ import annotations

import sys
from typing import Final

from budgetkpi.arrow.schemas import RESULTS

__all__ = ["chapter", "tables"]

_DONE_BY: Final = {
    "parse": "`parse_batch`",
    "evaluate": "`evaluate_batch`",
    "score": "`score_batch`",
    "check": "`check_batch`",
}


def tables() -> str:
    """The columns of every work, a table each, in Markdown."""
    return "\n\n".join(chapter(work) for work in RESULTS)


def chapter(work: str) -> str:
    """The columns of one work under its heading."""
    lines = [
        f"### What {_DONE_BY[work]} adds",
        "",
        "| column | type | what it holds | 内容 |",
        "| --- | --- | --- | --- |",
    ]
    lines += [f"| `{one.name}` | {one.type} | {one.en} | {one.zh} |" for one in RESULTS[work]]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(tables() + "\n")
