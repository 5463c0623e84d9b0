"""Writes the manual's tables of policies: `python -m budgetkpi.policy`, from a clone."""

from __future__ import annotations

import pathlib
import sys

from budgetkpi.policy.page import PAGES, page

if __name__ == "__main__":
    docs = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "docs")
    for name, lang in PAGES.items():
        (docs / name).write_text(page(lang), encoding="utf-8")
