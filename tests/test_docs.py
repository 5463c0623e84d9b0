"""What the documents say is so."""

from __future__ import annotations

import csv
import doctest
import importlib.util
import json
import re
import shlex
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import budgetkpi as bk
from budgetkpi.arrow.__main__ import tables
from budgetkpi.cli import main

ROOT = Path(__file__).resolve().parent.parent
TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in ROOT.glob("docs/**/*.md")
}
TEXTS |= {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")}


def table(name: str, *headings: str) -> list[list[str]]:
    """The rows below every line of these headings in a document, code marks taken off."""
    rows: list[list[str]] = []
    wanted = f"| {' | '.join(headings)} |"
    within = False
    for line in TEXTS[name].splitlines():
        if line == wanted:
            within = True
        elif not line.startswith("|"):
            within = False
        elif within and not line.startswith("| ---"):
            rows.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
    assert rows, f"{name} has no table {wanted}"
    return rows


@pytest.mark.parametrize(
    ("cell", "kind", "canonical"), table("docs/language.md", "cell", "kind", "canonical")
)
def test_a_cell_of_the_language_page(cell: str, kind: str, canonical: str) -> None:
    value = bk.parse(cell)
    assert (value.kind, str(value)) == (kind, canonical)
    assert bk.parse(canonical) == value


@pytest.mark.parametrize(("cell", "_"), table("docs/language.md", "cell", "error"))
def test_an_error_of_the_language_page(cell: str, _: str) -> None:
    with pytest.raises(bk.ParseError):
        bk.parse(cell)


@pytest.mark.parametrize(
    ("target", "actual", "verdict"), table("docs/evaluation.md", "target", "actual", "verdict")
)
def test_a_verdict_of_the_evaluation_page(target: str, actual: str, verdict: str) -> None:
    assert bk.evaluate(target, actual).outcome == verdict


@pytest.mark.parametrize(("one", "other"), table("docs/units.md", "of", "equals"))
def test_a_conversion_of_the_units_page(one: str, other: str) -> None:
    left, right = bk.parse(one), bk.parse(other)
    assert isinstance(left, bk.Amount)
    assert isinstance(right, bk.Amount)
    assert left.quantity == right.quantity


@pytest.mark.parametrize(("one", "other", "_"), table("docs/units.md", "one", "other", "why"))
def test_what_does_not_convert_on_the_units_page(one: str, other: str, _: str) -> None:
    left, right = bk.parse(one), bk.parse(other)
    assert isinstance(left, bk.Amount)
    assert isinstance(right, bk.Amount)
    assert left.quantity != right.quantity


@pytest.mark.parametrize("name", TEXTS)
def test_links_lead_somewhere(name: str) -> None:
    home = (ROOT / name).parent
    for link in re.findall(r"\]\(([^)#]+)\)", TEXTS[name]):
        assert (home / link).exists(), link


def tour(name: str) -> str:
    return "\n".join(re.findall(r"^```python\n(.*?)^```$", TEXTS[name], re.DOTALL | re.MULTILINE))


def test_the_tour_of_the_readme() -> None:
    """Each line that has a comment of the form `# value` gives that value."""
    names: dict[str, object] = {}
    held = 0
    for line in tour("README.md").splitlines():
        code, _, comment = (part.strip() for part in line.partition("  # "))
        if comment.startswith("ParseError"):
            with pytest.raises(bk.ParseError):
                eval(code, names)  # noqa: S307  (our own README)
        elif not comment or comment.startswith(("a ", "why")):
            exec(code, names)  # noqa: S102  (as above)
        else:
            value = eval(code, names)  # noqa: S307  (as above)
            said = str(value) if isinstance(value, bk.Outcome) else repr(value)
            expected = re.split(r"[;:]", comment)[0]
            assert expected in (said, f"{type(value).__name__}.{getattr(value, 'name', '')}"), line
            held += 1
    assert held >= 9


def test_the_tour_of_the_chinese_readme() -> None:
    names: dict[str, object] = {}
    exec(tour("README.zh-CN.md"), names)  # noqa: S102  (our own README)
    result, points = names["结果"], names["得分"]
    assert isinstance(result, bk.Evaluation)
    assert isinstance(points, bk.Score)
    assert (result.outcome, points.earned) == (bk.Outcome.MET, Decimal("16.00"))


def test_the_page_of_quantities() -> None:
    """Every example of the page gives what it shows."""
    options = doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
    ran = doctest.testfile(
        str(ROOT / "docs/quantities.md"), module_relative=False, optionflags=options, encoding="utf-8"
    )
    assert ran.failed == 0
    assert ran.attempted > 20


def test_the_page_of_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example of the page gives what it shows, and its tables are those of the code."""
    monkeypatch.chdir(tmp_path)  # it writes files
    ran = doctest.testfile(str(ROOT / "docs/columns.md"), module_relative=False, encoding="utf-8")
    assert ran.failed == 0
    assert ran.attempted > 20
    assert tables() in TEXTS["docs/columns.md"]


def test_the_example_labels_what_is_made_up() -> None:
    with (ROOT / "docs/examples/hotline.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 11
    assert all("虚构" in row["备注"] for row in rows)


def test_the_script_of_the_example_runs() -> None:
    run = subprocess.run(
        [sys.executable, "-X", "utf8", ROOT / "docs/examples/judge.py"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert run.stdout.splitlines()[-1] == "9 met, 1 not_met, 1 undetermined"


def test_the_example_of_a_self_evaluation_is_made_up_throughout() -> None:
    with (ROOT / "docs/examples/training.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sum(int(row["分值"]) for row in rows) == 90
    assert all(row["备注"].startswith("全部内容为示例虚构") for row in rows)


def test_the_script_that_scores_runs() -> None:
    run = subprocess.run(
        [sys.executable, "-X", "utf8", ROOT / "docs/examples/score.py"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    said = run.stdout.splitlines()
    assert said[-1] == "95.04 of 100, 优"
    assert "学员满意度: lower: the published 9 is below the rule's 9.78" in said
    assert "  arithmetic: 5 × 400 ÷ 420 = 4.76" in said


def examples_of(script: str) -> object:
    """The module of a script in docs/examples."""
    spec = importlib.util.spec_from_file_location(script, ROOT / f"docs/examples/{script}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_document_of_the_example_is_what_its_script_writes() -> None:
    """And says of itself that it is made up."""
    made: tuple[bk.Sheet, ...] = examples_of("make_document").sheets()  # type: ignore[attr-defined]
    read = tuple(bk.read_sheets(ROOT / "docs/examples/projects.xlsx"))
    assert [sheet.title for sheet in read] == [sheet.title for sheet in made]
    assert all("虚构" in sheet.title and "虚构" in sheet.department for sheet in read)
    for one, other in zip(read, made, strict=True):
        assert [(row.name, row.target, row.actual, row.points) for row in one.indicators] == [
            (row.name, row.target, row.actual, row.points) for row in other.indicators
        ]
        assert one.appraise().total_range == other.appraise().total_range


def test_the_example_goes_from_a_document_to_a_page(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-X", "utf8", ROOT / "docs/examples/review.py"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=tmp_path,
    )
    said = run.stdout.splitlines()
    assert said[0] == "职业技能培训补贴（示例虚构）: 98.35 of 100, 优"
    assert said[1].startswith("公共招聘服务活动（示例虚构）: between 57.20 and")
    assert said[2] == f"open {(tmp_path / 'review.html').as_uri()}"
    page = (tmp_path / "review.html").read_text(encoding="utf-8")
    assert "取消3场" in page


def test_the_script_that_reads_a_database_runs() -> None:
    script = ROOT / "docs/examples/database.py"
    run = subprocess.run(
        [sys.executable, "-X", "utf8", script], capture_output=True, encoding="utf-8", check=True
    )
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(rows) == 20
    assert {"达成", "未达成", "待定"} == {row["判定"] for row in rows}
    points = {row["三级指标"]: (row["判定"], row["得分"]) for row in rows}
    assert ("未达成", 4.7) == points["培训人次"]
    assert ("待定", None) == points["设备采购数量"]
    assert ("达成", 5) == points["群众诉求知晓率"]
    assert all(row["理由"] for row in rows)
    assert sum(bool(line.strip()) for line in script.read_text("utf-8").splitlines()) < 15


COMMANDS = [
    (name, line)
    for name in TEXTS
    for block in re.findall(r"^```\n(.*?)^```$", TEXTS[name], re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
    if line.startswith("budgetkpi ")
]


@pytest.mark.parametrize(("name", "line"), COMMANDS)
def test_a_command_of_a_document_runs(
    name: str, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No command that is shown is wrong usage or reads a file that is not there."""
    monkeypatch.chdir(ROOT)
    assert main(shlex.split(line)[1:]) in (0, 1), name
    said = capsys.readouterr()
    assert said.out
    assert said.err == ""


# -- docs/adding.md: each line that it shows is added to a copy of the language

ADDING = "docs/adding.md"
DESCRIBED = """
import io, json, sys
import budgetkpi as bk

def described(cell):
    value = bk.parse(cell)
    said = [value.kind.value, *([str(value)] if str(value) else [])]
    return " ".join(said + [note.code for note in value.notes if note.code in SAID])

def told(call):
    value = eval(call)
    return getattr(value, "value", str(value))

SAID = ("words-unvouched", "number-turned", "unit-not-listed")
cells, calls = json.load(sys.stdin)
json.dump([[described(cell) for cell in cells], [told(call) for call in calls]], sys.stdout)
"""
"""Says what cells and calls give: kind, canonical text, and the codes of the notes that the page names."""


def said_of(cells: list[str], calls: list[str], home: Path) -> list[list[str]]:
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", DESCRIBED],
        input=json.dumps([cells, calls]),
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=home,
    )
    assert run.returncode == 0, run.stderr
    said: list[list[str]] = json.loads(run.stdout)
    return said


