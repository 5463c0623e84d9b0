"""What `import budgetkpi` loads, and what its names are."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import pydoc
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import budgetkpi

HEAVY = {
    "lark",
    "pint",
    "numpy",
    "pandas",
    "cattrs",
    "rich",
    "argparse",
    "hypothesis",
    "interegular",
    "pyarrow",
    "polars",
    "duckdb",
    "narwhals",
    "pyspark",
}

PUBLIC: list[str] = vars(budgetkpi)["__all__"]
"""The public names at run time; type checkers take them from the imports."""

PACKAGES = ["budgetkpi"] + [
    module.name for module in pkgutil.walk_packages(budgetkpi.__path__, "budgetkpi.") if module.ispkg
]


def loaded_after(statement: str, *options: str) -> set[str]:
    """The modules that a new interpreter has loaded after `statement`."""
    code = f"{statement}\nimport sys\nprint(*sorted(sys.modules), sep='\\n')"
    program = [sys.executable, *options, "-c", code]
    run = subprocess.run(program, capture_output=True, check=True, encoding="utf-8")
    return set(run.stdout.split())


@pytest.mark.parametrize(
    "statement",
    [
        "import budgetkpi",
        "import budgetkpi; budgetkpi.Amount, budgetkpi.Outcome, budgetkpi.Indicator, budgetkpi.ParseError",
        "import budgetkpi; budgetkpi.Indicator('满意度', '≥90%', points=10)",
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_used(statement: str) -> None:
    assert HEAVY & loaded_after(statement) == set()


def test_the_bare_import_loads_none_of_its_own_modules() -> None:
    loaded = loaded_after("import budgetkpi")
    assert {name for name in loaded if name.startswith("budgetkpi")} == {"budgetkpi"}


def test_the_lazy_names_and_the_typed_names_are_the_same() -> None:
    tree = ast.parse(Path(budgetkpi.__file__).read_text(encoding="utf-8"))
    typed = [
        (alias.name, alias.asname, (statement.module or "").removeprefix("budgetkpi."))
        for block in tree.body
        if isinstance(block, ast.If)
        for statement in block.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    ]
    assert all(name == public for name, public, _ in typed)  # what type checkers take for public
    homes = {name: module for name, _, module in typed}
    assert len(homes) == len(typed)
    assert {homes.pop(name) for name in budgetkpi._MODULES} == {"budgetkpi"}
    assert homes == budgetkpi._WHERE
    assert PUBLIC == sorted([*homes, *budgetkpi._MODULES])


def test_a_star_takes_the_public_names() -> None:
    taken: dict[str, object] = {}
    exec("from budgetkpi import *", taken)  # noqa: S102  (a star is for a module's top only)
    assert set(PUBLIC) == set(taken) - {"__builtins__"}


def test_the_bare_import_loads_what_it_is_made_of_and_nothing_else() -> None:
    """Not even from the standard library; the hook of an editable install would have loaded some."""
    folder = str(Path(budgetkpi.__file__).parents[1])
    path = f"import sys; sys.path.insert(0, {folder!r})"
    without = loaded_after(f"{path}; import __future__, importlib", "-I", "-S")
    assert {"budgetkpi"} == loaded_after(f"{path}; import budgetkpi", "-I", "-S") - without


def test_the_version_is_said() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", budgetkpi.__version__)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(budgetkpi, name) is getattr(budgetkpi, name)
    assert name in dir(budgetkpi)


def test_dir_shows_what_is_public_and_nothing_else() -> None:
    assert [*PUBLIC, "__version__"] == sorted(dir(budgetkpi), key=lambda name: (name.startswith("_"), name))


def test_help_is_short_enough_to_read_and_names_everything() -> None:
    told = pydoc.plain(pydoc.render_doc(budgetkpi))
    assert len(told.splitlines()) < 150
    said = set(re.findall(r"[A-Za-z_]+", budgetkpi.__doc__ or "")) | {
        "Flag",
        "Finding",
        "AuditRow",
        "WatchedRow",
    }
    assert set(PUBLIC) <= said


@pytest.mark.parametrize("name", PACKAGES)
def test_no_module_has_the_name_of_something_public_beside_it(name: str) -> None:
    """A module, once imported, is an attribute of its package: it would hide a function of its name."""
    package = importlib.import_module(name)
    modules = {module.name for module in pkgutil.iter_modules(package.__path__)}
    meant = set(budgetkpi._MODULES) if name == "budgetkpi" else set()  # public names that are modules
    assert modules & {*package.__all__} == meant


def test_no_two_rooms_bear_one_name() -> None:
    rooms = [module.name for module in pkgutil.walk_packages(budgetkpi.__path__, "budgetkpi.")]
    names = Counter(room.rpartition(".")[2] for room in rooms)
    assert [name for name, count in names.items() if count > 1 and name != "__main__"] == []


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'prase'"):
        budgetkpi.prase  # type: ignore[attr-defined]  # noqa: B018
