"""The review desk as a rule-based state machine, 200 steps; `make soak` goes deeper."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests import desk_machine
from tests.desk_machine import ReviewDesk

TestReviewDesk = ReviewDesk.TestCase
TestReviewDesk.settings = settings(
    max_examples=8,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module", autouse=True)
def _template() -> Iterator[None]:
    yield
    desk_machine.forget()
