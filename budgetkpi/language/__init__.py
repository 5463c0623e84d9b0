"""The language of indicator cells (指标值的语言): cells read one by one, values found in prose.

Lark is imported here only, on the first cell; none of its errors or trees leaves this package.
"""

from __future__ import annotations

from budgetkpi.language.cell import read_cell
from budgetkpi.language.prose import Mention, find

__all__ = ["Mention", "find", "read_cell"]
