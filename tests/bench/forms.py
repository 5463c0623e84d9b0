"""Pages and workbooks a second: `python -m tests.bench.forms [PROJECTS]`.

The projects are made up, ten rows each. A page holds all of them, a workbook a worksheet for each; both are
written by a process of their own, whose largest memory is printed beside the time.
"""

from __future__ import annotations

import json
import subprocess
import sys

PROJECTS = 200
KINDS = ("page", "national", "sichuan", "hubei")
WRITTEN = """
import json, resource, sys, tempfile, time
from pathlib import Path
import budgetkpi as bk
kind, projects = sys.argv[1], int(sys.argv[2])
made = [
    bk.Sheet(
        f"项目{number}",
        department="青禾县档案馆",
        fiscal_year=2023,
        budget=100,
        executed=95,
        indicators=[
            bk.Indicator(
                f"开展培训{n}",
                f"≥{number + n}场",
                level1="产出指标",
                level2="数量指标",
                points=9,
                actual=f"{number + n - n % 2}场",
                reason="场地停用" if n % 2 else None,
            )
            for n in range(10)
        ],
    ).appraise()
    for number in range(2, projects + 2)
]
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / ("out.html" if kind == "page" else "out.xlsx")
    started = time.perf_counter()
    if kind == "page":
        bk.write_review(made, path)
    else:
        bk.write_form(made, path, form=kind)
    took = time.perf_counter() - started
    size = path.stat().st_size
print(json.dumps([took, size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


def main() -> None:
    projects = int(sys.argv[1]) if len(sys.argv) > 1 else PROJECTS
    print(f"{projects} projects of ten rows")
    for kind in KINDS:
        command = [sys.executable, "-c", WRITTEN, kind, str(projects)]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        took, size, memory = json.loads(printed)
        told = f"{took * 1000:8.0f} ms, {projects / took:6.0f} projects a second"
        print(f"{kind:8} {told}, {size / 1024:7.0f} kB, at most {memory / 1024:4.0f} MB")


if __name__ == "__main__":
    main()
