"""Writes the kept tables of the grammar anew: python -m budgetkpi.language [FILE]."""

from __future__ import annotations

import sys
from pathlib import Path

from budgetkpi.language.automaton import FILE, made, text_of

Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_name(FILE)).write_text(
    text_of(made()), encoding="utf-8"
)