def with_word(text: str, place: str, behind: str, word: str) -> str:
    """A table of words with a new one behind another, in a list or in a text of words."""
    start = text.index(f"\n{place}")
    found = re.compile(rf"(?<=[\s\"']){re.escape(behind)}(?=[\s\"'])").search(text, start)
    assert found is not None, behind
    quoted = text[found.end()] == '"' and text[found.start() - 1] == '"'
    between = '", "' if quoted else " "
    return f"{text[: found.end()]}{between}{word}{text[found.end() :]}"


def with_lines(text: str, place: str, lines: str) -> str:
    """A table with new lines behind a heading, or at its end."""
    if place == "at the end":
        return f"{text}\n{lines}"
    at = text.index("\n", text.index(f"\n{place.removeprefix('behind ')}") + 1) + 1
    return f"{text[:at]}{lines}{text[at:]}"


def test_each_line_of_the_adding_page_does_what_it_says(tmp_path: Path) -> None:
    for folder in ("budgetkpi", "grammar"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for _, name, place, behind, word in table(ADDING, "you have", "file", "in", "behind", "add"):
        file = tmp_path / "grammar" / name
        file.write_text(with_word(file.read_text("utf-8"), place, behind, word), "utf-8")
    for name, place, lines in re.findall(
        r"^```toml\n# (\S+), ([^\n]+)\n(.*?)^```$", TEXTS[ADDING], re.DOTALL | re.MULTILINE
    ):
        file = tmp_path / "grammar" / name
        file.write_text(with_lines(file.read_text("utf-8"), place, lines), "utf-8")
    cells = table(ADDING, "cell", "before", "after")
    calls = table(ADDING, "call", "before", "after")
    asked = [row[0] for row in cells], [row[0] for row in calls]
    for home, column in ((ROOT, 1), (tmp_path, 2)):
        expected = [[row[column].replace("`", "") for row in rows] for rows in (cells, calls)]
        assert expected == said_of(*asked, home)
