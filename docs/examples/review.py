"""Read a document, score its tables, and write a page to look at.

python docs/examples/review.py [DOCUMENT [PAGE.html]]
"""

from __future__ import annotations

import sys
from pathlib import Path

import budgetkpi as bk

HERE = Path(__file__).parent


def main(document: Path, page: Path) -> None:
    """Print what was read and what it earned; the page tells the rest."""
    sheets = bk.read_sheets(document)
    for finding in sheets.findings:
        print(f"not read: {finding.message}")
    appraisals = [sheet.appraise() for sheet in sheets]
    for appraisal in appraisals:
        total = (
            appraisal.total
            if appraisal.total is not None
            else "between {} and {}".format(*(appraisal.total_range or ("?", "?")))
        )
        print(f"{appraisal.sheet.title}: {total} of {appraisal.out_of}, {appraisal.grade or 'no grade yet'}")
    bk.write_review(appraisals, page)
    print(f"open {page.resolve().as_uri()}")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(
        Path(given[0]) if given else HERE / "projects.xlsx",
        Path(given[1]) if len(given) > 1 else Path("review.html"),
    )
