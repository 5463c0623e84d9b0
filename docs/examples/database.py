"""Rows of a database, with NULLs and numbers, become Chinese JSON rows of verdict, points and reason."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import budgetkpi as bk

database = sqlite3.connect(":memory:")
database.row_factory = sqlite3.Row
database.executescript((Path(__file__).parent / "hotline.sql").read_text(encoding="utf-8"))
for row in database.execute("SELECT * FROM indicators"):
    score = bk.score(bk.Indicator(**dict(row)), policy="national-2020")
    wanted = ("三级指标", "年度指标值", "实际完成值", "判定", "分值", "得分", "得分区间", "理由")
    print(json.dumps({header: score.row()[header] for header in wanted}, ensure_ascii=False))
