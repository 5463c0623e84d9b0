"""Cells made with their true meaning (已知真实含义的取值).

The meaning is chosen first, as a fraction of a base unit or the fields of a date, and then written in one of
many ways; no part of the package is asked. `python -m tests.meanings 100000 --seed 1 --jobs 2` counts what
the package makes of them.
"""

from __future__ import annotations
