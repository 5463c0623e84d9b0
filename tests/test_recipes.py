"""The recipes for other engines run, where those are installed, and give what the kernel gives."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from budgetkpi.arrow import parse_batch
from tests.engines import published_rows

EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"
RECIPES = {"ray_data": "ray", "daft_frames": "daft", "dask_frames": "dask", "spark_rows": "pyspark"}


def published() -> pa.Table:
    rows = [(level, name, target) for level, name, target in published_rows()]
    return pa.table(dict(zip(("二级指标", "三级指标", "指标值"), zip(*rows, strict=True), strict=True)))


def ordered(table: pa.Table) -> list[dict[str, Any]]:
    order = [(name, "ascending") for name in ("三级指标", "指标值", "二级指标")]
    rows: list[dict[str, Any]] = table.sort_by(order).to_pylist()
    return rows


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_is_a_program(recipe: str) -> None:
    compile((EXAMPLES / f"{recipe}.py").read_text(encoding="utf-8"), recipe, "exec")


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_gives_what_the_kernel_gives(recipe: str, tmp_path: Path) -> None:
    if importlib.util.find_spec(RECIPES[recipe]) is None:
        pytest.skip(f"{RECIPES[recipe]} is not installed")
    pq.write_table(published(), tmp_path / "rows.parquet", row_group_size=100)
    expected = parse_batch(published(), "指标值", name="三级指标")
    run = subprocess.run(
        [sys.executable, "-X", "utf8", EXAMPLES / f"{recipe}.py", "rows.parquet", "out"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=tmp_path,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    got = pq.read_table(tmp_path / "out").select(expected.column_names).cast(expected.schema)
    assert ordered(got) == ordered(expected)
    counts = {line.rpartition(" ")[0]: int(line.rpartition(" ")[2]) for line in run.stdout.splitlines()}
    kinds = expected["kind"].to_pylist()
    assert counts == {kind: kinds.count(kind) for kind in set(kinds)}
