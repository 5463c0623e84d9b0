"""A column of cells through Dask: each partition is a frame of pandas, its columns of Arrow types.

python dask_frames.py ROWS.parquet OUT: ROWS has the columns 三级指标 and 指标值, OUT will be a folder.
"""

from __future__ import annotations

import sys

import dask
import dask.dataframe as dd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from budgetkpi.arrow import parse_batch


def parsed(part: pd.DataFrame) -> pd.DataFrame:
    """The columns of `parse_batch` behind those of a partition."""
    table = parse_batch(pa.Table.from_pandas(part), "指标值", name="三级指标")
    return table.to_pandas(types_mapper=pd.ArrowDtype)  # evaluate_batch, score_batch, check_batch alike


if __name__ == "__main__":
    source, out = sys.argv[1:]
    dask.config.set(scheduler="processes")  # cells are read by Python: threads would wait for each other
    rows = dd.read_parquet(source, dtype_backend="pyarrow", split_row_groups=True)
    rows.map_partitions(parsed, meta=parsed(rows.head(0))).to_parquet(out)
    counted = pq.read_table(out).group_by("kind").aggregate([([], "count_all")])
    for found in counted.sort_by("kind").to_pylist():
        print(found["kind"], found["count_all"])
