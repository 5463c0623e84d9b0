"""The package starts wherever it may be started from, with its grammar."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
STARTED = """
import sys
sys.path[:0] = sys.argv[1:]
import budgetkpi, budgetkpi.grammar, budgetkpi.cli
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
print(budgetkpi.__file__, budgetkpi.grammar.__file__, sep="\\n")
"""


def start(*path: Path, cwd: Path) -> tuple[Path, Path]:
    """Run the program in a new interpreter; return where the package and its grammar came from."""
    run = subprocess.run(
        [sys.executable, "-c", STARTED, *map(str, path)],
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    package, grammar = run.stdout.splitlines()[-2:]
    return Path(cwd, package).parent, Path(cwd, grammar).parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel and the sdist of this tree, built in a copy of it."""
    tree, out = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("dist")
    for name in ("budgetkpi", "grammar"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree / name)
    build = (
        f"from setuptools import build_meta as b; b.build_sdist({str(out)!r}); b.build_wheel({str(out)!r})"
    )
    subprocess.run([sys.executable, "-c", build], cwd=tree, capture_output=True, check=True)
    return next(out.glob("*.whl")), next(out.glob("*.tar.gz"))


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


def test_the_package_starts_from_the_clone_s_root() -> None:
    assert start(cwd=ROOT) == (ROOT / "budgetkpi", ROOT / "grammar")


def test_the_package_starts_from_elsewhere(tmp_path: Path) -> None:
    package, grammar = start(cwd=tmp_path)
    assert (package.name, grammar.name) == ("budgetkpi", "grammar")


def test_the_package_starts_from_a_wheel_laid_out(built: tuple[Path, Path], tmp_path: Path) -> None:
    zipfile.ZipFile(built[0]).extractall(tmp_path)  # noqa: S202  (our own)
    home = tmp_path / "budgetkpi"
    assert start(tmp_path, cwd=tmp_path) == (home, home / "grammar")


def test_the_package_starts_from_a_zip(built: tuple[Path, Path], tmp_path: Path) -> None:
    home = built[0] / "budgetkpi"
    assert start(built[0], cwd=tmp_path) == (home, home / "grammar")


def test_run_time_needs_these_four_and_nothing_else() -> None:
    names = {requirement.partition(">")[0] for requirement in PYPROJECT["project"]["dependencies"]}
    assert names == {"attrs", "cattrs", "lark", "pint"}
