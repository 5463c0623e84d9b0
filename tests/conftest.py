"""What every test runs under."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# A machine under load must not fail a law: no deadline an example, and slow drawing is no failure.
# The same examples every time: whoever installs the project must be able to trust a red test.
settings.register_profile(
    "fixed", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
# The long random runs are what looks for new ones.
settings.register_profile("random", settings.get_profile("fixed"), derandomize=False)


def pytest_configure(config: pytest.Config) -> None:
    """Draw new examples where the long random runs are asked for."""
    settings.load_profile("random" if config.getoption("--fuzz") else "fixed")


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
