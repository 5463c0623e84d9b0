"""The package starts wherever it may be started from, with its grammar."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PURELIB = "import sysconfig; print(sysconfig.get_path('purelib'))"
STARTED = """
import sys
sys.path[:0] = sys.argv[1:]
import budgetkpi, budgetkpi.cli, budgetkpi.resources
target = budgetkpi.parse("≤15亩")
assert target.quantity == budgetkpi.quantity("1", "公顷"), target
assert budgetkpi.evaluate("≥95%", "96%").outcome is budgetkpi.Outcome.MET
try:
    budgetkpi.parse("≥")
except budgetkpi.ParseError as error:
    assert error.zh, error
else:
    raise AssertionError("a sign alone is no value")
assert budgetkpi.cli.main(["parse", "≥95%"]) == 0
print(budgetkpi.__file__, budgetkpi.resources.grammar(), sep="\\n")
"""


def run(program: list[str], cwd: Path) -> str:
    done = subprocess.run(
        program,
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def start(python: Path, *path: Path, cwd: Path) -> tuple[Path, Path]:
    """Run the program in a new interpreter; return where the package and its grammar came from."""
    package, grammar = run([str(python), "-c", STARTED, *map(str, path)], cwd).splitlines()[-2:]
    return Path(cwd, package).parent, Path(cwd, grammar)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this tree to build in."""
    tree = tmp_path_factory.mktemp("tree")
    for name in (".ci", "budgetkpi", "docs", "grammar", "tests"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "MANIFEST.in", "README.md", "README.zh-CN.md", "CHANGELOG.md", "LICENSE"):
        shutil.copy(ROOT / name, tree / name)
    return tree


def build(tree: Path, out: Path, *kinds: str) -> None:
    calls = "; ".join(f"b.build_{kind}({str(out)!r})" for kind in kinds)
    run([sys.executable, "-c", f"import sys; sys.path.insert(0, '.ci'); import backend as b; {calls}"], tree)


@pytest.fixture(scope="module")
def built(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel and the sdist of the tree."""
    out = tmp_path_factory.mktemp("dist")
    build(tree, out, "sdist", "wheel")
    return next(out.glob("*.whl")), next(out.glob("*.tar.gz"))


def environment(home: Path, wheel: Path | None = None) -> Path:
    """The interpreter of a new environment with the wheel and what it needs, and no other budgetkpi."""
    venv.create(home)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    site = Path(run([str(python), "-c", PURELIB], home).strip())
    if wheel is not None:
        zipfile.ZipFile(wheel).extractall(site)  # noqa: S202  (our own)
    # A folder that is named in a .pth file is searched, the .pth files in it are not: the package is
    # not found where this interpreter has it as an editable install, its dependencies are.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return python


@pytest.fixture(scope="module")
def plain(built: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with a plain install."""
    return environment(tmp_path_factory.mktemp("plain"), built[0])


def test_every_package_is_listed() -> None:
    folders = {path.parent for path in (ROOT / "budgetkpi").rglob("*.py")}
    expected = {".".join(folder.relative_to(ROOT).parts) for folder in folders}
    assert all((folder / "__init__.py").exists() for folder in folders)
    assert set(PYPROJECT["tool"]["setuptools"]["packages"]) == expected | {"budgetkpi.grammar"}


@pytest.mark.parametrize("kind", [0, 1], ids=["wheel", "sdist"])
def test_the_build_holds_every_file(built: tuple[Path, Path], kind: int) -> None:
    if kind == 0:
        names = set(zipfile.ZipFile(built[0]).namelist())
    else:
        with tarfile.open(built[1]) as archive:
            names = {name.partition("/")[2] for name in archive.getnames()}
    home = "budgetkpi/grammar" if kind == 0 else "grammar"
    code = {str(path.relative_to(ROOT).as_posix()) for path in (ROOT / "budgetkpi").rglob("*.py")}
    grammar = {
        f"{home}/{path.relative_to(ROOT / 'grammar').as_posix()}"
        for path in (ROOT / "grammar").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert code | grammar | {"budgetkpi/py.typed"} <= names


def test_an_editable_install_starts_from_elsewhere(tree: Path, tmp_path: Path) -> None:
    build(tree, tmp_path, "editable")
    python = environment(tmp_path / "editable", next(tmp_path.glob("*.whl")))
    assert start(python, cwd=tmp_path) == (tree / "budgetkpi", tree / "grammar")


def test_a_plain_install_starts_from_elsewhere(plain: Path, tmp_path: Path) -> None:
    package, grammar = start(plain, cwd=tmp_path)
    assert plain.parent.parent in package.parents
    assert grammar == package / "grammar"


def test_a_plain_install_starts_in_the_root_of_the_clone(plain: Path) -> None:
    """Python finds the folder `budgetkpi/` there first."""
    assert start(plain, cwd=ROOT) == (ROOT / "budgetkpi", ROOT / "grammar")


def test_an_unpacked_sdist_starts_without_an_install(built: tuple[Path, Path], tmp_path: Path) -> None:
    with tarfile.open(built[1]) as archive:
        archive.extractall(tmp_path, filter="data")
    root = next(path for path in tmp_path.iterdir() if path.is_dir())
    python = environment(tmp_path / "bare")
    assert start(python, cwd=root) == (root / "budgetkpi", root / "grammar")


def test_a_zip_starts(built: tuple[Path, Path], tmp_path: Path) -> None:
    home = built[0] / "budgetkpi"
    assert start(Path(sys.executable), built[0], cwd=tmp_path) == (home, home / "grammar")


TYPED = """
import budgetkpi as bk
reveal_type(bk.parse("≥95%"))
bk.prase("≥95%")
"""


def test_mypy_sees_the_types_of_a_plain_install(plain: Path, tmp_path: Path) -> None:
    pytest.importorskip("mypy", reason="a tool of development, no part of the test extra")
    program = tmp_path / "program.py"
    program.write_text(TYPED, encoding="utf-8")
    flags = ["--python-executable", str(plain), "--cache-dir", str(tmp_path / "cache")]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *flags, str(program)],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    revealed, misspelt, _ = done.stdout.splitlines()
    assert "budgetkpi.values.numeric.Amount | budgetkpi.values.numeric.Range" in revealed
    assert 'has no attribute "prase"' in misspelt


def test_run_time_needs_these_four_and_nothing_else() -> None:
    names = {requirement.partition(">")[0] for requirement in PYPROJECT["project"]["dependencies"]}
    assert names == {"attrs", "cattrs", "lark", "pint"}


def test_builds_are_the_same_to_the_byte(tree: Path, built: tuple[Path, Path], tmp_path: Path) -> None:
    for path in tree.rglob("*.py"):  # another checkout of the same files
        os.utime(path, (2_000_000_000, 2_000_000_000))
    shutil.rmtree(tree / "build", ignore_errors=True)
    build(tree, tmp_path, "sdist", "wheel")
    for before in built:
        assert before.read_bytes() == (tmp_path / before.name).read_bytes(), before.name


def test_an_sdist_holds_what_its_tests_need(built: tuple[Path, Path], tmp_path: Path) -> None:
    with tarfile.open(built[1]) as archive:
        archive.extractall(tmp_path, filter="data")
    root = next(path for path in tmp_path.iterdir() if path.is_dir())
    some = [
        "tests/test_numerals.py",
        "tests/test_kinds.py",
        "tests/test_messages.py",
        "tests/language/test_cell.py",
    ]
    done = run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *some], root)
    assert " passed" in done.splitlines()[-1]
    assert {path.name for path in ROOT.joinpath("docs").glob("*.md")} <= {
        path.name for path in root.rglob("*.md")
    }
