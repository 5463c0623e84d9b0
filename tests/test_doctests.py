"""Every example of a docstring gives what it shows; every public name has one."""

from __future__ import annotations

import doctest
import importlib
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
