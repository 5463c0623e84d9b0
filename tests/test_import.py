"""What `import budgetkpi` loads, and what its names are."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import subprocess
import sys
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
}

PACKAGES = ["budgetkpi"] + [
    module.name for module in pkgutil.walk_packages(budgetkpi.__path__, "budgetkpi.") if module.ispkg
]


def loaded_after(statement: str) -> set[str]:
    """The modules that a new interpreter has loaded after `statement`."""
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    return set(json.loads(run.stdout))


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


def test_the_lazy_names_the_typed_names_and_all_are_the_same() -> None:
    tree = ast.parse(Path(budgetkpi.__file__).read_text(encoding="utf-8"))
    typed = {
        alias.name: (statement.module or "").removeprefix("budgetkpi.")
        for block in tree.body
        if isinstance(block, ast.If)
        for statement in block.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }
    assert typed.pop("units") == "budgetkpi"
    assert typed == budgetkpi._WHERE
    assert sorted(budgetkpi.__all__) == sorted({*typed, "units"})


@pytest.mark.parametrize("name", budgetkpi.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(budgetkpi, name) is getattr(budgetkpi, name)
    assert name in dir(budgetkpi)


@pytest.mark.parametrize("name", PACKAGES)
def test_no_module_has_the_name_of_something_public_beside_it(name: str) -> None:
    """A module, once imported, is an attribute of its package: it would hide a function of its name."""
    package = importlib.import_module(name)
    modules = {module.name for module in pkgutil.iter_modules(package.__path__)}
    meant = {"units"} if name == "budgetkpi" else set()  # the one public name that is a module
    assert modules & {*package.__all__} == meant


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'prase'"):
        budgetkpi.prase  # type: ignore[attr-defined]  # noqa: B018
