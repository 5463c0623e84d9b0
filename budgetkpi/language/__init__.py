"""The language of indicator cells (指标值的语言): cells read one by one, values found in prose.

Lark is imported here only, on the first cell; none of its errors or trees leaves this package.
`read_cell` reads one cell, and so does `read_or_none` where an error is no answer;
`budgetkpi.language.sentence.find` the values of a sentence.
"""

from __future__ import annotations

from budgetkpi.language.cell import read_cell, read_or_none

__all__ = ["read_cell", "read_or_none"]
