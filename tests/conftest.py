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


ASKED = {"fuzz": "a long random run: --fuzz", "large": "100,000 rows: --large"}
"""What is run only when it is asked for by name."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Long runs are asked for by name."""
    for name in ASKED:
        parser.addoption(f"--{name}", action="store_true", help=f"run the tests marked {name} too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long runs out unless they are asked for."""
    for name, reason in ASKED.items():
        if config.getoption(f"--{name}"):
            continue
        skip = pytest.mark.skip(reason=reason)
        for item in items:
            if name in item.keywords:
                item.add_marker(skip)
