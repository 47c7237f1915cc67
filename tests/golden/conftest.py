"""The switch that rewrites the golden files: `make golden`."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write what the engine gives into tests/golden/*/expected.txt",
    )
