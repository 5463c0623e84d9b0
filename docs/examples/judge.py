"""Judge a table of targets and actuals, as `budgetkpi judge` does, by import.

python docs/examples/judge.py [FILE.csv]
"""

from __future__ import annotations

import collections
import sys
from pathlib import Path

import budgetkpi as bk

HERE = Path(__file__).parent


def main(path: Path) -> None:
    """Print a verdict and its reason for every row, then how many came out which way."""
    table = bk.read_rows(path)
    outcomes: collections.Counter[bk.Outcome] = collections.Counter()
    for row in table:
        indicator = row.indicator
        result = bk.evaluate(indicator, indicator.actual, fiscal_year=2020)
        outcomes[result.outcome] += 1
        attainment = "" if result.attainment is None else f", attainment {result.attainment}"
        print(f"line {row.line}: {indicator.name}: {indicator.target} / {indicator.actual}")
        print(f"  {result.outcome}{attainment}: {result.reason}")
        print(f"  {result.reason.zh}")
        for note in result.notes:
            print(f"  note: {note} [{note.code}]")
    for finding in table.findings:
        print(f"not read: {finding.message}")
    print(", ".join(f"{outcomes[outcome]} {outcome}" for outcome in bk.Outcome))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "hotline.csv")
