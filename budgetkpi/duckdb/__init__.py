"""DuckDB (嵌入式数据库): SQL functions for a connection, and files larger than memory.

`register(con)` adds functions to a connection; `score_files` streams files through the columns' kernel.

DuckDB and pyarrow are needed: `pip install 'budgetkpi[duckdb]'`.
"""

from __future__ import annotations

from budgetkpi.duckdb.functions import register
from budgetkpi.duckdb.scans import Progress, Summary, score_files

__all__ = ["Progress", "Summary", "register", "score_files"]
