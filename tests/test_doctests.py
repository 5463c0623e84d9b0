"""Every example of a docstring gives what it shows; every public name has one."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil

import pytest

import budgetkpi

PUBLIC: list[str] = vars(budgetkpi)["__all__"]
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(budgetkpi.__path__, "budgetkpi.")
    if not module.name.endswith("__main__") and ".spark" not in module.name
)


@pytest.mark.parametrize("name", ["budgetkpi", *MODULES])
def test_the_examples_of_a_module(name: str) -> None:
    try:
        module = importlib.import_module(name)
    except ImportError as error:
        pytest.skip(f"{name}: {error}")
    assert doctest.testmod(module).failed == 0


FILES = {"write_form", "write_review", "ColumnError", "FormError", "VocabularyError", "MissingExtraError"}
"""What needs a file, a frame or a missing library to show; the manual has examples of those."""


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_has_an_example_that_runs(name: str) -> None:
    thing = getattr(budgetkpi, name)
    if inspect.ismodule(thing) or (not inspect.isroutine(thing) and not isinstance(thing, type)):
        return
    shown = ">>> " in (inspect.getdoc(thing) or "")
    assert shown or name in FILES
