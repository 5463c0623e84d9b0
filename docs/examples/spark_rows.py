"""A column of cells through Spark, on one machine or on a cluster: one task a partition.

spark-submit spark_rows.py ROWS.parquet OUT: ROWS has the columns 三级指标 and 指标值, OUT will be a folder.
"""

from __future__ import annotations

import sys

from pyspark.sql import SparkSession

from budgetkpi import spark as kpi

if __name__ == "__main__":
    source, out = sys.argv[1:]
    session = SparkSession.builder.getOrCreate()
    rows = session.read.parquet(source)
    parsed = kpi.parse(rows, "指标值", name="三级指标")  # evaluate, score, check alike
    parsed.write.mode("overwrite").parquet(out)
    for found in session.read.parquet(out).groupBy("kind").count().orderBy("kind").collect():
        print(found["kind"], found["count"])
    session.stop()
