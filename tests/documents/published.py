"""Holds documents against the JSON beside them: what a careful reader makes of each.

python -m tests.documents.published FOLDER [PART OF A NAME …]

A JSON file names its document (`file`) and either its `sheets`, whose fields are those of a Sheet and of an
Indicator, or what is expected instead (`expect`: `no-sheets` or `error`).
"""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import budgetkpi as bk

if TYPE_CHECKING:
    from collections.abc import Iterator

GRADES = ("excellent", "good", "fair", "poor")
SHEET = ("title", "department", "fiscal_year", "budget", "executed")
NUMBERS = {"budget", "executed", "points", "score"}
NEVER_NONE = {"level1", "level2", "description", "basis", "target"}
"""Fields that an Indicator holds "" in where the form has no column for them."""


def squeezed(value: object) -> str | None:
    return None if value is None else "".join(str(value).split())


def same(field: str, read: object, told: Any, accepted: list[Any]) -> bool:  # noqa: ANN401  (JSON)
    """Whether a field is what the JSON says, or another right reading of it."""
    if field == "bands":
        cells = read if isinstance(read, tuple) else ()
        return dict(zip(GRADES, cells, strict=False)) == (told or {})
    if field in NUMBERS:
        return (None if told in (None, "") else Decimal(told)) == read
    if field in NEVER_NONE:
        told = told or ""
    return squeezed(read) in [squeezed(told), *map(squeezed, accepted)]


def differences(path: Path, expected: dict[str, Any]) -> Iterator[tuple[str, object, object]]:
    """What differs: (where, read, told); every cell that is right comes as ("", None, None)."""
    try:
        sheets = list(bk.read_sheets(path))
    except bk.DocumentError as error:
        if expected.get("expect") != "error":
            yield "error", str(error), None
        return
    if expected.get("expect") == "error":
        yield "no error", len(sheets), None
        return
    told = expected.get("sheets", [])
    if len(sheets) != len(told):
        yield "sheets", [sheet.title for sheet in sheets], [sheet["title"] for sheet in told]
    for sheet, wanted in zip(sheets, told, strict=False):
        yield from held(sheet, wanted, SHEET, sheet.title)
        names = [row.name for row in sheet.indicators], [row["name"] for row in wanted["indicators"]]
        if len(names[0]) != len(names[1]):
            yield f"{sheet.title}: rows", *names
        for row, cells in zip(sheet.indicators, wanted["indicators"], strict=False):
            fields = tuple(field for field in cells if field != "accept")
            yield from held(row, cells, fields, f"{sheet.title}: {row.name}")


def held(
    read: object, told: dict[str, Any], fields: tuple[str, ...], where: str
) -> Iterator[tuple[str, object, object]]:
    for field in fields:
        value = getattr(read, "earned" if field == "score" else field)
        right = same(field, value, told[field], told.get("accept", {}).get(field, []))
        yield ("", None, None) if right else (f"{where}: {field}", value, told[field])


def main(folder: str, *parts: str) -> int:
    wrong = total = 0
    for file in sorted(Path(folder).glob("*.json")):
        expected = json.loads(file.read_text(encoding="utf-8"))
        path = file.with_name(expected["file"])
        if parts and not any(part in path.name for part in parts):
            continue
        found = list(differences(path, expected))
        bad = [difference for difference in found if difference[0]]
        total, wrong = total + len(found), wrong + len(bad)
        print(f"{path.name}: {len(found) - len(bad)} of {len(found)} right")  # noqa: T201  (a script)
        for where, read, told in bad:
            print(f"    {where}: {read!r}, not {told!r}")  # noqa: T201
    print(f"{total - wrong} of {total} right")  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
