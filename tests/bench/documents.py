"""Documents a second for each format, and a folder of mixed ones: `python -m tests.bench.documents [SIZE]`.

The documents are forms of ten rows, made up. The folder is read in a process of its own, whose largest
memory is printed beside its time.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter
import xlwt

import budgetkpi as bk
from tests.documents.made import page, word

ROUNDS = {"pdf": 5}
CAPTION = "青禾县档案馆2023年度项目支出绩效自评表"
HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
FOLDER = """
import json, resource, sys, time
from pathlib import Path
import budgetkpi as bk
started, rows, failed = time.perf_counter(), 0, 0
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        rows += sum(len(sheet.indicators) for sheet in bk.read_sheets(path))
    except bk.DocumentError:
        failed += 1
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([rows, failed, time.perf_counter() - started, memory]))
"""


def rows(number: int) -> list[list[str]]:
    """A form of ten rows, none of them equal to one of another number."""
    body = [
        ["产出指标", "数量指标", f"开展培训{n}", f"≥{number + n}场", f"{number + n + 1}场", "9", "9"]
        for n in range(10)
    ]
    return [HEAD, *body]


def xlsx(number: int) -> bytes:
    """An Excel workbook."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([[CAPTION], *rows(number)]):
            sheet.write_row(place, 0, row)
    return file.getvalue()


def xls(number: int) -> bytes:
    """A workbook of Excel 97."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("自评")
    for place, row in enumerate([[CAPTION], *rows(number)]):
        for column, text in enumerate(row):
            sheet.write(place, column, text)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def separated(number: int) -> bytes:
    """Separated values."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([[CAPTION], *rows(number)])
    return file.getvalue().encode()


def text(number: int) -> bytes:
    """A text with a table of tabs."""
    return (CAPTION + "\n\n" + "\n".join("\t".join(row) for row in rows(number)) + "\n").encode()


def pdf(number: int) -> bytes:
    """A PDF with a ruled table."""
    from tests.documents.test_pdf_files import printed, table

    return printed(CAPTION, table(rows(number))).getvalue()


MAKERS = {
    "xlsx": xlsx,
    "xls": xls,
    "csv": separated,
    "txt": text,
    "docx": lambda number: word([CAPTION, rows(number)]).getvalue(),
    "html": lambda number: page([CAPTION, rows(number)]).getvalue(),
    "pdf": pdf,
}


def speeds() -> None:
    """Print documents a second for each format, made beforehand."""
    for format_, make in MAKERS.items():
        files = [io.BytesIO(make(number)) for number in range(ROUNDS.get(format_, 30))]
        bk.read_sheets(files[0])
        files[0].seek(0)
        started = time.perf_counter()
        read = sum(len(sheet.indicators) for file in files for sheet in bk.read_sheets(file))
        taken = time.perf_counter() - started
        print(f"{format_:5} {len(files) / taken:8.1f} documents a second, {read} rows of {10 * len(files)}")


def folder(size: int) -> None:
    """Print time and memory of a folder of mixed documents; one in twenty is a PDF, one is damaged."""
    others = [format_ for format_ in MAKERS if format_ != "pdf"]
    with tempfile.TemporaryDirectory() as place:
        for number in range(size):
            format_ = "pdf" if number % 20 == 0 else others[number % len(others)]
            content = MAKERS[format_](number)
            if number == 1:
                content = content[: len(content) // 2]
            Path(place, f"{number:05}.{format_}").write_bytes(content)
        done = subprocess.run(
            [sys.executable, "-c", FOLDER, place], capture_output=True, text=True, check=True
        )
    found, failed, seconds, memory = json.loads(done.stdout)
    print(
        f"a folder of {size}: {found} rows, {failed} that cannot be read, {seconds:.1f} s, {memory >> 10} MiB"
    )


if __name__ == "__main__":
    speeds()
    folder(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
