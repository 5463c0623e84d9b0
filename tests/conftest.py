"""What every test runs under."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

# A machine under load must not fail a law: no deadline an example, and slow drawing is no failure.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# CI draws the same examples every time; the long random runs are what looks for new ones.
settings.register_profile("ci", settings.get_profile("default"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Long random runs are asked for by name."""
    parser.addoption("--fuzz", action="store_true", help="run the tests marked fuzz too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the fuzz runs out unless they are asked for."""
    if config.getoption("--fuzz"):
        return
    skip = pytest.mark.skip(reason="a long random run: --fuzz")
    for item in items:
        if "fuzz" in item.keywords:
            item.add_marker(skip)
