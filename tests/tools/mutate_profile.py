"""A pytest plugin: the Hypothesis profile `mutate`, few examples and always the same ones."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "mutate",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=20,
    suppress_health_check=list(HealthCheck),
)
