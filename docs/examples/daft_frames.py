"""A column of cells through Daft: a function of whole Arrow columns, its result a struct that is unnested.

python daft_frames.py ROWS.parquet OUT: ROWS has the columns 三级指标 and 指标值, OUT will be a folder.
"""

from __future__ import annotations

import sys

import daft
import pyarrow as pa
import pyarrow.parquet as pq

from budgetkpi.arrow import parse_batch, schema

RESULTS = daft.DataType.from_arrow_type(pa.struct(list(schema("parse"))))


@daft.func.batch(return_dtype=RESULTS, unnest=True)  # type: ignore[untyped-decorator]
def parsed(name: daft.Series, target: daft.Series) -> pa.Array:
    """The columns of `parse_batch` of two columns."""
    batch = pa.table({"name": name.to_arrow(), "target": target.to_arrow()})
    return parse_batch(batch, "target", name="name", keep=False).to_struct_array().combine_chunks()


if __name__ == "__main__":
    source, out = sys.argv[1:]
    rows = daft.read_parquet(source)
    rows.select("*", parsed(rows["三级指标"], rows["指标值"])).write_parquet(out)
    counted = pq.read_table(out).group_by("kind").aggregate([([], "count_all")])
    for found in counted.sort_by("kind").to_pylist():
        print(found["kind"], found["count_all"])
