"""Score a table and hold its published scores against the rule, by import.

python docs/examples/score.py [FILE.csv [POLICY]]
"""

from __future__ import annotations

import sys
from pathlib import Path

import budgetkpi as bk

HERE = Path(__file__).parent


def main(path: Path, policy: str) -> None:
    """Print how every row earned its points, the total, and where the published scores depart."""
    table = bk.read_rows(path)
    sheet = bk.Sheet(
        "技能培训",
        fiscal_year=2020,
        budget="40",  # 万元; these two are made up as the table is
        executed="38",
        indicators=[row.indicator for row in table],
        findings=table.findings,
    )
    appraisal = sheet.appraise(policy=policy, choose="high")  # a word earns the top of its band
    print(appraisal.explain())
    print()
    for row in bk.audit(sheet, policy=policy):
        print(f"{row.score.indicator.name}: {row.standing}: {row.message}")
    print(f"{appraisal.total} of {appraisal.out_of}, {appraisal.grade}")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(
        Path(given[0]) if given else HERE / "training.csv",
        given[1] if len(given) > 1 else "national-2020",
    )
