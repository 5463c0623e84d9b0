"""What a local Spark takes with one core and with two, on the same Parquet file.

python -m tests.bench.spark [ROWS] [SHARE]: so many rows (100,000), SHARE in a hundred (1) of them distinct.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from tests.bench.material import Fresh, published_rows

if TYPE_CHECKING:
    from collections.abc import Callable

SAID: Final[dict[str, Any]] = {"target": "年度指标值", "actual": "实际完成值", "name": "三级指标"}
_PLACES: Final = {"三级指标": 0, "年度指标值": 1, "实际完成值": 2}
GROUPS: Final = 16
"""Row groups of the file, which tasks share."""
WARM: Final = 1000
"""Rows that are judged before anything is timed: they start Python and build the rules."""


def rows_of(count: int, distinct: int) -> pa.Table:
    """Published rows with other numbers, each of the distinct ones at least once, in random order."""
    fresh, turn = Fresh(), 0
    rows: list[tuple[str, str, str]] = []
    while len(rows) < distinct:
        rows += [(row.name, row.target, actual) for row, actual in published_rows(turn, fresh)]
        turn += 1
    rng = random.Random(24)  # noqa: S311  (no secret)
    places = [*range(distinct), *rng.choices(range(distinct), k=count - distinct)]
    rng.shuffle(places)
    taken = pa.array(places, pa.int32())
    columns = {name: pa.array([row[at] for row in rows]).take(taken) for name, at in _PLACES.items()}
    return pa.table(columns)


def timed(cores: int, file: str) -> dict[str, float]:
    """Seconds of each step, in a Spark of its own."""
    from pyspark.sql import SparkSession

    import budgetkpi as bk

    os.environ["PYSPARK_PYTHON"] = sys.executable
    began = time.perf_counter()
    builder: Any = SparkSession.builder
    session = (
        builder.master(f"local[{cores}]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.files.openCostInBytes", "1")  # else a small file is one task
        .config("spark.sql.files.minPartitionNum", str(cores))
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "100000")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    df = session.read.parquet(file)
    found = {"start": time.perf_counter() - began, "tasks": float(df.rdd.getNumPartitions())}
    together = df.repartition(cores, *SAID.values())
    works: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("warm-up", lambda: bk.spark.score(df.limit(WARM), **SAID)),
        ("read", lambda: df),
        ("evaluate", lambda: bk.spark.evaluate(df, **SAID)),
        ("evaluate equal rows together", lambda: bk.spark.evaluate(together, **SAID)),
        ("score", lambda: bk.spark.score(df, **SAID)),
    )
    for name, work in works:
        began = time.perf_counter()
        work().write.format("noop").mode("overwrite").save()
        found[name] = time.perf_counter() - began
    session.stop()
    return found


def main(count: int, share: float) -> None:
    """Print the seconds of each step with one core and with two."""
    distinct = max(1, round(count * share / 100))
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "rows.parquet")
        pq.write_table(rows_of(count, distinct), file, row_group_size=-(-count // GROUPS))
        print(f"{count:,} rows, {distinct:,} distinct; load {os.getloadavg()[0]:.1f}")
        for cores in (1, 2):
            run = subprocess.run(
                [sys.executable, "-m", "tests.bench.spark", "--cores", str(cores), file],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                check=True,
            )
            found = json.loads(run.stdout.splitlines()[-1])
            steps = ", ".join(f"{name} {found[name]:.1f} s" for name in found if name != "tasks")
            print(f"local[{cores}], {found['tasks']:.0f} tasks: {steps}; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--cores"]:
        print(json.dumps(timed(int(sys.argv[2]), sys.argv[3])))
    else:
        main(
            int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, float(sys.argv[2]) if len(sys.argv) > 2 else 1
        )
