"""A column of cells through Ray Data: one task a block, each block an Arrow table.

python ray_data.py ROWS.parquet OUT: ROWS has the columns 三级指标 and 指标值, OUT will be a folder.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import ray

from budgetkpi.arrow import parse_batch

if TYPE_CHECKING:
    import pyarrow as pa


def parsed(block: pa.Table) -> pa.Table:
    """The columns of `parse_batch` behind those of a block."""
    return parse_batch(block, "指标值", name="三级指标")  # evaluate_batch, score_batch, check_batch alike


if __name__ == "__main__":
    source, out = sys.argv[1:]
    rows = ray.data.read_parquet(source)
    judged = rows.map_batches(parsed, batch_format="pyarrow", batch_size=None)
    judged.write_parquet(out)
    counted = pq.read_table(out).group_by("kind").aggregate([([], "count_all")])
    for found in counted.sort_by("kind").to_pylist():
        print(found["kind"], found["count_all"])
